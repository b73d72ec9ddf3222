package mastodon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

const secret = "a-token-that-nobody-may-see"

// said is a status as a server writes it.
func said(id, by, answers, rest string) string {
	return fmt.Sprintf(`{"id":%q,"created_at":"2026-06-17T10:00:00.000Z","in_reply_to_id":%s,"visibility":"public","content":"<p>text %s</p>",
		"account":{"id":%q,"acct":"acct%s"},"mentions":[{"id":"1","acct":"sam","url":"https://x/@sam"}],"tags":[]%s}`, id, answers, id, by, by, rest)
}

// answers is a server that says what it was told to, and keeps what was asked.
type answers struct {
	*httptest.Server
	says  map[string]string // by method and path
	asked []string
	heads []http.Header
	texts []string
}

func listening(t *testing.T, says map[string]string) (*answers, *Connector) {
	t.Helper()
	a := &answers{says: map[string]string{
		"GET /api/v1/accounts/verify_credentials": `{"id":"1","acct":"sam","display_name":"Sam","role":{"permissions":"0"}}`,
		"GET /api/v1/followed_tags":               `[{"name":"FieldNotes"},{"name":"alpha"}]`,
	}}
	for path, text := range says {
		a.says[path] = text
	}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		a.asked, a.heads, a.texts = append(a.asked, r.Method+" "+r.URL.RequestURI()), append(a.heads, r.Header), append(a.texts, string(body))
		text, known := a.says[r.Method+" "+r.URL.Path]
		w.Header().Set("Content-Type", "application/json")
		status := http.StatusOK
		if !known {
			status, text = http.StatusNotFound, `{"error":"Record not found"}`
		}
		if n, rest, found := strings.Cut(text, "|"); found {
			fmt.Sscan(n, &status)
			text = rest
		}
		w.WriteHeader(status)
		io.WriteString(w, text)
	}))
	t.Cleanup(a.Close)
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	return a, New(Options{Account: "demo", Token: secret, Base: a.URL, Now: func() time.Time { return now }})
}

func fetch(t *testing.T, c *Connector, scope string) inbox.Page {
	t.Helper()
	page, err := c.Fetch(t.Context(), inbox.Scope{Name: scope})
	if err != nil {
		t.Fatalf("%s: %v", scope, err)
	}
	return page
}

func TestAThreadStandsWhereItsRootBelongs(t *testing.T) {
	tests := map[string]struct{ root, want string }{
		"a mention":                        {said("10", "2", "null", ""), "mentions"},
		"a followed tag":                   {said("10", "2", "null", `,"tags":[{"name":"fieldnotes"}]`), "tag:fieldnotes"},
		"the first of two by alphabet":     {said("10", "2", "null", `,"tags":[{"name":"fieldnotes"},{"name":"Alpha"}]`), "tag:alpha"},
		"a tag that nobody follows":        {said("10", "2", "null", `,"tags":[{"name":"cats"}]`), "mentions"},
		"what is direct, whatever its tag": {said("10", "2", "null", `,"tags":[{"name":"alpha"}],"visibility":"direct"`), "direct"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, c := listening(t, map[string]string{
				"GET /api/v1/statuses/10":         tt.root,
				"GET /api/v1/statuses/10/context": `{"ancestors":[],"descendants":[` + said("12", "3", `"11"`, "") + "," + said("11", "2", `"10"`, `,"tags":[{"name":"alpha"}]`) + `]}`,
			})
			page := fetch(t, c, "thread:10")
			if len(page.Messages) != 3 {
				t.Fatalf("%d messages", len(page.Messages))
			}
			for _, m := range page.Messages {
				if m.Channel != tt.want || m.Thread != "10" {
					t.Errorf("%s stands in %s, thread %s; want %s", m.ID, m.Channel, m.Thread, tt.want)
				}
			}
		})
	}
}

func TestTheRootIsFoundWhateverTheServerLeavesOut(t *testing.T) {
	for name, above := range map[string]string{
		"all is shown":       said("10", "2", "null", "") + "," + said("11", "3", `"10"`, ""),
		"the nearest is not": said("10", "2", "null", ""),
		"nothing is":         "",
	} {
		t.Run(name, func(t *testing.T) {
			_, c := listening(t, map[string]string{
				"GET /api/v1/statuses/12": said("12", "2", `"11"`, ""), "GET /api/v1/statuses/11": said("11", "3", `"10"`, ""), "GET /api/v1/statuses/10": said("10", "2", "null", ""),
				"GET /api/v1/statuses/12/context": `{"ancestors":[` + above + `],"descendants":[]}`,
			})
			page := fetch(t, c, "thread:12")
			if !page.Ended || len(page.Follow) != 1 || page.Follow[0].Scope != "thread:10" || len(page.Messages) > 0 {
				t.Errorf("it says %+v", page)
			}
		})
	}
	_, c := listening(t, map[string]string{
		"GET /api/v1/statuses/12": said("12", "2", `"11"`, ""), "GET /api/v1/statuses/11": said("11", "3", `"12"`, ""), "GET /api/v1/statuses/12/context": `{"ancestors":[],"descendants":[]}`,
	})
	if _, err := c.Fetch(t.Context(), inbox.Scope{Name: "thread:12"}); !errors.As(err, new(*platform.Garbled)) {
		t.Errorf("a thread in circles is %v", err)
	}
}

func TestOneStrangeRecordSpoilsNoPage(t *testing.T) {
	_, c := listening(t, map[string]string{
		"GET /api/v1/statuses/10":         said("10", "2", "null", ""),
		"GET /api/v1/statuses/10/context": `{"ancestors":[],"descendants":[7,{"id":"x"},` + said("11", "3", `"10"`, `,"favourites_count":"many","media_attachments":{"a":1},"poll":[],"edited_at":5`) + `]}`,
	})
	page := fetch(t, c, "thread:10")
	if len(page.Messages) != 2 || len(page.Skipped) != 1 || len(page.Covers) != 0 {
		t.Errorf("%d messages, skipped %v, covers %v", len(page.Messages), page.Skipped, page.Covers)
	}
}

func TestAnAnswerThatIsNoneIsGarbled(t *testing.T) {
	for name, text := range map[string]string{
		"null": "null", "an empty object": "{}", "a list": "[]", "an object where a list belongs": `{"ancestors":{},"descendants":[]}`, "half of one": `{"ancestors":[]}`, "nothing": "",
	} {
		_, c := listening(t, map[string]string{"GET /api/v1/statuses/10": said("10", "2", "null", ""), "GET /api/v1/statuses/10/context": text})
		if _, err := c.Fetch(t.Context(), inbox.Scope{Name: "thread:10"}); !errors.As(err, new(*platform.Garbled)) {
			t.Errorf("%s: %v", name, err)
		}
		for _, scope := range []string{"channel:mentions", "channel:tag:alpha", "channel:direct", "channel:own", "reports"} {
			if name == "a list" {
				continue
			}
			_, c := listening(t, map[string]string{
				"GET /api/v1/notifications": text, "GET /api/v1/timelines/tag/alpha": text, "GET /api/v1/conversations": text, "GET /api/v1/accounts/1/statuses": text, "GET /api/v1/admin/reports": text,
			})
			if _, err := c.Fetch(t.Context(), inbox.Scope{Name: scope}); !errors.As(err, new(*platform.Garbled)) {
				t.Errorf("%s: %s: %v", scope, name, err)
			}
		}
	}
}

func TestAWaitIsAskedForAtOnceAndNothingMoreIs(t *testing.T) {
	a, c := listening(t, map[string]string{"GET /api/v1/statuses/10": `429|{"error":"Too many requests"}`})
	_, err := c.Fetch(t.Context(), inbox.Scope{Name: "thread:10"})
	var later *platform.Later
	if !errors.As(err, &later) || later.Own {
		t.Fatalf("it says %v", err)
	}
	if n := strings.Count(strings.Join(a.asked, "\n"), "statuses/10"); n != 1 {
		t.Errorf("it was asked %d times", n)
	}
	h := http.Header{"Date": {"Wed, 17 Jun 2026 12:00:00 GMT"}, "X-Ratelimit-Reset": {"2026-06-17T12:03:00.000000Z"}}
	if err := refusal("x", 429, h, nil); !errors.As(err, &later) || later.Wait < 3*time.Minute || later.Wait > 3*time.Minute+2*time.Second {
		t.Errorf("until the reset it waits %v", later.Wait)
	}
	c.allowance(http.Header{"Date": h["Date"], "X-Ratelimit-Reset": h["X-Ratelimit-Reset"], "X-Ratelimit-Remaining": {"0"}})
	asked := len(a.asked)
	if _, err := c.Fetch(t.Context(), inbox.Scope{Name: "thread:10"}); !errors.As(err, &later) || !later.Own || len(a.asked) != asked {
		t.Errorf("with nothing left it asks, and says %v", err)
	}
}

func TestTheNextPageIsAskedForAtHome(t *testing.T) {
	for link, want := range map[string]string{
		`<https://m.example/api/v1/x?max_id=5>; rel="next", <https://m.example/?min_id=9>; rel="prev"`: "5",
		`<https://evil.example/api/v1/x?max_id=5>; rel="next"`:                                         "",
		`</api/v1/x?max_id=7>; rel="next"`:                                                             "7", `<::>; rel="next"`: "", `nonsense`: "",
	} {
		if got := nextOf(http.Header{"Link": {link}}, "https://m.example"); got != want {
			t.Errorf("%s leads to %q, want %q", link, got, want)
		}
	}
}

func TestATokenThatMayNotIsToldApartFromOneThatIsNone(t *testing.T) {
	for text, final := range map[string]bool{
		`401|{"error":"The access token is invalid"}`: true, `403|{"error":"Your login is currently disabled"}`: true,
		`403|{"error":"This action is outside the authorized scopes"}`: false, `403|{"error":"This action is not allowed"}`: false,
	} {
		_, c := listening(t, map[string]string{"GET /api/v1/statuses/10": text})
		_, err := c.Fetch(t.Context(), inbox.Scope{Name: "thread:10"})
		var refused *platform.Refused
		if !errors.As(err, &refused) || refused.Final() != final || !Knows(refused.Reason) {
			t.Errorf("%s is %v", text, err)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("the token stands in %v", err)
		}
	}
}

func TestAReplyIsAsPublicAsWhatItAnswersAndBearsItsKey(t *testing.T) {
	a, c := listening(t, map[string]string{
		"GET /api/v1/statuses/11": said("11", "3", `"10"`, `,"visibility":"private","spoiler_text":"food"`),
		"POST /api/v1/statuses":   said("12", "1", `"11"`, ""),
	})
	r, err := c.Do(t.Context(), inbox.Action{ID: "key-1", Kind: inbox.Reply, Channel: "mentions", Thread: "10", Text: "Yum, @bo", Seen: inbox.Sight{Last: inbox.Glimpse{ID: "11"}}})
	if err != nil || r.Message != "12" || r.Said == nil || r.Said.Thread != "10" {
		t.Fatalf("%+v, %v", r, err)
	}
	last := len(a.texts) - 1
	want := `{"status":"@acct3 Yum, @` + hidden + `bo","in_reply_to_id":"11","visibility":"private","spoiler_text":"food","allowed_mentions":["3"]}`
	if a.texts[last] != want || a.heads[last].Get("Idempotency-Key") != "key-1" {
		t.Errorf("it sends %s with %v, want %s", a.texts[last], a.heads[last], want)
	}
}

func TestWhatMastodonHasNoWayForIsRefusedHere(t *testing.T) {
	a, c := listening(t, nil)
	for _, act := range []inbox.Action{
		{Kind: inbox.Remove, Message: "1"},
		{Kind: inbox.Restore, Message: "1"},
		{Kind: inbox.Kick, Member: "2"},
		{Kind: inbox.React, Message: "1", Emoji: "rocket"},
		{Kind: inbox.Post, Channel: "direct", Text: "x"},
		{Kind: inbox.Ban, Member: "2", Until: time.Now()},
	} {
		_, err := c.Do(t.Context(), act)
		var refused *platform.Refused
		if !errors.As(err, &refused) || !refused.Local() || !Knows(refused.Reason) {
			t.Errorf("%s is %v", act.Kind, err)
		}
	}
	for _, asked := range a.asked {
		if !strings.HasPrefix(asked, "GET ") {
			t.Errorf("%s was asked", asked)
		}
	}
}

func TestThirtyDeletionsInHalfAnHourAreEnough(t *testing.T) {
	_, c := listening(t, map[string]string{"DELETE /api/v1/statuses/9": said("9", "1", "null", "")})
	for n := range 31 {
		_, err := c.Do(t.Context(), inbox.Action{Kind: inbox.Delete, Channel: "mentions", Message: "9"})
		var later *platform.Later
		if waits := errors.As(err, &later) && later.Own; waits != (n == 30) {
			t.Fatalf("deletion %d: %v", n, err)
		}
	}
}

func TestNewsAreFetchedFromTheServerAlone(t *testing.T) {
	for address, good := range map[string]bool{
		"": true, "wss://m.example": true, "wss://streaming.m.example": true, "https://m.example": true,
		"wss://evil.example": false, "ws://m.example": false, "wss://xm.example": false, "ftp://m.example": false,
	} {
		_, c := listening(t, map[string]string{"GET /api/v2/instance": `{"configuration":{"urls":{"streaming":"` + address + `"}}}`})
		c.opts.Base = "https://m.example"
		base, err := c.streaming(context.Background())
		if good != (err == nil) || err == nil && !strings.HasPrefix(base, "https://") {
			t.Errorf("%q: %q, %v", address, base, err)
		}
	}
}

func TestTheGuideAndTheAdviceAreSentences(t *testing.T) {
	g := Guide()
	if g.Title == "" || g.Base == "" || len(g.Steps) < 4 || len(g.Rights) < 7 {
		t.Errorf("%+v", g)
	}
	for _, reason := range []string{badToken, noScope, noRight, locked, notFound, refusedIt + ": Text too long.", noRemoval, noRestoring, noDoor, noEnd, changed, noChoice, noWay, "no_such_emoji", "for_nobody", "no_text", "has_poll", "bad_address"} {
		if !Knows(reason) || len(Advice(reason)) < 30 {
			t.Errorf("%s: %q", reason, Advice(reason))
		}
	}
	if Knows("nothing of the kind") || Advice("nothing of the kind") == "" {
		t.Error("what is not known is not said")
	}
}

func TestATokenIsTried(t *testing.T) {
	a, _ := listening(t, map[string]string{"GET /api/v1/apps/verify_credentials": `{"name":"Rounds","scopes":["read","write:statuses"]}`})
	pass, err := Inspect(t.Context(), platform.Door{Token: secret, Base: a.URL})
	if err != nil || pass.User != "sam" || !pass.Given["read:notifications"] || !pass.Given["write:statuses"] || pass.Given["write:favourites"] || len(a.asked) != 2 {
		t.Errorf("%+v, %v, %v", pass, err, a.asked)
	}
	rooms, err := Rooms(t.Context(), platform.Door{Token: secret, Base: a.URL})
	if err != nil || len(rooms) != 4 || rooms[2].ID != "tag:alpha" {
		t.Errorf("%+v, %v", rooms, err)
	}
}
