package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// reported is a page with one message and a report on it.
func reported(id string, reports ...inbox.Report) inbox.Page {
	page := paged(says("U1", id, id, 0, "buy now "+id))
	page.Reports = reports
	return page
}

func paged(messages ...inbox.Message) inbox.Page {
	return inbox.Page{
		Account: "board", Scope: inbox.Scope{Name: "reports"}, Channels: []inbox.Channel{{ID: "C1", Name: "help"}}, Members: people(), Messages: messages,
	}
}

func keepPage(t *testing.T, s *Store, page inbox.Page) {
	t.Helper()
	_, err := s.Ingest(t.Context(), page)
	must(t, err)
}

func flagOn(message, key, by string) inbox.Report {
	return inbox.Report{
		ID: key, Kind: inbox.Flagged, Open: true, Channel: "C1", Message: message, Member: "U1", Reporter: by, Reason: "spam", Text: "buy now " + message,
		At: noon, Version: "1", Offers: []inbox.Choice{{ID: "disagree", Label: "No"}, {ID: "ignore", Label: "Ignore"}, {ID: "delete_and_agree", Label: "Delete Post"}, {ID: "agree_and_keep", Label: "Keep"}},
	}
}

// forum is a store with an account on a platform that knows reports.
func forum(t *testing.T, c *clock) *Store {
	s := openAt(t, t.TempDir()+"/a.db", c)
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "board", Platform: inbox.Discourse, Base: "https://forum.example"}))
	return s
}

func openCases(t *testing.T, s *Store) []moderation.Case {
	t.Helper()
	all, err := s.Cases(t.Context(), moderation.Filter{})
	must(t, err)
	return all
}

func TestAllReportsOnOneMessageAreOneCase(t *testing.T) {
	s := forum(t, &clock{noon})
	keepPage(t, s, reported("1", flagOn("1", "r1", "U2"), flagOn("1", "r2", "U3")))
	keepPage(t, s, reported("2", flagOn("2", "r3", "U2")))
	all := openCases(t, s)
	if len(all) != 2 || len(all[0].Reports) != 2 || all[0].Priority != moderation.Medium || all[1].Priority != moderation.Low {
		t.Fatalf("cases: %+v", all)
	}
	if all[0].Text != "buy now 1" || all[0].Evidence.Text != "buy now 1" || !strings.Contains(strings.Join(all[0].Why, ";"), "2 reports") {
		t.Errorf("the case says %q, %q, %q", all[0].Text, all[0].Evidence.Text, all[0].Why)
	}
}

func TestADecisionSettlesEveryReportOfTheCase(t *testing.T) {
	s := forum(t, &clock{noon})
	keepPage(t, s, reported("1", flagOn("1", "r1", "U2"), flagOn("1", "r2", "U3")))
	c := openCases(t, s)[0]
	_, err := s.Judge(t.Context(), moderation.Ruling{Cases: []int64{c.ID}, Outcome: moderation.Keep}, nil)
	must(t, err)
	out, err := s.Outbox(t.Context(), true)
	must(t, err)
	if len(out) != 2 || out[0].Kind != inbox.Perform || out[0].Choice != "disagree" || out[0].Report == out[1].Report {
		t.Fatalf("outbox: %+v", out)
	}
	if left := openCases(t, s); len(left) != 0 {
		t.Errorf("it is open still: %+v", left)
	}
	if _, err := s.Judge(t.Context(), moderation.Ruling{Cases: []int64{c.ID}, Outcome: moderation.Spam}, nil); !errors.Is(err, ErrDecided) {
		t.Errorf("it was decided twice: %v", err)
	}
}

func TestADecisionIsUndoneRedoneAndSurvivesARestart(t *testing.T) {
	c := &clock{noon}
	path := t.TempDir() + "/a.db"
	s := openAt(t, path, c)
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "board", Platform: inbox.Discourse}))
	keepPage(t, s, reported("1", flagOn("1", "r1", "U2")))
	of := openCases(t, s)[0]
	_, err := s.Judge(t.Context(), moderation.Ruling{Cases: []int64{of.ID}, Outcome: moderation.Remove, Rule: "spam", Strikes: 2}, nil)
	must(t, err)
	strikes := func() int {
		f, err := s.File(t.Context(), of.ID)
		must(t, err)
		return f.Strikes.Weight
	}
	if strikes() != 2 {
		t.Errorf("strikes: %d", strikes())
	}
	_, err = s.Undo(t.Context())
	must(t, err)
	if len(openCases(t, s)) != 1 || strikes() != 0 {
		t.Errorf("undone, %d are open with %d strikes", len(openCases(t, s)), strikes())
	}
	must(t, s.Close())
	s = openAt(t, path, c)
	_, err = s.Redo(t.Context())
	must(t, err)
	if len(openCases(t, s)) != 0 || strikes() != 2 {
		t.Errorf("done again, %d are open with %d strikes", len(openCases(t, s)), strikes())
	}
	log, err := s.Decisions(t.Context(), moderation.LogQuery{})
	must(t, err)
	if len(log) != 1 || !log[0].Stands() || log[0].Evidence.Text != "buy now 1" {
		t.Errorf("the log: %+v", log)
	}
}

func TestWhatWasSentIsTakenBackWhereThePlatformCan(t *testing.T) {
	c := &clock{noon}
	s := forum(t, c)
	keepPage(t, s, reported("1", flagOn("1", "r1", "U2")))
	of := openCases(t, s)[0]
	_, err := s.Judge(t.Context(), moderation.Ruling{Cases: []int64{of.ID}, Outcome: moderation.Ban, Letter: "You are out, {{name}}."}, nil)
	must(t, err)
	c.t = c.t.Add(time.Minute)
	for range 3 {
		o, _, err := s.NextOut(t.Context(), "board")
		must(t, err)
		must(t, s.Attempt(t.Context(), o.ID))
		must(t, s.Settle(t.Context(), o.ID, inbox.Fate{State: inbox.Sent, Receipt: &inbox.Receipt{Channel: o.Channel, Message: "m1", Text: o.Text}}))
	}
	entry, err := s.Undo(t.Context())
	must(t, err)
	if len(entry.Stays) == 0 || !strings.Contains(entry.Stays[0], "settled") {
		t.Errorf("what stays: %q", entry.Stays)
	}
	out, err := s.Outbox(t.Context(), false)
	must(t, err)
	kinds := map[inbox.ActionKind]int{}
	for _, o := range out {
		kinds[o.Kind]++
	}
	if kinds[inbox.Unban] != 1 || kinds[inbox.Delete] != 1 || len(out) != 2 {
		t.Errorf("on its way: %v", kinds)
	}
	if len(openCases(t, s)) != 1 {
		t.Error("the case did not come back")
	}
	log, err := s.Decisions(t.Context(), moderation.LogQuery{})
	must(t, err)
	if log[0].Reversal(10*time.Second) != moderation.Corrected {
		t.Errorf("the reversal counts as %q", log[0].Reversal(10*time.Second))
	}
}

func TestANewReportBringsADecidedCaseBackUnlessItIsMuted(t *testing.T) {
	c := &clock{noon}
	s := forum(t, c)
	keepPage(t, s, reported("1", flagOn("1", "r1", "U2")))
	of := openCases(t, s)[0]
	_, err := s.Judge(t.Context(), moderation.Ruling{Cases: []int64{of.ID}, Outcome: moderation.Keep}, nil)
	must(t, err)
	later := flagOn("1", "r2", "U3")
	later.At = noon.Add(time.Hour)
	c.t = noon.Add(2 * time.Hour)
	keepPage(t, s, reported("1", later))
	if len(openCases(t, s)) != 1 {
		t.Fatal("a new report opens nothing")
	}
	_, err = s.Handle(t.Context(), moderation.Handling{Verb: moderation.Deafen, Cases: []int64{of.ID}})
	must(t, err)
	if len(openCases(t, s)) != 0 {
		t.Error("a muted case is open")
	}
}

func TestACaseSettledOnThePlatformIsOver(t *testing.T) {
	s := forum(t, &clock{noon})
	keepPage(t, s, reported("1", flagOn("1", "r1", "U2")))
	page := paged(says("U1", "2", "2", 0, "else"))
	page.AllReports = true
	keepPage(t, s, page)
	if len(openCases(t, s)) != 0 {
		t.Error("it is open still")
	}
	gone, err := s.Cases(t.Context(), moderation.Filter{State: moderation.Elsewhere})
	must(t, err)
	if len(gone) != 1 {
		t.Errorf("settled elsewhere: %+v", gone)
	}
}

func TestWhatWasEditedSinceIsNotDecidedUnseen(t *testing.T) {
	s := forum(t, &clock{noon})
	keepPage(t, s, reported("1", flagOn("1", "r1", "U2")))
	of := openCases(t, s)[0]
	edited := says("U1", "1", "1", 0, "hello all")
	edited.EditedAt = noon.Add(time.Hour)
	keepPage(t, s, paged(edited))
	_, err := s.Judge(t.Context(), moderation.Ruling{Cases: []int64{of.ID}, Outcome: moderation.Spam, Seen: []string{of.Text}}, nil)
	if changed, is := errors.AsType[*moderation.Changed](err); !is || changed.Now != "hello all" {
		t.Fatalf("it was decided: %v", err)
	}
	if c := openCases(t, s)[0]; !c.Edited() || c.Evidence.Text != "buy now 1" {
		t.Errorf("the case: %+v", c)
	}
}

func TestAReportersRecordFollowsTheDecisions(t *testing.T) {
	s := forum(t, &clock{noon})
	for _, id := range []string{"1", "2", "3"} {
		keepPage(t, s, reported(id, flagOn(id, "r"+id, "U2")))
	}
	for _, o := range []moderation.Outcome{moderation.Remove, moderation.Keep} {
		_, err := s.Judge(t.Context(), moderation.Ruling{Cases: []int64{openCases(t, s)[0].ID}, Outcome: o}, nil)
		must(t, err)
	}
	if r := openCases(t, s)[0].Reports[0].Record; r != (moderation.Record{Agreed: 1, Disagreed: 1}) {
		t.Errorf("the record: %+v", r)
	}
}

func TestOneOfSeveralDecisionsCanBeReopened(t *testing.T) {
	s := forum(t, &clock{noon})
	var ids []int64
	for _, id := range []string{"1", "2"} {
		keepPage(t, s, reported(id, flagOn(id, "r"+id, "U2")))
	}
	for _, c := range openCases(t, s) {
		ids = append(ids, c.ID)
	}
	_, err := s.Judge(t.Context(), moderation.Ruling{Cases: ids, Outcome: moderation.Remove}, nil)
	must(t, err)
	log, err := s.Decisions(t.Context(), moderation.LogQuery{})
	must(t, err)
	if len(log) != 2 || len(log[0].Sent) != 1 {
		t.Fatalf("the log: %+v", log)
	}
	_, err = s.Reopen(t.Context(), log[0].ID)
	must(t, err)
	if open := openCases(t, s); len(open) != 1 || open[0].ID != log[0].Case {
		t.Errorf("open: %+v", open)
	}
	if out, err := s.Outbox(t.Context(), false); len(out) != 1 || err != nil {
		t.Errorf("on its way: %+v, %v", out, err)
	}
}

func TestWhatIsFlaggedByHandIsTakenBackByUndo(t *testing.T) {
	s := forum(t, &clock{noon})
	keepPage(t, s, paged(says("U1", "1", "1", 0, "rude")))
	_, err := s.Flag(t.Context(), moderation.Subject{Kind: moderation.OfMessage, Account: "board", Channel: "C1", ID: "1"}, "U1", "rude to me")
	must(t, err)
	all := openCases(t, s)
	if len(all) != 1 || all[0].Text != "rude" || all[0].Reports[0].Reason != "rude to me" || all[0].Author.ID != "U1" {
		t.Fatalf("cases: %+v", all)
	}
	_, err = s.Undo(t.Context())
	must(t, err)
	if len(openCases(t, s)) != 0 {
		t.Error("the case is open without a report")
	}
}

func TestTheRulesLookAtWhatIsNewAndWhatWasChanged(t *testing.T) {
	s := forum(t, &clock{noon})
	keepPage(t, s, paged(says("U1", "1", "1", 0, "free tokens")))
	look := func(said []moderation.Said) (flags []moderation.Flag) {
		for _, m := range said {
			if strings.Contains(m.Text, "free") {
				flags = append(flags, moderation.Flag{
					Subject: moderation.Subject{Kind: moderation.OfMessage, Account: m.Account.Name, Channel: m.Channel.ID, ID: m.ID}, Member: m.Author.ID,
					Report:   moderation.Report{ID: "crypto", Source: moderation.FromRule, Reporter: inbox.Author{ID: "crypto"}, Severity: moderation.Severe, At: m.At, Open: true},
					Evidence: moderation.Evidence{Author: m.Author.ID, Text: m.Text},
				})
			}
		}
		return flags
	}
	sift := func(want int) {
		t.Helper()
		n, _, err := s.Sift(t.Context(), 100, look)
		must(t, err)
		if n != want {
			t.Errorf("looked at %d, want %d", n, want)
		}
	}
	sift(1)
	sift(0)
	keepPage(t, s, paged(says("U2", "2", "2", 1, "hello")))
	sift(1)
	edited := says("U2", "2", "2", 1, "hello, free tokens")
	edited.EditedAt = noon.Add(time.Minute)
	keepPage(t, s, paged(edited))
	sift(1)
	if all := openCases(t, s); len(all) != 2 || all[0].Priority != moderation.High {
		t.Errorf("cases: %+v", all)
	}
}

func TestAMessageNamedByItsNumberAloneIsFound(t *testing.T) {
	s := forum(t, &clock{noon})
	keepPage(t, s, paged(says("U1", "1", "1", 0, "rude")))
	for _, channel := range []string{"", "no channel"} {
		_, cases, err := s.Sift(t.Context(), 100, func([]moderation.Said) []moderation.Flag { return nil })
		must(t, err)
		if len(cases) != 0 {
			t.Fatalf("cases: %v", cases)
		}
		flag := moderation.Flag{
			Subject: moderation.Subject{Kind: moderation.OfMessage, Account: "board", Channel: channel, ID: "1"},
			Report:  moderation.Report{ID: "C9:" + channel, Source: moderation.FromChannel, Reporter: inbox.Author{ID: "U2"}, Reason: "look", At: noon, Open: true},
		}
		keepPage(t, s, paged(says("U2", "8"+channel, "8"+channel, 1, "look at it")))
		_, cases, err = s.Sift(t.Context(), 100, func([]moderation.Said) []moderation.Flag { return []moderation.Flag{flag} })
		must(t, err)
		if len(cases) != 1 {
			t.Errorf("of channel %q: cases %v", channel, cases)
		}
	}
	all, err := s.Cases(t.Context(), moderation.Filter{All: true})
	must(t, err)
	if len(all) != 1 || len(all[0].Reports) != 2 || all[0].Text != "rude" || all[0].Author.ID != "U1" || all[0].Evidence.By != "ana" {
		t.Errorf("cases: %+v", all)
	}
}
