// Package aloud is the screen for whoever does not see it: what is shown, in
// lines of words, one after the other.
//
// A [Reader] stands between Bubble Tea and the app. The keys are those of the
// app, and so is all that they do; what a screen would show of it is written
// out once, as it changes, with no escape sequence, no colour and no second
// look at a line. A screen reader, a braille line or a log read it as they read
// any program that writes lines.
//
// It holds nothing but what it has said, and starts no goroutine.
package aloud

import (
	"io"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// Screen is the app, as far as it is read out.
type Screen interface {
	tea.Model
	Panes() []pane.Pane
	Shown() (pane.Pane, pane.Sheet)
	Begun() []pane.Command
	Warning() string
	Lend(...pane.Command)
}

// The keys of the reader itself. They mean nothing elsewhere in the house and
// are heard before a field, so that one can be asked for while typing.
const (
	againKey      = "ctrl+l"
	everythingKey = "ctrl+g"
)

// Width and Height are those of the frame that is never seen: wide enough to
// cut nothing that matters, narrow enough that no two things stand side by
// side.
const (
	Width  = 96
	Height = 48
)

// Reader is the app, read out.
type Reader struct {
	screen Screen
	out    io.Writer
	now    func() time.Time

	told   told     // what was said of
	held   bool     // something has changed since, and waits to be said
	said   []string // the last thing, to be said again
	troub  map[string]string
	aside  bool      // nothing was pressed since news came in
	stroke time.Time // when the last key was pressed
	key    tea.Key   // and which
	typing bool      // it went into a field

	// After is a command that waits and then answers with a message. Nil is
	// [tea.Tick]; a test puts one here that does not wait.
	After func(time.Duration, tea.Msg) tea.Cmd
}

type (
	again      struct{}
	everything struct{}
	settled    struct{}
)

// settles is how long the reader waits after a key before it says where one is
// now. What the key has done is told meanwhile, and so comes first.
const settles = 40 * time.Millisecond

// New reads screen out to out, every line ended by a carriage return and a
// newline: the terminal is raw while the keys are read one by one.
func New(screen Screen, out io.Writer, now func() time.Time) *Reader {
	r := &Reader{screen: screen, out: out, now: now, troub: map[string]string{}}
	lend := func(key, what string, msg tea.Msg) {
		screen.Lend(pane.Command{
			Group: "Screen reader", Key: pane.Bind(key, what, key),
			Run: func() tea.Cmd { return func() tea.Msg { return msg } },
		})
	}
	lend(againKey, "say the last thing again", again{})
	lend(everythingKey, "read everything here", everything{})
	return r
}

// Init implements [tea.Model].
func (r *Reader) Init() tea.Cmd {
	r.say("Rounds, read out. ?: all keys, " + againKey + ": the last thing again, " + everythingKey + ": everything here, q: quit")
	return r.screen.Init()
}

// View implements [tea.Model]. Nothing is drawn.
func (r *Reader) View() tea.View { return tea.NewView("") }

// Update implements [tea.Model]. It writes, too, which an Update else never
// does: lines must stand in the order in which things happened, and commands
// have no order.
func (r *Reader) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case again, everything, settled:
		r.answer(msg)
		return r, nil
	case tea.WindowSizeMsg:
		msg.Width, msg.Height = Width, Height
		return r, r.pass(msg)
	case tea.KeyPressMsg:
		return r, r.press(msg)
	case tea.PasteMsg:
		r.aside = false
	case pane.Stale, pane.Minute:
		r.aside = r.aside || !r.held // what waits to be said is a key's doing
	case pane.Said:
		r.tell(msg.Text)
	case pane.Failed:
		r.tell("failed: " + msg.Err.Error())
	case pane.Sync:
		r.trouble(msg)
	}
	return r, r.pass(msg)
}

// answer says what was asked for, or what has waited to be said.
func (r *Reader) answer(msg tea.Msg) {
	r.release()
	switch msg.(type) {
	case again:
		r.say(r.said...)
	case everything:
		r.say(r.everything()...)
	}
}

func (r *Reader) press(msg tea.KeyPressMsg) tea.Cmd {
	r.release()
	switch msg.String() {
	case againKey:
		r.say(r.said...)
		return nil
	case everythingKey:
		r.say(r.everything()...)
		return nil
	}
	r.aside, r.stroke, r.key = false, r.now(), msg.Key()
	r.typing = r.told.field && (r.key.Text != "" || r.key.Code == tea.KeyBackspace || r.key.Code == tea.KeyDelete)
	return r.pass(msg)
}

// pass gives a message to the app and says what it has changed: at once while
// one types, and otherwise when what was done has been told.
func (r *Reader) pass(msg tea.Msg) tea.Cmd {
	_, cmd := r.screen.Update(msg)
	now := r.look()
	if cmd == nil && !r.held || now.field || r.told.field {
		r.utter(now)
		return cmd
	}
	if r.held {
		return cmd
	}
	r.held = true
	return tea.Batch(cmd, r.later())
}

func (r *Reader) later() tea.Cmd {
	if r.After != nil {
		return r.After(settles, settled{})
	}
	return tea.Tick(settles, func(time.Time) tea.Msg { return settled{} })
}

// release says what has waited to be said.
func (r *Reader) release() {
	if r.held {
		r.utter(r.look())
	}
}

// utter says what differs from what was said last.
func (r *Reader) utter(now told) {
	r.held = false
	r.tell(r.changes(&now)...)
	if news := r.news(&now); news != "" {
		r.say(news) // in passing: it is not what one wants to hear again
	}
	r.told = now
}

// tell says lines and remembers them.
func (r *Reader) tell(lines ...string) {
	if len(lines) > 0 {
		r.said = lines
		r.say(lines...)
	}
}

// say writes lines. Whoever made them, nothing but words leaves here.
func (r *Reader) say(lines ...string) {
	var b strings.Builder
	for _, l := range lines {
		if l = strings.TrimSpace(plain.Line(l)); l != "" {
			b.WriteString(l + "\r\n")
		}
	}
	io.WriteString(r.out, b.String()) //nolint:errcheck // a terminal that is gone ends the program by itself
}

// trouble says once what a person must know about an account.
func (r *Reader) trouble(s pane.Sync) {
	words := ""
	if s.Trouble || s.Stopped {
		words = s.Text
	}
	if words != "" && words != r.troub[s.Account] {
		r.tell(pane.Sentence(pane.Line(s.Account, 40) + ": " + pane.Line(words, pane.SpeechWidth)))
	}
	r.troub[s.Account] = words
}
