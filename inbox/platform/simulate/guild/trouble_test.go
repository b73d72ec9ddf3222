package guild_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/discord"
	"rounds/inbox/platform/simulate/guild"
)

func TestARaidIsFlaggedRemovedAndPutOut(t *testing.T) {
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	g := guild.NewStory(guild.Options{Seed: 1, Now: clock})
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	c := discord.New(discord.Options{Account: "demo", Token: g.Token(), Base: server.URL + guild.Prefix, Team: g.ID(), Now: clock, HTTP: platform.NewHTTP(platform.Options{})})
	messages, _ := readAll(t, c)
	var raid []inbox.Message
	flagged, authors := 0, map[string]bool{}
	seen := map[string]bool{}
	for _, m := range messages {
		if seen[m.ID] { // its history is read besides
			continue
		}
		seen[m.ID] = true
		for _, r := range m.Reactions {
			if r.Name == "triangular_flag" {
				flagged++
			}
		}
		if strings.Contains(m.Text, "n1tro-gift.example") {
			raid = append(raid, m)
			authors[m.Author] = true
			if now.Sub(m.SentAt) > time.Hour {
				t.Errorf("it was said at %v", m.SentAt)
			}
		}
	}
	if len(raid) != 6 || len(authors) != 5 || flagged != 3 {
		t.Fatalf("%d messages of %d raiders, %d flagged", len(raid), len(authors), flagged)
	}
	for kind, want := range map[inbox.ActionKind]string{inbox.Kick: "away", inbox.Ban: "banned", inbox.Restrict: "silenced"} {
		m := raid[map[inbox.ActionKind]int{inbox.Kick: 0, inbox.Ban: 1, inbox.Restrict: 2}[kind]]
		sentence := inbox.Action{Kind: kind, Member: m.Author}
		if kind == inbox.Restrict {
			sentence.Until = now.Add(time.Hour)
		}
		for _, a := range []inbox.Action{{Kind: inbox.Remove, Channel: m.Channel, Message: m.ID}, sentence} {
			if _, err := c.Do(t.Context(), a); err != nil {
				t.Errorf("%s: %v", a.Kind, err)
			}
		}
		if got := g.Standing(m.Author); got != want {
			t.Errorf("after the %s they are %s", kind, got)
		}
	}
	if got := g.Removed(); len(got) != 3 {
		t.Errorf("removed is %v", got)
	}
	before := len(g.Facts())
	for range 5 * 60 {
		now = now.Add(time.Second)
		g.Live(now)
	}
	more := 0
	for _, f := range g.Facts()[before:] {
		if strings.Contains(f.Text, "n1tro-gift.example") {
			more++
		}
	}
	if more > 3 {
		t.Errorf("those who were put out go on: %d", more)
	}
}
