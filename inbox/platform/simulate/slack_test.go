package simulate_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform/simulate"
	"rounds/inbox/platform/slack"
)

// noon is a Tuesday.
func noon() time.Time { return time.Date(2026, 11, 17, 12, 0, 0, 0, time.UTC) }

func community(seed uint64, size int) *simulate.Slack {
	return simulate.NewSlack(simulate.Options{Seed: seed, Size: size, Now: noon})
}

func TestASeedTellsOneStory(t *testing.T) {
	one, same, other := community(1, 800), community(1, 800), community(2, 800)
	if !slices.Equal(one.Messages(), same.Messages()) {
		t.Error("the same seed tells two stories")
	}
	if slices.Equal(one.Messages(), other.Messages()) {
		t.Error("two seeds tell the same story")
	}
	for i := range 50 {
		now := noon().Add(time.Duration(i) * 20 * time.Second)
		if a, b := one.Live(now), same.Live(now); a != b {
			t.Fatalf("at %v one lives on by %d messages, the other by %d", now, a, b)
		}
	}
	if !slices.Equal(one.Messages(), same.Messages()) {
		t.Error("the same seed lives on in two ways")
	}
}

func TestTheSizeIsExact(t *testing.T) {
	for _, size := range []int{1, 10, 100, 1500, 20_000} {
		s := community(3, size)
		if len(s.Messages()) != size || s.Count() != size {
			t.Errorf("%d messages and a count of %d, want %d", len(s.Messages()), s.Count(), size)
		}
	}
}

func TestEveryMessageIsItsOwnAndInThePast(t *testing.T) {
	all := community(4, 20_000).Messages()
	if unique := slices.Compact(slices.Clone(all)); len(unique) != len(all) {
		t.Errorf("%d of %d messages share a timestamp", len(all)-len(unique), len(all))
	}
	for _, m := range all {
		if _, ts, _ := strings.Cut(m, " "); ts >= "1794916800.000000" {
			t.Errorf("%s lies after now", m)
		}
	}
}

func TestLifeGoesOnAtItsPace(t *testing.T) {
	s := community(5, 500)
	now, came := noon(), 0
	for range 360 { // an hour, every ten seconds
		now = now.Add(10 * time.Second)
		came += s.Live(now)
	}
	if came < 150 || came > 600 {
		t.Errorf("%d messages in an hour", came)
	}
	if s.Count() != 500+came {
		t.Errorf("%d messages in all, want %d", s.Count(), 500+came)
	}
	if flood := s.Live(now.AddDate(0, 0, 3)); flood > 50 {
		t.Errorf("after three days of sleep %d messages came at once", flood)
	}
}

// round reads every scope that is known and every one that it is told to
// follow until none has more, as the courier does. What it read goes into read
// as "channel ts".
func round(t *testing.T, c *slack.Connector, cursors map[string]string, read map[string]inbox.Message) {
	t.Helper()
	cursors[""] = ""
	queue, done := slices.Sorted(maps.Keys(cursors)), map[string]bool{}
	for len(queue) > 0 {
		s := inbox.Scope{Name: queue[0], Cursor: cursors[queue[0]]}
		if queue = queue[1:]; done[s.Name] {
			continue
		}
		done[s.Name] = true
		for more := true; more; {
			page, err := c.Fetch(context.Background(), s)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range page.Messages {
				read[m.Channel+" "+m.ID] = m
			}
			for _, skip := range page.Skipped {
				t.Errorf("skipped: %s %s", skip.Where, skip.Why)
			}
			for _, f := range page.Follow {
				queue = append(queue, f.Scope)
			}
			s, more = page.Scope, page.More
			cursors[s.Name] = s.Cursor
			if page.Ended {
				delete(cursors, s.Name)
			}
		}
	}
}

// serve puts a community behind a server and a connector in front of it.
func serve(t *testing.T, s *simulate.Slack, now func() time.Time) *slack.Connector {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return slack.New(slack.Options{Account: "demo", Token: s.Token(), Base: server.URL + "/api/", Now: now})
}

func TestAConnectorReadsEverything(t *testing.T) {
	s := community(6, 1500)
	now := noon()
	c := serve(t, s, func() time.Time { return now })
	cursors, read := map[string]string{}, map[string]inbox.Message{}
	round(t, c, cursors, read)
	compare(t, s, read)

	// Life goes on for an hour, with a round every five minutes; a day later
	// the long look has found what was said under old messages, too.
	for i := range 240 {
		now = noon().Add(time.Duration(i) * 15 * time.Second)
		if s.Live(now); i%20 == 0 {
			round(t, c, cursors, read)
		}
	}
	now = now.Add(25 * time.Hour)
	round(t, c, cursors, read)
	compare(t, s, read)
}

func compare(t *testing.T, s *simulate.Slack, read map[string]inbox.Message) {
	t.Helper()
	want := s.Messages()
	missing := 0
	for _, key := range want {
		if _, ok := read[key]; !ok {
			missing++
		}
	}
	if missing > 0 || len(read) != len(want) {
		t.Errorf("read %d messages of %d, %d are missing", len(read), len(want), missing)
	}
}

func TestTheDeskIsNeverEmpty(t *testing.T) {
	s := community(1, 0)
	read := map[string]inbox.Message{}
	round(t, serve(t, s, noon), map[string]string{}, read)
	answered := answeredIn(read)
	waiting, named, texts := 0, 0, map[string]int{}
	for key, m := range read {
		if noon().Sub(m.SentAt) >= 4*24*time.Hour || m.Kind != inbox.Said || m.ID != m.Thread {
			continue
		}
		if texts[m.Text]++; texts[m.Text] > 1 {
			t.Errorf("said twice within days: %q", m.Text)
		}
		if strings.ContainsAny(m.Text, "{}") && !strings.Contains(m.Text, "{{") {
			t.Errorf("a slot is open in %q", m.Text)
		}
		open := !answered[key] && !m.Bot
		if open && slices.Contains(m.Mentions, s.Me()) {
			named++
		}
		if open && strings.Contains(m.Text, "?") {
			waiting++
		}
	}
	if waiting < 12 || named < 2 {
		t.Errorf("%d questions wait and %d name me", waiting, named)
	}
}

// answeredIn are the threads in which a person has replied.
func answeredIn(read map[string]inbox.Message) map[string]bool {
	answered := map[string]bool{}
	for _, m := range read {
		if m.ID != m.Thread && !m.Bot {
			answered[m.Channel+" "+m.Thread] = true
		}
	}
	return answered
}

func TestAWrongTokenOpensNothing(t *testing.T) {
	server := httptest.NewServer(community(1, 10))
	defer server.Close()
	for call, want := range map[string]string{
		"auth.test":                               "not_authed",
		"auth.test?token=xoxp-wrong":              "invalid_auth",
		"chat.update?token=":                      "not_authed",
		"no.such?token=xoxp-2026-fieldnotes-demo": "unknown_method",
		"conversations.history?channel=C1&token=xoxp-2026-fieldnotes-demo": "channel_not_found",
	} {
		got := get(t, server, call)
		if got["ok"] != false || got["error"] != want {
			t.Errorf("%s answers %v, want %s", call, got, want)
		}
	}
}

// get calls a method and decodes the answer.
func get(t *testing.T, server *httptest.Server, call string) map[string]any {
	t.Helper()
	res, err := server.Client().Get(server.URL + "/api/" + call)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var got map[string]any
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestFormsAndQueriesMeanTheSame(t *testing.T) {
	s := community(1, 10)
	server := httptest.NewServer(s)
	defer server.Close()
	res, err := server.Client().PostForm(server.URL+"/api/auth.test", url.Values{"token": {s.Token()}})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var got map[string]any
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil || got["user_id"] != s.Me() {
		t.Errorf("a form answers %v, %v", got, err)
	}
	if got := get(t, server, "auth.test?token="+s.Token()); got["user_id"] != s.Me() {
		t.Errorf("a query answers %v", got)
	}
}

func BenchmarkHundredThousand(b *testing.B) {
	for b.Loop() {
		community(1, 100_000)
	}
}
