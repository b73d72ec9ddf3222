package discord

import (
	"context"
	"fmt"

	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// Identify asks Discord whose token it is, in which server, and what it may do
// there.
func (c *Connector) Identify(ctx context.Context) (inbox.Account, error) {
	found, err := c.identify(ctx)
	if err == nil {
		err = c.hasWords(ctx)
	}
	if err != nil {
		return inbox.Account{}, c.hush(fmt.Errorf("identify: %w", err))
	}
	return found.account, nil
}

func (c *Connector) identify(ctx context.Context) (*us, error) {
	var me user
	q := question{to: rest.GetCurrentUser}
	if err := c.ask(ctx, q, &me); err != nil {
		return nil, err
	}
	if !isID(me.ID) || me.Username == "" {
		return nil, strange(q)
	}
	team, err := c.server(ctx)
	if err != nil {
		return nil, err
	}
	found := &us{handle: me.handle(), account: inbox.Account{
		Name: c.opts.Account, Platform: inbox.Discord, Base: web, Team: team, Self: me.ID,
	}}
	var there member
	q = question{to: rest.GetMember, ids: []any{team, me.ID}}
	if err := c.ask(ctx, q, &there); err != nil {
		if gone(err) {
			err = &platform.Refused{Method: "GET " + rest.GetMember.Route, Reason: fmt.Sprint(unknownGuild, " the bot is not in this server")}
		}
		return nil, shut(err)
	}
	if there.User == nil || there.Roles == nil {
		return nil, strange(q)
	}
	found.roles = there.Roles
	g, err := c.seeGuild(ctx)
	if err != nil {
		return nil, err
	}
	found.account.Lacks = g.lacks(found)
	c.mu.Lock()
	c.us = found
	c.names[me.ID] = me.handle()
	c.mu.Unlock()
	return found, nil
}

// needs are the rights without which something cannot be done at all.
func needs() map[inbox.ActionKind]right {
	return map[inbox.ActionKind]right{
		inbox.Reply:      {discord.PermissionSendMessages, "Send Messages"},
		inbox.Post:       {discord.PermissionSendMessages, "Send Messages"},
		inbox.React:      {discord.PermissionAddReactions, "Add Reactions"},
		inbox.Remove:     {discord.PermissionManageMessages, "Manage Messages"},
		inbox.Restrict:   {discord.PermissionModerateMembers, "Timeout Members"},
		inbox.Unrestrict: {discord.PermissionModerateMembers, "Timeout Members"},
		inbox.Kick:       {discord.PermissionKickMembers, "Kick Members"},
		inbox.Ban:        {discord.PermissionBanMembers, "Ban Members"},
		inbox.Unban:      {discord.PermissionBanMembers, "Ban Members"},
		inbox.Perform:    {discord.PermissionKickMembers, "Kick Members"},
	}
}

type right struct {
	bit  discord.Permissions
	name string
}

// lacks tells what the bot's roles do not let it do.
func (g *guild) lacks(u *us) map[inbox.ActionKind]string {
	all := map[inbox.ActionKind]string{}
	granted := g.may(u, "")
	for kind, r := range needs() {
		if !granted.Has(r.bit) {
			all[kind] = "The bot has no permission " + r.name + ": grant it in Discord under Server Settings, Roles, the bot's own role, Permissions."
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// handle is the name by which somebody is called with an @.
func (u user) handle() string {
	if u.Discriminator != "" && u.Discriminator != "0" && u.Discriminator != "0000" && !u.Bot {
		return u.Username + "#" + u.Discriminator // from before names were unique
	}
	return u.Username
}

// called is the name that people read.
func (u user) called(nick *string) string {
	switch {
	case nick != nil && *nick != "":
		return *nick
	case u.GlobalName != nil && *u.GlobalName != "":
		return *u.GlobalName
	}
	return u.Username
}
