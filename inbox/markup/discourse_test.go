package markup

import (
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

func TestDiscourseShows(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"bold and italic":              {"a **b** *c* __d__ _e_", "a [b:b] [i:c] [b:d] [i:e]"},
		"both":                         {"***a***", "[bi:a]"},
		"one in the other":             {"**a *b* c**", "[b:a ][bi:b][b: c]"},
		"strike":                       {"~~a~~ ~b~", "[s:a] ~b~"},
		"not inside a word":            {"snake_case_name 2 * 3 * 4", "snake_case_name 2 * 3 * 4"},
		"stars inside a word are":      {"a*b*c", "a[i:b]c"},
		"what has no end is plain":     {"**a *b", "**a *b"},
		"crossed ones":                 {"*a **b* c**", "[i:a **b] c**"},
		"code":                         {"use `a *b*` and ``c ` d``", "use [c:a *b*] and [c:c ` d]"},
		"code without an end":          {"a `b *c*", "a `b [i:c]"},
		"a block":                      {"see\n```go\nx *y*\n```\n*z*", "see[B:\n][B:\n][B:x *y*][B:\n]\n[i:z]"},
		"a quote":                      {"> a *b*\nc", "[q:a ][iq:b]\nc"},
		"a heading":                    {"## a\n#b", "[b:a]\n#b"},
		"a named link":                 {"see [the *docs*](https://x.io/a_b) now", "see [l:the *docs*] now"},
		"an address":                   {"https://x.io/a_b_c *d*", "[l:https://x.io/a_b_c] [i:d]"},
		"an escape":                    {`\*a\* b`, "*a* b"},
		"an emoji":                     {":tada: :custom_one:", "[e:🎉] :custom_one:"},
		"a mention":                    {"hi @maria.k. @nobody", "hi [m:@maria.k]. @nobody"},
		"lists stay":                   {"- a\n* b\n1. c", "- a\n* b\n1. c"},
		"what is foreign is untouched": {"\x1b[31m**a\u202e**", "\x1b[31m[b:a\u202e]"},
	}
	known := Reader{Names: func(word string) bool { return word == "@maria.k" }}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := told(known.Spans(inbox.Discourse, tt.text)); got != tt.want {
				t.Errorf("%q is shown as %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestATextForDiscourseCostsWhatItIsLong(t *testing.T) {
	texts := cruel(1 << 18)
	for _, unit := range []string{"**a ", "a** ", "[", "[a](", "[](", "\\", "``", "` `` ``` ", "~~", "*a **b ", "> # "} {
		texts[unit] = strings.Repeat(unit, (1<<18)/len(unit))
	}
	for name, text := range texts {
		begun := time.Now()
		Spans(inbox.Discourse, text)
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("256 KiB of %q took %v", name, took)
		}
	}
}

func FuzzDiscourseSpans(f *testing.F) {
	for _, text := range cruel(64) {
		f.Add(text)
	}
	f.Add("**a _b_ `c*`** ~~d~~ [x](https://x/_y_) :tada: @here\n> q\n```\nblock\n```\n# *e*")
	f.Fuzz(func(t *testing.T, text string) {
		shown := 0
		for _, s := range Spans(inbox.Discourse, text) {
			if !s.Style.Has(Emoji) {
				shown += len(s.Text)
			}
			if s.Style.Has(Code) && strings.Contains(s.Text, "\n") {
				t.Fatalf("code over lines: %q", s.Text)
			}
		}
		if shown > len(text) {
			t.Fatalf("%d bytes came of %d", shown, len(text))
		}
	})
}
