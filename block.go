package main

import (
	"errors"
	"slices"
	"strings"
)

// A config is edited where it stands, by the byte: whatever a person wrote in
// it, comments and blank lines and the order of things, is theirs.

// errStrange is a config that is written in a way that is not edited here.
var errStrange = errors.New("it is written in a way that Rounds does not edit")

// block is one [[account]] with the settings below it, as they stand in the
// text.
type block struct {
	start int // of the line with its heading
	head  int // end of that line
	end   int // end of the line of its last setting
	keys  []setting
}

// setting is a line, or some, that say what something is.
type setting struct {
	name       string
	start, end int // of its lines
	from, to   int // of its value
}

// blocks finds the accounts in the text of a config, which must be TOML.
func blocks(text string) ([]block, error) {
	var all []block
	inside := false
	for at := 0; at < len(text); {
		start := at
		at = skip(text, at, " \t")
		eol := lineEnd(text, at)
		switch {
		case at >= len(text) || strings.ContainsRune("#\r\n", rune(text[at])):
			at = eol
		case text[at] == '[':
			heading, array := heading(text[at:eol])
			if inside = heading == "account" && array; inside {
				all = append(all, block{start: start, head: eol, end: eol})
			} else if strings.HasPrefix(heading, "account") {
				return nil, errStrange
			}
			at = eol
		default:
			s, err := settingAt(text, start)
			if err != nil {
				return nil, err
			}
			if inside {
				b := &all[len(all)-1]
				b.keys, b.end = append(b.keys, s), s.end
			}
			at = s.end
		}
	}
	return all, nil
}

// heading is the name between the brackets, and whether they are two.
func heading(line string) (name string, array bool) {
	line, array = strings.CutPrefix(line, "[[")
	name, _, _ = strings.Cut(strings.TrimPrefix(line, "["), "]")
	return unquoted(name), array
}

func unquoted(name string) string { return strings.Trim(strings.TrimSpace(name), `"'`) }

// settingAt reads the setting whose line begins at start.
func settingAt(text string, start int) (setting, error) {
	equals := strings.IndexByte(text[start:lineEnd(text, start)], '=')
	if equals < 0 {
		return setting{}, errStrange
	}
	s := setting{name: unquoted(text[start : start+equals]), start: start}
	s.from = skip(text, start+equals+1, " \t")
	at, depth := s.from, 0
	for at < len(text) {
		switch c := text[at]; {
		case c == '"' || c == '\'':
			length := quoted(text[at:])
			if length < 0 {
				return setting{}, errStrange
			}
			at += length
			s.to = at
			continue
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case c == '#' && depth == 0 || c == '\n' && depth == 0:
			s.end = lineEnd(text, at)
			return s, nil
		case c == '#':
			at = lineEnd(text, at)
			continue
		}
		if !strings.ContainsRune(" \t\r\n", rune(text[at])) {
			s.to = at + 1
		}
		at++
	}
	s.end = len(text)
	return s, nil
}

// quoted is how long the string is that the text begins with, -1 if it has no
// end.
func quoted(text string) int {
	for _, quote := range []string{`"""`, `'''`, `"`, `'`} {
		if !strings.HasPrefix(text, quote) {
			continue
		}
		for at := len(quote); at < len(text); at++ {
			if text[at] == '\\' && quote[0] == '"' {
				at++
				continue
			}
			if !strings.HasPrefix(text[at:], quote) {
				continue
			}
			at += len(quote)
			for n := 0; len(quote) == 3 && n < 2 && strings.HasPrefix(text[at:], quote[:1]); n++ {
				at++ // up to two quotes more belong to the text
			}
			return at
		}
	}
	return -1
}

func skip(text string, at int, what string) int {
	for at < len(text) && strings.IndexByte(what, text[at]) >= 0 {
		at++
	}
	return at
}

// lineEnd is where the line that at is in has ended, its break included.
func lineEnd(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(text)
}

// blockOf is the block of the account that stands at an index.
func blockOf(text string, c config, name string) (block, error) {
	all, err := blocks(text)
	i := slices.IndexFunc(c.Account, func(a accountConfig) bool { return a.Name == name })
	if err != nil || i < 0 || len(all) != len(c.Account) {
		return block{}, errStrange
	}
	return all[i], nil
}

// setIn writes a setting of a block: in the place of its old value, or on a
// line of its own at the end.
func setIn(text string, b block, name, value string) string {
	for _, s := range b.keys {
		if s.name == name {
			return text[:s.from] + value + text[s.to:]
		}
	}
	line := name + " = " + value + lineBreak(text)
	if b.end > 0 && text[b.end-1] != '\n' {
		line = lineBreak(text) + strings.TrimSuffix(line, lineBreak(text))
	}
	return text[:b.end] + line + text[b.end:]
}

// unsetIn takes a setting away again: the whole line, unless somebody wrote
// something beside it.
func unsetIn(text string, b block, name, instead string) string {
	for _, s := range b.keys {
		if s.name != name {
			continue
		}
		if strings.TrimSpace(text[s.to:s.end]) == "" {
			return text[:s.start] + text[s.end:]
		}
		return setIn(text, b, name, instead)
	}
	return text
}

// dropBlock takes a block away, from its heading to its last setting. Comments
// before and after it stay.
func dropBlock(text string, b block) string { return text[:b.start] + text[b.end:] }

// lineBreak is how lines end in this text.
func lineBreak(text string) string {
	if strings.Contains(text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}
