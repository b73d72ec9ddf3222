package queue

import (
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
	"rounds/ui/pane"
)

// plan puts several outcomes together before a case is closed with all of
// them.
type plan struct {
	p    *Pane
	on   []moderation.Case
	rule string // its name, "" for none
	take map[moderation.Outcome]bool
	long int  // which length of a restriction
	mute bool // neither note nor letter is sent

	drafts []moderation.Draft
	err    error
	fresh  bool // the drafts are of what is chosen
}

// lengths are how long a restriction may be.
func lengths() []time.Duration {
	return []time.Duration{time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}
}

// part is one outcome that a plan may hold, and its key.
type part struct {
	key     string
	outcome moderation.Outcome
}

// parts are what a plan may hold, by their keys. Whatever stands first is the
// outcome, the others come besides.
func parts() []part {
	return []part{
		{"d", moderation.Remove}, {"D", moderation.Spam}, {"w", moderation.Warn}, {"b", moderation.Restrict}, {"B", moderation.Ban},
	}
}

func (p *Pane) openPlan() tea.Cmd {
	on := p.targets()
	if len(on) == 0 {
		return pane.Say("There is no case here to plan for.")
	}
	s := &plan{p: p, on: on, long: 1, take: map[moderation.Outcome]bool{moderation.Remove: true, moderation.Warn: true}}
	for _, rule := range p.book.Rules {
		if rule.Digit > 0 && p.fired()[rule.Name] {
			s.rule = rule.Name
			break
		}
	}
	p.sheet = s
	return s.preview()
}

// ruling is what is chosen; false if that is nothing.
func (s *plan) ruling() (moderation.Ruling, bool) {
	var all []moderation.Outcome
	for _, one := range parts() {
		if s.take[one.outcome] {
			all = append(all, one.outcome)
		}
	}
	if len(all) == 0 {
		return moderation.Ruling{}, false
	}
	rule, _ := s.p.book.Find(s.rule)
	r := moderation.By(rule)
	r.Outcome, r.Also = all[0], all[1:]
	if s.take[moderation.Restrict] {
		r.For = lengths()[s.long]
	}
	if s.mute {
		r.Note, r.Letter = "", ""
	}
	return r, true
}

func (s *plan) preview() tea.Cmd {
	s.fresh, s.err = false, nil
	question := s.p.previews.Ask()
	r, any := s.ruling()
	if !any {
		s.drafts = nil
		return nil
	}
	store, ctx := s.p.store, s.p.env.Ctx
	r = s.p.order(r, s.on).Ruling
	return func() tea.Msg {
		drafts, err := store.Draft(ctx, r)
		return previewed{question: question, drafts: drafts, err: err}
	}
}

func (s *plan) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case previewed:
		if s.p.previews.Is(msg.question) {
			s.drafts, s.err, s.fresh = msg.drafts, msg.err, true
		}
	case tea.KeyPressMsg:
		return s.press(msg.String())
	}
	return nil
}

func (s *plan) press(stroke string) tea.Cmd {
	for _, one := range parts() {
		if one.key == stroke {
			s.toggle(one.outcome)
			return s.preview()
		}
	}
	if digit, err := strconv.Atoi(stroke); err == nil {
		if rule, ok := s.p.book.OfDigit(digit); ok && rule.Name != s.rule {
			s.rule = rule.Name
		} else {
			s.rule = ""
		}
		return s.preview()
	}
	switch stroke {
	case "n":
		s.mute = !s.mute
		return s.preview()
	case "+", "l", "right":
		s.long = (s.long + 1) % len(lengths())
		return s.preview()
	case "O":
		return s.p.openWeb(adminLink(s.drafts), "the admin page")
	case "enter":
		return s.carryOut()
	case "esc", "q":
		s.p.sheet = nil
	}
	return nil
}

// toggle takes an outcome into the plan or out of it. What says more of the
// same takes the other's place.
func (s *plan) toggle(o moderation.Outcome) {
	s.take[o] = !s.take[o]
	rivals := map[moderation.Outcome]moderation.Outcome{
		moderation.Remove: moderation.Spam, moderation.Spam: moderation.Remove,
		moderation.Restrict: moderation.Ban, moderation.Ban: moderation.Restrict,
	}
	if rival, has := rivals[o]; has && s.take[o] {
		s.take[rival] = false
	}
}

func (s *plan) carryOut() tea.Cmd {
	if !s.p.guard.Passes("enter", s.p.env.Now()) {
		return nil
	}
	r, any := s.ruling()
	if !any {
		return pane.Say("Nothing is chosen yet.")
	}
	knows := blind
	if s.fresh && s.err == nil {
		knows = aware
	}
	s.p.sheet = nil
	s.p.spends("enter")
	return s.p.judge(s.p.order(r, s.on), knows)
}

// View implements [pane.Sheet].
func (s *plan) View(width, height int) string {
	t, w := s.p.env.Theme, min(width, menuWidth)
	d := s.p.drawing(max(1, w-4))
	box := func(on bool) string {
		if on {
			return "[×] "
		}
		return "[ ] "
	}
	labels := map[moderation.Outcome]string{
		moderation.Remove: "remove it", moderation.Spam: "remove it as spam", moderation.Warn: "warn its author",
		moderation.Restrict: "restrict its author for " + span(lengths()[s.long]) + "  (+ another length)", moderation.Ban: "ban its author for good",
	}
	for _, one := range parts() {
		d.Put(t.Key.Put(pane.Cell(one.key, 3)) + t.Text.Put(box(s.take[one.outcome])+labels[one.outcome]))
	}
	rule := "no rule"
	if found, ok := s.p.book.Find(s.rule); ok {
		rule = strconv.Itoa(found.Digit) + " " + found.Title
	}
	d.Put(t.Key.Put("1–9") + t.Text.Put(" rule: "+pane.Line(rule, d.Width-12)))
	d.Put(t.Key.Put(pane.Cell("n", 3)) + t.Text.Put(box(!s.mute)+"say the rule's note and letter"))
	d.Put(t.Rule.Put(strings.Repeat("╌", d.Width)))
	switch {
	case s.err != nil:
		d.Say(t.Alarm, "", s.err.Error())
	case !slices.ContainsFunc(parts(), func(one part) bool { return s.take[one.outcome] }):
		d.Say(t.Quiet, "", "Nothing is chosen yet.")
	case !s.fresh:
		d.Say(t.Quiet, "", "…")
	default:
		d.drafts(s.drafts)
		d.Say(t.Quiet, "", s.p.holdTold(s.drafts))
	}
	return pane.Box(t, "Plan · "+about(s.on), d.Lines, w, min(height, len(d.Lines)+2))
}

// Cursor implements [pane.Sheet].
func (s *plan) Cursor() *tea.Cursor { return nil }

// Hints implements [pane.Sheet].
func (s *plan) Hints() []pane.Command {
	return []pane.Command{
		{Key: pane.Bind("d D w b B", "in or out", "d")},
		{Key: pane.Bind("1–9", "rule", "1")},
		{Key: pane.Bind("enter", "do all of it", "enter")},
		{Key: pane.Bind("esc", "leave it", "esc")},
	}
}
