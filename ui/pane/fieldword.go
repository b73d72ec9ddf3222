package pane

import "unicode"

// At is where the cursor stands, in characters.
func (f *Field) At() int { return f.at }

// Replace puts a text in the place of the whole one, the cursor behind it. It
// can be undone, so that a draft that was thrown away comes back.
func (f *Field) Replace(text string) { f.splice(0, len(f.text), []rune(f.clean(text)), alone) }

// Insert puts text where the cursor is, or in the place of what is marked, as
// a paste does: Undo takes all of it back.
func (f *Field) Insert(text string) { f.insert(text, alone) }

// WordBefore is the word that ends at the cursor, with whatever sign begins it
// ("@mar", ":ta", "::welc"), and where it begins; "" behind a space.
func (f *Field) WordBefore() (word string, from int) {
	from = f.at
	for from > 0 && !unicode.IsSpace(f.text[from-1]) {
		from--
	}
	return string(f.text[from:f.at]), from
}

// ReplaceBefore puts text in the place of what stands between from and the
// cursor.
func (f *Field) ReplaceBefore(from int, text string) {
	f.splice(max(0, min(from, f.at)), f.at, []rune(f.clean(text)), alone)
}

// ReplaceWord puts word in the place of the word around the cursor, which goes
// behind it.
func (f *Field) ReplaceWord(word string) {
	from, to := f.at, f.at
	for from > 0 && f.text[from-1] != ' ' {
		from--
	}
	for to < len(f.text) && f.text[to] != ' ' {
		to++
	}
	f.splice(from, to, []rune(f.clean(word)), alone)
}

// Seek puts the cursor at to and marks what stands between from and it: what
// is typed or pasted next takes its place. Moving the cursor ends that. The
// field does not draw the mark; its owner may.
func (f *Field) Seek(from, to int) {
	from, to = max(0, min(from, len(f.text))), max(0, min(to, len(f.text)))
	f.at, f.mark = to, span{min(from, to), to}
	f.past.seal()
}

// Marked is what the next word typed replaces.
func (f *Field) Marked() (from, to int, ok bool) {
	return f.mark.from, f.mark.to, f.mark.from < f.mark.to
}
