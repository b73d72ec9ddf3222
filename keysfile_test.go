package main

import (
	"context"
	"strings"
	"testing"

	"rounds/ui"
)

// keysOfConfig reads a config that is only a text.
func keysOfConfig(t *testing.T, text string) config {
	t.Helper()
	c, err := parseConfig("config.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNoPresetHasAConflict(t *testing.T) {
	for _, preset := range ui.Presets() {
		t.Run(preset, func(t *testing.T) {
			for _, p := range (config{Keys: preset}).bareScreen(context.Background()).CheckKeys() {
				t.Errorf("%s: %s", p.Gravity, p.Text)
			}
		})
	}
}

func TestEveryNameOfAPresetIsThatOfACommand(t *testing.T) {
	known, panes := map[string]bool{}, map[string]bool{}
	for _, row := range (config{}).bareScreen(t.Context()).Keys() {
		known[row.Name], known[row.Pane+"."+row.Name], panes[row.Pane] = true, true, true
	}
	for _, preset := range ui.Presets() {
		keys, err := ui.Preset(preset)
		if err != nil {
			t.Fatal(err)
		}
		for name := range keys {
			in, _, within := strings.Cut(name, ".")
			if !known[name] && (!within || panes[in]) {
				t.Errorf("%s: there is no command %s", preset, name)
			}
		}
	}
}

func TestNoTwoCommandsOfAPaneHaveOneName(t *testing.T) {
	seen := map[string]string{}
	for _, row := range (config{}).bareScreen(t.Context()).Keys() {
		name := row.Pane + "." + row.Name
		if other := seen[name]; other != "" && !row.Plain {
			t.Errorf("%s is %q and %q", name, other, row.Does)
		}
		if row.Name == "" {
			t.Errorf("%s: %q has no name", row.Pane, row.Does)
		}
		seen[name] = row.Does
	}
}

func TestAConfigOfKeysIsRead(t *testing.T) {
	c := keysOfConfig(t, `
keys = "vim"
[key]
snooze = "S S"
palette = ["f1", ":"]
[key.inbox]
reply = ["ctrl+r", "r"]
refresh = ""
search = "gs"
[[command]]
key = "!g"
name = "make an issue of it"
run = "gh issue create"
pane = "inbox"
output = "sheet"
`)
	keys, err := c.keymap()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"undo": "u z", "snooze": "S S", "palette": "f1 :", "inbox.reply": "ctrl+r r", "inbox.refresh": "", "inbox.search": "g s"} {
		if got := strings.Join(keys[name], " "); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	own, err := c.commands()
	if err != nil || len(own) != 1 || own[0].Keys[0] != "! g" || own[0].Pane != "Inbox" {
		t.Errorf("%+v, %v", own, err)
	}
	if err := keysOfConfig(t, "[key.inbox]\nreply = \"b\"\n").checkKeys(); err != nil {
		t.Errorf("a free key is refused: %v", err)
	}
}

func TestAMistakeInTheKeysNamesBothCommands(t *testing.T) {
	tests := map[string]struct {
		config string
		want   []string
	}{
		"two commands of a pane":          {"[key.inbox]\nreply = \"e\"\n", []string{"e has two meanings", "inbox.reply (reply)", "inbox.done (done / reopen)"}},
		"a command and the house":         {"[key.inbox]\nreply = \"q\"\n", []string{"q has two meanings", "inbox.reply", "rounds.quit"}},
		"the beginning of a longer key":   {"[key.inbox]\nreply = \"g\"\n", []string{"g is the beginning of", "inbox.reply"}},
		"ctrl+i is tab":                   {"[key.inbox]\nreply = \"ctrl+i\"\n", []string{"inbox.reply", "sends tab for ctrl+i"}},
		"ctrl+m is enter":                 {"[key]\ndone = \"ctrl+m\"\n", []string{"inbox.done", "enter"}},
		"ctrl+h is backspace":             {"[key]\ndone = \"ctrl+h\"\n", []string{"backspace"}},
		"ctrl+[ is esc":                   {"[key]\ndone = \"ctrl+[\"\n", []string{"esc"}},
		"ctrl+c quits":                    {"[key]\ndone = \"ctrl+c\"\n", []string{"always quits"}},
		"what destroys is not on ctrl":    {"[key.moderation]\nremove = \"ctrl+x\"\n", []string{"moderation.remove", "takes something away"}},
		"no such command":                 {"[key.inbox]\nrepli = \"b\"\n", []string{`inbox has no command "repli"`}},
		"no such command anywhere":        {"[key]\nrepli = \"b\"\n", []string{`no pane has a command "repli"`}},
		"no such pane":                    {"[key.mail]\nreply = \"b\"\n", []string{`no pane "mail"`}},
		"no such preset":                  {"keys = \"emacs\"\n", []string{`"emacs"`, "vim"}},
		"no such key":                     {"[key]\nreply = \"hyper+x\"\n", []string{"key reply", "hyper+x"}},
		"a number is no key":              {"[key]\nreply = 5\n", []string{"key reply", "write a key"}},
		"a command of one's own":          {"[[command]]\nkey = \"e\"\nname = \"mine\"\nrun = \"true\"\n", []string{"e has two meanings", "own-mine", "inbox.done"}},
		"two of one's own":                {"[[command]]\nkey = \"!a\"\nname = \"a\"\nrun = \"true\"\n[[command]]\nkey = \"!a\"\nname = \"b\"\nrun = \"true\"\n", []string{"own-a", "own-b"}},
		"a command without a name":        {"[[command]]\nrun = \"true\"\n", []string{"no name"}},
		"a command that runs nothing":     {"[[command]]\nname = \"x\"\n", []string{"run is missing"}},
		"a command in no pane":            {"[[command]]\nname = \"x\"\nrun = \"true\"\npane = \"mail\"\n", []string{`no pane "mail"`, "inbox"}},
		"an output that there is not":     {"[[command]]\nname = \"x\"\nrun = \"true\"\noutput = \"loud\"\n", []string{"loud", "sheet"}},
		"a small letter is shift's twin":  {"[key]\nreply = \"shift+r\"\n", []string{`"R"`}},
		"a capital is not sent with ctrl": {"[key]\nreply = \"ctrl+R\"\n", []string{"ctrl+r"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := keysOfConfig(t, tt.config).checkKeys()
			if err == nil {
				t.Fatal("no mistake is found")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
}

func TestADoubtfulKeyIsToldAndKept(t *testing.T) {
	for key, want := range map[string]string{"ctrl+s": "stop", "ctrl+b": "tmux", "ctrl+a": "screen", "ctrl+enter": "protocol"} {
		c := keysOfConfig(t, "[key.inbox]\nreply = \""+key+"\"\n")
		if err := c.checkKeys(); err != nil {
			t.Errorf("%s is refused: %v", key, err)
		}
		told := false
		for _, p := range c.bareScreen(t.Context()).CheckKeys() {
			told = told || p.Gravity == ui.Doubtful && strings.Contains(p.Text, want)
		}
		if !told {
			t.Errorf("nothing is said of %s", key)
		}
	}
}

// TestCommandsThatShareAKeyAreKnown lists the keys that mean two things by
// themselves. In each of these one of the two is switched off, or knows that it
// is not meant; a pair that is not here is a mistake.
func TestCommandsThatShareAKeyAreKnown(t *testing.T) {
	known := map[string]bool{
		"back quit q":    true, // q goes back as long as there is something to go back from
		"back clear esc": true,
		// The outbox has two pages, and one at a time is on.
		"other-page next-account l": true, "other-page next-account right": true,
		"other-page previous-account h": true, "other-page previous-account left": true,
		"sync-now refresh R": true, "sync-now refresh ctrl+r": true, "refresh sync-now R": true, "refresh sync-now ctrl+r": true,
		"channel open enter": true, "open channel enter": true, "sort conversation o": true, "conversation sort o": true,
	}
	rows := (config{}).bareScreen(t.Context()).Keys()
	for i, one := range rows {
		for _, other := range rows[i+1:] {
			if one.Pane != other.Pane && other.Pane != "rounds" {
				continue
			}
			for _, key := range one.Keys {
				for _, too := range other.Keys {
					if pair := one.Name + " " + other.Name + " " + key; key == too && !known[pair] {
						t.Errorf("%s: %s is %s and %s", one.Pane, key, one.Does, other.Does)
					}
				}
			}
		}
	}
}
