package pane

import "strings"

// Speller writes a label of keys, "h l", with the keys that do now, in the pane of
// that title, what those of the label usually do.
type Speller func(title, label string) string

// Keyed writes the keys in force into a sentence of the pane of that title, which
// names the usual ones in ‹angles›: "‹h l› section · ‹/› filter". Nobody else's
// words belong into it.
func (e *Env) Keyed(title, sentence string) string {
	return Expand(sentence, "‹", "›", func(label string) string {
		if e.Spell == nil || *e.Spell == nil {
			return label
		}
		return (*e.Spell)(title, label)
	})
}

// Expand writes what each word between two marks stands for in its place.
func Expand(text, from, to string, word func(string) string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, from)
		b.WriteString(before)
		marked, after, closed := strings.Cut(rest, to)
		if !found || !closed {
			return b.String()
		}
		b.WriteString(word(marked))
		text = after
	}
}
