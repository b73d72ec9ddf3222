// Package ui is the screen: an [App] that holds the panes, says which of them
// hears a key, and draws them into one frame.
//
// The app knows no message that belongs to a pane. It answers the terminal and
// the few messages of package pane itself and hands every other one to all the
// panes; a pane's own messages are unexported types, so they mean something to
// that pane alone. It holds no data and asks no store.
package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// What a window may be at most. A client chooses its size, and every cell of
// it costs memory.
const (
	Widest  = 400
	Highest = 200
)

// mostHeld is how many keys wait for the end of a verb: more than a person
// types, fewer than a stuck key would.
const mostHeld = 256

// saidFor is how long a line stays at the foot, and tick how often ages grow.
const (
	saidFor = 6 * time.Second
	tick    = time.Minute
	drawn   = 40 * time.Millisecond // until a frame is on the screen for certain
)

// App is the whole screen.
type App struct {
	env      pane.Env
	panes    []pane.Pane
	focus    int          // index of the pane that is shown and hears the keys
	behind   map[int]bool // those that were hidden when something changed
	commands []pane.Command
	keyboard pane.Keyboard
	held     []tea.KeyPressMsg // pressed while the pane was busy

	sheet   pane.Sheet // the help or the palette, over everything
	status  string     // the last thing said
	alarmed bool       // and it was a failure
	said    pane.Latest
	rounds  rounds
	leaving leaving
	now     time.Time

	counting bool // the next second of a countdown is on its way

	names    naming
	own      []own    // what the person wrote
	job      *job     // of it, what runs now
	jobs     uint64   // and how many have
	asked    []string // typed to be run, the last one last
	recent   []string // run from the palette, the last one first
	tutorial *tutorial
	deeds    []string // the names of what was run since it last looked

	frame frame

	pointer pointer
	options Options
	notices notices
	dark    bool // the terminal's ground is; so it is taken to be until it says
}

// New returns an app that shows panes, in that order. It can be drawn at once,
// as Bubble Tea does before it knows the window's size.
func New(env pane.Env, panes ...pane.Pane) *App {
	a := &App{env: env, panes: panes, behind: map[int]bool{}, now: env.Now(), names: usualNames(), dark: true}
	a.bind()
	a.resize(0, 0)
	if env.Spell != nil {
		*env.Spell = a.speller()
	}
	return a
}

// Init implements [tea.Model]. The pane that is shown asks first and alone: what
// the others show is not seen yet, and to read it at once would take the time
// that the first frame waits for. They follow one by one.
func (a *App) Init() tea.Cmd {
	ask := []tea.Cmd{a.panes[a.focus].Init(), a.untilDrawn, a.stands()}
	for i, p := range a.panes {
		if i != a.focus {
			ask = append(ask, p.Init())
		}
	}
	return tea.Batch(tea.RequestBackgroundColor, a.minute(), tea.Sequence(ask...))
}

// untilDrawn returns when what was shown last is on the screen. Its time begins when it
// is asked, and not when the command is made, as that of a tick does.
func (a *App) untilDrawn() tea.Msg {
	if wait := a.env.Later(drawn, nil); wait != nil {
		wait()
	}
	return nil
}

// stands tells the house that the first frame is there.
func (a *App) stands() tea.Cmd {
	tell := a.options.Stands
	if tell == nil {
		return nil
	}
	return func() tea.Msg {
		tell()
		return nil
	}
}

type (
	// ticked says that a minute has passed.
	ticked struct{}
	// second says that one has passed of a countdown.
	second struct{}
	// faded says that a line has been read for long enough.
	faded struct{ line uint64 }
	// clicked and wheeled are what the mouse did, once the frame has said
	// what lay under it.
	clicked struct {
		x, y   int
		button tea.MouseButton
	}
	wheeled struct{ x, y, by int }
)

func (a *App) minute() tea.Cmd { return a.env.Later(tick, ticked{}) }

// countDown asks for the next second while the header counts them. A screen
// that waits for nothing is never woken.
func (a *App) countDown() tea.Cmd {
	if a.counting || !a.rounds.waits(a.now) && !a.leaving.waits(a.now) {
		return nil
	}
	a.counting = true
	return a.env.NextSecond(second{})
}

// countOn is what a second of the countdown does.
func (a *App) countOn() tea.Cmd {
	a.now, a.counting = a.env.Now(), false
	return a.countDown()
}

// meet asks the panes for a person, and says where to return to.
func (a *App) meet(msg pane.Meet) tea.Cmd {
	msg.Back = a.panes[a.focus].Title()
	return a.tellAll(msg)
}

// Update implements [tea.Model].
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := tea.Batch(a.update(msg), a.pressHeld(), a.catchUp())
	a.watch()
	return a, cmd
}

func (a *App) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.resize(msg.Width, msg.Height)
		return a.tellAll(msg)
	case tea.BackgroundColorMsg:
		a.dark = msg.IsDark()
		return a.repaint(a.env.Theme.Name)
	case tea.KeyPressMsg:
		return a.press(msg)
	case pane.Stale:
		return a.spread(msg, pane.Stale{Hidden: true})
	case tea.ResumeMsg:
		return a.passTime()
	case ticked:
		return tea.Batch(a.minute(), a.passTime())
	case faded:
		if a.said.Is(msg.line) {
			a.status = ""
		}
		return nil
	case clicked, wheeled, tea.FocusMsg, tea.BlurMsg, Urgent:
		return a.sense(msg)
	case pane.Said:
		return a.say(msg.Text, false)
	case pane.Failed:
		return a.say(msg.Err.Error(), true)
	case pane.Sync:
		a.now = a.env.Now()
		a.rounds.hear(msg)
		return tea.Batch(a.countDown(), a.tellAll(msg))
	case pane.Leaving:
		return a.hearLeaving(msg)
	case pane.Come:
		return a.come(msg.Title)
	case pane.Meet:
		return a.meet(msg)
	case second:
		return a.countOn()
	case tea.MouseMsg: // heard through the frame, see View
		return nil
	}
	return a.passOn(msg)
}

// press gives a key to whoever it is meant for: what lies over everything, a
// field that is being typed in, or the table of commands.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	p, stroke := a.panes[a.focus], msg.String()
	if a.env.Pulse != nil {
		*a.env.Pulse = a.env.Now()
	}
	switch {
	case stroke == "ctrl+c":
		return tea.Quit
	case p.Busy():
		if len(a.held) < mostHeld {
			a.held = append(a.held, msg)
		}
		return nil
	}
	a.status, a.leaving.warned = "", a.leaving.warned && stroke == "q"
	if a.tutorial != nil && a.tutorial.hear(stroke) {
		return nil
	}
	switch {
	case a.stops(stroke):
		return a.stopJob()
	case a.sheet != nil:
		return a.pressSheet(msg)
	case p.Sheet() != nil, p.Typing():
		return p.Update(msg)
	}
	if c, ok := a.keyboard.Press(stroke, a.table()); ok {
		return a.begin(c)
	}
	return nil
}

// table is every command that can be asked for now: the pane's before those
// of the house.
func (a *App) table() []pane.Command { return a.bound(a.panes[a.focus]) }

// pressHeld presses the keys that were held back, until one of them makes the
// pane busy again.
func (a *App) pressHeld() tea.Cmd {
	var cmds []tea.Cmd
	for len(a.held) > 0 && !a.panes[a.focus].Busy() {
		next := a.held[0]
		a.held = a.held[1:]
		cmds = append(cmds, a.press(next))
	}
	return tea.Batch(cmds...)
}

// tellAll hands a message to all the panes.
func (a *App) tellAll(msg tea.Msg) tea.Cmd {
	if s, ok := a.sheet.(typist); ok {
		if _, pasted := msg.(tea.PasteMsg); pasted {
			s.paste(msg)
			return nil
		}
	}
	cmds := make([]tea.Cmd, len(a.panes))
	for i, p := range a.panes {
		cmds[i] = p.Update(msg)
	}
	return tea.Batch(cmds...)
}

func (a *App) passTime() tea.Cmd {
	a.now = a.env.Now()
	return a.spread(pane.Minute{Now: a.now}, pane.Minute{Now: a.now, Hidden: true})
}

// spread tells one thing to the pane that is shown and another to those behind
// it: what nobody sees is not read each time that something changes.
func (a *App) spread(shown, hidden tea.Msg) tea.Cmd {
	cmds := make([]tea.Cmd, len(a.panes))
	for i, p := range a.panes {
		if i == a.focus {
			cmds[i] = p.Update(shown)
			continue
		}
		a.behind[i] = true
		cmds[i] = p.Update(hidden)
	}
	return tea.Batch(cmds...)
}

// catchUp has a pane that has come to be shown read what it has left.
func (a *App) catchUp() tea.Cmd {
	if !a.behind[a.focus] {
		return nil
	}
	delete(a.behind, a.focus)
	return a.panes[a.focus].Update(pane.Stale{})
}

// say shows a line at the foot until the next key, or for a while. A failure
// stays until the next key: nobody must miss it.
func (a *App) say(text string, alarmed bool) tea.Cmd {
	a.status, a.alarmed = a.followTail(text), alarmed
	line := a.said.Ask()
	if alarmed {
		return nil
	}
	return a.env.Later(saidFor, faded{line})
}

func (a *App) resize(width, height int) {
	a.frame = layout(max(0, min(width, Widest)), max(0, min(height, Highest)), a.tutorial.height(height))
	for _, p := range a.panes {
		p.Resize(a.frame.body.Dx(), a.frame.body.Dy())
	}
}
