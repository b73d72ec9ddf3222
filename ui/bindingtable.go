package ui

import (
	"maps"
	"slices"
	"strings"

	"rounds/ui/pane"
)

// KeyRow is a command and the keys it has, for a list of them.
type KeyRow struct {
	Pane     string // as the config calls it; "rounds" is every pane
	Name     string
	Group    string
	Label    string // its keys as the screen shows them
	Keys     []string
	Does     string
	Plain    bool // plain movement
	Destroys bool // it takes something away from others
}

// Keys are all commands with the keys in force, pane after pane, those of every
// pane last.
func (a *App) Keys() []KeyRow {
	var rows []KeyRow
	for _, p := range a.panes {
		all := a.bound(p)
		rows = append(rows, a.rows(paneName(p.Title()), all[:len(all)-len(a.commands)])...)
	}
	if len(a.panes) > 0 {
		all := a.bound(a.panes[0])
		rows = append(rows, a.rows(house, all[len(all)-len(a.commands):])...)
	}
	return rows
}

func (a *App) rows(in string, commands []pane.Command) []KeyRow {
	var rows []KeyRow
	for i := range commands {
		c := &commands[i]
		h := c.Key.Help()
		if h.Desc == "" {
			continue
		}
		name := a.names.of(c)
		rows = append(rows, KeyRow{
			Pane: in, Name: name, Group: c.Group, Label: h.Key, Keys: slices.Clone(c.Key.Keys()), Does: strings.TrimSuffix(h.Desc, "…"),
			Plain: c.Hide, Destroys: slices.Contains(destroys(), name),
		})
	}
	return rows
}

// VerbTable is the verbs as a Markdown table: a verb a row, a pane a column,
// the keys in the cells. Plain movement is left out.
func (a *App) VerbTable() string {
	panes := a.paneNames()
	cells := map[string]map[string]string{} // by name, then pane
	for _, row := range a.Keys() {
		if row.Plain {
			continue
		}
		if cells[row.Name] == nil {
			cells[row.Name] = map[string]string{}
		}
		keys := make([]string, len(row.Keys))
		for i, k := range row.Keys {
			keys[i] = code(shown(k))
		}
		text := strings.Join(keys, " ")
		if text == "" {
			text = "by name"
		}
		cells[row.Name][row.Pane] = text
	}
	var b strings.Builder
	b.WriteString("| name | " + strings.Join(panes, " | ") + " |\n|---" + strings.Repeat("|---", len(panes)) + "|\n")
	for _, name := range sorted(cells) {
		b.WriteString("| `" + name + "` |")
		for _, p := range panes {
			b.WriteString(" " + cells[name][p] + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// PresetTable is what the presets change, as a Markdown table.
func PresetTable() string {
	names := Presets()[1:]
	cells := map[string][]string{}
	for i, name := range names {
		keys, err := Preset(name)
		if err != nil {
			continue
		}
		for command, bound := range keys {
			if cells[command] == nil {
				cells[command] = make([]string, len(names))
			}
			words := make([]string, len(bound))
			for j, k := range bound {
				words[j] = code(shown(k))
			}
			cells[command][i] = strings.Join(words, " ")
		}
	}
	var b strings.Builder
	b.WriteString("| name | " + strings.Join(names, " | ") + " |\n|---" + strings.Repeat("|---", len(names)) + "|\n")
	for _, command := range sorted(cells) {
		b.WriteString("| `" + command + "` | " + strings.Join(cells[command], " | ") + " |\n")
	}
	return b.String()
}

// code is a key as code in a cell of a Markdown table.
func code(key string) string { return "`" + strings.ReplaceAll(key, "|", "\\|") + "`" }

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
