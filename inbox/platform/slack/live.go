package slack

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"rounds/inbox"
)

// channelCursor is how far a channel is read. Slack lists a channel from its
// newest message back, so a pass that a crash cut in two is finished first:
// what is newer waits for the next pass, which begins where this one began.
type channelCursor struct {
	Done string `json:"done,omitempty"` // everything up to here was read
	// When each of the looks was last taken, in Unix seconds.
	Looked [len(looks)]int64 `json:"looked"`

	// The pass that is under way.
	Depth int    `json:"depth,omitempty"` // the look that it takes
	Begun int64  `json:"begun,omitempty"` // 0: no pass is under way
	From  string `json:"from,omitempty"`  // where it ends
	High  string `json:"high,omitempty"`  // the newest message it met
	Low   string `json:"low,omitempty"`   // the oldest so far
	At    string `json:"at,omitempty"`    // Slack's cursor, which expires
}

// look is a window behind the newest message that is read again, because
// Slack tells of edits, reactions and first replies only by showing a message
// again.
type look struct{ every, back time.Duration }

// LookBack is how far every pass goes back behind what was read before. Longer
// looks are taken less often.
const LookBack = time.Hour

// looks go from short to long.
var looks = [...]look{ //nolint:gochecknoglobals // a table that nothing writes
	{0, LookBack},
	{10 * time.Minute, 48 * time.Hour},
	{24 * time.Hour, 30 * 24 * time.Hour},
}

// skew is how much our clock may differ from Slack's.
const skew = 5 * time.Minute

// fetchChannel reads the next page of a pass through a channel.
func (c *Connector) fetchChannel(ctx context.Context, page *inbox.Page, channel string) error {
	at := load[channelCursor](page.Scope.Cursor)
	if at.Begun == 0 {
		at.begin(c.opts.Now(), c.opts.Since)
	}
	answer, found, err := c.history(ctx, channel, at)
	if refusal(err) == "invalid_cursor" && at.At != "" {
		at.At = "" // it expired: go on below the oldest that we have
		answer, found, err = c.history(ctx, channel, at)
	}
	if gone(err) {
		end(page, channel, err)
		return nil
	}
	if err != nil {
		return err
	}
	next, low := answer.ResponseMetaData.NextCursor, at.Low
	if next != "" && next == at.At {
		return errCircle
	}
	err = c.take(page, channel, found, func(r *record) {
		at.High, at.Low = later(at.High, r.TS), earlier(at.Low, r.TS)
		if root := at.grown(r); root != "" {
			page.Follow = append(page.Follow, threadScope(channel, root))
		}
	})
	if err != nil {
		return err
	}
	at.At = next
	page.More = next != "" || answer.HasMore && at.Low != low
	if !page.More {
		at.finish()
	}
	page.Scope.Cursor = save(at)
	return nil
}

// begin starts a pass with the longest look that is due.
func (at *channelCursor) begin(now, since time.Time) {
	at.Begun, at.From, at.High, at.Low, at.At = now.Unix(), stamp(since), "", "", ""
	at.Depth = len(looks) - 1
	if at.Done == "" {
		return
	}
	for at.Depth > 0 && now.Unix()-at.Looked[at.Depth] < int64(looks[at.Depth].every.Seconds()) {
		at.Depth--
	}
	done, err := moment(at.Done)
	if err != nil {
		return
	}
	back := done.Add(-LookBack)
	if deep := now.Add(-looks[at.Depth].back); at.Depth > 0 && deep.Before(back) {
		back = deep
	}
	if back.After(since) {
		at.From = stamp(back)
	}
}

// finish ends a pass: all that it set out for was read.
func (at *channelCursor) finish() {
	for i := range at.Depth + 1 {
		at.Looked[i] = at.Begun
	}
	*at = channelCursor{Done: later(at.Done, at.High), Looked: at.Looked}
}

// grown is the root of the thread that a message shows to have a reply which
// came after we last looked there, or "". A reply that is shown in the channel
// too tells so of a thread whose root is out of sight. The first pass looked
// at nothing before.
func (at *channelCursor) grown(r *record) string {
	root, last := r.TS, r.LatestReply
	switch {
	case r.Thread != "" && r.Thread != r.TS:
		root, last = r.Thread, r.TS
	case r.ReplyCount == 0:
		return ""
	}
	shown, err := moment(r.TS)
	if err != nil {
		return ""
	}
	reply, err := moment(last)
	if err != nil {
		return root // it does not say
	}
	age := time.Unix(at.Begun, 0).Sub(shown)
	depth := 0
	for depth < len(looks)-1 && age > looks[depth].back {
		depth++
	}
	if reply.After(time.Unix(at.Looked[depth], 0).Add(-skew)) {
		return root
	}
	return ""
}

// history asks for the page at a cursor of Slack's, or for what lies below the
// oldest message of this pass.
func (c *Connector) history(ctx context.Context, channel string, at channelCursor) (*slack.GetConversationHistoryResponse, *sieve, error) {
	ask := &slack.GetConversationHistoryParameters{ChannelID: channel, Limit: c.opts.PageSize, Oldest: at.From, Cursor: at.At}
	if at.At == "" {
		ask.Latest = at.Low
	}
	api, found := c.sifting()
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
