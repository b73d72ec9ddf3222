package calendar

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// The cells that are no settings of the front matter.
const (
	cellText     = "text"
	cellLink     = "event_link"
	cellMore     = "more"     // the settings that are not ours, as they stand in the file
	cellVariants = "variants" // all of them, as JSON
)

// cells are everything that a post says, each as words: what a table and a
// calendar file hold of it. What is empty is left away.
func (p Post) cells() map[string]string {
	days := make([]string, len(p.Except))
	for i, day := range p.Except {
		days[i] = day.String()
	}
	places := make([]string, len(p.To))
	for i, at := range p.To {
		places[i] = at.String()
	}
	all := map[string]string{
		"id": p.Key, "title": p.Title, "when": p.When.String(), "zone": p.Zone, "channels": listCell(places), "status": string(p.Status),
		"theme": p.Theme, "tags": listCell(p.Tags), "campaign": p.Campaign, "recurrence": p.Repeats, "except": listCell(days), "pool": listCell(p.Pool),
		"for": p.For, "from": p.From, "note": p.Note, cellText: p.Text, cellMore: p.more(),
	}
	if p.Length > 0 {
		all["length"] = p.Length.String()
	}
	if p.Rest > 0 {
		all["no_repeat"] = strconv.Itoa(p.Rest) + "w"
	}
	if p.Floats {
		all["floats"] = "true"
	}
	if p.Event != nil {
		all["event"], all[cellLink] = p.Event.Kind, p.Event.Link
	}
	if len(p.Variants) > 0 {
		all[cellVariants] = asJSON(p.Variants)
	}
	for name, value := range all {
		if value == "" {
			delete(all, name)
		}
	}
	return all
}

// more are the settings of the file that are not ours.
func (p Post) more() string {
	f, why := split(p.Source)
	entries, err := f.entries()
	if why != "" || err != nil {
		return ""
	}
	lines := strings.Split(unix(f.front), "\n")
	var all []string
	for _, e := range entries {
		if !slices.Contains(Fields(), e.name) {
			all = append(all, lines[e.from:min(e.to, len(lines))]...)
		}
	}
	return strings.Join(all, "\n")
}

// fromCells is the post that says what cells do. It has no path. The error is
// a [*Broken].
func fromCells(cells map[string]string) (Post, error) {
	edits, err := moreEdits(cells[cellMore])
	if err != nil {
		return Post{}, err
	}
	for _, name := range Fields() {
		value := cells[name]
		if value == "" {
			continue
		}
		switch name {
		case "title":
			if value == beginning(strings.Trim(unix(cells[cellText]), "\r\n")) {
				continue // it is what a post is called anyway
			}
			edits = append(edits, one(name, value))
		case "channels", "tags", "except":
			edits = append(edits, several(name, cellList(value)))
		case "pool":
			edits = append(edits, TakingTurns(cellList(value)))
		case "variants":
			var variants map[string]string
			if json.Unmarshal([]byte(value), &variants) != nil {
				return Post{}, &Broken{Reason: "variants: this is not read; it is {\"slack\": \"the text there\"}"}
			}
			edits = append(edits, Varying(variants))
		case "event":
		default:
			edits = append(edits, one(name, value))
		}
	}
	edits = append(edits, eventEdit(cells["event"], cells[cellLink]), Saying(cells[cellText]))
	return Post{}.With(edits...)
}

// eventEdit makes a post an event with a link.
func eventEdit(kind, link string) Edit {
	if link == "" {
		return one("event", kind)
	}
	lines := []string{"event:"}
	if kind != "" {
		lines = append(lines, block("  kind: ", kind)...)
	}
	return Edit{name: "event", lines: append(lines, block("  link: ", link)...)}
}

// moreEdits are the settings of somebody else's.
func moreEdits(text string) ([]Edit, error) {
	if text == "" {
		return nil, nil
	}
	entries, err := sheet{front: text + "\n"}.entries()
	lines := strings.Split(unix(text), "\n")
	var all []Edit
	for _, e := range entries {
		if !slices.Contains(Fields(), e.name) {
			all = append(all, Edit{name: e.name, lines: lines[e.from:min(e.to, len(lines))]})
		}
	}
	return all, err
}

// listCell is a list in one cell: with commas, or as JSON where one of its
// parts could be misread.
func listCell(parts []string) string {
	odd := func(part string) bool {
		return part == "" || strings.ContainsAny(part, ",\n\r") || strings.TrimSpace(part) != part || part[0] == '['
	}
	if slices.ContainsFunc(parts, odd) {
		return asJSON(parts)
	}
	return strings.Join(parts, ", ")
}

func cellList(cell string) []string {
	var all []string
	if strings.HasPrefix(cell, "[") && json.Unmarshal([]byte(cell), &all) == nil {
		return all
	}
	for part := range strings.SplitSeq(cell, ",") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

func asJSON(value any) string {
	raw, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(raw)
}
