package signal

// unanswerable holds what asks nothing even with its question mark. Everything
// else that ends in one is taken at its word: "right?" and "are you kidding?"
// are answered more often than not.
func unanswerable(w []word) bool {
	second, third := get(w, 1), get(w, 2)
	switch get(w, 0) {
	case "who":
		return second == "cares" || len(w) <= 3 && (second == "knew" || second == "knows" && third == "")
	case "why":
		return second == "thank" || second == "thanks"
	case "how":
		return second == "dare" || exclaims(second) && third == "is" && isThat(get(w, 3))
	}
	return false
}

// rhetorical holds the questions without a mark that nobody answers. w is the
// whole sentence.
func rhetorical(w []word) bool {
	if unanswerable(w) {
		return true
	}
	second, third, last := get(w, 1), get(w, 2), len(w)
	switch get(w, 0) {
	case "why":
		return last == 2 && second == "not" || explains(second)
	case "who":
		return second == "knows" && last <= 3 || second == "needs" || second == "would" && third == "have" ||
			second == "doesnt" && (third == "love" || third == "like")
	case "whats", "what":
		return outcry(w)
	case "how":
		return rhetoricalHow(w)
	case "so":
		return second == "what" && (last == 2 || third == "if")
	case "and":
		return second == "how" && last == 2
	case "guess", "know", "you", "ya", "yknow", "need":
		return saying(w)
	}
	return isOutcry(w)
}

// saying holds what people say and do not mean: "you know what", "need I say
// more".
func saying(w []word) bool {
	second, third, last := get(w, 1), get(w, 2), len(w)
	switch w[0].text {
	case "guess", "know":
		return second == "what" && (last == 2 || third == "i")
	case "you":
		return second == "know" && (last == 2 || third == "what" && (last == 3 || get(w, 3) == "i"))
	case "need":
		return second == "i" && third == "say"
	}
	return last <= 2 // "ya know"
}

// isOutcry holds the inversions that cry out: "boy was it hot", "isn't she
// lovely", "oh did they".
func isOutcry(w []word) bool {
	second, third := get(w, 1), get(w, 2)
	switch get(w, 0) {
	case "are":
		return second == "you" && (third == "kidding" || third == "joking")
	case "man", "boy":
		return isAux(second) && !isYou(third)
	case "oh":
		return isAux(second) && len(w) == 3 || second == "really" && len(w) == 2
	case "do":
		return second == "you" && third == "know" && get(w, 3) == "what" && get(w, 4) == "i"
	case "isnt":
		return isSubject(second) && (exclaims(third) || third == "something")
	case "arent":
		return third == "all"
	case "dont":
		return isYou(second) && third == "dare"
	}
	return false
}

// explains holds what follows a "why" that answers: "why yes", "why I left is
// my business".
func explains(second string) bool {
	switch second {
	case "bother", "yes", "no", "hello", "hi", "sure", "of", "certainly", "i", "they", "he", "she", "we", "it":
		return true
	}
	return false
}

// outcry holds "what a day", "what fun", "what else is new".
func outcry(w []word) bool {
	second, third := get(w, 1), get(w, 2)
	switch second {
	case "a", "an":
		return w[0].text == "what" && get(w, 3) != "is"
	case "else":
		return third == "is" && get(w, 3) == "new"
	case "could":
		return get(w, 3) == "go"
	case "the":
		return third == "point" || w[0].text == "what" && len(w) <= 3
	case "not", "done":
		return w[0].text == "whats"
	}
	return len(w) == 2 && exclaims(second) && second != "kind"
}

func rhetoricalHow(w []word) bool {
	second, third := get(w, 1), get(w, 2)
	switch {
	case second == "do" && third == "", second == "about" && third == "that":
		return true
	case !exclaims(second):
		return false
	}
	return third == "" || isThat(third)
}

// agrees reports whether an inversion at i only agrees: "so am I", "so did
// she", "so is mine".
func agrees(w []word, i int) bool {
	if i == 0 || w[i-1].text != "so" || w[i].fresh {
		return false
	}
	switch w[i].text {
	case "do", "did", "am", "was", "have", "had":
		return get(w, i+1) == "i" || len(w) == i+2
	}
	return len(w) == i+2 && isAux(w[i].text)
}

func isThat(w string) bool { return w == "that" || w == "this" || w == "it" }

// exclaims holds the adjectives of an outcry: "how cool is that".
func exclaims(w string) bool {
	switch w {
	case "cool", "nice", "great", "cute", "sweet", "awesome", "funny", "sad", "rude", "lovely", "weird", "strange", "odd",
		"annoying", "boring", "exciting", "wonderful", "beautiful", "stupid", "dumb", "ironic", "lame", "neat", "true", "fun",
		"interesting", "convenient", "awful", "terrible", "amazing", "crazy", "embarrassing", "disappointing", "romantic",
		"kind", "thoughtful", "pathetic", "gross", "hilarious":
		return true
	}
	return false
}
