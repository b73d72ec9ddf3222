package when

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestParse(t *testing.T) {
	loc := zone(t, "Europe/Berlin")
	now := time.Date(2026, 11, 18, 10, 30, 0, 0, loc) // a Wednesday
	for words, want := range map[string]string{
		"3d": "2026-11-21 10:30", "2h": "2026-11-18 12:30", "90m": "2026-11-18 12:00", "1h30m": "2026-11-18 12:00", "2w": "2026-12-02 10:30",
		"1mo": "2026-12-18 10:30", "1y": "2027-11-18 10:30", "in 2 hours": "2026-11-18 12:30", "in 3 days": "2026-11-21 10:30", "1d 2h": "2026-11-19 12:30",
		"tomorrow": "2026-11-19 09:00", "Tomorrow  14:00": "2026-11-19 14:00", "tomorrow at 2pm": "2026-11-19 14:00", "tomorrow evening": "2026-11-19 18:00",
		"tonight": "2026-11-18 20:00", "this evening": "2026-11-18 18:00", "this afternoon": "2026-11-18 14:00", "eod": "2026-11-18 17:00", "end of day": "2026-11-18 17:00",
		"fri": "2026-11-20 09:00", "fri 14:00": "2026-11-20 14:00", "friday at 2pm": "2026-11-20 14:00", "FRI 2:30 PM": "2026-11-20 14:30", "monday 9": "2026-11-23 09:00",
		"wed": "2026-11-25 09:00", "wed 14:00": "2026-11-18 14:00", "wed 9:00": "2026-11-25 09:00", "next fri": "2026-11-27 09:00", "this fri": "2026-11-20 09:00",
		"next week": "2026-11-23 09:00", "next week 14:00": "2026-11-23 14:00", "next month": "2026-12-01 09:00", "weekend": "2026-11-21 09:00", "this weekend": "2026-11-21 09:00",
		"14:30": "2026-11-18 14:30", "9:15": "2026-11-19 09:15", "2pm": "2026-11-18 14:00", "9am": "2026-11-19 09:00", "12am": "2026-11-19 00:00", "noon": "2026-11-18 12:00", "midnight": "2026-11-19 00:00",
		"2026-12-01": "2026-12-01 09:00", "2026-12-01 09:30": "2026-12-01 09:30", "2026-12-01T09:30": "2026-12-01 09:30", "2026-12-01T09:30:00Z": "2026-12-01 10:30",
		"1 dec": "2026-12-01 09:00", "dec 1 14:00": "2026-12-01 14:00", "1st december 2027": "2027-12-01 09:00", "3 nov": "2027-11-03 09:00", "29 feb": "2028-02-29 09:00",
		"today 18:00": "2026-11-18 18:00",
	} {
		got, err := Parse(words, now)
		if err != nil {
			t.Errorf("Parse(%q): %v", words, err)
		} else if s := got.Format("2006-01-02 15:04"); s != want {
			t.Errorf("Parse(%q) = %s, want %s", words, s, want)
		}
	}
	for _, words := range []string{
		"", "  ", "soon", "9", "fxi", "25:00", "13pm", "3x", "-3d", "0m", "today 9:00", "2025-01-01", "2026-02-30", "31 feb", "30 feb", "fri fri", "tomorrow 14:00 x", "next", "in", "99999y", "999999d", "14:3", "0pm",
	} {
		if got, err := Parse(words, now); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", words, got)
		}
	}
}

func TestMonthsAreClamped(t *testing.T) {
	got, err := Parse("1mo", time.Date(2026, 1, 31, 9, 0, 0, 0, time.UTC))
	if err != nil || got.Format(time.DateOnly) != "2026-02-28" {
		t.Errorf("a month after 31 January is %v, %v", got, err)
	}
}

// All of it is past, as in the calendar: rules of years to come change.
func TestClock(t *testing.T) {
	for _, tt := range []struct{ zone, wall, utc string }{
		{"America/New_York", "2025-03-09 02:30", "2025-03-09 07:00"},
		{"America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"},
		{"America/New_York", "2025-11-02 01:30", "2025-11-02 05:30"},
		{"Europe/Berlin", "2025-03-30 02:30", "2025-03-30 01:00"},
		{"Europe/Berlin", "2025-10-26 02:30", "2025-10-26 00:30"},
		{"Europe/London", "2025-10-26 01:30", "2025-10-26 00:30"},
		{"Europe/Dublin", "2025-03-30 01:30", "2025-03-30 01:00"},
		{"Australia/Lord_Howe", "2025-10-05 02:15", "2025-10-04 15:30"},
		{"Australia/Lord_Howe", "2025-04-06 01:45", "2025-04-05 14:45"},
		{"Africa/Cairo", "2025-04-25 00:00", "2025-04-24 22:00"},
		{"Asia/Beirut", "2025-03-30 00:00", "2025-03-29 22:00"},
		{"America/Santiago", "2025-09-07 00:00", "2025-09-07 04:00"},
		{"America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04 03:00"},
		{"Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00"},
		{"Antarctica/Troll", "2025-03-30 02:00", "2025-03-30 01:00"},
		{"Africa/Casablanca", "2025-02-23 02:30", "2025-02-23 01:30"},
		{"Asia/Kathmandu", "2025-01-01 09:00", "2025-01-01 03:15"},
		{"Pacific/Kiritimati", "2025-01-01 09:00", "2024-12-31 19:00"},
		{"Asia/Kolkata", "2025-03-30 02:30", "2025-03-29 21:00"},
		{"America/Phoenix", "2025-03-09 02:30", "2025-03-09 09:30"},
	} {
		w, err := time.Parse("2006-01-02 15:04", tt.wall)
		if err != nil {
			t.Fatal(err)
		}
		got := Clock(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), zone(t, tt.zone)).UTC().Format("2006-01-02 15:04")
		if got != tt.utc {
			t.Errorf("%s in %s is %s UTC, want %s", tt.wall, tt.zone, got, tt.utc)
		}
	}
}

func TestSpan(t *testing.T) {
	for words, want := range map[string]time.Duration{
		"24h": 24 * time.Hour, "3d": 72 * time.Hour, "2w": 336 * time.Hour, "90m": 90 * time.Minute, "1d12h": 36 * time.Hour, "2 weeks": 336 * time.Hour, "0m": 0,
	} {
		if got, err := Span(words); err != nil || got != want {
			t.Errorf("Span(%q) = %v, %v; want %v", words, got, err, want)
		}
	}
	for _, words := range []string{"", "3", "h", "-3d", "3x", "999999y", "1h30", "9999999d", "1.5h"} {
		if got, err := Span(words); err == nil {
			t.Errorf("Span(%q) = %v, want an error", words, got)
		}
	}
}

func TestSay(t *testing.T) {
	now := time.Date(2026, 11, 18, 10, 30, 0, 0, time.UTC)
	for at, want := range map[string]string{
		"2026-11-18 14:00": "today 14:00", "2026-11-19 09:00": "tomorrow 09:00", "2026-11-20 14:00": "Fri 14:00", "2026-11-24 09:00": "Tue 09:00",
		"2026-11-25 09:00": "25 Nov 09:00", "2026-12-03 09:00": "3 Dec 09:00", "2027-12-03 09:00": "3 Dec 2027 09:00", "2026-11-17 09:00": "yesterday 09:00",
	} {
		x, err := time.Parse("2006-01-02 15:04", at)
		if err != nil {
			t.Fatal(err)
		}
		if got := Say(x, now); got != want {
			t.Errorf("Say(%s) = %q, want %q", at, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"3d", "1h30m", "tomorrow 14:00", "next week", "29 feb", "2026-12-01t09:30", "fri at 2 pm", "999999d", "1mo"} {
		f.Add(s)
	}
	now := time.Date(2026, 3, 28, 23, 59, 59, 1, zone(f, "Europe/Berlin"))
	f.Fuzz(func(t *testing.T, words string) {
		if got, err := Parse(words, now); err == nil && (!got.After(now) || got.Year() > now.Year()+maxYears) {
			t.Errorf("Parse(%q) = %v", words, got)
		}
		Day(words, now)
		if d, err := Span(words); err == nil && d < 0 {
			t.Errorf("Span(%q) = %v", words, d)
		}
	})
}
