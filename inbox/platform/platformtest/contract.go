package platformtest

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// visit puts a random community behind a server, with a connector before it.
func visit(t *testing.T, p Platform) (World, Connector, *clock) {
	t.Helper()
	c := &clock{now: noon()}
	world := p.New(3, 200, c.Now)
	server := httptest.NewServer(world)
	t.Cleanup(server.Close)
	return world, world.Connect(server.URL, Client{Now: c.Now, PageSize: 20, HTTP: platform.NewHTTP(platform.Options{Timeout: 5 * time.Second})}), c
}

// Contract holds a connector to what the courier, the store and main ask of it.
func Contract(t *testing.T, p Platform) {
	t.Run("it tells who we are", func(t *testing.T) { identifies(t, p) })
	t.Run("its pages are whole", func(t *testing.T) { pagesAreWhole(t, p) })
	t.Run("a second round changes nothing", func(t *testing.T) { secondRound(t, p) })
	t.Run("what it does not know it refuses", func(t *testing.T) { refuses(t, p) })
	t.Run("what the platform lacks is refused as such", func(t *testing.T) { lacks(t, p) })
	t.Run("it stops when it is called off", func(t *testing.T) { stops(t, p) })
	t.Run("a platform that cannot be reached is lost", func(t *testing.T) { isLost(t, p) })
}

func identifies(t *testing.T, p Platform) {
	world, connector, _ := visit(t, p)
	a, err := connector.Identify(t.Context())
	if err != nil || a.Platform != p.Name || a.Self != world.Me() {
		t.Fatalf("it is %+v, %v; want %s on %s", a, err, world.Me(), p.Name)
	}
	if link := a.Permalink("1", "1", "1"); !strings.HasPrefix(link, "http") {
		t.Errorf("a permalink is %q", link)
	}
	for kind, why := range a.Lacks {
		if !strings.HasSuffix(why, ".") || len(why) < 20 {
			t.Errorf("why %s cannot be done is said in %q: that is no sentence", kind, why)
		}
	}
}

// pagesAreWhole reads everything that there is, scope by scope.
func pagesAreWhole(t *testing.T, p Platform) {
	_, connector, c := visit(t, p)
	waiting := []inbox.Scope{{Name: ""}}
	known, rooms := map[string]bool{"": true}, map[string]bool{}
	for pages := 0; len(waiting) > 0; pages++ {
		if pages > 5000 {
			t.Fatal("it does not come to its end")
		}
		scope := waiting[0]
		page, err := connector.Fetch(t.Context(), scope)
		var later interface{ RetryAfter() time.Duration }
		switch {
		case errors.As(err, &later):
			c.pass(later.RetryAfter())
			continue
		case err != nil:
			t.Fatalf("scope %q: %v", scope.Name, err)
		}
		isWhole(t, page, scope, rooms)
		waiting = waiting[1:]
		for _, f := range page.Follow {
			if !known[f.Scope] {
				known[f.Scope] = true
				waiting = append(waiting, inbox.Scope{Name: f.Scope, Turn: f.Turn})
			}
		}
		if page.More && !page.Ended {
			if page.Scope.Cursor == scope.Cursor {
				t.Fatalf("scope %q has more and its cursor does not move: %q", scope.Name, scope.Cursor)
			}
			waiting = append([]inbox.Scope{page.Scope}, waiting...)
		}
	}
	if len(rooms) == 0 {
		t.Error("there are no channels")
	}
}

func isWhole(t *testing.T, page inbox.Page, asked inbox.Scope, rooms map[string]bool) {
	t.Helper()
	if page.Account == "" || page.Scope.Name != asked.Name {
		t.Errorf("asked for %q it answers %q of account %q", asked.Name, page.Scope.Name, page.Account)
	}
	for _, ch := range page.Channels {
		rooms[ch.ID] = true
		if ch.ID == "" || ch.Name == "" || ch.Kind == "" {
			t.Errorf("a channel lacks something: %+v", ch)
		}
	}
	for _, m := range page.Members {
		if m.ID == "" || m.Handle == "" {
			t.Errorf("a member lacks something: %+v", m)
		}
	}
	messagesAreWhole(t, page.Messages, rooms)
	restIsWhole(t, page)
}

func restIsWhole(t *testing.T, page inbox.Page) {
	t.Helper()
	for _, s := range page.Covers {
		if len(s.From) > len(s.To) || len(s.From) == len(s.To) && s.From > s.To || !s.Sure && s.Check == "" {
			t.Errorf("a span makes no sense: %+v", s)
		}
	}
	for _, r := range page.Reports {
		if r.ID == "" || r.Kind == "" || r.At.IsZero() {
			t.Errorf("a report lacks something: %+v", r)
		}
	}
	for _, skip := range page.Skipped {
		t.Errorf("skipped: %s %s", skip.Where, skip.Why)
	}
}

func messagesAreWhole(t *testing.T, messages []inbox.Message, rooms map[string]bool) {
	t.Helper()
	for _, m := range messages {
		switch {
		case m.ID == "" || m.Channel == "" || m.Kind == "" || m.SentAt.IsZero():
			t.Errorf("a message lacks something: %+v", m)
		case !rooms[m.Channel]:
			t.Errorf("message %s stands in channel %q, which was never shown", m.ID, m.Channel)
		case m.Answers != "" && m.Thread != m.Answers:
			t.Errorf("message %s answers %s and stands in %s", m.ID, m.Answers, m.Thread)
		}
	}
}

func secondRound(t *testing.T, p Platform) {
	m := newMirror(t, p, 5)
	for range 3 {
		if _, err := m.rounds.Pull(t.Context(), account); err != nil {
			t.Fatal(err)
		}
		m.clock.pass(6 * time.Hour)
	}
	believes(t, m.memory, m.world)
	for _, twice := range rows(t, m.memory, `SELECT channel, turn FROM scope WHERE channel <> '' GROUP BY channel, turn HAVING count(*) > 1`) {
		t.Errorf("two scopes of one turn say that they are the channel: %s", twice)
	}
	for _, bare := range rows(t, m.memory, `SELECT name FROM scope WHERE channel <> '' AND turn = 0 AND held_to = 0 AND trouble = ''`) {
		t.Errorf("of %s it is not said what is held", bare)
	}
	got, err := m.rounds.Pull(t.Context(), account)
	if err != nil || got.Messages+got.Changed+got.Channels+got.Members+got.Threads+got.Reports != 0 {
		t.Errorf("one more round changes %+v, %v", got, err)
	}
}

func refuses(t *testing.T, p Platform) {
	_, connector, _ := visit(t, p)
	if page, err := connector.Fetch(t.Context(), inbox.Scope{Name: "nothing:of:the:kind"}); err == nil && !page.Ended {
		t.Error("a scope that there is not is read")
	}
	if _, err := connector.Fetch(t.Context(), inbox.Scope{Name: "", Cursor: "not one of ours \x00"}); err != nil {
		t.Errorf("with a cursor that is none of its own it does not begin anew: %v", err)
	}
}

// kinds are all kinds of action.
func kinds() []inbox.ActionKind {
	return []inbox.ActionKind{
		inbox.Reply, inbox.ReplyPrivately, inbox.Welcome, inbox.Post, inbox.React, inbox.Unreact, inbox.Edit, inbox.Delete, inbox.Unschedule,
		inbox.Remove, inbox.Restore, inbox.Restrict, inbox.Unrestrict, inbox.Kick, inbox.Ban, inbox.Unban, inbox.Perform,
	}
}

// lacks sees that a kind of action is refused exactly where the platform is said
// to lack it: to a person it is greyed out, and never fails only afterwards.
func lacks(t *testing.T, p Platform) {
	world, connector, _ := visit(t, p)
	before := len(world.Written())
	for _, kind := range kinds() {
		a := inbox.Action{ID: "01890000-0000-7000-8000-000000000000", Kind: kind, Account: account, Channel: "none", Thread: "404", Message: "404", Member: "404", Text: "x", Emoji: p.Emoji[0], Report: "404", Choice: "none"}
		_, err := connector.Do(t.Context(), a)
		var local interface{ Local() bool }
		switch isLocal := errors.As(err, &local) && local.Local(); {
		case err == nil:
			t.Errorf("%s of what is not there is done", kind)
		case p.Name.Lacks(kind) != "" && !isLocal:
			t.Errorf("%s is lacking and not refused as such: %v", kind, err)
		}
	}
	if n := len(world.Written()) - before; n > 0 {
		t.Errorf("%d things were done to what is not there", n)
	}
}

func stops(t *testing.T, p Platform) {
	_, connector, _ := visit(t, p)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := connector.Fetch(ctx, inbox.Scope{}); !errors.Is(err, context.Canceled) {
		t.Errorf("called off, reading says %v", err)
	}
	if _, err := connector.Do(ctx, inbox.Action{Kind: inbox.Post, Channel: "1", Text: "x"}); err == nil {
		t.Error("called off, it sends")
	}
}

func isLost(t *testing.T, p Platform) {
	world, _, c := visit(t, p)
	connector := world.Connect("http://127.0.0.1:1", Client{Now: c.Now, HTTP: platform.NewHTTP(platform.Options{Timeout: time.Second})})
	_, err := connector.Fetch(t.Context(), inbox.Scope{})
	var lost interface{ Lost() bool }
	if !errors.As(err, &lost) || !lost.Lost() {
		t.Errorf("nobody at home is %v", err)
	}
	if token, ok := world.(interface{ Token() string }); ok && err != nil && strings.Contains(err.Error(), token.Token()) {
		t.Errorf("the token stands in %v", err)
	}
}
