package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"rounds/inbox/platform/simulate"
)

// Three tokens that must turn up nowhere but where they are kept.
const (
	birdBot  = "xoxb-CANARY-2026-bot"
	birdApp  = "xapp-CANARY-2026-app"
	birdUser = "xoxp-CANARY-2026-user"
)

// birds is the three of them as lines.
const birds = birdBot + "\n" + birdApp + "\n" + birdUser + "\n"

// aviary serves a simulated workspace that knows the three tokens, and tells
// what they may do.
func aviary(t testing.TB) (base string) {
	t.Helper()
	community := simulate.NewSlack(simulate.Options{Seed: 7, Size: 120, Token: birdBot, Scopes: []string{"channels:read", "channels:history", "users:read", "team:read"}})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		if token == "" {
			token = r.Form.Get("token")
		}
		w.Header().Set("X-OAuth-Scopes", "channels:read,channels:history,users:read,team:read")
		switch known := slices.Contains([]string{birdBot, birdApp, birdUser}, token); {
		case known && strings.HasSuffix(r.URL.Path, "/apps.connections.open"):
			fmt.Fprint(w, `{"ok":true,"url":"wss://127.0.0.1:1/?ticket=x"}`)
			return
		case known:
			r.Header.Set("Authorization", "Bearer "+birdBot)
		}
		community.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/api/"
}

// caged fails if a token was printed, or lies anywhere but in a file for it.
func caged(t testing.TB, h home, printed string) {
	t.Helper()
	if strings.Contains(printed, "CANARY") {
		t.Errorf("a token is printed:\n%s", printed)
	}
	for _, path := range holds(t, h.dir, "CANARY") {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" || filepath.Base(filepath.Dir(path)) != "tokens" && filepath.Base(path) != "keyring.json" {
			t.Errorf("a token is kept in %s (%v, %v)", path, info.Mode(), err)
		}
	}
}

func (h home) configFile() string { return filepath.Join(h.dir, "config", "rounds", "config.toml") }

func (h home) configText() string {
	text, _ := os.ReadFile(h.configFile())
	return string(text)
}

func TestConnectReadsTokensFromAPipeAndSyncReadsWithThem(t *testing.T) {
	t.Parallel()
	base := aviary(t)
	h := newHome(t)
	a := h.feed(t, birds, "connect", "slack", "--token-file", "--base", base, "--since", "2020-01-01", "--retention", "10y")
	if a.code != 0 {
		t.Fatalf("ended with %d:\n%s%s", a.code, a.out, a.err)
	}
	for _, want := range []string{"Fieldnotes community", "users:read.email", "without it: cards have no e-mail address", "fieldnotes-community", "rounds sync"} {
		if !strings.Contains(a.out, want) {
			t.Errorf("%q is not in\n%s", want, a.out)
		}
	}
	synced := h.must(t, "sync")
	doctor := h.must(t, "doctor")
	accounts := h.must(t, "accounts")
	if n := h.number(t, `SELECT count(*) FROM v_messages`); n == "0" {
		t.Error("nothing was read")
	}
	for _, want := range []string{"token of ", "app token of ", "user token of ", filepath.Join("tokens", "fieldnotes-community.app")} {
		if !strings.Contains(doctor, want) {
			t.Errorf("doctor does not say %q:\n%s", want, doctor)
		}
	}
	caged(t, h, a.out+a.err+synced+doctor+accounts+h.configText())
	c, err := readConfig(h.configFile())
	if err != nil || len(c.Account) != 1 || c.Account[0].Retention != "10y" || c.Account[0].Tokens != inFile || len(c.Account[0].Channels) != 0 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestConnectInJSONAsksNothingAndSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	base := aviary(t)
	h := newHome(t)
	for name, tt := range map[string]struct {
		in, want string
		args     []string
	}{
		"no place for the tokens": {birds, "--keyring or --token-file", nil},
		"no token":                {"", "ROUNDS_TOKEN_ACME", []string{"--token-file", "--as", "acme"}},
		"an app token first":      {birdApp + "\n", "this is an app token; the bot token begins with xoxb-", []string{"--token-file"}},
		"a stranger's":            {"xoxb-CANARY-stranger\n", "Slack does not know this token", []string{"--token-file"}},
		"a bad date":              {birds, "not a date", []string{"--token-file", "--since", "tomorrow"}},
		"a bad retention":         {birds, "90d, 26w, 6m or 1y", []string{"--token-file", "--retention", "12h"}},
		"a bad name":              {birds, "small letters", []string{"--token-file", "--as", "../etc"}},
		"no such channel":         {birds, `no channel "nowhere"`, []string{"--token-file", "--channels", "help,nowhere"}},
		"no keyring":              {birds, "no keyring here", []string{"--keyring"}},
		"no keyring, and yes":     {birds, "--token-file", []string{"--yes"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := h.feed(t, tt.in, append([]string{"connect", "slack", "--json", "--base", base}, tt.args...)...)
			if a.code == 0 || a.out != "" || !strings.Contains(a.err, tt.want) {
				t.Errorf("ended with %d: %s%s", a.code, a.out, a.err)
			}
			caged(t, h, a.out+a.err)
			if left := holds(t, h.dir, "CANARY"); len(left) > 0 || h.configText() != "" {
				t.Errorf("%v is left behind, and %q", left, h.configText())
			}
		})
	}
	got := h.with("ROUNDS_TOKEN_ACME="+birdBot).object(t, "connect", "slack", "--json", "--as", "acme", "--token-file", "--channels", "#help, general", "--base", base)
	if got["account"] != "acme" || got["workspace"] != "Fieldnotes community" || len(got["channels"].([]any)) != 2 || len(got["missing"].([]any)) < 3 {
		t.Errorf("%v", got)
	}
	if text := h.configText(); strings.Count(text, " # #") != 2 {
		t.Errorf("the channels are not named in\n%s", text)
	}
}

func TestConnectKeepsTokensInTheKeyringAndReplacesThemOnlyWhenTold(t *testing.T) {
	t.Parallel()
	base := aviary(t)
	h, ring := newHome(t).withKeyring(t)
	first := h.feed(t, birds, "connect", "slack", "--yes", "--as", "acme", "--base", base)
	if first.code != 0 || ringIn(ring)["acme"] != birdBot || ringIn(ring)["acme/app"] != birdApp || ringIn(ring)["acme/user"] != birdUser {
		t.Fatalf("ended with %d: %s%s", first.code, first.out, first.err)
	}
	before := h.configText()
	again := h.feed(t, birdBot+"\n", "connect", "slack", "--keyring", "--as", "acme", "--base", base)
	if again.code == 0 || !strings.Contains(again.err, "--yes") {
		t.Errorf("replaced unasked: %d %s", again.code, again.err)
	}
	h.must(t, "sync")
	if _, err := os.Stat(filepath.Join(h.dir, "config", "rounds", "tokens")); err == nil {
		t.Error("there are token files, too")
	}
	// From the keyring into files: nothing may be left in the keyring, and the
	// tokens that were not given again go along.
	moved := h.feed(t, birdBot+"\n", "connect", "slack", "--token-file", "--yes", "--as", "acme", "--base", base)
	if moved.code != 0 || len(ringIn(ring)) != 0 {
		t.Errorf("ended with %d: %s, the keyring holds %d", moved.code, moved.err, len(ringIn(ring)))
	}
	if text := h.configText(); text != strings.Replace(before, `tokens = "keyring"`, `tokens = "file"`, 1) {
		t.Errorf("the config is\n%s", text)
	}
	doctor := h.must(t, "doctor")
	if strings.Count(doctor, "oken of acme: from the file") != 3 {
		t.Errorf("doctor says\n%s", doctor)
	}
	caged(t, h, first.out+first.err+again.out+again.err+moved.out+moved.err+doctor)
}

func TestTheManifestIsPrintedAloneAndFitsATerminal(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	text := h.must(t, "connect", "slack", "--manifest")
	if !strings.HasPrefix(text, "# ") || !strings.Contains(text, "socket_mode_enabled: true") {
		t.Errorf("%s", text)
	}
	for _, command := range [][]string{{"connect"}, {"connect", "slack", "--manifest"}, {"accounts"}, {"purge"}} {
		wellFormed(t, command[0], h.must(t, command...))
	}
}

// TestATokenNeverLeavesItsOwnHost tries servers that would lead a token astray,
// echo it, or break down.
func TestATokenNeverLeavesItsOwnHost(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var stray []string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		mu.Lock()
		stray = append(stray, fmt.Sprint(r.URL, r.Header, r.Form))
		mu.Unlock()
		fmt.Fprint(w, `{"ok":true,"team":"x","team_id":"T1","user_id":"U1","url":"https://x.example/","user":"x"}`)
	}))
	t.Cleanup(other.Close)
	echo := func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		fmt.Fprintf(w, `{"ok":false,"error":"invalid_auth %s %s"}`, r.Form.Get("token"), r.Header.Get("Authorization"))
	}
	servers := map[string]http.HandlerFunc{
		"302": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+r.URL.Path, http.StatusFound)
		},
		"307": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
		},
		"echoes": echo,
		"echoes into a 500": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(500)
			echo(w, r)
		},
		"echoes into HTML": func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			fmt.Fprintf(w, "<html>%s", r.Form.Get("token"))
		},
		"hangs up": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_ = conn.(*net.TCPConn).SetLinger(0)
				conn.Close()
			}
		},
	}
	for name, handler := range servers {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(handler)
			defer server.Close()
			h := newHome(t)
			a := h.feed(t, birds, "connect", "slack", "--token-file", "--as", "acme", "--base", server.URL)
			if a.code == 0 || a.err == "" || h.configText() != "" {
				t.Errorf("connect ended with %d: %s", a.code, a.err)
			}
			if left := holds(t, h.dir, "CANARY"); len(left) > 0 {
				t.Errorf("%v is left behind", left)
			}
			write(t, h.configFile(), fmt.Sprintf("[[account]]\nname = \"acme\"\nplatform = \"slack\"\nbase = %q\n", server.URL), 0o600)
			for tail, token := range map[string]string{"": birdBot, ".app": birdApp, ".user": birdUser} {
				write(t, filepath.Join(filepath.Dir(h.configFile()), "tokens", "acme"+tail), token+"\n", 0o600)
			}
			s := h.run(t, "sync")
			if s.code == 0 || s.err == "" {
				t.Errorf("sync ended with %d: %s", s.code, s.err)
			}
			d, l := h.run(t, "doctor"), h.run(t, "accounts")
			caged(t, h, a.out+a.err+s.out+s.err+d.out+d.err+l.out+l.err)
			wellFormed(t, "connect", a.err)
		})
	}
	mu.Lock()
	defer mu.Unlock()
	if len(stray) > 0 {
		t.Errorf("the other host was sent %q", stray)
	}
}
