package mastodon

import "strings"

// anew is how an account gets another token.
const anew = ", then: rounds connect mastodon --as NAME"

// Advice says, for a reason why a server refused, what it means and what to do
// about it, in a sentence or two for a tired person. NAME stands for the
// account. A reason that is not known here gets an honest answer.
func Advice(reason string) string {
	if said := advice(reason); said != "" {
		return said
	}
	return "The server says no and gives a reason that Rounds does not know. Ask whoever runs it, or look at https://docs.joinmastodon.org."
}

// Knows reports whether [Advice] knows a reason.
func Knows(reason string) bool { return advice(reason) != "" }

func advice(reason string) string {
	reason, words, _ := strings.Cut(reason, ": ")
	switch reason {
	case badToken:
		return "The server does not know this token, or it was revoked. Copy it once more under Preferences, Development, Rounds" + anew
	case noScope:
		return "The token may not do that yet. Add the scope under Preferences, Development, Rounds, press Submit, then Regenerate access token, and copy that" + anew
	case noRight:
		return "The server does not allow your account to do that: it is for moderators, or whoever wrote the post keeps you out. Ask an admin of the server."
	case locked:
		return "Your account is disabled, suspended, or not confirmed yet. Sign in to the server in a browser: it says what to do."
	case notFound:
		return "It is not there any more, or your account may not see it. Open it in a browser to be certain."
	case refusedIt:
		if words != "" {
			return "The server takes it for wrong as it is: " + words + " Change it, and send it again."
		}
		return "The server takes it for wrong as it is: too long, or empty. Change it, and send it again."
	case "bad_address":
		return "That is no address of a server. Give it as your browser shows it: https://mastodon.example"
	}
	return without(reason)
}

// without is about what Mastodon has no way for.
func without(reason string) string {
	switch reason {
	case noRemoval:
		return "Mastodon's API lets nobody delete somebody else's post. Open it on the server's website, where moderators can; or limit the account."
	case noRestoring:
		return "What was deleted on Mastodon cannot be brought back."
	case noDoor:
		return "A server has no door to show. Limit the account (restrict) or suspend it (ban)."
	case noEnd:
		return "Mastodon ends no limit and no suspension by itself. Do it without an end, and take it back yourself when it is time."
	case changed:
		return "Somebody else has worked on that report since you saw it. Look at it again, and decide anew."
	case noChoice, noWay:
		return "Mastodon does not offer that. Open it on the server's website."
	case "no_such_emoji":
		return "A reaction on Mastodon is a favourite, and nothing else. Use the heart."
	case "for_nobody":
		return "A direct message needs somebody to go to. Answer somebody privately instead."
	case "no_text":
		return "There is nothing in it. Write something."
	case "has_poll":
		return "A post with a poll cannot be edited from here without ending the poll. Edit it on the server's website."
	}
	return ""
}
