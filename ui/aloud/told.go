package aloud

import (
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/ui/pane"
)

// told is what there is to be heard at one moment.
type told struct {
	title  string
	badges map[string]string
	speech pane.Speech
	spoken bool // the pane speaks for itself
	page   page // its frame, if it does not, or if it is typed in
	field  bool // something is being typed

	sheet  string // the title of what lies over the pane, "" for nothing
	leaf   page   // and that
	words  pane.Speech
	hints  string
	begun  string
	warned string
}

// look listens to the screen as it is now.
func (r *Reader) look() told {
	p, sheet := r.screen.Shown()
	if p.Busy() {
		return r.told // the key is still being carried out: hear what comes of it
	}
	now := told{title: p.Title(), badges: map[string]string{}, begun: keys(r.screen.Begun()), warned: r.screen.Warning()}
	for _, other := range r.screen.Panes() {
		now.badges[other.Title()] = other.Badge()
	}
	if speaker, can := p.(pane.Spoken); can {
		now.speech, now.spoken = speaker.Speak(), true
	}
	if sheet != nil {
		now.over(sheet)
		return now
	}
	row := rowOf(p.Cursor())
	now.field = p.Typing() && row >= 0
	if !now.spoken || now.field {
		now.page = read(p.View(), row)
	}
	return now
}

// over listens to a sheet.
func (n *told) over(sheet pane.Sheet) {
	view := sheet.View(Width, Height)
	row := rowOf(sheet.Cursor())
	n.leaf, n.field, n.hints = read(view, row), row >= 0, keys(sheet.Hints())
	n.sheet = "sheet"
	if speaker, can := sheet.(pane.Spoken); can {
		n.words = speaker.Speak()
		n.sheet = n.words.About
		return
	}
	if len(n.leaf.lines) > 0 {
		n.sheet = n.leaf.lines[0].words
	}
}

func rowOf(c *tea.Cursor) int {
	if c == nil {
		return -1
	}
	return c.Y
}

// keys says what keys do: "r: reply, e: done".
func keys(commands []pane.Command) string {
	var all []string
	for _, c := range commands {
		h := c.Key.Help()
		if h.Key != "" && h.Desc != "" {
			all = append(all, pane.SayKey(h.Key)+" "+strings.TrimSuffix(h.Desc, "…"))
		}
	}
	return strings.Join(all, ", ")
}

// changes are what is new since something was said last, in the order in which
// one looks at a screen: where we are, what lies on top, what we stand on.
func (r *Reader) changes(now *told) []string {
	before := &r.told
	var said []string
	if now.title != before.title {
		said = append(said, pane.Sentence(now.title, now.badges[now.title]))
	}
	said = append(said, r.echo(now)...)
	switch {
	case now.sheet != "":
		said = append(said, r.sheet(now)...)
	default:
		if before.sheet != "" {
			said = append(said, "back in "+now.title)
		}
		said = append(said, r.pane(now)...)
	}
	if now.begun != "" && now.begun != before.begun {
		said = append(said, now.begun)
	}
	if now.warned != "" && now.warned != before.warned {
		said = append(said, now.warned)
	}
	return said
}

// echo is the line that was typed, once it has ended.
func (r *Reader) echo(now *told) []string {
	before := &r.told
	was, is := &before.page, &now.page
	if before.sheet != "" {
		was = &before.leaf
	}
	if now.sheet != "" {
		is = &now.leaf
	}
	switch {
	case !before.field || was.typed() == "" || r.key.Code == tea.KeyEscape:
		return nil
	case !now.field, before.sheet != now.sheet && !r.typing:
	case was.field == is.field, !r.typing && r.key.Code != tea.KeyEnter:
		return nil
	}
	return []string{"typed: " + was.typed()}
}

// sheet is what lies over the pane: all of it when it was opened, then what
// changes. While one types only the line that a list offers is followed.
func (r *Reader) sheet(now *told) []string {
	before := &r.told
	opened := before.sheet == "" || before.words.About != now.words.About ||
		!r.typing && !r.aside && before.sheet != now.sheet && len(now.leaf.since(&before.leaf)) > len(now.leaf.lines)/2
	switch {
	case opened && len(now.words.Lines) > 0:
		return now.words.Lines
	case opened:
		return append(now.leaf.all(), prefixed("keys: ", now.hints)...)
	case len(now.words.Lines) > 0:
		return nil
	case r.typing:
		if lit := now.leaf.lit(); lit != before.leaf.lit() {
			return []string{lit}
		}
		return nil
	}
	said := now.leaf.since(&before.leaf)
	if now.leaf.field >= 0 && now.leaf.field != before.leaf.field && r.key.Code != tea.KeyEnter {
		said = append(said, "typing: "+now.leaf.typed())
	}
	return said
}

// pane is what the pane itself has to say.
func (r *Reader) pane(now *told) []string {
	before := &r.told
	switch {
	case now.field && !before.field:
		return []string{"typing: " + now.page.typed()}
	case now.field:
		return nil
	case !now.spoken && now.title != before.title:
		return now.page.all()
	case !now.spoken && r.aside:
		return nil
	case !now.spoken:
		return now.page.since(&before.page)
	}
	s, was := &now.speech, &before.speech
	var said []string
	if s.Where != was.Where && !r.aside || now.title != before.title {
		said = append(said, s.Where)
	}
	switch {
	case s.About != was.About || now.title != before.title || was.Where != "" && section(s.Where) != section(was.Where) && !r.aside:
		said = append(said, s.Lines...)
	case len(s.Lines) == 1 && len(was.Lines) > 1: // it was closed
		said = append(said, s.Lines...)
	case !r.aside:
		for _, l := range s.Lines {
			if !slices.Contains(was.Lines, l) {
				said = append(said, l)
			}
		}
	}
	return slices.DeleteFunc(said, func(l string) bool { return l == "" })
}

// section is where one is without how much is in it.
func section(where string) string {
	name, _, _ := strings.Cut(where, ",")
	return name
}

// soon is for how long after a key what changes is its own doing and no news.
const soon = 3 * time.Second

// news is one line about what has come in everywhere, "" for nothing.
func (r *Reader) news(now *told) string {
	var parts []string
	for _, p := range r.screen.Panes() {
		title := p.Title()
		is, known := count(now.badges[title])
		was, had := count(r.told.badges[title])
		switch {
		case !known || is <= was:
		case !had && r.stroke.IsZero():
			parts = append(parts, now.badges[title]+" in "+title)
		case r.aside && r.now().Sub(r.stroke) > soon:
			parts = append(parts, strconv.Itoa(is-was)+" new in "+title)
		}
	}
	return strings.Join(parts, ", ")
}

// count is the number that a badge begins with.
func count(badge string) (n int, known bool) {
	end := 0
	for end < len(badge) && '0' <= badge[end] && badge[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(badge[:end])
	return n, err == nil
}

// everything is all there is to hear here.
func (r *Reader) everything() []string {
	now := &r.told
	p, sheet := r.screen.Shown()
	switch {
	case sheet != nil && len(now.words.Lines) > 0:
		return now.words.Lines
	case sheet != nil:
		return append(now.leaf.all(), prefixed("keys: ", now.hints)...)
	}
	said := []string{pane.Sentence(now.title, now.badges[now.title]), now.speech.Where}
	page := read(p.View(), -1)
	said = append(said, page.all()...)
	return append(said, prefixed("keys: ", keys(p.Hints()))...)
}

func prefixed(head, text string) []string {
	if text == "" {
		return nil
	}
	return []string{head + text}
}
