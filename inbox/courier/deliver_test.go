package courier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// tray is an outbox that holds one action, and writes down what happens to it.
type tray struct {
	*memory
	now   func() time.Time
	out   inbox.Outgoing
	diary []string
	stop  time.Duration // how long a program is stopped behind its note
	clock func(time.Duration)
	lent  time.Time // another has the work until then

	claimed []string // messages that are the receipts of other actions
}

func (b *tray) Lease(context.Context, string, string, string, time.Duration) (time.Time, error) {
	return b.lent, nil
}

func (b *tray) NextOut(context.Context, string) (inbox.Outgoing, time.Time, error) {
	if !slices.Contains([]inbox.OutState{inbox.Queued, inbox.Sending, inbox.Unknown, inbox.Planned}, b.out.State) {
		return inbox.Outgoing{}, time.Time{}, inbox.ErrNone
	}
	if b.out.Again.After(b.now()) {
		return inbox.Outgoing{}, b.out.Again, inbox.ErrNone
	}
	return b.out, time.Time{}, nil
}

func (b *tray) Claimed(context.Context, inbox.Outgoing, string, []string) ([]string, error) {
	return b.claimed, nil
}

func (b *tray) Attempt(context.Context, string) error {
	b.out.State, b.out.TriedAt = inbox.Sending, b.now()
	if b.out.FirstAt.IsZero() {
		b.out.FirstAt = b.now()
	}
	b.out.Tries++
	b.diary = append(b.diary, "attempt")
	b.clock(b.stop)
	return nil
}

func (b *tray) Settle(_ context.Context, _ string, f inbox.Fate) error {
	b.out.State, b.out.Again, b.out.Trouble, b.out.Doubt = f.State, f.Again, f.Trouble, f.Doubt
	if !f.Certain.IsZero() {
		b.out.Certain = f.Certain
	}
	line := string(f.State)
	if f.Doubt != nil {
		line += " " + string(f.Doubt.Reason)
	}
	b.diary = append(b.diary, line)
	return nil
}

func (b *tray) Postpone(_ context.Context, _, trouble string, again time.Time) error {
	b.out.Trouble, b.out.Again = trouble, again
	return nil
}

// channel is a platform with one channel: what it answers, call by call, and
// what is said there.
type channel struct {
	memory *tray
	looks  []error // what looking says, one after the other; then nil
	does   []error // likewise
	takes  []bool  // whether a Do that fails has effect all the same
	hides  int     // looks before what was said is seen
	unmark bool    // it shows no marks
	owns   bool    // it has no room for marks
	said   []inbox.Message
	after  []inbox.Message
}

func (ch *channel) Fetch(context.Context, inbox.Scope) (inbox.Page, error) {
	return inbox.Page{}, errors.New("nobody asks")
}

func shift[T any](list *[]T) (first T) {
	if len(*list) > 0 {
		first, *list = (*list)[0], (*list)[1:]
	}
	return first
}

func (ch *channel) Look(_ context.Context, a inbox.Action, _ time.Time) (inbox.Scene, error) {
	ch.memory.diary = append(ch.memory.diary, "look")
	if err := shift(&ch.looks); err != nil {
		return inbox.Scene{}, err
	}
	scene := inbox.Scene{Of: &inbox.Message{ID: "1", Kind: inbox.Said, Text: "how?"}, After: ch.after}
	if ch.hides > 0 && len(ch.said) > 0 {
		ch.hides--
		return scene, nil
	}
	for _, m := range ch.said {
		switch {
		case ch.owns:
			scene.Own = append(scene.Own, inbox.Receipt{Channel: a.Channel, Message: m.ID})
		case ch.unmark:
			scene.Alike = append(scene.Alike, m)
		default:
			scene.Done = &inbox.Receipt{Channel: a.Channel, Message: m.ID}
		}
	}
	return scene, nil
}

func (ch *channel) Do(_ context.Context, a inbox.Action) (inbox.Receipt, error) {
	ch.memory.diary = append(ch.memory.diary, "do")
	err := shift(&ch.does)
	if taken := shift(&ch.takes); err == nil || taken {
		ch.said = append(ch.said, inbox.Message{ID: fmt.Sprint(len(ch.said) + 2), Text: a.Text})
	}
	if err != nil {
		return inbox.Receipt{}, err
	}
	return inbox.Receipt{Channel: a.Channel, Message: ch.said[len(ch.said)-1].ID}, nil
}

// What a platform may answer.
type answer struct {
	undone, final, local, slow bool
	wait                       time.Duration
}

func (e answer) Error() string { return "it says no" }
func (e answer) Undone() bool  { return e.undone }
func (e answer) Final() bool   { return e.final }
func (e answer) Local() bool   { return e.local }
func (e answer) Slow() bool    { return e.slow }

type busy struct{ answer }

func (e busy) RetryAfter() time.Duration { return e.wait }

func TestADeliveryEndsAsItsAnswersSay(t *testing.T) {
	lost, refused := answer{}, answer{undone: true, local: true}
	for name, test := range map[string]struct {
		channel channel
		kind    inbox.ActionKind
		state   inbox.OutState // before; queued if empty
		stop    time.Duration
		late    time.Duration // since the time that a person chose
		grace   time.Duration // of something planned
		claimed []string      // messages that are the receipts of other actions
		want    string        // the diary
		said    int           // messages on the platform
	}{
		"it looks, notes, sends and notes":                      {want: "look attempt do sent", said: 1},
		"a refusal is the end":                                  {channel: channel{does: []error{refused}}, want: "look attempt do failed"},
		"too many requests is no refusal":                       {channel: channel{does: []error{busy{answer{undone: true, wait: 3 * time.Second}}}}, want: "look attempt do queued look attempt do sent", said: 1},
		"nobody at home is no refusal":                          {channel: channel{does: []error{answer{undone: true}}}, want: "look attempt do queued look attempt do sent", said: 1},
		"an answer that never came, and it arrived":             {channel: channel{does: []error{lost}, takes: []bool{true}}, want: "look attempt do unknown look sent", said: 1},
		"an answer that never came, and it did not":             {channel: channel{does: []error{lost}}, want: "look attempt do unknown look queued look attempt do sent", said: 1},
		"it is seen late":                                       {channel: channel{does: []error{lost}, takes: []bool{true}, hides: 4}, want: "look attempt do unknown look sent", said: 1},
		"it is there, and bears no mark":                        {channel: channel{does: []error{lost}, takes: []bool{true}, unmark: true}, want: "look attempt do unknown look asks perhaps", said: 1},
		"looking fails after sending":                           {channel: channel{does: []error{lost}, takes: []bool{true}, looks: []error{nil, lost}}, want: "look attempt do unknown look sent", said: 1},
		"looking is refused after sending":                      {channel: channel{does: []error{lost}, takes: []bool{true}, looks: []error{nil, refused}}, want: "look attempt do unknown look asks perhaps", said: 1},
		"looking is refused before":                             {channel: channel{looks: []error{refused}}, want: "look failed"},
		"looking is refused before something private":           {channel: channel{looks: []error{refused}}, kind: inbox.ReplyPrivately, want: "look attempt do sent", said: 1},
		"another program died while it sent, and it arrived":    {channel: channel{said: []inbox.Message{{ID: "2"}}}, state: inbox.Sending, want: "look sent", said: 1},
		"another program died while it sent, and it did not":    {state: inbox.Sending, want: "look unknown look queued look attempt do sent", said: 1},
		"it is never seen":                                      {channel: channel{does: slices.Repeat([]error{lost}, mostTries)}, want: strings.Repeat("look attempt do unknown look queued ", mostTries-1) + "look attempt do unknown look failed"},
		"there are no marks, and it is there":                   {channel: channel{owns: true, does: []error{lost}, takes: []bool{true}}, want: "look attempt do unknown look sent", said: 1},
		"there are no marks, and it stood there before":         {channel: channel{owns: true, said: []inbox.Message{{ID: "7"}}}, want: "look attempt do sent", said: 2},
		"there are no marks, and what is there is another's":    {channel: channel{owns: true, does: []error{lost}, said: []inbox.Message{{ID: "7"}}}, claimed: []string{"7"}, want: "look attempt do unknown look queued look attempt do sent", said: 2},
		"a reaction is done again at once":                      {channel: channel{does: []error{lost}}, kind: inbox.React, want: "look attempt do unknown look queued look attempt do sent look", said: 1},
		"its time is just over":                                 {late: 10 * time.Minute, want: "look attempt do sent", said: 1},
		"its time has long passed":                              {late: 20 * time.Minute, want: "asks late"},
		"something planned is late by more than its grace":      {late: 2 * time.Minute, grace: time.Minute, want: "asks late"},
		"its grace passed while nobody knew whether it arrived": {channel: channel{does: []error{lost}}, late: 59 * time.Second, grace: time.Minute, want: "look attempt do unknown look queued asks perhaps"},
		"somebody else has answered":                            {channel: channel{after: []inbox.Message{{ID: "9", Kind: inbox.Said, Text: "so"}}}, want: "look asks answered"},
		"a bot has answered":                                    {channel: channel{after: []inbox.Message{{ID: "9", Kind: inbox.Said, Text: "so", Bot: true}}}, want: "look attempt do sent", said: 1},
		"the program was stopped between its note and itself":   {stop: 6 * time.Second, want: strings.Repeat("look attempt queued ", mostTries-1) + "look attempt failed"},
	} {
		t.Run(name, func(t *testing.T) {
			now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
			pass := func(d time.Duration) { now = now.Add(d) }
			b := &tray{memory: newMemory(), now: func() time.Time { return now }, stop: test.stop, clock: pass}
			b.out = inbox.Outgoing{State: inbox.Queued, AskedAt: now, Action: inbox.Action{
				ID: "a", Kind: inbox.Reply, Channel: "C1", Thread: "1", Message: "1", Text: "so", Seen: inbox.Sight{Of: inbox.Glimpse{ID: "1", Text: "how?"}},
			}}
			if test.late != 0 {
				b.out.Later, b.out.Due, b.out.Grace = true, now.Add(-test.late), test.grace
			}
			if test.kind != "" {
				b.out.Kind = test.kind
			}
			if test.state != "" {
				b.out.State, b.out.Tries, b.out.FirstAt, b.out.TriedAt = test.state, 1, now, now
			}
			b.claimed = test.claimed
			ch := test.channel
			ch.memory = b
			c := &Courier{
				Store: b.memory, Outbox: b, Connectors: map[string]Connector{"acme": &ch}, Now: b.now, Tell: func(News) {},
				Desk:  func(context.Context, string) (Reader, error) { return nil, errors.New("nobody reads") },
				Sleep: func(_ context.Context, d time.Duration) error { pass(d); return nil },
			}
			if _, err := c.Deliver(t.Context(), "acme", time.Hour); err != nil && !strings.Contains(err.Error(), "nobody reads") {
				t.Fatal(err)
			}
			if got := brief(b.diary); got != test.want {
				t.Errorf("it went\n%s, want\n%s", got, test.want)
			}
			if len(ch.said) != test.said {
				t.Errorf("it was said %d times, want %d", len(ch.said), test.said)
			}
		})
	}
}

// brief leaves out the looks in vain while something is unknown.
func brief(diary []string) string {
	line := strings.Join(diary, " ")
	for strings.Contains(line, "unknown look unknown") {
		line = strings.ReplaceAll(line, "unknown look unknown", "unknown")
	}
	return line
}

func TestNothingIsSentWhileAnotherProgramDelivers(t *testing.T) {
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	b := &tray{memory: newMemory(), now: func() time.Time { return now }, lent: now.Add(time.Minute)}
	b.out = inbox.Outgoing{State: inbox.Queued, Action: inbox.Action{Kind: inbox.Post, Channel: "C1", Text: "so"}}
	ch := &channel{memory: b}
	c := &Courier{Store: b.memory, Outbox: b, Connectors: map[string]Connector{"acme": ch}, Now: b.now, Tell: func(News) {}}
	done, err := c.Deliver(t.Context(), "acme", time.Hour)
	if err != nil || done != (Delivered{}) || len(b.diary) > 0 {
		t.Errorf("it did %+v, %v, %q", done, err, b.diary)
	}
}

func TestAnAccountThatCannotBeReachedIsLeftAloneForLongerEachTime(t *testing.T) {
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	c := &Courier{Now: func() time.Time { return now }}
	r := &road{courier: c}
	var waits []time.Duration
	for range 10 {
		waits = append(waits, r.trip(1))
	}
	if !slices.IsSorted(waits) || waits[0] != time.Second || waits[9] != time.Minute {
		t.Errorf("it waits %v", waits)
	}
}

func TestWhatAPersonIsAskedAboutStandsInTheInboxAtOnce(t *testing.T) {
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	b := &tray{memory: newMemory(), now: func() time.Time { return now }, clock: func(time.Duration) {}}
	b.out = inbox.Outgoing{State: inbox.Queued, AskedAt: now, Action: inbox.Action{
		ID: "a", Kind: inbox.Reply, Channel: "C1", Thread: "1", Text: "so", Seen: inbox.Sight{Of: inbox.Glimpse{ID: "1", Text: "how?"}},
	}}
	ch := &channel{memory: b, after: []inbox.Message{{ID: "9", Kind: inbox.Said, Text: "like this"}}}
	c := &Courier{
		Store: b.memory, Outbox: b, Connectors: map[string]Connector{"acme": ch}, Now: b.now, Tell: func(News) {},
		Desk: func(context.Context, string) (Reader, error) { return nobody{}, nil },
	}
	done, err := c.Deliver(t.Context(), "acme", time.Hour)
	if err != nil || done.Asks != 1 {
		t.Fatalf("it did %+v, %v", done, err)
	}
	var kept []string
	for _, page := range b.pages {
		for _, m := range page.Messages {
			kept = append(kept, m.ID)
		}
		if !page.Heard || page.Account != "acme" {
			t.Errorf("it kept %+v", page)
		}
	}
	if !slices.Equal(kept, []string{"9", "1"}) {
		t.Errorf("it kept %q", kept)
	}
}

// nobody reads nothing.
type nobody struct{}

func (nobody) Read(inbox.Message) []inbox.Signal { return nil }
func (nobody) Side(m inbox.Member) inbox.Role    { return m.Role }
