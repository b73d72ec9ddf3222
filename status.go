package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform"
	"rounds/store"
	"rounds/ui/pane"
)

// status turns the courier's news into what the head of the screen says: what
// the rounds do at every moment, and until when.
type status struct {
	places func(account, scope string) string
	titles func(account string) string // of its platform
	told   map[string]time.Time        // when an account's progress was last drawn
	live   map[string]bool
}

func newStatus(ctx context.Context, memory *store.Store) *status {
	titles := func(account string) string {
		a, err := memory.Account(ctx, account)
		if err != nil {
			return inbox.Platform("").Title()
		}
		return a.Platform.Title()
	}
	return &status{places: placesOf(ctx, memory), titles: titles, told: map[string]time.Time{}, live: map[string]bool{}}
}

// line is what a piece of news comes to; it reports false if that is nothing
// new.
func (s *status) line(n courier.News, now time.Time) (pane.Sync, bool) {
	m := pane.Sync{Account: n.Account, Live: s.live[n.Account]}
	switch {
	case n.Out != nil: // the outbox tells of it
		return m, false
	case n.Final:
		m.Text, m.Short, m.Stopped, m.Trouble = "stopped: "+brief(n.Err), "stopped", true, true
	case n.Failed: // one place; the page of the rounds tells of it
		return m, false
	case n.Live.Why != "":
		s.live[n.Account] = false
		return m, false
	case n.Live.Open:
		s.live[n.Account] = n.Live.Others == 0
		m.Live = s.live[n.Account]
	case n.Elsewhere:
		m.Text, m.Short = "another console makes the rounds", "another console"
	case n.Retry:
		m.Text, m.Short = "asks again: "+brief(n.Err), "asks again"
	case n.Err != nil:
		m.Text, m.Short, m.Trouble, m.Until = brief(n.Err), "trouble", true, n.Until
	case !n.Until.IsZero() && n.Own:
		m.Text, m.Short, m.Until = "keeping to "+s.titles(n.Account)+"'s pace", "pacing", n.Until
	case !n.Until.IsZero():
		m.Text, m.Short, m.Until = "waiting for "+s.titles(n.Account)+"'s limit", "waiting", n.Until
	case n.Done && n.Between: // all was looked at when the last round ended
	case n.Done:
		m.At = now
	default:
		if now.Sub(s.told[n.Account]) < quiet {
			return m, false
		}
		s.told[n.Account] = now
		m.Text, m.Short = s.progress(n), "syncing"
	}
	return m, true
}

func (s *status) progress(n courier.News) string {
	text := "syncing"
	if place := s.places(n.Account, n.Scope); place != "" {
		text += " " + place
	}
	if n.Tally.Messages > 0 {
		text += fmt.Sprintf(" · %d new", n.Tally.Messages)
	}
	return text
}

// brief is an error in the few words that a person needs: the platform's own
// for a refusal, ours for a road that leads nowhere.
func brief(err error) string {
	if refused, ok := errors.AsType[*platform.Refused](err); ok {
		if refused.Needs != "" {
			return platform.Redact(refused.Reason + " (needs " + refused.Needs + ")")
		}
		return platform.Redact(refused.Reason)
	}
	if _, ok := errors.AsType[*platform.Lost](err); ok {
		return "no connection"
	}
	if garbled, ok := errors.AsType[*platform.Garbled](err); ok {
		return platform.Redact(garbled.Words)
	}
	return platform.Redact(innermost(err.Error()))
}

// said is an error as it is kept: what a person needs to tell one from another.
func said(err error) string {
	if lost, ok := errors.AsType[*platform.Lost](err); ok {
		return "no connection: " + platform.Redact(innermost(lost.Err.Error()))
	}
	return brief(err)
}

// innermost leaves out what we were doing when it happened: the page of the
// rounds shows that beside it.
func innermost(text string) string {
	for _, verb := range []string{"pull ", "fetch ", "Post ", "Get "} {
		for strings.HasPrefix(text, verb) {
			_, rest, found := strings.Cut(text, ": ")
			if !found {
				return text
			}
			text = rest
		}
	}
	return text
}
