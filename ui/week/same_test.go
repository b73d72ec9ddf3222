package week

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/store"
	"rounds/ui/uitest"
)

// memory is a real store with the settings that main keeps beside it.
type memory struct {
	*store.Store
	settings calendar.Settings
}

func (m *memory) Settings() (calendar.Settings, string) { return m.settings, "" }

func (m *memory) Resettle(context.Context, string) error { return nil }

func (m *memory) Settle(ctx context.Context, path string, side calendar.Side) error {
	return m.SettlePlan(ctx, path, side)
}

// turnings are zones, and days about which their clocks are changed in 2026 and
// 2027, or nothing happens at all.
func turnings() map[string][]string {
	return map[string][]string{
		"Europe/Berlin":       {"2026-03-29", "2026-10-25", "2027-03-28"},
		"Europe/London":       {"2026-10-25", "2027-03-28"},
		"America/New_York":    {"2026-03-08", "2026-11-01", "2027-03-14"},
		"America/Sao_Paulo":   {"2026-11-01"},
		"America/Santiago":    {"2026-04-05", "2026-09-06"}, // at midnight
		"Africa/Cairo":        {"2026-04-24", "2026-10-30"}, // at midnight
		"Africa/Casablanca":   {"2026-02-15", "2026-03-22", "2027-02-07"},
		"Asia/Kathmandu":      {"2026-10-25"},
		"Asia/Kolkata":        {"2026-03-29"},
		"Australia/Lord_Howe": {"2026-04-05", "2026-10-04"}, // by half an hour
		"Pacific/Chatham":     {"2026-04-05", "2026-09-27"},
		"Pacific/Kiritimati":  {"2026-12-31"},
		"Pacific/Pago_Pago":   {"2026-11-01"},
		"UTC":                 {"2026-12-31"},
	}
}

// unrolled is a post as this test means it: the days on which it comes are told
// one by one.
type unrolled struct {
	post calendar.Post
	on   func(day calendar.Day) bool
}

// somePost is a post or a series about a turn of the clocks.
func somePost(t *testing.T, random *rand.Rand, n int) unrolled {
	t.Helper()
	zones := turnings()
	names := make([]string, 0, len(zones))
	for name := range zones {
		names = append(names, name)
	}
	slices.Sort(names)
	name := names[random.IntN(len(names))]
	turn, err := calendar.ParseDay(zones[name][random.IntN(len(zones[name]))])
	if err != nil {
		t.Fatal(err)
	}
	if random.IntN(4) == 0 {
		name = "" // the plan's own
	}
	minutes := []int{0, 15, 60, 90, 119, 120, 150, 165, 179, 180, 9 * 60, 23 * 60, 24*60 - 1, random.IntN(24 * 60)}
	wall := calendar.On(turn+calendar.Day(random.IntN(5)-2), minutes[random.IntN(len(minutes))])
	status := calendar.Intents()[random.IntN(6)]
	edits := append(calendar.At(wall, name), calendar.Titled(fmt.Sprintf("post-%d.", n)), calendar.Saying("so"), calendar.As(status), calendar.Named(fmt.Sprintf("k%d", n)))
	u := unrolled{on: func(day calendar.Day) bool { return day == wall.Day }}
	switch random.IntN(8) {
	case 0:
		edits, u.on = append(edits, calendar.At(calendar.Wall{}, "")...), func(calendar.Day) bool { return false }
	case 1, 2, 3:
		wall.Day -= calendar.Day(random.IntN(60))
		rule, on := someRule(random, wall.Day)
		silent := []calendar.Day{turn, turn + 7}
		edits = append(append(edits, calendar.At(wall, name)...), calendar.Repeating(rule), calendar.Silent(silent))
		u.on = func(day calendar.Day) bool { return on(day) && !slices.Contains(silent, day) }
	}
	if u.post, err = (calendar.Post{Path: fmt.Sprintf("%d.md", n)}).With(edits...); err != nil {
		t.Fatal(err)
	}
	return u
}

// someRule is a rule, and what it says in plain arithmetic.
func someRule(random *rand.Rand, first calendar.Day) (rule string, on func(day calendar.Day) bool) {
	every := calendar.Day(1 + random.IntN(3))
	last := first + calendar.Day(20+random.IntN(300))
	switch random.IntN(3) {
	case 0:
		rule = fmt.Sprintf("FREQ=DAILY;INTERVAL=%d;UNTIL=%s", every, last.Format("20060102"))
		return rule, func(day calendar.Day) bool { return first <= day && day <= last && (day-first)%every == 0 }
	case 1:
		rule = fmt.Sprintf("FREQ=WEEKLY;INTERVAL=%d;BYDAY=SU,WE;UNTIL=%s", every, last.Format("20060102"))
		return rule, func(day calendar.Day) bool {
			named := day.Weekday() == time.Sunday || day.Weekday() == time.Wednesday
			return named && first <= day && day <= last && (day.Monday()-first.Monday())/7%every == 0
		}
	}
	return "FREQ=MONTHLY;BYMONTHDAY=-1", func(day calendar.Day) bool {
		_, _, next := (day + 1).Parts()
		return first <= day && next == 1
	}
}

// firstAt is the first instant at which a clock in a zone shows a time or a
// later one, found by looking at that clock again and again.
func firstAt(wall calendar.Wall, zone *time.Location) time.Time {
	year, month, day := wall.Day.Parts()
	want := time.Date(year, month, day, wall.Minute/60, wall.Minute%60, 0, 0, time.UTC)
	shows := func(t time.Time) bool {
		year, month, day := t.In(zone).Date()
		return !time.Date(year, month, day, t.In(zone).Hour(), t.In(zone).Minute(), 0, 0, time.UTC).Before(want)
	}
	at := want.Add(-16 * time.Hour)
	for !shows(at) {
		at = at.Add(15 * time.Minute)
	}
	for shows(at.Add(-time.Minute)) {
		at = at.Add(-time.Minute)
	}
	return at
}

// bruteForce is what some days hold by the home zone: IDs day by day.
func bruteForce(all []unrolled, from calendar.Day, days int, home *time.Location) [][]string {
	columns := make([][]string, days)
	for _, u := range all {
		zone := home
		if u.post.Zone != "" {
			zone, _ = calendar.LoadZone(u.post.Zone)
		}
		for day := from - 3; day < from+calendar.Day(days)+3; day++ {
			if !u.on(day) {
				continue
			}
			n := int(calendar.DayOf(firstAt(u.post.When.To(day), zone).In(home)) - from)
			if n < 0 || n >= days {
				continue
			}
			id := u.post.Key
			if u.post.Repeats != "" {
				id += "@" + day.String()
			}
			columns[n] = append(columns[n], id)
		}
	}
	for _, ids := range columns {
		slices.Sort(ids)
	}
	return columns
}

var ofPost = regexp.MustCompile(`post-(\d+)\.`)

// drawn are the posts that lines show, each as often as it stands there.
func drawn(lines []string) []string {
	var keys []string
	for _, found := range ofPost.FindAllStringSubmatch(ansi.Strip(strings.Join(lines, "\n")), -1) {
		keys = append(keys, "k"+found[1])
	}
	slices.Sort(keys)
	return keys
}

// shown are the IDs that a pane has on each day: those its cursor goes through,
// and those its views are drawn of.
func shown(p *Pane) [][]string {
	columns := make([][]string, p.board.days)
	for i := range columns {
		for _, e := range p.entries(p.board.from + calendar.Day(i)) {
			if e.kind == anItem {
				columns[i] = append(columns[i], e.item.ID())
			}
		}
		slices.Sort(columns[i])
	}
	return columns
}

// TestWeekMonthAndListShowTheSameSet plans at random about the turns of many
// clocks in a real store, and looks at weeks and months in many home zones: the
// grid, the list and the month show what a brute force finds, and nothing else.
func TestWeekMonthAndListShowTheSameSet(t *testing.T) {
	now := time.Date(2025, 12, 1, 12, 0, 0, 0, time.UTC)
	weeks, items := 0, 0
	for seed := range uint64(2) {
		random := rand.New(rand.NewPCG(seed, 7))
		m := &memory{settings: calendar.Settings{Zone: "UTC"}}
		var err error
		m.Store, err = store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), store.Options{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		m.UsePlan(m.settings)
		all, changes := make([]unrolled, 120), make([]calendar.Change, 120)
		for n := range all {
			all[n] = somePost(t, random, n)
			changes[n].Post = all[n].post
		}
		if _, err := m.Plan(t.Context(), inbox.PlanPost, changes); err != nil {
			t.Fatal(err)
		}
		for name := range turnings() {
			m.settings.Zone = name // the plan moves there
			m.UsePlan(m.settings)
			if _, err := m.Press(t.Context()); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				weeks++
				items += sameSet(t, m, all, calendar.Date(2026, 2, 1)+calendar.Day(random.IntN(430)), now)
				if t.Failed() {
					t.Fatalf("seed %d, at home in %s", seed, name)
				}
			}
		}
	}
	t.Logf("%d weeks and months with %d items", weeks, items)
}

// sameSet compares the views around a day, and counts what is in them.
func sameSet(t *testing.T, m *memory, all []unrolled, day calendar.Day, now time.Time) int {
	t.Helper()
	env := uitest.Env(t)
	env.Now = func() time.Time { return now }
	p := New(env, m, Options{})
	p.Resize(300, 60)
	p.Update(p.toDay(day)())
	grid, list := drawn(p.gridLines(300, 700)), drawn(p.listLines(300, 700))
	want := bruteForce(all, day.Monday(), 7, m.settings.Location())
	differ(t, "the week", shown(p), want)
	week := slices.Concat(want...)
	for i, id := range week {
		week[i], _, _ = strings.Cut(id, "@")
	}
	slices.Sort(week)
	if !slices.Equal(grid, week) || !slices.Equal(list, week) {
		t.Errorf("the week of %v has %v: the grid shows %v, the list %v", day, week, grid, list)
	}
	p.Update(p.turn(onMonth)())
	from, days := stretchOf(onMonth, day)
	month := bruteForce(all, from, days, m.settings.Location())
	differ(t, "the month", shown(p), month)
	if got := drawn(p.monthLines(300, 700)); len(got) != len(slices.Concat(month...)) {
		t.Errorf("the month of %v has %d items and shows %d", day, len(slices.Concat(month...)), len(got))
	}
	return len(slices.Concat(month...)) + len(week)
}

func differ(t *testing.T, what string, got, want [][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s has %d days, want %d", what, len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("%s shows on its day %d %v, want %v", what, i+1, got[i], want[i])
		}
	}
}
