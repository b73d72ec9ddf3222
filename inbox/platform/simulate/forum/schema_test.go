package forum_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/discourse"
	"rounds/inbox/platform/platformtest"
	"rounds/inbox/platform/simulate/forum"
)

// mend repairs Discourse's description, which is made from examples: it says of
// what was null there that it is never a number, names a key of an admin as the
// only one, and describes a body for a request that has none.
func mend(doc *openapi3.T) {
	for path, item := range doc.Paths.Map() {
		if strings.HasPrefix(path, "/groups/{name}") {
			doc.Paths.Delete(path)
			continue
		}
		for method, op := range item.Operations() {
			if method == http.MethodGet { // it may always be gone, which nobody describes
				op.RequestBody = nil
				op.Responses.Set("404", &openapi3.ResponseRef{Value: openapi3.NewResponse().WithDescription("gone")})
			}
			for _, p := range op.Parameters {
				switch p.Value.In {
				case "header":
					p.Value.Required = false
				case "path": // ".json" stands behind it, see below
					p.Value.Schema = openapi3.NewSchemaRef("", openapi3.NewStringSchema())
				}
			}
			if path == "/posts.json" && op.RequestBody != nil { // typing_duration_msecs: app/controllers/posts_controller.rb, create_params
				op.RequestBody.Value.Content.Get("application/json").Schema.Value.AdditionalProperties = openapi3.AdditionalProperties{}
			}
			for _, answer := range op.Responses.Map() {
				for _, content := range answer.Value.Content {
					soften(content.Schema)
				}
			}
		}
		// The router knows no name with something behind it in the same segment.
		if cut, ends := strings.CutSuffix(path, "}.json"); ends {
			doc.Paths.Delete(path)
			doc.Paths.Set(cut+"}", item)
		}
	}
}

func soften(ref *openapi3.SchemaRef) {
	if ref == nil || ref.Value == nil {
		return
	}
	s := ref.Value
	s.MinItems = 0
	s.AdditionalProperties = openapi3.AdditionalProperties{} // "raw" comes with include_raw, "count" with a like
	for name, property := range s.Properties {
		switch name {
		case "reply_to_post_number", "reviewable_id", "image_url", "category_id", "slow_mode_enabled_until", "liked", "bookmarked":
			property.Value.Type = nil
			continue
		}
		soften(property)
	}
	soften(s.Items)
}

// published is Discourse's own description, and what it leaves out, with where
// that is to be found.
func published(t *testing.T) *platformtest.Schema {
	t.Helper()
	s := platformtest.Published(t, "discourse/openapi.json", "", mend)
	s.Undescribed = map[string]string{
		"/review":               "discourse/discourse app/controllers/reviewables_controller.rb, app/serializers/reviewable_*.rb",
		"/session/current.json": "discourse/discourse app/serializers/current_user_serializer.rb",
		"/message-bus/":         "discourse/message_bus",
		"/posts/destroy_many":   "discourse/discourse app/controllers/posts_controller.rb, destroy_many",
		"/t/topic/":             "where /t/external_id/{external_id}.json leads to",
	}
	return s
}

// checked is a forum behind its description, and the connector before it.
func checked(t *testing.T, f *forum.Forum) (*platformtest.Schema, *discourse.Connector, string) {
	t.Helper()
	s := published(t)
	server := httptest.NewServer(s.Checks(t, f))
	t.Cleanup(server.Close)
	return s, discourse.New(discourse.Options{
		Account: "demo", Token: f.Token(), Base: server.URL, Now: noon, PageSize: 20, Private: true, HTTP: platform.NewHTTP(platform.Options{}),
	}), server.URL
}

func noon() time.Time { return time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC) }

// walk reads all that there is.
func walk(t *testing.T, c *discourse.Connector) (posts []inbox.Message, reports []inbox.Report) {
	t.Helper()
	known, waiting := map[string]bool{"": true}, []inbox.Scope{{}}
	for len(waiting) > 0 {
		scope := waiting[0]
		page, err := c.Fetch(t.Context(), scope)
		if err != nil {
			t.Fatalf("%q: %v", scope.Name, err)
		}
		waiting = waiting[1:]
		posts, reports = append(posts, page.Messages...), append(reports, page.Reports...)
		for _, f := range page.Follow {
			if !known[f.Scope] {
				known[f.Scope] = true
				waiting = append(waiting, inbox.Scope{Name: f.Scope, Turn: f.Turn})
			}
		}
		if page.More {
			waiting = append([]inbox.Scope{page.Scope}, waiting...)
		}
	}
	return posts, reports
}

func TestEveryRequestAndEveryAnswerFitsDiscoursesDescription(t *testing.T) {
	f := forum.NewStory(forum.Options{Seed: 1, Now: noon, Token: "sam:" + strings.Repeat("ab", 32)})
	schema, c, base := checked(t, f)
	posts, reports := walk(t, c)
	if len(posts) < 30 || len(reports) < 2 {
		t.Fatalf("%d posts and %d reports", len(posts), len(reports))
	}
	door := platform.Door{Token: f.Token(), Base: base}
	if pass, err := discourse.Inspect(t.Context(), door); err != nil || pass.Name != "Fieldnotes" || pass.User != "sam" {
		t.Errorf("%+v, %v", pass, err)
	}
	if rooms, err := discourse.Rooms(t.Context(), door); err != nil || len(rooms) != 6 {
		t.Errorf("%d rooms, %v", len(rooms), err)
	}
	writes(t, schema, c, posts, reports)
	want := []string{
		"DELETE /posts/{id}.json", "GET /admin/users/list/{flag}.json", "GET /categories.json", "GET /latest.json", "GET /posts/{id}.json",
		"GET /site/basic-info.json", "GET /t/external_id/{external_id}.json", "GET /t/{id}.json", "GET /topics/private-messages-sent/{username}.json",
		"GET /topics/private-messages/{username}.json", "POST /post_actions.json", "POST /posts.json", "POST /t/{id}/timer.json", "PUT /admin/users/{id}/silence.json",
		"PUT /admin/users/{id}/suspend.json", "PUT /posts/{id}.json",
	}
	for _, op := range want {
		if op = strings.Replace(op, "}.json", "}", 1); schema.Used()[op] == 0 {
			t.Errorf("%s was never seen; seen were %q", op, slices.Sorted(maps.Keys(schema.Used())))
		}
	}
}

func TestWhoIsNoModeratorReadsWhatEverybodyMay(t *testing.T) {
	f := forum.NewHistory(forum.Options{Seed: 4, Size: 80, Now: noon, Plain: true})
	schema, c, _ := checked(t, f)
	posts, reports := walk(t, c)
	if len(posts) < 60 || len(reports) > 0 || schema.Used()["GET /directory_items.json"] == 0 || schema.Used()["GET /t/{id}/posts.json"] == 0 {
		t.Errorf("%d posts, %d reports, asked %v", len(posts), len(reports), schema.Used())
	}
	a, err := c.Identify(t.Context())
	if err != nil || a.Cannot(inbox.Perform) == "" || a.Cannot(inbox.Ban) == "" || a.Cannot(inbox.Reply) != "" {
		t.Errorf("%+v, %v", a, err)
	}
}

// writes does everything once that can be done.
func writes(t *testing.T, schema *platformtest.Schema, c *discourse.Connector, posts []inbox.Message, reports []inbox.Report) {
	t.Helper()
	root := posts[slices.IndexFunc(posts, func(m inbox.Message) bool { return strings.HasPrefix(m.Text, "Sync stops") })]
	do := func(a inbox.Action) inbox.Receipt {
		t.Helper()
		a.ID, a.Account = "01890000-0000-7000-8000-00000000000"+string(rune('a'+len(a.Kind)%6)), "demo"
		if _, err := c.Look(t.Context(), a, noon().Add(-time.Minute)); err != nil {
			t.Errorf("look before the %s: %v", a.Kind, err)
		}
		r, err := c.Do(t.Context(), a)
		if err != nil {
			t.Errorf("%s: %v", a.Kind, err)
		}
		return r
	}
	on := inbox.Action{Channel: root.Channel, Thread: root.ID, Message: root.ID}
	of := func(kind inbox.ActionKind, change func(*inbox.Action)) inbox.Action {
		a := on
		a.Kind = kind
		if change != nil {
			change(&a)
		}
		return a
	}
	said := do(of(inbox.Reply, func(a *inbox.Action) { a.Text = "We are on it." }))
	opened := inbox.Action{ID: "01890000-0000-7000-8000-0000000000ff", Kind: inbox.Post, Account: "demo", Channel: root.Channel, Text: "A title\n\nand a body"}
	if _, err := c.Do(t.Context(), opened); err != nil {
		t.Error(err)
	}
	if scene, err := c.Look(t.Context(), opened, noon()); err != nil || scene.Done == nil || scene.Done.Said == nil || scene.Done.Said.Text != "A title\n\nand a body" {
		t.Errorf("the topic is not found by its name: %+v, %v", scene, err)
	}
	do(of(inbox.ReplyPrivately, func(a *inbox.Action) { a.Member, a.Text = root.Author, "Just you." }))
	do(of(inbox.React, func(a *inbox.Action) { a.Emoji = "heart" }))
	schema.Undescribed["/post_actions/"+root.ID] = "discourse/discourse app/controllers/post_actions_controller.rb, destroy"
	do(of(inbox.Unreact, func(a *inbox.Action) { a.Emoji = "heart" }))
	do(of(inbox.Edit, func(a *inbox.Action) { a.Message, a.Text = said.Message, "We are on it!" }))
	do(of(inbox.Delete, func(a *inbox.Action) { a.Message = said.Message }))
	schema.Undescribed["/posts/"+said.Message+"/recover"] = "discourse/discourse app/controllers/posts_controller.rb"
	do(of(inbox.Restore, func(a *inbox.Action) { a.Message = said.Message }))
	do(of(inbox.Remove, func(a *inbox.Action) { a.Message, a.Messages = said.Message, []string{said.Message} }))
	until := noon().Add(time.Hour)
	schema.Undescribed["/admin/users/"+root.Author+"/uns"] = "discourse/discourse app/controllers/admin/users_controller.rb, unsilence and unsuspend"
	for _, kind := range []inbox.ActionKind{inbox.Restrict, inbox.Unrestrict, inbox.Ban, inbox.Unban} {
		do(inbox.Action{Kind: kind, Member: root.Author, Until: until, Reason: "spam"})
	}
	r := reports[0]
	do(inbox.Action{Kind: inbox.Perform, Report: r.ID, Choice: r.Offers[0].ID, Version: r.Version})
	again := inbox.Action{Kind: inbox.Perform, Report: r.ID, Choice: r.Offers[0].ID, Version: r.Version}
	var local interface{ Local() bool }
	if _, err := c.Do(t.Context(), again); !errors.As(err, &local) || !local.Local() || !strings.Contains(err.Error(), "somebody else has decided") {
		t.Errorf("a stale version is %v", err)
	}
	if err := c.Timer(t.Context(), root.ID, "close", until); err != nil {
		t.Error(err)
	}
}

// silent fails quietly, to see that a test can.
type silent struct {
	testing.TB
	said []string
}

func (s *silent) Errorf(string, ...any) { s.said = append(s.said, "error") }
func (s *silent) Helper()               {}

func TestARequestThatDoesNotFitFails(t *testing.T) {
	f := forum.NewStory(forum.Options{Seed: 1, Now: noon})
	s := published(t)
	for path, body := range map[string]string{"/posts.json": `{"title":"no text"}`, "/post_actions.json": `{"id":"a"}`, "/nowhere.json": `{}`} {
		quiet := &silent{TB: t}
		server := httptest.NewServer(s.Checks(quiet, f))
		req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, server.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("User-Api-Key", f.Token())
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		server.Close()
		if len(quiet.said) == 0 {
			t.Errorf("%s with %s fits", path, body)
		}
	}
}
