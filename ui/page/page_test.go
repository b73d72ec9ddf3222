package page

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"rounds/inbox"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// bare is what a page shows, without its paint.
func bare(lines []string) string { return ansi.Strip(strings.Join(lines, "\n")) }

func TestRunsKeepTheirMeasure(t *testing.T) {
	th := theme.New(true)
	tests := map[string]struct {
		width int
		text  string
		want  string
	}{
		"words go to the next line":                    {7, "one two three", " ┃ one \n ┃ two \n ┃ thre\n ┃ e"},
		"a blank at the edge is dropped":               {7, "four four", " ┃ four\n ┃ four"},
		"a word longer than a line is cut":             {7, "abcdefghij", " ┃ abcd\n ┃ efgh\n ┃ ij"},
		"a wide rune is not cut in two":                {8, "日本語", " ┃ 日本\n ┃ 語"},
		"line breaks and blank lines stay":             {9, "a\n\nb", " ┃ a\n ┃ \n ┃ b"},
		"no escape sequence leaves a text":             {30, "\x1b[2Ja\x1b]0;owned\ab", " ┃ ab"},
		"what is cut is not read anew":                 {12, "🇪https://acme.org/?q=1https://b.c", " ┃ Ehttps://\n ┃ acme.org/\n ┃ ?q=1https\n ┃ ://b.c"},
		"a page that is too narrow shows what it must": {1, "ab", " ┃ a\n ┃ b"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := Page{Theme: &th, Width: tt.width}
			p.Runs("┃ ", Run{Text: tt.text, Paint: th.Text})
			if got := bare(p.Lines); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestAPieceGoesOnWhereTheLastOneEnded(t *testing.T) {
	th := theme.New(true)
	p := Page{Theme: &th, Width: 40}
	p.Runs("", Run{Text: "a wo", Paint: th.Text}, Run{Text: "rd", Paint: th.Strong})
	if want := " " + th.Text.Put("a ") + th.Text.Put("wo") + th.Strong.Put("rd"); strings.Join(p.Lines, "\n") != want {
		t.Errorf("%q, want %q", p.Lines, want)
	}
}

func TestADifferenceIsSaidBySigns(t *testing.T) {
	th := theme.New(true)
	p := Page{Theme: &th, Width: 60}
	p.Runs("", Difference("see you\nnow", "see me\nnow", &th)...)
	if got, want := bare(p.Lines), " see [-you-]\n {+me+}\n now"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestATextTooLongSaysThatItGoesOn(t *testing.T) {
	got := Beginning(strings.Repeat("é", textRoom))
	if !strings.HasSuffix(got, "é …") || len(got) > textRoom+len(" …") {
		t.Errorf("%d bytes, ends in %q", len(got), got[len(got)-8:])
	}
}

func TestAQuoteKeepsItsBar(t *testing.T) {
	th := theme.New(true)
	got := bare(Rendered(inbox.Slack, "so:\n> *yes*, said she", 9, &th))
	if want := "so:\n┃ yes, \nsaid she"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestHostileTextStaysOnThePage(t *testing.T) {
	th := theme.New(true)
	for _, text := range []string{"\x1b[2J\x1b]0;owned\a", "日本語のメッセージ", "👩‍👩‍👧‍👦 🇩🇪🇩", "tab\there", strings.Repeat("x", 500), "\xff\xfe", "> *_`~\n```"} {
		for width := range 40 {
			p := Page{Theme: &th, Width: width, Measure: Measure{Said: 2, Text: 1, Most: 30}}
			p.Head(text)
			p.Say(th.Text, "⚠ ", text)
			p.Text(th.Text, "┃ ", text)
			p.Runs("┃ ", Difference(text, "was "+text, &th)...)
			p.Lines = append(p.Lines, Rendered(inbox.Discord, text, width, &th)...)
			for _, line := range p.Lines {
				if plain := ansi.Strip(line); strings.ContainsAny(plain, "\x1b\n\t\a") || width > 6 && pane.Width(plain) > width {
					t.Fatalf("width %d: %q", width, plain)
				}
			}
		}
	}
}
