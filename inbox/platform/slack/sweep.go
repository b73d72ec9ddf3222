package slack

import (
	"context"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// sweepCursor is how far the history of a channel has been compared with what
// Slack shows now. What was changed long after it was said, or left out of a
// page, is found so: a page of it costs one request and shows how a thousand
// threads stand.
type sweepCursor struct {
	Looked [len(looks)]int64 `json:"looked"` // when each look was last taken, in Unix seconds
	Depth  int               `json:"depth,omitempty"`
	Pages  int               `json:"pages,omitempty"` // of this look so far
	Whole  int               `json:"whole,omitempty"` // that all of it took last; 0 is not known

	pass
}

// look is a stretch behind now, and how often it is compared.
type look struct{ every, back time.Duration }

// looks go from short to long; the last is everything.
var looks = [...]look{ //nolint:gochecknoglobals // a table that nothing writes
	{10 * time.Minute, 48 * time.Hour},
	{24 * time.Hour, 30 * 24 * time.Hour},
	{7 * 24 * time.Hour, 0}, // at the latest, see every
}

// wholeEvery is how often all of a channel is compared for each page of it.
const wholeEvery = 6 * time.Hour

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

// firstSweep is how long a channel that was just read is left alone.
const firstSweep = 10 * time.Minute

// fetchSweep compares the next page of a channel's history.
func (c *Connector) fetchSweep(ctx context.Context, page *inbox.Page, channel string) error {
	at := platform.Load[sweepCursor](page.Scope.Cursor)
	now := c.opts.Now()
	if at.Begun == 0 {
		at.begin(now, c.opts.Since, page.Scope)
	}
	if c.unchanged(channel, at.From) { // nothing was said in that stretch
		c.finishSweep(page, &at)
		return nil
	}
	more, err := c.walk(ctx, page, channel, &at.pass, walk{limit: c.opts.PageSize, fresh: endless})
	if err != nil {
		return err
	}
	at.Pages++
	if !more && !at.doubtful() {
		c.finishSweep(page, &at)
		return nil
	}
	page.More = more
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
		at.From = stamp(back.Truncate(time.Second))
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

// unchanged reports whether all that the channel holds is older than a stretch
// that begins at from.
func (c *Connector) unchanged(channel, from string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	newest, known := c.newest[channel]
	return known && from != "" && before(newest, from)
}

// quietRate is how many channels in which nothing was said for a day are looked
// at in a minute; the rest of what Slack allows is for the lively ones.
const quietRate = 30

// restOf remembers the newest message of a channel, and says when the channel
// is worth another look: in every round, but for the quiet ones of a large
// workspace, which take turns.
func (c *Connector) restOf(channel, newest string) time.Time {
	c.mu.Lock()
	c.newest[channel] = newest
	archived, channels := c.archived[channel], len(c.read)
	c.mu.Unlock()
	now := c.opts.Now()
	rest := time.Duration(channels) * time.Minute / quietRate
	switch {
	case archived:
		return now.Add(24 * time.Hour)
	case now.Sub(moments(newest)) < 24*time.Hour || rest < time.Minute:
		return time.Time{}
	}
	return now.Add(rest)
}
