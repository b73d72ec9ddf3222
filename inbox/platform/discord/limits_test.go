package discord

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// tick gives a connector a clock that a test moves.
func tick(c *Connector) (pass func(time.Duration)) {
	at := c.opts.Now()
	now := func() time.Time { return at }
	c.opts.Now, c.limits.now = now, now
	return func(d time.Duration) { at = at.Add(d) }
}

func TestBeforeTheBudgetOfInvalidRequestsIsUsedUpNothingMoreIsAsked(t *testing.T) {
	room := "GET /channels/" + general + "/messages"
	tooMany := func(scope string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-RateLimit-Scope", scope)
			answers(429, `{"message":"You are being rate limited.","retry_after":0.001,"global":false}`)(w, r)
		}
	}
	for name, tt := range map[string]struct {
		path    string
		handler http.HandlerFunc
		counts  bool
	}{
		"401":                        {"GET /users/@me", answers(401, `{"code":0,"message":"401: Unauthorized"}`), true},
		"403 of access":              {room, answers(403, `{"code":50001,"message":"Missing Access"}`), true},
		"403 of a right":             {room, answers(403, `{"code":50013,"message":"Missing Permissions"}`), true},
		"403 of two-factor sign-in":  {room, answers(403, `{"code":40002,"message":"You need to verify your account"}`), true},
		"429 of our own":             {room, tooMany("user"), true},
		"429 for everything":         {room, tooMany("global"), true},
		"429 that is shared":         {room, tooMany("shared"), false},
		"404 of what is not there":   {room, answers(404, `{"code":10003,"message":"Unknown Channel"}`), false},
		"400 of what does not fit":   {room, answers(400, `{"code":50035,"message":"Invalid Form Body"}`), false},
		"an answer that is one":      {room, says(`[]`), false},
		"trouble of Discord's own":   {room, answers(502, `{}`), false},
		"an answer that is not JSON": {room, says(`<html>`), false},
	} {
		t.Run(name, func(t *testing.T) {
			f, c := newFake(t, map[string]http.HandlerFunc{tt.path: tt.handler})
			pass := tick(c)
			fetch := func() error {
				_, err := c.Fetch(t.Context(), inbox.Scope{Name: "channel:" + general})
				return err
			}
			asked := func() (n int) {
				for _, at := range f.asked {
					if at == tt.path {
						n++
					}
				}
				return n
			}
			if _, _, err := c.known(t.Context()); (err != nil) != (name == "401") {
				t.Fatal(err)
			}
			left := 20
			if name == "401" || name == "403 of access" || name == "429 of our own" { // one by one
				left = budget
			} else {
				at := c.opts.Now().Unix() / 60
				c.limits.invalid[at%budgetMinutes] = count{at, budget - left}
			}
			for range left + 20 {
				pass(10 * time.Millisecond)
				fetch() // what comes of it is counted below
			}
			err := fetch()
			stopped := strings.Contains(fmt.Sprint(err), tooManyInvalid)
			if stopped != tt.counts || tt.counts && asked() != left || !tt.counts && asked() < left+20 {
				t.Fatalf("after %d requests: %v", asked(), err)
			}
			if !tt.counts {
				return
			}
			refused, ok := errors.AsType[*platform.Refused](err)
			if !ok || !refused.Final() || !Knows(refused.Reason) || !strings.Contains(Advice(refused.Reason), "ten minutes") {
				t.Errorf("it says %v", err)
			}
			sent := len(f.asked)
			if _, err := c.Do(t.Context(), inbox.Action{ID: "1", Kind: inbox.Post, Channel: general, Text: "hi"}); len(f.asked) != sent || undone(err) != nil {
				t.Errorf("something is sent all the same: %v, %v", f.asked[sent:], err)
			}
			if pass(11 * time.Minute); fetch() == nil || len(f.asked) == sent {
				t.Error("nothing is ever asked again")
			}
		})
	}
}

// undone says of an error that it does not tell the courier that nothing was
// done.
func undone(err error) error {
	told, ok := errors.AsType[interface {
		error
		Undone() bool
	}](err)
	if !ok || !told.Undone() {
		return fmt.Errorf("it may have been done: %w", err)
	}
	return nil
}

func TestWhatDiscordWouldRefuseIsNotSent(t *testing.T) {
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	old := func(age time.Duration) string { return stamp(now.Add(-age)) }
	several := func(n int, id string) (all []string) {
		for i := range n {
			all = append(all, beside(id, int64(i)))
		}
		return all
	}
	const day = 24 * time.Hour
	const who = "1100000000000000009"
	for name, tt := range map[string]struct {
		a    inbox.Action
		want string // the reason, "" for one that is sent
	}{
		"silent for 28 days":             {inbox.Action{Kind: inbox.Restrict, Member: who, Until: now.Add(28 * day)}, ""},
		"silent until somebody says":     {inbox.Action{Kind: inbox.Restrict, Member: who}, ""},
		"silent for longer":              {inbox.Action{Kind: inbox.Restrict, Member: who, Until: now.Add(28*day + time.Second)}, "timeout_too_long"},
		"silent until yesterday":         {inbox.Action{Kind: inbox.Restrict, Member: who, Until: now.Add(-day)}, "timeout_is_over"},
		"silent until now":               {inbox.Action{Kind: inbox.Restrict, Member: who, Until: now}, "timeout_is_over"},
		"banned for a day":               {inbox.Action{Kind: inbox.Ban, Member: who, Until: now.Add(day)}, "ban_without_end"},
		"nobody is put out":              {inbox.Action{Kind: inbox.Kick, Member: "../../bans"}, "10013 Unknown User"},
		"nobody is written to":           {inbox.Action{Kind: inbox.Welcome, Member: "@me", Text: "hi"}, "10013 Unknown User"},
		"100 messages":                   {inbox.Action{Kind: inbox.Remove, Channel: general, Message: old(day), Messages: several(100, old(day))}, ""},
		"one of them twice":              {inbox.Action{Kind: inbox.Remove, Channel: general, Message: old(day), Messages: append(several(100, old(day)), old(day))}, ""},
		"101 messages":                   {inbox.Action{Kind: inbox.Remove, Channel: general, Message: old(day), Messages: several(101, old(day))}, "bulk_too_many"},
		"one of 14 days":                 {inbox.Action{Kind: inbox.Remove, Channel: general, Message: old(day), Messages: []string{old(14 * day)}}, "bulk_too_old"},
		"one that will be while it goes": {inbox.Action{Kind: inbox.Remove, Channel: general, Message: old(14*day - 4*time.Minute), Messages: []string{old(day)}}, "bulk_too_old"},
		"one a little younger":           {inbox.Action{Kind: inbox.Remove, Channel: general, Message: old(14*day - 10*time.Minute), Messages: []string{old(day)}}, ""},
		"one without an ID":              {inbox.Action{Kind: inbox.Remove, Channel: general, Message: old(day), Messages: []string{"x"}}, "10008 Unknown Message"},
		"an old one alone":               {inbox.Action{Kind: inbox.Remove, Channel: general, Message: old(99 * day)}, ""},
		"2,000 characters":               {inbox.Action{Kind: inbox.Post, Channel: general, Text: strings.Repeat("ø", 2000)}, ""},
		"2,001 characters":               {inbox.Action{Kind: inbox.Post, Channel: general, Text: strings.Repeat("ø", 2001)}, "message_too_long"},
		"nothing but blanks":             {inbox.Action{Kind: inbox.Post, Channel: general, Text: " \n "}, "50006 Cannot send an empty message"},
		"an edit to nothing":             {inbox.Action{Kind: inbox.Edit, Channel: general, Message: old(day), Text: ""}, "50006 Cannot send an empty message"},
		"a sign that is no emoji":        {inbox.Action{Kind: inbox.React, Channel: general, Message: old(day), Emoji: "no such"}, "10014 Unknown Emoji"},
		"a choice that there is not":     {inbox.Action{Kind: inbox.Perform, Report: old(day), Choice: "SUBMITTED"}, errNoReport.Error()},
		"something said later":           {inbox.Action{Kind: inbox.Unschedule}, "not_offered"},
	} {
		t.Run(name, func(t *testing.T) {
			f, c := newFake(t, nil)
			if _, _, err := c.known(t.Context()); err != nil {
				t.Fatal(err)
			}
			before := len(f.asked)
			tt.a.ID = "01890000-0000-7000-8000-000000000000"
			_, err := c.Do(t.Context(), tt.a)
			sent := slices.DeleteFunc(slices.Clone(f.asked[before:]), func(at string) bool { return strings.HasPrefix(at, "GET ") })
			if tt.want == "" {
				if len(sent) != 1 {
					t.Errorf("%d requests: %v", len(sent), err)
				}
				return
			}
			refused, ok := errors.AsType[*platform.Refused](err)
			if !ok || !refused.Local() || !refused.Undone() || !strings.HasPrefix(refused.Reason, tt.want) {
				t.Errorf("it says %v", err)
			}
			if tt.want != errNoReport.Error() && (!ok || !Knows(refused.Reason)) {
				t.Errorf("nobody knows what to do about %v", err)
			}
			if len(f.asked) != before {
				t.Errorf("it asked %q", f.asked[before:])
			}
		})
	}
}

func TestATimeoutIsMeasuredByDiscordsClock(t *testing.T) {
	now := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	member := "PATCH /guilds/" + server + "/members/1100000000000000009"
	for name, tt := range map[string]struct {
		ahead time.Duration
		until time.Duration
		sent  bool
	}{
		"theirs is an hour ahead, and 28 days of ours are over later": {time.Hour, 28*24*time.Hour + 30*time.Minute, true},
		"theirs is an hour behind, and 28 days of ours are too long":  {-time.Hour, 28*24*time.Hour - 30*time.Minute, false},
		"theirs is an hour ahead, and it has passed there":            {time.Hour, 30 * time.Minute, false},
	} {
		t.Run(name, func(t *testing.T) {
			f, c := newFake(t, map[string]http.HandlerFunc{
				"GET /guilds/" + server + "/threads/active": func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Date", now.Add(tt.ahead).Format(http.TimeFormat))
					says(`{"threads":[]}`)(w, r)
				},
				member: says(`{}`),
			})
			if _, err := c.Fetch(t.Context(), inbox.Scope{}); err != nil {
				t.Fatal(err)
			}
			_, err := c.Do(t.Context(), inbox.Action{Kind: inbox.Restrict, Member: "1100000000000000009", Until: now.Add(tt.until)})
			if sent := slices.Contains(f.asked, member); sent != tt.sent || sent != (err == nil) {
				t.Errorf("sent %v, %v", sent, err)
			}
		})
	}
}

func TestABucketIsTheOneOfItsPlace(t *testing.T) {
	other := "1100000000000000003"
	empty := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-RateLimit-Remaining", "0")
		w.Header().Set("X-RateLimit-Reset-After", "4")
		says(`[]`)(w, r)
	}
	f, c := newFake(t, map[string]http.HandlerFunc{
		"GET /guilds/" + server + "/channels":    says(`[{"id":"` + general + `","type":0,"name":"general"},{"id":"` + other + `","type":0,"name":"other"}]`),
		"GET /channels/" + general + "/messages": empty, "GET /channels/" + other + "/messages": empty,
	})
	pass := tick(c)
	check := func(channel string) error {
		_, err := c.messages(t.Context(), place{channel: channel}, nil)
		return err
	}
	if _, _, err := c.known(t.Context()); err != nil {
		t.Fatal(err)
	}
	first, second, again := check(general), check(other), check(general)
	if first != nil || second != nil || !errors.As(again, new(*platform.Later)) {
		t.Fatalf("%v, %v, %v", first, second, again)
	}
	n := len(f.asked)
	if pass(4*time.Second - time.Millisecond); check(general) == nil || len(f.asked) != n {
		t.Error("it is asked too early")
	}
	if pass(time.Millisecond); check(general) != nil || len(f.asked) != n+1 {
		t.Error("it is not asked when it may be")
	}
}

func TestABucketThatMakesNoSenseStandsInNobodysWay(t *testing.T) {
	for name, tt := range map[string][2]string{
		"a count that is none":     {"none", "5"},
		"a time that is none":      {"0", "soon"},
		"a time that is no number": {"0", "NaN"},
		"a time that has passed":   {"0", "-5"},
		"no time":                  {"0", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, c := newFake(t, map[string]http.HandlerFunc{"GET /channels/" + general + "/messages": func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-RateLimit-Remaining", tt[0])
				w.Header().Set("X-RateLimit-Reset-After", tt[1])
				says(`[]`)(w, r)
			}})
			for range 3 {
				if _, err := c.messages(t.Context(), place{channel: general}, nil); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
