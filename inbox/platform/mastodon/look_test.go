package mastodon

import (
	"testing"
	"time"

	"rounds/inbox"
)

func TestOnlyWhatStandsWhereTheActionPutsItIsTakenForIt(t *testing.T) {
	tried := time.Date(2026, 6, 17, 10, 0, 0, 0, time.UTC)
	tagged := `,"tags":[{"name":"alpha"}],"content":"<p>Thanks!</p><p>#alpha</p>"`
	thanks := `,"content":"<p>Thanks!</p>"`
	tests := map[string]struct {
		kind    inbox.ActionKind
		channel string
		own     string
		found   bool
	}{
		"a post":                             {inbox.Post, mentions, said("20", "1", "null", thanks), true},
		"in other words":                     {inbox.Post, mentions, said("20", "1", "null", ""), false},
		"a post under a tag":                 {inbox.Post, "tag:alpha", said("20", "1", "null", tagged), true},
		"a post elsewhere, not under a tag":  {inbox.Post, "tag:alpha", said("20", "1", "null", thanks), false},
		"a post under a tag, not elsewhere":  {inbox.Post, mentions, said("20", "1", "null", tagged), false},
		"an answer":                          {inbox.Reply, mentions, said("20", "1", `"10"`, thanks), true},
		"an answer to something else":        {inbox.Reply, mentions, said("20", "1", `"15"`, thanks), false},
		"an answer that is none":             {inbox.Reply, mentions, said("20", "1", "null", thanks), false},
		"a private word":                     {inbox.Welcome, "", said("20", "1", "null", thanks+`,"visibility":"direct","mentions":[{"id":"2"}]`), true},
		"a private word to somebody else":    {inbox.Welcome, "", said("20", "1", "null", thanks+`,"visibility":"direct","mentions":[{"id":"3"}]`), false},
		"a word to somebody, for all to see": {inbox.Welcome, "", said("20", "1", "null", thanks+`,"mentions":[{"id":"2"}]`), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, c := listening(t, map[string]string{
				"GET /api/v1/statuses/10": said("10", "2", "null", ""), "GET /api/v1/statuses/10/context": `{"ancestors":[],"descendants":[]}`,
				"GET /api/v1/accounts/1/statuses": "[" + tt.own + "]",
			})
			a := inbox.Action{ID: "a", Kind: tt.kind, Channel: tt.channel, Text: "Thanks!"}
			switch {
			case tt.kind == inbox.Reply:
				a.Thread = "10"
			case tt.kind.Private():
				a.Member = "2"
			}
			scene, err := c.Look(t.Context(), a, tried)
			if err != nil || len(scene.Own) != 0 != tt.found {
				t.Errorf("it finds %+v, %v", scene.Own, err)
			}
			if scene, err = c.Look(t.Context(), a, time.Time{}); err != nil || len(scene.Own) != 0 {
				t.Errorf("before it was tried it finds %+v, %v", scene.Own, err)
			}
			if scene, err = c.Look(t.Context(), a, tried.Add(time.Hour)); err != nil || len(scene.Own) != 0 {
				t.Errorf("of what was said before it finds %+v, %v", scene.Own, err)
			}
		})
	}
}
