package signal

import (
	"strings"

	"rounds/inbox/plain"
)

// quoted is how many cells of a question its reason shows.
const quoted = 60

// question finds the first sentence of a text that asks something of somebody,
// and returns its beginning. v is visible(s).
func question(s, v string) (string, bool) {
	r := reader{v: v}
	for {
		x, ok := r.next()
		if !ok {
			return "", false
		}
		at, ok := x.asks()
		if !ok {
			continue
		}
		begin := x.start
		if x.end-begin > quoted {
			begin = at
		}
		return plain.Head(s[begin:x.end], quoted), true
	}
}

// asks reports whether a sentence is a question, and where it begins to be
// one.
func (s sentence) asks() (at int, ok bool) {
	w := s.words
	begin := skip(w)
	switch {
	case s.asked && unanswerable(w[begin:]):
		return 0, false
	case s.asked:
		return s.heart(), true
	case rhetorical(w[begin:]) || rhetorical(w):
		return 0, false
	case begin < len(w) && opens(w[begin:]) && !agrees(w, begin):
		return w[begin].at, true
	}
	for i := range w {
		if k := clause(w, i); k > begin {
			return w[k].at, true
		}
		if cue(w, i) {
			return w[i].at, true
		}
	}
	if begin < len(w) && (trails(w[begin:]) || tagged(w) || supposes(w, begin)) {
		return w[begin].at, true
	}
	return 0, false
}

// clause is where a clause that begins at i asks, or -1.
func clause(w []word, i int) int {
	if i == 0 || !w[i].fresh {
		return -1
	}
	k := i + skip(w[i:])
	if k < len(w) && !relates(w[k:]) && (inverts(w[k:]) || opensClearly(w[k:])) {
		return k
	}
	return -1
}

// relates reports whether a clause only tells more of the one before it:
// "…, who have a life", "…, which is the same".
func relates(w []word) bool {
	switch w[0].text {
	case "who", "which", "where", "when":
		return !isSubject(get(w, 2))
	}
	return false
}

// heart is where a long sentence that ends in a question mark begins to ask.
func (s sentence) heart() int {
	for i := range s.words {
		if (i == 0 || s.words[i].fresh) && opens(s.words[i:]) || inverts(s.words[i:]) {
			return s.words[i].at
		}
	}
	for i := len(s.words) - 1; i >= 0; i-- {
		if s.words[i].fresh {
			return s.words[i].at
		}
	}
	return s.start
}

// get is the text of the word at i, or "".
func get(w []word, i int) string {
	if i >= 0 && i < len(w) {
		return w[i].text
	}
	return ""
}

// skip is how many words before a question only call, greet or hesitate: "hi
// all", "bob:", "so um".
func skip(w []word) int {
	i := 0
	for i < len(w) {
		switch {
		case filler(w[i].text) && (w[i].text != "there" || greeted(w, i)):
			i++
		case strings.HasPrefix(w[i].text, "@"):
			i++
		case i+1 < len(w) && w[i+1].fresh && !isWh(w[i].text) && (i == 0 || filler(w[i-1].text)):
			i++ // "bob:", "hi bob,"
		default:
			return i
		}
	}
	return i
}

// greeted reports whether "there" belongs to a greeting: "hi there".
func greeted(w []word, i int) bool {
	return i > 0 && (len(w) == i+1 || w[i+1].fresh || !isAux(w[i+1].text) || isSubject(get(w, i+2)))
}

// filler holds the words that may stand before a question without being part
// of it.
func filler(w string) bool {
	switch w {
	case "hi", "hey", "hello", "hiya", "heya", "yo", "hola", "howdy", "greetings", "dear", "all", "everyone", "everybody",
		"guys", "folks", "people", "gang", "every1", "room", "ppl", "peeps", "hun", "babe", "team", "channel", "there", "morning", "evening", "good", "day",
		"please", "pls", "plz", "ok", "okay", "k", "kk", "so", "and", "but", "well", "um", "uh", "er", "erm", "ah", "oh",
		"hm", "hmm", "hmmm", "mm", "now", "then", "also", "anyway", "anyways", "btw", "yes", "yeah", "yea", "yep", "yup", "no", "nope", "nah",
		"sorry", "thanks", "thx", "lol", "lmao", "haha", "hehe", "heh", "cool", "great", "nice", "sir", "dude", "man", "bro",
		"mate", "buddy", "friends", "actually", "seriously", "like", "or", "wait", "wow", "damn", "omg", "hrm",
		"right", "alright", "fine", "ooh", "aha", "geez", "again", "still", "just", "basically", "q":
		return true
	}
	return false
}
