package queue

import (
	"slices"
	"strconv"

	"rounds/inbox/moderation"
)

// row is a case, or, in the log, a decision.
type row struct {
	moderation.Case
	decision *moderation.Decision
	key      string
}

func caseKey(id int64) string { return strconv.FormatInt(id, 10) }

func caseRow(c moderation.Case) row { return row{Case: c, key: caseKey(c.ID)} }

func logRow(d *moderation.Decision) row { return row{decision: d, key: d.ID} }

// list is the cases of a section and the cursor in it. The cursor is on a case
// and not on a number: news move it to no other case.
type list struct {
	rows        []row
	cursor, top int
	loaded      bool // the first answer has come
	failed      bool // the last one was an error
	news        int  // cases that are not in the list yet
	marks       map[string]bool
}

func newList() list { return list{marks: map[string]bool{}} }

func (l *list) current() *row {
	if l.cursor < 0 || l.cursor >= len(l.rows) {
		return nil
	}
	return &l.rows[l.cursor]
}

func (l *list) index(key string) int {
	return slices.IndexFunc(l.rows, func(r row) bool { return r.key == key })
}

// place puts the cursor on row n, or the nearest there is, and scrolls so that
// it is among the height rows that are seen, with two more around it.
func (l *list) place(n, height int) {
	l.cursor = max(0, min(n, len(l.rows)-1))
	around := min(2, max(0, (height-1)/2))
	l.top = min(l.top, max(0, l.cursor-around))
	l.top = max(l.top, l.cursor-height+1+around)
	l.top = max(0, min(l.top, len(l.rows)-height))
}

// replace takes a new reading as it is. The cursor stays on its case, or goes
// to the next one that is still there.
func (l *list) replace(rows []row, height int) {
	wanted := l.rows[min(l.cursor, len(l.rows)):]
	offset, at := l.cursor-l.top, -1
	old := l.cursor
	l.rows, l.news = rows, 0
	places := l.places()
	for i := range wanted {
		if n, still := places[wanted[i].key]; still {
			at = n
			break
		}
	}
	if at < 0 {
		at = min(old, len(rows)-1)
	}
	l.top = at - offset
	l.prune()
	l.place(at, height)
}

// renew takes a new reading without moving anything: rows are changed where
// they stand, what is gone leaves, and what is new is only counted.
func (l *list) renew(rows []row, height int) {
	found := make(map[string]*row, len(rows))
	for i := range rows {
		found[rows[i].key] = &rows[i]
	}
	at := l.cursor
	kept := l.rows[:0:0]
	for i := range l.rows {
		r := found[l.rows[i].key]
		switch {
		case r != nil:
			kept = append(kept, *r)
		case i < l.cursor:
			at--
		}
	}
	l.rows, l.news = kept, len(rows)-len(kept)
	l.prune()
	l.place(at, height)
}

// prune takes away the marks of what is not there any more.
func (l *list) prune() {
	places := l.places()
	for key := range l.marks {
		if _, still := places[key]; !still {
			delete(l.marks, key)
		}
	}
}

// places is where each row stands.
func (l *list) places() map[string]int {
	places := make(map[string]int, len(l.rows))
	for i := range l.rows {
		places[l.rows[i].key] = i
	}
	return places
}
