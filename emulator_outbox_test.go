//go:build emulator

package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestEmulatorTheOutboxSaysWhatIsThere sends by command, and compares what the
// outbox says with what the witness finds.
func TestEmulatorTheOutboxSaysWhatIsThere(t *testing.T) {
	e, _ := peered(t, "xoxp-ana")
	e.unheld()
	ana, bo := newWitness(t, "xoxp-ana"), newWitness(t, "xoxp-bo")
	channel := ana.found("outward", bo.self())
	root := bo.say(channel, "Where does outward-export go?")
	e.call("sync")
	found := heard[[]struct{ ID, Channel string }](e, "inbox", "is:all outward-export", "--json")
	if len(found) != 1 {
		t.Fatalf("the inbox has %+v", found)
	}
	id := found[0].ID
	sent := func(args ...string) out {
		t.Helper()
		e.call(args...)
		e.call("sync")
		all := heard[[]out](e, "outbox", "--all", "--json")
		if len(all) == 0 {
			t.Fatalf("rounds %q left nothing in the outbox", args)
		}
		slices.SortFunc(all, func(a, b out) int { return len(b.ID)*100 + int(b.ID[0]) - len(a.ID)*100 - int(a.ID[0]) })
		return all[0] // asked for last
	}
	said := func() (all []string) {
		for _, u := range ana.replies(channel, root) {
			all = append(all, line(u.TS, u.Text))
		}
		return all
	}

	reply := sent("reply", id, "--text", "Into <Settings> & then Export")
	if ts, _ := reply.SentAs.(string); reply.State != "sent" || !slices.Contains(said(), line(ts, "Into &lt;Settings&gt; &amp; then Export")) {
		t.Errorf("the outbox says %+v, there is %q", reply, said())
	}
	if o := sent("react", id, "eyes"); o.State != "sent" {
		t.Errorf("the outbox says %+v", o)
	}
	if roots := ana.history(channel); !slices.ContainsFunc(roots, func(u utterance) bool { return u.TS == root && len(u.Reactions) == 1 && u.Reactions[0].Name == "eyes" }) {
		t.Errorf("there is %+v", roots)
	}
	if o := sent("outbox", "drop", reply.ID); o.Kind != "delete" || o.State != "sent" || len(said()) > 0 {
		t.Errorf("the outbox says %+v, there is %q", o, said())
	}
	plans := func() (ids []string) {
		var answer struct {
			Plans []struct{ ID string } `json:"scheduled_messages"`
		}
		ana.ask("chat.scheduledMessages.list", &answer, "channel", channel)
		for _, p := range answer.Plans {
			ids = append(ids, p.ID)
		}
		return ids
	}
	later := sent("reply", id, "--at", "tomorrow 9:00", "--text", "And?")
	if plan, _ := later.SentAs.(string); later.State != "planned" || !slices.Equal(plans(), []string{plan}) {
		t.Errorf("the outbox says %+v, planned are %q", later, plans())
	}
	if o := sent("outbox", "drop", later.ID); o.Kind != "unschedule" || o.State != "sent" || len(plans()) > 0 {
		t.Errorf("the outbox says %+v, planned are %q", o, plans())
	}
}

// unheld lets what is sent leave at once.
func (e *ear) unheld() {
	e.t.Helper()
	var path string
	err := filepath.WalkDir(e.dir, func(name string, entry os.DirEntry, err error) error {
		if err == nil && entry.Name() == "config.toml" {
			path = name
		}
		return err
	})
	if err != nil || path == "" {
		e.t.Fatalf("no config in %s: %v", e.dir, err)
	}
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append([]byte("hold = \"0s\"\n"), text...), 0o600)
	}
	if err != nil {
		e.t.Fatal(err)
	}
}
