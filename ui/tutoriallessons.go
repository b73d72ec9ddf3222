package ui

import (
	"slices"
	"strconv"
	"strings"
)

// lesson is a thing to learn by doing it: one step after another.
type lesson struct {
	title string
	todo  string // what to press first
	then  string // and after the first step
	why   string
	steps []step
}

// moment is what has just happened: the command that was run, by its name, or
// none, and whether something lies open that hears every key itself.
type moment struct {
	command string
	open    bool
}

// step is what has to be seen for a lesson to go on.
type step func(moment) bool

// runs is met by one of some commands.
func runs(names ...string) step {
	return func(m moment) bool { return slices.Contains(names, m.command) }
}

// goes is met by going to a pane.
func goes(m moment) bool { return strings.HasPrefix(m.command, "go-to-") }

// opens and shuts are met when something lies open, and no longer.
func opens(m moment) bool { return m.open }
func shuts(m moment) bool { return m.command == "" && !m.open }

// lessons is the course. Every key in it is read from the table, so that it
// teaches the keys that the config gives.
func lessons() []lesson {
	return []lesson{
		{
			"Move", "Press {down} and then {up}: down and up the list.", "Now {up}, up again.",
			"The arrows do it too. The bar ▌ is on what your keys act on.",
			[]step{runs("down"), runs("up")},
		},
		{
			"Open and go back", "Press {open}: the conversation opens.", "esc leads back. It always does, and it never changes anything.",
			"Opening is only reading. No key that opens something decides anything.",
			[]step{runs("open"), runs("back")},
		},
		{
			"Reply", "Press {reply} and write a few words.", "Now esc: y would send it. esc again keeps it as a draft instead.",
			"{reply} goes on with the draft. What is sent can be taken back: {undo}.",
			[]step{runs("reply"), opens, shuts},
		},
		{
			"Done", "Press {done}: this one is dealt with, and leaves the list.", "",
			"The cursor goes to the next one. If they write again, it comes back.",
			[]step{runs("done")},
		},
		{
			"Undo", "Press {undo}: it is back.", "",
			"Whatever you decide can be undone, step by step, tomorrow too.",
			[]step{runs("undo")},
		},
		{
			"Snooze", "Press {snooze}: not now, but surely later.", "Choose when with enter; or esc, if you would rather not.",
			"It comes back at that time, or as soon as they write.",
			[]step{runs("snooze"), opens, shuts},
		},
		{
			"Filter", "Press {filter} and type a word, or is:question.", "Enter keeps the filter, esc drops it. {clear} clears it at any time.",
			"It works as you type. The sections above are filters that are kept.",
			[]step{runs("filter"), opens, shuts},
		},
		{
			"Other rooms", "Press 3: the flags. Each digit is a room; all have the same keys.", "And back: press 2, or any other digit.",
			"0 shows what has not left yet, and how the rounds go.",
			[]step{goes, goes},
		},
		{
			"Any command by its name", "Press {palette} and type what you want, such as snooze.", "Enter does it, esc closes. Each line shows its key, for next time.",
			"Nobody has to learn keys: this finds all of them, in all rooms.",
			[]step{runs("palette"), opens, shuts},
		},
		{
			"Help", "Press {help}: every key that means something here.", "{filter} finds one in it; esc closes it.",
			"At the foot are always the few that are most useful now.",
			[]step{runs("help"), opens, shuts},
		},
	}
}

// ending is what is said when the course is over.
func ending(skipped int) lesson {
	title := "That was all of it: ten keys"
	if skipped > 0 {
		title = "The end, with " + strconv.Itoa(skipped) + " skipped"
	}
	return lesson{
		title: title,
		todo:  "Go on: nobody here is real. Today, behind 1, is where a day begins.",
		why:   "Your own community: q, then rounds connect. {help} and t play it again.",
	}
}
