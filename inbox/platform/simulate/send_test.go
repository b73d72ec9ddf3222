package simulate_test

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/simulate"
	"rounds/inbox/platform/slack"
)

// A counter is a workspace with a connector in front of it, on one clock.
type counter struct {
	t *testing.T
	*watch
	slack *simulate.Slack
	c     *slack.Connector
}

func newCounter(t *testing.T, o simulate.Options) *counter {
	t.Helper()
	k := &counter{t: t, watch: &watch{t: noon()}}
	o.Now = k.now
	k.slack = simulate.NewHistory(o, 0)
	server := httptest.NewServer(k.slack)
	t.Cleanup(server.Close)
	k.c = slack.New(slack.Options{
		Account: "demo", Token: k.slack.Token(), UserToken: o.UserToken, Base: server.URL + "/api/", Now: k.now, Hasty: true,
		HTTP: platform.NewHTTP(platform.Options{Timeout: 200 * time.Millisecond}),
	})
	return k
}

// root is a message that began a thread, or could.
func (k *counter) root(n int) simulate.Message {
	k.t.Helper()
	open := map[string]bool{}
	for _, ch := range k.slack.State().Channels {
		open[ch.ID] = ch.Member && !ch.Archived
	}
	for _, m := range k.slack.State().Messages {
		if open[m.Channel] && m.Thread == m.TS && m.Subtype == "" && m.User != k.slack.Me() {
			if n--; n < 0 {
				return m
			}
		}
	}
	k.t.Fatal("there are not so many")
	return simulate.Message{}
}

func (k *counter) find(channel, ts string) (simulate.Message, bool) {
	for _, m := range k.slack.State().Messages {
		if m.Channel == channel && m.TS == ts {
			return m, true
		}
	}
	return simulate.Message{}, false
}

func (k *counter) do(a inbox.Action) inbox.Receipt {
	k.t.Helper()
	r, err := k.c.Do(k.t.Context(), a)
	if err != nil {
		k.t.Fatalf("%s: %v", a.Kind, err)
	}
	return r
}

func (k *counter) look(a inbox.Action, tried time.Time) inbox.Scene {
	k.t.Helper()
	s, err := k.c.Look(k.t.Context(), a, tried)
	if err != nil {
		k.t.Fatalf("look before the %s: %v", a.Kind, err)
	}
	return s
}

func answerTo(m simulate.Message, id string) inbox.Action {
	g := inbox.Glimpse{ID: m.TS, Author: m.User}
	return inbox.Action{ID: id, Kind: inbox.Reply, Channel: m.Channel, Thread: m.TS, Text: "see https://a.b/c?d=1&e=2, <ok> 👍", Seen: inbox.Sight{Of: g, Last: g}}
}

func TestAReplyIsFoundAgainByItsMark(t *testing.T) {
	k := newCounter(t, simulate.Options{Seed: 3})
	root := k.root(4)
	a := answerTo(root, "0193-one")
	before := k.look(a, time.Time{})
	if before.Of == nil || before.Of.ID != root.TS || before.Done != nil || !slices.Equal(before.Self, []string{k.slack.Me()}) {
		t.Errorf("before it is sent there is %+v", before)
	}
	r := k.do(a)
	if got, ok := k.find(root.Channel, r.Message); !ok || got.Thread != root.TS || got.Text != "see <https://a.b/c?d=1&amp;e=2>, &lt;ok&gt; 👍" || got.User != k.slack.Me() {
		t.Errorf("there is %+v", got)
	}
	k.pass(time.Minute)
	after := k.look(a, noon())
	if after.Done == nil || after.Done.Message != r.Message || after.Done.Link != r.Link || after.Done.Said == nil || len(after.Alike) != 0 {
		t.Errorf("afterwards there is %+v", after)
	}
	other := a
	other.ID = "0193-two"
	if s := k.look(other, noon()); s.Done != nil || len(s.Alike) != 0 {
		t.Errorf("another action takes it for its own: %+v", s)
	}
	written := k.slack.Written()
	if len(written) != 1 || written[0].Marker != a.ID || written[0].Channel != root.Channel || written[0].Thread != root.TS || k.slack.Copies()[a.ID] != 1 {
		t.Errorf("written was %+v", written)
	}
}

func TestWhatOthersHaveSaidSinceIsTold(t *testing.T) {
	k := newCounter(t, simulate.Options{Seed: 4})
	root := k.root(2)
	a := answerTo(root, "0193-one")
	if m := k.look(a, time.Time{}); len(m.After) != root.Replies {
		t.Errorf("%d others have answered, told is of %d", root.Replies, len(m.After))
	}
	k.pass(time.Second)
	if !k.slack.Interfere(root.Channel, root.TS) || k.slack.Interfere("C0", root.TS) {
		t.Error("nobody interferes, or where there is nothing")
	}
	k.do(inbox.Action{ID: "x", Kind: inbox.Reply, Channel: root.Channel, Thread: root.TS, Text: "ours"})
	s := k.look(a, time.Time{})
	if len(s.After) != root.Replies+1 || s.After[len(s.After)-1].Author == root.User || a.Doubt(s) == nil {
		t.Errorf("told is of %+v", s.After)
	}
	a.Seen.Last = inbox.Glimpse{ID: s.After[len(s.After)-1].ID}
	if s := k.look(a, time.Time{}); len(s.After) != 0 || s.Last == nil || s.Last.ID != a.Seen.Last.ID || s.Of == nil {
		t.Errorf("behind the last that was seen there is %+v", s)
	}
}

func TestAMessageIsChangedAndTakenBack(t *testing.T) {
	k := newCounter(t, simulate.Options{Seed: 5})
	root := k.root(1)
	ours := k.do(inbox.Action{ID: "p", Kind: inbox.Post, Channel: root.Channel, Text: "first words"})
	edit := inbox.Action{ID: "e", Kind: inbox.Edit, Channel: root.Channel, Message: ours.Message, Text: "second & better"}
	if s := k.look(edit, time.Time{}); s.Of == nil || s.Of.Text != "first words" || s.Done != nil {
		t.Errorf("before the edit there is %+v", s)
	}
	k.pass(time.Minute)
	k.do(edit)
	if s := k.look(edit, noon()); s.Done == nil || s.Of.Text != "second & better" || s.Of.EditedAt.IsZero() {
		t.Errorf("after the edit there is %+v", s)
	}
	for _, kind := range []inbox.ActionKind{inbox.React, inbox.Unreact} {
		a := inbox.Action{ID: "r", Kind: kind, Channel: root.Channel, Message: root.TS, Emoji: "sauropod"}
		if s := k.look(a, time.Time{}); s.Of == nil || kind == inbox.React && s.Done != nil {
			t.Errorf("before the %s there is %+v", kind, s)
		}
		k.do(a)
		k.do(a) // once more is as good
		m, _ := k.find(root.Channel, root.TS)
		if s := k.look(a, noon()); s.Done == nil && kind == inbox.React || (m.Reactions["sauropod"] == 1) != (kind == inbox.React) {
			t.Errorf("after the %s there is %+v, reactions %v", kind, s, m.Reactions)
		}
	}
	if _, err := k.c.Do(t.Context(), inbox.Action{Kind: inbox.Edit, Channel: root.Channel, Message: root.TS, Text: "mine now"}); !refused(err, "cant_update_message") {
		t.Errorf("another's message: %v", err)
	}
	del := inbox.Action{ID: "d", Kind: inbox.Delete, Channel: root.Channel, Message: ours.Message}
	if s := k.look(del, time.Time{}); s.Done != nil || s.Of == nil {
		t.Errorf("before it is deleted there is %+v", s)
	}
	k.do(del)
	if s := k.look(del, noon()); s.Done == nil || s.Of != nil {
		t.Errorf("after it was deleted there is %+v", s)
	}
	var methods []string
	for _, w := range k.slack.Written() {
		methods = append(methods, w.Method)
	}
	if got := strings.Join(methods, " "); got != "chat.postMessage chat.update reactions.add reactions.remove chat.delete" {
		t.Errorf("written was %s", got)
	}
}

func refused(err error, reason string) bool {
	r, ok := errors.AsType[*platform.Refused](err)
	return ok && r.Reason == reason && r.Undone()
}

func TestARootThatWasDeletedLeavesATombstoneAndNoWayToAnswer(t *testing.T) {
	k := newCounter(t, simulate.Options{Seed: 6})
	room := k.root(1).Channel
	root := k.do(inbox.Action{ID: "p", Kind: inbox.Post, Channel: room, Text: "a root"})
	a := answerTo(simulate.Message{Channel: room, TS: root.Message, User: k.slack.Me()}, "a")
	k.do(inbox.Action{ID: "q", Kind: inbox.Reply, Channel: room, Thread: root.Message, Text: "a reply"})
	k.do(inbox.Action{ID: "d", Kind: inbox.Delete, Channel: room, Message: root.Message})
	if m, ok := k.find(room, root.Message); !ok || !m.Tombstone {
		t.Errorf("there is %+v", m)
	}
	if s := k.look(a, time.Time{}); s.Of != nil || a.Doubt(s) == nil || a.Doubt(s).Reason != inbox.Gone {
		t.Errorf("there is %+v", s)
	}
	a.Thread, a.Seen.Of.ID, a.Seen.Last.ID = "1700000000.000001", "1700000000.000001", ""
	if s := k.look(a, noon()); s.Of != nil || s.Done != nil {
		t.Errorf("there is %+v", s)
	}
}

// Between the last look and the reply the root may go: then the reply stands in
// the channel itself, and must be found there.
func TestAReplyToWhatIsGoneIsFoundInTheChannel(t *testing.T) {
	k := newCounter(t, simulate.Options{Seed: 6})
	room := k.root(1).Channel
	root := k.do(inbox.Action{ID: "p", Kind: inbox.Post, Channel: room, Text: "a root"})
	a := answerTo(simulate.Message{Channel: room, TS: root.Message, User: k.slack.Me()}, "a")
	k.do(inbox.Action{ID: "d", Kind: inbox.Delete, Channel: room, Message: root.Message})
	k.slack.Misbehave(simulate.Mischief{Writes: 1, WriteTricks: []simulate.Trick{simulate.AcceptedReset}, Calm: 1})
	if r, err := k.c.Do(t.Context(), a); err == nil {
		t.Fatalf("it is told of: %+v", r)
	}
	s := k.look(a, noon())
	if s.Done == nil || s.Of != nil || len(s.After) > 0 || s.Done.Said.Thread != s.Done.Message || strings.Contains(s.Done.Link, "thread_ts") {
		t.Errorf("there is %+v", s)
	}
}

func TestSomethingPrivateIsSaidInTheConversationOfTwo(t *testing.T) {
	k := newCounter(t, simulate.Options{Seed: 7, Token: "xoxb-bot", UserToken: "xoxp-person"})
	var whom string
	for _, m := range k.slack.State().Members {
		if !m.Bot && !m.Deleted && !slices.Contains(k.slack.Team(), m.ID) {
			whom = m.ID
		}
	}
	root := k.root(3)
	a := inbox.Action{ID: "w", Kind: inbox.ReplyPrivately, Member: whom, Channel: root.Channel, Text: "between us", Seen: inbox.Sight{Of: inbox.Glimpse{ID: root.TS}}}
	if s := k.look(a, time.Time{}); s.Of == nil || s.Of.ID != root.TS || len(s.Self) != 2 {
		t.Errorf("before there is %+v", s)
	}
	count := k.slack.Count()
	r := k.do(a)
	said := k.slack.Direct(whom)
	if len(said) != 1 || said[0].Text != "between us" || said[0].TS != r.Message || said[0].User != k.slack.Team()[0] || r.Said != nil {
		t.Errorf("there is %+v, %+v", said, r)
	}
	if s := k.look(a, noon()); s.Done == nil || s.Done.Message != r.Message || s.Done.Channel != r.Channel {
		t.Errorf("after there is %+v", s)
	}
	if k.slack.Count() != count || slices.ContainsFunc(k.slack.Messages(), func(m string) bool { return strings.HasPrefix(m, "D") }) {
		t.Error("it is told among what everybody sees")
	}
	if _, err := k.c.Fetch(t.Context(), inbox.Scope{Name: "channel:" + r.Channel}); err != nil {
		t.Errorf("it cannot be read with the token that wrote it: %v", err)
	}
}

func TestSlackPostsAPlanByItself(t *testing.T) {
	k := newCounter(t, simulate.Options{Seed: 8})
	root := k.root(2)
	a := answerTo(root, "s")
	a.Later, a.Due = true, noon().Add(time.Hour)
	plan := k.do(a)
	if s := k.look(a, noon()); s.Done == nil || s.Done.Message != plan.Message || !s.Done.Planned.Equal(a.Due) {
		t.Errorf("planned is %+v", s)
	}
	twin := k.do(a)
	if s := k.look(a, noon()); s.Done != nil || len(s.Alike) != 2 {
		t.Errorf("of two that are alike one is taken: %+v", s)
	}
	back := inbox.Action{ID: "u", Kind: inbox.Unschedule, Channel: root.Channel, Message: twin.Message, Due: a.Due}
	if s := k.look(back, time.Time{}); s.Done != nil {
		t.Errorf("it is taken back before anybody asked: %+v", s)
	}
	k.do(back)
	k.do(back)
	if s := k.look(back, noon()); s.Done == nil {
		t.Error("it was not taken back")
	}
	k.pass(time.Hour + time.Second)
	s := k.look(a, noon()) // the request itself comes after its time
	if s.Done == nil || !s.Done.Planned.IsZero() || len(s.Alike) != 0 {
		t.Fatalf("after its time there is %+v", s)
	}
	if m, ok := k.find(root.Channel, s.Done.Message); !ok || m.Thread != root.TS {
		t.Errorf("posted was %+v", m)
	}
	late := inbox.Action{ID: "v", Kind: inbox.Unschedule, Channel: root.Channel, Message: plan.Message, Due: a.Due}
	if s := k.look(late, noon()); s.Done != nil {
		t.Errorf("what was posted counts as taken back: %+v", s)
	}
	if _, err := k.c.Do(t.Context(), late); !refused(err, "invalid_scheduled_message_id") {
		t.Errorf("%v", err)
	}
	last := k.slack.Written()
	if w := last[len(last)-1]; w.Method != simulate.Posted || w.Plan != plan.Message || w.Thread != root.TS {
		t.Errorf("written was %+v", w)
	}
}

// carry carries an action out as the courier does: it looks after whatever is
// not certain, and sends again only what was certainly not done.
func (k *counter) carry(a inbox.Action) (asked bool) {
	k.t.Helper()
	var tried time.Time
	for range 60 {
		k.pass(3 * time.Second) // longer than anything is veiled
		s, err := k.c.Look(k.t.Context(), a, tried)
		switch {
		case err != nil:
			continue
		case s.Done != nil:
			return false
		case len(s.Alike) > 0:
			return true
		}
		if tried.IsZero() {
			tried = k.now()
		}
		if _, err = k.c.Do(k.t.Context(), a); err == nil {
			return false
		}
	}
	k.t.Fatalf("the %s comes to no end", a.Kind)
	return false
}

func TestNothingIsSentTwiceThroughWhateverGoesWrong(t *testing.T) {
	for seed := range uint64(3) {
		k := newCounter(t, simulate.Options{Seed: seed})
		quick := slices.DeleteFunc(simulate.Honest(), func(trick simulate.Trick) bool {
			return trick == simulate.Bomb || trick == simulate.SlowBody
		})
		k.slack.Misbehave(simulate.Mischief{Seed: seed, Rate: 0.15, Tricks: quick, Writes: 0.6, Veil: 2 * time.Second, Slow: 300 * time.Millisecond})
		want := map[string]inbox.Action{}
		for i := range 40 {
			a := answerTo(k.root(i), fmt.Sprintf("id-%d-%d", seed, i))
			a.Text = "thanks!" // the same words everywhere
			if i%4 == 3 {
				a = inbox.Action{ID: a.ID, Kind: inbox.Post, Channel: a.Channel, Text: a.Text}
			}
			want[a.ID] = a
			if k.carry(a) {
				t.Errorf("somebody has to be asked about %s", a.ID)
			}
		}
		copies := k.slack.Copies()
		if len(copies) != len(want) {
			t.Errorf("seed %d: %d of %d were sent", seed, len(copies), len(want))
		}
		for _, w := range k.slack.Written() {
			if a := want[w.Marker]; copies[w.Marker] != 1 || w.Channel != a.Channel || w.Thread != a.Thread || w.Text != "thanks!" {
				t.Errorf("seed %d: %d copies of %+v", seed, copies[w.Marker], w)
			}
		}
		played := map[simulate.Trick]int{}
		for _, r := range k.slack.Requests() {
			if r.Method == "chat.postMessage" {
				played[r.Trick]++
			}
		}
		t.Logf("seed %d: %v", seed, played)
	}
}
