package ui

import (
	"strings"
	"unicode"

	"rounds/ui/pane"
)

// house is how the config calls what is in every pane.
const house = "rounds"

// paneName is what the config calls a pane: "outbox" for "Outbox & sync".
func paneName(title string) string {
	word, _, _ := strings.Cut(strings.ToLower(title), " ")
	return word
}

// naming is how the config calls commands, by their words.
type naming map[string]string

// of is the name of a command. What has none of its own is called by the first
// of its words: "done" for "done / reopen".
func (n naming) of(c *pane.Command) string {
	if c.Name != "" {
		return c.Name
	}
	h := c.Key.Help()
	if name := n[h.Key+" "+h.Desc]; name != "" {
		return name
	}
	if name := n[h.Desc]; name != "" {
		return name
	}
	return slug(short(h.Desc))
}

// slug is words as one word.
func slug(words string) string {
	return strings.Trim(strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-"), "-")
}

// usualNames are the names that cannot be told from the words, by the words; by
// the label too where one pane uses the words twice. A verb has one name in all
// the panes, so that one line of the config can give it another key.
func usualNames() naming {
	return naming{
		"all commands…": "palette", "all keys": "help", "capture an idea…": "capture",
		"run a command on it…": "run", "pipe it into a command…": "pipe",

		"down, up": "down", "first, last": "first", "first and what is new, last": "first",
		"half a page down": "half-down", "half a page up": "half-up",
		"switch section": "next-section", "next section, next rows": "next-section", "view before, view after": "next-section",
		"step before, step after": "next-section", "the step before": "previous-section",
		"previous section": "previous-section", "the section before": "previous-section", "the view before": "previous-section",
		"scroll the conversation": "scroll-down", "scroll the case": "scroll-down", "scroll the post": "scroll-down",
		"list, conversation, member": "next-part", "shift+tab back": "previous-part",
		"day before, day after": "next-day", "the day before": "previous-day",
		"week before, week after": "next-week", "the week before": "previous-week",
		"period before, period after": "previous-period", "the period after": "next-period",
		"shorter, longer period": "shorter-period", "a longer period": "longer-period",
		"the bar before, after": "previous-bar", "the bar after": "next-bar", "ten down, ten up": "ten-down",
		"switch account": "next-account", "outbox, sync": "other-page",

		"new message in this channel…": "new-message", "delete my last message…": "delete-own", "edit my last reply…": "edit-own",
		"react with…": "react", "wait for them / reopen": "wait", "flag for moderation": "flag", "make an idea of it…": "idea",
		"repeat last verb": "again", "star / unstar": "star",
		"mark, and down": "mark-down", "mark a range": "mark-range", "mark all that match": "mark-all", "mark all / none": "mark-all",
		"clear marks, then filter": "clear", "clear the filter": "clear", "clear filter and part": "clear",
		"search messages…": "search", "filter by name…": "filter", "filter by name": "filter",
		"take in news, sync": "refresh", "take in news": "refresh", "read again": "refresh", "sync now": "sync-now",
		"who is it…": "who", "who is it about…": "who", "open in browser": "browser", "open in the admin pages": "admin-page",
		"preview below, right, off": "preview", "copy title and link": "copy-title",

		"acknowledge; keep a flag": "acknowledge", "another good conversation": "another", "open it where it lives": "open",
		"read again, sync": "refresh", "scroll what is shown": "scroll-down",

		"keep: reports were wrong": "keep", "plan several things…": "plan", "ignore: no judgement": "ignore",
		"skip for now": "skip", "reopen what was decided…": "reopen", "zen: one case after another": "zen", "unfold the text": "unfold",
		"all that are alike": "alike",

		"edit the text…": "edit", "variants for each channel…": "variants", "theme and tags…": "tags", "set the time…": "time",
		"next free slot": "free-slot", "skip this one of a series": "skip", "off the plan / throw away": "drop",
		"the week's template…": "template", "request review": "review", "publish now…": "publish",

		"open the figure, the row": "open", "more words / more rows": "words", "all figures / the twelve": "all-figures",
		"beside the period before": "compare", "set a goal…": "goal", "annotate a day…": "annotate", "a part of the community…": "segment",

		"the card, the conversation": "open", "accept a merge": "accept", "reject it: two people": "reject", "merge those marked…": "merge",

		"look at it, decide": "open", "open the conversation": "conversation", "take back the one selected": "undo",
		"details of a channel": "channel", "sort by trouble, name, lag": "sort",
	}
}

// destroys are the names of what takes something away from others. A slip of
// the little finger must not do it.
func destroys() []string {
	return []string{"delete-own", "remove", "spam", "restrict", "drop", "publish", "merge"}
}

// itemless are the names of what may be run from another pane: it asks first,
// or only looks, and means no item that nobody sees.
func itemless() []string {
	return []string{
		"filter", "search", "new-post", "new-event", "template", "this-period", "today", "month", "segment", "all-figures", "history",
	}
}
