// Package pane is what the panes share: the contract with the app, what the
// app lends them, the messages that pass between them, and the few parts that
// more than one of them draws with. A pane never imports another pane.
//
// It stands between ui, which knows the terminal, and the panes, which know
// their subject. It knows neither.
package pane

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/theme"
)

// Pane is one room of the screen.
//
// Update changes the pane and nothing else: whatever waits, reads or writes is
// in the command that it returns. The app calls every method from one
// goroutine, and Resize before the first View.
type Pane interface {
	Title() string // the name on its tab
	Badge() string // what stands behind the name: how much waits there
	Init() tea.Cmd
	Update(tea.Msg) tea.Cmd
	Resize(width, height int)
	View() string // exactly height lines, none wider than width

	// Commands are the keys that mean something right now, the more useful
	// ones first in their group. Hints are the few worth a place at the foot.
	Commands() []Command
	Hints() []Command

	// Sheet is what lies over the pane, or nil. While there is one, or while
	// the pane is Typing in a field of its own, it hears every key itself.
	Sheet() Sheet
	Typing() bool
	Cursor() *tea.Cursor // of its own field, in the pane's cells; nil for none

	// Busy says that the last key is still being carried out: keys pressed
	// meanwhile are held back, because what they mean depends on its end.
	Busy() bool
}

// Env is what the app lends to every pane. It holds no data: what a pane reads
// and writes it is handed by name.
type Env struct {
	Ctx   context.Context // ends with the program
	Now   func() time.Time
	Theme *theme.Theme // repainted in place when the terminal's background is known

	// Open shows a web address in the browser. Nil where there is none.
	Open func(url string) error
	// Edit gives text to the person's own editor and answers with what done
	// makes of the text that comes back: of all that there was, even if the
	// editor failed. Nil where there is none.
	Edit func(text string, done func(text string, err error) tea.Msg) tea.Cmd
	// Sync asks for a round of the platforms now. Nil where there is none.
	Sync func()
	// After is a command that waits and then answers with a message. Nil is
	// [tea.Tick]; a test puts one here that does not wait.
	After func(time.Duration, tea.Msg) tea.Cmd
	// Pulse is when the last key was pressed, anywhere. The app keeps it; nil
	// where there is no app.
	Pulse *time.Time
	// Hyperlinks says that the terminal may be given links; see Link.
	Hyperlinks bool
	// Keys are the keys that the config gives commands instead of their own.
	Keys Keymap
	// Spell is how sentences name them; see Keyed. The app sets it; nil where
	// there is no app.
	Spell *Speller
	// Shell runs the person's own commands. Nil where there is none.
	Shell *Shell
	// Invented is that the community is a simulated one: nothing that is done
	// here reaches anybody.
	Invented bool
}

// Later is a command that answers with msg after d.
func (e *Env) Later(d time.Duration, msg tea.Msg) tea.Cmd {
	if e.After != nil {
		return e.After(d, msg)
	}
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// NextSecond is a command that answers with msg when the clock's next second
// begins, so that all who count down do it at once.
func (e *Env) NextSecond(msg tea.Msg) tea.Cmd {
	now := e.Now()
	return e.Later(now.Truncate(time.Second).Add(time.Second).Sub(now), msg)
}

// Messages that a pane hears.
type (
	// Stale says that the store has changed: what is shown may be old. A pane
	// that is Hidden behind another sees to what it tells the house, its badge
	// above all, and leaves the rest: when it is shown it hears of it once more.
	Stale struct{ Hidden bool }

	// Minute says that time has passed and ages have grown; Hidden as in Stale.
	Minute struct {
		Now    time.Time
		Hidden bool
	}

	// Sync tells how an account's round goes: Text while it runs or waits
	// ("syncing #help 1,200…"), At once it has ended. Trouble is for what a
	// person must know about. Each one replaces the one before it, but for At.
	Sync struct {
		Account string
		Text    string
		At      time.Time
		Trouble bool

		// Short is Text in few words, for where Text has no room.
		Short string
		// Until is when it goes on by itself; the screen counts down to it, so
		// Text does not name it.
		Until time.Time
		// Stopped says that it does not go on before a person has looked.
		Stopped bool
		// Paused says that the config asks for no rounds.
		Paused bool
		// Live says that news are told as they happen.
		Live bool
	}

	// Reach asks for a conversation, or, if that is 0, for a channel, whichever
	// pane can show it. Write names what is to be written there, "" for
	// nothing. Back is the title of the pane to return to when that is written, or
	// the conversation is left; "" stays.
	Reach struct {
		Conversation  int64
		Account       string
		Channel, Room string // the platform's ID of the channel, and its name
		Write         string
		Back          string
	}

	// Review asks for a case of moderation, and presses a key on it ("a", "d");
	// without one it is only opened. Back is the title of the pane to return to
	// when it is decided, or left.
	Review struct {
		Case int64
		Key  string
		Back string
	}

	// Show asks for an item of the plan, by its ID, whichever pane can show it;
	// Back as in Review.
	Show struct{ Item, Back string }

	// Meet asks for a person, by one of their members, whichever pane can show
	// them. Back is the title of the pane to return to; the app fills it in.
	Meet struct {
		Member int64
		Back   string
	}

	// Jot asks the calendar to capture an idea. Text is what it begins with, Quote
	// what stands below it, From the address of where it comes from; Back is the
	// title of the pane to return to.
	Jot struct{ Text, Quote, From, Back string }

	// Click is a press of the left button on a cell of the pane; the second
	// of two quick ones on the same cell is Twice. One puts the cursor on a
	// row, two open it.
	Click struct {
		X, Y  int
		Twice bool
	}

	// Wheel is a turn of the wheel over a cell of the pane, up or down by so
	// many lines.
	Wheel struct{ X, Y, By int }
)

// Messages that a pane sends up to the app.
type (
	// Said is a line for the status bar.
	Said struct{ Text string }
	// Failed is an error for the status bar; the pane shows what it had.
	Failed struct{ Err error }
	// Come asks for the screen: the pane of that title has what was reached
	// for.
	Come struct{ Title string }
	// Leaving is what has not left yet, for the header and for whoever quits.
	Leaving struct {
		Waiting int       // what goes out by itself while we run
		Timed   int       // of that, what is planned for a time and missed if nobody runs then
		Next    time.Time // when the first of them does; zero if at once
		Asks    int       // what a person has to say something about
	}
)

// Say is a command that says text.
func Say(text string) tea.Cmd { return func() tea.Msg { return Said{text} } }

// Fail is a command that reports err.
func Fail(err error) tea.Cmd { return func() tea.Msg { return Failed{err} } }
