package discourse

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// rosterCursor is how far the roster is read: all categories at once, then the
// members page by page.
type rosterCursor struct {
	Begun int64 `json:"begun,omitempty"` // in Unix microseconds; 0: not begun
	At    int   `json:"at,omitempty"`    // the next page of members
	Newer int64 `json:"newer,omitempty"` // the highest member that was met before this reading
	High  int64 `json:"high,omitempty"`
	Whole int64 `json:"whole,omitempty"` // when all members were read last, in Unix seconds
	All   bool  `json:"all,omitempty"`   // this reading goes through all
	Seen  int   `json:"seen,omitempty"`  // pages in a row with nobody new
}

// Who joins is looked for in every round; all members are read again now and
// then, since somebody may be called otherwise.
const wholeRoster = 24 * time.Hour

// rosterRest is how long the roster is left alone where requests are dear.
const rosterRest = 15 * time.Minute

func (c *Connector) fetchRoster(ctx context.Context, page *inbox.Page) error {
	at := platform.Load[rosterCursor](page.Scope.Cursor)
	now := c.opts.Now()
	if at.Begun == 0 {
		at = rosterCursor{Begun: now.UnixMicro(), Newer: at.High, High: at.High, Whole: at.Whole}
		at.All = page.Scope.Asked || now.Unix()-at.Whole >= int64(wholeRoster.Seconds())
		if err := c.categories(ctx, page); err != nil {
			return barred(err)
		}
	} else if err := c.members(ctx, page, &at); err != nil {
		return err
	} else if at.At == 0 { // that was the last
		if at.All {
			at.Whole = at.Begun / 1e6
		}
		page.Since = time.UnixMicro(at.Begun)
		page.Again = c.rest(0, rosterRest)
		page.Scope.Cursor = platform.Save(rosterCursor{High: at.High, Whole: at.Whole})
		return nil
	}
	page.Since = time.UnixMicro(at.Begun)
	page.Scope.Cursor, page.More = platform.Save(at), true
	return nil
}

// category is one as Discourse writes it.
type category struct {
	ID         int64             `json:"id"`
	Name       string            `json:"name"`
	Slug       string            `json:"slug"`
	Text       string            `json:"description_text"`
	Restricted bool              `json:"read_restricted"`
	Topics     int               `json:"topic_count"`
	Under      []json.RawMessage `json:"subcategory_list"`
}

// fewCategories is how many categories a forum shows at once that has so many
// that it shows them page by page.
const fewCategories = 20

// mostCategories is how many pages of categories are read.
const mostCategories = 50

// listed asks for a page of the categories.
func (c *Connector) listed(ctx context.Context, at int) ([]json.RawMessage, error) {
	var answer struct {
		List *struct {
			Categories []json.RawMessage `json:"categories"`
		} `json:"category_list"`
	}
	q := url.Values{"include_subcategories": {"true"}}
	if at > 1 {
		q.Set("page", strconv.Itoa(at))
	}
	if _, err := c.api.Do(ctx, platform.Call{Name: "GET /categories.json", Path: "/categories.json", Query: q}, &answer); err != nil {
		return nil, err
	}
	if answer.List == nil || answer.List.Categories == nil {
		return nil, strange("no list of categories")
	}
	return answer.List.Categories, nil
}

// categories reads all categories, those below others too.
func (c *Connector) categories(ctx context.Context, page *inbox.Page) error {
	rooms, topics := map[string]room{}, 0
	var meet func(raw json.RawMessage, above string)
	meet = func(raw json.RawMessage, above string) {
		var k category
		if json.Unmarshal(raw, &k) != nil || k.ID <= 0 || k.Name == "" {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: "the list of categories", Why: "1 category left out: it is not one as Discourse describes them"})
			return
		}
		if _, met := rooms[id(k.ID)]; !met {
			topics += k.Topics
			rooms[id(k.ID)] = c.meet(page, k, above)
		}
		for _, one := range k.Under {
			meet(one, above+k.Name+" / ")
		}
	}
	for at := 1; at <= mostCategories; at++ {
		found, err := c.listed(ctx, at)
		if err != nil {
			return err
		}
		before := len(rooms)
		for _, raw := range found {
			meet(raw, "")
		}
		if len(rooms) == before || len(found) != fewCategories {
			break
		}
	}
	c.mu.Lock()
	c.rooms, c.topics = rooms, topics
	c.mu.Unlock()
	if c.opts.Private {
		page.Channels = append(page.Channels, inbox.Channel{ID: Messages, Name: "Messages", Kind: inbox.Direct})
		page.Follow = append(page.Follow, c.follows(Messages)...)
	}
	page.Follow = append(page.Follow, inbox.Follow{Scope: latestScope, Turn: inbox.First})
	if us, err := c.who(ctx); err == nil && us.reviews() {
		page.Follow = append(page.Follow, inbox.Follow{Scope: reportScope, Turn: inbox.First})
	} else if err != nil && !here(err) {
		return err
	}
	return nil
}

// meet takes a category of the roster, and follows it if it is to be read.
func (c *Connector) meet(page *inbox.Page, k category, above string) room {
	channel := inbox.Channel{ID: id(k.ID), Name: above + k.Name, Kind: inbox.Public, Topic: strings.TrimSpace(k.Text)}
	if k.Restricted {
		channel.Kind = inbox.Private
	}
	page.Channels = append(page.Channels, channel)
	r := room{name: k.Name, read: c.wanted(channel.ID, k.Name, k.Slug, channel.Name)}
	if r.read {
		page.Follow = append(page.Follow, c.follows(channel.ID)...)
	}
	return r
}

// firstSweep is how long a category that was just read is left alone.
const firstSweep = 10 * time.Minute

func (c *Connector) follows(channel string) []inbox.Follow {
	return []inbox.Follow{
		{Scope: channelScope(channel), Turn: inbox.First, Channel: channel},
		{Scope: sweepScope(channel), Turn: inbox.Spare, Channel: channel, After: c.opts.Now().Add(firstSweep)},
	}
}

// wanted reports whether a category is to be read.
func (c *Connector) wanted(names ...string) bool {
	return len(c.opts.Channels) == 0 || slices.ContainsFunc(c.opts.Channels, func(want string) bool {
		return slices.Contains(names, strings.TrimPrefix(want, "#"))
	})
}

// reads reports whether a channel is read. One that the connector has not met
// is a category that was made since the roster was read.
func (c *Connector) reading(channel string) bool {
	if channel == Messages {
		return c.opts.Private
	}
	c.mu.RLock()
	r, known := c.rooms[channel]
	c.mu.RUnlock()
	if !known {
		return c.wanted(channel)
	}
	return r.read
}

// person is a member as Discourse writes one, in whichever of its lists.
type person struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	Name     string `json:"name"`
	Admin    bool   `json:"admin"`
	Mod      bool   `json:"moderator"`
	Created  *stamp `json:"created_at"`
}

func (p person) member() inbox.Member {
	m := inbox.Member{ID: id(p.ID), Handle: p.Username, Name: p.Name, Role: inbox.Community}
	switch {
	case p.ID < 0:
		m.Role = inbox.Bot
	case p.Admin || p.Mod:
		m.Role = inbox.Team
	}
	if p.Created != nil {
		m.Joined = p.Created.Time
	}
	return m
}

// members reads one page of members, the newest first where the key may list
// them so, and moves at behind it; at.At is 0 when there are no more.
func (c *Connector) members(ctx context.Context, page *inbox.Page, at *rosterCursor) error {
	us, err := c.who(ctx)
	if err != nil {
		return err
	}
	newest := us.staff()
	var found []json.RawMessage
	var more bool
	if newest {
		found, more, err = c.newest(ctx, at.At)
	}
	if !newest || here(err) { // the list of the staff may be closed to a key
		newest = false
		found, more, err = c.directory(ctx, at.At)
	}
	if here(err) { // a forum may keep its directory closed
		at.At = 0
		return nil
	}
	if err != nil {
		return err
	}
	was, high := at.Newer, at.High
	older := false
	for _, raw := range found {
		var p person
		if json.Unmarshal(raw, &p) != nil || p.ID == 0 || p.Username == "" {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: "the list of members", Why: "1 member left out: it is not one as Discourse describes them"})
			continue
		}
		high, older = max(high, p.ID), older || p.ID <= was
		page.Members = append(page.Members, c.introduce(p))
	}
	at.High = high
	at.At++
	if !more || !at.All && older && newest || at.At > 10_000 {
		at.At = 0
	}
	return nil
}

// introduce remembers what a member is called.
func (c *Connector) introduce(p person) inbox.Member {
	m := p.member()
	c.mu.Lock()
	defer c.mu.Unlock()
	if was := c.names[m.ID]; was != "" && !strings.EqualFold(was, m.Handle) {
		delete(c.ids, strings.ToLower(was))
	}
	c.names[m.ID], c.ids[strings.ToLower(m.Handle)] = m.Handle, m.ID
	return m
}

// newest lists the members of which a moderator is told, newest first.
func (c *Connector) newest(ctx context.Context, at int) ([]json.RawMessage, bool, error) {
	var found []json.RawMessage
	q := url.Values{"page": {strconv.Itoa(at + 1)}, "order": {"created"}}
	_, err := c.api.Do(ctx, platform.Call{Name: "GET /admin/users/list/new.json", Path: "/admin/users/list/new.json", Query: q}, &found)
	if err == nil && found == nil {
		err = strange("no list of members")
	}
	return found, len(found) > 0, err
}

// directory lists the members that everybody is told of.
func (c *Connector) directory(ctx context.Context, at int) ([]json.RawMessage, bool, error) {
	var answer struct {
		Items []struct {
			User json.RawMessage `json:"user"`
		} `json:"directory_items"`
		Meta struct {
			Total int `json:"total_rows_directory_items"`
		} `json:"meta"`
	}
	q := url.Values{"period": {"all"}, "order": {"days_visited"}, "page": {strconv.Itoa(at)}}
	_, err := c.api.Do(ctx, platform.Call{Name: "GET /directory_items.json", Path: "/directory_items.json", Query: q}, &answer)
	if err == nil && answer.Items == nil {
		err = strange("no directory")
	}
	var found []json.RawMessage
	for _, item := range answer.Items {
		found = append(found, item.User)
	}
	return found, len(found) > 0, err
}
