package pane

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Command is one thing that can be asked for, by its key or by its name. The
// foot of the screen, the help, the palette and the table in the README are
// all made from it.
type Command struct {
	// Name is what the config calls it, the same for ever and in every pane that
	// has the verb. Empty is made of the words of the key.
	Name  string
	Group string
	Key   key.Binding // the help text is the command's name; a rare one has no keys
	Run   func() tea.Cmd
	Hide  bool   // not worth a line in the palette: plain movement
	Why   string // why it cannot be done here, in a sentence; "" if it can
}

// Start runs the command, or says why it cannot be done here.
func (c Command) Start() tea.Cmd {
	if c.Why != "" {
		return Say(c.Why)
	}
	return c.Run()
}

// Bind makes a binding of keys, shown as label, that does what.
func Bind(label, what string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, what))
}

// Keyboard turns strokes into commands. Keys of more than one stroke are
// written with a space between them: "g g".
type Keyboard struct{ begun string }

// Begun is what was pressed of a longer key.
func (k *Keyboard) Begun() string { return k.begun }

// Press finds the command that a stroke asks for: the first that has the key.
// It returns false while a longer key is being pressed and when nobody knows
// the stroke.
func (k *Keyboard) Press(stroke string, commands []Command) (Command, bool) {
	typed := stroke
	if k.begun != "" {
		typed = k.begun + " " + stroke
	}
	k.begun = ""
	for _, c := range commands {
		if c.Key.Enabled() && slices.Contains(c.Key.Keys(), typed) {
			return c, true
		}
	}
	for _, c := range commands {
		for _, keys := range c.Key.Keys() {
			if c.Key.Enabled() && strings.HasPrefix(keys, typed+" ") {
				k.begun = typed
				return Command{}, false
			}
		}
	}
	return Command{}, false
}
