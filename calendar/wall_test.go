package calendar

import (
	"archive/zip"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// All of it is past: what a government will decide is no rule to test (Morocco
// changed its own in 2026, and tests with it).
func TestAWallsClockIsOneInstant(t *testing.T) {
	tests := []struct{ zone, asked, utc, shown string }{
		{"America/New_York", "2025-03-09 02:30", "2025-03-09 07:00", "gap 03:00 EDT"},
		{"America/New_York", "2026-11-01 01:30", "2026-11-01 05:30", "twice 01:30 EDT"},
		{"America/New_York", "2025-11-02 01:30", "2025-11-02 05:30", "twice 01:30 EDT"},
		{"Europe/Berlin", "2025-03-30 02:30", "2025-03-30 01:00", "gap 03:00 CEST"},
		{"Europe/Berlin", "2025-10-26 02:30", "2025-10-26 00:30", "twice 02:30 CEST"},
		{"Europe/London", "2025-10-26 01:30", "2025-10-26 00:30", "twice 01:30 BST"},
		{"Europe/Dublin", "2025-03-30 01:30", "2025-03-30 01:00", "gap 02:00 IST"},
		{"Australia/Lord_Howe", "2025-10-05 02:15", "2025-10-04 15:30", "gap 02:30 +11"},
		{"Australia/Lord_Howe", "2025-04-06 01:45", "2025-04-05 14:45", "twice 01:45 +11"},
		{"Africa/Cairo", "2025-04-25 00:00", "2025-04-24 22:00", "gap 01:00 EEST"},
		{"Asia/Beirut", "2025-03-30 00:00", "2025-03-29 22:00", "gap 01:00 EEST"},
		{"America/Santiago", "2025-09-07 00:00", "2025-09-07 04:00", "gap 01:00 -03"},
		{"America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04 03:00", "gap 01:00 -02"},
		{"Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00", "gap Sat 31 Dec 00:00 +14"},
		{"Antarctica/Troll", "2025-03-30 02:00", "2025-03-30 01:00", "gap 03:00 +02"},
		{"Africa/Casablanca", "2025-02-23 02:30", "2025-02-23 01:30", "twice 02:30 +01"},
		{"Asia/Kathmandu", "2025-01-01 09:00", "2025-01-01 03:15", " 09:00 +0545"},
		{"Pacific/Kiritimati", "2025-01-01 09:00", "2024-12-31 19:00", " 09:00 +14"},
		{"Asia/Kolkata", "2025-03-30 02:30", "2025-03-29 21:00", " 02:30 IST"},
		{"America/Phoenix", "2025-03-09 02:30", "2025-03-09 09:30", " 02:30 MST"},
	}
	for _, tt := range tests {
		m := wall(t, tt.asked).In(zoned(t, tt.zone))
		if got := m.At.Format("2006-01-02 15:04"); got != tt.utc || string(m.Shift)+" "+m.Shown != tt.shown {
			t.Errorf("%s in %s is %s UTC, %s %s; want %s, %s", tt.asked, tt.zone, got, m.Shift, m.Shown, tt.utc, tt.shown)
		}
		if said := m.Note(); (said == "") != (m.Shift == Plain) {
			t.Errorf("%s in %s: %q", tt.asked, tt.zone, said)
		}
	}
}

// zoneNames are all zones of the database that comes with Go.
func zoneNames(t *testing.T) []string {
	t.Helper()
	archive, err := zip.OpenReader(filepath.Join(runtime.GOROOT(), "lib", "time", "zoneinfo.zip")) //nolint:staticcheck // the names stand nowhere else, and where they are not the test is skipped
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("this Go has no list of zones beside it")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var names []string
	for _, file := range archive.File {
		if !strings.HasSuffix(file.Name, "/") {
			names = append(names, file.Name)
		}
	}
	return names
}

// slowly finds an instant by looking at every minute of the days around it.
func slowly(w Wall, zone *time.Location) (at time.Time, shift Shift) {
	floating := w.Day.utc().Add(time.Duration(w.Minute) * time.Minute)
	count := 0
	var past time.Time
	for t := floating.Add(-27 * time.Hour); t.Before(floating.Add(27 * time.Hour)); t = t.Add(time.Minute) {
		switch shown := WallOf(t.In(zone)).Compare(w); {
		case shown == 0:
			if count++; count == 1 {
				at = t
			}
		case shown > 0 && past.IsZero():
			past = t
		}
	}
	switch count {
	case 0:
		return past, Gap
	case 1:
		return at, Plain
	}
	return at, Twice
}

// TestAllZonesAgreeWithASlowSearch looks at the turns of every zone's clocks
// from 1975 on, when all zones kept whole minutes.
func TestAllZonesAgreeWithASlowSearch(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	looked := 0
	for _, name := range zoneNames(t) {
		zone, err := LoadZone(name)
		if err != nil {
			continue
		}
		var turns []time.Time
		for at := time.Date(1975, 1, 1, 0, 0, 0, 0, time.UTC); len(turns) < 200; {
			next := sameUntil(at, zone)
			if next.Year() > 2040 {
				break
			}
			turns = append(turns, next)
			at = next
		}
		turns = append(turns, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
		for n := range 2 {
			turn := turns[random.IntN(len(turns))].In(zone)
			w := WallOf(turn).Later(random.IntN(240) - 120)
			if n == 1 && random.IntN(4) == 0 { // where Go's own bounds of a zone stand still
				w = On(Date(2036+4*random.IntN(3), 12, 29+random.IntN(4)), random.IntN(1440))
			}
			at, shift := slowly(w, zone)
			if m := w.In(zone); !m.At.Equal(at) || m.Shift != shift {
				t.Errorf("%s in %s is %s %q, want %s %q", w, name, m.At, m.Shift, at, shift)
			}
			looked++
		}
	}
	if looked < 500 {
		t.Errorf("%d times were looked at", looked)
	}
}

func TestTheEndOfALeapYearHasAnEnd(t *testing.T) {
	for _, name := range []string{"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu"} {
		for year := 2028; year < 2100; year += 4 {
			for day := Date(year, 12, 29); day < Date(year+1, 1, 3); day++ {
				w := On(day, 9*60)
				if m := w.In(zoned(t, name)); m.Shift != Plain || WallOf(m.At.In(zoned(t, name))) != w {
					t.Fatalf("%s in %s is %s %q", w, name, m.At, m.Shift)
				}
			}
		}
	}
}

func TestWeeksAreThoseOfISO(t *testing.T) {
	for day, want := range map[string]string{"2026-12-31": "2026-W53", "2027-01-01": "2026-W53", "2027-01-03": "2026-W53", "2027-01-04": "2027-W01", "2020-12-31": "2020-W53"} {
		d, err := ParseDay(day)
		if err != nil || d.Week() != want {
			t.Errorf("%s is in %s, want %s (%v)", day, d.Week(), want, err)
		}
		if monday, err := ParseWeek(want); err != nil || monday != d.Monday() {
			t.Errorf("%s begins on %s, want %s (%v)", want, monday, d.Monday(), err)
		}
	}
	for _, text := range []string{"", "2026-W00", "2025-W53", "2026-W54", "2026-W5", "26-W01", "2026-48", "2026-W48x"} {
		if _, err := ParseWeek(text); err == nil {
			t.Errorf("%q is taken for a week", text)
		}
	}
}

func TestLaterKeepsToTheWall(t *testing.T) {
	for want, w := range map[string]Wall{
		"2026-11-24 00:15": wall(t, "2026-11-23 23:45").Later(30),
		"2026-11-22 23:45": wall(t, "2026-11-23 00:15").Later(-30),
		"1969-12-31 23:59": On(0, 0).Later(-1),
		"1969-12-30 00:00": On(0, 0).Later(-2 * 24 * 60),
	} {
		if w.String() != want {
			t.Errorf("it is %s, want %s", w, want)
		}
	}
	all := []Wall{wall(t, "2026-11-23 09:00"), {}, wall(t, "2026-11-22 23:00")}
	slices.SortFunc(all, Wall.Compare)
	if !all[0].IsZero() || all[2].Clock() != "09:00" {
		t.Errorf("in order they are %v", all)
	}
}
