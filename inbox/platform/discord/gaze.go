package discord

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
)

// message looks at the message that something is to be done to, and whether
// that is so already.
func (g *gaze) message(ctx context.Context) error {
	p, err := g.c.where(ctx, g.a, g.a.Message)
	if err != nil {
		return err
	}
	r, err := g.c.one(ctx, p, g.a.Message)
	lost := gone(err)
	if err != nil && !lost {
		return err
	}
	if !lost {
		m, err := g.c.message(ctx, p, r)
		if err != nil {
			return unreadable(err)
		}
		g.scene.Of = &m
	}
	done := g.changed(r, lost)
	if done && g.a.Kind == inbox.Remove {
		done, err = g.allGone(ctx, p)
	}
	if err == nil && done {
		g.done(p)
	}
	return err
}

// done notes that the action has been carried out.
func (g *gaze) done(p place) {
	g.scene.Done = &inbox.Receipt{Channel: g.a.Channel, Message: g.a.Message}
	if g.a.Message != "" {
		g.scene.Done.Link = g.u.link(p.id(), g.a.Message)
	}
}

// allGone reports whether the other messages are gone, too.
func (g *gaze) allGone(ctx context.Context, p place) (bool, error) {
	for _, id := range g.a.Messages {
		_, err := g.c.one(ctx, p, id)
		if err == nil {
			return false, nil
		}
		if !gone(err) {
			return false, err
		}
	}
	return true, nil
}

// changed reports whether a message is as the action wants it.
func (g *gaze) changed(r message, lost bool) bool {
	mine := func(re reaction) bool { return re.Me && re.Emoji.is(g.c.emojiOf(g.a.Emoji)) }
	switch g.a.Kind {
	case inbox.Delete, inbox.Remove:
		return lost
	case inbox.Edit:
		return !lost && r.Content != nil && strings.TrimSpace(*r.Content) == g.raw
	case inbox.React:
		return !lost && slices.ContainsFunc(r.Reactions, mine)
	case inbox.Unreact:
		return lost || !slices.ContainsFunc(r.Reactions, mine)
	case inbox.Reply, inbox.ReplyPrivately, inbox.Welcome, inbox.Post, inbox.Unschedule, inbox.Restore,
		inbox.Restrict, inbox.Unrestrict, inbox.Kick, inbox.Ban, inbox.Unban, inbox.Perform:
	}
	return false
}

// is reports whether an emoji is the one of an address.
func (g glyph) is(address string) bool {
	if g.Name == nil {
		return false
	}
	if g.ID != nil && *g.ID != "" {
		return *g.Name+":"+*g.ID == address
	}
	bare := func(s string) string { return strings.ReplaceAll(s, "\ufe0f", "") }
	return bare(*g.Name) == bare(address)
}

// member looks at what moderation is about: the message that led to it, and how
// the member stands.
func (g *gaze) member(ctx context.Context) error {
	if g.of != "" && g.a.Channel != "" {
		if err := g.root(ctx); err != nil {
			return err
		}
	}
	var done bool
	var err error
	if g.a.Kind == inbox.Ban || g.a.Kind == inbox.Unban {
		var ban struct{}
		err = g.c.ask(ctx, question{to: rest.GetBan, ids: []any{g.u.account.Team, g.a.Member}}, &ban)
		done = (err == nil) == (g.a.Kind == inbox.Ban)
	} else {
		done, err = g.stands(ctx)
	}
	if gone(err) {
		err = nil
	}
	if err == nil && done {
		g.done(place{channel: g.a.Channel})
	}
	return err
}

// stands reports whether a member is silenced, or away, as the action wants it.
func (g *gaze) stands(ctx context.Context) (bool, error) {
	var m member
	q := question{to: rest.GetMember, ids: []any{g.u.account.Team, g.a.Member}}
	err := g.c.ask(ctx, q, &m)
	if gone(err) {
		return g.a.Kind == inbox.Kick, nil
	}
	if err != nil {
		return false, err
	}
	if m.User == nil {
		return false, strange(q)
	}
	now := g.c.opts.Now().Add(g.c.ahead())
	silent := m.Until != nil && m.Until.After(now)
	switch {
	case g.a.Kind == inbox.Unrestrict:
		return !silent, nil
	case g.a.Kind != inbox.Restrict:
		return false, nil
	case g.a.Until.IsZero():
		return silent && m.Until.Sub(now) > farthest-24*time.Hour, nil
	}
	return silent && m.Until.Sub(g.a.Until).Abs() < 2*time.Second, nil
}
