package slack

import (
	"context"
	"encoding/json"
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
var looks = [...]look{
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
	answer, err := c.history(ctx, channel, at)
	if refusal(err) == "invalid_cursor" && at.At != "" {
		at.At = "" // it expired: go on below the oldest that we have
		answer, err = c.history(ctx, channel, at)
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
	for _, m := range answer.Messages {
		at.High, at.Low = later(at.High, m.Timestamp), earlier(at.Low, m.Timestamp)
		c.take(page, channel, m)
		if root := at.grown(m); root != "" {
			page.Follow = append(page.Follow, threadScope(channel, root))
		}
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
func (at *channelCursor) grown(m slack.Message) string {
	root, last := m.Timestamp, m.LatestReply
	switch {
	case m.ThreadTimestamp != "" && m.ThreadTimestamp != m.Timestamp:
		root, last = m.ThreadTimestamp, m.Timestamp
	case m.ReplyCount == 0:
		return ""
	}
	shown, err := moment(m.Timestamp)
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
func (c *Connector) history(ctx context.Context, channel string, at channelCursor) (*slack.GetConversationHistoryResponse, error) {
	ask := &slack.GetConversationHistoryParameters{ChannelID: channel, Limit: c.opts.PageSize, Oldest: at.From, Cursor: at.At}
	if at.At == "" {
		ask.Latest = at.Low
	}
	answer, err := c.api.GetConversationHistoryContext(ctx, ask)
	if err == nil && (!answer.Ok || answer.Messages == nil) {
		err = errStrange
	}
	if err != nil {
		return nil, settle("conversations.history", err)
	}
	return answer, nil
}

// take turns one message of the API into one of ours.
func (c *Connector) take(page *inbox.Page, channel string, wire slack.Message) {
	r := recordOf(wire)
	m, err := r.message(channel, c.people())
	if err != nil {
		page.Skipped = append(page.Skipped, inbox.Skip{Where: channel, Why: "1 message left out: " + err.Error()})
		return
	}
	page.Messages = append(page.Messages, m)
}

// recordOf is a message of the SDK as a record of ours.
func recordOf(m slack.Message) record {
	r := record{
		Type: m.Type, Subtype: m.SubType, TS: m.Timestamp, Thread: m.ThreadTimestamp, User: m.User,
		BotID: m.BotID, BotName: m.Username, Text: m.Text, Deleted: m.DeletedTimestamp,
		LatestReply: m.LatestReply, ReplyCount: m.ReplyCount,
	}
	if m.Edited != nil {
		r.Edited = m.Edited.Timestamp
	}
	for _, re := range m.Reactions {
		r.Reactions = append(r.Reactions, reaction{Name: re.Name, Count: re.Count})
	}
	for _, f := range m.Files {
		r.Files = append(r.Files, file{
			Name: f.Name, Title: f.Title, Mimetype: f.Mimetype, Size: int64(f.Size),
			Permalink: f.Permalink, URLPrivate: f.URLPrivate,
		})
	}
	if m.Text == "" { // what the SDK cannot write back says nothing
		r.Blocks, _ = json.Marshal(m.Blocks)
		r.Attachments, _ = json.Marshal(m.Attachments)
	}
	return r
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
