package slack

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// threadCursor is how far a thread is read. Slack lists a thread from its
// first reply on, so that what was read is never behind what was not.
type threadCursor struct {
	Done  string `json:"done,omitempty"`  // the newest reply that was read
	Met   int    `json:"met,omitempty"`   // replies that the last pass through all of it met
	Whole int64  `json:"whole,omitempty"` // when that was, in Unix seconds
	Short int    `json:"short,omitempty"` // passes in a row that met fewer replies than Slack counts

	// The pass that is under way.
	Begun int64  `json:"begun,omitempty"` // 0: none is
	From  string `json:"from,omitempty"`  // where it began; "" is the first reply
	High  string `json:"high,omitempty"`  // the newest reply it met
	Count int    `json:"count,omitempty"` // and how many
	Says  int    `json:"says,omitempty"`  // how many there are, by Slack's count
	Mark  string `json:"mark,omitempty"`
	At    string `json:"at,omitempty"` // Slack's
	Empty int    `json:"empty,omitempty"`
}

// patience is how often a thread is looked at, by the age of its last reply.
var patience = [...]struct{ younger, rest time.Duration }{ //nolint:gochecknoglobals // a table that nothing writes
	{24 * time.Hour, 0}, // in every round
	{7 * 24 * time.Hour, time.Hour},
	{30 * 24 * time.Hour, 24 * time.Hour},
}

// oldRest is how often a thread is looked at that nobody has answered for a
// month. A channel's sweep shows if somebody does.
const oldRest = 30 * 24 * time.Hour

// wholeRest is how long a thread of many pages is only looked at from its end.
const wholeRest = 6 * time.Hour

// fetchThread reads the next page of a thread. Its root comes with every first
// page, so that an edit of it is seen too.
func (c *Connector) fetchThread(ctx context.Context, page *inbox.Page, channel, root string) error {
	at := platform.Load[threadCursor](page.Scope.Cursor)
	if at.Begun == 0 {
		at.begin(c.opts.Now(), c.opts.PageSize, page.Scope.Asked)
	}
	answer, err := c.replies(ctx, at.question(channel, root, c.opts.PageSize))
	if refusal(err) == "invalid_cursor" && at.At != "" {
		at.At = "" // it expired: go on by time
		answer, err = c.replies(ctx, at.question(channel, root, c.opts.PageSize))
	}
	switch {
	case refusal(err) == "thread_not_found": // what was in it is looked for once more
		page.Covers = []inbox.Span{{Channel: channel, Thread: root, From: root, To: endless, Check: checkScope(channel, root)}}
		page.Ended = true
		return nil
	case here(err): // if the channel is read again it tells of its threads
		page.Ended = true
		return nil
	case err != nil:
		return err
	}
	before, strange := at, len(page.Skipped)
	if err := c.take(page, channel, answer.found, func(r *record) { at.meet(root, r) }); err != nil {
		return err
	}
	page.More = at.goesOn(answer, before)
	if strange == len(page.Skipped) {
		page.Covers = at.span(channel, root, before, page.More)
	}
	if !page.More {
		c.endThread(page, &at, root)
	}
	page.Scope.Cursor = platform.Save(at)
	return nil
}

// begin begins a pass. A thread of one page is read whole, a longer one mostly
// from a little behind what was read.
func (at *threadCursor) begin(now time.Time, size int, asked bool) {
	*at = threadCursor{Done: at.Done, Met: at.Met, Whole: at.Whole, Short: at.Short, Begun: now.Unix()}
	done, err := moment(at.Done)
	if err != nil || at.Met < size || asked || now.Unix()-at.Whole > int64(wholeRest.Seconds()) {
		return
	}
	at.From = stamp(done.Add(-LookBack))
}

func (at *threadCursor) question(channel, root string, size int) *slack.GetConversationRepliesParameters {
	ask := &slack.GetConversationRepliesParameters{ChannelID: channel, Timestamp: root, Limit: size, Oldest: at.From, Cursor: at.At}
	if at.At == "" && at.High != "" {
		ask.Oldest = at.High
	}
	return ask
}

// meet counts a record of the thread's page.
func (at *threadCursor) meet(root string, r *record) {
	switch {
	case r.TS == root && at.Mark != "": // once is enough
	case r.TS == root:
		at.Mark, at.Says = r.mark(), r.ReplyCount
	case before(at.High, r.TS):
		at.High = r.TS
		at.Count++
	}
}

// goesOn settles where a pass goes on: where the cursor says, or behind the
// newest reply if it leads nowhere. A page may be empty and have more behind
// it, but not for ever.
func (at *threadCursor) goesOn(answer replies, was threadCursor) bool {
	if !answer.more && answer.next == "" {
		return false
	}
	at.Empty++
	if at.High != was.High {
		at.Empty = 0
	}
	at.At = answer.next
	if answer.next == was.At { // it leads back to itself, or there is none
		at.At = ""
	}
	return at.Empty < patienceWithNothing
}

// span is what a page of the thread shows completely: behind the page before
// up to its newest reply, or to the end.
func (at *threadCursor) span(channel, root string, was threadCursor, more bool) []inbox.Span {
	from, to := beside(later(later(root, at.From), was.High), +1), at.High
	switch {
	case !more:
		to = endless
	case to == was.High:
		return nil
	}
	return []inbox.Span{{Channel: channel, Thread: root, From: from, To: to, Check: checkScope(channel, root)}}
}

// endThread ends a pass and says when the thread is worth another look. One
// that showed fewer replies than Slack itself counts is looked at again soon, a
// few times.
func (c *Connector) endThread(page *inbox.Page, at *threadCursor, root string) {
	end := threadCursor{Done: later(at.Done, at.High), Met: at.Met, Whole: at.Whole, Short: at.Short}
	page.Mark, page.Again = at.Mark, c.restOfThread(later(end.Done, root))
	if at.From == "" {
		end.Met, end.Whole, end.Short = at.Count, at.Begun, 0
		if at.Count < at.Says && at.Short+1 < patienceWithNothing {
			end.Short = at.Short + 1
			page.Mark, page.Again = "short", time.Time{}
		}
	}
	*at = end
}

// restOfThread is when a thread is due again whose last reply is that old.
func (c *Connector) restOfThread(last string) time.Time {
	now := c.opts.Now()
	age := now.Sub(moments(last))
	for _, p := range patience {
		if age < p.younger {
			if p.rest == 0 {
				return time.Time{}
			}
			return now.Add(p.rest)
		}
	}
	return now.Add(oldRest)
}

// replies is an answer of conversations.replies.
type replies struct {
	found *sieve
	more  bool
	next  string
}

func (c *Connector) replies(ctx context.Context, ask *slack.GetConversationRepliesParameters) (replies, error) {
	api, found := c.siftingIn(ask.ChannelID)
	messages, more, next, err := api.GetConversationRepliesContext(ctx, ask)
	if err == nil && messages == nil {
		err = errStrange
	}
	if err != nil {
		return replies{}, settle("conversations.replies", err)
	}
	return replies{found, more, next}, nil
}
