package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
)

// longestTitle is how many characters the title of a forum's post may have.
const longestTitle = 100

// titled takes the text of a new post apart: its first line is the title.
func titled(text string) (title, rest string) {
	title, rest, _ = strings.Cut(strings.TrimSpace(text), "\n")
	title, rest = strings.TrimSpace(title), strings.TrimSpace(rest)
	if rest == "" { // a post says something, too
		rest = title
	}
	return clip(title, longestTitle), rest
}

// post begins a post of a forum. Discord has no key for that: an attempt is
// looked for among the threads that are open.
func (c *Connector) post(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	title, said := titled(a.Text)
	text, who := encode(said, a.Named, c.isRole)
	if err := fits(text); err != nil {
		return inbox.Receipt{}, err
	}
	q := question{to: rest.CreateThread, ids: []any{a.Channel}, body: map[string]any{
		"name": title, "message": map[string]any{"content": text, "allowed_mentions": who},
	}}
	var begun struct {
		channel
		Message message `json:"message"`
	}
	if err := c.ask(ctx, q, &begun); err != nil {
		return inbox.Receipt{}, err
	}
	if !isID(begun.ID) || begun.Message.ID != begun.ID {
		return inbox.Receipt{}, strange(q)
	}
	begun.ParentID = a.Channel
	c.note(begun.channel)
	m, err := c.message(ctx, place{channel: a.Channel, thread: begun.ID}, begun.Message)
	if err != nil {
		return inbox.Receipt{}, strange(q)
	}
	return c.receipt(u, a, m, begun.ID), nil
}

// begun looks for an attempt to begin a post of a forum.
func (g *gaze) begun(ctx context.Context) error {
	var open struct {
		Threads []json.RawMessage `json:"threads"`
	}
	q := question{to: rest.GetActiveGuildThreads, ids: []any{g.u.account.Team}}
	if err := g.c.ask(ctx, q, &open); err != nil {
		return err
	}
	if open.Threads == nil {
		return strange(q)
	}
	title, text := titled(g.a.Text)
	text, _ = encode(text, g.a.Named, g.c.isRole)
	g.raw = strings.TrimSpace(text)
	for _, raw := range open.Threads {
		var ch struct {
			channel
			Owner string `json:"owner_id"`
		}
		if json.Unmarshal(raw, &ch) != nil {
			return strange(q)
		}
		if ch.ParentID != g.a.Channel || ch.Owner != g.u.account.Self || ch.Name != title || moment(ch.ID).Before(g.tried.Add(g.c.ahead()-skew)) {
			continue
		}
		g.c.note(ch.channel)
		p := place{channel: g.a.Channel, thread: ch.ID}
		r, err := g.c.one(ctx, p, ch.ID)
		if gone(err) {
			continue
		}
		if err != nil {
			return err
		}
		if err := g.behold(ctx, p, []message{r}, func(r message, m inbox.Message) {
			if strings.TrimSpace(*r.Content) == g.raw {
				g.scene.Own = append(g.scene.Own, g.c.receipt(g.u, g.a, m, ch.ID))
			}
		}); err != nil {
			return err
		}
	}
	slices.SortFunc(g.scene.Own, func(a, b inbox.Receipt) int {
		return cmp.Or(cmp.Compare(len(a.Message), len(b.Message)), cmp.Compare(a.Message, b.Message))
	})
	return nil
}
