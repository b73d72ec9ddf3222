package calendar

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Edit is one change to a post's file: a setting that gets another value, or is
// taken away. Everything else of the file stays as it is, to the byte.
type Edit struct {
	name  string
	lines []string // of the front matter; nil takes the setting away
	text  *string  // of the body
}

// At plans a post for a wall's clock in a zone; without a time it is taken off
// the plan.
func At(w Wall, zone string) []Edit {
	return []Edit{one("when", w.String()), one("zone", zone)}
}

// As gives a post a status.
func As(s Status) Edit { return one("status", string(s)) }

// Saying changes the base text.
func Saying(text string) Edit { return Edit{text: &text} }

// Named gives the file the post's key.
func Named(key string) Edit { return one("id", key) }

// Titled changes the title, "" takes it away.
func Titled(title string) Edit { return one("title", strings.Join(strings.Fields(title), " ")) }

// Themed changes the theme.
func Themed(theme string) Edit { return one("theme", theme) }

// Campaigning changes the campaign.
func Campaigning(name string) Edit { return one("campaign", name) }

// Noting changes the note.
func Noting(note string) Edit { return one("note", note) }

// From says from which message a post came.
func From(link string) Edit { return one("from", link) }

// For says to which event a post belongs.
func For(event string) Edit { return one("for", event) }

// Happening makes a post an event of a kind.
func Happening(kind string) Edit { return one("event", kind) }

// Repeating makes a post a series by an RRULE, or a single post by "".
func Repeating(rule string) Edit { return one("recurrence", rule) }

// Floating says whether a post moves up when a slot before it is free.
func Floating(floats bool) Edit {
	if !floats {
		return one("floats", "")
	}
	return Edit{name: "floats", lines: []string{"floats: true"}}
}

// Going changes where a post goes.
func Going(to []Place) Edit {
	names := make([]string, len(to))
	for i, at := range to {
		names[i] = at.String()
	}
	return several("channels", names)
}

// Tagged changes the tags.
func Tagged(tags []string) Edit { return several("tags", tags) }

// Silent changes the days on which a series is silent.
func Silent(days []Day) Edit {
	names := make([]string, len(days))
	for i, d := range days {
		names[i] = d.String()
	}
	return several("except", names)
}

// TakingTurns changes a series' pool.
func TakingTurns(pool []string) Edit {
	if len(pool) == 0 {
		return Edit{name: "pool"}
	}
	lines := []string{"pool:"}
	for _, text := range pool {
		lines = append(lines, block("  - ", text)...)
	}
	return Edit{name: "pool", lines: lines}
}

// Resting changes within how many weeks no text of the pool comes again.
func Resting(weeks int) Edit {
	if weeks == 0 {
		return Edit{name: "no_repeat"}
	}
	return one("no_repeat", strconv.Itoa(weeks)+"w")
}

// Varying changes all variants.
func Varying(variants map[string]string) Edit {
	if len(variants) == 0 {
		return Edit{name: "variants"}
	}
	keys := make([]string, 0, len(variants))
	for key := range variants {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	lines := []string{"variants:"}
	for _, key := range keys {
		lines = append(lines, block("  "+quoted(key)+": ", variants[key])...)
	}
	return Edit{name: "variants", lines: lines}
}

func one(name, value string) Edit {
	if value == "" {
		return Edit{name: name}
	}
	return Edit{name: name, lines: block(name+": ", value)}
}

func several(name string, values []string) Edit {
	if len(values) == 0 {
		return Edit{name: name}
	}
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = quoted(value)
	}
	return Edit{name: name, lines: []string{name + ": [" + strings.Join(all, ", ") + "]"}}
}

// block is a value behind its name: on one line, or below it as it is typed.
func block(head, value string) []string {
	if !strings.Contains(value, "\n") || !literal(value) {
		return []string{head + quoted(value)}
	}
	indent := strings.Repeat(" ", len(head)-len(strings.TrimLeft(head, " "))+2)
	lines := []string{head + "|-"}
	for line := range strings.SplitSeq(value, "\n") {
		if line != "" {
			line = indent + line
		}
		lines = append(lines, line)
	}
	return lines
}

// literal reports whether YAML gives a text of several lines back as it is.
func literal(text string) bool {
	first := text[0]
	return first != ' ' && first != '\n' && first != '\t' && !strings.HasSuffix(text, "\n") && !strings.HasSuffix(text, " ") &&
		!strings.ContainsFunc(text, func(r rune) bool {
			return r != '\n' && (unicode.IsControl(r) || r == '\ufeff' || r == 0x2028 || r == 0x2029)
		})
}

// quoted is a value as YAML on one line: bare where nothing can be mistaken,
// else in the quotes of JSON, which YAML reads likewise.
func quoted(value string) string {
	bare := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_./ =;+:", r)
	}
	yes := value != "" && !strings.ContainsFunc(value, func(r rune) bool { return !bare(r) }) &&
		!strings.Contains(value, ": ") && !strings.HasSuffix(value, ":") && strings.TrimSpace(value) == value &&
		(unicode.IsLetter(rune(value[0])) && value[0] < 0x80 || isTime(value)) && !word3(value)
	if yes {
		return value
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return `""`
	}
	text := string(raw)
	for _, unescaped := range []struct{ was, now string }{{`\u003c`, "<"}, {`\u003e`, ">"}, {`\u0026`, "&"}} {
		text = strings.ReplaceAll(text, unescaped.was, unescaped.now)
	}
	return text
}

// isTime reports whether a value is one of our times or days, which read better
// bare.
func isTime(value string) bool {
	if _, err := ParseDay(value); err == nil {
		return true
	}
	_, err := ParseWall(value)
	return err == nil
}

// word3 reports whether YAML takes a word for something that is no word.
func word3(value string) bool {
	switch strings.ToLower(value) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf":
		return true
	}
	return false
}

// With is the post after some changes. Its file is changed in these places
// alone. The error is a [*Broken].
func (p Post) With(edits ...Edit) (Post, error) {
	source, err := edited(p.Source, edits)
	if broken, ok := errors.AsType[*Broken](err); ok {
		broken.Path = p.Path
		return p, broken
	}
	now, err := Parse(p.Path, source)
	// A file written by hand need not name its key; a copy is to have none.
	if unnamed := func(e Edit) bool { return e.name == "id" }; now.Key == "" && !slices.ContainsFunc(edits, unnamed) {
		now.Key = p.Key
	}
	return now, err
}

// edited is a file after some changes. The error is a [*Broken] without a path.
func edited(source string, edits []Edit) (string, error) {
	for _, e := range edits {
		f, why := split(source)
		if why != "" {
			return source, &Broken{Line: 1, Reason: why}
		}
		if e.text != nil {
			source = f.saying(*e.text)
			continue
		}
		entries, err := f.entries()
		if err != nil {
			return source, err
		}
		source = f.setting(entries, e)
	}
	return source, nil
}

// saying is the file with another text.
func (s sheet) saying(text string) string {
	text = strings.ReplaceAll(strings.Trim(unix(text), "\r\n"), "\n", s.newline)
	head := s.open + s.front + s.close
	if first, why := split(text); head == "" && (first.open != "" || why != "") {
		head = fence + s.newline + fence + s.newline // else the text would be taken for settings
	}
	if head != "" && text != "" {
		if !strings.HasSuffix(head, "\n") {
			head += s.newline
		}
		head += s.newline
	}
	if text != "" {
		text += s.newline
	}
	return head + text
}

// setting is the file with another setting.
func (s sheet) setting(entries []entry, e Edit) string {
	if s.open == "" {
		if len(e.lines) == 0 {
			return s.body
		}
		s.open, s.close = fence+s.newline, fence+s.newline
		if trimmed := strings.TrimLeft(s.body, "\r\n"); trimmed == s.body && s.body != "" {
			s.body = s.newline + s.body
		}
	}
	var lines []string
	if s.front != "" {
		lines = strings.Split(strings.TrimSuffix(s.front, "\n"), "\n")
	}
	added := make([]string, len(e.lines))
	for i, line := range e.lines {
		added[i] = line + strings.TrimSuffix(s.newline, "\n")
	}
	from, to := s.placeOf(entries, e, len(lines))
	lines = slices.Replace(lines, from, to, added...)
	front := strings.Join(lines, "\n")
	if len(lines) > 0 {
		front += "\n"
	}
	return s.open + front + s.close + s.body
}

// placeOf is which lines a setting takes: its own, else a place behind those
// that stand before it in a new file.
func (s sheet) placeOf(entries []entry, e Edit, lines int) (from, to int) {
	for _, known := range entries {
		if known.name == e.name {
			return known.from, min(known.to, lines)
		}
	}
	rank := func(name string) int { return slices.Index(Fields(), name) }
	at := -1
	for _, known := range entries {
		if r := rank(known.name); r >= 0 && r < rank(e.name) {
			at = known.to
		}
	}
	switch {
	case at >= 0:
		return min(at, lines), min(at, lines)
	case len(entries) > 0 && rank(e.name) >= 0:
		return entries[0].from, entries[0].from
	}
	return lines, lines
}
