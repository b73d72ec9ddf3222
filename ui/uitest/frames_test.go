package uitest

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// screen is an app as far as a frame is looked at, which draws what it likes.
type screen struct {
	env  pane.Env
	draw func(*theme.Theme) string
}

func (*screen) Init() tea.Cmd                         { return nil }
func (s *screen) Update(tea.Msg) (tea.Model, tea.Cmd) { return s, nil }
func (s *screen) View() tea.View                      { return tea.NewView(s.draw(s.env.Theme)) }

// inTheme is what is wrong with a drawing in a theme of the house.
func inTheme(t *testing.T, name string, draw func(*theme.Theme) string) string {
	p, s := mixed(), &screen{env: Env(t), draw: draw}
	*s.env.Theme = p.signs
	marks := paintedRuns(s)
	*s.env.Theme = p.brushes[name].paints
	return p.unnamed(marks) + differs(p.brushes[name].over(marks), paintedRuns(s))
}

func TestAFrameThatIsPaintedByRolesIsTheSameInEveryTheme(t *testing.T) {
	draw := func(p *theme.Theme) string {
		return p.Accent.Put("one") + p.Key.Put(" two") + "\n\n" + p.Lit.Warn.Put("日本") + " plain" + p.Quiet.Put(p.Gap.Put("in")+"out")
	}
	for name := range themes() {
		if problem := inTheme(t, name, draw); problem != "" {
			t.Errorf("in %s, %s", name, problem)
		}
	}
}

func TestAPaintThatDoesNotFollowTheThemeIsFound(t *testing.T) {
	fixed := theme.New(true)
	tests := map[string]func(*theme.Theme) string{
		"a paint of another theme": func(p *theme.Theme) string { return p.Text.Put("a") + fixed.Alarm.Put("b") },
		"a kept drawing":           func(*theme.Theme) string { return fixed.Text.Put("a") },
		"other words in the light": func(p *theme.Theme) string { return map[bool]string{true: "a", false: "b"}[p.IsDark] },
		"a line that is missing":   func(p *theme.Theme) string { return map[bool]string{true: "a\nb", false: "a"}[p.IsDark] },
	}
	for name, draw := range tests {
		t.Run(name, func(t *testing.T) {
			if inTheme(t, "auto on light", draw) == "" {
				t.Error("nothing was found")
			}
		})
	}
}

func TestAColourIsFoundAndBoldIsNone(t *testing.T) {
	for paint, is := range map[string]bool{
		"": false, "\x1b[1m": false, "\x1b[1;3;4;7;9m": false, "\x1b[1;22m": false,
		"\x1b[31m": true, "\x1b[1;97m": true, "\x1b[38;2;1;2;3m": true, "\x1b[48;5;1m": true,
	} {
		if got := coloured([][]run{{{"", "a"}, {paint, "b"}}}); (got != "") != is {
			t.Errorf("%q: %q", paint, got)
		}
	}
}

func TestThePaintMapNamesRolesAndCells(t *testing.T) {
	s := &screen{env: Env(t), draw: func(p *theme.Theme) string {
		return "ab" + p.Accent.Put("日本") + p.Lit.Quiet.Put("x") + "   \n\n" + p.Rule.Put("──") + "\n" + p.Rule.Put("──")
	}}
	p := mixed()
	*s.env.Theme = p.signs
	if got, want := p.describe(paintedRuns(s)), "1 -:2 accent:4 lit.quiet:1\n3-4 rule:2\n"; got != want {
		t.Errorf("it is\n%swant\n%s", got, want)
	}
}

func TestEveryRoleHasAMarkOfItsOwn(t *testing.T) {
	signs := marked()
	seen := map[string]string{}
	for role, sign := range sequences(&signs) {
		if sign == "" || seen[sign] != "" || strings.Count(sign, "m") != 1 {
			t.Errorf("%s is marked %q, as %s is", role, sign, seen[sign])
		}
		seen[sign] = role
	}
	if len(seen) < 54 {
		t.Errorf("%d roles were found", len(seen))
	}
}
