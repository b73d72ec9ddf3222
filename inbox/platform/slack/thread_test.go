package slack

import (
	"net/url"
	"testing"
	"time"
)

func TestAThreadIsFollowedWhenItHasGrown(t *testing.T) {
	const hour = 3600
	tests := map[string]struct {
		message string
		want    string
	}{
		"no reply":                       {wire(60, ""), ""},
		"a reply since the last look":    {wire(600, `,"reply_count":1,"latest_reply":"`+ts(10)+`"`), ts(600)},
		"a reply that was known":         {wire(3000, `,"reply_count":1,"latest_reply":"`+ts(2000)+`"`), ""},
		"the long look knows less":       {wire(5*hour, `,"reply_count":1,"latest_reply":"`+ts(2000)+`"`), ts(5 * hour)},
		"a reply shown in the channel":   {wire(10, `,"subtype":"thread_broadcast","thread_ts":"`+ts(99*hour)+`"`), ts(99 * hour)},
		"it was shown there before":      {wire(2000, `,"subtype":"thread_broadcast","thread_ts":"`+ts(99*hour)+`"`), ""},
		"replies without a time of them": {wire(600, `,"reply_count":1`), ts(600)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			at := channelCursor{Begun: now.Unix()}
			at.Looked = [...]int64{now.Unix() - 60, now.Unix() - hour, now.Unix() - 20*hour}
			var r record
			if err := newRecordReader().read([]byte(tt.message), &r); err != nil {
				t.Fatal(err)
			}
			if got := at.grown(&r); got != tt.want {
				t.Errorf("follows %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAThreadRestsByItsAge(t *testing.T) {
	const day = 24 * 3600
	tests := map[string]struct {
		ago   int
		again time.Duration
		ended bool
	}{
		"hours old":  {3600, 0, false},
		"days old":   {2 * day, time.Hour, false},
		"weeks old":  {14 * day, 24 * time.Hour, false},
		"months old": {60 * day, 0, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := connect(t, &desk{answers: map[string]func(url.Values) string{"conversations.replies": func(url.Values) string {
				return history("", wire(90*day, ""), wire(tt.ago, `,"thread_ts":"`+ts(90*day)+`"`))
			}}}, nil)
			page := fetch(t, c, "thread:C1:"+ts(90*day), "")
			var again time.Time
			if tt.again > 0 {
				again = now.Add(tt.again)
			}
			if len(page.Messages) != 2 || page.Messages[1].Thread != ts(90*day) || page.Ended != tt.ended || !page.Again.Equal(again) {
				t.Errorf("%d messages, again %v, ended %t", len(page.Messages), page.Again, page.Ended)
			}
		})
	}
}

func TestAThreadIsReadPageByPage(t *testing.T) {
	d := &desk{}
	d.answers = map[string]func(url.Values) string{"conversations.replies": func(v url.Values) string {
		if v.Get("cursor") == "n1" {
			return history("", wire(90, ""), wire(60, ""))
		}
		return history("n1", wire(90, ""), wire(70, ""))
	}}
	c := connect(t, d, nil)
	first := fetch(t, c, "thread:C1:"+ts(90), "")
	second := fetch(t, c, "thread:C1:"+ts(90), first.Scope.Cursor)
	if !first.More || second.More || texts(second) != "90 60" {
		t.Errorf("first %q, second %q", texts(first), texts(second))
	}
	fetch(t, c, "thread:C1:"+ts(90), second.Scope.Cursor)
	if got, want := d.asked[2].Get("oldest"), ts(60+3600); got != want {
		t.Errorf("the next pass begins at %s, want %s", got, want)
	}
}
