package slack

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"rounds/inbox"
)

func TestAThreadIsFollowedWithSlacksWordForHowItStands(t *testing.T) {
	const hour = 3600
	tests := map[string]struct {
		message, fresh string
		want           inbox.Follow
	}{
		"no reply":                     {wire(60, ""), "", inbox.Follow{}},
		"replies":                      {wire(600, `,"reply_count":2,"latest_reply":"`+ts(10)+`"`), "", inbox.Follow{Scope: "thread:C1:" + ts(600), Mark: "2 " + ts(10)}},
		"replies without a time":       {wire(600, `,"reply_count":1`), "", inbox.Follow{Scope: "thread:C1:" + ts(600), Mark: "1 "}},
		"a reply shown in the channel": {wire(10, `,"subtype":"thread_broadcast","thread_ts":"`+ts(99*hour)+`"`), ts(20), inbox.Follow{Scope: "thread:C1:" + ts(99*hour), Mark: "broadcast " + ts(10)}},
		"it was shown there before":    {wire(10, `,"subtype":"thread_broadcast","thread_ts":"`+ts(99*hour)+`"`), ts(10), inbox.Follow{Scope: "thread:C1:" + ts(99*hour)}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var r record
			if err := newRecordReader().read([]byte(tt.message), &r); err != nil {
				t.Fatal(err)
			}
			got := follows("C1", &r, tt.fresh)
			if tt.want.Scope == "" && len(got) == 0 {
				return
			}
			tt.want.Turn = inbox.Then
			if len(got) != 1 || got[0] != tt.want {
				t.Errorf("follows %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestAThreadRestsByItsAge(t *testing.T) {
	const day = 24 * 3600
	tests := map[string]struct {
		ago   int
		again time.Duration
	}{
		"hours old":  {3600, 0},
		"days old":   {2 * day, time.Hour},
		"weeks old":  {14 * day, 24 * time.Hour},
		"months old": {60 * day, oldRest},
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
			if len(page.Messages) != 2 || page.Messages[1].Thread != ts(90*day) || page.Ended || !page.Again.Equal(again) {
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
		return history("n1", wire(90, `,"reply_count":2,"latest_reply":"`+ts(60)+`"`), wire(70, ""))
	}}
	c := connect(t, d, nil)
	first := fetch(t, c, "thread:C1:"+ts(90), "")
	second := fetch(t, c, "thread:C1:"+ts(90), first.Scope.Cursor)
	if !first.More || second.More || texts(second) != "90 60" || second.Mark != "2 "+ts(60) {
		t.Errorf("first %q, second %q, mark %q", texts(first), texts(second), second.Mark)
	}
	want := []inbox.Span{
		{Channel: "C1", Thread: ts(90), From: beside(ts(90), 1), To: ts(70), Check: "check:C1:" + ts(90)},
		{Channel: "C1", Thread: ts(90), From: beside(ts(70), 1), To: endless, Check: "check:C1:" + ts(90)},
	}
	if got := append(first.Covers, second.Covers...); !slices.Equal(got, want) {
		t.Errorf("covers %+v", got)
	}
	// It has more replies than fit a page: the next pass begins near its end.
	fetch(t, c, "thread:C1:"+ts(90), second.Scope.Cursor)
	if got, want := d.asked[2].Get("oldest"), ts(60+3600); got != want {
		t.Errorf("the next pass begins at %s, want %s", got, want)
	}
}

func TestAThreadThatShowsLessThanSlackCountsIsReadAgainAFewTimes(t *testing.T) {
	c := connect(t, &desk{answers: map[string]func(url.Values) string{"conversations.replies": func(url.Values) string {
		return history("", wire(90*86400, `,"reply_count":5,"latest_reply":"`+ts(60)+`"`), wire(80*86400, ""))
	}}}, nil)
	s := inbox.Scope{Name: "thread:C1:" + ts(90*86400)}
	var again []bool
	for range 4 {
		page := fetch(t, c, s.Name, s.Cursor)
		s.Cursor = page.Scope.Cursor
		again = append(again, page.Mark == "short" && page.Again.IsZero())
	}
	if want := []bool{true, true, false, true}; !slices.Equal(again, want) {
		t.Errorf("is read again at once: %v, want %v", again, want)
	}
}

func TestAThreadThatIsNotFoundIsLookedForOnceMore(t *testing.T) {
	c := connect(t, &desk{answers: map[string]func(url.Values) string{"conversations.replies": func(url.Values) string {
		return `{"ok":false,"error":"thread_not_found"}`
	}}}, nil)
	page := fetch(t, c, "thread:C1:"+ts(90), "")
	span := inbox.Span{Channel: "C1", Thread: ts(90), From: ts(90), To: endless, Check: "check:C1:" + ts(90)}
	if !page.Ended || !slices.Equal(page.Covers, []inbox.Span{span}) {
		t.Errorf("covers %+v, ended %t", page.Covers, page.Ended)
	}
	page = fetch(t, c, "check:C1:"+ts(90)+":"+ts(80)+":"+ts(70), "")
	span = inbox.Span{Channel: "C1", Thread: ts(90), From: ts(80), To: ts(70), Sure: true}
	if !page.Ended || !slices.Equal(page.Covers, []inbox.Span{span}) {
		t.Errorf("covers %+v, ended %t", page.Covers, page.Ended)
	}
}
