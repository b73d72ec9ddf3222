package pane

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// pressed gives a field keys by name, and text letter by letter.
func pressed(f *Field, strokes ...string) *Field {
	control := map[string]tea.KeyPressMsg{
		"undo": {Code: 'z', Mod: tea.ModCtrl}, "redo": {Code: 'y', Mod: tea.ModCtrl},
		"redo too": {Code: 'z', Mod: tea.ModCtrl | tea.ModShift},
	}
	for _, s := range strokes {
		paste, isPaste := strings.CutPrefix(s, "paste ")
		switch k, ok := control[s]; {
		case ok:
			f.Update(k)
		case isPaste:
			f.Update(tea.PasteMsg{Content: paste})
		default:
			typed(f, s)
		}
	}
	return f
}

func TestUndoAndRedo(t *testing.T) {
	tests := map[string]struct {
		strokes []string
		want    string
	}{
		"a word is one step":                       {[]string{"one two three", "undo"}, "one two "},
		"and so is the one before":                 {[]string{"one two three", "undo", "undo"}, "one "},
		"to the beginning, and no further":         {[]string{"one two", "undo", "undo", "undo", "undo"}, ""},
		"what was undone is done again":            {[]string{"one two", "undo", "undo", "redo"}, "one "},
		"all of it":                                {[]string{"one two", "undo", "undo", "redo", "redo too", "redo"}, "one two"},
		"typing ends what can be done again":       {[]string{"one two", "undo", "X", "redo"}, "one X"},
		"a paste is one step":                      {[]string{"a", "paste b c d", "undo"}, "a"},
		"a paste and what is typed behind it":      {[]string{"paste b c", "d", "undo"}, "b c"},
		"a cut is one step":                        {[]string{"one two", "ctrl+u", "undo"}, "one two"},
		"a word taken away letter by letter":       {[]string{"one two", "backspace", "backspace", "backspace", "undo"}, "one two"},
		"two of them are two steps":                {[]string{"one two", "backspace", "backspace", "backspace", "backspace", "backspace", "undo"}, "one"},
		"moving the cursor ends a step":            {[]string{"ab", "left", "c", "undo"}, "ab"},
		"undoing in the middle":                    {[]string{"ab", "left", "c", "right", "d", "undo", "undo", "undo"}, ""},
		"typing after taking away is its own":      {[]string{"abc", "backspace", "d", "undo"}, "ab"},
		"a line break is typed":                    {[]string{"one", "enter", "two", "undo"}, "one\n"},
		"the cursor goes back to where it was":     {[]string{"abc", "home", "ctrl+k", "undo", "X"}, "Xabc"},
		"and forth to where the change was":        {[]string{"abc", "home", "paste XY", "undo", "end", "redo", "Z"}, "XYZabc"},
		"letters with marks":                       {[]string{"e\u0301a", "backspace", "backspace", "undo"}, "e\u0301a"},
		"taken back and typed on, then back twice": {[]string{"one two", "undo", "six", "undo", "undo"}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := NewEditor("")
			if got := pressed(&f, tt.strokes...).Text(); got != tt.want {
				t.Errorf("after %q: %q, want %q", tt.strokes, got, tt.want)
			}
		})
	}
}

func TestUndoTellsWhetherTheTextChanged(t *testing.T) {
	f := NewField("abc")
	undo := tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl}
	if f.Update(undo) {
		t.Error("what a field begins with was undone")
	}
	typed(&f, "d")
	if !f.Update(undo) || f.Text() != "abc" {
		t.Errorf("nothing was undone: %q", f.Text())
	}
}

func TestADraftThatWasThrownAwayComesBack(t *testing.T) {
	f := NewEditor("")
	typed(&f, "a long draft")
	f.Replace("")
	if f.Text() != "" {
		t.Fatalf("%q is left", f.Text())
	}
	if f.Undo(); f.Text() != "a long draft" {
		t.Errorf("%q came back", f.Text())
	}
	if f.Set("another"); f.Undo() || f.Text() != "another" {
		t.Errorf("Set was undone: %q", f.Text())
	}
}

func TestThePastIsBounded(t *testing.T) {
	f := NewEditor("")
	for range 3 * mostSteps {
		f.Insert("word ")
	}
	undone := 0
	for f.Undo() {
		undone++
	}
	if undone != mostSteps {
		t.Errorf("%d steps were undone, want %d", undone, mostSteps)
	}
	f = NewEditor("")
	for range 8 {
		f.Insert(strings.Repeat("x", mostGone/2))
		f.Replace("")
	}
	if f.past.held > mostGone {
		t.Errorf("%d bytes are held", f.past.held)
	}
	big := strings.Repeat("y", 3*mostGone)
	f.Insert(big)
	f.Replace("")
	if f.Undo(); f.Text() != big {
		t.Error("a big text that was thrown away is gone for good")
	}
	if f.past.held < 0 {
		t.Errorf("%d bytes are held", f.past.held)
	}
}

func TestTheWordBeforeTheCursor(t *testing.T) {
	tests := map[string]struct {
		text, word string
		from       int
	}{
		"a word":                 {"hello wor", "wor", 6},
		"with its sign":          {"hi @mar", "@mar", 3},
		"with two":               {"::wel", "::wel", 0},
		"behind a space":         {"hello ", "", 6},
		"at the start of a line": {"a\n#he", "#he", 2},
		"nothing":                {"", "", 0},
		"in runes":               {"日本 :ta", ":ta", 3},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := NewEditor(tt.text)
			word, from := f.WordBefore()
			if word != tt.word || from != tt.from {
				t.Errorf("%q at %d, want %q at %d", word, from, tt.word, tt.from)
			}
			f.ReplaceBefore(from, "X")
			if want := strings.TrimSuffix(tt.text, tt.word) + "X"; f.Text() != want {
				t.Errorf("%q, want %q", f.Text(), want)
			}
			if f.Undo(); f.Text() != tt.text {
				t.Errorf("undone it is %q", f.Text())
			}
		})
	}
}

func TestWhatIsMarkedIsReplacedByWhatIsTyped(t *testing.T) {
	tests := map[string]struct {
		strokes []string
		want    string
	}{
		"by a letter":               {[]string{"X"}, "Hi X!"},
		"by a word":                 {[]string{"Ana"}, "Hi Ana!"},
		"by a paste":                {[]string{"paste Ana B"}, "Hi Ana B!"},
		"by nothing":                {[]string{"backspace"}, "Hi !"},
		"undone at once":            {[]string{"Ana", "undo"}, "Hi ### name ###!"},
		"not after a move":          {[]string{"left", "right", "X"}, "Hi ### name ###X!"},
		"the cursor is at its end":  {[]string{"right", "X"}, "Hi ### name ###!X"},
		"a word is taken as always": {[]string{"ctrl+w", "X"}, "Hi ### X!"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := NewEditor("Hi ### name ###!")
			f.Seek(3, 15)
			if from, to, ok := f.Marked(); !ok || from != 3 || to != 15 {
				t.Fatalf("%d to %d is marked", from, to)
			}
			if got := pressed(&f, tt.strokes...).Text(); got != tt.want {
				t.Errorf("after %q: %q, want %q", tt.strokes, got, tt.want)
			}
			if _, _, ok := f.Marked(); ok {
				t.Error("it is still marked")
			}
		})
	}
}

func TestMarkingStaysInsideTheText(t *testing.T) {
	f := NewEditor("abc")
	for _, m := range [][2]int{{-5, 99}, {9, 9}, {2, 1}, {0, 0}} {
		f.Seek(m[0], m[1])
		from, to, _ := f.Marked()
		if from < 0 || to > 3 || f.At() < 0 || f.At() > 3 {
			t.Errorf("Seek%v marks %d to %d, the cursor at %d", m, from, to, f.At())
		}
	}
	f.ReplaceBefore(-3, "x")
	f.ReplaceBefore(99, "y")
	f.Insert("")
}

func FuzzUndoGoesBackToTheBeginning(f *testing.F) {
	f.Add("begin", "one two\n", []byte{0, 1, 2, 3, 4, 5, 6, 7, 8})
	f.Fuzz(func(t *testing.T, text, more string, doing []byte) {
		if len(doing) > mostSteps {
			return
		}
		e := NewEditor(text)
		start := e.Text()
		for i, b := range doing {
			switch b % 9 {
			case 0:
				typed(&e, string([]rune(more)[:min(3, len([]rune(more)))]))
			case 1:
				e.Insert(more)
			case 2:
				typed(&e, "backspace")
			case 3:
				typed(&e, "ctrl+w")
			case 4:
				typed(&e, "left")
			case 5:
				e.Seek(i, int(b))
			case 6:
				e.Undo()
			case 7:
				e.Redo()
			case 8:
				e.Replace(more)
			}
		}
		end := e.Text()
		for e.Undo() {
		}
		if e.Text() != start && len(e.past.redo) < mostSteps {
			t.Fatalf("%q came back, want %q", e.Text(), start)
		}
		for e.Redo() {
		}
		if len(e.past.undo) < mostSteps && e.At() > len([]rune(e.Text())) {
			t.Fatalf("%q %q", e.Text(), end)
		}
	})
}

func BenchmarkALetterIntoAMegabyte(b *testing.B) {
	f := NewEditor(strings.Repeat("long words to wrap ", 55_000))
	b.ReportAllocs()
	for b.Loop() {
		f.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
	}
}
