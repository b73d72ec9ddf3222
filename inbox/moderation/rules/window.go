package rules

import (
	"math/bits"
	"time"
)

// How much a window remembers.
const (
	windowSize = 4096
	hostSize   = 4096

	slots   = 8 // of a fingerprint
	alike   = 6 // slots in common make two texts near-duplicates
	bands   = 4 // pairs of slots under which a text is found again
	heads   = 8192
	horizon = 96 // earlier messages that are looked at along one chain

	similarAge = time.Hour
	leastWords = 4 // shorter texts are alike by nature
)

// Window is what the rules remember of the messages before: how their texts
// look, who wrote them, and when. It is bounded, at 4,096 messages of which those of the last hour count,
// and says the same whenever the same messages come in the same order. It is
// not for use by several at once.
type Window struct {
	ring   [windowSize]memo
	count  uint32 // messages ever added; the last one stands at (count-1) % windowSize
	bands  [bands][heads]uint32
	author [heads]uint32
	hosts  [hostSize]uint64
	sheet  *sheet
}

// memo is one message remembered. The chains lead to the one before it, counted
// from 1; 0 ends them.
type memo struct {
	mark    fingerprint
	author  uint64
	channel uint64
	at      int64 // milliseconds
	bands   [bands]uint32
	before  uint32
}

// fingerprint is the least hashes of the pairs of words of a text. Texts that
// have most pairs in common have most slots in common.
type fingerprint struct {
	slots [slots]uint32
	words int
}

// seen is what earlier messages say about one.
type seen struct {
	similar, others, channels int
	minute, ten               int
}

// NewWindow remembers nothing yet.
func NewWindow() *Window { return &Window{} }

// sheetFor is the window's sheet for a set.
func (w *Window) sheetFor(s *Set) *sheet {
	if w.sheet == nil || w.sheet.set != s {
		w.sheet = &sheet{set: s}
		w.sheet.env.bind(w.sheet)
	}
	return w.sheet
}

// fingerprint is that of the text on the sheet. Links, numbers and mentions are
// signs there, so that texts which differ in nothing else are alike.
func (sh *sheet) fingerprint() fingerprint {
	f := fingerprint{words: sh.wordCount}
	if f.words < leastWords {
		return f
	}
	for i := range f.slots {
		f.slots[i] = ^uint32(0)
	}
	var last uint64
	hash := uint64(offset)
	for _, c := range sh.norm[1:] {
		if c != ' ' {
			hash = (hash ^ uint64(c)) * prime
			continue
		}
		f.mix(last*31 + hash)
		last, hash = hash, offset
	}
	return f
}

// The parameters of FNV-1a.
const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// mix lets one pair of words into the slots: two multiplications make the eight
// numbers that it competes with.
func (f *fingerprint) mix(h uint64) {
	for i := range slots / 2 {
		h = (h ^ h>>29) * 0xbf58476d1ce4e5b9
		h += 0x9e3779b97f4a7c15 * uint64(i+1)
		f.slots[2*i] = min(f.slots[2*i], uint32(h>>32))
		f.slots[2*i+1] = min(f.slots[2*i+1], uint32(h))
	}
}

// band is where a text is found again by a pair of its slots.
func (f *fingerprint) band(i int) uint32 {
	h := uint64(f.slots[2*i])<<32 | uint64(f.slots[2*i+1])
	return uint32((h * 0x9e3779b97f4a7c15) >> (64 - 13))
}

func (f *fingerprint) same(g *fingerprint) bool {
	n := 0
	for i := range f.slots {
		if f.slots[i] == g.slots[i] {
			n++
		}
	}
	// A text of four words and one of forty may share slots by chance.
	return n >= alike && g.words <= 2*f.words && f.words <= 2*g.words
}

func hashOf(account, s string) uint64 {
	h := uint64(offset)
	for i := range len(account) {
		h = (h ^ uint64(account[i])) * prime
	}
	h *= prime
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return h
}

func authorSlot(h uint64) uint64 { return (h * 0x9e3779b97f4a7c15) >> (64 - 13) }

// at is the message of a number, or nil if it was forgotten.
func (w *Window) at(n uint32) *memo {
	if n == 0 || n > w.count || w.count-n >= windowSize {
		return nil
	}
	return &w.ring[(n-1)%windowSize]
}

// look says what the messages so far say about one.
func (w *Window) look(m Sample, mark fingerprint) seen {
	var s seen
	now, author := m.At.UnixMilli(), hashOf(m.Account, m.Author.ID)
	n := w.author[authorSlot(author)]
	for range horizon {
		old := w.at(n)
		if old == nil {
			break
		}
		if ago := now - old.at; old.author == author && ago >= 0 && ago < (10*time.Minute).Milliseconds() {
			s.ten++
			if ago < time.Minute.Milliseconds() {
				s.minute++
			}
		}
		n = old.before
	}
	if mark.words >= leastWords {
		w.compare(&s, mark, now, author, hashOf(m.Account, m.Channel))
	}
	return s
}

// compare counts the near-duplicates of the last hour. One that is found under
// several bands counts under the first.
func (w *Window) compare(s *seen, mark fingerprint, now int64, author, channel uint64) {
	var rooms [16]uint64
	known := 0
	for b := range bands {
		n := w.bands[b][mark.band(b)]
		for range horizon {
			old := w.at(n)
			if old == nil {
				break
			}
			n = old.bands[b]
			ago := now - old.at
			if ago < 0 || ago >= similarAge.Milliseconds() || !mark.same(&old.mark) || mark.met(&old.mark, b) {
				continue
			}
			s.similar++
			if old.author != author {
				s.others++
			} else if old.channel != channel && !within(rooms[:known], old.channel) && known < len(rooms) {
				rooms[known] = old.channel
				known++
			}
		}
	}
	s.channels = known
}

func within(rooms []uint64, room uint64) bool {
	for _, r := range rooms {
		if r == room {
			return true
		}
	}
	return false
}

// met reports whether two texts share a band before one.
func (f *fingerprint) met(g *fingerprint, before int) bool {
	for b := range before {
		if f.band(b) == g.band(b) {
			return true
		}
	}
	return false
}

// add remembers a message.
func (w *Window) add(m Sample, mark fingerprint) {
	w.count++
	one := &w.ring[(w.count-1)%windowSize]
	*one = memo{mark: mark, author: hashOf(m.Account, m.Author.ID), channel: hashOf(m.Account, m.Channel), at: m.At.UnixMilli()}
	slot := authorSlot(one.author)
	one.before = w.author[slot]
	w.author[slot] = w.count
	if mark.words < leastWords {
		return
	}
	for b := range bands {
		band := mark.band(b)
		one.bands[b] = w.bands[b][band]
		w.bands[b][band] = w.count
	}
}

// meet counts the hosts that nobody linked before, and remembers them. The
// memory has one place for each of 4,096 hosts: of two that share one, the later
// stays.
func (w *Window) meet(hosts []string, edited bool) int {
	fresh := 0
	for _, host := range hosts {
		h := hashOf("", host) | 1
		place := &w.hosts[bits.RotateLeft64(h*0x9e3779b97f4a7c15, 12)%hostSize]
		if *place != h {
			fresh++
			if !edited {
				*place = h
			}
		}
	}
	return fresh
}
