package courier

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
)

// sparePages is how many pages of old history one round compares with the
// platform. What is left is for the next.
const sparePages = 20

// Partly is a round that came to its end but for some scopes, which are left
// alone for a while.
type Partly struct {
	Left []string // the scopes
	Err  error    // why the last of them was left
}

func (p *Partly) Error() string {
	if len(p.Left) == 1 {
		return fmt.Sprintf("%s could not be read: %v", p.Left[0], p.Err)
	}
	return fmt.Sprintf("%d places could not be read, such as %s: %v", len(p.Left), p.Left[len(p.Left)-1], p.Err)
}

// Unwrap returns why the last of them was left.
func (p *Partly) Unwrap() error { return p.Err }

// Pull makes one round of an account because a person asks for it: everything
// that is due, page by page. Where the platform asks to wait, it waits.
func (c *Courier) Pull(ctx context.Context, account string) (inbox.Tally, error) {
	return c.pull(ctx, account, inbox.Asked)
}

func (c *Courier) pull(ctx context.Context, account string, why inbox.Why) (inbox.Tally, error) {
	r := round{courier: c, account: account, began: c.Now(), why: why, spare: sparePages}
	err := r.run(ctx)
	if err == nil && len(r.left) > 0 {
		err = &Partly{Left: r.left, Err: r.leftFor}
	}
	if err != nil {
		err = fmt.Errorf("pull %s: %w", account, err)
	}
	if ctx.Err() == nil {
		err = errors.Join(err, r.end(ctx, err))
	}
	return r.total, err
}

// round is one round under way.
type round struct {
	courier *Courier
	account string
	began   time.Time
	why     inbox.Why
	reader  Reader
	total   inbox.Tally
	spare   int // pages of old history still to be compared
	streak  int // scopes in a row that could not be read
	left    []string
	leftFor error
}

func (r *round) run(ctx context.Context) error {
	c := r.courier
	if err := c.Store.BeginRound(ctx, r.account, r.why); err != nil {
		return err
	}
	if err := c.keepLease(ctx, r.account); err != nil {
		return err
	}
	for {
		last := inbox.Spare
		if r.spare <= 0 {
			last = inbox.Then
		}
		due := r.began
		if r.why == inbox.Told { // what is due at once, and nothing that only its age makes due
			due = time.Time{}
		}
		scope, err := c.Store.Due(ctx, r.account, due, last)
		if errors.Is(err, inbox.ErrNone) {
			return nil
		}
		if err == nil {
			err = r.read(ctx, scope)
		}
		if err != nil {
			return err
		}
	}
}

// read reads the next page of a scope and has it kept.
func (r *round) read(ctx context.Context, scope inbox.Scope) error {
	c := r.courier
	if scope.Turn == inbox.Spare {
		r.spare--
	}
	scope.Asked = r.why == inbox.Asked
	page, err := c.fetch(ctx, r.account, scope)
	if err != nil {
		return r.leave(ctx, scope, err)
	}
	if r.reader == nil {
		if r.reader, err = c.Desk(ctx, r.account); err != nil {
			return err
		}
	}
	tally, err := c.keep(ctx, r.reader, page)
	if err != nil {
		return err
	}
	if scope.Name == "" {
		r.reader = nil // the roster may have told who we are
	}
	r.streak = 0
	r.total.Add(tally)
	c.Tell(News{Account: r.account, Scope: scope.Name, Tally: r.total, Read: page.Read, Size: page.Size})
	return c.keepLease(ctx, r.account)
}

// leave settles what becomes of a scope that could not be read. The round goes
// on without it, unless the trouble is the account's: the platform refuses it,
// cannot be reached, or fails at one place after the other.
func (r *round) leave(ctx context.Context, scope inbox.Scope, err error) error {
	c := r.courier
	var put *putOff
	if ctx.Err() != nil || final(err) || lost(err) || errors.As(err, &put) {
		return err
	}
	tries, failed := c.Store.Tries(ctx, r.account, scope.Name)
	if failed != nil {
		return failed
	}
	rest, most := time.Minute, 6*time.Hour
	if local(err) {
		rest, most = time.Hour, 24*time.Hour
	}
	again := c.Now().Add(min(rest<<min(tries, 12), most))
	if failed := c.Store.Fail(ctx, r.account, scope.Name, c.hush(err), again); failed != nil {
		return failed
	}
	c.Tell(News{Account: r.account, Scope: scope.Name, Tally: r.total, Err: err, Failed: true, Until: again})
	if local(err) && scope.Name != "" { // without a roster there is nothing to be read
		r.total.Skipped = append(r.total.Skipped, inbox.Skip{Where: scope.Name, Why: c.hush(err)})
		return nil
	}
	r.left, r.leftFor = append(r.left, scope.Name), err
	if r.streak++; r.streak > 1 {
		return err
	}
	return nil
}

// end notes how the round ended. One that was put off has not ended: its wait
// is noted.
func (r *round) end(ctx context.Context, err error) error {
	var partly *Partly
	var put *putOff
	trouble := ""
	switch {
	case errors.Is(err, errElsewhere), errors.As(err, &put):
		return nil
	case err == nil && r.why == inbox.Told:
		r.courier.Tell(News{Account: r.account, Tally: r.total, Done: true, Between: true})
		return nil
	case err != nil && !errors.As(err, &partly):
		trouble = r.courier.hush(err)
	}
	if failed := r.courier.Store.EndRound(ctx, r.account, trouble, final(err)); failed != nil {
		return failed
	}
	if trouble == "" {
		r.courier.Tell(News{Account: r.account, Tally: r.total, Done: true})
	}
	return nil
}

// keep reads the signals of a page and has it kept.
func (c *Courier) keep(ctx context.Context, reader Reader, page inbox.Page) (inbox.Tally, error) {
	read(reader, page)
	return c.Store.Ingest(ctx, page)
}

func read(reader Reader, page inbox.Page) {
	for i, m := range page.Members {
		page.Members[i].Role = reader.Side(m)
	}
	for i, m := range page.Messages {
		page.Messages[i].Signals = reader.Read(m)
	}
}

// hush is what an error says that a person may see.
func (c *Courier) hush(err error) string {
	switch {
	case err == nil:
		return ""
	case c.Hush != nil:
		return c.Hush(err)
	}
	return err.Error()
}
