package discord

import (
	"context"
	"net/url"
	"strings"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
)

// fetchCheck asks for the messages of a place from one to another. What is not
// shown is gone. It takes one page: only what was really shown counts.
func (c *Connector) fetchCheck(ctx context.Context, page *inbox.Page, which string) error {
	parts := strings.Split(which, ":")
	if len(parts) != 4 || !isID(parts[2]) || !isID(parts[3]) {
		page.Ended = true
		return nil
	}
	p, first, last := place{channel: parts[0], thread: parts[1]}, parts[2], parts[3]
	if ok, err := c.open(ctx, p); err != nil || !ok { // out of reach is not gone
		page.Ended = true
		return err
	}
	records, err := c.messages(ctx, p, url.Values{"after": {beside(first, -1)}, "limit": {itoa(c.opts.PageSize)}})
	switch {
	case coded(err) == unknownChannel:
		page.Covers, page.Ended = p.spans(first, last, true), true
		return nil
	case here(err):
		page.Ended = true
		return nil
	case err != nil:
		return err
	}
	ids, err := c.take(ctx, page, p, records)
	if err != nil {
		return err
	}
	page.Ended = true
	to := last
	if len(records) >= c.opts.PageSize && len(ids) > 0 && before(ids[len(ids)-1], last) {
		to = ids[len(ids)-1]
	}
	switch {
	case len(page.Skipped) > 0: // one that cannot be read may be any of them
		return nil
	case len(ids) == 0: // an empty list is also what is answered where the history is closed
		_, err := c.one(ctx, p, first)
		if err == nil || here(err) && !gone(err) {
			return nil
		}
		if !gone(err) {
			page.Ended = false
			return err
		}
	}
	page.Covers = p.spans(first, to, true)
	return nil
}

// fetchRoot asks for the post of a forum, which stands in its own thread.
func (c *Connector) fetchRoot(ctx context.Context, page *inbox.Page, which string) error {
	parts := strings.Split(which, ":")
	if len(parts) != 4 || !isID(parts[1]) {
		page.Ended = true
		return nil
	}
	p := place{channel: parts[0], thread: parts[1]}
	if ok, err := c.open(ctx, p); err != nil || !ok {
		page.Ended = true
		return err
	}
	r, err := c.one(ctx, p, p.thread)
	switch {
	case gone(err):
		page.Covers = []inbox.Span{{Channel: p.channel, From: p.thread, To: p.thread, Sure: true, Check: "root:" + p.channel + ":" + p.thread}}
	case here(err):
	case err != nil:
		return err
	default:
		if _, err := c.take(ctx, page, p, []message{r}); err != nil {
			return err
		}
	}
	page.Ended = true
	return nil
}

// one asks for one message.
func (c *Connector) one(ctx context.Context, p place, id string) (message, error) {
	var r message
	q := question{to: rest.GetMessage, ids: []any{p.id(), id}}
	if err := c.ask(ctx, q, &r); err != nil {
		return r, err
	}
	if r.ID != id {
		return r, strange(q)
	}
	return r, nil
}
