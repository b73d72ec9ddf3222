package ui

import (
	"context"
	"errors"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

const groupOwn = "Own"

// own is a command that the person wrote for one pane.
type own struct {
	pane string // its title
	pane.Command
}

// job is the person's own command that runs now. There is one at a time.
type job struct {
	number uint64
	name   string
	stop   context.CancelFunc
}

// ran says how a command ended.
type ran struct {
	job    uint64
	name   string
	show   pane.Output
	on     int
	output string
	err    error
}

// bindOwn makes the commands of the config, and the two that ask for one.
func (a *App) bindOwn() {
	shell := a.env.Shell
	if shell == nil {
		return
	}
	ask := "!"
	for _, o := range shell.Own {
		c := pane.Command{Name: "own-" + slug(o.Name), Group: groupOwn, Key: pane.Bind("", o.Name, o.Keys...), Why: shell.Why, Run: func() tea.Cmd { return a.runOwn(o) }}
		var labels []string
		for _, k := range o.Keys {
			labels = append(labels, shown(k))
			if strings.HasPrefix(k, "! ") {
				ask = "! !" // or no key of the config could begin with it
			}
		}
		c.Key.SetHelp(strings.Join(labels, " "), o.Name)
		if o.Pane == "" {
			a.commands = append(a.commands, c)
		} else {
			a.own = append(a.own, own{o.Pane, c})
		}
	}
	prompt := func(show pane.Output) func() tea.Cmd {
		return func() tea.Cmd { return a.openPrompt(show) }
	}
	a.commands = append(
		a.commands,
		pane.Command{Group: groupOwn, Key: pane.Bind(shown(ask), "run a command on it…", ask), Why: shell.Why, Run: prompt(pane.InStatus)},
		pane.Command{Group: groupOwn, Key: pane.Bind("|", "pipe it into a command…", "|"), Why: shell.Why, Run: prompt(pane.InSheet)},
	)
}

// ownIn are the person's own commands that a pane has for itself.
func (a *App) ownIn(p pane.Pane) []pane.Command {
	var all []pane.Command
	for _, o := range a.own {
		if o.pane == p.Title() {
			all = append(all, o.Command)
		}
	}
	return all
}

// selected is what the keys act on in the pane that is shown.
func (a *App) selected() []any {
	if p, tells := a.panes[a.focus].(pane.Selected); tells {
		return p.Selected()
	}
	return nil
}

// runOwn runs a command on what is selected. It closes over values: what was
// selected when the key was pressed, whatever happens meanwhile.
func (a *App) runOwn(o pane.Own) tea.Cmd {
	if a.job != nil {
		return pane.Say("“" + pane.Line(a.job.name, 40) + "” runs still: esc stops it.")
	}
	items, run, number := a.selected(), a.env.Shell.Run, a.jobs+1
	ctx, stop := context.WithCancel(a.env.Ctx)
	a.jobs, a.job = number, &job{number, o.Name, stop}
	return tea.Batch(
		pane.Say("“"+pane.Line(o.Name, 40)+"” runs · esc stops it"),
		func() tea.Msg {
			output, err := run(ctx, o.Run, items)
			return ran{number, o.Name, o.Output, len(items), output, err}
		},
	)
}

// stops is whether a key ends a command that runs.
func (a *App) stops(stroke string) bool {
	return stroke == "esc" && a.job != nil && a.over() == nil && !a.panes[a.focus].Typing()
}

func (a *App) stopJob() tea.Cmd {
	a.job.stop()
	return nil
}

// passOn hears how a command ended, and hands every other message to all the
// panes.
func (a *App) passOn(msg tea.Msg) tea.Cmd {
	if end, is := msg.(ran); is {
		return a.hearRan(end)
	}
	return a.tellAll(msg)
}

// hearRan tells how a command ended.
func (a *App) hearRan(msg ran) tea.Cmd {
	if a.job == nil || a.job.number != msg.job {
		return nil
	}
	a.job.stop()
	a.job, a.status = nil, "" // that it runs
	name := "“" + pane.Line(msg.name, 40) + "”"
	first, rest, _ := strings.Cut(strings.TrimSpace(msg.output), "\n")
	switch {
	case errors.Is(msg.err, context.Canceled):
		return a.say(name+" was stopped.", false)
	case msg.err != nil && msg.show == pane.InSheet && a.over() == nil:
		a.sheet = &outcome{app: a, title: msg.name, text: msg.err.Error() + "\n\n" + msg.output}
		return nil
	case msg.err != nil:
		return a.say(name+": "+pane.Line(msg.err.Error(), 300), true)
	case msg.show == pane.InSheet && a.over() == nil && first != "":
		a.sheet = &outcome{app: a, title: msg.name, text: msg.output}
		return nil
	case msg.show == pane.Nowhere:
		return nil
	case first == "":
		return a.say(name+" is done, on "+strconv.Itoa(msg.on)+".", false)
	case rest != "":
		first += " …"
	}
	return a.say(name+": "+pane.Line(first, 300), false)
}

// outcome is what a command printed.
type outcome struct {
	app    *App
	title  string
	text   string
	scroll int
}

func (s *outcome) press(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case ":":
		return s.app.openPalette()
	case "j", "down":
		s.scroll++
	case "k", "up":
		s.scroll--
	case "ctrl+d", "pgdown", "space":
		s.scroll += 10
	case "ctrl+u", "pgup":
		s.scroll -= 10
	case "esc", "q", "enter":
		s.app.sheet = nil
	}
	return nil
}

// View implements [pane.Sheet].
func (s *outcome) View(width, height int) string {
	width = min(width, 100)
	lines := pane.Wrap(s.text, max(1, width-4))
	room := max(1, height-2)
	s.scroll = max(0, min(s.scroll, len(lines)-room))
	shown := lines[s.scroll:min(len(lines), s.scroll+room)]
	for i, line := range shown {
		shown[i] = s.app.env.Theme.Text.Put(line)
	}
	return pane.Box(s.app.env.Theme, s.title, shown, width, height)
}

// Cursor implements [pane.Sheet].
func (s *outcome) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (s *outcome) Hints() []pane.Command {
	return []pane.Command{{Key: pane.Bind("j k", "scroll", "j")}, {Key: pane.Bind("esc", "close", "esc")}}
}
