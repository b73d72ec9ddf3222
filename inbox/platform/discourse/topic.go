package discourse

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// topicCursor is how far a topic is read, in the order of its posts' numbers.
type topicCursor struct {
	Root    string `json:"root,omitempty"`
	Channel string `json:"channel,omitempty"`
	Done    int64  `json:"done,omitempty"`  // the newest post that was read
	Whole   int64  `json:"whole,omitempty"` // when all of it was read last, in Unix seconds
	Short   int    `json:"short,omitempty"` // passes in a row that were shown less than there is
	// Notes are the posts that only tell what was done to the topic. They belong
	// to no conversation, so that each is looked for by itself.
	Notes []int64 `json:"notes,omitempty"`

	// The pass that is under way.
	Begun int64 `json:"begun,omitempty"` // in Unix seconds; 0: none is
	From  int64 `json:"from,omitempty"`  // the post that it began with; 0 is the first
	At    int64 `json:"at,omitempty"`    // the last post that was asked for
	Lost  int   `json:"lost,omitempty"`  // posts that were to be there and were not shown
}

const (
	// chunks is how often posts are asked for in one page of ours.
	chunks = 4
	// wholeRest is how long a topic of many pages is only looked at from its end.
	wholeRest = 3 * 24 * time.Hour
	// lookBack is how many posts that were read are read again.
	lookBack = 20
	// mostShort is how often a topic that shows less than it has is read again
	// at once.
	mostShort = 3
	// closedRest is how long a topic is left alone that is not shown to us.
	closedRest = 24 * time.Hour
	// endless is behind every post.
	endless = "9999999999999999999"
)

// fetchTopic reads the next posts of a topic. Its first posts come with every
// page, so that what was changed there is seen at once.
func (c *Connector) fetchTopic(ctx context.Context, page *inbox.Page, which string) error {
	n, ok := number(which)
	if !ok {
		page.Ended = true
		return nil
	}
	at := platform.Load[topicCursor](page.Scope.Cursor)
	t, err := c.topicAt(ctx, n)
	switch {
	case gone(err), err == nil && t.Deleted != nil && !t.Deleted.IsZero():
		if page.Ended = true; at.Root != "" { // what was in it is looked for once more
			page.Covers = append(spans(n, at.Channel, at.Root, "0", endless, false), at.notes(n, nil, false)...)
		}
		return nil
	case here(err): // out of reach is not gone, unless it was moved where we may not follow
		if page.Ended = at.Root == ""; !page.Ended {
			page.Covers = append(spans(n, at.Channel, at.Root, "0", endless, false), at.notes(n, nil, false)...)
			page.Again, page.Scope.Cursor = c.opts.Now().Add(closedRest), platform.Save(topicCursor{Root: at.Root, Channel: at.Channel})
		}
		return nil
	case err != nil:
		return err
	}
	if at.Channel != "" && at.Channel != t.channel() { // it was moved, and all of it is told anew
		page.Covers = append(spans(n, at.Channel, at.Root, "0", endless, true), at.notes(n, nil, true)...)
		at = topicCursor{}
	}
	if !c.reading(t.channel()) {
		page.Ended = true
		return nil
	}
	if t.Stream.Mega {
		page.Skipped = append(page.Skipped, inbox.Skip{Where: t.Title, Why: "has more than 10,000 posts: only its first are read"})
	}
	r := &reading{c: c, page: page, t: t, posts: map[int64]post{}}
	if at.Root, err = r.root(ctx, at.Root); err != nil {
		return err
	}
	at.Channel = t.channel()
	return c.readTopic(ctx, r, &at)
}

// readTopic reads what a pass is to read next, and tells what was shown.
func (c *Connector) readTopic(ctx context.Context, r *reading, at *topicCursor) error {
	if at.Begun == 0 {
		at.begin(c.opts.Now(), r, c.opts.PageSize*chunks, r.page.Scope.Asked)
	}
	first := max(at.At+1, at.From)
	left := r.ids(first, 0)
	todo := left[:min(len(left), c.opts.PageSize*chunks)]
	if err := r.load(ctx, todo); err != nil {
		return err
	}
	r.page.More = len(todo) < len(left)
	to := endless
	if len(todo) > 0 {
		at.At = todo[len(todo)-1]
	}
	if r.page.More {
		to = id(at.At)
	}
	for _, one := range todo {
		if _, shown := r.posts[one]; !shown {
			at.Lost++
		}
	}
	r.tell(at.Root)
	r.page.Covers = append(r.page.Covers, at.notes(r.t.ID, r.t.Stream.IDs, false)...)
	at.note(r.posts)
	if len(r.page.Skipped) == 0 {
		r.page.Covers = append(r.page.Covers, spans(r.t.ID, at.Channel, at.Root, id(first), to, false)...)
	}
	if !r.page.More {
		c.endTopic(r, at)
	}
	r.page.Scope.Cursor = platform.Save(at)
	return nil
}

// begin begins a pass: through all of a topic of one page, and mostly from a
// little behind what was read of a longer one.
func (at *topicCursor) begin(now time.Time, r *reading, most int, asked bool) {
	*at = topicCursor{Root: at.Root, Channel: at.Channel, Done: at.Done, Whole: at.Whole, Short: at.Short, Notes: at.Notes, Begun: now.Unix()}
	ids := r.ids(0, 0)
	if len(ids) <= most || at.Done == 0 || asked || now.Unix()-at.Whole > int64(wholeRest.Seconds()) {
		return
	}
	done, _ := slices.BinarySearch(ids, at.Done)
	if done > lookBack {
		at.From = ids[done-lookBack]
	}
}

// endTopic ends a pass and says when the topic is worth another look.
func (c *Connector) endTopic(r *reading, at *topicCursor) {
	end := topicCursor{Root: at.Root, Channel: at.Channel, Done: max(at.Done, at.At), Whole: at.Whole, Notes: at.Notes}
	if at.From == 0 {
		end.Whole = at.Begun
	}
	r.page.Mark, r.page.Again = r.t.mark(), c.restOf(r.t.spoken())
	if at.Lost > 0 && at.Short+1 < mostShort {
		end.Short = at.Short + 1
		r.page.Mark, r.page.Again = "short", time.Time{}
	}
	*at = end
}

// patience is how often a topic is read again of which no list tells anything
// new, by when it was spoken in last: lists do not show what was edited.
var patience = [...]struct{ younger, rest, thrifty time.Duration }{ //nolint:gochecknoglobals // a table that nothing writes
	{24 * time.Hour, 10 * time.Minute, time.Hour},
	{7 * 24 * time.Hour, 3 * time.Hour, 12 * time.Hour},
	{30 * 24 * time.Hour, 24 * time.Hour, 3 * 24 * time.Hour},
}

// Topics that nobody has spoken in for a month are read again so often that
// there are no more than so many of them a day.
const (
	oldRest   = 7 * 24 * time.Hour
	oldTopics = 500
)

// restOf is when a topic is due again that was spoken in last at a moment.
func (c *Connector) restOf(spoken int64) time.Time {
	now := c.opts.Now()
	for _, p := range patience {
		if now.Sub(time.UnixMilli(spoken)) < p.younger {
			return c.rest(p.rest, p.thrifty)
		}
	}
	c.mu.RLock()
	topics := c.topics
	c.mu.RUnlock()
	return now.Add(max(oldRest, time.Duration(topics/oldTopics)*24*time.Hour))
}

// spans are the stretch of a topic from one post to another: the first post
// stands in the channel, the others in its thread.
func spans(n int64, channel, root, from, to string, sure bool) []inbox.Span {
	check := ""
	if !sure {
		check = fmt.Sprintf("check:%d:%s:%s", n, channel, root)
	}
	all := []inbox.Span{{Channel: channel, Thread: root, From: from, To: to, Sure: sure, Check: check}}
	if !before(root, from) && !before(to, root) {
		all = append(all, inbox.Span{Channel: channel, From: root, To: root, Sure: sure, Check: check})
	}
	return all
}

// mostNotes is how many notes of a topic are remembered.
const mostNotes = 200

// note remembers the notes that were shown.
func (at *topicCursor) note(posts map[int64]post) {
	for n, p := range posts {
		if p.Type == smallAction && !slices.Contains(at.Notes, n) && len(at.Notes) < mostNotes {
			at.Notes = append(at.Notes, n)
		}
	}
	slices.Sort(at.Notes)
}

// notes are the spans of the notes that are not there any more, which are
// forgotten. What the topic says is there is in ids.
func (at *topicCursor) notes(n int64, ids []int64, sure bool) []inbox.Span {
	var all []inbox.Span
	var left []int64
	for _, note := range at.Notes {
		if slices.Contains(ids, note) {
			left = append(left, note)
			continue
		}
		check := ""
		if !sure {
			check = fmt.Sprintf("check:%d:%s:%s", n, at.Channel, at.Root)
		}
		all = append(all, inbox.Span{Channel: at.Channel, From: id(note), To: id(note), Sure: sure, Check: check})
	}
	at.Notes = left
	return all
}

// before reports whether one ID is earlier than another.
func before(a, b string) bool {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) < 0
}

// reading is a topic that is being read.
type reading struct {
	c     *Connector
	page  *inbox.Page
	t     topic
	posts map[int64]post
	taken bool // the posts that came with the topic are in posts
}

// ids are the numbers of the posts from one to another, in order; 0 is no end.
func (r *reading) ids(from, to int64) []int64 {
	var all []int64
	for _, n := range r.t.Stream.IDs {
		if n >= from && (to == 0 || n <= to) {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// take keeps the posts of an answer that can be read.
func (r *reading) take(found []json.RawMessage) {
	for _, raw := range found {
		p, err := readPost(raw)
		switch {
		case err != nil:
			r.page.Skipped = append(r.page.Skipped, inbox.Skip{Where: fmt.Sprintf("the topic %d", r.t.ID), Why: "1 post left out: it " + err.Error()})
		case p.TopicID == r.t.ID:
			r.posts[p.ID] = p
		}
	}
}

// root is the ID of the post that began the topic.
func (r *reading) root(ctx context.Context, known string) (string, error) {
	r.take(r.t.Stream.Posts)
	r.taken = true
	for _, p := range r.posts {
		if p.Number == 1 {
			known = id(p.ID)
		}
	}
	if known == "" && len(r.t.Stream.IDs) > 0 {
		if err := r.load(ctx, r.t.Stream.IDs[:1]); err != nil {
			return "", err
		}
		if p, shown := r.posts[r.t.Stream.IDs[0]]; shown && p.Number == 1 {
			known = id(p.ID)
		}
	}
	if known == "" {
		return "", strange("a topic without a first post")
	}
	r.c.standing(known, r.t.ID)
	return known, nil
}

// load asks for those of some posts that did not come with the topic.
func (r *reading) load(ctx context.Context, ids []int64) error {
	if !r.taken {
		r.take(r.t.Stream.Posts)
		r.taken = true
	}
	var ask []int64
	for _, n := range ids {
		if _, here := r.posts[n]; !here {
			ask = append(ask, n)
		}
	}
	for part := range slices.Chunk(ask, r.c.opts.PageSize) {
		found, err := r.c.postsOf(ctx, r.t.ID, part)
		if err != nil {
			return err
		}
		r.take(found)
	}
	return nil
}

// tell puts what was read on the page, in order, and who said it.
func (r *reading) tell(root string) {
	r.page.Messages = append(r.page.Messages, r.messages(root)...)
	met := map[string]bool{}
	for _, p := range r.posts {
		who := r.c.author(p)
		if _, known := r.c.name(who); who == "" || p.Username == "" || known || met[who] {
			continue
		}
		met[who] = true
		r.page.Members = append(r.page.Members, r.c.introduce(person{ID: p.UserID, Username: p.Username, Name: p.Name, Admin: p.Admin, Mod: p.Mod}))
	}
}

func (r *reading) messages(root string) []inbox.Message {
	var all []inbox.Message
	for _, p := range r.posts {
		all = append(all, r.c.message(p, r.t.channel(), root, r.t.Title))
	}
	slices.SortFunc(all, func(a, b inbox.Message) int {
		return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), strings.Compare(a.ID, b.ID))
	})
	return all
}

// standing remembers which topic a first post began.
func (c *Connector) standing(root string, n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stands[root] = n
}

// name is the handle of a member.
func (c *Connector) name(id string) (string, bool) {
	c.mu.RLock()
	name, known := c.names[id]
	c.mu.RUnlock()
	if !known && c.opts.Names != nil {
		return c.opts.Names(id)
	}
	return name, known
}
