package calendar

import (
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
)

func written2026() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

func TestACalendarFileHoldsAllOfAPost(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	s := weekly(t)
	for round := range 100 {
		var posts []Post
		for n := range 1 + random.IntN(4) {
			p := anyPost(t, random)
			p.Key += strconv.Itoa(n)
			p, err := p.With(Named(p.Key))
			if err != nil {
				t.Fatal(err)
			}
			if n == 0 && random.IntN(2) == 0 {
				p, _ = p.With(Named(""))
			}
			posts = append(posts, p)
		}
		source := WriteICS(posts, s, written2026())
		sound(t, source)
		back, broken := ReadICS(source, s)
		if len(broken) > 0 || len(back) != len(posts) {
			t.Fatalf("round %d: %d of %d, %v\n%s\n%s", round, len(back), len(posts), broken, source, posts[0].Source)
		}
		byKey := map[string]Post{}
		for _, p := range back {
			byKey[p.Key] = p
		}
		for _, p := range posts {
			got := byKey[p.Key]
			if !reflect.DeepEqual(alone(got), alone(p)) || got.more() != p.more() {
				t.Fatalf("round %d: read\n%+v, want\n%+v\n%s\n%s", round, alone(got), alone(p), p.Source, source)
			}
		}
	}
}

// sound refuses what a validator does: other line ends, lines that are too
// long, signs that must not stand there, a component without what it must
// have.
func sound(t *testing.T, source string) {
	t.Helper()
	if strings.Contains(strings.ReplaceAll(source, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(source, "\r\n", ""), "\r") {
		t.Fatal("a line does not end in CR LF")
	}
	for line := range strings.SplitSeq(source, "\r\n") {
		if len(line) > 75 || line != tidy(line) {
			t.Fatalf("%d octets: %q", len(line), line)
		}
	}
	file, err := ics.ParseCalendar(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	zones := map[string]bool{}
	for _, c := range file.Components {
		if zone, is := c.(*ics.VTimezone); is {
			zones[zone.GetProperty(ics.ComponentPropertyTzid).Value] = true
		}
	}
	for _, c := range file.Components {
		counts := map[string]int{}
		for _, p := range c.UnknownPropertiesIANAProperties() {
			counts[p.IANAToken]++
			if zone := p.ICalParameters["TZID"]; len(zone) > 0 && !zones[zone[0]] {
				t.Errorf("the zone %s is not explained", zone[0])
			}
		}
		if _, zone := c.(*ics.VTimezone); zone {
			continue
		}
		for _, name := range []string{"UID", "DTSTAMP"} {
			if counts[name] != 1 {
				t.Errorf("%d × %s", counts[name], name)
			}
		}
		for _, name := range []string{"DTSTART", "DURATION", "RRULE", "STATUS", "SUMMARY", "DESCRIPTION", "URL"} {
			if counts[name] > 1 {
				t.Errorf("%d × %s", counts[name], name)
			}
		}
	}
}

// explained reads a VTIMEZONE as another program does: the last turn before a
// time says the offset.
func explained(zone *ics.VTimezone, local time.Time) time.Time {
	var best time.Time
	offset := 0
	for _, c := range zone.Components {
		var dates []time.Time
		var to int
		for _, p := range c.UnknownPropertiesIANAProperties() {
			switch p.IANAToken {
			case "DTSTART", "RDATE":
				at, err := time.Parse(icsLocal, p.Value)
				if err != nil {
					panic(err)
				}
				dates = append(dates, at)
			case "TZOFFSETTO":
				hours, _ := strconv.Atoi(p.Value[1:3])
				minutes, _ := strconv.Atoi(p.Value[3:5])
				to = 3600*hours + 60*minutes
				if p.Value[0] == '-' {
					to = -to
				}
			}
		}
		for _, at := range dates {
			if !at.After(local) && at.After(best) {
				best, offset = at, to
			}
		}
	}
	return local.Add(-time.Duration(offset) * time.Second)
}

func TestAZoneIsExplainedRightly(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "Europe/Dublin", "America/Santiago"} {
		zone := zoned(t, name)
		spans := zoneSpans{}
		spans.take(zone, Date(2026, 3, 1), Date(2027, 6, 1))
		component := spans.components()[0].(*ics.VTimezone)
		wrong := 0
		for hour := range 24 * 365 * 2 {
			w := On(Date(2026, 1, 1)+Day(hour/24), hour%24*60+30)
			m := w.In(zone)
			local := w.Day.utc().Add(time.Duration(w.Minute) * time.Minute)
			if got := explained(component, local); m.Shift == Plain && !got.Equal(m.At) {
				if wrong++; wrong < 4 {
					t.Errorf("%s in %s is read as %s, want %s", w, name, got, m.At)
				}
			}
		}
	}
}

func TestTimesThatTheClocksSkipAreWrittenAsInstants(t *testing.T) {
	s := weekly(t)
	for when, want := range map[string]string{"2027-03-28 02:30": "DTSTART:20270328T010000Z", "2027-10-31 02:30": "DTSTART:20271031T003000Z", "2027-06-01 02:30": "DTSTART;TZID=Europe/Berlin:20270601T023000"} {
		p, err := Post{}.With(append(At(wall(t, when), ""), Named("a"))...)
		if err != nil {
			t.Fatal(err)
		}
		source := WriteICS([]Post{p}, s, written2026())
		if !strings.Contains(source, want+"\r\n") {
			t.Errorf("%s is written as\n%s", when, source)
		}
		back, _ := ReadICS(source, s)
		if len(back) != 1 || back[0].When != p.When || back[0].Zone != "" {
			t.Errorf("%s is read as %+v", when, back)
		}
	}
}

func TestWhatAnotherProgramChangedIsRead(t *testing.T) {
	s := weekly(t)
	p, err := Post{}.With(append(At(wall(t, "2027-03-28 02:30"), ""), Named("a"), As(Scheduled), Titled("A"), Going([]Place{{"slack", "general"}}))...)
	if err != nil {
		t.Fatal(err)
	}
	source := WriteICS([]Post{p}, s, written2026())
	source = strings.NewReplacer("20270328T010000Z", "20270329T070000Z", "SUMMARY:A", "SUMMARY:B", "STATUS:CONFIRMED", "STATUS:CANCELLED").Replace(source)
	back, broken := ReadICS(source, s)
	if len(broken) > 0 || len(back) != 1 || back[0].When.String() != "2027-03-29 07:00" || back[0].Zone != "UTC" || back[0].Title != "B" || back[0].Status != Cancelled || len(back[0].To) != 1 {
		t.Errorf("read %+v, %v", back, broken)
	}
}

const foreign = `BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
X-WR-TIMEZONE:America/New_York
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=America/New_York:20270308T090000
DTEND;TZID=America/New_York:20270308T100000
RRULE:FREQ=WEEKLY;UNTIL=20270329T035959Z;BYDAY=MO
EXDATE;TZID=America/New_York:20270315T090000
UID:abc@google.com
SUMMARY:Office hours\, weekly
DESCRIPTION:Bring questions.\nAll of them.
CATEGORIES:talk,help
STATUS:CONFIRMED
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:an alarm
TRIGGER:-PT10M
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:abc@google.com
RECURRENCE-ID;TZID=America/New_York:20270322T090000
DTSTART;TZID=America/New_York:20270323T110000
SUMMARY:Office hours\, moved
END:VEVENT
BEGIN:VEVENT
UID:outlook
DTSTART;TZID="W. Europe Standard Time":20270401T140000
DURATION:PT1H30M
SUMMARY:Webinar
URL:https://example.com/w
END:VEVENT
BEGIN:VEVENT
UID:utc
DTSTART:20270402T120000Z
SUMMARY:Launch
END:VEVENT
BEGIN:VEVENT
UID:floating
DTSTART:20270403T120000
SUMMARY:Lunch
END:VEVENT
BEGIN:VEVENT
UID:day
DTSTART;VALUE=DATE:20270404
DTEND;VALUE=DATE:20270405
SUMMARY:Easter
END:VEVENT
BEGIN:VEVENT
UID:apple
DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20270405T080000
RRULE:FREQ=HOURLY
SUMMARY:Too often
END:VEVENT
BEGIN:VEVENT
UID:lost
DTSTART;TZID=Middle Earth:20270405T080000
SUMMARY:Nowhere
END:VEVENT
BEGIN:VEVENT
UID:none
SUMMARY:Never
END:VEVENT
END:VCALENDAR
`

func TestForeignEventsAreRead(t *testing.T) {
	posts, broken := ReadICS(strings.ReplaceAll(foreign, "\n", "\r\n"), weekly(t))
	var says []string
	for _, p := range posts {
		if p.Event == nil || p.Event.Kind != "event" || p.Status != Draft {
			t.Errorf("%s is %+v, %s", p.Key, p.Event, p.Status)
		}
		says = append(says, strings.Join([]string{p.Key, p.When.String(), p.Zone, p.Title, p.Repeats, listCell(p.Tags), p.Length.String()}, "|")+"|"+p.cells()["except"])
	}
	want := `abc@google.com|2027-03-08 09:00|America/New_York|Office hours, weekly|FREQ=WEEKLY;UNTIL=20270328;BYDAY=MO|talk, help|1h0m0s|2027-03-15, 2027-03-22
abc@google.com-2027-03-22|2027-03-23 11:00|America/New_York|Office hours, moved|||0s|
outlook|2027-04-01 14:00||Webinar|||1h30m0s|
utc|2027-04-02 12:00|UTC|Launch|||0s|
floating|2027-04-03 12:00||Lunch|||0s|
day|2027-04-04 09:00||Easter|||0s|
apple|2027-04-05 08:00||Too often|||0s|`
	if got := strings.Join(says, "\n"); got != want {
		t.Errorf("read\n%s\nwant\n%s", got, want)
	}
	var told []string
	for _, b := range broken {
		told = append(told, b.Error())
	}
	all := strings.Join(told, "\n")
	for _, want := range []string{"line 59: it is read as coming once", "line 65: the zone \"Middle Earth\" is not known", "line 70: it has no time"} {
		if !strings.Contains(all, want) {
			t.Errorf("told is\n%s\nand not %s", all, want)
		}
	}
	if posts[0].Text != "Bring questions.\nAll of them." || posts[2].Event.Link != "https://example.com/w" {
		t.Errorf("read %+v", posts)
	}
}

func TestWhatIsNoCalendarIsTold(t *testing.T) {
	for _, source := range []string{"", "hello", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", strings.Repeat("BEGIN:VCALENDAR\n", 100000), strings.Repeat("a", MostImport+1)} {
		if posts, broken := ReadICS(source, Settings{}); len(posts) > 0 || len(broken) == 0 && source != "" {
			t.Errorf("%q is read as %v, %v", cut(source), posts, broken)
		}
	}
}

func FuzzReadICS(f *testing.F) {
	f.Add(foreign)
	f.Fuzz(func(t *testing.T, source string) {
		s := Settings{Zone: "Europe/Berlin"}
		posts, _ := ReadICS(source, s)
		for i := range posts {
			posts[i].Key = strconv.Itoa(i)
			posts[i], _ = posts[i].With(Named(strconv.Itoa(i)))
		}
		again := WriteICS(posts, s, written2026())
		back, broken := ReadICS(again, s)
		if len(back) != len(posts) || len(broken) > 0 {
			t.Fatalf("%d of %d posts, %v\n%s", len(back), len(posts), broken, again)
		}
	})
}
