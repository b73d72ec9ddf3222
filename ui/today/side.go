package today

import (
	"strings"
	"time"

	"rounds/inbox/checkin"
	"rounds/ui/page"
	"rounds/ui/pane"
)

// sideHead is how many lines stand over the steps at the left.
const sideHead = 2

// sideLines is the day at the left: the steps with their budgets, what came, and
// what the day is good for.
func (p *Pane) sideLines(width int) []string {
	t := p.env.Theme
	d := page.Page{Theme: t, Width: width, Measure: page.Measure{Said: 1}}
	d.Put(" " + t.Strong.Put(p.dayName()))
	d.Put("")
	for _, s := range checkin.Steps() {
		d.Put(p.stepLine(s, width))
	}
	d.Put("")
	d.Put(p.gauge(width))
	p.sideTotal(&d)
	if !p.reading.loaded {
		return d.Lines
	}
	d.Put("")
	p.sideNews(&d)
	p.sideTips(&d)
	p.sidePeople(&d)
	return d.Lines
}

func (p *Pane) dayName() string {
	day, err := time.Parse(time.DateOnly, p.day.Date)
	if err != nil {
		return p.now.Format("Monday 2 January")
	}
	return day.Format("Monday 2 January")
}

// stepLine is one step: where it stands, how much is left, and its time.
func (p *Pane) stepLine(s checkin.Step, width int) string {
	t, part := p.env.Theme, p.part(s)
	used, budget := p.watch.used[s], part.Budget
	roles := &t.Roles
	bar := " "
	if s == p.step && !p.ended() {
		roles, bar = &t.Lit, "▌"
	}
	sign, paint := p.mark(s)
	if s == p.step && sign == "●" {
		paint = roles.Accent
	}
	count := ""
	if n := part.Left(); n > 0 {
		count = plural(n, "")
	}
	time, timePaint := clock(budget), roles.Quiet
	if used > 0 {
		time, timePaint = clock(used)+"/"+clock(budget), roles.Soft
	}
	if used > budget {
		timePaint = roles.Warn
	}
	name := roles.Text
	if s == p.step && !p.ended() {
		name = roles.Strong
	} else if part.Left() == 0 {
		name = roles.Quiet
	}
	const times = 11
	room := max(0, width-4-3-times-1)
	title := s.Title()
	if pane.Width(title) > room {
		title = briefly(s)
	}
	if roles == &t.Roles {
		return roles.Accent.Put(bar) + paint.Put(sign) + " " + name.Put(pane.Cell(title, room)) + roles.Strong.Put(pane.CellRight(count, 3)) +
			" " + timePaint.Put(pane.CellRight(time, times)) + " "
	}
	if sign == "✓" {
		paint = roles.Good
	}
	return roles.Accent.Put(bar) + paint.Put(sign) + roles.Text.Put(" ") + name.Put(pane.Cell(title, room)) +
		roles.Strong.Put(pane.CellRight(count, 3)) + roles.Text.Put(" ") + timePaint.Put(pane.CellRight(time, times)) + roles.Text.Put(" ")
}

// budget is how long all steps may take.
func (p *Pane) budget() time.Duration {
	var all time.Duration
	for _, s := range checkin.Steps() {
		all += p.part(s).Budget
	}
	return all
}

// gauge is the time used of the whole budget, as a line.
func (p *Pane) gauge(width int) string {
	t, room := p.env.Theme, max(0, width-2)
	full := 0
	if all := p.budget(); all > 0 {
		full = min(room, int(int64(room)*int64(p.watch.total())/int64(all)))
	}
	paint := t.Accent
	if p.watch.total() > p.budget() {
		paint = t.Warn
	}
	return " " + paint.Put(strings.Repeat("━", full)) + t.Rule.Put(strings.Repeat("─", room-full))
}

func (p *Pane) sideTotal(d *page.Page) {
	t, total := d.Theme, p.watch.total()
	if !p.reading.loaded {
		d.Put("")
		return
	}
	words := plural(p.left(), "") + " left"
	if p.ended() {
		words = "done for today"
	}
	right := clock(total) + " of " + plural(minutes(p.budget()), "") + " min"
	if p.watch.paused() && !p.ended() {
		right = "paused at " + clock(total)
	}
	gap := max(1, d.Width-2-pane.Width(words)-pane.Width(right))
	d.Put(" " + t.Soft.Put(words) + pane.Blank(gap) + t.Quiet.Put(right))
}

// sideNews is what came since the last check-in, a line each.
func (p *Pane) sideNews(d *page.Page) {
	t, news := d.Theme, &p.day.News
	if news.Since.IsZero() {
		d.Say(t.Soft, "", p.since())
		return
	}
	d.Say(t.Quiet, "", "Since "+sayWhen(news.Since, p.now))
	counts := p.counts()
	if len(counts) == 0 {
		d.Say(t.Soft, "", "Nothing that asks for you.")
	}
	for _, one := range counts {
		n, what, _ := strings.Cut(one, " ")
		paint := t.Soft
		if what == "not sent" {
			paint = t.Alarm
		}
		d.Put(" " + t.Strong.Put(pane.CellRight(n, 3)) + " " + paint.Put(what))
	}
}

// sideTips is what the day is good for, and that nobody has to hurry.
func (p *Pane) sideTips(d *page.Page) {
	t := d.Theme
	if calm := p.calm(); calm != "" {
		d.Gap()
		d.Say(t.Note, "☾ ", calm)
	}
	for _, tip := range p.day.Tips {
		d.Gap()
		d.Say(t.Note, "", tip.Text)
		if tip.Pane != "" {
			d.Say(t.Quiet, "→ ", tip.Pane)
		}
	}
}

// sidePeople is how far those have come who are new, and the weeks in a row.
func (p *Pane) sidePeople(d *page.Page) {
	t, stages := d.Theme, p.day.Stages
	if stages[checkin.Welcomed]+stages[checkin.Replied]+stages[checkin.Activated] > 0 {
		d.Gap()
		d.Say(t.Quiet, "", "Who came lately")
		for _, stage := range []checkin.Stage{checkin.New, checkin.Welcomed, checkin.Replied, checkin.Activated} {
			d.Put(" " + t.Text.Put(pane.CellRight(plural(stages[stage], ""), 3)) + " " + t.Soft.Put(string(stage)))
		}
	}
	if p.day.Weeks > 1 {
		d.Gap()
		d.Say(t.Quiet, "", plural(p.day.Weeks, "week")+" in a row")
	}
}
