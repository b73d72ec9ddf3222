package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// The endpoints of join requests, which disgo does not list.
//
//nolint:gochecknoglobals // a table that nothing writes
var (
	getRequests   = rest.NewEndpoint(http.MethodGet, "/guilds/{guild.id}/requests")
	actionRequest = rest.NewEndpoint(http.MethodPatch, "/guilds/{guild.id}/requests/{request.id}")
)

// reportsRest is how often it is looked who asks to be let in, where nobody may
// see that: a server has no such questions, or the bot may not read them.
const reportsRest = 6 * time.Hour

// joinRequest is somebody who asks to be let in.
type joinRequest struct {
	ID       string    `json:"id"`
	Created  time.Time `json:"created_at"`
	Status   string    `json:"application_status"`
	UserID   string    `json:"user_id"`
	User     *user     `json:"user"`
	Rejected *string   `json:"rejection_reason"`
	Form     []struct {
		Label    string          `json:"label"`
		Response json.RawMessage `json:"response"`
		Choices  []string        `json:"choices"`
	} `json:"form_responses"`
}

// The states of a join request.
const (
	submitted = "SUBMITTED"
	approved  = "APPROVED"
	rejected  = "REJECTED"
)

// fetchReports reads who asks to be let in.
func (c *Connector) fetchReports(ctx context.Context, page *inbox.Page) error {
	_, u, err := c.known(ctx)
	if err != nil {
		return err
	}
	records, err := c.requests(ctx, u.account.Team)
	if here(err) { // the server asks nothing of those who join
		page.Again = c.opts.Now().Add(reportsRest)
		return nil
	}
	if err != nil {
		return err
	}
	page.AllReports = len(records) < mostRequests
	for _, raw := range records {
		var r joinRequest
		if json.Unmarshal(raw, &r) != nil || !isID(r.ID) || !isID(r.UserID) {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: "the requests to join", Why: "1 left out: it is not one as Discord describes them"})
			page.AllReports = false
			continue
		}
		page.Reports = append(page.Reports, r.report())
	}
	page.Again = time.Time{}
	return nil
}

const mostRequests = 100

func (c *Connector) requests(ctx context.Context, guild string) ([]json.RawMessage, error) {
	q := question{to: getRequests, ids: []any{guild}, query: url.Values{"status": {submitted}, "limit": {itoa(mostRequests)}}}
	var found struct {
		Requests []json.RawMessage `json:"guild_join_requests"`
	}
	if err := c.ask(ctx, q, &found); err != nil {
		return nil, err
	}
	if found.Requests == nil {
		return nil, strange(q)
	}
	return found.Requests, nil
}

func (r joinRequest) report() inbox.Report {
	var lines []string
	if r.User != nil { // they are no member yet, so that no roster knows their name
		lines = append(lines, r.User.called(nil)+" (@"+r.User.handle()+")")
	}
	for _, f := range r.Form {
		answer := ""
		if json.Unmarshal(f.Response, &answer) != nil {
			answer = strings.Trim(string(f.Response), `"`)
		}
		if f.Label != "" || answer != "" {
			lines = append(lines, strings.TrimSpace(f.Label+" "+answer))
		}
	}
	out := inbox.Report{
		ID: r.ID, Kind: inbox.Knocking, Open: r.Status == submitted, Member: r.UserID, Reason: "asks to join",
		Text: strings.Join(lines, "\n"), At: r.Created.UTC(), Version: r.Status,
	}
	if out.Open {
		out.Offers = []inbox.Choice{{ID: approved, Label: "let in"}, {ID: rejected, Label: "turn away"}}
	} else {
		out.Outcome = strings.ToLower(r.Status)
	}
	return out
}

// report looks whether a request to join still waits.
func (g *gaze) report(ctx context.Context) error {
	records, err := g.c.requests(ctx, g.u.account.Team)
	if err != nil {
		return err
	}
	for _, raw := range records {
		var r joinRequest
		if json.Unmarshal(raw, &r) != nil || r.ID == g.a.Report {
			return nil //nolint:nilerr // it waits, or may be the one that cannot be read
		}
	}
	if len(records) < mostRequests {
		g.scene.Done = &inbox.Receipt{}
	}
	return nil
}

// perform lets somebody in, or turns them away.
func (c *Connector) perform(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	if a.Choice != approved && a.Choice != rejected || !isID(a.Report) {
		return inbox.Receipt{}, badChoice()
	}
	body := map[string]any{"action": a.Choice}
	if a.Choice == rejected && a.Reason != "" {
		body["rejection_reason"] = clip(a.Reason, 160)
	}
	q := question{to: actionRequest, ids: []any{u.account.Team, a.Report}, body: body, reason: a.Reason}
	if err := c.ask(ctx, q, nil); err != nil {
		return inbox.Receipt{}, err
	}
	return inbox.Receipt{}, nil
}

// entry is a line of the server's audit log.
type entry struct {
	ID      string                     `json:"id"`
	Action  int                        `json:"action_type"`
	User    *string                    `json:"user_id"`
	Target  *string                    `json:"target_id"`
	Options map[string]json.RawMessage `json:"options"`
	Reason  string                     `json:"reason"`
	Changes []struct {
		Key string          `json:"key"`
		New json.RawMessage `json:"new_value"`
	} `json:"changes"`
}

// acts are the lines of the log that are about moderation, with what each says
// (docs.discord.com, Audit log events).
func acts() map[int]string {
	return map[int]string{
		20: "kicked a member", 22: "banned a member", 23: "lifted a ban",
		72: "deleted a message", 73: "deleted several messages",
		143: "AutoMod blocked a message", 144: "AutoMod reported a message", 145: "AutoMod silenced a member", 146: "AutoMod set a member aside",
	}
}

const memberUpdated = 24

// logCursor is how far the log is read.
type logCursor struct {
	Done string `json:"done,omitempty"`
}

// fetchLog reads what moderators and AutoMod did since it was last read. What we
// did ourselves stands in our own journal.
func (c *Connector) fetchLog(ctx context.Context, page *inbox.Page) error {
	g, u, err := c.known(ctx)
	if err != nil {
		return err
	}
	const viewAuditLog = 1 << 7
	if g.may(u, "")&viewAuditLog == 0 {
		page.Again = c.opts.Now().Add(reportsRest)
		return nil
	}
	at := platform.Load[logCursor](page.Scope.Cursor)
	q := question{to: rest.GetAuditLogs, ids: []any{g.id}, query: url.Values{"limit": {"100"}}}
	if at.Done != "" {
		q.query.Set("after", at.Done)
	}
	var log struct {
		Entries []json.RawMessage `json:"audit_log_entries"`
		Rules   []json.RawMessage `json:"auto_moderation_rules"`
	}
	if err := c.ask(ctx, q, &log); err != nil {
		if here(err) {
			page.Again = c.opts.Now().Add(reportsRest)
			return nil
		}
		return err
	}
	if log.Entries == nil {
		return strange(q)
	}
	was := at.Done
	for _, raw := range log.Entries {
		var e entry
		if json.Unmarshal(raw, &e) != nil || !isID(e.ID) {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: "the audit log", Why: "1 entry left out: it is not one as Discord describes them"})
			continue
		}
		at.Done = later(at.Done, e.ID)
		if r, ok := c.logged(e, u, log.Rules); ok {
			page.Reports = append(page.Reports, r)
		}
	}
	page.More = was != "" && at.Done != was && len(log.Entries) >= 100
	page.Scope.Cursor = platform.Save(at)
	return nil
}

// logged is a line of the log as a report, if it is about moderation.
func (c *Connector) logged(e entry, u *us, rules []json.RawMessage) (inbox.Report, bool) {
	said, known := acts()[e.Action]
	if e.Action == memberUpdated {
		said, known = e.silenced()
	}
	by := value(e.User)
	if !known || by == u.account.Self {
		return inbox.Report{}, false
	}
	r := inbox.Report{ID: "log " + e.ID, Kind: inbox.Logged, Member: value(e.Target), Reporter: by, Reason: said, Text: e.Reason, At: moment(e.ID), Outcome: "done"}
	r.Channel = e.option("channel_id")
	if place := c.parentOf(r.Channel); place != "" {
		r.Channel = place
	}
	r.Message = e.option("message_id")
	if e.Action >= 143 {
		r.Kind, r.Reporter, r.Member = inbox.Ruled, e.rule(rules), cmp.Or(by, r.Member)
	}
	if n := e.option("count"); n != "" && n != "1" {
		r.Reason += " (" + n + ")"
	}
	return r, true
}

// parentOf is the channel of a thread that was met, "" of anything else.
func (c *Connector) parentOf(id string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.threads[id].Channel
}

// silenced reports what a change of a member means to us: only that they were
// silenced, or that this was lifted.
func (e entry) silenced() (string, bool) {
	for _, change := range e.Changes {
		if change.Key == "communication_disabled_until" {
			if len(change.New) == 0 || string(change.New) == "null" {
				return "let a member speak again", true
			}
			return "silenced a member", true
		}
	}
	return "", false
}

func (e entry) option(key string) string {
	var text string
	_ = json.Unmarshal(e.Options[key], &text) // none, or none that is text, is nothing
	return text
}

// rule is the name of the rule that was met.
func (e entry) rule(rules []json.RawMessage) string {
	if name := e.option("auto_moderation_rule_name"); name != "" {
		return name
	}
	for _, raw := range rules {
		var r struct{ ID, Name string }
		if json.Unmarshal(raw, &r) == nil && r.ID == value(e.Target) {
			return r.Name
		}
	}
	return "AutoMod"
}

func value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
