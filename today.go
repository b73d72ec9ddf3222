package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/metrics"
	"rounds/store"
	"rounds/ui/cli"
)

// todayConfig is the part of the config that is about the daily check-in. What is
// left out is as usual.
type todayConfig struct {
	Hours    string   `toml:"hours"`    // of the team, "mon-fri 09:00-17:00"
	Holidays []string `toml:"holidays"` // days on which nobody is at work
	Question string   `toml:"question"` // how soon a question is answered, in hours at work …
	Mention  string   `toml:"mention"`  // … and a mention
	NewFor   string   `toml:"new_for"`  // how long somebody is new

	// How long each step may take.
	Welcome      string `toml:"welcome"`
	Questions    string `toml:"questions"`
	Conversation string `toml:"conversation"`
	Flags        string `toml:"flags"`
	LooseEnds    string `toml:"loose_ends"`
}

// The usual targets.
const (
	usualQuestion = 24 * time.Hour
	usualMention  = 8 * time.Hour
)

// checkinOf is what a config asks of a check-in: all of a request but the time and
// the zone.
func checkinOf(c config, now time.Time, zone *time.Location) checkin.Request {
	r := checkin.Request{
		Now: now, Zone: zone, Hours: c.hours(zone),
		Targets: checkin.Targets{Question: span(c.Today.Question, usualQuestion), Mention: span(c.Today.Mention, usualMention)},
		Window:  span(c.Today.NewFor, 0),
		Budgets: map[checkin.Step]time.Duration{},
	}
	for step, text := range c.Today.budgets() {
		if text != "" {
			r.Budgets[step] = span(text, step.Budget())
		}
	}
	return r
}

func (t todayConfig) budgets() map[checkin.Step]string {
	return map[checkin.Step]string{
		checkin.Welcome: t.Welcome, checkin.Questions: t.Questions, checkin.Good: t.Conversation, checkin.Flags: t.Flags, checkin.Loose: t.LooseEnds,
	}
}

// hours are when the team is at work, by the clock of a zone. todayIs has told of a
// mistake.
func (c config) hours(zone *time.Location) metrics.Hours {
	h, err := parseHours(c.Today.Hours)
	if err != nil {
		h = metrics.Hours{}
	}
	h.Zone = zone
	for _, day := range c.Today.Holidays {
		if h.Holidays == nil {
			h.Holidays = map[string]string{}
		}
		h.Holidays[day] = "holiday"
	}
	return h
}

// span is a length as the config says it: "24h", "14d", "4m".
func span(text string, otherwise time.Duration) time.Duration {
	d, err := parseSpan(text)
	if text == "" || err != nil { // todayIs has told of a mistake
		return otherwise
	}
	return d
}

func parseSpan(text string) (time.Duration, error) {
	if days, found := strings.CutSuffix(text, "d"); found {
		d, err := time.ParseDuration(days + "h")
		return 24 * d, err
	}
	return time.ParseDuration(text)
}

// todayIs looks at the settings of the check-in.
func todayIs(c config, _ time.Time) (all []fault) {
	t := c.Today
	wrong := func(name, format string, args ...any) {
		all = append(all, fault{path: "today." + name, why: fmt.Sprintf("today: "+format, args...)})
	}
	if _, err := parseHours(t.Hours); err != nil {
		wrong("hours", "hours %q: %v", tame(t.Hours), tame(err.Error()))
	}
	for _, day := range t.Holidays {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			wrong("holidays", "holiday %q is no day: write it as 2026-12-25", tame(day))
		}
	}
	const month, hour = 31 * inbox.Day, time.Hour
	for _, l := range []struct {
		name, text, example string
		most                time.Duration
	}{
		{"question", t.Question, "24h", month},
		{"mention", t.Mention, "8h", month},
		{"new_for", t.NewFor, "14d", 3 * month},
		{"welcome", t.Welcome, "4m", hour},
		{"questions", t.Questions, "8m", hour},
		{"conversation", t.Conversation, "3m", hour},
		{"flags", t.Flags, "3m", hour},
		{"loose_ends", t.LooseEnds, "2m", hour},
	} {
		if d, err := parseSpan(l.text); l.text != "" && (err != nil || d <= 0 || d > l.most) {
			wrong(l.name, "%s %q is no time up to %s: write it as %s", l.name, tame(l.text), upTo(l.most), l.example)
		}
	}
	return all
}

// upTo is the end of a range as a sentence has it.
func upTo(d time.Duration) string {
	if d >= inbox.Day {
		return fmt.Sprintf("%d days", d/inbox.Day)
	}
	return "an hour"
}

// parseHours reads "mon-fri 09:00-17:00" or "mon,wed,fri 10:00-14:00". Nothing is
// Monday to Friday from nine to five.
func parseHours(text string) (h metrics.Hours, err error) {
	if strings.TrimSpace(text) == "" {
		return h, nil
	}
	days, clock, found := strings.Cut(strings.ToLower(strings.TrimSpace(text)), " ")
	from, to, dash := strings.Cut(strings.TrimSpace(clock), "-")
	if !found || !dash {
		return h, errors.New("write days and a time, as in \"mon-fri 09:00-17:00\"")
	}
	for _, part := range strings.Split(days, ",") {
		if err := addDays(&h, part); err != nil {
			return h, err
		}
	}
	if h.From, err = minuteOf(from); err != nil {
		return h, err
	}
	if h.To, err = minuteOf(to); err != nil {
		return h, err
	}
	if h.To <= h.From {
		return h, errors.New("work ends after it begins, on the same day")
	}
	return h, nil
}

// addDays adds a day, or the days from one to another, which may go over a
// Sunday.
func addDays(h *metrics.Hours, text string) error {
	first, last, several := strings.Cut(text, "-")
	if !several {
		last = first
	}
	from, ok := weekday(first)
	to, fine := weekday(last)
	if !ok || !fine {
		return fmt.Errorf("%q is no day of the week: write mon, tue, wed, thu, fri, sat or sun", text)
	}
	for d := from; ; d = (d + 1) % 7 {
		if h.Days[d] = true; d == to {
			return nil
		}
	}
}

func weekday(text string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if name := strings.ToLower(d.String()); text == name[:3] || text == name {
			return d, true
		}
	}
	return 0, false
}

// minuteOf is the minute of the day that a clock shows; 24:00 is its end.
func minuteOf(text string) (int, error) {
	text = strings.TrimSpace(text)
	if text == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day: write it as 09:00", text)
	}
	return t.Hour()*60 + t.Minute(), nil
}

// dayDesk is the memory as the check-in is read from it, by the clock of the
// numbers.
type dayDesk struct {
	*store.Store
	ask func(now time.Time) checkin.Request
}

// Ask implements [cli.Today].
func (d dayDesk) Ask(now time.Time) checkin.Request { return d.ask(now) }

// asker is whose check-in it is: the pane and the command ask for the same.
func asker(zone *time.Location, c config) func(now time.Time) checkin.Request {
	return func(now time.Time) checkin.Request { return checkinOf(c, now, zone) }
}

// foreseen is the store with the check-in that the screen will ask for first
// already being read: building the screen takes as long as reading it.
type foreseen struct {
	sending
	first atomic.Pointer[chan read]
}

type read struct {
	day checkin.Day
	err error
}

// foresee begins to read the check-in.
func foresee(ctx context.Context, crew *crew, memory sending, ask func(now time.Time) checkin.Request) *foreseen {
	f, first := &foreseen{sending: memory}, make(chan read, 1)
	f.first.Store(&first)
	crew.Go(func() {
		day, err := memory.CheckIn(ctx, ask(time.Now()))
		first <- read{day, err}
	})
	return f
}

// CheckIn is what was read ahead, the first time; after that the store is asked.
func (f *foreseen) CheckIn(ctx context.Context, r checkin.Request) (checkin.Day, error) {
	if first := f.first.Swap(nil); first != nil {
		select {
		case <-ctx.Done():
			return checkin.Day{}, ctx.Err()
		case got := <-*first:
			return got.day, got.err
		}
	}
	return f.sending.CheckIn(ctx, r)
}

// today opens the database for the check-in.
func (w workshop) today(ctx context.Context, s cli.Settings) (cli.Today, error) {
	p, c, err := settled(s)
	if err != nil {
		return nil, err
	}
	memory, err := w.open(ctx, s)
	if err != nil {
		return nil, err
	}
	return dayDesk{memory, asker(newReckoner(memory, c, p).zone, c)}, nil
}
