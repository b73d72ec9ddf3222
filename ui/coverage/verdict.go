package coverage

import (
	"strings"
	"time"

	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// verdict is the first line: whether all is here, in one sentence. The worst
// comes first; what a person need not know is not said.
func (p *Pane) verdict() (state, string) {
	all := p.survey()
	switch {
	case all.is(stopped):
		return stopped, all.named(stopped) + " needs you: nothing new" + p.sinceLast(stopped) + "."
	case all.is(failing):
		return failing, "Nothing new from " + all.named(failing) + p.sinceLast(failing) + "; it goes on by itself."
	case all.refused > 0:
		return failing, all.complete() + ", " + number(all.refused) + " cannot be read" + p.onlyRefused(all.refused) + "."
	case all.total == 0 && all.is(waiting, syncing, begun):
		return syncing, "The first round has begun: it finds the channels."
	case all.total == 0 && all.is(synced, live, old):
		return failing, "No channel is shown to us: let the account into one there (in Slack: /invite the app)."
	case all.is(waiting) && all.tally.complete == all.total:
		return waiting, all.complete() + ". What is new is on its way."
	case all.is(waiting):
		return waiting, all.complete() + ". The rest is on its way."
	case all.reading > 0:
		return syncing, all.complete() + ", " + number(all.reading) + " being read."
	case all.gaps > 0:
		return failing, all.complete() + ". What is missing is read in the next round."
	case all.is(syncing) && all.old(p.now):
		return syncing, "The last look was " + ago(p.now, all.last) + ": what was said since is being read."
	case all.old(p.now):
		return old, "The last look was " + ago(p.now, all.last) + ": what was said since is not here."
	case all.is(fresh):
		return fresh, "Nothing has been read yet from " + all.named(fresh) + "."
	case all.is(synced, live, syncing, begun):
		return synced, all.everything(p.now, p.width-4)
	case all.is(paused):
		return paused, "Paused by the config: nothing new is read."
	}
	return imported, "Imported, not synced: what came after the export is not here."
}

// sinceLast is since when nothing was read of the accounts in a state.
func (p *Pane) sinceLast(s state) string {
	var last time.Time
	for i := range p.accounts {
		a := &p.accounts[i]
		if at := a.syncedAt(); a.state(p.now) == s && !at.IsZero() && (last.IsZero() || at.Before(last)) {
			last = at
		}
	}
	if last.IsZero() {
		return " is read"
	}
	return " since " + since(p.now, last)
}

// onlyRefused names the channel in trouble if there is one alone.
func (p *Pane) onlyRefused(n int) string {
	for i := range p.accounts {
		for j := range p.accounts[i].Channels {
			if c := &p.accounts[i].Channels[j]; n == 1 && kindOf(c, p.accounts[i].fromFile()) == refused {
				return ": " + called(c.Channel)
			}
		}
	}
	return ""
}

// survey is all the accounts as one.
type survey struct {
	tally
	names map[state][]string
	last  time.Time // the oldest of the last looks
}

func (p *Pane) survey() survey {
	all := survey{names: map[state][]string{}}
	for i := range p.accounts {
		a := &p.accounts[i]
		s := a.state(p.now)
		all.names[s] = append(all.names[s], plain.Name(a.Account))
		if s == imported || s == paused {
			continue
		}
		all.tally = all.plus(a.tally())
		if at := a.syncedAt(); s != live && !at.IsZero() && (all.last.IsZero() || at.Before(all.last)) {
			all.last = at
		}
	}
	return all
}

// is whether some account is in one of the states.
func (s survey) is(states ...state) bool { return s.named(states...) != "" }

func (s survey) named(states ...state) string {
	var names []string
	for _, state := range states {
		names = append(names, s.names[state]...)
	}
	return strings.Join(names, ", ")
}

// old is whether a look is so long ago that more may have been said.
func (s survey) old(now time.Time) bool { return !s.last.IsZero() && now.Sub(s.last) > stale }

func (s survey) complete() string {
	return number(s.tally.complete) + " of " + count(s.total, "channel") + " complete"
}

// everything says that all is well, and what is left out of it if there is
// room: the accounts themselves say it too.
func (s survey) everything(now time.Time, width int) string {
	text := "Everything is here: " + count(s.tally.complete, "channel") + " complete, "
	switch {
	case !s.last.IsZero():
		text += "last look " + ago(now, s.last)
	case s.is(live):
		text += "news come in as they happen"
	default:
		text += "the first round is about to end"
	}
	for _, other := range []struct {
		state state
		said  string
	}{{paused, " paused"}, {imported, " as imported"}} {
		if names := s.named(other.state); names != "" {
			if longer := text + "; " + names + other.said; pane.Width(longer) < width {
				text = longer
			}
		}
	}
	return text + "."
}
