package moderation

import (
	"strings"
	"unicode"
)

// PartKind says what became of a part of a text.
type PartKind string

// The kinds of part.
const (
	Same PartKind = "same"
	Went PartKind = "went"
	Came PartKind = "came"
)

// Part is some words of two texts, with the blanks behind them.
type Part struct {
	Kind PartKind
	Text string
}

// mostCells bounds what comparing two texts costs: a table of so many cells.
// What is longer has its middle told as another one.
const mostCells = 1 << 20

// WordDiff tells how a text became another one, word by word. The parts that
// are the same or went are the old text, those that are the same or came are
// the new one.
func WordDiff(was, now string) []Part {
	a, b := splitWords(was), splitWords(now)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	parts := addPart(nil, Same, a[:head])
	parts = diffMiddle(parts, a[head:len(a)-tail], b[head:len(b)-tail])
	return addPart(parts, Same, a[len(a)-tail:])
}

// diffMiddle compares the middles, of which the first words differ.
func diffMiddle(parts []Part, a, b []string) []Part {
	if len(a) == 0 || len(b) == 0 || len(a)*len(b) > mostCells {
		return addPart(addPart(parts, Went, a), Came, b)
	}
	common := inCommon(a, b)
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			parts = addPart(parts, Same, a[i:i+1])
			i, j = i+1, j+1
		case common[(i+1)*(len(b)+1)+j] >= common[i*(len(b)+1)+j+1]:
			parts = addPart(parts, Went, a[i:i+1])
			i++
		default:
			parts = addPart(parts, Came, b[j:j+1])
			j++
		}
	}
	return addPart(addPart(parts, Went, a[i:]), Came, b[j:])
}

// inCommon is how many words a[i:] and b[j:] have in common, in their order, at
// i*(len(b)+1)+j.
func inCommon(a, b []string) []int32 {
	row := len(b) + 1
	table := make([]int32, (len(a)+1)*row)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i*row+j] = 1 + table[(i+1)*row+j+1]
				continue
			}
			table[i*row+j] = max(table[(i+1)*row+j], table[i*row+j+1])
		}
	}
	return table
}

// addPart appends words to the parts, to the last one if it is of their kind.
func addPart(parts []Part, kind PartKind, words []string) []Part {
	text := strings.Join(words, "")
	if text == "" {
		return parts
	}
	if n := len(parts); n > 0 && parts[n-1].Kind == kind {
		parts[n-1].Text += text
		return parts
	}
	return append(parts, Part{kind, text})
}

// splitWords cuts a text behind its blanks. Joined they are the text again.
func splitWords(text string) []string {
	var all []string
	start, blank := 0, false
	for i, r := range text {
		space := unicode.IsSpace(r)
		if blank && !space {
			all = append(all, text[start:i])
			start = i
		}
		blank = space
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}
