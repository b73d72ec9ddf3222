package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rounds/inbox/platform/simulate"
)

// unruly is a home connected to a workspace that can be made to misbehave.
func unruly(t testing.TB) (h home, community *simulate.Slack) {
	t.Helper()
	community = simulate.NewHistory(simulate.Options{Seed: 11, Size: 200, Token: canary}, 0)
	server := httptest.NewServer(community)
	t.Cleanup(server.Close)
	h = newHome(t).with("ROUNDS_TOKEN_ACME=" + canary)
	write(t, h.configFile(), fmt.Sprintf("[[account]]\nname = \"acme\"\nplatform = \"slack\"\nbase = %q\n", server.URL+"/api/"), 0o600)
	return h, community
}

func TestNothingIsAskedWhileThePlatformWantsToBeLeftAlone(t *testing.T) {
	t.Parallel()
	h, community := unruly(t)
	h.must(t, "sync")
	community.Limit(time.Hour)
	asked := len(community.Requests())
	until := time.Now().Add(time.Hour)
	for n := range 3 { // each is a program of its own
		a := h.run(t, "sync", "--json")
		if a.code != 75 || !strings.Contains(a.out, `"until": "`+until.UTC().Format("2006-01-02T15:")) {
			t.Fatalf("call %d ended with %d: %s%s", n+1, a.code, a.out, a.err)
		}
	}
	if got := len(community.Requests()) - asked; got != 1 {
		t.Errorf("%d requests were made, one was to be refused", got)
	}
	doctor := h.run(t, "doctor")
	if !strings.Contains(doctor.out, "asked to be left alone until") {
		t.Errorf("doctor says nothing of the wait:\n%s", doctor.out)
	}
}

func TestAShortWaitIsWaitedAndSaid(t *testing.T) {
	t.Parallel()
	h, community := unruly(t)
	community.Limit(6 * time.Second)
	a := h.run(t, "sync")
	if a.code != 0 || !strings.Contains(a.err, "asks to wait until") {
		t.Errorf("ended with %d: %s%s", a.code, a.out, a.err)
	}
	if n := community.Trespasses(); n > 0 {
		t.Errorf("%d requests were made meanwhile", n)
	}
}

// What an account is in trouble with stops it after at most one more request,
// is said, explained by doctor, and is over when it is over.
func TestATroubleStopsItsAccountAndIsExplained(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		begin, end func(*simulate.Slack)
		says       string
		doctor     string
		most       int // requests
	}{
		"a revoked token": {
			func(s *simulate.Slack) { s.Revoke(true) }, func(s *simulate.Slack) { s.Revoke(false) },
			"token_revoked", "rounds connect slack --as acme", 1,
		},
		"a workspace that took the app out": {
			func(s *simulate.Slack) { s.Remove() }, nil,
			"account_inactive", "rounds connect slack --as acme", 1,
		},
		"a scope that is missing": {
			func(s *simulate.Slack) { s.Forget("channels:history") }, nil,
			"missing_scope (needs channels:history)", "Add the scope", 6,
		},
		"no connection": {
			func(s *simulate.Slack) { s.Cut(true) }, func(s *simulate.Slack) { s.Cut(false) },
			"no connection", "rounds sync tries now", 2,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h, community := unruly(t)
			h.must(t, "sync")
			held := h.number(t, "SELECT count(*) FROM v_messages")
			tt.begin(community)
			asked := len(community.Requests())
			a := h.run(t, "sync")
			if a.code != 1 || !strings.Contains(a.err, tt.says) || strings.Count(a.err, "\n") != 1 {
				t.Errorf("ended with %d: %s", a.code, a.err)
			}
			refused := 0
			for _, r := range community.Requests()[asked:] {
				if r.Refuse != "" || r.Status == 0 {
					refused++
				}
			}
			if refused > 2 || len(community.Requests())-asked > tt.most {
				t.Errorf("%d requests were made, %d of them refused", len(community.Requests())-asked, refused)
			}
			doctor := h.run(t, "doctor")
			if doctor.code != 1 || !strings.Contains(doctor.out, tt.says) || !strings.Contains(doctor.out, tt.doctor) {
				t.Errorf("doctor ends with %d:\n%s", doctor.code, doctor.out)
			}
			silent(t, h, a.out+a.err+doctor.out+doctor.err)
			if got := h.number(t, "SELECT count(*) FROM v_messages"); got != held {
				t.Errorf("%s messages are held, %s were", got, held)
			}
			if tt.end == nil {
				return
			}
			tt.end(community)
			h.must(t, "sync")
			if got := h.run(t, "doctor"); got.code != 0 {
				t.Errorf("after it was over doctor ends with %d:\n%s", got.code, got.out)
			}
		})
	}
}

func TestOneAccountInTroubleKeepsNoOther(t *testing.T) {
	t.Parallel()
	h, community := unruly(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"ok":false,"error":"token_revoked"}`)
	}))
	t.Cleanup(other.Close)
	h = h.with("ROUNDS_TOKEN_ZEBRA=xoxb-zebra", "ROUNDS_TOKEN_AARDVARK=xoxb-aardvark")
	text := h.configText()
	for _, name := range []string{"aardvark", "zebra", "tokenless"} {
		text += fmt.Sprintf("[[account]]\nname = %q\nplatform = \"slack\"\nbase = %q\n", name, other.URL+"/api/")
	}
	write(t, h.configFile(), text, 0o600)
	a := h.run(t, "sync")
	if a.code != 1 || strings.Count(a.err, "token_revoked") != 2 || !strings.Contains(a.err, "tokenless") {
		t.Errorf("ended with %d: %s", a.code, a.err)
	}
	want := 0
	member := map[string]bool{}
	state := community.State()
	for _, c := range state.Channels {
		member[c.ID] = c.Member
	}
	for _, m := range state.Messages {
		if member[m.Channel] {
			want++
		}
	}
	if got := h.number(t, "SELECT count(*) FROM v_messages WHERE account = 'acme'"); got != fmt.Sprint(want) {
		t.Errorf("%s messages of the good account are held, %d are there", got, want)
	}
}
