package discord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// skew is how much older than an attempt, by Discord's clock, something may be
// that came of it.
const skew = time.Minute

// Look reads how things stand around an action, and changes nothing.
func (c *Connector) Look(ctx context.Context, a inbox.Action, tried time.Time) (inbox.Scene, error) {
	scene, err := c.look(ctx, a, tried)
	if err != nil {
		return inbox.Scene{}, c.hush(fmt.Errorf("look before the %s: %w", a.Kind, err))
	}
	return scene, nil
}

func (c *Connector) look(ctx context.Context, a inbox.Action, tried time.Time) (inbox.Scene, error) {
	_, u, err := c.known(ctx)
	if err != nil {
		return inbox.Scene{}, err
	}
	g := &gaze{c: c, u: u, a: a, tried: tried, of: a.Seen.Of.ID, in: map[string]bool{}}
	text, _ := encode(a.Text, a.Named, c.isRole)
	g.raw = strings.TrimSpace(text)
	g.scene.Self = []string{u.account.Self}
	switch a.Kind {
	case inbox.Reply:
		err = g.conversation(ctx)
	case inbox.Post:
		switch {
		case tried.IsZero():
		case c.posted(ctx, a.Channel):
			err = g.begun(ctx)
		default:
			err = g.search(ctx, place{channel: a.Channel}, a.Seen.Last.ID, g.meet)
		}
	case inbox.ReplyPrivately, inbox.Welcome:
		err = g.private(ctx)
	case inbox.React, inbox.Unreact, inbox.Edit, inbox.Delete, inbox.Remove:
		err = g.message(ctx)
	case inbox.Restrict, inbox.Unrestrict, inbox.Kick, inbox.Ban, inbox.Unban:
		err = g.member(ctx)
	case inbox.Perform:
		err = g.report(ctx)
	case inbox.Unschedule, inbox.Restore:
	}
	return g.scene, err
}

// gaze is one look. It collects what it meets.
type gaze struct {
	c     *Connector
	u     *us
	a     inbox.Action
	tried time.Time
	of    string // the message that it is about
	raw   string // a.Text in Discord's markup

	scene inbox.Scene
	in    map[string]bool // messages of the conversation
	alone bool            // what is to be answered is gone
}

// where is the place in which a message of an action stands: the post of a
// forum stands in its thread, what another thread was begun from does not.
func (c *Connector) where(ctx context.Context, a inbox.Action, id string) (place, error) {
	p := place{channel: a.Channel}
	if a.Thread == "" || a.Thread == id {
		if c.posted(ctx, a.Channel) {
			p.thread = id
		}
		return p, nil
	}
	t, err := c.threadOf(ctx, a.Thread)
	if err == nil && t != nil {
		p.thread = t.ID
	}
	return p, err
}

// threadOf is the thread of an ID, or nil if there is none: Discord knows it as
// a channel, or it is no more than the message that others have answered.
func (c *Connector) threadOf(ctx context.Context, id string) (*thread, error) {
	c.mu.RLock()
	t, met := c.threads[id]
	c.mu.RUnlock()
	if met {
		return &t, nil
	}
	if !isID(id) {
		return nil, nil //nolint:nilnil // that there is none is the answer
	}
	var ch channel
	q := question{to: rest.GetChannel, ids: []any{id}}
	err := c.ask(ctx, q, &ch)
	switch {
	case coded(err) == unknownChannel, err == nil && ch.ID == id && !ch.isThread():
		return nil, nil //nolint:nilnil // that there is none is the answer
	case err != nil:
		return nil, err
	case ch.ID != id || !isID(ch.ParentID):
		return nil, strange(q)
	}
	c.note(ch)
	return &thread{ID: ch.ID, Channel: ch.ParentID, Name: ch.Name}, nil
}

// forget drops a thread that is not there any more.
func (c *Connector) forget(id string) {
	c.mu.Lock()
	delete(c.threads, id)
	c.mu.Unlock()
}

// conversation looks at what is to be answered, and what was said behind it.
func (g *gaze) conversation(ctx context.Context) error {
	a := g.a
	g.of = cmp.Or(g.of, a.Thread)
	g.in[a.Thread], g.in[g.of] = true, true
	if a.Seen.Last.ID != "" {
		g.in[a.Seen.Last.ID] = true
	}
	t, err := g.c.threadOf(ctx, a.Thread)
	if err != nil {
		return err
	}
	p := place{channel: a.Channel}
	if t != nil {
		p.thread = t.ID
	}
	if err := g.root(ctx); err != nil {
		return err
	}
	err = g.search(ctx, p, cmp.Or(a.Seen.Last.ID, a.Thread), g.meet)
	if coded(err) == unknownChannel && p.thread != "" { // the thread was deleted
		g.c.forget(p.thread)
		g.scene.Of, err = nil, nil
	}
	if err == nil && t != nil && !g.tried.IsZero() && !g.c.posted(ctx, a.Channel) {
		// The thread may have been begun after the attempt, which then stands in
		// the channel.
		err = g.search(ctx, place{channel: a.Channel}, "", func(r message, m inbox.Message) {
			if m.Answers == a.Thread {
				g.own(r, m)
			}
		})
	}
	if err != nil || g.scene.Last != nil || a.Seen.Last.ID == "" {
		return err
	}
	return g.last(ctx, p)
}

// root looks at the message that began the conversation.
func (g *gaze) root(ctx context.Context) error {
	p, err := g.c.where(ctx, g.a, g.of)
	if err != nil {
		return err
	}
	r, err := g.c.one(ctx, p, g.of)
	switch {
	case gone(err):
		g.alone = true
		return nil
	case err != nil:
		return err
	}
	m, err := g.c.message(ctx, p, r)
	if err != nil {
		return unreadable(err)
	}
	g.scene.Of = &m
	return nil
}

// last looks at the newest message that the person saw, if it was not met.
func (g *gaze) last(ctx context.Context, p place) error {
	if g.a.Seen.Last.ID == g.of {
		g.scene.Last = g.scene.Of
		return nil
	}
	r, err := g.c.one(ctx, p, g.a.Seen.Last.ID)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	m, err := g.c.message(ctx, p, r)
	if err != nil {
		return unreadable(err)
	}
	g.scene.Last = &m
	return nil
}

// unreadable is an answer of which the very message cannot be read that matters.
func unreadable(err error) error {
	if err != errTooFar && !errors.As(err, new(*damaged)) { //nolint:errorlint // it is the very one
		return err
	}
	return &platform.Garbled{Words: "a message of Discord cannot be read", Err: err}
}

// private looks at what is answered privately, and for an attempt to do so.
func (g *gaze) private(ctx context.Context) error {
	if g.of != "" && g.a.Channel != "" {
		if err := g.root(ctx); err != nil {
			return err
		}
	}
	if g.tried.IsZero() {
		return nil
	}
	dm, err := g.c.dm(ctx, g.a.Member)
	if err != nil {
		return err
	}
	return g.search(ctx, place{channel: dm}, "", g.meet)
}

// How far a look goes back at most: for what came since, and for what must be
// found if it is there.
const (
	pagesBack = 5
	mostPages = 100
)

// search shows each message of a place from its newest end back to one that was
// seen, and to where an attempt may have come to stand; oldest first.
func (g *gaze) search(ctx context.Context, p place, seen string, each func(message, inbox.Message)) error {
	cut := g.cut(seen)
	var met []message
	low, empty := "", 0
	for n := 0; ; n++ {
		query := url.Values{"limit": {itoa(g.c.opts.PageSize)}}
		if low != "" {
			query.Set("before", low)
		}
		records, err := g.c.messages(ctx, p, query)
		if err == nil && n >= mostPages {
			err = unreadable(errTooFar)
		}
		if err != nil {
			return err
		}
		was := low
		if low = lowest(low, records); low == was { // nothing: not believed at once where nothing was met yet
			empty++
		}
		met = append(records, met...)
		old := low != "" && (cut == "" || before(low, cut)) && (seen == "" || !before(seen, low) || n >= pagesBack)
		if old || empty > 1 || empty == 1 && low != "" {
			break
		}
	}
	slices.SortStableFunc(met, func(a, b message) int {
		return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	return g.behold(ctx, p, met, each)
}

// cut is where an attempt may have come to stand at the earliest, "" if there
// was none.
func (g *gaze) cut(seen string) string {
	if g.tried.IsZero() {
		return ""
	}
	at := stamp(g.tried.Add(g.c.ahead() - skew))
	if seen != "" && before(seen, at) {
		return seen
	}
	return at
}

// lowest is the smallest ID of records and of one that was met.
func lowest(low string, records []message) string {
	for _, r := range records {
		if isID(r.ID) && (low == "" || before(r.ID, low)) {
			low = r.ID
		}
	}
	return low
}

var errTooFar = fmt.Errorf("more than %d pages were said since", mostPages)

// behold shows the messages of an answer to each. One that cannot be read may be
// the very one that is looked for.
func (g *gaze) behold(ctx context.Context, p place, records []message, each func(message, inbox.Message)) error {
	shown := map[string]bool{}
	for _, r := range records {
		m, err := g.c.message(ctx, p, r)
		if err != nil {
			if g.tried.IsZero() && errors.As(err, new(*damaged)) {
				continue
			}
			return unreadable(err)
		}
		if !shown[m.ID] && r.Type != threadStarter {
			shown[m.ID] = true
			each(r, m)
		}
	}
	return nil
}

// meet takes note of a message of the place.
func (g *gaze) meet(r message, m inbox.Message) {
	a := g.a
	if m.ID == a.Seen.Last.ID {
		g.scene.Last = &m
	}
	if m.ID == g.of && !a.Kind.Private() {
		g.scene.Of = &m
	}
	switch {
	case r.Author.ID == g.u.account.Self:
		if g.belongs(r, m) {
			g.in[m.ID] = true
		}
		g.own(r, m)
	case a.Kind == inbox.Reply && g.belongs(r, m):
		g.in[m.ID] = true
		if m.ID != a.Thread && before(cmp.Or(a.Seen.Last.ID, a.Thread), m.ID) {
			g.scene.After = append(g.scene.After, m)
		}
	}
}

// belongs reports whether a message is one of the conversation: it stands in its
// thread, or it answers one that does.
func (g *gaze) belongs(r message, m inbox.Message) bool {
	if m.Answers == "" {
		return m.Thread == g.a.Thread
	}
	if g.in[m.Answers] {
		return true
	}
	return r.Referenced != nil && r.Referenced.Reference != nil && g.in[r.Referenced.Reference.MessageID]
}

// own keeps what we said since the attempt in the same words, where the action
// would have put it.
func (g *gaze) own(r message, m inbox.Message) {
	a, since := g.a, g.tried.Add(g.c.ahead()-skew)
	behind := a.Seen.Last.ID != "" && before(a.Seen.Last.ID, m.ID) && !a.Kind.Private()
	if g.tried.IsZero() || r.Author.ID != g.u.account.Self || strings.TrimSpace(*r.Content) != g.raw || !behind && m.SentAt.Before(since) {
		return
	}
	placed := m.Answers == ""
	if a.Kind == inbox.Reply {
		placed = m.Answers == a.Thread || m.Answers == "" && (m.Thread == a.Thread || g.alone)
	}
	if placed {
		g.scene.Own = append(g.scene.Own, g.c.receipt(g.u, a, m, r.ChannelID))
	}
}

// receipt is what we were given for a message, or would have been.
func (c *Connector) receipt(u *us, a inbox.Action, m inbox.Message, in string) inbox.Receipt {
	r := inbox.Receipt{Channel: m.Channel, Message: m.ID, Text: m.Text, SentAt: m.SentAt}
	if a.Kind.Private() {
		r.Link = web + "/channels/@me/" + m.Channel + "/" + m.ID
		return r
	}
	r.Link, r.Said = u.link(cmp.Or(in, m.Channel), m.ID), &m
	return r
}

// link is where a browser shows a message: under its thread, where it stands in
// one.
func (u *us) link(in, id string) string { return u.account.Permalink(in, "", id) }
