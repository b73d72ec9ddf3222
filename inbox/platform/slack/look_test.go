package slack

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// thread serves one, two messages a page, as old as its parts say.
func thread(t *testing.T, messages ...string) (*Connector, *desk) {
	t.Helper()
	page := func(v url.Values) string {
		from := 0
		fmt.Sscan(v.Get("cursor"), &from)
		next, to := "", len(messages)
		if from+2 < to {
			to = from + 2
			next = fmt.Sprint(to)
		}
		return history(next, append(slices.Clone(messages[:1]), messages[max(1, from):to]...)...)
	}
	d := &desk{answers: map[string]func(url.Values) string{"auth.test": identity, "conversations.replies": page, "conversations.history": page}}
	return connect(t, d, nil), d
}

// by is a message of somebody, so many seconds before now.
func by(user string, ago int, text, rest string) string {
	return fmt.Sprintf(`{"type":"message","user":%q,"text":%q,"ts":%q,"thread_ts":%q%s}`, user, text, ts(ago), ts(99), rest)
}

const otherMark = `,"metadata":{"event_type":"rounds_action","event_payload":{"id":"another"}}`

func TestWhatMayBeOursIsTold(t *testing.T) {
	c, d := thread(t,
		by("U5", 99, "a question", ""),
		by("U1", 40, "Thanks :+1: see <https://a.b/c>!", ""), // Slack writes emoji and addresses in its own way
		by("U1", 39, "Thanks 👍 see https://a.b/c!", otherMark),
		by("U6", 38, "Thanks 👍 see https://a.b/c!", ""),
		by("U1", 37, "something else", ""),
		by("U1", 95, "Thanks 👍 see https://a.b/c!", ""))
	a := inbox.Action{ID: "0193-a", Kind: inbox.Reply, Channel: "C1", Thread: ts(99), Text: "Thanks 👍 see https://a.b/c!"}
	s, err := c.Look(t.Context(), a, moments(ts(41)))
	if err != nil || len(s.Alike) != 2 || s.Alike[0].ID != ts(40) || s.Done != nil || len(s.After) != 1 {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err = c.Look(t.Context(), a, moments(ts(41)).Add(3*time.Minute)); err != nil || len(s.Alike) != 0 {
		t.Errorf("what is older than the attempt is alike: %+v, %v", s.Alike, err)
	}
	if s, err = c.Look(t.Context(), a, time.Time{}); err != nil || len(s.Alike) != 0 {
		t.Errorf("before any attempt there is %+v, %v", s.Alike, err)
	}
	if asked := d.asked[len(d.asked)-1]; asked.Get("include_all_metadata") != "1" {
		t.Errorf("it asks for %v", asked)
	}
	a.ID = "another"
	if s, err = c.Look(t.Context(), a, time.Time{}); err != nil || s.Done == nil || s.Done.Message != ts(39) {
		t.Errorf("a mark on a later page is not found: %+v, %v", s.Done, err)
	}
}

// What cannot be read may be the very message that is looked for.
func TestAfterAnAttemptNothingMayBeUnreadable(t *testing.T) {
	c, _ := thread(t, by("U5", 99, "a question", ""), strings.Replace(by("U1", 40, "x", ""), `"x"`, "5", 1))
	a := inbox.Action{ID: "a", Kind: inbox.Reply, Channel: "C1", Thread: ts(99), Text: "x"}
	if s, err := c.Look(t.Context(), a, time.Time{}); err != nil || s.Of == nil {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := c.Look(t.Context(), a, moments(ts(41))); err == nil || undone(err) {
		t.Errorf("%+v, %v", s, err)
	}
	a.Kind, a.Thread = inbox.Post, ""
	if s, err := c.Look(t.Context(), a, moments(ts(41))); err == nil {
		t.Errorf("%+v", s)
	}
}

func TestALookThatComesToNoEndIsNone(t *testing.T) {
	d := &desk{answers: map[string]func(url.Values) string{"auth.test": identity, "conversations.replies": func(url.Values) string {
		return history("round", by("U5", 99, "a question", ""))
	}}}
	c := connect(t, d, nil)
	for _, a := range []inbox.Action{
		{ID: "a", Kind: inbox.Reply, Channel: "C1", Thread: ts(99)},
		{ID: "a", Kind: inbox.Delete, Channel: "C1", Message: ts(50)},
	} {
		if s, err := c.Look(t.Context(), a, time.Time{}); err == nil {
			t.Errorf("%s: %+v", a.Kind, s)
		}
	}
	if len(d.asked) > 20 {
		t.Errorf("it was asked for %d times", len(d.asked))
	}
}

func TestAReactionThatIsNotShownToBeOursIsNotTakenForDone(t *testing.T) {
	for reactions, done := range map[string][2]bool{ // of React and of Unreact
		`[]`: {false, true},
		`[{"name":"tada","users":["U1"],"count":1}]`:                                                    {true, false},
		`[{"name":"tada","users":["U2"],"count":1}]`:                                                    {false, true},
		`[{"name":"+1","users":["U1"],"count":1}]`:                                                      {false, false},
		`[{"name":"tada","users":["U2"],"count":70}]`:                                                   {false, false},
		`[{"name":"eyes","users":["U2"],"count":1},{"name":"tada","users":["U2","U1"],"count":2}]`:      {true, false},
		`[{"name":"tada","users":["U3","U1"],"count":2},{"name":"eyes","users":["U2","U4"],"count":2}]`: {true, false},
		`[{"name":"eyes","users":["U3","U4"],"count":2},{"name":"tada","users":["U2","U4"],"count":2}]`: {false, true},
	} {
		c, _ := thread(t, by("U5", 99, "a question", `,"reactions":`+reactions))
		for i, kind := range []inbox.ActionKind{inbox.React, inbox.Unreact} {
			s, err := c.Look(t.Context(), inbox.Action{Kind: kind, Channel: "C1", Message: ts(99), Emoji: "tada"}, time.Time{})
			if err != nil || s.Of == nil || (s.Done != nil) != done[i] {
				t.Errorf("%s, %s: %+v, %v", reactions, kind, s.Done, err)
			}
		}
	}
}
