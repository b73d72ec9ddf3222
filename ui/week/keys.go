package week

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// The groups of commands, as the help shows them.
const (
	groupMove  = "Move"
	groupPlan  = "Plan"
	groupWrite = "Write"
	groupGo    = "Go out"
	groupFind  = "Find"
	groupOpen  = "Open"
	groupUndo  = "Undo"
)

// readOnly is why nothing can be planned.
const readOnly = "Nothing is planned here: rounds was started with --readonly."

type adder = func(group, label, what string, run func() tea.Cmd, keys ...string)

// bind makes the table of everything that this pane can be asked for. Keys,
// help, palette and README all come from it.
func (p *Pane) bind() {
	add := func(group, label, what string, run func() tea.Cmd, keys ...string) {
		p.commands = append(p.commands, pane.Command{Group: group, Key: pane.Bind(label, what, keys...), Run: run, Hide: group == groupMove})
	}
	add(groupOpen, "esc q", "back", p.back, "esc", "q") // first: Commands turns it off
	p.bindPlan(add)
	add(groupOpen, "enter", "open", p.open, "enter")
	add(groupOpen, "v", "preview / text", p.togglePreview, "v")
	add(groupOpen, "m", "month / week", p.toggleMonth, "m")
	add(groupOpen, "o", "open in browser", p.on("o", p.browse), "o")
	add(groupFind, "/", "filter…", p.openFilter, "/")
	add(groupFind, "\\", "clear the filter", p.clearFilter, "\\")
	add(groupFind, "ctrl+r", "read again", p.load, "ctrl+r")
	add(groupUndo, "z", "undo", p.undo, "z")
	add(groupUndo, "Z", "redo", p.redo, "Z")
	p.bindMoves(add)
	p.byKey = make(map[string]int, len(p.commands))
	for i, c := range p.commands {
		p.byKey[c.Key.Keys()[0]] = i
	}
}

func (p *Pane) bindPlan(add adder) {
	add(groupWrite, "C", "new post…", p.openNew, "C")
	add(groupWrite, "e", "edit the text…", p.on("e", p.openText), "e")
	add(groupWrite, "V", "variants for each channel…", p.on("V", p.openVariants), "V")
	add(groupWrite, "t", "theme and tags…", p.on("t", p.openTopics), "t")
	add(groupWrite, "c", "channels…", p.on("c", p.openPlaces), "c", "#")
	add(groupWrite, "=", "duplicate", p.on("=", p.duplicate), "=")
	add(groupWrite, "w", "new event…", p.openEvent, "w")
	add(groupPlan, "s", "set the time…", p.on("s", p.openTime), "s")
	add(groupPlan, "M", "move", p.on("M", p.openMove), "M")
	add(groupPlan, "Q", "next free slot", p.on("Q", p.fitIn), "Q")
	add(groupPlan, "R", "repeat…", p.on("R", p.openRepeat), "R")
	add(groupPlan, "N", "skip this one of a series", p.on("N", p.skip), "N")
	add(groupPlan, "d", "off the plan / throw away", p.on("d", p.drop), "d")
	add(groupPlan, "W", "the week's template…", p.openTemplate, "W")
	add(groupGo, "a", "approve, schedule…", p.on("a", p.approve), "a")
	add(groupGo, "E", "request review", p.on("E", p.review), "E")
	add(groupGo, "P", "publish now…", p.on("P", p.openPublish), "P")
	add(groupGo, "X", "let go, posted by hand…", p.on("X", p.openLetGo), "X")
}

func (p *Pane) bindMoves(add adder) {
	by := func(n int) func() tea.Cmd { return func() tea.Cmd { return p.step(n) } }
	days := func(n int) func() tea.Cmd { return func() tea.Cmd { return p.byDays(n) } }
	weeks := func(n int) func() tea.Cmd { return func() tea.Cmd { return p.byWeeks(n) } }
	add(groupMove, "j k", "down, up", by(+1), "j", "down")
	add(groupMove, "k", "up", by(-1), "k", "up")
	add(groupMove, "h l", "day before, day after", days(+1), "l", "right")
	add(groupMove, "h", "the day before", days(-1), "h", "left")
	add(groupMove, "H L", "week before, week after", weeks(+1), "L")
	add(groupMove, "H", "the week before", weeks(-1), "H")
	add(groupMove, "T", "today", p.toToday, "T")
	add(groupMove, "gg G", "first, last", p.first, "g g", "home")
	add(groupMove, "G", "last", p.last, "G", "end")
	add(groupMove, "tab", "next section", p.nextTab, "tab", "]")
	add(groupMove, "shift+tab", "the section before", p.previousTab, "shift+tab", "[")
	add(groupMove, "J K", "scroll the post", func() tea.Cmd { return p.scrollBy(+3) }, "J", "ctrl+d", "pgdown")
	add(groupMove, "K", "scroll up", func() tea.Cmd { return p.scrollBy(-3) }, "K", "ctrl+u", "pgup")
}

func (p *Pane) canBack() bool { return p.zoom == opened || p.preview || p.at != onWeek }

// back leaves what was entered last.
func (p *Pane) back() tea.Cmd {
	switch {
	case p.zoom == opened:
		p.zoom, p.scroll, p.preview = planned, 0, false
		p.arrange()
		return p.errandDone()
	case p.preview:
		p.preview, p.scroll = false, 0
	default:
		return p.turn(onWeek)
	}
	return nil
}

// open gives the post the pane for itself; a day of a month is its week.
func (p *Pane) open() tea.Cmd {
	if one := p.problem(); one != nil {
		return p.openProblem(*one)
	}
	if p.at == onMonth {
		return p.turn(onWeek)
	}
	if p.current() == nil {
		return pane.Say(p.nobody())
	}
	p.zoom, p.scroll = opened, 0
	p.arrange()
	return nil
}

// togglePreview shows a post as its channels will, or as it is written.
func (p *Pane) togglePreview() tea.Cmd {
	if p.current() == nil {
		return pane.Say(p.nobody())
	}
	p.preview, p.scroll = !p.preview, 0
	return nil
}

// Commands implements [pane.Pane]. The first one, back, is off while there is
// nothing to go back from: q then means quit.
func (p *Pane) Commands() []pane.Command {
	all := slices.Clone(p.commands)
	if !p.canBack() {
		all[0].Key.SetEnabled(false)
	}
	for i := range all {
		all[i].Why = p.why(&all[i])
	}
	return all
}

// why is why a command cannot be done now, "" if it can.
func (p *Pane) why(c *pane.Command) string {
	changes := c.Group == groupPlan || c.Group == groupWrite || c.Group == groupGo || c.Group == groupUndo
	if changes && p.options.ReadOnly {
		return readOnly
	}
	return ""
}

// Hints implements [pane.Pane]: the most useful keys of the moment.
func (p *Pane) Hints() []pane.Command {
	i, e := p.current(), p.entry()
	switch {
	case p.moving != nil:
		return movingHints()
	case p.at == onProblems:
		return p.named("enter", "tab", "ctrl+r", "esc")
	case i != nil && asks(i.Status):
		return p.named("P", "X", "enter", "s", "e", "o", "z")
	case i != nil && p.at == onBacklog:
		return p.named("e", "Q", "s", "c", "t", "a", "d", "enter")
	case i != nil && out(i):
		return p.named("enter", "o", "=", "v", "C", "m")
	case i != nil && p.zoom == opened:
		return p.named("e", "V", "v", "c", "s", "a", "esc")
	case i != nil:
		return p.named("e", "s", "M", "a", "V", "c", "enter", "v")
	case p.at == onMonth:
		return p.named("enter", "C", "T", "m", "w")
	case e != nil:
		return p.named("C", "w", "W", "H", "T", "m", "tab")
	}
	return p.named("C", "w", "T", "m", "tab", "W")
}

// named are commands in the few words that the foot has room for.
func (p *Pane) named(keys ...string) []pane.Command {
	short := map[string]string{
		"e": "edit", "s": "time", "M": "move", "a": "approve", "V": "variants", "c": "channels", "v": "preview", "Q": "next slot", "t": "theme",
		"P": "publish now", "X": "let go", "m": "month", "tab": "section", "W": "template", "w": "event", "C": "new post", "d": "off the plan",
		"o": "browser", "=": "copy", "ctrl+r": "read again", "H": "week before",
	}
	if p.at == onMonth {
		short["m"], short["enter"] = "week", "its week"
	}
	hints := make([]pane.Command, 0, len(keys))
	for _, k := range keys {
		c := p.commands[p.byKey[k]]
		c.Why = p.why(&c)
		if words := short[k]; words != "" {
			label := c.Key.Help().Key
			if k == "H" {
				label = "H"
			}
			c.Key = pane.Bind(label, words, c.Key.Keys()...)
		}
		hints = append(hints, c)
	}
	return hints
}
