package calendar

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

const typed = `---
# what we say on Mondays
when: 2026-11-23 09:00
zone: Europe/Berlin
mood: hopeful   # not ours, and kept
channels: [slack/#general, forum/Announcements]
status: draft
variants:
  mastodon: |-
    Short.

    #hello
# the end
---

What are your goals this week?

Mine is *rest*.
`

func TestAChangeTouchesItsOwnLinesAlone(t *testing.T) {
	p, err := Parse("a.md", typed)
	if err != nil {
		t.Fatal(err)
	}
	if p.Variants["mastodon"] != "Short.\n\n#hello" || p.When.String() != "2026-11-23 09:00" || len(p.To) != 2 || p.To[0].Channel != "general" {
		t.Fatalf("read as %+v", p)
	}
	moved, err := p.With(append(At(p.When.To(p.When.Day+1), p.Zone), As(Scheduled), Themed("goals"))...)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer("11-23 09:00", "11-24 09:00", "status: draft", "status: scheduled\ntheme: goals").Replace(typed)
	if moved.Source != want {
		t.Errorf("changed it is\n%s\nwant\n%s", moved.Source, want)
	}
	back, err := moved.With(append(At(p.When, p.Zone), As(Draft), Themed(""))...)
	if err != nil || back.Source != typed {
		t.Errorf("changed and changed back it is\n%s\n%v", back.Source, err)
	}
}

func TestANewFileHasAFrontMatter(t *testing.T) {
	p, err := Post{Path: "x.md"}.With(append(At(On(Date(2026, 11, 23), 9*60), "Europe/Berlin"),
		Saying("Hello\nthere"), Going([]Place{{"slack", "general"}}), Varying(map[string]string{"slack/#general": "a: b\n  # c", "mastodon": " odd"}),
		TakingTurns(nil), Tagged([]string{"yes", "a b"}))...)
	if err != nil {
		t.Fatal(err)
	}
	if p.Variants["slack/#general"] != "a: b\n  # c" || p.Variants["mastodon"] != " odd" || p.Text != "Hello\nthere" || p.Tags[0] != "yes" {
		t.Errorf("%s\n%+v", p.Source, p)
	}
}

// TestEveryOtherByteStays changes two settings of random files, and changes
// them back.
func TestEveryOtherByteStays(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	for range 400 {
		p := anyPost(t, random)
		source := p.Source
		if random.IntN(3) == 0 {
			source = strings.ReplaceAll(source, "\n", "\r\n")
		}
		if random.IntN(4) == 0 {
			source = "\ufeff" + source
		}
		before, err := Parse("a.md", source)
		if err != nil {
			t.Fatalf("%v\n%q", err, source)
		}
		there := strings.HasPrefix(strings.TrimPrefix(source, "\ufeff"), fence)
		after, err := before.With(Themed("a new theme"), Noting("a: note"))
		if err != nil {
			t.Fatalf("%v\n%q", err, source)
		}
		if after.Theme != "a new theme" || after.Note != "a: note" {
			t.Fatalf("it says %q\n%q", after.Theme, after.Source)
		}
		strip := func(source string) string {
			var kept []string
			block := false
			for line := range strings.SplitSeq(source, "\n") {
				mine := strings.HasPrefix(line, "theme:") || strings.HasPrefix(line, "note:")
				block = mine || block && (strings.HasPrefix(line, " ") || strings.TrimSpace(line) == "")
				if !block {
					kept = append(kept, line)
				}
			}
			return strings.Join(kept, "\n")
		}
		if there && strip(after.Source) != strip(source) {
			t.Fatalf("was\n%q, is\n%q", source, after.Source)
		}
		same := after
		for _, e := range []Edit{Themed(before.Theme), Noting(before.Note)} {
			if same, err = same.With(e); err != nil {
				t.Fatal(err)
			}
		}
		if back, now := alone(same), alone(before); !reflect.DeepEqual(back, now) {
			t.Fatalf("put back it says\n%+v, said\n%+v", back, now)
		}
	}
}

func TestAFileIsReadWhateverItsForm(t *testing.T) {
	tests := map[string]struct{ source, title, text string }{
		"no front matter":         {"# Hello\n\nthere\n", "Hello", "# Hello\n\nthere"},
		"an empty front matter":   {"---\n---\nHello\n", "Hello", "Hello"},
		"comments alone":          {"---\n# a note\n\n---\nHello", "Hello", "Hello"},
		"a byte order mark":       {"\ufeff---\ntitle: A\n---\nHello", "A", "Hello"},
		"other line ends":         {"---\r\ntitle: A\r\n---\r\na\r\nb\r\n", "A", "a\nb"},
		"nothing":                 {"", "", ""},
		"a line across the text":  {"---\ntitle: A\n---\na\n---\nb", "A", "a\n---\nb"},
		"no line end at the last": {"---\ntitle: A\n---", "A", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := Parse("a.md", tt.source)
			if err != nil || p.Title != tt.title || p.Text != tt.text {
				t.Fatalf("it says %q, %q, %v", p.Title, p.Text, err)
			}
			changed, err := p.With(Themed("x"))
			if err != nil || changed.Theme != "x" || changed.Text != tt.text {
				t.Fatalf("with a theme it is %q, %v", changed.Source, err)
			}
			back, err := changed.With(Themed(""))
			if err != nil || strings.Contains(tt.source, "---") && back.Source != tt.source && tt.title != "" {
				t.Errorf("and without it %q, was %q (%v)", back.Source, tt.source, err)
			}
		})
	}
}

func TestABrokenFileIsToldWithItsLine(t *testing.T) {
	tests := map[string]struct {
		source, says string
		line         int
	}{
		"a fence that is left open": {"---\ntitle: A\n", "no --- below", 1},
		"a setting twice":           {"---\ntitle: A\ntitle: B\n---\n", "", 3},
		"a bracket left open":       {"---\ntitle: A\ntags: [a\n---\n", "not YAML", 3},
		"a status":                  {"---\ntitle: A\n\nstatus: soon\n---\n", "is no status", 4},
		"a time":                    {"---\nwhen: tomorrow\n---\n", "is not a time", 2},
		"a rule":                    {"---\nwhen: 2026-11-23 09:00\nrecurrence: weekly\n---\n", "FREQ=WEEKLY", 3},
		"a series without a time":   {"---\nrecurrence: FREQ=WEEKLY\n---\n", "needs a first time", 2},
		"a pool without a series":   {"---\npool: [a]\n---\n", "only a series", 2},
		"an alias":                  {"---\na: &x 1\nb: *x\n---\n", "more YAML", 2},
		"not a mapping":             {"---\n- a\n---\n", "made of lines", 2},
		"no UTF-8":                  {"\xff", "not UTF-8", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("a.md", tt.source)
			broken, ok := errors.AsType[*Broken](err)
			if !ok || broken.Line != tt.line || !strings.Contains(broken.Reason, tt.says) || broken.Path != "a.md" {
				t.Errorf("told as %v, want line %d and %q", err, tt.line, tt.says)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(typed)
	f.Add("---\r\nvariants: {a: b}\r\n---\r\nx")
	f.Fuzz(func(t *testing.T, source string) {
		p, err := Parse("a.md", source)
		if err != nil {
			return
		}
		changed, err := p.With(Themed("x y"), As(Review))
		if err != nil {
			return // it may say what cannot be said together with this
		}
		if changed.Theme != "x y" || changed.Status != Review || changed.Text != p.Text {
			t.Errorf("%q became %q", source, changed.Source)
		}
	})
}
