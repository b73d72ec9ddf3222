package signal

// trails finds the question word that some put last: "you're going where",
// "since when", "like what", "are you coming or what".
func trails(w []word) bool {
	last, before := get(w, len(w)-1), get(w, len(w)-2)
	switch last {
	case "what":
		if before == "or" && len(w) > 2 {
			return true
		}
	case "not", "nah":
		return before == "or" && len(w) > 3 && isYou(w[0].text)
	case "where", "who", "whom", "when":
	default:
		return false
	}
	if len(w) == 2 {
		return dangles(before, last)
	}
	switch w[0].text {
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

// dangles holds the questions of two words whose question word comes last.
func dangles(before, last string) bool {
	switch before {
	case "with", "from", "by", "to":
		return true
	case "like", "for", "since", "now", "or", "about", "doing", "u", "you", "they", "he", "she", "meaning", "says", "because":
		return last != "who"
	}
	return false
}

// tagged finds the question that some hang on a statement: "it's nice, isn't
// it", "you like that, do you", "that's monday, right".
func tagged(w []word) bool {
	n := len(w)
	if n < 3 {
		return false
	}
	last, verb := w[n-1], w[n-2]
	switch last.text {
	case "right":
		return n >= 4 && (last.fresh || n >= 5 && checks(w[0].text, verb.text))
	case "correct":
		return last.fresh && n >= 4
	case "huh", "eh":
		return true
	case "it", "they", "you", "u", "he", "she", "we", "there", "ya":
		return n >= 4 && (denies(verb.text) && !speaks(w[n-3].text) || verb.fresh && isAux(verb.text))
	}
	return false
}

// checks reports whether "right" behind a word only asks whether so much is
// true: "theres no class tomorrow right".
func checks(first, before string) bool {
	switch first {
	case "so", "you", "u", "its", "it's", "theres", "there's", "he", "she", "they", "we", "this", "that":
	default:
		return false
	}
	switch before {
	case "is", "are", "was", "were", "be", "all", "the", "a", "on", "to", "go", "turn", "not", "just", "quite", "look", "looks", "got", "do", "does", "did", "doing",
		"done", "get", "it", "that", "them", "him", "her", "me", "this", "youre", "you're", "thats", "so", "my", "your", "works", "work", "feel", "feels", "sound", "sounds", "seems", "seem", "have", "no":
		return false
	}
	return true
}

// speaks holds the subjects of which a verb denies something: "they don't they
// do" is no tag.
func speaks(w string) bool {
	switch w {
	case "i", "you", "u", "they", "we", "he", "she":
		return true
	}
	return false
}

// denies holds the verbs of a tag: "isn't", "don't".
func denies(w string) bool {
	switch w {
	case "isnt", "arent", "wasnt", "werent", "dont", "doesnt", "didnt", "cant", "couldnt", "wont", "wouldnt", "shouldnt", "havent", "hasnt", "aint":
		return true
	}
	return false
}

// supposes finds the statements about somebody else's own affairs, which wait
// for a yes or a no: "so you work there", "you mean the other channel".
func supposes(w []word, i int) bool {
	if !isYou(w[i].text) {
		return false
	}
	next, after, length := get(w, i+1), get(w, i+2), len(w)-i
	switch next {
	case "":
		return i > 0 && w[i-1].text == "and"
	case "mean":
		return length > 2
	case "say":
		return isYou(after)
	case "work", "live", "teach", "play", "grew", "moved", "study", "enjoy", "actually", "really":
		return i > 0 && w[i-1].text == "so" && length <= 7
	}
	return false
}
