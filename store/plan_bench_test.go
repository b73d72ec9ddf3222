package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// crowded is a plan of so many posts over two years, and forty series.
func crowded(t testing.TB, posts int) *Store {
	t.Helper()
	s, c := planner(t)
	c.t = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	var changes []calendar.Change
	for i := range posts + 40 {
		day := calendar.Date(2026, 11, 1) + calendar.Day(i*730/posts)
		edits := append(calendar.At(calendar.On(day%(calendar.Date(2026, 11, 1)+730), i%(24*60)), "Europe/Berlin"),
			calendar.Going([]calendar.Place{{Account: "hall", Channel: "general"}, {Account: "acme", Channel: "general"}}),
			calendar.As(calendar.Scheduled), calendar.Themed("goals"), calendar.Saying(fmt.Sprintf("What is your goal %d?\n\n%s", i, strings.Repeat("Tell us. ", 20))),
			calendar.Varying(map[string]string{"hall": "Shorter: your goal?"}))
		if i >= posts {
			edits = append(edits, calendar.Repeating("FREQ=WEEKLY"))
		}
		p, err := calendar.Post{}.With(edits...)
		must(t, err)
		p.Path, p.Key = fmt.Sprintf("%d.md", i), newID()
		changes = append(changes, calendar.Change{Post: p})
	}
	_, err := s.Plan(t.Context(), inbox.PlanPost, changes)
	must(t, err)
	return s
}

// BenchmarkWeek opens a week of 10,000 planned posts: about a hundred of them,
// and forty series.
func BenchmarkWeek(b *testing.B) {
	s := crowded(b, 10_000)
	from := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	items, err := s.Items(b.Context(), from, from.AddDate(0, 0, 7))
	must(b, err)
	b.ReportMetric(float64(len(items)), "items")
	for b.Loop() {
		if _, err := s.Items(b.Context(), from, from.AddDate(0, 0, 7)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPressAtRest looks at 10,000 planned posts of which none is due.
func BenchmarkPressAtRest(b *testing.B) {
	s := crowded(b, 10_000)
	for range 100 {
		press(b, s)
	}
	for b.Loop() {
		if _, err := s.nextLook(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTheWeekIsFoundByItsTime(t *testing.T) {
	s, _ := planner(t)
	plan := explain(t, s, selectPost+`WHERE series = 0 AND first_at > 0 AND first_at >= ?1 AND first_at < ?2`, 1, 2)
	if !strings.Contains(plan, "post_single") {
		t.Errorf("the week is read by\n%s", plan)
	}
	if plan := explain(t, s, `SELECT min(look_at) FROM post`); !strings.Contains(plan, "post_look") {
		t.Errorf("the next look is found by\n%s", plan)
	}
}
