package signal

import "strings"

// opensLoosely holds the beginnings that ask in a chat, where the first words
// of "do you …" and "is it …" are left out.
func opensLoosely(w []word) bool {
	second, third := get(w, 1), get(w, 2)
	switch w[0].text {
	case "you", "u", "ya", "youre":
		return asksAfter(w)
	case "and":
		return isYou(second) && len(w) == 2
	case "y":
		return isAux(second) && third != "" || second == "not"
	case "want":
		return second == "to" && len(w) >= 3 && len(w) <= 9
	case "fancy":
		return second == "a" || second == "some" || second == "an"
	case "we":
		return second == "still" && third == "on"
	case "wanna":
		return len(w) >= 2 && len(w) <= 7
	case "got", "have":
		return possesses(w) || w[0].text == "got" && second == "any"
	case "ever":
		return everDid(second)
	case "know":
		return knowsOf(second, third)
	case "possible":
		return second == "to"
	case "miss", "remember":
		return second == "me" && len(w) == 2
	case "feel", "feeling", "having", "had", "done", "finished", "ready":
		return soFar(w)
	case "anything", "something", "someone", "somebody", "some1", "anyone", "anybody":
		return second == "else" && len(w) <= 4 || volunteers(second, third)
	case "can", "could", "will", "should", "would":
		return named(w)
	}
	return isAux(w[0].text) && (echoes(w) || inquires(w))
}

// soFar finds "feel better now", "had enough yet".
func soFar(w []word) bool {
	last := w[len(w)-1].text
	return len(w) > 1 && len(w) <= 5 && (last == "yet" || w[1].text == "better" && last == "now")
}

func everDid(w string) bool {
	switch w {
	case "been", "seen", "heard", "had", "wonder", "thought":
		return true
	}
	return strings.HasSuffix(w, "ed")
}

// knowsOf holds what may follow "know" where "do you" was left out.
func knowsOf(next, after string) bool {
	switch next {
	case "any", "of", "if":
		return true
	case "a":
		return after == "good"
	}
	return isWh(next) && next != "what"
}

// volunteers holds what somebody is asked to do: "someone know the way".
func volunteers(next, after string) bool {
	switch next {
	case "know", "knows", "help", "wanna", "want", "wants":
		return true
	case "can":
		return after == "help" || after == "tell" || after == "explain" || after == "point"
	}
	return false
}

// asksAfter finds the questions that begin with "you": "you there", "u got a
// pic", "you like it there".
func asksAfter(w []word) bool {
	second, third := get(w, 1), get(w, 2)
	switch second {
	case "guys":
		return third == "ever" || len(w) <= 5 && stands(third)
	case "sure", "ever":
		return true
	case "still":
		return len(w) <= 6 && (stands(third) || doing(third) || third == "at" || third == "in" || third == "with")
	case "got", "have", "gotta", "gots":
		return possesses(w[1:])
	case "like", "want", "wanna", "enjoy":
		return third != "to" && third != "your" && third != "the" && third != "me" && third != "" && len(w) <= 6
	case "in", "at", "a", "an":
		return len(w) >= 3 && len(w) <= 4 && w[0].text != "youre"
	case "live", "work":
		return len(w) <= 7 && (third == "in" || third == "there" || third == "near" || third == "around" || third == "at" || third == "for" || third == "alone")
	case "know":
		return third == "how" && get(w, 3) == "to" || third == "if" || third == "any" || third == "anyone" || third == "anything" || third == "of"
	}
	return len(w) <= 4 && stands(second) || len(w) <= 8 && w[0].text != "youre" && doing(second) || already(w)
}

// doing reports whether a word says what somebody is at: "going", "goin".
func doing(w string) bool {
	return len(w) > 4 && (strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "in")) && w != "again" && w != "bring" && w != "thing" && w != "nothing" && w != "anything"
}

// already reports whether words ask how far somebody is: "u eat already", "you
// finished it yet".
func already(w []word) bool {
	last := w[len(w)-1].text
	return len(w) > 2 && len(w) <= 8 && (last == "already" || last == "yet") &&
		!has(w, "not", "no", "never", "dont", "didnt", "havent", "cant", "wont", "hasnt", "arent", "isnt", "aint")
}

// possesses reports whether "got" or "have" is followed by what strangers ask
// each other for: "got a pic", "got pics", "have a minute".
func possesses(w []word) bool {
	thing := get(w, 1)
	switch thing {
	case "a", "any", "an", "ur", "your", "some":
		thing = get(w, 2)
	}
	switch thing {
	case "pic", "pics", "picture", "pictures", "photo", "photos", "cam", "webcam", "mic", "msn", "aim", "yahoo", "skype", "discord", "email", "phone",
		"number", "boyfriend", "girlfriend", "bf", "gf", "husband", "wife", "kids", "pets", "brothers", "sisters", "job", "car",
		"minute", "min", "sec", "second", "moment", "link", "example", "screenshot", "plans", "siblings", "children":
		return len(w) <= 4 || len(w) == 5 && !has(w[2:], "last", "today", "yesterday", "now", "too", "here")
	}
	return false
}

// stands holds what somebody is asked to be in three words: "you there", "u
// ok".
func stands(w string) bool {
	switch w {
	case "there", "ok", "okay", "alright", "sure", "serious", "around", "here", "busy", "kidding", "awake", "mean", "on", "ready", "from", "up", "coming",
		"mad", "angry", "bored", "married", "single", "alone", "drunk", "sick", "hungry", "asleep", "alive", "online", "home", "jealous", "lost", "female", "male",
		"upset", "new", "working", "going", "leaving":
		return true
	}
	return false
}

// echoes holds the questions of two words: "is it", "do they".
func echoes(w []word) bool {
	if len(w) != 2 {
		return false
	}
	switch w[1].text {
	case "you", "u", "he", "she", "they", "we", "i":
		return true
	case "it", "that", "there":
		switch w[0].text {
		case "is", "was", "does", "isnt", "doesnt", "wasnt", "didnt":
			return true
		}
	}
	return false
}

// inquires reports whether a noun follows "is" rather than the rest of a
// statement whose subject was left out ("is away", "is looking for", "is not").
func inquires(w []word) bool {
	switch w[0].text {
	case "is", "was", "are", "were":
	default:
		return false
	}
	second := get(w, 1)
	if len(w) < 3 || len(second) < 4 || strings.HasSuffix(second, "ing") || strings.HasSuffix(second, "ly") || strings.HasSuffix(second, "ed") {
		return false
	}
	if strings.HasSuffix(second, "er") {
		return len(w) == 3 && demands(w[2].text)
	}
	return !predicate(second)
}

// demands holds what is asked of a thing whose name looks like a comparative:
// "is docker required".
func demands(w string) bool {
	switch w {
	case "required", "needed", "supported", "down", "up", "broken", "available", "working", "running":
		return true
	}
	return false
}

// predicate holds the words with which a statement goes on behind "is".
func predicate(w string) bool {
	switch w {
	case "cold", "warm", "late", "early", "dead", "slow", "fast", "real", "gonna", "true", "away", "back", "just", "very", "also", "what", "where", "when", "good", "fine", "nice", "great", "cool", "done", "gone", "because", "like", "more",
		"less", "better", "best", "about", "with", "from", "only", "even", "still", "pretty", "quite", "right", "wrong", "here", "kind", "kinda", "sort",
		"much", "such", "sooo", "soooo", "known", "required", "needed", "okay", "sure", "easy", "hard", "possible", "impossible", "broken",
		"working", "already", "never", "always", "often", "maybe", "bored", "tired", "supposed", "meant", "over", "into", "under", "mine", "free",
		"different", "same", "full", "down", "hungry", "happy", "home", "afraid", "busy", "awesome", "sick", "wrote", "both", "each", "every", "none", "nothing", "whatever":
		return true
	}
	return false
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
