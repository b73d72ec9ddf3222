package calendar

import (
	"errors"
	"strings"
)

// Merge brings together what two sides made of a file: setting by setting, and
// the text. It returns false where both changed the same to different ends, or
// where nothing is known of how it was before.
//
// The file of theirs is the ground, and what was changed on my side alone is
// put into it. If the comments were changed on my side alone, mine is the
// ground.
func Merge(base, mine, theirs string) (string, bool) {
	switch {
	case mine == theirs, mine == base && base != "":
		return theirs, true
	case base == "":
		return "", false
	case theirs == base:
		return mine, true
	}
	b, err := opened(base)
	m, wrong := opened(mine)
	t, worse := opened(theirs)
	if errors.Join(err, wrong, worse) != nil {
		return "", false
	}
	if m.remarks != b.remarks && t.remarks != b.remarks && m.remarks != t.remarks {
		return "", false
	}
	ground, other := t, m
	if t.remarks == b.remarks && m.remarks != b.remarks {
		ground, other = m, t
	}
	edits, ok := differences(b, other, ground)
	if !ok {
		return "", false
	}
	source, err := edited(ground.source, edits)
	if err == nil {
		_, err = Parse("", source)
	}
	return source, err == nil
}

// side is a file as a merge sees it: each setting as its lines, what stands
// between them, and the text.
type side struct {
	source  string
	order   []string
	lines   map[string]string
	remarks string
	text    string
}

func opened(source string) (side, error) {
	f, why := split(source)
	if why != "" {
		return side{}, errors.New(why)
	}
	entries, err := f.entries()
	s := side{source: source, lines: map[string]string{}, text: strings.Trim(unix(f.body), "\r\n")}
	all := strings.Split(strings.TrimSuffix(unix(f.front), "\n"), "\n")
	var remarks []string
	at := 0
	for _, e := range entries {
		remarks = append(remarks, all[at:e.from]...)
		s.order = append(s.order, e.name)
		at = min(e.to, len(all))
		s.lines[e.name] = strings.Join(all[e.from:at], "\n")
	}
	s.remarks = strings.TrimSpace(strings.Join(append(remarks, all[at:]...), "\n"))
	return s, err
}

// differences is what has to be changed on the ground so that it has what the
// other side changed. It returns false if both changed the same.
func differences(base, other, ground side) ([]Edit, bool) {
	var edits []Edit
	for _, name := range append(append([]string(nil), other.order...), base.order...) {
		was, now, there := base.lines[name], other.lines[name], ground.lines[name]
		switch {
		case now == was || now == there:
		case there != was:
			return nil, false
		case now == "":
			edits = append(edits, Edit{name: name})
		default:
			edits = append(edits, Edit{name: name, lines: strings.Split(now, "\n")})
		}
	}
	switch {
	case other.text == base.text || other.text == ground.text:
	case ground.text != base.text:
		return nil, false
	default:
		edits = append(edits, Saying(other.text))
	}
	return edits, true
}
