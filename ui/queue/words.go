package queue

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

func plural(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "h"):
		return strconv.Itoa(n) + " " + what + "es"
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// past is an outcome as what was done.
func past(o moderation.Outcome) string {
	return cmp.Or(map[moderation.Outcome]string{
		moderation.Keep: "Kept", moderation.Ignore: "Ignored", moderation.Remove: "Removed", moderation.Spam: "Removed as spam",
		moderation.Warn: "Warned", moderation.Restrict: "Restricted", moderation.Ban: "Banned", moderation.Escalate: "Escalated",
	}[o], "Decided")
}

// span is a length of time as a person says it: "1 hour", "7 days".
func span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d <= 0:
		return "good"
	case d%day == 0:
		return plural(int(d/day), "day")
	case d%time.Hour == 0:
		return plural(int(d/time.Hour), "hour")
	}
	return plural(int(d/time.Minute), "minute")
}

// does is a ruling as what is to be done: "remove and warn".
func does(r moderation.Ruling) string {
	words := make([]string, 0, 4)
	for _, o := range r.All() {
		word := string(o)
		if o == moderation.Restrict || o == moderation.Ban {
			word += " for " + span(r.For)
		}
		words = append(words, word)
	}
	return listing(words)
}

// listing joins words as a sentence does.
func listing(words []string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
}

// did is a ruling as what was done: "Removed, warned".
func did(r moderation.Ruling) string {
	words := past(r.Outcome)
	for _, o := range r.Also {
		words += ", " + strings.ToLower(past(o))
	}
	return words
}

// where is the place of a case: its channel, or its member.
func where(c *moderation.Case) string {
	return place(c.Room, c.Author)
}

func place(room inbox.Channel, about inbox.Author) string {
	if room.ID == "" && room.Name == "" {
		return "@" + plain.Name(about.Called())
	}
	if room.Kind == inbox.Direct {
		return cmp.Or(room.Name, "direct")
	}
	return "#" + cmp.Or(room.Name, room.ID)
}

// what is what a case is about, in a word.
func what(c *moderation.Case) string {
	if c.Knocks() {
		return "join request"
	}
	return string(c.Kind)
}

// about names some cases: "maria.k in #help", "6 cases".
func about(on []moderation.Case) string {
	if len(on) != 1 {
		return plural(len(on), "case")
	}
	c := &on[0]
	name := plain.Name(c.Author.Called())
	if at := where(c); !strings.HasPrefix(at, "@") {
		return pane.Line(name, 30) + " in " + pane.Line(at, 24)
	}
	return pane.Line(name, 40)
}

func priority(p moderation.Priority) (sign, word string) {
	switch p {
	case moderation.High:
		return "▲", "high"
	case moderation.Medium:
		return "●", "med"
	case moderation.Low:
	}
	return "·", "low"
}

// reasons are why a case is here, in few words: what its rules are called, and
// what its reporters said.
func reasons(c *moderation.Case) []string {
	var all []string
	note := func(word string) {
		if word = strings.TrimSpace(word); word != "" && word != "appeal" && !slices.Contains(all, word) {
			all = append(all, word)
		}
	}
	for i := range c.Reports {
		if r := &c.Reports[i]; r.Source == moderation.FromRule || r.Source == moderation.FromAutomod {
			note(r.Reporter.Handle)
		}
	}
	for i := range c.Reports {
		switch r := &c.Reports[i]; {
		case r.Kind == inbox.Knocking:
			note("join request")
		case r.Kind == inbox.Pending:
			note("held post")
		case r.Source == moderation.FromReaction:
			note("flag emoji")
		case r.Source.Raised():
			note(r.Reason)
		}
	}
	return all
}

// voices is how many reported it: of a reaction each counts.
func voices(c *moderation.Case) int {
	n := 0
	for i := range c.Reports {
		n += max(1, c.Reports[i].Count)
	}
	return n
}
