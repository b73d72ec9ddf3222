package threads

import (
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
)

// The groups of commands, as the help shows them.
const (
	groupMove   = "Move"
	groupAnswer = "Answer"
	groupDecide = "Decide"
	groupMark   = "Mark"
	groupFind   = "Find"
	groupOpen   = "Open"
	groupUndo   = "Undo"
)

// The names of the commands that a platform may refuse.
const (
	reply          = "reply…"
	replyPrivately = "reply privately…"
	newMessage     = "new message in this channel…"
	acknowledges   = "acknowledge / take back"
	deleteMine     = "delete my last message…"
	editMine       = "edit my last reply…"
	reactWith      = "react with…"
)

// bind makes the table of everything that this pane can be asked for. Keys,
// help, palette and README all come from it.
func (p *Pane) bind() {
	add := func(group, label, what string, run func() tea.Cmd, keys ...string) {
		p.commands = append(p.commands, pane.Command{Group: group, Key: pane.Bind(label, what, keys...), Run: run})
	}
	add(groupOpen, "esc q", "back", p.back, "esc", "q") // first: Commands turns it off
	p.bindAnswers(add)
	add(groupDecide, "e", "done / reopen", p.toggleDone, "e")
	add(groupDecide, "s", "snooze…", p.openSnooze, "s")
	add(groupDecide, "t", "tags…", p.openTags, "t")
	add(groupDecide, "n", "note…", p.openNote, "n")
	add(groupDecide, "f", "star / unstar", p.toggleStar, "f")
	add(groupDecide, "m", "mute / unmute", p.toggleMute, "m")
	add(groupDecide, "", "wait for them / reopen", p.toggleWaiting) // w is for warnings
	add(groupDecide, "D", "spam / not spam", p.toggleSpam, "D")
	add(groupDecide, "F", "flag for moderation", p.flag, "F")
	add(groupDecide, ">", "make an idea of it…", p.jot, ">")
	add(groupDecide, ".", "repeat last verb", p.repeat, ".")
	add(groupUndo, "z", "undo", p.undo, "z")
	add(groupUndo, "Z", "redo", p.redo, "Z")
	add(groupUndo, "U", "history…", p.openHistory, "U")
	add(groupMark, "space", "mark, and down", p.markDown, "space")
	add(groupMark, "x", "mark / unmark", p.markOne, "x")
	add(groupMark, "v", "mark a range", p.markRange, "v")
	add(groupMark, "*", "mark all that match", p.markAll, "*")
	add(groupMark, "\\", "clear marks, then filter", p.clear, "\\", "esc")
	add(groupFind, "/", "filter", p.openFilter, "/")
	add(groupFind, "S", "search messages…", p.openSearch, "S")
	add(groupFind, "ctrl+r", "take in news, sync", p.takeIn, "ctrl+r")
	add(groupOpen, "enter", "open", p.open, "enter")
	add(groupOpen, "+", "zoom", p.zoom, "+")
	add(groupOpen, "u", "who is it…", p.openCard, "u")
	add(groupOpen, "o", "open in browser", p.browse, "o")
	add(groupOpen, "y", "copy link", p.copyLink, "y")
	add(groupOpen, "Y", "copy title and link", p.copyTitle, "Y")
	add(groupOpen, "p", "preview below, right, off", p.turnPreview, "p")
	p.bindMoves(add)
	p.byKey = make(map[string]int, len(p.commands))
	for i, c := range p.commands {
		if keys := c.Key.Keys(); len(keys) > 0 {
			p.byKey[keys[0]] = i
		}
	}
}

func (p *Pane) bindAnswers(add func(group, label, what string, run func() tea.Cmd, keys ...string)) {
	add(groupAnswer, "r", reply, p.openReply, "r")
	add(groupAnswer, "R", replyPrivately, p.openPrivate, "R")
	add(groupAnswer, "C", newMessage, p.openPost, "C")
	add(groupAnswer, "a", acknowledges, p.acknowledge, "a")
	add(groupAnswer, ";", "saved replies…", p.openMacros, ";")
	add(groupAnswer, "d", deleteMine, p.deleteOwn, "d")
	add(groupAnswer, "", editMine, p.editOwn)
	add(groupAnswer, "", reactWith, p.openEmoji)
}

func (p *Pane) bindMoves(add func(group, label, what string, run func() tea.Cmd, keys ...string)) {
	from := len(p.commands)
	add(groupMove, "j k", "down, up", p.down, "j", "down")
	add(groupMove, "k", "up", p.up, "k", "up")
	add(groupMove, "h l", "switch section", p.nextTab, "l", "]", "right")
	add(groupMove, "h", "previous section", p.previousTab, "h", "[", "left")
	add(groupMove, "gg G", "first, last", p.first, "g g", "home")
	add(groupMove, "G", "last", p.bottom, "G", "end")
	add(groupMove, "ctrl+d", "half a page down", p.halfDown, "ctrl+d", "pgdown")
	add(groupMove, "ctrl+u", "half a page up", p.halfUp, "ctrl+u", "pgup")
	add(groupMove, "J K", "scroll the conversation", p.scrollDown, "J")
	add(groupMove, "K", "scroll up", p.scrollUp, "K")
	add(groupMove, "tab", "list, conversation, member", p.nextFocus, "tab")
	add(groupMove, "shift+tab", "back", p.previousFocus, "shift+tab")
	add(groupMove, "ctrl+n", "next conversation", p.nextRow, "ctrl+n")
	add(groupMove, "ctrl+p", "previous conversation", p.previousRow, "ctrl+p")
	add(groupMove, "gn", "next unread", p.nextUnread, "g n")
	for i := from; i < len(p.commands); i++ {
		p.commands[i].Hide = true
	}
}

// Commands implements [pane.Pane]. The first one, back, is off while there is
// nothing to go back from: q then means quit.
func (p *Pane) Commands() []pane.Command {
	all := slices.Clone(p.commands)
	if !p.canBack() {
		all[0].Key.SetEnabled(false)
	}
	for i := range all {
		all[i].Why = p.why(all[i])
	}
	return all
}

// asks is what a command asks of a platform.
func asks(what string) inbox.ActionKind {
	switch what {
	case reply:
		return inbox.Reply
	case replyPrivately:
		return inbox.ReplyPrivately
	case newMessage:
		return inbox.Post
	case acknowledges, reactWith:
		return inbox.React
	case deleteMine:
		return inbox.Delete
	case editMine:
		return inbox.Edit
	}
	return ""
}

// why is why a command cannot be done to the conversation under the cursor, ""
// if it can, or if nobody knows.
func (p *Pane) why(c pane.Command) string {
	r := p.current()
	kind := asks(c.Key.Help().Desc)
	if r == nil || kind == "" {
		return ""
	}
	a := p.voices[r.Account].account
	a.Platform = r.Platform
	return a.Cannot(kind)
}

// Hints implements [pane.Pane]: the six most useful keys of the moment.
func (p *Pane) Hints() []pane.Command {
	switch {
	case p.filter != nil:
		return p.filter.hints()
	case p.empty && p.list.loaded:
		return append(p.named("ctrl+r"), pane.Command{Key: pane.Bind("q", "quit", "q")})
	case len(p.list.rows) == 0 && p.guest == nil:
		return p.named("l", "/", "S", "z", "ctrl+r")
	case len(p.list.marks) > 0:
		return p.named("e", "s", "a", ";", "t", "\\", "z")
	case p.zoomed && p.errand.back != "":
		return p.named("r", "esc", "a", "e", "s", "ctrl+n", "n")
	case p.zoomed:
		return p.named("r", "a", "e", "s", "esc", "ctrl+n", "n")
	case p.focus == onTalk:
		return p.named("r", "a", "e", "s", "esc", "n", "+")
	case p.focus == onCard:
		return p.named("tab", "n", "t", "o", "esc")
	case p.list.fresh > 0:
		return p.named("ctrl+r", "r", "a", "e", "s", "z")
	}
	return p.named("r", "a", "e", "s", "enter", "z", "t", "n", ";")
}

func (p *Pane) named(keys ...string) []pane.Command {
	hints := make([]pane.Command, 0, len(keys))
	for _, k := range keys {
		c := p.commands[p.byKey[k]]
		c.Why = p.why(c)
		if k == "e" {
			c.Key = pane.Bind("e", p.doneOrReopen(), "e")
		}
		if k == "esc" && p.errand.back != "" {
			c.Key = pane.Bind("esc", "back to "+p.errand.back, "esc")
		}
		hints = append(hints, c)
	}
	return hints
}

// doneOrReopen is what e would do now.
func (p *Pane) doneOrReopen() string {
	if n := len(p.list.marks); n > 0 && p.guest == nil {
		return "done on " + strconv.Itoa(n)
	}
	if r := p.current(); r != nil && r.State == inbox.Done {
		return "reopen"
	}
	return "done"
}
