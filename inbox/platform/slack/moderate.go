package slack

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"rounds/inbox"
)

// subjects are the messages that an action is about, the one that a person saw
// last: what is interrupted half-way still shows that it is not done.
func subjects(a inbox.Action) []string {
	var all []string
	for _, id := range append([]string{a.Message}, a.Messages...) {
		if id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	slices.Reverse(all)
	return all
}

// purge deletes what others said, each message in a request of its own: Slack
// knows none for several. One that is gone was deleted, so that all of it may
// be asked for again.
func (c *Connector) purge(ctx context.Context, us *us, a inbox.Action) (inbox.Receipt, error) {
	all := subjects(a)
	if a.Channel == "" || len(all) == 0 {
		return inbox.Receipt{}, refuse("chat.delete", "message_not_found")
	}
	one, gone := a, error(nil)
	for _, one.Message = range all {
		if _, gone = c.remove(ctx, one); gone != nil {
			return inbox.Receipt{}, gone
		}
	}
	return c.receipt(us, one), nil
}

// kick puts a member out of a channel. Slack lets no app put anybody out of a
// workspace.
func (c *Connector) kick(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	if a.Channel == "" {
		return inbox.Receipt{}, refuse("conversations.kick", "no_channel")
	}
	api, heard := c.writing()
	err := heard.settle("conversations.kick", api.KickUserFromConversationContext(ctx, a.Channel, a.Member))
	if refusal(err) == "not_in_channel" { // of them it means that it is done, of us that it cannot be
		if inside, looked := c.inside(ctx, a.Channel, a.Member); looked == nil && !inside {
			err = nil
		}
	}
	if err != nil {
		return inbox.Receipt{}, err
	}
	return inbox.Receipt{Channel: a.Channel}, nil
}

// inside reports whether somebody is in a channel.
func (c *Connector) inside(ctx context.Context, channel, member string) (bool, error) {
	ask := slack.GetUsersInConversationParameters{ChannelID: channel, Limit: 1000}
	for range mostPages {
		found, next, err := c.api.GetUsersInConversationContext(ctx, &ask)
		if err == nil && (len(found) == 0 || next != "" && next == ask.Cursor) {
			err = errStrange
		}
		if err != nil {
			return false, narrow(settle("conversations.members", err))
		}
		if slices.Contains(found, member) || next == "" {
			return slices.Contains(found, member), nil
		}
		ask.Cursor = next
	}
	return false, settle("conversations.members", errStrange)
}

// removed looks at what is to be deleted. It is done when all of it is gone.
func (g *gaze) removed(ctx context.Context) error {
	for _, id := range slices.Backward(subjects(g.a)) {
		root := id
		if id == g.a.Message && g.a.Thread != "" {
			root = g.a.Thread
		}
		r, err := g.one(ctx, root, id)
		if err != nil {
			return err
		}
		if r != nil {
			if id == g.a.Message {
				g.scene.Of = r.shown
			}
			return nil
		}
	}
	g.scene.Done = &inbox.Receipt{Channel: g.a.Channel, Message: g.a.Message}
	return nil
}

// away looks at the message that led to it, and whether a member is out of the
// channel. Before it was tried, that is not asked: a channel may hold thousands.
func (g *gaze) away(ctx context.Context) error {
	if g.of != "" && g.a.Channel != "" {
		r, err := g.one(ctx, g.of, g.of)
		if err != nil {
			return err
		}
		if r != nil {
			g.scene.Of = r.shown
		}
	}
	if g.tried.IsZero() || g.a.Channel == "" {
		return nil
	}
	inside, err := g.c.inside(ctx, g.a.Channel, g.a.Member)
	if err == nil && !inside {
		g.scene.Done = &inbox.Receipt{Channel: g.a.Channel}
	}
	return err
}
