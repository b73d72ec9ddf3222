package emoji

import (
	"slices"
	"strings"
	"testing"
)

func TestAnEmojiIsKnownByTheNameThatSlackGivesIt(t *testing.T) {
	tests := map[string]string{
		"+1": "👍", "thumbsup": "👍", "tada": "🎉", "eyes": "👀", "white_check_mark": "✅", "pray": "🙏", "heart": "❤️", "fire": "🔥",
		"simple_smile": "🙂", "slightly_smiling_face": "🙂", "thinking_face": "🤔", "raised_hands": "🙌", "man-shrugging": "🤷‍♂️",
		"large_yellow_circle": "🟡", "face_with_monocle": "🧐", "flag-fr": "🇫🇷", "us": "🇺🇸", "hugging_face": "🤗",
		"wave::skin-tone-2": "👋🏻", "+1::skin-tone-6": "👍🏿", "point_up::skin-tone-3": "☝🏼", "man-shrugging::skin-tone-3": "🤷‍♂️",
	}
	for name, want := range tests {
		if got, ok := Glyph(name); !ok || got != want {
			t.Errorf("Glyph(%q) = %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"", ":", "tada:", "no such", "flag-f", "flag-FR", "wave::tada", "wave::", "::skin-tone-2", strings.Repeat("x", 1<<20)} {
		if got, ok := Glyph(name); ok {
			t.Errorf("Glyph(%q) = %q", name, got)
		}
	}
}

func TestNamesAreOfferedShortestFirst(t *testing.T) {
	if got := Names("tad", 5); !slices.Equal(got, []string{"tada"}) {
		t.Errorf("tad: %q", got)
	}
	if got := Names(":thumbsu", 3); !slices.Equal(got, []string{"thumbsup"}) {
		t.Errorf("thumbsu: %q", got)
	}
	if got := Names("party_po", 3); !slices.Equal(got, []string{"tada"}) {
		t.Errorf("party_po: %q", got)
	}
	got := Names("he", 8)
	if len(got) != 8 || !slices.IsSortedFunc(got, func(a, b string) int { return len(a) - len(b) }) {
		t.Errorf("he: %q", got)
	}
	if len(Names("zzzz", 8)) != 0 || len(Names("a", 0)) != 0 || len(Names("a", -1)) != 0 {
		t.Error("names where there are none")
	}
	for _, name := range Names("", 10_000) {
		if _, ok := Glyph(name); !ok {
			t.Errorf("%q is offered and not known", name)
		}
	}
}
