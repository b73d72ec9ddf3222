package report

import (
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
)

// attacks are texts that want more than to be read: those of ../shared/attacks
// and, where it is not there, the same in small.
func attacks(t testing.TB) []string {
	t.Helper()
	all := []string{
		"# heading", "- item", "+ item", "1. item", "12) item", "> quote", "===", "---", "* * *", "```\ncode", "    code", "~~~", "[a](http://evil.example)", "![x](http://evil.example/x.png)",
		"<http://evil.example>", "http://evil.example/x", "www.evil.example", "a@evil.example", "[a]: http://evil.example", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
		"</style><script>alert(1)</script>", "</title><script>", "\" onload=\"alert(1)", "' onload='alert(1)", "{{.Style}}", "javascript:alert(1)", "&lt;b&gt;", "&#60;b&#62;", "<!--", "]]>",
		"@everyone", "@here", "<!channel>", "<@U123>", "<@&123>", "a | b | c", "|---|---|", "\\| a", "**bold**", "__bold__", "_x_", "`code`", "~~gone~~", "$x$", ":smile:", "^[note]", "[^1]: note",
		"two\n\nparagraphs", "line\r\n# heading", "a\u2028# heading", "\u202eevil", "\x1b[31mred\x1b[0m", "\u200b# heading", "\u00a0# heading", "\t# heading", "a\\", "\\", "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1+1", "", " ",
	}
	for _, name := range []string{"attacks.json", "data_attacks.json"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "attacks", name))
		if err != nil {
			if os.Getenv("ROUNDS_NEED_SHARED") != "" {
				t.Fatal(err)
			}
			continue
		}
		var cases []struct{ Hex, Payload string }
		if err := json.Unmarshal(text, &cases); err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			raw, err := hex.DecodeString(c.Hex)
			if err != nil {
				t.Fatal(err)
			}
			if payload := c.Payload + string(raw); len(payload) < 1<<12 {
				all = append(all, payload)
			}
		}
	}
	return all
}

func FuzzForeignTextCannotInjectMarkdown(f *testing.F) {
	for _, attack := range attacks(f) {
		f.Add(attack)
	}
	honest := shape(Markdown(sample("x")))
	f.Fuzz(func(t *testing.T, text string) {
		quietly(t, escape(text))
		page := Markdown(sample(text))
		if got := shape(page); got != honest && Foreign(text).String() != "" {
			t.Errorf("%q changes the page", text)
		}
		if strings.ContainsAny(page, "@<") {
			t.Errorf("%q names somebody or opens a tag", text)
		}
		for _, r := range page {
			if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%q brings a control character", text)
			}
		}
	})
}

// quietly reports a character of an escaped text that would mean something.
func quietly(t *testing.T, text string) {
	t.Helper()
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
			if i == len(text) || text[i] >= 0x80 || text[i] <= ' ' {
				t.Errorf("%q: a backslash that escapes nothing", text)
			}
		case strings.IndexByte("`*_[]|~$<>@\n\r\t^", c) >= 0, i == 0 && strings.IndexByte("-+=:#", c) >= 0:
			t.Errorf("%q: %q means something", text, c)
		case c == '&' && !strings.HasPrefix(text[i:], "&amp;") && !strings.HasPrefix(text[i:], "&lt;") && !strings.HasPrefix(text[i:], "&gt;"):
			t.Errorf("%q: an entity of its own", text)
		}
	}
	if lower := strings.ToLower(text); strings.Contains(lower, "://") || strings.Contains(lower, "www.") {
		t.Errorf("%q: an address to click on", text)
	}
	if rest := strings.TrimLeft(text, "0123456789"); rest != text && rest != "" && (rest[0] == '.' || rest[0] == ')') {
		t.Errorf("%q: begins a list", text)
	}
}

// shape is what a page is built of: how its lines begin and how many cells its
// rows have.
func shape(page string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(page, "\n") {
		bare := strings.ReplaceAll(strings.ReplaceAll(line, `\\`, ""), `\|`, "")
		start := strings.TrimLeft(line, "#>- *")
		b.WriteString(line[:len(line)-len(start)])
		b.WriteString(strings.Repeat("|", strings.Count(bare, "|")))
		b.WriteByte('\n')
	}
	return b.String()
}

func FuzzForeignTextCannotInjectHTML(f *testing.F) {
	for _, attack := range attacks(f) {
		f.Add(attack)
	}
	honest := elements(f, sample("x"))
	f.Fuzz(func(t *testing.T, text string) {
		if Foreign(text).String() == "" {
			return // less is shown of it
		}
		if got := elements(t, sample(text)); got != honest {
			t.Errorf("%q changes the page", text)
		}
	})
}

// elements are the tags of a page with the names of their attributes, and the
// values of those that a browser acts on.
func elements(t testing.TB, c Content) string {
	t.Helper()
	text, err := HTML(c)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for z := html.NewTokenizer(strings.NewReader(string(text))); ; {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			b.WriteString("<" + token.Data)
			for _, a := range token.Attr {
				b.WriteString(" " + a.Key)
				if a.Key == "href" || a.Key == "style" || strings.HasPrefix(a.Key, "on") || a.Key == "content" {
					b.WriteString("=" + a.Val)
				}
			}
			b.WriteString(">\n")
		case html.EndTagToken, html.CommentToken, html.DoctypeToken:
			b.WriteString(z.Token().String() + "\n")
		case html.TextToken:
			for _, r := range string(z.Text()) {
				if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
					t.Errorf("%q is on the page", r)
				}
			}
		}
	}
}

func FuzzForeignTextIsNoFormula(f *testing.F) {
	for _, attack := range attacks(f) {
		f.Add(attack)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := CSV(sample(text))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				start := strings.TrimSpace(cell)
				if start != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(start)[0]) && !isNumber(cell) {
					t.Errorf("%q would be carried out", cell)
				}
				if strings.ContainsFunc(cell, unicode.IsControl) {
					t.Errorf("%q brings a control character", cell)
				}
			}
		}
	})
}

func FuzzForeignTextStaysTextInJSON(f *testing.F) {
	for _, attack := range attacks(f) {
		f.Add(attack)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" {
			return // the sample speaks for itself
		}
		body, err := JSON(sample(text))
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read(body)
		if err != nil {
			t.Fatal(err)
		}
		if want := Foreign(text).String(); string(back.Themes[0].Name) != want {
			t.Errorf("%q became %q, want %q", text, back.Themes[0].Name, want)
		}
		again, err := JSON(back)
		if err != nil || string(again) != string(body) {
			t.Errorf("%q: a report that was read is written otherwise, %v", text, err)
		}
	})
}

func TestALinkLeadsNowhereButToTheWeb(t *testing.T) {
	for _, address := range []string{"javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", "mailto:a@b.example", "https:evil", "https://user@evil.example", " https://a.example", "http://a b", "vbscript:x", ""} {
		if got := safeLink(address); got != "" {
			t.Errorf("safeLink(%q) = %q", address, got)
		}
	}
	if got := safeLink("https://acme.example/archives/C1/p1"); got == "" {
		t.Error("an honest link is left out")
	}
}
