package guild_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/discord"
	"rounds/inbox/platform/simulate/guild"
)

// changed changes an answer that is JSON.
func changed[T any](t *testing.T, change func(T) T) func(string) string {
	return func(body string) string {
		var was T
		if err := json.Unmarshal([]byte(body), &was); err != nil {
			t.Error(err)
		}
		text, err := json.Marshal(change(was))
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
}

func TestABotInSeveralServersIsAskedWhichAndOneWithoutIntentsIsToldSo(t *testing.T) {
	at := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	g := guild.NewStory(guild.Options{Seed: 1, Now: func() time.Time { return at }})
	const other = "1100000000000000077"
	several := twisted(g, "/users/@me/guilds", changed(t, func(all []map[string]any) []map[string]any {
		second := map[string]any{}
		for key, value := range all[0] {
			second[key] = value
		}
		second["id"], second["name"] = other, "Elsewhere"
		return append(all, second)
	}))
	without := twisted(several, "/applications/@me", changed(t, func(app map[string]any) map[string]any {
		app["flags"], app["flags_new"] = 0, "0"
		return app
	}))
	_, server := described(t, g, without)
	door := platform.Door{Token: g.Token(), Base: server.URL + guild.Prefix}
	pass, err := discord.Inspect(t.Context(), door)
	if want := []platform.Team{{ID: g.ID(), Name: "Fieldnotes"}, {ID: other, Name: "Elsewhere"}}; err != nil || !slices.Equal(pass.Teams, want) {
		t.Errorf("%+v, %v", pass, err)
	}
	door.Team = g.ID()
	pass, err = discord.Inspect(t.Context(), door)
	if err != nil || pass.Name != "Fieldnotes" || pass.Team != g.ID() || pass.Domain != "fieldnotes" || pass.Teams != nil {
		t.Errorf("chosen, it is %+v, %v", pass, err)
	}
	for _, r := range discord.Guide().Rights {
		if intent := strings.HasSuffix(r.Name, "Intent"); pass.Given[r.Name] == intent {
			t.Errorf("%s is %v", r.Name, pass.Given[r.Name])
		}
		if strings.HasSuffix(r.Name, "Intent") && !strings.Contains(r.Why, "page Bot") {
			t.Errorf("nobody says where %s is turned on: %q", r.Name, r.Why)
		}
	}
	_, err = discord.New(discord.Options{Token: g.Token(), Base: door.Base, Team: g.ID()}).Identify(t.Context())
	if err == nil || !strings.Contains(discord.Advice(reason(err)), "Turn on Message Content Intent at https://discord.com/developers/applications under Bot") {
		t.Errorf("without its words it says %v", err)
	}
	door.Token = "MTE4NzQ1MjM2OTg3NDUyMzY5OA.GhOsTs.somebody-elses-0123456789abcdefghij"
	_, err = discord.Inspect(t.Context(), door)
	if err == nil || strings.Contains(err.Error(), "somebody") || !strings.Contains(discord.Advice(reason(err)), "Reset Token") {
		t.Errorf("with a wrong token it says %v", err)
	}
	if _, err = discord.Rooms(t.Context(), door); err == nil || !strings.Contains(discord.Advice(reason(err)), "Reset Token") {
		t.Errorf("with a wrong token the rooms are %v", err)
	}
}

// reason is the platform's word for why it refused.
func reason(err error) string {
	_, said, _ := strings.Cut(err.Error(), " refused: ")
	return said
}

func TestWhatARoleLosesIsLacking(t *testing.T) {
	g := guild.NewStory(guild.Options{Seed: 1})
	for bit, want := range map[uint][]inbox.ActionKind{
		11: {inbox.Reply, inbox.Post}, 6: {inbox.React}, 13: {inbox.Remove}, 40: {inbox.Restrict, inbox.Unrestrict}, 1: {inbox.Kick, inbox.Perform}, 2: {inbox.Ban, inbox.Unban},
	} {
		t.Run(fmt.Sprint("bit ", bit), func(t *testing.T) {
			c := reached(t, twisted(g, "/guilds/"+g.ID(), changed(t, func(server map[string]any) map[string]any {
				for _, role := range server["roles"].([]any) {
					var rights uint64
					fmt.Sscan(role.(map[string]any)["permissions"].(string), &rights)
					role.(map[string]any)["permissions"] = fmt.Sprint(rights &^ (1 << bit))
				}
				return server
			})), g)
			a, err := c.Identify(t.Context())
			if err != nil || len(a.Lacks) != len(want) {
				t.Fatalf("it lacks %v, %v", a.Lacks, err)
			}
			for _, kind := range want {
				if !strings.Contains(a.Cannot(kind), "Server Settings, Roles") {
					t.Errorf("of %s it says %q", kind, a.Cannot(kind))
				}
			}
		})
	}
	c := reached(t, g, g)
	if a, err := c.Identify(t.Context()); err != nil || a.Lacks != nil || a.Self != g.Me() {
		t.Errorf("with all its rights it is %+v, %v", a, err)
	}
}

// reached is a connector before a simulated server, or what stands for it.
func reached(t *testing.T, inner http.Handler, g *guild.Guild) *discord.Connector {
	t.Helper()
	return discord.New(discord.Options{Account: "demo", Token: g.Token(), Base: serve(t, inner) + guild.Prefix, Team: g.ID()})
}
