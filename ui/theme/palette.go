package theme

import (
	"charm.land/lipgloss/v2"
)

// palette is the colours of a theme, and the grounds of the row that is chosen.
// What is bold, struck or slanted is so in all of them.
type palette struct {
	text, soft, quiet, rule, strong string
	accent, team, note, secret      string
	code, good, warn, alarm         string
	lit, dim                        string
}

// paletteOf are the colours for a ground. Each stands out from it by 4.5:1 at
// least, from the lit ground too; what is quiet by 3:1, and lines are no text.
// The tests reckon it.
func paletteOf(name Name, dark bool) palette {
	switch {
	case name == Contrast && dark:
		return palette{
			text: "#ffffff", soft: "#f0f0f0", quiet: "#d0d0d0", rule: "#d0d0d0", strong: "#ffffff",
			accent: "#9fd0ff", team: "#7ff0e0", note: "#ffd980", secret: "#e6c8ff",
			code: "#ffc9a3", good: "#a6f0a0", warn: "#ffd060", alarm: "#ffb8b0", lit: "#22304a", dim: "#1c1c24",
		}
	case name == Contrast:
		return palette{
			text: "#000000", soft: "#1a1a1a", quiet: "#3a3a3a", rule: "#3a3a3a", strong: "#000000",
			accent: "#00307a", team: "#00403c", note: "#4a3000", secret: "#4b1a9a",
			code: "#5c2400", good: "#0a4518", warn: "#553200", alarm: "#7a0d08", lit: "#e0e8f4", dim: "#f0f2f6",
		}
	case name == ColourBlind && dark: // after Okabe and Ito, lifted to be read
		return palette{
			text: "#d5dae3", soft: "#a9b2c0", quiet: "#8791a1", rule: "#39424f", strong: "#eef1f6",
			accent: "#7fb6ff", team: "#56b4e9", note: "#e69f00", secret: "#e0a3c8",
			code: "#e69f00", good: "#75c4f0", warn: "#f0e442", alarm: "#ec6f1f", lit: "#262b38", dim: "#1e2129",
		}
	case name == ColourBlind:
		return palette{
			text: "#24292f", soft: "#4a525c", quiet: "#6a727d", rule: "#c5ccd4", strong: "#1b1f24",
			accent: "#00508f", team: "#005f99", note: "#7a5200", secret: "#8a3d6a",
			code: "#7a5200", good: "#006fad", warn: "#694600", alarm: "#5c1f00", lit: "#e9eef5", dim: "#f1f3f6",
		}
	case dark:
		return palette{
			text: "#d5dae3", soft: "#a9b2c0", quiet: "#8791a1", rule: "#39424f", strong: "#eef1f6",
			accent: "#7fb6ff", team: "#6fd3c7", note: "#e3c07b", secret: "#d2a8ff",
			code: "#f2a97e", good: "#8fce8a", warn: "#f0b45e", alarm: "#ff8f85", lit: "#303644", dim: "#20242c",
		}
	}
	return palette{
		text: "#24292f", soft: "#4a525c", quiet: "#6a727d", rule: "#c5ccd4", strong: "#1b1f24",
		accent: "#0a56b5", team: "#0a6b67", note: "#7d5200", secret: "#7443c9",
		code: "#93390b", good: "#166b2e", warn: "#835000", alarm: "#a82016", lit: "#e6eaf0", dim: "#f1f3f6",
	}
}

// roles paints with a palette on a ground, the terminal's own if it is "".
func (p palette) roles(ground string) Roles {
	fg := func(colour string) lipgloss.Style {
		s := lipgloss.NewStyle().Foreground(lipgloss.Color(colour))
		if ground != "" {
			s = s.Background(lipgloss.Color(ground))
		}
		return s
	}
	return inks{
		text: fg(p.text), soft: fg(p.soft), quiet: fg(p.quiet), rule: fg(p.rule), strong: fg(p.strong),
		accent: fg(p.accent), team: fg(p.team), note: fg(p.note), secret: fg(p.secret),
		code: fg(p.code), good: fg(p.good), warn: fg(p.warn), alarm: fg(p.alarm),
	}.roles(onGround)
}

// inks are what roles are written with.
type inks struct {
	text, soft, quiet, rule, strong lipgloss.Style
	accent, team, note, secret      lipgloss.Style
	code, good, warn, alarm         lipgloss.Style
}

// lay is how the ground is told where there is no colour for it.
type lay func(lipgloss.Style) lipgloss.Style

// onGround leaves the ground as it is; so it is under a row that the keys do
// not act on, which has its bar.
func onGround(s lipgloss.Style) lipgloss.Style { return s }
func reversed(s lipgloss.Style) lipgloss.Style { return s.Reverse(true) }

func (i inks) roles(on lay) Roles {
	p := func(s lipgloss.Style) Paint { return paint(on(s)) }
	return Roles{
		Text:    p(i.text),
		Soft:    p(i.soft),
		Quiet:   p(i.quiet),
		Rule:    p(i.rule),
		Strong:  p(i.strong.Bold(true)),
		Unread:  p(i.strong.Bold(true)),
		Accent:  p(i.accent.Bold(true)),
		Key:     p(i.accent),
		Team:    p(i.team),
		Note:    p(i.note),
		Secret:  p(i.secret.Bold(true)),
		Code:    p(i.code),
		Struck:  p(i.quiet.Strikethrough(true)),
		Slanted: p(i.text.Italic(true)),
		Gap:     paint(i.warn.Reverse(true)),
		Good:    p(i.good),
		Warn:    p(i.warn),
		Alarm:   p(i.alarm.Bold(true)),
	}
}

// ownInks are the terminal's own colours: the bright half on a dark ground, the
// other on a light one. What is read most has no colour at all, because only
// the terminal knows what can be read on its ground.
func ownInks(dark bool) inks {
	c := func(light, bright string) lipgloss.Style {
		if dark {
			light = bright
		}
		return lipgloss.NewStyle().Foreground(lipgloss.Color(light))
	}
	plain := lipgloss.NewStyle()
	return inks{
		text: plain, soft: plain, quiet: plain.Faint(true), rule: plain.Faint(true), strong: plain,
		accent: c("4", "14"), team: c("6", "14"), note: c("5", "13"), secret: c("5", "13"),
		code: c("3", "11"), good: c("2", "10"), warn: c("3", "11"), alarm: c("1", "9"),
	}
}

// bare are roles without a colour. What is late and what failed is bold and not
// underlined: a line under the blanks of a column reads as a rule.
func bare(on lay) Roles {
	plain := lipgloss.NewStyle()
	bold := plain.Bold(true)
	r := inks{
		text: plain, soft: plain, quiet: plain, rule: plain, strong: plain, accent: plain, team: plain, note: plain,
		secret: plain, code: plain, good: plain, warn: bold, alarm: bold,
	}.roles(on)
	r.Key, r.Gap = paint(on(bold)), paint(bold.Reverse(true))
	r.Slanted = paint(on(plain.Underline(true)))
	return r
}
