package metrics

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestValuesAreSaidAsAPersonReadsThem(t *testing.T) {
	for want, got := range map[string]string{
		"38 min":    Duration.Say(2250),
		"45 s":      Duration.Say(45),
		"1 min":     Duration.Say(60),
		"2 h 5 min": Duration.Say(2*3600 + 5*60),
		"2 h":       Duration.Say(7200),
		"2 d 17 h":  Duration.Say(232_800),
		"1 d":       Duration.Say(86_399),
		"17.0 %":    Percent.Say(16.98),
		"1,234,567": Count.Say(1_234_567),
		"−12":       Count.Say(-12),
		"999":       Count.Say(999),
		"4.5":       Ratio.Say(4.5),
		"0":         Ratio.Say(-0.001),
		"+23":       Points.Say(23.4),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestFewerThanFiveAreAFractionAndNothingIsADash(t *testing.T) {
	d, _ := Find("member_share")
	if got := Say(share(3, 4), d); got != "3/4" {
		t.Errorf("three of four are %q", got)
	}
	if got := Say(share(0, 0), d); got != "—" {
		t.Errorf("none of none are %q", got)
	}
	if got := Say(share(0, 9), d); got != "0.0 %" {
		t.Errorf("none of nine are %q", got)
	}
}

func TestWilsonsIntervalIsThatOfTheBooks(t *testing.T) {
	for _, tt := range []struct {
		n, of     int
		low, high float64
	}{{8, 20, 21.88, 61.34}, {0, 10, 0, 27.75}, {10, 10, 72.25, 100}, {1, 29, 0.61, 17.18}} {
		if low, high := Wilson(tt.n, tt.of); math.Abs(low-tt.low) > 0.01 || math.Abs(high-tt.high) > 0.01 {
			t.Errorf("%d of %d: %.2f to %.2f", tt.n, tt.of, low, high)
		}
	}
}

func TestTheMedianOfAnEvenNumberIsTheMeanOfTwoAndAPercentileIsARealOne(t *testing.T) {
	if got := Median([]float64{1, 2, 4, 9}); *got != 3 {
		t.Errorf("the median is %v", *got)
	}
	if Median(nil) != nil || Rank(nil, 90) != nil {
		t.Error("nothing has a median")
	}
	ten := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for percent, want := range map[int]float64{90: 9, 50: 5, 100: 10, 1: 1, 91: 10} {
		if got := Rank(ten, percent); *got != want {
			t.Errorf("P%d is %v, want %v", percent, *got, want)
		}
	}
}

func TestMonthsOfDifferentLengthsAreComparedByTheDay(t *testing.T) {
	now, before := count(310), count(290)
	now.Metric, now.Window = "messages", Months.Over(utc(2026, 10, 1, 0, 0))
	before.Window = now.Window.Before()
	c := Delta(now, before)
	if *c.By != 20 || !near(c.Percent, 6.897) || *c.NowDaily != 10 || !near(c.BeforeDaily, 9.667) {
		t.Errorf("the change is %+v", c)
	}
	if got := c.Say(Count); got != "+20" {
		t.Errorf("it is said as %q", got)
	}
	now.Metric = "wau"
	if c := Delta(now, before); c.Daily != nil {
		t.Error("who was there in seven days has no average day")
	}
}

func TestNothingIsComparedWithAPeriodThatIsNotHeld(t *testing.T) {
	now, before := count(3), count(2)
	before.Partial, before.Since = true, utc(2026, 9, 10, 0, 0)
	before.Window = Months.Over(before.Since)
	if c := Delta(now, before); c.By != nil || !strings.Contains(c.Why, "2026-09-10") || c.Means(Up) != None {
		t.Errorf("the change is %+v", c)
	}
	now.Window, before = before.Window, count(0)
	before.Window = now.Window
	if c := Delta(now, before); c.Percent != nil || *c.By != 3 {
		t.Errorf("from nothing it is %+v", c)
	}
	before.Value = nil
	if c := Delta(now, before); c.By != nil || c.Why == "" {
		t.Errorf("from no value it is %+v", c)
	}
}

func TestFewerIsBetterWhereItIs(t *testing.T) {
	for _, tt := range []struct {
		by   float64
		way  Direction
		want Verdict
	}{{3, Up, Better}, {-3, Up, Worse}, {-3, Down, Better}, {3, Down, Worse}, {3, Neutral, Other}, {0, Up, Same}} {
		if got := (Change{By: &tt.by}).Means(tt.way); got != tt.want {
			t.Errorf("%v where %s is better is %s", tt.by, tt.way, got)
		}
	}
}

func TestAFigureIsWrittenByItsSchema(t *testing.T) {
	s := someTown(3, utc(2025, 9, 1, 0, 0), utc(2026, 11, 15, 13, 0), 60, 900).scene()
	w := Months.Over(utc(2026, 10, 1, 0, 0))
	for _, d := range Definitions() {
		f, before := d.On(s, w), d.On(s, w.Before())
		text, err := Encode(d, f, &before)
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		for _, field := range []string{"schema", "metric", "version", "value", "n", "numerator", "denominator", "window", "previous", "partial", "as_of"} {
			if _, ok := got[field]; !ok {
				t.Errorf("%s is written without %s", d.ID, field)
			}
		}
		if _, rows := got["rows"]; rows || got["schema"] != 1.0 || got["metric"] != d.ID {
			t.Errorf("%s is %s", d.ID, text)
		}
		if (got["value"] == nil) != (f.Value == nil) {
			t.Errorf("%s has the value %v", d.ID, got["value"])
		}
	}
	d, _ := Find("nps")
	none, _ := Encode(d, d.On(s, Months.Over(utc(2020, 1, 1, 0, 0))), nil)
	if !strings.Contains(string(none), `"value":null`) || !strings.Contains(string(none), `"label":"2020-01"`) || strings.Contains(string(none), "delta") {
		t.Errorf("nothing is written as %s", none)
	}
}

func TestAGoalIsRead(t *testing.T) {
	now := utc(2026, 11, 22, 14, 0)
	for text, want := range map[string]float64{
		"active_rate 20% by 2027-01-01": 20, "active_rate 20 % by 2027-01-01": 20, "ttfr_any 30m by 2027-01-01": 1800, "half_life 1d12h by 2027-01-01": 129_600,
		"messages 5,000 by 2027-03-31: twice as much": 5000, "nps -5 by 2027-01-01": -5, "cadence_gap 2d by 2027-01-01": 172_800,
	} {
		g, err := ParseGoal(text, now)
		if err != nil || g.Target != want || !g.By.After(now) || !g.Set.Equal(now) {
			t.Errorf("%q is %+v, %v", text, g, err)
		}
	}
	for text, why := range map[string]string{
		"": "a goal is", "active_rate": "a goal is", "fame 20 by 2027-01-01": "no number", "active_rate +5% by 2027-01-01": "points", "active_rate 120% by 2027-01-01": "between 0 and 100",
		"messages 20% by 2027-01-01": "no share", "active_rate 20%": "by when", "active_rate 20% by tomorrow": "no day", "active_rate 20% by 2020-01-01": "past", "ttfr_any soon by 2027-01-01": "length of time", "active_rate NaN by 2027-01-01": "number",
	} {
		if _, err := ParseGoal(text, now); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q is refused with %v", text, err)
		}
	}
}

func TestProgressIsTheWayThatIsMade(t *testing.T) {
	up := Goal{Baseline: 10, Target: 20, Better: Up}
	down := Goal{Baseline: 60, Target: 30, Better: Down}
	for _, tt := range []struct {
		g         Goal
		now, want float64
	}{{up, 15, 50}, {up, 5, -50}, {up, 25, 150}, {down, 45, 50}, {down, 30, 100}, {Goal{Baseline: 3, Target: 3, Better: Up}, 3, 100}} {
		if got := tt.g.Progress(tt.now); got != tt.want {
			t.Errorf("%v from %v to %v is %v", tt.now, tt.g.Baseline, tt.g.Target, got)
		}
	}
}

func TestAForecastNeedsEightWholePiecesAndIsNotMovedByOneOfThem(t *testing.T) {
	week := Weeks.Over(utc(2026, 8, 3, 0, 0))
	var series []Figure
	for i := range 9 {
		f := count(10 + 2*i)
		if i == 4 {
			f = count(500)
		}
		f.Window = week
		series = append(series, f)
		week = week.After()
	}
	g := Goal{By: Days.Add(series[8].Window.From, 14)}
	got, ok := g.Forecast(series)
	if !ok || math.Abs(got-30) > 0.5 {
		t.Errorf("in two weeks it will be %v (%v), want 30", got, ok)
	}
	if _, ok := g.Forecast(series[:7]); ok {
		t.Error("seven pieces make a forecast")
	}
	gap := slices.Clone(series)
	gap[6].Value = nil
	if _, ok := g.Forecast(gap); ok {
		t.Error("a series with a gap makes a forecast")
	}
}
