package discourse

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rounds/inbox"
)

// knowing is a connector that has met a few members.
func knowing() *Connector {
	c := New(Options{Base: "https://forum.example.com/sub"})
	c.introduce(person{ID: 5, Username: "maria.k"})
	c.introduce(person{ID: 6, Username: "Fern"})
	return c
}

func TestCookedPostsBecomePlainText(t *testing.T) {
	tests := map[string]struct{ cooked, want string }{
		"paragraphs":   {"<p>a <strong>b</strong>\nc</p>\n<p>d</p>", "a b c\n\nd"},
		"breaks":       {"<p>a<br>\nb</p>", "a\nb"},
		"a mention":    {`<p>hi <a class="mention" href="/u/maria.k">@maria.k</a>!</p>`, "hi @maria.k!"},
		"an emoji":     {`<p><img src="/x.png" class="emoji" alt=":tada:" title=":tada:"> yes</p>`, ":tada: yes"},
		"code":         {"<p>use <code>a  b</code></p>", "use `a  b`"},
		"a block":      {"<pre><code class=\"lang-go\">a\n  &lt;b&gt;\n</code></pre><p>c</p>", "```\na\n  <b>\n```\n\nc"},
		"a quote":      {`<aside class="quote" data-username="fern"><div class="title"><img class="avatar" src="/a.png"> fern:</div><blockquote><p>a</p><p>b</p></blockquote></aside><p>c</p>`, "> @fern:\n> a\n> \n> b\n\nc"},
		"a blockquote": {"<blockquote><p>a</p></blockquote><p>b</p>", "> a\n\nb"},
		"lists":        {"<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul><ol start=\"3\"><li>d</li></ol>", "- a\n  - b\n- c\n\n3. d"},
		"a link":       {`<p><a href="https://x.io/y">the docs</a> <a href="https://x.io/">https://x.io</a></p>`, "the docs (https://x.io/y) https://x.io"},
		"a onebox":     {`<aside class="onebox" data-onebox-src="https://x.io/z"><article>much</article></aside>`, "https://x.io/z"},
		"a spoiler":    {`<p><span class="spoiler">it was him</span></p>`, "it was him"},
		"no scripts":   {"<p>a</p><script>alert(1)</script><style>x</style>", "a"},
		"a category":   {`<p><a class="hashtag-cataloged" href="/c/4"><span class="hashtag-icon-placeholder"></span><span>Support</span></a></p>`, "#Support"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := knowing().reads(tt.cooked).text; got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestFilesAndMentionsAreTold(t *testing.T) {
	got := knowing().reads(`<p><a class="mention" href="/u/fern">@fern</a> <a class="mention" href="/u/x">@x</a> <a class="mention">@here</a>
		<a class="attachment" href="/uploads/a.zip">a.zip</a><div class="lightbox-wrapper"><a class="lightbox" href="/b.png"><img src="//cdn.io/b.png" alt="screen"><div class="meta"><span class="filename">b</span></div></a></div></p>`)
	if len(got.files) != 2 || got.files[0].URL != "https://forum.example.com/uploads/a.zip" || got.files[1].URL != "https://cdn.io/b.png" || got.files[1].Type != "image/png" {
		t.Errorf("%+v", got.files)
	}
	if strings.Join(got.mentions, " ") != "6 here" {
		t.Errorf("%q", got.mentions)
	}
}

func TestNobodyIsNamedWhoWasNotChosen(t *testing.T) {
	maria := []inbox.Named{{Word: "@Maria Kovač", ID: "5"}, {Word: "@maria.k", ID: "5"}}
	tests := map[string]struct {
		text  string
		named []inbox.Named
		want  string
	}{
		"chosen":         {"hi @maria.k.", maria, "hi @maria.k."},
		"by her name":    {"hi @Maria Kovač!", maria, "hi @maria.k!"},
		"not chosen":     {"hi @fern", nil, "hi @<!-- -->fern"},
		"everybody":      {"@here and @all", nil, "@<!-- -->here and @<!-- -->all"},
		"in code":        {"`@fern` and ``@a``", nil, "`@fern` and ``@a``"},
		"in a block":     {"```\n@fern\n```\n@fern", nil, "```\n@fern\n```\n@<!-- -->fern"},
		"an address":     {"write to a@b.io", nil, "write to a@b.io"},
		"a longer name":  {"@maria.kovac", maria, "@<!-- -->maria.kovac"},
		"an at sign":     {"a @ b @", nil, "a @ b @"},
		"Markdown stays": {"**a** <b> & \\*", nil, "**a** <b> & \\*"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := knowing().encode(tt.text, tt.named); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestAPostHowDeepItMayBeIsReadInGoodTime(t *testing.T) {
	begun := time.Now()
	for _, unit := range []string{"<div>", "<blockquote>", "<ul><li>", "<b>", "<aside class=quote><blockquote>", "<a href=x>", "&#", "<p class=x ", "<table><tr><td>"} {
		knowing().reads(strings.Repeat(unit, 20_000) + "x")
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

func FuzzCooked(f *testing.F) {
	f.Add(`<p>a <b>b</b><aside class="quote" data-username="x"><blockquote>q</blockquote></aside><ul><li>x</ul><pre><code>c`)
	f.Add(`<a class="mention">@fern</a><img class="emoji" alt=":x:"><img src="//x"><ol start="-9"><li>`)
	c := knowing()
	f.Fuzz(func(t *testing.T, cooked string) {
		got := c.reads(cooked)
		if got.text != strings.TrimSpace(got.text) {
			t.Fatalf("%q", got.text)
		}
	})
}

func FuzzEncode(f *testing.F) {
	f.Add("hi @maria.k and @fern `@x` ```\n@y\n```")
	f.Add("@@fern @here@all `` @a ` @b")
	c := knowing()
	named := []inbox.Named{{Word: "@maria.k", ID: "5"}}
	f.Fuzz(func(t *testing.T, text string) {
		got := c.encode(text, named)
		if !utf8.ValidString(got) {
			t.Fatalf("%q", got)
		}
		if utf8.ValidString(text) && !strings.Contains(text, "\r") && strings.ReplaceAll(got, shield, "") != strings.ReplaceAll(text, shield, "") {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
