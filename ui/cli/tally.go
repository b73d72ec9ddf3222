package cli

import (
	"fmt"
	"time"

	"rounds/inbox"
	"rounds/inbox/plain"
)

type tallyJSON struct {
	Account  string     `json:"account"`
	Channels int        `json:"channels"`
	Members  int        `json:"members"`
	Messages int        `json:"messages"`
	Threads  int        `json:"threads"`
	New      int        `json:"new"`
	Changed  int        `json:"changed"`
	Known    int        `json:"known"`
	Skipped  []skipJSON `json:"skipped"`
	Sent     int        `json:"sent"` // from the outbox
	Failed   int        `json:"failed"`
	Asks     int        `json:"asks"` // need a person's word: rounds outbox
	Seconds  float64    `json:"seconds"`
	Error    string     `json:"error,omitempty"`
	Until    string     `json:"until,omitempty"` // nothing is asked before
}

type skipJSON struct {
	Where string `json:"where"`
	Why   string `json:"why"`
}

// tally prints what was kept, under the name of the account if there is one to
// tell it from others.
func (h House) tally(title string, t inbox.Tally, took time.Duration) error {
	if title != "" {
		title = plain.Line(title) + ": "
	}
	read := t.Messages + t.Changed + t.Known
	err := h.say("%s%s in %s%s\n  %s new, %s changed, %s already known\n  new: %s, %s, %s\n",
		title, count(read, "message"), took.Round(100*time.Millisecond), pace(read, took),
		commas(t.Messages), commas(t.Changed), commas(t.Known),
		count(t.Channels, "channel"), count(t.Members, "member"), count(t.Threads, "thread"))
	if err != nil {
		return err
	}
	for _, skip := range t.Skipped {
		if err := h.say("  skipped %s: %s\n", plain.Head(skip.Where, 80), plain.Line(skip.Why)); err != nil {
			return err
		}
	}
	return nil
}

func pace(messages int, took time.Duration) string {
	if took < time.Second || messages == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s/s)", commas(int64(float64(messages)/took.Seconds())))
}

func tallyOf(name string, t inbox.Tally, took time.Duration) tallyJSON {
	j := tallyJSON{
		Account: plain.Line(name), Channels: t.Channels, Members: t.Members, Messages: t.Messages + t.Changed + t.Known,
		Threads: t.Threads, New: t.Messages, Changed: t.Changed, Known: t.Known, Skipped: []skipJSON{}, Seconds: took.Seconds(),
	}
	for _, skip := range t.Skipped {
		j.Skipped = append(j.Skipped, skipJSON{plain.Line(skip.Where), plain.Line(skip.Why)})
	}
	return j
}
