package slack

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// known is a lookup of a few names.
func known(id string) (string, bool) {
	name, ok := map[string]string{"U1": "maria.k", "C1": "general"}[id]
	return name, ok
}

func TestMarkupBecomesPlainText(t *testing.T) {
	tests := map[string]struct {
		markup, want string
		mentions     []string
	}{
		"text stays as it is":                {"*bold* _it_ `code` 1 > 0", "*bold* _it_ `code` 1 > 0", nil},
		"a member gets a name":               {"<@U1>: hi", "@maria.k: hi", []string{"U1"}},
		"our name for a member wins":         {"<@U1|bob>", "@maria.k", []string{"U1"}},
		"a stranger keeps the name given":    {"<@U9|bob>", "@bob", []string{"U9"}},
		"a stranger without one is an ID":    {"<@U123>", "@U123", []string{"U123"}},
		"a channel gets a name":              {"see <#C1> and <#C9|help>", "see #general and #help", nil},
		"everybody is a mention":             {"<!here> <!channel> <!everyone|all>", "@here @channel @everyone", []string{"here", "channel", "everyone"}},
		"a group is a mention":               {"<!subteam^S1|@crew> <!subteam^S2>", "@crew @S2", []string{"S1", "S2"}},
		"a date shows its fallback":          {"<!date^1392734382^{date}|Feb 18>", "Feb 18", nil},
		"a link is its address":              {"<https://a.b/?x=1&amp;y=2>", "https://a.b/?x=1&y=2", nil},
		"a label comes with its address":     {"<https://a.b|the docs>", "the docs (https://a.b)", nil},
		"a label that is the address":        {"<https://a.b/|a.b> <mailto:x@y.z|x@y.z>", "a.b x@y.z", nil},
		"entities are undone once":           {"&lt;b&gt; &amp;amp; &amp;lt; & &nbsp;", "<b> &amp; &lt; & &nbsp;", nil},
		"a bracket that opens nothing stays": {"a < b, c <", "a < b, c <", nil},
		"brackets in brackets":               {"<<@U1>>", "<@maria.k>", []string{"U1"}},
		"what is not Slack's stays":          {"<b> <> <@> <#>", "<b> <> <@> <#>", nil},
		"a name counts once":                 {"<@U1> <@U1>", "@maria.k @maria.k", []string{"U1"}},
		"code blocks stay":                   {"```a &lt; b\n<@U1>```", "```a < b\n@maria.k```", []string{"U1"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, mentions := plain(tt.markup, known)
			if got != tt.want || !slices.Equal(mentions, tt.mentions) {
				t.Errorf("plain(%q) = %q, %q; want %q, %q", tt.markup, got, mentions, tt.want, tt.mentions)
			}
		})
	}
}

func TestMarkupIsReadInLinearTime(t *testing.T) {
	const n = 300_000
	for name, text := range map[string]string{
		"open brackets": strings.Repeat("<", n),
		"entities":      strings.Repeat("<&", n/2),
		"mentions":      strings.Repeat("<@U1>", n/5),
		"half mentions": strings.Repeat("<@U", n/3) + ">",
	} {
		begun := time.Now()
		plain(text, known)
		if took := time.Since(begun); took > time.Second {
			t.Errorf("%s take %v", name, took)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"<@U1|x> <!here> &amp;", "<https://a|b|c>", "<!subteam^^|@>", "<", "&lt;<&gt;>", "<!date^1^|>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, mentions := plain(text, known)
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("plain(%q) = %q, which is not UTF-8", text, got)
		}
		if slices.Contains(mentions, "") {
			t.Errorf("plain(%q) mentions nobody", text)
		}
	})
}

func FuzzList(f *testing.F) {
	for _, seed := range []string{`[{"ts":"1700000000.000001","text":"a\ud83dé"}]`, `[[],{},"x",1,null]`, `[{"a":[{"b":"\\"}]}`, "[[[[", `[{"ts":1},`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l, r := newList(strings.NewReader(string(text)), nil, 1<<20), newRecordReader()
		for range len(text) + 1 {
			raw, err := l.next()
			if err != nil {
				return
			}
			var got record
			if r.read(raw, &got) == nil && !utf8.ValidString(got.Text) {
				t.Errorf("%q reads as %q, which is not UTF-8", raw, got.Text)
			}
		}
		t.Errorf("the list %q has no end", text)
	})
}

// FuzzUnquote compares with encoding/json wherever that takes the text.
func FuzzUnquote(f *testing.F) {
	for _, seed := range []string{`"a"`, `"\ud83d\ude00 \ud83d \n\/"`, `"\u00e9\\"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !json.Valid(text) || text[0] != '"' || text[len(text)-1] != '"' || !utf8.Valid(text) {
			return
		}
		var want string
		if json.Unmarshal(text, &want) != nil {
			return
		}
		if got, err := unquote(text); err != nil || got != want {
			t.Errorf("unquote(%q) = %q, %v; want %q", text, got, err, want)
		}
	})
}

func TestAMessageWithoutTextSaysWhatItsBlocksSay(t *testing.T) {
	tests := map[string]struct{ blocks, attachments, want string }{
		"rich text": {
			blocks: `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
			{"type":"user","user_id":"U1"},{"type":"text","text":" look at "},{"type":"link","url":"https://a.b","text":"this"},
			{"type":"emoji","name":"wave"}]},{"type":"rich_text_preformatted","elements":[{"type":"text","text":"x < y"}]},
			{"type":"rich_text_list","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]}]}]}]`,
			want: "@maria.k look at this (https://a.b):wave:\n```x < y```\n• one",
		},
		"a section": {
			blocks: `[{"type":"header","text":{"type":"plain_text","text":"Build"}},{"type":"section","text":{"type":"mrkdwn","text":"by <@U1>"},"fields":[{"type":"mrkdwn","text":"ok"}]}]`,
			want:   "Build\nby @maria.k ok",
		},
		"an attachment's text":     {attachments: `[{"title":"Alert","text":"disk &gt; 90 %","fallback":"no"}]`, want: "Alert\ndisk > 90 %"},
		"an attachment's fallback": {attachments: `[{"fallback":"[no preview] x"}]`, want: "[no preview] x"},
		"neither":                  {blocks: `{"broken":`, attachments: `[1,2]`, want: ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := record{TS: "1700000000.000001", Blocks: json.RawMessage(tt.blocks), Attachments: json.RawMessage(tt.attachments)}
			m, err := r.message("C1", people{name: known, bot: func(string) (bool, bool) { return false, false }})
			if err != nil || m.Text != tt.want {
				t.Errorf("says %q, %v; want %q", m.Text, err, tt.want)
			}
		})
	}
}
