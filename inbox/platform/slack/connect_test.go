package slack

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rounds/inbox/platform"
)

const opensAcme = `{"ok":true,"url":"https://acme.slack.com/","team":"Acme <b>","user":"rounds","team_id":"T1","user_id":"U1","bot_id":"B1"}`

// desk answers each method with a text, and remembers what it was shown.
func doorTo(t *testing.T, answers map[string]string, header http.Header) (Door, *[]string) {
	t.Helper()
	seen := &[]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		_ = r.ParseForm()
		*seen = append(*seen, method+" "+r.Method+" "+r.Form.Get("cursor")+" "+r.Form.Get("types"))
		for name, values := range header {
			w.Header()[name] = values
		}
		key := method
		if r.Form.Get("cursor") != "" || strings.Contains(r.Form.Get("types"), "private") {
			key += " " + r.Form.Get("cursor") + r.Form.Get("types")
		}
		text, known := answers[key]
		if !known {
			text = answers[method]
		}
		fmt.Fprint(w, text)
	}))
	t.Cleanup(server.Close)
	return Door{Base: server.URL + "/api", HTTP: server.Client()}, seen
}

func TestATokenTellsWhatItOpens(t *testing.T) {
	d, seen := doorTo(t, map[string]string{"auth.test": opensAcme}, http.Header{"X-Oauth-Scopes": {"users:read,channels:read, groups:read"}})
	d.Token = "xoxb-1-a"
	p, err := Inspect(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	want := Pass{
		Kind: BotToken, Workspace: "Acme <b>", URL: "https://acme.slack.com", Domain: "acme", Team: "T1", User: "rounds", UserID: "U1", Bot: true,
		Scopes: []string{"channels:read", "groups:read", "users:read"},
	}
	if fmt.Sprint(p) != fmt.Sprint(want) || len(*seen) != 1 {
		t.Errorf("got %+v after %v", p, *seen)
	}
	if !p.Grants("users:read") || p.Grants("team:read") {
		t.Error("the scopes are mixed up")
	}
	d.Token = "xoxp-1-a"
	if p, err = Inspect(t.Context(), d); err != nil || p.Kind != UserToken {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestWhereSlackDoesNotTellTheScopesTheyAreTakenForGranted(t *testing.T) {
	d, _ := doorTo(t, map[string]string{"auth.test": opensAcme}, nil)
	d.Token = "xoxb-1-a"
	if p, err := Inspect(t.Context(), d); err != nil || !p.Grants("channels:history") {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestAnAppTokenIsTriedByOpeningALine(t *testing.T) {
	d, seen := doorTo(t, map[string]string{"apps.connections.open": `{"ok":true,"url":"wss://x.example/?ticket=1"}`}, nil)
	d.Token = "xapp-1-a"
	if p, err := Inspect(t.Context(), d); err != nil || p.Kind != AppToken || !strings.HasPrefix((*seen)[0], "apps.connections.open POST") {
		t.Errorf("%+v, %v, %v", p, err, *seen)
	}
	d, _ = doorTo(t, map[string]string{"apps.connections.open": `{"ok":false,"error":"invalid_auth"}`}, nil)
	d.Token = "xapp-1-a"
	if _, err := Inspect(t.Context(), d); refusal(err) != "invalid_auth" {
		t.Errorf("%v", err)
	}
}

func TestAnAnswerThatIsNotSlacksOpensNothing(t *testing.T) {
	for name, text := range map[string]string{"HTML": "<html>", "an empty object": "{}", "ok and no more": `{"ok":true}`, "nothing": "", "a list": "[]"} {
		d, _ := doorTo(t, map[string]string{"auth.test": text}, nil)
		d.Token = "xoxb-CANARY-1"
		if p, err := Inspect(t.Context(), d); err == nil || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

func TestTheWrongKindOfTokenIsToldByItsBeginning(t *testing.T) {
	tests := map[string]struct {
		kind  TokenKind
		token string
		want  string
	}{
		"the right one":         {BotToken, "xoxb-1-2-abc", ""},
		"one that is renewed":   {BotToken, "xoxe.xoxb-1-2-abc", ""},
		"an app token for it":   {BotToken, "xapp-1-A-2-c", "this is an app token; the bot token begins with xoxb-"},
		"a user token for it":   {BotToken, "xoxp-1", "this is a user token; the bot token begins with xoxb-"},
		"a bot token for app's": {AppToken, "xoxb-1", "this is a bot token; the app token begins with xapp-"},
		"a browser's":           {UserToken, "xoxc-1", "this is a token of a browser; the user token begins with xoxp-"},
		"a refresh token":       {BotToken, "xoxe-1-abc", "this is a refresh token; the bot token begins with xoxb-"},
		"something else":        {BotToken, "hunter2", "this is no token of Slack: the bot token begins with xoxb-"},
		"with a blank in it":    {BotToken, "xoxb-1 2", "this bot token holds signs that no token has; copy it again, alone"},
		"with an escape in it":  {BotToken, "xoxb-1\x1b[0m", "this bot token holds signs that no token has; copy it again, alone"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.kind.Check(tt.token); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTheChannelsOneIsInComeFirst(t *testing.T) {
	room := func(id, name string, member bool) string {
		return fmt.Sprintf(`{"id":%q,"name":%q,"is_member":%v,"num_members":3}`, id, name, member)
	}
	page := func(next string, rooms ...string) string {
		return `{"ok":true,"channels":[` + strings.Join(rooms, ",") + `],"response_metadata":{"next_cursor":"` + next + `"}}`
	}
	d, seen := doorTo(t, map[string]string{
		"conversations.list public_channel,private_channel": `{"ok":false,"error":"missing_scope","needed":"groups:read"}`,
		"conversations.list":                   page("two", room("C3", "zoo", true), room("C1", "bar", false)),
		"conversations.list twopublic_channel": page("", room("C2", "abc", true)),
	}, nil)
	rooms, err := Rooms(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rooms {
		names = append(names, r.Name)
	}
	if got := strings.Join(names, " "); got != "abc zoo bar" || len(*seen) != 3 {
		t.Errorf("got %s after %v", got, *seen)
	}
	d, _ = doorTo(t, map[string]string{"conversations.list": page("x"), "conversations.list xpublic_channel,private_channel": page("x")}, nil)
	if _, err := Rooms(t.Context(), d); err == nil {
		t.Error("a list that leads back to itself was read to its end")
	}
}

func TestTheManifestAsksForTheLeastAndSaysWhy(t *testing.T) {
	text := Manifest()
	for line := range strings.Lines(text) {
		if utf8.RuneCountInString(line) > 81 || strings.Contains(line, "\t") {
			t.Errorf("%q is wider than a terminal, or has a tab", line)
		}
		scope := strings.TrimSpace(line)
		if strings.HasPrefix(scope, "- ") && strings.Contains(scope, ":") && !strings.Contains(scope, " # ") {
			t.Errorf("%q does not say why", scope)
		}
		if wants := strings.HasPrefix(scope, "- ") && strings.Contains(scope, ":write"); wants && !slices.ContainsFunc([]string{"chat", "reactions", "im"}, func(what string) bool {
			return strings.HasPrefix(scope, "- "+what+":write ")
		}) {
			t.Errorf("%q asks for more than answering", scope)
		}
	}
	for _, s := range Scopes() {
		if s.Why == "" || s.Without == "" {
			t.Errorf("%s does not say why", s.Name)
		}
		asked := strings.Contains(text, "\n      - "+s.Name+" ")
		if s.Of == BotToken && asked == s.Optional {
			t.Errorf("%s: asked for: %t, optional: %t", s.Name, asked, s.Optional)
		}
		if s.Of != AppToken && !strings.Contains(text, "- "+s.Name) {
			t.Errorf("%s is not in the manifest", s.Name)
		}
	}
	for _, event := range []string{"message.channels", "message.groups", "team_join", "channel_rename"} {
		if !slices.Contains(events(), event) || !strings.Contains(text, "      - "+event+"\n") {
			t.Errorf("the app is not told of %s", event)
		}
	}
}

func TestEveryRefusalHasAnAdvice(t *testing.T) {
	unknown := Advice("something_new")
	for _, reason := range []string{
		"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope", "not_in_channel",
		"channel_not_found", "org_login_required", "ekm_access_denied", "team_access_not_granted", "ratelimited", "access_denied",
		"not_allowed_token_type", "no_permission", "internal_error", "enterprise_is_restricted", "two_factor_setup_required",
	} {
		said := Advice(reason)
		if said == unknown || strings.Contains(said, reason) || len(said) > 200 {
			t.Errorf("%s: %q", reason, said)
		}
	}
}

func TestARedirectElsewhereGetsNoToken(t *testing.T) {
	var got []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		got = append(got, r.URL.String()+r.Header.Get("Authorization")+r.Form.Encode())
	}))
	defer other.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		for _, token := range []string{"xoxb-CANARY-1", "xapp-CANARY-1"} {
			home := httptest.NewServer(http.RedirectHandler(other.URL, code))
			_, err := Inspect(t.Context(), Door{Token: token, Base: home.URL + "/", HTTP: platform.NewHTTP(platform.Options{})})
			home.Close()
			if err == nil || strings.Contains(err.Error(), "CANARY") {
				t.Errorf("%d: %v", code, err)
			}
		}
	}
	if len(got) > 0 {
		t.Errorf("the other host was sent %q", got)
	}
}
