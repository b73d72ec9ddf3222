package slack

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// channelCursor is how far a channel is read. Slack lists a channel from its
// newest message back, so a pass that a crash cut in two is finished first:
// what is newer waits for the next pass, which begins where this one began.
type channelCursor struct {
	Done string `json:"done,omitempty"` // everything up to here was read
	Base string `json:"base,omitempty"` // and from here on; "" is the beginning

	pass // the one that is under way
}

// pass is one walk back through a channel.
type pass struct {
	Begun int64  `json:"begun,omitempty"` // Unix seconds; 0: no pass is under way
	From  string `json:"from,omitempty"`  // where it ends
	High  string `json:"high,omitempty"`  // the newest message it met
	Low   string `json:"low,omitempty"`   // the oldest so far
	At    string `json:"at,omitempty"`    // Slack's cursor, where going by time does not help
	Empty int    `json:"empty,omitempty"` // pages in a row that promised more and brought nothing
	Doubt int    `json:"doubt,omitempty"` // how often the end was not found for that
}

// LookBack is how far every pass goes back behind what was read before: Slack
// tells of edits, reactions and first replies only by showing a message again.
// A pass that a person asked for reads at least a page.
const LookBack = time.Hour

// patienceWithNothing is how many pages without anything new may promise more,
// and in how many rounds, before that is taken for the end.
const patienceWithNothing = 3

// ahead lies after whatever Slack may show now. With an oldest and no latest it
// is nowhere said which end of a long stretch comes first.
const ahead = 24 * time.Hour

// fetchChannel reads the next page of a pass through a channel.
func (c *Connector) fetchChannel(ctx context.Context, page *inbox.Page, channel string) error {
	at := platform.Load[channelCursor](page.Scope.Cursor)
	first := at.Done == ""
	if at.Begun == 0 {
		first = c.beginPass(&at)
	}
	limit := c.opts.PageSize
	if !first {
		limit = min(limit, recentSize)
	}
	open := page.Scope.Asked && !first && at.Low == "" // a page is read whatever the time
	more, err := c.walk(ctx, page, channel, &at.pass, walk{limit: limit, open: open, fresh: at.Done})
	if err != nil {
		return err
	}
	page.More = more
	begun := time.Unix(at.Begun, 0)
	if first {
		page.Held = inbox.Coverage{From: moments(at.Low), To: begun}
	}
	if !more && !at.doubtful() {
		page.Held = inbox.Coverage{From: moments(at.Base), To: begun}
		if first {
			page.Verified = begun
		}
		at = channelCursor{Done: later(at.Done, at.High), Base: at.Base}
		page.Again = c.restOf(channel, at.Done)
	}
	page.Scope.Cursor = platform.Save(at)
	return nil
}

// recentSize is how many messages are read of what changes: what Slack
// recommends. A first reading takes all it can get at once.
const recentSize = 200

// beginPass begins a pass behind what was read, and tells whether it is a
// first one: of all that is wanted.
func (c *Connector) beginPass(at *channelCursor) (first bool) {
	since := stamp(c.opts.Since)
	if before(since, at.Base) { // more is wanted than was
		at.Done = ""
	}
	at.pass = pass{Begun: c.opts.Now().Unix(), From: since}
	done, err := moment(at.Done)
	if err != nil {
		at.Base = since
		return true
	}
	if back := done.Add(-LookBack); back.After(c.opts.Since) {
		at.From = stamp(back)
	}
	return false
}

// walk says how a page of a pass is read.
type walk struct {
	limit int
	open  bool   // read a whole page, even if it goes back behind the end
	fresh string // broadcasts after this are news of their threads
}

// walk reads a page of a pass, moves the pass behind it, and reports whether
// there is more.
func (c *Connector) walk(ctx context.Context, page *inbox.Page, channel string, at *pass, w walk) (more bool, err error) {
	ask := c.question(channel, at, w)
	answer, found, err := c.history(ctx, ask)
	if refusal(err) == "invalid_cursor" && at.At != "" {
		at.At = "" // it expired: go on by time
		ask = c.question(channel, at, w)
		answer, found, err = c.history(ctx, ask)
	}
	if err != nil {
		return false, err
	}
	low, first := at.Low, at.Low == ""
	strange := len(page.Skipped)
	err = c.take(page, channel, found, func(r *record) {
		at.High, at.Low = later(at.High, r.TS), earlier(at.Low, r.TS)
		page.Follow = append(page.Follow, follows(channel, r, w.fresh)...)
		if r.Thread == "" && r.ReplyCount == 0 { // it may have had replies, and have none any more
			page.Covers = append(page.Covers, inbox.Span{Channel: channel, Thread: r.TS, From: r.TS, To: endless, Check: checkScope(channel, r.TS)})
		}
	})
	if err != nil {
		return false, err
	}
	more = at.goesOn(answer.HasMore, answer.ResponseMetaData.NextCursor, ask, low)
	if strange == len(page.Skipped) {
		page.Covers = append(page.Covers, at.span(channel, ask.Oldest, low, first, more)...)
	}
	behind := at.Low != "" && before(at.Low, at.From) // a whole page reaches there
	return more && !behind, nil
}

// doubtful reports whether a pass came to no end that can be believed: pages
// promised more and brought nothing. It goes on there in the next round.
func (at *pass) doubtful() bool {
	if at.Empty < patienceWithNothing {
		return false
	}
	at.Empty, at.At = 0, ""
	at.Doubt++
	return at.Doubt < patienceWithNothing
}

// goesOn settles where a pass goes on. It goes by time, below the oldest
// message that it met: a cursor of Slack's may expire, or leave something out.
// Only where that brings nothing new the cursor is followed. A page may be
// empty and have more behind it, but not for ever.
func (at *pass) goesOn(hasMore bool, next string, asked *slack.GetConversationHistoryParameters, low string) bool {
	more := hasMore || next != ""
	progress := at.Low != low
	switch {
	case !more:
		return false
	case progress && at.At == "":
		at.Empty = 0
		return true
	}
	if progress {
		at.Empty = 0
	} else {
		at.Empty++
	}
	if next == asked.Cursor { // it leads back to itself, or there is none
		next = ""
	}
	at.At = next
	return at.Empty < patienceWithNothing
}

// span is what a page of a pass shows completely: from its oldest message, or
// where nothing is below it from the end of the pass, up to the page before.
func (at *pass) span(channel, oldest, low string, first, more bool) []inbox.Span {
	from, to := at.Low, beside(low, -1)
	switch {
	case !more && oldest == "":
		from = stamp(time.Unix(1, 0))
	case !more:
		from = beside(oldest, +1)
	case from == "" || from == low: // nothing new: it shows nothing
		return nil
	}
	if first {
		to = endless
	}
	return []inbox.Span{{Channel: channel, From: from, To: to, Check: checkScope(channel, "")}}
}

// beside is the timestamp so many microseconds later: what was asked for as
// the end of a stretch is not in it.
func beside(ts string, by time.Duration) string {
	t, err := moment(ts)
	if err != nil {
		return ts
	}
	return stamp(t.Add(by * time.Microsecond))
}

// endless comes after every timestamp.
const endless = "9999999999.999999"

// question is what a pass asks next.
func (c *Connector) question(channel string, at *pass, w walk) *slack.GetConversationHistoryParameters {
	ask := &slack.GetConversationHistoryParameters{ChannelID: channel, Limit: w.limit, Cursor: at.At, Latest: at.Low}
	ask.Oldest = at.From
	if w.open {
		ask.Oldest = stamp(c.opts.Since)
	}
	if ask.Oldest != "" && ask.Latest == "" {
		ask.Latest = stamp(c.opts.Now().Add(ahead).Truncate(time.Second))
	}
	if at.At != "" { // the cursor knows the stretch that it was made for
		ask.Latest = ""
	}
	return ask
}

// history asks for one page.
func (c *Connector) history(ctx context.Context, ask *slack.GetConversationHistoryParameters) (*slack.GetConversationHistoryResponse, *sieve, error) {
	api, found := c.siftingIn(ask.ChannelID)
	answer, err := api.GetConversationHistoryContext(ctx, ask)
	if err == nil && (!answer.Ok || answer.Messages == nil) {
		err = errStrange
	}
	if err != nil {
		return nil, nil, settle("conversations.history", err)
	}
	return answer, found, nil
}

// take turns the messages of an answer into ours. One that cannot be read is
// told among the skipped; the others are shown to each.
func (c *Connector) take(page *inbox.Page, channel string, answer *sieve, each func(*record)) error {
	skip := func(err error) {
		page.Skipped = append(page.Skipped, inbox.Skip{Where: channel, Why: "1 message left out: " + err.Error()})
	}
	return answer.records(func(r *record) {
		m, err := r.message(channel, c.people())
		if err != nil {
			skip(err)
			return
		}
		page.Messages = append(page.Messages, m)
		each(r)
	}, skip)
}

// follows is the thread of a message, if it has one. Its mark is how many
// replies it has and when the last one came: as long as that is the same there
// is nothing to ask. A reply that is shown in the channel too tells of a thread
// whose beginning may be out of sight.
func follows(channel string, r *record, fresh string) []inbox.Follow {
	thread := inbox.Follow{Turn: inbox.Then}
	switch {
	case r.Thread != "" && r.Thread != r.TS:
		thread.Scope = threadScope(channel, r.Thread)
		if fresh == "" || before(fresh, r.TS) {
			thread.Mark = "broadcast " + r.TS
		}
	case r.Thread == r.TS || r.ReplyCount > 0:
		thread.Scope, thread.Mark = threadScope(channel, r.TS), r.mark()
	default:
		return nil
	}
	return []inbox.Follow{thread}
}

// mark is Slack's word for how a thread stands.
func (r *record) mark() string { return fmt.Sprintf("%d %s", r.ReplyCount, r.LatestReply) }

// later and earlier compare timestamps, of which "" is none.
func later(a, b string) string {
	if before(a, b) {
		return b
	}
	return a
}

func earlier(a, b string) string {
	if a == "" || b != "" && before(b, a) {
		return b
	}
	return a
}

// before reports whether a comes before b; their digits behind the dot are
// equally many, so that a longer one is a later one.
func before(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// moments is the time of a timestamp, zero for none.
func moments(ts string) time.Time {
	t, err := moment(ts)
	if err != nil {
		return time.Time{}
	}
	return t
}
