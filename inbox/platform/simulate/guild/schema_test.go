package guild_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/disgoorg/disgo/rest"
	"github.com/getkin/kin-openapi/openapi3"

	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/discord"
	"rounds/inbox/platform/platformtest"
	"rounds/inbox/platform/simulate/guild"
)

// described puts Discord's own description before a simulated server, or before
// whatever else answers for it. The line is not described there.
func described(t testing.TB, g *guild.Guild, inner http.Handler) (*platformtest.Schema, *httptest.Server) {
	t.Helper()
	schema := platformtest.Published(t, "discord/openapi.json", guild.Prefix, mend)
	checks := schema.Checks(t, inner)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gateway" {
			g.ServeHTTP(w, r)
			return
		}
		checks.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return schema, server
}

// twisted is a server of which one answer is another than it would be.
func twisted(inner http.Handler, path string, twist func(body string) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != guild.Prefix+path {
			inner.ServeHTTP(w, r)
			return
		}
		rec := httptest.NewRecorder()
		inner.ServeHTTP(rec, r)
		maps.Copy(w.Header(), rec.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(rec.Code)
		io.WriteString(w, twist(rec.Body.String()))
	})
}

// shelved is a server that shows its open threads as private ones that were put
// away, too: it has none of those.
func shelved(inner http.Handler, server string, shown *atomic.Int32) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		channel, private := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, guild.Prefix+"/channels/"), "/threads/archived/private")
		if !private {
			inner.ServeHTTP(w, r)
			return
		}
		as := r.Clone(r.Context())
		as.URL.Path = guild.Prefix + "/guilds/" + server + "/threads/active"
		rec := httptest.NewRecorder()
		inner.ServeHTTP(rec, as)
		var open struct {
			Threads []map[string]any `json:"threads"`
		}
		_ = json.Unmarshal(rec.Body.Bytes(), &open) // none are none
		open.Threads = slices.DeleteFunc(open.Threads, func(th map[string]any) bool { return th["parent_id"] != channel })
		for _, th := range open.Threads {
			th["type"] = 12
			th["thread_metadata"].(map[string]any)["archived"] = true
			shown.Add(1)
		}
		maps.Copy(w.Header(), rec.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(rec.Code)
		json.NewEncoder(w).Encode(map[string]any{"threads": open.Threads, "members": []any{}, "has_more": false})
	})
}

// mend writes out what the state of a request to join may be: the description
// has an empty list beside a reference there, which kin-openapi takes for "no
// value is allowed".
func mend(doc *openapi3.T) {
	states := openapi3.NewSchemaRef("", openapi3.NewStringSchema().WithEnum("STARTED", "SUBMITTED", "REJECTED", "APPROVED"))
	for _, p := range doc.Paths.Value("/guilds/{guild_id}/requests").Get.Parameters {
		if p.Value.Name == "status" {
			p.Value.Schema = states
		}
	}
	action := doc.Paths.Value("/guilds/{guild_id}/requests/{request_id}").Patch.RequestBody.Value.Content["application/json"]
	action.Schema.Value.Properties["action"] = states
}

// readAll reads every scope that there is.
func readAll(t *testing.T, c *discord.Connector) (all []inbox.Message, rooms map[string]string) {
	t.Helper()
	rooms = map[string]string{}
	scopes, known := []inbox.Scope{{}}, map[string]bool{}
	for len(scopes) > 0 {
		page, err := c.Fetch(t.Context(), scopes[0])
		if err != nil {
			t.Fatal(err)
		}
		scopes = scopes[1:]
		all = append(all, page.Messages...)
		for _, ch := range page.Channels {
			rooms[ch.ID] = ch.Name
		}
		if page.More {
			scopes = append(scopes, page.Scope)
		}
		for _, f := range page.Follow {
			if !known[f.Scope] {
				known[f.Scope] = true
				scopes = append(scopes, inbox.Scope{Name: f.Scope})
			}
		}
	}
	return all, rooms
}

// operations are all that the connector's source can ask for, "GET /guilds/{}".
func operations(t *testing.T) []string {
	t.Helper()
	known := map[string]*rest.Endpoint{
		"GetCurrentUser": rest.GetCurrentUser, "GetCurrentUserGuilds": rest.GetCurrentUserGuilds, "GetGatewayBot": rest.GetGatewayBot,
		"GetGuild": rest.GetGuild, "GetGuildChannels": rest.GetGuildChannels, "GetMember": rest.GetMember, "GetMembers": rest.GetMembers,
		"GetActiveGuildThreads": rest.GetActiveGuildThreads, "GetPublicArchivedThreads": rest.GetPublicArchivedThreads,
		"GetPrivateArchivedThreads": rest.GetPrivateArchivedThreads, "GetChannel": rest.GetChannel, "GetMessages": rest.GetMessages,
		"GetMessage": rest.GetMessage, "GetAuditLogs": rest.GetAuditLogs, "CreateMessage": rest.CreateMessage, "UpdateMessage": rest.UpdateMessage,
		"DeleteMessage": rest.DeleteMessage, "BulkDeleteMessages": rest.BulkDeleteMessages, "AddReaction": rest.AddReaction,
		"RemoveOwnReaction": rest.RemoveOwnReaction, "CreateDMChannel": rest.CreateDMChannel, "CreateThread": rest.CreateThread,
		"UpdateMember": rest.UpdateMember, "RemoveMember": rest.RemoveMember, "GetBan": rest.GetBan, "AddBan": rest.AddBan, "DeleteBan": rest.DeleteBan,
	}
	used, made := regexp.MustCompile(`\brest\.([A-Z]\w+)`), regexp.MustCompile(`NewEndpoint\((?:http\.Method|")(\w+)"?, "([^"]+)"`)
	sources, err := filepath.Glob("../../discord/*.go")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no source: %v", err)
	}
	var all []string
	for _, name := range sources {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range used.FindAllStringSubmatch(string(text), -1) {
			switch end, listed := known[found[1]]; {
			case listed:
				all = append(all, bare(end.Method+" "+end.Route))
			case strings.HasPrefix(found[1], "With"), slices.Contains([]string{"Endpoint", "CompiledEndpoint", "NewEndpoint", "Client", "NewClient", "RequestOpt", "Seconds"}, found[1]):
			default:
				t.Errorf("%s asks for %s, which this test does not know", name, found[1])
			}
		}
		for _, found := range made.FindAllStringSubmatch(string(text), -1) {
			all = append(all, bare(strings.ToUpper(found[1])+" "+found[2]))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// bare is an operation without the names of what is filled in: disgo has others
// than Discord.
func bare(op string) string { return regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(op, "{}") }

func TestEveryRequestAndAnswerFitsDiscordsDescription(t *testing.T) {
	at := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	g := guild.NewHistory(guild.Options{Seed: 4, Size: 60, Now: now})
	g.Change(at, 6)
	var private atomic.Int32
	schema, server := described(t, g, shelved(g, g.ID(), &private))
	c := discord.New(discord.Options{Account: "demo", Token: g.Token(), Base: server.URL + guild.Prefix, Team: g.ID(), Now: now, Channels: []string{"help", "moderators", "ideas"}})
	if _, err := c.Identify(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, rooms := readAll(t, c)
	if private.Load() == 0 {
		t.Error("no private thread was shown")
	}
	door := platform.Door{Token: g.Token(), Base: server.URL + guild.Prefix}
	if pass, err := discord.Inspect(t.Context(), door); err != nil || pass.Team != g.ID() || pass.User != "rounds" || pass.Name == "" {
		t.Errorf("%+v, %v", pass, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	if err := c.Listen(ctx, func(platform.Hello) { stop() }, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("listen: %v", err)
	}
	ideas := ""
	for id, name := range rooms {
		if name == "ideas" {
			ideas = id
		}
	}
	var other, old inbox.Message
	for _, m := range all {
		if m.Kind == inbox.Said && m.Answers == "" && m.Thread == m.ID && !m.Bot && rooms[m.Channel] != "ideas" && m.Author != other.Author {
			other, old = m, other
		}
	}
	deeds, looked := 0, map[string]bool{}
	do := func(a inbox.Action) inbox.Receipt {
		t.Helper()
		deeds++
		a.ID, a.Account = fmt.Sprintf("01890000-0000-7000-8000-%012d", deeds), "demo"
		if in := string(a.Kind) + a.Channel; !looked[in] { // each check costs 30 ms
			looked[in] = true
			if _, err := c.Look(t.Context(), a, at.Add(-time.Minute)); err != nil {
				t.Errorf("look before the %s: %v", a.Kind, err)
			}
		}
		r, err := c.Do(t.Context(), a)
		if err != nil {
			t.Errorf("%s: %v", a.Kind, err)
		}
		return r
	}
	in, member := other.Channel, other.Author
	said := do(inbox.Action{Kind: inbox.Reply, Channel: in, Thread: other.ID, Text: "hello @x", Named: []inbox.Named{{Word: "@x", ID: member}}})
	do(inbox.Action{Kind: inbox.Edit, Channel: in, Thread: other.ID, Message: said.Message, Text: "hello again"})
	do(inbox.Action{Kind: inbox.Delete, Channel: in, Thread: other.ID, Message: said.Message})
	do(inbox.Action{Kind: inbox.Post, Channel: in, Text: "news"})
	do(inbox.Action{Kind: inbox.ReplyPrivately, Channel: in, Thread: other.ID, Member: member, Text: "between us"})
	do(inbox.Action{Kind: inbox.React, Channel: in, Message: other.ID, Emoji: "tada"})
	do(inbox.Action{Kind: inbox.Unreact, Channel: in, Message: other.ID, Emoji: "tada"})
	do(inbox.Action{Kind: inbox.Remove, Channel: in, Message: other.ID, Reason: "a rule, naïvely"})
	first := do(inbox.Action{Kind: inbox.Post, Channel: in, Text: "1"}).Message
	second := do(inbox.Action{Kind: inbox.Post, Channel: in, Text: "a second one"}).Message
	do(inbox.Action{Kind: inbox.Remove, Channel: in, Message: first, Messages: []string{first, second}, Reason: "both"})
	do(inbox.Action{Kind: inbox.Welcome, Member: member, Text: "welcome"})
	if post := do(inbox.Action{Kind: inbox.Post, Channel: ideas, Text: "A title\n\nand more"}); post.Said == nil || post.Said.Text != "A title\n\nand more" {
		t.Errorf("the post of a forum is %+v", post.Said)
	} else {
		do(inbox.Action{Kind: inbox.Reply, Channel: ideas, Thread: post.Message, Text: "in it"})
	}
	do(inbox.Action{Kind: inbox.Restrict, Member: member, Until: at.Add(time.Hour)})
	do(inbox.Action{Kind: inbox.Unrestrict, Member: member})
	do(inbox.Action{Kind: inbox.Ban, Member: member})
	do(inbox.Action{Kind: inbox.Unban, Member: member})
	do(inbox.Action{Kind: inbox.Kick, Member: old.Author})
	reports, err := c.Fetch(t.Context(), inbox.Scope{Name: "reports"})
	if err != nil || len(reports.Reports) < 2 {
		t.Fatalf("reports: %+v, %v", reports, err)
	}
	do(inbox.Action{Kind: inbox.Perform, Report: reports.Reports[0].ID, Choice: "APPROVED"})
	do(inbox.Action{Kind: inbox.Perform, Report: reports.Reports[1].ID, Choice: "REJECTED", Reason: "not now, " + strings.Repeat("sorry ", 40)})
	seen, want := map[string]bool{}, operations(t)
	for op := range schema.Used() {
		seen[bare(op)] = true
	}
	for _, op := range want {
		if !seen[op] {
			t.Errorf("%s was never seen; seen were %q", op, slices.Sorted(maps.Keys(schema.Used())))
		}
	}
	if len(want) < 30 || len(seen) != len(want) {
		t.Errorf("the connector can ask for %d operations, %d were seen", len(want), len(seen))
	}
	did := map[string]int{}
	for _, d := range g.Written() {
		did[d.Kind]++
	}
	wrote := map[string]int{
		"reply": 2, "edit": 1, "delete": 1, "post": 4, "private reply": 2, "react": 1, "unreact": 1, "remove": 3, "restrict": 1, "unrestrict": 1, "ban": 1, "unban": 1, "kick": 1, "perform": 2,
	}
	if !maps.Equal(did, wrote) {
		t.Errorf("it did %v, want %v", did, wrote)
	}
}

// silent fails quietly, to see that a test can.
type silent struct {
	testing.TB
	mu   sync.Mutex
	said []string
}

func (s *silent) Errorf(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, fmt.Sprintf(format, args...))
}
func (s *silent) Helper() {}

func TestARequestOrAnAnswerThatDoesNotFitFails(t *testing.T) {
	at := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	g := guild.NewHistory(guild.Options{Seed: 4, Size: 20, Now: func() time.Time { return at }})
	answer := ""
	quiet := &silent{TB: t}
	_, server := described(quiet, g, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answer == "" {
			g.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, answer)
	}))
	ask := func(request, body string) []string {
		t.Helper()
		method, path, _ := strings.Cut(request, " ")
		req, err := http.NewRequestWithContext(t.Context(), method, server.URL+guild.Prefix+strings.ReplaceAll(path, "GUILD", g.ID()), strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bot "+g.Token())
		quiet.said = nil
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return quiet.said
	}
	for name, tt := range map[string][3]string{
		"a text that is a number":             {"POST /channels/1/messages", `{"content":5}`},
		"a key that is too long":              {"POST /channels/1/messages", `{"content":"x","nonce":"` + strings.Repeat("x", 26) + `"}`},
		"too many messages at once":           {"GET /channels/1/messages?limit=101", ""},
		"a limit that is none":                {"GET /channels/1/messages?limit=many", ""},
		"a channel that is a word":            {"GET /channels/help/messages", ""},
		"an end of a silence that is no time": {"PATCH /guilds/GUILD/members/1", `{"communication_disabled_until":"soon"}`},
		"nobody to write to":                  {"POST /users/@me/channels", `{"recipient_id":true}`},
		"one message to be deleted at once":   {"POST /channels/1/messages/bulk-delete", `{"messages":["12"]}`},
		"no messages to be deleted at once":   {"POST /channels/1/messages/bulk-delete", `{}`},
		"a choice that there is not":          {"PATCH /guilds/GUILD/requests/12", `{"action":"MAYBE"}`},
		"a post without a message":            {"POST /channels/1/threads", `{"name":7}`},
		"an address that there is not":        {"POST /nowhere", `{}`},
		"a method that there is not":          {"PUT /guilds/GUILD/requests/12", `{}`},
		"an answer of another kind":           {"GET /users/@me", "", `[]`},
		"an answer that lacks what must be":   {"GET /users/@me", "", `{"id":"12"}`},
		"a list with something strange in it": {"GET /guilds/GUILD/channels", "", `[{"id":12}]`},
	} {
		if answer = tt[2]; len(ask(tt[0], tt[1])) == 0 {
			t.Errorf("%s fits: %s", name, tt[0])
		}
	}
	answer = ""
	if said := ask("GET /guilds/GUILD/channels", ""); len(said) > 0 {
		t.Errorf("what fits does not: %q", said)
	}
}
