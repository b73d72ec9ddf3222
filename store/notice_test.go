package store

import (
	"context"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// round is one round of an account, as the courier makes it: the roster, and
// what is told of one channel.
func round(t *testing.T, s *Store, c *clock, roster, channel inbox.Page) {
	t.Helper()
	c.t = c.t.Add(time.Minute)
	must(t, s.BeginRound(t.Context(), "acme", inbox.Routine))
	_, err := s.Lease(t.Context(), "acme", "rounds", "here/1/a", time.Minute)
	must(t, err)
	for _, page := range []inbox.Page{roster, channel} {
		page.Account, page.Again, page.Asked = "acme", c.t.Add(time.Hour), c.t
		_, err := s.Ingest(t.Context(), page)
		must(t, err)
	}
	must(t, s.EndRound(t.Context(), "acme", "", false))
	look := func([]moderation.Said) []moderation.Flag { return nil }
	_, _, err = s.Sift(t.Context(), 500, look)
	must(t, err)
	must(t, s.Fold(t.Context()))
}

// pages are what a quiet platform tells in every round.
func pages(c *clock) (roster, channel inbox.Page) {
	roster = inbox.Page{
		Members: people(), Since: c.t, Follow: channels("C1"),
		Channels: []inbox.Channel{{ID: "C1", Name: "help", Topic: "questions", Created: noon.AddDate(-1, 0, 0)}},
	}
	channel = inbox.Page{
		Scope: inbox.Scope{Name: "channel:C1", Cursor: "c"}, Messages: []inbox.Message{says("U1", "1", "1", 0, "hello")},
		Held: inbox.Coverage{From: noon.AddDate(0, -1, 0), To: c.t},
	}
	return roster, channel
}

func TestARoundThatBroughtNothingMakesNoNotice(t *testing.T) {
	s, c := openTest(t)
	roster, channel := pages(c)
	round(t, s, c, roster, channel)
	before := s.Changes()
	for range 3 {
		roster, channel = pages(c)
		round(t, s, c, roster, channel)
	}
	if n := s.Changes() - before; n != 0 {
		t.Errorf("%d notices", n)
	}
	all, err := s.Standings(t.Context())
	must(t, err)
	if got := all[0]; !got.SyncedAt.Equal(c.t) || !got.BegunAt.Equal(c.t) || !got.Channels[0].ReadAt.Equal(c.t) || !got.Channels[0].Held.To.Equal(c.t.Add(-time.Minute)) {
		t.Errorf("the last round is not noted: %+v", got)
	}
}

func TestWhatARoundBringsMakesANotice(t *testing.T) {
	tests := map[string]func(roster, channel *inbox.Page){
		"something said": func(_, channel *inbox.Page) {
			channel.Messages = append(channel.Messages, says("U2", "2", "1", 1, "hi"))
		},
		"something edited": func(_, channel *inbox.Page) {
			channel.Messages[0].Text, channel.Messages[0].EditedAt = "hello?", noon
		},
		"something deleted": func(_, channel *inbox.Page) { channel.Messages[0].Deleted = true },
		"a channel renamed": func(roster, _ *inbox.Page) { roster.Channels[0].Name = "support" },
		"a channel closed":  func(roster, _ *inbox.Page) { roster.Channels[0].Archived = true },
		"a channel gone":    func(roster, _ *inbox.Page) { roster.Channels = nil },
		"a new channel": func(roster, _ *inbox.Page) {
			roster.Channels = append(roster.Channels, inbox.Channel{ID: "C2", Name: "new"})
		},
		"a new scope":          func(_, channel *inbox.Page) { channel.Follow = channels("C2") },
		"a member renamed":     func(roster, _ *inbox.Page) { roster.Members[0].Name = "Somebody Else" },
		"history further back": func(_, channel *inbox.Page) { channel.Held.From = noon.AddDate(0, -2, 0) },
		"a scope at its end":   func(_, channel *inbox.Page) { channel.Ended = true },
	}
	for name, brings := range tests {
		t.Run(name, func(t *testing.T) {
			s, c := openTest(t)
			roster, channel := pages(c)
			round(t, s, c, roster, channel)
			before := s.Changes()
			roster, channel = pages(c)
			roster.Since = c.t.Add(time.Minute)
			brings(&roster, &channel)
			round(t, s, c, roster, channel)
			if s.Changes() == before {
				t.Error("no notice")
			}
		})
	}
}

func TestHowARoundEndsMakesANoticeWhenItIsAnotherEnd(t *testing.T) {
	s, c := openTest(t)
	ends := func(trouble string, stopped bool) uint64 {
		before := s.Changes()
		c.t = c.t.Add(time.Minute)
		must(t, s.EndRound(t.Context(), "acme", trouble, stopped))
		return s.Changes() - before
	}
	for i, end := range []struct {
		trouble string
		stopped bool
		notices uint64
	}{{"", false, 1}, {"", false, 0}, {"no connection", false, 1}, {"", false, 1}, {"", false, 0}, {"refused", true, 1}, {"", false, 1}, {"", false, 0}} {
		if n := ends(end.trouble, end.stopped); n != end.notices {
			t.Errorf("end %d: %d notices, want %d", i, n, end.notices)
		}
	}
}

func TestWhatWasTroubledIsNoticedWhenItIsReadAgain(t *testing.T) {
	s, c := openTest(t)
	roster, channel := pages(c)
	round(t, s, c, roster, channel)
	before := s.Changes()
	must(t, s.Fail(t.Context(), "acme", "channel:C1", "not_in_channel", c.t.Add(time.Hour)))
	if s.Changes() != before+1 {
		t.Error("the trouble is not noticed")
	}
	before = s.Changes()
	round(t, s, c, roster, channel)
	if s.Changes() == before {
		t.Error("its end is not noticed")
	}
}

func TestWhatWeWriteOurselvesIsNoticedOnce(t *testing.T) {
	s, _ := openTest(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Watch(ctx, time.Millisecond) }()
	for begun := false; !begun; { // until it looks
		ingest(t, s, says("U1", "1", "1", 0, time.Now().String()))
		select {
		case <-s.Summoned():
			begun = true
		case <-time.After(10 * time.Millisecond):
		}
	}
	for len(s.summoned) > 0 {
		<-s.summoned
	}
	for range 20 {
		before := s.Changes()
		ingest(t, s, says("U1", "1", "1", 0, time.Now().String()))
		<-s.Summoned() // it has looked since
		if n := s.Changes() - before; n != 1 {
			t.Fatalf("%d notices of one page", n)
		}
	}
	stop()
	must(t, <-done)
}
