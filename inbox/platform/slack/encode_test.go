package slack

import (
	"strings"
	"testing"
	"unicode/utf8"

	"rounds/inbox"
)

func TestTypedTextBecomesMarkup(t *testing.T) {
	named := []inbox.Named{
		{Word: "@mar", ID: "U3"},
		{Word: "@maria", ID: "U1"},
		{Word: "@maria.k", ID: "U2"},
		{Word: "#help", ID: "C1", Room: true},
		{Word: "@crew", ID: "S1"},
		{Word: "@evil", ID: "U1> <!channel"},
		{Word: "@here", ID: "here"},
	}
	tests := map[string]struct{ text, want string }{
		"the three signs are escaped":           {"a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"},
		"typed markup stays text":               {"<!channel> <@U9>", "&lt;!channel&gt; &lt;@U9&gt;"},
		"an entity is not undone":               {"&lt;", "&amp;lt;"},
		"a name is linked":                      {"hi @maria!", "hi <@U1>!"},
		"the longest name wins":                 {"hi @maria.k.", "hi <@U2>."},
		"a shorter one is not cut out":          {"@mariana @marigold", "@mariana @marigold"},
		"a dot that ends a sentence is none":    {"ask @maria. Or not", "ask <@U1>. Or not"},
		"nor is a dot in front of a word":       {"@maria.x", "@maria.x"},
		"an address is no name":                 {"me@maria.k", "me@maria.k"},
		"a room":                                {"see #help, please", "see <#C1>, please"},
		"a group":                               {"@crew?", "<!subteam^S1>?"},
		"everybody, if that was meant":          {"@here: look", "<!here>: look"},
		"everybody, if that was not":            {"@channel: look", "@channel: look"},
		"an ID that is none is not written":     {"@evil", "@evil"},
		"the other alphabets have words, too":   {"ß@maria @mariaß", "ß@maria @mariaß"},
		"markup that was typed is the sender's": {"*bold* `x`", "*bold* `x`"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := encode(tt.text, named); got != tt.want {
				t.Errorf("encode(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func FuzzEncodeIsUndoneByPlain(f *testing.F) {
	for _, seed := range []string{"a < b & c", "@maria.k, @here #help", "<@U1|x>", "&amp;&lt;", "@maria.k@maria.k", "\xff<"} {
		f.Add(seed)
	}
	named := []inbox.Named{{Word: "@maria.k", ID: "U1"}, {Word: "#general", ID: "C1", Room: true}, {Word: "@here", ID: "here"}}
	f.Fuzz(func(t *testing.T, text string) {
		markup := encode(text, named)
		want := strings.ToValidUTF8(text, "\ufffd")
		if got, _ := plain(markup, known); got != want || !utf8.ValidString(markup) {
			t.Errorf("%q becomes %q, which reads %q", text, markup, got)
		}
		if without := encode(text, nil); strings.ContainsAny(without, "<>") {
			t.Errorf("%q names somebody in %q", text, without)
		}
	})
}
