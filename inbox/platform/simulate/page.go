package simulate

import (
	"math/rand/v2"
	"strconv"
)

// list is something long that is shown page by page.
type list struct {
	name        string
	n           int  // how long it is
	from, limit int  // what was asked for
	middle      bool // something was read before
	item        func(int) any
	place       func(int) string // what a cursor says that begins at an item
}

// page is what one answer shows of a list.
type page struct {
	from, to, next int // next is -1 behind the last page
	more           bool
	salted         bool // the cursor is written in a new way
	bare           bool // it shows nothing, not even the root of a thread
	refused        string
}

// shown is a page as it goes into an answer.
type shown struct {
	items   []any
	next    string
	more    bool
	bare    bool
	refused string
}

// or is the answer, or the refusal that the page is.
func (p shown) or(o object) object {
	if p.refused != "" {
		return refusal(p.refused)
	}
	return o
}

// page cuts the page out of a list that was asked for, and bends it if that is
// the trick to be played.
func (a *ask) page(l list) shown {
	l.from = min(max(l.from, 0), l.n)
	p := page{from: l.from, to: min(l.n, l.from+l.limit), next: -1}
	if p.to < l.n {
		p.next, p.more = p.to, true
	}
	var bend func(*ask, list, *page) bool
	if a.trick != "" {
		bend = bends()[a.trick]
	}
	if bend != nil && bend(a, l, &p) {
		a.bent = true
	}
	out := shown{items: make([]any, 0, p.to-p.from), more: p.more, bare: p.bare, refused: p.refused}
	for i := p.from; i < p.to; i++ {
		out.items = append(out.items, l.item(i))
	}
	if p.next >= 0 {
		place := l.place(p.next)
		if p.salted {
			place += "#" + strconv.Itoa(a.dice.IntN(1_000_000))
		}
		out.next = cursor(place)
	}
	if bend := afterwards()[a.trick]; a.trick != "" && bend != nil && bend(a.dice, l, out.items) {
		a.bent = true
	}
	return out
}

// paged is the page of a list that is counted by the place in it.
func (a *ask) paged(name string, n, usual int, item func(int) any) object {
	from, ok := offset(a)
	if !ok || from > n {
		return refusal("invalid_cursor")
	}
	p := a.page(list{
		name: name, n: n, from: from, limit: limit(a, usual), middle: from > 0, item: item,
		place: func(i int) string { return "offset:" + strconv.Itoa(i) },
	})
	return p.or(object{"ok": true, name: p.items, "response_metadata": object{"next_cursor": p.next}})
}

// bends are the tricks that are played with where a page begins and ends. Each
// reports whether there was anything to be bent.
func bends() map[Trick]func(*ask, list, *page) bool {
	return map[Trick]func(*ask, list, *page) bool{
		DuplicatedPage:   duplicated,
		OverlappingPages: overlapping,
		SkippedPage:      skipped,
		EmptyPage:        empty,
		ExpiredCursor:    expired,
		LoopingCursor:    looping,
		MoreAtTheEnd:     moreAtTheEnd,
		NoMoreYetACursor: noMoreYetACursor,
		NoMore:           noMore,
		FewerThanAsked:   fewer,
		MoreThanAsked:    more,
	}
}

// duplicated shows the page before once more.
func duplicated(_ *ask, l list, p *page) bool {
	if l.from == 0 {
		return false
	}
	p.from, p.to, p.next, p.more, p.salted = max(0, l.from-l.limit), l.from, l.from, true, true
	return true
}

// overlapping begins with some of what the page before ended with.
func overlapping(a *ask, l list, p *page) bool {
	most := min(l.from, l.limit/2)
	if most == 0 {
		return false
	}
	p.from -= 1 + a.dice.IntN(most)
	p.to, p.next, p.more = min(l.n, p.from+l.limit), -1, false
	if p.to < l.n {
		p.next, p.more = p.to, true
	}
	return true
}

// skipped leaves a page out in the middle.
func skipped(_ *ask, l list, p *page) bool {
	if !l.middle || l.n-l.from <= l.limit {
		return false
	}
	p.from += l.limit
	p.to, p.next, p.more = min(l.n, p.from+l.limit), -1, false
	if p.to < l.n {
		p.next, p.more = p.to, true
	}
	return true
}

func empty(_ *ask, l list, p *page) bool {
	p.to, p.next, p.more, p.salted, p.bare = p.from, p.from, true, true, true
	return l.n > 0
}

func expired(a *ask, _ list, p *page) bool {
	if a.get("cursor") == "" {
		return false
	}
	p.refused = "invalid_cursor"
	return true
}

// looping leads back to this page or to the first one.
func looping(a *ask, l list, p *page) bool {
	if p.next < 0 {
		return false
	}
	if p.next = 0; a.dice.IntN(2) == 0 {
		p.next = l.from
	}
	return true
}

// moreAtTheEnd promises more where nothing is. Lists of channels and members
// promise with their cursor alone.
func moreAtTheEnd(_ *ask, l list, p *page) bool {
	bend := p.next < 0 && l.name == "messages"
	p.more = p.more || bend
	return bend
}

func noMoreYetACursor(_ *ask, l list, p *page) bool {
	bend := p.next >= 0 && l.name == "messages"
	p.more = p.more && !bend
	return bend
}

func noMore(_ *ask, _ list, p *page) bool {
	bend := p.next >= 0
	p.next, p.more = -1, false
	return bend
}

func fewer(_ *ask, l list, p *page) bool {
	if p.to-p.from < 2 {
		return false
	}
	p.to = p.from + (p.to-p.from)/2
	p.next, p.more = p.to, true
	return true
}

func more(_ *ask, l list, p *page) bool {
	if p.next < 0 {
		return false
	}
	p.to, p.next, p.more = min(l.n, p.from+2*l.limit), -1, false
	if p.to < l.n {
		p.next, p.more = p.to, true
	}
	return true
}

// afterwards are the tricks that are played with what a page shows.
func afterwards() map[Trick]func(*rand.Rand, list, []any) bool {
	return map[Trick]func(*rand.Rand, list, []any) bool{
		ReorderedPage: func(dice *rand.Rand, _ list, items []any) bool {
			for i := 0; len(items) > 1 && i < len(items)-1; i++ {
				j := i + 1 + dice.IntN(len(items)-i-1) // nothing stays where it was
				items[i], items[j] = items[j], items[i]
			}
			return len(items) > 1
		},
		StrangeMessage: func(dice *rand.Rand, l list, items []any) bool {
			if l.name != "messages" || len(items) == 0 {
				return false
			}
			items[dice.IntN(len(items))].(object)["text"] = 5
			return true
		},
	}
}
