package week

import (
	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/ui/pane"
)

// spot is an entry of a day.
type spot struct {
	day calendar.Day
	n   int
}

// click chooses what lies under the mouse; two clicks open it. What is in hand
// is moved to the day that is clicked, and keeps its time.
func (p *Pane) click(msg pane.Click) tea.Cmd {
	if p.sheet != nil || p.acting {
		return nil
	}
	if msg.Y == 0 && p.frame.head > 0 && p.moving == nil {
		for i, s := range p.tabSpans() {
			if s.from <= msg.X && msg.X < s.to {
				return p.turn(section(i))
			}
		}
		return nil
	}
	if msg.Y == 1 && p.frame.head > 0 {
		return p.clickRule(msg.X)
	}
	choose := p.spots.Find(msg.X, msg.Y)
	switch {
	case choose == nil:
		return nil
	case msg.Twice && p.moving == nil:
		return tea.Batch(choose(), p.open())
	}
	return choose()
}

// clickRule presses the key at the rule that lies under a cell.
func (p *Pane) clickRule(x int) tea.Cmd {
	words := p.ruleKeys()
	key := pane.KeyUnder(words, x-(p.frame.width-2-pane.Width(words)))
	if p.moving != nil && p.rules() {
		return p.pressMoving(key)
	}
	if n, known := p.byKey[key]; known && p.rules() {
		return p.commands[n].Run()
	}
	return nil
}

// wheel scrolls the post, or goes through the entries.
func (p *Pane) wheel(msg pane.Wheel) tea.Cmd {
	switch {
	case p.acting || p.moving != nil:
		return nil
	case p.sheet != nil:
		return p.sheet.update(pane.Turned(msg))
	case msg.Y >= p.frame.detail.Min.Y && !p.frame.detail.Empty():
		return p.scrollBy(msg.By)
	}
	return p.step(max(-1, min(msg.By, 1)))
}

// choose goes to an entry, or takes there what is in hand.
func (p *Pane) choose(at spot) tea.Cmd {
	if m := p.moving; m != nil {
		const minutes = 24 * 60
		return p.shift(int(at.day-m.to.Day) * minutes)
	}
	p.spot = at.n
	cmd := p.toDay(at.day)
	if p.at == onWeek && cmd == nil {
		p.place(at.n)
	}
	return cmd
}

func (p *Pane) chooses(at spot) func() tea.Cmd {
	return func() tea.Cmd { return p.choose(at) }
}

// noteDay notes a day of the week: what stands on its lines, and elsewhere the
// day itself.
func (p *Pane) noteDay(day calendar.Day, on stretch, of []int) {
	top := p.frame.days.Min.Y
	for y := top; y < p.frame.days.Max.Y; y++ {
		at := spot{day, 0}
		if n := y - top - 3; n >= 0 && n < len(of) { // below the head
			at.n = of[n]
		} else if day == p.day {
			at.n = p.spot
		}
		p.spots.Word(y, on.from, on.to, p.chooses(at))
	}
}

// noteWeek notes the days of a week of a month.
func (p *Pane) noteWeek(monday calendar.Day, columns [7]stretch, line, height int) {
	for i, s := range columns {
		for y := line; y < line+height; y++ {
			p.spots.Word(p.frame.days.Min.Y+y, s.from, s.to, p.chooses(spot{monday + calendar.Day(i), 0}))
		}
	}
}

// noteList notes the lines of the days below each other.
func (p *Pane) noteList(of []spot) {
	for i, at := range of {
		p.spots.Line(p.frame.days.Min.Y+i, p.chooses(at))
	}
}

// noteRows notes the rows of a section without days, which may stand beside
// another one.
func (p *Pane) noteRows(y int, on stretch, of section, from, to int) {
	for n := from; n < to; n++ {
		p.spots.Word(y+n-from, on.from, on.to, func() tea.Cmd { return p.chooseRow(of, n) })
	}
}

func (p *Pane) chooseRow(of section, n int) tea.Cmd {
	if p.moving != nil {
		return nil
	}
	var cmd tea.Cmd
	if p.at != of {
		cmd = p.turn(of)
	}
	p.toRow(n)
	return cmd
}
