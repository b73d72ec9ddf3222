package signal

// cue reports whether the words at i ask wherever they stand in a sentence:
// "I wonder if", "not sure how to", "need help with", "how do I".
func cue(w []word, i int) bool {
	before, next, after := get(w, i-1), get(w, i+1), get(w, i+2)
	switch w[i].text {
	case "how", "what", "where", "why", "when", "which", "who":
		return embedded(before) && inverts(w[i:]) && asksOf(after) || w[i].text == "how" && next == "come" && before != "and" ||
			(w[i].text == "what" || w[i].text == "how") && next == "about" && (after == "you" || after == "u" || after == "if") && i > 0
	case "anyone", "anybody", "any1", "ne1":
		if before == "if" || before == "that" || before == "when" || before == "as" || before == "doubt" || before == "dont" || before == "unless" || before == "for" || before == "hope" || before == "than" {
			return false
		}
		return knows(next) || next == "else" && (knows(after) || after == "having" || after == "has" || after == "seeing" || after == "getting") || next == "here" && knows(after)
	case "does", "has":
		return next == "anyone" || next == "anybody" || next == "any1" || next == "someone"
	case "can", "could", "would", "will", "cud", "cld":
		return asked(before, next, after)
	case "do", "did", "are", "have":
		return (next == "you" || next == "u") && clean(before) && asksYou(w[i].text, after)
	case "is":
		return next == "there" && clean(before) && (after == "a" || after == "any" || after == "an" || after == "some" || after == "anyone" || after == "anything" || after == "anybody" || after == "another") ||
			next == "it" && after == "possible" && clean(before)
	case "any":
		return (next == "idea" || next == "ideas" || next == "clue" || next == "suggestions" || next == "thoughts" || next == "advice") && clean(before) && before != "have" && before != "without" && before != "not" && before != "dont"
	case "wonder", "wondering", "wondered":
		return (isWh(next) || next == "if" || next == "whether" || next == "about" && w[i].text == "wondering") && before != "no"
	case "idea":
		return before == "no" && (isWh(next) && (after == "to" || mine(after)))
	case "sure", "certain":
		return (before == "not" || before == "isnt") && isWh(next) && (after == "to" || mine(after)) && !has(w[:i], "youre", "hes", "shes")
	case "figure", "work":
		return next == "out" && isWh(after) && stuck(w[:i])
	case "understand", "see", "know", "remember", "find":
		return lost(w, i)
	case "looking", "searching":
		return next == "for" && (after == "a" || after == "an" || after == "some" || after == "help" || after == "advice") && has(w[i:], "way", "help", "advice", "suggestions", "recommendations", "someone", "somebody", "recommendation")
	case "help":
		return helps(w, i)
	case "question":
		return i > 0 && (before == "a" || before == "quick" || before == "one" || before == "another" || before == "my" || before == "stupid" || before == "simple" || before == "newbie" || before == "noob" || before == "silly" || before == "dumb") && (has(w[:i], "i", "have", "got", "ive") && next != "mark" && len(w) < 14 || next == "about" || i <= 2 && len(w) == i+1)
	case "questions":
		return before == "few" || before == "some" && has(w[:i], "have", "got")
	case "tell", "explain", "show", "advise", "enlighten":
		return tells(w, i)
	case "suggest", "recommend":
		return (before == "you" || before == "anyone" || before == "someone" || before == "somebody") && !has(w[:i], "i", "what", "they")
	}
	return false
}

// mine reports whether a clause is about the one who speaks.
func mine(w string) bool {
	switch w {
	case "i", "my", "im", "the", "it", "its", "we", "this", "our":
		return true
	}
	return false
}

// embedded reports whether a question word may ask after the word before it:
// not after "know", "is", "of".
func embedded(before string) bool {
	switch before {
	case "know", "knows", "is", "thats", "of", "see", "understand", "and", "matter", "exactly", "what", "that", "was", "than", "remember", "told", "tell", "said", "about", "explain", "explains", "on":
		return false
	}
	return true
}

// asksOf holds the subjects of a question in the middle of a sentence.
func asksOf(w string) bool {
	switch w {
	case "i", "you", "u", "we", "the", "it", "this", "that", "my", "your", "anyone", "someone", "they", "he", "she", "there", "ya":
		return true
	}
	return false
}

func knows(w string) bool {
	switch w {
	case "know", "knows", "have", "has", "got", "tried", "seen", "using", "used", "had", "help", "familiar", "here", "able", "else", "experienced", "running", "want", "wanna", "willing", "interested", "ever", "heard":
		return true
	}
	return false
}

// asked reports whether "can" and its kind ask somebody: "can you", "could
// someone please", "would anyone know", "can i".
func asked(before, next, after string) bool {
	if !clean(before) || isWh(before) && before != "how" {
		return false
	}
	switch next {
	case "anyone", "anybody", "any1", "someone", "somebody", "some1":
		return after != ""
	case "you", "u":
		switch after {
		case "", "be", "have", "not", "t", "only", "also", "see":
			return false
		}
		return before != "what" && before != "then"
	}
	return false
}

// asksYou holds what "do you", "are you" and "have you" ask in the middle of a
// sentence.
func asksYou(verb, after string) bool {
	switch verb {
	case "do":
		switch after {
		case "know", "have", "think", "want", "use", "mean", "see", "recommend", "need", "like", "get", "guys", "remember", "understand":
			return true
		}
	case "did":
		return after == "try" || after == "get" || after == "see" || after == "find" || after == "install" || after == "check" || after == "change" || after == "do" || after == "ever"
	case "are":
		return after == "using" || after == "trying" || after == "sure" || after == "running" || after == "getting" || after == "able" || after == "still" || after == "there" || after == "on" || after == "guys" || after == "talking"
	case "have":
		return after == "tried" || after == "ever" || after == "checked" || after == "looked" || after == "any" || after == "installed" || after == "seen" || after == "got"
	}
	return false
}

// clean reports whether an inverted verb may ask after the word before it: "so
// do you", "neither do I", "than are you" do not.
func clean(before string) bool {
	switch before {
	case "so", "as", "nor", "neither", "than", "only", "that", "which", "who", "what", "never", "rarely", "where", "whatever", "this", "it", "i", "you", "they", "we", "u", "to", "not", "wish":
		return false
	}
	return true
}

// stuck reports whether words before say that something does not succeed.
func stuck(w []word) bool {
	return has(w, "cant", "cannot", "couldnt", "trying", "unable", "not", "dont", "tried", "struggling", "havent", "didnt", "need") && !has(w, "you", "they", "he", "she", "u")
}

// lost finds "I don't understand why", "want to know how", "don't know how
// to", "can't see why", "can't find out how".
func lost(w []word, i int) bool {
	next, after := get(w, i+1), get(w, i+2)
	if w[i].text == "find" {
		if next == "out" {
			return isWh(after) && stuck(w[:i])
		}
		return false
	}
	if !isWh(next) && !(next == "if" && w[i].text == "know") {
		return false
	}
	verb := get(w, i-1)
	switch verb {
	case "dont", "cant", "cannot", "not", "didnt":
		if has(w[:i], "you", "they", "u", "he", "she", "people") || w[i].text == "see" && next == "what" {
			return false
		}
		if next == "what" && (get(w, i+3) == "tell" || get(w, i+3) == "say") {
			return false
		}
		return next != "if" && (after == "to" || w[i].text == "understand" && (mine(after) || isAux(after)) || w[i].text == "know" && (after == "i" || after == "my") && next != "what" || w[i].text == "see" && next == "how" && after == "to")
	case "to":
		wanting := get(w, i-2)
		return w[i].text == "know" && (wanting == "need" || wanting == "want" || wanting == "like" || wanting == "wanted" || wanting == "trying" || wanting == "love") && !has(w[:i], "you", "u", "they", "dont") && !has(w[:i], "would") || w[i].text == "know" && wanting == "like" && has(w[:i], "i", "id") && !has(w[:i], "you")
	case "you", "u", "anyone", "anybody", "someone", "somebody":
		return false // "do you know" is found by its verb
	}
	return false
}

// helps finds the calls for help.
func helps(w []word, i int) bool {
	before, next := get(w, i-1), get(w, i+1)
	switch before {
	case "need", "some", "any", "your", "little", "want", "bit", "of", "quick", "urgent", "serious", "get":
		if !has(w[:i], "need", "want", "appreciate", "use", "give", "trying") || has(w[:i], "you", "dont", "if", "no", "u", "they", "might", "may", "didnt") {
			return false
		}
		return true
	case "please", "pls", "plz", "someone", "somebody", "anyone":
		return next != "yourself" && !has(w[:i], "if", "will", "to")
	}
	if next == "me" && (i == 0 || before == "you" && has(w[:i], "can", "could", "would", "will") || before == "and") {
		return !has(w[:i], "if", "did", "that") && get(w, i+2) != "a"
	}
	if next == "needed" || next == "wanted" {
		return len(w) <= 8
	}
	return len(w) <= 2 && i == 0 && len(w) == 1
}

// tells finds "tell me how", "someone explain", "please explain why".
func tells(w []word, i int) bool {
	before, next, after := get(w, i-1), get(w, i+1), get(w, i+2)
	if has(w[:i], "to", "if", "let", "ill", "i", "he", "she", "they", "did", "dont", "didnt", "ask") {
		return false
	}
	starts := i == 0 || before == "please" || before == "pls" || before == "plz" || before == "someone" || before == "somebody" ||
		before == "anyone" || before == "you" && has(w[:i], "can", "could", "would", "will") || w[i].fresh || filler(before)
	if !starts {
		return false
	}
	if next == "me" || next == "us" {
		return isWh(after) && after != "when" || after == "if" || after == "whether" || after == "please" || after == "the" && w[i].text != "show"
	}
	return w[i].text == "explain" && (isWh(next) || next == "this" || next == "the") && i > 0
}
