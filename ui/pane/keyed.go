package pane

import "strings"

// Speller writes a label of keys, "h l", with the keys that do now, in the pane of
// that title, what those of the label usually do.
type Speller func(title, label string) string

// Keyed writes the keys in force into a sentence of the pane of that title, which
// names the usual ones in ‹angles›: "‹h l› section · ‹/› filter". Nobody else's
// words belong into it.
func (e *Env) Keyed(title, sentence string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(sentence, "‹")
		b.WriteString(before)
		label, after, closed := strings.Cut(rest, "›")
		if !found || !closed {
			return b.String()
		}
		if e.Spell != nil && *e.Spell != nil {
			label = (*e.Spell)(title, label)
		}
		b.WriteString(label)
		sentence = after
	}
}
