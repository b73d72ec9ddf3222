package store

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"
	"time"

	"rounds/inbox"
)

// crowd is a community in which every view has somebody to show.
func peopled(t testing.TB, s *Store) {
	t.Helper()
	day := func(author, id, thread string, ago int, text string) inbox.Message {
		m := says(author, id, thread, 0, text)
		m.SentAt = noon.Add(-time.Duration(ago) * inbox.Day)
		return m
	}
	ingest(t, s)
	members := []inbox.Member{
		{ID: "N", Handle: "newcomer", Joined: noon.Add(-3 * inbox.Day)},
		{ID: "L", Handle: "lapser"},
		{ID: "R", Handle: "returner", Joined: noon.Add(-900 * inbox.Day)},
		{ID: "H", Handle: "helper", Joined: noon.Add(-900 * inbox.Day)},
		{ID: "Q", Handle: "asker"},
	}
	var all []inbox.Message
	for i := range 60 {
		all = append(all, day("L", fmt.Sprintf("l%d", i), "", 40+i/2, "hm"))
	}
	all = append(all, day("R", "r1", "", 200, "old"), day("R", "r2", "", 2, "back"))
	all = append(all, asking(day("R", "r3", "r3", 2, "how?")), day("H", "h1", "r3", 1, "so"), day("H", "h2", "r3", 1, "and so"))
	all = append(all, day("H", "h0", "", 20, "hello"), day("H", "h00", "", 80, "hello"), asking(day("Q", "q1", "", 5, "anyone?")), asking(day("Q", "q2", "", 4, "anyone??")))
	all = append(all, day("R", "r4", "r3", 0, "Thanks a lot!"))
	ingestAt(t, s, "acme", members, all...)
}

func names(people []inbox.Person) (all []string) {
	for _, p := range people {
		all = append(all, p.Called())
	}
	return all
}

func TestEveryViewShowsWhomItIsAbout(t *testing.T) {
	s, _ := openTest(t)
	peopled(t, s)
	_, err := s.MarkPeople(t.Context(), inbox.Watch, rowOf(t, s, "acme", "U2"))
	must(t, err)
	_, err = s.TagPeople(t.Context(), inbox.AddTag, []string{"beta"}, rowOf(t, s, "acme", "H"))
	must(t, err)
	tests := map[string]struct {
		q    inbox.PeopleQuery
		want []string
	}{
		"new":               {inbox.PeopleQuery{View: inbox.NewPeople}, []string{"newcomer", "asker"}},
		"lapsing":           {inbox.PeopleQuery{View: inbox.Lapsing}, []string{"lapser"}},
		"returning":         {inbox.PeopleQuery{View: inbox.Returning}, []string{"returner"}},
		"helpers":           {inbox.PeopleQuery{View: inbox.TopHelpers}, []string{"helper", "returner"}},
		"never answered":    {inbox.PeopleQuery{View: inbox.NeverAnswered}, []string{"asker"}},
		"team":              {inbox.PeopleQuery{View: inbox.TeamPeople}, []string{"sam"}},
		"watched":           {inbox.PeopleQuery{View: inbox.WatchedPeople}, []string{"bo"}},
		"by messages":       {inbox.PeopleQuery{Sort: inbox.ByMessages, Limit: 2}, []string{"lapser", "returner"}},
		"by words":          {inbox.PeopleQuery{Words: []string{"ER", "@re"}}, []string{"returner"}},
		"by tag":            {inbox.PeopleQuery{Words: []string{"#beta"}}, []string{"helper"}},
		"a bot by name":     {inbox.PeopleQuery{Words: []string{"beep"}}, []string{"beep"}},
		"nobody":            {inbox.PeopleQuery{View: inbox.TeamPeople, Words: []string{"ana"}}, nil},
		"what looks like %": {inbox.PeopleQuery{Words: []string{"%"}}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			{
				got, err := s.People(t.Context(), tt.q)
				must(t, err)
				if !slices.Equal(names(got), tt.want) {
					t.Errorf("%v, want %v", names(got), tt.want)
				}
			}
		})
	}
}

func TestTheLatestAreTheSameWhicheverWayTheyAreRead(t *testing.T) {
	s, _ := openTest(t)
	peopled(t, s)
	_, err := s.Merge(t.Context(), rowOf(t, s, "acme", "U2"), rowOf(t, s, "acme", "Q"))
	must(t, err)
	for _, limit := range []int{1, 3, 50} {
		quick, err := s.People(t.Context(), inbox.PeopleQuery{Limit: limit})
		must(t, err)
		var slow []picked
		slow, err = list(t.Context(), s.read, func(row scanner) (p picked, err error) { return p, row.Scan(&p.id, &p.count) },
			viewOf(inbox.AllPeople).query+" ORDER BY last_at DESC, id LIMIT :limit", sql.Named("limit", limit), sql.Named("spoke", 0), sql.Named("a", ""))
		must(t, err)
		people, err := s.meet(t.Context(), slow)
		must(t, err)
		if !slices.Equal(names(quick), names(people)) || len(quick) == 0 {
			t.Errorf("%d: %v, want %v", limit, names(quick), names(people))
		}
	}
}

func TestACardCountsWhatSomebodyGave(t *testing.T) {
	s, _ := openTest(t)
	peopled(t, s)
	p, err := s.Person(t.Context(), rowOf(t, s, "acme", "H"))
	must(t, err)
	if p.Answers != 1 || p.Helped != 1 || p.Thanked != 1 || p.Questions != 0 || p.Messages != 4 || len(p.Recent) != 4 {
		t.Errorf("helper: %+v", p)
	}
	if p, err = s.Person(t.Context(), rowOf(t, s, "acme", "Q")); err != nil || p.Questions != 2 || p.Open != 2 {
		t.Errorf("asker: %+v, %v", p, err)
	}
}

func TestARoleHoldsFromTheDayThatIsNamed(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "how?"), says("U2", "2", "1", 1, "so"))
	bo := rowOf(t, s, "acme", "U2")
	if only(t, s).State != inbox.Open {
		t.Fatal("the community speaks last, and it does not wait for us")
	}
	_, err := s.SetRole(t.Context(), []int64{bo}, inbox.Team, noon.Add(-10*inbox.Day))
	must(t, err)
	if got := only(t, s).State; got != inbox.Waiting {
		t.Errorf("one of us spoke last, and it is %s", got)
	}
	_, err = s.SetRole(t.Context(), []int64{bo}, inbox.Bot, noon.Add(-5*inbox.Day))
	must(t, err)
	p, err := s.Person(t.Context(), bo)
	must(t, err)
	i := p.Identities[0]
	want := []inbox.RoleTurn{{Until: noon.Add(-10 * inbox.Day), Role: inbox.Community}, {Until: noon.Add(-5 * inbox.Day), Role: inbox.Team}}
	if i.Role != inbox.Bot || i.SaidAs != inbox.Bot || !slices.Equal(i.Turns, want) {
		t.Errorf("%+v", i)
	}
	ingest(t, s, says("U2", "3", "1", 2, "more")) // which tells the platform's role again
	_, err = s.SetRole(t.Context(), []int64{bo}, inbox.Community, time.Time{})
	must(t, err)
	if p, err = s.Person(t.Context(), bo); err != nil || p.Identities[0].Turns != nil || p.Role != inbox.Community {
		t.Errorf("always: %+v, %v", p.Identities, err)
	}
	if _, err := s.SetRole(t.Context(), []int64{bo}, inbox.Team, noon.Add(time.Hour)); err == nil {
		t.Error("a role began tomorrow")
	}
}

func TestWhoeverIsNamedInAnyWayIsFound(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s)
	neighbours(t, s)
	ingestAt(t, s, "forum", []inbox.Member{{ID: "1", Handle: "one"}, {ID: "7", Handle: "seven"}}) // numbers as ours are
	for who, want := range map[string]int{"ana": 2, "acme/ana": 1, "@bobby": 1, "forum/F1": 1, "1": 1, "acme/": 0, "nobody": 0, "U3": 1, "forum/7": 1, "7": 1, "ANA": 2, "99": 0} {
		if got, err := s.Whoever(t.Context(), who); err != nil || len(got) != want {
			t.Errorf("%s: %d people, %v", who, len(got), err)
		}
	}
	_, err := s.Merge(t.Context(), rowOf(t, s, "acme", "U1"), rowOf(t, s, "forum", "F1"))
	must(t, err)
	if got, err := s.Whoever(t.Context(), "ana"); err != nil || len(got) != 1 {
		t.Errorf("ana is one person and found as %d, %v", len(got), err)
	}
}
