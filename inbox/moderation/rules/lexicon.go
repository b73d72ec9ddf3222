package rules

import (
	"strings"

	"rounds/inbox/moderation"
)

// list is words and hosts that mean one thing.
type list struct {
	name, title string
	group       string
	points      int
	unquoted    bool // what stands in quotation marks does not count
	undenied    bool // nor what "not" or "never" stands before
	words       []string
	hosts       []string
}

// lexicon finds the words of all lists in one pass over a normal form: an
// automaton after Aho and Corasick, as one table.
type lexicon struct {
	lists  []list
	byName map[string]int
	groups map[string][]int
	hosts  map[string][]place

	class   [256]uint8
	classes int
	next    []int32 // state*classes+class -> row of the next state, with ends set if words end there
	out     [][]ending
}

// place is a host of a list, with the path that it counts under.
type place struct {
	path string
	list int
}

// ending is a word of a list that ends at a state.
type ending struct {
	list, size int
}

// find is a word of a list in a text.
type find struct {
	list     int
	from, to int // tokens, the last one included
	span     moderation.Span
	sentence uint16
}

// newLexicon builds the automaton.
func newLexicon(lists []list) *lexicon {
	l := &lexicon{lists: lists, byName: map[string]int{}, groups: map[string][]int{}, hosts: map[string][]place{}}
	for i, one := range lists {
		l.byName[one.name] = i
		if one.group != "" {
			l.groups[one.group] = append(l.groups[one.group], i)
		}
		for _, h := range one.hosts {
			host, path, _ := strings.Cut(h, "/")
			if path != "" {
				path = "/" + path
			}
			l.hosts[host] = append(l.hosts[host], place{path, i})
		}
	}
	l.alphabet()
	l.grow()
	return l
}

// alphabet numbers the bytes that occur in words; all others are 0.
func (l *lexicon) alphabet() {
	var used [256]bool
	for _, one := range l.lists {
		for _, w := range one.words {
			for i := range len(w) {
				used[w[i]] = true
			}
		}
	}
	l.classes = 1
	for b, is := range used {
		if is {
			l.class[b] = uint8(l.classes)
			l.classes++
		}
	}
}

// grow makes the tree of all words, and then a step for every byte in every
// state.
func (l *lexicon) grow() {
	most := 1
	for _, one := range l.lists {
		for _, w := range one.words {
			most += len(w)
		}
	}
	l.next = make([]int32, 0, most*l.classes)
	l.out = make([][]ending, 0, most)
	l.state()
	for i, one := range l.lists {
		for _, w := range one.words {
			at := int32(0)
			for b := range len(w) {
				step := int(at)*l.classes + int(l.class[w[b]])
				if l.next[step] == 0 {
					l.next[step] = l.state()
				}
				at = l.next[step]
			}
			if at > 0 {
				l.out[at] = append(l.out[at], ending{i, len(w)})
			}
		}
	}
	l.pack(l.link())
}

func (l *lexicon) state() int32 {
	l.next = l.next[:len(l.next)+l.classes] // there is room for all of them
	l.out = append(l.out, nil)
	return int32(len(l.out) - 1)
}

// link fills the steps that leave the tree, level by level: each goes where the
// longest end of what was read goes. It returns the states in that order.
func (l *lexicon) link() []int32 {
	fail := make([]int32, len(l.out))
	queue := make([]int32, 0, len(l.out))
	for c := range l.classes {
		if s := l.next[c]; s > 0 {
			queue = append(queue, s)
		}
	}
	for n := 0; n < len(queue); n++ {
		s := queue[n]
		l.out[s] = append(l.out[s], l.out[fail[s]]...)
		for c := range l.classes {
			step := int(s)*l.classes + c
			over := l.next[int(fail[s])*l.classes+c]
			if to := l.next[step]; to > 0 {
				fail[to] = over
				queue = append(queue, to)
			} else {
				l.next[step] = over
			}
		}
	}
	return queue
}

// ends marks a step to a state at which a word ends.
const ends = 1 << 30

// pack numbers the states anew by their distance from the first, so that those
// that most texts pass through lie together in memory, and lets each step lead
// to the row of its state.
func (l *lexicon) pack(levels []int32) {
	order := append([]int32{0}, levels...)
	number := make([]int32, len(l.out))
	for i, old := range order {
		number[old] = int32(i)
	}
	next, out := make([]int32, 0, len(l.next)), make([][]ending, 0, len(l.out))
	for _, old := range order {
		out = append(out, l.out[old])
		for _, to := range l.next[int(old)*l.classes : (int(old)+1)*l.classes] {
			step := number[to] * int32(l.classes)
			if len(l.out[to]) > 0 {
				step |= ends
			}
			next = append(next, step)
		}
	}
	l.next, l.out = next, out
}

// mostFinds is how many words of lists are noted in one text.
const mostFinds = 256

// scan finds the words and hosts of all lists in a reading.
func (l *lexicon) scan(r *reading, finds []find) []find {
	row := int32(0)
	for i, b := range r.norm {
		row = l.next[int(row)+int(l.class[b])]
		if row&ends == 0 {
			continue
		}
		row &^= ends
		for _, e := range l.out[int(row)/l.classes] {
			if len(finds) == mostFinds {
				return finds
			}
			if f, ok := l.note(r, e, i); ok {
				finds = append(finds, f)
			}
		}
	}
	for _, one := range r.links {
		finds = l.scanHost(one, finds)
	}
	return finds
}

// note makes a find of a word that ends at a byte of the normal form, unless
// what stands around it speaks against it.
func (l *lexicon) note(r *reading, e ending, end int) (find, bool) {
	from := end - e.size + 1
	if r.norm[from] == ' ' {
		from++
	}
	to := end
	if r.norm[to] == ' ' {
		to--
	}
	if to < from {
		return find{}, false
	}
	for r.norm[from-1] != ' ' { // a part of a word is shown as the whole of it
		from--
	}
	for r.norm[to+1] != ' ' {
		to++
	}
	f := find{list: e.list, from: int(r.nth[from]), to: int(r.nth[to]), span: span(int(r.from[from]), int(r.to[to]))}
	t := r.tokens[f.from]
	f.sentence = t.sentence
	one := &l.lists[e.list]
	return f, (!one.unquoted || t.context&inQuote == 0) && (!one.undenied || !r.denied(f.from))
}

// scanHost looks an address up, with and without the labels before its domain.
func (l *lexicon) scanHost(one link, finds []find) []find {
	for host := one.host; host != ""; {
		for _, p := range l.hosts[host] {
			if strings.HasPrefix(one.path, p.path) && len(finds) < mostFinds {
				finds = append(finds, find{list: p.list, span: one.span})
			}
		}
		_, rest, more := strings.Cut(host, ".")
		if !more {
			break
		}
		host = rest
	}
	return finds
}

// denied reports whether one of the three words before a token says "not".
func (r *reading) denied(n int) bool {
	for i := n - 1; i >= max(0, n-3) && r.tokens[i].sentence == r.tokens[n].sentence; i-- {
		switch r.tokenText(i) {
		case "not", "never", "no", "isnt", "arent", "dont", "doesnt", "wasnt", "werent", "cant", "nobody", "neither", "without",
			"wont", "didnt", "aint", "cannot":
			return true
		}
	}
	return false
}

// tokenText is a token of the normal form.
func (r *reading) tokenText(i int) string {
	at := int(r.tokens[i].at)
	end := at
	for end < len(r.norm) && r.norm[end] != ' ' {
		end++
	}
	return string(r.norm[at:end])
}

// signs are how what is no word is written in a list.
func signs() map[string]byte {
	return map[string]byte{
		"{link}": signLink, "{mention}": signMention, "{phone}": signPhone, "{code}": signCode, "{money}": signMoney,
		"{rate}": signRate, "{percent}": signPercent, "{number}": signNumber, "{mail}": signMail, "{wallet}": signWallet,
		"{everyone}": signCrowd, "{stop}": signStop,
	}
}

// normalWord brings a word of a list into the form in which texts are scanned:
// "free entr*" becomes " free entr", "shut up" becomes " shut up ".
func normalWord(word string, r *reading) (string, bool) {
	word = strings.TrimSpace(word)
	open := strings.HasSuffix(word, "*")
	within := strings.HasPrefix(word, "*")
	var b strings.Builder
	var known map[string]byte
	if strings.Contains(word, "{") {
		known = signs()
	}
	for part := range strings.FieldsSeq(strings.Trim(word, "*")) {
		b.WriteByte(' ')
		if c, ok := known[part]; ok {
			b.WriteByte(c)
			continue
		}
		if strings.HasPrefix(part, "{") {
			return "", false
		}
		r.read(part)
		b.WriteString(strings.Trim(string(r.norm), " "))
	}
	out := b.String()
	if within {
		out = strings.TrimPrefix(out, " ")
	}
	if !open {
		out += " "
	}
	return out, strings.TrimSpace(out) != ""
}
