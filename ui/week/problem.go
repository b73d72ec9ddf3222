package week

import (
	"context"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/ui/page"
	"rounds/ui/pane"
)

// where is a file, and the line of it.
func where(one *calendar.Problem) string {
	if one.Line == 0 {
		return one.Path
	}
	return one.Path + ":" + strconv.Itoa(one.Line)
}

// problem draws what is wrong with a file; a conflict as the difference
// between its two sides.
func (d *drawing) problem(one *calendar.Problem) {
	d.Put(" " + d.Theme.Strong.Put(pane.Line(where(one), d.Width-2)))
	d.say(d.Theme.Warn, "", one.Reason)
	if !one.Conflict() {
		d.say(d.Theme.Quiet, "", "The last good version of it stays in force until the file can be read.")
		d.Gap()
		d.keys("enter", "what can be done")
		return
	}
	d.say(d.Theme.Quiet, "", "[-only here-] {+only in the file+}")
	d.Gap()
	d.sides(one)
	d.Gap()
	d.keys("enter", "take mine, theirs, or edit")
}

// sides draws where the two sides of a conflict differ.
func (d *drawing) sides(one *calendar.Problem) {
	mine, theirs := apart(one.Mine, one.Theirs)
	d.Runs(d.Theme.Quiet.Put("┃ "), page.Difference(mine, theirs, d.Theme)...)
}

// apart are two texts without the lines at their ends that they have in common,
// but for one before and behind what differs.
func apart(mine, theirs string) (a, b string) {
	m, t := strings.Split(mine, "\n"), strings.Split(theirs, "\n")
	head, tail := 0, 0
	for head < min(len(m), len(t)) && m[head] == t[head] {
		head++
	}
	for tail < min(len(m), len(t))-head && m[len(m)-1-tail] == t[len(t)-1-tail] {
		tail++
	}
	head, tail = max(0, head-1), max(0, tail-1)
	cut := func(lines []string) string {
		kept := slices.Clone(lines[head : len(lines)-tail])
		if head > 0 {
			kept = append([]string{"…"}, kept...)
		}
		if tail > 0 {
			kept = append(kept, "…")
		}
		return strings.Join(kept, "\n")
	}
	return cut(m), cut(t)
}

// openProblem asks what to do about a file.
func (p *Pane) openProblem(one calendar.Problem) tea.Cmd {
	s := &choosing{p: p, title: "What about " + pane.Line(where(&one), 50) + "?", alarm: true}
	s.draw = func(d *drawing) { d.say(d.Theme.Text, "", one.Reason) }
	if one.Conflict() {
		s.title = "Changed on both sides: " + pane.Line(one.Path, 40)
		s.draw = func(d *drawing) {
			d.say(d.Theme.Quiet, "", "[-only here-] {+only in the file+}")
			d.sides(&one)
		}
		s.choices = []choice{
			{"m", "mine: as it is here; the file is written anew", func() tea.Cmd { return p.settleConflict(one, calendar.Mine) }},
			{"t", "theirs: as it is in the file", func() tea.Cmd { return p.settleConflict(one, calendar.Theirs) }},
			{"e", "edit: the file's side in your editor, which then wins", func() tea.Cmd { return p.mergeByHand(one) }},
		}
	} else {
		s.draw = func(d *drawing) {
			d.say(d.Theme.Text, "", one.Reason)
			d.say(d.Theme.Quiet, "", "Mend the file in an editor: it is read again as soon as it is saved. The last good version stays in force meanwhile.")
		}
	}
	p.sheet = s
	return nil
}

// settleConflict ends a conflict in favour of one side.
func (p *Pane) settleConflict(one calendar.Problem, side calendar.Side) tea.Cmd {
	store := p.store
	says := "Settled: " + pane.Line(one.Path, 40) + " is as it is here"
	if side == calendar.Theirs {
		says = "Settled: " + pane.Line(one.Path, 40) + " is as it is in the file"
	}
	return p.act(func(ctx context.Context) (done, error) {
		return done{says: says}, store.Settle(ctx, one.Path, side)
	})
}
