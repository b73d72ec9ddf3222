package ui

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// tutorial teaches ten keys in a band above the foot: it says what to press and
// why, and goes on once that was really done. It takes no key away but N, which
// skips a step, and the second of two escapes that mean nothing else.
type tutorial struct {
	app     *App
	lessons []lesson
	at      int // the lesson, len(lessons) when all are over
	met     int // how many steps of it were made
	skipped int
	leaving bool // escape was pressed once
}

// openTutorial begins the course. It is played with what is invented: nobody
// learns on people who wait for an answer.
func (a *App) openTutorial() tea.Cmd {
	a.sheet = nil
	if !a.env.Invented {
		return pane.Say("The tutorial plays in the demo, where nothing is real: rounds demo, then ? and t.")
	}
	if i := slices.IndexFunc(a.panes, func(p pane.Pane) bool { return p.Title() == inboxTitle }); i >= 0 {
		a.focus = i
	}
	a.tutorial, a.deeds = &tutorial{app: a, lessons: lessons()}, nil
	a.resize(a.frame.window.Dx(), a.frame.window.Dy())
	return nil
}

// inboxTitle is the pane in which the course is played.
const inboxTitle = "Inbox"

func (a *App) endTutorial() {
	a.tutorial = nil
	a.resize(a.frame.window.Dx(), a.frame.window.Dy())
}

// begin runs a command, and lets the tutorial know.
func (a *App) begin(c pane.Command) tea.Cmd {
	if a.tutorial != nil && c.Why == "" {
		a.deeds = append(a.deeds, a.names.of(&c))
	}
	return c.Start()
}

// watch shows the tutorial what has become of a message.
func (a *App) watch() {
	t := a.tutorial
	if t == nil {
		return
	}
	deeds := a.deeds
	a.deeds = nil
	open := a.over() != nil || a.panes[a.focus].Typing()
	for _, deed := range append(deeds, "") {
		if t.at < len(t.lessons) && t.lessons[t.at].steps[t.met](moment{deed, open}) {
			t.meet()
		}
	}
}

// meet counts a step that was made.
func (t *tutorial) meet() {
	t.met++
	if t.met == len(t.lessons[t.at].steps) {
		t.at, t.met = t.at+1, 0
	}
}

// hear takes the keys that are the tutorial's own. Escape goes on to the pane
// as long as it means something there.
func (t *tutorial) hear(stroke string) (heard bool) {
	a := t.app
	if a.over() != nil || a.panes[a.focus].Typing() {
		return false
	}
	over := t.at == len(t.lessons)
	switch {
	case stroke == "esc" && (over || t.leaving):
		a.endTutorial()
		return true
	case stroke == "N" && !over:
		t.at, t.met, t.skipped = t.at+1, 0, t.skipped+1
		return true
	}
	t.leaving = stroke == "esc" && !a.leadsBack()
	return false
}

// leadsBack is whether there is something to go back from.
func (a *App) leadsBack() bool {
	return slices.ContainsFunc(a.table(), func(c pane.Command) bool {
		return c.Key.Enabled() && slices.Contains(c.Key.Keys(), "esc") && a.names.of(&c) == "back"
	})
}

// height is how many lines the band takes of a window: it never crowds out what
// it teaches.
func (t *tutorial) height(window int) int {
	switch {
	case t == nil || window < 10:
		return 0
	case window < 20:
		return 1
	}
	return 4
}

// draw draws the band.
func (t *tutorial) draw(width, height int) string {
	th := t.app.env.Theme
	l := ending(t.skipped)
	count := "  "
	if t.at < len(t.lessons) {
		l = t.lessons[t.at]
		count = strconv.Itoa(t.at+1) + "/" + strconv.Itoa(len(t.lessons))
	}
	done := strings.Repeat("●", t.at) + strings.Repeat("○", len(t.lessons)-t.at)
	todo := l.todo
	if t.at < len(t.lessons) && t.met > 0 && l.then != "" {
		todo = l.then
	}
	own := "N skips this · esc twice leaves"
	switch {
	case t.app.over() != nil || t.app.panes[t.app.focus].Typing():
		own = "" // what lies open hears every key
	case t.at == len(t.lessons):
		own = "esc closes this"
	case t.leaving:
		own = "esc again leaves the tutorial"
	}
	head := th.Accent.Put(" " + count + " ")
	if height == 1 {
		return pane.Fit(head+th.Text.Put(pane.Line(t.app.spell(todo), max(0, width-7))), width)
	}
	title := th.Accent.Put(" " + count + "  " + l.title)
	used := pane.Width(count) + pane.Width(l.title) + 3
	right := th.Good.Put(done) + th.Quiet.Put("  "+own+" ")
	taken := pane.Width(done) + pane.Width(own) + 3
	if used+taken > width {
		right, taken = th.Good.Put(done+" "), pane.Width(done)+1
	}
	indent := pane.Blank(pane.Width(count) + 3)
	lines := []string{
		th.Rule.Put(strings.Repeat("─", max(0, width))),
		title + pane.Blank(width-used-taken) + right,
		indent + th.Text.Put(pane.Line(t.app.spell(todo), max(0, width-len(indent)))),
		indent + th.Quiet.Put(pane.Line(t.app.spell(l.why), max(0, width-len(indent)))),
	}
	return strings.Join(pane.Fill(lines, width, height), "\n")
}

// spell writes the keys in force for the names in braces: "Press {reply}".
func (a *App) spell(text string) string { return pane.Expand(text, "{", "}", a.keyOf) }

// keyOf is the first key of a command here, or its name for the palette.
func (a *App) keyOf(name string) string {
	table := a.table()
	for i := range table {
		if keys := table[i].Key.Keys(); len(keys) > 0 && a.names.of(&table[i]) == name {
			return shown(keys[0])
		}
	}
	return ":" + name
}
