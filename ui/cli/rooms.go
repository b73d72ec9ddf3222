package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// mostShown is how many channels are listed to choose from; the others can be
// named.
const mostShown = 200

// chooseRooms lets a person choose channels, until what they type is
// understood.
func (h House) chooseRooms(ctx context.Context, p inbox.Platform, rooms []Room) ([]Room, error) {
	if err := h.listRooms(p, rooms); err != nil {
		return nil, err
	}
	for {
		line, err := h.Person.Ask(ctx, "Channels (names, numbers, 2-5; Enter: all that can be read): ")
		if err != nil {
			return nil, errStopped(err)
		}
		chosen, err := pickRooms(line, rooms)
		if err == nil {
			return chosen, nil
		}
		if err := h.say("%s\n", err); err != nil {
			return nil, err
		}
	}
}

// listRooms numbers the channels, those that the app is in first, in as many
// columns as there is room for.
func (h House) listRooms(p inbox.Platform, rooms []Room) error {
	in := 0
	for _, r := range rooms {
		if r.Member {
			in++
		}
	}
	hint := fmt.Sprintf("\nThe key opens %d of %s (*).\n\n", in, count(len(rooms), "channel"))
	if p == inbox.Slack {
		hint = fmt.Sprintf("\nThe app is in %d of %s. It reads those that it is in (*);\nto let it into another one say there: /invite @Rounds\n\n", in, count(len(rooms), "channel"))
	}
	if err := h.say("%s", hint); err != nil {
		return err
	}
	shown := rooms[:min(len(rooms), mostShown)]
	names, widest := make([]string, len(shown)), 0
	for i, r := range shown {
		names[i] = pane.Line("#"+plain.Name(r.Name), 28)
		widest = max(widest, pane.Width(names[i]))
	}
	across := max(max(min(h.Width, 80), 40)/(widest+8), 1)
	down := (len(names) + across - 1) / across
	for row := range down {
		var line strings.Builder
		for i := row; i < len(names); i += down {
			mark := " "
			if shown[i].Member {
				mark = "*"
			}
			fmt.Fprintf(&line, "%4d %s %s ", i+1, mark, pane.Cell(names[i], widest))
		}
		if err := h.say("%s\n", strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	if left := len(rooms) - len(shown); left > 0 {
		return h.say("… and %s more, by name\n", commas(left))
	}
	return nil
}

// pickRooms reads a choice: names, IDs, numbers of the list and ranges of
// them. "" and "all" are all that we are in, which is nil.
func pickRooms(text string, rooms []Room) ([]Room, error) {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	if all := len(words) == 0 || len(words) == 1 && strings.EqualFold(words[0], "all"); all {
		return nil, nil
	}
	var chosen []Room
	for _, word := range words {
		some := named(strings.TrimPrefix(word, "#"), rooms)
		if some == nil {
			some = numbered(word, rooms)
		}
		if some == nil {
			return nil, fmt.Errorf("there is no channel %q", plain.Head(word, 40))
		}
		for _, r := range some {
			if !slices.ContainsFunc(chosen, func(known Room) bool { return known.ID == r.ID }) {
				chosen = append(chosen, r)
			}
		}
	}
	return chosen, nil
}

func named(word string, rooms []Room) []Room {
	for i, r := range rooms {
		if r.ID == word || strings.EqualFold(r.Name, word) {
			return rooms[i : i+1]
		}
	}
	return nil
}

// numbered reads "3" and "2-5".
func numbered(word string, rooms []Room) []Room {
	first, last, isRange := strings.Cut(word, "-")
	if !isRange {
		last = first
	}
	from, err := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if errors.Join(err, err2) != nil || from < 1 || to < from || to > len(rooms) {
		return nil
	}
	return rooms[from-1 : to]
}
