// Package theme is how the house is painted: palettes of named roles, and the
// paints that follow from them. No other package names a colour.
//
// A [Paint] is a ready pair of escape sequences and not a style that is worked
// out for every cell: rows are painted once and then only joined. Bubble Tea
// brings the colours down to what the terminal can do; whatever a colour says
// here is also said by a sign or a word, so that [None] says it too.
package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Paint is a role, ready to be put around text.
type Paint struct{ on, off string }

// Put paints text, which must be a part of one line.
func (p Paint) Put(text string) string {
	if text == "" {
		return ""
	}
	return p.on + text + p.off
}

// Roles is every paint that the screen uses, named for what it says and not
// for how it looks.
type Roles struct {
	Text    Paint
	Soft    Paint // what is read second: the body beside a name
	Quiet   Paint // what may be overlooked: times, hints
	Rule    Paint // lines and borders
	Strong  Paint // names and titles
	Unread  Paint // the head of what was not read yet
	Accent  Paint // where we are, and what names us
	Key     Paint // a key to press
	Team    Paint // one of us
	Note    Paint // what only we can read
	Secret  Paint // what one member alone will read
	Code    Paint // what a platform will show as code
	Struck  Paint // … struck out
	Slanted Paint // … slanted
	Gap     Paint // what must be filled in before anything is sent
	Good    Paint
	Warn    Paint // what is late
	Alarm   Paint // what failed, what may deceive
}

// Theme is the roles on the plain ground and on the lit ones.
type Theme struct {
	Roles
	Lit     Roles // on the row that the keys act on
	Dim     Roles // on that row while the keys act elsewhere
	Name    Name
	IsDark  bool
	Version int // differs from that of every other theme, so that kept drawings are known to be old
}

// New paints for a dark terminal or a light one.
func New(dark bool) Theme { return Named(Auto, dark) }

// Named paints by a name, for a dark terminal or a light one: [Dark] and
// [Light] know better.
func Named(name Name, dark bool) Theme {
	dark = name == Dark || dark && name != Light
	t := Theme{Name: name, IsDark: dark, Version: name.version(dark)}
	switch name {
	case None:
		t.Roles, t.Lit, t.Dim = bare(onGround), bare(reversed), bare(onGround)
	case Sixteen:
		own := ownInks(dark)
		t.Roles, t.Lit, t.Dim = own.roles(onGround), bare(reversed), own.roles(onGround)
	case Auto, Dark, Light, Contrast, ColourBlind:
		p := paletteOf(name, dark)
		t.Roles, t.Lit, t.Dim = p.roles(""), p.roles(p.lit), p.roles(p.dim)
	}
	return t
}

// paint asks Lip Gloss once what stands before and behind painted text.
func paint(s lipgloss.Style) Paint {
	on, off, _ := strings.Cut(s.Render("x"), "x")
	return Paint{on, off}
}
