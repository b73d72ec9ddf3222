// Package doors is what somebody sees who has connected nothing yet: three ways
// in, each with what it needs and what it gives, instead of an empty screen.
//
// It is a small program of its own and opens nothing itself: it ends with a
// [Choice], and main, on its other side, does what was chosen and comes back if
// that failed. What can be connected and imported main tells it; it knows no
// platform, no file and no store.
package doors

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// Door is a way in.
type Door string

// The doors.
const (
	Demo    Door = "demo"
	Connect Door = "connect"
	Import  Door = "import"
)

// Way is one thing behind a door: a platform that can be connected, or a kind
// of export.
type Way struct {
	Name  string // what the command line calls it: "slack"
	Title string
	Gets  string // what one has then
	Needs string // what it needs, and how long it takes
}

// Choice is what somebody wants. Its zero value is nothing: they left.
type Choice struct {
	Door Door
	Way  string // the name of the way behind the door
	Path string // of what is to be imported
}

// Options are what the doors lead to.
type Options struct {
	Connect, Import []Way

	// Again is what was chosen before and failed for a Trouble: the doors open
	// where that was chosen.
	Again   Choice
	Trouble string
}

// entry is a line to be chosen, with what is to be known of it below.
type entry struct {
	key, title, gets, needs string

	open   page // where it leads …
	choice Choice
}

// page is one of the things that are shown.
type page int

// The pages. An entry that leads to none of them is the end.
const (
	ending page = iota
	threeDoors
	platforms
	exports
	asking // for the path of an export
)

// Model is the doors. It is a [tea.Model].
type Model struct {
	theme   theme.Theme
	options Options

	page    page
	at      map[page]int // the entry that is lit
	path    pane.Field
	trouble string
	choice  Choice

	width, height int
	commands      []pane.Command
	keyboard      pane.Keyboard
}

// New returns the doors.
func New(o Options) *Model {
	m := &Model{theme: theme.New(true), options: o, page: threeDoors, at: map[page]int{}, path: pane.NewField(o.Again.Path), trouble: o.Trouble}
	switch o.Again.Door {
	case Connect:
		m.page = platforms
	case Import:
		m.page = exports
		if o.Again.Path != "" {
			m.page = asking
		}
	case Demo:
	}
	for _, p := range []page{threeDoors, platforms, exports} {
		m.at[p] = max(0, slices.IndexFunc(m.entries(p), func(e entry) bool {
			return e.choice.Door == o.Again.Door && e.choice.Way == o.Again.Way || e.choice.Door == o.Again.Door && p == threeDoors
		}))
	}
	m.bind()
	return m
}

// Choice is what was chosen, when the program has ended.
func (m *Model) Choice() Choice { return m.choice }

// entries are the lines of a page.
func (m *Model) entries(p page) []entry {
	switch p {
	case threeDoors:
		return []entry{
			{"d", "Demo", "An invented community on four platforms. Answer it, clear its queue, plan its week: it answers back.", "needs nothing · two minutes · touches nothing of yours", ending, Choice{Door: Demo}},
			{"c", "Connect", "Your own community: " + titles(m.options.Connect) + " in one inbox, on this machine alone.", "needs an app or a key of your own there · five minutes, click by click", platforms, Choice{Door: Connect}},
			{"i", "Import", "An export that you have, of " + titles(m.options.Import) + ": to read, search and count.", "needs the file · no token, and nobody is asked", exports, Choice{Door: Import}},
		}
	case platforms:
		return ways(m.options.Connect, Connect, ending)
	case exports:
		return ways(m.options.Import, Import, asking)
	case asking, ending:
	}
	return nil
}

// ways are the entries behind a door, by the first letter that is free.
func ways(all []Way, d Door, open page) []entry {
	var list []entry
	taken := "qjkhlg?"
	for _, w := range all {
		key := ""
		for _, r := range w.Name {
			if !slices.Contains([]rune(taken), r) {
				key, taken = string(r), taken+string(r)
				break
			}
		}
		list = append(list, entry{key, w.Title, w.Gets, w.Needs, open, Choice{Door: d, Way: w.Name}})
	}
	return list
}

// titles lists the names of the ways for a sentence.
func titles(all []Way) string {
	text := ""
	for i, w := range all {
		switch {
		case i == 0:
		case i == len(all)-1:
			text += " and "
		default:
			text += ", "
		}
		text += w.Title
	}
	return text
}

// Init implements [tea.Model].
func (m *Model) Init() tea.Cmd { return tea.RequestBackgroundColor }

// Update implements [tea.Model].
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = max(0, msg.Width), max(0, msg.Height)
	case tea.BackgroundColorMsg:
		m.theme = theme.New(msg.IsDark())
	case tea.KeyPressMsg:
		return m, m.press(msg)
	case tea.PasteMsg:
		if m.page == asking {
			m.path.Update(msg)
		}
	case tea.MouseClickMsg:
		return m, m.click(msg.Mouse())
	case tea.MouseWheelMsg:
		m.move(map[tea.MouseButton]int{tea.MouseWheelDown: 1, tea.MouseWheelUp: -1}[msg.Button])
	}
	return m, nil
}
