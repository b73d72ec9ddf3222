package ui

import (
	"strings"

	"rounds/ui/pane"
)

// name is ours, at the left end of the header.
const name = " ROUNDS  "

// tabForm is how the names of the panes stand in the header, from the widest to
// the narrowest. The one that is shown always has its name in full.
type tabForm int

const (
	wholeNames  tabForm = iota // "0 Outbox & sync"
	firstWords                 // "0 Outbox"
	firstChars                 // "0 Out 2"
	withoutName                // the same, and our own name goes
	withoutMany                // and what waits in the others
	numbersOnly
)

// abbreviated is how many letters of a name are enough to know it by.
const abbreviated = 3

// newsRoom is what the right end of the header keeps for how the rounds go: by
// it alone a form is chosen, so that no tab moves while they go on.
func (f tabForm) newsRoom() int {
	if f < withoutName {
		return pane.Width("synced just now") + 2
	}
	return pane.Width("just now") + 2
}

func (f tabForm) name() string {
	if f < withoutName {
		return name
	}
	return " "
}

func (f tabForm) gap() int {
	if f == numbersOnly {
		return 1
	}
	return 2
}

// tabForm is the widest form that a window has room for.
func (a *App) tabForm() tabForm {
	for f := range numbersOnly {
		spans := a.tabsIn(f)
		if len(spans) == 0 || spans[len(spans)-1].to+f.newsRoom() < a.frame.window.Dx() {
			return f
		}
	}
	return numbersOnly
}

// span is the cells of a pane's name in the header.
type span struct{ from, to int }

// tabSpans is where the names of the panes stand in the header.
func (a *App) tabSpans() []span { return a.tabsIn(a.tabForm()) }

func (a *App) tabsIn(f tabForm) []span {
	at := len(f.name())
	spans := make([]span, len(a.panes))
	for i := range a.panes {
		spans[i] = span{at, at + pane.Width(a.tabText(i, f))}
		at = spans[i].to + f.gap()
	}
	return spans
}

func (a *App) tabText(i int, f tabForm) string {
	p := a.panes[i]
	text, title, badge := string(rune('0'+number(p))), p.Title(), p.Badge()
	if f >= firstWords {
		title, _, _ = strings.Cut(title, " ")
	}
	if i != a.focus {
		title, badge = f.others(title, badge)
	}
	for _, more := range []string{title, badge} {
		if more != "" {
			text += " " + more
		}
	}
	return text
}

// others are the name and the number of a pane that is not shown.
func (f tabForm) others(title, badge string) (string, string) {
	switch f {
	case wholeNames, firstWords:
		return title, badge
	case firstChars, withoutName, withoutMany:
		letters := []rune(title)
		title = string(letters[:min(abbreviated, len(letters))])
		if f == withoutMany {
			badge = ""
		}
		return title, badge
	case numbersOnly:
	}
	return "", ""
}

// header is the name of the house, the panes, and how fresh everything is.
func (a *App) header(width int) string {
	t, f := a.env.Theme, a.tabForm()
	left, used := t.Accent.Put(f.name()), len(f.name())
	for i := range a.panes {
		paint, text := t.Quiet, a.tabText(i, f)
		if i == a.focus {
			paint = t.Strong
		}
		left += paint.Put(text) + pane.Blank(f.gap())
		used += pane.Width(text) + f.gap()
	}
	right, taken := a.news(width - used - 1)
	return pane.Fit(left+pane.Blank(width-used-taken-1)+right+" ", width)
}

// news is what leaves and how the rounds go. Neither hides the other: where
// there is little room both are said in brief.
func (a *App) news(room int) (painted string, taken int) {
	t := a.env.Theme
	if room <= 0 {
		return "", 0
	}
	out, outPaint := a.leaving.line(t, a.now, 1000)
	if out == "" {
		text, paint := a.rounds.line(t, a.now, room)
		return paint.Put(text), pane.Width(text)
	}
	const least = 3 + len("just now") // of the rounds, and what stands before them
	if _, some := a.rounds.worst(); some && pane.Width(out)+least > room {
		out = a.leaving.brief(a.now)
	}
	out = pane.Line(out, room)
	painted, taken = outPaint.Put(out), pane.Width(out)
	if room-taken < least { // a stump of it says nothing
		return painted, taken
	}
	text, paint := a.rounds.line(t, a.now, room-taken-3)
	if text == "" {
		return painted, taken
	}
	return painted + t.Quiet.Put(" · ") + paint.Put(text), taken + 3 + pane.Width(text)
}
