// Package theme is how the house is painted: a palette of named roles, and the
// paints that follow from it. No other package names a colour.
//
// A [Paint] is a ready pair of escape sequences and not a style that is worked
// out for every cell: rows are painted once and then only joined. Bubble Tea
// brings the colours down to what the terminal can do, to none at all under
// NO_COLOR; whatever a colour says here is also said by a sign or a word.
package theme

import (
	"image/color"
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
	IsDark  bool
	Version int // grows with every repaint, so that kept drawings are known to be old
}

// New paints for a dark terminal or a light one.
func New(dark bool) Theme {
	pick := lipgloss.LightDark(dark)
	shade := func(light, dark string) color.Color { return pick(lipgloss.Color(light), lipgloss.Color(dark)) }
	version := 1
	if dark {
		version = 2
	}
	return Theme{
		Roles:   roles(shade, nil),
		Lit:     roles(shade, shade("#e6eaf0", "#303644")),
		Dim:     roles(shade, shade("#f1f3f6", "#20242c")),
		IsDark:  dark,
		Version: version,
	}
}

func roles(shade func(light, dark string) color.Color, ground color.Color) Roles {
	fg := func(light, dark string) lipgloss.Style {
		s := lipgloss.NewStyle().Foreground(shade(light, dark))
		if ground != nil {
			s = s.Background(ground)
		}
		return s
	}
	return Roles{
		Text:    paint(fg("#24292f", "#d5dae3")),
		Soft:    paint(fg("#4a525c", "#a9b2c0")),
		Quiet:   paint(fg("#737c87", "#7b8596")),
		Rule:    paint(fg("#c5ccd4", "#39424f")),
		Strong:  paint(fg("#1b1f24", "#eef1f6").Bold(true)),
		Unread:  paint(fg("#1b1f24", "#f2f5fa").Bold(true)),
		Accent:  paint(fg("#0a5cc2", "#7fb6ff").Bold(true)),
		Key:     paint(fg("#0a5cc2", "#7fb6ff")),
		Team:    paint(fg("#0b7a75", "#6fd3c7")),
		Note:    paint(fg("#8a5a00", "#e3c07b")),
		Secret:  paint(fg("#8250df", "#d2a8ff").Bold(true)),
		Code:    paint(fg("#a0410d", "#f2a97e")),
		Struck:  paint(fg("#737c87", "#7b8596").Strikethrough(true)),
		Slanted: paint(fg("#24292f", "#d5dae3").Italic(true)),
		Gap:     paint(fg("#9a5b00", "#f0b45e").Reverse(true)),
		Good:    paint(fg("#1a7f37", "#8fce8a")),
		Warn:    paint(fg("#9a5b00", "#f0b45e")),
		Alarm:   paint(fg("#b42318", "#ff8f85").Bold(true)),
	}
}

// paint asks Lip Gloss once what stands before and behind painted text.
func paint(s lipgloss.Style) Paint {
	on, off, _ := strings.Cut(s.Render("x"), "x")
	return Paint{on, off}
}
