// Package markup reads a text as the platform that it goes to will show it, so
// that a person sees it before it is sent.
//
// It takes typed text apart into spans and knows how each is to look. It draws
// nothing and cleans nothing: the text of a span is foreign text still, and
// whoever draws it passes it through inbox/plain. It is pure, and a text costs
// in time what it is long, whatever is in it.
//
// For Slack it follows what Slack documents of its mrkdwn (bold, italic,
// strike, code, blocks, quotes) and, where that is silent, what its clients are
// known to do: a sign opens behind a blank or a punctuation mark and before
// something that is no blank, closes the other way round, and never in another
// line. Not checked against a client: signs beside punctuation other than
// brackets and stops, backticks inside a word (read as plain here, like the
// other signs), and a block that has no end (plain).
package markup

import (
	"strings"

	"rounds/inbox"
)

// Style is how a span looks: a set of bits.
type Style uint16

// The styles. A span of none is text.
const (
	Bold Style = 1 << iota
	Italic
	Strike
	Code    // within a line
	Block   // lines of code
	Quote   // the line is quoted
	Link    // an address
	Mention // somebody, everybody, or a channel
	Emoji   // a glyph that was a name
)

// Has reports whether all bits of other are set.
func (s Style) Has(other Style) bool { return s&other == other }

// Span is a piece of a text that looks the same all over. Line breaks are in
// Text.
type Span struct {
	Text  string
	Style Style
}

// Reader reads texts.
type Reader struct {
	// Names reports whether a word like "@maria.k" or "#help" names somebody or
	// a channel. Without it only the calls to everybody are mentions.
	Names func(word string) bool
}

// Spans reads a text without knowing who is there.
func Spans(platform inbox.Platform, text string) []Span { return Reader{}.Spans(platform, text) }

// Spans takes a text apart into what the platform will show. Of a platform
// whose markup is not known it is the text as it stands.
func (r Reader) Spans(platform inbox.Platform, text string) []Span {
	if text == "" {
		return nil
	}
	switch platform {
	case inbox.Slack:
	case inbox.Discord:
		return r.discord(text)
	case inbox.Discourse:
		return r.discourse(text)
	case inbox.Mastodon:
		return r.mastodon(text)
	default:
		return []Span{{Text: text}}
	}
	w := &writer{names: r.Names}
	for text != "" {
		before, block, after, found := cutBlock(text)
		if !found {
			w.lines(text)
			break
		}
		w.lines(before)
		w.put(block, Block|w.quoted)
		text = after
	}
	return w.spans
}

const ticks = "```"

// cutBlock finds the first block of code that has an end. The line breaks next
// to its signs are not part of it.
func cutBlock(text string) (before, block, after string, found bool) {
	before, rest, found := strings.Cut(text, ticks)
	if !found {
		return text, "", "", false
	}
	block, after, found = strings.Cut(rest, ticks)
	if strings.TrimSpace(block) == "" {
		return text, "", "", false
	}
	return before, strings.TrimSuffix(strings.TrimPrefix(block, "\n"), "\n"), after, found
}

// writer collects spans.
type writer struct {
	names  func(string) bool
	spans  []Span
	quoted Style // Quote behind ">>>"
	begun  bool  // the line has words already: a block stands before them
}

// lines reads what stands between two blocks.
func (w *writer) lines(text string) {
	for text != "" {
		line, rest, more := strings.Cut(text, "\n")
		if w.begun {
			w.line(line, w.quoted)
		} else {
			w.quotable(line)
		}
		w.begun = !more
		if more {
			w.put("\n", w.quoted)
		}
		text = rest
	}
	w.begun = true
}

// quotable reads a line from its beginning, where a ">" means something.
func (w *writer) quotable(line string) {
	style := w.quoted
	if rest, all := strings.CutPrefix(line, ">>>"); all && style == 0 {
		line, w.quoted, style = strings.TrimPrefix(rest, " "), Quote, Quote
	} else if rest, one := strings.CutPrefix(line, ">"); one && style == 0 {
		line, style = strings.TrimPrefix(rest, " "), Quote
	}
	if line == "" && style != 0 {
		w.spans = append(w.spans, Span{"", style}) // an empty line is quoted, too
		return
	}
	w.line(line, style)
}

func (w *writer) put(text string, style Style) {
	if text != "" {
		w.spans = append(w.spans, Span{text, style})
	}
}
