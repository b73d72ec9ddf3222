package store

import (
	"strings"
	"testing"

	"rounds/inbox"
)

func TestWhatTheConfigSaysNewIsReadIntoWhatIsKept(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s,
		says("U1", "1", "1", 0, "is kubuntu any good"),
		says("U2", "2", "1", 1, "ask bo, it is me"),
		asking(says("U1", "3", "3", 2, "and this?")))
	must(t, s.Claim(t.Context(), "acme", "BO"))
	if a, err := s.Account(t.Context(), "acme"); err != nil || a.Self != "U2" {
		t.Errorf("account = %+v, %v", a, err)
	}
	must(t, s.Claim(t.Context(), "acme", "ana"))
	if a, _ := s.Account(t.Context(), "acme"); a.Self != "U2" {
		t.Error("a claim was taken over by another")
	}

	read := func(m inbox.Message) []inbox.Signal {
		if strings.Contains(m.Text, "kubuntu") {
			return []inbox.Signal{{Kind: inbox.Mention, Reason: `says "kubuntu"`}}
		}
		return nil
	}
	side := func(m inbox.Member) inbox.Role {
		if m.Handle == "bo" {
			return inbox.Team
		}
		return m.Role
	}
	must(t, s.Reread(t.Context(), "acme", "mark 2", read, side))
	first, err := s.Talk(t.Context(), 1)
	must(t, err)
	if !first.Has(inbox.Mention) || first.State != inbox.Waiting || first.Said[1].Author.Role != inbox.Team {
		t.Errorf("the first is %s with %v", first.State, first.Signals)
	}
	second, err := s.Talk(t.Context(), 2)
	must(t, err)
	if second.Has(inbox.Question) {
		t.Error("the second still asks")
	}
	if mark, err := s.Desk(t.Context(), "acme"); mark != "mark 2" || err != nil {
		t.Errorf("mark = %q, %v", mark, err)
	}
	before := dump(t, s)
	must(t, s.Reread(t.Context(), "acme", "mark 2", read, side))
	same(t, dump(t, s), before)
}
