package pane

import "context"

// Keymap is which keys a command has instead of its own. A command is named
// "inbox.reply", or "reply" for whichever pane has one of that name; no keys
// leave it to the palette.
type Keymap map[string][]string

// Keys are those of a command of a pane, and whether the map knows it.
func (m Keymap) Keys(pane, name string) ([]string, bool) {
	if keys, known := m[pane+"."+name]; known {
		return keys, true
	}
	keys, known := m[name]
	return keys, known
}

// Selected is a pane that tells what its keys act on: the values themselves,
// the marked ones or else the current one.
type Selected interface{ Selected() []any }

// Shell runs commands that the person wrote. What they act on reaches them on
// standard input, never on a command line.
type Shell struct {
	Own []Own
	Why string // why nothing is run here, in a sentence; "" if it is
	// Run runs a command on some items and answers with what it printed. Its
	// error says how it ended, with what it complained of.
	Run func(ctx context.Context, command string, items []any) (string, error)
}

// Own is a command that the person wrote into the config.
type Own struct {
	Name   string // what the palette calls it
	Keys   []string
	Pane   string // the title of the one pane that has it; "" for all
	Run    string // for the shell
	Output Output
}

// Output is where the output of a command goes.
type Output string

// The places.
const (
	InStatus Output = "status" // its first line at the foot
	InSheet  Output = "sheet"  // all of it, over the pane
	Nowhere  Output = "none"   // only a failure is told
)

// Outputs lists the places.
func Outputs() []Output { return []Output{InStatus, InSheet, Nowhere} }
