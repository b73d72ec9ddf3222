package mastodon

import (
	"encoding/json"
	"strings"
	"time"

	"rounds/inbox"
)

// The servers that speak this API agree on little more than its outlines: what
// is text here is a number there, or null, or missing. So the records are read
// field by field, and a field of a strange type is as good as none.

// str is a text. A number is taken for the text that it is written as.
type str string

// UnmarshalJSON implements [json.Unmarshaler].
func (s *str) UnmarshalJSON(b []byte) error {
	var text string
	var number json.Number
	*s = ""
	if json.Unmarshal(b, &text) == nil {
		*s = str(text)
	} else if json.Unmarshal(b, &number) == nil {
		*s = str(number.String())
	}
	return nil
}

// num is a count; what is none is 0.
type num int64

// UnmarshalJSON implements [json.Unmarshaler].
func (n *num) UnmarshalJSON(b []byte) error {
	var value float64
	if *n = 0; json.Unmarshal(b, &value) == nil && value >= 0 && value < 1<<52 {
		*n = num(value)
	}
	return nil
}

// flag is yes or no; what is neither is no.
type flag bool

// UnmarshalJSON implements [json.Unmarshaler].
func (f *flag) UnmarshalJSON(b []byte) error {
	*f = string(b) == "true"
	return nil
}

// many is a list without those of its elements that cannot be read.
type many[T any] []T

// UnmarshalJSON implements [json.Unmarshaler].
func (m *many[T]) UnmarshalJSON(b []byte) error {
	var raw []json.RawMessage
	*m = nil
	_ = json.Unmarshal(b, &raw) // what is no list has no elements
	for _, element := range raw {
		var one T
		if json.Unmarshal(element, &one) == nil {
			*m = append(*m, one)
		}
	}
	return nil
}

// perhaps is an object that may be null, or strange.
type perhaps[T any] struct{ it *T }

// UnmarshalJSON implements [json.Unmarshaler].
func (p *perhaps[T]) UnmarshalJSON(b []byte) error {
	p.it = nil
	if string(b) == "null" {
		return nil
	}
	one := new(T)
	if json.Unmarshal(b, one) != nil {
		one = nil
	}
	p.it = one
	return nil
}

// account is a member as the API writes one.
type account struct {
	ID        str           `json:"id"`
	Acct      str           `json:"acct"`
	Display   str           `json:"display_name"`
	URL       str           `json:"url"`
	Bot       flag          `json:"bot"`
	Suspended flag          `json:"suspended"`
	Role      perhaps[role] `json:"role"`
}

type role struct {
	Name        str `json:"name"`
	Permissions str `json:"permissions"`
}

// status is something said, as the API writes it.
type status struct {
	ID         str           `json:"id"`
	At         str           `json:"created_at"`
	Edited     str           `json:"edited_at"`
	Answers    str           `json:"in_reply_to_id"`
	Spoiler    str           `json:"spoiler_text"`
	Visibility str           `json:"visibility"`
	Language   str           `json:"language"`
	Sensitive  flag          `json:"sensitive"`
	Content    *string       `json:"content"`
	Account    account       `json:"account"`
	Mentions   many[mention] `json:"mentions"`
	Tags       many[tag]     `json:"tags"`
	Media      many[media]   `json:"media_attachments"`
	Poll       perhaps[poll] `json:"poll"`
	Replies    num           `json:"replies_count"`
	Boosts     num           `json:"reblogs_count"`
	Hearts     num           `json:"favourites_count"`
	Hearted    flag          `json:"favourited"`
	Boosted    flag          `json:"reblogged"`
	Boost      perhaps[any]  `json:"reblog"`

	at time.Time
}

type mention struct {
	ID   str `json:"id"`
	Acct str `json:"acct"`
	URL  str `json:"url"`
}

type tag struct {
	Name str `json:"name"`
}

type media struct {
	ID          str `json:"id"`
	Type        str `json:"type"`
	URL         str `json:"url"`
	Remote      str `json:"remote_url"`
	Description str `json:"description"`
}

type poll struct {
	Options many[struct {
		Title str `json:"title"`
		Votes num `json:"votes_count"`
	}] `json:"options"`
}

// notification is what the server has to tell us.
type notification struct {
	ID      str              `json:"id"`
	Type    str              `json:"type"`
	At      str              `json:"created_at"`
	Account perhaps[account] `json:"account"`
	Status  json.RawMessage  `json:"status"`
}

// readStatus reads a status. If wanted is not "", it must be that one.
func readStatus(raw []byte, wanted string) (status, error) {
	var s status
	if json.Unmarshal(raw, &s) != nil {
		return status{}, errStrange("a status that is none")
	}
	at, err := moment(s.At)
	switch {
	case s.ID == "", s.Account.ID == "", s.Content == nil, err != nil:
		return status{}, errStrange("a status without what every status has")
	case strings.ContainsAny(string(s.ID), ": \n") || len(s.ID) > 64:
		return status{}, errStrange("a status whose ID is none")
	case wanted != "" && string(s.ID) != wanted:
		return status{}, errStrange("another status than was asked for")
	}
	s.at = at
	return s, nil
}

// moment reads a time as servers write it.
func moment(text str) (time.Time, error) {
	at, err := time.Parse(time.RFC3339Nano, string(text))
	return at.UTC(), err
}

// member is who an account is to us. A role with permissions is one of the
// server's team.
func (a account) member() inbox.Member {
	m := inbox.Member{ID: string(a.ID), Handle: string(a.Acct), Name: string(a.Display), Role: inbox.Community, Deleted: bool(a.Suspended)}
	if m.Name == "" {
		m.Name = m.Handle
	}
	switch r := a.Role.it; {
	case bool(a.Bot):
		m.Role = inbox.Bot
	case r != nil && r.Permissions != "" && r.Permissions != "0":
		m.Role = inbox.Team
	}
	return m
}
