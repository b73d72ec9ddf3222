package discord

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// rosterCursor is how far the roster is read: the channels with the threads that
// are open, then the members.
type rosterCursor struct {
	Begun int64  `json:"begun,omitempty"` // in Unix microseconds; 0: none is read
	After string `json:"after,omitempty"` // the last member that was read
	Pages int    `json:"pages,omitempty"` // of members, of the reading under way

	Listed int64 `json:"listed,omitempty"` // when all members were read last, in Unix seconds …
	Took   int   `json:"took,omitempty"`   // … and how many pages that took
}

// membersRest is how long the members of a large server are left alone, for each
// page of them; those of a small one are read in every round. The gateway tells
// of those who come and go.
const membersRest = 15 * time.Minute

// firstSweep is how long a channel that was just read is left alone.
const firstSweep = 10 * time.Minute

func (c *Connector) fetchRoster(ctx context.Context, page *inbox.Page) error {
	at := platform.Load[rosterCursor](page.Scope.Cursor)
	now := c.opts.Now()
	if at.Begun == 0 {
		at = rosterCursor{Begun: now.UnixMicro(), Listed: at.Listed, Took: at.Took}
		if err := c.channels(ctx, page); err != nil {
			return err
		}
		page.Since = time.UnixMicro(at.Begun)
		if c.lists() && at.due(now, page.Scope.Asked) {
			page.More, at.After = true, "0"
		} else {
			at.Begun = 0
		}
		page.Scope.Cursor = platform.Save(at)
		return nil
	}
	page.Since = time.UnixMicro(at.Begun)
	more, err := c.members(ctx, page, &at)
	if err != nil {
		return err
	}
	if page.More = more; !more {
		at = rosterCursor{Listed: now.Unix(), Took: at.Pages}
	}
	page.Scope.Cursor = platform.Save(at)
	return nil
}

// due reports whether it is time to read the members again.
func (at *rosterCursor) due(now time.Time, asked bool) bool {
	rest := time.Duration(at.Took) * membersRest
	return at.Listed == 0 || at.Took <= 1 || asked && at.Took <= 10 || now.Unix()-at.Listed > int64(rest.Seconds())
}

func (c *Connector) lists() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.listed
}

// channels reads the server, its channels and the threads that are open: three
// requests.
func (c *Connector) channels(ctx context.Context, page *inbox.Page) error {
	c.mu.RLock()
	seen := c.us != nil
	c.mu.RUnlock()
	g, u, err := c.known(ctx)
	if err == nil && seen { // else it was asked for just now
		g, err = c.seeGuild(ctx)
	}
	if err != nil {
		return err
	}
	page.Skipped = append(page.Skipped, g.skipped...)
	ids := make([]string, 0, len(g.rooms))
	for id := range g.rooms {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		if before(a, b) {
			return -1
		}
		return 1
	})
	for _, id := range ids {
		c.meet(page, g, u, g.rooms[id])
	}
	page.Follow = append(page.Follow,
		inbox.Follow{Scope: "reports", Turn: inbox.First}, inbox.Follow{Scope: "log", Turn: inbox.First})
	var open struct {
		Threads []json.RawMessage `json:"threads"`
	}
	q := question{to: rest.GetActiveGuildThreads, ids: []any{g.id}}
	if err := c.ask(ctx, q, &open); err != nil {
		return err
	}
	if open.Threads == nil {
		return strange(q)
	}
	for _, raw := range open.Threads {
		c.meetThread(page, raw, "")
	}
	return nil
}

// meet takes a channel of the roster, and follows it if it is to be read.
func (c *Connector) meet(page *inbox.Page, g *guild, u *us, ch channel) {
	if !ch.hasMessages() && !ch.isForum() || !g.reads(u, ch) {
		return
	}
	page.Channels = append(page.Channels, g.room(ch))
	if !c.wanted(ch) {
		return
	}
	if ch.isForum() {
		page.Follow = append(page.Follow, inbox.Follow{Scope: archivedScope(ch.ID), Turn: inbox.First, Channel: ch.ID})
		return
	}
	after := c.opts.Now().Add(firstSweep)
	page.Follow = append(page.Follow,
		inbox.Follow{Scope: channelScope(ch.ID), Turn: inbox.First, Channel: ch.ID, Mark: ch.mark()},
		inbox.Follow{Scope: sweepScope(ch.ID), Turn: inbox.Spare, Channel: ch.ID, After: after})
	if ch.Type == textChannel || ch.Type == newsChannel {
		page.Follow = append(page.Follow, inbox.Follow{Scope: archivedScope(ch.ID), Turn: inbox.Spare, After: after})
	}
}

// meetThread takes a thread that was shown, and follows it if its channel is
// read. In is the channel it must belong to, "" for any.
func (c *Connector) meetThread(page *inbox.Page, raw json.RawMessage, in string) {
	var ch channel
	if json.Unmarshal(raw, &ch) != nil || !isID(ch.ID) || !isID(ch.ParentID) || !ch.isThread() || in != "" && ch.ParentID != in {
		page.Skipped = append(page.Skipped, inbox.Skip{Where: "the list of threads", Why: "1 thread left out: it is not one as Discord describes them"})
		return
	}
	c.note(ch)
	if follow, ok := c.followThread(ch); ok {
		page.Follow = append(page.Follow, follow)
	}
}

// note remembers a thread.
func (c *Connector) note(ch channel) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.threads[ch.ID] = thread{ID: ch.ID, Channel: ch.ParentID, Name: ch.Name}
	c.newest[ch.ID], c.marks[ch.ID] = ch.last(), ch.mark()
}

// followThread is the scope of a thread, if its channel is read.
func (c *Connector) followThread(ch channel) (inbox.Follow, bool) {
	c.mu.RLock()
	g, u := c.guild, c.us
	c.mu.RUnlock()
	if g == nil || u == nil || ch.last() == "" {
		return inbox.Follow{}, false
	}
	parent, known := g.rooms[ch.ParentID]
	if !known || !g.reads(u, parent) || !c.wanted(parent) {
		return inbox.Follow{}, false
	}
	return inbox.Follow{Scope: threadScope(ch.ParentID, ch.ID), Turn: inbox.Then, Mark: ch.mark()}, true
}

// members reads the next page of members. Without the privileged intent Discord
// does not list them: who speaks is then known from what they say.
func (c *Connector) members(ctx context.Context, page *inbox.Page, at *rosterCursor) (more bool, err error) {
	g, u, err := c.known(ctx)
	if err != nil {
		return false, err
	}
	q := question{
		to: rest.GetMembers, ids: []any{g.id},
		query: url.Values{"limit": {strconv.Itoa(mostMembers)}, "after": {at.After}},
	}
	records, err := c.list(ctx, q)
	if here(err) {
		c.mu.Lock()
		c.listed = false
		c.mu.Unlock()
		page.Skipped = append(page.Skipped, inbox.Skip{
			Where: "the list of members", Why: "Discord does not show it: turn on Server Members Intent at " + portal + " under Bot",
		})
		return false, nil
	}
	if err != nil {
		return false, err
	}
	high := at.After
	for _, raw := range records {
		var m member
		if json.Unmarshal(raw, &m) != nil || m.User == nil || !isID(m.User.ID) {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: "the list of members", Why: "1 member left out: it is not one as Discord describes them"})
			continue
		}
		high = later(high, m.User.ID)
		page.Members = append(page.Members, c.introduce(g, u, m))
	}
	more = len(records) >= mostMembers && high != at.After
	at.After, at.Pages = high, at.Pages+1
	return more, nil
}

// introduce remembers what a member is called, and who belongs to us.
func (c *Connector) introduce(g *guild, u *us, m member) inbox.Member {
	one := inbox.Member{ID: m.User.ID, Handle: m.User.handle(), Name: m.User.called(m.Nick), Role: inbox.Community}
	if m.JoinedAt != nil {
		one.Joined = *m.JoinedAt
	}
	team := g.teams(m.User.ID, m.Roles)
	switch {
	case one.ID == u.account.Self:
		one.Role = inbox.Team
	case m.User.Bot:
		one.Role = inbox.Bot
	case team:
		one.Role = inbox.Team
	}
	one.Deleted = strings.HasPrefix(m.User.Username, "deleted_user_")
	c.mu.Lock()
	c.names[one.ID], c.team[one.ID] = one.Handle, team
	if one.ID == u.account.Self && !slices.Equal(u.roles, m.Roles) { // we were given others
		now := *u
		now.roles = m.Roles
		c.us = &now
	}
	c.mu.Unlock()
	return one
}

func itoa(n int) string { return strconv.Itoa(n) }
