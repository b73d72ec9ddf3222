package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Warning is something about an item that a person should know before they
// schedule it.
type Warning struct {
	Kind string // "clash", "twin", "blackout", "length", "time", "place", "turn"
	Text string // a sentence
}

// What is near, and what is alike.
const (
	nearby     = time.Hour
	remembered = 90 * 24 * time.Hour
	twinned    = 0.6
	mostTold   = 3 // of each kind
)

// Clashes are the warnings that follow from what else is planned: the same
// channel within an hour, words alike, a blackout. An item without a time has
// none. Of a series the nearest time is told.
func Clashes(i Item, others []Item, s Settings) []Warning {
	if i.Moment.At.IsZero() {
		return nil
	}
	near := others[:0:0]
	for _, o := range others {
		if o.Post.Key != i.Post.Key && !o.Moment.At.IsZero() && o.Status != Cancelled && apart(i, o) <= remembered {
			near = append(near, o)
		}
	}
	slices.SortStableFunc(near, func(a, b Item) int { return cmp.Or(cmp.Compare(apart(i, a), apart(i, b)), a.Compare(b)) })
	warnings := append(i.crowded(near), i.repeated(near)...)
	if b, dark := s.blackout(i.Moment.Wall.Day); dark {
		text := "Nothing should be said on " + i.Moment.Wall.Day.Format("Mon 2 Jan 2006")
		if b.Why != "" {
			text += ": " + oneLine(b.Why)
		}
		warnings = append(warnings, Warning{"blackout", strings.TrimRight(text, ".") + "."})
	}
	if note := i.Moment.Note(); note != "" {
		warnings = append(warnings, Warning{"time", note})
	}
	return warnings
}

func apart(a, b Item) time.Duration { return a.Moment.At.Sub(b.Moment.At).Abs() }

// crowded are the warnings of others in the same place within an hour.
func (i Item) crowded(near []Item) []Warning {
	var all []Warning
	told := map[string]bool{}
	for _, o := range near {
		if len(all) == mostTold || apart(i, o) >= nearby {
			break
		}
		at := slices.IndexFunc(i.Post.To, func(at Place) bool { return slices.Contains(o.Post.To, at) })
		if at < 0 || told[o.Post.Key] {
			continue
		}
		told[o.Post.Key] = true
		all = append(all, Warning{"clash", fmt.Sprintf("%s goes to %s within an hour of it, %s.", i.named(o), oneLine(i.Post.To[at].String()), i.clock(o))})
	}
	return all
}

// repeated are the warnings of others that say nearly the same.
func (i Item) repeated(near []Item) []Warning {
	var all []Warning
	told := map[string]bool{}
	words := wordsOf(i.says())
	for _, o := range near {
		if told[o.Post.Key] {
			continue
		}
		share := alike(words, wordsOf(o.says()))
		if share < twinned {
			continue
		}
		told[o.Post.Key] = true
		all = append(all, Warning{"twin", fmt.Sprintf("%s says nearly the same, %s: %d %% of the words.", i.named(o), i.clock(o), int(share*100))})
		if len(all) == mostTold {
			break
		}
	}
	return all
}

// says is the text of an item that is compared.
func (i Item) says() string {
	if len(i.Post.Pool) > 0 {
		return i.Prompt
	}
	return i.Post.Text
}

// named is how a sentence calls another item.
func (i Item) named(o Item) string {
	if title := oneLine(o.Post.Title); title != "" {
		return "“" + title + "”"
	}
	return oneLine(o.Post.Path)
}

// clock is when another item is due, by i's own clock.
func (i Item) clock(o Item) string {
	at := o.Moment.At
	if zone, err := LoadZone(i.Moment.Zone); err == nil {
		at = at.In(zone)
	}
	return "at " + at.Format("15:04 on Mon 2 Jan")
}

// oneLine is a text that fits into a sentence.
func oneLine(text string) string { return cut(strings.Join(strings.Fields(text), " ")) }
