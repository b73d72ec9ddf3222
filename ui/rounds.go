package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rounds/inbox/plain"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// rounds is how the rounds of all accounts go, for the right end of the
// header.
type rounds struct{ accounts []pane.Sync }

// hear remembers the last word of an account. A word without a time keeps the
// end of the round before.
func (r *rounds) hear(msg pane.Sync) {
	at := slices.IndexFunc(r.accounts, func(s pane.Sync) bool { return s.Account == msg.Account })
	if at < 0 {
		r.accounts = append(r.accounts, msg)
		slices.SortFunc(r.accounts, func(a, b pane.Sync) int { return cmp.Compare(a.Account, b.Account) })
		return
	}
	if msg.At.IsZero() {
		msg.At = r.accounts[at].At
	}
	r.accounts[at] = msg
}

// weight is how much a person has to know of it: what needs them before what
// goes wrong, a wait before work, work before rest.
type weight int

const (
	paused weight = iota
	rest
	work
	wait
	trouble
	stopped
)

func weigh(s pane.Sync) weight {
	switch {
	case s.Stopped:
		return stopped
	case s.Trouble:
		return trouble
	case s.Text != "" && !s.Until.IsZero():
		return wait
	case s.Text != "":
		return work
	case s.Paused:
		return paused
	}
	return rest
}

// worst is the account that weighs most; of two that are at rest the one that
// was read longer ago.
func (r *rounds) worst() (pane.Sync, bool) {
	if len(r.accounts) == 0 {
		return pane.Sync{}, false
	}
	return slices.MaxFunc(r.accounts, func(a, b pane.Sync) int {
		return cmp.Or(cmp.Compare(weigh(a), weigh(b)), compareRest(a, b))
	}), true
}

// compareRest is more for what is older; what is live is as new as can be.
func compareRest(a, b pane.Sync) int {
	switch {
	case weigh(a) != rest:
		return 0
	case a.At.IsZero() != b.At.IsZero() && a.At.IsZero():
		return -1
	case a.At.IsZero() != b.At.IsZero():
		return +1
	case a.Live != b.Live && a.Live:
		return -1
	case a.Live != b.Live:
		return +1
	}
	return b.At.Compare(a.At)
}

// waits is whether there is a countdown to be seen.
func (r *rounds) waits(now time.Time) bool {
	s, some := r.worst()
	return some && (weigh(s) == wait || weigh(s) == trouble) && s.Until.After(now)
}

// line is the one thing that a person should know, in at most width cells, and
// how it is painted. What is cut first is the time of day, then the words; how
// long a wait lasts is cut last.
func (r *rounds) line(t *theme.Theme, now time.Time, width int) (string, theme.Paint) {
	s, some := r.worst()
	if !some {
		return "", t.Quiet
	}
	mark, paint := "", t.Quiet
	switch weigh(s) {
	case stopped:
		mark, paint = "✗ ", t.Alarm
	case trouble:
		mark, paint = "⚠ ", t.Warn
	case wait:
		paint = t.Note
	case work:
		paint = t.Soft
	case rest, paused:
		return fits(width, atRest(s, now), strings.TrimPrefix(atRest(s, now), "synced ")), paint
	}
	if weigh(s) == wait && !s.Until.After(now) { // it is over
		s.Text, s.Short, s.Until = "syncing…", "", time.Time{}
	}
	short := cmp.Or(s.Short, s.Text)
	if len(r.accounts) > 1 {
		mark += plain.Name(s.Account) + ": "
	}
	long, brief := tails(s, now)
	for _, text := range []string{mark + s.Text + long, mark + s.Text + brief, mark + short + long, mark + short + brief} {
		if text = pane.Line(text, 1000); pane.Width(text) <= width {
			return text, paint
		}
	}
	return pane.Line(pane.Line(mark+short, width-pane.Width(brief))+brief, width), paint
}

// fits is the first of some texts that is not too wide, or what there is room
// for of the last.
func fits(width int, texts ...string) string {
	for _, text := range texts {
		if pane.Width(text) <= width {
			return text
		}
	}
	return pane.Line(texts[len(texts)-1], width)
}

// tails are until when it lasts, in full and in brief.
func tails(s pane.Sync, now time.Time) (long, brief string) {
	left := pane.In(now, s.Until)
	switch {
	case s.Until.IsZero() || s.Stopped:
		return "", ""
	case left == "" && s.Trouble:
		return ", trying again", ", again now"
	case s.Trouble:
		return ", again at " + pane.Clock(now, s.Until, "15:04") + " (" + left + ")", ", again in " + left
	}
	return " until " + pane.Clock(now, s.Until, time.TimeOnly) + " (" + left + ")", " (" + left + ")"
}

// atRest is how fresh all is while nothing is done.
func atRest(s pane.Sync, now time.Time) string {
	switch {
	case s.Paused:
		return "paused"
	case s.Live:
		return "live"
	case s.At.IsZero():
		return ""
	case now.Sub(s.At) < time.Minute:
		return "synced just now"
	}
	return "synced " + pane.Ago(now, s.At) + " ago"
}
