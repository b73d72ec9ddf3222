package mastodon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// feed is a list that tells of threads, newest first.
type feed struct {
	path  string
	query url.Values
	read  func(raw json.RawMessage) (item, error)
	// linked says that pages are asked for by what the server calls them, and not
	// by what was met on the one before: Pleroma numbers conversations by another
	// measure than what was said in them.
	linked bool
}

// item is one record of a feed.
type item struct {
	id     string // in the order of the feed
	at     time.Time
	said   *status   // nil if it is about none
	follow time.Time // when its account began to follow us
	who    *account
	stirs  bool // it says that something about the status has changed
}

// size is how many records are asked for at once: the server's most, or ours if
// that is fewer.
func (c *Connector) size(most int) url.Values {
	if c.opts.PageSize > 0 {
		most = min(most, c.opts.PageSize)
	}
	return url.Values{"limit": {strconv.Itoa(most)}}
}

// feedOf is the feed of a channel, or that of what we said.
func (c *Connector) feedOf(ctx context.Context, id string) (feed, error) {
	tag, isTag := strings.CutPrefix(id, tagged)
	switch {
	case isTag:
		return feed{path: "/api/v1/timelines/tag/" + url.PathEscape(tag), query: c.size(40), read: readSaid}, nil
	case id == mentions:
		query := c.size(80)
		query["types[]"] = []string{"mention", "follow", "favourite", "reblog", "admin.sign_up"}
		return feed{path: "/api/v1/notifications", query: query, read: readNotification}, nil
	case id == direct:
		return feed{path: "/api/v1/conversations", query: c.size(40), read: readConversation, linked: true}, nil
	case id == own:
		us, err := c.who(ctx)
		if err != nil {
			return feed{}, err
		}
		query := c.size(40)
		query.Set("exclude_reblogs", "true")
		return feed{path: "/api/v1/accounts/" + url.PathEscape(us.account.Self) + "/statuses", query: query, read: readSaid}, nil
	}
	return feed{}, errors.New("there is no such channel")
}

func readSaid(raw json.RawMessage) (item, error) {
	s, err := readStatus(raw, "")
	return item{id: string(s.ID), at: s.at, said: &s}, err
}

func readConversation(raw json.RawMessage) (item, error) {
	var talk struct {
		ID   str             `json:"id"`
		Last json.RawMessage `json:"last_status"`
	}
	if json.Unmarshal(raw, &talk) != nil || talk.ID == "" {
		return item{}, errStrange("a conversation that is none")
	}
	if len(talk.Last) == 0 || string(talk.Last) == "null" { // all of it was deleted
		return item{}, nil
	}
	return readSaid(talk.Last)
}

func readNotification(raw json.RawMessage) (item, error) {
	var n notification
	if json.Unmarshal(raw, &n) != nil || n.ID == "" {
		return item{}, errStrange("a notification that is none")
	}
	at, err := moment(n.At)
	it := item{id: string(n.ID), at: at, who: n.Account.it}
	switch n.Type {
	case "mention", "favourite", "reblog":
		s, err := readStatus(n.Status, "")
		if err != nil {
			return it, err
		}
		it.said, it.stirs = &s, n.Type != "mention"
	case "follow", "admin.sign_up":
		it.follow = at
	}
	return it, err
}

// pass is one walk back through a feed.
type pass struct {
	Begun int64  `json:"begun,omitempty"` // Unix microseconds; 0: none is under way
	High  string `json:"high,omitempty"`  // the newest record it met
	Low   string `json:"low,omitempty"`   // where the next page begins
	Old   int64  `json:"old,omitempty"`   // when the oldest record was made, in Unix microseconds
	Empty int    `json:"empty,omitempty"` // pages in a row that promised more and brought nothing
	Doubt int    `json:"doubt,omitempty"` // how often no end was found for that
}

// patienceWithNothing is how many pages without anything new may promise more,
// and in how many rounds, before that is taken for the end.
const patienceWithNothing = 3

// walk reads a page of a feed, moves the pass behind it, and reports whether
// there is more. done is the newest record of the last pass.
func (c *Connector) walk(ctx context.Context, page *inbox.Page, id string, at *pass, done string) (more bool, err error) {
	f, err := c.feedOf(ctx, id)
	if err != nil {
		return false, err
	}
	if at.Low != "" {
		f.query.Set("max_id", at.Low)
	}
	records, next, err := list(ctx, c.api, f.path, f.query)
	if err != nil {
		return false, err
	}
	low, strange, reached := "", 0, false
	for _, raw := range records {
		it, err := f.read(raw)
		if it.id != "" {
			low = earlier(low, it.id)
			at.High = later(at.High, it.id)
			reached = reached || done != "" && !before(done, it.id)
		}
		if !it.at.IsZero() && (at.Old == 0 || it.at.UnixMicro() < at.Old) {
			at.Old = it.at.UnixMicro()
		}
		if err != nil {
			strange++
			continue
		}
		if err := c.take(ctx, page, it, done); err != nil {
			return false, err
		}
	}
	if strange > 0 {
		skip(page, id, fmt.Sprintf("%d left out of %s: not what Mastodon describes", strange, f.path))
	}
	if f.linked {
		low = ""
	}
	more = at.goesOn(low, next, len(records) > 0)
	return more && !reached && (c.opts.Since.IsZero() || at.Old == 0 || !time.UnixMicro(at.Old).Before(c.opts.Since)), nil
}

// goesOn settles where a pass goes on: below the oldest record that it met,
// since a server's word for it may leave something out, and only where that is
// not known by that word. It must lead down, and not for ever to nothing.
func (at *pass) goesOn(low, next string, brought bool) bool {
	if next == "" {
		return false
	}
	if low == "" || at.Low != "" && !before(low, at.Low) {
		low = next
	}
	if at.Low != "" && !before(low, at.Low) { // it leads in circles
		at.Empty = patienceWithNothing
		return false
	}
	at.Low = low
	if at.Empty++; brought {
		at.Empty = 0
	}
	return at.Empty < patienceWithNothing
}

// take takes what a record of a feed says.
func (c *Connector) take(ctx context.Context, page *inbox.Page, it item, done string) error {
	if it.who != nil && it.who.ID != "" {
		c.introduce(page, *it.who)
		for i := range page.Members {
			if !it.follow.IsZero() && page.Members[i].ID == string(it.who.ID) {
				page.Members[i].Joined = it.follow
			}
		}
	}
	if it.said == nil || it.said.Boost.it != nil || it.at.Before(c.opts.Since) {
		return nil
	}
	news := ""
	if it.stirs && done != "" && before(done, it.id) {
		news = "stirred " + it.id
	}
	return c.meet(ctx, page, it.said, news)
}

// newestCursor is how far the newest end of a feed is read. A pass that a crash
// cut in two is finished first: what is newer waits for the next one.
type newestCursor struct {
	Done  string `json:"done,omitempty"`  // everything up to here was read
	Since int64  `json:"since,omitempty"` // from this moment on, in Unix microseconds; 0 is the beginning
	Whole bool   `json:"whole,omitempty"` // all of that was read once

	pass
}

// fetchNewest reads the next page of a feed's newest end: at least one, so that
// what was changed lately is seen.
func (c *Connector) fetchNewest(ctx context.Context, page *inbox.Page, id string) error {
	at := platform.Load[newestCursor](page.Scope.Cursor)
	since := int64(0)
	if !c.opts.Since.IsZero() {
		since = c.opts.Since.UnixMicro()
	}
	if at.Whole && since < at.Since { // more is wanted than was
		at = newestCursor{}
	}
	if at.Begun == 0 {
		at.pass, at.Since = pass{Begun: c.opts.Now().UnixMicro(), Doubt: at.Doubt}, since
	}
	more, err := c.walk(ctx, page, id, &at.pass, at.Done)
	if err != nil {
		return narrow(err)
	}
	begun := time.UnixMicro(at.Begun)
	switch {
	case more:
		if !at.Whole && at.Old > 0 {
			page.Held = inbox.Coverage{From: time.UnixMicro(at.Old), To: begun}
		}
	case at.doubtful(): // it is begun anew in the next round
		at.pass = pass{Doubt: at.Doubt}
	default:
		page.Held = inbox.Coverage{From: c.opts.Since, To: begun}
		if !at.Whole {
			page.Verified = begun
		}
		at = newestCursor{Done: later(at.Done, at.High), Since: since, Whole: true}
	}
	if id == own {
		page.Held = inbox.Coverage{}
	}
	page.More = more
	page.Scope.Cursor = platform.Save(at)
	return nil
}

// doubtful reports whether a pass came to no end that can be believed.
func (at *pass) doubtful() bool {
	if at.Empty < patienceWithNothing {
		return false
	}
	at.Doubt++
	return at.Doubt < patienceWithNothing
}

// sweepCursor is how far all of a feed is compared with what is shown now.
type sweepCursor struct {
	Pages int `json:"pages,omitempty"`
	pass
}

// All of a feed is compared every few hours for each page of it, and once a week
// at the latest.
const (
	firstSweep = 10 * time.Minute
	sweepRest  = 6 * time.Hour
	sweepMost  = 7 * 24 * time.Hour
)

// fetchSweep compares the next page of a feed. Every thread that it shows is
// followed: one that a page left out before is found so.
func (c *Connector) fetchSweep(ctx context.Context, page *inbox.Page, id string) error {
	at := platform.Load[sweepCursor](page.Scope.Cursor)
	now := c.opts.Now()
	if at.Begun == 0 {
		at = sweepCursor{pass: pass{Begun: now.UnixMicro(), Doubt: at.Doubt}}
	}
	more, err := c.walk(ctx, page, id, &at.pass, "")
	if err != nil {
		return narrow(err)
	}
	at.Pages++
	switch {
	case more:
		page.More = true
	case at.doubtful():
		at = sweepCursor{pass: pass{Doubt: at.Doubt}}
		page.Again = now.Add(time.Minute)
	default:
		page.Verified = time.UnixMicro(at.Begun)
		page.Again = now.Add(min(time.Duration(at.Pages)*sweepRest, sweepMost))
		at = sweepCursor{}
	}
	page.Scope.Cursor = platform.Save(at)
	return nil
}
