package today

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/checkin"
	"rounds/ui/pane"
)

// The groups of commands, as the help shows them.
const (
	groupMove   = "Move"
	groupAnswer = "Answer"
	groupDecide = "Decide"
	groupFlags  = "Flags"
	groupOpen   = "Open"
	groupDay    = "The day"
	groupUndo   = "Undo"
)

// readOnly is why nothing can be decided.
const readOnly = "Nothing is changed here: rounds was started with --readonly."

type adder = func(group, label, what string, run func() tea.Cmd, keys ...string)

// bind makes the table of everything that this pane can be asked for. Keys,
// help, palette and the page of the documentation all come from it.
func (p *Pane) bind() {
	add := func(group, label, what string, run func() tea.Cmd, keys ...string) {
		c := pane.Command{Group: group, Key: pane.Bind(label, what, keys...), Hide: group == groupMove}
		c.Run = func() tea.Cmd { return tea.Batch(p.touch(), run()) }
		if p.options.ReadOnly && group != groupMove && group != groupOpen {
			c.Why = readOnly
		}
		p.commands = append(p.commands, c)
	}
	add(groupAnswer, "r", "reply, greet…", p.once("r", p.reply), "r")
	add(groupAnswer, "R", "reply privately…", p.once("R", p.replyPrivately), "R")
	add(groupAnswer, "a", "acknowledge; keep a flag", p.once("a", p.acknowledge), "a")
	add(groupDecide, "e", "done, welcomed, kept", p.once("e", p.done), "e")
	add(groupDecide, "s", "snooze…", p.snooze, "s")
	add(groupDecide, "N", "not now / take it up again", p.once("N", p.putOff), "N")
	add(groupDecide, "n", "another good conversation", p.another, "n")
	add(groupDecide, "D", "spam", p.once("D", p.spam), "D")
	p.bindFlags(add)
	add(groupOpen, "enter", "open it where it lives", p.open, "enter")
	add(groupOpen, "u", "who is it…", p.meet, "u")
	add(groupOpen, "o", "open in browser", p.browse, "o")
	add(groupOpen, "ctrl+r", "read again, sync", p.sync, "ctrl+r")
	add(groupDay, "B", "done for today / resume", p.once("B", p.finish), "B")
	add(groupUndo, "z", "undo", p.once("z", p.undo), "z")
	add(groupUndo, "Z", "redo", p.once("Z", p.redo), "Z")
	p.bindMoves(add)
	p.byKey = make(map[string]int, len(p.commands))
	for i, c := range p.commands {
		p.byKey[c.Key.Keys()[0]] = i
	}
}

// bindFlags are the outcomes of a case, as the queue has them; it carries them
// out.
func (p *Pane) bindFlags(add adder) {
	at := func(key string) func() tea.Cmd { return p.once(key, func() tea.Cmd { return p.review(key) }) }
	add(groupFlags, "d", "remove, by a rule…", at("d"), "d")
	add(groupFlags, "I", "ignore: no judgement", at("I"), "I")
	add(groupFlags, "w", "warn…", at("w"), "w")
	add(groupFlags, "b", "restrict, ban…", at("b"), "b")
	add(groupFlags, "E", "escalate…", at("E"), "E")
}

func (p *Pane) bindMoves(add adder) {
	add(groupMove, "j k", "down, up", p.by(+1), "j", "down")
	add(groupMove, "k", "up", p.by(-1), "k", "up")
	add(groupMove, "h l", "step before, step after", func() tea.Cmd { return p.turn(+1) }, "l", "right", "tab", "]")
	add(groupMove, "h", "the step before", func() tea.Cmd { return p.turn(-1) }, "h", "left", "shift+tab", "[")
	add(groupMove, "gg G", "first, last", p.by(-1<<20), "g g", "home")
	add(groupMove, "G", "last", p.by(1<<20), "G", "end")
	add(groupMove, "ctrl+d", "half a page down", p.half(+1), "ctrl+d", "pgdown")
	add(groupMove, "ctrl+u", "half a page up", p.half(-1), "ctrl+u", "pgup")
	add(groupMove, "J K", "scroll what is shown", func() tea.Cmd { return p.scrollBy(+3) }, "J")
	add(groupMove, "K", "scroll up", func() tea.Cmd { return p.scrollBy(-3) }, "K")
}

// once is a verb that a key which is held down does once.
func (p *Pane) once(key string, run func() tea.Cmd) func() tea.Cmd {
	return func() tea.Cmd {
		if p.acting || !p.guard.Passes(key, p.env.Now()) {
			return nil
		}
		return run()
	}
}

// Commands implements [pane.Pane].
func (p *Pane) Commands() []pane.Command { return slices.Clone(p.commands) }

// Hints implements [pane.Pane]: the most useful keys of the moment.
func (p *Pane) Hints() []pane.Command {
	item := p.current()
	switch {
	case p.ended():
		return p.named("B", "take it up again", "z", "undo")
	case item == nil && p.left() == 0 && p.reading.loaded:
		return p.named("B", "done for today", "l", "next step", "z", "undo")
	case item == nil:
		return p.named("l", "next step", "B", "done for today", "z", "undo")
	}
	switch item.Kind {
	case checkin.Newcomer:
		return p.named("r", "greet", "e", "welcomed", "N", "not now", "D", "spam", "u", "who", "l", "next step", "B", "done for today")
	case checkin.Question, checkin.Mention, checkin.Woken:
		return p.named("r", "reply", "a", "react", "e", "done", "s", "snooze", "N", "not now", "l", "next step", "enter", "open")
	case checkin.Conversation:
		return p.named("r", "join in", "n", "another", "a", "react", "N", "not now", "l", "next step", "enter", "open")
	case checkin.Flag:
		return p.named("a", "keep", "d", "remove", "D", "spam", "I", "ignore", "N", "not now", "l", "next step", "enter", "open")
	case checkin.FollowUp:
		return p.named("r", "reply", "e", "kept", "s", "snooze", "N", "not now", "l", "next step", "enter", "open")
	case checkin.Unsent, checkin.FailedPost, checkin.MissedPost:
		return p.named("enter", "open", "N", "not now", "l", "next step", "B", "done for today")
	case checkin.Watched, checkin.Celebrate:
		return p.named("r", "reply", "a", "react", "e", "seen", "l", "next step", "enter", "open", "u", "who")
	}
	return p.named("enter", "open", "l", "next step")
}

// named are commands in the few words that the foot has room for.
func (p *Pane) named(keysAndWords ...string) []pane.Command {
	var hints []pane.Command
	for i := 0; i+1 < len(keysAndWords); i += 2 {
		c := p.commands[p.byKey[keysAndWords[i]]]
		c.Key = pane.Bind(keysAndWords[i], keysAndWords[i+1], keysAndWords[i])
		hints = append(hints, c)
	}
	return hints
}
