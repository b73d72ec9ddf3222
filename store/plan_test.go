package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests name zones, wherever they run

	"rounds/calendar"
	"rounds/inbox"
)

// planner opens a store with an account of every platform, a channel in each,
// and Berlin's clock.
func planner(t testing.TB) (*Store, *clock) {
	t.Helper()
	s, c := openTest(t)
	c.t = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for _, a := range []inbox.Account{
		{Name: "acme", Platform: inbox.Slack, Self: "US"}, {Name: "hall", Platform: inbox.Discord}, {Name: "fedi", Platform: inbox.Mastodon},
	} {
		must(t, s.PutAccount(t.Context(), a))
		id := "C1"
		if a.Platform == inbox.Mastodon {
			id = "mentions"
		}
		_, err := s.Ingest(t.Context(), inbox.Page{Account: a.Name, Channels: []inbox.Channel{{ID: id, Name: "general", Kind: inbox.Public}}})
		must(t, err)
	}
	s.UsePlan(calendar.Settings{Zone: "Europe/Berlin"})
	return s, c
}

// post plans a text; settings are lines of the front matter.
func post(t testing.TB, s *Store, text string, settings ...string) calendar.Post {
	t.Helper()
	source := "---\n" + strings.Join(settings, "\n") + "\n---\n\n" + text + "\n"
	p, err := calendar.Parse("", source)
	must(t, err)
	p.Key = newID()
	_, err = s.Plan(t.Context(), inbox.PlanPost, []calendar.Change{{Post: p}})
	must(t, err)
	return reread(t, s, p.Key)
}

func reread(t testing.TB, s *Store, key string) calendar.Post {
	t.Helper()
	k, err := s.postBy(t.Context(), s.read, key)
	must(t, err)
	return k.Post
}

func change(t testing.TB, s *Store, p calendar.Post, edits ...calendar.Edit) calendar.Post {
	t.Helper()
	now, err := p.With(edits...)
	must(t, err)
	now.Key = p.Key
	_, err = s.Plan(t.Context(), inbox.EditPost, []calendar.Change{{Post: now, Seen: p.Source}})
	must(t, err)
	return reread(t, s, p.Key)
}

func press(t testing.TB, s *Store) time.Time {
	t.Helper()
	next, err := s.Press(t.Context())
	must(t, err)
	return next
}

// stands is the state of every delivery between two days, in a few words.
func stands(t testing.TB, s *Store, days int) []string {
	t.Helper()
	from := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	items, err := s.Items(t.Context(), from, from.AddDate(0, 0, days))
	must(t, err)
	var lines []string
	for _, i := range items {
		line := i.Post.Title + " " + i.Moment.At.Format("02 15:04") + " " + string(i.Status)
		for _, d := range i.Deliveries {
			line += fmt.Sprintf(" %s:%s", d.Account, d.State)
		}
		lines = append(lines, line)
	}
	return lines
}

// carry delivers what is due on an account as message key, or takes back what
// is to be taken back.
func carry(t testing.TB, s *Store, account, key string) inbox.Outgoing {
	t.Helper()
	o, _, err := s.NextOut(t.Context(), account)
	must(t, err)
	must(t, s.Attempt(t.Context(), o.ID))
	r := inbox.Receipt{Channel: o.Channel, Message: key, Text: o.Text, SentAt: s.now()}
	fate := inbox.Fate{State: inbox.Sent, Receipt: &r}
	if o.Later && o.Kind == inbox.Post && o.Due.After(s.now()) {
		r.Planned = o.Due
		fate.State, fate.Again = inbox.Planned, o.Due.Add(time.Minute)
	}
	must(t, s.Settle(t.Context(), o.ID, fate))
	return o
}

func TestAPostGoesOutOnceInEveryChannelAtItsTime(t *testing.T) {
	s, c := planner(t)
	p := post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general, acme/#general]", "status: scheduled", "title: hello")
	press(t, s)
	c.t = c.t.Add(UsualHold)
	if o := carry(t, s, "acme", "Q1"); c.t.After(o.Due.Add(-24*time.Hour)) && !o.Due.Equal(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("Slack was handed %v", o)
	}
	lists(t, "the evening before", stands(t, s, 14), []string{"hello 23 09:00 scheduled hall: acme:kept"})
	c.t = time.Date(2026, 11, 23, 8, 50, 0, 0, time.UTC)
	if next := press(t, s); !next.IsZero() && next.Before(c.t) {
		t.Errorf("it is to be looked at %v", next)
	}
	lists(t, "ten minutes before", stands(t, s, 14), []string{"hello 23 09:00 scheduled hall:waiting acme:kept"})
	if _, at, err := s.NextOut(t.Context(), "hall"); !errors.Is(err, inbox.ErrNone) || at.Before(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("it leaves before its time: %v, %v", at, err)
	}
	c.t = time.Date(2026, 11, 23, 9, 0, 1, 0, time.UTC)
	press(t, s)
	carry(t, s, "hall", "M1")
	c.t = c.t.Add(time.Minute + time.Second)
	o, _, err := s.NextOut(t.Context(), "acme")
	must(t, err)
	must(t, s.Settle(t.Context(), o.ID, inbox.Fate{State: inbox.Sent, Receipt: &inbox.Receipt{Channel: "C1", Message: "S1", SentAt: c.t}}))
	for range 3 {
		press(t, s)
	}
	lists(t, "afterwards", stands(t, s, 14), []string{"hello 23 09:00 published hall:published acme:published"})
	if now := reread(t, s, p.Key); now.Status != calendar.Published {
		t.Errorf("its file says %s", now.Status)
	}
	lists(t, "the outbox", waiting(t, s, false), nil)
}

func TestAPostWhoseTimePassedUnattendedIsMissedAndAsks(t *testing.T) {
	s, c := planner(t)
	p := post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	c.t = time.Date(2026, 11, 23, 9, 1, 30, 0, time.UTC)
	lists(t, "before the press has looked", stands(t, s, 14), []string{"hello 23 09:00 missed hall:missed"})
	press(t, s)
	lists(t, "missed", stands(t, s, 14), []string{"hello 23 09:00 missed hall:missed"})
	lists(t, "the outbox", waiting(t, s, false), nil)
	_, err := s.Publish(t.Context(), p.Key, "", nil)
	must(t, err)
	press(t, s)
	lists(t, "asked for", waiting(t, s, false), []string{"post Hello: queued"})
	_, err = s.Undo(t.Context())
	must(t, err)
	press(t, s)
	lists(t, "and taken back", stands(t, s, 14), []string{"hello 23 09:00 missed hall:missed"})
	_, err = s.Redo(t.Context())
	must(t, err)
	c.t = c.t.Add(time.Minute)
	press(t, s)
	carry(t, s, "hall", "M1")
	press(t, s)
	lists(t, "and sent", stands(t, s, 14), []string{"hello 23 09:00 published hall:published"})
}

func TestWhatIsLetGoNeverGoesOut(t *testing.T) {
	s, c := planner(t)
	p := post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	c.t = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	press(t, s)
	_, err := s.LetGo(t.Context(), p.Key, "", false)
	must(t, err)
	press(t, s)
	lists(t, "let go", stands(t, s, 14), []string{"hello 23 09:00 cancelled hall:let go"})
	lists(t, "the outbox", waiting(t, s, true), nil)
}

func TestWhatAPlatformKeepsCanBeEditedMovedAndCancelledUntilItIsOut(t *testing.T) {
	s, c := planner(t)
	p := post(t, s, "Hello", "when: 2026-11-25 10:00", "channels: [acme/#general]", "status: scheduled", "title: hello")
	press(t, s)
	c.t = c.t.Add(UsualHold)
	carry(t, s, "acme", "Q1")
	p = change(t, s, p, calendar.Saying("Hello, all"))
	press(t, s)
	if o := carry(t, s, "acme", "Q1"); o.Kind != inbox.Unschedule || o.Message != "Q1" {
		t.Fatalf("it is not taken back first: %v", o)
	}
	press(t, s)
	c.t = c.t.Add(time.Minute)
	if o := carry(t, s, "acme", "Q2"); o.Kind != inbox.Post || o.Text != "Hello, all" {
		t.Fatalf("it is not planned anew: %v", o)
	}
	p = change(t, s, p, calendar.At(calendar.On(calendar.Date(2026, 11, 26), 600), "Europe/Berlin")...)
	press(t, s)
	carry(t, s, "acme", "Q2")
	press(t, s)
	c.t = c.t.Add(time.Minute)
	if o := carry(t, s, "acme", "Q3"); !o.Due.Equal(time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)) {
		t.Fatalf("it is planned for %v", o.Due)
	}
	change(t, s, p, calendar.As(calendar.Cancelled))
	press(t, s)
	carry(t, s, "acme", "Q3")
	press(t, s)
	lists(t, "cancelled", stands(t, s, 14), []string{"hello 26 09:00 cancelled acme:"})
	lists(t, "the outbox", waiting(t, s, false), nil)
}

func TestWhatWaitsHereFollowsItsPost(t *testing.T) {
	s, c := planner(t)
	p := post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	c.t = time.Date(2026, 11, 23, 8, 50, 0, 0, time.UTC)
	press(t, s)
	p = change(t, s, p, calendar.Saying("Hello, all"))
	press(t, s)
	lists(t, "edited", waiting(t, s, false), []string{"post Hello, all: queued"})
	p = change(t, s, p, calendar.At(calendar.On(calendar.Date(2026, 11, 24), 600), "Europe/Berlin")...)
	press(t, s)
	lists(t, "moved", waiting(t, s, false), nil)
	c.t = time.Date(2026, 11, 24, 8, 50, 0, 0, time.UTC)
	press(t, s)
	lists(t, "due", waiting(t, s, false), []string{"post Hello, all: queued"})
	_, err := s.Plan(t.Context(), inbox.TrashPost, []calendar.Change{{Post: calendar.Post{Key: p.Key}, Seen: p.Source}})
	must(t, err)
	press(t, s)
	lists(t, "thrown away", waiting(t, s, false), nil)
	_, err = s.Undo(t.Context())
	must(t, err)
	press(t, s)
	lists(t, "and brought back", waiting(t, s, false), []string{"post Hello, all: queued"})
}

func TestASeriesIsSaidOnceADayAndMissesWhatNobodyAttended(t *testing.T) {
	s, c := planner(t)
	post(t, s, "Hello", "when: 2026-11-02 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello", "recurrence: FREQ=WEEKLY;BYDAY=MO,WE")
	press(t, s)
	lists(t, "what was before it came here was not planned", stands(t, s, 10), []string{"hello 23 09:00 scheduled hall:", "hello 25 09:00 scheduled hall:"})
	c.t = time.Date(2026, 11, 23, 8, 55, 0, 0, time.UTC)
	press(t, s)
	c.t = time.Date(2026, 11, 23, 9, 0, 1, 0, time.UTC)
	carry(t, s, "hall", "M1")
	press(t, s)
	c.t = time.Date(2026, 11, 26, 9, 0, 1, 0, time.UTC)
	press(t, s)
	lists(t, "later", stands(t, s, 18), []string{
		"hello 23 09:00 published hall:published",
		"hello 25 09:00 missed hall:missed", "hello 30 09:00 scheduled hall:", "hello 02 09:00 scheduled hall:",
	})
}

func TestAnEditAfterAnApprovalIsForReviewAgainAndDoesNotGoOut(t *testing.T) {
	s, c := planner(t)
	s.UsePlan(calendar.Settings{Zone: "Europe/Berlin", Approval: calendar.RequiredApproval})
	p := post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	c.t = time.Date(2026, 11, 23, 8, 50, 0, 0, time.UTC)
	press(t, s)
	lists(t, "without an approval", stands(t, s, 14), []string{"hello 23 09:00 review hall:"})
	_, err := s.Approve(t.Context(), []string{p.Key})
	must(t, err)
	press(t, s)
	lists(t, "approved", waiting(t, s, false), []string{"post Hello: queued"})
	p = change(t, s, reread(t, s, p.Key), calendar.Saying("Hello, dear all"))
	press(t, s)
	lists(t, "changed", waiting(t, s, false), nil)
	item, err := s.Item(t.Context(), p.Key, "")
	must(t, err)
	if item.Status != calendar.Review || item.Consent == nil || item.Consent.Says != "Hello" {
		t.Errorf("it is %s, approved as %v", item.Status, item.Consent)
	}
}

func TestAClockThatIsPutBackLosesNothing(t *testing.T) {
	s, c := planner(t)
	post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	press(t, s)
	c.t = time.Date(2026, 12, 23, 9, 0, 0, 0, time.UTC)
	press(t, s)
	lists(t, "with a clock that is wrong", stands(t, s, 14), []string{"hello 23 09:00 missed hall:missed"})
	c.t = time.Date(2026, 11, 23, 8, 59, 0, 0, time.UTC)
	press(t, s)
	lists(t, "and right again", stands(t, s, 14), []string{"hello 23 09:00 scheduled hall:waiting"})
}

func TestAJournalThatIsPlayedAgainBringsThePlanAndWhatWasSaidBack(t *testing.T) {
	s, c := planner(t)
	post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	p := post(t, s, "Later", "when: 2026-11-25 10:00", "channels: [hall/#general]", "status: scheduled", "title: later")
	change(t, s, p, calendar.Themed("goals"))
	c.t = time.Date(2026, 11, 23, 8, 55, 0, 0, time.UTC)
	press(t, s)
	c.t = time.Date(2026, 11, 23, 9, 0, 1, 0, time.UTC)
	carry(t, s, "hall", "M1")
	press(t, s)
	entries, err := s.Entries(t.Context())
	must(t, err)

	other, clock := planner(t)
	clock.t = c.t
	must(t, other.Replay(t.Context(), entries))
	var posts [2][]calendar.Post
	for i, of := range []*Store{s, other} {
		posts[i], err = of.Posts(t.Context())
		must(t, err)
	}
	for i := range posts[0] {
		if posts[0][i].Source != posts[1][i].Source || posts[0][i].Path != posts[1][i].Path {
			t.Errorf("the post was %q and is %q", posts[0][i].Source, posts[1][i].Source)
		}
	}
	press(t, other)
	lists(t, "what was on its way is not sent again unasked", waiting(t, other, false), nil)
	lists(t, "and is told", stands(t, other, 8), []string{"hello 23 09:00 failed hall:asks"})
}

func TestAZoneWhoseClocksWereChangedMovesThePostAndTells(t *testing.T) {
	s, _ := planner(t)
	p := post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	press(t, s)
	// As if it had been worked out by the clocks of last year.
	must(t, s.exec(t.Context(), `UPDATE post SET first_at = first_at + 3600000000`))
	must(t, s.exec(t.Context(), `UPDATE press SET clocks = 'those of last year'`))
	s.clocks = ""
	press(t, s)
	lists(t, "its time", stands(t, s, 14), []string{"hello 23 09:00 scheduled hall:"})
	told, err := s.Problems(t.Context())
	if err != nil || len(told) != 1 || !strings.Contains(told[0].Reason, "clocks of Europe/Berlin were changed") {
		t.Errorf("it tells %v, %v", told, err)
	}
	change(t, s, p, calendar.Themed("seen"))
	if told, _ := s.Problems(t.Context()); len(told) != 0 {
		t.Errorf("it still tells %v", told)
	}
}

func TestWhatNobodyDeliversIsMissedAndDoesNotWaitForEver(t *testing.T) {
	s, c := planner(t)
	post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	c.t = time.Date(2026, 11, 23, 8, 55, 0, 0, time.UTC)
	press(t, s)
	c.t = time.Date(2026, 11, 23, 9, 2, 0, 0, time.UTC)
	press(t, s)
	lists(t, "a courier may still be on its way", stands(t, s, 14), []string{"hello 23 09:00 scheduled hall:waiting"})
	c.t = time.Date(2026, 11, 23, 9, 3, 5, 0, time.UTC)
	press(t, s)
	lists(t, "nobody came", stands(t, s, 14), []string{"hello 23 09:00 missed hall:missed"})
	lists(t, "the outbox", waiting(t, s, false), nil)
}

func TestAPersonIsRemindedOfWhatTheyPostByHand(t *testing.T) {
	s, c := planner(t)
	s.UsePlan(calendar.Settings{Zone: "Europe/Berlin", Publish: map[string]calendar.Mode{"hall": calendar.Remind}})
	p := post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	press(t, s)
	lists(t, "before", stands(t, s, 14), []string{"hello 23 09:00 scheduled hall:"})
	c.t = time.Date(2026, 11, 23, 9, 0, 1, 0, time.UTC)
	press(t, s)
	lists(t, "when it is time", stands(t, s, 14), []string{"hello 23 09:00 missed hall:remind"})
	_, err := s.LetGo(t.Context(), p.Key, "", true)
	must(t, err)
	press(t, s)
	lists(t, "posted by hand", stands(t, s, 14), []string{"hello 23 09:00 published hall:published"})
	lists(t, "nothing was sent", waiting(t, s, true), nil)
}

func TestWhatAPersonDropsInTheOutboxIsLetGo(t *testing.T) {
	s, c := planner(t)
	post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	c.t = time.Date(2026, 11, 23, 8, 55, 0, 0, time.UTC)
	press(t, s)
	found, err := s.Outbox(t.Context(), false)
	must(t, err)
	_, err = s.TakeBack(t.Context(), found[0].ID)
	must(t, err)
	press(t, s)
	press(t, s)
	lists(t, "dropped", stands(t, s, 14), []string{"hello 23 09:00 cancelled hall:let go"})
	lists(t, "the outbox", waiting(t, s, false), nil)
}

func TestAPoolTakesTurnsAndWhatWasSaidStays(t *testing.T) {
	s, c := planner(t)
	post(t, s, "", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello", "recurrence: FREQ=DAILY", "pool: [one, two, three]", "no_repeat: 1w")
	said := []string{}
	for day := range 5 {
		c.t = time.Date(2026, 11, 23+day, 8, 55, 0, 0, time.UTC)
		press(t, s)
		c.t = time.Date(2026, 11, 23+day, 9, 0, 1, 0, time.UTC)
		press(t, s)
		if o, _, err := s.NextOut(t.Context(), "hall"); err == nil {
			said = append(said, o.Text)
			carry(t, s, "hall", fmt.Sprint("M", day))
		}
	}
	press(t, s)
	lists(t, "what was said", said, []string{"one", "two", "three"})
	if now := stands(t, s, 11); len(now) != 4 || !strings.HasSuffix(now[3], "failed hall:failed") {
		t.Errorf("it stands %q", now)
	}
}

func TestPublishingNowIsTakenBackAsIfNothingHadBeenDone(t *testing.T) {
	s, c := planner(t)
	at := inbox.Place{Account: "hall", Channel: "C1"}
	must(t, s.SaveDraft(t.Context(), at, inbox.PostDraft, "half written"))
	p := post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	c.t = time.Date(2026, 11, 23, 8, 50, 0, 0, time.UTC)
	press(t, s)
	_, err := s.Publish(t.Context(), p.Key, "", nil)
	must(t, err)
	press(t, s)
	if o, at, _ := s.NextOut(t.Context(), "hall"); o.ID != "" || !at.Equal(c.t.Add(UsualHold)) {
		t.Errorf("it is not held: %v, %v", o, at)
	}
	_, err = s.Undo(t.Context())
	must(t, err)
	press(t, s)
	lists(t, "taken back", stands(t, s, 14), []string{"hello 23 09:00 scheduled hall:waiting"})
	if text, _ := s.Draft(t.Context(), at, inbox.PostDraft); text != "half written" {
		t.Errorf("what was being written is %q", text)
	}
	c.t = time.Date(2026, 11, 23, 9, 0, 1, 0, time.UTC)
	press(t, s)
	carry(t, s, "hall", "M1")
	press(t, s)
	lists(t, "and out at its time", stands(t, s, 14), []string{"hello 23 09:00 published hall:published"})
}

func TestWhatAPlatformKeepsIsTakenBackBeforeItIsPublishedSooner(t *testing.T) {
	s, c := planner(t)
	p := post(t, s, "Hello", "when: 2026-11-25 10:00", "channels: [acme/#general]", "status: scheduled", "title: hello")
	press(t, s)
	c.t = c.t.Add(UsualHold)
	carry(t, s, "acme", "Q1")
	_, err := s.Publish(t.Context(), p.Key, "", nil)
	must(t, err)
	press(t, s)
	if o := carry(t, s, "acme", "Q1"); o.Kind != inbox.Unschedule {
		t.Fatalf("it is not taken back first: %v", o)
	}
	press(t, s)
	lists(t, "in two minutes", stands(t, s, 14), []string{"hello 22 09:02 scheduled acme:waiting"})
	_, err = s.Undo(t.Context())
	must(t, err)
	press(t, s)
	c.t = c.t.Add(UsualHold)
	if o := carry(t, s, "acme", "Q2"); !o.Due.Equal(time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("it is planned for %v", o.Due)
	}
}

func TestATextOfAPoolThatIsEditedGoesOutAsItIsNow(t *testing.T) {
	s, c := planner(t)
	p := post(t, s, "", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello", "recurrence: FREQ=DAILY", "pool: [one, two, three]")
	c.t = time.Date(2026, 11, 23, 8, 50, 0, 0, time.UTC)
	press(t, s)
	lists(t, "before", waiting(t, s, false), []string{"post one: queued"})
	change(t, s, p, calendar.TakingTurns([]string{"one, mended", "two", "three"}))
	press(t, s)
	lists(t, "after", waiting(t, s, false), []string{"post one, mended: queued"})
}

func TestWhatIsThrownAwayRightAfterItWasPublishedDoesNotGoOut(t *testing.T) {
	s, _ := planner(t)
	p := post(t, s, "Hello", "when: 2026-11-23 10:00", "channels: [hall/#general]", "status: scheduled", "title: hello")
	_, err := s.Publish(t.Context(), p.Key, "", nil)
	must(t, err)
	press(t, s)
	lists(t, "asked for", waiting(t, s, false), []string{"post Hello: queued"})
	p = reread(t, s, p.Key)
	_, err = s.Plan(t.Context(), inbox.TrashPost, []calendar.Change{{Post: calendar.Post{Key: p.Key}, Seen: p.Source}})
	must(t, err)
	press(t, s)
	lists(t, "thrown away", waiting(t, s, false), nil)
}

func TestPublishingInOneChannelLeavesTheOthersAsTheyWere(t *testing.T) {
	s, c := planner(t)
	draft := post(t, s, "A draft", "channels: [hall/#general, acme/#general]", "status: draft", "title: draft")
	planned := post(t, s, "Hello", "when: 2026-11-25 10:00", "channels: [hall/#general, acme/#general]", "status: scheduled", "title: hello")
	press(t, s)
	c.t = c.t.Add(UsualHold)
	carry(t, s, "acme", "Q1")
	only := []calendar.Place{{Account: "hall", Channel: "general"}}
	for _, p := range []calendar.Post{draft, planned} {
		_, err := s.Publish(t.Context(), p.Key, "", only)
		must(t, err)
	}
	for range 3 {
		press(t, s)
	}
	if reread(t, s, draft.Key).Source != draft.Source || reread(t, s, planned.Key).Source != planned.Source {
		t.Error("a post was given another time")
	}
	lists(t, "the outbox", waiting(t, s, false), []string{"post Hello: planned", "post A draft: queued", "post Hello: queued"})
}
