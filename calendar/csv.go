package calendar

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// variantColumn is what the column of a variant is called, with the place that
// it is for behind it: "variant:slack".
const variantColumn = "variant:"

// columnsOf are the columns that every table has.
func columnsOf() []string {
	var all []string
	for _, name := range Fields() {
		switch name {
		case cellVariants:
		case "event":
			all = append(all, name, cellLink)
		default:
			all = append(all, name)
		}
	}
	return append(all, cellText)
}

// WriteCSV is a plan as a table (RFC 4180), one line a post. A cell that a
// spreadsheet would take for a formula has a ' before it, which [ReadCSV] takes
// off again.
func WriteCSV(posts []Post) (string, error) {
	header := columnsOf()
	var variants []string
	hasMore := false
	for _, p := range posts {
		for key := range p.Variants {
			if !slices.Contains(variants, variantColumn+key) {
				variants = append(variants, variantColumn+key)
			}
		}
		hasMore = hasMore || p.more() != ""
	}
	slices.Sort(variants)
	if hasMore {
		header = append(header, cellMore)
	}
	header = append(header, variants...)
	var b strings.Builder
	writeRow(&b, header)
	for _, p := range posts {
		cells := p.cells()
		row := make([]string, len(header))
		for i, name := range header {
			row[i] = disarmed(cells[name])
			key, is := strings.CutPrefix(name, variantColumn)
			if text, has := p.Variants[key]; is && has {
				row[i] = disarmed(text)
				if text == "" {
					row[i] = "'" // it is there, and says nothing
				}
			}
		}
		writeRow(&b, row)
	}
	return b.String(), nil
}

// writeRow writes a line. The library's writer would take the carriage returns
// out of a text.
func writeRow(b *strings.Builder, row []string) {
	for i, cell := range row {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.ContainsAny(cell, "\",\r\n") || strings.TrimSpace(cell) != cell {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		b.WriteString(cell)
	}
	b.WriteString("\r\n")
}

// formula is what a spreadsheet reads a formula after.
const formula = "=+-@\t\r'"

func disarmed(cell string) string {
	if cell != "" && strings.ContainsRune(formula, rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func armed(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune(formula, rune(cell[1])) {
		return cell[1:]
	}
	return cell
}

// MostImport is how large a file is that is read into the plan.
const MostImport = 8 << 20

// ReadCSV reads such a table. It may have some of the columns alone, in any
// order, with commas, semicolons or tabs between them. Columns that are not
// known are told once; a row that cannot be read is told with its line, and
// the others are read.
func ReadCSV(source string) ([]Post, []*Broken) {
	if len(source) > MostImport {
		return nil, []*Broken{{Reason: "the file is larger than 8 MiB"}}
	}
	source = strings.TrimPrefix(source, "\ufeff")
	reader := csv.NewReader(strings.NewReader(source))
	reader.FieldsPerRecord = -1
	reader.Comma = separator(source)
	header, err := reader.Read()
	if err != nil {
		return nil, []*Broken{{Line: 1, Reason: "the first line of a table names its columns, such as  when,channels,text"}}
	}
	names, broken := readHeader(header)
	var posts []Post
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return posts, broken
		}
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			broken = append(broken, &Broken{Line: wrong.StartLine, Reason: "the quotes of this row do not match"})
			continue
		}
		if err != nil {
			return posts, append(broken, &Broken{Reason: "the table cannot be read"})
		}
		line, _ := reader.FieldPos(0)
		p, why := readRow(names, row)
		if why != "" {
			broken = append(broken, &Broken{Line: line, Reason: why})
			continue
		}
		posts = append(posts, p)
	}
}

// separator is what stands between the names of the first line.
func separator(source string) rune {
	first, _, _ := strings.Cut(source, "\n")
	best := ','
	for _, r := range ";\t" {
		if strings.Count(first, string(r)) > strings.Count(first, string(best)) {
			best = r
		}
	}
	return best
}

// readHeader is which cell each column holds; "" is none.
func readHeader(header []string) ([]string, []*Broken) {
	known := append(columnsOf(), cellMore)
	names := make([]string, len(header))
	var strange []string
	for i, name := range header {
		name = strings.TrimSpace(name)
		lower := strings.ToLower(name)
		switch {
		case strings.HasPrefix(lower, variantColumn):
			names[i] = variantColumn + name[len(variantColumn):]
		case slices.Contains(known, lower) && !slices.Contains(names, lower):
			names[i] = lower
		case name != "":
			strange = append(strange, cut(oneLine(name)))
		}
	}
	if len(strange) == 0 {
		return names, nil
	}
	return names, []*Broken{{Line: 1, Reason: "these columns are not known and were left out: " + strings.Join(strange, ", ")}}
}

// readRow reads a post; why is "" if it could.
func readRow(names, row []string) (p Post, why string) {
	if len(row) > len(names) {
		return p, "this row has more cells than the table has columns"
	}
	cells, variants := map[string]string{}, map[string]string{}
	for i, cell := range row {
		key, is := strings.CutPrefix(names[i], variantColumn)
		switch {
		case names[i] == "" || cell == "":
		case !is:
			cells[names[i]] = armed(cell)
		case cell == "'":
			variants[key] = ""
		default:
			variants[key] = armed(cell)
		}
	}
	if len(variants) > 0 {
		raw, err := json.Marshal(variants)
		if err != nil {
			return p, "its variants cannot be read"
		}
		cells[cellVariants] = string(raw)
	}
	if len(cells) == 0 {
		return p, "this row is empty"
	}
	p, err := fromCells(cells)
	if broken, ok := errors.AsType[*Broken](err); ok {
		return p, broken.Reason
	}
	return p, ""
}
