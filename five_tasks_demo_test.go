//go:build long && !windows

package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// pupil performs docs/five-tasks.md in the demo.
type pupil struct {
	*seat
	aloud  bool // what is printed counts, and no screen is drawn
	heard  int  // how much was printed before the step
	before string
}

// attends opens the demo at a window of the size that the page speaks of.
func (h home) attends(t testing.TB, aloud bool) *pupil {
	t.Helper()
	const columns, rows = 120, 32
	args := []string{"demo", "--seed", "1", "--keep", h.db}
	if aloud {
		args = append(args, "--screen-reader")
	}
	p := &pupil{seat: &seat{tube: h.open(t, columns, rows, args...), glass: newGlass(columns, rows)}, aloud: aloud}
	p.waits("the console", func() bool { return strings.Contains(p.there(), "Inbox") })
	p.rest()
	slowly() // what is clicked while all is still being read is not heard
	return p
}

// there is what the screen shows, or what was said since the step began.
func (p *pupil) there() string {
	if !p.aloud {
		return p.screen()
	}
	text := p.text()
	return ansi.Strip(text[min(p.heard, len(text)):])
}

// takes does a step and waits for the words of it.
func (p *pupil) takes(s step) {
	p.t.Helper()
	p.heard = len(p.text())
	if s.until == "" {
		p.acts(s)
	}
	for tries := 0; s.until != "" && !p.comes(s.until); tries++ {
		if tries == 40 {
			p.t.Fatalf("%s %q never leads to %q:\n%s", s.act, s.what, s.until, p.there())
		}
		p.acts(s)
	}
	p.waits(fmt.Sprintf("%q after %s %q", s.words, s.act, s.what), func() bool {
		shown := p.there()
		return !slices.ContainsFunc(s.words, func(word string) bool { return !strings.Contains(shown, word) })
	})
}

// comes reports whether words are there as soon as all is drawn.
func (p *pupil) comes(words string) bool {
	for until := time.Now().Add(300 * time.Millisecond); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if strings.Contains(p.there(), words) {
			return true
		}
	}
	return false
}

// keysByName are those whose name is not what they send.
func keysByName() map[string]string {
	return map[string]string{"enter": "\r", "esc": "\x1b", "tab": "\t", "space": " ", "ctrl+s": "\x13", "ctrl+u": "\x15"}
}

func (p *pupil) acts(s step) {
	p.t.Helper()
	for _, what := range s.what {
		switch s.act {
		case presses:
			if p.before == what && s.until == "" {
				slowly() // or it would be a key that is held down
			}
			key, named := keysByName()[what]
			if !named {
				key = what
			}
			p.press(key)
			p.before = what
		case types:
			p.press(what)
		case clicks:
			p.clicks(what, s.atFoot)
		}
	}
}

// clicks presses and lets go of the left button in the middle of words.
func (p *pupil) clicks(words string, atFoot bool) {
	p.t.Helper()
	x, y := -1, -1
	p.waits(fmt.Sprintf("%q to click on", words), func() bool {
		p.screen()
		x, y = p.glass.find(words, atFoot)
		return x >= 0
	})
	x += ansi.StringWidthWc(words) / 2
	slowly() // two clicks at once on one place would be something else
	p.press(fmt.Sprintf("\x1b[<0;%d;%dM", x+1, y+1), fmt.Sprintf("\x1b[<0;%d;%dm", x+1, y+1))
}

// find tells in which cell words begin, the first ones from above.
func (g *glass) find(words string, atFoot bool) (x, y int) {
	for y, row := range g.cells {
		if atFoot && y < len(g.cells)-1 {
			continue
		}
		before, _, found := strings.Cut(strings.Join(row, ""), words)
		if found {
			return ansi.StringWidthWc(before), y
		}
	}
	return -1, -1
}

// wherever is a zone in which it is that hour of the day, with some minutes: what
// the demo plans around now stands on today then, and in this week.
func wherever(hour int) string {
	ahead := (hour-time.Now().UTC().Hour()+36)%24 - 12
	return fmt.Sprintf("Etc/GMT%+d", -ahead) // these names count the other way
}

// performs does the five tasks of a chapter in one sitting.
func performs(t *testing.T, way string, aloud bool) {
	t.Helper()
	h := newHome(t).with("TZ=" + wherever(12))
	h.db = filepath.Join(h.dir, "kept.db")
	p := h.attends(t, aloud)
	for _, e := range exercises(t, way) {
		began := time.Now()
		for _, s := range e.steps {
			p.takes(s)
		}
		t.Logf("%s: %d steps in %v", e.name, len(e.steps), time.Since(began).Round(time.Second/10))
	}
	p.killed()
	for question, want := range map[string]string{
		"SELECT count(*) FROM v_decisions WHERE reversed_at IS NULL": "1",
		"SELECT count(*) FROM outbox WHERE kind = 'reply'":           "1",
	} {
		if got := h.number(t, question); got != want {
			t.Errorf("afterwards %s is %s, want %s", question, got, want)
		}
	}
}

func TestFiveTasksByKeyboard(t *testing.T) {
	t.Parallel()
	performs(t, "## Keyboard only", false)
}

func TestFiveTasksByMouse(t *testing.T) {
	t.Parallel()
	performs(t, "## Mouse only", false)
}

func TestFiveTasksByScreenReader(t *testing.T) {
	t.Parallel()
	performs(t, "## Screen reader", true)
}
