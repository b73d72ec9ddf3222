package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// discord takes a text apart as Discord will show it: two stars for bold, one
// star or line for italic, two lines for underlined (shown as italic here, which
// has no underline), two waves for strike, code, blocks, quotes, headings (bold),
// links with a label, mentions and emoji. A backslash takes a sign's meaning away.
// It follows docs.discord.com and the client's own help page "Markdown Text 101".
func (r Reader) discord(text string) []Span {
	w := &writer{names: r.Names}
	for text != "" {
		before, block, after, found := cutBlock(text)
		if !found {
			w.discordLines(text)
			break
		}
		w.discordLines(before)
		if first, rest, more := strings.Cut(block, "\n"); more && language(first) {
			block = rest
		}
		w.put(block, Block|w.quoted)
		text = after
	}
	return w.spans
}

// language reports whether the first line of a block names what it is written
// in.
func language(line string) bool {
	return line != "" && !strings.ContainsFunc(line, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("+-#_.", r)
	})
}

func (w *writer) discordLines(text string) {
	for text != "" {
		line, rest, more := strings.Cut(text, "\n")
		style := w.quoted
		if !w.begun {
			line, style = w.discordHead(line)
		}
		if line == "" && style != 0 {
			w.spans = append(w.spans, Span{"", style})
		}
		w.discordLine(line, style)
		w.begun = !more
		if more {
			w.put("\n", w.quoted)
		}
		text = rest
	}
	w.begun = true
}

// discordHead reads what a line begins with.
func (w *writer) discordHead(line string) (string, Style) {
	style := w.quoted
	if rest, all := strings.CutPrefix(line, ">>> "); all && style == 0 {
		line, w.quoted, style = rest, Quote, Quote
	} else if rest, one := strings.CutPrefix(line, "> "); one && style == 0 {
		line, style = rest, Quote
	}
	for _, sign := range []string{"# ", "## ", "### "} {
		if rest, head := strings.CutPrefix(line, sign); head && strings.TrimSpace(rest) != "" {
			return rest, style | Bold
		}
	}
	return line, style
}

// signs are Discord's, the longer ones first.
func signs() []struct {
	sign  string
	style Style
} {
	return []struct {
		sign  string
		style Style
	}{{"**", Bold}, {"__", Italic}, {"~~", Strike}, {"*", Italic}, {"_", Italic}}
}

// pending is a sign that was opened.
type pending struct {
	sign  string
	style Style
	at    int // of the span that it opened
}

// discordLine reads one line from left to right. What is opened and never closed
// stays as it was typed.
func (w *writer) discordLine(line string, base Style) {
	tokens, first := w.tokens(line), len(w.spans)
	style, from := base, 0
	var stack []pending
	flush := func(to int) { w.put(line[from:to], style) }
	for at := 0; at < len(line); {
		if len(tokens) > 0 && tokens[0].from < at { // it was escaped, or stands in a link
			tokens = tokens[1:]
			continue
		}
		if len(tokens) > 0 && tokens[0].from == at {
			flush(at)
			w.put(tokens[0].text, style|tokens[0].style)
			at, tokens = tokens[0].to, tokens[1:]
			from = at
			continue
		}
		if line[at] == '\\' && at+1 < len(line) && strings.IndexByte("*_~`\\|>[#", line[at+1]) >= 0 {
			flush(at)
			from, at = at+1, at+2
			continue
		}
		if end, label := labelled(line, at); end > 0 {
			flush(at)
			w.put(label, style|Link)
			from, at = end, end
			continue
		}
		length, next := w.sign(line, at, style, stack, flush)
		if length == 0 {
			_, size := utf8.DecodeRuneInString(line[at:])
			at += size
			continue
		}
		stack, style = next, base
		for _, p := range stack {
			style |= p.style
		}
		at += length
		from = at
	}
	flush(len(line))
	w.unclosed(first, stack)
}

// sign opens or closes at a place, and returns how long the sign is there and
// what is open behind it; 0 if there is none that does.
func (w *writer) sign(line string, at int, style Style, stack []pending, flush func(int)) (int, []pending) {
	for _, s := range signs() {
		if !strings.HasPrefix(line[at:], s.sign) {
			continue
		}
		if n := len(stack); n > 0 && stack[n-1].sign == s.sign && closesThere(line, at, s.sign) {
			flush(at)
			return len(s.sign), stack[:n-1]
		}
		if style&s.style == 0 && opensThere(line, at, s.sign) && len(stack) < 4 {
			flush(at)
			w.spans = append(w.spans, Span{"", 0}) // where the sign is put back if nothing closes it
			return len(s.sign), append(stack[:len(stack):len(stack)], pending{s.sign, s.style, len(w.spans) - 1})
		}
	}
	return 0, stack
}

// unclosed puts back the signs that nothing closed, and drops the places that
// were kept for the others.
func (w *writer) unclosed(first int, stack []pending) {
	for _, p := range stack {
		w.spans[p.at].Text = p.sign
		for i := p.at + 1; i < len(w.spans); i++ {
			w.spans[i].Style &^= p.style
		}
	}
	kept := w.spans[:first]
	for _, s := range w.spans[first:] {
		if s.Text != "" || s.Style != 0 {
			kept = append(kept, s)
		}
	}
	w.spans = kept
}

// opensThere reports whether a sign opens: before something, and a line not
// inside a word.
func opensThere(line string, at int, sign string) bool {
	next, _ := utf8.DecodeRuneInString(line[at+len(sign):])
	before, _ := utf8.DecodeLastRuneInString(line[:at])
	return at+len(sign) < len(line) && !unicode.IsSpace(next) && (sign != "_" || at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before))
}

func closesThere(line string, at int, sign string) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:at])
	next, _ := utf8.DecodeRuneInString(line[at+len(sign):])
	return !unicode.IsSpace(before) && (sign != "_" || at+1 == len(line) || !unicode.IsLetter(next) && !unicode.IsDigit(next))
}

// labelled is where a link with a label ends that begins here, and the label; 0
// if none does.
func labelled(line string, at int) (end int, label string) {
	if line[at] != '[' {
		return 0, ""
	}
	within := line[at+1 : min(len(line), at+1+500)]
	label, rest, found := strings.Cut(within, "](")
	if !found || label == "" || strings.ContainsAny(label, "[]") || !strings.HasPrefix(rest, "http://") && !strings.HasPrefix(rest, "https://") {
		return 0, ""
	}
	address, _, found := strings.Cut(rest, ")")
	if !found || strings.ContainsAny(address, " <>") {
		return 0, ""
	}
	return at + 1 + len(label) + 2 + len(address) + 1, label
}
