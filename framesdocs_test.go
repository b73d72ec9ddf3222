package main

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTheFramesOfTheDocumentationAreThoseThatAreHeld holds the table of golden
// frames in docs/testing.md to the files that there are. With -update it is
// written anew.
func TestTheFramesOfTheDocumentationAreThoseThatAreHeld(t *testing.T) {
	text := page(t, "testing.md")
	want := between(t, text, "frames", frameTable(t))
	if update := flag.Lookup("update"); update != nil && update.Value.String() == "true" {
		if err := os.WriteFile("docs/testing.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if text != want {
		t.Error("docs/testing.md names other frames: go test . -run FramesOfTheDocumentation -update")
	}
}

// frameTable names the states of every pane that a golden frame shows.
func frameTable(t *testing.T) string {
	t.Helper()
	states := map[string][]string{}
	err := filepath.WalkDir("ui", func(path string, _ fs.DirEntry, err error) error {
		if err == nil && filepath.Base(path) == "80x24.golden" {
			pane, state, _ := strings.Cut(filepath.ToSlash(filepath.Dir(path)), "/testdata/")
			states[pane] = append(states[pane], stateOf(state))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	table := "| package | states |\n|---|---|\n"
	for _, pane := range slices.Sorted(maps.Keys(states)) {
		slices.Sort(states[pane])
		table += fmt.Sprintf("| `%s` | %d: %s |\n", pane, len(states[pane]), strings.Join(states[pane], ", "))
	}
	return table
}

// stateOf is what a test calls the state that it shows: the name of the subtest,
// or the sentence that the test's own name is.
func stateOf(dir string) string {
	test, state, found := strings.Cut(dir, "/")
	if found {
		return strings.ReplaceAll(strings.ReplaceAll(state, "_", " "), "|", "/")
	}
	words := regexp.MustCompile("[A-Z][a-z]*").FindAllString(strings.TrimPrefix(test, "Test"), -1)
	return strings.ToLower(strings.Join(words, " "))
}
