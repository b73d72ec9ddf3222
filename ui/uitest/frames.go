package uitest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// drawn is the sizes of which a golden frame is kept, and swept those at which
// a frame must only fit.
func drawn() [][2]int { return [][2]int{{80, 24}, {120, 32}, {200, 50}} }
func swept() [][2]int { return [][2]int{{0, 0}, {1, 1}, {2, 2}, {20, 6}, {39, 10}, {79, 23}} }

// Frames holds one state of the screen at every size and in every theme. Open
// leads an app to that state, in a window of that size.
//
// At the three sizes that are kept, the frame's text is compared with
// testdata/<test name>/<size>.golden, and with a file of the same name that
// ends in .paint the roles its cells are painted in. Dark, light and without
// colours, and at the first size in every theme there is, it must then show the
// same text, every cell in the paint that the theme has for that role. At the
// other sizes, which it comes to as a window does that is resized, the frame
// must fit and be the same in those three.
func Frames(t *testing.T, open func(t *testing.T, width, height int) tea.Model) {
	t.Helper()
	p := mixed()
	for i, size := range drawn() {
		in := usual()
		if i == 0 {
			in = slices.Sorted(maps.Keys(p.brushes))
		}
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			m := open(t, size[0], size[1])
			frame := m.View().Content
			Fits(t, frame, size[0], size[1])
			Golden(t, frame)
			file(t, ".paint", p.inThemes(t, m, in))
		})
	}
	t.Run("swept", func(t *testing.T) {
		m := open(t, 80, 24)
		for _, size := range swept() {
			Send(m, tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			Fits(t, m.View().Content, size[0], size[1])
			p.inThemes(t, m, usual())
		}
	})
}

// inThemes fails unless each of the themes shows what the model shows, and
// writes out which role paints what.
func (p *palette) inThemes(t *testing.T, m tea.Model, names []string) string {
	t.Helper()
	painted := themeOf(t, m)
	before := *painted
	defer func() { *painted = before }()
	*painted = p.signs
	marks := paintedRuns(m)
	if problem := p.unnamed(marks); problem != "" {
		t.Error(problem)
	}
	for _, name := range names {
		b := p.brushes[name]
		*painted = b.paints
		got := paintedRuns(m)
		if problem := differs(b.over(marks), got); problem != "" {
			t.Errorf("in the theme %s, %s", name, problem)
		}
		if problem := coloured(got); name == "none" && problem != "" {
			t.Errorf("in the theme %s, %s", name, problem)
		}
	}
	return "over " + sheetOf(m) + "\n" + p.describe(marks)
}

// differs tells the first line that is not as it should be, or "".
func differs(want, got [][]run) string {
	for y := range max(len(want), len(got)) {
		if !slices.Equal(line(want, y), line(got, y)) {
			return fmt.Sprintf("line %d\nis     %q\nnot as %q", y+1, line(got, y), line(want, y))
		}
	}
	return ""
}

// themeOf is the theme that a model paints with, which is repainted in place:
// that of an app's panes, or its own.
func themeOf(t *testing.T, m tea.Model) *theme.Theme {
	t.Helper()
	if env := inside[pane.Env](m, "env"); env != nil && env.Theme != nil {
		return env.Theme
	}
	own := inside[theme.Theme](m, "theme")
	if own == nil {
		t.Fatalf("%T has no theme", m)
	}
	return own
}

// sheetOf names the type that lies over an app's panes: "queue.ask". Over what
// has no panes nothing lies.
func sheetOf(m tea.Model) string {
	panes := inside[[]pane.Pane](m, "panes")
	if panes == nil {
		return "nothing"
	}
	over := *inside[pane.Sheet](m, "sheet")
	if over == nil {
		over = (*panes)[*inside[int](m, "focus")].Sheet()
	}
	if over == nil {
		return "nothing"
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", over), "*")
}

// inside is a field of a model that is no business of anybody but its tests,
// nil if it has none of that name.
func inside[T any](model tea.Model, name string) *T {
	field := reflect.ValueOf(model).Elem().FieldByName(name)
	if !field.IsValid() {
		return nil
	}
	return (*T)(field.Addr().UnsafePointer())
}

// file compares a text with the test's file of that ending, or writes it
// under -update.
func file(t *testing.T, ending, got string) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(t.Name())+ending)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s\n--- want\n%s--- got\n%s", path, want, got)
	}
}
