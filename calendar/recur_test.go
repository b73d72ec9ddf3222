package calendar

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

func zoned(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func wall(t testing.TB, text string) Wall {
	t.Helper()
	w, err := ParseWall(text)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// series lists the walls' days that a rule names from a first time until
// before a day.
func seriesDays(t *testing.T, first, rule, until string) []string {
	t.Helper()
	end, err := ParseDay(until)
	if err != nil {
		t.Fatal(err)
	}
	all, err := Occurrences(Post{When: wall(t, first), Repeats: rule}, time.UTC, time.Unix(0, 0), end.utc())
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for _, o := range all {
		days = append(days, o.Key)
	}
	return days
}

func TestARuleNamesItsDays(t *testing.T) {
	tests := map[string]struct{ first, rule, until, want string }{
		"every Monday":                     {"2026-11-23 09:00", "FREQ=WEEKLY", "2026-12-15", "2026-11-23 2026-11-30 2026-12-07 2026-12-14"},
		"every other week, two days":       {"2026-11-23 09:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "2026-12-20", "2026-11-23 2026-11-26 2026-12-07 2026-12-10"},
		"weeks begin on a Sunday":          {"2026-11-24 09:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "2026-12-20", "2026-11-24 2026-12-06 2026-12-08"},
		"weeks begin on a Monday":          {"2026-11-24 09:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "2026-12-20", "2026-11-24 2026-11-29 2026-12-08 2026-12-13"},
		"every third day":                  {"2026-11-23 09:00", "FREQ=DAILY;INTERVAL=3", "2026-12-04", "2026-11-23 2026-11-26 2026-11-29 2026-12-02"},
		"a month without a 31st is silent": {"2027-01-31 09:00", "FREQ=MONTHLY", "2027-08-01", "2027-01-31 2027-03-31 2027-05-31 2027-07-31"},
		"the last day of each month":       {"2027-01-31 09:00", "FREQ=MONTHLY;BYMONTHDAY=-1", "2027-05-01", "2027-01-31 2027-02-28 2027-03-31 2027-04-30"},
		"the last Friday":                  {"2026-11-27 09:00", "FREQ=MONTHLY;BYDAY=-1FR", "2027-02-01", "2026-11-27 2026-12-25 2027-01-29"},
		"the last working day":             {"2026-11-01 09:00", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2027-02-01", "2026-11-30 2026-12-31 2027-01-29"},
		"29 February":                      {"2028-02-29 09:00", "FREQ=YEARLY", "2037-01-01", "2028-02-29 2032-02-29 2036-02-29"},
		"every second year in two months":  {"2026-03-05 09:00", "FREQ=YEARLY;INTERVAL=2;BYMONTH=3,9", "2029-01-01", "2026-03-05 2026-09-05 2028-03-05 2028-09-05"},
		"UNTIL is the last day":            {"2026-11-23 09:00", "FREQ=WEEKLY;UNTIL=20261207", "2027-12-15", "2026-11-23 2026-11-30 2026-12-07"},
		"COUNT counts from the first":      {"2026-11-23 09:00", "FREQ=WEEKLY;COUNT=2", "2027-12-15", "2026-11-23 2026-11-30"},
		"a first day that is not named":    {"2026-11-24 09:00", "FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2027-12-15", "2026-11-30 2026-12-07"},
		"a day that never comes":           {"2026-11-24 09:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2300-12-15", ""},
		"small letters":                    {"2026-11-23 09:00", " rrule:freq=weekly;count=1 ", "2027-12-15", "2026-11-23"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(seriesDays(t, tt.first, tt.rule, tt.until), " "); got != tt.want {
				t.Errorf("%s from %s is\n%s, want\n%s", tt.rule, tt.first, got, tt.want)
			}
		})
	}
}

func TestWhatIsNoRuleIsRefused(t *testing.T) {
	for _, rule := range []string{
		"weekly", "FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=9,10", "FREQ=DAILY;BYMINUTE=1", "FREQ=DAILY;BYSECOND=1",
		"FREQ=WEEKLY;DTSTART=20260101T000000Z", "DTSTART:20260101T000000Z\nFREQ=DAILY", "FREQ=WEEKLY;COUNT=0", "FREQ=WEEKLY;COUNT=9999999",
		"FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=-1", "FREQ=WEEKLY;UNTIL=soon", "FREQ=WEEKLY;COUNT=2;UNTIL=20270101", "FREQ=WEEKLY;FREQ=DAILY",
		"FREQ=MONTHLY;BYDAY=53MO", "FREQ=MONTHLY;BYDAY=-53MO", "FREQ=WEEKLY;BYDAY=2MO", "FREQ=YEARLY;BYEASTER=400", "FREQ=YEARLY;BYWEEKNO=60",
		"FREQ=YEARLY;BYMONTH=13", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO", ";", "FREQ", "FREQ=WEEKLY;", "BYDAY=MO", "FREQ=WEEKLY;BYDAY=",
	} {
		if all, err := Occurrences(Post{When: On(Date(2026, 11, 23), 540), Repeats: rule}, time.UTC, time.Unix(0, 0), time.Unix(1<<33, 0)); err == nil {
			t.Errorf("%q is taken for a rule: %d times", rule, len(all))
		}
	}
}

func TestAWeeklySeriesKeepsTheClockOnTheWall(t *testing.T) {
	zone := zoned(t, "America/New_York")
	p := Post{When: wall(t, "2027-03-08 09:00"), Repeats: "FREQ=WEEKLY", Except: []Day{Date(2027, 3, 22)}}
	all, err := Occurrences(p, zone, Date(2027, 3, 1).utc(), Date(2027, 4, 1).utc())
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, o := range all {
		shown = append(shown, o.Key+" "+o.Moment.At.In(zone).Format("15:04 MST"))
	}
	want := []string{"2027-03-08 09:00 EST", "2027-03-15 09:00 EDT", "2027-03-29 09:00 EDT"}
	if !slices.Equal(shown, want) {
		t.Errorf("it comes at %v, want %v", shown, want)
	}
}

func TestAWindowIsCutByInstants(t *testing.T) {
	for _, name := range []string{"Pacific/Apia", "Pacific/Kiritimati", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "UTC"} {
		zone := zoned(t, name)
		p := Post{When: On(Date(2011, 12, 1), 0), Repeats: "FREQ=DAILY;UNTIL=20120301"}
		whole, err := Occurrences(p, zone, time.Unix(0, 0), time.Unix(1<<32, 0))
		if err != nil || len(whole) != 92 {
			t.Fatalf("%d days in all, %v", len(whole), err)
		}
		random := rand.New(rand.NewPCG(1, 2))
		for range 300 {
			from := whole[0].Moment.At.Add(time.Duration(random.IntN(90*24)) * time.Hour)
			to := from.Add(time.Duration(random.IntN(240)) * time.Hour)
			var want []Occurrence
			for _, o := range whole {
				if !o.Moment.At.Before(from) && o.Moment.At.Before(to) {
					want = append(want, o)
				}
			}
			got, err := Occurrences(p, zone, from, to)
			if err != nil || !slices.Equal(got, want) {
				t.Fatalf("%s from %s to %s: %v, want %v (%v)", name, from, to, got, want, err)
			}
		}
	}
}

// TestAWindowIsAPieceOfTheWholeSeries keeps the jump into the middle of
// a series honest: a window gives what is cut out of everything.
func TestAWindowIsAPieceOfTheWholeSeries(t *testing.T) {
	zone := zoned(t, "Europe/Berlin")
	random := rand.New(rand.NewPCG(3, 4))
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	for range 400 {
		rule := pick("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,WE,SU", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2TU,-1FR",
			"FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=2,7;BYDAY=1MO", "FREQ=DAILY;BYMONTH=1,6") +
			pick("", ";INTERVAL=2", ";INTERVAL=3", ";INTERVAL=7") + pick("", "", ";COUNT=9", ";UNTIL=20310615") + pick("", ";WKST=SU")
		p := Post{When: On(Date(2026, 1, 1)+Day(random.IntN(365)), random.IntN(1440)), Repeats: rule}
		whole, err := Occurrences(p, zone, time.Unix(0, 0), Date(2040, 1, 1).utc())
		if err != nil {
			t.Fatal(rule, err)
		}
		from := Date(2026, 1, 1).utc().AddDate(0, 0, random.IntN(4600))
		to := from.AddDate(0, 0, random.IntN(400))
		want := slices.DeleteFunc(slices.Clone(whole), func(o Occurrence) bool { return o.Moment.At.Before(from) || !o.Moment.At.Before(to) })
		got, err := Occurrences(p, zone, from, to)
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%s from %s: %d, want %d, %v", rule, p.When, len(got), len(want), err)
		}
	}
}

func TestAWeekOfALongSeriesOpensAtOnce(t *testing.T) {
	zone := zoned(t, "Europe/Berlin")
	p := Post{When: wall(t, "2026-11-23 09:00"), Repeats: "FREQ=DAILY"}
	from := Date(2056, 11, 20).utc()
	least := time.Hour
	for range 5 {
		began := time.Now()
		all, err := Occurrences(p, zone, from, from.AddDate(0, 0, 7))
		least = min(least, time.Since(began))
		if err != nil || len(all) != 7 {
			t.Fatalf("%d, %v", len(all), err)
		}
	}
	if least > time.Millisecond {
		t.Errorf("a week after 30 years takes %s", least)
	}
}

func TestARuleThatNamesNoDayEnds(t *testing.T) {
	for _, rule := range []string{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9;COUNT=3", "FREQ=MONTHLY;INTERVAL=1000;BYDAY=5MO"} {
		if days := seriesDays(t, "2026-11-23 09:00", rule, "9000-01-01"); len(days) > 2000 {
			t.Errorf("%s has %d days", rule, len(days))
		}
	}
}

func BenchmarkAWeekOfALongSeries(b *testing.B) {
	zone := zoned(b, "Europe/Berlin")
	from := Date(2056, 11, 20).utc()
	for b.Loop() {
		if _, err := Occurrences(Post{When: On(Date(2026, 11, 23), 540), Repeats: "FREQ=DAILY"}, zone, from, from.AddDate(0, 0, 7)); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzOccurrences(f *testing.F) {
	f.Add("FREQ=WEEKLY;BYDAY=MO,-1FR;UNTIL=20270101")
	f.Add("FREQ=YEARLY;BYMONTH=2;BYDAY=5MO,-5SU;BYSETPOS=-1")
	f.Fuzz(func(t *testing.T, rule string) {
		_, _ = Occurrences(Post{When: On(Date(2026, 11, 23), 540), Repeats: rule}, time.UTC, Date(2030, 1, 1).utc(), Date(2031, 1, 1).utc())
	})
}
