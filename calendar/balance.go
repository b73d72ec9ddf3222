package calendar

import (
	"cmp"
	"slices"
	"strings"
)

// Share is how often a theme is planned.
type Share struct {
	Theme string
	Count int
	Slots int // that the template has for it
}

// Balance counts the themes of some days, the template's first, and those that
// have no slot behind them, the most frequent first. What has no theme is
// counted under "", last. What is cancelled does not count.
func Balance(columns []Column, s Settings) []Share {
	var shares []Share
	share := func(theme string) *Share {
		at := slices.IndexFunc(shares, func(known Share) bool { return strings.EqualFold(known.Theme, theme) })
		if at < 0 {
			at = len(shares)
			shares = append(shares, Share{Theme: theme})
		}
		return &shares[at]
	}
	for _, slot := range s.Slots {
		if slot.Theme != "" {
			share(slot.Theme)
		}
	}
	template, home := len(shares), s.Location()
	for _, c := range columns {
		for _, at := range s.slotsOn(c.Day, home) {
			if at.slot.Theme != "" {
				share(at.slot.Theme).Slots++
			}
		}
		for _, i := range c.Items {
			if i.Status != Cancelled {
				share(i.Post.Theme).Count++
			}
		}
	}
	slices.SortStableFunc(shares[template:], func(a, b Share) int {
		unthemed := func(x Share) int { return min(len(x.Theme), 1) }
		return cmp.Or(cmp.Compare(unthemed(b), unthemed(a)), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Theme, b.Theme))
	})
	return shares
}
