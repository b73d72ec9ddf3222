package today

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"rounds/inbox/checkin"
	"rounds/inbox/plain"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// plural is "1 item", "2 items"; without a word the number alone.
func plural(n int, what string) string {
	switch {
	case what == "":
		return strconv.Itoa(n)
	case n == 1:
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// minutes is a length of time in minutes, at least one if there was any.
func minutes(d time.Duration) int {
	if 0 < d && d < time.Minute {
		return 1
	}
	return int(d.Round(time.Minute) / time.Minute)
}

// clock is "02:10".
func clock(d time.Duration) string {
	s := int(d / time.Second)
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

// short is a length of time in three cells or so: "40m", "3h", "2d".
func short(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "1m"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + "m"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d/time.Hour)) + "h"
	}
	return strconv.Itoa(int(d/(24*time.Hour))) + "d"
}

func sayWhen(t, now time.Time) string { return when.Say(t, now) }

// ordinal is "2nd".
func ordinal(n int) string {
	end := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}

// nameOf is whom an item is about, or what.
func nameOf(item *checkin.Item) string {
	switch {
	case item.Name != "" && item.Room != "":
		return pane.Line(plain.Name(item.Name), 30) + " in " + roomOf(item)
	case item.Name != "":
		return pane.Line(plain.Name(item.Name), 30)
	}
	return pane.Line(item.Text, 40)
}

// roomOf is the channel of an item, "" if it stands in none.
func roomOf(item *checkin.Item) string {
	if item.Room == "" {
		return ""
	}
	return "#" + pane.Line(strings.TrimPrefix(item.Room, "#"), 30)
}

// purpose is what a step is for, with keys in ‹angles›.
func purpose(s checkin.Step) string {
	switch s {
	case checkin.Welcome:
		return "say hello to who is new"
	case checkin.Questions:
		return "who waits for an answer, the most at risk first"
	case checkin.Good:
		return "join one of these; ‹n› shows another"
	case checkin.Flags:
		return "the most urgent of the queue"
	case checkin.Loose:
		return "what was promised, came back, or did not go out"
	}
	return ""
}

// briefly is a step in one word, for a line that has room for all.
func briefly(s checkin.Step) string {
	switch s {
	case checkin.Questions:
		return "Questions"
	case checkin.Good:
		return "Conversation"
	case checkin.Welcome, checkin.Flags, checkin.Loose:
	}
	return s.Title()
}

// sign and what an item is, in words.
func signOf(item *checkin.Item) (sign, word string) {
	switch item.Kind {
	case checkin.Newcomer:
		if item.Hello != nil && len(item.Hello.Suspect) > 0 {
			return "⚠", "New here, perhaps a spammer"
		}
		return "○", "New here"
	case checkin.Question:
		return "?", "Question"
	case checkin.Mention:
		return "@", "Mention"
	case checkin.Conversation:
		return "✦", "A good conversation"
	case checkin.Flag:
		return "⚑", "Flagged"
	case checkin.FollowUp:
		return "↻", "A promise is due"
	case checkin.Woken:
		return "↺", "Awake again"
	case checkin.Unsent:
		return "✗", "Not sent"
	case checkin.FailedPost:
		return "✗", "Post failed"
	case checkin.MissedPost:
		return "◷", "Post missed"
	case checkin.Watched:
		return "◉", "Somebody you watch"
	case checkin.Celebrate:
		return "✦", "Worth a word"
	}
	return "·", string(item.Kind)
}

// due is when the answer is due, "" if nobody said when.
func (p *Pane) due(item *checkin.Item) (words string, late bool) {
	switch {
	case item.Due.IsZero():
		return "", false
	case !item.Due.After(p.now):
		return "late " + short(p.now.Sub(item.Due)), true
	}
	return "◷ " + short(item.Due.Sub(p.now)) + " left", false
}

// since is what came since the last check-in, in one line.
func (p *Pane) since() string {
	news, counts := &p.day.News, p.counts()
	if news.Since.IsZero() {
		return "Good to have you here. This is your first check-in."
	}
	head := "Since " + sayWhen(news.Since, p.now)
	if len(counts) == 0 {
		return head + ": nothing that asks for you."
	}
	return head + ": " + strings.Join(counts, ", ")
}

// counts is what came, each with its number; what did not come is left out.
func (p *Pane) counts() []string {
	news := &p.day.News
	var parts []string
	for _, one := range []struct {
		n    int
		what string
	}{{news.Mentions, "mention"}, {news.Questions, "question"}, {news.Flags, "flag"}} {
		if one.n > 0 {
			parts = append(parts, plural(one.n, one.what))
		}
	}
	if news.Joined > 0 {
		parts = append(parts, plural(news.Joined, "")+" joined")
	}
	if news.Failed > 0 {
		parts = append(parts, plural(news.Failed, "")+" not sent")
	}
	return parts
}

// calm says that the clocks stand still, "" if they do not.
func (p *Pane) calm() string {
	switch {
	case !p.day.Quiet:
		return ""
	case p.day.Opens.IsZero():
		return "Nobody is at work now: the clocks stand still."
	}
	return "Nobody is at work until " + strings.TrimPrefix(sayWhen(p.day.Opens, p.now), "today ") + ": the clocks stand still."
}

// tipWords is what the day is good for, and where that is done.
func tipWords(tip *checkin.Tip) string {
	if tip.Pane == "" {
		return tip.Text
	}
	return tip.Text + " → " + tip.Pane
}

// nobody is what a step says that has nothing.
func (p *Pane) nobody() (first, more string) {
	part := p.part(p.step)
	switch {
	case p.reading.failed && !p.reading.loaded:
		return "The day could not be read.", p.keyed("‹ctrl+r› tries again.")
	case !p.reading.loaded:
		return "Reading what came in…", ""
	case part.Settled > 0:
		return "That was the last one.", plural(part.Settled, "") + " settled here today."
	}
	switch p.step {
	case checkin.Welcome:
		if news := p.day.News.Since; !news.IsZero() {
			return "Nobody new since " + sayWhen(news, p.now) + ".", "Everybody who came has been greeted."
		}
		return "Nobody is new.", "Everybody who came has been greeted."
	case checkin.Questions:
		return "Nobody is waiting for an answer.", "Every question and every mention has one."
	case checkin.Good:
		return "No conversation needs you.", "They talk without you today, and that is a good sign."
	case checkin.Flags:
		return "Nothing is flagged.", "Nobody has reported anything that is still open."
	case checkin.Loose:
		return "No loose ends.", "Nothing promised is due, nothing failed, nothing was missed."
	}
	return "", ""
}
