package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// act is what a step of docs/five-tasks.md asks for.
type act string

const (
	presses act = "press"
	types   act = "type"
	clicks  act = "click"
)

// step is one line of docs/five-tasks.md: something that is done, and the words
// that are seen or heard then.
type step struct {
	act    act
	what   []string // keys, letters, or the words that are clicked
	until  string   // again and again until this is there
	atFoot bool     // the words are those in the last line
	words  []string
}

// exercise is one of the five tasks, done one way.
type exercise struct {
	name  string
	steps []step
}

// waysToWork are the chapters of the page.
func waysToWork() []string { return []string{"## Keyboard only", "## Mouse only", "## Screen reader"} }

// marked are the words between back-ticks.
var marked = regexp.MustCompile("`([^`]+)`")

// stepGrammar is how the left column is written, with the marks left out.
var stepGrammar = regexp.MustCompile("^(press|type|click) (`[^`]+`(?:, `[^`]+`)*)(?: until (`[^`]+`))?( at the foot)?$")

// exercises reads the tasks of a chapter.
func exercises(t testing.TB, chapterName string) []exercise {
	t.Helper()
	var all []exercise
	for _, part := range strings.Split(chapter(t, "five-tasks.md", chapterName), "\n### ")[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		e := exercise{name: name}
		for line := range strings.Lines(rest) {
			cells := strings.Split(strings.TrimSpace(line), " | ")
			if len(cells) != 2 || strings.HasPrefix(line, "| do") {
				continue
			}
			s, err := readStep(strings.TrimPrefix(cells[0], "| "), strings.TrimSuffix(cells[1], " |"))
			if err != nil {
				t.Fatalf("docs/five-tasks.md, %s, %s: %v", chapterName, name, err)
			}
			e.steps = append(e.steps, s)
		}
		all = append(all, e)
	}
	return all
}

// readStep reads both columns of a line.
func readStep(do, see string) (step, error) {
	found := stepGrammar.FindStringSubmatch(do)
	if found == nil {
		return step{}, fmt.Errorf("%q is neither press, type nor click", do)
	}
	s := step{act: act(found[1]), what: wordsIn(found[2]), atFoot: found[4] != "", words: wordsIn(see)}
	if found[3] != "" {
		s.until = wordsIn(found[3])[0]
	}
	return s, nil
}

func wordsIn(text string) []string {
	var all []string
	for _, m := range marked.FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return all
}

// TestTheFiveTasksAreTheSameThreeTimes reads the page as the long test does
// that performs it.
func TestTheFiveTasksAreTheSameThreeTimes(t *testing.T) {
	var names []string
	for _, way := range waysToWork() {
		var here []string
		for _, e := range exercises(t, way) {
			here = append(here, e.name)
			if len(e.steps) < 3 {
				t.Errorf("%s, %s has only %d steps", way, e.name, len(e.steps))
			}
			for _, s := range e.steps {
				if byMouse := way == "## Mouse only"; byMouse != (s.act == clicks) {
					t.Errorf("%s, %s: %s %q", way, e.name, s.act, s.what)
				}
			}
		}
		if names == nil {
			names = here
		}
		if len(here) != 5 || strings.Join(here, "\n") != strings.Join(names, "\n") {
			t.Errorf("%s has the tasks %q, want %q", way, here, names)
		}
	}
}

func TestAStepIsWrittenInOneWay(t *testing.T) {
	for do, want := range map[string]string{
		"press `L`, `L`":             "{press [L L]  false []}",
		"press `h` until `Monday`":   "{press [h] Monday false []}",
		"click `e done` at the foot": "{click [e done]  true []}",
		"type `two words`":           "{type [two words]  false []}",
	} {
		if s, err := readStep(do, ""); err != nil || fmt.Sprint(s) != want {
			t.Errorf("%s is read as %v (%v), want %s", do, s, err, want)
		}
	}
	for _, do := range []string{"", "press", "press e", "hold `e`", "press `e` twice"} {
		if s, err := readStep(do, ""); err == nil {
			t.Errorf("%q is read as %v", do, s)
		}
	}
}
