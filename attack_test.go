//go:build !windows

package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// attack is a text that wants more than to be read.
type attack struct {
	ID, Name, Hex string
	text          string
}

func attacks(t testing.TB) []attack {
	t.Helper()
	text, err := os.ReadFile(shared(t, "attacks", "attacks.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []attack
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		raw, err := hex.DecodeString(all[i].Hex)
		if err != nil {
			t.Fatal(err)
		}
		all[i].text = string(raw)
	}
	return all
}

// hostile is an export in which every attack stands in every place: as what
// somebody said, as who said it, as the name of a file and of a reaction, as a
// channel's topic, and, in a conversation of its own, as a channel's name. The
// first thread of #general holds them all.
func hostile(all []attack) []part {
	var users, rooms, said []string
	parts := []part{{"channels.json", `[{"id":"C1","name":"general"}]`}}
	for i, a := range all {
		handle := a.text
		if len(handle) > 1<<16 {
			handle = handle[:1<<16]
		}
		users = append(users, fmt.Sprintf(`{"id":"U%s","name":%s,"profile":{"real_name":%s}}`, a.ID, quote(handle), quote(handle)))
		// A conversation without a name is called after those who take part.
		rooms = append(rooms, fmt.Sprintf(`{"id":"D%s","members":["U%s"],"topic":{"value":%s}}`, a.ID, a.ID, quote(handle)))
		record := func(thread string) string {
			return fmt.Sprintf(`{"type":"message","user":"U%s","text":%s,"ts":"1767600%03d.000100"%s,"reactions":[{"name":%s,"count":3}],"files":[{"name":%s,"title":%s,"mimetype":"text/plain"}]}`,
				a.ID, quote("attack "+a.text), i, thread, quote(handle), quote(handle), quote(handle))
		}
		said = append(said, record(`,"thread_ts":"1767600000.000100"`))
		parts = append(parts, part{"D" + a.ID + "/2026-01-05.json", "[" + record("") + "]"})
	}
	return append(parts,
		part{"users.json", "[" + strings.Join(users, ",\n") + "]"},
		part{"dms.json", "[" + strings.Join(rooms, ",\n") + "]"},
		part{"general/2026-01-05.json", "[" + strings.Join(said, ",\n") + "]"})
}

// TestNoAttackReachesATerminalThroughPlainOutput looks at every command that
// prints foreign words.
func TestNoAttackReachesATerminalThroughPlainOutput(t *testing.T) {
	t.Parallel()
	all := attacks(t)
	h := newHome(t)
	import_ := h.run(t, "import", "slack", packed(t, h.dir, hostile(all)), "--as", "a\x1b]52;c;eA==\ab", "--private")
	if import_.code != 0 {
		t.Fatalf("the import ended with %d: %s", import_.code, import_.err)
	}
	wellFormed(t, "import", import_.out+import_.err)
	if got := h.number(t, `SELECT count(*) FROM v_conversations`); got != fmt.Sprint(1+len(all)) {
		t.Fatalf("%s conversations", got)
	}
	const views = `SELECT * FROM v_messages WHERE length(text) < 100000`
	calls := [][]string{
		{"inbox", "--limit", "0"},
		{"inbox", "--json"},
		{"search", "attack", "--limit", "200"},
		{"search", "attack", "--limit", "200", "--json"},
		{"show", "1"},
		{"show", "1", "--json"},
		{"sql", views},
		{"sql", "--format", "csv", views},
		{"sql", "--format", "json", views},
		{"sql", `SELECT * FROM v_members`},
		{"sql", `SELECT name, topic FROM channel`},
		{"doctor"},
		{"doctor", "--json"},
	}
	for id := 2; id <= len(all)+1; id += 9 {
		calls = append(calls, []string{"show", fmt.Sprint(id)}, []string{"flag", fmt.Sprint(id), "--reason", strings.ReplaceAll(all[id-2].text[:min(len(all[id-2].text), 9000)], "\x00", "")})
	}
	calls = append(calls, [][]string{
		{"cases"},
		{"cases", "--json"},
		{"decide", "remove", "1", "--plan"},
		{"decide", "warn", "1", "2", "3"},
		{"decisions"},
		{"decisions", "--json"},
		{"decisions", "--csv"},
		{"decisions", "--md"},
		{"rules", "test", "--since", "9999d"},
	}...)
	for _, args := range calls {
		a := h.run(t, args...)
		if a.code != 0 || a.out == "" {
			t.Errorf("rounds %q ended with %d: %s", args, a.code, a.err)
		}
		wellFormed(t, fmt.Sprintf("rounds %q", args), a.out+a.err)
		if slices.Contains(args, "--json") && !json.Valid([]byte(a.out)) {
			t.Errorf("rounds %q prints no JSON", args)
		}
	}
	for _, args := range [][]string{{"inbox", "--limit", "0"}, {"show", "1"}, {"search", "attack"}} { // and where it knows how wide it is
		u := h.open(t, 250, 50, args...)
		u.leaves(0)
		wellFormed(t, fmt.Sprintf("rounds %q in a terminal", args), strings.ReplaceAll(u.text(), "\r\n", "\n"))
	}
}

func TestNoAttackReachesATerminalThroughAnError(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	for _, a := range attacks(t) {
		if !slices.Contains([]string{"T01", "T06", "T20", "T32", "T37", "T39", "T41", "T47", "T52", "T55", "T66"}, a.ID) {
			continue
		}
		word := strings.ReplaceAll(a.text, "\x00", "")
		for _, args := range [][]string{
			{"inbox", "is:" + word},
			{"show", word},
			{"import", "slack", filepath.Join(h.dir, word[:min(200, len(word))])},
			{"import", "slack", "x", "--since", word},
			{"sql", word},
			{"sql", "--format", word, "SELECT 1"},
			{word},
			{"--" + word},
			{"sync", "--account", word},
			{"backup", "/nowhere/" + word},
			{"search", word},
			{"cases", word},
			{"decide", word, "1"},
			{"decide", "keep", word},
			{"reopen", word},
			{"decisions", "--since", word},
			{"rules", "test", word},
			{"rules", "check", filepath.Join(h.dir, word[:min(200, len(word))])},
			{"--config", filepath.Join(h.dir, word), "inbox"},
			{"--db", filepath.Join(h.dir, "no", word), "version"},
		} {
			got := h.run(t, args...)
			wellFormed(t, fmt.Sprintf("%s: rounds %.60q", a.ID, args), got.out+got.err)
		}
	}
}

// TestNoAttackReachesATerminalThroughTheConsole walks over every conversation,
// opens some and looks at who spoke, and then at what was written to the
// terminal.
func TestNoAttackReachesATerminalThroughTheConsole(t *testing.T) {
	t.Parallel()
	all := attacks(t)
	h := newHome(t)
	h.must(t, "import", "slack", packed(t, h.dir, hostile(all)), "--as", "acme", "--private")
	for _, size := range [][2]uint16{{80, 24}, {200, 50}} {
		t.Run(fmt.Sprintf("%d by %d", size[0], size[1]), func(t *testing.T) {
			t.Parallel()
			u := h.open(t, size[0], size[1])
			u.await("\x1b[?1049h")
			u.rest()
			u.press("2")
			u.press("h") // to All, the last section
			for range 3 {
				u.press("j", "\r", "\t", "u", "\x1b", "\x1b")
			}
			for range len(all) / 8 { // every list row is drawn, every eighth conversation
				u.press("jjjjjjjj")
			}
			u.press("G", "\r", "+", "J", "\x1b", "\x1b", "S")
			u.press("attack", "\x1b", "\x1b", "?", "\x1b", ":", "\x1b", "U", "\x1b", "\x1b")
			u.press("1", "j", "j", "l", "j", "\r", "\x1b", "l", "j", "2")
			u.press("F", "k", "F", "3", "j", "\r", "J", "\x1b", "+", "J", "\x1b", "d", "\x1b", "p", "\x1b")
			select {
			case <-u.ended:
				t.Fatalf("it is gone:\n%s", tail(u.text()))
			default:
			}
			u.quit()
			for _, odd := range sequences(u.text()) {
				t.Errorf("it wrote %q", odd)
			}
			for _, word := range []string{"\x1b]52;", "\x1b]0;", "\x1b]777", "\x1b_G", "\x1b]8;;https://evil", "\x1b]8;;file", "root@prod\a"} {
				if strings.Contains(u.text(), word) {
					t.Errorf("it wrote %q", word)
				}
			}
		})
	}
}
