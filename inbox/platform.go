package inbox

import (
	"slices"
	"strings"
	"time"
)

// Platform names a kind of place where a community talks.
type Platform string

// The platforms.
const (
	Slack     Platform = "slack"
	Discord   Platform = "discord"
	Discourse Platform = "discourse"
	Mastodon  Platform = "mastodon" // and every server that speaks its API
)

// Platforms are all of them, in the order in which a person is shown them.
func Platforms() []Platform { return []Platform{Slack, Discord, Discourse, Mastodon} }

// Title is a platform's name as it writes it.
func (p Platform) Title() string {
	switch p {
	case Slack:
		return "Slack"
	case Discord:
		return "Discord"
	case Discourse:
		return "Discourse"
	case Mastodon:
		return "Mastodon"
	}
	return "the platform"
}

// Ahead is how long before its time a message must be handed to the platform
// that it may post it by itself, even while we are not running; 0 if it posts
// nothing by itself. Slack takes anything in the future, of which we keep a
// margin (docs.slack.dev, chat.scheduleMessage); Mastodon wants five minutes
// (docs.joinmastodon.org, POST /api/v1/statuses).
func (p Platform) Ahead() time.Duration {
	switch p {
	case Slack:
		return PlanAhead
	case Mastodon:
		return 6 * time.Minute
	case Discord, Discourse:
	}
	return 0
}

// Plans reports whether a platform posts what is due later by itself, even
// while we are not running.
func (p Platform) Plans() bool { return p.Ahead() > 0 }

// Farthest is how long before its time a message may be handed to the platform
// that posts it by itself: 120 days at most on Slack (docs.slack.dev,
// chat.scheduleMessage), of which we keep a margin. Mastodon names no limit; what
// is a year away is planned here alone.
func (p Platform) Farthest() time.Duration {
	switch p {
	case Slack:
		return 118 * 24 * time.Hour
	case Mastodon:
		return 365 * 24 * time.Hour
	case Discord, Discourse:
	}
	return 0
}

// Home is the ID of the channel in which an account speaks that has no others,
// or "".
func (p Platform) Home() string {
	if p == Mastodon {
		return "mentions"
	}
	return ""
}

// Length is how long a text may be there, in characters: what the platform
// advises, and the most it takes. Discord takes 2,000, Discourse 32,000 and
// Mastodon 500 unless a server says otherwise.
func (p Platform) Length() (advised, most int) {
	switch p {
	case Slack:
		return 4000, 40000
	case Discord:
		return 2000, 2000
	case Discourse:
		return 32000, 32000
	case Mastodon:
		return 500, 500
	}
	return 0, 1 << 20
}

// Length is how long a text may be on an account, in characters: what is
// advised, and the most that is taken.
func (a Account) Length() (advised, most int) {
	advised, most = a.Platform.Length()
	if a.Longest > 0 {
		return min(advised, a.Longest), a.Longest
	}
	return advised, most
}

// Glances is how many threads are looked at again there when a person asks for
// everything: as many as fit into a minute beside the rest. Slack allows 50 a
// minute, Mastodon 300 requests in five minutes of which a thread takes two, a
// forum 60 requests a minute with an administrator's key and 20 without.
func (p Platform) Glances() int {
	switch p {
	case Slack, Discord:
		return 45
	case Discourse, Mastodon:
	}
	return 10
}

// Lacks is why a platform cannot do something at all, in a sentence for a
// person, or "" if it can. What an account may not do is in [Account.Lacks].
func (p Platform) Lacks(kind ActionKind) string {
	return lacking()[p][kind]
}

func lacking() map[Platform]map[ActionKind]string {
	const (
		noReview  = "Slack has no queue of reports."
		noRestore = "What was deleted there cannot be brought back."
	)
	return map[Platform]map[ActionKind]string{
		Slack: {
			Restore: noRestore, Restrict: "Slack cannot silence a member for a while.", Unrestrict: "Slack cannot silence a member for a while.",
			Ban:     "An app may not close a member's account in Slack: an administrator can, on the workspace's admin page.",
			Unban:   "An app may not reopen a member's account in Slack.",
			Perform: noReview,
		},
		Discord: {
			Unschedule: "Discord posts nothing by itself: what is due later waits here.", Restore: noRestore,
		},
		Discourse: {
			Unschedule: "Discourse posts no reply by itself: what is due later waits here.",
			Kick:       "A forum has no door to show: silence or suspend the member.",
		},
		Mastodon: {
			Remove:  "A server's API deletes no message of somebody else: report or limit the account, or delete it in the browser.",
			Restore: noRestore, Kick: "A server has no door to show: limit or suspend the account.",
		},
	}
}

// Ends is why a restriction or a ban cannot end by itself there, or not then,
// in a sentence for a person, or "" if it can. Discord's time-outs last 28 days
// at most (discord.com/developers, Modify Guild Member), and its bans until they
// are lifted, as everything on Mastodon.
func (p Platform) Ends(kind ActionKind, after time.Duration) string {
	const longest = 28 * 24 * time.Hour
	switch {
	case after == 0:
		return ""
	case p == Mastodon:
		return "Mastodon lifts nothing by itself: choose one without an end, and lift it by hand."
	case p == Discord && kind == Ban:
		return "A ban on Discord has no end: choose one for good, and lift it by hand, or restrict."
	case p == Discord && after > longest:
		return "A time-out on Discord lasts 28 days at most."
	}
	return ""
}

// Reactions are all that can be reactions there, the usual one first; nil if any
// emoji can. On Discourse a reaction is a like, on Mastodon a favourite, or a
// boost, which shows a message to those who follow us.
func (p Platform) Reactions() []string {
	switch p {
	case Discourse:
		return []string{Like}
	case Mastodon:
		return []string{Like, Share}
	case Slack, Discord:
	}
	return nil
}

// The reactions of platforms that know no emojis for it.
const (
	Like  = "heart"
	Share = "repeat"
)

// Reaction is the emoji that answers for another one there: itself, or what
// there is instead.
func (p Platform) Reaction(emoji string) string {
	all := p.Reactions()
	if all == nil || slices.Contains(all, emoji) {
		return emoji
	}
	return all[0]
}

// Permalink is the web address of a message, or "" if the account has no base.
// Slack's form is documented with chat.getPermalink: the dot leaves the
// timestamp, and a reply names its thread. Discord's names the server and the
// channel, which is then the thread where a message stands in one, Discourse finds a post by its number alone, and Mastodon shows a
// status of any server under its own number.
func (a Account) Permalink(channel, thread, id string) string {
	switch a.Platform {
	case Slack:
		return a.slackLink(channel, thread, id)
	case Discord:
		if a.Base != "" && a.Team != "" {
			return a.Base + "/channels/" + a.Team + "/" + channel + "/" + id
		}
	case Discourse:
		if a.Base != "" {
			return a.Base + "/p/" + id
		}
	case Mastodon:
		if a.Base != "" {
			return a.Base + "/web/statuses/" + id
		}
	}
	return ""
}

func (a Account) slackLink(channel, thread, id string) string {
	switch {
	case a.Base == "" && a.Team == "":
		return ""
	case a.Base == "": // an export names the workspace by its ID alone
		return "https://app.slack.com/client/" + a.Team + "/" + channel + "/thread/" + channel + "-" + thread
	}
	link := a.Base + "/archives/" + channel + "/p" + strings.ReplaceAll(id, ".", "")
	if thread != "" && thread != id {
		link += "?thread_ts=" + thread + "&cid=" + channel
	}
	return link
}
