package threads

import (
	"reflect"
	"slices"

	"rounds/inbox"
	"rounds/inbox/query"
	"rounds/ui/pane"
)

// row is a conversation in the list and its ready drawings.
type row struct {
	inbox.Conversation
	mark  inbox.Mark // its place when the list was read; a refresh leaves it be
	old   bool       // the store has changed since it was read
	drawn map[look]string
}

func newRow(c inbox.Conversation, order query.Sort) *row {
	at := c.LastAt
	if order == query.Oldest {
		at = c.OpenedAt
	}
	return &row{Conversation: c, mark: inbox.Mark{At: at, ID: c.ID}}
}

// renew takes a newer reading of the row, and keeps its drawings if nothing
// has changed.
func (r *row) renew(c inbox.Conversation) {
	r.old = false
	if !reflect.DeepEqual(r.Conversation, c) {
		r.Conversation, r.drawn = c, nil
	}
}

// list is the loaded part of a long list, and the cursor in it. Rows are
// loaded in pages as the cursor nears an edge; the cursor is on a row and not
// on a number, so news above it does not move it.
type list struct {
	rows        []*row
	byID        map[int64]*row
	cursor, top int
	head, tail  bool // the first and the last row of the whole list are loaded
	order       query.Sort
	loaded      bool // the first answer has come
	failed      bool // the last question had no answer
	touched     bool // a key was pressed on it: news must not move it
	fresh       int  // rows that are ahead of the first one by now

	asked             pane.Latest
	paging            bool
	refreshing, again bool

	marks  map[int64]bool // survive whatever happens to the rows
	anchor int64          // the row where a range begins, 0 for none
}

// newList is the list after old: empty, with the same marks. Answers to what
// old has asked no longer count.
func newList(old *list) list {
	l := list{byID: map[int64]*row{}, marks: old.marks, asked: old.asked}
	if l.marks == nil {
		l.marks = map[int64]bool{}
	}
	return l
}

func (l *list) current() *row {
	if l.cursor < 0 || l.cursor >= len(l.rows) {
		return nil
	}
	return l.rows[l.cursor]
}

func (l *list) find(id int64) *row { return l.byID[id] }

// place puts the cursor on row n, or the nearest there is, and scrolls so that
// it is among the height rows that are seen, with two more around it.
func (l *list) place(n, height int) {
	l.cursor = max(0, min(n, len(l.rows)-1))
	around := min(2, max(0, (height-1)/2))
	l.top = min(l.top, max(0, l.cursor-around))
	l.top = max(l.top, l.cursor-height+1+around)
	l.top = max(0, min(l.top, len(l.rows)-height))
}

// replace takes a new reading of the list. The cursor stays on its row, and
// the row where it was on the screen; if the row is gone, the cursor is on the
// next one that is still there.
func (l *list) replace(rows []inbox.Conversation, height int) {
	offset := l.cursor - l.top
	wanted := l.rows[min(l.cursor, len(l.rows)):]
	known := l.byID
	l.rows, l.byID = make([]*row, 0, len(rows)), make(map[int64]*row, len(rows))
	l.add(rows, known)
	at := -1
	for _, r := range wanted {
		if at = l.index(r.ID); at >= 0 {
			break
		}
	}
	if at < 0 {
		at = min(l.cursor, len(l.rows)-1)
	}
	l.top = at - offset
	l.place(at, height)
}

// add appends rows, those that are known with their drawings.
func (l *list) add(rows []inbox.Conversation, known map[int64]*row) {
	for _, c := range rows {
		if l.byID[c.ID] != nil {
			continue
		}
		r := newRow(c, l.order)
		if old := known[c.ID]; old != nil && reflect.DeepEqual(old.Conversation, c) {
			r.drawn = old.drawn
		}
		l.byID[c.ID] = r
		l.rows = append(l.rows, r)
	}
}

// prepend puts rows ahead of those that are loaded; what is seen stays.
func (l *list) prepend(rows []inbox.Conversation, height int) {
	behind := l.rows
	l.rows = nil
	l.add(rows, nil)
	added := len(l.rows)
	l.rows = append(l.rows, behind...)
	l.top += added
	l.place(l.cursor+added, height)
}

func (l *list) index(id int64) int {
	if l.byID[id] == nil {
		return -1
	}
	return slices.IndexFunc(l.rows, func(r *row) bool { return r.ID == id })
}

// remove takes rows out. The cursor goes to the next one that stays, or to the
// previous one at the end.
func (l *list) remove(gone map[int64]bool, height int) {
	if len(gone) == 0 {
		return
	}
	before := 0
	for i, r := range l.rows {
		if gone[r.ID] {
			delete(l.byID, r.ID)
			if i < l.cursor {
				before++
			}
		}
	}
	l.rows = slices.DeleteFunc(l.rows, func(r *row) bool { return gone[r.ID] })
	l.top = max(0, l.top-before)
	l.place(l.cursor-before, height)
}

// marked are the marked conversations in a fixed order.
func (l *list) marked() []int64 {
	ids := make([]int64, 0, len(l.marks))
	for id := range l.marks {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// ranged is whether a row lies in the range that is being drawn with v.
func (l *list) ranged(i int) bool {
	if l.anchor == 0 {
		return false
	}
	from := l.index(l.anchor)
	if from < 0 {
		return false
	}
	return min(from, l.cursor) <= i && i <= max(from, l.cursor)
}

// accounts is whether the rows are of more than one account.
func (l *list) accounts() bool {
	for _, r := range l.rows {
		if r.Account != l.rows[0].Account {
			return true
		}
	}
	return false
}

// following keeps the rows of old in sight until the first answer, for a list
// that differs from it only a little.
func (l list) following(old *list) list {
	l.rows, l.byID, l.order = old.rows, old.byID, old.order
	l.cursor, l.top, l.loaded = old.cursor, old.top, old.loaded
	l.touched = true
	return l
}
