package discord

import (
	"context"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// sweepCursor is how far the history of a channel has been compared with what
// Discord shows now: what was changed long after it was said is found so.
type sweepCursor struct {
	Looked [3]int64 `json:"looked"` // when each look was last taken, in Unix seconds
	Depth  int      `json:"depth,omitempty"`
	Pages  int      `json:"pages,omitempty"` // of this look so far
	Whole  int      `json:"whole,omitempty"` // that all of it took last; 0 is not known

	pass
}

// look is a stretch behind now, and how often it is compared.
type look struct{ every, back time.Duration }

// looks go from short to long; the last is everything.
var looks = [3]look{ //nolint:gochecknoglobals // a table that nothing writes
	{10 * time.Minute, 48 * time.Hour},
	{24 * time.Hour, 30 * 24 * time.Hour},
	{7 * 24 * time.Hour, 0}, // at the latest, see every
}

// wholeEvery is how often all of a channel is compared for each page of it.
const wholeEvery = 2 * time.Hour

// every is how often a look is taken. All of a small channel costs no more than
// a part of it.
func (at *sweepCursor) every(look int) time.Duration {
	if look < len(looks)-1 {
		return looks[look].every
	}
	pages := at.Whole
	if pages == 0 {
		pages = 4
	}
	return min(time.Duration(pages)*wholeEvery, looks[look].every)
}

// fetchSweep compares the next page of a channel's history.
func (c *Connector) fetchSweep(ctx context.Context, page *inbox.Page, channel string) error {
	p := place{channel: channel}
	if ok, err := c.open(ctx, p); err != nil || !ok {
		page.Ended = true
		return err
	}
	at := platform.Load[sweepCursor](page.Scope.Cursor)
	if at.Begun == 0 {
		at.begin(c.opts.Now(), c.opts.Since, page.Scope)
	}
	last, told := c.last(p)
	if told && before(last, at.From) { // nothing was said in that stretch
		c.finishSweep(page, &at)
		return nil
	}
	more, err := c.walk(ctx, page, p, &at.pass)
	if err != nil {
		return err
	}
	at.Pages++
	// A page that is short of what Discord calls the last message may have left
	// something out: nobody waits for this, so it is asked again at once.
	if doubtful := told && before(later(at.From, at.High), last); !more && (!doubtful || at.Empty >= patienceWithNothing) {
		c.finishSweep(page, &at)
		return nil
	}
	page.More = true
	page.Scope.Cursor = platform.Save(at)
	return nil
}

// begin takes the longest look that is due, or all of it if a person asked. A
// channel that was never compared was only just read.
func (at *sweepCursor) begin(now, since time.Time, scope inbox.Scope) {
	if at.Looked == [len(looks)]int64{} && !scope.Asked {
		for i := range at.Looked {
			at.Looked[i] = now.Unix()
		}
		at.Looked[0] = 0
	}
	at.Depth = len(looks) - 1
	for !scope.Asked && at.Depth > 0 && now.Unix()-at.Looked[at.Depth] < int64(at.every(at.Depth).Seconds()) {
		at.Depth--
	}
	at.Pages, at.pass = 0, pass{Begun: now.Unix(), From: stamp(since)}
	if back := now.Add(-looks[at.Depth].back); looks[at.Depth].back > 0 && back.After(since) {
		at.From = stamp(back)
	}
}

// finishSweep ends a look: it and the shorter ones were taken.
func (c *Connector) finishSweep(page *inbox.Page, at *sweepCursor) {
	now := c.opts.Now()
	for i := range at.Depth + 1 {
		at.Looked[i] = at.Begun
	}
	if at.Depth == len(looks)-1 {
		at.Whole = max(1, at.Pages)
		page.Verified = time.Unix(at.Begun, 0)
	}
	next := now.Add(looks[len(looks)-1].every)
	for i, looked := range at.Looked {
		if due := time.Unix(looked, 0).Add(at.every(i)); due.Before(next) {
			next = due
		}
	}
	page.Again, page.More = next, false
	page.Scope.Cursor = platform.Save(sweepCursor{Looked: at.Looked, Whole: at.Whole})
}
