package queue

import (
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
	"rounds/inbox/when"
	"rounds/ui/pane"
)

// The groups of commands, as the help shows them.
const (
	groupMove   = "Move"
	groupDecide = "Decide"
	groupCase   = "Case"
	groupMark   = "Mark"
	groupFind   = "Find"
	groupOpen   = "Open"
	groupUndo   = "Undo"
)

// readOnly is why nothing can be decided.
const readOnly = "Nothing is decided here: rounds was started with --readonly."

// bind makes the table of everything that this pane can be asked for. Keys,
// help, palette and README all come from it.
func (p *Pane) bind() {
	add := func(group, label, what string, run func() tea.Cmd, keys ...string) {
		p.commands = append(p.commands, pane.Command{Group: group, Key: pane.Bind(label, what, keys...), Run: run, Hide: group == groupMove})
	}
	add(groupOpen, "esc q", "back", p.back, "esc", "q") // first: Commands turns it off
	p.bindOutcomes(add)
	add(groupCase, "c", "claim / let go", p.toggleClaim, "c")
	add(groupCase, "N", "skip for now", p.skip, "N")
	add(groupCase, "n", "note…", p.openNote, "n")
	add(groupCase, "m", "mute / unmute reports", p.toggleMute, "m")
	add(groupUndo, "z", "undo", p.undo, "z")
	add(groupUndo, "Z", "redo", p.redo, "Z")
	add(groupUndo, "R", "reopen what was decided…", p.openReopen, "R")
	add(groupOpen, "enter", "open", p.open, "enter")
	add(groupOpen, "+", "zen: one case after another", p.toggleZen, "+")
	add(groupOpen, "u", "who is it about…", p.openPerson, "u")
	add(groupOpen, "v", "unfold the text", p.unfold, "v")
	add(groupOpen, "o", "open in browser", p.browse, "o")
	add(groupOpen, "O", "open in the admin pages", p.browseAdmin, "O")
	add(groupOpen, "r", "reply…", p.reply, "r")
	add(groupMark, "=", "all that are alike", p.openGroup, "=")
	add(groupMark, "space", "mark, and down", p.markDown, "space")
	add(groupMark, "x", "mark / unmark", p.markOne, "x")
	add(groupMark, "*", "mark all / none", p.markAll, "*")
	add(groupMark, "\\", "clear marks, then filter", p.clear, "\\")
	add(groupFind, "/", "filter", p.openFilter, "/")
	add(groupFind, "ctrl+r", "take in news", p.takeNews, "ctrl+r")
	p.bindMoves(add)
	p.byKey = make(map[string]int, len(p.commands))
	for i, c := range p.commands {
		p.byKey[c.Key.Keys()[0]] = i
	}
}

type adder = func(group, label, what string, run func() tea.Cmd, keys ...string)

func (p *Pane) bindOutcomes(add adder) {
	at := func(key string, o moderation.Outcome) func() tea.Cmd {
		return func() tea.Cmd {
			return p.once(key, func() tea.Cmd { return p.decide(moderation.Ruling{Outcome: o}, blind) })
		}
	}
	add(groupDecide, "a", "keep: reports were wrong", at("a", moderation.Keep), "a")
	add(groupDecide, "d", "remove, by a rule…", p.openRemove, "d")
	add(groupDecide, "D", "spam…", p.openSpam, "D")
	add(groupDecide, "w", "warn…", p.openWarn, "w")
	add(groupDecide, "b", "restrict, ban…", p.openRestrict, "b")
	add(groupDecide, "p", "plan several things…", p.openPlan, "p")
	add(groupDecide, "I", "ignore: no judgement", at("I", moderation.Ignore), "I")
	add(groupDecide, "E", "escalate…", p.openEscalate, "E")
}

func (p *Pane) bindMoves(add adder) {
	by := func(n int) func() tea.Cmd { return func() tea.Cmd { return p.step(n) } }
	add(groupMove, "j k", "down, up", by(+1), "j", "down")
	add(groupMove, "k", "up", by(-1), "k", "up")
	add(groupMove, "h l", "switch section", p.nextTab, "l", "]", "right")
	add(groupMove, "h", "previous section", p.previousTab, "h", "[", "left")
	add(groupMove, "gg G", "first and what is new, last", p.first, "g g", "home")
	add(groupMove, "G", "last", func() tea.Cmd { return p.to(len(p.list.rows)) }, "G", "end")
	add(groupMove, "ctrl+d", "half a page down", func() tea.Cmd { return p.step(+p.half()) }, "ctrl+d", "pgdown")
	add(groupMove, "ctrl+u", "half a page up", func() tea.Cmd { return p.step(-p.half()) }, "ctrl+u", "pgup")
	add(groupMove, "J K", "scroll the case", func() tea.Cmd { return p.scrollBy(+3) }, "J")
	add(groupMove, "K", "scroll up", func() tea.Cmd { return p.scrollBy(-3) }, "K")
}

// once runs a verb unless its key is only held down.
func (p *Pane) once(key string, run func() tea.Cmd) tea.Cmd {
	if !p.guard.Passes(key, p.env.Now()) {
		return nil
	}
	return run()
}

func (p *Pane) undo() tea.Cmd {
	return p.once("z", func() tea.Cmd { return p.takeBack("undo", p.store.Undo) })
}

func (p *Pane) redo() tea.Cmd {
	return p.once("Z", func() tea.Cmd { return p.takeBack("redo", p.store.Redo) })
}

func (p *Pane) skip() tea.Cmd {
	return p.once("N", func() tea.Cmd { return p.handle(moderation.SkipIt, "", "Skipped") })
}

// toggleClaim claims cases, or lets them go if they are ours already. What
// somebody else has stays theirs.
func (p *Pane) toggleClaim() tea.Cmd {
	on, verb, said := p.targets(), moderation.LetGo, "Let go"
	for i := range on {
		c := &on[i]
		if c.Claim.Held(p.options.Actor, p.now) {
			return pane.Say(pane.Line(c.Claim.By, 24) + " has it until " + when.Say(c.Claim.Until, p.now) + ".")
		}
		if c.Claim.By == "" || !p.now.Before(c.Claim.Until) {
			verb, said = moderation.ClaimIt, "Claimed"
		}
	}
	return p.once("c", func() tea.Cmd { return p.handle(verb, "", said) })
}

func (p *Pane) toggleMute() tea.Cmd {
	on, verb, said := p.targets(), moderation.Undeafen, "Further reports are heard again"
	if slices.ContainsFunc(on, func(c moderation.Case) bool { return !c.Muted }) {
		verb, said = moderation.Deafen, "Further reports do not bring it back"
	}
	return p.once("m", func() tea.Cmd { return p.handle(verb, "", said) })
}

// Commands implements [pane.Pane]. The first one, back, is off while there is
// nothing to go back from: q then means quit. A key that has just decided, and
// that a finger may rest on still, means nothing.
func (p *Pane) Commands() []pane.Command {
	all := slices.Clone(p.commands)
	if !p.canBack() {
		all[0].Key.SetEnabled(false)
	}
	for i := range all {
		all[i].Why = p.why(&all[i])
	}
	if p.stillHeld() {
		key := p.spent.key
		rest := pane.Command{Group: groupMove, Key: pane.Bind("", "", key), Hide: true, Run: func() tea.Cmd { p.spends(key); return nil }}
		return append([]pane.Command{rest}, all...)
	}
	return all
}

// why is why a command cannot be done now, "" if it can.
func (p *Pane) why(c *pane.Command) string {
	decides := c.Group == groupDecide || c.Group == groupCase || c.Group == groupUndo
	switch {
	case decides && p.options.ReadOnly:
		return readOnly
	case p.tab().log && (c.Group == groupDecide || c.Group == groupCase):
		return p.keyed("That is decided already: ‹R› reopens it.")
	}
	return ""
}

// Hints implements [pane.Pane]: the most useful keys of the moment.
func (p *Pane) Hints() []pane.Command {
	switch {
	case p.filter != nil:
		return p.filter.hints()
	case len(p.list.rows) == 0:
		return p.named("l", "/", "z", "ctrl+r")
	case p.tab().log:
		return p.named("enter", "R", "z", "l", "J")
	case p.options.ReadOnly:
		return p.named("enter", "+", "u", "/", "l", "o")
	case p.list.news > 0 && p.zoom == listed:
		return p.named("ctrl+r", "a", "d", "D", "w", "z")
	case p.zoom == listed && len(p.list.marks) == 0 && p.current() != nil && p.current().Kin > 1:
		return p.named("a", "d", "D", "w", "=", "z", "+", "enter")
	case p.zoom != listed:
		return p.named("a", "d", "D", "w", "b", "N", "z", "esc")
	}
	return p.named("a", "d", "D", "w", "+", "z", "b", "enter")
}

// named are commands in the few words that the foot has room for.
func (p *Pane) named(keys ...string) []pane.Command {
	short := map[string]string{
		"a": "keep", "d": "remove", "D": "spam", "w": "warn", "b": "restrict", "N": "skip", "+": "zen", "=": "the group",
		"R": "reopen", "l": "section", "J": "scroll", "u": "who", "o": "browser", "ctrl+r": "take in news",
	}
	hints := make([]pane.Command, 0, len(keys))
	for _, k := range keys {
		c := p.commands[p.byKey[k]]
		c.Why = p.why(&c)
		if words := short[k]; words != "" {
			if n := len(p.list.marks); n > 0 && c.Group == groupDecide {
				words += " " + strconv.Itoa(n)
			}
			c.Key = pane.Bind(c.Key.Help().Key, words, c.Key.Keys()...)
		}
		hints = append(hints, c)
	}
	return hints
}
