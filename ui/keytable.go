package ui

import (
	"strings"

	"rounds/ui/pane"
)

// KeyTable is every key of the house and of the panes as a Markdown table, for
// the README.
func (a *App) KeyTable() string {
	var b strings.Builder
	b.WriteString("| | Key | Does |\n|---|---|---|\n")
	var table []pane.Command
	for i, p := range a.panes {
		all := a.bound(p)
		if i < len(a.panes)-1 {
			all = all[:len(all)-len(a.commands)] // the house's once, at the end
		}
		table = append(table, all...)
	}
	var groups []string
	rows := map[string]string{}
	for _, c := range table {
		h := c.Key.Help()
		if h.Key == "" || c.Hide && secondOfPair(h.Key, table) {
			continue
		}
		heading := ""
		if rows[c.Group] == "" {
			groups = append(groups, c.Group)
			heading = "**" + c.Group + "**"
		}
		row := codes(h.Key) + " | " + strings.TrimSuffix(h.Desc, "…") + " |\n"
		if strings.Contains(rows[c.Group], row) {
			continue // two panes have it in common
		}
		rows[c.Group] += "| " + heading + " | " + row
	}
	for _, g := range groups {
		b.WriteString(rows[g])
	}
	return b.String()
}

// codes writes every key of a label as code: "`j` `k`".
func codes(label string) string {
	var coded []string
	for key := range strings.SplitSeq(label, " ") {
		coded = append(coded, code(key))
	}
	return strings.Join(coded, " ")
}
