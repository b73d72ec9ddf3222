package saved

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"rounds/inbox/plain"
)

// How large things may be.
const (
	MaxFile  = 64 << 10
	maxFront = 8 << 10
	maxLine  = 2000 // of the front matter: the YAML parser takes a line's length squared
	maxName  = 64
	titleMax = 60
)

// Parse reads a saved reply. The error is a [*Mistake].
func Parse(name string, text []byte) (Reply, error) {
	r := Reply{Name: name}
	if m := check(name, text); m != nil {
		return r, m
	}
	front, body, at, m := part(string(bytes.TrimPrefix(text, []byte("\ufeff"))))
	if m != nil {
		return r, m
	}
	if m := r.settle(front); m != nil {
		return r, m
	}
	if m := checkVariables(body, at); m != nil {
		return r, m
	}
	r.Body = strings.TrimSpace(body)
	if r.Body == "" && len(r.In)+len(r.Tags)+len(r.Promise.Steps) == 0 && r.Then+r.React == "" {
		return r, mistake(at, 0, "it says nothing and does nothing: write the reply below the front matter")
	}
	if r.Title == "" {
		r.Title = plain.Head(r.Body, titleMax)
	}
	if r.Title == "" {
		r.Title = name
	}
	return r, nil
}

// check refuses what is no text of ours.
func check(name string, text []byte) *Mistake {
	if !isName(name) {
		return mistake(1, 0, "the name of the file: use letters, digits, - and _, at most %d of them", maxName)
	}
	if len(text) > MaxFile {
		return mistake(1, 0, "the file is larger than %d KiB", MaxFile>>10)
	}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if m := checkLine(i+1, bytes.TrimSuffix(line, []byte("\r"))); m != nil {
			return m
		}
	}
	return nil
}

func checkLine(number int, line []byte) *Mistake {
	for at := 0; at < len(line); {
		r, size := utf8.DecodeRune(line[at:])
		column := utf8.RuneCount(line[:at]) + 1
		switch {
		case r == utf8.RuneError && size == 1:
			return mistake(number, column, "this is not UTF-8")
		case unicode.IsControl(r) && r != '\t':
			return mistake(number, column, "there is a control character here")
		}
		at += size
	}
	return nil
}

func isName(name string) bool {
	for i, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || r != '-' && r != '_') {
			return false
		}
	}
	return name != "" && utf8.RuneCountInString(name) <= maxName
}

const fence = "---"

// part takes a file apart: the front matter with the line break before it, so
// that its lines count as those of the file do, and the body with the line
// that it begins in.
func part(text string) (front, body string, at int, m *Mistake) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	lines := strings.Split(text, "\n")
	if strings.TrimRight(lines[0], " \t") != fence {
		return "", text, 1, nil
	}
	for i, line := range lines[1:] {
		if len(line) > maxLine && at == 0 {
			at = i + 2
		}
		if strings.TrimRight(line, " \t") != fence {
			continue
		}
		if at > 0 {
			return "", "", 0, mistake(at, 0, "a line of the front matter is longer than %d letters", maxLine)
		}
		front = "\n" + strings.Join(lines[1:i+1], "\n")
		if len(front) > maxFront {
			return "", "", 0, mistake(1, 0, "the front matter is larger than %d KiB", maxFront>>10)
		}
		return front, strings.Join(lines[i+2:], "\n"), i + 3, nil
	}
	return "", "", 0, mistake(1, 1, "the front matter has no end: write a line %s below it", fence)
}
