package markup

import (
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// told writes spans as a person reads them: the letters of the styles and the
// text.
func told(spans []Span) string {
	letters := []struct {
		style Style
		name  string
	}{{Bold, "b"}, {Italic, "i"}, {Strike, "s"}, {Code, "c"}, {Block, "B"}, {Quote, "q"}, {Link, "l"}, {Mention, "m"}, {Emoji, "e"}}
	var out strings.Builder
	for _, s := range spans {
		if s.Style == 0 {
			out.WriteString(s.Text)
			continue
		}
		out.WriteByte('[')
		for _, l := range letters {
			if s.Style.Has(l.style) {
				out.WriteString(l.name)
			}
		}
		out.WriteString(":" + s.Text + "]")
	}
	return out.String()
}

func TestSlackShows(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"bold":                           {"a *b* c", "a [b:b] c"},
		"italic and strike":              {"_a_ ~b~", "[i:a] [s:b]"},
		"one in the other":               {"*a _b_ c*", "[b:a ][bi:b][b: c]"},
		"two at once":                    {"*_a_*", "[bi:a]"},
		"crossed ones are not":           {"*a _b* c_", "[b:a _b] c_"},
		"not inside a word":              {"a*b*c snake_case_name 2*3*4", "a*b*c snake_case_name 2*3*4"},
		"not doubled":                    {"**a** __b__", "**a** __b__"},
		"not before a blank":             {"* a* *a * b", "* a* *a * b"},
		"not over a line":                {"*a\nb*", "*a\nb*"},
		"beside a stop":                  {"(*a*), *b*.", "([b:a]), [b:b]."},
		"in other scripts":               {"*日本* é*b*", "[b:日本] é*b*"},
		"code":                           {"use `a *b*` *c*", "use [c:a *b*] [b:c]"},
		"code keeps what would close":    {"*a `*` b*", "[b:a ][bc:*][b: b]"},
		"code without an end":            {"a `b *c*", "a `b [b:c]"},
		"a block":                        {"see ```\nx *y*\n> z\n``` *b*", "see [B:x *y*\n> z] [b:b]"},
		"a block without an end":         {"see ``` *b*", "see ``` [b:b]"},
		"a quote":                        {"> a *b*\nc > d", "[q:a ][bq:b]\nc > d"},
		"a quote to the end":             {"a\n>>> b\nc", "a\n[q:b][q:\n][q:c]"},
		"an empty quoted line":           {"> a\n>\nb", "[q:a]\n[q:]\nb"},
		"an address":                     {"see https://x.io/a_b_c_*d*. _e_", "see [l:https://x.io/a_b_c_*d]*. [i:e]"},
		"an address in bold":             {"*https://x.io*", "[bl:https://x.io]"},
		"no address":                     {"https:// xhttp://a", "https:// xhttp://a"},
		"an emoji":                       {"yes :tada: :+1::skin-tone-2: :custom_one: 10:30:45", "yes [e:🎉] [e:👍🏻] :custom_one: 10:30:45"},
		"an emoji in code":               {"`:tada:`", "[c::tada:]"},
		"a mention":                      {"hi @maria.k. @nobody #help, mail a@maria.k", "hi [m:@maria.k]. @nobody [m:#help], mail a@maria.k"},
		"everybody":                      {"@here @Channel", "[m:@here] [m:@Channel]"},
		"a mention in bold":              {"*@here*", "[bm:@here]"},
		"lists stay":                     {"- a\n* b\n1. c", "- a\n* b\n1. c"},
		"what is foreign is not touched": {"\x1b[31m*a\u202e*", "\x1b[31m*a\u202e*"},
	}
	known := Reader{Names: func(word string) bool { return word == "@maria.k" || word == "#help" }}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := told(known.Spans(inbox.Slack, tt.text)); got != tt.want {
				t.Errorf("%q is shown as %q, want %q", tt.text, got, tt.want)
			}
		})
	}
	if got := told(Spans("elsewhere", "*a*")); got != "*a*" {
		t.Errorf("elsewhere: %q", got)
	}
}

// cruel are texts in which a search for an end could be made again and again.
func cruel(size int) map[string]string {
	texts := map[string]string{}
	for _, unit := range []string{"*", "_*~", "*a ", " *a", "`", "` ", "`a", "```", "``` a", ":", ":a", ":a:", "@", "@a.", "@......", "#-", ">", ">>>", "> \n", "http://", " https://a", "*a* _b_ ", "(*", "*a_", "日", "\n"} {
		texts[unit] = strings.Repeat(unit, size/len(unit))
	}
	return texts
}

func TestATextCostsWhatItIsLong(t *testing.T) {
	r := Reader{Names: func(string) bool { return false }}
	for name, text := range cruel(1 << 18) {
		begun := time.Now()
		spans := r.Spans(inbox.Slack, text)
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("256 KiB of %q took %v", name, took)
		}
		if len(spans) == 0 {
			t.Errorf("256 KiB of %q is nothing", name)
		}
	}
}

func FuzzSpans(f *testing.F) {
	for _, text := range cruel(64) {
		f.Add(text)
	}
	f.Add("*a _b_ `c*` ~d~* https://x/_y_ :tada::skin-tone-3: @here\n> q\n>>> z ```\nblock\n``` *e*")
	f.Fuzz(func(t *testing.T, text string) {
		shown := 0
		for _, s := range Spans(inbox.Slack, text) {
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

func BenchmarkAMegabyteOfStars(b *testing.B) {
	text := strings.Repeat("*", 1<<20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Spans(inbox.Slack, text)
	}
}

func BenchmarkAMegabyteOfBold(b *testing.B) {
	text := strings.Repeat("*a* ", 1<<18)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Spans(inbox.Slack, text)
	}
}
