package week

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/theme"
)

// mark is the sign of a status, which says the same without its paint.
func mark(i *calendar.Item) string {
	switch i.Status {
	case calendar.Idea:
		return "·"
	case calendar.Draft:
		return "✎"
	case calendar.Review:
		return "?"
	case calendar.Approved:
		return "✓"
	case calendar.Scheduled:
		if kept(i) {
			return "◆"
		}
		return "◷"
	case calendar.Cancelled:
		return "–"
	case calendar.Publishing:
		return "↑"
	case calendar.Published:
		return "●"
	case calendar.Partial:
		return "◐"
	case calendar.Failed:
		return "✗"
	case calendar.Missed:
		return "!"
	}
	return " "
}

// kept reports whether the platforms post all of it by themselves.
func kept(i *calendar.Item) bool {
	for _, d := range i.Deliveries {
		if d.State != calendar.Kept {
			return false
		}
	}
	return len(i.Deliveries) > 0
}

// word is a status in a word that a person would use.
func word(i *calendar.Item) string {
	switch i.Status {
	case calendar.Review:
		return "for review"
	case calendar.Scheduled:
		if kept(i) {
			return "handed over"
		}
	case calendar.Partial:
		return "partly out"
	case calendar.Idea, calendar.Draft, calendar.Approved, calendar.Cancelled, calendar.Publishing, calendar.Published,
		calendar.Failed, calendar.Missed:
	}
	return string(i.Status)
}

func paintOf(s calendar.Status, roles *theme.Roles) theme.Paint {
	switch s {
	case calendar.Idea, calendar.Cancelled:
		return roles.Quiet
	case calendar.Draft:
		return roles.Note
	case calendar.Review:
		return roles.Warn
	case calendar.Approved, calendar.Scheduled, calendar.Publishing:
		return roles.Key
	case calendar.Published:
		return roles.Good
	case calendar.Partial:
		return roles.Warn
	case calendar.Failed, calendar.Missed:
		return roles.Alarm
	}
	return roles.Quiet
}

// glyphs are the places of a post as one letter for each account, with how
// many channels of it: "S2 D M".
func glyphs(to []calendar.Place) string {
	var order []string
	counts := map[string]int{}
	for _, at := range to {
		if counts[at.Account]++; counts[at.Account] == 1 {
			order = append(order, at.Account)
		}
	}
	var parts []string
	for _, account := range order {
		part := initial(account)
		if n := counts[account]; n > 1 {
			part += strconv.Itoa(min(n, 9))
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

// initial is a name's first letter, as far as it is one that is as wide as
// every other.
func initial(name string) string {
	first, _ := utf8.DecodeRuneInString(plain.Line(name))
	first = unicode.ToUpper(first)
	if first < 0x250 && (unicode.IsLetter(first) || unicode.IsDigit(first)) {
		return string(first)
	}
	return "?"
}

// whoPosts is who publishes in a place at the time, in a sentence.
func whoPosts(mode calendar.Mode, platform inbox.Platform) string {
	switch mode {
	case calendar.Native:
		return platform.Title() + " posts it by itself"
	case calendar.Remind:
		return "you post it; Rounds says when"
	case calendar.Local:
	}
	return "Rounds sends it; keep it open or run rounds sync --watch"
}

// stateWords are where an item stands in one channel, with keys in ‹angles›.
func stateWords(s calendar.State, mode calendar.Mode, platform inbox.Platform) string {
	switch s {
	case calendar.Idle:
		return whoPosts(mode, platform)
	case calendar.Waiting:
		return "in the outbox: " + whoPosts(mode, platform)
	case calendar.Kept:
		return platform.Title() + " has it, and posts it by itself"
	case calendar.Leaving:
		return "is being sent"
	case calendar.Out:
		return "published"
	case calendar.NotTaken:
		return "refused: ‹P› tries again, ‹X› lets it go"
	case calendar.Late:
		return "missed: ‹P› publishes it now, ‹X› lets it go"
	case calendar.Asking:
		return "asks: ‹0› shows it in the outbox"
	case calendar.ByHand:
		return "it is time to post it by hand: ‹X› notes that it is done"
	case calendar.Withdrawn:
		return "taken back before it left"
	case calendar.LetGo:
		return "let go"
	}
	return string(s)
}

func stateSign(s calendar.State) string {
	switch s {
	case calendar.Idle, calendar.Waiting:
		return "◷"
	case calendar.Kept:
		return "◆"
	case calendar.Leaving:
		return "↑"
	case calendar.Out:
		return "●"
	case calendar.NotTaken:
		return "✗"
	case calendar.Late, calendar.Asking, calendar.ByHand:
		return "!"
	case calendar.Withdrawn, calendar.LetGo:
		return "–"
	}
	return " "
}

func statePaint(s calendar.State, roles *theme.Roles) theme.Paint {
	switch s {
	case calendar.Kept, calendar.Leaving, calendar.Waiting:
		return roles.Key
	case calendar.Out:
		return roles.Good
	case calendar.NotTaken, calendar.Late, calendar.Asking, calendar.ByHand:
		return roles.Alarm
	case calendar.Idle, calendar.Withdrawn, calendar.LetGo:
	}
	return roles.Quiet
}
