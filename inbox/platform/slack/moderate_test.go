package slack

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"rounds/inbox"
)

func TestWhoMayDeleteWhatOthersSaidIsToldByTheirRank(t *testing.T) {
	person := `{"ok":true,"url":"https://acme.slack.com/","team_id":"T1","user_id":"U2"}`
	tests := map[string]struct {
		who, info, scopes string
		removes, kicks    bool
	}{
		"an administrator":          {person, `{"ok":true,"user":{"id":"U2","is_admin":true}}`, "chat:write, channels:write", true, true},
		"an owner":                  {person, `{"ok":true,"user":{"id":"U2","is_owner":true}}`, "", true, true},
		"a member":                  {person, `{"ok":true,"user":{"id":"U2"}}`, "chat:write,groups:write", false, true},
		"one who may not write":     {person, `{"ok":true,"user":{"id":"U2","is_admin":true}}`, "users:read", false, false},
		"one of whom nothing is":    {person, `{"ok":false,"error":"missing_scope","needed":"users:read"}`, "chat:write", false, false},
		"a bot":                     {opensAcme, `{"ok":true,"user":{"id":"U1","is_admin":true}}`, "chat:write,channels:manage", false, true},
		"a bot that may put no one": {opensAcme, "", "chat:write,channels:write", false, false},
	}
	for name, tt := range tests {
		d := &desk{answers: map[string]func(url.Values) string{
			"auth.test": func(url.Values) string { return tt.who }, "users.info": func(url.Values) string { return tt.info },
		}}
		c := connect(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if tt.scopes != "" {
				w.Header().Set("X-OAuth-Scopes", tt.scopes)
			}
			d.ServeHTTP(w, r)
		}), nil)
		a, err := c.Identify(t.Context())
		if err != nil || (a.Cannot(inbox.Remove) == "") != tt.removes || (a.Cannot(inbox.Kick) == "") != tt.kicks {
			t.Errorf("%s: %v, %v", name, a.Lacks, err)
		}
		for kind, why := range a.Lacks {
			if !strings.HasSuffix(why, ".") || strings.Contains(why, "%") {
				t.Errorf("%s, %s: %q", name, kind, why)
			}
		}
	}
	lost := connect(t, &desk{answers: map[string]func(url.Values) string{
		"auth.test": func(url.Values) string { return person }, "users.info": func(url.Values) string { return `{"ok":true,"user":{"id":"U9"}}` },
	}}, nil)
	if a, err := lost.Identify(t.Context()); err == nil {
		t.Errorf("somebody else's rank is taken for ours: %+v", a)
	}
}

func TestSeveralMessagesAreDeletedOneAfterTheOther(t *testing.T) {
	gone := map[string]bool{ts(7): true}
	d := &desk{answers: map[string]func(url.Values) string{"auth.test": identity, "chat.delete": func(v url.Values) string {
		if gone[v.Get("ts")] {
			return `{"ok":false,"error":"message_not_found"}`
		}
		gone[v.Get("ts")] = true
		return fmt.Sprintf(`{"ok":true,"channel":"C1","ts":%q}`, v.Get("ts"))
	}}}
	c := connect(t, d, nil)
	a := inbox.Action{Kind: inbox.Remove, Channel: "C1", Message: ts(9), Messages: []string{ts(8), ts(7), ts(9)}}
	for range 2 { // the second time all of it is gone
		r, err := c.Do(t.Context(), a)
		if err != nil || r.Message != ts(9) || r.Link == "" || len(gone) != 3 {
			t.Errorf("%+v, %v, gone %v", r, err, gone)
		}
	}
	if last := d.asked[len(d.asked)-1].Get("ts"); last != ts(9) {
		t.Errorf("the one that was seen does not go last, but %s", last)
	}
	d.answers["chat.delete"] = func(url.Values) string { return `{"ok":false,"error":"cant_delete_message"}` }
	if _, err := c.Do(t.Context(), a); refusal(err) != "cant_delete_message" || !here(err) {
		t.Errorf("what is not ours to delete: %v", err)
	}
	if _, err := c.Do(t.Context(), inbox.Action{Kind: inbox.Remove, Channel: "C1"}); err == nil {
		t.Error("nothing is deleted without an error")
	}
}

func TestRemovedIsWhatIsGoneAltogether(t *testing.T) {
	shown := []string{ts(99), ts(20)}
	d := &desk{answers: map[string]func(url.Values) string{"auth.test": identity, "conversations.replies": func(v url.Values) string {
		if !slices.Contains(shown, v.Get("latest")) {
			return `{"ok":false,"error":"thread_not_found"}`
		}
		return history("", fmt.Sprintf(`{"type":"message","user":"U5","text":"x","ts":%q}`, v.Get("latest")))
	}}}
	c := connect(t, d, nil)
	a := inbox.Action{Kind: inbox.Remove, Channel: "C1", Message: ts(99), Messages: []string{ts(20)}}
	look := func() inbox.Scene {
		s, err := c.Look(t.Context(), a, now)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := look(); s.Of == nil || s.Of.ID != ts(99) || s.Done != nil {
		t.Errorf("before: %+v", s)
	}
	if shown = shown[1:]; look().Done != nil {
		t.Error("with one of two it is done")
	}
	if shown = nil; look().Done == nil {
		t.Error("with both of two it is not done")
	}
}

func TestNotInTheChannelIsDoneOnlyOfTheMember(t *testing.T) {
	inside := `["U1","U7"]`
	answers := map[string]func(url.Values) string{
		"auth.test": identity, "conversations.kick": func(url.Values) string { return `{"ok":false,"error":"not_in_channel"}` },
		"conversations.members": func(v url.Values) string {
			if v.Get("cursor") == "" {
				return `{"ok":true,"members":["U3"],"response_metadata":{"next_cursor":"n"}}`
			}
			return `{"ok":true,"members":` + inside + `,"response_metadata":{"next_cursor":""}}`
		},
	}
	c := connect(t, &desk{answers: answers}, nil)
	a := inbox.Action{Kind: inbox.Kick, Channel: "C1", Member: "U5"}
	if r, err := c.Do(t.Context(), a); err != nil || r.Channel != "C1" {
		t.Errorf("who is out already: %+v, %v", r, err)
	}
	if s, err := c.Look(t.Context(), a, now); err != nil || s.Done == nil {
		t.Errorf("who is out already: %+v, %v", s, err)
	}
	inside = `["U5"]`
	if _, err := c.Do(t.Context(), a); refusal(err) != "not_in_channel" {
		t.Errorf("where we are not ourselves: %v", err)
	}
	if s, err := c.Look(t.Context(), a, now); err != nil || s.Done != nil {
		t.Errorf("who is still there: %+v, %v", s, err)
	}
	inside = `[]`
	if s, err := c.Look(t.Context(), a, now); err == nil || s.Done != nil {
		t.Errorf("a list that ends in nothing: %+v, %v", s, err)
	}
	a.Channel = ""
	if _, err := c.Do(t.Context(), a); refusal(err) != "no_channel" || Advice("no_channel") == Advice("x") || !here(err) {
		t.Errorf("out of the workspace: %v", err)
	}
}
