package mastodon

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
)

// said looks for an attempt to say something: among what we said since, exactly
// where it would have come to stand, and among what the server is to post.
func (g *gaze) said(ctx context.Context) error {
	words, err := g.c.written(ctx, g.a.Text, g.a.Named)
	if err != nil {
		return err
	}
	if g.a.Later {
		plans, err := g.c.plans(ctx)
		if err != nil {
			return err
		}
		for _, p := range plans {
			at, err := moment(p.At)
			if err == nil && at.Sub(g.a.Due).Abs() < 2*time.Second && g.reads(string(p.Params.Text), words) && g.stands(string(p.Params.Answers)) {
				g.scene.Own = append(g.scene.Own, inbox.Receipt{Channel: g.a.Channel, Message: string(p.ID), Planned: at})
			}
		}
	}
	var own []status
	err = g.c.ours(ctx, g.us, g.since().Add(-24*time.Hour), func(s status) {
		if g.mayBe(&s, words) {
			own = append(own, s)
		}
	})
	slices.SortFunc(own, func(x, y status) int { return order(string(x.ID), string(y.ID)) })
	for _, s := range slices.CompactFunc(own, func(x, y status) bool { return x.ID == y.ID }) {
		g.scene.Own = append(g.scene.Own, g.c.receipt(g.us, g.a, &s))
	}
	return err
}

// since is from when on an attempt may stand there, by the clock.
func (g *gaze) since() time.Time {
	from := g.tried
	if g.a.Later && g.a.Due.After(from) {
		from = g.a.Due
	}
	return from.Add(-skew)
}

// mayBe reports whether a status of ours may be what the action said.
func (g *gaze) mayBe(s *status, words string) bool {
	seen := g.a.Seen.Last.ID
	behind := seen != "" && before(seen, string(s.ID)) && g.a.Kind == inbox.Reply && !g.a.Later
	if !behind && s.at.Before(g.since()) {
		return false
	}
	if !g.reads(s.words(), words) || !g.stands(string(s.Answers)) {
		return false
	}
	if g.a.Kind.Private() {
		return s.Visibility == direct && slices.ContainsFunc(s.Mentions, func(m mention) bool { return string(m.ID) == g.a.Member })
	}
	return g.a.Kind == inbox.Reply || s.Visibility != direct
}

// reads reports whether a text is that of the action, but for whom it is
// addressed to and for the tag that makes it stand in its channel.
func (g *gaze) reads(text, words string) bool {
	text, words = unaddressed(text), unaddressed(words)
	if tag, in := strings.CutPrefix(g.a.Channel, tagged); in && g.a.Kind == inbox.Post && !carries(words, tag) {
		without, carried := strings.CutSuffix(text, "#"+tag)
		return carried && same(without, words) // what lacks it was said elsewhere
	}
	return same(text, words)
}

// stands reports whether what answers a status would be where the action puts
// it.
func (g *gaze) stands(answers string) bool {
	if g.a.Kind == inbox.Reply {
		return answers != "" && (answers == target(g.a) || answers == g.a.Thread)
	}
	return answers == ""
}

// ours shows what we said since a moment to each, newest first, or fails: what
// was left out must not be taken for what is not there.
func (c *Connector) ours(ctx context.Context, us *us, since time.Time, each func(status)) error {
	query := c.size(40)
	query.Set("exclude_reblogs", "true")
	for range mostPages {
		records, next, err := list(ctx, c.api, "/api/v1/accounts/"+escape(us.account.Self)+"/statuses", query)
		if err != nil {
			return err
		}
		low, old := "", false
		for _, raw := range records {
			s, err := readStatus(raw, "")
			if err != nil {
				return err
			}
			low, old = earlier(low, string(s.ID)), old || s.at.Before(since)
			each(s)
		}
		to := cmp.Or(low, next)
		at := query.Get("max_id")
		switch {
		case old || next == "":
			return nil
		case at != "" && !before(to, at):
			return errStrange("a list that leads in circles")
		}
		query.Set("max_id", to)
	}
	return errStrange("a list without an end")
}

// unaddressed is a text without whom it is addressed to: that stands before it.
func unaddressed(text string) string {
	for {
		text = strings.TrimSpace(text)
		if !strings.HasPrefix(text, "@") || strings.HasPrefix(text, "@"+hidden) {
			return text
		}
		end := strings.IndexFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' })
		if end < 0 {
			return text
		}
		text = text[end:]
	}
}

// receipt is what a server gave us for a status that we said.
func (c *Connector) receipt(us *us, a inbox.Action, s *status) inbox.Receipt {
	at := place{a.Channel, cmp.Or(a.Thread, string(s.ID))}
	if a.Kind.Private() {
		at = place{direct, string(s.ID)}
	}
	r := inbox.Receipt{Channel: at.channel, Message: string(s.ID), Link: us.account.Permalink(at.channel, at.root, string(s.ID))}
	if !a.Kind.Private() {
		m := s.message(at)
		r.Said = &m
	}
	return r
}
