package cli

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

func TestAReplySaysAsWhomWhereAndWhenItLeaves(t *testing.T) {
	s := &shelf{conversations: []inbox.Conversation{asked(1, "ana", "help", "how?")}}
	out, _, err := call(t, s, 100, "reply", "1", "--text", "like this")
	if err != nil {
		t.Fatal(err)
	}
	if want := "reply: #help, as sam, public. It leaves with the next sync, 10 seconds from now at the earliest (rounds undo takes it back).\n"; out != want {
		t.Errorf("it says %q", out)
	}
	if a := s.order.Actions[0]; a.Text != "like this" || a.Account != "acme" || a.Later {
		t.Errorf("it asks for %+v", a)
	}
	s.out = nil
	out, _, err = call(t, s, 100, "reply", "1", "--private", "--at", "tomorrow 9:00", "--text", "psst")
	if err != nil || !strings.Contains(out, "private reply: @ana alone, as sam, private. It leaves on Thu 18 Jun 09:00") {
		t.Errorf("it says %q, %v", out, err)
	}
}

func TestAReplyIsRefusedBeforeAnythingIsOpened(t *testing.T) {
	for name, args := range map[string][]string{
		"no text":         {"reply", "1"},
		"two texts":       {"reply", "1", "--text", "a", "--text-file", "b"},
		"no ID":           {"reply", "x", "--text", "a"},
		"a time that was": {"reply", "1", "--text", "a", "--at", "2020-01-01"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := call(t, nil, 0, args...)
			var usage *Usage
			if !errors.As(err, &usage) {
				t.Errorf("it says %v", err)
			}
		})
	}
}

func TestTheOutboxTellsInJSONWhatAPersonHasToKnow(t *testing.T) {
	evil := "\x1b[31mred\u202e"
	s := &shelf{out: []inbox.Outgoing{{
		Action: inbox.Action{ID: "u1", Kind: inbox.Reply, Account: "acme", Text: evil, Due: noon()}, Seq: 3, State: inbox.Asks, Conversation: 12,
		Room: evil, Whom: inbox.Author{Handle: evil}, As: inbox.Author{Handle: "sam"}, Trouble: evil,
		Doubt:   &inbox.Doubt{Reason: inbox.Answered, Now: []inbox.Glimpse{{ID: "9", By: evil, Text: evil}}},
		Receipt: &inbox.Receipt{Message: "1.2"},
	}}}
	out, _, err := call(t, s, 0, "outbox", "--json")
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(out, "\x1b\u202e") {
		t.Errorf("it printed %q", out)
	}
	var all []map[string]any
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatal(err)
	}
	j := all[0]
	asks, _ := j["asks"].(map[string]any)
	if j["id"] != "3" || j["mark"] != "u1" || j["state"] != "asks" || j["conversation"] != "12" || j["sent_as"] != "1.2" || asks["why"] != "somebody else has answered since" {
		t.Errorf("it tells %v", j)
	}
	out, _, err = call(t, s, 120, "outbox")
	if err != nil || strings.ContainsAny(out, "\x1b\u202e") || !strings.Contains(out, "somebody else has answered since: red") {
		t.Errorf("it lists %q, %v", out, err)
	}
}

func TestAWordNamesWhatTheListShows(t *testing.T) {
	s := &shelf{out: []inbox.Outgoing{{Action: inbox.Action{ID: "u1", Kind: inbox.Reply, Due: noon().Add(time.Hour)}, Seq: 3, State: inbox.Asks}}}
	for args, want := range map[string]string{"send 3": "u1 send", "arrived u1": "u1 arrived", "drop 3": "u1 back"} {
		if _, _, err := call(t, s, 80, append([]string{"outbox"}, strings.Fields(args)...)...); err != nil || s.words != want {
			t.Errorf("outbox %s asked for %q, %v", args, s.words, err)
		}
	}
	if _, _, err := call(t, s, 80, "outbox", "send", "4"); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("one that is not there: %v", err)
	}
}

func TestUndoSaysWhatItUndid(t *testing.T) {
	out, _, err := call(t, &shelf{}, 80, "undo")
	if err != nil || out != "Undone: reply, ana in #help\n" {
		t.Errorf("it says %q, %v", out, err)
	}
	if _, _, err := call(t, &shelf{}, 80, "redo"); ExitCode(err) != ExitNone {
		t.Errorf("nothing to redo ends with %v", err)
	}
}

func TestDoctorSaysThatSomethingNeedsAWord(t *testing.T) {
	asks := inbox.Outgoing{Action: inbox.Action{Kind: inbox.Reply, Text: "so\x1b[2J"}, State: inbox.Asks, Doubt: &inbox.Doubt{Reason: inbox.Gone}}
	f := House{}.waiting([]inbox.Outgoing{{State: inbox.Queued}, asks})
	if len(f) != 1 || f[0].OK || !strings.HasPrefix(f[0].Is, "something needs your word: what it is about is not there any more: so") || strings.Contains(f[0].Is, "\x1b") || f[0].Do == "" {
		t.Errorf("it finds %+v", f)
	}
	if f := (House{}).waiting([]inbox.Outgoing{{State: inbox.Queued}}); len(f) != 1 || !f[0].OK || f[0].Is != "1 action not out yet" {
		t.Errorf("it finds %+v", f)
	}
	if f := (House{}).waiting(nil); f != nil {
		t.Errorf("in an empty one it finds %+v", f)
	}
}
