package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// guild is the server as it was last seen.
type guild struct {
	id, name_, owner string
	roles            map[string]role
	rooms            map[string]channel
	custom           map[string]string // emoji of its own: "name:id" by name
	skipped          []inbox.Skip
}

// name is what a role or a channel is called.
func (g *guild) name(id string) (string, bool) {
	if ch, ok := g.rooms[id]; ok {
		return ch.Name, true
	}
	r, ok := g.roles[id]
	return r.Name, ok
}

// us is who we are there.
type us struct {
	account inbox.Account
	handle  string
	roles   []string
}

// server is the server's ID. Without one in the options it is the only one that
// the bot is in.
func (c *Connector) server(ctx context.Context) (string, error) {
	if c.opts.Team != "" {
		if !isID(c.opts.Team) {
			return "", &platform.Refused{Method: "Discord", Reason: noServer}
		}
		return c.opts.Team, nil
	}
	c.mu.RLock()
	known := c.us
	c.mu.RUnlock()
	if known != nil {
		return known.account.Team, nil
	}
	teams, err := c.servers(ctx)
	switch {
	case err != nil:
		return "", err
	case len(teams) != 1:
		return "", &platform.Refused{Method: "GET " + rest.GetCurrentUserGuilds.Route, Reason: noServer}
	}
	return teams[0].ID, nil
}

// noServer is our own word for a bot that is in no server, or in several of
// which none was named.
const noServer = "no_server"

// servers are those that the bot is in.
func (c *Connector) servers(ctx context.Context) ([]platform.Team, error) {
	q := question{to: rest.GetCurrentUserGuilds, query: url.Values{"limit": {"200"}}}
	records, err := c.list(ctx, q)
	if err != nil {
		return nil, err
	}
	var teams []platform.Team
	for _, raw := range records {
		var g struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		}
		if json.Unmarshal(raw, &g) == nil && isID(g.ID) {
			teams = append(teams, platform.Team{ID: g.ID, Name: g.Name})
		}
	}
	return teams, nil
}

// look asks for the server and its channels: two requests.
func (c *Connector) seeGuild(ctx context.Context) (*guild, error) {
	id, err := c.server(ctx)
	if err != nil {
		return nil, err
	}
	var g struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Owner string `json:"owner_id"`
		Roles []json.RawMessage
		Emoji []json.RawMessage `json:"emojis"`
	}
	q := question{to: rest.GetGuild, ids: []any{id}}
	if err := c.ask(ctx, q, &g); err != nil {
		return nil, shut(err)
	}
	if g.ID != id || len(g.Roles) == 0 {
		return nil, strange(q)
	}
	records, err := c.list(ctx, question{to: rest.GetGuildChannels, ids: []any{id}})
	if err != nil {
		return nil, shut(err)
	}
	seen := &guild{id: id, name_: g.Name, owner: g.Owner, roles: map[string]role{}, rooms: map[string]channel{}, custom: map[string]string{}}
	for _, raw := range g.Roles {
		var r role
		if json.Unmarshal(raw, &r) == nil {
			seen.roles[r.ID] = r
		}
	}
	for _, raw := range g.Emoji {
		var e struct{ ID, Name string }
		if json.Unmarshal(raw, &e) == nil && isID(e.ID) && e.Name != "" {
			seen.custom[e.Name] = e.Name + ":" + e.ID
		}
	}
	for _, raw := range records {
		var ch channel
		if json.Unmarshal(raw, &ch) != nil || !isID(ch.ID) {
			seen.skipped = append(seen.skipped, inbox.Skip{Where: "the list of channels", Why: "1 channel left out: it is not one as Discord describes them"})
			continue
		}
		seen.rooms[ch.ID] = ch
	}
	c.mu.Lock()
	c.guild = seen
	for _, ch := range seen.rooms {
		if ch.hasMessages() {
			c.newest[ch.ID] = ch.last()
		}
	}
	c.mu.Unlock()
	return seen, nil
}

// shut says of a server that cannot be seen that the account is refused as a
// whole.
func shut(err error) error {
	switch coded(err) {
	case unknownGuild, missingAccess:
		return &platform.Refused{Method: "GET " + rest.GetGuild.Route, Reason: fmt.Sprint(unknownGuild, " the bot is not in this server")}
	}
	return err
}

// known is the server as it was last seen; it is asked for if it never was.
func (c *Connector) known(ctx context.Context) (*guild, *us, error) {
	c.mu.RLock()
	g, u := c.guild, c.us
	c.mu.RUnlock()
	var err error
	if u == nil {
		if u, err = c.identify(ctx); err != nil {
			return nil, nil, err
		}
	}
	if g == nil {
		if g, err = c.seeGuild(ctx); err != nil {
			return nil, nil, err
		}
	}
	return g, u, nil
}

// may reports what we may do in a channel, by Discord's rules (docs.discord.com,
// Permissions): the roles' grants, then the channel's own exceptions for
// everyone, for roles, and for us.
func (g *guild) may(u *us, in string) discord.Permissions {
	base := bits(g.roles[g.id].Permissions)
	for _, id := range u.roles {
		base |= bits(g.roles[id].Permissions)
	}
	if base.Has(discord.PermissionAdministrator) || g.owner == u.account.Self {
		return discord.PermissionsAll
	}
	var allow, deny discord.Permissions
	for _, o := range g.rooms[in].Overwrites {
		switch {
		case o.Type == 0 && o.ID == g.id:
			base = base&^bits(o.Deny) | bits(o.Allow)
		case o.Type == 0 && slices.Contains(u.roles, o.ID):
			allow, deny = allow|bits(o.Allow), deny|bits(o.Deny)
		}
	}
	base = base&^deny | allow
	for _, o := range g.rooms[in].Overwrites {
		if o.Type == 1 && o.ID == u.account.Self {
			base = base&^bits(o.Deny) | bits(o.Allow)
		}
	}
	return base
}

func bits(text string) discord.Permissions {
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		return 0
	}
	return discord.Permissions(n)
}

// reads reports whether the messages of a channel can be read: where the history
// is closed to us, Discord answers with an empty list as if there were none.
func (g *guild) reads(u *us, ch channel) bool {
	return g.may(u, ch.ID).Has(discord.PermissionViewChannel, discord.PermissionReadMessageHistory)
}

// wanted reports whether a channel is among those that are to be read.
func (c *Connector) wanted(ch channel) bool {
	return len(c.opts.Channels) == 0 || slices.Contains(c.opts.Channels, ch.ID) ||
		slices.ContainsFunc(c.opts.Channels, func(name string) bool { return strings.TrimPrefix(name, "#") == ch.Name })
}

// room is a channel in our language. One that not everyone sees is private.
func (g *guild) room(ch channel) inbox.Channel {
	everyone := &us{account: inbox.Account{Self: "everyone"}}
	kind := inbox.Private
	if g.may(everyone, ch.ID).Has(discord.PermissionViewChannel) {
		kind = inbox.Public
	}
	out := inbox.Channel{ID: ch.ID, Name: ch.Name, Kind: kind, Forum: ch.isForum()}
	if ch.Topic != nil {
		out.Topic = *ch.Topic
	}
	if at, err := sent(ch.ID); err == nil {
		out.Created = at
	}
	return out
}

// moderators are the rights that make a member one of us.
const moderators = discord.PermissionAdministrator | discord.PermissionManageGuild | discord.PermissionKickMembers |
	discord.PermissionBanMembers | discord.PermissionModerateMembers

// teams reports whether roles make a member one of us.
func (g *guild) teams(id string, roles []string) bool {
	if id == g.owner {
		return true
	}
	for _, r := range roles {
		if bits(g.roles[r].Permissions)&moderators != 0 {
			return true
		}
	}
	return false
}
