package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform/simulate/fediverse"
	"rounds/inbox/platform/simulate/forum"
	"rounds/inbox/platform/simulate/guild"
	"rounds/inbox/platform/simulate/mischief"
)

// Keys of the three platforms that must turn up nowhere but where they are
// kept. Of Discourse's, all is secret that stands behind the colon.
const (
	birdGuild  = "MTE4NzQ1MjM2OTg3NDUyMzY5OA.CANARY.of-discord-0123456789abcdefghij"
	birdForum  = "sam:CANARY0d9a7b3e4862a1c4d7e9f2b60813"
	birdServer = "CANARY-of-mastodon-8f3a61d0c4"
)

// deed is what a simulated platform wrote down that it accepted.
type deed struct{ kind, channel, message, text, emoji string }

// town is one of the three platforms, simulated, at an address of its own.
type town struct {
	platform string
	key      string
	example  string // of the address of a site, "" if there is one alone
	base     string
	site     string // where permalinks begin
	team     string
	gate     *mischief.Gate
	handler  http.Handler
	written  func() []deed
	texts    func() []string // all that the key is shown
}

// towns are the three, by the name of the platform.
func towns() map[string]func(t testing.TB) *town {
	return map[string]func(testing.TB) *town{"discord": newHall, "discourse": newBoard, "mastodon": newServer}
}

// served gives a town its address.
func (x *town) served(t testing.TB, prefix string) *town {
	t.Helper()
	server := httptest.NewServer(x.handler)
	t.Cleanup(server.Close)
	x.base = server.URL + prefix
	x.site = cmp.Or(x.site, server.URL)
	return x
}

func newHall(t testing.TB) *town {
	t.Helper()
	g := guild.NewStory(guild.Options{Token: birdGuild})
	x := &town{platform: "discord", key: birdGuild, site: "https://discord.com/channels/" + g.ID() + "/", team: g.ID(), gate: g.Gate(), handler: g}
	x.written = func() (all []deed) {
		for _, w := range g.Written() {
			all = append(all, deed{w.Kind, w.Channel, w.Message, w.Text, w.Emoji})
		}
		return all
	}
	x.texts = func() (all []string) {
		for _, f := range g.Facts() {
			all = append(all, f.Text)
		}
		return all
	}
	return x.served(t, guild.Prefix)
}

func newBoard(t testing.TB) *town {
	t.Helper()
	f := forum.NewStory(forum.Options{Token: birdForum})
	x := &town{platform: "discourse", key: birdForum, example: "https://forum.example.com", gate: f.Gate(), handler: f}
	x.written = func() (all []deed) {
		for _, w := range f.Written() {
			all = append(all, deed{w.Kind, w.Channel, w.Message, w.Text, ""})
		}
		return all
	}
	x.texts = func() (all []string) {
		for _, p := range f.State() {
			if !p.Gone {
				all = append(all, p.Text)
			}
		}
		return all
	}
	return x.served(t, "")
}

func newServer(t testing.TB) *town {
	t.Helper()
	s := fediverse.NewStory(fediverse.Options{Token: birdServer})
	x := &town{platform: "mastodon", key: birdServer, example: "https://mastodon.example", gate: s.Gate(), handler: s}
	x.written = func() (all []deed) {
		for _, w := range s.Written() {
			all = append(all, deed{w.Kind, w.Channel, w.Message, w.Text, w.Emoji})
		}
		return all
	}
	x.texts = func() (all []string) {
		for _, f := range s.Facts() {
			all = append(all, f.Text)
		}
		return all
	}
	return x.served(t, "")
}

// done is what was accepted of one kind.
func (x *town) done(kind string) []deed {
	return slices.DeleteFunc(x.written(), func(d deed) bool { return d.kind != kind })
}

// privately is what a platform's simulator calls an answer to one member alone.
func (x *town) privately() string {
	if x.platform == "discourse" {
		return "private"
	}
	return "private reply"
}

// everywhere tries something on all three platforms at once.
func everywhere(t *testing.T, try func(t *testing.T, x *town)) {
	t.Parallel()
	for name, build := range towns() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			try(t, build(t))
		})
	}
}

// settledIn is a home that is connected to a town, and sends without a hold.
func (x *town) settledIn(t testing.TB) home {
	t.Helper()
	h := newHome(t)
	server := ""
	if x.team != "" {
		server = fmt.Sprintf("server = %q\n", x.team)
	}
	write(t, h.configFile(), fmt.Sprintf("hold = \"0s\"\nme = \"sam\"\n[[account]]\nname = \"x\"\nplatform = %q\nbase = %q\n%stokens = \"file\"\n", x.platform, x.base, server), 0o600)
	write(t, x.keyFile(h), x.key+"\n", 0o600)
	return h
}

func (x *town) keyFile(h home) string {
	return filepath.Join(filepath.Dir(h.configFile()), "tokens", "x")
}

// connect calls rounds connect with the key on standard input.
func (x *town) connect(t testing.TB, h home, key string, more ...string) answer {
	t.Helper()
	return h.feed(t, key+"\n", append([]string{"connect", x.platform, "--as", "x", "--token-file", "--yes"}, more...)...)
}

// unanswered is a conversation to which nobody has replied, the newest of a
// place where everybody can read.
func (h home) unanswered(t testing.TB) string {
	t.Helper()
	return h.number(t, "SELECT id FROM v_conversations WHERE unanswered AND channel NOT IN ('Direct messages', 'Staff', 'team') ORDER BY last_at DESC LIMIT 1")
}

func TestPlatformIsConnectedWithAKeyFromAPipe(t *testing.T) {
	everywhere(t, func(t *testing.T, x *town) {
		h := newHome(t)
		a := x.connect(t, h, x.key, "--base", x.base, "--since", "2020-01-01", "--retention", "10y")
		if a.code != 0 || !strings.Contains(a.out, "is connected as x") || !strings.Contains(a.out, "rounds sync") {
			t.Fatalf("ended with %d:\n%s%s", a.code, a.out, a.err)
		}
		c, err := readConfig(h.configFile())
		if err != nil || len(c.Account) != 1 {
			t.Fatalf("%+v, %v", c, err)
		}
		if got := c.Account[0]; got.Name != "x" || got.Platform != x.platform || got.Base != x.base || got.Server != x.team || got.Retention != "10y" || got.Since != "2020-01-01" || got.Tokens != inFile {
			t.Errorf("the config has %+v", got)
		}
		if kept, err := os.ReadFile(x.keyFile(h)); err != nil || strings.TrimSpace(string(kept)) != x.key {
			t.Errorf("the key was not kept: %v", err)
		}
		if all := holds(t, h.dir, "CANARY"); !slices.Equal(all, []string{x.keyFile(h)}) {
			t.Errorf("the key is kept in %v", all)
		}
		accounts, doctor := h.must(t, "accounts"), h.must(t, "doctor")
		if !strings.Contains(accounts, x.platform) || !strings.Contains(doctor, "token of x: from the file") {
			t.Errorf("accounts and doctor say\n%s%s", accounts, doctor)
		}
		caged(t, h, a.out+a.err+accounts+doctor+h.configText())
		wellFormed(t, "connect", a.out)

		j := newHome(t)
		var one struct {
			Account, Platform, User, URL, Tokens string
			Granted                              []string
			Missing                              []any
		}
		a = x.connect(t, j, x.key, "--base", x.base, "--json")
		if err := json.Unmarshal([]byte(a.out), &one); err != nil || a.code != 0 {
			t.Fatalf("ended with %d: %v\n%s%s", a.code, err, a.out, a.err)
		}
		if one.Account != "x" || one.Platform != x.platform || one.Tokens != "file" || len(one.Granted) < 3 || len(one.Missing) > 0 || !strings.HasPrefix(one.URL+"/", x.site) || one.User == "" {
			t.Errorf("it says %s", a.out)
		}
		caged(t, j, a.out+a.err)
	})
}

func TestPlatformGuideNeedsNoNetwork(t *testing.T) {
	everywhere(t, func(t *testing.T, x *town) {
		h := newHome(t).with("HTTP_PROXY=http://127.0.0.1:1", "HTTPS_PROXY=http://127.0.0.1:1")
		text := h.must(t, "connect", x.platform, "--guide")
		for _, want := range []string{"\n 1. ", "\n 2. ", "\n 3. "} {
			if !strings.Contains(text, want) {
				t.Errorf("there is no %q in\n%s", want, text)
			}
		}
		wellFormed(t, "the guide", text)
		if steps, _ := h.object(t, "connect", x.platform, "--guide", "--json")["steps"].([]any); len(steps) < 3 {
			t.Errorf("in JSON there are %d steps", len(steps))
		}
		if n := len(x.gate.Requests()); n > 0 || h.configText() != "" {
			t.Errorf("%d requests were made, the config is %q", n, h.configText())
		}
	})
}

func TestPlatformThatCannotBeConnectedLeavesNothingBehind(t *testing.T) {
	everywhere(t, func(t *testing.T, x *town) {
		h := newHome(t)
		refused := func(name string, a answer, code int, words ...string) {
			t.Helper()
			if a.code != code || a.out != "" && name != "no such channel" { // what the key opens was said before
				t.Errorf("%s: ended with %d, want %d: %s%s", name, a.code, code, a.out, a.err)
			}
			for _, word := range words {
				if !strings.Contains(a.err, word) {
					t.Errorf("%s: there is no %q in %s", name, word, a.err)
				}
			}
			caged(t, h, a.out+a.err)
			if left := holds(t, h.dir, "CANARY"); len(left) > 0 || h.configText() != "" {
				t.Errorf("%s: %v is left behind, and %q", name, left, h.configText())
			}
			wellFormed(t, name, a.err)
		}
		wrong := strings.Replace(x.key, "CANARY", "CANARYwrong", 1)
		advice := map[string]string{"discord": "Press Reset Token at", "discourse": "Make a new one", "mastodon": "Copy it once more under Preferences"}[x.platform]
		refused("a wrong key", x.connect(t, h, wrong, "--base", x.base), 1, "does not know this", advice)
		refused("a wrong key, in JSON", x.connect(t, h, wrong, "--base", x.base, "--json"), 1, "does not know this", advice)
		refused("no key", h.feed(t, "", "connect", x.platform, "--as", "x", "--token-file", "--base", x.base), 2, "ROUNDS_TOKEN_X", "standard input")
		refused("no address", x.connect(t, h, x.key, "--base", "somewhere else"), 1, "base is no address")
		refused("nobody there", x.connect(t, h, x.key, "--base", "http://127.0.0.1:1"), 1, "")
		refused("no such channel", x.connect(t, h, x.key, "--base", x.base, "--channels", "nowhere"), 2, `no channel "nowhere"`)
		refused("no place for the key", h.feed(t, x.key+"\n", "connect", x.platform, "--as", "x", "--base", x.base), 2, "--keyring or --token-file")
		if x.example != "" {
			refused("no base", x.connect(t, h, x.key), 2, "--base "+x.example)
		}
	})
}

// inSeveral lets a bot be in two servers.
func inSeveral(inner http.Handler, first string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == guild.Prefix+"/users/@me/guilds" && r.Header.Get("Authorization") == "Bot "+birdGuild {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `[{"id":%q,"name":"Fieldnotes","permissions":"1"},{"id":"1428986426359289999","name":"Paper & pen","permissions":"1"}]`, first)
			return
		}
		inner.ServeHTTP(w, r)
	})
}

func TestPlatformDiscordBotInSeveralServersWantsToBeToldWhich(t *testing.T) {
	t.Parallel()
	x := newHall(t)
	server := httptest.NewServer(inSeveral(x.handler, x.team))
	t.Cleanup(server.Close)
	h := newHome(t)
	base := server.URL + guild.Prefix
	for name, tt := range map[string]struct {
		args []string
		code int
		says string
	}{
		"none named":    {nil, 2, "--server: Fieldnotes (" + x.team + "), Paper & pen (1428986426359289999)"},
		"a strange one": {[]string{"--server", "77"}, 1, "The bot is in no server"},
	} {
		a := x.connect(t, h, x.key, append(tt.args, "--base", base)...)
		if a.code != tt.code || !strings.Contains(a.err, tt.says) || h.configText() != "" || len(holds(t, h.dir, "CANARY")) > 0 {
			t.Errorf("%s: ended with %d: %s%s\n%s", name, a.code, a.out, a.err, h.configText())
		}
	}
	a := x.connect(t, h, x.key, "--base", base, "--server", x.team)
	if a.code != 0 || !strings.Contains(h.configText(), "server = \""+x.team+"\"") {
		t.Fatalf("ended with %d: %s%s\n%s", a.code, a.out, a.err, h.configText())
	}
	h.must(t, "sync")
	if got := h.number(t, "SELECT count(*) FROM v_messages"); got != fmt.Sprint(len(x.texts())) {
		t.Errorf("%s messages are held, the server has %d", got, len(x.texts()))
	}
}

func TestPlatformIsReadWholeAndShown(t *testing.T) {
	everywhere(t, func(t *testing.T, x *town) {
		h := x.settledIn(t)
		first := h.object(t, "sync", "--json")
		if got, want := h.number(t, "SELECT count(*) FROM v_messages"), fmt.Sprint(len(x.texts())); got != want || fmt.Sprint(first["new"]) != want {
			t.Errorf("%s messages are held and %v were new, there are %s", got, first["new"], want)
		}
		if got := h.number(t, "SELECT count(*) FROM v_messages WHERE platform = '"+x.platform+"' AND account = 'x'"); got != fmt.Sprint(len(x.texts())) {
			t.Errorf("%s messages are of this account", got)
		}
		if again := h.object(t, "sync", "--json"); again["new"] != 0.0 || again["changed"] != 0.0 {
			t.Errorf("the second round says %v", again)
		}
		all := h.objects(t, "inbox", "--json")
		if len(all) < 5 {
			t.Errorf("%d conversations wait", len(all))
		}
		for _, c := range all {
			if link, _ := c["permalink"].(string); !strings.HasPrefix(link, x.site) || c["platform"] != x.platform {
				t.Errorf("%s: %v has the permalink %q", c["id"], c["text"], link)
			}
		}
		if named := h.objects(t, "inbox", "--json", "is:mention", "platform:"+x.platform); len(named) == 0 {
			t.Error("nobody mentions us: it is not known who we are")
		}
		id, _ := all[0]["id"].(string)
		shown := h.must(t, "show", id)
		if !strings.Contains(shown, "\n"+x.site) || !strings.Contains(shown, fmt.Sprint(all[0]["author"])) {
			t.Errorf("it shows\n%s", shown)
		}
		word := map[string]string{"discord": "fieldsync", "discourse": "NVDA", "mastodon": "Petrichor"}[x.platform]
		there := 0
		for _, text := range x.texts() {
			if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
				there++
			}
		}
		if found := h.objects(t, "search", "--json", word); len(found) != there || there == 0 {
			t.Errorf("%d messages with %s are found, %d are there", len(found), word, there)
		}
		open := map[string]string{"discord": "1", "discourse": "6", "mastodon": "5"}[x.platform]
		if got := h.number(t, "SELECT count(*) FROM v_reports WHERE platform = '"+x.platform+"' AND outcome = ''"); got != open {
			t.Errorf("%s reports wait, want %s:\n%s", got, open, h.must(t, "sql", "SELECT * FROM v_reports"))
		}
		doctor := h.must(t, "doctor")
		if !strings.Contains(doctor, "account x: "+fmt.Sprint(len(x.texts()))+" messages") || !strings.Contains(doctor, "synced at") {
			t.Errorf("doctor says\n%s", doctor)
		}
		if n := len(x.written()); n > 0 {
			t.Errorf("%d things were written by reading", n)
		}
		for what, text := range map[string]string{"inbox": h.must(t, "inbox"), "show": shown, "doctor": doctor} {
			wellFormed(t, what, text)
		}
		caged(t, h, doctor+shown)
	})
}

func TestPlatformIsAnsweredOnceAndTheAnswerIsTakenBack(t *testing.T) {
	everywhere(t, func(t *testing.T, x *town) {
		h := x.settledIn(t)
		h.must(t, "sync")
		id := h.unanswered(t)
		const words = "Have a look at the docs & tell me."
		h.must(t, "reply", id, "--private", "--text", "Only for you.")
		h.must(t, "react", id, "heart")
		if said := h.must(t, "reply", id, "--text", words); !strings.Contains(said, "public. It leaves with the next sync") {
			t.Errorf("it says %q", said)
		}
		if a := h.must(t, "sync"); !strings.Contains(a, "sent 3\n") {
			t.Errorf("the sync says %q\n%s", a, h.must(t, "outbox", "--all"))
		}
		replies, private := x.done("reply"), x.done(x.privately())
		if len(replies) != 1 || !strings.HasSuffix(replies[0].text, words) {
			t.Fatalf("the platform has %+v", x.written())
		}
		if len(private) != 1 || !strings.HasSuffix(private[0].text, "Only for you.") || len(x.done("react")) != 1 || len(x.done("post")) != 0 {
			t.Errorf("the platform has %+v", x.written())
		}
		if shown := h.must(t, "show", id); !strings.Contains(shown, words) {
			t.Errorf("the conversation shows\n%s", shown)
		}
		for _, o := range h.objects(t, "outbox", "--all", "--json") {
			if link, _ := o["permalink"].(string); o["state"] != "sent" || o["kind"] == "reply" && !strings.HasPrefix(link, x.site) {
				t.Errorf("the outbox has %v", o)
			}
		}
		if undone := h.must(t, "undo"); !strings.HasPrefix(undone, "Undone: reply") {
			t.Errorf("it says %q", undone)
		}
		h.must(t, "sync")
		if gone := x.done("delete"); len(gone) != 1 || gone[0].message != replies[0].message || len(x.done("reply")) != 1 {
			t.Errorf("the platform has %+v", x.written())
		}
		if slices.ContainsFunc(x.texts(), func(text string) bool { return strings.Contains(text, words) }) {
			t.Error("the answer still stands there")
		}
		if shown := h.must(t, "show", id); strings.Contains(shown, words) {
			t.Errorf("the conversation shows\n%s", shown)
		}
		caged(t, h, h.must(t, "outbox", "--all", "--json"))
	})
}

func TestPlatformIsNotAskedForWhatItRefuses(t *testing.T) {
	everywhere(t, func(t *testing.T, x *town) {
		h := x.settledIn(t)
		h.must(t, "sync")
		id, asked := h.unanswered(t), len(x.gate.Requests())
		most := map[string]int{"discord": 2000, "discourse": 32000, "mastodon": 500}[x.platform]
		long := filepath.Join(h.dir, "long.md")
		write(t, long, strings.Repeat("ü", most+7), 0o600)
		for name, tt := range map[string]struct {
			args []string
			says string
		}{
			"a text too long": {[]string{"reply", id, "--text-file", long}, fmt.Sprintf("too long by 7 characters: %s takes %d", inbox.Platform(x.platform).Title(), most)},
			"a private one":   {[]string{"reply", id, "--private", "--text-file", long}, "too long by 7 characters"},
			"another emoji":   {[]string{"react", id, "eyes"}, "takes no reaction but :heart:"},
		} {
			a := h.run(t, tt.args...)
			if name == "another emoji" && x.platform == "discord" { // which takes any
				if a.code != 0 {
					t.Errorf("%s: ended with %d: %s", name, a.code, a.err)
				}
				h.must(t, "undo")
				continue
			}
			if a.code != 1 || a.out != "" || !strings.Contains(a.err, tt.says) {
				t.Errorf("%s: ended with %d: %s%s", name, a.code, a.out, a.err)
			}
		}
		if left := h.must(t, "outbox", "--json"); left != "[]\n" || len(x.gate.Requests()) != asked {
			t.Errorf("the outbox has %s, %d requests were made", left, len(x.gate.Requests())-asked)
		}
		write(t, long, strings.Repeat("ü", most), 0o600)
		h.must(t, "reply", id, "--text-file", long) // it just fits
		h.must(t, "undo")
	})
}

// planned is what the server of Mastodon was given to post later.
func (x *town) planned(t testing.TB) (all []map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, x.base+"/api/v1/scheduled_statuses", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+x.key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPlatformThatPlansIsGivenWhatIsDueLater(t *testing.T) {
	everywhere(t, func(t *testing.T, x *town) {
		h := x.settledIn(t)
		h.must(t, "sync")
		id := h.unanswered(t)
		h.must(t, "reply", id, "--at", "3h", "--text", "Much later.")
		h.must(t, "sync")
		state := "queued"
		if x.platform == "mastodon" {
			state = "planned"
			if all := x.planned(t); len(all) != 1 || !strings.HasSuffix(all[0]["params"].(map[string]any)["text"].(string), "Much later.") {
				t.Errorf("the server has planned %v", all)
			}
		}
		if out := h.objects(t, "outbox", "--json"); len(out) != 1 || out[0]["state"] != state {
			t.Errorf("the outbox has %v, want it %s", out, state)
		}
		h.must(t, "undo")
		h.must(t, "sync")
		if x.platform == "mastodon" {
			if all := x.planned(t); len(all) != 0 {
				t.Errorf("the server has planned %v", all)
			}
		}
		if out := h.objects(t, "outbox", "--json"); len(out) != 0 {
			t.Errorf("the outbox has %v", out)
		}
		if n := len(x.done("reply")); n > 0 {
			t.Errorf("%d answers were posted", n)
		}
	})
}

// behind puts another handler before a town, at an address of its own.
func (x *town) behind(t testing.TB, handler http.HandlerFunc) *town {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	spoilt := *x
	spoilt.base = server.URL
	if x.platform == "discord" {
		spoilt.base += guild.Prefix
	}
	return &spoilt
}

// echo sends back every secret that a request brought, in all the ways in which
// the three platforms say no.
func echo(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var brought []string
		for name, values := range r.Header {
			if strings.Contains(strings.Join(values, ""), "CANARY") {
				brought = append(brought, name+": "+strings.Join(values, ""))
			}
		}
		said, _ := json.Marshal("no " + strings.Join(brought, ", "))
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Told", strings.Join(brought, ", "))
		if status == http.StatusTooManyRequests {
			w.Header().Set("Retry-After", "3600")
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"code":50013,"message":%[1]s,"error":%[1]s,"error_description":%[1]s,"errors":[%[1]s],"error_type":%[1]s,"id":%[1]s,"username":%[1]s,"flags":524288}`, said)
	}
}

// inTurn answers one request after the other in another way.
func inTurn(all ...http.HandlerFunc) http.HandlerFunc {
	var came atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) { all[int(came.Add(1)-1)%len(all)](w, r) }
}

// A trap is a host to which a key must not come.
type trap struct {
	*httptest.Server
	mu    sync.Mutex
	stray []string
}

func newTrap(t testing.TB) *trap {
	t.Helper()
	p := &trap{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.stray = append(p.stray, fmt.Sprint(r.Method, r.URL, r.Header))
		fmt.Fprint(w, `{"id":"1","username":"x","current_user":{"id":2,"username":"sam"}}`)
	}))
	t.Cleanup(func() {
		p.Close()
		if len(p.stray) > 0 {
			t.Errorf("the other host was sent %q", p.stray)
		}
	})
	return p
}

// astray leads whoever asks to the trap.
func (p *trap) astray(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, p.URL+r.URL.Path, status) }
}

// TestPlatformKeyNeverLeavesItsOwnHostWhenItReads tries servers that would lead
// a key astray, echo it, or break down, when an account is connected and read.
func TestPlatformKeyNeverLeavesItsOwnHostWhenItReads(t *testing.T) {
	everywhere(t, func(t *testing.T, x *town) {
		other := newTrap(t)
		for name, handler := range map[string]http.HandlerFunc{
			"leads elsewhere":   inTurn(other.astray(307), other.astray(302), other.astray(308), other.astray(301)),
			"echoes into a 401": echo(401), "echoes into a 403": echo(403), "echoes into a 422": echo(422), "echoes into a 429": echo(429),
			"echoes into nonsense": inTurn(echo(500), echo(200), func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "<html>%v", r.Header) }),
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				x, h := x.behind(t, handler), newHome(t)
				said := []answer{x.connect(t, h, x.key, "--base", x.base), x.connect(t, h, x.key, "--base", x.base, "--json")}
				for _, a := range said {
					if a.code == 0 || a.err == "" || h.configText() != "" {
						t.Errorf("connect ended with %d: %s", a.code, a.err)
					}
				}
				if left := holds(t, h.dir, "CANARY"); len(left) > 0 {
					t.Errorf("%v is left behind", left)
				}
				h = x.settledIn(t)
				read := h.run(t, "sync")
				if read.err == "" {
					t.Error("sync says nothing of it")
				}
				said = append(said, read, h.run(t, "doctor"), h.run(t, "accounts", "--json"))
				if got := h.number(t, "SELECT count(*) FROM v_messages"); got != "0" {
					t.Errorf("%s messages were made of it", got)
				}
				for _, one := range said {
					caged(t, h, one.out+one.err)
					wellFormed(t, name, one.out+one.err)
				}
			})
		}
	})
}

// TestPlatformKeyNeverLeavesItsOwnHostWhenItWrites is the same for what changes
// something there: a redirected POST would carry the key along, and the words.
func TestPlatformKeyNeverLeavesItsOwnHostWhenItWrites(t *testing.T) {
	everywhere(t, func(t *testing.T, x *town) {
		other := newTrap(t)
		for name, handler := range map[string]http.HandlerFunc{
			"leads elsewhere":   inTurn(other.astray(307), other.astray(308), other.astray(302)),
			"echoes into a 403": echo(403), "echoes into a 422": echo(422),
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				honest := towns()[x.platform](t)
				spoilt := honest.behind(t, func(w http.ResponseWriter, r *http.Request) {
					if r.Method == http.MethodGet {
						honest.handler.ServeHTTP(w, r)
						return
					}
					handler(w, r)
				})
				h := spoilt.settledIn(t)
				h.must(t, "sync")
				id := h.unanswered(t)
				h.must(t, "react", id, "heart")
				h.must(t, "reply", id, "--text", "It goes nowhere.")
				a := h.run(t, "sync")
				d, o := h.run(t, "doctor"), h.run(t, "outbox", "--all", "--json")
				if !strings.Contains(o.out, "It goes nowhere.") || strings.Contains(o.out, `"state": "sent"`) {
					t.Errorf("ended with %d: %s%s, the outbox has %s", a.code, a.out, a.err, o.out)
				}
				caged(t, h, a.out+a.err+d.out+d.err+o.out+o.err+h.must(t, "show", id))
				if n := len(honest.written()); n > 0 {
					t.Errorf("%+v was written", honest.written())
				}
			})
		}
	})
}

func TestPlatformIsAskedNothingWhileItWantsToBeLeftAlone(t *testing.T) {
	everywhere(t, func(t *testing.T, x *town) {
		h := x.settledIn(t)
		h.must(t, "sync")
		held := h.number(t, "SELECT count(*) FROM v_messages")
		h.must(t, "reply", h.unanswered(t), "--text", "Not now.")
		x.gate.Limit(time.Hour)
		asked, until := len(x.gate.Requests()), time.Now().Add(time.Hour)
		for n := range 3 { // each is a program of its own
			a := h.run(t, "sync", "--json")
			if a.code != 75 || !strings.Contains(a.out, `"until": "`+until.UTC().Format("2006-01-02T15:")) {
				t.Fatalf("call %d ended with %d: %s%s", n+1, a.code, a.out, a.err)
			}
		}
		if got := len(x.gate.Requests()) - asked; got != 1 || x.gate.Trespasses() > 0 {
			t.Errorf("%d requests were made, one was to be refused; %d came too early", got, x.gate.Trespasses())
		}
		if doctor := h.run(t, "doctor"); !strings.Contains(doctor.out, "asked to be left alone until") {
			t.Errorf("doctor says nothing of the wait:\n%s", doctor.out)
		}
		if got := h.number(t, "SELECT count(*) FROM v_messages"); got != held || len(x.written()) > 0 {
			t.Errorf("%s messages are held, %s were; %+v was written", got, held, x.written())
		}
	})
}
