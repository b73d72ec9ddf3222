package slack

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"rounds/inbox"
)

// threadCursor is how far a thread is read. Slack lists a thread from its
// first reply on, so that what was read is never behind what was not.
type threadCursor struct {
	Done string `json:"done,omitempty"` // the newest reply that was read
	At   string `json:"at,omitempty"`   // Slack's, inside a pass
	From string `json:"from,omitempty"` // where the pass began
}

// patience is how often a thread is looked at, by the age of its last reply.
var patience = [...]struct{ younger, rest time.Duration }{ //nolint:gochecknoglobals // a table that nothing writes
	{24 * time.Hour, 0}, // in every round
	{7 * 24 * time.Hour, time.Hour},
	{30 * 24 * time.Hour, 24 * time.Hour},
}

// fetchThread reads the next page of a thread. Its root comes with every first
// page, so that an edit of it is seen too.
func (c *Connector) fetchThread(ctx context.Context, page *inbox.Page, channel, root string) error {
	at := load[threadCursor](page.Scope.Cursor)
	if at.At == "" {
		at.From = at.back()
	}
	found, next, err := c.replies(ctx, channel, root, at)
	if refusal(err) == "invalid_cursor" && at.At != "" {
		at.At, at.From = "", at.back()
		found, next, err = c.replies(ctx, channel, root, at)
	}
	if gone(err) {
		end(page, channel+" "+root, err)
		return nil
	}
	if err != nil {
		return err
	}
	if next != "" && next == at.At {
		return errCircle
	}
	err = c.take(page, channel, found, func(r *record) { at.Done = later(at.Done, r.TS) })
	if err != nil {
		return err
	}
	at.At = next
	page.Scope.Cursor, page.More = save(at), next != ""
	if !page.More {
		c.rest(page, later(at.Done, root))
	}
	return nil
}

// back is where a new pass begins: a little behind what was read, to see it
// edited.
func (at threadCursor) back() string {
	done, err := moment(at.Done)
	if err != nil {
		return ""
	}
	return stamp(done.Add(-LookBack))
}

// rest says when a thread is worth another look. One that nobody has answered
// for a month has ended; a channel's long look begins it anew if somebody does.
func (c *Connector) rest(page *inbox.Page, last string) {
	spoke, err := moment(last)
	if err != nil {
		return
	}
	now := c.opts.Now()
	for _, p := range patience {
		if now.Sub(spoke) < p.younger {
			if p.rest > 0 {
				page.Again = now.Add(p.rest)
			}
			return
		}
	}
	page.Ended = true
}

func (c *Connector) replies(ctx context.Context, channel, root string, at threadCursor) (*sieve, string, error) {
	ask := &slack.GetConversationRepliesParameters{
		ChannelID: channel, Timestamp: root, Limit: c.opts.PageSize, Oldest: at.From, Cursor: at.At,
	}
	api, found := c.sifting()
	messages, _, next, err := api.GetConversationRepliesContext(ctx, ask)
	if err == nil && messages == nil {
		err = errStrange
	}
	if err != nil {
		return nil, "", settle("conversations.replies", err)
	}
	return found, next, nil
}
