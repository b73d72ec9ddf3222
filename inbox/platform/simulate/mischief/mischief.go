// Package mischief makes a server go wrong on demand, in every way that was
// met in the wild: a [Gate] stands before a simulated platform, keeps the log
// of who came, and plays its tricks with the answers.
//
// What goes wrong between a platform and its client the gate does by itself:
// limits, broken connections, gateways, garbage. What only the platform can get
// wrong, such as a page that is shown twice, it asks of the platform: see
// [Gate.Trick]. The simulators under inbox/platform/simulate stand behind a gate
// each; tests talk to it. It opens no port and starts no goroutine.
package mischief

import (
	"math/rand/v2"
	"time"
)

// Trick is one way in which an answer goes wrong.
type Trick string

// The tricks of the road, which need nothing from the platform.
const (
	Busy         Trick = "429 with Retry-After"
	BusyBare     Trick = "429 without Retry-After"
	BusyHTML     Trick = "429 as HTML"
	BusyLong     Trick = "429 with a long wait"
	Broken       Trick = "500"
	BadGateway   Trick = "502 as HTML"
	Unavailable  Trick = "503"
	Later        Trick = "503 with Retry-After"
	GatewaySlow  Trick = "504 as HTML"
	Reset        Trick = "reset before the answer"
	CutHeaders   Trick = "cut in the headers"
	CutBody      Trick = "cut in the body"
	SlowBody     Trick = "slow body"
	Bomb         Trick = "gzip bomb"
	Garbage      Trick = "garbage"
	Truncated    Trick = "truncated JSON"
	Portal       Trick = "captive portal"
	WrongCharset Trick = "another charset"
	WrongType    Trick = "an answer of another type" // a list where an object belongs, and the other way round
	EmptyAnswer  Trick = "nothing where something belongs"
)

// The tricks of pages, which the platform plays itself where it can.
const (
	DuplicatedRecords Trick = "records shown twice"
	OverlappingPages  Trick = "pages that overlap"
	ReorderedPage     Trick = "records out of order"
	FewerThanAsked    Trick = "fewer than asked for" // and more behind them
	EmptyPage         Trick = "an empty page with more behind it"
	LoopingCursor     Trick = "a cursor that leads back"
	MissingRecord     Trick = "a record left out"       // a lie: it is there, and is not shown
	StrangeRecord     Trick = "a record of a new kind"  // besides the others
	StaleRecord       Trick = "a record as it was once" // a lie: a replica that lags behind
)

// Road are the tricks that the gate plays by itself.
func Road() []Trick {
	return []Trick{
		Busy, BusyBare, BusyHTML, BusyLong, Broken, BadGateway, Unavailable, Later, GatewaySlow,
		Reset, CutHeaders, CutBody, SlowBody, Bomb, Garbage, Truncated, Portal, WrongCharset, WrongType, EmptyAnswer,
	}
}

// Pages are the tricks that are asked of the platform.
func Pages() []Trick {
	return []Trick{
		DuplicatedRecords, OverlappingPages, ReorderedPage, FewerThanAsked, EmptyPage, LoopingCursor,
		MissingRecord, StrangeRecord, StaleRecord,
	}
}

// Tricks are all that may happen to a request that reads.
func Tricks() []Trick { return append(Road(), Pages()...) }

// The tricks of requests that write.
const (
	AcceptedReset       Trick = "accepted, then reset"
	AcceptedSlow        Trick = "accepted, then silent"
	AcceptedBroken      Trick = "accepted, then 500"
	AcceptedBadGateway  Trick = "accepted, then 502 as HTML"
	AcceptedUnavailable Trick = "accepted, then 503 as HTML"
	AcceptedGarbage     Trick = "accepted, then garbage"
	AcceptedCutBody     Trick = "accepted, then cut in the body"

	Unseen Trick = "accepted, shown later"   // an honest answer to what nobody is shown for a while
	NoKey  Trick = "accepted, key forgotten" // the platform does not keep the key that came along
)

// Accepted are the tricks after which something was done that looks as if it
// was not.
func Accepted() []Trick {
	return []Trick{
		AcceptedReset, AcceptedSlow, AcceptedBroken, AcceptedBadGateway, AcceptedUnavailable, AcceptedGarbage, AcceptedCutBody,
	}
}

// Refused are the tricks after which nothing was done.
func Refused() []Trick {
	return []Trick{Busy, BusyBare, BusyHTML, Broken, BadGateway, Unavailable, Later, GatewaySlow, Reset, CutHeaders, Garbage}
}

// WriteTricks are all that may happen to a request that writes.
func WriteTricks() []Trick { return append(append(Accepted(), Refused()...), Unseen, NoKey) }

// Mischief is how a server misbehaves.
type Mischief struct {
	Seed   uint64
	Rate   float64 // the share of requests that read and go wrong, 0 to 1
	Tricks []Trick // what may happen to them; all of [Tricks] if nil

	Writes      float64       // the share of requests that write and go wrong
	WriteTricks []Trick       // what may happen to them; all of [WriteTricks] if nil
	Veil        time.Duration // how long what was accepted is shown to nobody at most; 0 s, or 2 s for [Unseen]

	Wait time.Duration // what a Retry-After says; 1 s if zero
	Long time.Duration // what a long one says; an hour if zero
	Slow time.Duration // how long a slow body waits at most; 2 s if zero
}

func (m Mischief) filled() Mischief {
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
	return m
}

// draw decides what goes wrong with the n-th request, "" for nothing.
func (m Mischief) draw(n int, writes bool) (Trick, *rand.Rand) {
	rate, tricks, salt := m.Rate, m.Tricks, uint64(0)
	if writes {
		rate, tricks, salt = m.Writes, m.WriteTricks, 0x5e4d
	}
	dice := rand.New(rand.NewPCG(m.Seed^salt, uint64(n))) //nolint:gosec // it is no secret
	if len(tricks) == 0 || dice.Float64() >= rate {
		return "", dice
	}
	return tricks[dice.IntN(len(tricks))], dice
}
