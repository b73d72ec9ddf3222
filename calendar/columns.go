package calendar

import (
	"slices"
	"time"
)

// Column is one day of a view.
type Column struct {
	Day    Day
	Themes []string // of the template
	Items  []Item
	Empty  []Slot // of the template, without an item
}

// Columns lays items out on days, as the clock of a zone has them. Every view is
// made of it: what a week shows, a month and a list show too.
func Columns(items []Item, from Day, days int, zone *time.Location, s Settings) []Column {
	columns := make([]Column, max(days, 0))
	for i := range columns {
		columns[i].Day = from + Day(i)
	}
	within := func(t time.Time) *Column {
		if i := int(DayOf(t.In(zone)) - from); i >= 0 && i < len(columns) {
			return &columns[i]
		}
		return nil
	}
	for _, item := range items {
		if item.Moment.At.IsZero() {
			continue
		}
		if c := within(item.Moment.At); c != nil {
			c.Items = append(c.Items, item)
		}
	}
	slots := make([][]place, len(columns))
	// The template is the home zone's, whose days begin elsewhere.
	home := s.Location()
	for day := from - 2; day < from+Day(days)+2; day++ {
		for _, at := range s.slotsOn(day, home) {
			if c := within(at.moment.At); c != nil {
				slots[c.Day-from] = append(slots[c.Day-from], at)
			}
		}
	}
	for i := range columns {
		columns[i].fill(slots[i])
	}
	return columns
}

// fill puts a day in order, and the template's slots beside it.
func (c *Column) fill(slots []place) {
	slices.SortStableFunc(c.Items, Item.Compare)
	for _, at := range slots {
		if at.slot.Theme != "" && !slices.Contains(c.Themes, at.slot.Theme) {
			c.Themes = append(c.Themes, at.slot.Theme)
		}
	}
	for _, at := range open(slots, c.Items) {
		c.Empty = append(c.Empty, at.slot)
	}
}
