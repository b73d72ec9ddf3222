package people

import (
	"strconv"
	"time"

	"rounds/inbox"
)

const (
	newFor    = 30 // days, after which somebody is not new any more
	silentFor = 30 // days, after which silence is worth a word
	regular   = 10 // of 90 days: who wrote on so many has a habit to fall out of
)

// reason is why somebody stands in the view, in few words. In the view of all
// it is what is worth to be known of them, which of most is nothing.
func (p *Pane) reason(one *inbox.Person) string {
	view := p.view()
	if p.guest != nil { // who stands in no view
		view = inbox.AllPeople
	}
	switch view {
	case inbox.NewPeople:
		return p.arrival(one)
	case inbox.Lapsing:
		return p.silence(one)
	case inbox.Returning:
		return "back after " + number(one.Count, "day", "days") + " of silence"
	case inbox.TopHelpers:
		return number(one.Count, "reply", "replies") + " in 30 days"
	case inbox.NeverAnswered:
		return number(one.Count, "question", "questions") + ", no answer ever"
	case inbox.TeamPeople:
		return p.belonging(one)
	case inbox.AllPeople, inbox.WatchedPeople:
	}
	switch {
	case one.Forgotten:
		return "erased, as they asked"
	case p.fresh(one):
		return p.arrival(one)
	case one.Role == inbox.Community && one.Days >= regular && p.daysSince(one.LastSeen) >= silentFor:
		return p.silence(one)
	}
	return ""
}

// view is that of the open tab.
func (p *Pane) view() inbox.PeopleView {
	if p.at < len(inbox.PeopleViews()) {
		return inbox.PeopleViews()[p.at]
	}
	return inbox.AllPeople
}

// fresh reports whether somebody is new here.
func (p *Pane) fresh(one *inbox.Person) bool {
	if one.Role != inbox.Community || one.Forgotten {
		return false
	}
	came := one.Joined
	if came.IsZero() {
		came = one.FirstSeen
	}
	return !came.IsZero() && p.daysSince(came) <= newFor
}

func (p *Pane) arrival(one *inbox.Person) string {
	switch {
	case one.Joined.IsZero():
		return "first wrote " + p.daysAgo(one.FirstSeen)
	case one.FirstSeen.IsZero():
		return "joined " + p.daysAgo(one.Joined) + ", silent so far"
	case p.daysSince(one.Joined) == p.daysSince(one.FirstSeen):
		return "joined and wrote " + p.daysAgo(one.Joined)
	case p.daysSince(one.Joined) > newFor:
		return "first wrote " + p.daysAgo(one.FirstSeen)
	}
	return "joined " + p.daysAgo(one.Joined) + ", wrote " + p.daysAgo(one.FirstSeen)
}

func (p *Pane) silence(one *inbox.Person) string {
	text := "silent for " + number(p.daysSince(one.LastSeen), "day", "days")
	switch every := one.Every(); every {
	case 0:
	case 1:
		text += ", used to write most days"
	default:
		text += ", used to write every " + strconv.Itoa(every)
	}
	return text
}

// belonging is how we know that somebody is of the team.
func (p *Pane) belonging(one *inbox.Person) string {
	for _, i := range one.Identities {
		if i.Role != one.Role {
			continue
		}
		text := "the platform or the config says so"
		if i.SaidAs != "" {
			text = "said by hand"
		}
		if n := len(i.Turns); n > 0 {
			text += ", since " + p.day(i.Turns[n-1].Until)
		}
		return text
	}
	return ""
}

// daysSince counts days of the calendar, where we are.
func (p *Pane) daysSince(at time.Time) int {
	date := func(t time.Time) time.Time {
		y, m, d := t.In(p.now.Location()).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return max(0, int(date(p.now).Sub(date(at))/inbox.Day))
}

func (p *Pane) daysAgo(at time.Time) string {
	switch n := p.daysSince(at); n {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	default:
		return strconv.Itoa(n) + " days ago"
	}
}
