package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

const token = "xoxp-1234567890-secret-canary"

// desk is a server that answers each method from a function, and remembers
// what it was asked.
type desk struct {
	answers map[string]func(url.Values) string
	asked   []url.Values
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	r.Form.Set("method", method)
	d.asked = append(d.asked, r.Form)
	answer, ok := d.answers[method]
	if !ok {
		fmt.Fprint(w, `{"ok":false,"error":"unknown_method"}`)
		return
	}
	fmt.Fprint(w, answer(r.Form))
}

// now is when the tests take place.
var now = time.Unix(1_700_100_000, 0).UTC()

func connect(t *testing.T, handler http.Handler, change func(*Options)) *Connector {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	o := Options{Account: "acme", Token: token, Base: server.URL + "/api", PageSize: 2, Now: func() time.Time { return now }}
	if change != nil {
		change(&o)
	}
	return New(o)
}

// ts is a timestamp so many seconds before now.
func ts(ago int) string { return fmt.Sprintf("%d.000000", now.Unix()-int64(ago)) }

func wire(ago int, rest string) string {
	return fmt.Sprintf(`{"type":"message","user":"U1","text":"said %d ago","ts":"%s"%s}`, ago, ts(ago), rest)
}

func history(next string, messages ...string) string {
	return fmt.Sprintf(`{"ok":true,"has_more":%t,"messages":[%s],"response_metadata":{"next_cursor":"%s"}}`, next != "", strings.Join(messages, ","), next)
}

func fetch(t *testing.T, c *Connector, name, cursor string) inbox.Page {
	t.Helper()
	page, err := c.Fetch(t.Context(), inbox.Scope{Name: name, Cursor: cursor})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func texts(p inbox.Page) string {
	var all []string
	for _, m := range p.Messages {
		all = append(all, strings.TrimSuffix(strings.TrimPrefix(m.Text, "said "), " ago"))
	}
	return strings.Join(all, " ")
}

func TestTheRosterFindsChannelsThenMembers(t *testing.T) {
	d := &desk{answers: map[string]func(url.Values) string{
		"conversations.list": func(v url.Values) string {
			if v.Get("cursor") == "" {
				return `{"ok":true,"channels":[{"id":"C1","name":"general","created":1600000000,"is_member":true,"topic":{"value":"all"}}],"response_metadata":{"next_cursor":"c2"}}`
			}
			return `{"ok":true,"channels":[{"id":"C2","name":"secret","is_member":true,"is_private":true,"is_archived":true},{"id":"C3","name":"other"}],"response_metadata":{"next_cursor":""}}`
		},
		"users.list": func(url.Values) string {
			return `{"ok":true,"members":[{"id":"U1","name":"maria","profile":{"display_name":"maria.k","real_name":"Maria"}},{"id":"U2","name":"sam","is_admin":true},{"id":"U3","name":"bot","is_bot":true}],"response_metadata":{"next_cursor":""}}`
		},
	}}
	c := connect(t, d, nil)
	var all inbox.Page
	cursor := ""
	for range 3 {
		page := fetch(t, c, "", cursor)
		cursor = page.Scope.Cursor
		all.Channels = append(all.Channels, page.Channels...)
		all.Members = append(all.Members, page.Members...)
		all.Follow = append(all.Follow, page.Follow...)
		all.More = page.More
	}
	if all.More || cursor != "" || len(all.Channels) != 3 || len(all.Members) != 3 {
		t.Fatalf("got %+v, the cursor is %q", all, cursor)
	}
	if !slices.Equal(all.Follow, []string{"channel:C1", "channel:C2"}) {
		t.Errorf("follows %v", all.Follow)
	}
	if all.Channels[1].Kind != inbox.Private || !all.Channels[1].Archived || all.Channels[0].Topic != "all" {
		t.Errorf("channels = %+v", all.Channels)
	}
	if name, _ := c.name("U1"); name != "maria.k" {
		t.Errorf("U1 is called %q", name)
	}
	c.opts.Channels = []string{"#other", "C2"}
	if page := fetch(t, c, "", `{"at":"c2"}`); !slices.Equal(page.Follow, []string{"channel:C2", "channel:C3"}) {
		t.Errorf("with a list it follows %v", page.Follow)
	}
}

func TestAPassGoesBackAndTheNextOneGoesOnFromThere(t *testing.T) {
	d := &desk{}
	d.answers = map[string]func(url.Values) string{"conversations.history": func(v url.Values) string {
		switch {
		case v.Get("cursor") == "n1":
			return history("", wire(7300, `,"reply_count":1,"latest_reply":"`+ts(6000)+`","thread_ts":"`+ts(7300)+`"`))
		case v.Get("oldest") == "":
			return history("n1", wire(10, ""), wire(5000, ""))
		default:
			return history("", wire(5, ""))
		}
	}}
	c := connect(t, d, nil)
	first := fetch(t, c, "channel:C1", "")
	if texts(first) != "10 5000" || !first.More || len(first.Follow) != 0 {
		t.Fatalf("the first page is %q, more %t", texts(first), first.More)
	}
	second := fetch(t, c, "channel:C1", first.Scope.Cursor)
	if texts(second) != "7300" || second.More || second.Ended || !slices.Equal(second.Follow, []string{"thread:C1:" + ts(7300)}) {
		t.Fatalf("the second page is %q, more %t, follows %v", texts(second), second.More, second.Follow)
	}
	third := fetch(t, c, "channel:C1", second.Scope.Cursor)
	if got, want := d.asked[2].Get("oldest"), ts(10+3600); got != want || third.More {
		t.Errorf("the next pass goes back to %s, want %s", got, want)
	}
}

func TestAnExpiredCursorGoesOnBelowTheOldest(t *testing.T) {
	d := &desk{}
	d.answers = map[string]func(url.Values) string{"conversations.history": func(v url.Values) string {
		switch {
		case v.Get("cursor") != "" && len(d.asked) > 1:
			return `{"ok":false,"error":"invalid_cursor"}`
		case v.Get("latest") == ts(20):
			return history("", wire(30, ""))
		default:
			return history("n1", wire(10, ""), wire(20, ""))
		}
	}}
	c := connect(t, d, nil)
	first := fetch(t, c, "channel:C1", "")
	second := fetch(t, c, "channel:C1", first.Scope.Cursor)
	if texts(second) != "30" || second.More {
		t.Errorf("goes on with %q, more %t", texts(second), second.More)
	}
	if at := load[channelCursor](second.Scope.Cursor); at.Done != ts(10) {
		t.Errorf("done to %s, want %s", at.Done, ts(10))
	}
}

func TestLongLooksAreTakenNowAndThen(t *testing.T) {
	day := int64(24 * 3600)
	tests := map[string]struct {
		looked [len(looks)]int64 // seconds ago
		from   int64             // seconds before now
	}{
		"all are fresh":     {[...]int64{60, 60, 60}, 100 + 3600},
		"the middle is due": {[...]int64{60, 700, 700}, 2 * day},
		"the long one is":   {[...]int64{60, 60, day + 1}, 30 * day},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			at := channelCursor{Done: ts(100)}
			for i, ago := range tt.looked {
				at.Looked[i] = now.Unix() - ago
			}
			at.begin(now, time.Time{})
			if want := ts(int(tt.from)); at.From != want {
				t.Errorf("goes back to %s, want %s", at.From, want)
			}
		})
	}
}

func TestWhatIsGoneEndsItsScopeOnly(t *testing.T) {
	for reason, scope := range map[string]string{
		"thread_not_found": "thread:C1:" + ts(1), "channel_not_found": "channel:C1", "not_in_channel": "channel:C1",
	} {
		c := connect(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"ok":false,"error":%q}`, reason)
		}), nil)
		page := fetch(t, c, scope, "")
		if !page.Ended || page.More || len(page.Skipped) != 1 || !strings.Contains(page.Skipped[0].Why, reason) {
			t.Errorf("%s: got %+v", reason, page)
		}
	}
}

func TestAnAnswerThatIsNoneIsAnError(t *testing.T) {
	tests := map[string]struct {
		code   int
		header string
		body   string
		wait   time.Duration
		final  bool
		says   string
	}{
		"asked to wait":                {429, "7", `{"ok":false}`, 7 * time.Second, false, "asked to wait 7s"},
		"asked to wait, in HTML":       {429, "", `<html>`, 30 * time.Second, false, "asked to wait 30s"},
		"asked to wait, unreadably":    {429, "soon", `<html>`, 30 * time.Second, false, "asked to wait"},
		"asked to wait in a 200":       {200, "", `{"ok":false,"error":"ratelimited"}`, 30 * time.Second, false, "asked to wait"},
		"a wrong token":                {200, "", `{"ok":false,"error":"invalid_auth"}`, 0, true, "refused: invalid_auth"},
		"a revoked token":              {200, "", `{"ok":false,"error":"token_revoked"}`, 0, true, "token_revoked"},
		"a missing scope":              {200, "", `{"ok":false,"error":"missing_scope","needed":"channels:history"}`, 0, true, "missing_scope (needs channels:history)"},
		"trouble at Slack":             {200, "", `{"ok":false,"error":"internal_error"}`, 0, false, "internal_error"},
		"HTML":                         {200, "", `<html>Sign in</html>`, 0, false, "invalid character"},
		"HTML and a 502":               {502, "", `<html>`, 0, false, "502"},
		"cut JSON":                     {200, "", `{"ok":true,"messages":[{"ts":`, 0, false, "unexpected"},
		"an empty object":              {200, "", `{}`, 0, false, "not one of Slack's"},
		"an answer without its list":   {200, "", `{"ok":true}`, 0, false, "not one of Slack's"},
		"a token in Slack's own words": {200, "", `{"ok":false,"error":"bad ` + token + `"}`, 0, true, "bad xoxp-…"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := connect(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", tt.header)
				w.WriteHeader(tt.code)
				fmt.Fprint(w, tt.body)
			}), nil)
			for _, scope := range []string{"", `channel:C1`, "thread:C1:" + ts(1)} {
				_, err := c.Fetch(t.Context(), inbox.Scope{Name: scope})
				check(t, err, tt.wait, tt.final, tt.says)
			}
			_, err := c.Identify(t.Context())
			check(t, err, tt.wait, tt.final, tt.says)
		})
	}
}

// check asks an error what the courier asks it.
func check(t *testing.T, err error, wait time.Duration, final bool, says string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "canary") {
		t.Errorf("error = %v, want %q", err, says)
	}
	var later interface{ RetryAfter() time.Duration }
	if got := errors.As(err, &later); got != (wait > 0) || got && later.RetryAfter() != wait {
		t.Errorf("%v asks to wait: %t, want %v", err, got, wait)
	}
	var refused interface{ Final() bool }
	if got := errors.As(err, &refused) && refused.Final(); got != final {
		t.Errorf("%v is final: %t, want %t", err, got, final)
	}
}

func TestAConnectionThatFailsKeepsTheTokenSecret(t *testing.T) {
	c := connect(t, http.NotFoundHandler(), func(o *Options) {
		o.Base = "http://127.0.0.1:1/" + token + "/"
		o.HTTP = platform.NewHTTP(platform.Options{Timeout: time.Second})
	})
	if _, err := c.Identify(t.Context()); err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("error = %v", err)
	}
}

func TestIdentifyTellsWhoWeAre(t *testing.T) {
	c := connect(t, &desk{answers: map[string]func(url.Values) string{"auth.test": func(v url.Values) string {
		if v.Get("token") != token {
			return `{"ok":false,"error":"invalid_auth"}`
		}
		return `{"ok":true,"url":"https://acme.slack.com/","team":"Acme","user":"sam","team_id":"T1","user_id":"U2"}`
	}}}, nil)
	got, err := c.Identify(t.Context())
	want := inbox.Account{Name: "acme", Platform: inbox.Slack, Base: "https://acme.slack.com", Team: "T1", Self: "U2"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAMessageOfTheAPIReadsLikeOneOfAnExport(t *testing.T) {
	raw := `{"type":"message","user":"U1","text":"","ts":"` + ts(1) + `","edited":{"user":"U1","ts":"` + ts(0) + `"},
		"reactions":[{"name":"tada","users":["U2"],"count":3}],"files":[{"name":"a.png","mimetype":"image/png","size":9,"permalink":"https://f/x"}],
		"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"hello "},{"type":"user","user_id":"U1"}]}]}]}`
	c := connect(t, &desk{answers: map[string]func(url.Values) string{"conversations.history": func(url.Values) string {
		return history("", raw, `{"type":"message","text":"no time"}`)
	}}}, func(o *Options) { o.Names = known })
	page := fetch(t, c, "channel:C1", "")
	if len(page.Messages) != 1 || len(page.Skipped) != 1 {
		t.Fatalf("%d messages, skipped %v", len(page.Messages), page.Skipped)
	}
	want, err := parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := json.Marshal(page.Messages[0])
	wanted, _ := json.Marshal(want)
	if string(got) != string(wanted) || page.Messages[0].Text != "hello @maria.k" {
		t.Errorf("got\n%s, want\n%s", got, wanted)
	}
}

func TestThereIsNoOtherScope(t *testing.T) {
	c := connect(t, http.NotFoundHandler(), nil)
	if _, err := c.Fetch(t.Context(), inbox.Scope{Name: "import:x"}); err == nil {
		t.Error("an unknown scope was read")
	}
}
