package calendar

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func weekly(t testing.TB) Settings {
	s, err := ParseSettings(Starter("Europe/Berlin"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func item(t testing.TB, key, when, theme string, to ...string) Item {
	p := Post{Key: key, Path: key + ".md", Title: key, Text: key, When: wall(t, when), Theme: theme, Status: Scheduled}
	for _, at := range to {
		p.To = append(p.To, ParsePlace(at))
	}
	return Item{Post: p, Moment: p.When.In(zoned(t, "Europe/Berlin")), Status: Scheduled}
}

func TestAWeekShowsItsItemsAndItsGaps(t *testing.T) {
	items := []Item{
		item(t, "late", "2026-11-23 18:00", "goals"),
		item(t, "early", "2026-11-23 08:00", ""),
		item(t, "exact", "2026-11-25 09:00", "other"),
		item(t, "after", "2026-11-30 09:00", "goals"),
	}
	gone := item(t, "gone", "2026-11-27 09:00", "wins")
	gone.Status = Cancelled
	var says []string
	for _, c := range Columns(append(items, gone), Date(2026, 11, 23), 7, zoned(t, "Europe/Berlin"), weekly(t)) {
		line := c.Day.Format("Mon") + " " + strings.Join(c.Themes, ",")
		for _, i := range c.Items {
			line += " " + i.Post.Key
		}
		for _, slot := range c.Empty {
			line += " -" + slot.Theme
		}
		says = append(says, strings.TrimSpace(line))
	}
	want := []string{"Mon goals early late", "Tue", "Wed resource exact", "Thu", "Fri wins gone -wins", "Sat", "Sun"}
	if !slices.Equal(says, want) {
		t.Errorf("the week is %q, want %q", says, want)
	}
}

func TestEveryViewShowsTheSameItems(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	s := weekly(t)
	for range 60 {
		zone := zoned(t, []string{"UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Australia/Lord_Howe"}[random.IntN(4)])
		var items []Item
		for n := range random.IntN(60) {
			w := On(Date(2026, 10, 1)+Day(random.IntN(60)), random.IntN(1440))
			items = append(items, Item{Post: Post{Key: strconv.Itoa(n)}, Moment: w.In(zone)})
		}
		ids := func(columns []Column) (all []string) {
			for _, c := range columns {
				for _, i := range c.Items {
					all = append(all, c.Day.String()+" "+i.ID())
				}
			}
			return all
		}
		from := Date(2026, 9, 28)
		var weeks []string
		for day := from; day < from+70; day += 7 {
			weeks = append(weeks, ids(Columns(items, day, 7, zone, s))...)
		}
		month := ids(Columns(items, from, 70, zone, s))
		if !slices.Equal(weeks, month) || len(month) != len(items) {
			t.Fatalf("weeks show %d, a month %d, of %d", len(weeks), len(month), len(items))
		}
	}
}

func TestTheNextFreeSlotFits(t *testing.T) {
	s := weekly(t)
	s.Blackouts = []Blackout{{Date(2026, 12, 7), Date(2026, 12, 7), "launch"}}
	taken := []Item{item(t, "a", "2026-11-23 09:00", "goals"), item(t, "b", "2026-11-30 15:00", "goals")}
	tests := map[string]struct{ theme, after, want string }{
		"any theme":                {"", "2026-11-22 12:00", "2026-11-25 09:00"},
		"its own theme":            {"wins", "2026-11-22 12:00", "2026-11-27 09:00"},
		"past what fills it":       {"Goals", "2026-11-22 12:00", "2026-12-14 09:00"},
		"not at the very instant":  {"resource", "2026-11-25 09:00", "2026-12-02 09:00"},
		"a theme that has no slot": {"memes", "2026-11-22 12:00", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, at, ok := Free(taken, s, tt.theme, wall(t, tt.after).In(zoned(t, "Europe/Berlin")).At)
			if at.String() != tt.want || ok != (tt.want != "") {
				t.Errorf("it is %s, %v, want %s", at, ok, tt.want)
			}
		})
	}
}

func BenchmarkColumns(b *testing.B) {
	s := weekly(b)
	var items []Item
	for n := range 10000 {
		w := On(Date(2026, 11, 23)+Day(n%7), n%1440)
		items = append(items, Item{Post: Post{Key: strconv.Itoa(n)}, Moment: w.In(time.UTC)})
	}
	for b.Loop() {
		Columns(items, Date(2026, 11, 23), 7, time.UTC, s)
	}
}
