package calendar

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// part is which part of a calendar file a post is read from.
type part string

const (
	eventPart part = "VEVENT"
	todoPart  part = "VTODO"
)

// reading is one part of a calendar file on its way to a post.
type reading struct {
	settings Settings
	kind     part
	line     int

	cells map[string]string
	uid   string
	when  Wall
	zone  *time.Location
	start string // the start as it is written, with its zone
	rule  string
	wrong []string
	moved string // of one time of a series that was changed: which

	refused bool
}

// ReadICS reads the events of an iCalendar file as posts, and to-dos as ideas.
// What cannot be read is told.
//
// An event of somebody else's becomes a draft that is an event. Its time is
// that of the zone it names, by the names of IANA or of Windows; without one
// it is the home zone's, and one that lasts all day is put at 09:00 there. One
// time of a series that was moved becomes a post of its own.
func ReadICS(source string, s Settings) (posts []Post, broken []*Broken) {
	if len(source) > MostImport {
		return nil, []*Broken{{Reason: "the file is larger than 8 MiB"}}
	}
	source = strings.TrimPrefix(source, "\ufeff")
	lines, why := beginnings(source)
	if why != "" {
		return nil, []*Broken{{Line: 1, Reason: why}}
	}
	file, err := ics.ParseCalendar(strings.NewReader(source))
	if err != nil || file == nil {
		return nil, []*Broken{{Line: 1, Reason: "this is not an iCalendar file: " + cut(oneLine(fmt.Sprint(err)))}}
	}
	var all []*reading
	seen := map[part]int{}
	for _, component := range file.Components {
		r := &reading{settings: s}
		switch component.(type) {
		case *ics.VEvent:
			r.kind = eventPart
		case *ics.VTodo:
			r.kind = todoPart
		default:
			continue
		}
		if n := seen[r.kind]; n < len(lines[r.kind]) {
			r.line = lines[r.kind][n]
		}
		seen[r.kind]++
		r.common(component.UnknownPropertiesIANAProperties())
		r.theirs(component.UnknownPropertiesIANAProperties())
		all = append(all, r)
	}
	settle(all)
	for _, r := range all {
		for _, why := range r.wrong {
			broken = append(broken, &Broken{Line: r.line, Reason: why})
		}
		if r.refused {
			continue
		}
		p, err := fromCells(r.cells)
		if wrong, ok := errors.AsType[*Broken](err); ok {
			broken = append(broken, &Broken{Line: r.line, Reason: wrong.Reason})
			continue
		}
		posts = append(posts, p)
	}
	return posts, broken
}

// beginnings are the lines on which events and to-dos begin. why is "" if the
// file is nested no deeper than any is.
func beginnings(source string) (lines map[part][]int, why string) {
	lines = map[part][]int{}
	depth, n := 0, 0
	for line := range strings.SplitSeq(source, "\n") {
		n++
		line = strings.TrimRight(line, "\r")
		switch {
		case strings.HasPrefix(line, "BEGIN:"):
			depth++
			lines[part(line[len("BEGIN:"):])] = append(lines[part(line[len("BEGIN:"):])], n)
		case strings.HasPrefix(line, "END:"):
			depth--
		}
		if depth > 10 {
			return nil, "this is not an iCalendar file: it is nested too deep"
		}
	}
	return lines, ""
}

// common reads what every program writes.
func (r *reading) common(properties []ics.IANAProperty) {
	r.cells = map[string]string{"status": string(Draft)}
	if r.kind == todoPart {
		r.cells["status"] = string(Idea)
	} else {
		r.cells["event"] = "event"
	}
	var tags []string
	var length, url string
	for _, property := range properties {
		value := property.Value
		switch strings.ToUpper(property.IANAToken) {
		case "UID":
			r.uid = value
			r.cells["id"] = strings.TrimSuffix(value, uidEnd)
		case "SUMMARY":
			r.cells["title"] = strings.TrimSpace(value)
		case "DESCRIPTION":
			r.cells[cellText] = strings.Trim(unix(value), "\r\n")
		case "CATEGORIES":
			tags = append(tags, cellList(value)...)
		case "URL":
			url = value
		case "STATUS":
			if value == "CANCELLED" {
				r.cells["status"] = string(Cancelled)
			}
		case "DURATION":
			length = readDuration(value)
		case "DTSTART":
			r.takeStart(property)
		}
	}
	r.cells["tags"] = listCell(tags)
	if r.kind == eventPart {
		r.cells["length"], r.cells[cellLink] = length, url
	}
	r.series(properties)
	if r.cells["title"] == "" {
		r.cells["title"] = beginning(r.cells[cellText])
	}
	for name, value := range r.cells {
		if value == "" {
			delete(r.cells, name)
		}
	}
}

// takeStart reads when an event begins.
func (r *reading) takeStart(property ics.IANAProperty) {
	if r.kind != eventPart {
		return
	}
	at, zone, err := r.time(property.BaseProperty)
	if err != nil {
		r.wrong = append(r.wrong, err.Error())
		return
	}
	r.when, r.zone = at, zone
	r.start = written(property.BaseProperty)
	r.cells["when"] = at.String()
	if name := zone.String(); name != r.settings.Location().String() {
		r.cells["zone"] = name
	}
}

func written(property ics.BaseProperty) string {
	return strings.Join(property.ICalParameters["TZID"], ",") + ":" + property.Value
}

// usualMinute is the time of what lasts all day.
const usualMinute = 9 * 60

// time reads a time with its zone.
func (r *reading) time(property ics.BaseProperty) (Wall, *time.Location, error) {
	home, value := r.settings.Location(), property.Value
	if t, err := time.Parse(icsUTC, value); err == nil {
		return WallOf(t), time.UTC, nil
	}
	if t, err := time.Parse("20060102", value); err == nil {
		return On(DayOf(t), usualMinute), home, nil
	}
	t, err := time.Parse(icsLocal, value)
	if err != nil {
		return Wall{}, nil, fmt.Errorf("%q is not a time", cut(value))
	}
	names := property.ICalParameters["TZID"]
	if len(names) == 0 {
		return WallOf(t), home, nil
	}
	zone, ok := namedZone(names[0])
	if !ok {
		return Wall{}, nil, fmt.Errorf("the zone %q is not known", cut(names[0]))
	}
	return WallOf(t), zone, nil
}

// series reads how often an event comes.
func (r *reading) series(properties []ics.IANAProperty) {
	if r.when.IsZero() {
		return
	}
	var except []string
	for _, property := range properties {
		switch strings.ToUpper(property.IANAToken) {
		case "RRULE":
			r.rule = property.Value
			rule := r.wallRule(property.Value)
			if _, err := readSeries(rule, r.when.Day); err != nil {
				r.wrong = append(r.wrong, "it is read as coming once: "+err.Error())
				continue
			}
			r.cells["recurrence"] = rule
		case "RDATE":
			r.wrong = append(r.wrong, "its further times (RDATE) are not read")
		case "EXDATE":
			for value := range strings.SplitSeq(property.Value, ",") {
				if day, ok := r.day(property.BaseProperty, value); ok {
					except = append(except, day.String())
				}
			}
		}
	}
	if r.cells["recurrence"] != "" {
		r.cells["except"] = listCell(except)
	}
}

// day is the day of a time, by the clock that the series keeps.
func (r *reading) day(property ics.BaseProperty, value string) (Day, bool) {
	property.Value = strings.TrimSpace(value)
	at, zone, err := r.time(property)
	if err != nil || r.zone == nil {
		return 0, false
	}
	if zone != r.zone && len(property.Value) > len("20060102") {
		at = WallOf(at.In(zone).At.In(r.zone))
	}
	return at.Day, true
}

// wallRule is a rule of which the end is a day by the series' clock.
func (r *reading) wallRule(rule string) string {
	parts := strings.Split(strings.ToUpper(strings.TrimSpace(rule)), ";")
	for i, part := range parts {
		value, is := strings.CutPrefix(part, "UNTIL=")
		if t, err := time.Parse(icsUTC, value); is && err == nil {
			last := WallOf(t.In(r.zone))
			if last.Minute < r.when.Minute && t.Before(r.when.To(last.Day).In(r.zone).At) {
				last.Day--
			}
			value = last.Day.Format("20060102")
		}
		if date, _, ok := strings.Cut(value, "T"); is && ok {
			value = date
		}
		if is {
			parts[i] = "UNTIL=" + value
		}
	}
	return strings.Join(parts, ";")
}

// theirs reads what is ours among the properties, where the others have not
// been changed since, and what only other programs write.
func (r *reading) theirs(properties []ics.IANAProperty) {
	mine := map[string]string{}
	var end ics.BaseProperty
	for _, property := range properties {
		token := strings.ToUpper(property.IANAToken)
		if name, is := strings.CutPrefix(token, ours); is {
			mine[strings.ToLower(strings.ReplaceAll(name, "-", "_"))] = unkept(property.Value)
		}
		switch token {
		case "DTEND":
			end = property.BaseProperty
		case "RECURRENCE-ID":
			r.moved = written(property.BaseProperty)
			if day, ok := r.day(property.BaseProperty, property.Value); ok {
				r.moved = day.String()
			}
		}
	}
	if r.kind == eventPart && r.when.IsZero() {
		r.refused = true
		if len(r.wrong) == 0 {
			r.wrong = append(r.wrong, "it has no time")
		}
		return
	}
	if end.Value != "" && r.cells["length"] == "" {
		r.lengthTo(end)
	}
	for _, name := range r.stale(mine) {
		delete(mine, name)
	}
	for name, value := range mine {
		r.cells[name] = value
	}
}

// lengthTo takes the length of an event from its end.
func (r *reading) lengthTo(end ics.BaseProperty) {
	at, zone, err := r.time(end)
	if err != nil || len(end.Value) == len("20060102") {
		return
	}
	length := at.In(zone).At.Sub(r.when.In(r.zone).At)
	if length > 0 && length <= 7*24*time.Hour {
		r.cells["length"] = length.String()
	}
}

// stale are the cells of ours that say something else than the properties that
// other programs change.
func (r *reading) stale(mine map[string]string) []string {
	value := func(name string) string {
		if v, has := mine[name]; has {
			return v
		}
		return r.cells[name]
	}
	var names []string
	p := Post{Status: Status(value("status")), Repeats: value("recurrence"), Zone: value("zone")}
	p.When, _ = ParseWall(value("when"))
	if r.kind == eventPart {
		var b ics.ComponentBase
		addTimes(&b, p, r.settings)
		if start := b.GetProperty(ics.ComponentPropertyDtStart); start == nil || written(start.BaseProperty) != r.start {
			names = append(names, "when", "zone")
		}
		if rule := b.GetProperty(ics.ComponentPropertyRrule); rule != nil && rule.Value != r.rule {
			names = append(names, "recurrence")
		}
	}
	if (value("status") == string(Cancelled)) != (r.cells["status"] == string(Cancelled)) {
		names = append(names, "status")
	}
	return names
}

// settle makes the changed times of a series posts of their own, on days on
// which the series is silent.
func settle(all []*reading) {
	for _, r := range all {
		if r.moved == "" {
			continue
		}
		at := slices.IndexFunc(all, func(o *reading) bool { return o.uid == r.uid && o.moved == "" && o.cells["recurrence"] != "" })
		if _, err := ParseDay(r.moved); err == nil && at >= 0 {
			series := all[at]
			series.cells["except"] = listCell(append(cellList(series.cells["except"]), r.moved))
		}
		r.cells["id"] += "-" + r.moved
	}
}

// readDuration is a length of RFC 5545 as one of ours; "" if it is none, or too
// long for one.
func readDuration(text string) string {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(text, "+"), "P")
	if !ok {
		return ""
	}
	units := map[byte]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour, 'H': time.Hour, 'M': time.Minute, 'S': time.Second}
	var sum time.Duration
	for rest = strings.Replace(rest, "T", "", 1); rest != ""; {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, err := strconv.Atoi(rest[:digits])
		if err != nil || digits == len(rest) || n > 1_000_000 || units[rest[digits]] == 0 {
			return ""
		}
		sum += time.Duration(n) * units[rest[digits]]
		rest = rest[digits+1:]
	}
	if sum <= 0 || sum > 7*24*time.Hour {
		return ""
	}
	return sum.String()
}
