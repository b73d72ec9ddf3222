package signal

import "strings"

// opens reports whether words begin as a question does, a whole sentence's
// beginning being here.
func opens(w []word) bool {
	return inverts(w) || opensClearly(w) || opensWh(w) || opensLoosely(w)
}

// isWh holds the words that ask for something, as they are spelt in chats.
func isWh(w string) bool {
	switch w {
	case "what", "whats", "wat", "wut", "wot", "whut", "who", "whos", "where", "wheres", "when", "whens", "why", "whys", "how", "hows",
		"which", "whose", "whom", "whatre", "whod", "whad", "howd", "whyd", "wtf", "wth":
		return true
	}
	return false
}

// isAux holds the verbs that change places with their subject to ask.
func isAux(w string) bool {
	switch w {
	case "is", "are", "was", "were", "am", "do", "does", "did", "can", "could", "will", "would", "should", "shall", "may",
		"has", "have", "had", "isnt", "arent", "wasnt", "werent", "dont", "doesnt", "didnt", "cant", "couldnt", "wont", "wouldnt",
		"shouldnt", "havent", "hasnt", "r", "might", "must", "cannot", "ru", "r_u":
		return true
	}
	return false
}

// isSubject holds the words that can only be who does it.
func isSubject(w string) bool {
	switch w {
	case "i", "you", "u", "ya", "yall", "yous", "we", "they", "he", "she", "it", "there", "this", "that", "these", "those",
		"anyone", "anybody", "any1", "ne1", "someone", "somebody", "some1", "everyone", "everybody", "anything", "something":
		return true
	}
	return false
}

// isDeterminer holds the words with which a subject begins.
func isDeterminer(w string) bool {
	switch w {
	case "the", "my", "your", "ur", "our", "their", "his", "her", "its", "any", "some", "all", "a", "an", "either", "both", "most", "other", "many", "people":
		return true
	}
	return false
}

// inverts reports whether words begin with a verb before its subject, after a
// question word or without: "how do you", "is there", "can anyone". It is
// sure enough to be looked for anywhere in a sentence that begins a clause.
func inverts(w []word) bool {
	first, second := get(w, 0), get(w, 1)
	if isWh(first) {
		return len(w) > 2 && isAux(second) && (isSubject(get(w, 2)) || isDeterminer(get(w, 2))) && !(first == "which" && isThat(get(w, 2)))
	}
	if !isAux(first) {
		return false
	}
	third := get(w, 2)
	switch first {
	case "r":
		return second == "u" || second == "you"
	case "do", "dont":
		return subject(second) && len(w) > 2 && second != "it" && second != "this" && second != "that" && second != "something" ||
			second == "people" || second == "any"
	case "did":
		return subject(second) && second != "that" && second != "this" && second != "it" && second != "something" && len(w) > 2 || (isDeterminer(second) || isThat(second)) && len(w) > 3 && second != "all"
	case "does", "doesnt", "didnt":
		return (subject(second) || isDeterminer(second)) && len(w) > 2 && second != "all"
	case "have", "had", "havent":
		return (second == "you" || second == "u" || second == "ya" || second == "they" || second == "we" || second == "yall") && len(w) > 2 && third != "on" && third != "in" ||
			second == "i" && first != "had" && third != "" || second == "any" && third == "of"
	case "has", "hasnt":
		return subject(second) && len(w) > 2 || second == "the" || second == "your" || second == "any"
	case "is", "are", "was", "were", "isnt", "arent", "wasnt", "werent", "am":
		return subject(second) && len(w) > 2 || isDeterminer(second) && second != "a" && second != "an" && second != "all" && second != "some" && second != "most" && len(w) > 2
	case "may", "might", "must":
		return second == "i" || second == "we"
	}
	return subject(second) && (len(w) > 2 || second == "i" || second == "you" || second == "u") || determined(w)
}

// subject is isSubject without the one word that is as often an object.
func subject(w string) bool { return isSubject(w) }

// determined reports whether "can", "could", "will", "would" or "should"
// stands before a subject like "the server" or "my phone".
func determined(w []word) bool {
	switch get(w, 1) {
	case "the", "my", "your", "our", "any", "people":
		return len(w) > 3
	}
	return false
}

// opensClearly holds the beginnings without a verb before its subject that
// still ask wherever a clause begins: "anyone know", "any idea".
func opensClearly(w []word) bool {
	first, second, third := get(w, 0), get(w, 1), get(w, 2)
	switch first {
	case "anyone", "anybody", "any1", "ne1":
		return asksAll(second, third)
	case "any":
		return wanted(second) || second == "of" && third == "you" || len(w) <= 8 && strings.HasSuffix(second, "s") && offered(w)
	case "does":
		return len(w) > 2 && !follows(second)
	case "how":
		return second == "come" || second == "many" || second == "much" || second == "long" && third != "as" || second == "often" ||
			second == "to" && len(w) > 2 || isAux(second) && len(w) > 2 || second == "r" || second == "bout" || second == "about" && !declines(third)
	case "hows", "wheres", "whats", "whens":
		return len(w) > 1 && !(first == "whats" && (second == "more" || second == "worse" || second == "best"))
	case "quick":
		return second == "question" || second == "q"
	case "wondering", "wonder":
		return isWh(second) || second == "if" || second == "whether"
	case "mind":
		return second == "if"
	case "hbu", "wbu", "hru", "wyd", "wassup", "whassup", "wazzup", "wazup", "whatsup":
		return len(w) <= 4
	}
	return false
}

// declines reports whether "how about" is answered in the same breath.
func declines(w string) bool { return w == "no" || w == "not" || w == "never" }

// follows holds what comes after "does" where its subject came before: "does
// not", "does have".
func follows(w string) bool {
	switch w {
	case "not", "nt", "the", "so", "have", "work", "make", "seem", "nothing", "look", "sound", "in", "on", "exactly", "help", "indeed":
		return true
	}
	return false
}

// asksAll reports what may follow "anyone" in a question: "anyone can edit it"
// is none, "anyone can help" is.
func asksAll(next, after string) bool {
	switch next {
	case "", "will", "would", "should", "could", "might", "must", "may", "is", "was", "but", "or", "and":
		return false
	case "can":
		return after == "help" || after == "tell" || after == "explain" || after == "assist" || after == "point" || after == "please" || after == "plz" || after == "pls"
	case "who":
		return after == "can" || after == "knows" || after == "has" || after == "know"
	}
	return true
}

// wanted holds what is asked for with "any": "any idea", "any luck".
func wanted(w string) bool {
	switch w {
	case "idea", "ideas", "clue", "clues", "suggestion", "suggestions", "thoughts", "advice", "advise", "tip", "tips", "hint", "hints",
		"pointers", "pointer", "recommendation", "recommendations", "chance", "luck", "way", "reason", "help", "news", "update", "updates",
		"expert", "experts", "guru", "gurus", "plans", "plan", "solution", "solutions", "fix", "workaround", "workarounds", "experience", "docs",
		"documentation", "tutorial", "tutorials", "guide", "link", "links", "possibility", "one", "body", "opinions", "opinion", "takers",
		"progress", "eta", "objections", "volunteers", "feedback", "insight", "insights", "ideea", "else", "good", "known", "questions", "issues", "problems":
		return true
	}
	return false
}

// offered reports whether a call for people or things ends as such calls do:
// "any gardeners here", "any texans want to talk".
func offered(w []word) bool {
	for _, x := range w[2:] {
		switch x.text {
		case "here", "around", "wanna", "want", "wants", "from", "up", "out", "online", "awake", "that", "know", "in":
			return true
		}
	}
	return false
}

// opensWh reports whether a sentence that begins with a question word asks
// with it: "what kernel is it" does, "what I did was", "when you reboot",
// "how cool" and "which is why" do not.
func opensWh(w []word) bool {
	first, second, third := get(w, 0), get(w, 1), get(w, 2)
	if len(w) == 1 {
		return first != "which" && first != "whose" && first != "whom" && first != "wtf" && first != "wth" && isWh(first)
	}
	switch first {
	case "what", "wat", "wut", "wot", "whut":
		return opensWhat(w)
	case "who":
		return second != "i" && second != "we" && second != "they" && second != "he" && second != "she" && second != "ever"
	case "whos", "whens", "whys", "whod", "howd", "whyd", "whad", "whatre":
		return true
	case "where":
		return isAux(second) || second == "to" || second == "from" || isYou(second) && len(w) <= 6 || second == "exactly" || second == "else"
	case "when":
		return isAux(second) && second != "is" && second != "was" || (second == "is" || second == "was") && len(w) > 2 || second == "exactly"
	case "why":
		return second != "not" && second != "thank"
	case "how":
		return opensHow(second, third)
	case "which":
		return opensWhich(second, third)
	case "whose", "whom":
		return true
	case "wtf", "wth":
		return isAux(second)
	}
	return false
}

func isYou(w string) bool {
	switch w {
	case "you", "u", "ya", "yall", "youre", "ur", "yous":
		return true
	}
	return false
}

func opensWhat(w []word) bool {
	second, third := get(w, 1), get(w, 2)
	switch second {
	case "i", "im", "we", "they", "he", "she", "it", "ive", "id", "a", "an", "ever", "matters", "works", "worked", "helps", "helped",
		"counts", "sucks", "bothers", "not", "remains", "follows", "looks", "seems", "thats", "that", "isnt":
		return false
	case "you", "u", "ya", "youre", "ur", "yall", "your":
		return len(w) <= 6 && !has(w[2:], "is", "was", "need", "want", "should")
	case "the":
		return has(w[2:], "is", "are", "was", "do", "does", "did", "r", "am")
	case "this", "these":
		return false
	case "happens", "happened":
		return third != "is" && third != "was"
	case "is", "was":
		return isSubject(third) || isDeterminer(third) || !has(w[2:], "is", "was")
	}
	return true
}

func opensHow(second, third string) bool {
	switch {
	case isAux(second), isYou(second), second == "s", second == "goes", second == "exactly", second == "else", second == "bout":
		return true
	case second == "about":
		return !declines(third)
	case second == "i":
		switch third {
		case "can", "could", "do", "should", "would", "install", "get", "make", "fix", "use", "change", "enable", "set":
			return true
		}
	case second == "big", second == "old", second == "far", second == "fast", second == "hard", second == "soon", second == "well", second == "safe",
		second == "easy", second == "large", second == "difficult", second == "reliable", second == "stable", second == "expensive", second == "likely":
		return third != "" && !isThat(third)
	}
	return false
}

func opensWhich(second, third string) bool {
	switch second {
	case "is", "are":
		switch third {
		case "better", "best", "the", "faster", "newer", "easier", "more", "correct", "right", "recommended", "preferred", "safer":
			return true
		}
		return false
	case "was", "were", "means", "meant", "i", "im", "it", "its", "you", "he", "she", "they", "we", "would", "will", "can", "could", "should", "may",
		"might", "makes", "made", "works", "worked", "has", "had", "have", "does", "doesnt", "did", "didnt", "isnt", "wont", "cant", "in", "seems", "also", "then", "gives",
		"just", "explains", "sucks", "probably", "kinda", "that", "this", "the", "brings", "leads", "causes", "allows", "requires", "ever", "ways":
		return false
	}
	return true
}

// opensLoosely holds the beginnings that ask in a chat, where the first words
// of "do you …" and "is it …" are left out.
func opensLoosely(w []word) bool {
	first, second, third := get(w, 0), get(w, 1), get(w, 2)
	switch first {
	case "you", "u", "ya", "youre":
		return len(w) <= 4 && stands(second) || second == "guys" && len(w) <= 5 && stands(third)
	case "wanna":
		return len(w) >= 2 && len(w) <= 7
	case "got":
		return second == "any" || second == "a" && len(w) <= 5 && (third == "minute" || third == "sec" || third == "second" || third == "link" || third == "moment")
	case "ever":
		return strings.HasSuffix(second, "ed") || second == "been" || second == "seen" || second == "heard" || second == "had" || second == "wonder" || second == "thought"
	case "know":
		return second == "any" || second == "of" || second == "if" || second == "a" && third == "good" || isWh(second) && second != "what"
	case "possible":
		return second == "to"
	case "is", "was", "are", "were":
		return inquires(second) && len(w) > 2
	case "can", "could", "will", "should", "would":
		return named(w)
	case "someone", "somebody", "some1":
		return second == "know" || second == "knows" || second == "can" && (third == "help" || third == "tell" || third == "explain" || third == "point") || second == "help"
	}
	return false
}

// stands holds what somebody is asked to be or to do in three words: "you
// there", "u ok".
func stands(w string) bool {
	switch w {
	case "there", "ok", "okay", "alright", "sure", "serious", "around", "here", "busy", "kidding", "awake", "mean", "on", "ready", "from", "still", "up", "coming":
		return true
	}
	return false
}

// inquires reports whether a noun follows "is" rather than the rest of a
// statement whose subject was left out ("is away", "is looking for", "is not").
func inquires(w string) bool {
	if len(w) < 4 || strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ly") || strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "er") {
		return false
	}
	switch w {
	case "away", "back", "just", "very", "also", "what", "where", "when", "good", "fine", "nice", "great", "cool", "done", "gone", "because", "like", "more",
		"less", "better", "best", "about", "with", "from", "only", "even", "still", "pretty", "quite", "right", "wrong", "here", "kind", "kinda", "sort",
		"much", "such", "sooo", "soooo", "known", "required", "needed", "okay", "sure", "easy", "hard", "possible", "impossible", "broken",
		"working", "already", "never", "always", "often", "maybe", "bored", "tired", "supposed", "meant", "over", "into", "under", "mine", "free",
		"different", "same", "full", "down", "hungry", "happy", "home", "afraid", "busy", "awesome", "sick", "wrote", "both", "each", "every", "none", "nothing", "whatever":
		return false
	}
	return true
}

// named reports whether "can" is followed by the name of a thing and what it
// is to do: "can ubuntu read ntfs".
func named(w []word) bool {
	second := get(w, 1)
	if len(w) < 4 || len(second) < 4 || strings.HasSuffix(second, "ly") {
		return false
	}
	switch third := get(w, 2); third {
	case "be", "have", "run", "read", "use", "work", "handle", "do", "support", "open", "play", "connect", "see", "make", "mount", "install", "boot":
		return !strings.HasPrefix(second, "prob") && second != "also" && second != "only" && second != "still" && second != "always" && second != "never" && second != "then" && second != "just" && second != "even" && second != "maybe"
	}
	return false
}

// has reports whether any of the words is among those given.
func has(w []word, any ...string) bool {
	for _, x := range w {
		for _, a := range any {
			if x.text == a {
				return true
			}
		}
	}
	return false
}
