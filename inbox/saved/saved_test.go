package saved

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// parsed is a reply that must be read.
func parsed(t testing.TB, text string) Reply {
	t.Helper()
	r, err := Parse("test", []byte(text))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return r
}

func TestAReplyIsRead(t *testing.T) {
	r := parsed(t, "---\r\ntitle: Hello # a comment\r\nkey: 1\r\nprivate: true\r\ntags: [Bug, '#needs detail', bug]\r\nthen: snooze 3d\r\nreact: ':tada:'\r\n"+
		"steps:\r\n  - one\r\n  - two\r\ndue: 7d\r\nin:\r\n  slack: |\r\n    *Hi*\r\n    {{name}}\r\n---\r\n\r\nHi **{{first_name}}**\r\n")
	if r.Title != "Hello" || r.Key != "1" || !r.Private || r.Then != "snooze 3d" || r.React != "tada" || r.Body != "Hi **{{first_name}}**" {
		t.Errorf("read as %+v", r)
	}
	if !slices.Equal(r.Tags, []string{"bug", "needs-detail"}) {
		t.Errorf("tags %q", r.Tags)
	}
	if got := r.On("slack").Body; got != "*Hi*\n{{name}}" {
		t.Errorf("in Slack it says %q", got)
	}
	if r.On("discord").Body != r.Body {
		t.Error("elsewhere it does not say its body")
	}
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	if p := r.Promised(now); p.Next() != "two" || !p.Due.Equal(now.Add(7*24*time.Hour)) {
		t.Errorf("it promises %+v", p)
	}
}

func TestAReplyNeedsNoFrontMatter(t *testing.T) {
	r := parsed(t, "\ufeffHello there, this is a rather long text that goes on and on and on.\n\n---\nline\n")
	if !strings.HasPrefix(r.Title, "Hello there, this is") || !strings.HasSuffix(r.Title, "…") || !strings.HasSuffix(r.Body, "---\nline") {
		t.Errorf("read as %+v", r)
	}
	if r := parsed(t, "---\nthen: done\n---\n"); r.Body != "" || r.Then != "done" || r.Title != "test" {
		t.Errorf("a macro without words: %+v", r)
	}
	if r := parsed(t, "---\n# nothing yet\n---\nHi"); r.Body != "Hi" {
		t.Errorf("a front matter of nothing: %+v", r)
	}
}

func TestAMistakeSaysWhereItIs(t *testing.T) {
	tests := map[string]struct {
		text         string
		line, column int
		why          string
	}{
		"an unknown setting":            {"---\nkey: a\ntitel: x\n---\nHi", 3, 1, `did you mean "title"?`},
		"one that is like none":         {"---\nsubject: x\n---\nHi", 2, 1, "there are due, in"},
		"one that stands twice":         {"---\nkey: a\nkey: b\n---\nHi", 3, 1, `"key" stands here twice`},
		"no end":                        {"---\nkey: a\nHi", 1, 1, "has no end"},
		"no YAML":                       {"---\nkey: [a\n---\nHi", 2, 6, "not YAML"},
		"no mapping":                    {"---\n- a\n---\nHi", 2, 1, "lines like"},
		"two keys":                      {"---\nkey: ab\n---\nHi", 2, 1, "one letter"},
		"no answer":                     {"---\nprivate: sure\n---\nHi", 2, 1, "true or false"},
		"a time that is none":           {"---\nthen: snooze sometime\n---\nHi", 2, 1, "is not a time"},
		"a verb that is none":           {"---\nthen: dome\n---\nHi", 2, 1, `did you mean "done"?`},
		"steps that are not there":      {"---\ndue: 7d\n---\nHi", 2, 1, "there are no steps"},
		"more steps than there are":     {"---\nsteps: [a, b]\nstep: 3\n---\nHi", 3, 1, "only 2"},
		"an anchor":                     {"---\ntitle: &x a\nreact: *x\n---\nHi", 2, 8, "more YAML than is read"},
		"a merge":                       {"---\n<<: {a: b}\n---\nHi", 2, 1, "more YAML than is read"},
		"a tag":                         {"---\ntitle: !!binary aGk=\n---\nHi", 2, 8, "more YAML than is read"},
		"deep nesting":                  {"---\ntitle: [[[[[[a]]]]]]\n---\nHi", 2, 11, "nested too deep"},
		"an unknown variable":           {"---\nkey: a\n---\nHi\n  {{first name}}", 5, 3, `did you mean "first_name"?`},
		"an empty variable":             {"Hi {{ }}", 1, 4, "is not known"},
		"a variable without an end":     {"Hi {{name\n}}", 1, 4, "has no }}"},
		"a variable of a platform":      {"---\nin:\n  slack: |\n    Hi\n    {{nome}}\n---\nHi", 5, 0, `did you mean "name"?`},
		"a platform that is none":       {"---\nin:\n  slak: Hi\n---\nHi", 3, 3, `did you mean "slack"?`},
		"a control character":           {"Hi\nyou\x1b[2J", 2, 4, "control character"},
		"what is no UTF-8":              {"Hi\xff", 1, 3, "not UTF-8"},
		"nothing at all":                {"---\ntitle: x\n---\n\n", 4, 0, "says nothing and does nothing"},
		"too long a line":               {"---\nkey: a\ntitle: " + strings.Repeat("x", maxLine) + "\n---\nHi", 3, 0, "longer than 2000"},
		"too much":                      {strings.Repeat("x", MaxFile+1), 1, 0, "larger than 64 KiB"},
		"too many tags":                 {"---\ntags: [a,b,c,d,e,f,g,h,i,j,k]\n---\nHi", 2, 1, "one to 10"},
		"a list where a word should be": {"---\ntitle: [a]\n---\nHi", 2, 1, "on the same line"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("test", []byte(tt.text))
			m, ok := errors.AsType[*Mistake](err)
			if !ok {
				t.Fatalf("no mistake: %v", err)
			}
			if m.Line != tt.line || m.Column != tt.column || !strings.Contains(m.Why, tt.why) {
				t.Errorf("%v, want line %d, column %d: …%s…", m, tt.line, tt.column, tt.why)
			}
		})
	}
	for _, name := range []string{"", "-x", "a b", "a/b", "a\x1b", strings.Repeat("x", 65)} {
		if _, err := Parse(name, []byte("Hi")); err == nil {
			t.Errorf("the name %q is taken", name)
		}
	}
}

func TestFactsAreFilledIn(t *testing.T) {
	f := Facts{Handle: "maria.k", FirstName: "Maria", Name: "Maria K", Channel: "help", Me: "sam", Link: "https://acme.slack.com/p1", Community: "Acme"}
	tests := map[string]struct {
		body, want string
		facts      Facts
	}{
		"all of them":              {"{{handle}} {{first_name}} {{ name }} {{channel}} {{me}} {{link}} {{community}}", "@maria.k Maria Maria K #help sam https://acme.slack.com/p1 Acme", f},
		"a missing one":            {"Hi {{first_name}}!", "Hi ### first name ###!", Facts{}},
		"one that shows nothing":   {"Hi {{name}}!", "Hi ### name ###!", Facts{Name: " \u200b\u202e"}},
		"braces as they stand":     {`a \{{name}} {{name}}`, "a {{name}} Maria K", f},
		"a variable in a name":     {"Hi {{name}}", "Hi {me}", Facts{Name: "{{me}}", Me: "sam"}},
		"a placeholder in a name":  {"Hi {{name}}", "Hi # x #", Facts{Name: "### x ###"}},
		"a call to all in a name":  {"Hi {{name}}", "Hi here channel everyone", Facts{Name: "@here @channel ＠everyone"}},
		"somebody in a name":       {"Hi {{name}}", "Hi Ana lena", Facts{Name: "Ana @lena"}},
		"a name behind an @":       {"Hi @{{name}}", "Hi Channel", Facts{Name: "Channel"}},
		"a handle behind an @":     {"Hi @{{handle}}", "Hi @maria.k", f},
		"a handle that calls all":  {"Hi @{{handle}} {{handle}}", "Hi Everyone Everyone", Facts{Handle: "Everyone"}},
		"escapes and lines":        {"Hi {{name}}", "Hi A B", Facts{Name: "A\n\x1b[31mB\x07"}},
		"the end of a message":     {"Hi {{name}}", "Hi '''", Facts{Name: "```"}},
		"a link that is none":      {"{{link}}", "### link ###", Facts{Link: "javascript:x"}},
		"a link that names all":    {"{{link}}", "https://x/%40here#a", Facts{Link: "https://x/@here##a"}},
		"a channel with its sign":  {"{{channel}}", "#help", Facts{Channel: "#help"}},
		"what is said to all here": {"@here {{name}}", "@here Ana", Facts{Name: "Ana"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := parsed(t, tt.body).Fill(tt.facts); got != tt.want {
				t.Errorf("%q filled is %q, want %q", tt.body, got, tt.want)
			}
		})
	}
}

func TestPlaceholdersAreFound(t *testing.T) {
	tests := map[string]struct {
		text string
		want []Gap
	}{
		"none":                    {"Hi # you ## and #### them ####", nil},
		"one":                     {"Hi ### FILL ME ###!", []Gap{{3, 18, "FILL ME"}}},
		"counted in characters":   {"日本 ### a ###\n### b ###", []Gap{{3, 12, "a"}, {13, 22, "b"}}},
		"without spaces":          {"###a###", []Gap{{0, 7, "a"}}},
		"without words":           {"### ###", []Gap{{0, 7, ""}}},
		"two in a line":           {"### a ### b ### c ###", []Gap{{0, 9, "a"}, {12, 21, "c"}}},
		"a heading is none":       {"### Heading\ntext ### more", nil},
		"a line of signs is none": {"###### x ######", nil},
		"a channel may be in it":  {"### see #help ###", []Gap{{0, 17, "see #help"}}},
		"beside a longer run":     {"#### ### a ### ####", []Gap{{5, 14, "a"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Open(tt.text); !slices.Equal(got, tt.want) {
				t.Errorf("Open(%q) = %v, want %v", tt.text, got, tt.want)
			}
		})
	}
}

func TestAKeyBelongsToOneReply(t *testing.T) {
	one, two := parsed(t, "---\nkey: w\n---\nHi"), parsed(t, "---\ntitle: x\nkey: w\n---\nHi")
	one.Name, two.Name, two.Path = "one", "two", "replies/two.md"
	all := []Reply{one, two, parsed(t, "Hi"), parsed(t, "Hi")}
	broken := Clashes(all)
	if len(broken) != 1 || broken[0].Error() != `replies/two.md:3:1: the key "w" is taken: one.md and two.md both have it` {
		t.Fatalf("%v", broken)
	}
	if all[0].Key != "w" || all[1].Key != "" {
		t.Errorf("the keys are %q and %q", all[0].Key, all[1].Key)
	}
}

func TestTheStarterSetIsSound(t *testing.T) {
	var all []Reply
	for _, file := range Starter() {
		r, err := Parse(strings.TrimSuffix(file.Name, ".md"), file.Text)
		if err != nil {
			t.Fatalf("%s: %v", file.Name, err)
		}
		if r.Key == "" || r.Title == "" || len(r.Body) > 700 || len(r.Title) > 40 {
			t.Errorf("%s has no key, or is too long: %d %q", file.Name, len(r.Body), r.Title)
		}
		filled := r.Fill(Facts{Handle: "maria.k", FirstName: "Maria", Name: "Maria K", Channel: "help", Me: "Sam", Link: "https://acme.slack.com/p1", Community: "Acme"})
		if strings.Contains(filled, "{{") {
			t.Errorf("%s keeps a variable: %s", file.Name, filled)
		}
		for _, g := range Open(filled) {
			if g.Words == "" {
				t.Errorf("%s has a placeholder that says nothing", file.Name)
			}
		}
		all = append(all, r)
	}
	if broken := Clashes(all); len(broken) > 0 || len(all) != 11 {
		t.Errorf("%d replies, %v", len(all), broken)
	}
}

func FuzzParse(f *testing.F) {
	for _, file := range Starter() {
		f.Add(string(file.Text), "Ana", "ana")
	}
	f.Add("---\nin:\n  slack: |\n    x {{name}}\ntags: [a, 'b']\n? x\n: y\n---\n\\{{ @{{name}} ### x", "@here {{me}} ### ###", "everyone\x1b[2J")
	f.Add("---\n---\n@{{handle}}", "", "Channel")
	f.Fuzz(func(t *testing.T, text, name, handle string) {
		r, err := Parse("fuzz", []byte(text))
		if err != nil {
			m, ok := errors.AsType[*Mistake](err)
			if !ok || m.Line < 1 || m.Line > strings.Count(text, "\n")+2 || m.Column < 0 || m.Why == "" || !utf8.ValidString(m.Why) {
				t.Fatalf("%#v", err)
			}
			return
		}
		facts := Facts{Handle: handle, FirstName: name, Name: name, Channel: handle, Me: name, Link: name, Community: handle}
		filled := r.Fill(facts)
		if strings.ContainsFunc(filled, func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\t' }) {
			t.Fatalf("%q", filled)
		}
		runes := []rune(filled)
		end := 0
		for _, g := range Open(filled) {
			if g.From < end || g.To > len(runes) || string(runes[g.From:g.From+3]) != mark || string(runes[g.To-3:g.To]) != mark {
				t.Fatalf("%v in %q", g, filled)
			}
			end = g.To
		}
	})
}

func FuzzFill(f *testing.F) {
	f.Add("@here", "{{me}}", "### x ###")
	f.Fuzz(func(t *testing.T, name, handle, channel string) {
		r := Reply{Body: "Hi @{{name}}, @{{handle}} {{channel}} {{first_name}}@{{community}} {{link}} {{me}}."}
		filled := r.Fill(Facts{Handle: handle, FirstName: name, Name: name, Channel: channel, Me: name, Link: channel, Community: name})
		for _, bad := range []string{"@here", "@channel", "@everyone", "{{", "}}", "```", "\x1b", "\n", "@@"} {
			if strings.Contains(strings.ToLower(filled), bad) && !lettersBehind(filled, bad) {
				t.Fatalf("%q has %q", filled, bad)
			}
		}
		for _, g := range Open(filled) {
			if !slices.Contains([]string{"name", "handle", "channel", "first name", "community", "link", "me"}, g.Words) {
				t.Fatalf("%q makes %v", filled, g)
			}
		}
	})
}

// lettersBehind reports whether each call in a text is the beginning of a
// longer word, and so is none.
func lettersBehind(text, call string) bool {
	if call[0] != '@' || len(call) < 3 {
		return false
	}
	for rest := strings.ToLower(text); ; {
		_, after, found := strings.Cut(rest, call)
		if !found {
			return true
		}
		if r, _ := utf8.DecodeRuneInString(after); !unicode.IsLetter(r) {
			return false
		}
		rest = after
	}
}

// TestAFrontMatterCostsLittle holds the YAML parser to a second for whatever
// fits into a front matter.
func TestAFrontMatterCostsLittle(t *testing.T) {
	for _, unit := range []string{"[", "{", "{a: ", "- ", "? ", ": ", "a: b\n", "- a\n", "'", "\"", "|", "&a ", "*a ", "!!", "#", "- - - a\n", "[a,", "{a,", "a:\n ", "%", "|\n", "<<: *a\n", "x"} {
		line := strings.Repeat(unit, maxLine/len(unit))
		text := "---\n" + strings.Repeat(strings.TrimSuffix(line, "\n")+"\n", (maxFront-8)/(maxLine+1)) + "---\nHi"
		begun := time.Now()
		_, err := Parse("test", []byte(text))
		if took := time.Since(begun); took > 3*time.Second {
			t.Errorf("many %q took %v (%v)", unit, took, err)
		}
	}
	var deeper strings.Builder
	for i := range 170 {
		deeper.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	if _, err := Parse("test", []byte("---\n"+deeper.String()+"---\nHi")); err == nil {
		t.Error("170 levels are taken")
	}
}
