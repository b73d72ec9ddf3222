package simulate_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rounds/inbox/platform/simulate"
)

// watch is a clock that is moved by hand.
type watch struct {
	mu sync.Mutex
	t  time.Time
}

func (w *watch) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.t
}

func (w *watch) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.t = w.t.Add(d)
}

func TestTiersAreKeptPerMethodAndMinute(t *testing.T) {
	w := &watch{t: noon()}
	s := simulate.NewHistory(simulate.Options{Seed: 1, Now: w.now, Tiers: true}, 0)
	c := visit(t, s)
	room := s.State().Channels[0].ID
	for method, most := range map[string]int{
		"conversations.list": 20, "users.list": 20, "conversations.history": 50, "conversations.members": 100, "auth.test": 600,
	} {
		var args []string
		if method == "conversations.history" || method == "conversations.members" {
			args = []string{"channel", room}
		}
		for n := range most {
			if res, _, err := c.post(method, args...); err != nil || res.StatusCode != http.StatusOK {
				t.Fatalf("%s, call %d: %v %v", method, n, res, err)
			}
		}
		w.pass(10 * time.Second)
		res, _, err := c.post(method, args...)
		if err != nil || res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") != "50" {
			t.Errorf("%s, one call too many: %v %v", method, res, err)
		}
		w.pass(50 * time.Second)
		if res, _, err := c.post(method, args...); err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("%s, a minute later: %v %v", method, res, err)
		}
	}
	if s.Violations() != 5 || s.Trespasses() != 0 {
		t.Errorf("%d violations and %d trespasses, want 5 and none", s.Violations(), s.Trespasses())
	}
}

func TestATrespassIsARequestInsideTheWait(t *testing.T) {
	w := &watch{t: noon()}
	s := simulate.NewHistory(simulate.Options{Seed: 1, Now: w.now}, 0)
	c := visit(t, s)
	ask := func(method string, want int) {
		t.Helper()
		if res, _, err := c.post(method); err != nil || res.StatusCode != want {
			t.Errorf("%v %v, want %d", res, err, want)
		}
	}
	s.Limit(90 * time.Second)
	ask("auth.test", 429)
	if s.Trespasses() != 0 {
		t.Error("the first to be told counts as a trespass")
	}
	ask("users.list", 429)
	w.pass(89 * time.Second)
	ask("auth.test", 429)
	w.pass(time.Second)
	ask("auth.test", 200)
	s.Misbehave(simulate.Mischief{Rate: 1, Tricks: []simulate.Trick{simulate.BusyBare, simulate.BusyHTML}})
	ask("auth.test", 429)
	ask("auth.test", 429)
	if s.Trespasses() != 2 {
		t.Errorf("%d trespasses, want 2", s.Trespasses())
	}
	log := s.Requests()
	if log[0].Trick != simulate.Switched || log[0].Status != 429 || !log[1].At.Equal(noon()) || log[3].Trick != "" {
		t.Errorf("the log tells of %+v", log)
	}
	for _, r := range log {
		if r.Form.Get("token") != "" {
			t.Error("the log holds the token")
		}
	}
}

func TestSwitches(t *testing.T) {
	s := simulate.NewHistory(simulate.Options{Seed: 1, Now: noon}, 0)
	c := visit(t, s)
	says := func(want, method string, args ...string) {
		t.Helper()
		o, err := c.call(method, args...)
		if got, _ := o["error"].(string); got != want || want == "" && err != nil {
			t.Errorf("%s answers %v, %v, want %q", method, o, err, want)
		}
	}
	says("", "auth.test")
	s.Cut(true)
	if res, _, err := c.post("auth.test"); err == nil {
		t.Errorf("a cut line answers %v", res)
	}
	s.Cut(false)
	says("", "auth.test")
	s.Revoke(true)
	says("token_revoked", "auth.test")
	s.Revoke(false)
	says("", "auth.test")
	s.Remove()
	says("account_inactive", "users.list")
}

func TestAForgottenScopeClosesWhatItOpened(t *testing.T) {
	s := simulate.NewHistory(simulate.Options{Seed: 1, Now: noon}, 0)
	c := visit(t, s)
	var private, public string
	for _, ch := range s.State().Channels {
		if ch.Private {
			private = ch.ID
		} else {
			public = ch.ID
		}
	}
	needs := func(want, method string, args ...string) {
		t.Helper()
		o, err := c.call(method, args...)
		if want == "" && err != nil || want != "" && (o["error"] != "missing_scope" || o["needed"] != want || slices.Contains(strings.Split(o["provided"].(string), ","), want)) {
			t.Errorf("%s answers %v, want it to need %q", method, o, want)
		}
	}
	s.Forget("groups:history")
	needs("groups:history", "conversations.history", "channel", private)
	needs("", "conversations.history", "channel", public)
	needs("", "conversations.info", "channel", private)
	s.Forget("channels:history")
	needs("channels:history", "conversations.replies", "channel", public, "ts", "1.000000")
	s.Forget("groups:read")
	needs("groups:read", "conversations.list", "types", "public_channel,private_channel")
	needs("", "conversations.list", "types", "public_channel")
	s.Forget("users:read")
	needs("users:read", "users.list")
	res, _, err := c.post("auth.test")
	if err != nil {
		t.Fatal(err)
	}
	left := strings.Split(res.Header.Get("X-OAuth-Scopes"), ",")
	if !slices.Contains(left, "channels:read") || slices.Contains(left, "users:read") {
		t.Errorf("the scopes that are left are %v", left)
	}
}

func TestABotSeesOnlyWhereItIs(t *testing.T) {
	s := simulate.NewHistory(simulate.Options{Seed: 1, Now: noon, Token: "xoxb-1"}, 0)
	c := visit(t, s)
	for _, ch := range s.State().Channels {
		o, _ := c.call("conversations.history", "channel", ch.ID)
		if got := o["error"] == "not_in_channel"; got == ch.Member {
			t.Errorf("of %+v a bot is told %v", ch, o["error"])
		}
	}
	if o, _ := c.call("auth.test"); o["bot_id"] == nil {
		t.Errorf("a bot is told to be %v", o)
	}
}
