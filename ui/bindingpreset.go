package ui

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rounds/ui/pane"
)

// Presets are the names of the sets of keys, the usual one first.
func Presets() []string { return []string{"default", "vim", "gmail", "aerc", "one-hand"} }

// Preset is a set of keys for who comes from elsewhere. A verb that moves takes
// its key along in every pane, and its usual key goes on working wherever
// nothing else has it now.
func Preset(name string) (pane.Keymap, error) {
	switch name {
	case "", "default":
		return pane.Keymap{}, nil
	case "vim":
		return vim(), nil
	case "gmail":
		return gmail(), nil
	case "aerc":
		return aerc(), nil
	case "one-hand":
		return oneHand(), nil
	}
	return nil, fmt.Errorf("there are no keys %q: there are %s", name, strings.Join(Presets(), ", "))
}

// vim undoes with u; what u was is U.
func vim() pane.Keymap {
	return pane.Keymap{
		"undo": {"u", "z"}, "who": {"U"}, "history": {"g u"}, "split": {"U"},
	}
}

// gmail has l for labels and s for stars; sections, days and views keep the
// arrows and brackets.
func gmail() pane.Keymap {
	return pane.Keymap{
		"snooze": {"b"}, "time": {"b", "s"},
		"tags": {"l", "t"}, "star": {"s", "f"},
		"inbox.next-section": {"]", "right"}, "inbox.previous-section": {"[", "left"},
		"today.next-section": {"]", "right"}, "today.previous-section": {"[", "left"},
		"today.restrict":      {}, // b snoozes; the case itself, behind enter, has the key
		"people.next-section": {"]", "right", "tab"}, "people.previous-section": {"[", "left", "shift+tab"},
		"calendar.next-day": {"right"}, "calendar.previous-day": {"left"},
		"delete-own": {"#", "d"}, "remove": {"#", "d"}, "drop": {"#", "d"}, "channels": {"c"},
	}
}

// aerc archives with a and deletes with D; what those were are A and X.
func aerc() pane.Keymap {
	return pane.Keymap{
		"done": {"a", "e"}, "inbox.acknowledge": {"A"}, "today.acknowledge": {"A"},
		"delete-own": {"D", "d"}, "remove": {"D", "d"}, "drop": {"D", "d"}, "spam": {"X"},
	}
}

// oneHand has all that is pressed often under the right hand, which has the
// arrows, Enter, Backspace and the digits from 7 on.
func oneHand() pane.Keymap {
	return pane.Keymap{
		"done": {"l", "e"}, "reply": {"h", "r"}, "snooze": {"-", "s"}, "time": {"-", "s"}, "undo": {"backspace", "z"},
		"acknowledge": {",", "a"}, "keep": {",", "a"}, "approve": {",", "a"}, "accept": {",", "a"},
		"delete-own": {"delete", "d"}, "remove": {"delete", "d"}, "drop": {"delete", "d"},
		"tags": {"8", "t"}, "star": {"9", "f"}, "mark": {"'", "x"},
		"inbox.next-section": {"]", "right"}, "inbox.previous-section": {"[", "left"},
		"today.next-section": {"]", "right"}, "today.previous-section": {"[", "left"},
		"moderation.next-section": {"]", "right"}, "moderation.previous-section": {"[", "left"},
	}
}

// With is a preset with what a person has set besides: their word about a
// command is the last, wherever the preset had one.
func With(preset, own pane.Keymap) pane.Keymap {
	all := maps.Clone(preset)
	for name := range own {
		if !strings.Contains(name, ".") {
			maps.DeleteFunc(all, func(other string, _ []string) bool { return strings.HasSuffix(other, "."+name) })
		}
	}
	maps.Copy(all, own)
	for name, keys := range all {
		all[name] = slices.Clone(keys)
	}
	return all
}
