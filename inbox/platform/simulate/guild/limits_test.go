package guild_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/discord"
	"rounds/inbox/platform/simulate/guild"
)

func serve(t *testing.T, inner http.Handler) string {
	t.Helper()
	server := httptest.NewServer(inner)
	t.Cleanup(server.Close)
	return server.URL
}

// watch is a clock that a test moves.
type watch struct {
	mu sync.Mutex
	at time.Time
}

func (w *watch) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *watch) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// hurried is a server that keeps to its rates, and a connector that never rests
// but where it is told to wait. Each request takes a moment.
func hurried(t *testing.T, size int) (*guild.Guild, *discord.Connector, *watch, string) {
	t.Helper()
	w := &watch{at: time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)}
	g := guild.NewHistory(guild.Options{Seed: 11, Size: size, Now: w.now})
	g.Keep(true)
	base := serve(t, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.pass(7 * time.Millisecond)
		g.ServeHTTP(rw, r)
	})) + guild.Prefix
	return g, discord.New(discord.Options{Account: "demo", Token: g.Token(), Base: base, Team: g.ID(), Now: w.now, PageSize: 5}), w, base
}

// patiently tries until nobody asks to wait, and returns how often that was: of
// our own accord, and because the server said so.
func patiently(t *testing.T, w *watch, try func() error) (own, told int) {
	t.Helper()
	for range 100 {
		err := try()
		later, ok := errors.AsType[*platform.Later](err)
		switch {
		case err == nil:
			return own, told
		case !ok:
			t.Fatal(err)
		case later.Own:
			own++
		default:
			told++
		}
		w.pass(later.Wait)
	}
	t.Fatal("it never comes to an end")
	return own, told
}

func TestNothingIsAskedFasterThanDiscordAllows(t *testing.T) {
	g, c, w, _ := hurried(t, 900)
	own, told := 0, 0
	count := func(try func() error) {
		t.Helper()
		a, b := patiently(t, w, try)
		own, told = own+a, told+b
	}
	scopes, known, rooms := []inbox.Scope{{}}, map[string]bool{}, map[string]string{}
	for len(scopes) > 0 {
		var page inbox.Page
		count(func() (err error) {
			page, err = c.Fetch(t.Context(), scopes[0])
			return err
		})
		scopes = scopes[1:]
		for _, ch := range page.Channels {
			rooms[ch.Name] = ch.ID
		}
		if page.More {
			scopes = append([]inbox.Scope{page.Scope}, scopes...) // page after page of one place
		}
		for _, f := range page.Follow {
			if !known[f.Scope] {
				known[f.Scope] = true
				scopes = append(scopes, inbox.Scope{Name: f.Scope})
			}
		}
	}
	if own == 0 {
		t.Error("it never waited: no bucket was ever empty")
	}
	read := len(g.Gate().Requests())
	for n := range 30 {
		a := inbox.Action{ID: fmt.Sprintf("01890000-0000-7000-8000-%012d", n), Kind: inbox.Post, Channel: rooms["general"], Text: fmt.Sprint("message ", n)}
		var r inbox.Receipt
		count(func() (err error) {
			r, err = c.Do(t.Context(), a)
			return err
		})
		react := inbox.Action{Kind: inbox.React, Channel: rooms["general"], Message: r.Message, Emoji: "tada"}
		count(func() error {
			_, err := c.Do(t.Context(), react)
			return err
		})
	}
	said := map[string]int{}
	for _, d := range g.Written() {
		said[d.Kind]++
	}
	if said["post"] != 30 || said["react"] != 30 || len(g.Written()) != 60 {
		t.Errorf("it did %v", said)
	}
	if v, trespasses := g.Gate().Violations(), g.Gate().Trespasses(); v != 0 || told != 0 || trespasses != 0 {
		t.Errorf("%d requests came too fast, %d of them were told, %d came while it was to wait", v, told, trespasses)
	}
	t.Logf("%d requests to read, %d to send; it waited %d times", read, len(g.Gate().Requests())-read, own)
}

func TestABucketThatSomebodyElseEmptiedCostsOneRequestAndNoMore(t *testing.T) {
	g, c, w, base := hurried(t, 60)
	var rooms map[string]string
	patiently(t, w, func() error {
		page, err := c.Fetch(t.Context(), inbox.Scope{})
		rooms = map[string]string{}
		for _, ch := range page.Channels {
			rooms[ch.Name] = ch.ID
		}
		return err
	})
	w.pass(time.Minute)
	for range 5 { // another program with the same token
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/channels/"+rooms["general"]+"/messages", strings.NewReader(`{"content":"from elsewhere"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bot "+g.Token())
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
	}
	own, told := patiently(t, w, func() error {
		_, err := c.Do(t.Context(), inbox.Action{ID: "01890000-0000-7000-8000-000000000000", Kind: inbox.Post, Channel: rooms["general"], Text: "ours"})
		return err
	})
	if told != 1 || own != 0 || g.Gate().Violations() != 1 || g.Gate().Trespasses() != 0 {
		t.Errorf("told to wait %d times, waited %d times by itself; %d too fast, %d while it was to wait", told, own, g.Gate().Violations(), g.Gate().Trespasses())
	}
	if d := g.Written(); len(d) != 6 || d[5].Text != "ours" {
		t.Errorf("said was %+v", d)
	}
}
