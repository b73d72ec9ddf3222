package main

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"rounds/ui"
)

// TestTheKeymapOfTheDocumentationIsThatOfTheProgram holds docs/keys.md to the
// program: with -update its tables are written anew.
func TestTheKeymapOfTheDocumentationIsThatOfTheProgram(t *testing.T) {
	text := page(t, "keys.md")
	want := between(t, text, "keys", (config{}).bareScreen(t.Context()).VerbTable())
	want = between(t, want, "presets", ui.PresetTable())
	if update := flag.Lookup("update"); update != nil && update.Value.String() == "true" {
		if err := os.WriteFile("docs/keys.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if text != want {
		t.Error("docs/keys.md and the program disagree: go test . -run TheKeymapOfTheDocumentation -update")
	}
}

func TestTheKeysOfTheDocumentationAreAccepted(t *testing.T) {
	examples := regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllStringSubmatch(page(t, "keys.md"), -1)
	if len(examples) < 3 {
		t.Fatalf("docs/keys.md has %d examples", len(examples))
	}
	commands := 0
	for _, example := range examples {
		c := keysOfConfig(t, example[1])
		if err := c.checkKeys(); err != nil {
			t.Errorf("%v in:\n%s", err, example[1])
		}
		commands += len(c.Command)
	}
	if commands < 3 {
		t.Errorf("%d commands of one's own are shown", commands)
	}
}

func TestEverySettingOfACommandIsDocumented(t *testing.T) {
	text := chapter(t, "config.md", "## [[command]]")
	for _, setting := range []string{"key", "name", "run", "pane", "output"} {
		if !strings.Contains(text, "`"+setting+"`") {
			t.Errorf("docs/config.md does not say what %q of a command is", setting)
		}
	}
}
