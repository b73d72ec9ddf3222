package moderation

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestAnEditIsToldWordByWord(t *testing.T) {
	tests := map[string]struct{ was, now, want string }{
		"nothing":           {"", "", ""},
		"the same":          {"a b", "a b", "a b"},
		"a word changed":    {"you are dumb today", "you are great today", "you are -dumb -+great +today"},
		"words added":       {"see this", "see this at evil.example", "see -this-+this at evil.example+"},
		"words taken":       {"one two three", "one three", "one -two -three"},
		"all of it":         {"abc", "xyz", "-abc-+xyz+"},
		"in two places":     {"a b c d", "a x c y", "a -b -+x +c -d-+y+"},
		"a line of its own": {"a\nb", "a\n\nb", "-a\n-+a\n\n+b"},
		"gone":              {"abc", "", "-abc-"},
		"in another script": {"日本 語", "日本 人", "日本 -語-+人+"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, p := range WordDiff(tt.was, tt.now) {
				sign := map[PartKind]string{Went: "-", Came: "+"}[p.Kind]
				got += sign + p.Text + sign
			}
			if got != tt.want {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestALongTextIsComparedInNoTime(t *testing.T) {
	was, now := strings.Repeat("a b ", 200_000), strings.Repeat("b c ", 200_000)
	start := time.Now()
	parts := WordDiff(was, now)
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
	if len(parts) == 0 || len(parts) > 3 {
		t.Errorf("%d parts", len(parts))
	}
}

func FuzzADifferenceHoldsBothTexts(f *testing.F) {
	f.Add("one two three", "one 2 three four")
	f.Add(" a  b", "b \n a")
	f.Fuzz(func(t *testing.T, was, now string) {
		if len(was)+len(now) > 4000 {
			return
		}
		var a, b strings.Builder
		for _, p := range WordDiff(was, now) {
			if p.Kind != Came {
				fmt.Fprint(&a, p.Text)
			}
			if p.Kind != Went {
				fmt.Fprint(&b, p.Text)
			}
		}
		if a.String() != was || b.String() != now {
			t.Errorf("%q and %q became %q and %q", was, now, a.String(), b.String())
		}
	})
}
