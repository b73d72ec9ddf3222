package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rounds/ui/pane"
)

// Gravity is how much is wrong with keys.
type Gravity string

// The gravities.
const (
	Wrong    Gravity = "wrong"    // a command cannot be reached, or means something else
	Doubtful Gravity = "doubtful" // it may not arrive in some terminals
)

// Gravities lists them.
func Gravities() []Gravity { return []Gravity{Wrong, Doubtful} }

// KeyProblem is something that is the matter with the keys in force.
type KeyProblem struct {
	Gravity Gravity
	Text    string
}

// CheckKeys looks for what is wrong with the keys that the config gives: names
// that nothing has, keys that two commands of one pane share or that are the
// beginning of another's, and keys that a terminal does not tell apart.
func (a *App) CheckKeys() []KeyProblem {
	found := a.strangers()
	for _, p := range a.panes {
		found = append(found, a.clashes(p)...)
	}
	found = append(found, a.strokes()...)
	slices.SortStableFunc(found, func(x, y KeyProblem) int {
		return cmp.Compare(slices.Index(Gravities(), x.Gravity), slices.Index(Gravities(), y.Gravity))
	})
	return slices.Compact(found)
}

// strangers are the names of the config that no command has.
func (a *App) strangers() []KeyProblem {
	known, bare := map[string]bool{}, map[string]bool{}
	for _, row := range a.Keys() {
		known[row.Pane+"."+row.Name], bare[row.Name] = true, true
	}
	var found []KeyProblem
	for _, name := range sorted(a.env.Keys) {
		if ofPreset(name) {
			continue
		}
		if pane, _, within := strings.Cut(name, "."); within && !known[name] && a.has(pane) {
			found = append(found, KeyProblem{Wrong, fmt.Sprintf("%s has no command %q: rounds keys lists them", pane, strings.TrimPrefix(name, pane+"."))})
		} else if within && !known[name] && !usualPane(pane) {
			found = append(found, KeyProblem{Wrong, fmt.Sprintf("there is no pane %q: there are %s", pane, strings.Join(a.paneNames(), ", "))})
		} else if !within && !bare[name] {
			found = append(found, KeyProblem{Wrong, fmt.Sprintf("no pane has a command %q: rounds keys lists them", name)})
		}
	}
	return found
}

// ofPreset is whether a name is one of a preset's, which are for a house with
// all its panes.
func ofPreset(name string) bool {
	return slices.ContainsFunc(Presets(), func(preset string) bool {
		keys, err := Preset(preset)
		return err == nil && keys[name] != nil
	})
}

func usualPane(name string) bool {
	return slices.ContainsFunc(titles(), func(title string) bool { return paneName(title) == name })
}

func (a *App) has(name string) bool { return slices.Contains(a.paneNames(), name) }

// paneNames are the panes as the config calls them, and the house.
func (a *App) paneNames() []string {
	var names []string
	for _, p := range a.panes {
		names = append(names, paneName(p.Title()))
	}
	return append(names, house)
}

// clashes are the keys of a pane that mean two things. Two commands that share
// a key by themselves know when it is whose: "back" gives q away while there is
// nothing to go back from.
func (a *App) clashes(p pane.Pane) []KeyProblem {
	before, after := a.unbound(p), a.bound(p)
	var found []KeyProblem
	for i := range after {
		for j := i + 1; j < len(after); j++ {
			for _, one := range after[i].Key.Keys() {
				for _, other := range after[j].Key.Keys() {
					if text := clash(one, other); text != "" && !apart(before[i], before[j]) {
						found = append(found, KeyProblem{Wrong, fmt.Sprintf("%s: %s: %s and %s", paneName(p.Title()), text, a.called(p, after, i), a.called(p, after, j))})
					}
				}
			}
		}
	}
	return found
}

// clash is why two keys do not go side by side, "" if they do.
func clash(one, other string) string {
	switch {
	case one == other:
		return shown(one) + " has two meanings"
	case strings.HasPrefix(other, one+" "):
		return shown(one) + " is the beginning of " + shown(other)
	case strings.HasPrefix(one, other+" "):
		return shown(other) + " is the beginning of " + shown(one)
	}
	return ""
}

// apart is whether two commands of ours share a key by themselves, and so are
// never both meant.
func apart(one, other pane.Command) bool {
	if one.Group == groupOwn || other.Group == groupOwn {
		return false
	}
	return slices.ContainsFunc(one.Key.Keys(), func(k string) bool { return slices.Contains(other.Key.Keys(), k) }) ||
		one.Key.Help().Desc == "" || other.Key.Help().Desc == ""
}

// called is a command for a sentence: inbox.reply "reply…".
func (a *App) called(p pane.Pane, all []pane.Command, i int) string {
	in := paneName(p.Title())
	if i >= len(all)-len(a.commands) {
		in = house
	}
	return fmt.Sprintf("%s.%s (%s)", in, a.names.of(&all[i]), strings.TrimSuffix(all[i].Key.Help().Desc, "…"))
}

// strokes are the keys that do not arrive, or not everywhere, and those that
// are too near for what they do.
func (a *App) strokes() []KeyProblem {
	var found []KeyProblem
	for _, row := range a.Keys() {
		name := row.Pane + "." + row.Name
		for _, key := range row.Keys {
			for stroke := range strings.FieldsSeq(key) {
				switch {
				case stroke == "ctrl+c":
					found = append(found, KeyProblem{Wrong, name + ": ctrl+c always quits"})
				case twin(stroke) != "":
					found = append(found, KeyProblem{Wrong, fmt.Sprintf("%s: a terminal sends %s for %s: write that", name, twin(stroke), stroke)})
				case row.Destroys && strings.HasPrefix(stroke, "ctrl+"):
					found = append(found, KeyProblem{Wrong, fmt.Sprintf("%s: %s takes something away, and is too near for that: choose a key without ctrl", name, stroke)})
				case doubt(stroke) != "":
					found = append(found, KeyProblem{Doubtful, fmt.Sprintf("%s: %s: %s", name, stroke, doubt(stroke))})
				}
			}
		}
	}
	return found
}
