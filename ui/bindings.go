package ui

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"rounds/ui/pane"
)

// This file is the one place in which commands get other keys than their own:
// the keyboard, the help, the palette, the foot and the tables of the
// documentation all read what comes out of it. A sheet, and a field that is
// being typed in, keep the keys they have.

// bound is every command of a pane and of the house, with the keys in force:
// the pane's before the person's own, and those before the house's.
func (a *App) bound(p pane.Pane) []pane.Command {
	all := a.unbound(p)
	if len(a.env.Keys) == 0 {
		return all
	}
	return a.rebind(paneName(p.Title()), all)
}

// unbound is every command of a pane and of the house with its own keys.
func (a *App) unbound(p pane.Pane) []pane.Command {
	return slices.Concat(p.Commands(), a.ownIn(p), a.commands)
}

// rebind gives the commands of a pane, and those of the house behind them, the
// keys of the config.
func (a *App) rebind(in string, before []pane.Command) []pane.Command {
	after, moved := slices.Clone(before), map[string]bool{}
	for i := range after {
		if i == len(before)-len(a.commands) {
			in = house
		}
		if after[i].Key.Help().Desc == "" {
			continue
		}
		if other, known := a.env.Keys.Keys(in, a.names.of(&after[i])); known {
			after[i].Key.SetKeys(other...)
			for _, k := range before[i].Key.Keys() {
				moved[shown(k)] = true
			}
			moved[before[i].Key.Help().Key] = true // which may be none
		}
	}
	for i := range after {
		h := after[i].Key.Help()
		if h.Desc == "" { // a key that rests: it does so by whatever name it has now
			after[i].Key.SetKeys(renamed(before[i].Key.Keys(), before, after)...)
			continue
		}
		if !names(h.Key, moved) {
			continue
		}
		after[i].Key.SetHelp(relabel(h.Key, i, before, after), h.Desc)
	}
	return after
}

// names is whether a label names one of some keys.
func names(label string, keys map[string]bool) bool {
	if keys[label] {
		return true
	}
	for word := range strings.FieldsSeq(label) {
		if keys[word] {
			return true
		}
	}
	return false
}

// renamed are the keys that now do what others did.
func renamed(keys []string, before, after []pane.Command) []string {
	var now []string
	for _, k := range keys {
		i := slices.IndexFunc(before, func(c pane.Command) bool { return c.Key.Help().Desc != "" && slices.Contains(c.Key.Keys(), k) })
		if i < 0 {
			now = append(now, k)
		} else {
			now = append(now, after[i].Key.Keys()...)
		}
	}
	return now
}

// relabel writes a label anew. A label may name the keys of two commands,
// "j k", and each of them is followed; what has no key any more drops out.
// First is the command that the label belongs to, or -1.
func relabel(label string, first int, before, after []pane.Command) string {
	var words []string
	told := map[int]bool{}
	for word := range strings.FieldsSeq(label) {
		i := keeper(word, first, before)
		switch {
		case i < 0 || slices.Equal(before[i].Key.Keys(), after[i].Key.Keys()):
			words = append(words, word)
		case !told[i] && len(after[i].Key.Keys()) > 0:
			words = append(words, shown(after[i].Key.Keys()[0]))
		}
		told[i] = true
	}
	if len(words) == 0 && first >= 0 && len(after[first].Key.Keys()) > 0 {
		return shown(after[first].Key.Keys()[0]) // it had no key before
	}
	return strings.Join(words, " ")
}

// keeper is the command whose key a label shows, or -1.
func keeper(word string, first int, before []pane.Command) int {
	shows := func(c pane.Command) bool {
		return c.Key.Help().Desc != "" && slices.ContainsFunc(c.Key.Keys(), func(k string) bool { return shown(k) == word })
	}
	if first >= 0 && shows(before[first]) {
		return first
	}
	return slices.IndexFunc(before, shows)
}

// shown is a key as a label writes it: "gg" for "g g".
func shown(key string) string {
	for stroke := range strings.FieldsSeq(key) {
		if utf8.RuneCountInString(stroke) > 1 {
			return key
		}
	}
	return strings.ReplaceAll(key, " ", "")
}

// follow gives the hints of a pane the keys in force.
func (a *App) follow(p pane.Pane, hints []pane.Command) []pane.Command {
	if len(a.env.Keys) == 0 || p.Typing() {
		return hints
	}
	before, after := a.unbound(p), a.bound(p)
	now := make([]pane.Command, 0, len(hints))
	for _, c := range hints {
		h := c.Key.Help()
		if label := relabel(h.Key, -1, before, after); label != "" {
			c.Key.SetHelp(label, h.Desc)
			now = append(now, c)
		}
	}
	return now
}

// speller writes labels of the panes' usual keys with those in force; ":", which
// finds everything, where there is none any more. What it knows does not change:
// a sentence may be made beside the screen.
func (a *App) speller() pane.Speller {
	type table struct{ before, after []pane.Command }
	tables := map[string]table{}
	if len(a.env.Keys) > 0 {
		for _, p := range a.panes {
			tables[p.Title()] = table{a.unbound(p), a.bound(p)}
		}
	}
	return func(title, label string) string {
		of, known := tables[title]
		if !known {
			return label
		}
		return cmp.Or(relabel(label, -1, of.before, of.after), ":")
	}
}

// keyed is a sentence of the app with the keys in force; see [pane.Env.Keyed].
func (a *App) keyed(sentence string) string { return a.env.Keyed(a.panes[a.focus].Title(), sentence) }

// helpKey is the key of the help.
func (a *App) helpKey() string {
	if keys, known := a.env.Keys.Keys(house, "help"); known && len(keys) > 0 {
		return shown(keys[0])
	}
	return "?"
}

// followTail writes the key anew that ends a sentence of a pane: "Done · z
// undo", unless the command has none any more. What stands before it may be anybody's words and stays.
func (a *App) followTail(text string) string {
	at := strings.LastIndex(text, " · ")
	if len(a.env.Keys) == 0 || at < 0 {
		return text
	}
	p := a.panes[a.focus]
	key, rest, found := strings.Cut(text[at+len(" · "):], " ")
	before, after := a.unbound(p), a.bound(p)
	if i := keeper(key, -1, before); found && i >= 0 && len(after[i].Key.Keys()) > 0 {
		return text[:at+len(" · ")] + relabel(key, i, before, after) + " " + rest
	}
	return text
}
