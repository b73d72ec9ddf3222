package plain

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// check tells what in a plain text could move, colour, hide or join.
func check(s string, lines bool) string {
	if !utf8.ValidString(s) {
		return "invalid UTF-8"
	}
	marks, based, half := 0, false, false
	for _, r := range s {
		switch {
		case r == '\n' && lines:
			based = false
			if half {
				return "half a flag"
			}
			continue
		case r < ' ' || 0x7f <= r && r < 0xa0:
			return "a control"
		case unicode.Is(unicode.Cf, r) || r == 0x2028 || r == 0x2029 || r == 0x034f || r == 0x20e3:
			return "a format character"
		case 0xfe00 <= r && r <= 0xfe0f || 0xe0000 <= r && r <= 0xe0fff || 0x1f3fb <= r && r <= 0x1f3ff:
			return "a selector or modifier"
		case !unicode.IsGraphic(r):
			return "an unknown rune"
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; !based || marks > maxMarks {
				return "a mark too many"
			}
			continue
		}
		if pair := firstHalf <= r && r <= lastHalf; pair != half || pair {
			if half && !pair {
				return "half a flag"
			}
			half = pair && !half
		}
		marks, based = 0, r != ' '
	}
	if half {
		return "half a flag"
	}
	if !lines && (strings.Contains(s, "  ") || strings.Trim(s, " ") != s) {
		return "a blank too many"
	}
	return ""
}

func TestText(t *testing.T) {
	tests := map[string]struct{ in, text, line string }{
		"plain text stays":               {"hello\nyou", "hello\nyou", "hello you"},
		"a tab is four blanks":           {"a\tb", "a    b", "a b"},
		"line breaks are one kind":       {"a\r\nb\rc\u2028d\u0085e\vf", "a\nb\nc\nd\ne\nf", "a b c d e f"},
		"a colour goes":                  {"\x1b[31mred\x1b[0m", "red", "red"},
		"hidden words show":              {"\x1b[8mhidden\x1b[0m", "hidden", "hidden"},
		"33 parameters go":               {"a\x1b[" + strings.Repeat("1;", 33) + "mb", "ab", "ab"},
		"a title goes":                   {"\x1b]0;owned\aok", "ok", "ok"},
		"a link goes, its text stays":    {"\x1b]8;;http://evil.example\x1b\\ok\x1b]8;;\x1b\\", "ok", "ok"},
		"what never ends is shown":       {"\x1b]0;never ends", "0;never ends", "0;never ends"},
		"a string ends at a line":        {"\x1bPq\nrest\x1b\\", "q\nrest", "q rest"},
		"a lone ESC goes":                {"bye\x1b", "bye", "bye"},
		"C1 controls are the same":       {"\u009b31mred\u009d0;x\u009cok", "redok", "redok"},
		"raw C1 bytes are not UTF-8":     {"\x9b2J", "\ufffd2J", "\ufffd2J"},
		"backspaces go":                  {"NOT\b\b\bok", "NOTok", "NOTok"},
		"overrides go":                   {"a\u202egnp.exe\u202c", "agnp.exe", "agnp.exe"},
		"zero width goes":                {"f\u200bo\u200do\u2060", "foo", "foo"},
		"tags and selectors go":          {"hi\U000e0069\U000e0067😀\U000e0173❤\ufe0f", "hi😀❤", "hi😀❤"},
		"a family comes apart":           {"👨\u200d👩\u200d👧|", "👨👩👧|", "👨👩👧|"},
		"skin has no tone":               {"👩🏽\u200d💻", "👩💻", "👩💻"},
		"a keycap is its key":            {"1\ufe0f\u20e3", "1", "1"},
		"flags are pairs":                {"🇩🇪🇩", "🇩🇪D", "🇩🇪D"},
		"marks are capped":               {"Z" + strings.Repeat("\u0334", 300), "Z" + strings.Repeat("\u0334", 4), "Z" + strings.Repeat("\u0334", 4)},
		"a mark needs a letter":          {"\u0301abc\n\u0301d", "abc\nd", "abc d"},
		"private use is unknown":         {"\ue000\ufdd0", "\ufffd\ufffd", "\ufffd\ufffd"},
		"broken UTF-8 is shown as such":  {"a\x80b\xc0\xafc\xed\xa0\xbd", "a\ufffdb\ufffd\ufffdc\ufffd\ufffd\ufffd", "a\ufffdb\ufffd\ufffdc\ufffd\ufffd\ufffd"},
		"a blank of any width is one":    {"a\u00a0\u3000\u3164\u2800b", "a    b", "a b"},
		"a host shows what it is":        {"https://sl\u0430ck.com/signin", "https://xn--slck-63d.com/signin", "https://xn--slck-63d.com/signin"},
		"a user name is no host":         {"see https://slack.com@evil.example/ now", "see https://evil.example/ now", "see https://evil.example/ now"},
		"an honest address stays":        {"(https://a.example/b?c=d)", "(https://a.example/b?c=d)", "(https://a.example/b?c=d)"},
		"a full stop of another script":  {"https://slack.com\u2044evil\uff0eexample/", "https://slack.xn--comevil-3d7c.example/", "https://slack.xn--comevil-3d7c.example/"},
		"two addresses":                  {"http://a@b.example http://c@d.example/x", "http://b.example http://d.example/x", "http://b.example http://d.example/x"},
		"an address of another scheme":   {"ssh://git@host.example/x", "ssh://git@host.example/x", "ssh://git@host.example/x"},
		"letters of other scripts stay":  {"日本語 Привет שלום नमस्ते", "日本語 Привет שלום नमस्ते", "日本語 Привет שלום नमस्ते"},
		"Vietnamese keeps its marks":     {"Vie\u0323\u0302t", "Vie\u0323\u0302t", "Vie\u0323\u0302t"},
		"blanks at the ends":             {"  a  b  ", "  a  b  ", "a b"},
		"what shows nothing is nothing":  {"\u200b\u00ad", "", ""},
		"a sequence cut by bad UTF-8":    {"\xe2\x1b[2Jx", "\ufffdx", "\ufffdx"},
		"an overlong ESC is not one":     {"\xc0\x9b[2Jx", "\ufffd\ufffd[2Jx", "\ufffd\ufffd[2Jx"},
		"the charset can not be changed": {"\x1b(0lqqk\x0e", "lqqk", "lqqk"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Text(tt.in); got != tt.text {
				t.Errorf("Text(%q) = %q, want %q", tt.in, got, tt.text)
			}
			if got := Line(tt.in); got != tt.line {
				t.Errorf("Line(%q) = %q, want %q", tt.in, got, tt.line)
			}
		})
	}
}

// quadratic is what no linear reading of a megabyte takes on any machine, and
// every quadratic one does. How fast it really is, the benchmarks say.
const quadratic = 20 * time.Second

func TestEveryKnownAttackIsHarmless(t *testing.T) {
	const path = "../../../shared/attacks/attacks.json"
	b, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("the 80 recorded attacks are not here: %v", err)
	}
	var attacks []struct{ ID, Hex string }
	if err := json.Unmarshal(b, &attacks); err != nil {
		t.Fatal(err)
	}
	for _, a := range attacks {
		raw, err := hex.DecodeString(a.Hex)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		harmless(t, string(raw))
		if took := time.Since(start); took > quadratic {
			t.Errorf("%s took %v", a.ID, took)
		}
	}
	if len(attacks) < 80 {
		t.Errorf("%d attacks, want 80", len(attacks))
	}
}

// harmless checks every way in.
func harmless(t *testing.T, s string) {
	t.Helper()
	text, line, head, name := Text(s), Line(s), Head(s, 20), Name(s)
	if why := check(text, true); why != "" {
		t.Errorf("Text(%.80q) = %.80q has %s", s, text, why)
	}
	if why := check(line, false); why != "" {
		t.Errorf("Line(%.80q) = %.80q has %s", s, line, why)
	}
	for _, row := range []string{head, name} {
		if why := check(row, false); why != "" {
			t.Errorf("Head or Name(%.80q) = %.80q has %s", s, row, why)
		}
	}
	if name == "" || utf8.RuneCountInString(strings.Map(base1, name)) > nameRoom {
		t.Errorf("Name(%.80q) = %.80q", s, name)
	}
	if utf8.RuneCountInString(strings.Map(base1, head)) > 20 {
		t.Errorf("Head(%.80q) = %q, wider than 20", s, head)
	}
	if again := Text(text); again != text {
		t.Errorf("Text(%.80q) = %.80q, and of that %.80q", s, text, again)
	}
	for _, l := range Links(s) {
		if !isASCII(l.Target) || check(l.Shown, false) != "" || !strings.HasPrefix(l.Target, "http") {
			t.Errorf("Links(%.80q) has %+q", s, l)
		}
	}
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// base1 drops the marks, which take no cell.
func base1(r rune) rune {
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return -1
	}
	return r
}

func TestHead(t *testing.T) {
	tests := map[string]struct {
		in   string
		max  int
		want string
	}{
		"what fits stays":              {"hello", 5, "hello"},
		"what does not is cut":         {"hello world", 8, "hello w…"},
		"no blank before the cut":      {"hello world", 7, "hello…"},
		"lines are joined":             {"a\nb", 9, "a b"},
		"blanks at the end are no cut": {"hello \n\n", 5, "hello"},
		"wide letters take two cells":  {"日本語", 5, "日本…"},
		"a wide letter is never cut":   {"日本語", 4, "日…"},
		"no room":                      {"hello", 0, ""},
		"one cell":                     {"hello", 1, "…"},
		"the host is shown":            {"https://slack.com@evil.example/", 16, "https://evil.ex…"},
		"flags take two cells":         {"🇩🇪🇫🇷", 3, "🇩🇪…"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Head(tt.in, tt.max); got != tt.want {
				t.Errorf("Head(%q, %d) = %q, want %q", tt.in, tt.max, got, tt.want)
			}
		})
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"maria.k": "maria.k", " Maria\tK ": "Maria K", "": "unknown", "\u00ad\u034f\u3164\u2800\u115f": "unknown",
		"\x1b[31m": "unknown", "\u202enimda": "nimda", strings.Repeat("x", 99): strings.Repeat("x", 63) + "…",
	} {
		if got := Name(in); got != want {
			t.Errorf("Name(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLookalike(t *testing.T) {
	for name, want := range map[string]bool{
		"\u0410dmin": true, "\u0430dmin": true, "a\u200bdmin": true, "𝐚dmin": true, "ａdmin": true, "sl\u03bfck": true,
		"admin": false, "Алексей": false, "Алексей (Alex)": false, "Alex Алексей": false, "田中 Tanaka": false, "田中Tanaka": false,
		"José": false, "Ωmega": false, "Δt": false, "maria ❤\ufe0f": false, "O'Neil": false, "": false, "Nguyễn": false, "می\u200cخواهم": false,
	} {
		if got := Lookalike(name); got != want {
			t.Errorf("Lookalike(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestLinks(t *testing.T) {
	tests := map[string]struct {
		in   string
		want []Link
	}{
		"in a sentence":      {"see https://a.example/b. Or (http://c.example)?", []Link{{"https://a.example/b", "https://a.example/b"}, {"http://c.example", "http://c.example"}}},
		"user names go":      {"https://slack.com@evil.example/", []Link{{"https://evil.example/", "https://evil.example/"}}},
		"backslashes":        {`https://evil.example\@slack.com/`, []Link{{`https://evil.example\@slack.com/`, "https://evil.example/@slack.com/"}}},
		"another script":     {"https://sl\u0430ck.com/", []Link{{"https://xn--slck-63d.com/", "https://xn--slck-63d.com/"}}},
		"a written path":     {"https://a.example/é b", []Link{{"https://a.example/é", "https://a.example/%C3%A9"}}},
		"brackets of a path": {"https://a.example/x_(y) z", []Link{{"https://a.example/x_(y)", "https://a.example/x_(y)"}}},
		"other schemes":      {"javascript:alert(1) file:///etc/passwd data:x ssh://a.example", nil},
		"a reversed host":    {"https://\u202emoc.kcals//:sptth", nil},
		"a control inside":   {"http://127.0.0.1:6379/\r\nSET x", []Link{{"http://127.0.0.1:6379/", "http://127.0.0.1:6379/"}}},
		"no host":            {"https:// http:///x", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := Links(tt.in)
			if len(got) != len(tt.want) {
				t.Fatalf("Links(%q) = %+q, want %+q", tt.in, got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("Links(%q)[%d] = %+q, want %+q", tt.in, i, got[i], tt.want[i])
				}
			}
		})
	}
}

func TestPunycode(t *testing.T) {
	for in, want := range map[string]string{
		"bücher": "xn--bcher-kva", "münchen": "xn--mnchen-3ya", "例え": "xn--r8jz45g", "пример": "xn--e1afmkfd", "ascii": "ascii", "": "",
	} {
		if got := punycode(in); got != want {
			t.Errorf("punycode(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTimeIsLinear(t *testing.T) {
	for name, s := range map[string]string{
		"one word": strings.Repeat("A", 1<<20), "lines": strings.Repeat("\n", 1<<20), "emoji": strings.Repeat("👩\u200d", 1<<17),
		"open strings": strings.Repeat("\x1b]", 1<<19), "open strings in C1": strings.Repeat("\u009d", 1<<19), "open controls": strings.Repeat("\x1b[1", 1<<18),
		"open DCS": strings.Repeat("\x1bP1;2", 1<<18), "marks": strings.Repeat("\u0301", 1<<19), "schemes": strings.Repeat("http://", 1<<17),
		"blanks": strings.Repeat(" ", 1<<20), "users": "http://" + strings.Repeat("a@", 1<<19), "BEL": strings.Repeat("\a", 1<<20),
	} {
		start := time.Now()
		Text(s)
		Line(s)
		Head(s, 80)
		Links(s)
		if took := time.Since(start); took > quadratic {
			t.Errorf("1 MB of %s took %v", name, took)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{
		"hello", "\x1b]0;x\a\x1b[1;1m\u009b2J", "🇩🇪🇩\u0301", "\u0301a\u0301\u0301\u0301\u0301\u0301", "https://u@sl\u0430ck.com:80/é?x#y",
		"a\u3164\u2800\tb\r\n", "\xff\xed\xa0\x80", "http://[::1]/ http://\u202ex http://ａ．b@c", "\x1bP\x1b\x1b\\", "👩🏽\u200d💻\ufe0f",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { harmless(t, s) })
}

func BenchmarkText(b *testing.B) {
	for name, s := range map[string]string{
		"plain row":    "How do I rotate the API key without downtime? We have three workers.",
		"1 MB ASCII":   strings.Repeat("hello world ", 1<<20/12),
		"1 MB emoji":   strings.Repeat("👩\u200d💻 ", 1<<20/12),
		"1 MB Russian": strings.Repeat("Привет ", 1<<20/13),
		"1 MB CSI":     strings.Repeat("\x1b[31mred", 1<<20/8),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				Text(s)
			}
		})
	}
	b.Run("head of 1 MB", func(b *testing.B) {
		s := strings.Repeat("hello wörld ", 1<<20/13)
		b.ReportAllocs()
		for b.Loop() {
			Head(s, 80)
		}
	})
}
