package plain

import (
	"io"
	"unicode/utf8"
)

// File is what a terminal's input must be for Bubble Tea to set raw mode on it
// and to stop reading from it: *os.File is one.
type File interface {
	io.ReadWriteCloser
	Fd() uintptr
	Name() string
}

// Guard is a terminal's input with its escape sequences bounded. A CSI or DCS
// sequence of 33 parameters makes charmbracelet/x/ansi (0.11.9) panic, even
// inside a bracketed paste; behind a Guard none has more than 30. No other
// byte is changed, and none is added or taken away.
//
// It stands between the terminal and Bubble Tea: tea.WithInput(NewGuard(os.Stdin)).
// On Windows Bubble Tea reads the console past it.
type Guard struct {
	File
	state  guardState
	params int  // in this sequence so far
	data   bool // a string follows it: it is a DCS
}

// maxParams is how many parameters of one sequence are let through.
const maxParams = 30

type guardState int

const (
	inText guardState = iota
	inEscape
	inParams
	inString // OSC and the like: it may end inside what looks like a rune
)

// NewGuard wraps a terminal's input.
func NewGuard(f File) *Guard { return &Guard{File: f} }

// Read reads from the terminal, bounding sequences that may have begun in an
// earlier read.
func (g *Guard) Read(p []byte) (int, error) {
	n, err := g.File.Read(p)
	for i := 0; i < n; {
		// A whole rune of plain text is none of our business. One that is cut
		// by the read, or is malformed, is looked at byte by byte, as the
		// decoder may do.
		if g.state == inText && p[i] >= utf8.RuneSelf {
			if _, size := utf8.DecodeRune(p[i:n]); size > 1 {
				i += size
				continue
			}
		}
		p[i] = g.bound(p[i])
		i++
	}
	return n, err
}

// bound passes one byte. Where the decoder behind it may or may not be inside
// a sequence, it assumes so.
func (g *Guard) bound(b byte) byte {
	switch {
	case b == 0x1b:
		g.state = inEscape
	case b == 0x9b || b == 0x90: // CSI and DCS in one byte
		g.open(b == 0x90)
	case b == 0x9d || b == 0x98 || b == 0x9e || b == 0x9f: // OSC, SOS, PM, APC
		g.state = inString
	case g.state == inEscape:
		g.escape(b)
	case g.state == inParams:
		return g.param(b)
	case g.state == inString && (b == '\a' || b == 0x18 || b == 0x1a || b == 0x9c):
		g.state = inText
	}
	return b
}

func (g *Guard) open(data bool) {
	g.state, g.params, g.data = inParams, 1, data
}

// escape takes a byte after ESC.
func (g *Guard) escape(b byte) {
	switch {
	case b == '[' || b == 'P':
		g.open(b == 'P')
	case b == ']' || b == 'X' || b == '^' || b == '_':
		g.state = inString
	case b < ' ' || b > '/': // not an intermediate byte: the sequence is over
		g.state = inText
	}
}

// param takes a byte of the parameters. A separator too many becomes a digit:
// the number before it goes on, and the sequence means as little as before.
func (g *Guard) param(b byte) byte {
	switch {
	case b == ';' || b == ':':
		if g.params == maxParams {
			return '0'
		}
		g.params++
	case ' ' <= b && b <= '?':
	case g.data:
		g.state = inString
	default:
		g.state = inText
	}
	return b
}
