package calendar

import (
	"encoding/csv"
	"maps"
	"path"
	"strings"
)

// File is a file of the plan folder: as it lies there, or as it shall. To write
// one without a Text is to remove it.
type File struct {
	Path string // below the folder, with slashes
	Text string
	Why  string // why it could not be read, in a sentence; its Text is not known then
}

// Belongs reports whether a path below the plan folder is that of a post.
// Hidden files and folders, those whose name begins with _, and a README
// belong to whoever keeps the folder.
func Belongs(name string) bool {
	if path.Ext(name) != ".md" || strings.EqualFold(path.Base(name), "README.md") || strings.Contains(name, "\\") {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if !Listed(part) {
			return false
		}
	}
	return true
}

// Listed reports whether the name of a file or folder is one that the plan
// looks at.
func Listed(name string) bool { return name != "" && name[0] != '.' && name[0] != '_' }

// ColumnsIn are the columns of a table that hold something of a post, as
// [Post.Onto] takes them.
func ColumnsIn(source string) []string {
	source = strings.TrimPrefix(source, "\ufeff")
	reader := csv.NewReader(strings.NewReader(source))
	reader.Comma = separator(source)
	header, err := reader.Read()
	if err != nil {
		return nil
	}
	names, _ := readHeader(header)
	return names
}

// ColumnsOfEvent are the cells of an event that are to be taken over a post that
// is here. What other programs keep is taken as it is; what is ours alone only
// where it is still there, for not every program keeps that.
func ColumnsOfEvent(here, read Post, s Settings) []string {
	all := []string{"title", cellText, "recurrence", "except"}
	if here.When != read.When || s.ZoneOf(here).String() != s.ZoneOf(read).String() {
		all = append(all, "when", "zone")
	}
	cells := read.cells()
	for _, name := range []string{"channels", "theme", "tags", "campaign", "pool", "no_repeat", "floats", "for", "from", "note"} {
		if cells[name] != "" {
			all = append(all, name)
		}
	}
	if here.Length > 0 && read.Length > 0 { // one without a length is given one for the calendar
		all = append(all, "length")
	}
	if read.Status != Draft || here.Status == Cancelled {
		all = append(all, "status")
	}
	if read.Event != nil && (here.Event != nil || read.Event.Kind != "event") {
		all = append(all, "event", cellLink)
	}
	for key := range read.Variants {
		all = append(all, variantColumn+key)
	}
	return all
}

// Onto is a post that is here, with what p says in some cells. The rest of its
// file stays as it is, to the byte.
func (p Post) Onto(here Post, cells []string) (Post, error) {
	was, now := here.cells(), p.cells()
	variants := map[string]string{}
	maps.Copy(variants, here.Variants)
	var edits []Edit
	for _, name := range cells {
		key, variant := strings.CutPrefix(name, variantColumn)
		text, says := p.Variants[ParsePlace(key).String()]
		switch {
		case variant && says:
			variants[ParsePlace(key).String()] = text
		case variant:
			delete(variants, ParsePlace(key).String())
		case name != "" && name != "id" && name != cellMore && was[name] != now[name]:
			edits = append(edits, cellEdit(name, now))
		}
	}
	if !maps.Equal(variants, here.Variants) {
		edits = append(edits, Varying(variants))
	}
	return here.With(edits...)
}

// cellEdit makes a setting what its cell says.
func cellEdit(name string, cells map[string]string) Edit {
	value := cells[name]
	switch name {
	case cellText:
		return Saying(value)
	case "channels", "tags", "except":
		return several(name, cellList(value))
	case "pool":
		return TakingTurns(cellList(value))
	case "event", cellLink:
		return eventEdit(cells["event"], cells[cellLink])
	case "title":
		if value == beginning(cells[cellText]) {
			value = "" // it is what a post is called anyway
		}
	}
	return one(name, value)
}
