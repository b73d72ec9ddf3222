package mastodon

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rounds/inbox"
)

// The channels that every account has.
const (
	mentions = "mentions"
	direct   = "direct"
	tagged   = "tag:" // and the name of the tag
	own      = "own"  // a feed that is no channel: what we said
)

// channelOf is where a thread stands by what its root says.
func (c *Connector) channelOf(ctx context.Context, root *status) (string, error) {
	if root.Visibility == "direct" {
		return direct, nil
	}
	followed, err := c.followed(ctx)
	if err != nil {
		return "", err
	}
	first := ""
	for _, t := range root.Tags {
		if name := strings.ToLower(string(t.Name)); followed[name] && (first == "" || name < first) {
			first = name
		}
	}
	if first != "" {
		return tagged + first, nil
	}
	return mentions, nil
}

// followed are the tags that are followed; the server is asked once, and by
// every roster.
func (c *Connector) followed(ctx context.Context) (map[string]bool, error) {
	c.mu.Lock()
	tags := c.tags
	c.mu.Unlock()
	if tags != nil {
		return tags, nil
	}
	return c.askFollowed(ctx)
}

func (c *Connector) askFollowed(ctx context.Context) (map[string]bool, error) {
	records, err := c.all(ctx, "/api/v1/followed_tags", c.size(200))
	if refusedAs(err, noScope, noRight, notFound) { // an old server, or a token that may not
		records, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	tags := map[string]bool{}
	for _, raw := range records {
		var t tag
		if json.Unmarshal(raw, &t) != nil || t.Name == "" {
			return nil, errStrange("a tag without a name")
		}
		tags[strings.ToLower(string(t.Name))] = true
	}
	c.mu.Lock()
	c.tags = tags
	c.mu.Unlock()
	return tags, nil
}

// seed reports whether a status concerns us by itself, so that one of the feeds
// shows it: a thread without any is not ours to read.
func (c *Connector) seed(s *status) bool {
	self := c.self()
	if string(s.Account.ID) == self || s.Visibility == direct ||
		slices.ContainsFunc(s.Mentions, func(m mention) bool { return string(m.ID) == self }) {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return s.Visibility == "public" && slices.ContainsFunc(s.Tags, func(t tag) bool { return c.tags[strings.ToLower(string(t.Name))] })
}

// wanted reports whether a channel is to be read.
func (c *Connector) wanted(channel string) bool {
	if len(c.opts.Channels) == 0 {
		return true
	}
	return slices.ContainsFunc(c.opts.Channels, func(name string) bool {
		name = strings.ToLower(strings.TrimPrefix(name, "#"))
		return name == channel || tagged+name == channel
	})
}

// where is the place of a status, if its thread was read.
func (c *Connector) where(id string) (place, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, known := c.places[id]
	return at, known
}

// mostPlaces bounds what is remembered of statuses. It is no more than a short
// cut: what is forgotten is asked for again.
const mostPlaces = 200_000

func (c *Connector) put(id string, at place) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.places) > mostPlaces {
		clear(c.places)
	}
	c.places[id] = at
}

// newestOf is the newest status of a thread that was read, "" if it was not.
func (c *Connector) newestOf(root string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.newest[root]
}

func (c *Connector) setNewest(root, id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.newest) > mostPlaces {
		clear(c.newest)
	}
	c.newest[root] = id
}

// meet takes a status that a feed shows: its thread is followed, and what is in
// it is told by the thread alone, so that whatever was told has a scope that will
// find it gone. News says that something about it has changed.
func (c *Connector) meet(ctx context.Context, page *inbox.Page, s *status, news string) error {
	c.introduce(page, s.Account)
	at, err := c.placeOf(ctx, s)
	if err != nil {
		return err
	}
	if at.root == "" { // the thread is found by the status
		follow(page, inbox.Follow{Scope: threadScope(string(s.ID)), Turn: inbox.Then})
		return nil
	}
	if !c.wanted(at.channel) {
		return nil
	}
	f := inbox.Follow{Scope: threadScope(at.root), Turn: inbox.Then, Mark: news}
	newest := c.newestOf(at.root)
	if known, ok := c.where(at.root); ok && known.channel != at.channel {
		f.Mark = "moved to " + at.channel
	} else if news == "" && newest != "" && before(newest, string(s.ID)) {
		f.Mark = string(s.ID)
	}
	if page.Heard && newest != "" { // the thread is there to be added to
		c.tell(page, s, at)
	}
	follow(page, f)
	return nil
}

// placeOf is where a status stands, as far as that is known without asking.
func (c *Connector) placeOf(ctx context.Context, s *status) (place, error) {
	if s.Answers != "" {
		at, known := c.where(string(s.ID))
		if !known {
			at, _ = c.where(string(s.Answers)) // it stands where the one stands that it answers
		}
		return at, nil
	}
	channel, err := c.channelOf(ctx, s)
	return place{channel, string(s.ID)}, err
}

func threadScope(id string) string { return "thread:" + id }

// follow adds a scope to a page, once; of two that name one the marked counts.
func follow(page *inbox.Page, f inbox.Follow) {
	for i := range page.Follow {
		if page.Follow[i].Scope == f.Scope {
			if f.Mark != "" {
				page.Follow[i] = f
			}
			return
		}
	}
	page.Follow = append(page.Follow, f)
}
