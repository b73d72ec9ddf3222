package checkin

import (
	"fmt"
	"strings"

	"rounds/inbox"
	"rounds/inbox/plain"
)

// Signs are what may tell a spammer from somebody new.
type Signs struct {
	Handle, Name string
	First        string   // their first words
	Cases        int      // of moderation about them or their words that are open
	Rules        []string // whose hits are kept, each once
	Spam         bool     // a conversation of theirs is put down as spam
	Alike        int      // newcomers whose handle differs in its digits alone, themselves included
	Held         bool     // the platform holds something of theirs back
}

// swarm is from how many newcomers of one name on that they look made by a
// program: two may be friends.
const swarm = 3

// Stem is a handle without the number at its end, or "" if it has none: what
// accounts that are made by the dozen have in common.
func Stem(handle string) string {
	stem := strings.TrimRight(handle, "0123456789")
	if stem == handle || len(stem) < 3 {
		return ""
	}
	return strings.ToLower(stem)
}

// Suspicions say in words why somebody new may be a spammer; none is none.
func Suspicions(s Signs) (why []string) {
	if s.Spam {
		why = append(why, "a conversation of theirs is marked as spam")
	}
	if s.Cases > 0 {
		why = append(why, count(s.Cases, "case")+" about them waiting in moderation")
	}
	for _, rule := range s.Rules {
		why = append(why, fmt.Sprintf("the rule %q has reported them", rule))
	}
	if s.Held {
		why = append(why, "the platform holds a post of theirs back")
	}
	if plain.Lookalike(s.Handle) || plain.Lookalike(s.Name) {
		why = append(why, "the name is written to look like another")
	}
	if s.Alike >= swarm {
		why = append(why, fmt.Sprintf("one of %d newcomers whose names differ in a number alone", s.Alike))
	}
	if len(plain.Links(s.First)) > 0 {
		why = append(why, "a link in their first words")
	}
	return why
}

// StageOf is how far somebody new has come: what they said after they were
// welcomed, on how many days, in how many messages.
func StageOf(welcomed bool, since, days int) Stage {
	switch {
	case !welcomed:
		return New
	case since == 0:
		return Welcomed
	case days > 1 || since >= 3:
		return Activated
	}
	return Replied
}

// Arrived says in words how somebody came here, as the first of the reasons why
// they are on the list.
func (h Hello) Arrived(d Day) string {
	switch {
	case !h.Joined.IsZero() && h.First.Sub(h.Joined) > 30*inbox.Day:
		return "joined " + days(d.Now.Sub(h.Joined)) + " ago and spoke for the first time " + days(d.Now.Sub(h.First)) + " ago"
	case !h.Joined.IsZero() && d.Now.Sub(h.Joined) < 2*inbox.Day:
		return "joined " + clock(d.Now.Sub(h.Joined)) + " ago"
	case !h.Joined.IsZero():
		return "joined " + days(d.Now.Sub(h.Joined)) + " ago"
	case !h.First.IsZero():
		return "first spoke " + days(d.Now.Sub(h.First)) + " ago"
	}
	return "new"
}
