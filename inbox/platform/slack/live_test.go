package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
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
			return `{"ok":true,"channels":[{"id":"C2","name":"secret","is_member":true,"is_private":true,"is_archived":true},{"id":"C3","name":"other","is_member":false}],"response_metadata":{"next_cursor":""}}`
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
		all.More, all.Since = page.More, page.Since
	}
	if all.More || cursor != "" || len(all.Channels) != 3 || len(all.Members) != 3 {
		t.Fatalf("got %+v, the cursor is %q", all, cursor)
	}
	if got := scopes(all.Follow); got != "channel:C1 sweep:C1 channel:C2 sweep:C2" {
		t.Errorf("follows %v", got)
	}
	if !all.Since.Equal(now) {
		t.Errorf("the roster is whole since %v, want %v", all.Since, now)
	}
	if all.Channels[1].Kind != inbox.Private || !all.Channels[1].Archived || all.Channels[0].Topic != "all" {
		t.Errorf("channels = %+v", all.Channels)
	}
	if name, _ := c.name("U1"); name != "maria.k" {
		t.Errorf("U1 is called %q", name)
	}
	c.opts.Channels = []string{"#other", "C2"}
	if page := fetch(t, c, "", `{"at":"c2","begun":1}`); scopes(page.Follow) != "channel:C2 sweep:C2 channel:C3 sweep:C3" {
		t.Errorf("with a list it follows %v", page.Follow)
	}
}

func scopes(follow []inbox.Follow) string {
	var names []string
	for _, f := range follow {
		names = append(names, f.Scope)
	}
	return strings.Join(names, " ")
}

// chamber is a channel that answers as Slack documents conversations.history: the
// newest first, of what lies between oldest and latest.
type chamber struct {
	said  []int          // seconds before now, the newest first
	rest  map[int]string // more fields of a message
	blind bool           // it heeds no time, only its cursor
	more  func(honest bool) bool
}

func (r *chamber) history(v url.Values) string {
	from, size := 0, 100
	fmt.Sscan(v.Get("limit"), &size)
	fmt.Sscan(v.Get("cursor"), &from)
	var page []string
	next := ""
	for i, ago := range r.said {
		out := !r.blind && (v.Get("oldest") != "" && ts(ago) <= v.Get("oldest") || v.Get("latest") != "" && ts(ago) >= v.Get("latest"))
		if v.Get("inclusive") == "1" && (ts(ago) == v.Get("oldest") || ts(ago) == v.Get("latest")) {
			out = false
		}
		if i < from || out {
			continue
		}
		if len(page) == size {
			next = fmt.Sprint(i)
			break
		}
		page = append(page, wire(ago, r.rest[ago]))
	}
	more := next != ""
	if r.more != nil {
		more = r.more(more)
	}
	return fmt.Sprintf(`{"ok":true,"has_more":%t,"messages":[%s],"response_metadata":{"next_cursor":"%s"}}`, more, strings.Join(page, ","), next)
}

// enter connects to a channel.
func enter(t *testing.T, r *chamber) (*Connector, *desk) {
	t.Helper()
	d := &desk{answers: map[string]func(url.Values) string{"conversations.history": r.history}}
	return connect(t, d, nil), d
}

// readThrough reads a scope to the end of a pass.
func readThrough(t *testing.T, c *Connector, s inbox.Scope) (said string, last inbox.Page) {
	t.Helper()
	var all []string
	for range 20 {
		page, err := c.Fetch(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, texts(page))
		if s.Cursor = page.Scope.Cursor; !page.More {
			return strings.Join(all, " | "), page
		}
	}
	t.Fatalf("there is no end: %s", strings.Join(all, " | "))
	return "", last
}

// stretches are those of the channel itself that a page covers, and those
// of threads that it reaches into.
func stretches(p inbox.Page) (all []inbox.Span) {
	for _, s := range p.Covers {
		if s.Thread == "" || s.Thread != s.From {
			all = append(all, s)
		}
	}
	return all
}

func TestAPassGoesBackByTimeAndTheNextOneGoesOnFromThere(t *testing.T) {
	r := &chamber{said: []int{10, 5000, 7300, 9000, 9001}, rest: map[int]string{
		7300: `,"reply_count":1,"latest_reply":"` + ts(6000) + `","thread_ts":"` + ts(7300) + `"`,
	}}
	c, d := enter(t, r)
	first := fetch(t, c, "channel:C1", "")
	if texts(first) != "10 5000" || !first.More || len(first.Follow) != 0 || !first.Held.From.Equal(moments(ts(5000))) {
		t.Fatalf("the first page is %q, more %t, holds from %v", texts(first), first.More, first.Held.From)
	}
	second := fetch(t, c, "channel:C1", first.Scope.Cursor)
	if texts(second) != "7300 9000" || scopes(second.Follow) != "thread:C1:"+ts(7300) || second.Follow[0].Mark != "1 "+ts(6000) {
		t.Fatalf("the second page is %q, follows %+v", texts(second), second.Follow)
	}
	if got := d.asked[1]; got.Get("cursor") != "" || got.Get("latest") != ts(5000) {
		t.Errorf("goes on from cursor %q, latest %q", got.Get("cursor"), got.Get("latest"))
	}
	third := fetch(t, c, "channel:C1", second.Scope.Cursor)
	if texts(third) != "9001" || third.More || !third.Held.From.IsZero() || !third.Held.To.Equal(now) {
		t.Errorf("the third page is %q, more %t, holds %v", texts(third), third.More, third.Held)
	}
	r.said = append([]int{5}, r.said...)
	if got, _ := readThrough(t, c, inbox.Scope{Name: "channel:C1", Cursor: third.Scope.Cursor, Known: true}); got != "5 10" {
		t.Errorf("the next pass reads %q", got)
	}
	if got, want := d.asked[3].Get("oldest"), ts(10+3600); got != want || d.asked[3].Get("latest") <= ts(0) {
		t.Errorf("the next pass goes back to %s from %s, want %s", got, d.asked[3].Get("latest"), want)
	}
}

func TestWhoAsksSeesAtLeastAPage(t *testing.T) {
	r := &chamber{said: []int{10, 20000, 30000, 40000}}
	c, d := enter(t, r)
	_, last := readThrough(t, c, inbox.Scope{Name: "channel:C1"})
	got, page := readThrough(t, c, inbox.Scope{Name: "channel:C1", Cursor: last.Scope.Cursor, Known: true, Asked: true})
	if got != "10 20000" || d.asked[len(d.asked)-1].Get("oldest") != "" {
		t.Errorf("reads %q", got)
	}
	want := inbox.Span{Channel: "C1", From: ts(20000), To: endless, Check: "check:C1:"}
	if got := stretches(page); !slices.Equal(got, []inbox.Span{want}) {
		t.Errorf("covers %+v, want %+v", got, want)
	}
}

func TestWhoAsksSeesNothingThatIsOlderThanWhatIsWanted(t *testing.T) {
	d := &desk{answers: map[string]func(url.Values) string{"conversations.history": (&chamber{said: []int{10, 20000, 30000}}).history}}
	c := connect(t, d, func(o *Options) { o.Since, o.PageSize = now.Add(-time.Hour), 100 })
	_, last := readThrough(t, c, inbox.Scope{Name: "channel:C1"})
	got, _ := readThrough(t, c, inbox.Scope{Name: "channel:C1", Cursor: last.Scope.Cursor, Known: true, Asked: true})
	if got != "10" {
		t.Errorf("reads %q", got)
	}
}

func TestAServerThatHeedsNoTimeIsFollowedByItsCursor(t *testing.T) {
	c, _ := enter(t, &chamber{said: []int{1, 2, 3, 4, 5, 6, 7}, blind: true})
	if got, _ := readThrough(t, c, inbox.Scope{Name: "channel:C1"}); got != "1 2 | 1 2 | 3 4 | 5 6 | 7" {
		t.Errorf("reads %q", got)
	}
}

func TestWhoAlwaysPromisesMoreIsNotBelievedForEver(t *testing.T) {
	c, d := enter(t, &chamber{said: []int{1, 2, 3}, more: func(bool) bool { return true }})
	got, last := readThrough(t, c, inbox.Scope{Name: "channel:C1"})
	if !strings.HasPrefix(got, "1 2 | 3") || len(d.asked) > 2+patienceWithNothing {
		t.Errorf("reads %q with %d requests", got, len(d.asked))
	}
	if want := moments(ts(3)); !last.Held.From.Equal(want) {
		t.Errorf("what it held from %v on is said to be complete from %v on", want, last.Held.From)
	}
	for range patienceWithNothing - 1 { // in the rounds after it
		_, last = readThrough(t, c, last.Scope)
	}
	if at := platform.Load[channelCursor](last.Scope.Cursor); at.Done != ts(1) || at.Begun != 0 {
		t.Errorf("the cursor is %+v", at)
	}
}

func TestAPageShowsAStretchCompletely(t *testing.T) {
	c, _ := enter(t, &chamber{said: []int{10, 20, 30}})
	first := fetch(t, c, "channel:C1", "")
	second := fetch(t, c, "channel:C1", first.Scope.Cursor)
	got := append(stretches(first), stretches(second)...)
	want := []inbox.Span{
		{Channel: "C1", From: ts(20), To: endless, Check: "check:C1:"},
		{Channel: "C1", From: "1.000000", To: beside(ts(20), -1), Check: "check:C1:"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("covers %+v", got)
	}
}

func TestWhatIsAskedForOnceMoreIsCertain(t *testing.T) {
	r := &chamber{said: []int{10, 20, 30, 40}}
	c, d := enter(t, r)
	page := fetch(t, c, "check:C1::"+ts(30)+":"+ts(20), "")
	want := inbox.Span{Channel: "C1", From: ts(30), To: ts(20), Sure: true}
	if texts(page) != "20 30" || !page.Ended || !slices.Equal(page.Covers, []inbox.Span{want}) || d.asked[0].Get("inclusive") != "1" {
		t.Errorf("shows %q, covers %+v", texts(page), page.Covers)
	}
	page = fetch(t, c, "check:C1::"+ts(40)+":"+ts(10), "") // more than fits a page: only what it shows is certain
	want = inbox.Span{Channel: "C1", From: ts(20), To: ts(10), Sure: true}
	if texts(page) != "10 20" || !page.Ended || !slices.Equal(page.Covers, []inbox.Span{want}) {
		t.Errorf("shows %q, covers %+v", texts(page), page.Covers)
	}
	r.said, r.more = nil, func(bool) bool { return true }
	if _, err := c.Fetch(t.Context(), inbox.Scope{Name: "check:C1::" + ts(30) + ":" + ts(20)}); err == nil {
		t.Error("an empty page with more behind it is taken for an answer")
	}
}

func TestAStrangeRecordMakesNothingCertain(t *testing.T) {
	answer := func(url.Values) string { return history("", wire(1, ""), `{"type":"message","ts":5}`) }
	c := connect(t, &desk{answers: map[string]func(url.Values) string{"conversations.history": answer, "conversations.replies": answer}}, nil)
	for _, scope := range []string{"channel:C1", "sweep:C1", "check:C1::" + ts(9) + ":" + ts(1), "thread:C1:" + ts(9)} {
		if page := fetch(t, c, scope, ""); len(stretches(page)) != 0 || len(page.Messages) != 1 {
			t.Errorf("%s covers %+v", scope, page.Covers)
		}
	}
}

func TestLongLooksAreTakenNowAndThen(t *testing.T) {
	day := int64(24 * 3600)
	tests := map[string]struct {
		looked [len(looks)]int64 // seconds ago
		asked  bool
		from   string
		again  time.Duration
	}{
		"the short one is due":        {[...]int64{700, 700, 700}, false, ts(int(2 * day)), 10 * time.Minute},
		"all of a small channel is":   {[...]int64{60, 60, day + 1}, false, "", 10 * time.Minute},
		"the middle one is":           {[...]int64{60, day + 1, 700}, false, ts(int(30 * day)), 10 * time.Minute},
		"the long one is":             {[...]int64{60, 60, 7*day + 1}, false, "", 10 * time.Minute},
		"somebody asked":              {[...]int64{60, 60, 60}, true, "", 10 * time.Minute},
		"it was only just read":       {[...]int64{now.Unix(), now.Unix(), now.Unix()}, false, ts(int(2 * day)), 10 * time.Minute},
		"just read, and somebody ask": {[...]int64{now.Unix(), now.Unix(), now.Unix()}, true, "", 10 * time.Minute},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var at sweepCursor
			for i, ago := range tt.looked {
				at.Looked[i] = now.Unix() - ago
			}
			c, d := enter(t, &chamber{said: []int{10}})
			page, err := c.Fetch(t.Context(), inbox.Scope{Name: "sweep:C1", Cursor: platform.Save(at), Asked: tt.asked})
			if err != nil || d.asked[0].Get("oldest") != tt.from {
				t.Errorf("goes back to %q, want %q: %v", d.asked[0].Get("oldest"), tt.from, err)
			}
			if !page.Again.Equal(now.Add(tt.again)) || page.More {
				t.Errorf("is due again after %v", page.Again.Sub(now))
			}
			if got := !page.Verified.IsZero(); got != (tt.from == "") {
				t.Errorf("all was compared: %t", got)
			}
		})
	}
}

func TestNoHistoryIsComparedInWhichNothingWasSaid(t *testing.T) {
	c, d := enter(t, &chamber{said: []int{3 * 24 * 3600}})
	if _, last := readThrough(t, c, inbox.Scope{Name: "channel:C1"}); !last.Again.IsZero() {
		t.Errorf("in a small workspace a quiet channel is due at %v", last.Again)
	}
	for i := range 200 {
		c.read[fmt.Sprint("C", i)] = true
	}
	_, last := readThrough(t, c, inbox.Scope{Name: "channel:C1"})
	if got := last.Again.Sub(now); got != 200*time.Minute/quietRate {
		t.Errorf("one of 200 channels that was quiet for three days is due after %v", got)
	}
	asked := len(d.asked)
	if fetch(t, c, "sweep:C1", ""); len(d.asked) != asked {
		t.Errorf("asked %v", d.asked[asked:])
	}
}

func TestWhatIsOutOfReachConcernsItsScopeOnly(t *testing.T) {
	for reason, scope := range map[string]string{
		"channel_not_found": "channel:C1", "not_in_channel": "channel:C1", "missing_scope": "sweep:C1",
	} {
		c := connect(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"ok":false,"error":%q,"needed":"groups:history"}`, reason)
		}), nil)
		_, err := c.Fetch(t.Context(), inbox.Scope{Name: scope})
		if !here(err) || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: %v", reason, err)
		}
	}
}

func TestWhatIsRoutineKeepsToThePublishedRates(t *testing.T) {
	c, d := enter(t, &chamber{said: []int{10}})
	_, last := readThrough(t, c, inbox.Scope{Name: "channel:C1"})
	routine := inbox.Scope{Name: "channel:C1", Cursor: last.Scope.Cursor, Known: true}
	var err error
	for range 60 {
		if _, err = c.Fetch(t.Context(), routine); err != nil {
			break
		}
	}
	later, ok := errors.AsType[*platform.Later](err)
	if !ok || !later.Own || later.Wait != time.Minute || len(d.asked) != rates()["conversations.history"] {
		t.Fatalf("after %d requests: %v", len(d.asked), err)
	}
	asked := routine
	asked.Asked = true
	if _, err := c.Fetch(t.Context(), asked); err != nil {
		t.Errorf("who asks is held up: %v", err)
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

func TestWhoIsNotSlackIsNotAskedOn(t *testing.T) {
	elsewhere := connect(t, http.RedirectHandler("http://127.0.0.2:1/", http.StatusTemporaryRedirect), nil)
	tests := map[string]struct {
		c    *Connector
		lost bool
	}{
		"a redirect to another place": {elsewhere, true},
	}
	for code, lost := range map[int]bool{401: true, 403: true, 404: true, 410: true, 408: false, 500: false, 502: false} {
		tests[fmt.Sprint(code)] = struct {
			c    *Connector
			lost bool
		}{connect(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }), nil), lost}
	}
	for name, tt := range tests {
		for _, scope := range []string{"", "channel:C1"} {
			_, err := tt.c.Fetch(t.Context(), inbox.Scope{Name: scope})
			var lost interface{ Lost() bool }
			if got := errors.As(err, &lost) && lost.Lost(); got != tt.lost {
				t.Errorf("%s, %q: is lost: %t: %v", name, scope, got, err)
			}
		}
	}
}

func TestATokenOfAnyShapeThatComesBackIsNotTold(t *testing.T) {
	const strange = "CANARY/of+no=shape"
	for name, body := range map[string]string{
		"as a reason": `{"ok":false,"error":"bad token CANARY/of+no=shape"}`,
		"as a need":   `{"ok":false,"error":"missing_scope","needed":"CANARY/of+no=shape"}`,
		"as rubbish":  `CANARY/of+no=shape`,
	} {
		c := connect(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }), func(o *Options) { o.Token = strange })
		_, err := c.Identify(t.Context())
		_, other := c.Fetch(t.Context(), inbox.Scope{Name: "channel:C1"})
		refused, _ := errors.AsType[*platform.Refused](err)
		if text := fmt.Sprint(err, other, refused); strings.Contains(text, "CANARY") || err == nil {
			t.Errorf("%s: %s", name, text)
		}
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
	}, "users.info": func(url.Values) string { return `{"ok":true,"user":{"id":"U2","is_owner":true}}` }}}, nil)
	got, err := c.Identify(t.Context())
	want := inbox.Account{Name: "acme", Platform: inbox.Slack, Base: "https://acme.slack.com", Team: "T1", Self: "U2"}
	if err != nil || !reflect.DeepEqual(got, want) {
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
