package cli

import (
	"fmt"
	"strings"
	"time"

	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// Event is what a piece of progress is about.
type Event string

// The events, as --watch --json calls them.
const (
	Reading   Event = "reading"   // a page was kept
	Done      Event = "synced"    // a round came to its end
	Waiting   Event = "waiting"   // nothing is asked until then
	Retrying  Event = "retrying"  // something went wrong, and the same is asked again
	Left      Event = "left"      // a place cannot be read and is left alone until then
	Troubled  Event = "trouble"   // the round failed, and another begins then
	Stopped   Event = "stopped"   // the platform refuses; nothing is asked until a person has looked
	Live      Event = "live"      // news come as they happen
	LineLost  Event = "line lost" // they do not, until then
	Elsewhere Event = "elsewhere" // another program makes the rounds

	// What became of something in the outbox, as its states are called.
	Sent      Event = "sent"
	Planned   Event = "planned" // the platform will post it by itself
	WantsWord Event = "asks"    // it needs a person's word
	Refused   Event = "failed"
	Queued    Event = "queued"  // it is tried again
	Unknown   Event = "unknown" // it is looked for
)

// Progress is how far a sync or an import has come.
type Progress struct {
	Account  string
	Event    Event
	What     string // the channel, the file
	Messages int    // new and known ones so far
	New      int
	Changed  int
	Read     int64 // of Size; both 0 if unknown
	Size     int64
	Until    time.Time // nothing is asked until then
	Own      bool      // because we keep to the platform's pace
	Trouble  string    // what went wrong
}

// Meter draws progress: over itself on a terminal, only what a person must
// know elsewhere.
type Meter struct {
	house   House
	verb    string
	began   time.Time
	drawn   time.Time
	started int64     // Read when the first progress came: an import goes on where it stopped
	waits   time.Time // what was said of a wait
}

// Meter draws the progress of what verb says.
func (h House) Meter(verb string) *Meter {
	return &Meter{house: h, verb: verb, began: h.Now(), started: -1}
}

// often is how much time lies between two drawings, and brief how long a wait
// may be that is not worth a line of its own.
const (
	often = 100 * time.Millisecond
	brief = 5 * time.Second
)

// Tell draws how far it has come.
func (m *Meter) Tell(p Progress) {
	now := m.house.Now()
	if m.started < 0 {
		m.started = p.Read
	}
	switch p.Event {
	case Left, Troubled, Stopped:
		m.note(p.Account + ": " + p.Trouble)
		return
	case Waiting:
		if !m.house.Live && p.Until.Sub(now) > brief && p.Until.Sub(m.waits).Abs() > brief {
			m.waits = p.Until
			m.note(p.Account + ": " + waiting(p, now))
			return
		}
	case WantsWord, Refused:
		m.note(p.Account + ": " + p.What + " " + string(p.Event) + ": " + p.Trouble)
		return
	case Reading, Done, Retrying, Live, LineLost, Elsewhere, Sent, Planned, Queued, Unknown:
	}
	if !m.house.Live || now.Sub(m.drawn) < often && p.Until.IsZero() {
		return
	}
	m.drawn = now
	fmt.Fprintf(m.house.Err, "\r\x1b[K%s", pane.Line(m.line(p, now), max(m.house.Width-1, 40))) //nolint:errcheck // nobody is left to tell
}

// note prints a line that stays.
func (m *Meter) note(text string) {
	m.Clear()
	fmt.Fprintln(m.house.Err, plain.Line(text)) //nolint:errcheck // nobody is left to tell
}

// waiting says why nothing is asked, and until when.
func waiting(p Progress, now time.Time) string {
	until := p.Until.In(now.Location()).Format(time.TimeOnly)
	if p.Until.Sub(now) > 20*time.Hour {
		until = p.Until.In(now.Location()).Format(time.DateTime)
	}
	left := p.Until.Sub(now).Round(time.Second).String()
	if p.Own {
		return fmt.Sprintf("keeps to the platform's pace, on at %s (%s)", until, left)
	}
	return fmt.Sprintf("the platform asks to wait until %s (%s)", until, left)
}

// line is a progress in words: how much, how fast, how long still.
func (m *Meter) line(p Progress, now time.Time) string {
	parts := []string{m.verb + " " + p.Account}
	if p.Event == Waiting && p.Until.After(now) {
		return strings.Join(append(parts, waiting(p, now), count(p.Messages, "message")), " · ")
	}
	if p.What != "" {
		parts = append(parts, p.What)
	}
	if p.Event == Retrying {
		return strings.Join(append(parts, "asks again: "+p.Trouble), " · ")
	}
	parts = append(parts, count(p.Messages, "message"))
	spent := now.Sub(m.began).Seconds()
	if p.Size > 0 {
		parts = append(parts, fmt.Sprintf("%d %%", 100*p.Read/p.Size))
	}
	if spent > 0.5 {
		parts = append(parts, commas(int64(float64(p.Messages)/spent))+"/s")
		if done := p.Read - m.started; p.Size > 0 && done > 0 {
			left := time.Duration(spent * float64(p.Size-p.Read) / float64(done) * float64(time.Second))
			parts = append(parts, "about "+left.Round(time.Second).String()+" left")
		}
	}
	return strings.Join(parts, " · ")
}

// Clear wipes the line that was drawn.
func (m *Meter) Clear() {
	if m.house.Live {
		fmt.Fprint(m.house.Err, "\r\x1b[K") //nolint:errcheck // nobody is left to tell
	}
}
