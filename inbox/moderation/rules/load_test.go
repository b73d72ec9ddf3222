package rules

import (
	"strings"
	"testing"

	"rounds/inbox/moderation"
)

func TestAMistakeIsNamedWithItsLineAndColumn(t *testing.T) {
	tests := map[string]struct {
		text         string
		line, column int
		what         string
	}{
		"an unknown key":              {"packs = []\ncolour = 1\n", 2, 1, `unknown key "colour"`},
		"an unknown key of a rule":    {"[[rule]]\nname = \"a\"\nwenn = 'true'\n", 3, 1, `unknown key "rule.wenn"`},
		"broken TOML":                 {"packs = [\n", 2, 0, ""},
		"a value of another type":     {"[[rule]]\nname = 'a'\ndigit = 'x'\n", 3, 9, ""},
		"an unknown name":             {"[[rule]]\nname = 'a'\nwhen = 'link_count > 0 && colour > 1'\n", 3, 27, "unknown name colour"},
		"an unknown field":            {"[[rule]]\nname = 'a'\nwhen = 'author.agee > 1'\n", 3, 16, "agee"},
		"an unfinished expression":    {"[[rule]]\nname = 'a'\nwhen = 'link_count >'\n", 3, 0, ""},
		"a number for a condition":    {"[[rule]]\nname = 'a'\nwhen = 'link_count'\n", 3, 9, "bool"},
		"past an escape":              {"[[rule]]\nname = 'a'\nwhen = \"text == \\\"é\\\" && colour\"\n", 3, 26, "unknown name colour"},
		"on a later line of a string": {"[[rule]]\nname = 'a'\nwhen = '''\nlink_count > 1\n  && colour'''\n", 5, 6, "unknown name colour"},
		"in unless":                   {"[[rule]]\nname = 'a'\nwhen = 'true'\nunless = 'colour'\n", 4, 11, "unknown name colour"},
		"a broken pattern":            {"[[rule]]\nname = 'a'\nwhen = 'regex(\"(a\")'\n", 3, 15, "missing closing )"},
		"a broken pattern of matches": {"[[rule]]\nname = 'a'\nwhen = 'text matches \"[a\"'\n", 3, 22, "missing closing ]"},
		"a pattern made of a text":    {"[[rule]]\nname = 'a'\nwhen = 'text matches author.handle'\n", 3, 29, "written out"},
		"a list that is not there":    {"[[rule]]\nname = 'a'\nwhen = 'has(\"nonesuch\")'\n", 3, 13, `no list "nonesuch"`},
		"a group that is not there":   {"[[rule]]\nname = 'a'\nwhen = 'points(\"nonesuch\") > 1'\n", 3, 16, "no list belongs"},
		"a range":                     {"[[rule]]\nname = 'a'\nwhen = 'any(1..1000000000, # > 5)'\n", 3, 14, "count from one number"},
		"a loop in a loop":            {"[[rule]]\nname = 'a'\nwhen = 'any(words(), any(words(), # == \"a\"))'\n", 3, 0, "loop"},
		"a pattern in a loop":         {"[[rule]]\nname = 'a'\nwhen = 'any(words(), text matches \"a\")'\n", 3, 0, "loop"},
		"a clock":                     {"[[rule]]\nname = 'a'\nwhen = 'now().Year() > 1'\n", 3, 9, "now"},
		"an unknown outcome":          {"[[rule]]\nname = 'a'\noutcome = 'explode'\n", 3, 11, `no outcome is called "explode"`},
		"an unknown severity":         {"[[rule]]\nname = 'a'\nseverity = 'huge'\n", 3, 12, `no severity is called "huge"`},
		"a digit too large":           {"[[rule]]\nname = 'a'\ndigit = 12\n", 3, 9, "1 to 9"},
		"a digit twice":               {"[[rule]]\nname = 'a'\ndigit = 1\n[[rule]]\nname = 'b'\ndigit = 1\n", 6, 9, `belongs to the rule "a"`},
		"a name twice":                {"[[rule]]\nname = 'a'\n[[rule]]\nname = 'a'\n", 4, 8, "another rule"},
		"no name":                     {"[[rule]]\ntitle = 'a'\n", 1, 3, "needs a name"},
		"something a rule cannot do":  {"[[rule]]\nname = 'a'\ndoes = ['flag', 'ban']\n", 3, 17, `cannot "ban"`},
		"a pack that is not there":    {"packs = ['spam', 'eggs']\n", 1, 18, `no pack "eggs"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Load(Source{"rules.toml", []byte(tt.text)})
			wrong := Mistakes(err)
			if len(wrong) != 1 {
				t.Fatalf("%d mistakes (%v), want 1", len(wrong), err)
			}
			m := wrong[0]
			if m.Line != tt.line && tt.column > 0 || m.Column != tt.column && tt.column > 0 || !strings.Contains(m.What, tt.what) {
				t.Errorf("%v, want %d:%d %s", m, tt.line, tt.column, tt.what)
			}
			if m.File != "rules.toml" || m.Line < 1 || m.Column < 1 || strings.Contains(m.What, "\n") {
				t.Errorf("%q is not a mistake that a person can find", m)
			}
		})
	}
}

func TestAllMistakesAreToldAtOnce(t *testing.T) {
	_, err := Load(Source{"rules.toml", []byte("[[rule]]\nname = 'a'\nwhen = 'colour'\n[[rule]]\nname = 'b'\nwhen = 'size'\noutcome = 'x'\n")})
	if got := Mistakes(err); len(got) != 3 {
		t.Errorf("%d mistakes, want 3: %v", len(got), err)
	}
}

func TestTheStarterLoadsAndPutsSixRulesOnDigits(t *testing.T) {
	set, err := Load(Source{"rules.toml", Starter()})
	if err != nil {
		t.Fatal(err)
	}
	book := set.Rulebook()
	for digit := 1; digit <= 6; digit++ {
		r, ok := book.OfDigit(digit)
		if !ok || r.Fires || r.Letter == "" || r != book.Rules[digit-1] {
			t.Errorf("digit %d: %+v", digit, r)
		}
	}
}

// TestTheStarterTeachesWhatWorks loads it with the examples in its comments
// switched on.
func TestTheStarterTeachesWhatWorks(t *testing.T) {
	var b strings.Builder
	_, examples, _ := strings.Cut(string(Starter()), "# these.\n")
	b.WriteString(strings.TrimSuffix(string(Starter()), examples))
	for line := range strings.Lines(examples) {
		line = strings.TrimPrefix(line, "# ")
		if strings.Contains(line, "=") || strings.HasPrefix(line, "[[") {
			b.WriteString(line)
		}
	}
	set, err := Load(Source{"rules.toml", []byte(b.String())})
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := set.Rulebook().Find("keys-in-the-open"); !r.Fires {
		t.Errorf("the examples were not read: %s", b.String())
	}
}

func TestAPersonsWordGoesOverAPacks(t *testing.T) {
	set, err := Load(Source{"rules.toml", []byte(`
[[rule]]
name = "invite-links"
digit = 7
outcome = "warn"
act = true
[[rule]]
name = "adverts"
off = true
[[list]]
name = "invites"
hosts = ["join.example.org"]
`)})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := set.Rulebook().OfDigit(7)
	want := moderation.Rule{
		Name: "invite-links", Title: "Invitation link", Pack: "spam", Digit: 7, Severity: moderation.Moderate, Outcome: moderation.Warn,
		Strikes: 1, Fires: true, Acts: true,
	}
	if r != want {
		t.Errorf("got %+v, want %+v", r, want)
	}
	if off, _ := set.Rulebook().Find("adverts"); !off.Off {
		t.Error("adverts is on")
	}
	if hits := set.Judge(Sample{Text: "come to https://join.example.org/x"}, nil); len(hits) != 1 || hits[0].Rule.Name != "invite-links" {
		t.Errorf("hits %+v", hits)
	}
}

func TestWithoutPacksOnlyTheirOwnRulesAreInForce(t *testing.T) {
	set, err := Load(Source{"rules.toml", []byte("packs = []\n[[rule]]\nname = 'a'\n")})
	if err != nil || len(set.Rulebook().Rules) != 1 {
		t.Errorf("%v, %+v", err, set)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(string(Starter()))
	f.Add("[[rule]]\nname = 'a'\nwhen = \"text == \\\"\\u00e9\\\" && colour\"\n")
	f.Add("[[list]]\nname = 'a'\nwords = ['*', '{link}', '**a**', '{x}']\n")
	f.Fuzz(func(t *testing.T, text string) {
		set, err := Load(Source{"rules.toml", []byte(text)})
		if err == nil {
			set.Judge(Sample{Text: "you have won a free prize https://t.me/x"}, nil)
			return
		}
		if len(Mistakes(err)) == 0 {
			t.Errorf("%v names no place", err)
		}
	})
}

func TestALoopGoesOverWordsAndHosts(t *testing.T) {
	set := of(t, "[[rule]]\nname = 'a'\nwhen = 'any(words(), len(#) > 6 && # matches \"^ex\") && all(hosts, # endsWith \".org\")'\n")
	if hits := set.Judge(regular("an excellent http://a.org"), nil); len(hits) != 1 {
		t.Errorf("it is not met: %v", set.Slow())
	}
}
