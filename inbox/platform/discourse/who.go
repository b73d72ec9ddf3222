package discourse

import (
	"context"
	"fmt"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// us is who we are in a forum.
type us struct {
	account inbox.Account
	handle  string
	admin   bool
	mod     bool
	queue   bool // we are shown what waits for a moderator
}

// staff reports whether we may do what moderators may.
func (u *us) staff() bool { return u.admin || u.mod }

// reviews reports whether the review queue is open to us.
func (u *us) reviews() bool { return u.staff() || u.queue }

func (u *us) selves() []string { return []string{u.account.Self} }

// Identify asks the forum whose key it is.
func (c *Connector) Identify(ctx context.Context) (inbox.Account, error) {
	u, err := c.identify(ctx)
	if err != nil {
		return inbox.Account{}, c.hush(fmt.Errorf("identify: %w", err))
	}
	return u.account, nil
}

// session is an answer of /session/current.json (app/serializers/
// current_user_serializer.rb).
type session struct {
	User *struct {
		person
		Trust  int  `json:"trust_level"`
		Review bool `json:"can_review"`
	} `json:"current_user"`
}

func whose(ctx context.Context, api *platform.REST) (session, error) {
	var s session
	_, err := api.Do(ctx, platform.Call{Name: "GET /session/current.json", Path: "/session/current.json"}, &s)
	if err != nil {
		return session{}, barred(err)
	}
	if s.User == nil || s.User.ID == 0 || s.User.Username == "" {
		return session{}, strange("nobody is signed in")
	}
	return s, nil
}

func (c *Connector) identify(ctx context.Context) (*us, error) {
	s, err := whose(ctx, c.api)
	if err != nil {
		return nil, err
	}
	u := &us{
		account: inbox.Account{Name: c.opts.Account, Platform: inbox.Discourse, Base: c.opts.Base, Self: id(s.User.ID)},
		handle:  s.User.Username, admin: s.User.Admin, mod: s.User.Mod, queue: s.User.Review,
	}
	u.account.Lacks = lacking(u)
	c.introduce(s.User.person)
	c.mu.Lock()
	c.us = u
	c.mu.Unlock()
	return u, nil
}

// lacking is what only moderators may do, where we are none.
func lacking(u *us) map[inbox.ActionKind]string {
	if u.staff() {
		return nil
	}
	const only = "Only moderators may do that on a forum. Ask an admin to make you one under Admin › Users › your name › Grant Moderation."
	all := map[inbox.ActionKind]string{}
	for _, kind := range []inbox.ActionKind{inbox.Remove, inbox.Restore, inbox.Restrict, inbox.Unrestrict, inbox.Ban, inbox.Unban} {
		all[kind] = only
	}
	if !u.queue {
		all[inbox.Perform] = "The forum shows its review queue to moderators only. Ask an admin to make you one under Admin › Users › your name › Grant Moderation."
	}
	return all
}

// who is who we are; the forum is asked once.
func (c *Connector) who(ctx context.Context) (*us, error) {
	c.mu.RLock()
	known := c.us
	c.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	return c.identify(ctx)
}
