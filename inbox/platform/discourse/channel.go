package discourse

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// listCursor is how far a list of topics is read. A forum numbers the pages of
// its lists: what moves up meanwhile is shown twice, and what was left out is
// found when the list is read again.
type listCursor struct {
	Seen  int64 `json:"seen,omitempty"`  // up to when all that was spoken in was met, in Unix milliseconds
	Whole int   `json:"whole,omitempty"` // pages that all of it took last

	Begun int64 `json:"begun,omitempty"` // in Unix milliseconds; 0: no pass is under way
	From  int64 `json:"from,omitempty"`  // topics that were spoken in last before that need no look
	At    int   `json:"at,omitempty"`    // the next page
	Empty int   `json:"empty,omitempty"` // pages in a row that showed nothing and said there was more
	Sent  bool  `json:"sent,omitempty"`  // of private messages: those that we began
}

// channelRest is how long the list of a category is left alone once it was
// read: what was spoken in last anywhere is looked at in every round.
const channelRest = time.Hour

// overlap is how much of what was read already is looked at once more.
const overlap = time.Minute

// mostEmpty is how often a list may say that there is more and show nothing.
const mostEmpty = 3

// begin begins a pass from what was not met yet.
func (at *listCursor) begin(now, since time.Time) {
	at.Begun, at.At, at.Empty, at.Sent, at.From = now.UnixMilli(), 0, 0, false, 0
	if !since.IsZero() {
		at.From = since.UnixMilli()
	}
	if at.Seen > 0 {
		at.From = max(at.From, at.Seen-overlap.Milliseconds())
	}
}

// fetchLatest looks at what was spoken in last anywhere. It tells which topics
// to read: one request shows how thirty of them stand.
func (c *Connector) fetchLatest(ctx context.Context, page *inbox.Page) error {
	at := platform.Load[listCursor](page.Scope.Cursor)
	if at.Begun == 0 {
		at.begin(c.opts.Now(), c.opts.Since)
		if at.Seen == 0 || page.Scope.Asked { // the lists of the categories tell of all that is older
			at.From = c.opts.Now().Add(-24 * time.Hour).UnixMilli()
		}
	}
	more, err := c.list(ctx, page, &at, "/latest.json", url.Values{"order": {"activity"}}, true)
	if err != nil {
		return err
	}
	c.turn(page, &at, more, time.Time{})
	return nil
}

// fetchChannel reads the list of a category's topics, from what was spoken in
// last to what is older than what was read.
func (c *Connector) fetchChannel(ctx context.Context, page *inbox.Page, channel string) error {
	at := platform.Load[listCursor](page.Scope.Cursor)
	if !c.reading(channel) {
		page.Ended = true
		return nil
	}
	if at.Begun == 0 {
		at.begin(c.opts.Now(), c.opts.Since)
	}
	more, err := c.listOf(ctx, page, &at, channel, "activity", true)
	if here(err) { // if the category is shown again, the roster tells of it
		page.Ended = true
		return nil
	}
	if err != nil {
		return err
	}
	page.Held = inbox.Coverage{From: c.opts.Since}
	if begun := at.Begun; c.turn(page, &at, more, c.opts.Now().Add(channelRest)) {
		page.Held.To = time.UnixMilli(begun)
	}
	return nil
}

// turn sets a page to go on, or ends the pass and reports that it did.
func (c *Connector) turn(page *inbox.Page, at *listCursor, more bool, again time.Time) (ended bool) {
	if more {
		page.More, page.Scope.Cursor = true, platform.Save(at)
		return false
	}
	page.Again, page.Scope.Cursor = again, platform.Save(listCursor{Seen: at.Begun, Whole: at.Whole})
	return true
}

// How often all of a category's topics are compared: so long for each page of
// the list, and no more rarely than the longest.
const (
	sweepPage    = 6 * time.Hour
	longestSweep = 7 * 24 * time.Hour
)

// fetchSweep goes through all topics of a category: how many posts and likes
// each has tells which must be read again.
func (c *Connector) fetchSweep(ctx context.Context, page *inbox.Page, channel string) error {
	at := platform.Load[listCursor](page.Scope.Cursor)
	if !c.reading(channel) {
		page.Ended = true
		return nil
	}
	if at.Begun == 0 {
		at.Seen = 0
		at.begin(c.opts.Now(), c.opts.Since)
	}
	more, err := c.listOf(ctx, page, &at, channel, "created", false)
	if here(err) {
		page.Ended = true
		return nil
	}
	if err != nil {
		return err
	}
	pages, begun := at.At, at.Begun
	if !more {
		at.Whole = pages
	}
	rest := min(time.Duration(max(1, pages))*sweepPage, longestSweep)
	if c.turn(page, &at, more, c.opts.Now().Add(rest)) {
		page.Verified = time.UnixMilli(begun)
	}
	return nil
}

// listOf reads a page of a category's topics, or of the private messages: those
// that came, then those that we began.
func (c *Connector) listOf(ctx context.Context, page *inbox.Page, at *listCursor, channel, order string, byTime bool) (more bool, err error) {
	if channel != Messages {
		q := url.Values{"category": {channel}, "no_subcategories": {"true"}, "order": {order}}
		return c.list(ctx, page, at, "/latest.json", q, byTime)
	}
	us, err := c.who(ctx)
	if err != nil {
		return false, err
	}
	box := "/topics/private-messages/"
	if at.Sent {
		box = "/topics/private-messages-sent/"
	}
	more, err = c.list(ctx, page, at, box+url.PathEscape(us.handle)+".json", url.Values{}, byTime)
	if err == nil && !more && !at.Sent {
		at.Sent, at.At, at.Empty, more = true, 0, 0, true
	}
	return more, err
}

// list reads a page of a list of topics and follows those that are to be read.
// byTime says that the latest spoken in come first, so that the rest need no
// look where one is older than what was met.
func (c *Connector) list(ctx context.Context, page *inbox.Page, at *listCursor, path string, q url.Values, byTime bool) (more bool, err error) {
	var answer struct {
		List *struct {
			Topics []json.RawMessage `json:"topics"`
			More   string            `json:"more_topics_url"`
		} `json:"topic_list"`
	}
	if at.At > 0 {
		q.Set("page", strconv.Itoa(at.At))
	}
	if _, err := c.api.Do(ctx, platform.Call{Name: "GET " + path, Path: path, Query: q}, &answer); err != nil {
		return false, err
	}
	if answer.List == nil || answer.List.Topics == nil {
		return false, strange("no list of topics")
	}
	old := 0
	for _, raw := range answer.List.Topics {
		var s summary
		if json.Unmarshal(raw, &s) != nil || s.ID <= 0 || s.Title == "" {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: "the list of topics", Why: "1 topic left out: it is not one as Discourse describes them"})
			continue
		}
		if spoken := s.spoken(); spoken > 0 && spoken < at.From {
			old++
			continue
		}
		if c.reading(s.channel()) {
			page.Follow = append(page.Follow, inbox.Follow{Scope: topicScope(s.ID), Turn: inbox.Then, Mark: s.mark()})
		}
	}
	at.At++
	if at.Empty++; len(answer.List.Topics) > 0 {
		at.Empty = 0
	}
	// What is pinned comes first, however old it is: one alone tells nothing.
	older := byTime && at.From > 0 && old > 0 && old*2 >= len(answer.List.Topics)
	return answer.List.More != "" && !older && at.Empty < mostEmpty, nil
}

// spoken is when a topic was spoken in last, in Unix milliseconds; 0 if it does
// not tell.
func (s summary) spoken() int64 {
	latest := int64(0)
	for _, at := range []*stamp{s.Last, s.Bumped} {
		if at != nil {
			latest = max(latest, at.UnixMilli())
		}
	}
	return latest
}
