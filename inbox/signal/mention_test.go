package signal

import (
	"reflect"
	"testing"
	"time"

	"rounds/inbox"
)

func TestMentions(t *testing.T) {
	r := New(Desk{
		Self: []string{"U1"}, Team: []string{"U2", "S9"}, Handles: []string{"@bob", "maria.k", "team", "bo_b"},
		Names: map[string]string{"U1": "bob", "S9": "support"}, Words: []string{"acme", "Price list", "C++"},
	})
	const bob, acme = "names @bob", `says "acme"`
	tests := []struct {
		text string
		ids  []string
		want string
	}{
		{"hi", []string{"U1"}, bob},
		{"hi", []string{"U2"}, "names the team"},
		{"hi", []string{"S9"}, "names @support"},
		{"hi", []string{"U3"}, ""},
		{"hi", []string{"here"}, "calls everyone (@here)"},
		{"hi", []string{"channel"}, "calls everyone (@channel)"},
		{"hi", []string{"everyone"}, "calls everyone (@everyone)"},
		{"hi @bob", []string{"U1"}, bob},
		{"hi @robert-was-renamed", []string{"U1"}, bob},
		{"a", []string{"U1", "here"}, "names @bob, calls everyone (@here)"},
		{"@bob", nil, bob},
		{"@bob.", nil, bob},
		{"@bob, hi", nil, bob},
		{"@bob: hi", nil, bob},
		{"(@bob)", nil, bob},
		{"hi @Bob!", nil, bob},
		{"@BOB?", nil, bob},
		{"@bob's box", nil, bob},
		{"@bob\u2019s box", nil, bob},
		{"hey @bob\nhi", nil, bob},
		{"*@bob*", nil, bob},
		{"_@bob_", nil, bob},
		{"~@bob~", nil, bob},
		{"\"@bob\"", nil, bob},
		{"@bob...", nil, bob},
		{"@bob-", nil, bob},
		{"@bob/@alice", nil, bob},
		{"@alice @bob", nil, bob},
		{"@b\u200bob", nil, bob},
		{"@\u200fbob", nil, bob},
		{"@bo\u00adb", nil, bob},
		{"\uff20bob", nil, bob},
		{"<@U1>", nil, bob},
		{"<@U1|bob>", nil, bob},
		{"<@U3>", nil, ""},
		{"日本 @bob", nil, bob},
		{"@bobby", nil, ""},
		{"@bob_", nil, ""},
		{"@bob-smith", nil, ""},
		{"@bob.smith", nil, ""},
		{"@bobé", nil, ""},
		{"@ bob", nil, ""},
		{"bob", nil, ""},
		{"@", nil, ""},
		{"@@", nil, ""},
		{"me@bob.example", nil, ""},
		{"x.@bob", nil, ""},
		{"mail bob@team", nil, ""},
		{"a-@bob", nil, ""},
		{"`@bob`", nil, ""},
		{"```\n@bob\n```", nil, ""},
		{"`<@U1>`", nil, ""},
		{"> @bob said", nil, ""},
		{"> no\n@bob yes", nil, bob},
		{"`x` @bob", nil, bob},
		{"https://a.example/@bob", nil, ""},
		{"https://a.example/?q=acme", nil, ""},
		{"www.acme.example/@bob", nil, ""},
		{"@maria.k.", nil, "names @maria.k"},
		{"@maria.kovac", nil, ""},
		{"@bo_b", nil, "names @bo_b"},
		{"@team help", nil, "names @team"},
		{"@here all", nil, "calls everyone (@here)"},
		{"`@here`", nil, ""},
		{"@hereford", nil, ""},
		{"Acme is down", nil, acme},
		{"(acme)", nil, acme},
		{"acme's", nil, acme},
		{"acmes", nil, ""},
		{"pacme", nil, ""},
		{"`acme`", nil, ""},
		{"> acme", nil, ""},
		{"a\u200bcme", nil, acme},
		{"the price list", nil, `says "price list"`},
		{"price lists", nil, ""},
		{"in C++ only", nil, `says "c++"`},
	}
	for _, tt := range tests {
		got := ""
		for _, s := range r.Read(inbox.Message{Kind: inbox.Said, Author: "U7", Text: tt.text, Mentions: tt.ids}) {
			if s.Kind == inbox.Mention {
				got = s.Reason
			}
		}
		if got != tt.want {
			t.Errorf("%q %v: %q, want %q", tt.text, tt.ids, got, tt.want)
		}
	}
	if got := r.Read(inbox.Message{Kind: inbox.Said, Author: "U1", Text: "@bob"}); got != nil {
		t.Errorf("our own words give %v", got)
	}
	if got := r.Read(inbox.Message{Kind: inbox.Said, Author: "B1", Bot: true, Text: "@bob how?"}); len(got) != 1 || got[0].Kind != inbox.Mention {
		t.Errorf("a bot that names us gives %v", got)
	}
}

func TestAround(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	base := Facts{Now: now, Opener: "maria.k", OpenedAt: ago(26 * time.Hour), OthersLast: ago(26 * time.Hour), State: inbox.Open}
	with := func(change func(*Facts)) Facts { f := base; change(&f); return f }
	unanswered := inbox.Signal{Kind: inbox.Unanswered, Reason: "no one has replied for 26 h"}
	tests := map[string]struct {
		facts Facts
		want  []inbox.Signal
	}{
		"nobody answered":    {base, []inbox.Signal{unanswered}},
		"somebody did":       {with(func(f *Facts) { f.AnswerAt = ago(time.Hour) }), nil},
		"a first post":       {with(func(f *Facts) { f.FirstPost = true }), []inbox.Signal{{Kind: inbox.FirstPost, Reason: "maria.k's first message here"}, unanswered}},
		"the team opened it": {with(func(f *Facts) { f.OpenerIsTeam, f.FirstPost = true, true }), nil},
		"a bot opened it":    {with(func(f *Facts) { f.OpenerIsBot = true }), nil},
		"it is done":         {with(func(f *Facts) { f.State, f.TookPart = inbox.Done, true }), nil},
		"they spoke last": {with(func(f *Facts) {
			f.AnswerAt, f.OursLast, f.OthersLast, f.TookPart = ago(8*time.Hour), ago(8*time.Hour), ago(5*time.Hour), true
		}), []inbox.Signal{{Kind: inbox.WaitingUs, Reason: "maria.k spoke last, 5 h ago"}}},
		"another spoke last": {with(func(f *Facts) {
			f.AnswerAt, f.OthersLast, f.Asked, f.Last = ago(8*time.Hour), ago(3*24*time.Hour), true, "bo"
		}), []inbox.Signal{{Kind: inbox.WaitingUs, Reason: "bo spoke last, 3 days ago"}}},
		"we spoke last":          {with(func(f *Facts) { f.AnswerAt, f.OursLast, f.TookPart = ago(time.Hour), ago(time.Hour), true }), nil},
		"it was not asked of us": {with(func(f *Facts) { f.AnswerAt = ago(8 * time.Hour) }), nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Around(tt.facts); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
