//go:build emulator

package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform/slack"
)

// These tests send through the connector, and have the witness read back what
// arrived. What the emulator cannot tell of sending, and what therefore stands
// in other tests:
//
//   - Plans are never posted, and one can be taken back at any time.
//   - A reply to a thread that is gone stays a reply to it.
//   - Metadata is shown whether it is asked for or not.
//   - Addresses stay as they were typed; Slack makes links of them.
//   - A pace: it takes as many messages a second as come.

// A mouth is a connector to the emulator, as an app or in a person's name.
type mouth struct {
	t       *testing.T
	c       *slack.Connector
	hand    witness // of the same token that writes
	channel string
	root    string
}

func newMouth(t *testing.T, person string) mouth {
	t.Helper()
	const app = "xoxb-sender"
	m := mouth{t: t, hand: newWitness(t, app)}
	if person != "" {
		m.hand = newWitness(t, person)
	}
	ana, bo := newWitness(t, "xoxp-ana"), newWitness(t, "xoxp-bo")
	m.channel = ana.found("send", bo.self(), newWitness(t, app).self())
	m.root = bo.say(m.channel, "Where does the <b>export</b> go?")
	m.c = slack.New(slack.Options{Account: "acme", Token: app, UserToken: person, Base: newDoor(t).base, Hasty: true})
	return m
}

func (m mouth) do(a inbox.Action) inbox.Receipt {
	m.t.Helper()
	r, err := m.c.Do(m.t.Context(), a)
	if err != nil {
		m.t.Fatalf("%s: %v", a.Kind, err)
	}
	return r
}

func (m mouth) look(a inbox.Action, tried time.Time) inbox.Scene {
	m.t.Helper()
	s, err := m.c.Look(m.t.Context(), a, tried)
	if err != nil {
		m.t.Fatalf("look before the %s: %v", a.Kind, err)
	}
	return s
}

// read is a message of the channel as the witness sees it.
func (m mouth) read(ts string) (utterance, bool) {
	m.t.Helper()
	all := m.hand.history(m.channel)
	i := slices.IndexFunc(all, func(u utterance) bool { return u.TS == ts })
	if i < 0 {
		return utterance{}, false
	}
	return all[i], true
}

func TestEmulatorWhatIsSentArrives(t *testing.T) {
	for name, person := range map[string]string{"as the app": "", "in a person's name": "xoxp-ana"} {
		t.Run(name, func(t *testing.T) {
			m := newMouth(t, person)
			bo := newWitness(t, "xoxp-bo").self()
			account, err := m.c.Identify(t.Context())
			if err != nil || account.Speaker() != m.hand.self() || (account.Voice != "") != (person != "") {
				t.Fatalf("we are %+v, %v", account, err)
			}
			begun := time.Now()
			g := inbox.Glimpse{ID: m.root, Author: bo, Text: "Where does the <b>export</b> go?"}
			reply := inbox.Action{
				ID: "0193-" + name, Kind: inbox.Reply, Channel: m.channel, Thread: m.root, Text: "To @bo & <all>, 見て", Seen: inbox.Sight{Of: g, Last: g},
				Named: []inbox.Named{{Word: "@bo", ID: bo}},
			}
			if s := m.look(reply, time.Time{}); s.Of == nil || s.Of.Text != "Where does the <b>export</b> go?" || s.Done != nil || len(s.After) > 0 {
				t.Errorf("before the reply there is %+v", s)
			}
			r := m.do(reply)
			if u, ok := m.read(r.Message); !ok || u.Text != "To <@"+bo+"> &amp; &lt;all&gt;, 見て" || u.User != account.Speaker() || u.Thread != m.root {
				t.Errorf("there is %+v", u)
			}
			if s := m.look(reply, begun); s.Done == nil || s.Done.Message != r.Message || len(s.Alike) > 0 || !strings.Contains(s.Done.Link, "thread_ts="+m.root) {
				t.Errorf("after the reply there is %+v", s)
			}
			twin := reply
			twin.ID = "0193-other"
			if s := m.look(twin, begun); s.Done != nil || len(s.Alike) > 0 {
				t.Errorf("it is taken for another's: %+v", s)
			}
			newWitness(t, "xoxp-cleo").ask("conversations.join", nil, "channel", m.channel)
			rival := newWitness(t, "xoxp-cleo").reply(m.channel, m.root, "I know!")
			if s := m.look(twin, time.Time{}); len(s.After) != 1 || s.After[0].ID != rival || twin.Doubt(s) == nil || twin.Doubt(s).Reason != inbox.Answered {
				t.Errorf("after another's reply there is %+v", s)
			}
			m.changes(r.Message)
			m.plans(begun)
			m.whispers(bo)
		})
	}
}

// changes edits a message of ours, reacts to it and deletes it.
func (m mouth) changes(ts string) {
	m.t.Helper()
	edit := inbox.Action{ID: "e", Kind: inbox.Edit, Channel: m.channel, Thread: m.root, Message: ts, Text: "Better & shorter"}
	m.do(edit)
	if u, _ := m.read(ts); u.Text != "Better &amp; shorter" || u.Edited.TS == "" {
		m.t.Errorf("edited is %+v", u)
	}
	if s := m.look(edit, time.Time{}); s.Done == nil || s.Of == nil {
		m.t.Errorf("after the edit there is %+v", s)
	}
	for _, kind := range []inbox.ActionKind{inbox.React, inbox.Unreact} {
		a := inbox.Action{ID: "r", Kind: kind, Channel: m.channel, Message: m.root, Emoji: "tada"}
		m.do(a)
		m.do(a)
		u, _ := m.read(m.root)
		if got := len(u.Reactions) == 1; got != (kind == inbox.React) {
			m.t.Errorf("after the %s the reactions are %v", kind, u.Reactions)
		}
		if s := m.look(a, time.Time{}); s.Done == nil {
			m.t.Errorf("after the %s there is %+v", kind, s)
		}
	}
	del := inbox.Action{ID: "d", Kind: inbox.Delete, Channel: m.channel, Thread: m.root, Message: ts}
	if s := m.look(del, time.Time{}); s.Done != nil || s.Of == nil {
		m.t.Errorf("before it is deleted there is %+v", s)
	}
	m.do(del)
	m.do(del)
	if u, there := m.read(ts); there {
		m.t.Errorf("deleted, and there is %+v", u)
	}
	if s := m.look(del, time.Now()); s.Done == nil || s.Of != nil {
		m.t.Errorf("after it was deleted there is %+v", s)
	}
}

// plans has something posted later, and takes it back.
func (m mouth) plans(begun time.Time) {
	m.t.Helper()
	listed := func() []string {
		var answer struct {
			Plans []struct {
				ID   string `json:"id"`
				At   int64  `json:"post_at"`
				Text string `json:"text"`
			} `json:"scheduled_messages"`
		}
		m.hand.ask("chat.scheduledMessages.list", &answer, "channel", m.channel)
		var all []string
		for _, p := range answer.Plans {
			all = append(all, line(p.ID, time.Unix(p.At, 0).UTC().Format(time.RFC3339), p.Text))
		}
		return all
	}
	due := time.Now().Add(3 * time.Hour).Truncate(time.Second)
	post := inbox.Action{ID: "p", Kind: inbox.Post, Channel: m.channel, Text: "See you & all tomorrow", Later: true, Due: due}
	r := m.do(post)
	want := []string{line(r.Message, due.UTC().Format(time.RFC3339), "See you &amp; all tomorrow")}
	if got := listed(); !slices.Equal(got, want) || !r.Planned.Equal(due) {
		m.t.Errorf("planned is %q, want %q", got, want)
	}
	if s := m.look(post, begun); s.Done == nil || s.Done.Message != r.Message {
		m.t.Errorf("after it was planned there is %+v", s)
	}
	back := inbox.Action{ID: "u", Kind: inbox.Unschedule, Channel: m.channel, Message: r.Message, Due: due}
	if s := m.look(back, time.Time{}); s.Done != nil {
		m.t.Errorf("before it is taken back there is %+v", s)
	}
	m.do(back)
	m.do(back)
	if got := listed(); len(got) > 0 {
		m.t.Errorf("taken back, and planned is %q", got)
	}
	if s := m.look(back, time.Now()); s.Done == nil {
		m.t.Errorf("after it was taken back there is %+v", s)
	}
}

// whispers says something to one member alone.
func (m mouth) whispers(member string) {
	m.t.Helper()
	begun := time.Now()
	a := inbox.Action{ID: "w " + m.hand.token, Kind: inbox.ReplyPrivately, Channel: m.channel, Member: member, Text: "Between us", Seen: inbox.Sight{Of: inbox.Glimpse{ID: m.root}}}
	if s := m.look(a, time.Time{}); s.Of == nil || s.Of.ID != m.root {
		m.t.Errorf("before it is said privately there is %+v", s)
	}
	r := m.do(a)
	all := m.hand.history(r.Channel)
	if len(all) == 0 || all[0].Text != "Between us" || all[0].TS != r.Message || !strings.HasPrefix(r.Channel, "D") {
		m.t.Errorf("privately there is %+v", all)
	}
	if s := m.look(a, begun); s.Done == nil || s.Done.Message != r.Message {
		m.t.Errorf("after it was said privately there is %+v", s)
	}
}
