package courier

import (
	"context"
	"errors"
	"fmt"

	"rounds/inbox"
)

// Import reads one scope of source to its end into the store: an export. It
// goes on where an earlier import of the same scope was stopped. Reading and
// keeping work at the same time, a page apart, so that both processors have
// something to do; at most three pages are held. When it returns nobody reads
// from source any more.
func (c *Courier) Import(ctx context.Context, account string, source Connector, scope string) (inbox.Tally, error) {
	in := transfer{courier: c, account: account, source: source}
	if err := in.run(ctx, scope); err != nil {
		return in.total, fmt.Errorf("import into %s: %w", account, err)
	}
	return in.total, nil
}

// errReaderLost is what an import ends with when its reader broke down without
// an answer: the house has caught a panic.
var errReaderLost = errors.New("the reader broke off")

// transfer is one import under way.
type transfer struct {
	courier *Courier
	account string
	source  Connector
	total   inbox.Tally
}

func (t *transfer) run(ctx context.Context, scope string) error {
	cursor, err := t.courier.Store.Cursor(ctx, t.account, scope)
	if err != nil {
		return err
	}
	reader, err := t.courier.Desk(ctx, t.account)
	if err != nil {
		return err
	}
	first, err := t.next(ctx, inbox.Scope{Name: scope, Cursor: cursor}, reader)
	if err != nil {
		return err
	}
	if err := t.keep(ctx, first); err != nil || !first.More {
		return err
	}
	// The first page may hold the members, and so who we are.
	if reader, err = t.courier.Desk(ctx, t.account); err != nil {
		return err
	}
	return t.pipeline(ctx, first.Scope, reader)
}

// pipeline keeps one page while the next is read.
func (t *transfer) pipeline(ctx context.Context, scope inbox.Scope, reader Reader) error {
	ctx, stop := context.WithCancel(ctx)
	pages, failed := make(chan inbox.Page), make(chan error, 1)
	defer func() { // the reader is gone before its source is closed
		stop()
		for range pages {
		}
	}()
	t.courier.Go(func() {
		err := errReaderLost
		defer func() {
			failed <- err
			close(pages)
		}()
		err = t.readAhead(ctx, scope, reader, pages)
	})
	for page := range pages {
		if err := t.keep(ctx, page); err != nil {
			return err
		}
	}
	return <-failed
}

// readAhead fetches pages and reads their signals until the scope ends.
func (t *transfer) readAhead(ctx context.Context, scope inbox.Scope, reader Reader, pages chan<- inbox.Page) error {
	for more := true; more; {
		page, err := t.next(ctx, scope, reader)
		if err != nil {
			return err
		}
		select {
		case pages <- page:
		case <-ctx.Done():
			return ctx.Err()
		}
		scope, more = page.Scope, page.More
	}
	return nil
}

// next fetches the page at a scope's cursor and reads its signals.
func (t *transfer) next(ctx context.Context, scope inbox.Scope, reader Reader) (inbox.Page, error) {
	page, err := t.source.Fetch(ctx, scope)
	if err != nil {
		return inbox.Page{}, err
	}
	if stands(scope, page) {
		return inbox.Page{}, errStands(scope)
	}
	page.Account = t.account
	read(reader, page)
	return page, nil
}

func (t *transfer) keep(ctx context.Context, page inbox.Page) error {
	tally, err := t.courier.Store.Ingest(ctx, page)
	if err != nil {
		return err
	}
	t.total.Add(tally)
	t.courier.Tell(News{Account: t.account, Scope: page.Scope.Name, Tally: t.total, Read: page.Read, Size: page.Size})
	return nil
}
