package slack

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rounds/inbox"
)

// rosterCursor is how far the roster is read: all channels, then all members.
type rosterCursor struct {
	Members bool   `json:"members,omitempty"`
	At      string `json:"at,omitempty"` // Slack's
	Pages   int    `json:"pages,omitempty"`
}

// rosterRest is how long the roster of a workspace that takes many pages is
// left alone; a small one is read in every round.
const rosterRest = 15 * time.Minute

func (c *Connector) fetchRoster(ctx context.Context, page *inbox.Page) error {
	at := load[rosterCursor](page.Scope.Cursor)
	err := c.rosterPage(ctx, page, &at)
	if refusal(err) == "invalid_cursor" && at.At != "" {
		at = rosterCursor{}
		err = c.rosterPage(ctx, page, &at)
	}
	if err != nil {
		return err
	}
	at.Pages++
	if at.At == "" && at.Members {
		page.Scope.Cursor = ""
		if at.Pages > 2 {
			page.Again = c.opts.Now().Add(rosterRest)
		}
		return nil
	}
	if at.At == "" {
		at.Members = true
	}
	page.Scope.Cursor, page.More = save(at), true
	return nil
}

// rosterPage reads one page of channels or members, and moves at behind it.
func (c *Connector) rosterPage(ctx context.Context, page *inbox.Page, at *rosterCursor) error {
	if at.Members {
		return c.members(ctx, page, at)
	}
	return c.channels(ctx, page, at)
}

func (c *Connector) channels(ctx context.Context, page *inbox.Page, at *rosterCursor) error {
	found, next, err := c.listChannels(ctx, at.At, "public_channel", "private_channel")
	if refusal(err) == "missing_scope" {
		// A token may well be allowed to see the public ones only.
		found, next, err = c.listChannels(ctx, at.At, "public_channel")
	}
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, ch := range found {
		channel := channelOf(ch)
		c.names[channel.ID] = channel.Name
		page.Channels = append(page.Channels, channel)
		if c.follows(ch) {
			page.Follow = append(page.Follow, channelScope(ch.ID))
		}
	}
	at.At = next
	return nil
}

func (c *Connector) listChannels(ctx context.Context, cursor string, types ...string) ([]slack.Channel, string, error) {
	found, next, err := c.api.GetConversationsContext(ctx, &slack.GetConversationsParameters{Cursor: cursor, Limit: 200, Types: types})
	if err == nil && found == nil {
		err = errStrange
	}
	if err != nil {
		return nil, "", settle("conversations.list", err)
	}
	return found, next, nil
}

// follows reports whether a channel is read. Without a list of our own it is
// read if we are in it.
func (c *Connector) follows(ch slack.Channel) bool {
	if len(c.opts.Channels) == 0 {
		return ch.IsMember
	}
	return slices.Contains(c.opts.Channels, ch.ID) ||
		slices.ContainsFunc(c.opts.Channels, func(name string) bool { return strings.TrimPrefix(name, "#") == ch.Name })
}

func channelOf(ch slack.Channel) inbox.Channel {
	r := room{ID: ch.ID, Name: ch.Name, Created: int64(ch.Created), Archived: ch.IsArchived}
	r.Topic.Value, r.Purpose.Value = ch.Topic.Value, ch.Purpose.Value
	switch {
	case ch.IsIM || ch.IsMpIM:
		return r.channel(inbox.Direct)
	case ch.IsPrivate:
		return r.channel(inbox.Private)
	}
	return r.channel(inbox.Public)
}

func (c *Connector) members(ctx context.Context, page *inbox.Page, at *rosterCursor) error {
	answer, err := c.api.GetUsersPaginated(slack.GetUsersOptionLimit(200), slack.GetUsersOptionCursor(at.At)).Next(ctx)
	if err == nil && answer.Users == nil {
		err = errStrange
	}
	if err != nil {
		return settle("users.list", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, u := range answer.Users {
		if u.ID == "" {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: "users.list", Why: fmt.Sprintf("a member without an ID, named %q", u.Name)})
			continue
		}
		one := memberOf(u)
		c.names[one.ID], c.bots[one.ID] = one.Handle, one.Role == inbox.Bot
		page.Members = append(page.Members, one)
	}
	at.At = answer.Cursor
	return nil
}

func memberOf(u slack.User) inbox.Member {
	m := member{
		ID: u.ID, TeamID: u.TeamID, Name: u.Name, Real: u.RealName, Zone: u.TZ,
		Deleted: u.Deleted, IsBot: u.IsBot, IsAdmin: u.IsAdmin, IsOwner: u.IsOwner,
	}
	m.Profile.Display, m.Profile.Real, m.Profile.Email = u.Profile.DisplayName, u.Profile.RealName, u.Profile.Email
	return m.member()
}
