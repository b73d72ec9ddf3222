//go:build measure

package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rounds/inbox/platform/simulate"
)

// counted serves a workspace and notes every request with its time.
type counted struct {
	slack http.Handler
	every time.Duration // one request in so long is let through; 0 is any

	mu    sync.Mutex
	times map[string][]time.Time
	next  time.Time
	busy  int
}

func (c *counted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	now := time.Now()
	c.mu.Lock()
	late := c.every > 0 && c.next.Sub(now) > time.Second // it lets a second's worth through at once
	if late {
		c.busy++
	} else {
		c.times[method] = append(c.times[method], now)
		if c.every > 0 {
			c.next = c.next.Add(c.every)
			if c.next.Before(now) {
				c.next = now
			}
		}
	}
	c.mu.Unlock()
	if late {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	c.slack.ServeHTTP(w, r)
}

// requests is how many were let through.
func (c *counted) requests() (total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, all := range c.times {
		total += len(all)
	}
	return total
}

// densest is the most requests of a method in any minute.
func (c *counted) densest(method string) (most int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.times[method]
	for i := range all {
		n := 0
		for _, t := range all[i:] {
			if t.Sub(all[i]) < time.Minute {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// least is how many requests a first reading takes at least: the lists in the
// largest pages that Slack gives, each channel likewise, each thread once.
func least(s simulate.State) int {
	const page = 999
	pages := func(n int) int { return max(1, (n+page-1)/page) }
	top, read := map[string]int{}, map[string]bool{}
	for _, c := range s.Channels {
		if read[c.ID] = c.Member; c.Member {
			top[c.ID] = 0
		}
	}
	total := 1 + pages(len(s.Channels)) + pages(len(s.Members)) // and one to ask who we are
	for _, m := range s.Messages {
		if !read[m.Channel] {
			continue
		}
		if m.Thread == m.TS || m.Broadcast {
			top[m.Channel]++
		}
		if m.Replies > 0 {
			total += pages(m.Replies)
		}
	}
	for _, n := range top {
		total += pages(n)
	}
	return total
}

// spent runs the program and tells how long it took, how much of a processor,
// and the most memory it held, in MB. What the system says of a child that has
// ended counts the memory of its parent before the start, so it is looked at
// while it runs.
func (h home) spent(t *testing.T, args ...string) (took, busy time.Duration, peak int) {
	t.Helper()
	cmd := h.command(t.Context(), args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	var looking sync.WaitGroup
	looking.Go(func() {
		for {
			select {
			case <-ended:
				return
			case <-time.After(50 * time.Millisecond):
				peak = max(peak, most(cmd.Process.Pid))
			}
		}
	})
	err := cmd.Wait()
	close(ended)
	looking.Wait()
	if err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	return time.Since(began), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak
}

// most is the most memory that a process has held, in MB.
func most(pid int) int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(status)) {
		if kilobytes, is := strings.CutPrefix(line, "VmHWM:"); is {
			n, _ := strconv.Atoi(strings.Fields(kilobytes)[0])
			return n / 1024
		}
	}
	return 0
}

func TestMeasureAFirstSync(t *testing.T) {
	fmt.Printf("# %s, %d processors\n", runtime.Version(), runtime.NumCPU())
	for _, size := range []int{10_000, 100_000} {
		community := simulate.NewSlack(simulate.Options{Seed: 1, Size: size})
		want := least(community.State())
		for _, every := range []time.Duration{0, 5 * time.Millisecond} {
			server := &counted{slack: community, every: every, times: map[string][]time.Time{}}
			listener := httptest.NewServer(server)
			h := newHome(t).with("ROUNDS_SLACK_TOKEN="+community.Token(), "ROUNDS_SLACK_BASE="+listener.URL+"/api/")
			took, busy, peak := h.spent(t, "sync")
			n := server.requests()
			pace := "as fast as it can"
			if every > 0 {
				ideal := time.Duration(n) * every
				pace = fmt.Sprintf("one request in %v, and 429 to more (%d of them): %.0f s at least, %+.1f %%", every, server.busy, ideal.Seconds(), 100*(took.Seconds()/ideal.Seconds()-1))
			}
			fmt.Printf("first sync of %d messages: %d requests, at least %d (%+.2f %%); %.1f s, %.1f s of a processor (%.2f ms a request), peak %d MB; the server answers %s\n",
				size, n, want, 100*(float64(n)/float64(want)-1), took.Seconds(), busy.Seconds(), busy.Seconds()*1000/float64(n), peak, pace)
			if float64(n) > 1.02*float64(want) {
				t.Errorf("%d requests are more than %d and 2 %%", n, want)
			}
			listener.Close()
		}
	}
}

func TestMeasureAnIdleWatch(t *testing.T) {
	const channels = 200
	lasts := 150 * time.Second
	if text := os.Getenv("ROUNDS_IDLE"); text != "" {
		lasts, _ = time.ParseDuration(text)
	}
	for _, quietFor := range []time.Duration{20 * 24 * time.Hour, 0} {
		now := time.Now().Add(-quietFor)
		community := simulate.NewHistory(simulate.Options{Seed: 1, Size: 20_000, Now: func() time.Time { return now }}, channels)
		server := &counted{slack: community, times: map[string][]time.Time{}}
		listener := httptest.NewServer(server)
		h := newHome(t).with("ROUNDS_SLACK_TOKEN="+community.Token(), "ROUNDS_SLACK_BASE="+listener.URL+"/api/")
		h.must(t, "sync")
		server.mu.Lock()
		clear(server.times)
		server.mu.Unlock()
		ctx, stop := context.WithTimeout(t.Context(), lasts)
		cmd := h.command(ctx, "sync", "--watch")
		cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		began := time.Now()
		_ = cmd.Run()
		stop()
		busy := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		share := 100 * busy.Seconds() / time.Since(began).Seconds()
		fmt.Printf("idle watch of %d channels, nothing said for %v, %.0f s: %.2f %% of a processor\n", channels, quietFor, time.Since(began).Seconds(), share)
		tiers := map[string]int{"conversations.history": 50, "conversations.replies": 50, "conversations.list": 20, "users.list": 20}
		server.mu.Lock()
		methods := slices.Sorted(maps.Keys(server.times))
		server.mu.Unlock()
		for _, method := range methods {
			most := server.densest(method)
			fmt.Printf("  %s: %d in all, at most %d in a minute", method, len(server.times[method]), most)
			if tier := tiers[method]; tier > 0 {
				fmt.Print(" of " + strconv.Itoa(tier))
				if most > tier {
					t.Errorf("%s: %d in a minute, %d are allowed", method, most, tier)
				}
			}
			fmt.Println()
		}
		if share > 0.5 {
			t.Errorf("%.2f %% of a processor", share)
		}
		listener.Close()
	}
}
