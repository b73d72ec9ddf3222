package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// written by a person, with everything that can be between the lines.
const byAPerson = `# mine
me = "sam" # that is me
words = ["[[account]]", "# no comment",
  'name = "acme"', # a comment in an array
]

# the first
[[account]] # acme
  name = "acme"   # never change this
platform = 'slack'
channels = [ "C1", # help
  "C2" ]
# after the first

[[ "account" ]]
"name" = "beta"
platform = "slack"
since = "2026-01-01"

[[section]]
title = """a
[[account]]
name = "acme"
"""
filter = "is:all" # the end`

func TestAnEditChangesOneThingAndNothingElse(t *testing.T) {
	tests := map[string]struct {
		edit      edit
		old, anew string // what stands there, and then
	}{
		"pause the first": {
			setAccount("acme", "paused", "true", func(a *accountConfig) { a.Paused = true }),
			"  \"C2\" ]\n", "  \"C2\" ]\npaused = true\n",
		},
		"pause the second": {
			setAccount("beta", "paused", "true", func(a *accountConfig) { a.Paused = true }),
			"since = \"2026-01-01\"\n", "since = \"2026-01-01\"\npaused = true\n",
		},
		"rename the first": {
			setAccount("acme", "name", `"gamma"`, func(a *accountConfig) { a.Name = "gamma" }),
			"  name = \"acme\"   # never", "  name = \"gamma\"   # never",
		},
		"rename one whose key is quoted": {
			setAccount("beta", "name", `"gamma"`, func(a *accountConfig) { a.Name = "gamma" }),
			"\"name\" = \"beta\"", "\"name\" = \"gamma\"",
		},
		"remove the first": {
			removeAccount("acme"),
			"[[account]] # acme\n  name = \"acme\"   # never change this\nplatform = 'slack'\nchannels = [ \"C1\", # help\n  \"C2\" ]\n# after", "# after",
		},
		"resume what is not paused": {resumeAccount("acme"), "me", "me"},
		"other channels": {
			setAccount("acme", "channels", `["C9"]`, func(a *accountConfig) { a.Channels = []string{"C9"} }),
			"[ \"C1\", # help\n  \"C2\" ]", `["C9"]`,
		},
	}
	for name, tt := range tests {
		for ending, text := range map[string]string{"": byAPerson, ", in Windows' lines": strings.ReplaceAll(byAPerson, "\n", "\r\n")} {
			t.Run(name+ending, func(t *testing.T) {
				old, anew := tt.old, tt.anew
				if ending != "" {
					old, anew = strings.ReplaceAll(old, "\n", "\r\n"), strings.ReplaceAll(anew, "\n", "\r\n")
				}
				if !strings.Contains(text, old) {
					t.Fatalf("the test is wrong: %q", old)
				}
				got, err := tt.edit.edited("config.toml", text)
				if err != nil {
					t.Fatal(err)
				}
				// The words that are sought stand in other places too: it is the last
				// of them that is meant, or the heading's.
				i := strings.Index(text, old)
				if want := text[:i] + anew + text[i+len(old):]; got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			})
		}
	}
}

func TestAPauseThatIsTakenBackLeavesTheTextAsItWas(t *testing.T) {
	for _, name := range []string{"acme", "beta"} {
		paused, err := setAccount(name, "paused", "true", func(a *accountConfig) { a.Paused = true }).edited("c", byAPerson)
		if err != nil {
			t.Fatal(err)
		}
		back, err := resumeAccount(name).edited("c", paused)
		if err != nil || back != byAPerson {
			t.Errorf("%s: %v\n%s", name, err, back)
		}
	}
}

func TestAConfigThatIsTooStrangeIsLeftAloneAndSaysHowToDoItByHand(t *testing.T) {
	for name, text := range map[string]string{
		"accounts in one line": `account = [{name = "acme", platform = "slack"}]`,
		"over several lines":   "account = [\n  {name = \"acme\", platform = \"slack\"}, # mine\n]\n",
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, filepath.Join(t.TempDir(), "config.toml"), text, 0o600)
			err := removeAccount("acme").apply(path)
			if err == nil {
				t.Fatal("it was edited")
			}
			if now, _ := os.ReadFile(path); string(now) != text {
				t.Errorf("it says %q now", now)
			}
			if strings.HasPrefix(text, "account") && !strings.Contains(err.Error(), `name = "acme"`) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAConfigKeepsItsModeAndALinkToItStaysOne(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes and links are other things there")
	}
	dir := t.TempDir()
	real := write(t, filepath.Join(dir, "dotfiles", "config.toml"), byAPerson, 0o640)
	link := filepath.Join(dir, "config.toml")
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	if err := removeAccount("beta").apply(link); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode().IsRegular() {
		t.Errorf("the link is %v, %v", info, err)
	}
	if info, err = os.Stat(real); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the file is %v, %v", info, err)
	}
	if left, _ := os.ReadDir(filepath.Dir(real)); len(left) != 1 {
		t.Errorf("%v are left beside it", left)
	}
}

func TestAFreshConfigHasCommentsAndIsForItsOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rounds", "config.toml")
	a := accountConfig{Name: "acme", Platform: "slack", Tokens: inKeyring, Channels: []string{"C1"}, Since: "2026-01-01", Retention: "90d"}
	if err := addAccount(a, "Acme Inc.", map[string]string{"C1": "#help"}).apply(path); err != nil {
		t.Fatal(err)
	}
	c, err := readConfig(path)
	if err != nil || len(c.Account) != 1 || !reflect.DeepEqual(c.Account[0], a) {
		t.Errorf("%+v, %v", c, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	text, _ := os.ReadFile(path)
	for _, want := range []string{"# Settings of Rounds", "# Acme Inc.", "# #help"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

// FuzzEditingAConfig holds every edit of every config to the promise: no other
// account and no comment outside of the edited block is lost.
func FuzzEditingAConfig(f *testing.F) {
	f.Add(byAPerson, 0)
	f.Add(strings.ReplaceAll(byAPerson, "\n", "\r\n"), 1)
	f.Add("[[account]]\nname='a'\nplatform='slack'", 0)
	f.Add("[[account]]\nplatform=\"slack\"\n\n# x\nname=\"\"\"a\\\"\"\"\"\n[[account]]\nplatform='slack'\nname='''b''''\n# z", 1)
	f.Add("account=[{name='a',platform='slack'}]", 0)
	f.Add("[ [account] ]\n[[account]]#[[account]]\nname='a'#name='b'\nplatform='slack'", 0)
	f.Fuzz(func(t *testing.T, text string, which int) {
		before, err := parseConfig("c", []byte(text))
		if err != nil || len(before.Account) == 0 {
			return
		}
		name := before.Account[max(0, which)%len(before.Account)].Name
		for what, e := range map[string]edit{
			"pause":  setAccount(name, "paused", "true", func(a *accountConfig) { a.Paused = true }),
			"rename": setAccount(name, "name", `"fuzzed name"`, func(a *accountConfig) { a.Name = "fuzzed name" }),
			"remove": removeAccount(name),
			"resume": resumeAccount(name),
			"add":    addAccount(accountConfig{Name: "fuzzed name", Platform: "slack"}, "", nil),
		} {
			got, err := e.edited("c", text)
			if err != nil {
				continue // refused is not lost
			}
			after, err := parseConfig("c", []byte(got))
			if err != nil {
				t.Fatalf("%s: %v\n%s", what, err, got)
			}
			for _, a := range before.Account {
				if kept := slices.ContainsFunc(after.Account, func(b accountConfig) bool { return reflect.DeepEqual(a, b) }); !kept && a.Name != name {
					t.Fatalf("%s of %q lost %q:\n%s\n--- and then ---\n%s", what, name, a.Name, text, got)
				}
			}
			if lost := lostComments(text, got, before, name, what == "remove"); len(lost) > 0 {
				t.Fatalf("%s lost the comments %q of\n%s\n--- and then ---\n%s", what, lost, text, got)
			}
		}
	})
}

// lostComments lists the lines that begin with # and are not there any more,
// those inside a removed block left out.
func lostComments(before, after string, c config, name string, removed bool) []string {
	rest := before
	if b, err := blockOf(before, c, name); err == nil && removed {
		rest = before[:b.start] + before[b.end:]
	}
	var lost []string
	for line := range strings.Lines(rest) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") && strings.Count(rest, line) > strings.Count(after, line) {
			lost = append(lost, line)
		}
	}
	return lost
}

func TestTheExampleOfEveryBlockCanBeReadBack(t *testing.T) {
	all, err := blocks(byAPerson)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d blocks, %v", len(all), err)
	}
	var keys []string
	for _, b := range all {
		for _, k := range b.keys {
			keys = append(keys, fmt.Sprintf("%s=%q", k.name, byAPerson[k.from:k.to]))
		}
	}
	want := []string{`name="\"acme\""`, `platform="'slack'"`, `channels="[ \"C1\", # help\n  \"C2\" ]"`, `name="\"beta\""`, `platform="\"slack\""`, `since="\"2026-01-01\""`}
	if !reflect.DeepEqual(keys, want) {
		t.Errorf("got %q", keys)
	}
}
