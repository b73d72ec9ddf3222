package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// answer is a reply to the conversation that ana began in #help.
func answer(text string) inbox.Action {
	return inbox.Action{Kind: inbox.Reply, Account: "acme", Channel: "C1", Thread: "1", Text: text}
}

func ask(t testing.TB, s *Store, verb inbox.Verb, actions ...inbox.Action) inbox.Entry {
	t.Helper()
	e, err := s.Ask(t.Context(), inbox.Order{Verb: verb, Actions: actions})
	must(t, err)
	return e
}

// waiting is what is in the outbox, in a few words each.
func waiting(t testing.TB, s *Store, all bool) []string {
	t.Helper()
	found, err := s.Outbox(t.Context(), all)
	must(t, err)
	var lines []string
	for _, o := range found {
		text := o.Text
		if text == "" {
			text = o.Message
		}
		lines = append(lines, string(o.Kind)+" "+text+": "+string(o.State))
	}
	return lines
}

func next(t testing.TB, s *Store) (inbox.Outgoing, time.Time) {
	t.Helper()
	o, at, err := s.NextOut(t.Context(), "acme")
	if err != nil && !errors.Is(err, inbox.ErrNone) {
		t.Fatal(err)
	}
	return o, at
}

// deliver sends what is due, as if the platform had taken it as message key.
func deliver(t testing.TB, s *Store, key string) {
	t.Helper()
	o, _ := next(t, s)
	must(t, s.Attempt(t.Context(), o.ID))
	must(t, s.Settle(t.Context(), o.ID, inbox.Fate{State: inbox.Sent, Receipt: &inbox.Receipt{Channel: "C1", Message: key, Text: o.Text}}))
}

func lists(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func TestWhatIsAskedForLeavesWhenTheHoldIsOver(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, asking(says("U1", "1", "1", 0, "how?")))
	must(t, s.SaveDraft(t.Context(), only(t, s).Place(), inbox.ReplyDraft, "like th"))
	e := ask(t, s, inbox.SayReply, answer("like this, @bo, see #help. Not mail@bo"))
	if e.Subject != "ana in #help" {
		t.Errorf("it is about %q", e.Subject)
	}
	talk := only(t, s)
	if talk.State != inbox.Waiting || talk.Leaving != 1 || talk.Draft {
		t.Errorf("the conversation is %s with %d leaving, a draft: %v", talk.State, talk.Leaving, talk.Draft)
	}
	if o, at := next(t, s); o.ID != "" || !at.Equal(c.t.Add(UsualHold)) {
		t.Errorf("before its time: %q at %v", o.ID, at)
	}
	c.t = c.t.Add(UsualHold)
	o, _ := next(t, s)
	want := []inbox.Named{{Word: "#help", ID: "C1", Room: true}, {Word: "@bo", ID: "U2"}}
	if o.Room != "help" || o.Whom.Handle != "ana" || o.Conversation != talk.ID || !slices.Equal(o.Named, want) {
		t.Errorf("it is %+v", o)
	}
	deliver(t, s, "2")
	lists(t, "behind the delivery", waiting(t, s, true), []string{"reply like this, @bo, see #help. Not mail@bo: sent"})
	if opened, err := s.Talk(t.Context(), talk.ID); err != nil || len(opened.Out) != 0 {
		t.Errorf("the conversation still shows %v on its way, %v", opened.Out, err)
	}
}

func TestWhatWasAskedForEarlierInAChannelGoesFirst(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "how?"), says("U2", "2", "2", 1, "and?"))
	first, second := answer("one"), answer("two")
	second.Thread = "2"
	ask(t, s, inbox.SayReply, first)
	c.t = c.t.Add(time.Second)
	ask(t, s, inbox.SayReply, second)
	ask(t, s, inbox.SayReply, answer("three"))
	ask(t, s, inbox.SayPrivate, inbox.Action{Kind: inbox.ReplyPrivately, Account: "acme", Channel: "C1", Thread: "1", Member: "U1", Text: "psst"})
	c.t = c.t.Add(time.Minute)
	o, _ := next(t, s)
	must(t, s.Attempt(t.Context(), o.ID))
	must(t, s.Settle(t.Context(), o.ID, inbox.Fate{State: inbox.Unknown, Again: c.t.Add(time.Second), Certain: c.t.Add(time.Minute)}))
	if o, _ = next(t, s); o.Text != "psst" {
		t.Errorf("while nobody knows about the first, %q leaves", o.Text)
	}
	c.t = c.t.Add(2 * time.Second)
	if o, _ = next(t, s); o.Text != "one" || o.State != inbox.Unknown {
		t.Errorf("it is looked for %q", o.Text)
	}
	must(t, s.Settle(t.Context(), o.ID, inbox.Fate{State: inbox.Asks, Doubt: &inbox.Doubt{Reason: inbox.Perhaps, Alike: "9"}}))
	if o, _ = next(t, s); o.Text != "two" {
		t.Errorf("a person is asked about one thread, and %q leaves", o.Text)
	}
	deliver(t, s, "3")
	if o, _ = next(t, s); o.Text != "psst" {
		t.Errorf("into the thread where a person is asked goes %q", o.Text)
	}
	all, err := s.Outbox(t.Context(), false)
	must(t, err)
	if all[1].Behind != all[0].ID {
		t.Errorf("%q waits behind %q", all[1].Text, all[1].Behind)
	}
	must(t, s.Decide(t.Context(), all[0].ID, inbox.ItIsOut))
	if o, _ = next(t, s); o.Text != "three" {
		t.Errorf("after the word %q leaves", o.Text)
	}
}

func TestAnUndoDropsWhatHasNotLeftAndBringsItsTextBack(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, asking(says("U1", "1", "1", 0, "how?")))
	ask(t, s, inbox.SayReply, answer("like this"))
	_, err := s.Undo(t.Context())
	must(t, err)
	talk := only(t, s)
	if draft, err := s.Draft(t.Context(), talk.Place(), inbox.ReplyDraft); draft != "like this" || err != nil {
		t.Errorf("the draft is %q, %v", draft, err)
	}
	if talk.State != inbox.Open || talk.Leaving != 0 {
		t.Errorf("the conversation is %s with %d leaving", talk.State, talk.Leaving)
	}
	c.t = c.t.Add(time.Hour)
	if o, at := next(t, s); o.ID != "" || !at.IsZero() {
		t.Errorf("%q would leave at %v", o.Text, at)
	}
	_, err = s.Redo(t.Context())
	must(t, err)
	lists(t, "after the redo", waiting(t, s, false), []string{"reply like this: queued"})
	_, err = s.Undo(t.Context())
	must(t, err)
	lists(t, "after another undo", waiting(t, s, false), nil)
	_, err = s.Redo(t.Context())
	must(t, err)
	lists(t, "and another redo", waiting(t, s, false), []string{"reply like this: queued"})
}

func TestAnUndoOfWhatWasSentDeletesIt(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, asking(says("U1", "1", "1", 0, "how?")))
	ask(t, s, inbox.SayReply, answer("like this"))
	c.t = c.t.Add(time.Minute)
	o, _ := next(t, s)
	must(t, s.Attempt(t.Context(), o.ID))
	if _, err := s.Undo(t.Context()); !errors.Is(err, inbox.ErrUnderway) {
		t.Errorf("while it is sent: %v", err)
	}
	must(t, s.Settle(t.Context(), o.ID, inbox.Fate{State: inbox.Sent, Receipt: &inbox.Receipt{Channel: "C1", Message: "2"}}))
	undone, err := s.Undo(t.Context())
	must(t, err)
	if undone.Undoes == "" || only(t, s).State != inbox.Open {
		t.Errorf("the entry undoes %q, the conversation is %s", undone.Undoes, only(t, s).State)
	}
	back, _ := next(t, s)
	if back.Kind != inbox.Delete || back.Message != "2" || back.Undoes != o.ID {
		t.Errorf("what goes out is %+v", back)
	}
	_, err = s.Redo(t.Context())
	must(t, err)
	lists(t, "a redo before the deletion left", waiting(t, s, false), nil)
	_, err = s.Undo(t.Context())
	must(t, err)
	deliver(t, s, "2")
	_, err = s.Redo(t.Context())
	must(t, err)
	lists(t, "a redo after it left", waiting(t, s, false), []string{"reply like this: queued"})
}

func TestADeletionThatWasCarriedOutCannotBeUndone(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "how?"), says("U3", "2", "1", 1, "so"))
	do(t, s, inbox.Triage{Verb: inbox.Star, On: []int64{1}})
	ask(t, s, inbox.DeleteOwn, inbox.Action{Kind: inbox.Delete, Account: "acme", Channel: "C1", Thread: "1", Message: "2"})
	c.t = c.t.Add(time.Minute)
	deliver(t, s, "2")
	if _, err := s.Undo(t.Context()); !errors.Is(err, inbox.ErrNoWayBack) {
		t.Errorf("it says %v", err)
	}
	if e, err := s.Undo(t.Context()); e.Verb != inbox.Star || err != nil {
		t.Errorf("the next time it undoes %q, %v", e.Verb, err)
	}
	if _, err := s.Redo(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := s.Redo(t.Context()); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("a deletion is done again: %v", err)
	}
}

func TestAMacroIsOneEntryAndOneUndo(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, asking(says("U1", "1", "1", 0, "how?")), asking(says("U2", "2", "2", 1, "and?")))
	on, other := []int64{1, 2}, answer("so")
	other.Thread = "2"
	e, err := s.Ask(t.Context(), inbox.Order{
		Verb: inbox.RunMacro, Actions: []inbox.Action{answer("so"), other}, Used: []string{"so"},
		Triage: []inbox.Triage{{Verb: inbox.AddTag, On: on, Tags: []string{"billing"}}, {Verb: inbox.MarkDone, On: on}},
	})
	must(t, err)
	if e.Subject != "2 conversations" {
		t.Errorf("it is about %q", e.Subject)
	}
	for _, talk := range everything(t, s) {
		if talk.State != inbox.Done || !slices.Equal(talk.Tags, []string{"billing"}) {
			t.Errorf("%d is %s with %q", talk.ID, talk.State, talk.Tags)
		}
	}
	if uses, err := s.Uses(t.Context()); uses["so"] != 1 || err != nil {
		t.Errorf("it was used %d times, %v", uses["so"], err)
	}
	c.t = c.t.Add(time.Minute)
	deliver(t, s, "9")
	_, err = s.Undo(t.Context())
	must(t, err)
	lists(t, "after the undo", waiting(t, s, false), []string{"delete 9: queued"})
	for _, talk := range everything(t, s) {
		if talk.State != inbox.Open || len(talk.Tags) > 0 {
			t.Errorf("%d is %s with %q", talk.ID, talk.State, talk.Tags)
		}
	}
}

func TestOneOfManyIsTakenBackAlone(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "how?"), says("U2", "2", "2", 1, "and?"))
	other := answer("two")
	other.Thread = "2"
	ask(t, s, inbox.RunMacro, answer("one"), other)
	all, err := s.Outbox(t.Context(), false)
	must(t, err)
	_, err = s.TakeBack(t.Context(), all[1].ID)
	must(t, err)
	lists(t, "one was taken back", waiting(t, s, false), []string{"reply one: queued"})
	e, err := s.TakeBack(t.Context(), all[0].ID)
	must(t, err)
	if e.Undoes == "" {
		t.Error("the last of an entry did not undo the entry")
	}
	if _, err := s.TakeBack(t.Context(), all[0].ID); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("once more: %v", err)
	}
}

func TestAWordToSendMakesTheNewSightTheOneThatCounts(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "how?"))
	ask(t, s, inbox.SayReply, answer("so"))
	c.t = c.t.Add(time.Minute)
	o, _ := next(t, s)
	if err := s.Decide(t.Context(), o.ID, inbox.SendIt); err == nil {
		t.Error("a word was taken that nobody asked for")
	}
	seen := inbox.Sight{Last: inbox.Glimpse{ID: "5", Text: "done"}}
	must(t, s.Settle(t.Context(), o.ID, inbox.Fate{State: inbox.Asks, Doubt: &inbox.Doubt{Reason: inbox.Answered, Seen: &seen}}))
	must(t, s.Decide(t.Context(), o.ID, inbox.SendIt))
	o, _ = next(t, s)
	if o.State != inbox.Queued || o.Seen.Last.ID != "5" || !slices.Equal(o.Sure, []inbox.DoubtReason{inbox.Answered}) || o.Doubt != nil {
		t.Errorf("it is %+v", o)
	}
	must(t, s.Settle(t.Context(), o.ID, inbox.Fate{State: inbox.Asks, Doubt: &inbox.Doubt{Reason: inbox.Other}}))
	if err := s.Decide(t.Context(), o.ID, inbox.SendIt); err == nil {
		t.Error("it would go out about somebody else's words")
	}
	must(t, s.Decide(t.Context(), o.ID, inbox.DropIt))
	lists(t, "dropped", waiting(t, s, false), nil)
}

// copied copies a database that is closed, alone or with its ledger.
func copied(t testing.TB, from, to string, tails ...string) {
	t.Helper()
	for _, tail := range append(tails, "") {
		content, err := os.ReadFile(from + tail)
		must(t, err)
		must(t, os.WriteFile(to+tail, content, 0o600))
	}
}

func TestADatabaseThatWasPutBackSendsNothingUnasked(t *testing.T) {
	for name, test := range map[string]struct {
		restore func(t *testing.T, path, backup string) string
		asks    bool
	}{
		"opened again": {func(_ *testing.T, path, _ string) string { return path }, false},
		"an older copy over it": {func(t *testing.T, path, backup string) string {
			copied(t, backup, path)
			return path
		}, true},
		"a copy elsewhere without its ledger": {func(_ *testing.T, _, backup string) string {
			must(t, os.Remove(backup+".ledger"))
			return backup
		}, true},
		"a copy elsewhere with its ledger": {func(_ *testing.T, _, backup string) string { return backup }, true},
		"the whole folder removed and put back": {func(t *testing.T, path, backup string) string {
			must(t, os.Remove(path)) // its number on the disk may be given again
			must(t, os.Remove(path+".ledger"))
			copied(t, backup, path, ".ledger")
			return path
		}, true},
		"the whole folder put back": {func(t *testing.T, path, backup string) string {
			must(t, os.Rename(path, path+".old"))
			copied(t, backup, path, ".ledger")
			return path
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			c := &clock{noon}
			path, backup := filepath.Join(t.TempDir(), "a.db"), filepath.Join(t.TempDir(), "b.db")
			if (strings.Contains(name, "folder") || strings.Contains(name, "with its")) && placeOf(t.TempDir()) == "" {
				t.Skip("this system does not tell a file from a copy of it")
			}
			s := openAt(t, path, c)
			ingest(t, s, says("U1", "1", "1", 0, "how?"))
			ask(t, s, inbox.SayReply, answer("so"))
			must(t, s.Close())
			copied(t, path, backup, ".ledger")
			if strings.Contains(name, "over it") || strings.Contains(name, "folder") { // it went out since
				s = openAt(t, path, c)
				c.t = c.t.Add(time.Minute)
				deliver(t, s, "2")
				must(t, s.Close())
			}
			s = openAt(t, test.restore(t, path, backup), c)
			want := "reply so: queued"
			if test.asks {
				want = "reply so: asks"
			}
			lists(t, "in the outbox", waiting(t, s, false), []string{want})
		})
	}
}

func TestARescuedDatabaseAsksAboutWhatWaited(t *testing.T) {
	for name, test := range map[string]struct {
		damage       func(content []byte) []byte
		waits, draft string
	}{
		"a few pages": {func(content []byte) []byte {
			clear(content[35*4096 : 38*4096]) // the journal and its indices
			return content
		}, "reply waits: asks", "taken back"},
		"the whole of it": {func([]byte) []byte { return []byte(strings.Repeat("no database ", 4096)) }, "", "taken back\n\nwaits"},
	} {
		t.Run(name, func(t *testing.T) {
			c := &clock{noon}
			path := filepath.Join(t.TempDir(), "a.db")
			s := openAt(t, path, c)
			ingest(t, s, says("U1", "1", "1", 0, "how?"), says("U2", "2", "2", 1, "and?"))
			place := inbox.Place{Account: "acme", Channel: "C1", Thread: "1"}
			ask(t, s, inbox.SayReply, answer("out"))
			c.t = c.t.Add(time.Minute)
			deliver(t, s, "9")
			ask(t, s, inbox.SayReply, answer("waits"))
			ask(t, s, inbox.SayReply, answer("taken back"))
			_, err := s.Undo(t.Context())
			must(t, err)
			must(t, s.SaveDraft(t.Context(), place, inbox.ReplyDraft, "taken back"))
			must(t, s.Close())
			content, err := os.ReadFile(path)
			must(t, err)
			must(t, os.WriteFile(path, test.damage(content), 0o600))
			must(t, os.Chtimes(path, time.Now().Add(time.Hour), time.Now().Add(time.Hour)))
			s = openAt(t, path, c)
			var want []string
			if test.waits != "" {
				want = []string{test.waits}
			}
			lists(t, "in the outbox", waiting(t, s, true), want)
			if draft, err := s.Draft(t.Context(), place, inbox.ReplyDraft); draft != test.draft || err != nil {
				t.Errorf("the draft is %q, %v; want %q", draft, err, test.draft)
			}
		})
	}
}

func TestAJournalFromElsewhereSendsNothing(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "how?"))
	ask(t, s, inbox.SayReply, answer("so"))
	entries, err := s.Entries(t.Context())
	must(t, err)
	other, _ := openTest(t)
	ingest(t, other, says("U1", "1", "1", 0, "how?"))
	must(t, other.Replay(t.Context(), entries))
	lists(t, "elsewhere", waiting(t, other, true), nil)
	if got := only(t, other).State; got != inbox.Waiting {
		t.Errorf("the conversation is %s", got)
	}
}

func TestAPromiseIsKeptUntilItIsLetGo(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "how?"))
	p := inbox.Promise{Steps: []string{"acknowledge", "talk", "close"}, Step: 1, Due: c.t.Add(time.Hour).UTC()}
	do(t, s, inbox.Triage{Verb: inbox.FollowUp, On: []int64{1}, Promise: p})
	if got := only(t, s).Promise; got.Next() != "talk" || !got.Due.Equal(p.Due) {
		t.Errorf("it is %+v", got)
	}
	_, err := s.Undo(t.Context())
	must(t, err)
	if got := only(t, s).Promise; len(got.Steps) > 0 {
		t.Errorf("after the undo it is %+v", got)
	}
}

func TestOldDraftsAreLetGo(t *testing.T) {
	c := &clock{noon}
	path := filepath.Join(t.TempDir(), "a.db")
	s := openAt(t, path, c)
	place := inbox.Place{Account: "acme", Channel: "C1", Thread: "1"}
	must(t, s.SaveDraft(t.Context(), place, inbox.DiscardedDraft, "never mind"))
	for _, days := range []int{29, 2} {
		must(t, s.Close())
		c.t = c.t.Add(time.Duration(days) * 24 * time.Hour)
		s = openAt(t, path, c)
		text, err := s.Draft(t.Context(), place, inbox.DiscardedDraft)
		must(t, err)
		if kept := text != ""; kept != (days == 29) {
			t.Errorf("%d days later it is %q", days, text)
		}
	}
}

func TestAWorkIsFreeWhenItsHolderIsGone(t *testing.T) {
	s, _ := openTest(t)
	lease := func(holder string) bool {
		t.Helper()
		others, err := s.Lease(t.Context(), "acme", "outbox", holder, time.Minute)
		must(t, err)
		return others.IsZero()
	}
	if !lease("here/999999/a") || !lease("here/1/b") || lease("here/2/c") || lease("there/3/d") {
		t.Error("a work was given to the wrong one")
	}
}

func TestWhatIsDueLaterIsHandedToThePlatformWhenTheHoldIsOver(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "how?"))
	a := answer("so")
	a.Due, a.Later = c.t.Add(24*time.Hour).UTC(), true
	near := answer("soon")
	near.Due, near.Later = c.t.Add(time.Minute).UTC(), true
	ask(t, s, inbox.SayReply, a)
	ask(t, s, inbox.SayReply, near)
	c.t = c.t.Add(UsualHold)
	o, _ := next(t, s)
	if o.Text != "so" || !o.Due.Equal(a.Due) {
		t.Errorf("%q leaves, due at %v", o.Text, o.Due)
	}
	must(t, s.Attempt(t.Context(), o.ID))
	must(t, s.Settle(t.Context(), o.ID, inbox.Fate{State: inbox.Planned, Again: a.Due.Add(time.Minute), Receipt: &inbox.Receipt{Channel: "C1", Message: "Q1", Planned: a.Due}}))
	if _, at := next(t, s); !at.Equal(near.Due) {
		t.Errorf("the next leaves at %v", at)
	}
	c.t = near.Due
	deliver(t, s, "2")
	if _, at := next(t, s); !at.Equal(a.Due.Add(time.Minute)) {
		t.Errorf("it is looked whether it was posted at %v", at)
	}
	all, err := s.Outbox(t.Context(), false)
	must(t, err)
	_, err = s.TakeBack(t.Context(), all[0].ID)
	must(t, err)
	if back, _ := next(t, s); back.Kind != inbox.Unschedule || back.Message != "Q1" {
		t.Errorf("what takes it back is %+v", back.Action)
	}
}

func TestWhatOthersSaidIsNotKeptByWhatWeAnswered(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "secretword of ana"))
	talk, err := s.Talk(t.Context(), 1)
	must(t, err)
	a := answer("so")
	a.Seen = talk.Sight()
	ask(t, s, inbox.SayReply, a)
	c.t = c.t.Add(time.Minute)
	if o, _ := next(t, s); o.Seen.Of.Text != "secretword of ana" {
		t.Errorf("what was seen is %+v", o.Seen)
	}
	deliver(t, s, "2")
	_, err = s.Purge(t.Context(), "acme", c.t, nil)
	must(t, err)
	must(t, s.Close())
	for _, tail := range []string{"", ".ledger"} {
		content, err := os.ReadFile(s.Path() + tail)
		must(t, err)
		if strings.Contains(string(content), "secretword") {
			t.Errorf("%q still holds it", "rounds.db"+tail)
		}
	}
}
