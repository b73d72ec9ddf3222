package slack

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
)

// Clocks differ: what was said since an attempt may bear a time before it. A
// mark tells by itself what it belongs to, so that it is looked for further
// back than words that are merely alike.
const (
	skew     = 2 * time.Minute
	markSkew = 24 * time.Hour
)

// Look reads how things stand around an action, and changes nothing.
func (c *Connector) Look(ctx context.Context, a inbox.Action, tried time.Time) (inbox.Scene, error) {
	scene, err := c.look(ctx, a, tried)
	if err != nil {
		return inbox.Scene{}, c.hush(fmt.Errorf("look before the %s: %w", a.Kind, narrow(err)))
	}
	return scene, nil
}

func (c *Connector) look(ctx context.Context, a inbox.Action, tried time.Time) (inbox.Scene, error) {
	us, err := c.who(ctx)
	if err != nil {
		return inbox.Scene{}, err
	}
	g := &gaze{c: c, us: us, a: a, tried: tried, of: a.Seen.Of.ID, words: c.words(a), met: map[string]bool{}}
	g.scene.Self = us.selves()
	switch a.Kind {
	case inbox.Reply:
		err = g.thread(ctx)
	case inbox.Post:
		err = g.channel(ctx, a.Channel)
	case inbox.ReplyPrivately, inbox.Welcome:
		err = g.private(ctx)
	case inbox.React, inbox.Unreact, inbox.Edit, inbox.Delete:
		err = g.message(ctx)
	case inbox.Unschedule:
		err = g.plan(ctx)
	case inbox.Remove:
		err = g.removed(ctx)
	case inbox.Kick:
		err = g.away(ctx)
	case inbox.Restore, inbox.Restrict, inbox.Unrestrict, inbox.Ban, inbox.Unban, inbox.Perform:
	}
	return g.scene, err
}

// gaze is one look. It collects what it meets.
type gaze struct {
	c     *Connector
	us    *us
	a     inbox.Action
	tried time.Time
	of    string // the message that it is about
	words string // what a.Text reads like there

	scene   inbox.Scene
	strange error           // why a message that was met could not be read
	posted  []inbox.Message // what may be a plan that Slack has carried out
	met     map[string]bool
}

// words is a text as it is read again.
func (c *Connector) words(a inbox.Action) string {
	text, _ := plain(encode(a.Text, a.Named), c.name)
	return strings.TrimSpace(text)
}

// thread looks at a thread that is to be answered: from the newest message
// that was seen on, or from where an attempt may have come to stand.
func (g *gaze) thread(ctx context.Context) error {
	a := g.a
	g.of = cmp.Or(g.of, a.Thread)
	from := earlier(cmp.Or(a.Seen.Last.ID, a.Thread), g.of)
	if !g.tried.IsZero() {
		from = earlier(from, stamp(g.tried.Add(-markSkew)))
	}
	if from = beside(from, -1); !before(a.Thread, from) {
		from = ""
	}
	err := g.through(ctx, question{channel: a.Channel, root: a.Thread, from: from}, g.meet)
	if refusal(err) == "thread_not_found" {
		err = nil
	}
	if err != nil || g.tried.IsZero() {
		return err
	}
	if err := g.clear("conversations.replies"); err != nil {
		return err
	}
	if g.scene.Of == nil && g.scene.Done == nil { // Slack posts a reply to what is gone in the channel itself
		return g.channel(ctx, a.Channel)
	}
	return g.scheduled(ctx, a.Channel)
}

// channel looks for an attempt to say something in a channel.
func (g *gaze) channel(ctx context.Context, channel string) error {
	if g.tried.IsZero() {
		return nil
	}
	// What stood there last when it was asked for tells where to begin by
	// Slack's own clock, however wrong ours is.
	from := stamp(g.tried.Add(-markSkew))
	if newest := g.a.Seen.Last.ID; newest != "" && g.a.Kind == inbox.Post {
		from = earlier(newest, from)
	}
	if err := g.since(ctx, channel, from, g.meet); err != nil {
		return err
	}
	if err := g.clear("conversations.history"); err != nil {
		return err
	}
	return g.scheduled(ctx, channel)
}

// private looks at what is answered privately, and for an attempt to do so.
func (g *gaze) private(ctx context.Context) error {
	if g.of != "" && g.a.Channel != "" {
		r, err := g.one(ctx, cmp.Or(g.a.Thread, g.of), g.of)
		if err != nil {
			return err
		}
		if r != nil {
			g.scene.Of = r.shown
		}
	}
	if g.tried.IsZero() {
		return nil
	}
	channel, err := g.c.open(ctx, g.a.Member)
	if err != nil {
		return err
	}
	return g.channel(ctx, channel)
}

// meet takes note of a message of the thread or the channel.
func (g *gaze) meet(r *record, m inbox.Message) {
	if g.met[m.ID] { // pages overlap
		return
	}
	g.met[m.ID] = true
	a, ours := g.a, g.us.said(r)
	if m.ID == g.of && !m.Deleted && !a.Kind.Private() {
		g.scene.Of = &m
	}
	if m.ID == a.Seen.Last.ID {
		g.scene.Last = &m
	}
	switch {
	case r.Marker != "" && r.Marker == a.ID:
		g.scene.Done = g.receipt(m)
	case !ours:
		g.behind(m)
	case r.Marker == "":
		g.alike(m)
	}
}

// behind keeps what others have said in the thread since.
func (g *gaze) behind(m inbox.Message) {
	if g.a.Kind != inbox.Reply || m.ID == g.a.Thread || m.Thread != g.a.Thread || !before(cmp.Or(g.a.Seen.Last.ID, g.a.Thread), m.ID) {
		return
	}
	at, _ := slices.BinarySearchFunc(g.scene.After, m.ID, func(other inbox.Message, id string) int { return strings.Compare(other.ID, id) })
	g.scene.After = slices.Insert(g.scene.After, at, m)
}

// alike keeps what we said in the same words, if that was since the attempt: by
// the clock, or because it stands behind what the person saw, whatever our clock
// shows.
func (g *gaze) alike(m inbox.Message) {
	seen := g.a.Seen.Last.ID
	behind := seen != "" && before(seen, m.ID) && (g.a.Kind == inbox.Reply || g.a.Kind == inbox.Post)
	if g.tried.IsZero() || m.Deleted || bare(m.Text) != bare(g.words) || !behind && m.SentAt.Before(g.tried.Add(-skew)) {
		return
	}
	g.scene.Alike = append(g.scene.Alike, m)
	if g.a.Later && m.SentAt.Sub(g.a.Due).Abs() <= skew {
		g.posted = append(g.posted, m)
	}
}

// receipt is what we would have been given for a message that is found.
func (g *gaze) receipt(m inbox.Message) *inbox.Receipt {
	r := &inbox.Receipt{Channel: m.Channel, Message: m.ID, Link: g.us.account.Permalink(m.Channel, m.Thread, m.ID)}
	if !g.a.Kind.Private() {
		r.Said = &m
	}
	return r
}

// bare is what is left of a text when everything is taken away that Slack
// writes in another way than it was typed: signs, blanks, and emoji, which
// become a name between colons.
func bare(text string) string {
	var out strings.Builder
	for part := range strings.SplitSeq(text, ":") {
		if emoji(part) {
			continue
		}
		for _, r := range part {
			if inWord(r) {
				out.WriteRune(r)
			}
		}
	}
	return out.String()
}

// emoji reports whether what stands between two colons may be the name of one.
func emoji(name string) bool {
	strange := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("_+-'", r)
	}
	return name != "" && !strings.ContainsFunc(name, strange)
}
