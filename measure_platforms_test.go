//go:build measure

package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rounds/inbox/platform/simulate/guild"
)

// fewest is how many requests a first reading of a Discord server takes at least:
// a hundred messages at once, each channel and each thread by itself.
func fewest(g *guild.Guild, asked []string) int {
	pages := map[string]int{}
	for place, n := range g.Places() {
		pages[place] = (n + 99) / 100
	}
	total := 0
	for _, n := range pages {
		total += n
	}
	for _, path := range asked { // whatever is no page of messages has to be asked once
		if !strings.Contains(path, "/messages?") {
			total++
		}
	}
	return total
}

func TestMeasureAFirstSyncOfADiscordServer(t *testing.T) {
	for _, size := range []int{10_000, 100_000} {
		for _, every := range []time.Duration{0, 5 * time.Millisecond} {
			g := guild.NewHistory(guild.Options{Seed: 1, Size: size})
			server := &counted{slack: g, every: every, times: map[string][]time.Time{}}
			listener := httptest.NewServer(server)
			h := newHome(t).with("ROUNDS_TOKEN_GUILD=" + g.Token())
			if err := os.MkdirAll(filepath.Dir(h.configFile()), 0o700); err != nil {
				t.Fatal(err)
			}
			text := fmt.Sprintf("[[account]]\nname = \"guild\"\nplatform = \"discord\"\nbase = %q\n", listener.URL+guild.Prefix)
			if err := os.WriteFile(h.configFile(), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			took, busy, peak := h.spent(t, "sync")
			var asked []string
			for _, r := range g.Gate().Requests() {
				asked = append(asked, r.Path)
			}
			n, want := len(asked), fewest(g, asked)
			pace := "as fast as it can"
			if every > 0 {
				ideal := time.Duration(n) * every
				pace = fmt.Sprintf("one request in %v, and 429 to more (%d of them): %.1f s at least, %+.1f %%", every, server.busy, ideal.Seconds(), 100*(took.Seconds()/ideal.Seconds()-1))
			}
			fmt.Printf("first sync of %d Discord messages (%s kept): %d requests, at least %d (%+.2f %%); %.1f s, %.1f s of a processor (%.2f ms a request), peak %d MB; the server answers %s\n",
				size, h.number(t, "SELECT count(*) FROM v_messages"), n, want, 100*(float64(n)/float64(want)-1), took.Seconds(), busy.Seconds(), busy.Seconds()*1000/float64(n), peak, pace)
			if float64(n) > 1.02*float64(want) {
				t.Errorf("%d requests are more than %d and 2 %%", n, want)
			}
			listener.Close()
		}
	}
}
