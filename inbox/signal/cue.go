package signal

// cue reports whether the words at i ask wherever they stand in a sentence:
// "I wonder if", "not sure how to", "need help with", "how do I".
func cue(w []word, i int) bool {
	before, next, after := get(w, i-1), get(w, i+1), get(w, i+2)
	switch w[i].text {
	case "how", "what", "where", "why", "when", "which", "who":
		return cueWh(w, i)
	case "whats", "wats", "hows", "wheres", "sup":
		return i == 1 && cueCalled(w[i].text, before, next)
	case "anyone", "anybody", "any1", "ne1":
		return cueAnyone(before, next, after)
	case "does", "has":
		return next == "anyone" || next == "anybody" || next == "any1" || next == "someone"
	case "am":
		return next == "i" && after != "" && clean(before) && !isWh(before) && before != "here" && before != "there"
	case "can", "could", "would", "will", "cud", "cld", "should", "shall":
		return asked(i, before, next, after)
	case "do", "did", "are", "have", "r":
		return isYou(next) && clean(before) && (asksYou(w[i].text, after) || i == 1 && after != "" && after != "know")
	case "is":
		return clean(before) && (next == "there" && existing(after) || next == "it" && after == "possible")
	case "any":
		return clean(before) && cueAny(before, next)
	case "wonder", "wondering", "wondered":
		return before != "no" && cueWonder(w[i].text, next, after)
	case "idea", "sure", "certain":
		return isWh(next) && (after == "to" || mine(after)) && unsure(w, i)
	case "figure", "work":
		return next == "out" && isWh(after) && stuck(w[:i])
	case "understand", "see", "know", "remember", "find":
		return lost(w, i)
	case "looking", "searching":
		return next == "for" && seeks(after) && has(w[i:], "way", "help", "advice", "suggestions", "recommendations", "someone", "somebody", "recommendation")
	case "help":
		return helps(w, i)
	case "question", "questions":
		return announces(w, i)
	case "tell", "explain", "show", "advise", "enlighten":
		return tells(w, i)
	case "suggest", "recommend":
		return (before == "you" || before == "anyone" || before == "someone" || before == "somebody") && !has(w[:i], "i", "what", "they")
	}
	return false
}

// cueWh holds the question words in the middle of a sentence.
func cueWh(w []word, i int) bool {
	before, next, after := get(w, i-1), get(w, i+1), get(w, i+2)
	this := w[i].text
	if embedded(before) && inverts(w[i:]) && asksOf(after) {
		return this != "who" || !isThat(after) // "the one who did it"
	}
	switch this {
	case "how":
		return next == "come" && before != "and" || i > 0 && next == "about" && (after == "you" || after == "u" || after == "if")
	case "what":
		return i > 0 && next == "about" && (after == "you" || after == "u" || after == "if")
	}
	return false
}

// cueCalled holds what asks behind somebody's name: "dave whats up".
func cueCalled(this, before, next string) bool {
	if !embedded(before) || isAux(before) || isSubject(before) {
		return false
	}
	switch next {
	case "", "up", "new", "wrong", "your", "ur", "going", "happening", "it", "everyone", "everybody", "things", "life", "the", "that":
		return this == "sup" || next != "" && next != "that"
	}
	return false
}

func cueAnyone(before, next, after string) bool {
	switch before {
	case "if", "that", "when", "as", "doubt", "dont", "unless", "for", "hope", "than":
		return false
	}
	switch next {
	case "else":
		return knows(after) || after == "having" || after == "has" || after == "seeing" || after == "getting"
	case "here":
		return knows(after)
	}
	return knows(next)
}

// existing holds what "is there" asks for.
func existing(w string) bool {
	switch w {
	case "a", "any", "an", "some", "anyone", "anything", "anybody", "another":
		return true
	}
	return false
}

func cueAny(before, next string) bool {
	switch before {
	case "have", "without", "not", "dont":
		return false
	}
	switch next {
	case "idea", "ideas", "clue", "suggestions", "thoughts", "advice":
		return true
	}
	return false
}

func cueWonder(this, next, after string) bool {
	if next == "about" {
		return this == "wondering" && !isThat(after)
	}
	return isWh(next) || next == "if" || next == "whether"
}

// unsure finds "no idea how to", "not sure how to".
func unsure(w []word, i int) bool {
	switch get(w, i-1) {
	case "no":
		return w[i].text == "idea"
	case "not", "isnt":
		return w[i].text != "idea" && !has(w[:i], "youre", "hes", "shes")
	}
	return false
}

// seeks holds what is looked for.
func seeks(w string) bool {
	return w == "a" || w == "an" || w == "some" || w == "help" || w == "advice"
}

// announces finds "I have a question", "quick question", "some questions".
func announces(w []word, i int) bool {
	before, next := get(w, i-1), get(w, i+1)
	if w[i].text == "questions" {
		return before == "few" || before == "some" && has(w[:i], "have", "got")
	}
	switch before {
	case "a", "quick", "one", "another", "my", "stupid", "simple", "newbie", "noob", "silly", "dumb":
	default:
		return false
	}
	return has(w[:i], "i", "have", "got", "ive") && next != "mark" && len(w) < 14 || next == "about" || i <= 2 && len(w) == i+1
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
	case "know", "knows", "knew", "one", "person", "people", "those", "someone", "is", "thats", "of", "see", "understand", "and", "matter", "exactly", "what", "that", "was", "than", "remember", "told", "tell", "said", "about", "explain", "explains", "on":
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
func asked(at int, before, next, after string) bool {
	if !clean(before) && before != "so" || isWh(before) && before != "how" {
		return false
	}
	switch next {
	case "anyone", "anybody", "any1", "someone", "somebody", "some1":
		return after != ""
	case "i", "we":
		return after != "" && (at == 1 && !isAux(before) && !isSubject(before) || before == "so" || before == "then" || before == "but" || before == "or")
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
	case "r":
		return true
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
	this, next, after := w[i].text, get(w, i+1), get(w, i+2)
	if this == "find" {
		return next == "out" && isWh(after) && stuck(w[:i])
	}
	if !isWh(next) && (next != "if" || this != "know") {
		return false
	}
	switch get(w, i-1) {
	case "dont", "cant", "cannot", "not", "didnt":
		return !has(w[:i], "you", "they", "u", "he", "she", "people") && puzzled(w, i)
	case "to":
		return this == "know" && wishes(w, i)
	}
	return false // "do you know" is found by its verb
}

// puzzled reports whether what is not known at i is asked for.
func puzzled(w []word, i int) bool {
	next, after := get(w, i+1), get(w, i+2)
	if next == "if" || next == "what" && speechless(get(w, i+3)) {
		return false
	}
	switch w[i].text {
	case "understand":
		return after == "to" || mine(after) || isAux(after)
	case "know":
		return after == "to" || (after == "i" || after == "my") && next != "what"
	case "see":
		return after == "to" && next != "what"
	}
	return after == "to"
}

// speechless holds what somebody at a loss does not know: "what to say".
func speechless(w string) bool {
	return w == "tell" || w == "say" || w == "think" || w == "expect" || w == "call"
}

// wishes reports whether somebody would like to know for himself.
func wishes(w []word, i int) bool {
	switch get(w, i-2) {
	case "need", "want", "wanted", "trying", "love":
		return !has(w[:i], "you", "u", "they", "dont", "would", "he", "she")
	case "like":
		return !has(w[:i], "you", "u", "they", "dont", "would", "he", "she") || has(w[:i], "i", "id") && !has(w[:i], "you")
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
