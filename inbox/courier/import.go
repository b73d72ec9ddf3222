package courier

import (
	"context"
	"fmt"

	"rounds/inbox"
)

// Import reads one scope of source to its end into the store: an export. It
// goes on where an earlier import of the same scope was stopped. Reading and
// keeping work at the same time, a page apart, so that both processors have
// something to do; at most three pages are held.
func (c *Courier) Import(ctx context.Context, account string, source Connector, scope string) (inbox.Tally, error) {
	var total inbox.Tally
	cursor, err := c.Store.Cursor(ctx, account, scope)
	if err != nil {
		return total, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()

	first, err := c.next(ctx, account, source, inbox.Scope{Name: scope, Cursor: cursor})
	if err == nil {
		err = c.take(ctx, &total, first) // it may hold the members, and so who we are
	}
	if err != nil || !first.More {
		return total, err
	}
	reader, err := c.Desk(ctx, account)
	if err != nil {
		return total, err
	}
	pages, failed := make(chan inbox.Page), make(chan error, 1)
	c.Go(func() {
		defer close(pages)
		failed <- c.readAhead(ctx, account, source, first.Scope, reader, pages)
	})
	for page := range pages {
		if err := c.ingest(ctx, &total, page); err != nil {
			return total, err
		}
	}
	return total, <-failed
}

// readAhead fetches pages and reads their signals until the scope ends.
func (c *Courier) readAhead(ctx context.Context, account string, source Connector, scope inbox.Scope, reader Reader, pages chan<- inbox.Page) error {
	for more := true; more; {
		page, err := c.next(ctx, account, source, scope)
		if err != nil {
			return err
		}
		read(reader, page)
		select {
		case pages <- page:
		case <-ctx.Done():
			return ctx.Err()
		}
		scope, more = page.Scope, page.More
	}
	return nil
}

func (c *Courier) next(ctx context.Context, account string, source Connector, scope inbox.Scope) (inbox.Page, error) {
	page, err := source.Fetch(ctx, scope)
	if err != nil {
		return inbox.Page{}, fmt.Errorf("import into %s: %w", account, err)
	}
	page.Account = account
	return page, nil
}

// take reads and keeps a page by itself.
func (c *Courier) take(ctx context.Context, total *inbox.Tally, page inbox.Page) error {
	reader, err := c.Desk(ctx, page.Account)
	if err != nil {
		return err
	}
	read(reader, page)
	return c.ingest(ctx, total, page)
}

func (c *Courier) ingest(ctx context.Context, total *inbox.Tally, page inbox.Page) error {
	tally, err := c.Store.Ingest(ctx, page)
	if err != nil {
		return fmt.Errorf("import into %s: %w", page.Account, err)
	}
	total.Add(tally)
	c.Tell(News{Account: page.Account, Scope: page.Scope.Name, Tally: *total, Read: page.Read, Size: page.Size})
	return nil
}
