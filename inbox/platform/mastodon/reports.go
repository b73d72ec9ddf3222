package mastodon

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// What can be done about a report (docs.joinmastodon.org, methods/admin/reports
// and methods/admin/accounts). A moderator may delete what was reported on the
// server's website alone.
func offers() []inbox.Choice {
	return []inbox.Choice{
		{ID: "resolve", Label: "Mark as resolved"},
		{ID: "assign_to_self", Label: "Assign to us"},
		{ID: "none", Label: "Send a warning, and resolve"},
		{ID: "sensitive", Label: "Mark the account's media as sensitive, and resolve"},
		{ID: "silence", Label: "Limit the account, and resolve"},
		{ID: "suspend", Label: "Suspend the account, and resolve"},
	}
}

// report is one as moderators are shown it.
type report struct {
	ID       str                   `json:"id"`
	Taken    flag                  `json:"action_taken"`
	Category str                   `json:"category"`
	Comment  str                   `json:"comment"`
	At       str                   `json:"created_at"`
	Updated  str                   `json:"updated_at"`
	By       perhaps[adminAccount] `json:"account"`
	About    perhaps[adminAccount] `json:"target_account"`
	Statuses []json.RawMessage     `json:"statuses"`
	Rules    many[struct {
		Text str `json:"text"`
	}] `json:"rules"`
}

// adminAccount is an account as moderators are shown it.
type adminAccount struct {
	ID        str              `json:"id"`
	Silenced  flag             `json:"silenced"`
	Suspended flag             `json:"suspended"`
	Disabled  flag             `json:"disabled"`
	Sensitive flag             `json:"sensitized"`
	Account   perhaps[account] `json:"account"`
}

// reportRest is how often reports are looked for, and refusedRest how often
// where the token may not.
const (
	reportRest  = time.Minute
	refusedRest = 24 * time.Hour
)

// fetchReports reads what waits for a moderator. All of it must be read: what is
// not shown was settled.
func (c *Connector) fetchReports(ctx context.Context, page *inbox.Page) error {
	query := c.size(200)
	query.Set("resolved", "false")
	records, err := c.all(ctx, "/api/v1/admin/reports", query)
	if refusedAs(err, noScope, noRight, notFound) {
		page.Again = c.opts.Now().Add(refusedRest)
		return nil
	}
	if err != nil {
		return narrow(err)
	}
	for _, raw := range records {
		r, err := readReport(raw)
		if err != nil {
			skip(page, "reports", "1 left out: it is not one as Mastodon describes them")
			continue
		}
		kept, err := c.told(ctx, page, r)
		if err != nil {
			return narrow(err)
		}
		page.Reports = append(page.Reports, kept)
	}
	page.AllReports = len(page.Skipped) == 0
	page.Again = c.opts.Now().Add(reportRest)
	return nil
}

func readReport(raw []byte) (report, error) {
	var r report
	if json.Unmarshal(raw, &r) != nil || r.ID == "" {
		return report{}, errStrange("a report that is none")
	}
	if _, err := moment(r.At); err != nil {
		return report{}, errStrange("a report without its time")
	}
	return r, nil
}

// told is a report as the house keeps it.
func (c *Connector) told(ctx context.Context, page *inbox.Page, r report) (inbox.Report, error) {
	at, _ := moment(r.At) // it was read before
	kept := inbox.Report{
		ID: string(r.ID), Kind: inbox.Flagged, Open: !bool(r.Taken), Reason: string(r.Category), At: at, Version: string(r.Updated),
		Member: c.meetAdmin(page, r.About.it), Reporter: c.meetAdmin(page, r.By.it),
	}
	var parts []string
	if comment := strings.TrimSpace(string(r.Comment)); comment != "" {
		parts = append(parts, "“"+comment+"”")
	}
	for _, rule := range r.Rules {
		parts = append(parts, fmt.Sprintf("Rule: %s", rule.Text))
	}
	for _, raw := range r.Statuses {
		s, err := readStatus(raw, "")
		if err != nil {
			continue
		}
		parts = append(parts, s.text())
		if kept.Message == "" {
			kept.Message = string(s.ID)
			kept.Channel, err = c.findChannel(ctx, &s)
			if err != nil {
				return inbox.Report{}, err
			}
		}
	}
	kept.Text = strings.Join(parts, "\n\n")
	if kept.Open {
		kept.Offers = offers()
	} else {
		kept.Outcome = "resolved"
	}
	return kept, nil
}

// findChannel is where a status that was reported stands, "" if we may not see
// it: moderators are shown more than they are told of otherwise.
func (c *Connector) findChannel(ctx context.Context, s *status) (string, error) {
	if at, known := c.where(string(s.ID)); known {
		return at.channel, nil
	}
	up, err := c.climb(ctx, s)
	root := *s
	if err == nil && up.root != string(s.ID) {
		root, err = c.status(ctx, up.root)
	}
	if isGone(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return c.channelOf(ctx, &root)
}

func (c *Connector) meetAdmin(page *inbox.Page, a *adminAccount) string {
	if a == nil {
		return ""
	}
	if one := a.Account.it; one != nil && one.ID != "" {
		c.introduce(page, *one)
	}
	return string(a.ID)
}

// report asks for one report.
func (c *Connector) report(ctx context.Context, id string) (report, error) {
	var raw json.RawMessage
	call := platform.Call{Name: "GET /api/v1/admin/reports/:id", Path: "/api/v1/admin/reports/" + escape(id), May: gone()}
	if _, err := c.api.Do(ctx, call, &raw); err != nil {
		return report{}, err
	}
	r, err := readReport(raw)
	if err == nil && string(r.ID) != id {
		err = errStrange("another report than was asked for")
	}
	return r, err
}

// standing is how an account stands with the moderators.
func (c *Connector) standing(ctx context.Context, id string) (adminAccount, error) {
	var a adminAccount
	call := platform.Call{Name: "GET /api/v1/admin/accounts/:id", Path: "/api/v1/admin/accounts/" + escape(id), May: gone()}
	if _, err := c.api.Do(ctx, call, &a); err != nil {
		return adminAccount{}, err
	}
	if string(a.ID) != id {
		return adminAccount{}, errStrange("another account than was asked for")
	}
	return a, nil
}

func escape(id string) string { return url.PathEscape(id) }
