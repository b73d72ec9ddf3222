package slack

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"rounds/inbox"
)

// checkScope is the beginning of a scope that asks for a few messages once
// more, to be certain that they are gone. The first and the last of them are
// written behind it.
func checkScope(channel, root string) string { return "check:" + channel + ":" + root }

// fetchCheck asks for the messages from one to another. What is not shown is
// gone. It takes one page: whatever Slack says of more is not asked for, so
// that only what was really shown counts.
func (c *Connector) fetchCheck(ctx context.Context, page *inbox.Page, which string) error {
	parts := strings.SplitN(which, ":", 4)
	if len(parts) != 4 || !stamped(parts[2]) || !stamped(parts[3]) {
		page.Ended = true
		return nil
	}
	channel, root, first, last := parts[0], parts[1], parts[2], parts[3]
	span := inbox.Span{Channel: channel, Thread: root, From: first, To: last, Sure: true}
	var answer *sieve
	var more bool
	var err error
	if root == "" {
		answer, more, err = c.between(ctx, channel, first, last)
	} else {
		answer, more, err = c.repliesBetween(ctx, channel, root, first, last)
	}
	switch {
	case refusal(err) == "thread_not_found": // with all that is in it
		page.Covers, page.Ended = []inbox.Span{span}, true
		return nil
	case here(err): // out of reach is not gone
		page.Ended = true
		return nil
	case err != nil:
		return err
	}
	low, high := "", ""
	err = c.take(page, channel, answer, func(r *record) {
		if r.TS != root {
			low, high = earlier(low, r.TS), later(high, r.TS)
		}
	})
	if err != nil {
		return err
	}
	switch {
	case len(page.Skipped) > 0: // one that cannot be read may be any of them
	case !more:
		page.Covers = []inbox.Span{span}
	case low == "": // no message, and yet more: that is no answer
		return errStrange
	case root == "":
		span.From = later(span.From, low)
		page.Covers = []inbox.Span{span}
	default:
		span.To = earlier(span.To, high)
		page.Covers = []inbox.Span{span}
	}
	page.Ended = true
	return nil
}

// between asks for a stretch of a channel, its ends included.
func (c *Connector) between(ctx context.Context, channel, first, last string) (*sieve, bool, error) {
	answer, found, err := c.history(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: channel, Oldest: first, Latest: last, Inclusive: true, Limit: c.opts.PageSize,
	})
	if err != nil {
		return nil, false, err
	}
	return found, answer.HasMore || answer.ResponseMetaData.NextCursor != "", nil
}

func (c *Connector) repliesBetween(ctx context.Context, channel, root, first, last string) (*sieve, bool, error) {
	answer, err := c.replies(ctx, &slack.GetConversationRepliesParameters{
		ChannelID: channel, Timestamp: root, Oldest: first, Latest: last, Inclusive: true, Limit: c.opts.PageSize,
	})
	return answer.found, answer.more || answer.next != "", err
}

func stamped(ts string) bool {
	_, err := moment(ts)
	return err == nil
}
