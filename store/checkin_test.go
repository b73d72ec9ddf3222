package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/metrics"
)

// dayAndNight is a team that never sleeps, so that a target is a length of time.
func dayAndNight() metrics.Hours {
	return metrics.Hours{To: 24 * 60, Days: [7]bool{true, true, true, true, true, true, true}}
}

// dayOf reads the check-in as the clock stands.
func dayOf(t testing.TB, s *Store, c *clock) checkin.Day {
	t.Helper()
	d, err := s.CheckIn(t.Context(), checkin.Request{
		Now: c.t, Zone: time.UTC, Hours: dayAndNight(), Targets: checkin.Targets{Question: 24 * time.Hour, Mention: 8 * time.Hour},
	})
	must(t, err)
	if len(d.Parts) != 5 {
		t.Fatalf("%d steps", len(d.Parts))
	}
	return d
}

func partOf(t testing.TB, d checkin.Day, step checkin.Step) checkin.Part {
	t.Helper()
	for _, p := range d.Parts {
		if p.Step == step {
			return p
		}
	}
	t.Fatalf("no step %s", step)
	return checkin.Part{}
}

// listed is what a step lists, in short: kind and who.
func listed(t testing.TB, s *Store, c *clock, step checkin.Step) string {
	t.Helper()
	var all []string
	for _, i := range partOf(t, dayOf(t, s, c), step).Items {
		all = append(all, string(i.Kind)+" "+i.Name)
	}
	return strings.Join(all, ", ")
}

// arrives is a page of members and messages.
func arrives(t testing.TB, s *Store, members []inbox.Member, messages ...inbox.Message) {
	t.Helper()
	_, err := s.Ingest(t.Context(), inbox.Page{
		Account: "acme", Scope: inbox.Scope{Name: "channel:C1"}, Channels: []inbox.Channel{{ID: "C1", Name: "help"}},
		Members: append(people(), members...), Messages: messages,
	})
	must(t, err)
}

// ago is a message in #help that long before noon.
func ago(author, id, thread string, before time.Duration, text string) inbox.Message {
	m := says(author, id, thread, 0, text)
	m.SentAt = noon.Add(-before)
	return m
}

// older makes the account remember a time before anybody new came.
func older() inbox.Message { return ago("U1", "0", "", 100*inbox.Day, "long ago") }

func is(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestWhoIsNewAndNobodyHasGreetedIsListed(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s,
		[]inbox.Member{
			{ID: "N1", Handle: "maria", Joined: noon.Add(-74 * time.Hour)},
			{ID: "N2", Handle: "emil", Joined: noon.Add(-20 * time.Hour)},
			{ID: "N3", Handle: "silent", Joined: noon.Add(-50 * time.Hour)},
			{ID: "N4", Handle: "old", Joined: noon.Add(-15 * inbox.Day)},
			{ID: "N5", Handle: "helper", Role: inbox.Bot, Joined: noon.Add(-time.Hour)},
			{ID: "N6", Handle: "gone", Deleted: true, Joined: noon.Add(-time.Hour)},
			{ID: "N7", Handle: "spoke"},
		},
		older(), asking(ago("N1", "1", "1", 26*time.Hour, "how?")), ago("N2", "2", "2", 14*time.Hour, "hello"), ago("U3", "3", "2", 13*time.Hour, "welcome!"),
		ago("N7", "4", "4", 3*time.Hour, "first words"))
	is(t, "the list", listed(t, s, c, checkin.Welcome), "newcomer maria, newcomer spoke, newcomer silent")
	d := dayOf(t, s, c)
	maria := partOf(t, d, checkin.Welcome).Items[0]
	if maria.Text != "how?" || maria.Room != "help" || maria.Hello.Place != (inbox.Place{Account: "acme", Channel: "C1", Thread: "1"}) || maria.Hello.Stage != checkin.New {
		t.Errorf("%+v %+v", maria, maria.Hello)
	}
	is(t, "why", strings.Join(maria.Why, "; "), "joined 3 days ago; asked something that nobody has answered")
	if d.Stages[checkin.New] != 3 || d.Stages[checkin.Welcomed] != 1 {
		t.Error(d.Stages)
	}
}

func TestAGreetingIsWhateverTheTeamSaysToSomebodyNew(t *testing.T) {
	newcomer := []inbox.Member{{ID: "N1", Handle: "maria", Joined: noon.Add(-74 * time.Hour)}}
	tests := map[string]func(t *testing.T, s *Store){
		"an answer in a conversation of theirs": func(t *testing.T, s *Store) {
			arrives(t, s, newcomer, ago("U3", "2", "1", 13*time.Hour, "welcome!"))
		},
		"their name": func(t *testing.T, s *Store) {
			m := ago("U3", "2", "", 13*time.Hour, "welcome @maria")
			m.Mentions = []string{"N1"}
			arrives(t, s, newcomer, m)
		},
		"a reply that is still in the outbox": func(t *testing.T, s *Store) {
			_, err := s.Ask(t.Context(), inbox.Order{Verb: inbox.SayWelcome, Actions: []inbox.Action{{Kind: inbox.Reply, Account: "acme", Channel: "C1", Thread: "1", Text: "hi"}}})
			must(t, err)
		},
		"a greeting below what somebody else has begun": func(t *testing.T, s *Store) {
			arrives(t, s, nil, ago("U1", "5", "", 30*time.Hour, "who is new?"))
			_, err := s.Ask(t.Context(), inbox.Order{Verb: inbox.SayWelcome, Actions: []inbox.Action{{Kind: inbox.Reply, Account: "acme", Channel: "C1", Thread: "5", Greets: "N1", Text: "hi"}}})
			must(t, err)
		},
		"a private word that is still in the outbox": func(t *testing.T, s *Store) {
			_, err := s.Ask(t.Context(), inbox.Order{Verb: inbox.SayWelcome, Actions: []inbox.Action{{Kind: inbox.Welcome, Account: "acme", Member: "N1", Text: "hi"}}})
			must(t, err)
		},
		"the word of a person that it has happened": func(t *testing.T, s *Store) {
			_, err := s.MarkPeople(t.Context(), inbox.MarkWelcomed, memberID(t, s, "N1"))
			must(t, err)
		},
	}
	for name, greet := range tests {
		t.Run(name, func(t *testing.T) {
			s, c := openTest(t)
			arrives(t, s, newcomer, older(), ago("N1", "1", "1", 26*time.Hour, "hello"))
			is(t, "before", listed(t, s, c, checkin.Welcome), "newcomer maria")
			greet(t, s)
			is(t, "after", listed(t, s, c, checkin.Welcome), "")
			if d := dayOf(t, s, c); d.Stages[checkin.Welcomed] != 1 {
				t.Error(d.Stages)
			}
		})
	}
	t.Run("an answer of another member is none", func(t *testing.T) {
		s, c := openTest(t)
		arrives(t, s, newcomer, older(), ago("U2", "9", "", 90*inbox.Day, "long ago"), ago("N1", "1", "1", 26*time.Hour, "hello"), ago("U2", "2", "1", 25*time.Hour, "hi"))
		is(t, "the list", listed(t, s, c, checkin.Welcome), "newcomer maria")
	})
}

func memberID(t testing.TB, s *Store, key string) (id int64) {
	t.Helper()
	must(t, s.read.QueryRowContext(t.Context(), `SELECT id FROM member WHERE key = ?`, key).Scan(&id))
	return id
}

func TestTheStagesOfSomebodyNewFollowFromWhatWasSaid(t *testing.T) {
	s, c := openTest(t)
	newcomer := []inbox.Member{{ID: "N1", Handle: "maria", Joined: noon.Add(-74 * time.Hour)}}
	arrives(t, s, newcomer, older(), ago("N1", "1", "1", 60*time.Hour, "hello"), ago("U3", "2", "1", 50*time.Hour, "welcome!"))
	stage := func() (one checkin.Stage) {
		for one = range dayOf(t, s, c).Stages {
		}
		return one
	}
	is(t, "greeted", string(stage()), "welcomed")
	arrives(t, s, newcomer, ago("N1", "3", "1", 49*time.Hour, "thank you"))
	is(t, "after a word", string(stage()), "replied")
	arrives(t, s, newcomer, ago("N1", "4", "4", 20*time.Hour, "and another thing"))
	is(t, "on another day", string(stage()), "activated")
}

func TestWhereNothingOlderIsHeldNobodySpokeForTheFirstTime(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, nil, ago("U1", "1", "1", 26*time.Hour, "hello"))
	is(t, "the list", listed(t, s, c, checkin.Welcome), "")
	arrives(t, s, nil, older())
	arrives(t, s, []inbox.Member{{ID: "N1", Handle: "maria"}}, ago("N1", "2", "2", time.Hour, "hello"))
	is(t, "and with it", listed(t, s, c, checkin.Welcome), "newcomer maria")
}

func TestWhoeverWasGreetedOnAnotherAccountSaysSo(t *testing.T) {
	s, c := openTest(t)
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "fans", Platform: inbox.Discord}))
	arrives(t, s, []inbox.Member{{ID: "N1", Handle: "emil", Joined: noon.Add(-74 * time.Hour)}}, older(),
		ago("N1", "1", "1", 26*time.Hour, "hello"), ago("U3", "2", "1", 25*time.Hour, "welcome!"))
	_, err := s.Ingest(t.Context(), inbox.Page{Account: "fans", Members: []inbox.Member{{ID: "D1", Handle: "emil_g", Joined: noon.Add(-10 * time.Hour)}}})
	must(t, err)
	is(t, "while they are two", listed(t, s, c, checkin.Welcome), "newcomer emil_g")
	_, err = s.Merge(t.Context(), memberID(t, s, "N1"), memberID(t, s, "D1"))
	must(t, err)
	items := partOf(t, dayOf(t, s, c), checkin.Welcome).Items
	if len(items) != 0 && (items[0].Hello.By != "sam" || items[0].Hello.On != "acme") {
		t.Errorf("%+v", items[0].Hello)
	}
	c.t = noon.Add(12 * inbox.Day) // the first account is not new any more, the second still is
	items = partOf(t, dayOf(t, s, c), checkin.Welcome).Items
	if len(items) != 1 || items[0].Hello.By != "sam" || items[0].Hello.On != "acme" || items[0].Hello.When.IsZero() || !slices.Contains(items[0].Why, "welcomed by sam on acme") {
		t.Errorf("%+v", items)
	}
}

func TestAMarkOfWelcomeIsUndoneDoneAgainAndReplayed(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, []inbox.Member{{ID: "N1", Handle: "maria", Joined: noon.Add(-74 * time.Hour)}})
	id := memberID(t, s, "N1")
	_, err := s.MarkPeople(t.Context(), inbox.MarkWelcomed, id)
	must(t, err)
	is(t, "marked", listed(t, s, c, checkin.Welcome), "")
	if _, err := s.MarkPeople(t.Context(), inbox.MarkWelcomed, id); !errors.Is(err, inbox.ErrNone) {
		t.Error("marked twice:", err)
	}
	_, err = s.Undo(t.Context())
	must(t, err)
	is(t, "undone", listed(t, s, c, checkin.Welcome), "newcomer maria")
	_, err = s.Redo(t.Context())
	must(t, err)
	is(t, "done again", listed(t, s, c, checkin.Welcome), "")
	entries, err := s.Entries(t.Context())
	must(t, err)
	elsewhere, c2 := openTest(t)
	must(t, elsewhere.Replay(t.Context(), entries))
	arrives(t, elsewhere, []inbox.Member{{ID: "N1", Handle: "maria", Joined: noon.Add(-74 * time.Hour)}}) // it was awaited
	is(t, "replayed", listed(t, elsewhere, c2, checkin.Welcome), "")
}

func TestSuspectsSayWhyAndComeLast(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, []inbox.Member{{ID: "N1", Handle: "pаypal", Joined: noon.Add(-74 * time.Hour)}, {ID: "N2", Handle: "maria", Joined: noon.Add(-time.Hour)}}, older(),
		ago("N1", "1", "1", 26*time.Hour, "confirm at http://example.org/login"))
	_, err := s.FlagTalks(t.Context(), []int64{talkOf(t, s, "1")})
	must(t, err)
	items := partOf(t, dayOf(t, s, c), checkin.Welcome).Items
	if len(items) != 2 || items[1].Member != memberID(t, s, "N1") {
		t.Fatalf("%+v", items)
	}
	is(t, "why", strings.Join(items[1].Hello.Suspect, "; "), "1 case about them waiting in moderation; the name is written to look like another; a link in their first words")
	flags := partOf(t, dayOf(t, s, c), checkin.Flags).Items
	if len(flags) != 1 || flags[0].Text != "confirm at http://example.org/login" || flags[0].Case == 0 {
		t.Errorf("%+v", flags)
	}
}

func talkOf(t testing.TB, s *Store, key string) (id int64) {
	t.Helper()
	must(t, s.read.QueryRowContext(t.Context(), `SELECT id FROM conversation WHERE key = ?`, key).Scan(&id))
	return id
}

func TestQuestionsThatWaitAreListedMostAtRiskFirst(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, nil,
		asking(ago("U1", "1", "1", 20*time.Hour, "old question")), asking(ago("U2", "2", "2", time.Hour, "new question")),
		mentioning(ago("U1", "3", "3", 2*time.Hour, "hey @sam")), ago("U1", "4", "4", time.Hour, "no question"),
		asking(ago("U1", "5", "5", 30*time.Hour, "answered by us")), ago("U3", "6", "5", 29*time.Hour, "so"),
		asking(ago("U1", "7", "7", 30*time.Hour, "answered by a member")), ago("U2", "8", "7", 29*time.Hour, "so"),
		asking(ago("U1", "9", "9", 40*time.Hour, "asked again after our answer")), ago("U3", "10", "9", 39*time.Hour, "so"), asking(ago("U1", "11", "9", 10*time.Hour, "and then?")),
		asking(ago("U1", "14", "14", 40*time.Hour, "they thanked us")), ago("U3", "15", "14", 39*time.Hour, "so"), ago("U1", "16", "14", 9*time.Hour, "thank you"),
		asking(ago("U3", "12", "12", time.Hour, "a question of ours")), asking(ago("U1", "13", "13", 31*inbox.Day, "of long ago")))
	items := partOf(t, dayOf(t, s, c), checkin.Questions).Items
	var got []string
	for _, i := range items {
		got = append(got, fmt.Sprint(i.Text, " ", i.Due.Sub(noon)))
	}
	lists(t, "questions", got, []string{"old question 4h0m0s", "hey @sam 6h0m0s", "and then? 14h0m0s", "new question 23h0m0s"})
	_, err := s.Triage(t.Context(), inbox.Triage{Verb: inbox.Mute, On: []int64{talkOf(t, s, "1")}})
	must(t, err)
	_, err = s.Triage(t.Context(), inbox.Triage{Verb: inbox.MarkDone, On: []int64{talkOf(t, s, "2")}})
	must(t, err)
	is(t, "without what is muted and done", listed(t, s, c, checkin.Questions), "mention ana, question ana")
}

func TestNoMoreIsListedThanSomebodyGetsDone(t *testing.T) {
	s, c := openTest(t)
	var all []inbox.Message
	for i := range 33 {
		id := fmt.Sprint(i + 1)
		all = append(all, asking(ago("U1", id, id, time.Duration(33-i)*time.Hour, "how?")))
	}
	arrives(t, s, nil, all...)
	p := partOf(t, dayOf(t, s, c), checkin.Questions)
	if len(p.Items) != 8 || p.More != 25 || p.Older != 0 || p.Items[0].Talk != talkOf(t, s, "1") {
		t.Errorf("%d listed, %d more", len(p.Items), p.More)
	}
}

func TestOneGoodConversationIsNoneThatWaitsForUsAnyway(t *testing.T) {
	s, c := openTest(t)
	liked := ago("U1", "1", "1", 5*time.Hour, "look what I made")
	liked.Reactions = []inbox.Reaction{{Name: "heart", Count: 3}}
	ours := ago("U1", "2", "2", 5*time.Hour, "we have reacted here")
	ours.Reactions = []inbox.Reaction{{Name: "heart", Count: 3, By: []string{"U3"}}}
	arrives(t, s, nil, older(), liked, ours, asking(ago("U2", "3", "3", 4*time.Hour, "how?")),
		ago("U2", "4", "4", 3*time.Hour, "good morning"), ago("U1", "5", "4", 2*time.Hour, "good morning"), ago("U3", "6", "6", time.Hour, "said by us"))
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "acme", Platform: inbox.Slack, Self: "U3"}))
	items := partOf(t, dayOf(t, s, c), checkin.Good).Items
	var got []string
	for _, i := range items {
		got = append(got, i.Text)
	}
	if len(got) < 2 || got[0] != "look what I made" || slices.Contains(got, "how?") || slices.Contains(got, "we have reacted here") || !strings.HasPrefix(items[0].Why[0], "score 7: begun by a member (3)") {
		t.Errorf("%q %q", got, items[0].Why)
	}
}

func TestLooseEnds(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, []inbox.Member{{ID: "N1", Handle: "zoe", Joined: noon.AddDate(-1, 0, 0).Add(-3 * time.Hour)}}, older(),
		ago("U1", "1", "1", 30*time.Hour, "snoozed"), ago("U1", "2", "2", 30*time.Hour, "promised"), ago("U2", "3", "1", 5*time.Hour, "bo answers somebody"), ago("N1", "4", "4", 2*time.Hour, "I am back"))
	c.t = noon.Add(-4 * time.Hour)
	_, err := s.Triage(t.Context(), inbox.Triage{Verb: inbox.Snooze, On: []int64{talkOf(t, s, "1")}, Until: noon.Add(-time.Hour)})
	must(t, err)
	_, err = s.Triage(t.Context(), inbox.Triage{Verb: inbox.FollowUp, On: []int64{talkOf(t, s, "2")}, Promise: inbox.Promise{Steps: []string{"say it", "do it"}, Step: 1, Due: noon.Add(5 * time.Hour)}})
	must(t, err)
	_, err = s.MarkPeople(t.Context(), inbox.MakeVIP, memberID(t, s, "N1"))
	must(t, err)
	c.t = noon
	_, err = s.Wake(t.Context())
	must(t, err)
	is(t, "the list", listed(t, s, c, checkin.Loose), "follow-up ana, snooze over bo, watched zoe, celebrate bo, celebrate zoe")
	for _, i := range partOf(t, dayOf(t, s, c), checkin.Loose).Items {
		if i.Kind == checkin.FollowUp && i.Why[0] != "step 2 of 2 is due: do it" {
			t.Error(i.Why)
		}
		if i.Milestone != nil && i.Milestone.Kind == checkin.Years && (i.Milestone.Count != 1 || i.Why[0] != "zoe has been here for a year") {
			t.Errorf("%+v %q", i.Milestone, i.Why)
		}
	}
}

func TestTheHundredthReplyIsCelebratedOnce(t *testing.T) {
	s, c := openTest(t)
	all := []inbox.Message{ago("U1", "1", "1", 90*time.Hour, "begin")}
	for i := range 99 {
		all = append(all, ago("U2", fmt.Sprint(i+2), "1", 80*time.Hour-time.Duration(i)*time.Minute, "reply"))
	}
	arrives(t, s, nil, all...)
	is(t, "after 99", listed(t, s, c, checkin.Loose), "")
	arrives(t, s, nil, ago("U2", "101", "1", 2*time.Hour, "the hundredth"))
	items := partOf(t, dayOf(t, s, c), checkin.Loose).Items
	if len(items) != 1 || items[0].Milestone.Count != 100 || items[0].Why[0] != "bo has written the 100th reply" {
		t.Fatalf("%+v", items)
	}
	c.t = noon.Add(30 * time.Hour)
	is(t, "a day later", listed(t, s, c, checkin.Loose), "")
	var kept, counted int
	must(t, s.read.QueryRowContext(t.Context(), `SELECT u.replies, (SELECT sum(replies) FROM author_day WHERE member_id = u.id) FROM member AS u WHERE key = 'U2'`).Scan(&kept, &counted))
	if kept != 100 || counted != 100 {
		t.Errorf("%d replies kept, %d counted", kept, counted)
	}
}

func TestWhatIsPutOffIsRememberedAndCarriedOver(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, nil, asking(ago("U1", "1", "1", 5*time.Hour, "how?")), asking(ago("U2", "2", "2", 4*time.Hour, "why?")))
	d := dayOf(t, s, c)
	items := partOf(t, d, checkin.Questions).Items
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: d.Date, Seen: items}))
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: d.Date, Skip: items[0].Key, Used: map[checkin.Step]time.Duration{checkin.Questions: time.Minute}}))
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: d.Date, Skip: items[0].Key, Used: map[checkin.Step]time.Duration{checkin.Questions: time.Minute}}))
	d = dayOf(t, s, c)
	p := partOf(t, d, checkin.Questions)
	if last := p.Items[1]; last.Key != items[0].Key || !last.Skipped || last.Skips != 1 || p.Left() != 1 || p.Used != 2*time.Minute || d.Began.IsZero() {
		t.Errorf("%+v", p)
	}
	_, err := s.Triage(t.Context(), inbox.Triage{Verb: inbox.MarkDone, On: []int64{items[1].Talk}})
	must(t, err)
	if p := partOf(t, dayOf(t, s, c), checkin.Questions); p.Settled != 1 || len(p.Items) != 1 {
		t.Errorf("%+v", p)
	}
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: d.Date, Take: items[0].Key}))
	if p := partOf(t, dayOf(t, s, c), checkin.Questions); p.Items[0].Skipped || p.Items[0].Skips != 0 {
		t.Errorf("taken up again: %+v", p.Items[0])
	}
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: d.Date, Skip: items[0].Key}))
	c.t = noon.Add(3 * inbox.Day)
	if i := partOf(t, dayOf(t, s, c), checkin.Questions).Items[0]; i.Skipped || i.Skips != 1 || i.Carried != 3 {
		t.Errorf("three days later: %+v", i)
	}
}

func TestWhatWasOffTheListBeginsAnew(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, nil, asking(ago("U1", "1", "1", 5*time.Hour, "how?")))
	items := partOf(t, dayOf(t, s, c), checkin.Questions).Items
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: "2026-06-17", Seen: items}))
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: "2026-06-18"})) // it was not on that day's
	c.t = noon.Add(2 * inbox.Day)
	if i := partOf(t, dayOf(t, s, c), checkin.Questions).Items[0]; i.Carried != 0 {
		t.Errorf("carried for %d days", i.Carried)
	}
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: "2026-06-19", Seen: items}))
	c.t = noon.Add(3 * inbox.Day)
	if i := partOf(t, dayOf(t, s, c), checkin.Questions).Items[0]; i.Carried != 1 {
		t.Errorf("carried for %d days, want 1", i.Carried)
	}
}

func TestTheLogCountsWhatWasDoneAndNotUndone(t *testing.T) {
	s, c := openTest(t)
	ctx := t.Context()
	var all []inbox.Message
	for i := range 6 {
		id := fmt.Sprint(i + 1)
		all = append(all, asking(ago("U1", id, id, 5*time.Hour, "how?")))
	}
	arrives(t, s, []inbox.Member{{ID: "N1", Handle: "maria", Joined: noon.Add(-74 * time.Hour)}}, all...)
	if _, err := s.FinishCheckIn(ctx, "2026-06-17"); !errors.Is(err, inbox.ErrNone) {
		t.Error("one that was not begun:", err)
	}
	triage := func(v inbox.Verb, key string) {
		_, err := s.Triage(ctx, inbox.Triage{Verb: v, On: []int64{talkOf(t, s, key)}, Until: noon.Add(inbox.Day)})
		must(t, err)
	}
	triage(inbox.MarkDone, "1") // before it began
	c.t = noon.Add(time.Minute)
	must(t, s.NoteCheckIn(ctx, checkin.Progress{Day: "2026-06-17", Used: map[checkin.Step]time.Duration{checkin.Welcome: 90 * time.Second}}))
	triage(inbox.MarkDone, "2")
	triage(inbox.Snooze, "3")
	triage(inbox.MarkSpam, "4")
	_, err := s.Undo(ctx)
	must(t, err)
	_, err = s.MarkPeople(ctx, inbox.MarkWelcomed, memberID(t, s, "N1"))
	must(t, err)
	_, err = s.Ask(ctx, inbox.Order{Verb: inbox.SayReply, Actions: []inbox.Action{{Kind: inbox.Reply, Account: "acme", Channel: "C1", Thread: "5", Text: "so"}}})
	must(t, err)
	_, err = s.TriageBy(ctx, "rule night", inbox.Triage{Verb: inbox.Star, On: []int64{talkOf(t, s, "6")}})
	must(t, err)
	dayOf(t, s, c)
	log, err := s.FinishCheckIn(ctx, "2026-06-17")
	must(t, err)
	if want := (checkin.Did{Welcomed: 1, Answered: 1, Settled: 1, Snoozed: 1}); log.Did != want || log.Took() != 90*time.Second || log.Actor != "sam" {
		t.Errorf("%+v, want %+v", log, want)
	}
	c.t = noon.Add(time.Hour)
	triage(inbox.MarkSpam, "4")
	again, err := s.FinishCheckIn(ctx, "2026-06-17")
	must(t, err)
	if again.Did.Settled != 2 || !again.Began.Equal(log.Began) {
		t.Errorf("finished again: %+v", again)
	}
	logs, err := s.CheckIns(ctx, "2026-06-01", "2026-06-30")
	must(t, err)
	if len(logs) != 1 || logs[0].Did != again.Did || logs[0].Took() != again.Took() {
		t.Errorf("%+v", logs)
	}
	if logs, err := s.CheckIns(ctx, "2026-06-18", ""); err != nil || len(logs) > 0 {
		t.Error(logs, err)
	}
	d := dayOf(t, s, c)
	if d.Log == nil || d.Log.Did != again.Did || d.Weeks != 1 || !d.News.Since.Equal(again.Ended) {
		t.Errorf("%+v %+v", d.Log, d.News)
	}
}

func TestNewsBeginWhenTheProgramWasLastUsed(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, nil, asking(ago("U1", "1", "1", 30*time.Hour, "how?")), mentioning(ago("U2", "2", "2", 20*time.Hour, "@sam")))
	if n := dayOf(t, s, c).News; !n.Since.Equal(noon.Add(-inbox.Day)) || n.Messages != 1 || n.Mentions != 1 || n.Questions != 0 {
		t.Errorf("a first day: %+v", n)
	}
	c.t = noon.Add(-40 * time.Hour)
	_, err := s.Triage(t.Context(), inbox.Triage{Verb: inbox.Star, On: []int64{talkOf(t, s, "1")}})
	must(t, err)
	used := c.t
	c.t = noon
	if n := dayOf(t, s, c).News; !n.Since.Equal(used) || n.Messages != 2 || n.Questions != 1 {
		t.Errorf("since the last entry: %+v", n)
	}
}

func TestWhatComesBackIsToldTheNextFirst(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, nil, asking(ago("U1", "1", "1", 20*time.Hour, "how?")), ago("U2", "2", "2", 20*time.Hour, "later"))
	_, err := s.Triage(t.Context(), inbox.Triage{Verb: inbox.Snooze, On: []int64{talkOf(t, s, "2")}, Until: noon.Add(2 * time.Hour)})
	must(t, err)
	_, err = s.Triage(t.Context(), inbox.Triage{Verb: inbox.FollowUp, On: []int64{talkOf(t, s, "2")}, Promise: inbox.Promise{Steps: []string{"tell them"}, Due: noon.Add(40 * time.Hour)}})
	must(t, err)
	var got []string
	for _, b := range dayOf(t, s, c).Back {
		got = append(got, fmt.Sprint(b.What, ": ", b.Text, " ", b.At.Sub(noon)))
	}
	lists(t, "back", got, []string{"snoozed conversation: bo in #help 2h0m0s", "response target: ana in #help 4h0m0s", "follow-up: tell them 40h0m0s"})
}

func TestTheQueriesOfACheckInUseTheirIndices(t *testing.T) {
	s, _ := openTest(t)
	r := &roundup{Store: s, ctx: t.Context(), ask: checkin.Request{Now: noon, Window: usualWindow}}
	for name, query := range map[string]string{
		"newcomers": selectNewcomers, "greetings": selectGreetings, "awaiting": selectAwaiting, "waited since": selectWaitedSince, "joinable": selectJoinable,
		"promised": selectPromised, "woken": selectWoken, "watched": selectWatched, "active": selectActive,
	} {
		args := append(r.named(), sql.Named("old", 1), sql.Named("ids", "[1]"), sql.Named("from", 1), sql.Named("weighed", 1), sql.Named("week", 1))
		plan, err := list(t.Context(), s.read, func(row scanner) (step string, err error) {
			var a, b, c int
			return step, row.Scan(&a, &b, &c, &step)
		}, `EXPLAIN QUERY PLAN `+query, args...)
		must(t, err)
		for _, step := range plan {
			for _, table := range []string{"message", "conversation", "member", "m", "c", "u", "n", "o", "naming"} {
				if step == "SCAN "+table {
					t.Errorf("%s reads a whole table: %s", name, step)
				}
			}
		}
	}
}

func TestAnAccountThatGoesTakesWhatIsRememberedOfItAlong(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, []inbox.Member{{ID: "N1", Handle: "maria", Joined: noon.Add(-74 * time.Hour)}}, asking(ago("U1", "1", "1", 5*time.Hour, "how?")))
	d := dayOf(t, s, c)
	for _, p := range d.Parts {
		must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: d.Date, Seen: p.Items}))
	}
	var kept int
	count := func() int {
		must(t, s.read.QueryRowContext(t.Context(), `SELECT count(*) FROM checkin_item`).Scan(&kept))
		return kept
	}
	if count() != 2 {
		t.Fatalf("%d items remembered", kept)
	}
	must(t, s.ForgetAccount(t.Context(), "acme", func(int) {}))
	if count() != 0 {
		t.Errorf("%d items are remembered of what is gone", kept)
	}
	dayOf(t, s, c)
}

func TestAGreetingBelowWhatSomebodyElseHasBegunIsKnownOnceItIsOut(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, []inbox.Member{{ID: "N1", Handle: "maria", Joined: noon.Add(-74 * time.Hour)}}, older(),
		ago("U1", "5", "", 30*time.Hour, "who is new?"), ago("N1", "6", "5", 29*time.Hour, "I am"))
	_, err := s.Ask(t.Context(), inbox.Order{Verb: inbox.SayWelcome, Actions: []inbox.Action{{Kind: inbox.Reply, Account: "acme", Channel: "C1", Thread: "5", Greets: "N1", Text: "hi"}}})
	must(t, err)
	c.t = c.t.Add(time.Minute)
	deliver(t, s, "7")
	is(t, "who is to be greeted", listed(t, s, c, checkin.Welcome), "")
	_, err = s.Undo(t.Context())
	must(t, err)
	is(t, "taken back", listed(t, s, c, checkin.Welcome), "newcomer maria")
}

func TestAGreetingThatIsTakenBackIsADraftAgainWhereItWasWritten(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, []inbox.Member{{ID: "N1", Handle: "maria", Joined: noon.Add(-74 * time.Hour)}}, older())
	h := partOf(t, dayOf(t, s, c), checkin.Welcome).Items[0].Hello
	if h.Place.Thread != "" {
		t.Fatalf("they have said nothing, and their words stand in %+v", h.Place)
	}
	written := inbox.Place{Account: "acme", Thread: "member:" + h.Ref.ID}
	must(t, s.SaveDraft(t.Context(), written, inbox.PrivateDraft, "Hello, Maria"))
	_, err := s.Ask(t.Context(), inbox.Order{Verb: inbox.SayWelcome, Actions: []inbox.Action{{Kind: inbox.Welcome, Account: "acme", Member: h.Ref.ID, Text: "Hello, Maria"}}})
	must(t, err)
	is(t, "on its way", listed(t, s, c, checkin.Welcome), "")
	if d := dayOf(t, s, c); d.Stages[checkin.Welcomed] != 1 {
		t.Errorf("on its way: %v", d.Stages)
	}
	if text, err := s.Draft(t.Context(), written, inbox.PrivateDraft); err != nil || text != "" {
		t.Errorf("the draft of what is on its way is %q, %v", text, err)
	}
	_, err = s.Undo(t.Context())
	must(t, err)
	is(t, "taken back", listed(t, s, c, checkin.Welcome), "newcomer maria")
	if text, err := s.Draft(t.Context(), written, inbox.PrivateDraft); err != nil || text != "Hello, Maria" {
		t.Errorf("the draft is %q, %v", text, err)
	}
}

func TestWhatIsDoneMakesNoRoomForMore(t *testing.T) {
	s, c := openTest(t)
	var all []inbox.Message
	for i := range 20 {
		id := fmt.Sprint(i + 1)
		all = append(all, asking(ago("U1", id, id, time.Duration(20-i)*time.Hour, "how?")))
	}
	arrives(t, s, nil, all...)
	d := dayOf(t, s, c)
	items := partOf(t, d, checkin.Questions).Items
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: d.Date, Seen: items, Skip: items[7].Key}))
	for n := range 7 {
		_, err := s.Triage(t.Context(), inbox.Triage{Verb: inbox.MarkDone, On: []int64{items[n].Talk}})
		must(t, err)
		p := partOf(t, dayOf(t, s, c), checkin.Questions)
		if p.Left() != 6-n || p.Settled != n+1 || p.PutOff() != 1 || p.More != 12 {
			t.Errorf("%d are done: %d left, %d settled, %d put off, %d more", n+1, p.Left(), p.Settled, p.PutOff(), p.More)
		}
	}
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: d.Date, Take: items[7].Key}))
	if p := partOf(t, dayOf(t, s, c), checkin.Questions); p.Left() != 1 || p.Items[0].Key != items[7].Key {
		t.Errorf("taken up again: %+v", p)
	}
	c.t = noon.Add(inbox.Day)
	if p := partOf(t, dayOf(t, s, c), checkin.Questions); p.Left() != 8 || p.Settled != 0 {
		t.Errorf("tomorrow %d are left, %d settled", p.Left(), p.Settled)
	}
}

func TestWhoHasWaitedForOverAWeekIsCountedOnly(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, nil,
		asking(ago("U1", "1", "1", 8*inbox.Day, "old")), mentioning(ago("U2", "2", "2", 9*inbox.Day, "@sam")), asking(ago("U2", "3", "3", 6*inbox.Day, "new")),
		asking(ago("U1", "4", "4", 20*inbox.Day, "answered")), ago("U3", "5", "4", 19*inbox.Day, "so"), asking(ago("U1", "6", "4", inbox.Day, "and now?")))
	p := partOf(t, dayOf(t, s, c), checkin.Questions)
	var got []string
	for _, i := range p.Items {
		got = append(got, i.Text)
	}
	lists(t, "questions", got, []string{"new"})
	if p.Older != 3 || p.More != 3 {
		t.Errorf("%d older, %d more", p.Older, p.More)
	}
}

func TestOneGoodConversationIsEnough(t *testing.T) {
	s, c := openTest(t)
	arrives(t, s, nil, older(), ago("U1", "1", "1", 5*time.Hour, "look"), ago("U1", "2", "2", 4*time.Hour, "hello"))
	d := dayOf(t, s, c)
	p := partOf(t, d, checkin.Good)
	if len(p.Items) != 2 || p.Left() != 1 {
		t.Fatalf("%d to choose from, %d left", len(p.Items), p.Left())
	}
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: d.Date, Seen: p.Items}))
	log, err := s.FinishCheckIn(t.Context(), d.Date)
	must(t, err)
	if log.Left != 1 {
		t.Errorf("the log has %d left", log.Left)
	}
	_, err = s.Ask(t.Context(), inbox.Order{Verb: inbox.SayReply, Actions: []inbox.Action{{Kind: inbox.Reply, Account: "acme", Channel: "C1", Thread: "1", Text: "nice"}}})
	must(t, err)
	if p = partOf(t, dayOf(t, s, c), checkin.Good); p.Left() != 0 || len(p.Items) != 1 || p.Settled != 1 {
		t.Errorf("after a word of ours: %d left, %d to choose from, %d settled", p.Left(), len(p.Items), p.Settled)
	}
	log, err = s.FinishCheckIn(t.Context(), d.Date)
	must(t, err)
	if log.Left != 0 {
		t.Errorf("then the log has %d left", log.Left)
	}
}

func TestAnAnswerToTheOutboxCounts(t *testing.T) {
	s, c := openTest(t)
	ctx := t.Context()
	arrives(t, s, nil, ago("U1", "1", "1", 5*time.Hour, "hello"))
	must(t, s.NoteCheckIn(ctx, checkin.Progress{Day: "2026-06-17"}))
	_, err := s.Ask(ctx, inbox.Order{Verb: inbox.SayReply, Actions: []inbox.Action{{Kind: inbox.Reply, Account: "acme", Channel: "C1", Thread: "1", Text: "so"}}})
	must(t, err)
	c.t = noon.Add(time.Minute)
	o, _ := next(t, s)
	must(t, s.Attempt(ctx, o.ID))
	must(t, s.Settle(ctx, o.ID, inbox.Fate{State: inbox.Asks, Doubt: &inbox.Doubt{Reason: inbox.Perhaps, Alike: "9"}}))
	is(t, "what asks", listed(t, s, c, checkin.Loose), "not sent ana")
	must(t, s.Decide(ctx, o.ID, inbox.DropIt))
	is(t, "and was answered", listed(t, s, c, checkin.Loose), "")
	dayOf(t, s, c)
	log, err := s.FinishCheckIn(ctx, "2026-06-17")
	must(t, err)
	if log.Did.Kept != 1 {
		t.Errorf("%+v", log.Did)
	}
}
