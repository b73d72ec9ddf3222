package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// neighbours puts a forum beside acme, on which ana and bo have identities too.
func neighbours(t testing.TB, s *Store) {
	t.Helper()
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "forum", Platform: inbox.Discourse, Base: "https://forum.acme.dev"}))
	ingestAt(t, s, "forum", []inbox.Member{
		{ID: "F1", Handle: "ana", Name: "Ana"}, {ID: "F2", Handle: "bobby", Name: "Bo", Email: "bo@x.dev"}, {ID: "F3", Handle: "sam", Name: "Sam Someone"},
	})
}

func ingestAt(t testing.TB, s *Store, account string, members []inbox.Member, messages ...inbox.Message) {
	t.Helper()
	_, err := s.Ingest(t.Context(), inbox.Page{
		Account: account, Channels: []inbox.Channel{{ID: "C1", Name: "general"}}, Members: members, Messages: messages,
	})
	must(t, err)
}

func rowOf(t testing.TB, s *Store, account, key string) (id int64) {
	t.Helper()
	must(t, s.read.QueryRowContext(t.Context(), `SELECT u.id FROM member AS u JOIN account AS a ON a.id = u.account_id WHERE a.name = ? AND u.key = ?`, account, key).Scan(&id))
	return id
}

// company is what the tables hold about people, in the platforms' words.
func company(t testing.TB, s *Store) []string {
	t.Helper()
	var lines []string
	for _, query := range []string{
		`SELECT key, person, role, said_as, vip, watched FROM member ORDER BY key`,
		`SELECT u.key, t.name FROM member_tag AS t JOIN member AS u ON u.id = t.member_id ORDER BY 1, 2`,
		`SELECT u.key, n.actor, n.text FROM member_note AS n JOIN member AS u ON u.id = n.member_id ORDER BY 1, 3`,
		`SELECT a.key, b.key FROM not_same AS n JOIN member AS a ON a.id = n.one JOIN member AS b ON b.id = n.other ORDER BY min(a.key, b.key), 1`,
		`SELECT u.key, r.until_at, r.role FROM role_turn AS r JOIN member AS u ON u.id = r.member_id ORDER BY 1, 2`,
		`SELECT key, state, others_at, ours_at FROM conversation ORDER BY key`,
	} {
		must(t, s.Query(t.Context(), query, func([]string) error { return nil }, func(row []any) error {
			lines = append(lines, fmt.Sprintln(row...))
			return nil
		}))
	}
	return lines
}

func TestMergedPeopleAreListedOnceAndSplitAgain(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s, says("U1", "1", "1", 0, "hi"), says("U1", "2", "2", 5, "again"))
	neighbours(t, s)
	ingestAt(t, s, "forum", nil, inbox.Message{Channel: "C1", ID: "9", Author: "F1", Kind: inbox.Said, Text: "forum", SentAt: noon.Add(-time.Hour)})
	one, other := rowOf(t, s, "acme", "U1"), rowOf(t, s, "forum", "F1")
	_, err := s.Merge(t.Context(), one, other)
	must(t, err)
	p, err := s.Person(t.Context(), other)
	must(t, err)
	if len(p.Identities) != 2 || p.Messages != 3 || p.ID != one || !p.LastSeen.Equal(noon.Add(-time.Hour)) || len(p.Recent) != 3 {
		t.Errorf("merged: %+v", p)
	}
	all, err := s.People(t.Context(), inbox.PeopleQuery{})
	must(t, err)
	if n := slices.IndexFunc(all, func(p inbox.Person) bool { return p.ID == one }); n != 0 || len(all) != 5 || all[0].Messages != 3 {
		t.Errorf("%d people, ana at %d", len(all), n)
	}
	if _, err := s.Merge(t.Context(), other, one); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("merged twice: %v", err)
	}
	_, err = s.Split(t.Context(), other)
	must(t, err)
	if p, err = s.Person(t.Context(), one); err != nil || len(p.Identities) != 1 || p.Messages != 2 {
		t.Errorf("split: %+v, %v", p, err)
	}
	if _, err := s.Split(t.Context(), one); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("split twice: %v", err)
	}
}

func TestWhatIsDoneToPeopleIsUndoneAfterARestart(t *testing.T) {
	path, c := filepath.Join(t.TempDir(), "x.db"), &clock{noon}
	s := openAt(t, path, c)
	ingest(t, s, asking(says("U1", "1", "1", 0, "how?")), says("U2", "2", "1", 1, "so"))
	neighbours(t, s)
	states := [][]string{company(t, s)}
	for _, act := range peopleActs(t, s) {
		c.t = c.t.Add(time.Minute)
		must(t, act())
		states = append(states, company(t, s))
	}
	s.Close()
	s = openAt(t, path, c)
	for i := len(states) - 2; i >= 0; i-- {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatalf("undo %d: %v", i, err)
		}
		if got := company(t, s); !reflect.DeepEqual(got, states[i]) {
			t.Fatalf("step %d is not undone:\n got %v\nwant %v", i, got, states[i])
		}
	}
	for i := 1; i < len(states); i++ {
		if _, err := s.Redo(t.Context()); err != nil {
			t.Fatalf("redo %d: %v", i, err)
		}
		if got := company(t, s); !reflect.DeepEqual(got, states[i]) {
			t.Fatalf("step %d is not done again:\n got %v\nwant %v", i, got, states[i])
		}
	}
}

// peopleActs is one of everything that can be done about people.
func peopleActs(t testing.TB, s *Store) []func() error {
	ana, bo, fana, fbo := rowOf(t, s, "acme", "U1"), rowOf(t, s, "acme", "U2"), rowOf(t, s, "forum", "F1"), rowOf(t, s, "forum", "F2")
	said := func(_ inbox.Entry, err error) error { return err }
	return []func() error{
		func() error { return said(s.NotSame(t.Context(), fana, ana)) },
		func() error { return said(s.Merge(t.Context(), bo, fbo)) },
		func() error { return said(s.Merge(t.Context(), ana, fana)) },
		func() error { return said(s.SetRole(t.Context(), []int64{bo}, inbox.Team, noon.Add(-inbox.Day))) },
		func() error { return said(s.MarkPeople(t.Context(), inbox.MakeVIP, ana)) },
		func() error { return said(s.MarkPeople(t.Context(), inbox.Watch, bo)) },
		func() error { return said(s.TagPeople(t.Context(), inbox.AddTag, []string{"#Beta Tester", "eu"}, ana)) },
		func() error { return said(s.NotePerson(t.Context(), fana, " met in Zagreb ")) },
		func() error { return said(s.TagPeople(t.Context(), inbox.DropTag, []string{"eu"}, fana)) },
		func() error { return said(s.SetRole(t.Context(), []int64{bo}, inbox.Community, time.Time{})) },
		func() error { return said(s.Split(t.Context(), fana)) },
		func() error { return said(s.MarkPeople(t.Context(), inbox.Unwatch, bo)) },
	}
}

func TestTheJournalOfPeopleHoldsInAnyOtherFile(t *testing.T) {
	first, _ := openTest(t)
	ingest(t, first, says("U1", "1", "1", 0, "hi"), says("U2", "2", "1", 1, "so"))
	neighbours(t, first)
	for _, act := range peopleActs(t, first) {
		must(t, act())
	}
	entries, err := first.Entries(t.Context())
	must(t, err)
	second, _ := openTest(t) // in which nobody is known yet, and who arrives in another order
	must(t, second.Replay(t.Context(), entries))
	neighbours(t, second)
	ingest(t, second, says("U1", "1", "1", 0, "hi"), says("U2", "2", "1", 1, "so"))
	if got, want := company(t, second), company(t, first); !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
	var waits int
	must(t, second.read.QueryRowContext(t.Context(), `SELECT count(*) FROM awaited WHERE channel = ''`).Scan(&waits))
	if waits != 0 {
		t.Errorf("%d members are still awaited", waits)
	}
}

func TestRandomMergesAndSplitsEndWhereTheyBegan(t *testing.T) {
	for seed := range seeds() {
		r := rand.New(rand.NewPCG(seed, 8))
		s, _ := openTest(t)
		ingest(t, s)
		neighbours(t, s)
		began := company(t, s)
		groups := map[int64]int{} // what it should be, counted another way
		for id := range int64(7) {
			groups[id+1] = int(id)
		}
		done := 0
		for range 8 {
			a, b := 1+r.Int64N(7), 1+r.Int64N(7)
			var err error
			if r.IntN(3) > 0 {
				_, err = s.Merge(t.Context(), a, b)
				was := groups[b]
				for id, g := range groups {
					if g == was {
						groups[id] = groups[a]
					}
				}
			} else {
				_, err = s.Split(t.Context(), a)
				groups[a] = 100 + r.IntN(1_000_000)
			}
			if err == nil {
				done++
			} else if !errors.Is(err, inbox.ErrNone) {
				t.Fatal(err)
			}
			sameGroups(t, s, groups)
			if r.IntN(4) == 0 && done > 0 {
				if _, err := s.Undo(t.Context()); err != nil {
					t.Fatal(err)
				}
				if _, err := s.Redo(t.Context()); err != nil {
					t.Fatal(err)
				}
				sameGroups(t, s, groups)
			}
		}
		for range done {
			_, err := s.Undo(t.Context())
			must(t, err)
		}
		if got := company(t, s); !reflect.DeepEqual(got, began) {
			t.Fatalf("seed %d:\n got %v\nwant %v", seed, got, began)
		}
	}
}

func sameGroups(t testing.TB, s *Store, want map[int64]int) {
	t.Helper()
	for id, g := range want {
		p, err := s.Person(t.Context(), id)
		must(t, err)
		var rows []int64
		for other, og := range want {
			if og == g {
				rows = append(rows, other)
			}
		}
		slices.Sort(rows)
		if !slices.Equal(p.Rows(), rows) {
			t.Fatalf("member %d is one with %v, want %v", id, p.Rows(), rows)
		}
	}
}

func TestMembersOfAPlatformThatForbidsItAreNeitherSuggestedNorMerged(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s)
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "r", Platform: "reddit"}))
	ingestAt(t, s, "acme", []inbox.Member{{ID: "U9", Handle: "zed", Name: "Zed Z", Email: "zed@x.dev"}})
	ingestAt(t, s, "r", []inbox.Member{{ID: "R1", Handle: "zed", Name: "Zed Z", Email: "zed@x.dev"}})
	if found, err := s.Suggestions(t.Context()); err != nil || len(found) != 0 {
		t.Errorf("suggested: %+v, %v", found, err)
	}
	if _, err := s.Merge(t.Context(), rowOf(t, s, "r", "R1"), rowOf(t, s, "acme", "U9")); err == nil || !strings.Contains(err.Error(), "Reddit forbids") {
		t.Errorf("merged: %v", err)
	}
}

func TestAMergeIsSuggestedWithItsEvidenceUntilItIsRejected(t *testing.T) {
	s, _ := openTest(t)
	ingest(t, s)
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "forum", Platform: inbox.Discourse, Base: "https://forum.acme.dev"}))
	ingestAt(t, s, "acme", []inbox.Member{
		{ID: "U5", Handle: "maria.k", Name: "Maria Kovač", Email: "maria@k.hr", Zone: "Europe/Zagreb"},
		{ID: "U6", Handle: "joe", Name: "Joe"},
		{ID: "U7", Handle: "linker"},
		{ID: "U8", Handle: "namesake", Name: "Nora Same"},
	}, inbox.Message{Channel: "C1", ID: "50", Author: "U7", Kind: inbox.Said, Text: "me: https://forum.acme.dev/u/Linker/summary", SentAt: noon.Add(-time.Hour)})
	ingestAt(t, s, "forum", []inbox.Member{
		{ID: "F5", Handle: "mk", Name: "Maria", Email: "Maria@K.hr", Zone: "Europe/Zagreb"},
		{ID: "F6", Handle: "Joe", Name: "Another Joe"},
		{ID: "F7", Handle: "linker"},
		{ID: "F8", Handle: "namesake", Name: "nora same"},
	})
	found, err := s.Suggestions(t.Context())
	must(t, err)
	got := map[string]string{}
	for _, f := range found {
		got[f.One.Handle] = strings.Join(f.Evidence, "; ")
	}
	want := map[string]string{
		"maria.k":  "same e-mail maria@k.hr; same time zone Europe/Zagreb",
		"linker":   "same handle @linker; a message of theirs on acme links to the profile on forum",
		"namesake": "same handle @namesake; same name Nora Same",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
	_, err = s.NotSame(t.Context(), rowOf(t, s, "forum", "F5"), rowOf(t, s, "acme", "U5"))
	must(t, err)
	_, err = s.Merge(t.Context(), rowOf(t, s, "forum", "F7"), rowOf(t, s, "acme", "U7"))
	must(t, err)
	if found, err = s.Suggestions(t.Context()); err != nil || len(found) != 1 || found[0].One.Handle != "namesake" {
		t.Errorf("left: %+v, %v", found, err)
	}
	_, err = s.Undo(t.Context())
	must(t, err)
	if found, err = s.Suggestions(t.Context()); err != nil || len(found) != 2 {
		t.Errorf("after undoing: %+v, %v", found, err)
	}
}
