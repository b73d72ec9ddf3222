//go:build !windows

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rounds/inbox"
)

func TestWhoHasNothingSeesThreeDoorsAndLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]string{"q": "q", "Ctrl-C": "\x03"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHome(t)
			u := h.open(t, 80, 24)
			u.await("Three ways in.")
			u.press("c", "\x1b", "j", "k")
			u.press(leave)
			u.leaves(0)
			u.tidy()
			for _, path := range []string{h.db, h.configFile()} {
				if _, err := os.Stat(path); err == nil {
					t.Errorf("%s is left behind", path)
				}
			}
		})
	}
}

func TestAHangUpEndsTheDoors(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	u := h.open(t, 80, 24)
	u.await("Three ways in.")
	u.signal(syscall.SIGTERM)
	u.leaves(143)
	u.tidy()
}

func TestTheDoorToTheDemoOpensIt(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	u := h.open(t, 80, 24)
	u.await("Three ways in.")
	u.press("d")
	u.await("1 Today")
	u.rest()
	u.press("q", "q", "q")
	u.leaves(0)
	u.tidy()
	if !strings.Contains(u.text(), "That was the demo") {
		t.Errorf("it ends with\n%s", tail(u.text()))
	}
	if _, err := os.Stat(h.db); err == nil {
		t.Error("the demo made a database of one's own")
	}
}

func TestTheDoorToAnImportReadsItAndOpensTheConsole(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	path := packed(t, h.dir, small())
	u := h.open(t, 80, 24)
	u.await("Three ways in.")
	u.press("i", "s")
	u.press(strings.Split("nowhere.zip\r", "")...)
	u.await("there is no")
	for range "nowhere.zip" {
		u.press("\x7f")
	}
	u.press("\x1b[200~" + path + "\x1b[201~")
	u.press("\r")
	u.await("1 Today")
	u.quit()
	if h.number(t, "SELECT count(*) > 0 FROM v_messages") != "1" {
		t.Error("nothing was read")
	}
	again := h.open(t, 80, 24)
	again.await("1 Today")
	if strings.Contains(again.text(), "Three ways in.") {
		t.Error("the doors are shown although there is something")
	}
	again.quit()
}

func TestTheDoorToAPlatformConnectsItAndOpensTheConsole(t *testing.T) {
	t.Parallel()
	x := newServer(t)
	h := newHome(t)
	folder := filepath.Join(filepath.Dir(h.configFile()), "replies")
	write(t, filepath.Join(folder, "mine.md"), "---\ntitle: Mine\nkey: w\n---\nHello\n", 0o600)
	u := h.open(t, 100, 30)
	u.await("Three ways in.")
	u.press("c", "m")
	u.dialogue(
		[2]string{"Address (", x.base + "\r"},
		[2]string{"Access token", x.key + "\r"},
		[2]string{"Channels (", "\r"},
		[2]string{"[y/N]", "y\r"},
		[2]string{"1 Today", ""},
	)
	u.quit()
	c, err := readConfig(h.configFile())
	if err != nil || len(c.Account) != 1 || c.Account[0].Platform != "mastodon" {
		t.Errorf("%+v, %v", c.Account, err)
	}
	if !strings.Contains(h.configText(), "#zone = ") {
		t.Errorf("the config was made without its comments:\n%s", h.configText())
	}
	all, broken, err := (&replyFolder{path: folder, known: map[string]replyFile{}}).Saved()
	if err != nil || len(broken) > 0 || len(all) != 2 || all[1].Name != "welcome" || !strings.Contains(all[1].Body, "{{first_name}}") {
		t.Errorf("the replies are %+v, %v, %v", all, broken, err)
	}
}

func TestConnectingThatIsStoppedLeadsBackToThePlatforms(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	u := h.open(t, 80, 24)
	u.await("Three ways in.")
	u.press("c", "s")
	u.dialogue([2]string{"Bot token", "\x03"})
	u.await("nothing was kept")
	u.await("Which platform?")
	u.rest()
	u.press("q")
	u.leaves(0)
	u.tidy()
	if h.configText() != "" {
		t.Errorf("a config is left behind: %s", h.configText())
	}
}

func TestWithoutAScreenTheDoorsAreCommands(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	a := h.run(t)
	for _, want := range []string{"rounds demo", "rounds connect discord", "rounds import slack PATH", "rounds connect tells"} {
		if !strings.Contains(a.out, want) {
			t.Errorf("%q is not in\n%s", want, a.out)
		}
	}
	if _, err := os.Stat(h.db); err == nil || a.code != 0 {
		t.Errorf("ended with %d and a database", a.code)
	}
}

func TestAnAccountThatCannotBeReadYetIsSaidAndNoDoorShown(t *testing.T) {
	t.Parallel()
	h := newHome(t).with("ROUNDS_TOKEN_BETA=" + birdBot)
	write(t, h.configFile(), "[[account]]\nname = \"acme\"\nplatform = \"slack\"\n[[account]]\nname = \"beta\"\nplatform = \"slack\"\n", 0o600)
	a := h.run(t)
	for _, want := range []string{"account acme: no token", "rounds connect slack --as acme", "beta has never been read: rounds sync"} {
		if !strings.Contains(a.err, want) {
			t.Errorf("%q is not in\n%s", want, a.err)
		}
	}
	if strings.Contains(a.out, "Three ways in") {
		t.Errorf("the doors are shown:\n%s", a.out)
	}
}

func TestConnectTellsWhatEachPlatformCanDo(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	all := h.objects(t, "connect", "--json")
	if len(all) != len(inbox.Platforms()) {
		t.Fatalf("%d platforms", len(all))
	}
	text := h.must(t, "connect")
	for i, p := range inbox.Platforms() {
		got := all[i]
		if got["platform"] != string(p) || got["live"] != true || got["needs"] == "" || got["minutes"] == 0.0 || (got["plans_by_itself_days"] != 0.0) != p.Plans() {
			t.Errorf("%v", got)
		}
		for _, d := range got["cannot"].([]any) {
			if why := d.(map[string]any)["why"].(string); !strings.Contains(strings.Join(strings.Fields(text), " "), why) {
				t.Errorf("%s: %q is not in\n%s", p, why, text)
			}
		}
		if len(got["permissions"].([]any)) == 0 {
			t.Errorf("%s needs no permissions", p)
		}
	}
}
