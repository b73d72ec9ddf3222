// Package uitest drives a pane or the whole app in a test, without a terminal,
// a goroutine or a clock, and holds what it draws against a golden file. Its
// [Memory] stands in for the store.
package uitest

import (
	"flag"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Noon is when every test takes place: a Tuesday in June.
func Noon() time.Time { return time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC) }

// Env is an environment in which it is always [Noon] and nothing waits.
func Env(t testing.TB) pane.Env {
	painted := theme.New(true)
	return pane.Env{
		Ctx: t.Context(), Now: Noon, Theme: &painted, Spell: new(pane.Speller),
		After: func(time.Duration, tea.Msg) tea.Cmd { return nil },
	}
}

// Run runs cmd and gives the model every message that comes of it, until
// nothing more does. It returns the messages in the order they came.
func Run(m tea.Model, cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if msg == nil {
		return nil
	}
	if cmds, ok := commands(msg); ok {
		var all []tea.Msg
		for _, c := range cmds {
			all = append(all, Run(m, c)...)
		}
		return all
	}
	_, next := m.Update(msg)
	return append([]tea.Msg{msg}, Run(m, next)...)
}

// commands are those of a batch or a sequence, whose types are slices of
// commands.
func commands(msg tea.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return nil, false
	}
	cmds := make([]tea.Cmd, v.Len())
	for i := range cmds {
		cmds[i], _ = v.Index(i).Interface().(tea.Cmd)
	}
	return cmds, true
}

// Send gives the model a message and runs what comes of it.
func Send(m tea.Model, msg tea.Msg) []tea.Msg {
	_, cmd := m.Update(msg)
	return Run(m, cmd)
}

// Press types keys one after another: "j", "enter", "ctrl+c".
func Press(m tea.Model, keys ...string) []tea.Msg {
	var all []tea.Msg
	for _, k := range keys {
		all = append(all, Send(m, Key(k))...)
	}
	return all
}

// Comes are the titles of the panes to which messages brought the screen, in order.
func Comes(all []tea.Msg) (titles []string) {
	for _, m := range all {
		if c, ok := m.(pane.Come); ok {
			titles = append(titles, c.Title)
		}
	}
	return titles
}

// Type types text letter by letter.
func Type(m tea.Model, text string) []tea.Msg {
	var all []tea.Msg
	for _, r := range text {
		key := string(r)
		if r == ' ' {
			key = "space"
		}
		all = append(all, Press(m, key)...)
	}
	return all
}

// Key is the press of one key, by the name that Bubble Tea gives it.
func Key(name string) tea.KeyPressMsg {
	var mod tea.KeyMod
	for {
		switch {
		case strings.HasPrefix(name, "ctrl+"):
			name, mod = name[5:], mod|tea.ModCtrl
			continue
		case strings.HasPrefix(name, "alt+"):
			name, mod = name[4:], mod|tea.ModAlt
			continue
		case strings.HasPrefix(name, "shift+"):
			name, mod = name[6:], mod|tea.ModShift
			continue
		}
		break
	}
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
		"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	}
	if code, ok := special[name]; ok {
		return tea.KeyPressMsg{Code: code, Mod: mod}
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: ' ', Text: " ", Mod: mod}
	}
	r, _ := utf8.DecodeRuneInString(name)
	if mod != 0 {
		return tea.KeyPressMsg{Code: r, Mod: mod}
	}
	return tea.KeyPressMsg{Code: unicode.ToLower(r), Text: name}
}

// Golden compares a frame with testdata/<test name>.golden, or rewrites the
// file under -update. The file is plain text: what a person would see.
func Golden(t *testing.T, frame string) {
	t.Helper()
	lines := strings.Split(ansi.Strip(frame), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	file(t, ".golden", strings.Join(lines, "\n")+"\n")
}

// Fits fails unless the frame is exactly height lines, none wider than width,
// and holds no character that moves a cursor or begins a sequence other than
// the colours that we put there ourselves.
func Fits(t *testing.T, frame string, width, height int) {
	t.Helper()
	lines := strings.Split(frame, "\n")
	if len(lines) != max(1, height) {
		t.Errorf("%d×%d: the frame has %d lines", width, height, len(lines))
	}
	for i, line := range lines {
		if bad := Unsafe(line); bad != "" {
			t.Errorf("%d×%d: line %d holds %s: %q", width, height, i, bad, line)
			return
		}
		if w := ansi.StringWidthWc(line); w > width {
			t.Errorf("%d×%d: line %d is %d cells wide: %q", width, height, i, w, ansi.Strip(line))
		}
	}
}

// Unsafe names what a painted line must not hold, or "".
func Unsafe(line string) string {
	for i := 0; i < len(line); {
		if n := max(colour(line[i:]), link(line[i:])); n > 0 {
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(line[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return "bytes that are no character"
		case r < ' ' || 0x7f <= r && r < 0xa0:
			return "a control character"
		case unicode.Is(unicode.Cf, r), 0x2028 <= r && r <= 0x2029:
			return "a formatting character"
		}
		i += size
	}
	return ""
}

// link is the length of the beginning or the end of a link at the head of s, 0
// if there is none: one that leads to a web address, written as we write it.
func link(s string) int {
	const on, end = "\x1b]8;;", "\x1b\\"
	rest, is := strings.CutPrefix(s, on)
	if !is {
		return 0
	}
	address, _, ends := strings.Cut(rest, end)
	if safe, err := pane.Web(address); !ends || address != "" && (err != nil || safe != address) {
		return 0
	}
	return len(on) + len(address) + len(end)
}

// colour is the length of the SGR sequence at the head of s, 0 if there is
// none. Ours are short.
func colour(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	for i := 2; i < len(s) && i < 48; i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}
