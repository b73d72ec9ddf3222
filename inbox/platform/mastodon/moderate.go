package mastodon

import (
	"context"
	"net/http"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// The words by which the advice knows what Mastodon has no way for.
const (
	noWay       = "no_way"
	noRemoval   = "no_admin_removal"
	noRestoring = "no_restoring"
	noDoor      = "no_kick"
	noEnd       = "no_end"
	changed     = "report_changed"
	noChoice    = "no_such_choice"
)

// missing is why something cannot be done at all, "" if it can.
func missing(kind inbox.ActionKind) string {
	switch kind {
	case inbox.Remove:
		return noRemoval
	case inbox.Restore:
		return noRestoring
	case inbox.Kick:
		return noDoor
	case inbox.Reply, inbox.ReplyPrivately, inbox.Welcome, inbox.Post, inbox.React, inbox.Unreact, inbox.Edit, inbox.Delete,
		inbox.Unschedule, inbox.Restrict, inbox.Unrestrict, inbox.Ban, inbox.Unban, inbox.Perform:
	}
	return ""
}

// sentence is what is decided about an account.
type sentence struct {
	Type   string `json:"type"`
	Text   string `json:"text,omitempty"`
	Report string `json:"report_id,omitempty"`
}

// moderate limits or suspends an account of the server, or ends that. The
// server ends neither by itself.
func (c *Connector) moderate(ctx context.Context, a inbox.Action) error {
	if !a.Until.IsZero() {
		return &platform.Refused{Method: string(a.Kind), Reason: noEnd, Here: true}
	}
	if way := map[inbox.ActionKind]string{inbox.Unrestrict: "unsilence", inbox.Unban: "unsuspend"}[a.Kind]; way != "" {
		return c.sentence(ctx, a.Member, way, nil)
	}
	kind := "suspend"
	if a.Kind == inbox.Restrict {
		kind = "silence"
	}
	return c.sentence(ctx, a.Member, "action", &sentence{Type: kind, Text: a.Reason, Report: a.Report})
}

func (c *Connector) sentence(ctx context.Context, member, way string, body *sentence) error {
	call := platform.Call{Name: "POST /api/v1/admin/accounts/:id/" + way, Method: http.MethodPost, Path: "/api/v1/admin/accounts/" + escape(member) + "/" + way}
	if body != nil {
		call.JSON = body
	}
	_, err := c.api.Do(ctx, call, nil)
	return err
}

// settle decides about a report, if it is still the one that was seen.
func (c *Connector) settle(ctx context.Context, a inbox.Action) error {
	r, err := c.report(ctx, a.Report)
	if err != nil {
		return early(err)
	}
	if a.Version != "" && string(r.Updated) != a.Version {
		return &platform.Refused{Method: string(a.Kind), Reason: changed, Here: true}
	}
	switch a.Choice {
	case "resolve", "reopen", "assign_to_self":
		call := platform.Call{Name: "POST /api/v1/admin/reports/:id/" + a.Choice, Method: http.MethodPost, Path: "/api/v1/admin/reports/" + escape(a.Report) + "/" + a.Choice}
		_, err := c.api.Do(ctx, call, nil)
		return err
	case "none", "sensitive", "silence", "suspend", "disable":
		if r.About.it == nil || r.About.it.ID == "" {
			return early(errStrange("a report about nobody"))
		}
		return c.sentence(ctx, string(r.About.it.ID), "action", &sentence{Type: a.Choice, Text: a.Reason, Report: a.Report})
	}
	return &platform.Refused{Method: string(a.Kind), Reason: noChoice, Here: true}
}
