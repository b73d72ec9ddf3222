package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rounds/inbox/platform/simulate"
)

// talkative is a workspace that tells its news as they happen, and a home that is
// connected to it.
func talkative(t testing.TB) (community *simulate.Slack, homes func() home) {
	t.Helper()
	const bot, app = "xoxb-2026-lively-bot", "xapp-2026-lively-app"
	community = simulate.NewHistory(simulate.Options{Seed: 5, Size: 60, Token: bot, AppToken: app}, 0)
	server := httptest.NewServer(http.HandlerFunc(community.ServeHTTP))
	t.Cleanup(server.Close)
	t.Cleanup(community.DropConnections)
	return community, func() home {
		h := newHome(t).with("ROUNDS_TOKEN_ACME="+bot, "ROUNDS_TOKEN_ACME_APP="+app)
		write(t, h.configFile(), fmt.Sprintf("[[account]]\nname = \"acme\"\nplatform = \"slack\"\nbase = %q\n", server.URL+"/api/"), 0o600)
		return h
	}
}

// watcher is a running rounds sync --watch.
type watcher struct {
	t     testing.TB
	lines chan map[string]any
	stop  func()
}

func (h home) watch(t testing.TB) *watcher {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	cmd := h.command(ctx, "sync", "--watch", "--json", "--every", "5s")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{t: t, lines: make(chan map[string]any, 1000)}
	var ended sync.WaitGroup
	ended.Go(func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var line map[string]any
			if json.Unmarshal(lines.Bytes(), &line) != nil {
				line = map[string]any{"event": "not JSON: " + lines.Text()}
			}
			w.lines <- line
		}
		close(w.lines)
	})
	var once sync.Once
	w.stop = func() {
		once.Do(func() {
			stop()
			ended.Wait()
			if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != 130 {
				t.Errorf("the watch ended with %v", err)
			}
		})
	}
	t.Cleanup(w.stop)
	return w
}

// await waits until a line is told that fits.
func (w *watcher) await(what string, fits func(map[string]any) bool) map[string]any {
	w.t.Helper()
	var told []string
	late := time.After(time.Minute)
	for {
		select {
		case line, open := <-w.lines:
			if !open {
				w.t.Fatalf("the watch ended before it told %s: %s", what, strings.Join(told, "\n"))
			}
			if fits(line) {
				return line
			}
			told = append(told, fmt.Sprint(line))
		case <-late:
			w.t.Fatalf("%s was not told: %s", what, strings.Join(told, "\n"))
		}
	}
}

func event(name string) func(map[string]any) bool {
	return func(line map[string]any) bool { return line["event"] == name }
}

// mirrors waits until the database holds every message of a workspace, and
// nothing that was taken back. Whoever asks for rounds meanwhile says so.
func (h home) mirrors(t testing.TB, community *simulate.Slack, meanwhile ...string) {
	t.Helper()
	member := map[string]bool{}
	var want []string
	state := community.State()
	for _, c := range state.Channels {
		member[c.ID] = c.Member
	}
	for _, m := range state.Messages {
		if member[m.Channel] && !m.Tombstone {
			want = append(want, m.TS)
		}
	}
	slices.Sort(want)
	var got string
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		got = h.must(t, "sql", "--format", "csv", "SELECT platform_id FROM v_messages WHERE deleted = 0 ORDER BY platform_id")
		if strings.TrimSpace(got) == strings.TrimSpace("platform_id\n"+strings.Join(want, "\n")) {
			return
		}
		if len(meanwhile) > 0 {
			h.must(t, meanwhile...)
		}
	}
	t.Errorf("%d messages are held, %d are there", strings.Count(got, "\n")-1, len(want))
}

func TestNewsComeAsTheyHappen(t *testing.T) {
	t.Parallel()
	community, homes := talkative(t)
	h := homes()
	w := h.watch(t)
	w.await("that it is live", event("live"))
	w.await("the first round", event("synced"))
	h.mirrors(t, community)

	community.Change(time.Now(), 8)
	w.await("news", func(line map[string]any) bool {
		return line["event"] == "live" && line["new"].(float64)+line["changed"].(float64) > 0
	})
	h.mirrors(t, community)

	community.DropConnections()
	community.Change(time.Now(), 8) // nobody hears it
	w.await("that the line broke", event("line lost"))
	w.await("that it is live again", event("live"))
	w.await("the round that fills the gap", event("synced"))
	h.must(t, "sync") // deletions of what is older than that round looks at
	h.mirrors(t, community)
	w.stop()
	if n := community.Connections(); n != 0 {
		t.Errorf("%d lines are left open", n)
	}
}

func TestTwoConsolesOnOneAppTokenDoNotPushEachOtherOff(t *testing.T) {
	t.Parallel()
	community, homes := talkative(t)
	first, second := homes(), homes()
	one, other := first.watch(t), second.watch(t)
	one.await("that it is live", event("live"))
	other.await("that it is live", event("live"))
	community.Change(time.Now(), 10) // each hears a part of it
	for _, h := range []home{first, second} {
		h.mirrors(t, community, "sync") // and what it did not hear is found: at once, unless two rounds cross
	}
	opened := 0
	for _, r := range community.Requests() {
		if r.Method == "apps.connections.open" {
			opened++
		}
	}
	if opened != 2 || community.Connections() != 2 {
		t.Errorf("%d lines were opened, %d are open", opened, community.Connections())
	}
}
