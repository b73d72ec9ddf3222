package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rounds/inbox/platform/simulate"
)

// canary is a token that must turn up nowhere but where it was put.
const canary = "xoxp-2026-canary-8f3a61d0c4"

// workspace serves a simulated Slack that knows the canary.
func workspace(t testing.TB) (community *simulate.Slack, base string) {
	t.Helper()
	community = simulate.NewSlack(simulate.Options{Seed: 7, Size: 300, Token: canary})
	server := httptest.NewServer(community)
	t.Cleanup(server.Close)
	return community, server.URL + "/api/"
}

func TestSyncReadsAWorkspaceThatTheEnvironmentNames(t *testing.T) {
	t.Parallel()
	community, base := workspace(t)
	h := newHome(t).with("ROUNDS_SLACK_TOKEN="+canary, "ROUNDS_SLACK_BASE="+base)
	first := h.run(t, "sync", "--json")
	if first.code != 0 {
		t.Fatalf("ended with %d: %s", first.code, first.err)
	}
	if got, want := h.number(t, `SELECT count(*) FROM v_messages`), fmt.Sprint(community.Count()); got != want {
		t.Errorf("%s messages, the workspace has %s", got, want)
	}
	if again := h.object(t, "sync", "--json"); again["new"] != 0.0 || again["account"] != "slack" {
		t.Errorf("the second round says %v", again)
	}
	if found := h.objects(t, "inbox", "--json", "is:mention"); len(found) == 0 {
		t.Error("nobody mentions us: sync does not know who we are")
	}
	doctor := h.must(t, "doctor")
	if !strings.Contains(doctor, "from the environment variable ROUNDS_SLACK_TOKEN") || !strings.Contains(doctor, "synced at") {
		t.Errorf("doctor says\n%s", doctor)
	}
	silent(t, h, first.out+first.err+doctor)
}

// silent fails if the canary was printed or kept anywhere.
func silent(t testing.TB, h home, printed string) {
	t.Helper()
	if strings.Contains(printed, canary) {
		t.Errorf("the token is printed:\n%s", printed)
	}
	for _, path := range holds(t, h.dir, canary) {
		if filepath.Base(path) != "token" {
			t.Errorf("the token is kept in %s", path)
		}
	}
}

// configured is a home whose config names one account with a token file.
func configured(t testing.TB, base string) (h home, token string) {
	t.Helper()
	h = newHome(t)
	token = filepath.Join(h.dir, "secret", "token")
	write(t, filepath.Join(h.dir, "config", "rounds", "config.toml"), fmt.Sprintf(
		"me = \"sam\"\n[[account]]\nname = \"acme\"\nplatform = \"slack\"\nbase = %q\ntoken_file = %q\n", base, token), 0o600)
	return h, token
}

func TestSyncReadsATokenThatOnlyItsOwnerCanRead(t *testing.T) {
	t.Parallel()
	_, base := workspace(t)
	tests := map[string]struct {
		put  func(t *testing.T, path string)
		want string // "" is a sync
	}{
		"mode 0600": {func(t *testing.T, path string) { write(t, path, canary+"\n", 0o600) }, ""},
		"mode 0644": {func(t *testing.T, path string) { write(t, path, canary, 0o644) }, "others can read"},
		"a link": {func(t *testing.T, path string) {
			if err := os.Symlink(write(t, filepath.Join(filepath.Dir(path), "real", "token"), canary, 0o600), path); err != nil {
				t.Skip(err)
			}
		}, "a link is not followed"},
		"a folder":     {func(t *testing.T, path string) { write(t, filepath.Join(path, "token"), canary, 0o600) }, "not a plain file"},
		"an empty one": {func(t *testing.T, path string) { write(t, path, " \n", 0o600) }, "is empty"},
		"none":         {func(*testing.T, string) {}, "ROUNDS_TOKEN_ACME"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h, token := configured(t, base)
			tt.put(t, token)
			a := h.run(t, "sync")
			silent(t, h, a.out+a.err)
			switch {
			case tt.want == "" && a.code != 0:
				t.Errorf("ended with %d: %s", a.code, a.err)
			case tt.want != "" && (a.code != 1 || !strings.Contains(a.err, tt.want) || strings.Count(a.err, "\n") != 1):
				t.Errorf("ended with %d and says %q, want one sentence with %q", a.code, a.err, tt.want)
			}
			doctor := h.run(t, "doctor")
			silent(t, h, doctor.out+doctor.err)
			if (doctor.code == 0) != (tt.want == "") {
				t.Errorf("doctor ends with %d:\n%s", doctor.code, doctor.out)
			}
		})
	}
}

func TestAWorkspaceThatSaysNoIsToldInASentence(t *testing.T) {
	t.Parallel()
	_, base := workspace(t)
	h, token := configured(t, base)
	const wrong = "xoxp-2026-stranger-77b1"
	write(t, token, wrong, 0o600)
	a := h.run(t, "sync")
	if a.code != 1 || !strings.Contains(a.err, "Slack refuses") || !strings.Contains(a.err, "invalid_auth") {
		t.Errorf("ended with %d: %s", a.code, a.err)
	}
	wellFormed(t, "the error", a.err)
	if strings.Contains(a.out+a.err, wrong) || len(holds(t, filepath.Dir(h.db), wrong)) != 1 {
		t.Errorf("the token is told or kept: %s%s in %v", a.out, a.err, holds(t, h.dir, wrong))
	}
}

func TestASyncThatCannotReachItsPlatformEndsAndSaysSo(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close() // nobody listens there now
	h, token := configured(t, server.URL+"/"+canary+"/")
	write(t, token, canary, 0o600)
	a := h.run(t, "sync")
	if a.code != 1 || a.err == "" {
		t.Errorf("ended with %d: %s", a.code, a.err)
	}
	if strings.Contains(a.out+a.err, canary) {
		t.Errorf("the token is printed: %s", a.err)
	}
}

func TestAMistakeInTheConfigIsSaidAndNotQuoted(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"a line that is not TOML":       {"me = " + canary + "\n", "line 1"},
		"a setting that there is not":   {"\nmee = \"sam\"\n", `line 2, column 1: "mee" is not a setting`},
		"an account without a name":     {"[[account]]\nplatform = \"slack\"\n", "has no name"},
		"two accounts of one name":      {strings.Repeat("[[account]]\nname = \"a\"\nplatform = \"slack\"\n", 2), "two accounts"},
		"a platform that there is not":  {"[[account]]\nname = \"a\"\nplatform = \"icq\"\n", `"icq" is not known`},
		"a number where text should be": {"me = 7\n", "line 1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			write(t, filepath.Join(h.dir, "config", "rounds", "config.toml"), tt.text, 0o600)
			for _, command := range []string{"inbox", "sync", "doctor"} {
				a := h.run(t, command)
				if a.code != 1 || !strings.Contains(a.out+a.err, tt.want) || strings.Contains(a.out+a.err, canary) {
					t.Errorf("%s ended with %d: %s%s", command, a.code, a.out, a.err)
				}
			}
		})
	}
}
