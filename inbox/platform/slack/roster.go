package slack

import (
	"context"
	"encoding/json"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// rosterCursor is how far the roster is read: all channels, then all members.
type rosterCursor struct {
	Members bool   `json:"members,omitempty"`
	At      string `json:"at,omitempty"` // Slack's
	Pages   int    `json:"pages,omitempty"`
	Begun   int64  `json:"begun,omitempty"` // in Unix microseconds
	Public  bool   `json:"public,omitempty"`

	Seen []uint32 `json:"seen,omitempty"` // sums of Slack's cursors so far
}

// rosterRest is how long the roster of a workspace that takes many pages is
// left alone; a small one is read in every round.
const rosterRest = 15 * time.Minute

func (c *Connector) fetchRoster(ctx context.Context, page *inbox.Page) error {
	at := platform.Load[rosterCursor](page.Scope.Cursor)
	if at.Begun == 0 {
		at = rosterCursor{Begun: c.opts.Now().UnixMicro()}
	}
	was := at.At
	err := c.rosterPage(ctx, page, &at)
	if refusal(err) == "invalid_cursor" && was != "" {
		at = rosterCursor{Begun: c.opts.Now().UnixMicro()}
		err = c.rosterPage(ctx, page, &at)
	}
	if err != nil {
		return err
	}
	at.Pages++
	if at.circles() { // it is begun anew later; nothing follows from half of it
		page.Scope.Cursor, page.Again = "", c.opts.Now().Add(time.Minute)
		page.Skipped = append(page.Skipped, inbox.Skip{Where: "the lists of channels and members", Why: "lead in circles; read again in a minute"})
		return nil
	}
	page.Since = time.UnixMicro(at.Begun)
	if at.At == "" && at.Members {
		page.Scope.Cursor = ""
		if at.Pages > 2 {
			page.Again = c.opts.Now().Add(rosterRest)
		}
		return nil
	}
	if at.At == "" {
		at.Members, at.Seen = true, nil
	}
	page.Scope.Cursor, page.More = platform.Save(at), true
	return nil
}

// circles notes Slack's cursor, and reports whether it was here before.
func (at *rosterCursor) circles() bool {
	if at.At == "" {
		return false
	}
	sum := crc32.ChecksumIEEE([]byte(at.At))
	if slices.Contains(at.Seen, sum) {
		return true
	}
	at.Seen = append(at.Seen, sum)
	return false
}

// rosterPage reads one page of channels or members, and moves at behind it.
func (c *Connector) rosterPage(ctx context.Context, page *inbox.Page, at *rosterCursor) error {
	if at.Members {
		return c.members(ctx, page, at)
	}
	return c.channels(ctx, page, at)
}

func (c *Connector) channels(ctx context.Context, page *inbox.Page, at *rosterCursor) error {
	types := []string{"public_channel", "private_channel"}
	if at.Public || c.lacks("groups:read") {
		types = types[:1]
	}
	found, next, err := c.listChannels(ctx, at.At, types)
	if refusal(err) == "missing_scope" && len(types) > 1 {
		// A token may well be allowed to see the public ones only.
		at.Public = true
		found, next, err = c.listChannels(ctx, at.At, types[:1])
	}
	if err != nil {
		return err
	}
	c.beginMeeting(at)
	err = found.elements(func(raw []byte) {
		var r liveRoom
		if json.Unmarshal(raw, &r) != nil || r.ID == "" {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: "conversations.list", Why: "1 channel left out: it is not one as Slack describes them"})
			return
		}
		c.meet(page, r)
	})
	if at.At = next; next == "" {
		c.endMeeting(at)
	}
	return err
}

// beginMeeting and endMeeting let the names of channels be those of the last
// whole list: one that is not shown any more is called as a link to it says. A
// list that was begun by another program only adds to them.
func (c *Connector) beginMeeting(at *rosterCursor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at.At == "" {
		c.meeting, c.met = map[string]string{}, at.Begun
	}
	if c.meeting == nil {
		c.meeting = map[string]string{}
	}
}

func (c *Connector) endMeeting(at *rosterCursor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.met == at.Begun {
		c.rooms = c.meeting
	} else {
		maps.Copy(c.rooms, c.meeting)
	}
	c.meeting = nil
}

// liveRoom is a channel as the API writes one.
type liveRoom struct {
	room
	IsMember  *bool `json:"is_member"` // a list that does not say so holds what may be read
	IsPrivate bool  `json:"is_private"`
	IsIM      bool  `json:"is_im"`
	IsMpIM    bool  `json:"is_mpim"`
}

// meet takes a channel of the roster, and follows it if it is to be read.
func (c *Connector) meet(page *inbox.Page, r liveRoom) {
	kind := inbox.Public
	switch {
	case r.IsIM || r.IsMpIM:
		kind = inbox.Direct
	case r.IsPrivate:
		kind = inbox.Private
	}
	channel := r.channel(kind)
	wanted := c.follows(r)
	c.mu.Lock()
	c.meeting[channel.ID], c.archived[channel.ID] = channel.Name, channel.Archived
	if delete(c.read, channel.ID); wanted {
		c.read[channel.ID] = true
	}
	c.mu.Unlock()
	page.Channels = append(page.Channels, channel)
	if !wanted {
		return
	}
	page.Follow = append(page.Follow,
		inbox.Follow{Scope: channelScope(r.ID), Turn: inbox.First, Channel: r.ID},
		inbox.Follow{Scope: sweepScope(r.ID), Turn: inbox.Spare, Channel: r.ID, After: c.opts.Now().Add(firstSweep)})
}

func (c *Connector) listChannels(ctx context.Context, cursor string, types []string) (*sieve, string, error) {
	api, found := c.sifting("channels")
	list, next, err := api.GetConversationsContext(ctx, &slack.GetConversationsParameters{Cursor: cursor, Limit: c.opts.RosterSize, Types: types})
	if err == nil && list == nil {
		err = errStrange
	}
	if err != nil {
		return nil, "", settle("conversations.list", err)
	}
	return found, next, nil
}

// follows reports whether a channel is read. Without a list of our own it is
// read if we are in it.
func (c *Connector) follows(r liveRoom) bool {
	if len(c.opts.Channels) == 0 {
		return r.IsMember == nil || *r.IsMember
	}
	return slices.Contains(c.opts.Channels, r.ID) ||
		slices.ContainsFunc(c.opts.Channels, func(name string) bool { return strings.TrimPrefix(name, "#") == r.Name })
}

func (c *Connector) members(ctx context.Context, page *inbox.Page, at *rosterCursor) error {
	api, found := c.sifting("members")
	answer, err := api.GetUsersPaginated(slack.GetUsersOptionLimit(c.opts.RosterSize), slack.GetUsersOptionCursor(at.At)).Next(ctx)
	if err == nil && answer.Users == nil {
		err = errStrange
	}
	if err != nil {
		return settle("users.list", err)
	}
	err = found.elements(func(raw []byte) {
		var m member
		if json.Unmarshal(raw, &m) != nil || m.ID == "" {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: "users.list", Why: "1 member left out: it is not one as Slack describes them"})
			return
		}
		page.Members = append(page.Members, c.introduce(m))
	})
	at.At = answer.Cursor
	return err
}

// introduce remembers what a member is called.
func (c *Connector) introduce(m member) inbox.Member {
	one := m.member()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.names[one.ID], c.bots[one.ID] = one.Handle, one.Role == inbox.Bot
	return one
}
