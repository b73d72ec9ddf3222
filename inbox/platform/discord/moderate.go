package discord

import (
	"context"
	"time"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
)

const (
	// farthest is how long Discord silences somebody at most.
	farthest = 28 * 24 * time.Hour
	// bulkAge is how old what is deleted at once may be, less a margin.
	bulkAge = 14*24*time.Hour - 5*time.Minute
)

// discipline silences a member, puts them out or lets them in again.
func (c *Connector) discipline(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	if !isID(a.Member) {
		return inbox.Receipt{}, refuse(string(a.Kind), "10013 Unknown User")
	}
	receipt := inbox.Receipt{Channel: a.Channel, Message: a.Message}
	q := question{ids: []any{u.account.Team, a.Member}, reason: a.Reason}
	now := c.opts.Now().Add(c.ahead())
	switch a.Kind { //nolint:exhaustive // only those that Do hands on come here
	case inbox.Restrict:
		until := a.Until
		if until.IsZero() { // until somebody says otherwise: as long as Discord lets it last
			until = now.Add(farthest - time.Minute)
		}
		if until.Sub(now) > farthest {
			return inbox.Receipt{}, refuse("timeout", "timeout_too_long")
		}
		if !until.After(now) {
			return inbox.Receipt{}, refuse("timeout", "timeout_is_over")
		}
		q.to, q.body = rest.UpdateMember, map[string]any{"communication_disabled_until": until.UTC().Format(time.RFC3339)}
	case inbox.Unrestrict:
		q.to, q.body = rest.UpdateMember, map[string]any{"communication_disabled_until": nil}
	case inbox.Kick:
		q.to = rest.RemoveMember
	case inbox.Ban:
		if !a.Until.IsZero() {
			return inbox.Receipt{}, refuse("ban", "ban_without_end")
		}
		q.to, q.body = rest.AddBan, map[string]any{"delete_message_seconds": 0}
	default:
		q.to, q.body = rest.DeleteBan, map[string]any{} // Discord's description wants a body
	}
	if err := c.ask(ctx, q, nil); err != nil {
		return inbox.Receipt{}, err
	}
	return receipt, nil
}
