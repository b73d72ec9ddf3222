package signal

import (
	"slices"
	"strings"
)

// mention tells in words how a message names us, or is "".
func (r *Reader) mention(ids []string, v string) string {
	var reasons []string
	add := func(reason string) {
		if len(reasons) < 3 && !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	for _, id := range ids {
		switch id {
		case "here", "channel", "everyone":
			add("calls everyone (@" + id + ")")
			continue
		}
		if name, ok := r.ids[strings.ToLower(id)]; ok {
			add("names " + name)
		}
	}
	r.handlesIn(v, add)
	for _, w := range r.words {
		if says(v, w) {
			add(`says "` + w + `"`)
		}
	}
	return strings.Join(reasons, ", ")
}

// handlesIn finds what is written "@bob" in a visible text: not an e-mail
// address, and not the beginning of another handle.
func (r *Reader) handlesIn(v string, add func(string)) {
	for at := 0; ; {
		i := strings.IndexByte(v[at:], '@')
		if i < 0 {
			return
		}
		at += i + 1
		if at >= 2 && (isWord(v[at-2]) && !emphasized(v, at) || strings.IndexByte(".-/", v[at-2]) >= 0) {
			continue
		}
		end := at
		for end < len(v) && (isWord(v[end]) || v[end] == '.' || v[end] == '-') {
			end++
		}
		r.handle(v[at:end], emphasized(v, at), add)
		at = end
	}
}

// emphasized reports whether the "@" before at is within "_@bob_", which is
// how some write in italics.
func emphasized(v string, at int) bool {
	return at >= 2 && v[at-2] == '_' && (at == 2 || !isWord(v[at-3]))
}

// handle looks up what stands behind an "@". Dots and dashes belong to handles
// and to sentences, so it is tried with them and without.
func (r *Reader) handle(name string, emphasized bool, add func(string)) {
	if !isASCII(name) {
		name = strings.ToLower(name)
	}
	for name != "" {
		switch name {
		case "here", "channel", "everyone":
			add("calls everyone (@" + name + ")")
			return
		}
		if told, ok := r.ids[name]; ok { // "<@U123>" that nobody decoded
			add("names " + told)
			return
		}
		if r.handles[name] {
			add("names @" + name)
			return
		}
		switch last := name[len(name)-1]; {
		case last == '.' || last == '-' || last == '_' && emphasized:
			name = name[:len(name)-1]
		default:
			return
		}
	}
}

// says reports whether a word or phrase stands in a visible text by itself.
func says(v, word string) bool {
	if !isASCII(word) {
		v = strings.ToLower(v)
	}
	for at := 0; ; {
		i := strings.Index(v[at:], word)
		if i < 0 {
			return false
		}
		at += i
		end := at + len(word)
		if (at == 0 || !isWord(v[at-1]) || !isWord(word[0])) &&
			(end == len(v) || !isWord(v[end]) || !isWord(word[len(word)-1])) {
			return true
		}
		at++
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
