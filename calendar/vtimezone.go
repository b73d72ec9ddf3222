package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	ics "github.com/arran4/golang-ical"
)

// zoneSpans are the zones that a calendar file names, each with the days that
// it has to explain.
type zoneSpans map[string]zoneSpan

type zoneSpan struct {
	zone        *time.Location
	first, last Day
}

func (z zoneSpans) take(zone *time.Location, first, last Day) {
	known, has := z[zone.String()]
	if !has {
		known = zoneSpan{zone, first, last}
	}
	known.first, known.last = min(known.first, first), max(known.last, last)
	z[zone.String()] = known
}

// components are the zones as VTIMEZONE, in the order of their names.
func (z zoneSpans) components() []ics.Component {
	var spans []zoneSpan
	for _, span := range z {
		spans = append(spans, span)
	}
	slices.SortFunc(spans, func(a, b zoneSpan) int { return cmp.Compare(a.zone.String(), b.zone.String()) })
	var all []ics.Component
	for _, span := range spans {
		all = append(all, span.component())
	}
	return all
}

// change is one turn of a zone's clocks.
type change struct {
	from, to int // seconds east of UTC
	name     string
}

// component explains a zone from a year before its first day until two years
// behind its last: each turn of the clocks by its own date, for no rule of one
// line tells what Morocco does.
func (z zoneSpan) component() *ics.VTimezone {
	zone := &ics.VTimezone{}
	zone.AddProperty(ics.ComponentPropertyTzid, z.zone.String())
	at := (z.first - 366).utc()
	end := (z.last + 2*366).utc()
	name, offset := at.In(z.zone).Zone()
	dates := map[change][]time.Time{{offset, offset, name}: {at.Add(time.Duration(offset) * time.Second)}}
	order := []change{{offset, offset, name}}
	const most = 1000
	for range most {
		next := sameUntil(at, z.zone)
		if next.After(end) {
			break
		}
		was, from := at.In(z.zone).Zone()
		name, to := next.In(z.zone).Zone()
		if at = next; was == name && from == to {
			continue
		}
		turn := change{from, to, name}
		if dates[turn] == nil {
			order = append(order, turn)
		}
		// A turn is dated by the clock as it is before it.
		dates[turn] = append(dates[turn], next.Add(time.Duration(from)*time.Second))
	}
	for _, turn := range order {
		zone.Components = append(zone.Components, turn.component(dates[turn]))
	}
	return zone
}

func (c change) component(dates []time.Time) ics.Component {
	var b ics.ComponentBase
	b.AddProperty(ics.ComponentPropertyDtStart, dates[0].Format(icsLocal))
	for _, date := range dates[1:] {
		b.AddProperty(ics.ComponentPropertyRdate, date.Format(icsLocal))
	}
	b.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), utcOffset(c.from))
	b.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), utcOffset(c.to))
	b.AddProperty(ics.ComponentProperty(ics.PropertyTzname), c.name)
	if c.to > c.from {
		return &ics.Daylight{ComponentBase: b}
	}
	return &ics.Standard{ComponentBase: b}
}

// utcOffset is an offset as "+0100".
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}
