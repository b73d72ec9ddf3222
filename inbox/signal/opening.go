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
	case "what", "whats", "wat", "wut", "wot", "whut", "wats", "wuts", "wots", "whatz", "whts", "howz", "who", "whos", "where", "wheres", "when", "whens", "why", "whys", "how", "hows",
		"which", "whose", "whom", "whod", "whatd", "whered", "howd", "whyd", "wtf", "wth", "whatcha", "watcha", "whatchu", "watchu", "whaddya":
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
		third := get(w, 2)
		return isAux(second) && (isSubject(third) || isDeterminer(third)) && (first != "which" || !isThat(third))
	}
	if !isAux(first) {
		return false
	}
	switch first {
	case "r":
		return second == "u" || second == "you" || isSubject(second) && len(w) > 2
	case "do", "dont":
		return invertsDo(w)
	case "did":
		return invertsDid(w)
	case "does", "doesnt", "didnt":
		return len(w) > 2 && (isSubject(second) || isDeterminer(second) && second != "all" && second != "a" && second != "an" && !idiom(get(w, 2)))
	case "have", "had", "havent", "has", "hasnt":
		return invertsHave(w)
	case "is", "are", "was", "were", "isnt", "arent", "wasnt", "werent", "am":
		return invertsBe(w)
	case "may", "might", "must":
		return second == "i" || second == "we"
	}
	return isSubject(second) && (len(w) > 2 || second == "i" || second == "you" || second == "u" || second == "we") || determined(w)
}

// idiom holds the objects of a statement whose subject was left out: "does the
// trick".
func idiom(w string) bool { return w == "trick" || w == "job" || w == "same" }

func invertsDo(w []word) bool {
	switch second := get(w, 1); second {
	case "it", "this", "that", "something":
		return false
	case "people", "any":
		return true
	case "your", "ur", "my", "their", "our":
		third := get(w, 2)
		return len(w) > 3 && len(third) > 3 && third[len(third)-1] == 's'
	default:
		return isSubject(second) && len(w) > 2 && get(w, 2) != "a"
	}
}

func invertsDid(w []word) bool {
	second, third := get(w, 1), get(w, 2)
	switch {
	case isThat(second):
		return len(w) > 3 || does(third)
	case second == "something", second == "all", second == "a", second == "an":
		return false
	}
	return isSubject(second) && len(w) > 2 || isDeterminer(second) && len(w) > 3
}

// does holds what "it" can do in "did it work".
func does(w string) bool {
	switch w {
	case "work", "help", "happen", "hurt", "come", "go", "make", "fix", "change", "matter", "arrive", "rain", "snow", "start", "stop", "end", "break":
		return true
	}
	return false
}

func invertsHave(w []word) bool {
	first, second, third := w[0].text, get(w, 1), get(w, 2)
	if first == "has" || first == "hasnt" {
		return isSubject(second) && len(w) > 2 || second == "the" || second == "your" || second == "any"
	}
	switch second {
	case "you", "u", "ya", "they", "we", "yall":
		return len(w) > 2 && third != "on" && third != "in" && third != "know"
	case "i":
		return first != "had" && third != ""
	case "any":
		return third == "of"
	}
	return false
}

func invertsBe(w []word) bool {
	if len(w) < 3 {
		return false
	}
	switch second, third := w[1].text, w[2].text; second {
	case "a", "an", "all", "some", "most":
		return false
	case "the":
		return third != "best" && third != "worst" && third != "same" && third != "only" && third != "one" && third != "default" && third != "most"
	default:
		return isSubject(second) || isDeterminer(second)
	}
}

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
		return opensAny(w)
	case "does":
		return len(w) > 2 && !follows(second) && !idiom(third)
	case "how":
		return second == "come" || second == "many" || second == "much" || second == "long" && third != "as" || second == "often" ||
			second == "to" && len(w) > 2 || isAux(second) && len(w) > 2 || isAux(third) && isSubject(get(w, 3)) && !isSubject(second) || second == "r" || second == "bout" || second == "about" && !declines(third)
	case "hows", "howz", "wheres", "whats", "whens":
		return len(w) > 1 && (first != "whats" || second != "more" && second != "worse" && second != "best")
	case "quick":
		return second == "question" || second == "q"
	case "wondering", "wonder":
		return isWh(second) || second == "if" || second == "whether"
	case "mind":
		return second == "if"
	case "hbu", "wbu", "hru", "wyd", "wassup", "whassup", "wazzup", "wazup", "whatsup", "sup", "asl", "a/s/l":
		return len(w) <= 4
	}
	return false
}

// opensAny reports whether "any" calls for somebody or something: "any idea",
// "any single ladies", "any gardeners here".
func opensAny(w []word) bool {
	second, third := get(w, 1), get(w, 2)
	switch {
	case wanted(second), second == "of" && third == "you":
		return true
	case second == "other", second == "more":
		return third != "" && len(w) <= 4
	}
	plural := strings.HasSuffix(second, "s") || strings.HasSuffix(third, "s") || third == "men" || third == "women"
	return plural && len(w) <= 8 && (offered(w) || len(w) == 3 && company(third))
}

// declines reports whether "how about" is answered in the same breath.
func declines(w string) bool { return w == "no" || w == "not" || w == "never" }

// follows holds what comes after "does" where its subject came before: "does
// not", "does have".
func follows(w string) bool {
	switch w {
	case "not", "nt", "the", "a", "an", "what", "so", "have", "work", "make", "seem", "nothing", "look", "sound", "in", "on", "exactly", "help", "indeed":
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
		return after == "can" || after == "knows" || after == "know"
	}
	return true
}

// wanted holds what is asked for with "any": "any idea", "any luck".
func wanted(w string) bool {
	switch w {
	case "idea", "ideas", "clue", "clues", "suggestion", "suggestions", "thoughts", "advice", "advise", "tip", "tips", "hint", "hints",
		"pointers", "pointer", "recommendation", "recommendations", "chance", "luck", "way", "reason", "help", "news", "update", "updates",
		"expert", "experts", "guru", "gurus", "plans", "plan", "solution", "solutions", "fix", "workaround", "workarounds", "experience", "docs", "problem", "chances",
		"documentation", "tutorial", "tutorials", "guide", "link", "links", "possibility", "one", "body", "opinions", "opinion", "takers",
		"progress", "eta", "objections", "volunteers", "feedback", "insight", "insights", "ideea", "else", "good", "known", "questions", "issues", "problems":
		return true
	}
	return false
}

// company holds whom somebody may look for in a room.
func company(w string) bool {
	switch w {
	case "ladies", "girls", "guys", "men", "women", "boys", "chicks", "fellas", "people", "gals":
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
		return second != "i" && second != "we" && second != "they" && second != "he" && second != "she" && second != "ever" && second != "so"
	case "whos", "whens", "whys", "whod", "howd", "whyd", "whatd", "whered", "wats", "wuts", "wots", "whatz", "whts", "whatcha", "watcha", "whatchu", "watchu", "whaddya":
		return true
	case "where":
		return isAux(second) || second == "to" || second == "from" || isYou(second) && len(w) <= 6 || second == "exactly" || second == "else"
	case "when":
		return isAux(second) && second != "is" && second != "was" || (second == "is" || second == "was") && len(w) > 2 || second == "exactly"
	case "why":
		return second != "not" || len(w) > 2
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
		return len(w) <= 6 && !has(w[2:], "is", "was", "need", "want", "should", "see", "get", "said", "did")
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
	case isAux(second), isYou(second), second == "s", second == "so", second == "goes", second == "exactly", second == "else", second == "bout":
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
	case "one":
		return third != "it" && third != "i" && third != "he" && third != "she" && third != "they"
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
