package plain

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// tty is a terminal's input that gives what it is told to.
type tty struct{ io.Reader }

func (tty) Write(p []byte) (int, error) { return len(p), nil }
func (tty) Close() error                { return nil }
func (tty) Fd() uintptr                 { return 0 }
func (tty) Name() string                { return "tty" }

func guarded(t testing.TB, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(NewGuard(tty{r}))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestGuard(t *testing.T) {
	many := strings.Repeat("1;", 40)
	tests := map[string]struct {
		in   string
		same bool
	}{
		"a key":                               {"\x1b[1;5A", true},
		"30 parameters":                       {"\x1b[" + strings.Repeat("1;", 29) + "1m", true},
		"33 parameters":                       {"\x1b[" + many + "m", false},
		"33 parameters with colons":           {"\x1b[" + strings.Repeat("1:", 33) + "m", false},
		"a DCS with 33":                       {"\x1bP" + many + "q\x1b\\", false},
		"inside a paste":                      {"\x1b[200~hi \x1b[" + many + "m\x1b[201~", false},
		"behind an intermediate":              {"\x1b [" + many + "m", false},
		"in one byte":                         {"\x9b" + many + "m", false},
		"behind half a rune":                  {"\xe2\x9b" + many + "m", false},
		"behind a rune in a string":           {"\x1b]0;\xe2\x9c\x9b" + many + "m", false},
		"text with semicolons":                {many, true},
		"a paste with semicolons":             {"\x1b[200~a," + many + "\x1b[201~", true},
		"a paste whose first rune ends in 9b": {"\x1b[200~\u00db" + many + "\x1b[201~", true},
		"a long OSC":                          {"\x1b]11;rgb:" + many + "\a", true},
		"letters of all scripts":              {"日本語 ⛛ Û;1;2 Привет", true},
		"a mouse":                             {"\x1b[<0;12;34M", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			whole := guarded(t, strings.NewReader(tt.in))
			if (whole == tt.in) != tt.same {
				t.Errorf("Guard made %q of %q", whole, tt.in)
			}
			if n := separators([]byte(whole)); n >= maxParams {
				t.Errorf("%q has a sequence of %d separators", whole, n)
			}
			if split := guarded(t, iotest.OneByteReader(strings.NewReader(tt.in))); separators([]byte(split)) >= maxParams {
				t.Errorf("read byte by byte, %q is let through", split)
			}
		})
	}
}

// separators is the most that any sequence has, whatever a decoder takes for
// the beginning of one.
func separators(b []byte) int {
	most := 0
	for i := range b {
		intro := b[i] == 0x1b
		if intro {
			i++
			for i < len(b) && ' ' <= b[i] && b[i] <= '/' {
				i++
			}
			intro = i < len(b) && (b[i] == '[' || b[i] == 'P')
		}
		if !intro {
			continue
		}
		n := 0
		for _, c := range b[i+1:] {
			if c < '0' || c > '?' {
				break
			}
			if c == ';' || c == ':' {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func FuzzGuard(f *testing.F) {
	f.Add([]byte("\x1b[200~\x1b["+strings.Repeat("1;", 40)+"m"), 7)
	f.Add([]byte("\u00db;;;\x1bP1:2\x1b\\"), 1)
	f.Fuzz(func(t *testing.T, in []byte, cut int) {
		cut = min(max(cut, 0), len(in))
		out := []byte(guarded(t, io.MultiReader(bytes.NewReader(in[:cut]), bytes.NewReader(in[cut:]))))
		if len(out) != len(in) {
			t.Fatalf("%d bytes came of %d", len(out), len(in))
		}
		if n := separators(out); n >= maxParams {
			t.Fatalf("%q has a sequence of %d separators", out, n)
		}
		for i := range in {
			if in[i] != out[i] && (in[i] != ';' && in[i] != ':' || out[i] != '0') {
				t.Fatalf("byte %d of %q became %q", i, in, out[i])
			}
		}
		if !bytes.ContainsAny(in, "\x1b") && !bytes.ContainsFunc(in, func(r rune) bool { return r == 0xfffd }) && cut == len(in) && !bytes.Equal(in, out) {
			t.Fatalf("%q became %q", in, out)
		}
	})
}
