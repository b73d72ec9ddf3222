package metrics

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// length is how long the period is that the figures are of.
type length int

const (
	aDay length = iota
	aWeek
	thirtyDays // the last ones: it is whole on every day of a month
	aMonth
	aQuarter
	aYear
)

func (l length) String() string {
	return [...]string{"day", "week", "30 days", "month", "quarter", "year"}[l]
}

// over is the period of that length that a time lies in.
func (l length) over(t time.Time) metrics.Window {
	switch l {
	case aDay:
		return metrics.Days.Over(t)
	case aWeek:
		return metrics.Weeks.Over(t)
	case aMonth:
		return metrics.Months.Over(t)
	case aQuarter:
		return metrics.Quarters.Over(t)
	case aYear:
		return metrics.Years.Over(t)
	case thirtyDays:
	}
	return metrics.Last(30, t)
}

// period is the window that is asked for: of a length, so many of them before
// that of today.
type period struct {
	length length
	back   int
}

// window is the period at a time. It is counted from now and not kept, so that
// the last thirty days go on at midnight.
func (p period) window(now time.Time) metrics.Window {
	w := p.length.over(now)
	for range p.back {
		w = w.Before()
	}
	return w
}

// furthest is how many periods one can go back: further there is no history
// anywhere.
const furthest = 3000

func (p *Pane) earlier() tea.Cmd {
	if p.period.back >= furthest {
		return nil
	}
	p.period.back++
	return p.load()
}

func (p *Pane) later() tea.Cmd {
	if p.period.back == 0 {
		return pane.Say("That is still to come.")
	}
	p.period.back--
	return p.load()
}

func (p *Pane) toNow() tea.Cmd {
	if p.period.back == 0 {
		return nil
	}
	p.period.back = 0
	return p.load()
}

// coarser takes a longer period, finer a shorter one: the one that holds the
// end of what is shown.
func (p *Pane) coarser() tea.Cmd { return p.lengthen(p.period.length + 1) }
func (p *Pane) finer() tea.Cmd   { return p.lengthen(p.period.length - 1) }

func (p *Pane) lengthen(to length) tea.Cmd {
	if to < aDay || to > aYear {
		return pane.Say("A " + p.period.length.String() + " is as far as it goes.")
	}
	now := p.local()
	end := p.period.window(now).To.Add(-time.Microsecond)
	if end.After(now) {
		end = now
	}
	p.period = period{length: to}
	for p.period.window(now).From.After(end) && p.period.back < furthest {
		p.period.back++
	}
	return p.load()
}

// local is the time on the clock of the reports.
func (p *Pane) local() time.Time {
	if p.options.Zone == nil {
		return p.now
	}
	return p.now.In(p.options.Zone)
}

// sayWindow is a period as a person reads it.
func sayWindow(w metrics.Window) string {
	switch w.Unit {
	case metrics.Weeks:
		_, n := w.From.ISOWeek()
		return fmt.Sprintf("Week %d · %s", n, sayDays(w))
	case metrics.Months:
		return w.From.Format("January 2006")
	case metrics.Quarters:
		return fmt.Sprintf("Q%d %d", (int(w.From.Month())+2)/3, w.From.Year())
	case metrics.Years:
		return w.From.Format("2006")
	case metrics.Days:
	}
	if w.Days() == 1 {
		return w.From.Format("Mon 2 Jan 2006")
	}
	return fmt.Sprintf("%d days · %s", w.Days(), sayDays(w))
}

// sayDays is a window by its first and last day.
func sayDays(w metrics.Window) string {
	last := w.To.AddDate(0, 0, -1)
	switch {
	case w.From.Year() != last.Year():
		return w.From.Format("2 Jan 2006") + " – " + last.Format("2 Jan 2006")
	case w.From.Month() != last.Month():
		return w.From.Format("2 Jan") + " – " + last.Format("2 Jan 2006")
	}
	return w.From.Format("2") + "–" + last.Format("2 Jan 2006")
}

// sayShort is a window in few cells.
func sayShort(w metrics.Window) string {
	last := w.To.AddDate(0, 0, -1)
	switch w.Unit {
	case metrics.Months:
		return w.From.Format("Jan 2006")
	case metrics.Quarters, metrics.Years:
		return sayWindow(w)
	case metrics.Days, metrics.Weeks:
	}
	if w.Days() == 1 {
		return w.From.Format("2 Jan")
	}
	if w.From.Month() == last.Month() {
		return w.From.Format("2") + "–" + last.Format("2 Jan")
	}
	return w.From.Format("2 Jan") + "–" + last.Format("2 Jan")
}
