package mastodon

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// threadCursor is what a thread was when it was read.
type threadCursor struct {
	Channel string `json:"channel,omitempty"` // where it stood
	At      int64  `json:"at,omitempty"`      // when it was begun, in Unix microseconds
}

// patience is how often a thread is looked at, by the age of its last status.
var patience = [...]struct{ younger, rest time.Duration }{ //nolint:gochecknoglobals // a table that nothing writes
	{2 * time.Hour, 0}, // in every round
	{24 * time.Hour, 10 * time.Minute},
	{7 * 24 * time.Hour, 2 * time.Hour},
	{30 * 24 * time.Hour, 24 * time.Hour},
}

// oldRest is how often a thread is looked at to which nobody has added anything
// for a month. The feeds show if somebody does.
const oldRest = 30 * 24 * time.Hour

// fetchThread reads a thread. If the status is not its root, only the root is
// found, and the thread followed from there.
func (c *Connector) fetchThread(ctx context.Context, page *inbox.Page, id string) error {
	at := platform.Load[threadCursor](page.Scope.Cursor)
	s, err := c.status(ctx, id)
	if isGone(err) {
		bury(page, at, id)
		if at.Channel != "" { // what of it concerns us by itself is found again, as a thread of its own
			page.Covers = append(page.Covers, inbox.Span{Channel: at.Channel, Thread: id, From: lowest(id), To: highest(id), Sure: true})
		}
		page.Ended = true
		return nil
	}
	if err != nil {
		return narrow(err)
	}
	climb, err := c.climb(ctx, &s)
	if err != nil {
		return narrow(err)
	}
	if climb.root != id {
		c.upwards(page, at, id, climb)
		return nil
	}
	return c.readThread(ctx, page, at, &s)
}

// upwards follows a thread from its root, which was found above a status.
func (c *Connector) upwards(page *inbox.Page, at threadCursor, id string, climb climbed) {
	bury(page, at, id) // it stood alone before what it answers was shown
	f := inbox.Follow{Scope: threadScope(climb.root), Turn: inbox.Then}
	if newest := c.newestOf(climb.root); newest == "" || before(newest, climb.newest) {
		f.Mark = climb.newest
	}
	if at.Channel != "" { // the thread has to show it again
		f.Mark = "moved " + id
	}
	follow(page, f)
	page.Ended = true
}

// readThread reads all of a thread from its root. One that is read no more, or
// stands elsewhere now, is taken out of where it stood.
func (c *Connector) readThread(ctx context.Context, page *inbox.Page, at threadCursor, root *status) error {
	id := string(root.ID)
	channel, err := c.channelOf(ctx, root)
	if err != nil {
		return err
	}
	if at.Channel != "" && at.Channel != channel {
		c.clear(page, at.Channel, id)
	}
	if !c.wanted(channel) {
		page.Ended = true
		return nil
	}
	found, err := c.whole(ctx, page, root, place{channel, id})
	switch {
	case isGone(err): // in this very moment
		return nil
	case err != nil:
		return narrow(err)
	case !found.concerned && len(page.Skipped) == 0: // what concerned us was taken back, or a tag is followed no more
		page.Messages, page.Members = nil, nil
		if at.Channel == channel {
			c.clear(page, channel, id)
		}
		page.Ended = true
		c.setNewest(id, "")
		return nil
	}
	if len(page.Skipped) == 0 {
		page.Covers = append(page.Covers, inbox.Span{Channel: channel, Thread: id, From: lowest(id), To: highest(id), Check: "check:" + id})
	}
	c.setNewest(id, found.newest)
	page.Mark, page.Again = found.newest, c.rest(found.last)
	page.Scope.Cursor = platform.Save(threadCursor{Channel: channel, At: root.at.UnixMicro()})
	return nil
}

// thread is what a thread turned out to be.
type thread struct {
	newest    string    // its newest status …
	last      time.Time // … and when that was said
	concerned bool      // something in it concerns us
}

// whole tells all of a thread: its root and what stands below it.
func (c *Connector) whole(ctx context.Context, page *inbox.Page, root *status, at place) (thread, error) {
	_, below, err := c.around(ctx, at.root)
	if err != nil {
		return thread{}, err
	}
	c.tell(page, root, at)
	found := thread{newest: string(root.ID), last: root.at, concerned: c.seed(root)}
	for _, s := range statuses(page, "thread "+at.root, below) {
		c.tell(page, &s, at)
		found.newest = later(found.newest, string(s.ID))
		found.concerned = found.concerned || c.seed(&s)
		if s.at.After(found.last) {
			found.last = s.at
		}
	}
	return found, nil
}

// bury tells that a status is gone which was told as the root of its thread.
func bury(page *inbox.Page, at threadCursor, id string) {
	if at.Channel != "" {
		page.Messages = append(page.Messages, inbox.Message{
			Channel: at.Channel, ID: id, Thread: id, Kind: inbox.Said, Deleted: true, SentAt: time.UnixMicro(at.At),
		})
	}
}

// clear takes a thread out of a channel in which it does not stand any more.
func (c *Connector) clear(page *inbox.Page, channel, root string) {
	page.Covers = append(page.Covers,
		inbox.Span{Channel: channel, From: root, To: root, Sure: true},
		inbox.Span{Channel: channel, Thread: root, From: lowest(root), To: highest(root), Sure: true})
}

// lowest and highest lie around the IDs of all that may stand in a thread: what
// answers a status may be numbered before it, since servers' clocks differ.
func lowest(id string) string  { return strings.Repeat("0", max(1, len(id)-1)) }
func highest(id string) string { return strings.Repeat("\x7f", len(id)+1) }

// rest is when a thread is due again whose last status is that old.
func (c *Connector) rest(last time.Time) time.Time {
	now := c.opts.Now()
	age := now.Sub(last)
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

// climbed is what was found above a status.
type climbed struct {
	root   string // the topmost status that is shown
	newest string // of the status and what stands below it
}

// longestClimb bounds how far a thread is followed upwards: one that is longer
// leads in circles.
const longestClimb = 500

// climb finds the root of a thread. What the server leaves out of the list is
// asked for by itself, so that the root does not depend on what it left out.
func (c *Connector) climb(ctx context.Context, s *status) (climbed, error) {
	found := climbed{root: string(s.ID), newest: string(s.ID)}
	if s.Answers == "" {
		return found, nil
	}
	above, below, err := c.around(ctx, string(s.ID))
	if err != nil {
		return climbed{}, err
	}
	for _, raw := range below {
		if one, err := readStatus(raw, ""); err == nil {
			found.newest = later(found.newest, string(one.ID))
		}
	}
	listed := readAbove(above)
	at, met := *s, map[string]bool{string(s.ID): true}
	for range longestClimb {
		next, known := listed[string(at.Answers)]
		if !known && at.Answers != "" {
			next, err = c.status(ctx, string(at.Answers))
			if err != nil && !isGone(err) && !refusedAs(err, noRight) {
				return climbed{}, err
			}
			known = err == nil
		}
		if !known { // it is not for us: what stands above it may be
			next, known = closest(listed, met, string(at.ID))
		}
		if !known {
			found.root = string(at.ID)
			return found, nil
		}
		if met[string(next.ID)] {
			break
		}
		met[string(next.ID)] = true
		at = next
	}
	return climbed{}, errStrange("a thread that leads in circles")
}

// closest is the latest of those above a status that were not met yet.
func closest(listed map[string]status, met map[string]bool, id string) (status, bool) {
	found, any := status{}, false
	for other, s := range listed {
		if !met[other] && before(other, id) && (!any || before(string(found.ID), other)) {
			found, any = s, true
		}
	}
	return found, any
}

func readAbove(records []json.RawMessage) map[string]status {
	listed := make(map[string]status, len(records))
	for _, raw := range records {
		if s, err := readStatus(raw, ""); err == nil {
			listed[string(s.ID)] = s
		}
	}
	return listed
}

// fetchCheck asks once more for what a thread did not show, from one status to
// another. What is not shown is gone, if the first and the last of them are by
// the server's own word.
func (c *Connector) fetchCheck(ctx context.Context, page *inbox.Page, which string) error {
	page.Ended = true
	parts := strings.Split(which, ":")
	if len(parts) != 3 {
		return nil
	}
	id, ends := parts[0], parts[1:]
	s, err := c.status(ctx, id)
	if isGone(err) { // the thread itself says what follows
		follow(page, inbox.Follow{Scope: threadScope(id), Turn: inbox.Then, Mark: "gone"})
		return nil
	}
	if err != nil {
		return narrow(err)
	}
	channel, err := c.channelOf(ctx, &s)
	if err != nil {
		return err
	}
	at := place{channel, id}
	if _, err := c.whole(ctx, page, &s, at); err != nil {
		if isGone(err) {
			return nil
		}
		return narrow(err)
	}
	if len(page.Skipped) > 0 { // one that cannot be read may be any of them
		return nil
	}
	for _, end := range ends {
		stands, err := c.standsIn(ctx, page, end, at)
		if err != nil {
			return narrow(err)
		}
		if stands {
			follow(page, inbox.Follow{Scope: threadScope(id), Turn: inbox.Then, Mark: "short"})
			return nil
		}
	}
	page.Covers = []inbox.Span{{Channel: channel, Thread: id, From: ends[0], To: ends[1], Sure: true}}
	return nil
}

// standsIn reports whether a status that a thread did not show stands there
// after all. One that stands elsewhere by now is followed there.
func (c *Connector) standsIn(ctx context.Context, page *inbox.Page, id string, at place) (bool, error) {
	if slices.ContainsFunc(page.Messages, func(m inbox.Message) bool { return m.ID == id }) {
		return false, nil
	}
	s, err := c.status(ctx, id)
	if isGone(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	up, err := c.climb(ctx, &s)
	if err != nil || up.root == at.root {
		return err == nil, err
	}
	follow(page, inbox.Follow{Scope: threadScope(id), Turn: inbox.Then, Mark: "moved"})
	return false, nil
}
