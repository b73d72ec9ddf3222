package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// discourse takes a text apart as Discourse will show it: Markdown, as far as
// people write it into a forum. Lists and tables stay as they were typed; what
// is emphasised over the end of a line is read as plain, although Discourse
// shows it.
func (r Reader) discourse(text string) []Span {
	w := &writer{names: r.Names}
	fence := ""
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			style := Style(0)
			if fence != "" {
				style = Block
			}
			w.put("\n", style)
		}
		switch mark := fenceOf(line); {
		case fence != "" && strings.HasPrefix(mark, fence) && strings.TrimSpace(line) == mark:
			fence = ""
		case fence != "":
			w.put(line, Block)
		case mark != "":
			fence = mark
			w.cutBreak()
		default:
			w.markdown(line)
		}
	}
	return w.spans
}

// fenceOf is the row of signs with which a line opens or closes a block of
// code, or "".
func fenceOf(line string) string {
	rest := strings.TrimLeft(line, " ")
	if len(line)-len(rest) > 3 {
		return ""
	}
	for _, sign := range []string{"`", "~"} {
		mark := rest[:len(rest)-len(strings.TrimLeft(rest, sign))]
		if len(mark) >= 3 && !strings.Contains(rest[len(mark):], sign) {
			return mark
		}
	}
	return ""
}

// cutBreak takes the line break back that stands before the edge of a block.
func (w *writer) cutBreak() {
	if last := len(w.spans) - 1; last >= 0 && w.spans[last].Text == "\n" {
		w.spans[last].Style |= Block
	}
}

// markdown reads a line from its beginning, where some signs mean something.
func (w *writer) markdown(line string) {
	style := Style(0)
	if rest, is := strings.CutPrefix(line, ">"); is {
		line, style = strings.TrimPrefix(rest, " "), Quote
		if line == "" {
			w.spans = append(w.spans, Span{"", Quote}) // an empty line is quoted, too
			return
		}
	}
	if title := strings.TrimLeft(line, "#"); len(title) < len(line) && len(line)-len(title) <= 6 && strings.HasPrefix(title, " ") {
		line, style = strings.TrimSpace(title), style|Bold
	}
	tokens := w.discourseTokens(line)
	edges := emphasis(line, tokens)
	from := 0
	for at := 0; at < len(line); {
		if len(tokens) > 0 && tokens[0].from == at {
			w.put(line[from:at], style)
			w.put(tokens[0].text, style|tokens[0].style)
			at, tokens = tokens[0].to, tokens[1:]
			from = at
			continue
		}
		if len(edges) > 0 && edges[0].at == at {
			w.put(line[from:at], style)
			style ^= edges[0].style
			at += edges[0].length
			from, edges = at, edges[1:]
			continue
		}
		at++
	}
	w.put(line[from:], style)
}

// run is a row of the same sign; once it has found its other end it is an edge
// at which a style begins or ends.
type run struct {
	at, length   int
	sign         byte
	opens, close bool
	style        Style
}

// emphasis are the edges of a line, in order. A row closes the last open one
// that is as long; what was opened in between stays as it was typed. Every row
// is put aside once and taken up once.
func emphasis(line string, tokens []token) []run {
	runs := runsOf(line, tokens)
	var stack []int
	open := map[[2]int]int{} // how many of a kind are on the stack
	kind := func(r run) [2]int { return [2]int{int(r.sign), r.length} }
	for i, r := range runs {
		if r.close && open[kind(r)] > 0 {
			for {
				top := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				open[kind(runs[top])]--
				if kind(runs[top]) == kind(r) {
					runs[top].style, runs[i].style = emphasisOf(r), emphasisOf(r)
					break
				}
			}
			continue
		}
		if r.opens {
			stack = append(stack, i)
			open[kind(r)]++
		}
	}
	edges := runs[:0]
	for _, r := range runs {
		if r.style != 0 {
			edges = append(edges, r)
		}
	}
	return edges
}

// emphasisOf is what a row of signs means, or 0.
func emphasisOf(r run) Style {
	switch {
	case r.sign == '~' && r.length == 2:
		return Strike
	case r.sign == '~':
		return 0
	case r.length == 1:
		return Italic
	case r.length == 2:
		return Bold
	case r.length == 3:
		return Bold | Italic
	}
	return 0
}

// runsOf are the rows of signs of a line that may mean something.
func runsOf(line string, tokens []token) []run {
	var all []run
	for at := 0; at < len(line); {
		if len(tokens) > 0 && tokens[0].from == at {
			at, tokens = tokens[0].to, tokens[1:]
			continue
		}
		sign := line[at]
		if sign != '*' && sign != '_' && sign != '~' {
			at++
			continue
		}
		r := runAt(line, at)
		if emphasisOf(r) != 0 {
			all = append(all, r)
		}
		at += r.length
	}
	return all
}

// runAt is the row of signs that begins here, and whether it may open or close.
func runAt(line string, at int) run {
	sign, end := line[at], at
	for end < len(line) && line[end] == sign {
		end++
	}
	before, after := ' ', ' '
	if at > 0 {
		before, _ = utf8.DecodeLastRuneInString(line[:at])
	}
	if end < len(line) {
		after, _ = utf8.DecodeRuneInString(line[end:])
	}
	r := run{at: at, length: end - at, sign: sign}
	r.opens = !unicode.IsSpace(after) && (!edge(after) || unicode.IsSpace(before) || edge(before))
	r.close = !unicode.IsSpace(before) && (!edge(before) || unicode.IsSpace(after) || edge(after))
	if sign == '_' { // not inside a word
		r.opens, r.close = r.opens && (!r.close || edge(before)), r.close && (!r.opens || edge(after))
	}
	return r
}

// edge reports whether a sign is one of punctuation.
func edge(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// discourseTokens finds the parts of a line in which no sign means anything.
func (w *writer) discourseTokens(line string) []token {
	var all []token
	dead := map[int]bool{} // rows of backticks so long that nothing closes any more
	noBracket := false
	for at := 0; at < len(line); {
		t := token{from: at}
		switch line[at] {
		case '`':
			t = ticksAt(line, at, dead)
		case '\\':
			if at+1 < len(line) && line[at+1] < utf8.RuneSelf && edge(rune(line[at+1])) {
				t = token{at, at + 2, line[at+1 : at+2], 0}
			}
		case '[':
			if !noBracket {
				t, noBracket = namedLinkAt(line, at)
			}
		case 'h', 'H':
			t = linkAt(line, at)
		case ':':
			t = emojiAt(line, at)
		case '@', '#':
			t = w.mentionAt(line, at)
		}
		if t.to > at {
			all = append(all, t)
			at = t.to
			continue
		}
		at++
	}
	return all
}

// ticksAt is the code that begins with a row of backticks and ends with one as
// long.
func ticksAt(line string, at int, dead map[int]bool) token {
	length := len(line[at:]) - len(strings.TrimLeft(line[at:], "`"))
	literal := token{at, at + length, line[at : at+length], 0}
	if dead[length] {
		return literal
	}
	for from := at + length; from < len(line); {
		next := strings.IndexByte(line[from:], '`')
		if next < 0 {
			break
		}
		from += next
		other := len(line[from:]) - len(strings.TrimLeft(line[from:], "`"))
		if other == length {
			return token{at, from + length, strings.TrimSpace(line[at+length : from]), Code}
		}
		from += other
	}
	dead[length] = true
	return literal
}

// namedLinkAt is the "[words](address)" that begins here; none means that no
// bracket closes any more.
func namedLinkAt(line string, at int) (t token, none bool) {
	end := strings.Index(line[at:], "](")
	if end < 0 {
		return token{}, true
	}
	words := line[at+1 : at+end]
	rest := line[at+end+2:]
	rest = rest[:min(len(rest), 2048)]
	stop := strings.IndexAny(rest, " )")
	if strings.ContainsAny(words, "[]") || words == "" || stop <= 0 || rest[stop] != ')' {
		return token{}, false
	}
	return token{at, at + end + 2 + stop + 1, words, Link}, false
}
