package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// connected is a home with one account that was connected and synced.
func connected(t testing.TB, h home) home {
	t.Helper()
	if a := h.feed(t, birds, "connect", "slack", "--token-file", "--as", "acme", "--base", aviary(t)); a.code != 0 {
		t.Fatalf("ended with %d: %s", a.code, a.err)
	}
	h.must(t, "sync")
	return h
}

func TestAnAccountIsPausedResumedRenamedAndDisconnected(t *testing.T) {
	t.Parallel()
	h := connected(t, newHome(t))
	before := h.configText()
	h.must(t, "accounts", "pause", "acme")
	if a := h.run(t, "sync"); a.code != 1 || !strings.Contains(a.err, "paused") {
		t.Errorf("sync of what is paused ended with %d: %s", a.code, a.err)
	}
	if all := h.objects(t, "accounts", "--json"); len(all) != 1 || all[0]["paused"] != true {
		t.Errorf("%v", all)
	}
	h.must(t, "accounts", "resume", "acme")
	if h.configText() != before {
		t.Errorf("a pause left something behind:\n%s", h.configText())
	}
	messages := h.number(t, `SELECT count(*) FROM v_messages WHERE account = 'acme'`)
	h.must(t, "accounts", "rename", "acme", "gamma")
	if got := h.number(t, `SELECT count(*) FROM v_messages WHERE account = 'gamma'`); got != messages {
		t.Errorf("%s messages after the renaming, %s before", got, messages)
	}
	if text := h.configText(); text != strings.Replace(before, "\nname = \"acme\"", "\nname = \"gamma\"", 1) {
		t.Errorf("the config is\n%s", text)
	}
	h.must(t, "sync")
	done := h.must(t, "accounts", "disconnect", "gamma")
	if left := holds(t, h.dir, "CANARY"); len(left) > 0 || strings.Contains(h.configText(), "[[account]]\nname") {
		t.Errorf("%v is left, and\n%s", left, h.configText())
	}
	if got := h.number(t, `SELECT count(*) FROM v_messages`); got != messages {
		t.Errorf("%s messages after it was disconnected, %s before", got, messages)
	}
	caged(t, h, done)
	list := h.must(t, "accounts")
	if !strings.Contains(list, "gamma") || !strings.Contains(list, "not connected") {
		t.Errorf("%s", list)
	}
	h.must(t, "accounts", "rename", "gamma", "beta") // the database alone has it
	if a := h.run(t, "accounts", "disconnect", "beta", "--forget"); a.code != 2 || !strings.Contains(a.err, "--yes") || !strings.Contains(a.out, "beta holds") {
		t.Errorf("forgot unasked: %d %s%s", a.code, a.out, a.err)
	}
	h.must(t, "accounts", "disconnect", "beta", "--forget", "--yes")
	if got := h.number(t, `SELECT count(*) FROM v_messages`); got != "0" {
		t.Errorf("%s messages are left", got)
	}
	for _, args := range [][]string{{"pause", "nobody"}, {"rename", "nobody", "x"}, {"disconnect", "nobody"}} {
		if a := h.run(t, append([]string{"accounts"}, args...)...); a.code != 3 {
			t.Errorf("%v ended with %d: %s", args, a.code, a.err)
		}
	}
}

func TestARenamingThatFailsIsUndone(t *testing.T) {
	t.Parallel()
	h := connected(t, newHome(t))
	strange := "account = [{name = \"acme\", platform = \"slack\", tokens = \"file\"}]\n"
	write(t, h.configFile(), strange, 0o600)
	a := h.run(t, "accounts", "rename", "acme", "gamma")
	if a.code != 1 || !strings.Contains(a.err, `name = "gamma"`) || h.configText() != strange {
		t.Errorf("ended with %d: %s", a.code, a.err)
	}
	for _, tail := range []string{"", ".app", ".user"} {
		if _, err := os.Stat(filepath.Join(filepath.Dir(h.configFile()), "tokens", "acme"+tail)); err != nil {
			t.Errorf("the token is gone: %v", err)
		}
	}
	if n := h.number(t, `SELECT count(*) FROM v_messages WHERE account = 'acme'`); n == "0" {
		t.Error("the database was renamed all the same")
	}
}

func TestPurgeShowsFirstAndTakesThen(t *testing.T) {
	t.Parallel()
	h := connected(t, newHome(t))
	if out := h.must(t, "purge"); !strings.Contains(out, "No account has a retention") {
		t.Errorf("%s", out)
	}
	all := h.number(t, `SELECT count(*) FROM v_messages`)
	preview := h.must(t, "purge", "--older", "1d")
	if !strings.Contains(preview, "Nothing has gone yet") || h.number(t, `SELECT count(*) FROM v_messages`) != all {
		t.Errorf("%s", preview)
	}
	got := h.object(t, "purge", "--older", "1d", "--yes", "--json")
	left := h.number(t, `SELECT count(*) FROM v_messages`)
	if got["gone"] == 0.0 || left == all {
		t.Errorf("%v, %s of %s are left", got, left, all)
	}
	again := h.must(t, "purge", "--older", "1d", "--account", "acme")
	if !strings.Contains(again, "nothing") {
		t.Errorf("%s", again)
	}
	h.must(t, "doctor")
	for _, args := range [][]string{{"--older", "5h"}, {"--older", "-3d"}} {
		if a := h.run(t, append([]string{"purge"}, args...)...); a.code != 2 {
			t.Errorf("%v ended with %d", args, a.code)
		}
	}
	if a := h.run(t, "purge", "--account", "nobody", "--older", "1d"); a.code != 3 {
		t.Errorf("ended with %d: %s", a.code, a.err)
	}
}
