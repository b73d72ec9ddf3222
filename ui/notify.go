package ui

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Notify is how somebody is called who looks elsewhere.
type Notify string

// The ways of calling.
const (
	Silent  Notify = "off"
	Ringing Notify = "bell"
	Desktop Notify = "desktop" // through the terminal; see Options.Sequence
)

func (n Notify) says() string {
	switch n {
	case Ringing:
		return "The terminal's bell rings when something urgent comes while you look elsewhere."
	case Desktop:
		return "The terminal notifies you when something urgent comes while you look elsewhere."
	case Silent:
	}
	return "Nothing calls you."
}

// Urgent is how much there is that somebody should be called for. It is counts
// and nothing else: what is shown outside of our window is never a word of
// somebody else's.
type Urgent struct {
	Late    int // questions and mentions past their time
	Cases   int // of moderation, of high priority
	Asks    int // of the outbox
	Stopped int // accounts that are not read any more
}

// beyond is what there is more of than before.
func (u Urgent) beyond(before Urgent) Urgent {
	return Urgent{
		Late: max(0, u.Late-before.Late), Cases: max(0, u.Cases-before.Cases),
		Asks: max(0, u.Asks-before.Asks), Stopped: max(0, u.Stopped-before.Stopped),
	}
}

// atMost is no more than there is: what has gone is told anew when it comes back.
func (u Urgent) atMost(now Urgent) Urgent {
	return Urgent{min(u.Late, now.Late), min(u.Cases, now.Cases), min(u.Asks, now.Asks), min(u.Stopped, now.Stopped)}
}

// says is the counts in our words, "" if there is nothing.
func (u Urgent) says() string {
	var parts []string
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, "1 "+one)
		case n > 1:
			parts = append(parts, strconv.Itoa(n)+" "+many)
		}
	}
	add(u.Late, "answer is late", "answers are late")
	add(u.Cases, "urgent case", "urgent cases")
	add(u.Asks, "message in the outbox asks you", "messages in the outbox ask you")
	add(u.Stopped, "account is not read any more", "accounts are not read any more")
	return strings.Join(parts, ", ")
}

const (
	alone    = time.Minute      // without a key before somebody is called
	rarely   = 10 * time.Minute // between two calls
	bell     = "\a"
	calledAs = "Rounds: "
)

// notices are what somebody is called for.
type notices struct {
	away bool      // the terminal has not the focus
	last time.Time // when somebody was called
	told Urgent    // what there was when they last looked, or were called
	now  Urgent
}

// attend hears whether somebody looks, and what there is to be called for.
func (a *App) attend(msg tea.Msg) tea.Cmd {
	n := &a.notices
	switch msg := msg.(type) {
	case tea.FocusMsg:
		n.away, n.told = false, n.now
	case tea.BlurMsg:
		n.away, n.told = true, n.now
	case Urgent:
		n.now, n.told = msg, n.told.atMost(msg)
		return a.call()
	}
	return nil
}

// call calls somebody who looks elsewhere, if there is more to be called for
// than before. What comes while they must not be called is told with what comes
// then.
func (a *App) call() tea.Cmd {
	n, now := &a.notices, a.env.Now()
	if !n.away {
		n.told = n.now
		return nil
	}
	text := n.now.beyond(n.told).says()
	idle := a.env.Pulse == nil || now.Sub(*a.env.Pulse) >= alone
	switch {
	case text == "", !idle, a.options.Notify == Silent || a.options.Notify == "":
		return nil
	case !n.last.IsZero() && now.Sub(n.last) < rarely, a.options.Quiet != nil && a.options.Quiet(now):
		return nil
	}
	n.last, n.told = now, n.now
	if a.options.Notify == Desktop && a.options.Sequence != nil {
		return tea.Raw(a.options.Sequence(calledAs + text))
	}
	return tea.Raw(bell)
}
