package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// placeCursor is how far a channel or a thread is read. A first reading goes
// from the oldest message to the newest; one that is routine begins a few dozen
// messages before the end, so that one request shows what is new and what became
// of what was not.
type placeCursor struct {
	Done  string `json:"done,omitempty"`  // everything up to here was read
	Base  string `json:"base,omitempty"`  // and from here on
	Back  string `json:"back,omitempty"`  // where a routine pass begins
	Whole int64  `json:"whole,omitempty"` // when all of it was read last, in Unix seconds
	Dead  string `json:"dead,omitempty"`  // what Discord calls the last message, and is not there
	Doubt int    `json:"doubt,omitempty"` // passes in a row that did not come to it

	pass
}

// pass is one walk forward, from the oldest to the newest.
type pass struct {
	Begun int64  `json:"begun,omitempty"` // Unix seconds; 0: no pass is under way
	From  string `json:"from,omitempty"`  // behind which it began
	High  string `json:"high,omitempty"`  // the newest message it met
	Mid   string `json:"mid,omitempty"`   // some way before that
	Empty int    `json:"empty,omitempty"` // pages in a row that brought nothing
}

const (
	// lookBack is how many messages before the newest are read once more in every
	// pass.
	lookBack = 40
	// wholeRest is how long a thread is only looked at from its end.
	wholeRest = 6 * time.Hour
	// patienceWithNothing is how many full pages in a row may bring nothing new,
	// and how many passes may not come to what Discord calls the last message: it
	// may have been deleted, or a page may have left out what is there.
	patienceWithNothing = 3
)

// fetchPlace reads the next page of a channel or a thread.
func (c *Connector) fetchPlace(ctx context.Context, page *inbox.Page, p place) error {
	if ok, err := c.open(ctx, p); err != nil || !ok {
		page.Ended = true
		return err
	}
	at := platform.Load[placeCursor](page.Scope.Cursor)
	first := at.Done == ""
	if at.Begun == 0 {
		c.begin(&at, p, page.Scope.Asked)
	}
	last, told := c.last(p)
	if told && last == "" && first { // nothing was ever said there
		if page.Again = c.opts.Now().Add(quietRest); p.thread == "" { // so that all of it is here
			page.Held = inbox.Coverage{From: moment(at.Base), To: time.Unix(at.Begun, 0)}
			page.Verified = page.Held.To
		}
		return nil
	}
	more, err := c.walk(ctx, page, p, &at.pass)
	switch {
	case coded(err) == unknownChannel && p.thread != "": // with all that is in it
		page.Covers, page.Ended = p.spans("0", endless, false), true
		return nil
	case here(err):
		page.Ended = coded(err) == unknownChannel
		return err
	case err != nil:
		return err
	}
	begun := time.Unix(at.Begun, 0)
	page.More = more
	if first && p.thread == "" {
		page.Held = inbox.Coverage{From: moment(at.Base), To: moment(at.High)}
	}
	if !more {
		c.end(page, &at, p, begun, last)
	}
	page.Scope.Cursor = platform.Save(at)
	return nil
}

// begin begins a pass: of all that is wanted, or behind what was read.
func (c *Connector) begin(at *placeCursor, p place, asked bool) {
	now, since := c.opts.Now(), stamp(c.opts.Since)
	whole := at.Done == "" || before(since, at.Base)
	if p.thread != "" {
		whole = whole || asked || now.Unix()-at.Whole > int64(wholeRest.Seconds())
	}
	at.pass = pass{Begun: now.Unix(), From: at.Back, Mid: at.Back}
	if whole {
		at.Base, at.From, at.Mid = since, since, since
	}
}

// end ends a pass, and says when the place is worth another look.
func (c *Connector) end(page *inbox.Page, at *placeCursor, p place, begun time.Time, last string) {
	done := later(at.Done, at.High)
	next := placeCursor{Done: later(done, at.From), Base: at.Base, Back: at.Mid, Whole: at.Whole, Dead: at.Dead}
	doubtful := before(done, last) && before(at.Dead, last)
	if doubtful {
		if next.Doubt = at.Doubt + 1; next.Doubt >= patienceWithNothing {
			next.Dead, next.Doubt = last, 0
		}
	}
	whole := at.From == at.Base && !doubtful
	if whole {
		next.Whole = at.Begun
	}
	if p.thread == "" && !doubtful {
		page.Held = inbox.Coverage{From: moment(at.Base), To: begun}
		if whole {
			page.Verified = begun
		}
	}
	if page.Mark, page.Again = c.markOf(p), c.rest(p, done); doubtful {
		page.Again = time.Time{} // the next round looks again
	}
	*at = next
}

// last is what Discord last said is the newest message of a place.
func (c *Connector) last(p place) (string, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	id, known := c.newest[p.id()]
	return id, known
}

// markOf is how a place stood when it was last shown.
func (c *Connector) markOf(p place) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if p.thread == "" {
		return c.newest[p.channel]
	}
	return c.marks[p.thread]
}

// quietRest is how often a place is looked at in which nobody said anything for
// a long time: what Discord calls its last message tells if somebody does.
const quietRest = 6 * time.Hour

// rest is when a place is due again whose newest message is that old.
func (c *Connector) rest(p place, done string) time.Time {
	now := c.opts.Now()
	age := now.Sub(moment(done))
	switch {
	case age < 24*time.Hour:
		return time.Time{}
	case age < 7*24*time.Hour:
		return now.Add(time.Hour)
	case p.thread == "" || age < 30*24*time.Hour:
		return now.Add(quietRest)
	}
	return now.Add(7 * 24 * time.Hour)
}

// walk reads one page behind a pass, moves the pass behind it, and reports
// whether there is more: a page that is not full is the last.
func (c *Connector) walk(ctx context.Context, page *inbox.Page, p place, at *pass) (more bool, err error) {
	after := later(at.From, at.High)
	records, err := c.messages(ctx, p, url.Values{"after": {after}, "limit": {itoa(c.opts.PageSize)}})
	if err != nil {
		return false, err
	}
	skipped := len(page.Skipped)
	ids, err := c.take(ctx, page, p, records)
	if err != nil {
		return false, err
	}
	high := at.High
	for _, id := range ids {
		high = later(high, id)
	}
	if n, back := len(ids), max(1, min(lookBack, c.opts.PageSize*2/5)); n >= back {
		at.Mid = beside(ids[n-back], -1)
	}
	last, told := c.last(p)
	if high != at.High {
		at.Empty = 0
	} else { // nothing new: is that the end?
		at.Empty++
	}
	more = len(records) >= c.opts.PageSize && (!told || before(high, last)) && at.Empty < patienceWithNothing
	at.High = high
	if len(page.Skipped) > skipped { // one that cannot be read may be any of them
		return more, nil
	}
	to := high
	if !more && len(records) < c.opts.PageSize {
		to = endless
	}
	if to != "" && before(after, to) {
		page.Covers = append(page.Covers, c.spansOf(ctx, p, beside(after, +1), to)...)
	}
	return more, nil
}

// spans are what a page of a place shows completely.
func (p place) spans(from, to string, sure bool) []inbox.Span {
	return []inbox.Span{{Channel: p.channel, Thread: p.thread, From: from, To: to, Sure: sure, Check: p.check()}}
}

// spansOf adds the post itself of a forum, which stands in its own thread.
func (c *Connector) spansOf(ctx context.Context, p place, from, to string) []inbox.Span {
	all := p.spans(from, to, false)
	if p.thread != "" && !before(p.thread, from) && !before(to, p.thread) && c.posted(ctx, p.channel) {
		all = append(all, inbox.Span{Channel: p.channel, From: p.thread, To: p.thread, Check: "root:" + p.channel + ":" + p.thread})
	}
	return all
}

// posted reports whether a channel is a forum.
func (c *Connector) posted(ctx context.Context, channel string) bool {
	g, _, err := c.known(ctx)
	return err == nil && g.rooms[channel].isForum()
}

// open reports whether a place can be read. One that is closed to us answers as
// if it were empty.
func (c *Connector) open(ctx context.Context, p place) (bool, error) {
	g, u, err := c.known(ctx)
	if err != nil {
		return false, err
	}
	ch, known := g.rooms[p.channel]
	return known && g.reads(u, ch) && isID(p.id()), nil
}

// messages asks for a page of a place, and brings it into order.
func (c *Connector) messages(ctx context.Context, p place, query url.Values) ([]message, error) {
	records, err := c.list(ctx, question{to: rest.GetMessages, ids: []any{p.id()}, query: query})
	if err != nil {
		return nil, err
	}
	all := make([]message, 0, len(records))
	for _, raw := range records {
		m, err := readMessage(raw)
		if err != nil {
			var least struct {
				ID json.RawMessage `json:"id"`
			}
			_ = json.Unmarshal(raw, &least) // what it is called is told if it can be
			m = message{ID: "", Nonce: strings.Trim(clip(string(least.ID), 40), `"`)}
		}
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b message) int {
		switch {
		case before(a.ID, b.ID):
			return -1
		case before(b.ID, a.ID):
			return 1
		}
		return 0
	})
	return all, nil
}

// take turns the messages of an answer into ours, and returns the IDs of those
// that could be read, in order. One that cannot is told among the skipped.
func (c *Connector) take(ctx context.Context, page *inbox.Page, p place, records []message) ([]string, error) {
	var ids []string
	for _, r := range records {
		m, err := c.message(ctx, p, r)
		if err != nil && !errors.As(err, new(*damaged)) {
			return nil, err
		}
		if err != nil {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: c.title(p), Why: "1 message left out: " + err.Error()})
			continue
		}
		ids = append(ids, m.ID)
		if r.Thread != nil && r.Thread.isThread() && r.Thread.ID == r.ID {
			t := *r.Thread
			t.ParentID = p.channel
			c.note(t)
			if follow, ok := c.followThread(t); ok {
				page.Follow = append(page.Follow, follow)
			}
		} else if r.Type == threadBegun && p.thread == "" && r.Reference != nil && isID(r.Reference.ChannelID) && r.Reference.ChannelID != p.channel {
			page.Follow = append(page.Follow, inbox.Follow{Scope: threadScope(p.channel, r.Reference.ChannelID), Turn: inbox.Then})
		}
		if r.Type == threadStarter {
			continue // it repeats what stands in the channel
		}
		page.Messages = append(page.Messages, m)
		if who, ok := c.stranger(r); ok {
			page.Members = append(page.Members, who)
		}
	}
	return ids, nil
}

func moment(id string) time.Time {
	t, err := sent(id)
	if err != nil {
		return time.Time{}
	}
	return t
}
