package pane

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"rounds/inbox/plain"
)

// Spoken is a pane, or a sheet, that can say in words what it shows, for whoever
// does not see it. What cannot is read from its frame, which is slower to
// listen to. No colour and no sign may say more than the words.
type Spoken interface{ Speak() Speech }

// Speech is what is shown, in sentences. The words of others in it pass [Line]
// or the like, as they do on the screen.
type Speech struct {
	// Where is the section and how much is in it. It is said when a key has
	// changed it; "" while nothing has been read yet.
	Where string
	// About names what the lines are about, in whatever words tell it from all
	// else: another one is said from its first line on, the same one only as
	// far as its lines are new.
	About string
	// Lines are the thing in one sentence (who, where, how old, what, why, and
	// how it stands) and then, if it is open, what is in it.
	Lines []string
}

// SpeechWidth is how much of somebody's words a sentence repeats, in cells.
const SpeechWidth = 400

// Ended is a sentence with its full stop, unless it ends in a sign already.
func Ended(words string) string {
	if words == "" || strings.ContainsAny(words[len(words)-1:], ".!?:") {
		return words
	}
	return words + "."
}

// Sentence joins parts with commas, leaving out those that are empty.
func Sentence(parts ...string) string {
	var all []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, ", ")
}

// Paragraph is a text of others as lines to be said, without the blank ones.
func Paragraph(text string) []string {
	var lines []string
	for _, line := range Wrap(text, SpeechWidth) {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// Words is a painted line without what is drawn and not written: colours,
// boxes, bars, signs. Columns, which stand two blanks apart, become parts of a
// sentence.
func Words(painted string) string {
	var b strings.Builder
	for _, r := range ansi.Strip(painted) {
		switch {
		case r >= 0x2500 && r <= 0x259f, r == '·': // boxes and blocks
			b.WriteString("  ")
		case r >= 0x2800 && r <= 0x28ff, strings.ContainsRune("◆●○▸▶▯▾▲▼", r):
			b.WriteRune(' ')
		default:
			b.WriteRune(r)
		}
	}
	parts := strings.Split(b.String(), "  ")
	for i := range parts {
		parts[i] = plain.Line(parts[i])
	}
	if words := Sentence(parts...); strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return words
	}
	return ""
}

// Unpainted are the words of painted lines, those without any left out.
func Unpainted(painted []string) []string {
	var lines []string
	for _, p := range painted {
		if words := Words(p); words != "" {
			lines = append(lines, words)
		}
	}
	return lines
}

// SayKey is the name of a key as it stands before what the key does: "e:". One
// that ends in a colon needs no second one.
func SayKey(label string) string {
	if strings.HasSuffix(label, ":") {
		return label
	}
	return label + ":"
}
