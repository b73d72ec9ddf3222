package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// out is a line of rounds outbox --json.
type out struct {
	ID, Kind, State, As, Channel, Text string
	Private                            bool
	SentAs                             any `json:"sent_as"`
}

func (p *depot) outbox(t testing.TB) []out {
	t.Helper()
	var all []out
	if err := json.Unmarshal([]byte(p.home.must(t, "outbox", "--all", "--json")), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAnAnswerByCommandGoesOutWithTheNextSyncAndIsTakenBack(t *testing.T) {
	t.Parallel()
	p := newDepot(t, 11, 4)
	_, id := p.talk()
	file := filepath.Join(p.home.dir, "answer.md")
	if err := os.WriteFile(file, []byte("Have a look at <the docs> & tell me.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	said := p.home.must(t, "reply", id, "--text-file", file)
	if !strings.Contains(said, "public. It leaves with the next sync") {
		t.Errorf("it says %q", said)
	}
	if undone := p.home.must(t, "undo"); !strings.HasPrefix(undone, "Undone: reply") {
		t.Errorf("it says %q", undone)
	}
	p.home.must(t, "sync")
	if n := len(p.slack.Written()); n != 0 {
		t.Errorf("%d things went out that were taken back", n)
	}
	p.home.must(t, "redo")
	if a := p.home.must(t, "sync"); !strings.Contains(a, "sent 1\n") {
		t.Errorf("the sync says %q", a)
	}
	written := p.slack.Written()
	if len(written) != 1 || written[0].Text != "Have a look at &lt;the docs&gt; &amp; tell me." {
		t.Fatalf("the workspace has %+v", written)
	}
	if shown := p.home.must(t, "show", id); !strings.Contains(shown, "Have a look at <the docs> & tell me.") {
		t.Errorf("the conversation shows\n%s", shown)
	}
	all := p.outbox(t)
	if len(all) != 2 || all[0].State != "sent" || all[0].SentAs == nil {
		t.Errorf("the outbox has %+v", all)
	}
	p.home.must(t, "outbox", "drop", all[0].ID)
	p.home.must(t, "sync")
	if last := p.slack.Written()[len(p.slack.Written())-1]; last.Method != "chat.delete" || last.TS != written[0].TS {
		t.Errorf("what was done last is %+v", last)
	}
}

func TestACommandAsksBeforeItAnswersOverSomebodyElse(t *testing.T) {
	t.Parallel()
	p := newDepot(t, 12, 4)
	talk, id := p.talk()
	p.home.must(t, "reply", id, "--text", "me first")
	if !p.slack.Interfere(talk.Channel.ID, talk.Thread) {
		t.Fatal("there is no such thread")
	}
	if a := p.home.run(t, "sync"); !strings.Contains(a.out, "waiting for your word 1 (rounds outbox)") {
		t.Errorf("the sync says %q %q", a.out, a.err)
	}
	if listed := p.home.must(t, "outbox"); !strings.Contains(listed, "somebody else has answered since: me first") {
		t.Errorf("the outbox lists %q", listed)
	}
	p.home.must(t, "outbox", "send", "1")
	p.home.must(t, "sync")
	if copies := p.slack.Written(); len(copies) != 1 || copies[0].Method != "chat.postMessage" {
		t.Errorf("the workspace has %+v", copies)
	}
}

func TestABackupThatWasPutBackSendsNothingAgain(t *testing.T) {
	t.Parallel()
	p := newDepot(t, 13, 4)
	_, id := p.talk()
	p.home.must(t, "reply", id, "--text", "once")
	backup := filepath.Join(p.home.dir, "backup.db")
	p.home.must(t, "backup", backup)
	p.home.must(t, "sync")
	p.home.must(t, "undo")
	p.home.must(t, "sync") // it is deleted again
	for _, tail := range []string{"-wal", "-shm"} {
		if err := os.Remove(p.home.db + tail); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(backup)
	if err == nil {
		err = os.WriteFile(p.home.db, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.home.must(t, "sync")
	posted := 0
	for _, w := range p.slack.Written() {
		if w.Method == "chat.postMessage" {
			posted++
		}
	}
	if all := p.outbox(t); posted != 1 || len(all) != 1 || all[0].State != "asks" {
		t.Errorf("it was posted %d times, the outbox has %+v", posted, all)
	}
}

func TestNothingIsAskedOfAnAccountThatIsOnlyImported(t *testing.T) {
	t.Parallel()
	h := stocked(t)
	a := h.run(t, "reply", "1", "--text", "so")
	if a.code != 1 || !strings.Contains(a.err, "is not connected, so that nothing can be sent there: rounds connect slack --as") {
		t.Errorf("it ends with %d and says %q", a.code, a.err)
	}
	if left := h.must(t, "outbox", "--json"); left != "[]\n" {
		t.Errorf("the outbox has %s", left)
	}
}
