package fediverse_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/mastodon"
	"rounds/inbox/platform/platformtest"
	"rounds/inbox/platform/simulate/fediverse"
)

// published is the description that was made of Mastodon's documentation.
func published(t testing.TB) *platformtest.Schema {
	schema := platformtest.Published(t, "mastodon/schema.json", "", func(doc *openapi3.T) {
		// The description takes the key for an object: its documentation says "any
		// arbitrary string".
		for _, p := range doc.Paths.Find("/api/v1/statuses").Post.Parameters {
			if p.Value.Name == "Idempotency-Key" {
				p.Value.Schema = openapi3.NewSchemaRef("", openapi3.NewStringSchema())
			}
		}
	})
	schema.Undescribed = map[string]string{
		"/api/v1/admin/":     "the description leaves out what is for moderators: docs.joinmastodon.org/methods/admin",
		"/api/v1/streaming/": "a line of events has no end to be checked: docs.joinmastodon.org/methods/streaming",
	}
	return schema
}

// stand is a simulated server behind the description, and a connector before it.
func stand(t testing.TB, handler func(http.Handler) http.Handler) (*fediverse.Server, *mastodon.Connector, *time.Time) {
	t.Helper()
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := fediverse.NewHistory(fediverse.Options{Seed: 4, Size: 80, Now: clock})
	server := httptest.NewServer(handler(s))
	t.Cleanup(server.Close)
	return s, mastodon.New(mastodon.Options{Account: "demo", Token: s.Token(), Base: server.URL, Now: clock, Hasty: true}), &now
}

// everything reads all scopes once.
func everything(t testing.TB, c *mastodon.Connector, now *time.Time) []inbox.Page {
	t.Helper()
	waiting, known := []inbox.Scope{{}}, map[string]bool{"": true}
	var pages []inbox.Page
	for len(waiting) > 0 {
		page, err := c.Fetch(t.Context(), waiting[0])
		if err != nil {
			if errors.As(err, new(*platform.Later)) {
				*now = now.Add(5 * time.Minute)
				continue
			}
			t.Fatal(err)
		}
		waiting = waiting[1:]
		if page.More {
			waiting = append(waiting, page.Scope)
		}
		for _, f := range page.Follow {
			if !known[f.Scope] {
				known[f.Scope] = true
				waiting = append(waiting, inbox.Scope{Name: f.Scope, Turn: f.Turn})
			}
		}
		pages = append(pages, page)
	}
	return pages
}

// deeds are one action of each kind that Mastodon has, about what was read.
func deeds(t testing.TB, c *mastodon.Connector, pages []inbox.Page, now time.Time) {
	t.Helper()
	var theirs inbox.Message
	for _, page := range pages {
		for _, m := range page.Messages {
			if m.Channel == "mentions" && m.Thread == m.ID && m.Author != "109000007919" {
				theirs = m
			}
		}
	}
	if theirs.ID == "" {
		t.Fatal("nobody said anything to us")
	}
	do := func(a inbox.Action) inbox.Receipt {
		t.Helper()
		a.ID, a.Account = "01890000-0000-7000-8000-"+strings.Repeat("0", 11)+string(a.Kind[0]), "demo"
		if _, err := c.Look(t.Context(), a, now.Add(-time.Minute)); err != nil {
			t.Errorf("look before %s: %v", a.Kind, err)
		}
		r, err := c.Do(t.Context(), a)
		if err != nil {
			t.Errorf("%s: %v", a.Kind, err)
		}
		return r
	}
	about := inbox.Action{Channel: "mentions", Thread: theirs.ID, Message: theirs.ID, Emoji: "heart"}
	with := func(kind inbox.ActionKind, change func(*inbox.Action)) inbox.Action {
		a := about
		a.Kind = kind
		if change != nil {
			change(&a)
		}
		return a
	}
	said := do(with(inbox.Reply, func(a *inbox.Action) { a.Text = "Thanks!" }))
	do(with(inbox.ReplyPrivately, func(a *inbox.Action) { a.Member, a.Text = theirs.Author, "Just for you" }))
	do(with(inbox.React, nil))
	do(with(inbox.Unreact, nil))
	do(with(inbox.React, func(a *inbox.Action) { a.Emoji = "repeat" }))
	do(with(inbox.Unreact, func(a *inbox.Action) { a.Emoji = "repeat" }))
	do(with(inbox.Edit, func(a *inbox.Action) { a.Message, a.Text = said.Message, "Thanks a lot!" }))
	do(with(inbox.Delete, func(a *inbox.Action) { a.Message = said.Message }))
	planned := do(inbox.Action{Kind: inbox.Post, Channel: "tag:fieldnotes", Text: "Office hours tomorrow", Later: true, Due: now.Add(time.Hour)})
	do(inbox.Action{Kind: inbox.Unschedule, Channel: "tag:fieldnotes", Message: planned.Message, Due: now.Add(time.Hour)})
	do(with(inbox.Reply, func(a *inbox.Action) { a.Text, a.Later, a.Due = "More tomorrow", true, now.Add(2*time.Hour) }))
	do(inbox.Action{Kind: inbox.Restrict, Member: theirs.Author})
	do(inbox.Action{Kind: inbox.Unrestrict, Member: theirs.Author})
	do(inbox.Action{Kind: inbox.Ban, Member: theirs.Author})
	do(inbox.Action{Kind: inbox.Unban, Member: theirs.Author})
	do(inbox.Action{Kind: inbox.Perform, Report: "300", Choice: "assign_to_self"})
	do(inbox.Action{Kind: inbox.Perform, Report: "300", Choice: "silence"})
	do(inbox.Action{Kind: inbox.Perform, Report: "301", Choice: "resolve"})
}

func TestEveryRequestAndEveryAnswerFitsWhatIsPublished(t *testing.T) {
	schema := published(t)
	_, c, now := stand(t, func(inner http.Handler) http.Handler { return schema.Checks(t, inner) })
	if _, err := c.Identify(t.Context()); err != nil {
		t.Fatal(err)
	}
	deeds(t, c, everything(t, c, now), *now)
	if _, err := c.Fetch(t.Context(), inbox.Scope{Name: "thread:404"}); err != nil {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop2 := time.AfterFunc(2*time.Second, stop)
	defer stop2.Stop()
	_ = c.Listen(ctx, func(platform.Hello) { stop() }, func(inbox.Page) error { return nil }) // the checks let no line stay open
	used := schema.Used()
	for _, op := range []string{
		"GET /api/v1/accounts/verify_credentials", "GET /api/v1/apps/verify_credentials", "GET /api/v1/followed_tags", "GET /api/v2/instance",
		"GET /api/v1/notifications", "GET /api/v1/conversations", "GET /api/v1/timelines/tag/{hashtag}", "GET /api/v1/accounts/{id}/statuses",
		"GET /api/v1/statuses/{id}", "GET /api/v1/statuses/{id}/context", "GET /api/v1/scheduled_statuses", "DELETE /api/v1/scheduled_statuses/{id}",
		"POST /api/v1/statuses", "PUT /api/v1/statuses/{id}", "DELETE /api/v1/statuses/{id}",
		"POST /api/v1/statuses/{id}/favourite", "POST /api/v1/statuses/{id}/unfavourite", "POST /api/v1/statuses/{id}/reblog", "POST /api/v1/statuses/{id}/unreblog",
	} {
		if used[op] == 0 {
			t.Errorf("%s was not asked for", op)
		}
	}
	t.Logf("%d operations", len(used))
}

// silent is a test that may fail.
type silent struct {
	testing.TB
	said []string
}

func (s *silent) Errorf(format string, _ ...any) { s.said = append(s.said, format) }

func TestARequestThatDoesNotFitIsFound(t *testing.T) {
	schema := published(t)
	s := fediverse.NewHistory(fediverse.Options{Seed: 4, Size: 20})
	for name, r := range map[string]*http.Request{
		"an operation that there is not": httptest.NewRequest(http.MethodGet, "/api/v1/nothing", nil),
		"a visibility that there is not": httptest.NewRequest(http.MethodPost, "/api/v1/statuses", strings.NewReader(`{"status":"x","visibility":"secret"}`)),
	} {
		found := &silent{TB: t}
		r.Header.Set("Authorization", "Bearer "+s.Token())
		r.Header.Set("Content-Type", "application/json")
		schema.Checks(found, s).ServeHTTP(httptest.NewRecorder(), r)
		if !slices.ContainsFunc(found.said, func(string) bool { return true }) {
			t.Errorf("%s is not found", name)
		}
	}
}
