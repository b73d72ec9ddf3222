package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// someday is when the tests of the config take place.
func someday() time.Time { return time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC) }

func TestEveryMistakeOfAConfigIsPointedAt(t *testing.T) {
	const account = "[[account]]\nname = \"a\"\nplatform = \"discourse\"\nbase = \"https://a.example\"\n"
	tests := map[string]struct {
		text string
		want []string // LINE:COLUMN WHY, in part
	}{
		"nothing wrong":                        {`me = "sam"` + "\n" + account, nil},
		"an unknown setting, with its like":    {"\nzoen = \"UTC\"", []string{`2:1 "zoen" is not a setting; did you mean "zone"?`}},
		"one that is like nothing":             {"colour = 1", []string{`1:1 "colour" is not a setting`}},
		"an unknown setting in a block":        {account + "chanels = []", []string{`5:1 "chanels" is not a setting; did you mean "channels"?`}},
		"an unknown block":                     {"[[acount]]\nname = \"x\"", []string{`1:3 "acount" is not a setting; did you mean "account"?`}},
		"wrong types":                          {"me = 7\nteam = \"lena\"\n" + account + "paused = \"yes\"", []string{`1:6 it is written as me = "…"`, `2:8 it is written as team = ["…", "…"]`, `7:10 it is written as paused = true`}},
		"a list with something else in it":     {`words = ["a", 7]`, []string{"1:9 it is written as words"}},
		"a block that is written as one value": {`account = "acme"`, []string{"1:11 it is written as [[account]]"}},
		"a setting that is no block":           {"[hold]\nname = \"a\"", []string{`1:2 it is written as hold = "…"`}},
		"a block with too few brackets":        {"[account]\nnam = \"a\"", []string{"1:2 account 1 has no name", `1:2 account "": platform`, `2:1 "nam" is`}},
		"a zone":                               {"me = \"sam\"\nzone = \"Europa/Berlin\"", []string{`2:8 zone "Europa/Berlin" is not known`}},
		"lengths":                              {"hold = \"2h\"\nsettle = \"soon\"", []string{`1:8 hold "2h" is no time`, `2:10 settle "soon" is no time`}},
		"platform, base and retention": {
			"[[account]]\nname = \"a\"\nplatform = \"icq\"\n[[account]]\nname = \"b\"\nplatform = \"discourse\"\nbase = \"forum\"\nretention = \"soon\"\ntokens = \"here\"",
			[]string{`3:12 account "a": platform "icq" is not known`, "7:8 account \"b\": base is no address", `8:13 account "b": retention`, "9:10 account \"b\": tokens"},
		},
		"an account without name and base":  {"\n[[account]]\nplatform = \"mastodon\"", []string{"2:3 account 1 has no name", "2:3 account \"\": base is missing"}},
		"two of one name":                   {strings.Repeat(account, 2), []string{`6:8 two accounts are named "a"`}},
		"a date":                            {account + "since = \"yesterday\"", []string{"5:9 account \"a\": since is not a date"}},
		"inside the filter of a section":    {"[[section]]\ntitle = \"A\"\nfilter = \"is:open is:nonsense\"", []string{"3:19 "}},
		"inside one behind an umlaut":       {"[[section]]\ntitle = \"A\"\nfilter = \"grün is:nonsense\"", []string{"3:16 "}},
		"inside the filter of a view":       {"[[view]]\ntitle = \"A\"\nfilter = \"is:open rule:x age:yes\"", []string{"3:26 age:yes is not known"}},
		"a view without a title":            {"[[view]]\nfilter = \"is:open\"", []string{"1:3 this view has no title"}},
		"what is no TOML, and what follows": {"me = sam\nteam = [\"a\"]\nzone = \"Mars\"", []string{"1:6 this is not TOML", `3:8 zone "Mars"`}},
		"two lines that are no TOML":        {"me = sam\n# a word\nteam = lena\n", []string{"1:6 this is not TOML", "3:8 this is not TOML"}},
		"what is said twice":                {"me = \"a\"\nme = \"b\"\nzone = \"Mars\"", []string{"2:1 this is said twice", "3:8 zone"}},
		"a list that has no end":            {"words = [\"a\", \"b\"\nzone = \"Mars\"", []string{"1:1 this has no end", "2:8 zone"}},
		"a text that has no end":            {"words = [\"a\"]\nme = \"\"\"a\nzone = \"Mars\"", []string{"2:1 this has no end"}},
		"a heading that is none":            {"[[account]\nname = \"a\"\n[[view]]\nfilter = \"\"", []string{"1:", "3:3 this view has no title"}},
		"accounts in one line":              {`account = [{name = "a", platfrm = "slack"}]`, []string{`1:11 account "a": platform "" is not known`, `1:25 "platfrm" is not a setting; did you mean "platform"?`}},
		"keys, where each of them stands": {
			"keys = \"vim\"\n[key]\nsnooze = \"R\"\nfrobnicate = \"x\"\n[key.inbox]\nreply = \"ctrl+i\"",
			[]string{`3:10 today: R has two meanings`, `3:10 inbox: R has two meanings`, `4:14 no pane has a command "frobnicate"`, "6:9 inbox.reply: a terminal sends tab for ctrl+i"},
		},
		"a preset that there is not":  {`keys = "emacs"`, []string{"1:8 keys: "}},
		"a command of one's own":      {"[[command]]\nname = \"x\"", []string{"1:3 command 1 (\"x\"): run is missing"}},
		"the check-in":                {"[today]\nhours = \"9 to 5\"\nquestion = \"soon\"", []string{`2:9 today: hours "9 to 5"`, `3:12 today: question "soon"`}},
		"a theme, and a notification": {"theme = \"neon\"\nnotify = \"loud\"", []string{"1:9 theme: ", `2:10 notify "loud" is not known`}},
		"with the lines of Windows":   {"me = \"sam\"\r\nzone = \"Mars\"\r\n", []string{"2:8 zone"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			found := mistakes([]byte(tt.text), someday())
			for i := range max(len(found), len(tt.want)) {
				got := ""
				if i < len(found) {
					got = fmt.Sprintf("%d:%d %s", found[i].Line, found[i].Column, found[i].Why)
				}
				if i >= len(tt.want) || got == "" || !strings.HasPrefix(got, tt.want[i]) {
					t.Errorf("mistake %d is %q, of %q", i, got, tt.want)
				}
			}
		})
	}
}

func TestALineIsShownAsFarAsItHoldsNoSecret(t *testing.T) {
	const secret = "0123456789abcdef0123456789abcdef"
	tests := map[string]struct {
		text, shown string
		caret       int
	}{
		"a value that is told anyway":       {`zone = "Mars"`, `zone = "Mars"`, 7},
		"one that is a token":               {`zone = "` + secret + `"`, "zone = …", 7},
		"one of Slack's":                    {`zone = "xoxb-1-2-abc"`, "zone = …", 7},
		"an unknown setting":                {`tokn = "short"`, "tokn = …", 0},
		"a token that stands alone":         {secret, "…", 0},
		"a token that is a key":             {secret + " = 1", "…", 0},
		"a token without quotes":            {"me = " + secret, "me = …", 5},
		"an address with a password":        {"[[account]]\nname = 'a'\nplatform = 'mastodon'\nbase = \"https://sam:pw@x.example\"", "base = …", 7},
		"a line that is set in":             {"  hold = \"9h\"", `hold = "9h"`, 7},
		"words that would drive a terminal": {"zone = \"\x9b31mMars\"", "zone = …", 7},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			found := mistakes([]byte(tt.text), someday())
			if len(found) != 1 {
				t.Fatalf("%+v", found)
			}
			if found[0].Shown != tt.shown || found[0].Caret != tt.caret {
				t.Errorf("%q with the mark at %d, want %q at %d", found[0].Shown, found[0].Caret, tt.shown, tt.caret)
			}
			for _, part := range []string{secret, "xoxb-1", "pw@", "short"} {
				if strings.Contains(fmt.Sprintf("%+v", found[0]), part) {
					t.Errorf("%q is told: %+v", part, found[0])
				}
			}
		})
	}
}

// FuzzMistakes holds the check to two promises: it points into the text, and it
// finds something exactly where the reader does.
func FuzzMistakes(f *testing.F) {
	for _, text := range []string{byAPerson, "me = 7\n", "[[account]\nx=1", "a=[1,\nb=2", "words=[\"\"\"", "[account.x]\n", "account=[{}]\n[[account]]", "ME=\"x\"\nme=1", "[section]\nx.y=1", newConfig()} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found := mistakes([]byte(text), someday())
		hard := 0
		for _, w := range found {
			if w.Line < 1 || w.Line > strings.Count(text, "\n")+1 || w.Column < 1 || w.Why == "" || w.Caret < 0 {
				t.Errorf("%+v", w)
			}
			if !w.soft {
				hard++
			}
		}
		if _, err := parseConfig("c", []byte(text)); (err != nil) != (hard > 0) {
			t.Errorf("read: %v; checked: %+v", err, found)
		}
	})
}

// leaves maps the path of every setting to that of the first place where it can
// stand.
func leaves(of reflect.Type, path, first string) map[string]string {
	all := map[string]string{}
	for field := range of.Fields() {
		name := settingOf(field)
		if name == "" {
			continue
		}
		inner, at := field.Type, joined(first, name)
		if inner.Kind() == reflect.Slice && isBlock(inner.Elem()) {
			inner, at = inner.Elem(), at+"[0]"
		}
		all[joined(path, name)] = at
		if isBlock(inner) && inner.Kind() == reflect.Struct {
			maps.Copy(all, leaves(inner, joined(path, name), at))
		}
	}
	return all
}

// uncommented takes the # away from every setting of a fresh config.
func uncommented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if rest, is := strings.CutPrefix(line, "#"); is && !strings.HasPrefix(rest, " ") {
			line = rest
		}
		b.WriteString(line)
	}
	return b.String()
}

func TestAFreshConfigHoldsEverySettingAndCanBeReadWithoutTheMarks(t *testing.T) {
	fresh := newConfig()
	if c, err := parseConfig("c", []byte(fresh)); err != nil || !reflect.DeepEqual(c, config{}) {
		t.Errorf("a fresh config says something: %+v, %v", c, err)
	}
	text := uncommented(fresh)
	for _, w := range mistakes([]byte(text), someday()) {
		t.Errorf("without the marks, line %d: %s: %s", w.Line, w.Setting, w.Why)
	}
	m := mapConfig([]byte(text))
	said := settingWords()
	for path, first := range leaves(reflect.TypeFor[config](), "", "") {
		if said[path].does == "" {
			t.Errorf("configwords.go does not say what %q does", path)
		}
		if _, there := m.spots[first]; !there {
			t.Errorf("%q does not stand in a fresh config:\n%s", path, text)
		}
		delete(said, path)
	}
	for path := range said {
		t.Errorf("configwords.go tells of %q, which there is not", path)
	}
	for line := range strings.Lines(fresh) {
		if len(line) > 140 {
			t.Errorf("%q is too long for a file that is read", line)
		}
	}
}

func TestConfigCheckPointsAndEndsWithOne(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	if a := h.run(t, "config", "check"); a.code != 0 || !strings.Contains(a.out, "is not there") {
		t.Errorf("without a config it ended with %d: %s%s", a.code, a.out, a.err)
	}
	path := strings.TrimSpace(h.must(t, "config", "path"))
	if path != h.configFile() {
		t.Errorf("it lies at %s", path)
	}
	h.must(t, "config", "init")
	if a := h.run(t, "config", "init"); a.code != 1 || !strings.Contains(a.err, "left as it is") {
		t.Errorf("a second one ended with %d: %s", a.code, a.err)
	}
	if out := h.must(t, "config", "check"); !strings.Contains(out, "nothing is wrong") {
		t.Errorf("of a fresh one it says %s", out)
	}
	file := write(t, filepath.Join(h.dir, "other.toml"), "zoen = \"UTC\"\nhold = \"9h\"\n", 0o600)
	a := h.run(t, "config", "check", file)
	want := file + ":1:1: \"zoen\" is not a setting; did you mean \"zone\"?\n    zoen = …\n    ^\n" +
		file + ":2:8: hold \"9h\" is no time up to an hour: write it as 10s\n    hold = \"9h\"\n           ^\n"
	if a.code != 1 || a.out != want || !strings.Contains(a.err, "2 mistakes") {
		t.Errorf("ended with %d:\n%s%s", a.code, a.out, a.err)
	}
	var list []map[string]any
	if a = h.run(t, "config", "check", file, "--json"); a.code != 1 || json.Unmarshal([]byte(a.out), &list) != nil || len(list) != 2 || list[1]["column"] != 8.0 {
		t.Errorf("as JSON %s", a.out)
	}
	if a = h.run(t, "--config", file, "inbox"); a.code != 1 || !strings.Contains(a.err, "line 1, column 1") || !strings.Contains(a.err, "one more mistake; rounds config check") {
		t.Errorf("a command ended with %d: %s", a.code, a.err)
	}
}
