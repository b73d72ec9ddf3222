package guild_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform/discord"
	"rounds/inbox/platform/simulate/guild"
)

func TestAFirstReadingAsksLittleMoreThanItMust(t *testing.T) {
	at := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	g := guild.NewHistory(guild.Options{Seed: 9, Size: 9000, Now: func() time.Time { return at }})
	server := httptest.NewServer(g)
	defer server.Close()
	c := discord.New(discord.Options{Account: "demo", Token: g.Token(), Base: server.URL + guild.Prefix, Team: g.ID(), Now: func() time.Time { return at }})
	shown := map[string]int{}
	scopes, known := []inbox.Scope{{}}, map[string]bool{}
	for len(scopes) > 0 {
		page, err := c.Fetch(t.Context(), scopes[0])
		if err != nil {
			t.Fatal(err)
		}
		shown[scopes[0].Name] += len(page.Messages)
		scopes = scopes[1:]
		if page.More {
			scopes = append(scopes, page.Scope)
		}
		for _, f := range page.Follow { // what is spare is for later
			if !known[f.Scope] && f.Turn != inbox.Spare {
				known[f.Scope] = true
				scopes = append(scopes, inbox.Scope{Name: f.Scope})
			}
		}
	}
	least := 0
	for scope, n := range shown {
		if strings.HasPrefix(scope, "channel:") || strings.HasPrefix(scope, "thread:") {
			least += max(1, (n+99)/100)
		}
	}
	reads := 0
	for _, r := range g.Gate().Requests() {
		if strings.Contains(r.Path, "/messages?") {
			reads++
		}
	}
	all := len(g.Gate().Requests())
	t.Logf("%d places, at least %d pages: %d were read, with %d requests in all", len(shown), least, reads, all)
	if reads*100 > least*102 || all-reads > 12 {
		t.Errorf("%d pages are asked for where %d do, and %d requests besides", reads, least, all-reads)
	}
}
