package checkin

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests name zones, wherever they run

	"rounds/inbox"
	"rounds/inbox/metrics"
)

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// of is a moment of November 2026, whose first day is a Sunday.
func of(day, hour int) time.Time {
	return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC)
}

func TestDue(t *testing.T) {
	tests := map[string]struct {
		asked  time.Time
		target time.Duration
		hours  metrics.Hours
		want   time.Time
	}{
		"a question of the morning is due the same day":      {of(2, 9), 4 * time.Hour, metrics.Hours{}, of(2, 13)},
		"what is left of a target goes over to the next day": {of(2, 15), 4 * time.Hour, metrics.Hours{}, of(3, 11)},
		"a question of the night waits from the morning on":  {of(2, 23), 4 * time.Hour, metrics.Hours{}, of(3, 13)},
		"a weekend does not count":                           {of(6, 16), 2 * time.Hour, metrics.Hours{}, of(9, 10)},
		"a holiday does not count":                           {of(2, 16), 2 * time.Hour, metrics.Hours{Holidays: map[string]string{"2026-11-03": "feast"}}, of(4, 10)},
		"twenty-four hours are three days of eight":          {of(2, 9), 24 * time.Hour, metrics.Hours{}, of(4, 17)},
		"a target that ends with the day is due at its end":  {of(2, 9), 8 * time.Hour, metrics.Hours{}, of(2, 17)},
		"without a target nothing is due":                    {of(2, 9), 0, metrics.Hours{}, time.Time{}},
		"a team that is always there has no nights":          {of(7, 23), 2 * time.Hour, metrics.Hours{To: 24 * 60, Days: [7]bool{true, true, true, true, true, true, true}}, of(8, 1)},
		"hours that are never give no time to be late at":    {of(2, 9), time.Hour, metrics.Hours{From: 60, To: 60, Days: [7]bool{true}}, time.Time{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Due(tt.asked, tt.target, tt.hours, time.UTC); !got.Equal(tt.want) {
				t.Errorf("due %v, want %v", got, tt.want)
			}
		})
	}
}

func TestDueGoesByTheClockOfTheZone(t *testing.T) {
	zone := berlin(t)
	// The clock is put back on the night to 25 October: Friday 16:00 there is 14:00
	// UTC, Monday 10:00 is 09:00 UTC.
	got := Due(time.Date(2026, 10, 23, 14, 0, 0, 0, time.UTC), 2*time.Hour, metrics.Hours{}, zone)
	if want := time.Date(2026, 10, 26, 9, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("due %v, want %v", got.UTC(), want)
	}
}

func TestRemainsCountsHoursAtWorkOnly(t *testing.T) {
	due := Due(of(2, 15), 4*time.Hour, metrics.Hours{}, time.UTC)
	for now, want := range map[time.Time]time.Duration{
		of(2, 16): 3 * time.Hour, of(2, 23): 2 * time.Hour, of(3, 11): 0, of(3, 12): -time.Hour, of(3, 23): -6 * time.Hour,
	} {
		if got := Remains(now, due, metrics.Hours{}, time.UTC); got != want {
			t.Errorf("%v: %v left, want %v", now, got, want)
		}
	}
}

func TestNobodyIsAtWorkAtNightAndOnSundays(t *testing.T) {
	for now, opens := range map[time.Time]time.Time{of(1, 12): of(2, 9), of(2, 6): of(2, 9), of(2, 17): of(3, 9), of(2, 12): {}} {
		quiet, got := Rest(now, metrics.Hours{}, time.UTC)
		if !got.Equal(opens) || quiet != !opens.IsZero() {
			t.Errorf("%v: quiet %v until %v, want until %v", now, quiet, got, opens)
		}
	}
}

func keys(items []Item) string {
	var all []string
	for _, i := range items {
		all = append(all, i.Key)
	}
	return strings.Join(all, " ")
}

func TestTheMostAtRiskComesFirst(t *testing.T) {
	items := []Item{
		{Key: "none", At: of(1, 0)},
		{Key: "later", Due: of(3, 10), At: of(2, 1)},
		{Key: "soon", Due: of(2, 10), At: of(2, 2)},
		{Key: "as soon, older", Due: of(2, 10), At: of(2, 1)},
		{Key: "missed", Due: of(1, 10), At: of(1, 1)},
	}
	ByRisk(items)
	if got := keys(items); got != "missed as soon, older soon later none" {
		t.Error(got)
	}
}

func TestSuspectsAreGreetedLast(t *testing.T) {
	hello := func(key string, at time.Time, h Hello) Item { return Item{Key: key, At: at, Hello: &h} }
	items := []Item{
		hello("suspect", of(1, 0), Hello{Said: 3, Suspect: []string{"a link"}}), hello("silent", of(1, 0), Hello{}),
		hello("greeted", of(1, 0), Hello{Said: 1, By: "noor"}), hello("newer", of(2, 0), Hello{Said: 1}), hello("older", of(1, 0), Hello{Said: 1}),
	}
	ByPromise(items)
	if got := keys(items); got != "older newer silent greeted suspect" {
		t.Error(got)
	}
}

func TestRate(t *testing.T) {
	now := of(20, 12)
	plain := Candidate{Talk: 1, Opener: "ana", Role: inbox.Community, Since: of(20, 12).AddDate(-2, 0, 0), Answered: true, OpenedAt: now, Usual: 2}
	tests := map[string]struct {
		change func(*Candidate)
		score  float64
		why    string
	}{
		"begun by a member":              {func(*Candidate) {}, 3, "score 3: begun by a member (3)"},
		"unanswered":                     {func(c *Candidate) { c.Answered = false }, 5, "nobody has answered yet (2)"},
		"by somebody new":                {func(c *Candidate) { c.Since = now.Add(-3 * inbox.Day) }, 5, "ana has been here for 3 days (2)"},
		"by somebody not quite new":      {func(c *Candidate) { c.Since = now.Add(-30 * inbox.Day) }, 3, "score 3: begun by a member (3)"},
		"two who reply":                  {func(c *Candidate) { c.Repliers = 2 }, 4, "2 people have replied (1)"},
		"one who replies counts nothing": {func(c *Candidate) { c.Repliers = 1 }, 3, "score 3: begun by a member (3)"},
		"half as liked as usual":         {func(c *Candidate) { c.Reactions = 1 }, 3.5, "1 reaction, 2 are usual here (0.5)"},
		"far more liked than usual":      {func(c *Candidate) { c.Reactions = 40 }, 5, "40 reactions, 2 are usual here (2)"},
		"where nothing is usual":         {func(c *Candidate) { c.Reactions, c.Usual = 1, 0 }, 4, "1 reaction, 0 are usual here (1)"},
		"what one of us began":           {func(c *Candidate) { c.Role, c.Answered = inbox.Team, false }, 2, "score 2: nobody has answered yet (2)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := plain
			tt.change(&c)
			got := Rate([]Candidate{c}, now)
			if len(got) != 1 || got[0].Score != tt.score || !slices.Contains(got[0].Why, tt.why) {
				t.Errorf("%+v, want %v with %q", got, tt.score, tt.why)
			}
		})
	}
}

func TestWhereWeAreAlreadyIsNeverSuggested(t *testing.T) {
	now := of(20, 12)
	got := Rate([]Candidate{
		{Talk: 1, Role: inbox.Community, Engaged: true, OpenedAt: now},
		{Talk: 2, Role: inbox.Team, Answered: true, OpenedAt: now},
		{Talk: 3, Role: inbox.Community, Answered: true, OpenedAt: now.Add(-time.Hour)},
		{Talk: 4, Role: inbox.Community, Answered: true, OpenedAt: now},
		{Talk: 5, Role: inbox.Community, OpenedAt: now.Add(-time.Hour)},
	}, now)
	var order []int64
	for _, r := range got {
		order = append(order, r.Talk)
	}
	if !slices.Equal(order, []int64{5, 4, 3}) {
		t.Error(order)
	}
}

func TestRhythm(t *testing.T) {
	tests := map[string]struct {
		now      time.Time
		reported bool
		planned  int
		want     []string
	}{
		"Monday offers planning":               {of(9, 9), false, 0, []string{"It is Monday: nothing is planned for this week yet."}},
		"Monday tells what is planned":         {of(9, 9), false, 3, []string{"It is Monday: 3 posts are planned for this week."}},
		"Friday offers the numbers":            {of(13, 9), false, 0, []string{"It is Friday: see what the week came to."}},
		"Wednesday offers nothing":             {of(11, 9), false, 0, nil},
		"the month begins with the report":     {of(4, 9), false, 0, []string{"The report of October is not made yet: rounds report makes it."}},
		"a report that is made is not offered": {of(4, 9), true, 0, nil},
		"on the sixth it is not offered":       {of(6, 9), true, 0, []string{"It is Friday: see what the week came to."}},
		"the report of December in January":    {time.Date(2027, 1, 1, 9, 0, 0, 0, time.UTC), false, 0, []string{"The report of December is not made yet: rounds report makes it.", "It is Friday: see what the week came to."}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, tip := range Rhythm(tt.now, time.UTC, tt.reported, tt.planned) {
				got = append(got, tip.Text)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestWeeks(t *testing.T) {
	tests := map[string]struct {
		finished []string
		want     int
	}{
		"none":                                      {nil, 0},
		"this week alone":                           {[]string{"2026-11-18"}, 1},
		"a week that goes on breaks nothing":        {[]string{"2026-11-13", "2026-11-02"}, 2},
		"this one counts as soon as it has one":     {[]string{"2026-11-16", "2026-11-13", "2026-11-02"}, 3},
		"several in a week are one":                 {[]string{"2026-11-19", "2026-11-18", "2026-11-17"}, 1},
		"a week without one ends it":                {[]string{"2026-11-18", "2026-11-02"}, 1},
		"a Sunday belongs to the week that it ends": {[]string{"2026-11-15", "2026-11-08"}, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Weeks(of(19, 9), time.UTC, tt.finished); got != tt.want {
				t.Errorf("%d weeks, want %d", got, tt.want)
			}
		})
	}
}

func TestSentence(t *testing.T) {
	used := func(d time.Duration) map[Step]time.Duration {
		return map[Step]time.Duration{Welcome: d / 2, Questions: d - d/2}
	}
	tests := map[string]Log{
		"Done for today — 14 min, 9 items: welcomed 3, answered 4, snoozed 2.": {Used: used(14 * time.Minute), Did: Did{Welcomed: 3, Answered: 4, Snoozed: 2}},
		"Done for today — 1 min, 1 item: settled 1. 2 left for tomorrow.":      {Used: used(20 * time.Second), Did: Did{Settled: 1}, Left: 2},
		"Done for today — 1 h 2 min, 0 items. 3 put off.":                      {Used: used(62 * time.Minute), Skipped: 3},
		"Done for today — 0 min, 0 items.":                                     {},
		"Done for today — 2 min, 6 items: acknowledged 1, moderated 3, kept 2. 1 left, 1 put off.": {
			Used: used(2 * time.Minute), Did: Did{Thanked: 1, Moderated: 3, Kept: 2}, Left: 1, Skipped: 1,
		},
	}
	for want, log := range tests {
		if got := log.Sentence(); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

func TestTotal(t *testing.T) {
	log := Log{Used: map[Step]time.Duration{Flags: 14 * time.Minute}, Did: Did{Answered: 17}}
	if got := Total(slices.Repeat([]Log{log}, 18)).String(); got != "18 days, 4 h 12 min, 306 items" {
		t.Error(got)
	}
}

func TestSuspicions(t *testing.T) {
	tests := map[string]struct {
		signs Signs
		want  []string
	}{
		"nothing is wrong with an honest name": {Signs{Handle: "łukasz", First: "hello"}, nil},
		"a link in the first words":            {Signs{First: "look https://example.org/x"}, []string{"a link in their first words"}},
		"a name in two alphabets":              {Signs{Handle: "pаypal-support"}, []string{"the name is written to look like another"}},
		"a case and a rule":                    {Signs{Cases: 2, Rules: []string{"invite-links"}}, []string{"2 cases about them waiting in moderation", `the rule "invite-links" has reported them`}},
		"accounts made by the dozen":           {Signs{Handle: "bonus.41", Alike: 5}, []string{"one of 5 newcomers whose names differ in a number alone"}},
		"two of a name":                        {Signs{Handle: "tom2", Alike: 2}, nil},
		"spam":                                 {Signs{Spam: true}, []string{"a conversation of theirs is marked as spam"}},
		"a post that is held":                  {Signs{Held: true}, []string{"the platform holds a post of theirs back"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Suspicions(tt.signs); !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestStageOf(t *testing.T) {
	tests := map[string]struct {
		welcomed    bool
		since, days int
		want        Stage
	}{
		"nobody has greeted them":         {false, 9, 9, New},
		"they have been greeted":          {true, 0, 0, Welcomed},
		"they have said something since":  {true, 2, 1, Replied},
		"they came back on another day":   {true, 2, 2, Activated},
		"they have said something thrice": {true, 3, 1, Activated},
	}
	for name, tt := range tests {
		if got := StageOf(tt.welcomed, tt.since, tt.days); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

func TestPassed(t *testing.T) {
	for _, tt := range [][3]int{{99, 100, 100}, {100, 101, 0}, {0, 600, 500}, {498, 501, 500}, {999, 1000, 1000}, {1000, 1999, 0}, {1999, 2003, 2000}, {5, 50, 0}} {
		if got := Passed(tt[0], tt[1]); got != tt[2] {
			t.Errorf("from %d to %d: %d, want %d", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestAnniversary(t *testing.T) {
	zone := berlin(t)
	here := time.Date(2024, 11, 20, 23, 30, 0, 0, time.UTC) // the 21st there
	for now, want := range map[time.Time]int{of(20, 12): 0, of(21, 12): 2, of(22, 12): 0} {
		if got, _ := Anniversary(here, now.Add(-20*time.Hour), now, zone); got != want {
			t.Errorf("%v: %d years, want %d", now, got, want)
		}
	}
	if got, _ := Anniversary(of(21, 1), of(20, 0), of(22, 0), zone); got != 0 {
		t.Error("whoever came today has been here for no year")
	}
}

func TestArrived(t *testing.T) {
	d := Day{Now: of(20, 12)}
	for want, h := range map[string]Hello{
		"joined 3 h ago":         {Joined: of(20, 9)},
		"joined 5 days ago":      {Joined: of(15, 9), First: of(16, 9)},
		"first spoke 2 days ago": {First: of(18, 9)},
		"joined 50 days ago and spoke for the first time 1 day ago": {Joined: of(1, 12).AddDate(0, 0, -31), First: of(19, 9)},
		"new": {},
	} {
		if got := h.Arrived(d); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestSomethingIsLateOnceItsTargetIsMissedInHoursAtWork(t *testing.T) {
	hours := metrics.Hours{From: 9 * 60, To: 17 * 60, Days: [7]bool{false, true, true, true, true, true, false}}
	monday := time.Date(2026, 6, 15, 11, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		target, want time.Duration
	}{
		"on the same day":      {time.Hour, time.Hour},
		"over a weekend":       {4 * time.Hour, (2 + 64 + 2) * time.Hour},
		"there is no target":   {0, 0},
		"on the minute itself": {2*time.Hour - time.Minute, 2*time.Hour - time.Minute},
	} {
		if got := LateAfter(monday, test.target, hours, time.UTC); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
