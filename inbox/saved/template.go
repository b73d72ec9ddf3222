package saved

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// piece is a part of a body: text, or a variable.
type piece struct {
	text     string // as it goes out; of a variable as it was written
	variable string
	at       int // byte offset
	braced   bool
}

// pieces takes a body apart at its variables. "\{{" is "{{", written so that
// it is none; "{{" without an end in its line is a variable without a name.
func pieces(body string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		for at := 0; at < len(body); {
			next := strings.Index(body[at:], "{{")
			if next < 0 {
				yield(piece{text: body[at:], at: at})
				return
			}
			start := at + next
			p := variableAt(body, start)
			before := body[at:start]
			if escaped := strings.HasSuffix(before, `\`); escaped {
				before, p = before[:len(before)-1], piece{text: "{{", at: start}
				at = start + len("{{")
			} else {
				at = start + len(p.text)
			}
			if before != "" && !yield(piece{text: before, at: start - len(before)}) || !yield(p) {
				return
			}
		}
	}
}

// longestVariable bounds the search for the end of one.
const longestVariable = 64

func variableAt(body string, start int) piece {
	inner := body[start+2 : min(len(body), start+2+longestVariable)]
	end := strings.Index(inner, "}}")
	if end < 0 || strings.ContainsAny(inner[:end], "{\n") {
		return piece{text: "{{", at: start, braced: true}
	}
	return piece{text: body[start : start+2+end+2], variable: strings.TrimSpace(inner[:end]), at: start, braced: true}
}

// checkVariables finds the first variable that is none. The body begins in a
// line of the file.
func checkVariables(body string, line int) *Mistake {
	known := variables()
	for p := range pieces(body) {
		if _, ok := known[p.variable]; ok || !p.braced {
			continue
		}
		row, column := position(body, p.at)
		if p.text == "{{" {
			return mistake(line+row, column, `this {{ has no }} in its line; write \{{ if it is meant as it stands`)
		}
		return mistake(line+row, column, `{{%s}} is not known%s; write \{{ if it is meant as it stands`, p.variable, meant(p.variable, Variables()))
	}
	return nil
}

// position is how many lines stand before a byte, and its column.
func position(text string, at int) (row, column int) {
	before := text[:at]
	row = strings.Count(before, "\n")
	return row, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}

// Gap is a placeholder that nobody has filled yet.
type Gap struct {
	From, To int // in characters
	Words    string
}

// mark stands on both sides of a placeholder.
const mark = "###"

// Open finds the placeholders of a text, "### like this ###", each within one
// line. A text that has one must not be sent.
func Open(text string) []Gap {
	var gaps []Gap
	runes := 0
	for line := range strings.Lines(text) {
		gaps = append(gaps, gapsOf(line, runes)...)
		runes += utf8.RuneCountInString(line)
	}
	return gaps
}

// gapsOf pairs the marks of a line. Four signs are a line drawn, and no mark.
func gapsOf(line string, runes int) []Gap {
	var gaps []Gap
	open, openRune := -1, 0
	counted, count := 0, runes
	for at := 0; at < len(line); {
		if line[at] != '#' {
			at++
			continue
		}
		end := at
		for end < len(line) && line[end] == '#' {
			end++
		}
		if end-at == len(mark) {
			count += utf8.RuneCountInString(line[counted:at])
			counted = at
			if open < 0 {
				open, openRune = end, count
			} else {
				gaps = append(gaps, Gap{openRune, count + len(mark), strings.TrimSpace(line[open:at])})
				open = -1
			}
		}
		at = end
	}
	return gaps
}
