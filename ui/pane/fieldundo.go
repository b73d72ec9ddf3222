package pane

import (
	"unicode"
	"unicode/utf8"
)

// How much of what was typed can be taken back.
const (
	mostSteps = 200
	mostGone  = 1 << 20 // bytes of text taken away, but for the last step
)

// past is what can be taken back in a field, and then done again.
type past struct {
	undo, redo []step
	held       int    // bytes of text that the steps hold
	open       manner // what the last step may grow by
	last       rune   // the letter typed last
}

// step is one change: behind at, gone made room for so many characters. What
// came is not kept, for it stands in the text; so a paste of a megabyte costs
// the past nothing.
type step struct {
	at     int
	gone   string
	come   int
	cursor int // before the change
}

// manner is how a change was made.
type manner int

const (
	alone   manner = iota // a step of its own: a paste, a cut
	typing                // letter by letter: a step for each word
	erasing               // the same, backwards
)

// note remembers a change that is about to be made.
func (p *past) note(s step, added []rune, how manner) {
	for _, r := range p.redo {
		p.held -= len(r.gone)
	}
	p.redo = nil
	if !p.grow(s, added, how) {
		p.undo = append(p.undo, s)
		p.held += len(s.gone)
	}
	p.open = how
	if len(added) > 0 {
		p.last = added[len(added)-1]
	}
	p.forget()
}

// grow makes a change part of the last step, where it goes on with the same
// word.
func (p *past) grow(s step, added []rune, how manner) bool {
	if len(p.undo) == 0 || how == alone || how != p.open {
		return false
	}
	last := &p.undo[len(p.undo)-1]
	switch {
	case how == typing && s.gone == "" && s.at == last.at+last.come && len(added) == 1 && !p.nextWord(added[0]):
		last.come++
	case how == erasing && s.at+utf8.RuneCountInString(s.gone) == last.at && last.come == 0 && !begins(s.gone, last.gone):
		last.at, last.gone = s.at, s.gone+last.gone
		p.held += len(s.gone)
	default:
		return false
	}
	return true
}

// nextWord reports whether a letter typed begins another word.
func (p *past) nextWord(r rune) bool { return unicode.IsSpace(p.last) && !unicode.IsSpace(r) }

// begins reports whether taking away goes over from the space behind a word to
// the word: gone is its last letter, and before was taken away first.
func begins(gone, before string) bool {
	letter, _ := utf8.DecodeRuneInString(gone)
	space, _ := utf8.DecodeRuneInString(before)
	return unicode.IsSpace(space) && !unicode.IsSpace(letter)
}

// seal ends a step: what comes is another one.
func (p *past) seal() { p.open = alone }

// forget lets the oldest steps go where there are too many. The last one
// stays, however much it holds: the text it holds was in memory until then.
func (p *past) forget() {
	drop := 0
	for drop < len(p.undo)-1 && (len(p.undo)-drop > mostSteps || p.held > mostGone) {
		p.held -= len(p.undo[drop].gone)
		drop++
	}
	if drop > 0 {
		p.undo = append([]step(nil), p.undo[drop:]...)
	}
}

// Undo takes the last change back, and the cursor to where it was then; false
// if there is none.
func (f *Field) Undo() bool {
	s, ok := f.reverse(&f.past.undo, &f.past.redo)
	if ok {
		f.at = s.cursor
	}
	return ok
}

// Redo makes a change again that was taken back; false if there is none.
func (f *Field) Redo() bool {
	_, ok := f.reverse(&f.past.redo, &f.past.undo)
	return ok
}

// reverse turns the newest step of one list around and puts it on the other.
func (f *Field) reverse(from, onto *[]step) (step, bool) {
	f.past.seal()
	if len(*from) == 0 {
		return step{}, false
	}
	s := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	came := []rune(s.gone)
	back := step{at: s.at, gone: string(f.text[s.at : s.at+s.come]), come: len(came), cursor: s.cursor}
	f.past.held += len(back.gone) - len(s.gone)
	*onto = append(*onto, back)
	f.exchange(s.at, s.at+s.come, came)
	return s, true
}
