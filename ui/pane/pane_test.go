package pane

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

func TestWrapBreaksAtSpacesAndInsideLongWords(t *testing.T) {
	tests := map[string]struct {
		words string
		width int
		want  []string
	}{
		"short text stays":           {"hello", 10, []string{"hello"}},
		"breaks at a space":          {"hello big world", 10, []string{"hello big", "world"}},
		"breaks a long word":         {"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		"keeps blank lines":          {"a\n\nb", 10, []string{"a", "", "b"}},
		"wide runes are two cells":   {"日本語", 4, []string{"日本", "語"}},
		"one wide rune in one cell":  {"日本", 1, []string{"日", "本"}},
		"keeps what is indented":     {"  code", 10, []string{"  code"}},
		"nothing in no room":         {"a", 0, nil},
		"no sequence comes through":  {"a\x1b[31mb", 10, []string{"ab"}},
		"an exact fit stays on line": {"abcd efgh", 4, []string{"abcd", "efgh"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Wrap(tt.words, tt.width); fmt.Sprint(got) != fmt.Sprint(tt.want) || len(got) != len(tt.want) {
				t.Errorf("Wrap(%q, %d) = %q, want %q", tt.words, tt.width, got, tt.want)
			}
		})
	}
}

func FuzzWrapNeverExceedsItsWidth(f *testing.F) {
	f.Add("How do I rotate the key?", 7)
	f.Add("日本語 \x1b[2J 👩‍👩‍👧 क्षि", 5)
	f.Fuzz(func(t *testing.T, words string, width int) {
		width = 2 + abs(width)%80
		for _, line := range Wrap(words, width) {
			if w := Width(line); w > width {
				t.Errorf("%q is %d cells wide, not %d", line, w, width)
			}
		}
		if w := Width(Cell(words, width)); w != width {
			t.Errorf("the cell %q is %d cells wide, not %d", Cell(words, width), w, width)
		}
	})
}

func abs(n int) int { return max(n, -(n + 1)) }

func TestACellIsAsWideAsItIsAsked(t *testing.T) {
	for _, words := range []string{"", "abc", "日本語日本語", "a\u0300b", "⚠️ ❤️", "👩🏽‍💻👩🏽‍💻", "\x1b[1;1m", "नमस्ते क्षि"} {
		for width := range 12 {
			if w := Width(Cell(words, width)); w != width {
				t.Errorf("Cell(%q, %d) is %d cells wide", words, width, w)
			}
			if w := Width(CellRight(words, width)); w != width {
				t.Errorf("CellRight(%q, %d) is %d cells wide", words, width, w)
			}
		}
	}
}

func TestASheetLiesOverTheFrameAndLeavesTheRest(t *testing.T) {
	red := "\x1b[31m"
	frame := []string{"0123456789", red + "abcdefghij\x1b[m", "日本語日本"}
	Lay(frame, "XX\nYY\nZZ", 3, 0, 10)
	for i, want := range []string{"012XX56789", "abcYYfghij", "日 ZZ 語日本"} {
		if got := ansi.Strip(frame[i]); i < 2 && got != want {
			t.Errorf("line %d is %q, want %q", i, got, want)
		}
		if w := Width(frame[i]); w != 10 {
			t.Errorf("line %d is %d cells wide: %q", i, w, frame[i])
		}
	}
	if !strings.Contains(frame[1][strings.Index(frame[1], "YY"):], red) {
		t.Errorf("the colour is lost behind the sheet: %q", frame[1])
	}
}

func TestAgesAreToldInFourCells(t *testing.T) {
	now := time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC)
	for ago, want := range map[time.Duration]string{
		0: "now", 59 * time.Second: "now", 5 * time.Minute: "5m", 26 * time.Hour: "26h", 48 * time.Hour: "2d",
		98 * 24 * time.Hour: "98d", 100 * 24 * time.Hour: "14w", 800 * 24 * time.Hour: "2y", -time.Hour: "now",
	} {
		if got := Ago(now, now.Add(-ago)); got != want {
			t.Errorf("%s ago is %q, want %q", ago, got, want)
		}
	}
}

func TestALongerKeyIsPressedStrokeByStroke(t *testing.T) {
	table := []Command{{Key: Bind("gg", "first", "g g")}, {Key: Bind("gn", "unread", "g n")}, {Key: Bind("n", "note", "n")}}
	tests := map[string]struct{ strokes, want string }{
		"both strokes":                   {"g g", "first"},
		"one is not enough":              {"g", ""},
		"a wrong second stroke is eaten": {"g x", ""},
		"the next key is itself again":   {"g x n", "note"},
		"the second stroke is not alone": {"g n", "unread"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var k Keyboard
			got := ""
			for stroke := range strings.SplitSeq(tt.strokes, " ") {
				if c, ok := k.Press(stroke, table); ok {
					got = c.Key.Help().Desc
				}
			}
			if got != tt.want {
				t.Errorf("%q asks for %q, want %q", tt.strokes, got, tt.want)
			}
		})
	}
}

// typed gives a field strokes: names of keys, or text.
func typed(f *Field, strokes ...string) *Field {
	special := map[string]tea.KeyPressMsg{
		"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
		"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "enter": {Code: tea.KeyEnter},
		"backspace": {Code: tea.KeyBackspace}, "delete": {Code: tea.KeyDelete},
		"ctrl+w": {Code: 'w', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl}, "ctrl+k": {Code: 'k', Mod: tea.ModCtrl},
		"alt+left": {Code: tea.KeyLeft, Mod: tea.ModAlt}, "alt+x": {Code: 'x', Mod: tea.ModAlt},
	}
	for _, s := range strokes {
		if k, ok := special[s]; ok {
			f.Update(k)
			continue
		}
		for _, r := range s {
			f.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return f
}

func TestTypingInAField(t *testing.T) {
	tests := map[string]struct {
		strokes []string
		want    string
	}{
		"letters":                      {[]string{"abc"}, "abc"},
		"in the middle":                {[]string{"ac", "left", "b"}, "abc"},
		"taking back":                  {[]string{"abx", "backspace", "c"}, "abc"},
		"taking away ahead":            {[]string{"xabc", "home", "delete"}, "abc"},
		"a word":                       {[]string{"one two", "ctrl+w"}, "one "},
		"to the beginning of the line": {[]string{"one", "enter", "two", "ctrl+u"}, "one\n"},
		"to the end of the line":       {[]string{"one", "enter", "two", "up", "home", "ctrl+k"}, "\ntwo"},
		"up keeps the column":          {[]string{"abc", "enter", "def", "up", "X"}, "abcX\ndef"},
		"word by word":                 {[]string{"one two", "alt+left", "X"}, "one Xtwo"},
		"alt and a letter are no text": {[]string{"a", "alt+x"}, "a"},
		"a mark goes with its letter":  {[]string{"e\u0301", "left", "x"}, "xe\u0301"},
		"nothing before the beginning": {[]string{"left", "backspace", "a"}, "a"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := NewEditor("")
			if got := typed(&f, tt.strokes...).Text(); got != tt.want {
				t.Errorf("typed %q: %q, want %q", tt.strokes, got, tt.want)
			}
		})
	}
}

func TestAPasteKeepsItsTextAndLosesItsControls(t *testing.T) {
	f := NewEditor("")
	f.Update(tea.PasteMsg{Content: "a\r\nb\x1b[31mc\td 👩🏽‍💻 \u202e"})
	if got, want := f.Text(), "a\nb[31mc d 👩🏽‍💻 \u202e"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	lines, _, _ := f.Lines(20, 5)
	for _, line := range lines {
		if strings.ContainsAny(line, "\u202e\u200d\x1b") {
			t.Errorf("drawn as it is: %q", line)
		}
	}
}

func TestTheCursorIsAlwaysInsideTheField(t *testing.T) {
	f := NewEditor(strings.Repeat("日本語 text ", 40) + "\n\nend")
	for _, stroke := range []string{"", "up", "up", "home", "up", "left", "down", "end", "right", "down", "down", "end"} {
		if stroke != "" {
			typed(&f, stroke)
		}
		for _, size := range [][2]int{{1, 1}, {2, 3}, {7, 4}, {40, 10}} {
			lines, x, y := f.Lines(size[0], size[1])
			if x < 0 || x >= size[0] || y < 0 || y >= size[1] || len(lines) > size[1] {
				t.Fatalf("after %q at %v: cursor %d, %d of %d lines", stroke, size, x, y, len(lines))
			}
			for _, line := range lines {
				if Width(line) > size[0] {
					t.Fatalf("%q is wider than %d", line, size[0])
				}
			}
		}
		text, x := f.View(10)
		if Width(text) > 10 || x < 0 || x >= 10 {
			t.Fatalf("after %q: %q, cursor %d", stroke, text, x)
		}
	}
}

func TestAMegabyteIsPastedAtOnce(t *testing.T) {
	f := NewEditor("")
	f.Update(tea.PasteMsg{Content: strings.Repeat("long words to wrap ", 55_000)})
	if lines, _, _ := f.Lines(70, 6); len(lines) != 6 || len(f.Text()) != 55_000*19 {
		t.Errorf("%d lines of %d bytes", len(lines), len(f.Text()))
	}
}

func TestWhatIsLeftOfAWaitIsToldToTheSecond(t *testing.T) {
	now := time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC)
	tests := map[string]time.Duration{
		"": -time.Second, "1s": time.Second, "52s": 52 * time.Second, "1m00s": time.Minute, "3m10s": 190 * time.Second,
		"1h05m": 65 * time.Minute, "2d": 48 * time.Hour, "9999d": 9999 * 24 * time.Hour,
	}
	for want, d := range tests {
		if got := In(now, now.Add(d)); got != want {
			t.Errorf("In(%v) = %q, want %q", d, got, want)
		}
	}
	if got := In(now.Add(300*time.Millisecond), now.Add(400*time.Millisecond)); got != "1s" {
		t.Errorf("the last moment is %q", got)
	}
	if got := In(now.Add(999*time.Millisecond), now.Add(8*time.Second)); got != "8s" {
		t.Errorf("a second that is not over is counted down already: %q", got)
	}
	if got := In(now, time.Time{}); got != "" {
		t.Errorf("no wait is %q", got)
	}
}

func TestAClockNamesTheDayUnlessItIsToday(t *testing.T) {
	now := time.Date(2026, 6, 16, 0, 30, 0, 0, time.FixedZone("there", 2*60*60))
	tests := map[string]time.Time{
		"09:12":             now.Add(8*time.Hour + 42*time.Minute),
		"00:05":             time.Date(2026, 6, 15, 22, 5, 0, 0, time.UTC),
		"15 Jun 23:59":      time.Date(2026, 6, 15, 21, 59, 0, 0, time.UTC),
		"31 Dec 2025 12:00": time.Date(2025, 12, 31, 10, 0, 0, 0, time.UTC),
	}
	for want, at := range tests {
		if got := Clock(now, at, "15:04"); got != want {
			t.Errorf("Clock(%v) = %q, want %q", at, got, want)
		}
	}
}
