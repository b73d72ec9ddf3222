package main

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"

	"rounds/inbox/plain"
	"rounds/inbox/platform"
	"rounds/ui/cli"
	"rounds/ui/pane"
)

// mistake is something in a config that is not as it should be.
type mistake struct {
	Line, Column int // from 1; columns count characters
	Setting      string
	Why          string

	Shown string // the line, as far as it may be shown …
	Caret int    // … and how many cells stand before the place in it

	at   int // in bytes
	open bool
	soft bool // the console opens all the same, and says so where it matters
}

// mostBroken is how many lines are told that are no TOML: behind as many it is
// some other file.
const mostBroken = 20

// mistakes are all that are in the text of a config, in their order.
func mistakes(text []byte, now time.Time) []mistake {
	whole := strings.Split(string(text), "\n")
	text, all := readable(text)
	m := mapConfig(text)
	all = append(all, m.wrong...)
	for _, s := range m.unfit {
		blank(text, s.key, s.end)
	}
	var c config
	if err := toml.Unmarshal(text, &c); err != nil {
		if len(all) == 0 { // nothing of the above has seen why
			all = append(all, brokenBy(err, text))
		}
	} else {
		for _, f := range faultsOf(c, now) {
			all = append(all, f.stands(m))
		}
	}
	for i := range all {
		all[i].locate(text)
		all[i].show(whole)
	}
	slices.SortStableFunc(all, func(a, b mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return all
}

// readable is the text without what is no TOML, blanks in its place, and what
// that was.
func readable(before []byte) (text []byte, all []mistake) {
	text = slices.Clone(before)
	for range mostBroken {
		var tree map[string]any
		err := toml.Unmarshal(text, &tree)
		if err == nil {
			return text, all
		}
		broken := brokenBy(err, text)
		from, to := extent(text, &broken)
		all = append(all, broken)
		blank(text, from, to)
	}
	blank(text, 0, len(text))
	return text, all
}

// brokenBy is what the decoder says, without its words: they quote what stands
// there, and that may be a token that was pasted into the wrong line.
func brokenBy(err error, text []byte) mistake {
	broken := mistake{Why: "this is not TOML: a text stands in quotes, a list in brackets"}
	wrong, ok := errors.AsType[*toml.DecodeError](err)
	if !ok {
		return broken
	}
	if strings.Contains(err.Error(), "already") {
		broken.Why = "this is said twice"
	}
	row, column := wrong.Position()
	for range row - 1 {
		broken.at = lineEnd(string(text), broken.at)
	}
	broken.at = min(broken.at+max(0, column-1), len(text))
	return broken
}

// extent is what has to go that the rest can be read: the line with the
// mistake, all of a block whose heading is none, or all of a value that has no
// end. That the last is meant where it begins.
func extent(text []byte, broken *mistake) (from, to int) {
	m := mapConfig(text)
	body := string(text)
	from = strings.LastIndexByte(body[:broken.at], '\n') + 1
	to = lineEnd(body, min(broken.at, max(0, len(body)-1)))
	if m.parser.Error() == nil { // it is TOML and said twice
		return from, to
	}
	begun := m.begun()
	switch {
	case begun < from:
		broken.at, broken.Why = begun, "this has no end: a quote or a bracket is missing"
		if quotes := body[begun:lineEnd(body, begun)]; strings.Contains(quotes, `"""`) || strings.Contains(quotes, `'''`) {
			return begun, len(text)
		}
		return begun, from
	case strings.HasPrefix(strings.TrimLeft(body[from:], " \t"), "["):
		for to < len(body) && !strings.HasPrefix(strings.TrimLeft(body[to:], " \t"), "[") {
			to = lineEnd(body, to)
		}
	}
	return from, to
}

// begun is where the first line begins that the parser could not read to its
// end: behind everything that it could.
func (m *configMap) begun() int {
	body, at := string(m.text), 0
	for _, s := range m.read {
		at = max(at, lineEnd(body, s))
	}
	for at < len(body) {
		if rest := strings.TrimLeft(body[at:], " \t\r"); rest != "" && rest[0] != '\n' && rest[0] != '#' {
			break
		}
		at = lineEnd(body, at)
	}
	return at
}

func blank(text []byte, from, to int) {
	for i := from; i < to; i++ {
		if text[i] != '\n' && text[i] != '\r' {
			text[i] = ' '
		}
	}
}

// locate finds the line and the column of a mistake.
func (w *mistake) locate(text []byte) {
	before := string(text[:min(w.at, len(text))])
	w.Line = strings.Count(before, "\n") + 1
	w.Column = utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}

// secretive is what may be a token, or a part of one, of whatever platform.
var secretive = regexp.MustCompile(`[A-Za-z0-9_+/=-]{20,}`)

// hidden stands for what is not shown.
const hidden = "…"

// tame is a text as it may be shown: nothing in it may be a token.
func tame(text string) string {
	if secretive.MatchString(text) || platform.Redact(text) != text {
		return hidden
	}
	return plain.Head(text, 60)
}

// show decides how much of its line a mistake shows. A value is shown only where
// the mistake is in it and says itself what it should be; nobody can tell what
// was pasted anywhere else.
func (w *mistake) show(lines []string) {
	if w.Line > len(lines) {
		return
	}
	line := strings.TrimRight(lines[w.Line-1], "\r")
	at := min(len(string([]rune(line + " ")[:min(w.Column-1, utf8.RuneCountInString(line))])), len(line))
	key, value, assigned := strings.Cut(line, "=")
	heading := strings.HasPrefix(strings.TrimSpace(line), "[")
	switch {
	case tame(line) == hidden && !assigned, tame(key) == hidden, !assigned && !heading:
		w.Shown, w.Caret = hidden, 0
		return
	case assigned && !heading && (!w.open || tame(value) == hidden):
		at = min(at, len(key)+len("= "))
		line = key + "= " + hidden
	}
	w.Shown, w.Caret = pane.Line(line, 200), pane.Width(pane.Line(line[:at]+"|", 200))-1
	if indent := len(line) - len(strings.TrimLeft(line, " \t")); indent > 0 && strings.TrimSpace(line) != "" {
		w.Shown = pane.Line(line[indent:], 200)
		w.Caret = max(0, pane.Width(pane.Line(line[indent:max(at, indent)]+"|", 200))-1)
	}
}

// unread is a config that cannot be used for its mistakes.
func unread(path string, all []mistake) error {
	first := all[0]
	text := fmt.Sprintf("read config %s: line %d, column %d: %s", path, first.Line, first.Column, first.Why)
	if first.Shown != "" && first.Shown != hidden {
		text += "\n    " + first.Shown + "\n    " + strings.Repeat(" ", first.Caret) + "^"
	}
	switch n := len(all) - 1; n {
	case 0:
		text += "\nmend it; rounds config check tells whether there is more"
	case 1:
		text += "\none more mistake; rounds config check points at both"
	default:
		text += fmt.Sprintf("\n%d more mistakes; rounds config check points at all of them", n)
	}
	return errors.New(text)
}

// mistakesFor hands the mistakes to the commands.
func mistakesFor(all []mistake) []cli.Mistake {
	list := make([]cli.Mistake, len(all))
	for i, w := range all {
		list[i] = cli.Mistake{Line: w.Line, Column: w.Column, Setting: w.Setting, Why: w.Why, Shown: w.Shown, Caret: w.Caret}
	}
	return list
}
