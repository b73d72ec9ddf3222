package uitest

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// themes is every theme of the house that a frame is drawn in, each on both
// grounds if it looks at the ground. What is colourless is called none.
func themes() map[string]theme.Theme {
	all := map[string]theme.Theme{}
	for _, name := range theme.Names() {
		dark, light := theme.Named(name, true), theme.Named(name, false)
		all[string(name)] = dark
		if sequencesDiffer(&dark, &light) {
			all[string(name)+" on light"] = light
		}
	}
	return all
}

// usual are the themes that a frame is drawn in at every size; the others come
// to the same at one.
func usual() []string { return []string{"auto", "auto on light", "none"} }

func sequencesDiffer(a, b *theme.Theme) bool { return !maps.Equal(sequences(a), sequences(b)) }

// palette is what frames are compared in: a theme whose every paint is a mark
// of its role, what each mark is called, and the themes of the house.
type palette struct {
	signs   theme.Theme
	names   *strings.Replacer // from marks to the names of roles
	brushes map[string]brush
}

// brush is a theme, and what turns marks into its paints.
type brush struct {
	paints theme.Theme
	on     *strings.Replacer
}

// mixed is a palette of all the themes.
func mixed() *palette {
	p := &palette{signs: marked(), brushes: map[string]brush{}}
	signs := sequences(&p.signs)
	var names []string
	for role, sign := range signs {
		names = append(names, sign, "+"+role)
	}
	p.names = strings.NewReplacer(names...)
	for name, paints := range themes() {
		var pairs []string
		for role, sequence := range sequences(&paints) {
			pairs = append(pairs, signs[role], sequence)
		}
		p.brushes[name] = brush{paints, strings.NewReplacer(pairs...)}
	}
	return p
}

// over is what marked runs are in the brush's theme.
func (b brush) over(marks [][]run) [][]run {
	all := make([][]run, len(marks))
	for y, runs := range marks {
		for _, r := range runs {
			all[y] = join(all[y], run{b.on.Replace(r.paint), r.text})
		}
	}
	return all
}

// run is neighbouring cells of one line that are painted alike. Paint is every
// sequence that is in force, the outer one first.
type run struct{ paint, text string }

func line(all [][]run, y int) []run {
	if y >= len(all) {
		return nil
	}
	return all[y]
}

// paintedRuns takes a frame apart, line by line.
func paintedRuns(m tea.Model) [][]run {
	var all [][]run
	for line := range strings.SplitSeq(m.View().Content, "\n") {
		var runs []run
		paint := ""
		for len(line) > 0 {
			if n := colour(line); n > 0 {
				paint += line[:n]
				if line[:n] == ansi.ResetStyle || line[:n] == "\x1b[0m" {
					paint = ""
				}
				line = line[n:]
				continue
			}
			n := strings.IndexByte(line[1:], '\x1b') + 1
			if n == 0 {
				n = len(line)
			}
			runs = join(runs, run{paint, line[:n]})
			line = line[n:]
		}
		all = append(all, runs)
	}
	return all
}

// join appends a run, or lengthens the last one if it is painted the same.
func join(runs []run, next run) []run {
	if i := len(runs) - 1; i >= 0 && runs[i].paint == next.paint {
		runs[i].text += next.text
		return runs
	}
	return append(runs, next)
}

// unnamed tells the first cells whose paint is that of no role, or "".
func (p *palette) unnamed(marks [][]run) string {
	for y, runs := range marks {
		for _, r := range runs {
			if strings.Contains(p.names.Replace(r.paint), "\x1b") {
				return fmt.Sprintf("line %d is painted as no role is: %q", y+1, r)
			}
		}
	}
	return ""
}

// coloured tells the first cells that have a colour, or "". Bold, underlined
// and reversed are no colours.
func coloured(all [][]run) string {
	for y, runs := range all {
		for _, r := range runs {
			for code := range strings.FieldsFuncSeq(r.paint, func(c rune) bool { return c < '0' || c > '9' }) {
				if n, _ := strconv.Atoi(code); n >= 30 && n <= 49 || n >= 58 {
					return fmt.Sprintf("line %d has a colour: %q", y+1, r)
				}
			}
		}
	}
	return ""
}

// describe writes which role paints how many cells, a line of the frame on a
// line of its own, equal ones together; what has no paint is a dash.
func (p *palette) describe(marks [][]run) string {
	var b strings.Builder
	for from := 0; from < len(marks); {
		painted, to := cells(marks[from], p.names), from+1
		for to < len(marks) && cells(marks[to], p.names) == painted {
			to++
		}
		switch {
		case painted == "":
		case to == from+1:
			fmt.Fprintf(&b, "%d%s\n", to, painted)
		default:
			fmt.Fprintf(&b, "%d-%d%s\n", from+1, to, painted)
		}
		from = to
	}
	return b.String()
}

// cells is a line's roles and how far each of them reaches, without the end
// that has none.
func cells(runs []run, roles *strings.Replacer) string {
	text, painted := "", ""
	for _, r := range runs {
		role := cmp.Or(strings.TrimPrefix(roles.Replace(r.paint), "+"), "-")
		text += fmt.Sprintf(" %s:%d", role, pane.Width(r.text))
		if role != "-" {
			painted = text
		}
	}
	return painted
}

// marked is a theme in which every role has a sequence of its own.
func marked() theme.Theme {
	signs := theme.Theme{Version: 78, IsDark: true}
	n := 0
	eachPaint(reflect.ValueOf(&signs).Elem(), "", func(_ string, paint reflect.Value) {
		n++
		set(paint.FieldByName("on"), fmt.Sprintf("\x1b[38;5;%dm", n))
		set(paint.FieldByName("off"), ansi.ResetStyle)
	})
	return signs
}

// sequences is what a theme puts before the text of each role, by its name:
// "accent", "lit.accent".
func sequences(of *theme.Theme) map[string]string {
	all := map[string]string{}
	eachPaint(reflect.ValueOf(of).Elem(), "", func(role string, paint reflect.Value) {
		all[role] = paint.FieldByName("on").String()
	})
	return all
}

// eachPaint walks over the paints of a struct and of those within it.
func eachPaint(v reflect.Value, within string, do func(role string, paint reflect.Value)) {
	for field, value := range v.Fields() {
		name := within + strings.ToLower(field.Name)
		switch {
		case value.Type() == reflect.TypeFor[theme.Paint]():
			do(name, value)
		case field.Anonymous:
			eachPaint(value, within, do)
		case value.Kind() == reflect.Struct:
			eachPaint(value, name+".", do)
		}
	}
}

// set writes a field that only its own package may: no theme of the program
// is like the one that the tests mark cells with.
func set(field reflect.Value, text string) {
	reflect.NewAt(field.Type(), field.Addr().UnsafePointer()).Elem().SetString(text)
}
