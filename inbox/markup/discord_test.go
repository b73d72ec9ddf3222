package markup

import (
	"testing"
	"time"

	"rounds/inbox"
)

func TestDiscordShows(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"bold":                  {"a **b** c", "a [b:b] c"},
		"italic, both ways":     {"*a* _b_", "[i:a] [i:b]"},
		"strike":                {"~~a~~ ~b~", "[s:a] ~b~"},
		"one in the other":      {"**a *b* c**", "[b:a ][bi:b][b: c]"},
		"bold without an end":   {"a **b c", "a **b c"},
		"not inside a word":     {"snake_case_name", "snake_case_name"},
		"a star inside a word":  {"a*b*c", "a[i:b]c"},
		"a sum":                 {"2 * 3 * 4", "2 * 3 * 4"},
		"code":                  {"use `a **b**` **c**", "use [c:a **b**] [b:c]"},
		"a block in a language": {"```go\nx **y**\n```", "[B:x **y**]"},
		"a block in none":       {"see ```x y```", "see [B:x y]"},
		"a quote":               {"> a **b**\nc", "[q:a ][bq:b]\nc"},
		"a quote to the end":    {">>> a\nb", "[q:a][q:\n][q:b]"},
		"no quote":              {">a", ">a"},
		"a heading":             {"## Plans\nmore", "[b:Plans]\nmore"},
		"a link with a label":   {"see [the docs](https://x.io/a) now", "see [l:the docs] now"},
		"an address":            {"https://x.io/a_b_c", "[l:https://x.io/a_b_c]"},
		"a sign without sense":  {`\*a\* b`, "*a* b"},
		"a mention":             {"hi @maria.k and #help", "hi [m:@maria.k] and [m:#help]"},
		"everybody":             {"**@everyone**", "[bm:@everyone]"},
		"an emoji":              {"yes :tada:", "yes [e:🎉]"},
	}
	known := Reader{Names: func(word string) bool { return word == "@maria.k" || word == "#help" }}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := told(known.Spans(inbox.Discord, tt.text)); got != tt.want {
				t.Errorf("%q is shown as %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestATextForDiscordCostsWhatItIsLong(t *testing.T) {
	r := Reader{Names: func(string) bool { return false }}
	for name, text := range cruel(1 << 17) {
		begun := time.Now()
		r.Spans(inbox.Discord, text)
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("128 KiB of %q took %v", name, took)
		}
	}
}

func FuzzDiscordSpans(f *testing.F) {
	for _, text := range cruel(64) {
		f.Add(text)
	}
	f.Add("**a _b_ `c`** ~~d~~ [x](https://x.io) \\*e\\* > q ```go\nz\n```")
	f.Fuzz(func(t *testing.T, text string) {
		shown := 0
		for _, s := range Spans(inbox.Discord, text) {
			if !s.Style.Has(Emoji) {
				shown += len(s.Text)
			}
		}
		if shown > len(text) {
			t.Fatalf("%d bytes came of %d", shown, len(text))
		}
	})
}
