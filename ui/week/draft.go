package week

import (
	"cmp"
	"encoding/json"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// What is being written is on disk a moment after it was typed, so that neither
// a crash nor a dead battery takes it.

// breath is how long a person rests before what they typed is kept.
const breath = 400 * time.Millisecond

// paused says that nothing was typed for a breath.
type paused struct {
	sheet  *editor
	stroke uint64
}

// recalled is a text that was being written when the sheet was left open.
type recalled struct {
	sheet *editor
	texts map[string]string
	err   error
}

// place is where a text is kept: under its post.
func (s *editor) place() inbox.Place {
	return inbox.Place{Channel: "plan", Thread: cmp.Or(s.item.Post.Key, "new")}
}

// pause asks for the text to be kept once the person rests.
func (s *editor) pause() tea.Cmd {
	s.stroke++
	return s.p.env.Later(breath, paused{s, s.stroke})
}

func (p *Pane) saveAfter(msg paused) tea.Cmd {
	if p.sheet != msg.sheet || msg.sheet.stroke != msg.stroke {
		return nil
	}
	return msg.sheet.save()
}

// save keeps what is written: every page that has a text of its own.
func (s *editor) save() tea.Cmd {
	if !s.changed() {
		return nil
	}
	texts := map[string]string{}
	for i := range s.pages {
		if pg := &s.pages[i]; pg.own {
			texts[pg.key] = pg.field.Text()
		}
	}
	raw, err := json.Marshal(texts)
	if err != nil {
		return pane.Fail(err)
	}
	return s.keepDraft(string(raw))
}

// forget lets the kept text go.
func (s *editor) forget() tea.Cmd { return s.keepDraft("") }

func (s *editor) keepDraft(text string) tea.Cmd {
	store, ctx, at := s.p.store, s.p.env.Ctx, s.place()
	return func() tea.Msg {
		if err := store.SaveDraft(ctx, at, inbox.PostDraft, text); err != nil {
			return pane.Failed{Err: err}
		}
		return nil
	}
}

// askBack asks for what was written here and not kept.
func (s *editor) askBack() tea.Cmd {
	store, ctx, at := s.p.store, s.p.env.Ctx, s.place()
	return func() tea.Msg {
		text, err := store.Draft(ctx, at, inbox.PostDraft)
		back := recalled{sheet: s, err: err}
		if err == nil && text != "" {
			back.err = json.Unmarshal([]byte(text), &back.texts)
		}
		return back
	}
}

// recall puts a text that was left behind into the sheet that is still
// untouched.
func (p *Pane) recall(msg recalled) tea.Cmd {
	s := msg.sheet
	switch {
	case msg.err != nil:
		return pane.Fail(msg.err)
	case len(msg.texts) == 0, p.sheet != s, s.stroke > 0:
		return nil
	}
	for i := range s.pages {
		pg := &s.pages[i]
		if text, written := msg.texts[pg.key]; written {
			pg.field.Set(text)
			pg.own = true
		}
	}
	if !s.pool {
		s.spread()
	}
	return pane.Say("This is what you were writing; esc, then n, leaves it.")
}
