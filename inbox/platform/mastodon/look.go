package mastodon

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
)

// Clocks differ: what was said since an attempt may bear a time before it.
const skew = 2 * time.Minute

// Look reads how things stand around an action, and changes nothing.
func (c *Connector) Look(ctx context.Context, a inbox.Action, tried time.Time) (inbox.Scene, error) {
	scene, err := c.look(ctx, a, tried)
	if err != nil {
		return inbox.Scene{}, c.hush(fmt.Errorf("look before the %s: %w", a.Kind, narrow(err)))
	}
	return scene, nil
}

func (c *Connector) look(ctx context.Context, a inbox.Action, tried time.Time) (inbox.Scene, error) {
	if err := c.allowed(); err != nil {
		return inbox.Scene{}, err
	}
	us, err := c.who(ctx)
	if err != nil {
		return inbox.Scene{}, err
	}
	g := &gaze{c: c, us: us, a: a, tried: tried}
	g.scene.Self = []string{us.account.Self}
	switch a.Kind {
	case inbox.Reply:
		err = g.thread(ctx)
	case inbox.ReplyPrivately, inbox.Welcome:
		err = g.about(ctx)
	case inbox.Post:
	case inbox.React, inbox.Unreact, inbox.Edit, inbox.Delete, inbox.Remove, inbox.Restore:
		err = g.message(ctx)
	case inbox.Unschedule:
		return g.scene, g.plan(ctx)
	case inbox.Restrict, inbox.Unrestrict, inbox.Kick, inbox.Ban, inbox.Unban:
		err = g.member(ctx)
	case inbox.Perform:
		err = g.report(ctx)
	}
	if err == nil && a.Kind.Speaks() && !tried.IsZero() {
		err = g.said(ctx)
	}
	return g.scene, err
}

// gaze is one look. It collects what it meets.
type gaze struct {
	c     *Connector
	us    *us
	a     inbox.Action
	tried time.Time
	scene inbox.Scene
}

// stand is where what the action is about stands.
func (g *gaze) stand(id string) place {
	if g.a.Thread != "" {
		return place{g.a.Channel, g.a.Thread}
	}
	if at, known := g.c.where(id); known && at.channel == g.a.Channel {
		return at
	}
	return place{g.a.Channel, id}
}

// one is a status, or nil if it is gone.
func (g *gaze) one(ctx context.Context, id string) (*status, error) {
	s, err := g.c.status(ctx, id)
	if isGone(err) {
		return nil, nil //nolint:nilnil // that it is gone is the answer
	}
	return &s, err
}

// about looks at what is answered privately, or why somebody is moderated.
func (g *gaze) about(ctx context.Context) error {
	id := g.a.Seen.Of.ID
	if id == "" {
		return nil
	}
	s, err := g.one(ctx, id)
	if s != nil && err == nil {
		m := s.message(g.stand(id))
		g.scene.Of = &m
	}
	return err
}

// thread looks at a thread that is to be answered.
func (g *gaze) thread(ctx context.Context) error {
	a := g.a
	root, err := g.one(ctx, a.Thread)
	if err != nil || root == nil {
		return err
	}
	_, below, err := g.c.around(ctx, a.Thread)
	if isGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	all := []status{*root}
	for _, raw := range below {
		s, err := readStatus(raw, "")
		if err != nil { // it may be the very one that is looked for
			return err
		}
		all = append(all, s)
	}
	of, seen := cmp.Or(a.Seen.Of.ID, a.Thread), cmp.Or(a.Seen.Last.ID, a.Thread)
	for _, s := range all {
		m := s.message(place{a.Channel, a.Thread})
		if m.ID == of {
			g.scene.Of = &m
		}
		if m.ID == a.Seen.Last.ID {
			g.scene.Last = &m
		}
		if m.Author != g.us.account.Self && before(seen, m.ID) {
			g.scene.After = append(g.scene.After, m)
		}
	}
	slices.SortFunc(g.scene.After, func(x, y inbox.Message) int { return order(x.ID, y.ID) })
	return nil
}

func order(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// message looks at the message that something is to be done to, and whether
// that is so already.
func (g *gaze) message(ctx context.Context) error {
	s, err := g.one(ctx, g.a.Message)
	if err != nil {
		return err
	}
	done := s == nil && g.a.Kind == inbox.Delete
	if s != nil {
		m := s.message(g.stand(g.a.Message))
		g.scene.Of = &m
		done = g.changed(ctx, s)
	}
	if done {
		g.scene.Done = &inbox.Receipt{Channel: g.a.Channel, Message: g.a.Message, Link: g.us.account.Permalink(g.a.Channel, g.a.Thread, g.a.Message)}
	}
	return nil
}

// changed reports whether a message is as the action wants it.
func (g *gaze) changed(ctx context.Context, s *status) bool {
	switch g.a.Kind {
	case inbox.React:
		if g.a.Emoji == repeat {
			return bool(s.Boosted)
		}
		return g.a.Emoji == heart && bool(s.Hearted)
	case inbox.Unreact:
		if g.a.Emoji == repeat {
			return !bool(s.Boosted)
		}
		return g.a.Emoji == heart && !bool(s.Hearted)
	case inbox.Edit:
		_, words := cut(g.a.Text, s)
		text, err := g.c.written(ctx, words, g.a.Named, known(s)...)
		return err == nil && folded(text) == folded(s.words())
	case inbox.Reply, inbox.ReplyPrivately, inbox.Welcome, inbox.Post, inbox.Delete, inbox.Unschedule, inbox.Remove, inbox.Restore,
		inbox.Restrict, inbox.Unrestrict, inbox.Kick, inbox.Ban, inbox.Unban, inbox.Perform:
	}
	return false
}

// member looks at what a member said, and how they stand.
func (g *gaze) member(ctx context.Context) error {
	if err := g.about(ctx); err != nil {
		return err
	}
	if g.a.Kind == inbox.Kick {
		return nil
	}
	a, err := g.c.standing(ctx, g.a.Member)
	if isGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	done := false
	switch g.a.Kind {
	case inbox.Restrict:
		done = bool(a.Silenced)
	case inbox.Unrestrict:
		done = !bool(a.Silenced)
	case inbox.Ban:
		done = bool(a.Suspended)
	case inbox.Unban:
		done = !bool(a.Suspended)
	case inbox.Reply, inbox.ReplyPrivately, inbox.Welcome, inbox.Post, inbox.React, inbox.Unreact, inbox.Edit, inbox.Delete,
		inbox.Unschedule, inbox.Remove, inbox.Restore, inbox.Kick, inbox.Perform:
	}
	if done {
		g.scene.Done = &inbox.Receipt{}
	}
	return nil
}

// report looks whether a report was settled as the action wants it.
func (g *gaze) report(ctx context.Context) error {
	if err := g.about(ctx); err != nil {
		return err
	}
	r, err := g.c.report(ctx, g.a.Report)
	if isGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	done := false
	switch about := r.About.it; g.a.Choice {
	case "resolve":
		done = bool(r.Taken)
	case "reopen":
		done = !bool(r.Taken)
	case "silence":
		done = about != nil && bool(about.Silenced) && bool(r.Taken)
	case "suspend":
		done = about != nil && bool(about.Suspended) && bool(r.Taken)
	case "sensitive":
		done = about != nil && bool(about.Sensitive) && bool(r.Taken)
	case "none": // a warning leaves no trace but that the report was settled
		done = !g.tried.IsZero() && bool(r.Taken) && string(r.Updated) != g.a.Version
	}
	if done {
		g.scene.Done = &inbox.Receipt{}
	}
	return nil
}

// plan looks whether the server still has what is to be taken back. What is due
// by now may have been posted, which is not the same.
func (g *gaze) plan(ctx context.Context) error {
	plans, err := g.c.plans(ctx)
	if err != nil {
		return err
	}
	listed := slices.ContainsFunc(plans, func(p plan) bool { return string(p.ID) == g.a.Message })
	if !listed && g.a.Due.Sub(g.c.opts.Now()) > skew {
		g.scene.Done = &inbox.Receipt{Channel: g.a.Channel, Message: g.a.Message}
	}
	return nil
}

// plan is what a server is to post later.
type plan struct {
	ID     str `json:"id"`
	At     str `json:"scheduled_at"`
	Params struct {
		Text    str `json:"text"`
		Answers str `json:"in_reply_to_id"`
	} `json:"params"`
}

func (c *Connector) plans(ctx context.Context) ([]plan, error) {
	records, err := c.all(ctx, "/api/v1/scheduled_statuses", c.size(40))
	if err != nil {
		return nil, err
	}
	plans := make([]plan, len(records))
	for i, raw := range records {
		if json.Unmarshal(raw, &plans[i]) != nil || plans[i].ID == "" {
			return nil, errStrange("a plan that is none")
		}
	}
	return plans, nil
}
