package main

import (
	"os"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestATextComesBackFromTheEditorWhateverItDoes(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", dir)
	path, err := editable("half a sentence")
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the file can be read by others: %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("a whole sentence.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := edited(path, "half a sentence"); got != "a whole sentence." || err != nil {
		t.Errorf("came back as %q, %v", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "rounds", "*")); len(left) != 0 {
		t.Errorf("%v is left behind", left)
	}
	if got, err := edited(path, "half a sentence"); got != "half a sentence" || err == nil {
		t.Errorf("of a file that is gone: %q, %v", got, err)
	}
}

func TestAnEditorThatCannotBeGivenATextGivesItBack(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_STATE_HOME", file) // no folder can be made in a file
	var got string
	cmd := editor(t.Context())("what I wrote", func(text string, err error) tea.Msg {
		if err == nil {
			t.Error("it says that all went well")
		}
		got = text
		return nil
	})
	if cmd(); got != "what I wrote" {
		t.Errorf("came back as %q", got)
	}
}
