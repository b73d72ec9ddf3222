package discourse

import "strings"

// Advice says, for one of the words for why a forum refused, what it means and
// what to do about it, in a sentence or two for a tired person. NAME stands for
// the account. What the forum said itself stands behind the word and a colon; a
// word that is not known here gets an honest answer.
func Advice(reason string) string {
	if said := known(reason); said != "" {
		return said
	}
	return "The forum says no and gives a reason that Rounds does not know. Look at what it says, or ask whoever runs the forum."
}

// Knows reports whether [Advice] knows a word.
func Knows(reason string) bool { return known(reason) != "" }

func known(reason string) string {
	word, _, _ := strings.Cut(reason, ":")
	switch word {
	case "bad_key":
		return "The forum does not know this key, or it was revoked. Make a new one, then: rounds connect discourse --as NAME"
	case "not_logged_in":
		return "The forum takes nobody without a key, and this is none. Make a new one, then: rounds connect discourse --as NAME"
	case "invalid_access":
		return "Whom the key speaks for may not do that on the forum. Ask an admin for the right (Admin › Users › your name), or use the key of somebody who has it, then: rounds connect discourse --as NAME"
	case "not_found":
		return "It is not there any more, or it is not shown to whom the key speaks for."
	case "conflict":
		return "Somebody else has decided since you looked. Look again, and decide anew if it is still needed."
	case "invalid":
		return "The forum does not take it as it is: it may be too short, too long, too much like the one before, or the topic may be closed. Change it and send it again."
	case "read_only":
		return "The forum is being looked after and takes nothing for now. Try again when it is done."
	case "rate_limit":
		return "The forum asks for a pause. Nothing needs to be done: Rounds waits and goes on by itself."
	case "not_offered":
		return "Discourse has nothing of the kind."
	}
	return ""
}
