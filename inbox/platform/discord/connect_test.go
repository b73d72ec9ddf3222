package discord

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/disgoorg/disgo/discord"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// door leads to a fake; a server is named only if a test does.
func door(c *Connector, team string) platform.Door {
	return platform.Door{Token: c.opts.Token, Base: c.opts.Base, Team: team}
}

// serverWith is the answer that describes a server in which everyone has these
// rights.
func serverWith(rights discord.Permissions) http.HandlerFunc {
	return says(fmt.Sprintf(`{"id":%q,"name":"Field notes, écoles!","owner_id":"1","roles":[{"id":%q,"permissions":"%d"}],"emojis":[]}`, server, server, rights))
}

func TestATokenIsTriedAndToldWhatItOpens(t *testing.T) {
	_, c := newFake(t, map[string]http.HandlerFunc{
		"GET /guilds/" + server: serverWith(discord.PermissionViewChannel | discord.PermissionReadMessageHistory | discord.PermissionSendMessages),
	})
	pass, err := Inspect(t.Context(), door(c, ""))
	if err != nil {
		t.Fatal(err)
	}
	if pass.Name != "Field notes, écoles!" || pass.Domain != "field-notes-coles" || pass.Team != server || pass.URL != "https://discord.com/channels/"+server ||
		pass.User != "rounds" || pass.Teams != nil {
		t.Errorf("%+v", pass)
	}
	var given []string
	for _, r := range Guide().Rights {
		has, known := pass.Given[r.Name]
		if !known {
			t.Errorf("nothing is told of %s", r.Name)
		}
		if has {
			given = append(given, r.Name)
		}
	}
	if want := []string{"View Channels", "Read Message History", "Message Content Intent", "Server Members Intent", "Send Messages"}; !slices.Equal(given, want) {
		t.Errorf("given are %q, want %q", given, want)
	}
	if len(pass.Given) != len(Guide().Rights) {
		t.Errorf("the guide asks for %d rights, told is of %v", len(Guide().Rights), slices.Sorted(maps.Keys(pass.Given)))
	}
}

func TestWhatABotMayDoIsToldRightByRight(t *testing.T) {
	bits := map[string]discord.Permissions{
		"View Channels": discord.PermissionViewChannel, "Read Message History": discord.PermissionReadMessageHistory, "Send Messages": discord.PermissionSendMessages,
		"Send Messages in Threads": discord.PermissionSendMessagesInThreads, "Add Reactions": discord.PermissionAddReactions,
		"Manage Messages": discord.PermissionManageMessages, "Timeout Members": discord.PermissionModerateMembers, "Kick Members": discord.PermissionKickMembers,
		"Ban Members": discord.PermissionBanMembers, "View Audit Log": discord.PermissionViewAuditLog,
	}
	for name, bit := range bits {
		t.Run(name, func(t *testing.T) {
			_, c := newFake(t, map[string]http.HandlerFunc{"GET /guilds/" + server: serverWith(bit)})
			pass, err := Inspect(t.Context(), door(c, server))
			if err != nil {
				t.Fatal(err)
			}
			for other := range bits {
				if pass.Given[other] != (other == name) {
					t.Errorf("%s is %v", other, pass.Given[other])
				}
			}
		})
	}
	t.Run("an administrator may do everything", func(t *testing.T) {
		_, c := newFake(t, map[string]http.HandlerFunc{"GET /guilds/" + server: serverWith(discord.PermissionAdministrator)})
		pass, err := Inspect(t.Context(), door(c, server))
		if err != nil || slices.Contains(slices.Collect(maps.Values(pass.Given)), false) {
			t.Errorf("%v, %v", pass.Given, err)
		}
	})
}

func TestATokenThatOpensNothingIsExplained(t *testing.T) {
	other := `{"id":"1100000000000000007","name":"Elsewhere"}`
	for name, tt := range map[string]struct {
		team     string
		path     string
		handler  http.HandlerFunc
		reason   string
		sentence string
	}{
		"a token that is none":                    {"", "GET /applications/@me", answers(401, `{"code":0,"message":"401: Unauthorized"}`), "0 401", "Press Reset Token at " + portal},
		"a bot in no server":                      {"", "GET /users/@me/guilds", says(`[]`), noServer, "Invite it with the Install Link at " + portal},
		"a bot in another one":                    {server, "GET /users/@me/guilds", says(`[` + other + `]`), noServer, "Invite it with the Install Link at " + portal},
		"a bot in no server, where one was named": {server, "GET /users/@me/guilds", says(`[]`), noServer, "Invite it"},
		"a bot that was put out just now":         {"", "GET /guilds/" + server, answers(404, `{"code":10004,"message":"Unknown Guild"}`), "10004", "Invite it again"},
		"a bot that is no member":                 {"", "GET /guilds/" + server + "/members/" + bot, answers(404, `{"code":10007,"message":"Unknown Member"}`), "10004", "Invite it again"},
		"a bot that may not see the server":       {"", "GET /guilds/" + server, answers(403, `{"code":50001,"message":"Missing Access"}`), "10004", "Invite it again"},
	} {
		t.Run(name, func(t *testing.T) {
			_, c := newFake(t, map[string]http.HandlerFunc{tt.path: tt.handler})
			_, err := Inspect(t.Context(), door(c, tt.team))
			refused, ok := errors.AsType[*platform.Refused](err)
			if !ok || !refused.Final() || !strings.HasPrefix(refused.Reason, tt.reason) || !Knows(refused.Reason) || !strings.Contains(Advice(refused.Reason), tt.sentence) {
				t.Fatalf("it says %v", err)
			}
			if strings.Contains(err.Error(), "secret-secret") {
				t.Errorf("the token is in %v", err)
			}
		})
	}
}

func TestOfSeveralServersOneMustBeChosen(t *testing.T) {
	f, c := newFake(t, map[string]http.HandlerFunc{"GET /users/@me/guilds": says(`[{"id":"1100000000000000007","name":"Elsewhere"},{"id":"` + server + `","name":"Fieldnotes"},{"id":"x"},7]`)})
	pass, err := Inspect(t.Context(), door(c, ""))
	want := []platform.Team{{ID: "1100000000000000007", Name: "Elsewhere"}, {ID: server, Name: "Fieldnotes"}}
	if err != nil || !slices.Equal(pass.Teams, want) || pass.Team != "" || !pass.Given["Message Content Intent"] {
		t.Errorf("%+v, %v", pass, err)
	}
	if slices.Contains(f.asked, "GET /guilds/"+server) {
		t.Error("one of them is looked at before it was chosen")
	}
	pass, err = Inspect(t.Context(), door(c, server))
	if err != nil || pass.Teams != nil || pass.Team != server || pass.Name != "Fieldnotes" {
		t.Errorf("chosen, it is %+v, %v", pass, err)
	}
	_, err = New(Options{Token: secret, Base: c.opts.Base}).Identify(t.Context())
	if refused, ok := errors.AsType[*platform.Refused](err); !ok || refused.Reason != noServer || !strings.Contains(Advice(noServer), "several and none was named") {
		t.Errorf("without a name it says %v", err)
	}
}

func TestAnIntentThatIsOffIsExplainedWithThePageToOpen(t *testing.T) {
	for name, tt := range map[string]struct {
		flags            int
		content, members bool
	}{
		"both are off":                     {0, false, false},
		"the words alone":                  {1 << 19, true, false},
		"the words alone, after approval":  {1 << 18, true, false},
		"the members alone":                {1 << 15, false, true},
		"both, after approval":             {1<<14 | 1<<18, true, true},
		"other flags are no intent at all": {1<<6 | 1<<12 | 1<<13 | 1<<16 | 1<<17 | 1<<23, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			more := map[string]http.HandlerFunc{"GET /applications/@me": says(fmt.Sprintf(`{"id":%q,"name":"Rounds","flags":%d}`, bot, tt.flags))}
			if !tt.members {
				more["GET /guilds/"+server+"/members"] = answers(403, `{"code":50001,"message":"Missing Access"}`)
			}
			_, c := newFake(t, more)
			pass, err := Inspect(t.Context(), door(c, server))
			if err != nil || pass.Given["Message Content Intent"] != tt.content || pass.Given["Server Members Intent"] != tt.members {
				t.Errorf("%v, %v", pass.Given, err)
			}
			_, err = c.Identify(t.Context())
			refused, ok := errors.AsType[*platform.Refused](err)
			if ok == tt.content {
				t.Fatalf("Identify says %v", err)
			}
			if said := ""; ok {
				if said = Advice(refused.Reason); !strings.Contains(said, "Message Content Intent at "+portal+" under Bot") {
					t.Errorf("advised is %q", said)
				}
			}
			roster, err := c.Fetch(t.Context(), inbox.Scope{})
			if err != nil {
				t.Fatal(err)
			}
			page, err := c.Fetch(t.Context(), roster.Scope)
			told := len(page.Skipped) == 1 && strings.Contains(page.Skipped[0].Why, "Server Members Intent at "+portal+" under Bot")
			if err != nil || told == tt.members {
				t.Errorf("of the members is told %v, %v", page.Skipped, err)
			}
		})
	}
}

func TestEveryKindThatABotMayNotDoIsNamedWithASentence(t *testing.T) {
	const read = discord.PermissionViewChannel | discord.PermissionReadMessageHistory
	every := map[inbox.ActionKind]string{
		inbox.Reply: "Send Messages", inbox.Post: "Send Messages", inbox.React: "Add Reactions", inbox.Remove: "Manage Messages",
		inbox.Restrict: "Timeout Members", inbox.Unrestrict: "Timeout Members", inbox.Kick: "Kick Members", inbox.Ban: "Ban Members",
		inbox.Unban: "Ban Members", inbox.Perform: "Kick Members",
	}
	sentence := regexp.MustCompile(`^[A-Z][^\n]+: grant it in Discord under Server Settings, Roles[^\n]+\.$`)
	lacks := func(t *testing.T, rights discord.Permissions) inbox.Account {
		t.Helper()
		_, c := newFake(t, map[string]http.HandlerFunc{"GET /guilds/" + server: serverWith(rights)})
		a, err := c.Identify(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := lacks(t, read)
	if len(a.Lacks) != len(every) {
		t.Errorf("named are %v", slices.Sorted(maps.Keys(a.Lacks)))
	}
	for kind, right := range every {
		if said := a.Cannot(kind); !sentence.MatchString(said) || !strings.Contains(said, right) {
			t.Errorf("of %s it says %q", kind, said)
		}
	}
	for _, kind := range []inbox.ActionKind{inbox.ReplyPrivately, inbox.Welcome, inbox.Unreact, inbox.Edit, inbox.Delete} {
		if said := a.Cannot(kind); said != "" {
			t.Errorf("%s needs no right: %q", kind, said)
		}
	}
	for _, kind := range []inbox.ActionKind{inbox.Unschedule, inbox.Restore} {
		if a.Cannot(kind) == "" {
			t.Errorf("nobody can %s in Discord", kind)
		}
	}
	if a := lacks(t, discord.PermissionsAll); a.Lacks != nil {
		t.Errorf("who may do everything lacks %v", a.Lacks)
	}
	if a := lacks(t, read|discord.PermissionBanMembers); a.Cannot(inbox.Ban) != "" || a.Cannot(inbox.Kick) == "" {
		t.Errorf("who may ban lacks %v", a.Lacks)
	}
}

func TestRoomsAreListedTheReadableOnesFirst(t *testing.T) {
	_, c := newFake(t, map[string]http.HandlerFunc{
		"GET /guilds/" + server + "/channels": says(`[
			{"id":"1100000000000000021","type":0,"name":"attic","permission_overwrites":[{"id":"` + server + `","type":0,"deny":"1024","allow":"0"}]},
			{"id":"1100000000000000022","type":0,"name":"vault","permission_overwrites":[{"id":"` + bot + `","type":1,"deny":"65536","allow":"0"}]},
			{"id":"1100000000000000023","type":15,"name":"ideas","topic":"One post for each"},
			{"id":"1100000000000000024","type":5,"name":"news"},
			{"id":"1100000000000000025","type":0,"name":"team","permission_overwrites":[{"id":"` + server + `","type":0,"deny":"1024","allow":"0"},{"id":"` + bot + `","type":1,"deny":"0","allow":"1024"}]},
			{"id":"1100000000000000026","type":4,"name":"a category"}, {"id":"1100000000000000027","type":14,"name":"a directory"}, {"id":7}]`),
	})
	rooms, err := Rooms(t.Context(), door(c, server))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rooms {
		got = append(got, fmt.Sprint(r.Name, " ", r.Kind, " ", r.Member))
	}
	if want := []string{"ideas public true", "news public true", "team private true", "attic private false", "vault public false"}; !slices.Equal(got, want) {
		t.Errorf("rooms are %q, want %q", got, want)
	}
	_, c = newFake(t, map[string]http.HandlerFunc{"GET /users/@me": answers(401, `{"code":0,"message":"401: Unauthorized"}`)})
	_, err = Rooms(t.Context(), door(c, server))
	if refused, ok := errors.AsType[*platform.Refused](err); !ok || !refused.Final() || strings.Contains(err.Error(), "secret") {
		t.Errorf("with a wrong token it says %v", err)
	}
}

func TestTheGuideLeadsToATokenClickByClick(t *testing.T) {
	g := Guide()
	if g.Title != "Discord" || g.Page != portal || g.Base != "" || len(g.Steps) < 5 || !strings.Contains(g.Token, "not shown") {
		t.Errorf("%+v", g)
	}
	all := strings.Join(g.Steps, "\n")
	for _, word := range []string{portal, "New Application", "Server Members Intent", "Message Content Intent", "Install Link", "Reset Token", "private channel"} {
		if !strings.Contains(all, word) {
			t.Errorf("no step speaks of %s", word)
		}
	}
	for _, line := range strings.Split(all, "\n") {
		if len([]rune(line)) > 120 {
			t.Errorf("too long for a terminal: %q", line)
		}
	}
	names := map[string]bool{}
	for _, r := range g.Rights {
		if r.Name == "" || r.Why == "" || r.Without == "" || names[r.Name] {
			t.Errorf("%+v", r)
		}
		names[r.Name] = true
		needed := r.Name == "View Channels" || r.Name == "Read Message History" || r.Name == "Message Content Intent"
		if r.Optional == needed {
			t.Errorf("%s: optional is %v", r.Name, r.Optional)
		}
	}
	for kind, r := range needs() {
		if !names[r.name] {
			t.Errorf("%s needs %s, which the guide does not ask for", kind, r.name)
		}
	}
}

func TestWhatIsNoTokenIsToldWithoutQuotingIt(t *testing.T) {
	for token, fits := range map[string]bool{
		secret: true, "Bot " + secret: true, "": false, "xoxb-1-2": false, strings.ReplaceAll(secret, ".", ""): false, secret + "\n": false, "a.b.c.d": false, "ünïcode.b.c": false,
	} {
		said := CheckToken(token)
		if (said == "") != fits || token != "" && strings.Contains(said, token) {
			t.Errorf("of %q it says %q", token, said)
		}
	}
}
