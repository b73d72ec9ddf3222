package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPeopleAreFoundMergedAndSplitFromTheShell(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	out := h.must(t, "people", "--json")
	var all []struct{ ID, Name string }
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) < 2 {
		t.Fatalf("%d people, %v\n%s", len(all), err, out)
	}
	one, other := all[0].ID, all[1].ID
	h.must(t, "people", "merge", one, other)
	if out := h.must(t, "people", "show", one); !strings.Contains(out, all[0].Name) || strings.Count(out, "acme/")+strings.Count(out, " on ") < 2 {
		t.Errorf("the card of two identities:\n%s", out)
	}
	h.must(t, "undo")
	h.must(t, "redo")
	h.must(t, "people", "split", other)
	h.must(t, "people", "role", one, "team", "--since", "always")
	h.must(t, "people", "tag", one, "beta", "speaker")
	h.must(t, "people", "tag", one, "speaker", "--drop")
	h.must(t, "people", "note", one, "wants", "to speak")
	h.must(t, "people", "vip", one)
	h.must(t, "people", "watch", one)
	h.must(t, "people", "watch", one, "--drop")
	for _, words := range []string{"#beta", "VIP", "team", "wants to speak"} {
		if out := h.must(t, "people", "show", one); !strings.Contains(out, words) {
			t.Errorf("the card does not say %q:\n%s", words, out)
		}
	}
	if out := h.must(t, "people", "--view", "watched"); !strings.Contains(out, all[0].Name) {
		t.Errorf("nobody is watched:\n%s", out)
	}
	h.must(t, "people", "suggestions", "--json")
}

func TestAPersonIsHandedTheirDataAndForgotten(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	var all []struct {
		ID         string
		Identities []struct{ Handle string }
	}
	if err := json.Unmarshal([]byte(h.must(t, "people", "--json")), &all); err != nil {
		t.Fatal(err)
	}
	who, handle := all[0].ID, all[0].Identities[0].Handle
	out := filepath.Join(t.TempDir(), "theirs.json")
	h.must(t, "members", "export", who, "--out", out)
	text, err := os.ReadFile(out)
	if err != nil || !json.Valid(text) || !strings.Contains(string(text), handle) {
		t.Errorf("%v: %.200s", err, text)
	}
	if info, err := os.Stat(out); err != nil || os.PathSeparator == '/' && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if a := h.run(t, "members", "forget", who); a.code != 2 || !strings.Contains(a.err, "--yes") {
		t.Errorf("%d: %s", a.code, a.err)
	}
	if a := h.run(t, "members", "forget", who, "--yes", "somebody else"); a.code != 1 || !strings.Contains(a.err, "not their handle") {
		t.Errorf("%d: %s", a.code, a.err)
	}
	h.must(t, "members", "forget", who, "--yes", handle)
	if out := h.must(t, "people", "show", who); strings.Contains(out, handle) || !strings.Contains(out, "forgotten") {
		t.Errorf("after it:\n%s", out)
	}
}
