// Package shutter draws the screen when there is something new on it, and never
// otherwise.
//
// Bubble Tea's renderer looks sixty times a second whether the view has
// changed. That is all that an idle program costs, and a key waits for the
// next look before it is seen. A [Shutter] stands between Bubble Tea and the
// model: it asks the renderer to look at once after the first change, every
// [Gap] while changes go on, and not at all while nothing happens. How to
// write to a terminal stays with Bubble Tea.
//
// It starts no goroutine and knows no message but its own.
package shutter

import (
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Gap is the least time between two frames: what comes sooner shares one.
const Gap = 8 * time.Millisecond

// Shutter is a model and the view of it that was last asked for.
type Shutter struct {
	model tea.Model
	now   func() time.Time
	later func(time.Duration, tea.Msg) tea.Cmd

	looks chan time.Time // has the renderer look; nil while it looks by itself
	view  tea.View
	stale bool      // the model has changed since the view was made
	due   bool      // a look is on its way
	last  time.Time // when the renderer was last told to look
}

// look comes back through Bubble Tea's own queue, so that the view it is about
// has reached the renderer before it.
type look struct{}

// New puts model behind a shutter. Until [Shutter.Take] has been called it is only
// passed through.
func New(model tea.Model) *Shutter {
	return &Shutter{model: model, now: time.Now, later: func(d time.Duration, msg tea.Msg) tea.Cmd {
		if d <= 0 {
			return func() tea.Msg { return msg }
		}
		return tea.Tick(d, func(time.Time) tea.Msg { return msg })
	}}
}

// Take gives the program a ticker that ticks when the shutter says so. It is
// called before the program runs, and reports false, having changed nothing, if
// this Bubble Tea keeps its ticker elsewhere: it then ticks as it always does.
//
// The field is not exported, and there is no option for it; a test fails if an
// upgrade moves it. Bubble Tea takes a ticker that is already there, and to
// set one before Run is to set it before anybody reads it.
func (s *Shutter) Take(program *tea.Program) bool {
	field := reflect.ValueOf(program).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return false
	}
	s.looks = make(chan time.Time, 1)
	// Bubble Tea stops and resets it; its own clock has no listener any more.
	ticker := time.NewTicker(time.Hour)
	ticker.C = s.looks
	*(**time.Ticker)(field.Addr().UnsafePointer()) = ticker
	return true
}

// Init implements [tea.Model].
func (s *Shutter) Init() tea.Cmd { return s.model.Init() }

// Update implements [tea.Model].
func (s *Shutter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, is := msg.(look); is {
		return s, s.draw()
	}
	var cmd tea.Cmd
	s.model, cmd = s.model.Update(msg)
	if s.looks == nil {
		return s, cmd
	}
	fresh := !s.due
	s.stale = true
	if fresh {
		s.show()
		cmd = tea.Batch(cmd, s.soon())
	}
	return s, cmd
}

// draw has the renderer look at the view that it was given, and makes the next
// one of what has changed meanwhile.
func (s *Shutter) draw() tea.Cmd {
	select {
	case s.looks <- s.now():
	default: // it has not looked yet, and will see the newest
	}
	s.last, s.due = s.now(), false
	if !s.stale {
		return nil
	}
	s.show()
	return s.soon()
}

func (s *Shutter) show() { s.view, s.stale = s.model.View(), false }

// soon asks for a look: at once after a pause, else when the gap is over.
func (s *Shutter) soon() tea.Cmd {
	s.due = true
	return s.later(s.last.Add(Gap).Sub(s.now()), look{})
}

// View implements [tea.Model].
func (s *Shutter) View() tea.View {
	if s.looks == nil || s.last.IsZero() && !s.due {
		return s.model.View()
	}
	return s.view
}
