package ui

import (
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// leaving is what has not left yet, for the right end of the header, and for
// whoever quits.
type leaving struct {
	pane.Leaving
	warned bool // the last key was a q that has told of it
}

// waits is whether there is a countdown to be seen: of what is farther away the
// minutes are enough.
func (l *leaving) waits(now time.Time) bool {
	return l.Waiting > 0 && l.Next.After(now) && l.Next.Sub(now) <= time.Hour
}

// line says how much is in the outbox and when the next of it leaves; or how
// much of it asks for a person.
func (l *leaving) line(t *theme.Theme, now time.Time, width int) (string, theme.Paint) {
	text, paint := "", t.Soft
	if l.Waiting > 0 {
		text = "outbox " + strconv.Itoa(l.Waiting)
		if left := pane.In(now, l.Next); left != "" {
			text += " (" + left + ")"
		}
	}
	if l.Asks > 0 {
		text, paint = "⚠ outbox asks "+strconv.Itoa(l.Asks), t.Alarm
	}
	return pane.Line(text, width), paint
}

// brief is the same in as few cells as it can be said.
func (l *leaving) brief(now time.Time) string {
	if l.Asks > 0 {
		return "⚠ " + strconv.Itoa(l.Asks)
	}
	text := "→ " + strconv.Itoa(l.Waiting)
	if left := pane.In(now, l.Next); left != "" {
		text += " " + left
	}
	return text
}

// quit ends the program; while something has not left, only when it is asked
// for twice.
func (a *App) quit() tea.Cmd {
	if n := a.leaving.Waiting; n > 0 && !a.leaving.warned {
		a.leaving.warned = true
		return a.say(a.leaving.farewell()+" "+a.keyed("‹q› again quits."), false)
	}
	return tea.Quit
}

// farewell is what becomes of what has not left if the program ends now.
func (l *leaving) farewell() string {
	switch n, timed := l.Waiting, l.Timed; {
	case timed == 1 && n == 1:
		return "A planned post is due soon: it is missed unless rounds sync --watch runs then."
	case timed > 0:
		return strconv.Itoa(n) + " have not left, " + strconv.Itoa(timed) + " planned for soon: those are missed unless rounds sync --watch runs."
	case n == 1:
		return "1 in the outbox has not left: it does with the next start."
	default:
		return strconv.Itoa(n) + " in the outbox have not left: they do with the next start."
	}
}

// hearLeaving takes what has not left, and counts down to the next of it.
func (a *App) hearLeaving(msg pane.Leaving) tea.Cmd {
	a.now, a.leaving.Leaving = a.env.Now(), msg
	return a.countDown()
}

// come brings a pane to the front.
func (a *App) come(title string) tea.Cmd {
	for i, p := range a.panes {
		if p.Title() == title {
			a.focus = i
		}
	}
	return nil
}
