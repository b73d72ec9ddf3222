package metrics

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/metrics"
	"rounds/ui/pane"
)

// items is how many things of the section the cursor can stand on: its
// figures, and the pieces of its chart that open.
func (p *Pane) items() int {
	n := len(p.entries())
	if p.read.at != p.at {
		return n
	}
	switch p.at {
	case onAnswers:
		return n + len(p.read.bins)
	case onRetention:
		return n + len(p.read.triangle.Weeks)
	case onConcentration:
		return n + len(p.read.names)
	case onBoard, onActivity:
	}
	return n
}

// step moves the cursor.
func (p *Pane) step(by int) tea.Cmd {
	if p.opened != nil {
		return p.stepRow(by)
	}
	p.cursor = max(0, min(p.cursor+by, p.items()-1))
	p.keepInSight()
	return nil
}

// open opens what is under the cursor: a figure, a piece of a chart, a row.
func (p *Pane) open() tea.Cmd {
	if p.opened != nil {
		return p.reach()
	}
	if p.at == onActivity && p.column > 0 && p.column <= len(p.read.activity) {
		b := p.read.activity[len(p.read.activity)-p.column]
		return p.openID("messages", b.Window)
	}
	if e := p.entry(); e != nil {
		return p.openID(e.ID, p.read.window)
	}
	return p.openPiece(p.cursor - len(p.entries()))
}

// openPiece opens a piece of the section's chart to its rows.
func (p *Pane) openPiece(i int) tea.Cmd {
	a := &p.read
	switch {
	case i < 0 || a.at != p.at:
	case p.at == onAnswers && i < len(a.bins):
		return p.openRows("Answered "+sayBin(a.bins[i]), a.bins[i].Rows)
	case p.at == onConcentration && i < len(a.shares):
		return p.openRows("Person "+strconv.Itoa(i+1)+" by messages", []metrics.Row{{Kind: metrics.PersonRow, ID: a.shares[i].Person, In: true, Value: float64(a.shares[i].Messages)}})
	case p.at == onRetention && i < len(a.triangle.Weeks):
		return p.openCohort(i)
	}
	return pane.Say("There is nothing to open here.")
}

// openCohort opens those of a cohort who were active in the week that is
// looked at, else in the week that they joined.
func (p *Pane) openCohort(row int) tea.Cmd {
	t := &p.read.triangle
	week := 0
	if n := len(t.Active[row]); p.column > 0 {
		week = max(0, n-p.column)
	}
	title := "Joined in the week of " + t.Weeks[row].Format("2 Jan") + ", active " + sayWeek(week)
	var rows []metrics.Row
	if row < len(t.People) && week < len(t.People[row]) {
		for _, id := range t.People[row][week] {
			rows = append(rows, metrics.Row{Kind: metrics.PersonRow, ID: id, In: true})
		}
	}
	return p.openRows(title, rows)
}

func sayWeek(n int) string {
	switch n {
	case 0:
		return "in that week"
	case 1:
		return "a week later"
	}
	return strconv.Itoa(n) + " weeks later"
}

// click puts the cursor on what was clicked, or opens a tab.
func (p *Pane) click(c pane.Click) tea.Cmd {
	if p.sheet != nil || p.acting {
		return nil
	}
	if c.Y == 0 && p.frame.head > 0 {
		for i, s := range tabSpans() {
			if s.from <= c.X && c.X < s.to {
				return p.turn(section(i))
			}
		}
		return nil
	}
	if c.Y == 1 && p.frame.head > 0 {
		return p.clickRule(c.X)
	}
	if p.opened != nil {
		return p.clickRow(c)
	}
	plan := boardPlan(p.entries(), p.frame.list.Dy()-1)
	at := c.Y - p.frame.list.Min.Y - 1 + p.top
	if c.X < p.frame.list.Max.X && c.Y < p.frame.list.Max.Y && at >= 0 && at < len(plan) && plan[at].index >= 0 {
		if p.cursor == plan[at].index && c.Twice {
			return p.open()
		}
		p.cursor = plan[at].index
	}
	return nil
}

// wheel scrolls what is on top.
func (p *Pane) wheel(w pane.Wheel) tea.Cmd {
	if p.sheet != nil {
		return p.sheet.update(pane.Turned(w))
	}
	return p.step(w.By)
}

// clickRule presses the key at the rule that lies under a cell.
func (p *Pane) clickRule(x int) tea.Cmd {
	words := p.ruleKeys()
	key := pane.KeyUnder(words, x-(p.frame.width-2-pane.Width(words)))
	if n, known := p.byKey[key]; known && p.rules() {
		return p.commands[n].Run()
	}
	return nil
}
