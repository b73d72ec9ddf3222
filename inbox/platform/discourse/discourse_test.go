package discourse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

const key = "0123456789abcdef0123456789abcdef"

// page is what a server answers a path with.
type page struct {
	status int
	kind   string // "application/json" if empty
	body   string
	header map[string]string
}

// visit puts a connector before hand-written answers, by path.
func visit(t *testing.T, answers map[string]page) *Connector {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := answers[r.Method+" "+r.URL.Path]
		if !ok {
			a = page{status: 404, body: `{"errors":["gone"],"error_type":"not_found"}`}
		}
		kind := a.kind
		if kind == "" {
			kind = "application/json; charset=utf-8"
		}
		w.Header().Set("Content-Type", kind)
		for name, value := range a.header {
			w.Header().Set(name, value)
		}
		if a.status != 0 {
			w.WriteHeader(a.status)
		}
		fmt.Fprint(w, a.body)
	}))
	t.Cleanup(server.Close)
	return New(Options{Account: "demo", Token: key, Base: server.URL + "/", HTTP: platform.NewHTTP(platform.Options{Timeout: 2 * time.Second}), Now: func() time.Time {
		return time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	}})
}

const (
	me    = `{"current_user":{"id":2,"username":"sam","moderator":true}}`
	first = `{"id":120,"topic_id":17,"post_number":1,"post_type":1,"user_id":5,"username":"maria.k","created_at":"2026-06-01T10:00:00.000Z","cooked":"<p>Hello</p>","version":1}`
)

func second(more string) string {
	return `{"id":133,"topic_id":17,"post_number":2,"post_type":1,"user_id":2,"username":"sam","created_at":"2026-06-17T11:59:50.000Z","cooked":"<p>Try again</p>","raw":"Try again","version":1` + more + `}`
}

func topicWith(posts string, stream string) string {
	return `{"id":17,"title":"A question","posts_count":2,"like_count":0,"last_posted_at":"2026-06-17T11:59:50.000Z","category_id":4,"archetype":"regular","post_stream":{"posts":[` + posts + `],"stream":[` + stream + `]}}`
}

func TestATopicIsReadWithWhatCanBeRead(t *testing.T) {
	c := visit(t, map[string]page{"GET /t/17.json": {body: topicWith(first+`,{"id":"x"},{"id":140,"topic_id":17,"post_number":3,"created_at":"yesterday"}`, "120")}})
	got, err := c.Fetch(t.Context(), inbox.Scope{Name: "topic:17"})
	if err != nil || len(got.Messages) != 1 || len(got.Skipped) != 2 || len(got.Covers) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	m := got.Messages[0]
	if m.ID != "120" || m.Thread != "120" || m.Channel != "4" || m.Author != "5" || m.Text != "A question\n\nHello" {
		t.Errorf("%+v", m)
	}
}

func TestWhatWasTakenBackIsATombstone(t *testing.T) {
	for name, more := range map[string]string{
		"deleted": `,"deleted_at":"2026-06-17T11:59:55.000Z"`, "by its author": `,"user_deleted":true`, "hidden": `,"hidden":true`,
	} {
		t.Run(name, func(t *testing.T) {
			c := visit(t, map[string]page{"GET /t/17.json": {body: topicWith(first+","+second(more), "120,133")}})
			got, err := c.Fetch(t.Context(), inbox.Scope{Name: "topic:17"})
			if err != nil || len(got.Messages) != 2 || !got.Messages[1].Deleted || got.Messages[1].Text != "" {
				t.Errorf("%+v, %v", got.Messages, err)
			}
		})
	}
}

func TestAnAnswerThatLacksWhatEveryAnswerHasIsGarbled(t *testing.T) {
	for path, scope := range map[string]string{
		"GET /t/17.json": "topic:17", "GET /latest.json": "latest", "GET /categories.json": "", "GET /review.json": "reports",
	} {
		for _, body := range []string{`{}`, `[]`, `{"topic_list":{}}`, `{"post_stream":null,"id":17}`, `{"category_list":{}}`, ``, `{"id":17,"post_stream":{"posts":[]}}`} {
			c := visit(t, map[string]page{path: {body: body}, "GET /session/current.json": {body: me}})
			_, err := c.Fetch(t.Context(), inbox.Scope{Name: scope})
			if _, ok := errors.AsType[*platform.Garbled](err); !ok {
				t.Errorf("%s answers %q: %v", path, body, err)
			}
		}
	}
}

func TestAForumThatAsksForPatienceGetsIt(t *testing.T) {
	tests := map[string]struct {
		page
		want time.Duration
	}{
		"with a header":    {page{429, "", `{"errors":["slow"],"extras":{"wait_seconds":9}}`, map[string]string{"Retry-After": "7"}}, 7 * time.Second},
		"in its own words": {page{429, "", `{"errors":["slow"],"error_type":"rate_limit","extras":{"wait_seconds":42}}`, nil}, 42 * time.Second},
		"as a page":        {page{429, "text/html", `<h1>Too many</h1>`, nil}, platform.DefaultWait},
		"for ever":         {page{429, "", `{"extras":{"wait_seconds":1e300}}`, nil}, platform.LongestWait},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := visit(t, map[string]page{"GET /latest.json": tt.page, "POST /posts.json": tt.page, "GET /session/current.json": {body: me}, "GET /posts/120.json": {body: first}})
			_, err := c.Fetch(t.Context(), inbox.Scope{Name: "latest"})
			later, ok := errors.AsType[*platform.Later](err)
			if !ok || later.Wait != tt.want {
				t.Errorf("reading: %v", err)
			}
			_, err = c.Do(t.Context(), inbox.Action{Kind: inbox.Reply, Thread: "120", Channel: "4", Text: "x"})
			if later, ok = errors.AsType[*platform.Later](err); !ok || later.Wait != tt.want {
				t.Errorf("writing: %v", err)
			}
		})
	}
}

func TestARefusalSaysWhomItConcerns(t *testing.T) {
	no := page{status: 403, body: `{"errors":["You are not permitted to view the requested resource."],"error_type":"invalid_access"}`}
	c := visit(t, map[string]page{"GET /categories.json": no, "GET /t/17.json": no, "GET /session/current.json": no, "GET /review.json": no})
	if _, err := c.Fetch(t.Context(), inbox.Scope{}); !final(err) || strings.Contains(err.Error(), key) {
		t.Errorf("the roster: %v", err)
	}
	if _, err := c.Identify(t.Context()); !final(err) {
		t.Errorf("who we are: %v", err)
	}
	for _, scope := range []string{"topic:17", "reports"} {
		if got, err := c.Fetch(t.Context(), inbox.Scope{Name: scope}); err != nil || len(got.Covers) > 0 {
			t.Errorf("%s: %+v, %v", scope, got, err)
		}
	}
}

func final(err error) bool {
	var no interface{ Final() bool }
	return errors.As(err, &no) && no.Final()
}

func TestWhatWasRefusedWasNotDone(t *testing.T) {
	for name, answer := range map[string]page{
		"by a status":  {status: 422, body: `{"action":"create_post","errors":["Body is too similar to what you recently posted"]}`},
		"with success": {status: 200, body: `{"success":false,"errors":["Title is too short"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			c := visit(t, map[string]page{"POST /posts.json": answer, "GET /session/current.json": {body: me}, "GET /posts/120.json": {body: first}})
			_, err := c.Do(t.Context(), inbox.Action{Kind: inbox.Reply, Thread: "120", Channel: "4", Text: "x"})
			no, ok := errors.AsType[*platform.Refused](err)
			if !ok || !no.Here || !no.Undone() || !strings.Contains(no.Reason, "too s") || !Knows(no.Reason) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestWhatWaitsForApprovalIsOut(t *testing.T) {
	c := visit(t, map[string]page{
		"POST /posts.json":          {body: `{"action":"enqueued","success":true,"pending_count":1,"pending_post":{"id":8,"raw":"x"}}`},
		"GET /session/current.json": {body: me}, "GET /posts/120.json": {body: first},
	})
	r, err := c.Do(t.Context(), inbox.Action{Kind: inbox.Reply, Thread: "120", Channel: "4", Text: "x"})
	if err != nil || !strings.Contains(r.Text, "approval") || r.Said != nil {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestALookFindsWhatWeSaidBefore(t *testing.T) {
	c := visit(t, map[string]page{
		"GET /session/current.json": {body: me}, "GET /posts/120.json": {body: first}, "GET /t/17.json": {body: topicWith(first+","+second(""), "120,133")},
	})
	a := inbox.Action{Kind: inbox.Reply, Thread: "120", Channel: "4", Text: "Try again", Seen: inbox.Sight{Of: inbox.Glimpse{ID: "120", Author: "5"}, Last: inbox.Glimpse{ID: "120"}}}
	scene, err := c.Look(t.Context(), a, time.Date(2026, 6, 17, 11, 59, 55, 0, time.UTC))
	if err != nil || len(scene.Own) != 1 || scene.Own[0].Message != "133" || scene.Of == nil || len(scene.After) != 0 {
		t.Fatalf("%+v, %v", scene, err)
	}
	a.Text = "Something else"
	if scene, err = c.Look(t.Context(), a, time.Date(2026, 6, 17, 11, 59, 55, 0, time.UTC)); err != nil || len(scene.Own) != 0 {
		t.Errorf("%+v, %v", scene, err)
	}
	a.Text = "Try again"
	if scene, err = c.Look(t.Context(), a, time.Time{}); err != nil || len(scene.Own) != 0 {
		t.Errorf("never tried, it finds %+v, %v", scene.Own, err)
	}
}

func TestWhatSomebodyElseSaidMeanwhileIsSeen(t *testing.T) {
	other := strings.NewReplacer(`"user_id":2`, `"user_id":6`).Replace(second(""))
	c := visit(t, map[string]page{
		"GET /session/current.json": {body: me}, "GET /posts/120.json": {body: first}, "GET /t/17.json": {body: topicWith(first+","+other, "120,133")},
	})
	a := inbox.Action{Kind: inbox.Reply, Thread: "120", Channel: "4", Text: "x", Seen: inbox.Sight{Of: inbox.Glimpse{ID: "120", Author: "5"}, Last: inbox.Glimpse{ID: "120"}}}
	scene, err := c.Look(t.Context(), a, time.Time{})
	if doubt := a.Doubt(scene); err != nil || doubt == nil || doubt.Reason != inbox.Answered {
		t.Errorf("%+v, %v", scene, err)
	}
}

func TestADeletionIsCertainOnlyWhenThePostIsGone(t *testing.T) {
	empty := page{kind: "text/plain", body: ""}
	a := inbox.Action{Kind: inbox.Delete, Channel: "4", Thread: "120", Message: "133"}
	c := visit(t, map[string]page{"GET /session/current.json": {body: me}, "DELETE /posts/133.json": empty})
	if _, err := c.Do(t.Context(), a); err != nil {
		t.Errorf("gone: %v", err)
	}
	c = visit(t, map[string]page{"GET /session/current.json": {body: me}, "DELETE /posts/133.json": empty, "GET /posts/133.json": {body: second("")}})
	if _, err := c.Do(t.Context(), a); err == nil {
		t.Error("it stands, and is said to be deleted")
	}
}

func TestTheTokenTellsAnAdminsKeyFromAPersons(t *testing.T) {
	seen := http.Header{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Clone()
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, me)
	}))
	defer server.Close()
	for token, want := range map[string][3]string{key: {key, "", ""}, "sam:" + key: {"", key, "sam"}} {
		if _, err := New(Options{Token: token, Base: server.URL}).Identify(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := [3]string{seen.Get("User-Api-Key"), seen.Get("Api-Key"), seen.Get("Api-Username")}; got != want {
			t.Errorf("%q is sent as %q", token, got)
		}
	}
}

func TestAForumMayLiveInASubFolder(t *testing.T) {
	c := visit(t, map[string]page{"GET /forum/session/current.json": {body: me}})
	c = New(Options{Token: key, Base: c.opts.Base + "/forum/"})
	if a, err := c.Identify(t.Context()); err != nil || !strings.HasSuffix(a.Permalink("4", "120", "133"), "/forum/p/133") {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestTheFirstLineOfATopicIsItsTitle(t *testing.T) {
	var sent map[string]any
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/session/current.json":
			fmt.Fprint(w, me)
		case "/t/17.json":
			fmt.Fprint(w, topicWith(first, "120"))
		default:
			if r.Method != http.MethodGet {
				sent = nil
				json.NewDecoder(r.Body).Decode(&sent)
			}
			fmt.Fprint(w, first)
		}
	}))
	defer server.Close()
	c := New(Options{Token: key, Base: server.URL})
	edit := inbox.Action{Kind: inbox.Edit, Channel: "4", Thread: "120", Message: "120", Text: "A question\n\nHello again"}
	if _, err := c.Do(t.Context(), edit); err != nil || fmt.Sprint(sent) != "map[post:map[raw:Hello again]]" {
		t.Errorf("the same title: %v, %v", sent, err)
	}
	edit.Text = "Another question\n\nHello again"
	if _, err := c.Do(t.Context(), edit); err != nil || sent["title"] != "Another question" {
		t.Errorf("another title: %v, %v", sent, err)
	}
	opened := inbox.Action{ID: "01890000", Kind: inbox.Post, Channel: "4", Text: "# News\nWe are back."}
	if _, err := c.Do(t.Context(), opened); err != nil || sent["title"] != "News" || sent["raw"] != "We are back." || sent["external_id"] != nil {
		t.Errorf("a topic: %v, %v", sent, err)
	}
}

func TestManyCategoriesComePageByPage(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path != "/categories.json" {
			fmt.Fprint(w, me)
			return
		}
		asked++
		var all []string
		for i := range 20 {
			if n := (asked-1)*20 + i + 1; n <= 27 {
				all = append(all, fmt.Sprintf(`{"id":%d,"name":"Room %d"}`, n, n))
			}
		}
		fmt.Fprint(w, `{"category_list":{"categories":[`+strings.Join(all, ",")+`]}}`)
	}))
	defer server.Close()
	rooms, err := Rooms(t.Context(), platform.Door{Token: key, Base: server.URL})
	if err != nil || len(rooms) != 27 || asked != 2 {
		t.Errorf("%d categories in %d requests, %v", len(rooms), asked, err)
	}
}

func TestATopicTooLargeForItsNumbersIsReadFromItsBeginning(t *testing.T) {
	body := strings.Replace(topicWith(first, ""), `"stream":[]`, `"isMegaTopic":true,"lastId":99999`, 1)
	c := visit(t, map[string]page{"GET /t/17.json": {body: body}})
	got, err := c.Fetch(t.Context(), inbox.Scope{Name: "topic:17"})
	if err != nil || len(got.Messages) != 1 || len(got.Skipped) != 1 || len(got.Covers) != 0 || got.More {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestNoRequestOfOursEndsInAnErrorWithTheKey(t *testing.T) {
	c := visit(t, map[string]page{"GET /latest.json": {status: 403, body: `{"errors":["the key ` + key + ` may not"],"error_type":"not_logged_in"}`}})
	_, err := c.Fetch(t.Context(), inbox.Scope{Name: "latest"})
	if err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, errors.Unwrap(err)), key) || !final(err) {
		t.Errorf("%v", err)
	}
}

func TestWhereNoListOfMembersIsOpenTheRosterIsStillRead(t *testing.T) {
	no := page{status: 403, body: `{"errors":["no"],"error_type":"invalid_access"}`}
	items := `{"directory_items":[{"user":{"id":5,"username":"maria.k","name":"Maria"}}],"meta":{"total_rows_directory_items":1}}`
	for name, tt := range map[string]struct {
		directory page
		members   int
	}{"only the directory is": {page{body: items}, 1}, "none is": {no, 0}} {
		t.Run(name, func(t *testing.T) {
			c := visit(t, map[string]page{
				"GET /session/current.json": {body: me}, "GET /categories.json": {body: `{"category_list":{"categories":[{"id":4,"name":"Support"}]}}`},
				"GET /admin/users/list/new.json": no, "GET /directory_items.json": tt.directory,
			})
			first, err := c.Fetch(t.Context(), inbox.Scope{})
			if err != nil || len(first.Channels) != 1 || !first.More {
				t.Fatalf("%+v, %v", first, err)
			}
			second, err := c.Fetch(t.Context(), first.Scope)
			if err != nil || len(second.Members) != tt.members {
				t.Errorf("%+v, %v", second, err)
			}
		})
	}
}
