// Package when reads the times that a person types: "3d", "fri 14:00",
// "tomorrow", "next week", "1 dec"; and says a time back in as few words.
//
// It is pure and reads no clock: now comes in, and its location is the
// person's. It never answers with a time that is past, never guesses a day it
// did not understand, and knows nothing of what the time is for: snoozes,
// planned posts and the filter language stand on the one side, package time on
// the other.
package when

import (
	"fmt"
	"strings"
	"time"
)

// The hours that a day has when no clock is given.
const (
	morning   = 9
	noon      = 12
	afternoon = 14
	endOfDay  = 17
	evening   = 18
	night     = 20
)

// Parse reads a time to come, in now's location. A day without a clock is
// meant at 09:00, a clock without a day the next time that it is so late. The
// error is a sentence for the person who typed.
func Parse(words string, now time.Time) (time.Time, error) {
	p := phrase{tokens: tokens(words), now: now}
	if len(p.tokens) == 0 {
		return time.Time{}, fmt.Errorf("no time given: try %s", examples)
	}
	t, ok := p.read()
	if !ok {
		return time.Time{}, fmt.Errorf("%q is not a time: try %s", short(words), examples)
	}
	if !t.After(now) {
		return time.Time{}, fmt.Errorf("%s is past", Say(t, now))
	}
	if t.Year() > now.Year()+maxYears {
		return time.Time{}, fmt.Errorf("%q is more than %d years away", short(words), maxYears)
	}
	return t, nil
}

const (
	examples = "3d, 2h, tomorrow 14:00, fri, next week, 1 dec, 2027-01-31 09:30"
	maxYears = 100
)

// short is what was typed, fit for a sentence.
func short(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if runes := []rune(words); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return words
}

// Say tells a time as a person would who reads it at now: "today 14:00",
// "tomorrow 09:00", "Fri 14:00", "3 Dec 09:00", "3 Dec 2027 09:00". The zone
// is now's.
func Say(t, now time.Time) string {
	t = t.In(now.Location())
	switch days := dateOf(t).days() - dateOf(now).days(); {
	case days == 0:
		return "today " + t.Format("15:04")
	case days == 1:
		return "tomorrow " + t.Format("15:04")
	case days == -1:
		return "yesterday " + t.Format("15:04")
	case 1 < days && days < 7:
		return t.Format("Mon 15:04")
	case t.Year() == now.Year():
		return t.Format("2 Jan 15:04")
	}
	return t.Format("2 Jan 2006 15:04")
}

// tokens are the words of a phrase in lower case, without those that say
// nothing, and with numbers parted from the letters behind them.
func tokens(words string) []string {
	var list []string
	for _, word := range strings.FieldsFunc(strings.ToLower(words), isBlank) {
		switch word {
		case "at", "on", "the", "of", "@", "and", "a", "an":
			continue
		}
		list = append(list, word)
	}
	return list
}

func isBlank(r rune) bool { return r == ',' || r <= ' ' || r == 0xa0 }
