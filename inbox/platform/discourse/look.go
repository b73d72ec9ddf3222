package discourse

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// skew is how much the clocks of a forum and ours may differ.
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
	u, err := c.who(ctx)
	if err != nil {
		return inbox.Scene{}, err
	}
	g := &gaze{c: c, us: u, a: a, tried: tried}
	g.scene.Self = u.selves()
	switch a.Kind {
	case inbox.Reply:
		err = g.thread(ctx)
	case inbox.Post:
		err = g.opened(ctx)
	case inbox.ReplyPrivately, inbox.Welcome:
		err = g.private(ctx)
	case inbox.React, inbox.Unreact, inbox.Edit, inbox.Delete, inbox.Remove, inbox.Restore:
		err = g.message(ctx)
	case inbox.Restrict, inbox.Unrestrict, inbox.Ban, inbox.Unban:
		err = g.about(ctx)
	case inbox.Perform:
		err = g.queue(ctx)
	case inbox.Unschedule, inbox.Kick:
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

// thread looks at a topic that is to be answered: at what it is about, and from
// its end back to what was seen and to where an attempt may stand.
func (g *gaze) thread(ctx context.Context) error {
	n, err := g.c.topicOf(ctx, g.a.Thread)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	t, err := g.c.topicAt(ctx, n)
	if gone(err) || err == nil && t.Deleted != nil && !t.Deleted.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	r := &reading{c: g.c, page: &inbox.Page{}, t: t, posts: map[int64]post{}}
	of := cmp.Or(g.a.Seen.Of.ID, g.a.Thread)
	want := r.ids(0, 0)
	for _, one := range []string{of, g.a.Seen.Last.ID} {
		if n, ok := number(one); ok && slices.Contains(want, n) {
			if err := r.load(ctx, []int64{n}); err != nil {
				return err
			}
		}
	}
	if err := g.back(ctx, r, want); err != nil {
		return err
	}
	if len(r.page.Skipped) > 0 { // it may be the very one that is looked for
		return strange(r.page.Skipped[0].Why)
	}
	for _, m := range r.messages(g.a.Thread) {
		g.meet(m, of)
	}
	g.own(r)
	return nil
}

// back loads the posts of a topic from its end until all is known that came
// since what was seen, and since the attempt.
func (g *gaze) back(ctx context.Context, r *reading, ids []int64) error {
	seen, _ := number(cmp.Or(g.a.Seen.Last.ID, g.a.Thread))
	for len(ids) > 0 {
		part := ids[max(0, len(ids)-g.c.opts.PageSize):]
		ids = ids[:len(ids)-len(part)]
		if err := r.load(ctx, part); err != nil {
			return err
		}
		older := part[0] <= seen
		for _, one := range part {
			p, shown := r.posts[one]
			if !shown && len(r.page.Skipped) == 0 && g.a.Kind == inbox.Reply { // left out, and yet there
				return strange("a post of the topic was not shown")
			}
			if one == part[0] && !g.tried.IsZero() && p.Created.After(g.tried.Add(-skew)) {
				older = false
			}
		}
		if older {
			return nil
		}
	}
	return nil
}

// meet takes note of a post of the topic.
func (g *gaze) meet(m inbox.Message, of string) {
	if m.ID == of && !m.Deleted {
		g.scene.Of = &m
	}
	if m.ID == g.a.Seen.Last.ID {
		g.scene.Last = &m
	}
	if !before(cmp.Or(g.a.Seen.Last.ID, g.a.Thread), m.ID) || m.Author == g.us.account.Self {
		return
	}
	g.scene.After = append(g.scene.After, m)
}

// own keeps what we said in the topic in the same words since the attempt.
func (g *gaze) own(r *reading) {
	if g.tried.IsZero() {
		return
	}
	words := bare(g.c.encode(g.a.Text, g.a.Named))
	for _, n := range r.ids(0, 0) {
		if p, shown := r.posts[n]; shown && p.Number > 1 && g.ours(p, words) {
			g.scene.Own = append(g.scene.Own, g.c.receipt(g.us, g.a, p, ""))
		}
	}
}

// ours reports whether a post is by us, in these words, since the attempt: by
// the forum's clock, or because it stands behind what was seen.
func (g *gaze) ours(p post, words string) bool {
	if g.c.author(p) != g.us.account.Self || p.away() || p.Hidden || bare(g.c.said(p)) != words {
		return false
	}
	seen := g.a.Seen.Last.ID
	return !p.Created.Before(g.tried.Add(-skew)) || seen != "" && g.a.Kind == inbox.Reply && before(seen, id(p.ID))
}

// said is a post in Markdown, as it was sent, or else as plain text.
func (c *Connector) said(p post) string {
	if p.Raw != "" {
		return p.Raw
	}
	return c.reads(p.Cooked).text
}

// private looks at what is answered privately, and for an attempt to do so.
func (g *gaze) private(ctx context.Context) error {
	if of := g.a.Seen.Of.ID; of != "" && g.a.Channel != "" {
		if err := g.one(ctx, of); err != nil {
			return err
		}
	}
	to, known := g.c.name(g.a.Member)
	if g.tried.IsZero() || !known {
		return nil
	}
	d := g.c.letter(g.a, to)
	path := "/topics/private-messages-sent/" + url.PathEscape(g.us.handle) + ".json"
	return g.began(ctx, path, url.Values{}, d.Title, bare(d.Raw))
}

// one looks at a post by itself.
func (g *gaze) one(ctx context.Context, which string) error {
	n, ok := number(which)
	if !ok {
		return nil
	}
	p, title, err := g.c.standingPost(ctx, n)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	m := g.c.message(p, g.a.Channel, cmp.Or(g.a.Thread, which), title)
	g.scene.Of = &m
	if p.away() {
		g.scene.Of = nil
	}
	return g.settled(p, title)
}

// message looks at the post that something is to be done to, and whether that
// is so already.
func (g *gaze) message(ctx context.Context) error {
	if err := g.one(ctx, g.a.Message); err != nil {
		return err
	}
	removing := g.a.Kind == inbox.Delete || g.a.Kind == inbox.Remove && len(g.a.Messages) == 0
	if g.scene.Of == nil && (removing || g.a.Kind == inbox.Unreact) {
		g.done()
	}
	return nil
}

func (g *gaze) done() {
	r := g.c.touched(g.us, g.a)
	g.scene.Done = &r
}

// settled notes whether a post is as the action wants it.
func (g *gaze) settled(p post, title string) error {
	liked := slices.ContainsFunc(p.Actions, func(d deed) bool { return d.ID == like && d.Acted })
	switch g.a.Kind { //nolint:exhaustive // of all others the post does not tell
	case inbox.React:
		if g.a.Emoji == heart && liked {
			g.done()
		}
	case inbox.Unreact:
		if !liked {
			g.done()
		}
	case inbox.Restore:
		if !p.away() && !p.Hidden {
			g.done()
		}
	case inbox.Edit:
		text := g.a.Text
		if p.Number == 1 {
			first, rest := titled(text)
			if text = rest; first != title {
				return nil
			}
		}
		if strings.TrimSpace(p.Raw) == strings.TrimSpace(g.c.encode(text, g.a.Named)) {
			g.done()
		}
	default:
	}
	return nil
}

// about looks at the message for which somebody is to be silenced or suspended.
func (g *gaze) about(ctx context.Context) error {
	if of := g.a.Seen.Of.ID; of != "" {
		return g.one(ctx, of)
	}
	return nil
}

// queue looks whether an item of the review queue was settled as we wanted: by
// us, which a version beyond the one we named alone does not say.
func (g *gaze) queue(ctx context.Context) error {
	if of := g.a.Seen.Of.ID; of != "" {
		if err := g.one(ctx, of); err != nil {
			return err
		}
	}
	n, ok := number(g.a.Report)
	if g.tried.IsZero() || !ok {
		return nil
	}
	var answer struct {
		Item *reviewable `json:"reviewable"`
	}
	_, err := g.c.api.Do(ctx, platform.Call{Name: "GET /review/{id}.json", Path: fmt.Sprintf("/review/%d.json", n)}, &answer)
	switch {
	case gone(err):
		g.done()
		return nil
	case err != nil:
		return err
	case answer.Item == nil || answer.Item.Status == nil:
		return strange("an item of the queue without a state")
	case *answer.Item.Status != pending:
		g.done()
	}
	return nil
}
