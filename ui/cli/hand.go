package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/plain"
)

// Handed is an item as a command of the person's own gets it: what it is, and
// its JSON, the same that the commands of this package print.
type Handed struct {
	Kind string // "conversation", "case", "post" or "person"
	ID   string // for rounds show, cases, plan show or people show
	Link string // where it stands on the web; "" if nowhere
	JSON []byte // on one line
}

// Hand writes an item for a command.
func Hand(item any) (Handed, error) {
	var h Handed
	var v any
	switch item := item.(type) {
	case inbox.Conversation:
		j := conversation(item)
		h.Kind, h.ID, h.Link, v = "conversation", j.ID, j.Permalink, j
	case moderation.Case:
		j := casesJSON([]moderation.Case{item})[0]
		h.Kind, h.ID, h.Link, v = "case", j.ID, j.Permalink, j
	case calendar.Item:
		j := itemOfJSON(item, nil, calendar.Settings{})
		h.Kind, h.ID, v = "post", j.Key, j
		for _, c := range j.Channels {
			if h.Link == "" {
				h.Link = c.Link
			}
		}
	case inbox.Person:
		j := personOf(item)
		h.Kind, h.ID, v = "person", j.ID, j
	default:
		return h, fmt.Errorf("write a %T as JSON: there is no form for it", item)
	}
	if !strings.HasPrefix(h.Link, "https://") && !strings.HasPrefix(h.Link, "http://") {
		h.Link = ""
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return h, fmt.Errorf("write a %s as JSON: %w", h.Kind, err)
	}
	h.ID, h.Link, h.JSON = plain.Line(h.ID), plain.Line(h.Link), []byte(strings.TrimSuffix(b.String(), "\n"))
	return h, nil
}
