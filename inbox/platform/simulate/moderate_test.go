package simulate_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/simulate"
)

// others are messages of somebody else in one room that is open to us.
func (k *counter) others(n int) []simulate.Message {
	k.t.Helper()
	first := k.root(0)
	var all []simulate.Message
	for _, m := range k.slack.State().Messages {
		if m.Channel == first.Channel && m.User != k.slack.Me() && m.Subtype == "" && !m.Tombstone {
			all = append(all, m)
		}
	}
	if len(all) < n {
		k.t.Fatalf("there are %d of %d", len(all), n)
	}
	return all[:n]
}

func TestAnAdministratorDeletesWhatOthersSaid(t *testing.T) {
	k := newCounter(t, simulate.Options{Seed: 3})
	account, err := k.c.Identify(t.Context())
	if err != nil || account.Lacks != nil {
		t.Fatalf("%+v, %v", account.Lacks, err)
	}
	spam := k.others(4)
	a := inbox.Action{ID: "0193-r", Kind: inbox.Remove, Channel: spam[0].Channel, Message: spam[0].TS, Seen: inbox.Sight{Of: inbox.Glimpse{ID: spam[0].TS, Author: spam[0].User}}}
	for _, m := range spam[1:] {
		a.Messages = append(a.Messages, m.TS)
	}
	if s := k.look(a, time.Time{}); s.Of == nil || s.Done != nil || a.Doubt(s) != nil {
		t.Errorf("before it there is %+v", s)
	}
	k.do(a)
	k.do(a) // what is gone is done
	if s := k.look(a, noon()); s.Done == nil {
		t.Errorf("afterwards there is %+v", s)
	}
	if got := k.slack.Removed(); len(got) != 4 || got[0] != spam[0].Channel+" "+spam[0].TS {
		t.Errorf("removed is %v", got)
	}
}

func TestNobodyElseDeletesWhatOthersSaid(t *testing.T) {
	for name, o := range map[string]simulate.Options{"a bot": {Seed: 3, Token: "xoxb-1"}, "a member": {Seed: 3, Plain: true}} {
		k := newCounter(t, o)
		account, err := k.c.Identify(t.Context())
		if err != nil || account.Cannot(inbox.Remove) == "" || account.Cannot(inbox.Kick) != "" {
			t.Errorf("%s lacks %v, %v", name, account.Lacks, err)
		}
		m := k.others(1)[0]
		_, err = k.c.Do(t.Context(), inbox.Action{Kind: inbox.Remove, Channel: m.Channel, Message: m.TS})
		if refused, ok := errors.AsType[*platform.Refused](err); !ok || refused.Reason != "cant_delete_message" || len(k.slack.Removed()) > 0 {
			t.Errorf("%s: %v, removed %v", name, err, k.slack.Removed())
		}
	}
}

func TestAMemberIsPutOutOfAChannelOnce(t *testing.T) {
	for name, o := range map[string]simulate.Options{"a person": {Seed: 3}, "a bot": {Seed: 3, Token: "xoxb-1"}} {
		k := newCounter(t, o)
		root := k.root(0)
		who := ""
		for _, id := range k.slack.Inside(root.Channel) {
			if id != k.slack.Me() && id != k.slack.Team()[0] {
				who = id
			}
		}
		a := inbox.Action{ID: "0193-k", Kind: inbox.Kick, Channel: root.Channel, Member: who}
		if s := k.look(a, noon()); s.Done != nil {
			t.Errorf("%s: before it is tried it is done: %+v", name, s)
		}
		k.do(a)
		k.do(a)
		if s := k.look(a, noon()); s.Done == nil || slices.Contains(k.slack.Inside(root.Channel), who) {
			t.Errorf("%s: %s is still there: %+v", name, who, s)
		}
		kicks := 0
		for _, w := range k.slack.Written() {
			if w.Method == "conversations.kick" && w.Member == who && w.Channel == root.Channel {
				kicks++
			}
		}
		if kicks != 1 {
			t.Errorf("%s: put out %d times", name, kicks)
		}
		a.Member = k.slack.Me()
		if _, err := k.c.Do(t.Context(), a); err == nil {
			t.Errorf("%s: we are put out ourselves", name)
		}
	}
}

// TestWhatIsRemovedIsGoneHereToo takes a wave of spam away, all of it as one
// thing, and looks what the memory makes of it.
func TestWhatIsRemovedIsGoneHereToo(t *testing.T) {
	d := newOffice(t, 5)
	talks, err := d.memory.Conversations(t.Context(), everything(), inbox.Window{})
	if err != nil {
		t.Fatal(err)
	}
	a := inbox.Action{Kind: inbox.Remove, Account: "demo"}
	want := []string{}
	for _, c := range talks {
		if c.Channel.Archived || c.Opener.ID == d.slack.Me() || c.Replies > 0 || a.Channel != "" && a.Channel != c.Channel.ID || len(want) == 3 {
			continue
		}
		a.Channel, a.Messages = c.Channel.ID, append(a.Messages, c.Thread)
		want = append(want, c.Channel.ID+" "+c.Thread)
	}
	a.Message, a.Messages = a.Messages[0], a.Messages[1:]
	if _, err := d.memory.Ask(t.Context(), inbox.Order{Verb: inbox.Verb(a.Kind), Actions: []inbox.Action{a}}); err != nil {
		t.Fatal(err)
	}
	for !d.live(-1) {
	}
	slices.Sort(want)
	if got := d.slack.Removed(); len(want) < 2 || !slices.Equal(got, want) {
		t.Errorf("removed is %v, want %v", got, want)
	}
	for range 3 {
		d.pass(time.Hour)
		if _, err := d.rounds.Pull(t.Context(), "demo"); err != nil {
			t.Fatal(err)
		}
	}
	after, err := d.memory.Conversations(t.Context(), everything(), inbox.Window{})
	for _, c := range after {
		if slices.Contains(want, c.Channel.ID+" "+c.Thread) && c.Text != "" {
			t.Errorf("%q is still here", c.Text)
		}
	}
	if err != nil {
		t.Error(err)
	}
}
