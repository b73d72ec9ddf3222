package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"rounds/inbox"
)

// due reads through all that is due and returns the names in their order.
func due(t *testing.T, s *Store, c *clock, why inbox.Why, last inbox.Turn) []string {
	t.Helper()
	c.t = c.t.Add(time.Second)
	must(t, s.BeginRound(t.Context(), "acme", why))
	round := c.t
	if why == inbox.Told {
		round = time.Time{}
	}
	var names []string
	for range 100 {
		c.t = c.t.Add(time.Millisecond)
		scope, err := s.Due(t.Context(), "acme", round, last)
		if errors.Is(err, inbox.ErrNone) {
			must(t, s.EndRound(t.Context(), "acme", "", false))
			return names
		}
		must(t, err)
		names = append(names, scope.Name)
		again := time.Time{}
		if scope.Turn > inbox.First {
			again = c.t.Add(time.Hour)
		}
		_, err = s.Ingest(t.Context(), inbox.Page{Account: "acme", Scope: scope, Again: again})
		must(t, err)
	}
	t.Fatalf("there is no end: %v", names)
	return nil
}

func follow(t *testing.T, s *Store, all ...inbox.Follow) {
	t.Helper()
	_, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Follow: all, Heard: true})
	must(t, err)
}

func TestEveryScopeHasItsTurn(t *testing.T) {
	s, c := openTest(t)
	follow(
		t, s,
		inbox.Follow{Scope: "thread:A:1", Turn: inbox.Then, Mark: "1 x"},
		inbox.Follow{Scope: "channel:A", Channel: "A"},
		inbox.Follow{Scope: "sweep:A", Turn: inbox.Spare, Channel: "A", After: c.t.Add(time.Hour)},
	)
	steps := []struct {
		name string
		why  inbox.Why
		last inbox.Turn
		want []string
	}{
		{"everything that is new, in its turn", inbox.Routine, inbox.Spare, []string{"", "channel:A", "thread:A:1"}},
		{"of what was told only what is new", inbox.Told, inbox.Spare, nil},
		{"then what is due by its age", inbox.Routine, inbox.Spare, []string{"", "channel:A"}},
		{"after a gap every channel, and what was said in it before", inbox.Missed, inbox.Spare, []string{"", "channel:A", "sweep:A"}},
		{"a person who asks sees old threads and old history", inbox.Asked, inbox.Spare, []string{"", "channel:A", "thread:A:1", "sweep:A"}},
		{"history only as far as there is room for it", inbox.Asked, inbox.Then, []string{"", "channel:A", "thread:A:1"}},
	}
	for _, step := range steps {
		if got := due(t, s, c, step.why, step.last); !slices.Equal(got, step.want) {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
	}
}

func TestAThreadIsReadAgainWhenItsMarkIsAnother(t *testing.T) {
	s, c := openTest(t)
	read := func(mark string) {
		t.Helper()
		c.t = c.t.Add(time.Second)
		_, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Scope: inbox.Scope{Name: "thread:A:1"}, Mark: mark, Again: c.t.AddDate(0, 1, 0)})
		must(t, err)
	}
	follow(t, s, inbox.Follow{Scope: "thread:A:1", Turn: inbox.Then, Mark: "1 x"})
	read("1 x")
	for _, step := range []struct {
		mark string
		due  bool
	}{{"1 x", false}, {"", false}, {"2 y", true}, {"2 y", false}, {"1 x", true}} {
		follow(t, s, inbox.Follow{Scope: "thread:A:1", Turn: inbox.Then, Mark: step.mark})
		_, err := s.Due(t.Context(), "acme", c.t, inbox.Spare)
		if got := err == nil; got != step.due {
			t.Errorf("with mark %q it is due: %t, want %t", step.mark, got, step.due)
		}
		if step.due {
			read(step.mark)
		}
	}
}

func TestWhatCannotBeReadIsLeftAloneForAWhileAndSaidSo(t *testing.T) {
	s, c := openTest(t)
	_, err := s.Ingest(t.Context(), inbox.Page{
		Account: "acme", Heard: true,
		Channels: []inbox.Channel{{ID: "A", Name: "general"}, {ID: "B", Name: "help"}}, Follow: channels("A", "B"),
	})
	must(t, err)
	again := c.t.Add(time.Hour)
	must(t, s.Fail(t.Context(), "acme", "channel:A", "not_in_channel", again))
	if got := due(t, s, c, inbox.Routine, inbox.Spare); !slices.Equal(got, []string{"", "channel:B"}) {
		t.Errorf("reads %q", got)
	}
	standings, err := s.Standings(t.Context())
	must(t, err)
	a := standings[0].Channels[0]
	if a.Trouble != "not_in_channel" || !a.Again.Equal(again) || standings[0].Channels[1].Trouble != "" {
		t.Errorf("stands as %+v", a)
	}
	if tries, err := s.Tries(t.Context(), "acme", "channel:A"); err != nil || tries != 1 {
		t.Errorf("%d tries: %v", tries, err)
	}
	if got := due(t, s, c, inbox.Asked, inbox.Spare); !slices.Equal(got, []string{"", "channel:A", "channel:B"}) {
		t.Errorf("who asks has it tried again: %q", got)
	}
	standings, err = s.Standings(t.Context())
	must(t, err)
	if a := standings[0].Channels[0]; a.Trouble != "" {
		t.Errorf("after it was read: %+v", a)
	}
}

func TestARoundThatEndedBadlyStandsSo(t *testing.T) {
	s, c := openTest(t)
	must(t, s.EndRound(t.Context(), "acme", "", false))
	good := c.t
	c.t = c.t.Add(time.Minute)
	must(t, s.EndRound(t.Context(), "acme", "no route", false))
	must(t, s.Wait(t.Context(), "acme", c.t.Add(time.Minute)))
	must(t, s.Live(t.Context(), "acme", c.t))
	all, err := s.Standings(t.Context())
	must(t, err)
	if a := all[0]; a.Trouble != "no route" || !a.TroubleAt.Equal(c.t) || a.Stopped != "" || !a.SyncedAt.Equal(good) ||
		!a.Until.Equal(c.t.Add(time.Minute)) || !a.Live.Equal(c.t) {
		t.Errorf("stands as %+v", a)
	}
	must(t, s.EndRound(t.Context(), "acme", "token_revoked", true))
	c.t = c.t.Add(time.Hour)
	all, err = s.Standings(t.Context())
	must(t, err)
	if a := all[0]; a.Stopped != "token_revoked" || a.Trouble != "" || !a.Until.IsZero() {
		t.Errorf("stands as %+v", a)
	}
}

func TestALeaseIsForOneUntilItRunsOut(t *testing.T) {
	s, c := openTest(t)
	lease := func(who string, lasts time.Duration) bool {
		t.Helper()
		others, err := s.Lease(t.Context(), "acme", "rounds", who, lasts)
		must(t, err)
		return others.IsZero()
	}
	if !lease("a", time.Minute) || lease("b", time.Minute) || !lease("a", time.Minute) {
		t.Error("two have it, or nobody")
	}
	c.t = c.t.Add(time.Minute)
	if !lease("b", time.Minute) || lease("a", time.Minute) {
		t.Error("it did not run out")
	}
	if !lease("b", 0) || !lease("a", time.Minute) {
		t.Error("it was not given back")
	}
}

// shows is a page that shows a channel's stretch completely, with some messages.
func shows(sure bool, span inbox.Span, messages ...inbox.Message) inbox.Page {
	span.Channel, span.Sure, span.Check = "C1", sure, "check:C1:"+span.Thread
	return inbox.Page{Account: "acme", Heard: true, Messages: messages, Covers: []inbox.Span{span}}
}

func TestWhatAPageShowsNoMoreIsLookedForOnceMoreAndThenGone(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s,
		says("U1", "1", "", 1, "one"), says("U2", "2", "", 2, "two"), says("U1", "3", "", 3, "three"),
		says("U2", "4", "2", 4, "reply"), says("U1", "5", "", 5, "five"))
	_, err := s.Ingest(t.Context(), shows(false, inbox.Span{From: "1", To: "4"}, says("U1", "1", "", 1, "one")))
	must(t, err)
	if got := deleted(t, s); len(got) != 0 {
		t.Errorf("deleted at once: %v", got)
	}
	scope, err := s.Due(t.Context(), "acme", c.t, inbox.Then)
	if err != nil || scope.Name != "check:C1::2:3" {
		t.Errorf("looks at %q: %v", scope.Name, err)
	}
	_, err = s.Ingest(t.Context(), shows(true, inbox.Span{From: "2", To: "3"}, says("U1", "3", "", 3, "three")))
	must(t, err)
	if got := deleted(t, s); !slices.Equal(got, []string{"2"}) {
		t.Errorf("deleted: %v, want only the one that was not shown; its reply stands in the thread", got)
	}
	_, err = s.Ingest(t.Context(), shows(true, inbox.Span{Thread: "2", From: "2", To: "9"}))
	must(t, err)
	if got := deleted(t, s); !slices.Equal(got, []string{"2", "4"}) {
		t.Errorf("deleted: %v", got)
	}
	checkIndex(t, s)
	ingest(t, s, says("U2", "2", "", 2, "two"))
	if got := deleted(t, s); !slices.Equal(got, []string{"4"}) {
		t.Errorf("what is shown again is not back: %v", got)
	}
	checkIndex(t, s)
}

func deleted(t *testing.T, s *Store) []string {
	t.Helper()
	keys, err := list(t.Context(), s.read, func(row scanner) (key string, err error) { return key, row.Scan(&key) },
		`SELECT key FROM message WHERE deleted = 1 ORDER BY key`)
	must(t, err)
	return keys
}

func TestAChannelThatARosterDoesNotShowIsGoneOrMoved(t *testing.T) {
	s, c := openTest(t)
	born := c.t.AddDate(-1, 0, 0)
	roster := func(all ...inbox.Channel) {
		t.Helper()
		c.t = c.t.Add(time.Minute)
		page := inbox.Page{Account: "acme", Channels: all, Since: c.t}
		for _, ch := range all {
			page.Follow = append(page.Follow, channels(ch.ID)...)
		}
		_, err := s.Ingest(t.Context(), page)
		must(t, err)
	}
	rows := func() []string {
		t.Helper()
		all, err := list(t.Context(), s.read, func(row scanner) (line string, err error) {
			var id, messages int
			var key string
			var gone bool
			err = row.Scan(&id, &key, &gone, &messages)
			return fmt.Sprintf("%s gone=%t messages=%d", key, gone, messages), err
		}, `SELECT id, key, gone, (SELECT count(*) FROM message WHERE channel_id = channel.id) FROM channel WHERE seen_at > 0 ORDER BY key`)
		must(t, err)
		return all
	}
	general, help := inbox.Channel{ID: "C1", Name: "general", Created: born}, inbox.Channel{ID: "C2", Name: "help", Created: born}
	roster(general, help)
	ingest(t, s, says("U1", "1", "", 1, "one"))
	roster(general)
	if got := rows(); !slices.Equal(got, []string{"C1 gone=false messages=1", "C2 gone=true messages=0"}) {
		t.Errorf("the rows are %q", got)
	}
	before := only(t, s)
	moved := general
	moved.ID, moved.Kind = "G9", inbox.Private
	roster(moved, help)
	if got := rows(); !slices.Equal(got, []string{"C2 gone=false messages=0", "G9 gone=false messages=1"}) {
		t.Errorf("after the move the rows are %q", got)
	}
	if after := only(t, s); after.ID != before.ID || after.Channel.ID != "G9" || after.Channel.Kind != inbox.Private {
		t.Errorf("the conversation is %+v", after)
	}
	moved.ID = "G10"
	moved.Created = born.AddDate(0, 0, 1) // another of the same name
	roster(moved, help)
	if got := rows(); !slices.Equal(got, []string{"C2 gone=false messages=0", "G10 gone=false messages=0", "G9 gone=true messages=1"}) {
		t.Errorf("another channel of the same name: %q", got)
	}
}
