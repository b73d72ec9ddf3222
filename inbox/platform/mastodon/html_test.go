package mastodon

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rounds/inbox"
)

func TestHTMLBecomesPlainText(t *testing.T) {
	who := func(address string) string {
		if address == "https://fosstodon.example/@lena" {
			return "lena@fosstodon.example"
		}
		return ""
	}
	tests := map[string]struct{ content, want string }{
		"paragraphs and breaks": {"<p>a<br />b</p><p>c</p>", "a\nb\n\nc"},
		"an empty line":         {"a<br><br>b", "a\n\nb"},
		"signs":                 {"<p>2 &lt; 3 &amp; &quot;x&quot; it&#39;s</p>", `2 < 3 & "x" it's`},
		"blanks":                {"<p>a\n  b <b> c</b>d</p>", "a b cd"},
		"a mention": {
			`<p><span class="h-card"><a href="https://fosstodon.example/@lena" class="u-url mention">@<span>lena</span></a></span> hi</p>`, "@lena@fosstodon.example hi",
		},
		"a mention of nobody we know": {`<a href="https://x.example/@bo" class="mention">@<span>bo</span></a>`, "@bo"},
		"a tag":                       {`<a href="https://x/tags/a" class="mention hashtag">#<span>FieldNotes</span></a>.`, "#FieldNotes."},
		"a shortened address": {
			`<a href="https://docs.example/a/very/long/way/to/it"><span class="invisible">https://</span><span class="ellipsis">docs.example/a/very</span><span class="invisible">/long/way/to/it</span></a>`,
			"https://docs.example/a/very/long/way/to/it",
		},
		"an address cut by a server": {`<a href="https://docs.example/a/long/way">docs.example/a…</a>`, "https://docs.example/a/long/way"},
		"a link with words":          {`see <a href="https://x.example/">the docs</a>`, "see the docs (https://x.example/)"},
		"a link that lies":           {`<a href="https://evil.example">https://bank.example</a>`, "https://bank.example (https://evil.example)"},
		"a link that is a script":    {`<a href="javascript:x()">click</a>`, "click"},
		"lists":                      {"<p>x</p><ul><li>a</li><li>b</li></ul><p>y</p>", "x\n\n- a\n- b\n\ny"},
		"numbered":                   {"<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"},
		"a quote":                    {"<blockquote><p>a<br>b</p></blockquote><p>c</p>", "> a\n> b\n\nc"},
		"code":                       {"use <code>a &lt; b</code> now", "use `a < b` now"},
		"a block of code":            {"<pre><code>a\n  b</code></pre>", "```\na\n  b\n```"},
		"a script":                   {"a<script>alert(1)</script>b<style>x</style>", "ab"},
		"an emoji as a picture":      {`hi <img alt=":blobcat:" src="x">`, "hi :blobcat:"},
		"no HTML":                    {"a < b", "a < b"},
		"not closed":                 {"<p>a<a href='https://x.example'>b", "ab (https://x.example)"},
		"nothing":                    {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := plain(tt.content, who); got != tt.want {
				t.Errorf("%s reads %q, want %q", tt.content, got, tt.want)
			}
		})
	}
}

func TestHTMLCostsWhatItIsLong(t *testing.T) {
	for _, unit := range []string{"<p> ", "<ul><li>", "<blockquote>a<br>", "<a href='http://x'>", "a <br> ", "&amp; ", "<pre>\n", "<", "</a>"} {
		begun := time.Now()
		plain(strings.Repeat(unit, (1<<18)/len(unit)), nil)
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("256 KiB of %q took %v", unit, took)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(`<p>a<br><a href="https://x">@b</a><ul><li>c</ul><pre>d</pre>`)
	f.Fuzz(func(t *testing.T, content string) {
		text := plain(content, func(string) string { return "x" })
		if utf8.ValidString(content) && !utf8.ValidString(text) {
			t.Fatalf("%q becomes %q", content, text)
		}
		if strings.TrimSpace(text) != text {
			t.Fatalf("%q has blanks around it", text)
		}
	})
}

func TestOnlyWhoWasNamedIsNamed(t *testing.T) {
	who := func(id string) string { return map[string]string{"1": "maria_k", "2": "lena@fosstodon.example"}[id] }
	named := []inbox.Named{{Word: "@maria_k", ID: "1"}, {Word: "@lena@fosstodon.example", ID: "2"}, {Word: "@Lena", ID: "2"}}
	tests := map[string]struct{ text, want string }{
		"who was named":            {"@maria_k and @Lena: hi", "@maria_k and @lena@fosstodon.example: hi"},
		"in full":                  {"(@lena@fosstodon.example)", "(@lena@fosstodon.example)"},
		"at the end of a sentence": {"ask @maria_k.", "ask @maria_k."},
		"who was not":              {"@bo hi", "@" + hidden + "bo hi"},
		"a longer name":            {"@maria_kovac and @maria_k.org", "@" + hidden + "maria_kovac and @" + hidden + "maria_k.org"},
		"of another server":        {"@maria_k@evil.example", "@" + hidden + "maria_k@evil.example"},
		"a mail address":           {"a@bo.example", "a@bo.example"},
		"no name":                  {"@ 5 @", "@ 5 @"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := encode(tt.text, named, who); got != tt.want {
				t.Errorf("%q is sent as %q, want %q", tt.text, got, tt.want)
			}
		})
	}
	if got := encode("@bo hi", nil, who, "bo"); got != "@bo hi" {
		t.Errorf("who was named before is sent as %q", got)
	}
	if got := addressed("Thanks @maria_k!", []string{"maria_k", "bo"}); got != "@bo Thanks @maria_k!" {
		t.Errorf("addressed as %q", got)
	}
}

func FuzzEncodeNamesNobody(f *testing.F) {
	f.Add("@a @b@c (@d) x@y @@e ＠f")
	f.Fuzz(func(t *testing.T, text string) {
		sent := encode(text, nil, func(string) string { return "" })
		if strings.ReplaceAll(sent, hidden, "") != strings.ReplaceAll(text, hidden, "") {
			t.Fatalf("%q is sent as %q", text, sent)
		}
		for i := range len(sent) - 1 {
			if c := sent[i+1]; sent[i] == '@' && opensName(sent[:i]) && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
				t.Fatalf("%q names somebody", sent)
			}
		}
	})
}
