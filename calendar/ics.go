package calendar

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"
)

// What a calendar file writes times as, and the property names that are ours.
const (
	icsLocal   = "20060102T150405"
	icsUTC     = "20060102T150405Z"
	ours       = "X-ROUNDS-"
	uidEnd     = "@rounds"
	usualEvent = 15 * time.Minute // how long what has no length is shown
)

// WriteICS is a plan as iCalendar (RFC 5545).
//
// A post with a time is an event, one without is a to-do: it is work that is
// left, and few programs show anything else that has no time. What the format
// has no place for stands in properties of ours, and so [ReadICS] gets back all
// that a post says.
func WriteICS(posts []Post, s Settings, now time.Time) string {
	calendar := &ics.Calendar{}
	calendar.SetVersion("2.0")
	calendar.SetProductId("-//Rounds//Plan//EN")
	calendar.SetXWRCalName("Rounds")
	spans := zoneSpans{}
	var components []ics.Component
	for _, p := range posts {
		b, zone := component(p, s, now)
		if zone != nil {
			last := p.When.Day
			if p.Series() {
				last = p.end()
			}
			spans.take(zone, p.When.Day, last)
		}
		if p.When.IsZero() {
			components = append(components, &ics.VTodo{ComponentBase: b})
		} else {
			components = append(components, &ics.VEvent{ComponentBase: b})
		}
	}
	calendar.Components = append(spans.components(), components...)
	return calendar.Serialize(ics.WithNewLineWindows)
}

// end is about when a series is over: its last day if it says one.
func (p Post) end() Day {
	const ahead = 10 * 366
	s, err := readSeries(p.Repeats, p.When.Day)
	switch {
	case err != nil:
		return p.When.Day
	case s.until != 0:
		return min(s.until, s.first+40*366)
	case s.count > 0:
		if days := s.between(s.first, s.first+40*366); len(days) > 0 {
			return days[len(days)-1]
		}
	}
	return s.first + ahead
}

// component is a post as properties, and the zone that they name.
func component(p Post, s Settings, now time.Time) (ics.ComponentBase, *time.Location) {
	var b ics.ComponentBase
	b.AddProperty(ics.ComponentPropertyUniqueId, tidy(uid(p)))
	b.AddProperty(ics.ComponentPropertyDtstamp, now.UTC().Format(icsUTC))
	add := func(name ics.ComponentProperty, value string) {
		if value = tidy(value); value != "" {
			b.AddProperty(name, value)
		}
	}
	add(ics.ComponentPropertySummary, p.Title)
	add(ics.ComponentPropertyDescription, p.Text)
	for _, category := range append([]string{p.Theme}, p.Tags...) {
		add(ics.ComponentPropertyCategories, category)
	}
	if p.Event != nil && linkish(p.Event.Link) {
		b.AddProperty(ics.ComponentPropertyUrl, p.Event.Link)
	}
	add(ics.ComponentPropertyStatus, icsStatus(p))
	var zone *time.Location
	if !p.When.IsZero() {
		zone = addTimes(&b, p, s)
	}
	addOurs(&b, p, s)
	return b, zone
}

// addTimes adds when a post is due. A time that the clocks skip, or show twice,
// is written as the instant that we make of it: other programs choose
// otherwise. It returns the zone that has to be explained.
func addTimes(b *ics.ComponentBase, p Post, s Settings) *time.Location {
	zone := s.ZoneOf(p)
	start := p.start()
	m := start.In(zone)
	explained := zone
	switch {
	case zone == time.UTC || !p.Series() && m.Shift != Plain:
		b.AddProperty(ics.ComponentPropertyDtStart, m.At.Format(icsUTC))
		explained = nil
	default:
		b.AddProperty(ics.ComponentPropertyDtStart, start.Day.utc().Add(time.Duration(start.Minute)*time.Minute).Format(icsLocal), ics.WithTZID(zone.String()))
	}
	length := p.Length.Truncate(time.Second)
	if length <= 0 {
		length = usualEvent
	}
	b.AddProperty(ics.ComponentPropertyDuration, "PT"+strconv.Itoa(int(length/time.Second))+"S")
	if !p.Series() {
		return explained
	}
	b.AddProperty(ics.ComponentPropertyRrule, p.icsRule(zone))
	for _, day := range p.Except {
		at := p.When.To(day)
		if zone == time.UTC {
			b.AddProperty(ics.ComponentPropertyExdate, at.In(zone).At.Format(icsUTC))
			continue
		}
		b.AddProperty(ics.ComponentPropertyExdate, day.Format("20060102")+"T"+strings.ReplaceAll(at.Clock(), ":", "")+"00", ics.WithTZID(zone.String()))
	}
	return explained
}

// start is the first time of a post: of a series the first that its rule
// names, since other programs count When among them in any case.
func (p Post) start() Wall {
	if !p.Series() {
		return p.When
	}
	series, err := readSeries(p.Repeats, p.When.Day)
	if err != nil {
		return p.When
	}
	for reach := Day(62); reach < 20*366; reach *= 4 {
		if days := series.between(series.first, series.first+reach); len(days) > 0 {
			return p.When.To(days[0])
		}
	}
	return p.When
}

// icsRule is a series' rule as a calendar file has it: the end is an instant.
func (p Post) icsRule(zone *time.Location) string {
	rule := strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(p.Repeats)), "RRULE:")
	parts := strings.Split(rule, ";")
	for i, part := range parts {
		if value, is := strings.CutPrefix(part, "UNTIL="); is {
			if day, err := lastDay(value); err == nil {
				parts[i] = "UNTIL=" + p.When.To(day).In(zone).At.Format(icsUTC)
			}
		}
	}
	return strings.Join(parts, ";")
}

func icsStatus(p Post) string {
	if p.When.IsZero() {
		if p.Status == Cancelled {
			return "CANCELLED"
		}
		return "NEEDS-ACTION"
	}
	switch p.Status {
	case Cancelled:
		return "CANCELLED"
	case Approved, Scheduled, Published, Publishing, Partial:
		return "CONFIRMED"
	case Idea, Draft, Review, Failed, Missed:
	}
	return "TENTATIVE"
}

// uid names a post in calendar files, for as long as it has its key.
func uid(p Post) string {
	switch {
	case p.Key == "":
		hash := fnv.New64a()
		_, _ = hash.Write([]byte(p.Path + "\x00" + p.Source))
		return fmt.Sprintf("%016x%s", hash.Sum64(), uidEnd)
	case strings.Contains(p.Key, "@"):
		return p.Key
	}
	return p.Key + uidEnd
}

// addOurs adds what a reader would not make of the other properties.
func addOurs(b *ics.ComponentBase, p Post, s Settings) {
	kind := eventPart
	if p.When.IsZero() {
		kind = todoPart
	}
	plain := reading{settings: s, kind: kind}
	plain.common(b.Properties)
	want := p.cells()
	var names []string
	for name := range want {
		names = append(names, name)
	}
	for name := range plain.cells {
		if _, has := want[name]; !has {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if want[name] != plain.cells[name] {
			property := ours + strings.ToUpper(strings.ReplaceAll(name, "_", "-"))
			b.AddProperty(ics.ComponentProperty(property), kept(want[name]))
		}
	}
}

// kept is a value as it can stand in a property of ours: in the quotes of JSON
// where a calendar file has no place for what is in it.
func kept(value string) string {
	if value != tidy(value) || strings.ContainsAny(value, "\t\u2028\u2029") || strings.TrimSpace(value) != value || strings.HasPrefix(value, `"`) {
		var b strings.Builder
		for _, r := range asJSON(value) {
			if unicode.IsControl(r) { // JSON leaves those of Latin-1 as they are
				fmt.Fprintf(&b, `\u%04x`, r)
				continue
			}
			b.WriteRune(r)
		}
		return b.String()
	}
	return value
}

func unkept(value string) string {
	var text string
	if strings.HasPrefix(value, `"`) && json.Unmarshal([]byte(value), &text) == nil {
		return text
	}
	return value
}

// tidy is a text without the signs that a calendar file must not hold.
func tidy(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// linkish reports whether a link can stand in a property as it is.
func linkish(address string) bool {
	found := links(address)
	return len(found) == 1 && found[0] == link{0, len(address)}
}
