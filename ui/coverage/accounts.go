package coverage

import (
	"cmp"
	"strings"
	"time"

	"rounds/inbox/plain"
	"rounds/ui/pane"
	"rounds/ui/theme"
)

// fullness is how much is told of an account.
type fullness int

const (
	everything fullness = iota
	helped              // its state and what can be done
	stated              // its state alone
)

// blocks are the accounts, in at most height lines: each with its state, with
// what is held and with what can be done. Where they do not all go there, first
// what is held is left out, then what can be done, then what is far from the
// one that is listed. of tells whose line each is.
func (p *Pane) blocks(width, height int) (lines []string, of []int) {
	if height <= 0 {
		return nil, nil
	}
	for _, told := range []fullness{everything, helped, stated} {
		lines, of = nil, nil
		for i := range p.accounts {
			block := p.block(i, width, told)
			lines = append(lines, block...)
			for range block {
				of = append(of, i)
			}
		}
		if len(lines) <= height {
			return lines, of
		}
	}
	first := max(0, min(p.firstLine(of)-height/2, len(lines)-height))
	lines, of = lines[first:first+height], of[first:first+height]
	if hidden := len(p.accounts) - 1 - of[height-1]; hidden > 0 && height > 1 {
		hidden++
		lines[height-1] = p.env.Theme.Quiet.Put("   … " + count(hidden, "more account"))
		of[height-1] = -1
	}
	return lines, of
}

func (p *Pane) firstLine(of []int) int {
	for i, account := range of {
		if account == p.shown {
			return i
		}
	}
	return 0
}

// nameRoom is the column of the accounts' names.
func (p *Pane) nameRoom(width int) int {
	room := 4
	for i := range p.accounts {
		room = max(room, pane.Width(plain.Name(p.accounts[i].Account)))
	}
	return min(room, max(4, width/4), 24)
}

// block is one account: its state on the first line; what is held behind it
// where the window is wide, else below; then what can be done.
func (p *Pane) block(i, width int, told fullness) []string {
	a, t := &p.accounts[i], p.env.Theme
	s := a.state(p.now)
	mark, paint := sign(s, &t.Roles)
	name := t.Strong
	if p.shown >= 0 && p.shown != i {
		name = t.Soft
	}
	chosen := " "
	if p.shown == i && len(p.accounts) > 1 {
		chosen = "▸"
	}
	room := p.nameRoom(width)
	indent := 3 + room + 2
	line := t.Accent.Put(chosen) + paint.Put(mark) + " " + name.Put(pane.Cell(plain.Name(a.Account), room)) + "  "
	rest := width - indent - 1
	words := a.words(s, p.now, rest)
	line += statePaint(s, &t.Roles).Put(words)
	switch told {
	case stated:
		return []string{pane.Fit(line, width)}
	case helped:
		return append([]string{pane.Fit(line, width)}, p.detail(a, s, indent, width)...)
	case everything:
	}
	var lines []string
	if left := rest - pane.Width(words) - 3; width >= 110 && left > 40 {
		facts := a.facts(left)
		lines = []string{line + pane.Blank(rest-pane.Width(words)-pane.Width(facts)) + t.Quiet.Put(facts)}
	} else {
		lines = []string{line, pane.Blank(indent) + t.Quiet.Put(a.facts(rest))}
	}
	for i := range lines {
		lines[i] = pane.Fit(lines[i], width)
	}
	return append(lines, p.detail(a, s, indent, width)...)
}

// detail is what a person can do, and above it the whole error where its state
// did not say it.
func (p *Pane) detail(a *account, s state, indent, width int) []string {
	t := p.env.Theme
	var lines []string
	put := func(paint theme.Paint, mark, text string) {
		for i, line := range pane.Wrap(text, max(1, width-indent-3)) {
			if i > 0 {
				mark = pane.Blank(pane.Width(mark))
			}
			if i < 3 {
				lines = append(lines, pane.Blank(indent)+paint.Put(mark+line))
			}
		}
	}
	switch s {
	case stopped:
		if pane.Width(pane.Line(a.why(), 400)) > 40 {
			put(t.Soft, "", pane.Line(a.why(), 400))
		}
		put(t.Accent, "→ ", cmp.Or(p.advice(a.Account, a.why()), "No rounds are made before you have looked: rounds doctor says more."))
	case failing:
		if why := a.why(); why != noConnection {
			put(t.Quiet, "", pane.Line(why, 400))
		}
		if todo := p.advice(a.Account, a.why()); todo != "" && !offline(a.why()) {
			put(t.Accent, "→ ", todo)
		}
	case imported:
		put(t.Quiet, "", "What came after the export is not here. To keep up with it: rounds connect "+string(a.Platform))
	case waiting, syncing, begun, fresh, old, live, synced, paused:
	}
	return lines
}

// words is a state as it is said, with its times.
func (a *account) words(s state, now time.Time, room int) string {
	switch s {
	case stopped:
		if at := a.StoppedAt; !at.IsZero() {
			return pane.Line("stopped since "+since(now, at)+": "+a.why(), room)
		}
		return pane.Line("stopped: "+a.why(), room)
	case failing:
		return a.failingWords(now, room)
	case waiting:
		left := " until " + pane.Clock(now, a.until(), time.TimeOnly) + " (" + pane.In(now, a.until()) + ")"
		what := "waiting for " + cmp.Or(platform(a.Platform), "the platform") + "'s limit"
		return withTail(what, left, room)
	case syncing:
		if !a.heard.Until.IsZero() { // what was waited for is over
			return pane.Line("syncing…", room)
		}
		return pane.Line(a.heard.Text, room)
	case begun:
		return pane.Line("a round was begun "+ago(now, a.BegunAt)+" and has not ended", room)
	case fresh:
		return pane.Line("not synced yet", room)
	case live:
		if a.Live.IsZero() {
			return pane.Line("live", room)
		}
		return pane.Line("live since "+since(now, a.Live), room)
	case old, synced:
		return pane.Line("synced "+ago(now, a.syncedAt()), room)
	case paused:
		if a.syncedAt().IsZero() {
			return pane.Line("paused by the config", room)
		}
		return pane.Line("paused by the config, synced "+ago(now, a.syncedAt()), room)
	case imported:
		return pane.Line("imported, not synced", room)
	}
	return ""
}

// failingWords are the trouble and when it is tried again, which is never cut.
func (a *account) failingWords(now time.Time, room int) string {
	what := "trouble"
	if offline(a.why()) {
		what = noConnection
	}
	if at := a.TroubleAt; !at.IsZero() {
		what += " since " + since(now, at)
	}
	again := ", tried again by itself"
	if until := a.until(); until.After(now) {
		again = ", again at " + since(now, until) + " (" + pane.In(now, until) + ")"
	}
	return withTail(what, again, room)
}

// withTail puts a tail of our own behind words, which are cut before it is.
func withTail(words, tail string, room int) string {
	return pane.Line(pane.Line(words, room-pane.Width(tail))+tail, room)
}

func statePaint(s state, r *theme.Roles) theme.Paint {
	switch s {
	case stopped:
		return r.Alarm
	case failing, old:
		return r.Warn
	case waiting:
		return r.Note
	case syncing:
		return r.Text
	case begun, fresh, live, synced, paused, imported:
	}
	return r.Soft
}

// facts are how much is held: as many of them as go into width cells.
func (a *account) facts(width int) string {
	t := a.tally()
	parts := make([]string, 0, 5)
	if name := platform(a.Platform); name != "" {
		parts = append(parts, pane.Line(name, 16))
	}
	switch {
	case t.total == 0 && t.gone == 0:
		parts = append(parts, "no channel is known yet")
	case a.fromFile():
		parts = append(parts, count(t.total, "channel"))
	default:
		parts = append(parts, number(t.complete)+" of "+count(t.total, "channel")+" complete")
	}
	if a.Due > 0 {
		parts = append(parts, number(a.Due)+" to read")
	}
	if a.Threads > 0 {
		parts = append(parts, count(a.Threads, "thread")+" re-checked")
	}
	parts = append(parts, brief(a.Messages)+" messages")
	for len(parts) > 1 && pane.Width(strings.Join(parts, " · ")) > width {
		parts = parts[:len(parts)-1]
	}
	return pane.Line(strings.Join(parts, " · "), width)
}
