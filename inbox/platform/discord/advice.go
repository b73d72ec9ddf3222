package discord

import "strings"

// anew is how an account gets another token.
const anew = ", then: rounds connect discord --as NAME"

// Advice says, for a reason why Discord refused, what it means and what to do
// about it, in a sentence or two for a tired person. NAME stands for the account.
// A reason begins with Discord's number, or is one of our own words.
func Advice(reason string) string {
	if said := advised(reason); said != "" {
		return said
	}
	return "Discord says no and gives a reason that Rounds does not know. Look the number up at https://docs.discord.com under Opcodes and status codes, or ask whoever runs the server."
}

// Knows reports whether [Advice] knows a reason.
func Knows(reason string) bool { return advised(reason) != "" }

func advised(reason string) string {
	word, _, _ := strings.Cut(reason, " ")
	if said := ownWord(word); said != "" {
		return said
	}
	if said := closeCode(word); said != "" {
		return said
	}
	if said := notThere(word); said != "" {
		return said
	}
	if said := notAllowed(word); said != "" {
		return said
	}
	if strings.HasPrefix(reason, "0 401") || strings.HasPrefix(reason, "401") {
		return "Discord does not know this token. Press Reset Token at " + portal + " under Bot" + anew
	}
	return ""
}

// ownWord is about what Rounds itself did not even ask.
func ownWord(word string) string {
	switch word {
	case noServer:
		return "The bot is in no server, or in several and none was named. Invite it with the Install Link at " + portal + anew
	case tooManyInvalid:
		return "Discord has refused so many requests that it would soon shut out this address. See what the bot may not read at " + portal + ", then try again in ten minutes."
	case messageContent:
		return "The bot gets messages without their words. Turn on Message Content Intent at " + portal + " under Bot, Privileged Gateway Intents."
	case "not_offered":
		return "Discord offers nothing of the kind."
	case "message_too_long":
		return "Discord takes 2,000 characters in a message. Make it shorter, or send it in two."
	case "timeout_too_long":
		return "Discord silences somebody for 28 days at most. Choose a shorter time, or ban them."
	case "timeout_is_over":
		return "The time until which the member was to be silent has passed. Choose another."
	case "ban_without_end":
		return "A ban has no end in Discord. Ban for good and lift it by hand, or silence the member for up to 28 days."
	case "bulk_too_many":
		return "Discord deletes at most 100 messages at once. Choose fewer."
	case "bulk_too_old":
		return "Discord deletes several messages at once only if none is older than two weeks. Delete the old ones one by one."
	}
	return ""
}

// closeCode is about why the gateway closed the line.
func closeCode(word string) string {
	switch word {
	case "4004":
		return "Discord does not know this token. Press Reset Token at " + portal + " under Bot" + anew
	case "4013", "4014":
		return "The bot may not hear what it asks for: turn on Message Content Intent and Server Members Intent at " + portal +
			", your application, Bot, Privileged Gateway Intents. Above 10,000 members Discord has to approve them first."
	case "4010", "4011":
		return "The bot is in so many servers that one line does not do. Make an application of its own for this server at " + portal
	case "4012":
		return "Discord no longer speaks the version of its gateway that this Rounds knows: get a newer Rounds. What was said is still read every minute."
	}
	return ""
}

// notThere is about what is gone.
func notThere(word string) string {
	switch word {
	case "10003":
		return "The channel or thread is not there any more, or the bot may not see it: give its role View Channel there."
	case "10004":
		return "The bot is not in this server any more. Invite it again with the Install Link at " + portal
	case "10007", "10013":
		return "That member is not there any more."
	case "10008":
		return "That message is not there any more."
	case "10014":
		return "This server has no such emoji."
	case "10026":
		return "That member is not banned."
	}
	return ""
}

// notAllowed is about what the bot may not do.
func notAllowed(word string) string {
	switch word {
	case "50001":
		return "The bot cannot see that place. Give its role View Channel and Read Message History there: Edit Channel, Permissions."
	case "50013":
		return "The bot's role lacks a permission for that, or the member's role stands above it. See Server Settings, Roles, and drag the bot's role up."
	case "50007":
		return "That member takes no direct messages from this server. Answer in the channel instead."
	case "50005":
		return "Only who wrote a message may change it."
	case "50006":
		return "There is nothing in the message."
	case "50008":
		return "Nothing can be said in a channel of that kind."
	case "50034":
		return "Discord deletes several messages at once only if none is older than two weeks. Delete the old ones one by one."
	case "50035":
		return "Discord does not take it in this form, or what it answers is gone. What exactly is wrong stands behind the number."
	case "50083":
		return "The thread is put away. Open it again in Discord, or answer in the channel."
	}
	return notNow(word)
}

// notNow is about what may be possible another time, or in other words.
func notNow(word string) string {
	switch word {
	case "20028", "20016":
		return "The channel is in slow mode. Nothing needs to be done: Rounds waits and tries again."
	case "200000", "200001":
		return "AutoMod stopped the message: a rule of the server does not let it pass. Choose other words."
	case "40001":
		return "Discord does not let this token do that. Press Reset Token at " + portal + " under Bot" + anew
	case "40002":
		return "The bot's account must be verified first: see " + portal
	case "40033":
		return "That was done already."
	case "160005":
		return "The thread is locked: only moderators may write there."
	case "30010":
		return "The message has as many different reactions as Discord takes."
	case "40060":
		return "That was answered already."
	case "60003":
		return "This server asks moderators for two-factor sign-in: whoever owns the bot's application must turn it on."
	case "90001":
		return "The author of that message has blocked the bot."
	case "240000":
		return "Discord holds the message for harmful. Choose other words."
	}
	return ""
}
