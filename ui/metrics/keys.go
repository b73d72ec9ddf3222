package metrics

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// The groups of commands, as the help shows them.
const (
	groupMove   = "Move"
	groupOpen   = "Open"
	groupPeriod = "Period"
	groupKeep   = "Keep"
	groupFind   = "Find"
)

// readOnly is why nothing can be kept.
const readOnly = "Nothing is kept here: rounds was started with --readonly."

type adder = func(group, label, what string, run func() tea.Cmd, keys ...string)

// bind makes the table of everything that this pane can be asked for. Keys,
// help, palette and README all come from it.
func (p *Pane) bind() {
	add := func(group, label, what string, run func() tea.Cmd, keys ...string) {
		p.commands = append(p.commands, pane.Command{Group: group, Key: pane.Bind(label, what, keys...), Run: run, Hide: group == groupMove})
	}
	add(groupOpen, "esc q", "back", p.back, "esc", "q") // first: Commands turns it off
	add(groupOpen, "enter", "open the figure, the row", p.open, "enter")
	add(groupOpen, "o", "open in browser", p.browse, "o")
	add(groupOpen, "v", "more words / more rows", p.toggleWords, "v")
	add(groupOpen, "a", "all figures / the twelve", p.toggleAll, "a")
	add(groupOpen, "=", "beside the period before", p.toggleCompare, "=")
	add(groupPeriod, "h l", "period before, period after", p.earlier, "h", "left")
	add(groupPeriod, "l", "the period after", p.later, "l", "right")
	add(groupPeriod, "{ }", "shorter, longer period", p.finer, "{")
	add(groupPeriod, "}", "a longer period", p.coarser, "}")
	add(groupPeriod, "T", "this period", p.toNow, "T")
	add(groupKeep, ",", "set a goal…", p.openGoal, ",")
	add(groupKeep, "A", "annotate a day…", p.openNote, "A")
	add(groupFind, "S", "a part of the community…", p.openSegment, "S")
	add(groupFind, "/", "filter by name…", p.openFilter, "/")
	add(groupFind, "\\", "clear filter and part", p.clear, "\\")
	add(groupFind, "ctrl+r", "read again", p.loadAnew, "ctrl+r")
	p.bindMoves(add)
	p.byKey = make(map[string]int, len(p.commands))
	for i, c := range p.commands {
		p.byKey[c.Key.Keys()[0]] = i
	}
}

func (p *Pane) bindMoves(add adder) {
	by := func(n int) func() tea.Cmd { return func() tea.Cmd { return p.step(n) } }
	look := func(n int) func() tea.Cmd { return func() tea.Cmd { return p.look(n) } }
	add(groupMove, "j k", "down, up", by(+1), "j", "down")
	add(groupMove, "k", "up", by(-1), "k", "up")
	add(groupMove, "J K", "ten down, ten up", by(+10), "J", "ctrl+d", "pgdown")
	add(groupMove, "K", "ten up", by(-10), "K", "ctrl+u", "pgup")
	add(groupMove, "gg G", "first, last", by(-1<<30), "g g", "home")
	add(groupMove, "G", "last", by(+1<<30), "G", "end")
	add(groupMove, "< >", "the bar before, after", look(+1), "<")
	add(groupMove, ">", "the bar after", look(-1), ">")
	add(groupMove, "tab", "next section, next rows", p.nextTab, "tab", "]")
	add(groupMove, "shift+tab", "the section before", p.previousTab, "shift+tab", "[")
}

func (p *Pane) canBack() bool { return p.opened != nil || p.at != onBoard }

// back leaves what was entered last.
func (p *Pane) back() tea.Cmd {
	if p.opened != nil {
		p.cursor, p.top = p.opened.cursor, p.opened.above
		p.opened = nil
		p.arrange()
		return nil
	}
	return p.turn(onBoard)
}

// toggleAll shows every figure there is, or the twelve again.
func (p *Pane) toggleAll() tea.Cmd {
	p.rows = 1 - p.rows
	if p.at != onBoard {
		return p.turn(onBoard)
	}
	return p.load()
}

// toggleCompare shows the period before on the charts, or leaves it out.
func (p *Pane) toggleCompare() tea.Cmd {
	p.compare = 1 - p.compare
	return p.load()
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
	if c.Group == groupKeep && p.options.ReadOnly {
		return readOnly
	}
	return ""
}

// Hints implements [pane.Pane]: the most useful keys of the moment.
func (p *Pane) Hints() []pane.Command {
	switch {
	case p.opened != nil && p.opened.id == "":
		return p.named("enter", "o", "esc")
	case p.opened != nil:
		return p.named("enter", "tab", "v", "h", "o", "=", ",", "esc")
	case p.at == onBoard:
		return p.named("enter", "tab", "h", "{", "S", "=", ",", "a", "/")
	case p.at == onActivity:
		return p.named("enter", "<", "A", "h", "{", "S", "=", "tab")
	case p.at == onRetention:
		return p.named("enter", "<", "h", "S", "tab", "esc")
	}
	return p.named("enter", "h", "{", "S", "tab", "esc")
}

// named are commands in the few words that the foot has room for.
func (p *Pane) named(keys ...string) []pane.Command {
	short := map[string]string{
		"enter": "open", "tab": "section", "h": "period", "{": "length", "S": "part", "=": "compare", ",": "goal",
		"a": "all figures", "/": "filter", "o": "browser", "v": "more words", "A": "annotate", "<": "look", "esc": "back",
	}
	if p.rows == allFigures {
		short["a"] = "the twelve"
	}
	if p.opened != nil {
		short["tab"] = "other rows"
	}
	hints := make([]pane.Command, 0, len(keys))
	for _, k := range keys {
		c := p.commands[p.byKey[k]]
		c.Why = p.why(&c)
		if words := short[k]; words != "" {
			c.Key = pane.Bind(c.Key.Help().Key, words, c.Key.Keys()...)
		}
		hints = append(hints, c)
	}
	return hints
}

// once runs a verb unless its key is only held down.
func (p *Pane) once(key string, run func() tea.Cmd) tea.Cmd {
	if !p.guard.Passes(key, p.env.Now()) {
		return nil
	}
	return run()
}
