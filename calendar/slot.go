package calendar

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// place is a slot of the template on a day.
type place struct {
	slot   Slot
	moment Moment
}

// slotsOn are the slots of a day of the home zone, in order. It is given the zone,
// which is not found for nothing.
func (s Settings) slotsOn(day Day, home *time.Location) []place {
	var all []place
	for _, slot := range s.Slots {
		if slot.Weekday == day.Weekday() {
			all = append(all, place{slot, On(day, slot.Minute).In(home)})
		}
	}
	slices.SortStableFunc(all, func(a, b place) int { return cmp.Compare(a.slot.Minute, b.slot.Minute) })
	return all
}

// takes reports whether an item stands for a slot in its places: one of the
// two names none, or they share one.
func (s Slot) takes(i Item) bool {
	if len(s.To) == 0 || len(i.Post.To) == 0 {
		return true
	}
	return slices.ContainsFunc(i.Post.To, func(at Place) bool { return slices.Contains(s.To, at) })
}

// open are the slots of a day that no item fills. An item fills one slot: the
// one at its time, else one of its theme, whatever the hour. What is cancelled
// fills none, and what is itself an event and goes nowhere neither.
func open(slots []place, items []Item) []place {
	left := slices.Clone(slots)
	fill := func(i Item, fits func(place) bool) bool {
		at := slices.IndexFunc(left, func(p place) bool { return p.slot.takes(i) && fits(p) })
		if at >= 0 {
			left = slices.Delete(left, at, at+1)
		}
		return at >= 0
	}
	var rest []Item
	for _, i := range items {
		if i.Status == Cancelled || i.Post.Event != nil && len(i.Post.To) == 0 {
			continue
		}
		if !fill(i, func(p place) bool { return p.moment.At.Equal(i.Moment.At) }) {
			rest = append(rest, i)
		}
	}
	for _, i := range rest {
		fill(i, func(p place) bool { return i.Post.Theme != "" && strings.EqualFold(p.slot.Theme, i.Post.Theme) })
	}
	return left
}

// Free is the next slot of the template after an instant that is free and fits
// a theme, "" fits any, and a slot without a theme fits every one. Days on
// which nothing should be said have none. It returns false if there is none
// within a year.
func Free(items []Item, s Settings, theme string, after time.Time) (Slot, Wall, bool) {
	home := s.Location()
	byDay := map[Day][]Item{}
	for _, i := range items {
		if !i.Moment.At.IsZero() {
			day := DayOf(i.Moment.At.In(home))
			byDay[day] = append(byDay[day], i)
		}
	}
	first := DayOf(after.In(home))
	for day := first - 1; day <= first+366; day++ {
		if _, dark := s.blackout(day); dark {
			continue
		}
		for _, at := range open(s.slotsOn(day, home), byDay[day]) {
			fits := theme == "" || at.slot.Theme == "" || strings.EqualFold(at.slot.Theme, theme)
			if fits && at.moment.At.After(after) {
				return at.slot, at.moment.Wall, true
			}
		}
	}
	return Slot{}, Wall{}, false
}

// blackout is the range that a day is in.
func (s Settings) blackout(day Day) (Blackout, bool) {
	for _, b := range s.Blackouts {
		if b.From <= day && day <= b.To {
			return b, true
		}
	}
	return Blackout{}, false
}
