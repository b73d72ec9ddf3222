package discord

import (
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

const (
	server  = "1100000000000000000"
	bot     = "1100000000000000001"
	general = "1100000000000000002"
	secret  = "MTE4NzQ1MjM2OTg3NDUyMzY5OA.GhOsTs.secret-secret-secret-secret-0"
)

// fake is a server that answers with what a test wrote by hand.
type fake struct {
	asked   []string
	answers map[string]http.HandlerFunc // by method and path
}

func says(text string) http.HandlerFunc { return answers(http.StatusOK, text) }

func answers(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprint(w, text)
	}
}

func newFake(t *testing.T, more map[string]http.HandlerFunc) (*fake, *Connector) {
	t.Helper()
	f := &fake{answers: map[string]http.HandlerFunc{
		"GET /users/@me":                                 says(`{"id":"` + bot + `","username":"rounds","discriminator":"1","bot":true}`),
		"GET /applications/@me":                          says(`{"id":"` + bot + `","name":"Rounds","flags":557056}`),
		"GET /users/@me/guilds":                          says(`[{"id":"` + server + `","name":"Fieldnotes"}]`),
		"GET /guilds/" + server + "/members/" + bot:      says(`{"user":{"id":"` + bot + `","username":"rounds"},"roles":[]}`),
		"GET /guilds/" + server:                          says(`{"id":"` + server + `","name":"Fieldnotes","owner_id":"1","roles":[{"id":"` + server + `","permissions":"66560"}],"emojis":[]}`),
		"GET /guilds/" + server + "/channels":            says(`[{"id":"` + general + `","type":0,"name":"general","last_message_id":"1200000000000000003"}]`),
		"GET /guilds/" + server + "/threads/active":      says(`{"threads":[]}`),
		"GET /guilds/" + server + "/members":             says(`[]`),
		"GET /channels/" + general + "/messages":         says(`[]`),
		"GET /channels/1200000000000000001":              answers(404, `{"code":10003,"message":"Unknown Channel"}`),
		"GET /channels/" + general + "/messages/missing": answers(404, `{"code":10008,"message":"Unknown Message"}`),
	}}
	for path, handler := range more {
		f.answers[path] = handler
	}
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := r.Method + " " + r.URL.Path
		w.Header().Set("Date", now.Format(http.TimeFormat))
		f.asked = append(f.asked, at)
		if handler := f.answers[at]; handler != nil {
			handler(w, r)
			return
		}
		answers(404, `{"code":0,"message":"404: Not Found"}`)(w, r)
	}))
	t.Cleanup(s.Close)
	return f, New(Options{Account: "demo", Token: secret, Base: s.URL, Team: server, Now: func() time.Time { return now }})
}

func said(id, text string) string {
	return fmt.Sprintf(`{"id":%q,"channel_id":%q,"type":0,"content":%q,"author":{"id":"1100000000000000009","username":"maria.k"}}`, id, general, text)
}

func TestWhatCannotBeReadIsSkippedAndTheRestIsKept(t *testing.T) {
	for name, record := range map[string]string{
		"a number":               `7`,
		"null":                   `null`,
		"no author":              `{"id":"1200000000000000002","content":"x"}`,
		"no text":                `{"id":"1200000000000000002","author":{"id":"1"}}`,
		"an ID of another type":  `{"id":{"a":1},"content":"x","author":{"id":"1"}}`,
		"an ID that is none":     `{"id":"../../etc","content":"x","author":{"id":"1"}}`,
		"an ID of a day to come": `{"id":"9000000000000000000","content":"x","author":{"id":"1"}}`,
		"of another channel":     `{"id":"1200000000000000002","channel_id":"5","content":"x","author":{"id":"1"}}`,
		"reactions of no kind":   `{"id":"1200000000000000002","content":"x","author":{"id":"1"},"reactions":{"a":1}}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, c := newFake(t, map[string]http.HandlerFunc{
				"GET /channels/" + general + "/messages": says("[" + said("1200000000000000003", "good") + "," + record + "," + said("1200000000000000001", "fine") + "]"),
			})
			page, err := c.Fetch(t.Context(), inbox.Scope{Name: "channel:" + general})
			if err != nil || len(page.Messages) != 2 || len(page.Skipped) != 1 {
				t.Fatalf("%d messages, skipped %v, %v", len(page.Messages), page.Skipped, err)
			}
			if len(page.Covers) > 0 {
				t.Error("a page with a hole in it claims to be whole")
			}
		})
	}
}

func TestAnAnswerThatIsNoneIsNotTakenForNothing(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"null":                 says(`null`),
		"an object":            says(`{"message":"ok"}`),
		"cut off":              says(`[{"id":"12`),
		"HTML":                 func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Log in to the Wi-Fi</html>") },
		"trouble of their own": answers(502, `{}`),
	} {
		t.Run(name, func(t *testing.T) {
			_, c := newFake(t, map[string]http.HandlerFunc{"GET /channels/" + general + "/messages": handler})
			_, err := c.Fetch(t.Context(), inbox.Scope{Name: "channel:" + general})
			if !errors.As(err, new(*platform.Garbled)) {
				t.Errorf("error = %v", err)
			}
		})
	}
}

func TestAskedForPatienceItAsksNothingMore(t *testing.T) {
	for name, tt := range map[string]struct {
		body, header string
		want         time.Duration
	}{
		"by the body":                  {`{"retry_after":1.5,"global":false}`, "", 1500 * time.Millisecond},
		"by the header":                {`{"message":"slow"}`, "7", 7 * time.Second},
		"by both, the longer one":      {`{"retry_after":65.2}`, "65", 65200 * time.Millisecond},
		"not at all":                   {`{}`, "", platform.DefaultWait},
		"for longer than may be":       {`{"retry_after":1e300}`, "", platform.LongestWait},
		"for less than nothing":        {`{"retry_after":-4}`, "", platform.DefaultWait},
		"for a time that is no number": {`{"retry_after":"soon"}`, "3", 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			f, c := newFake(t, map[string]http.HandlerFunc{"GET /channels/" + general + "/messages": func(w http.ResponseWriter, r *http.Request) {
				if tt.header != "" {
					w.Header().Set("Retry-After", tt.header)
				}
				answers(429, tt.body)(w, r)
			}})
			_, err := c.Fetch(t.Context(), inbox.Scope{Name: "channel:" + general})
			later, ok := errors.AsType[*platform.Later](err)
			if !ok || later.Wait != tt.want || later.Own {
				t.Errorf("error = %v, want to wait %v", err, tt.want)
			}
			if last := f.asked[len(f.asked)-1]; strings.Count(strings.Join(f.asked, "\n"), last) != 1 {
				t.Errorf("it was asked again: %v", f.asked)
			}
		})
	}
}

func TestABucketThatIsEmptyIsNotAskedFrom(t *testing.T) {
	f, c := newFake(t, map[string]http.HandlerFunc{"GET /channels/" + general + "/messages": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-RateLimit-Remaining", "0")
		w.Header().Set("X-RateLimit-Reset-After", "2.5")
		says("["+said("1200000000000000003", "x")+"]")(w, r)
	}})
	if _, err := c.Fetch(t.Context(), inbox.Scope{Name: "channel:" + general}); err != nil {
		t.Fatal(err)
	}
	before := len(f.asked)
	_, err := c.Fetch(t.Context(), inbox.Scope{Name: "channel:" + general})
	later, ok := errors.AsType[*platform.Later](err)
	if !ok || !later.Own || later.Wait != 2500*time.Millisecond || len(f.asked) != before {
		t.Errorf("error = %v, %d requests more", err, len(f.asked)-before)
	}
}

func TestItStopsBeforeDiscordShutsOutTheAddress(t *testing.T) {
	f, c := newFake(t, map[string]http.HandlerFunc{"GET /channels/" + general + "/messages": answers(403, `{"code":50001,"message":"Missing Access"}`)})
	var err error
	for range budget + 5 {
		_, err = c.Fetch(t.Context(), inbox.Scope{Name: "channel:" + general})
	}
	refused, ok := errors.AsType[*platform.Refused](err)
	if !ok || !refused.Final() || refused.Reason != tooManyInvalid || !Knows(refused.Reason) {
		t.Errorf("error = %v", err)
	}
	if n := len(f.asked); n > budget+20 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestRefusalsSayWhatTheyConcern(t *testing.T) {
	for name, tt := range map[string]struct {
		path    string
		handler http.HandlerFunc
		final   bool
	}{
		"a token that is none":     {"GET /users/@me", answers(401, `{"code":0,"message":"401: Unauthorized"}`), true},
		"a server that is gone":    {"GET /guilds/" + server, answers(404, `{"code":10004,"message":"Unknown Guild"}`), true},
		"a channel that is closed": {"GET /channels/" + general + "/messages", answers(403, `{"code":50001,"message":"Missing Access"}`), false},
	} {
		t.Run(name, func(t *testing.T) {
			_, c := newFake(t, map[string]http.HandlerFunc{tt.path: tt.handler})
			_, err := c.Fetch(t.Context(), inbox.Scope{Name: "channel:" + general})
			refused, ok := errors.AsType[*platform.Refused](err)
			if !ok || refused.Final() != tt.final || refused.Local() == tt.final || !Knows(refused.Reason) {
				t.Errorf("error = %v", err)
			}
		})
	}
}

func TestTheTokenIsInNoError(t *testing.T) {
	_, c := newFake(t, map[string]http.HandlerFunc{"GET /users/@me": answers(400, `{"code":50035,"message":"bad header Bot `+secret+`"}`)})
	_, err := c.Identify(t.Context())
	if err == nil || strings.Contains(err.Error(), "secret-secret") {
		t.Errorf("error = %v", err)
	}
}

func TestMessagesWithoutTheirWordsAreNoticed(t *testing.T) {
	_, c := newFake(t, map[string]http.HandlerFunc{"GET /applications/@me": says(`{"id":"` + bot + `","name":"Rounds","flags":0}`)})
	_, err := c.Identify(t.Context())
	refused, ok := errors.AsType[*platform.Refused](err)
	if !ok || !refused.Final() || !strings.Contains(Advice(refused.Reason), "Message Content Intent") {
		t.Errorf("error = %v", err)
	}
}

func TestWhatTheBotMayNotDoIsTold(t *testing.T) {
	_, c := newFake(t, nil)
	a, err := c.Identify(t.Context())
	if err != nil || !strings.Contains(a.Lacks[inbox.Ban], "Ban Members") || a.Lacks[inbox.Delete] != "" || a.Base != "https://discord.com" || a.Team != server {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestAClosedHistoryIsNotAnEmptyOne(t *testing.T) {
	f, c := newFake(t, map[string]http.HandlerFunc{
		"GET /channels/" + general + "/messages/1200000000000000002": answers(403, `{"code":50001,"message":"Missing Access"}`),
	})
	page, err := c.Fetch(t.Context(), inbox.Scope{Name: "check:" + general + "::1200000000000000002:1200000000000000003"})
	if err != nil || len(page.Covers) != 0 || !page.Ended {
		t.Errorf("%+v, %v, asked %v", page.Covers, err, f.asked)
	}
}
