package slack

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"rounds/inbox"
)

func TestOneStrangeRecordDoesNotStopAChannel(t *testing.T) {
	tests := map[string]struct{ record, says string }{
		"a timestamp that is a number": {`{"type":"message","ts":5,"text":"x"}`, `has a "ts" that is not text`},
		"a text that is an object":     {`{"ts":"` + ts(3) + `","text":{}}`, `has a "text" that is not text`},
		"reactions that are a word":    {`{"ts":"` + ts(3) + `","reactions":"many"}`, `has a "reactions" of a strange form`},
		"a count that is none":         {`{"ts":"` + ts(3) + `","reply_count":[]}`, `has a "reply_count" of a strange form`},
		"not even an object":           {`7`, "is not an object"},
		"nothing":                      {`null`, "is not an object"},
		"a time of fantasy":            {`{"ts":"99999999999999.1","text":"x"}`, "has a timestamp"},
	}
	for name, tt := range tests {
		for _, scope := range []string{"channel:C1", "thread:C1:" + ts(4)} {
			t.Run(name+", "+scope[:6], func(t *testing.T) {
				answer := func(url.Values) string {
					return history("", wire(1, ""), tt.record, wire(4, `,"blocks":5,"attachments":{},"bot_profile":"?"`))
				}
				c := connect(t, &desk{answers: map[string]func(url.Values) string{
					"conversations.history": answer, "conversations.replies": answer,
				}}, nil)
				page := fetch(t, c, scope, "")
				if texts(page) != "1 4" || page.More || len(page.Skipped) != 1 || !strings.Contains(page.Skipped[0].Why, tt.says) {
					t.Errorf("got %q, skipped %v", texts(page), page.Skipped)
				}
				if !strings.Contains(page.Scope.Cursor, `"done":"`+ts(1)+`"`) {
					t.Errorf("the cursor is %s", page.Scope.Cursor)
				}
			})
		}
	}
}

func TestAnAnswerThatIsCutIsNoLastPage(t *testing.T) {
	whole := history("more", wire(1, ""), wire(4, ""))
	var length atomic.Int64
	c := connect(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte(whole[:length.Load()]))
	}), nil)
	for range len(whole) {
		for _, scope := range []string{"channel:C1", "thread:C1:" + ts(4)} {
			if page, err := c.Fetch(t.Context(), inbox.Scope{Name: scope}); err == nil {
				t.Fatalf("of %s was made %+v", whole[:length.Load()], page)
			}
		}
		length.Add(1)
	}
}

func FuzzSift(f *testing.F) {
	for _, s := range []string{
		history("c", wire(1, ""), wire(2, `,"text":"]}\\\"["`)), ` {"messages":[1,"]",{}],"ok":true}`, `{"messages":[1]`, `{"messages":null}`,
		`{"messages":[],"messages":[2]}`, `[]`, `<html>`, `{"a":{"messages":[1]}}`, `{,"ok":true}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var before, after map[string]json.RawMessage
		if json.Unmarshal([]byte(body), &before) != nil {
			return
		}
		s := sieve{name: "messages"}
		rest := s.sift([]byte(body))
		if err := json.Unmarshal(rest, &after); err != nil {
			t.Fatalf("%q became %q: %v", body, rest, err)
		}
		if len(before) != len(after) {
			t.Errorf("%q became %q", body, rest)
		}
		if s.list != nil && string(before["messages"]) != string(s.list) {
			t.Errorf("of %q the messages are %q", body, s.list)
		}
	})
}
