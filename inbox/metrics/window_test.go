package metrics

import (
	"testing"
	"time"
)

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here")
	}
	return zone
}

func TestADayHas23Or25HoursWhenTheClockIsChanged(t *testing.T) {
	zone := berlin(t)
	for day, want := range map[string]time.Duration{"2026-03-29": 23 * time.Hour, "2026-10-25": 25 * time.Hour, "2026-10-26": 24 * time.Hour} {
		w, err := ParseWindow(day, time.Date(2026, 11, 1, 12, 0, 0, 0, zone))
		if err != nil || w.To.Sub(w.From) != want || w.Days() != 1 {
			t.Errorf("%s has %v, %d days, %v", day, w.To.Sub(w.From), w.Days(), err)
		}
	}
}

func TestADayBeginsAtItsFirstInstantWhereMidnightIsSkipped(t *testing.T) {
	zone, err := time.LoadLocation("America/Santiago")
	if err != nil {
		t.Skip("no time zones here")
	}
	w := Days.Over(time.Date(2026, 9, 6, 12, 0, 0, 0, zone))
	if w.From.Hour() != 1 || w.To.Sub(w.From) != 23*time.Hour {
		t.Errorf("the day is %v to %v", w.From, w.To)
	}
	if before := w.Before(); !before.To.Equal(w.From) || before.From.Day() != 5 {
		t.Errorf("the day before is %v to %v", before.From, before.To)
	}
}

func TestPeriodsAreWhatTheyAreCalled(t *testing.T) {
	now := utc(2026, 11, 22, 14, 30)
	for text, want := range map[string]string{
		"2026-10":                "2026-10-01 2026-11-01 2026-10",
		"2026-q4":                "2026-10-01 2027-01-01 2026-Q4",
		"2026":                   "2026-01-01 2027-01-01 2026",
		"2026-W01":               "2025-12-29 2026-01-05 2026-W01",
		"2020-W53":               "2020-12-28 2021-01-04 2020-W53",
		"2026-10-03..2026-10-14": "2026-10-03 2026-10-15 2026-10-03..2026-10-14",
		"30d":                    "2026-10-24 2026-11-23 2026-10-24..2026-11-22",
		"last month":             "2026-10-01 2026-11-01 2026-10",
		"week":                   "2026-11-16 2026-11-23 2026-W47",
		"yesterday":              "2026-11-21 2026-11-22 2026-11-21",
	} {
		w, err := ParseWindow(text, now)
		if got := w.From.Format(time.DateOnly) + " " + w.To.Format(time.DateOnly) + " " + w.String(); err != nil || got != want {
			t.Errorf("%q is %s, want %s (%v)", text, got, want, err)
		}
	}
	for _, text := range []string{"2026-W54", "2026-Q5", "2026-13", "soon", "2026-10-14..2026-10-03", "0d", "x", "2026-02-30", "é"} {
		if w, err := ParseWindow(text, now); err == nil {
			t.Errorf("%q is read as %v", text, w)
		}
	}
}

func TestWeeksBelongToThePeriodOfTheirFirstDay(t *testing.T) {
	pieces := Months.Over(utc(2026, 10, 1, 0, 0)).Cut(Weeks)
	if len(pieces) != 4 || pieces[0].From.Day() != 5 || pieces[3].To.Month() != time.November {
		t.Errorf("October has %v", pieces)
	}
}

func TestPiecesMakeTheWhole(t *testing.T) {
	zone := berlin(t)
	w := Window{time.Date(2026, 1, 17, 0, 0, 0, 0, zone), time.Date(2026, 11, 3, 0, 0, 0, 0, zone), Days}
	for _, unit := range []Unit{Days, Months, Quarters, Years} {
		at := w.From
		for _, piece := range w.Cut(unit) {
			if !piece.From.Equal(at) || !piece.To.After(piece.From) {
				t.Errorf("%s: a piece begins at %v, want %v", unit, piece.From, at)
			}
			at = piece.To
		}
		if !at.Equal(w.To) {
			t.Errorf("%s: they end at %v", unit, at)
		}
	}
}

func TestAMonthIsComparedWithTheMonthBeforeAndARangeWithAsManyDays(t *testing.T) {
	if got := Months.Over(utc(2026, 3, 5, 0, 0)).Before().String(); got != "2026-02" {
		t.Errorf("before March is %s", got)
	}
	if got := Last(30, utc(2026, 11, 22, 9, 0)).Before().String(); got != "2026-09-24..2026-10-23" {
		t.Errorf("before the last 30 days is %s", got)
	}
	if got := Months.Over(utc(2026, 3, 5, 0, 0)).Before().After().String(); got != "2026-03" {
		t.Errorf("after the month before is %s", got)
	}
}
