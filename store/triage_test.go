package store

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/query"
)

func everything(t testing.TB, s *Store) []inbox.Conversation {
	t.Helper()
	all, err := s.Conversations(t.Context(), query.Query{}, inbox.Window{})
	must(t, err)
	return all
}

func do(t testing.TB, s *Store, act inbox.Triage) {
	t.Helper()
	_, err := s.Triage(t.Context(), act)
	must(t, err)
}

func TestWhoSpokeLastDecidesUntilAPersonDoes(t *testing.T) {
	s, c := openTest(t)
	ask, answer := asking(says("U1", "1", "1", 0, "how?")), says("U3", "2", "1", 1, "so")
	again, botty := says("U2", "3", "1", 2, "and then?"), says("U4", "4", "1", 3, "beep")
	step := func(want inbox.State, what string, act func()) {
		t.Helper()
		act()
		if got := only(t, s).State; got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	on := []int64{1}
	step(inbox.Open, "a question", func() { ingest(t, s, ask) })
	step(inbox.Waiting, "we answer", func() { ingest(t, s, answer) })
	step(inbox.Open, "somebody else speaks", func() { ingest(t, s, again) })
	step(inbox.Open, "a bot speaks", func() { ingest(t, s, botty) })
	step(inbox.Done, "done", func() { do(t, s, inbox.Triage{Verb: inbox.MarkDone, On: on}) })
	step(inbox.Done, "we speak after done", func() { ingest(t, s, says("U3", "5", "1", 4, "bye")) })
	step(inbox.Open, "they speak after done", func() { ingest(t, s, says("U1", "6", "1", 5, "wait")) })
	step(inbox.Snoozed, "snoozed", func() {
		do(t, s, inbox.Triage{Verb: inbox.Snooze, On: on, Until: c.t.Add(time.Hour)})
	})
	step(inbox.Open, "they speak while it is snoozed", func() { ingest(t, s, says("U1", "7", "1", 6, "hey")) })
	step(inbox.Snoozed, "snoozed and held", func() {
		do(t, s, inbox.Triage{Verb: inbox.Snooze, On: on, Until: c.t.Add(time.Hour), Hold: true})
		ingest(t, s, says("U1", "8", "1", 7, "hey!"))
	})
	step(inbox.Open, "the snooze is over", func() {
		c.t = c.t.Add(2 * time.Hour)
		if n, err := s.Wake(t.Context()); n != 1 || err != nil {
			t.Errorf("woke %d, %v", n, err)
		}
	})
	step(inbox.Open, "a bot speaks after it woke", func() { ingest(t, s, says("U4", "9", "1", 8, "boop")) })
	step(inbox.Done, "muted and done, and they speak", func() {
		do(t, s, inbox.Triage{Verb: inbox.Mute, On: on})
		do(t, s, inbox.Triage{Verb: inbox.MarkDone, On: on})
		ingest(t, s, says("U1", "a", "1", 9, "anyone"))
	})
}

func TestWhatWasNotSeenIsNotDone(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "first"))
	seen := only(t, s).LastAt
	ingest(t, s, says("U2", "2", "1", 5, "news that came while the key was pressed"))
	do(t, s, inbox.Triage{Verb: inbox.MarkDone, On: []int64{1}, Seen: []time.Time{seen}})
	if got := only(t, s).State; got != inbox.Open {
		t.Errorf("state = %s", got)
	}
}

func TestUndoAndRedoSurviveARestart(t *testing.T) {
	path, c := filepath.Join(t.TempDir(), "x.db"), &clock{noon}
	s := openAt(t, path, c)
	ingest(t, s, says("U1", "1", "1", 0, "one"), says("U2", "2", "2", 1, "two"))
	on := []int64{1, 2}
	acts := []inbox.Triage{
		{Verb: inbox.AddTag, On: on, Tags: []string{"Bug", "#ui"}},
		{Verb: inbox.AddNote, On: on[:1], Text: "call her"},
		{Verb: inbox.Star, On: on},
		{Verb: inbox.Snooze, On: on, Until: noon.Add(time.Hour)},
		{Verb: inbox.MarkDone, On: on},
		{Verb: inbox.DropTag, On: on[:1], Tags: []string{"ui"}},
	}
	desks := []map[string][]string{state(t, s)}
	for _, act := range acts {
		do(t, s, act)
		desks = append(desks, state(t, s))
	}
	s.Close()
	s = openAt(t, path, c)
	for i := len(acts); i > 0; i-- {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, state(t, s), desks[i-1])
	}
	if _, err := s.Undo(t.Context()); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("undid more than was done: %v", err)
	}
	for i := range acts {
		if _, err := s.Redo(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, state(t, s), desks[i+1])
	}
	if _, err := s.Redo(t.Context()); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("redid more than was undone: %v", err)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	do(t, s, inbox.Triage{Verb: inbox.Mute, On: on})
	if _, err := s.Redo(t.Context()); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("redid over something done since: %v", err)
	}
}

// state is all that a person can have changed.
func state(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	all := dump(t, s)
	return map[string][]string{"conversation": all["conversation"], "tag": all["tag"], "note": all["note"]}
}

func TestTheJournalIsEnoughForAnotherMachine(t *testing.T) {
	here, _ := openTest(t)
	there, _ := openTest(t)
	messages := []inbox.Message{says("U1", "1", "1", 0, "one"), says("U2", "2", "2", 1, "two")}
	ingest(t, here, messages...)
	do(t, here, inbox.Triage{Verb: inbox.AddTag, On: []int64{1, 2}, Tags: []string{"bug"}})
	do(t, here, inbox.Triage{Verb: inbox.AddNote, On: []int64{1}, Text: "call her"})
	do(t, here, inbox.Triage{Verb: inbox.MarkDone, On: []int64{2}})
	_, err := here.Undo(t.Context())
	must(t, err)
	entries, err := here.Entries(t.Context())
	must(t, err)

	must(t, there.Replay(t.Context(), entries)) // before its messages
	ingest(t, there, messages...)
	must(t, there.Replay(t.Context(), entries)) // and again, which changes nothing
	same(t, state(t, there), state(t, here))
	same(t, map[string][]string{"journal": dump(t, there)["journal"]}, map[string][]string{"journal": dump(t, here)["journal"]})
}

func TestDoingNothingIsNotInTheJournal(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "one"))
	for _, act := range []inbox.Triage{
		{Verb: inbox.Unmute, On: []int64{1}},
		{Verb: inbox.DropTag, On: []int64{1}, Tags: []string{"none"}},
		{Verb: inbox.AddNote, On: []int64{1}, Text: "  "},
		{Verb: inbox.MarkDone, On: []int64{99}},
	} {
		if _, err := s.Triage(t.Context(), act); !errors.Is(err, inbox.ErrNone) {
			t.Errorf("%s: %v", act.Verb, err)
		}
	}
	if entries, err := s.History(t.Context(), 9); err != nil || len(entries) != 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestADraftIsKeptPerConversation(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "one"), says("U1", "2", "2", 0, "two"))
	must(t, s.SaveDraft(t.Context(), placeIn(t, s, 1), inbox.NoteDraft, "half a sen"))
	must(t, s.SaveDraft(t.Context(), placeIn(t, s, 1), inbox.NoteDraft, "half a sentence"))
	for id, want := range map[int64]string{1: "half a sentence", 2: ""} {
		if got, err := s.Draft(t.Context(), placeIn(t, s, id), inbox.NoteDraft); got != want || err != nil {
			t.Errorf("draft of %d = %q, %v", id, got, err)
		}
	}
	must(t, s.SaveDraft(t.Context(), placeIn(t, s, 1), inbox.NoteDraft, ""))
	if got, _ := s.Draft(t.Context(), placeIn(t, s, 1), inbox.NoteDraft); got != "" {
		t.Errorf("draft = %q", got)
	}
}

// placeIn is where a conversation is.
func placeIn(t testing.TB, s *Store, id int64) inbox.Place {
	t.Helper()
	found, err := s.ConversationsByID(t.Context(), []int64{id})
	must(t, err)
	if len(found) != 1 {
		return inbox.Place{Account: "acme", Channel: "C1", Thread: "1"} // it is awaited
	}
	return found[0].Place()
}
