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
	if rhetorical(w[begin:], s.asked) || rhetorical(w, s.asked) {
		return 0, false
	}
	if s.asked {
		return s.heart(), true
	}
	if begin < len(w) && opens(w[begin:]) {
		return w[begin].at, true
	}
	for i := range w {
		if i > begin && w[i].fresh {
			if k := i + skip(w[i:]); k < len(w) && !relates(w[k:]) && (inverts(w[k:]) || opensClearly(w[k:])) {
				return w[k].at, true
			}
		}
		if cue(w, i) {
			return w[i].at, true
		}
	}
	if begin < len(w) && trails(w[begin:]) {
		return w[begin].at, true
	}
	return 0, false
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
		case filler(w[i].text) && !(w[i].text == "there" && !greeted(w, i)):
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
		"guys", "folks", "people", "gang", "team", "channel", "there", "morning", "evening", "good", "day",
		"please", "pls", "plz", "ok", "okay", "k", "kk", "so", "and", "but", "well", "um", "uh", "er", "erm", "ah", "oh",
		"hm", "hmm", "hmmm", "mm", "now", "then", "also", "anyway", "anyways", "btw", "yes", "yeah", "yea", "yep", "yup", "no", "nope", "nah",
		"sorry", "thanks", "thx", "lol", "lmao", "haha", "hehe", "heh", "cool", "great", "nice", "sir", "dude", "man", "bro",
		"mate", "buddy", "friends", "actually", "seriously", "like", "or", "wait", "wow", "damn", "omg", "hrm",
		"right", "alright", "fine", "ooh", "aha", "geez", "again", "still", "just", "basically", "q":
		return true
	}
	return false
}

// rhetorical holds the questions that nobody answers. w is the whole sentence.
func rhetorical(w []word, asked bool) bool {
	first, second, third := get(w, 0), get(w, 1), get(w, 2)
	if len(w) == 1 {
		switch first {
		case "right", "ok", "okay", "eh", "see", "yeah", "yes", "no", "k", "whatever", "alright", "nice", "cool", "great", "lol", "deal":
			return true
		}
	}
	switch first {
	case "why":
		return second == "not" && (len(w) == 2 || !asked) || second == "bother" || second == "thank" || second == "thanks" || second == "yes"
	case "who":
		return second == "cares" || second == "knows" && len(w) <= 3 || second == "knew" || second == "needs" && !asked ||
			second == "would" && third == "have" || second == "doesnt" && (third == "love" || third == "like")
	case "whats":
		return second == "the" && third == "point" || second == "not" || second == "done"
	case "what":
		return len(w) == 2 && exclaims(second) || (second == "a" || second == "an") && get(w, 3) != "is" || second == "else" && third == "is" ||
			second == "could" && get(w, 3) == "go" || second == "the" && len(w) == 3
	case "how":
		return second == "dare" || exclaims(second) && (third == "" || isThat(third)) ||
			exclaims(second) && third == "is" && isThat(get(w, 3)) || second == "nice" || second == "about" && third == "that"
	case "so":
		return second == "what" && len(w) == 2
	case "guess", "know":
		return second == "what" && (len(w) == 2 || third == "i")
	case "you":
		return second == "know" && (len(w) == 2 || third == "what" && (len(w) == 3 || get(w, 3) == "i"))
	case "ya", "yknow":
		return len(w) <= 2
	case "need":
		return second == "i" && third == "say"
	case "are":
		return second == "you" && (third == "kidding" || third == "serious" || third == "joking")
	case "is", "oh":
		return second == "that" && (third == "right" || third == "so") && len(w) == 3 || first == "oh" && second == "really" && len(w) == 2
	case "do":
		return second == "you" && third == "know" && get(w, 3) == "what" && get(w, 4) == "i"
	case "isnt":
		return (isThat(second)) && exclaims(third)
	}
	return false
}

func isThat(w string) bool { return w == "that" || w == "this" || w == "it" }

// exclaims holds the adjectives of an outcry: "how cool is that".
func exclaims(w string) bool {
	switch w {
	case "cool", "nice", "great", "cute", "sweet", "awesome", "funny", "sad", "rude", "lovely", "weird", "strange", "odd",
		"annoying", "boring", "exciting", "wonderful", "beautiful", "stupid", "dumb", "ironic", "lame", "neat", "true", "fun",
		"interesting", "convenient", "awful", "terrible", "amazing", "crazy", "embarrassing", "disappointing":
		return true
	}
	return false
}

// trails finds the question word that some put last: "you're going where",
// "since when", "like what".
func trails(w []word) bool {
	last, before, first := get(w, len(w)-1), get(w, len(w)-2), get(w, 0)
	switch last {
	case "what", "where", "who", "whom", "when":
	default:
		return false
	}
	if len(w) == 2 {
		switch before {
		case "like", "for", "since", "with", "from", "to", "now", "or", "about", "doing", "by", "u", "you", "they", "he", "she":
			return last != "who" || before == "with" || before == "from" || before == "by" || before == "to"
		}
		return false
	}
	switch first {
	case "you", "youre", "u", "ur", "he", "she", "they", "theyre", "we":
	default:
		return false
	}
	switch before {
	case "is", "was", "are", "know", "knows", "sure", "remember", "forget", "wonder", "see", "matter", "say", "idea", "guess", "or", "and", "that", "just", "figure":
		return false
	}
	return true
}
