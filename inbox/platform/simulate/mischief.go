package simulate

import (
	"math/rand/v2"
	"time"
)

// Trick is one way in which an answer goes wrong.
type Trick string

// The tricks, as they were met in the wild.
const (
	Busy          Trick = "429 with Retry-After"
	BusyBare      Trick = "429 without Retry-After"
	BusyHTML      Trick = "429 as HTML"
	BusyLong      Trick = "429 with a long wait"
	Broken        Trick = "500"
	BadGateway    Trick = "502 as HTML"
	Unavailable   Trick = "503"
	Later         Trick = "503 with Retry-After"
	GatewaySlow   Trick = "504 as HTML"
	Reset         Trick = "reset before the answer"
	CutHeaders    Trick = "cut in the headers"
	CutBody       Trick = "cut in the body"
	SlowBody      Trick = "slow body"
	Bomb          Trick = "gzip bomb"
	Garbage       Trick = "garbage"
	Truncated     Trick = "truncated JSON"
	Portal        Trick = "captive portal"
	WrongCharset  Trick = "another charset"
	BadText       Trick = "invalid UTF-8"
	BareOK        Trick = "ok and nothing else"
	WrongType     Trick = "a list of another type"
	InternalError Trick = "internal_error"
	FatalError    Trick = "fatal_error"
	RateLimited   Trick = "ratelimited with 200"

	DuplicatedPage   Trick = "duplicated page"
	OverlappingPages Trick = "overlapping pages"
	ReorderedPage    Trick = "reordered page"
	SkippedPage      Trick = "skipped page"
	EmptyPage        Trick = "empty page with a cursor"
	ExpiredCursor    Trick = "expired cursor"
	LoopingCursor    Trick = "cursor that leads back"
	MoreAtTheEnd     Trick = "has_more at the end"
	NoMoreYetACursor Trick = "no has_more, yet a cursor"
	NoMore           Trick = "the end in the middle"
	FewerThanAsked   Trick = "fewer than asked for"
	MoreThanAsked    Trick = "more than asked for"
	StrangeMessage   Trick = "a message of a strange type"
)

// Tricks are all of them.
func Tricks() []Trick { return append(Honest(), lies()...) }

// Honest are the tricks that hide nothing: a client that believes every answer
// which is whole, follows every cursor and asks again for what was refused has
// everything in the end.
func Honest() []Trick {
	return []Trick{
		Busy, BusyBare, BusyHTML, BusyLong, Broken, BadGateway, Unavailable, Later, GatewaySlow,
		Reset, CutHeaders, CutBody, SlowBody, Bomb, Garbage, Truncated, Portal, WrongCharset,
		BareOK, WrongType, InternalError, FatalError, RateLimited,
		DuplicatedPage, OverlappingPages, ReorderedPage, EmptyPage, ExpiredCursor, LoopingCursor,
		MoreAtTheEnd, NoMoreYetACursor, FewerThanAsked, MoreThanAsked,
	}
}

// lies are the tricks that leave something out of an answer, or damage it, and
// do not say so.
func lies() []Trick { return []Trick{BadText, SkippedPage, NoMore, StrangeMessage} }

// Mischief is how a server misbehaves.
type Mischief struct {
	Seed   uint64
	Rate   float64 // the share of requests that go wrong, 0 to 1
	Tricks []Trick // what may happen to them; all of Tricks if nil
	Calm   int     // after so many requests it behaves again; 0 for never

	// What goes wrong with requests that write is drawn by itself, and nothing
	// does if Writes is zero: see [WriteTricks].
	Writes      float64       // the share of them that go wrong
	WriteTricks []Trick       // what may happen to them; all of WriteTricks if nil
	Veil        time.Duration // how long a message that was accepted is shown to nobody at most; 0 s, or 2 s for [Unseen]

	Wait time.Duration // what a Retry-After says; 1 s if zero
	Long time.Duration // what a long one says; an hour if zero
	Slow time.Duration // how long a slow body waits at most; 2 s if zero
}

// Misbehave lets requests go wrong from now on. The n-th request from here goes
// wrong in the same way for the same seed, provided that it can: a trick that
// a request gives no occasion for gives way to another, or to the truth.
func (s *Slack) Misbehave(m Mischief) {
	if m.Tricks == nil {
		m.Tricks = Tricks()
	}
	if m.WriteTricks == nil {
		m.WriteTricks = WriteTricks()
	}
	if m.Wait == 0 {
		m.Wait = time.Second
	}
	if m.Long == 0 {
		m.Long = time.Hour
	}
	if m.Slow == 0 {
		m.Slow = 2 * time.Second
	}
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	s.gate.mischief, s.gate.sinceStart, s.gate.sinceWrite = m, 0, 0
}

// draw decides whether this request goes wrong, and in what ways it might.
func (g *gate) draw() verdict {
	m := g.mischief
	n := g.sinceStart
	g.sinceStart++
	dice := rand.New(rand.NewPCG(m.Seed, uint64(n))) //nolint:gosec // it is no secret
	if m.Calm > 0 && n >= m.Calm || dice.Float64() >= m.Rate {
		return verdict{}
	}
	v := verdict{dice: dice, play: m}
	for _, i := range dice.Perm(len(m.Tricks)) {
		v.tricks = append(v.tricks, m.Tricks[i])
	}
	return v
}
