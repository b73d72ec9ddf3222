package mastodon

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// us is who we are on a server.
type us struct {
	account inbox.Account
	member  inbox.Member
	url     string // of our profile
}

// instance is what a server says of itself, as far as we need it.
type instance struct {
	Configuration struct {
		URLs struct {
			Streaming str `json:"streaming"`
		} `json:"urls"`
		Statuses struct {
			Longest num `json:"max_characters"`
		} `json:"statuses"`
	} `json:"configuration"`
}

// server asks a server about itself. One that does not know the question says
// nothing.
func (c *Connector) server(ctx context.Context) (found instance, err error) {
	call := platform.Call{Name: "GET /api/v2/instance", Path: "/api/v2/instance", May: gone()}
	if _, err = c.api.Do(ctx, call, &found); isGone(err) {
		err = nil
	}
	return found, err
}

// Identify asks the server whose token it is, how much it takes at once, and
// what the token may not do.
func (c *Connector) Identify(ctx context.Context) (inbox.Account, error) {
	found, err := c.identify(ctx)
	var lacks map[inbox.ActionKind]string
	if err == nil {
		lacks, err = c.lacks(ctx)
	}
	var server instance
	if err == nil {
		server, err = c.server(ctx)
	}
	if err != nil {
		return inbox.Account{}, c.hush(fmt.Errorf("identify: %w", err))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found.account.Lacks = lacks
	if longest := int(server.Configuration.Statuses.Longest); longest > 0 {
		found.account.Longest = min(longest, 1<<20)
	}
	return found.account, nil
}

// self is our ID, "" if that was not asked yet.
func (c *Connector) self() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.us == nil {
		return ""
	}
	return c.us.account.Self
}

// who is who we are; the server is asked once.
func (c *Connector) who(ctx context.Context) (*us, error) {
	c.mu.Lock()
	known := c.us
	c.mu.Unlock()
	if known != nil {
		return known, nil
	}
	return c.identify(ctx)
}

func (c *Connector) identify(ctx context.Context) (*us, error) {
	a, err := verify(ctx, c.api)
	if err != nil {
		return nil, err
	}
	found := &us{
		account: inbox.Account{Name: c.opts.Account, Platform: inbox.Mastodon, Base: c.opts.Base, Self: string(a.ID)},
		member:  a.member(), url: string(a.URL),
	}
	found.member.Role = inbox.Team
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.us != nil {
		found.account.Lacks = c.us.account.Lacks
	}
	c.us = found
	c.handles[found.account.Self] = found.member.Handle
	return found, nil
}

func verify(ctx context.Context, api *platform.REST) (account, error) {
	var a account
	call := platform.Call{Name: "GET /api/v1/accounts/verify_credentials", Path: "/api/v1/accounts/verify_credentials"}
	if _, err := api.Do(ctx, call, &a); err != nil {
		return account{}, err
	}
	if a.ID == "" || a.Acct == "" {
		return account{}, errStrange("an account without an ID or a name")
	}
	return a, nil
}

// scopes are what a token may do, as far as the server says: nil if it does not.
// Mastodon says so of the application, from version 4.3 on.
func scopes(ctx context.Context, api *platform.REST) ([]string, error) {
	var app struct {
		Scopes many[string] `json:"scopes"`
	}
	call := platform.Call{Name: "GET /api/v1/apps/verify_credentials", Path: "/api/v1/apps/verify_credentials", May: []int{404, 410}}
	_, err := api.Do(ctx, call, &app)
	if isGone(err) || refusedAs(err, noScope, noRight) {
		return nil, nil
	}
	return app.Scopes, err
}

// grants reports whether scopes hold one, or one that it is part of: "write"
// holds "write:statuses". What the server did not tell counts as granted.
func grants(scopes []string, wanted string) bool {
	if scopes == nil {
		return true
	}
	for at := len(wanted); at > 0; at-- {
		if (at == len(wanted) || wanted[at] == ':') && slices.Contains(scopes, wanted[:at]) {
			return true
		}
	}
	return false
}

// The permissions of a role, as bits (docs.joinmastodon.org, entities/Role).
const (
	mayAll     = 1 << 0
	mayReports = 1 << 4
	mayUsers   = 1 << 10
)

// may reports whether a role has a permission.
func (a account) may(bit int64) bool {
	if a.Role.it == nil {
		return true // the server does not say: the first refusal will
	}
	bits, err := strconv.ParseInt(string(a.Role.it.Permissions), 10, 64)
	return err != nil || bits&(mayAll|bit) != 0
}

// lacks is what the token may not do although Mastodon can.
func (c *Connector) lacks(ctx context.Context) (map[inbox.ActionKind]string, error) {
	a, err := verify(ctx, c.api)
	if err != nil {
		return nil, err
	}
	given, err := scopes(ctx, c.api)
	if err != nil {
		return nil, err
	}
	lacks := map[inbox.ActionKind]string{
		inbox.Remove: "Moderators can delete somebody's post on the server's website alone: open it there. Its API has no way to do so.",
	}
	deny := func(why string, kinds ...inbox.ActionKind) {
		for _, kind := range kinds {
			if lacks[kind] == "" {
				lacks[kind] = why
			}
		}
	}
	const anew = "; add it under Preferences, Development, regenerate the token, and connect again."
	if !grants(given, "write:statuses") {
		deny("The token may not write: it lacks write:statuses"+anew, inbox.Reply, inbox.ReplyPrivately, inbox.Welcome, inbox.Post,
			inbox.Edit, inbox.Delete, inbox.Unschedule)
	}
	if !grants(given, "write:favourites") {
		deny("The token may not favourite: it lacks write:favourites"+anew, inbox.React, inbox.Unreact)
	}
	moderation := []inbox.ActionKind{inbox.Restrict, inbox.Unrestrict, inbox.Ban, inbox.Unban}
	switch {
	case !a.may(mayUsers):
		deny("Your account is no moderator of this server.", moderation...)
	case !grants(given, "admin:write:accounts"):
		deny("The token may not moderate: it lacks admin:write:accounts"+anew, moderation...)
	}
	switch {
	case !a.may(mayReports):
		deny("Your account does not see this server's reports.", inbox.Perform)
	case !grants(given, "admin:write:reports"):
		deny("The token may not settle reports: it lacks admin:write:reports"+anew, inbox.Perform)
	}
	return lacks, nil
}

// handle is how a member is addressed, or an error if nobody knows.
func (c *Connector) handle(ctx context.Context, id string) (string, error) {
	c.mu.Lock()
	known := c.handles[id]
	c.mu.Unlock()
	if known != "" {
		return known, nil
	}
	var raw json.RawMessage
	call := platform.Call{Name: "GET /api/v1/accounts/:id", Path: "/api/v1/accounts/" + escape(id)}
	if _, err := c.api.Do(ctx, call, &raw); err != nil {
		return "", narrow(err)
	}
	var a account
	if json.Unmarshal(raw, &a) != nil || string(a.ID) != id || a.Acct == "" {
		return "", errStrange("another account than was asked for")
	}
	c.introduce(nil, a)
	return string(a.Acct), nil
}
