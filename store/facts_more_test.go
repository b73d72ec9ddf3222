package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/metrics"
	"rounds/inbox/moderation"
)

func TestABlobGivesBackWhatWasPutIn(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	far := func() int64 { return r.Int64N(1<<52) - 1<<50 }
	yes := func() bool { return r.IntN(2) == 0 }
	for range 200 {
		var said []metrics.Said
		var talks []metrics.Talk
		var members []metrics.Member
		for range r.IntN(20) {
			said = append(said, metrics.Said{At: far(), ID: r.Int64N(1 << 40), Talk: r.Int64N(1 << 40), Member: r.Int32(), Channel: r.Int32(), Reply: yes(), Bot: yes()})
			talk := metrics.Talk{At: far(), ID: r.Int64N(1 << 40), Opener: r.Int32(), Channel: r.Int32(), Messages: r.Int32(), Question: yes(), Mention: yes(), Bot: yes(), Awaits: yes()}
			for range r.IntN(4) {
				talk.Answers = append(talk.Answers, metrics.Answer{At: far(), Member: r.Int32(), Bot: yes(), Beside: yes()})
			}
			talks = append(talks, talk)
			id := int32(len(members)*1000) + r.Int32N(1000) + 1
			members = append(members, metrics.Member{ID: id, Person: id, Account: r.Int32N(100), Role: anyOf(r, inbox.Community, inbox.Team, inbox.Bot), Joined: far(), Left: far(), First: far()})
		}
		back, err := decodeSaid(nil, encodeSaid(said))
		if err != nil || !reflect.DeepEqual(back, said) {
			t.Fatalf("said: %v\n got %v\nwant %v", err, back, said)
		}
		again, err := decodeTalks(nil, encodeTalks(talks))
		if err != nil || !reflect.DeepEqual(again, talks) {
			t.Fatalf("conversations: %v\n got %v\nwant %v", err, again, talks)
		}
		all, err := decodeMembers(nil, encodeMembers(members))
		if err != nil || !reflect.DeepEqual(all, members) {
			t.Fatalf("members: %v\n got %v\nwant %v", err, all, members)
		}
	}
}

func FuzzABlobOfAnybodysMakingIsReadOrRefused(f *testing.F) {
	f.Add(encodeSaid([]metrics.Said{{At: 5, ID: 1, Talk: 1, Member: 3, Channel: 1}}))
	f.Add(encodeTalks([]metrics.Talk{{At: 5, ID: 1, Opener: 3, Answers: []metrics.Answer{{At: 6, Member: 4}}}}))
	f.Add(encodeMembers([]metrics.Member{{ID: 5, Account: 1}}))
	f.Add([]byte{1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, body []byte) {
		said, err := decodeSaid(nil, body)
		if err == nil && len(said) > len(body) {
			t.Errorf("%d messages of %d bytes", len(said), len(body))
		}
		if _, err := decodeTalks(nil, body); err != nil && !errors.Is(err, errBlob) {
			t.Error(err)
		}
		if _, err := decodeMembers(nil, body); err != nil && !errors.Is(err, errBlob) {
			t.Error(err)
		}
	})
}

func TestABadBlobIsMadeAnew(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "hello"), says("U2", "2", "1", 1, "hello you"))
	must(t, s.Fold(t.Context()))
	for _, body := range []string{"", "\x02", "\x01\x05\x01", "\x01\x00\x00"} {
		must(t, s.exec(t.Context(), `UPDATE fact SET body = ?`, []byte(body)))
		agree(t, s, fmt.Sprintf("with %q", body))
	}
}

func TestADaysQueryUsesItsIndex(t *testing.T) {
	s, _ := openTest(t)
	for query, index := range map[string]string{
		selectSaidOfDay:    "message_by_time (sent_at>? AND sent_at<?)",
		selectTalksOfDay:   "conversation_by_opened (opened_at>? AND opened_at<?)",
		selectAnswersOfDay: "message_by_conversation (conversation_id=? AND sent_at>?)",
		selectNamingsOfDay: "PRIMARY KEY (channel_id=? AND member_id=? AND sent_at>? AND sent_at<?)",
	} {
		steps, err := list(t.Context(), s.read, func(row scanner) (step string, err error) {
			var id, parent, unused int
			return step, row.Scan(&id, &parent, &unused, &step)
		}, `EXPLAIN QUERY PLAN `+query, 1, 2, 3)
		must(t, err)
		plan := strings.Join(steps, "\n")
		if !strings.Contains(plan, index) || strings.Contains(plan, "SCAN") {
			t.Errorf("%s\ndoes not go by %s:\n%s", query, index, plan)
		}
	}
}

func TestWhoTurnsKeepsTheRoleOfBefore(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "hello"))
	hired := people()
	hired[0].Role = inbox.Team
	hired[1].Role = inbox.Bot
	c.t = c.t.Add(time.Hour)
	turn := at(c.t)
	_, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Members: hired})
	must(t, err)
	f := always(t, s)
	if m := f.Members[0]; m.Role != inbox.Team || !reflect.DeepEqual(m.Was, []metrics.Turn{{Until: int64(turn), Role: inbox.Community}}) {
		t.Errorf("ana: %+v", m)
	}
	if m := f.Members[1]; m.Role != inbox.Bot || m.Was != nil {
		t.Errorf("a program always was one: %+v", m)
	}
}

func TestWhatTheConfigSaysOfTheTeamCountsForAlways(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "hello"))
	must(t, s.Reread(t.Context(), "acme", "2", func(inbox.Message) []inbox.Signal { return nil }, func(inbox.Member) inbox.Role { return inbox.Team }))
	if m := always(t, s).Members[0]; m.Role != inbox.Team || m.Was != nil {
		t.Errorf("ana: %+v", m)
	}
}

func TestAPersonsWordAboutARoleStays(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "hello"))
	must(t, s.exec(t.Context(), `UPDATE member SET role = 'team', said_as = 'team' WHERE key = 'U1'`))
	s.forgetRoster()
	changed := people()
	changed[0].Name = "Ana B."
	_, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Members: changed})
	must(t, err)
	must(t, s.Reread(t.Context(), "acme", "2", func(inbox.Message) []inbox.Signal { return nil }, func(inbox.Member) inbox.Role { return inbox.Community }))
	var role, name string
	must(t, s.read.QueryRowContext(t.Context(), `SELECT role, name FROM member WHERE key = 'U1'`).Scan(&role, &name))
	if role != "team" || name != "Ana B." {
		t.Errorf("role %s, name %s", role, name)
	}
}

func TestANameUnderAMessageHadNoRole(t *testing.T) {
	s, c := openTest(t)
	_, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Messages: []inbox.Message{says("U3", "1", "1", 0, "hello")}})
	must(t, err)
	c.t = c.t.Add(time.Hour)
	ingest(t, s)
	if m := always(t, s).Members[0]; m.Role != inbox.Team || m.Was != nil {
		t.Errorf("sam: %+v", m)
	}
}

func TestWhoIsGoneHasLeftAndMayComeBack(t *testing.T) {
	s, c := openTest(t)
	left := func(deleted bool) int64 {
		t.Helper()
		c.t = c.t.Add(time.Hour)
		all := people()
		all[0].Deleted = deleted
		_, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Members: all})
		must(t, err)
		return always(t, s).Members[0].Left
	}
	left(false)
	if got := left(true); got != int64(at(c.t)) {
		t.Errorf("left at %d, want %d", got, at(c.t))
	}
	if got := left(true); got != int64(at(c.t.Add(-time.Hour))) {
		t.Errorf("left a second time at %d", got)
	}
	if got := left(false); got != 0 {
		t.Errorf("back, and left at %d", got)
	}
}

func TestSpamIsLeftOutAsLongAsTheDecisionStands(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, asking(says("U1", "1", "1", 0, "how?")), says("U2", "2", "1", 5, "buy"), says("U3", "3", "1", 9, "so"), says("U2", "4", "", 10, "buy too"))
	judge := func(message string) string {
		t.Helper()
		_, err := s.Flag(t.Context(), moderation.Subject{Kind: moderation.OfMessage, Account: "acme", Channel: "C1", ID: message}, "U2", "spam")
		must(t, err)
		cases, err := s.Cases(t.Context(), moderation.Filter{})
		must(t, err)
		c.t = c.t.Add(time.Minute)
		_, err = s.Judge(t.Context(), moderation.Ruling{Cases: []int64{cases[len(cases)-1].ID}, Outcome: moderation.Spam}, nil)
		must(t, err)
		log, err := s.Decisions(t.Context(), moderation.LogQuery{})
		must(t, err)
		return log[0].ID
	}
	first := judge("2")
	judge("4")
	f := always(t, s)
	if len(f.Said) != 2 || len(f.Talks) != 1 || f.Talks[0].Messages != 2 || len(f.Talks[0].Answers) != 1 || f.Talks[0].Answers[0].Member != 3 || !f.Members[1].Spam {
		t.Errorf("%+v", f)
	}
	if len(f.Cases) != 2 || len(f.Decisions) != 2 || f.Cases[0].Open || f.Cases[0].Decided == 0 || len(f.Cases[0].Reports) != 1 || f.Cases[0].Member != 2 {
		t.Errorf("cases %+v, decisions %+v", f.Cases, f.Decisions)
	}
	_, err := s.Reopen(t.Context(), first)
	must(t, err)
	if f = always(t, s); len(f.Said) != 3 || !f.Cases[0].Open || f.Decisions[0].Reversed == 0 {
		t.Errorf("after it was reopened: %+v", f)
	}
}

func TestWhatWasSettledKnowsWhenItWasOpenedAgain(t *testing.T) {
	s, c := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "how?"), says("U3", "2", "1", 5, "so"), says("U1", "3", "", 6, "and this?"))
	do := func(verb inbox.Verb, on int64) micros {
		t.Helper()
		c.t = c.t.Add(time.Minute)
		_, err := s.Triage(t.Context(), inbox.Triage{Verb: verb, On: []int64{on}})
		must(t, err)
		return at(c.t)
	}
	first := do(inbox.MarkDone, 1)
	again := do(inbox.Reopen, 1)
	second := do(inbox.MarkDone, 1)
	other := do(inbox.MarkDone, 2)
	late := says("U2", "9", "1", 0, "but no")
	late.SentAt = c.t.Add(time.Minute)
	ingest(t, s, late)
	opened := at(noon.Add(-48 * time.Hour))
	want := []metrics.Done{
		{Talk: 1, Channel: 1, Opened: int64(opened), At: int64(first), Reopened: int64(again)},
		{Talk: 1, Channel: 1, Opened: int64(again), At: int64(second), Reopened: int64(at(late.SentAt))},
		{Talk: 2, Channel: 1, Opened: int64(opened) + 6*60e6, At: int64(other)},
	}
	if got := always(t, s).Dones; !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}

func TestWhoJoinedIsGreetedByTheFirstHuman(t *testing.T) {
	s, _ := openTest(t)
	joined := people()
	joined[0].Joined = noon.Add(-48 * time.Hour)
	_, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Members: joined})
	must(t, err)
	hello := says("U2", "5", "", 20, "welcome @ana")
	hello.Mentions = []string{"U1"}
	page := inbox.Page{Account: "acme", Messages: []inbox.Message{
		says("U1", "1", "1", 1, "hi"), says("U4", "2", "1", 2, "I am a program"), says("U3", "3", "1", 30, "hi!"), hello,
	}}
	_, err = s.Ingest(t.Context(), page)
	must(t, err)
	want := []metrics.Greeting{{Member: 1, By: 2, At: int64(at(hello.SentAt))}}
	if got := always(t, s).Greetings; !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}

func TestLinesTellWhatANumberWasCountedFrom(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "how do I log in?"), says("U2", "2", "1", 5, strings.Repeat("long ", 100)))
	_, err := s.Flag(t.Context(), moderation.Subject{Kind: moderation.OfMessage, Account: "acme", Channel: "C1", ID: "2"}, "U2", "spam")
	must(t, err)
	_, _, err = s.PutSurvey(t.Context(), "autumn", "nps", 9, []metrics.Survey{{At: 5, Who: "ana@x.org", Score: 9, Words: "good"}})
	must(t, err)
	rows := []metrics.Row{
		{Kind: metrics.MessageRow, ID: 2, Why: "first answer"},
		{Kind: metrics.TalkRow, ID: 1},
		{Kind: metrics.PersonRow, ID: 1, In: true},
		{Kind: metrics.CaseRow, ID: 1},
		{Kind: metrics.SurveyRow, Key: "autumn", At: 5},
		{Kind: metrics.TalkRow, ID: 77},
		{Kind: metrics.DecisionRow, ID: 77},
		{Kind: metrics.PostRow, Key: "none"},
	}
	lines, err := s.Lines(t.Context(), rows)
	must(t, err)
	if len(lines) != len(rows) {
		t.Fatalf("%d lines", len(lines))
	}
	for i := range rows {
		if lines[i].Row != rows[i] {
			t.Errorf("row %d: %+v", i, lines[i].Row)
		}
	}
	answer, talk, person, file, opinion := lines[0], lines[1], lines[2], lines[3], lines[4]
	if answer.Who != "bo" || answer.Channel != "help" || answer.Conversation != 1 || !strings.HasSuffix(answer.Text, "…") || len([]rune(answer.Text)) > 301 || answer.Link == "" {
		t.Errorf("message: %+v", answer)
	}
	if talk.Who != "ana" || talk.Text != "how do I log in?" || talk.Member != "U1" || talk.Link == "" || talk.When.IsZero() {
		t.Errorf("conversation: %+v", talk)
	}
	if person.Who != "ana" || person.Text != "Ana" || file.Who != "bo" || file.Conversation != 1 || opinion.Text != "9: good" || lines[5].Text != "" {
		t.Errorf("person %+v, case %+v, answer %+v, nobody %+v", person, file, opinion, lines[5])
	}
}

func TestGoalsAndAnnotationsAreKeptAndDropped(t *testing.T) {
	s, _ := openTest(t)
	goal, err := s.SetGoal(t.Context(), metrics.Goal{Metric: "active_rate", Target: 20, By: noon, Better: metrics.Up})
	must(t, err)
	goal.Target = 25
	_, err = s.SetGoal(t.Context(), goal)
	must(t, err)
	all, err := s.Goals(t.Context())
	must(t, err)
	if len(all) != 1 || all[0].Target != 25 || !reflect.DeepEqual(always(t, s).Goals, all) {
		t.Errorf("%+v", all)
	}
	must(t, s.DropGoal(t.Context(), goal.ID))
	if err := s.DropGoal(t.Context(), goal.ID); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("dropped twice: %v", err)
	}
	zone := time.FixedZone("there", 9*3600)
	day := time.Date(2026, 6, 1, 0, 0, 0, 0, zone)
	a, err := s.Annotate(t.Context(), metrics.Annotation{Day: day, Text: "launch"})
	must(t, err)
	for _, span := range []struct {
		from, to time.Time
		n        int
	}{{day, day.AddDate(0, 0, 1), 1}, {day.AddDate(0, 0, -1), day, 0}, {day.AddDate(0, 0, 1), day.AddDate(0, 0, 9), 0}} {
		found, err := s.Annotations(t.Context(), span.from, span.to)
		must(t, err)
		if len(found) != span.n || span.n == 1 && (!found[0].Day.Equal(day) || found[0].By != "sam") {
			t.Errorf("%v to %v: %+v", span.from, span.to, found)
		}
	}
	must(t, s.DropAnnotation(t.Context(), a.ID))
}

func TestWhoAnswersASurveyAgainReplacesTheAnswer(t *testing.T) {
	s, _ := openTest(t)
	put := func(asked int, answers ...metrics.Survey) (int, int) {
		t.Helper()
		added, replaced, err := s.PutSurvey(t.Context(), "autumn", "nps", asked, answers)
		must(t, err)
		return added, replaced
	}
	when := noon.UnixMicro()
	one, two := metrics.Survey{At: when, Who: "Ana@x.org", Score: 3}, metrics.Survey{At: when, Score: 9, Words: "nice"}
	if added, replaced := put(50, one, two); added != 2 || replaced != 0 {
		t.Errorf("%d, %d", added, replaced)
	}
	if added, replaced := put(0, one, two); added != 0 || replaced != 0 {
		t.Errorf("again: %d, %d", added, replaced)
	}
	if added, replaced := put(0, metrics.Survey{At: when + 1, Who: "ana@x.org ", Score: 8}); added != 0 || replaced != 1 {
		t.Errorf("another: %d, %d", added, replaced)
	}
	all := always(t, s).Surveys
	if len(all) != 2 || all[0].Asked != 50 || all[1].Score != 8 || all[1].Kind != "nps" || all[1].Name != "autumn" {
		t.Errorf("%+v", all)
	}
}

func TestAFrozenReportIsGivenBackAsItWas(t *testing.T) {
	s, c := openTest(t)
	if _, _, err := s.Frozen(t.Context(), "2026-10"); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("of nothing: %v", err)
	}
	must(t, s.Freeze(t.Context(), "2026-10", json.RawMessage(`{"a":1}`)))
	body, made, err := s.Frozen(t.Context(), "2026-10")
	must(t, err)
	if string(body) != `{"a":1}` || !made.Equal(c.t) {
		t.Errorf("%s of %v", body, made)
	}
}
