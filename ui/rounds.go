package ui

import (
	"slices"
	"strings"
	"time"

	"rounds/ui/pane"
)

// rounds is how the rounds of all accounts go, for the right end of the
// header.
type rounds struct{ accounts []pane.Sync }

// hear remembers the last word of an account. A word without a time keeps the
// end of the round before.
func (r *rounds) hear(msg pane.Sync) {
	at := slices.IndexFunc(r.accounts, func(s pane.Sync) bool { return s.Account == msg.Account })
	if at < 0 {
		r.accounts = append(r.accounts, msg)
		return
	}
	if msg.At.IsZero() {
		msg.At = r.accounts[at].At
	}
	r.accounts[at] = msg
}

// line is the one thing that a person should know: trouble before work, work
// before rest. Rest is as old as the account that was read longest ago.
func (r *rounds) line(now time.Time) (text string, trouble bool) {
	var working []string
	var oldest time.Time
	for _, s := range r.accounts {
		switch {
		case s.Trouble:
			return "⚠ " + s.Text, true
		case s.Text != "":
			working = append(working, s.Text)
		}
		if !s.At.IsZero() && (oldest.IsZero() || s.At.Before(oldest)) {
			oldest = s.At
		}
	}
	switch {
	case len(working) > 0:
		return strings.Join(working, " · "), false
	case oldest.IsZero():
		return "", false
	case now.Sub(oldest) < time.Minute:
		return "synced just now", false
	}
	return "synced " + pane.Ago(now, oldest) + " ago", false
}
