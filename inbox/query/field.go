package query

import (
	"slices"
	"strings"
)

// sortField is typed like a field, and says in which order the list is.
const sortField Field = "sort"

// longestField is the length of "platform".
const longestField = len(Platform)

// Fields are the fields that can be typed, "sort" among them, in the order in
// which help lists them.
func Fields() []Field {
	return []Field{Is, From, By, Channel, Tag, Has, Age, Idle, After, Before, Account, Platform, sortField}
}

// Things are the values that "has:" takes.
func Things() []string { return []string{"note", "tag", "file", "link", "reaction", "draft"} }

// known is the field of a name in any case.
func known(name string) (Field, bool) {
	f := Field(strings.ToLower(name))
	return f, slices.Contains(Fields(), f)
}

// prefix is what may stand before a field's values and is no part of them.
func prefix(f Field) string {
	switch f {
	case From, By:
		return "@"
	case Channel, Tag:
		return "#"
	case Is, Platform, Account, Has, Age, Idle, Before, After, Words, sortField:
	}
	return ""
}

// example shows how a field is typed.
func example(f Field) string {
	switch f {
	case Is:
		return "is:open"
	case Platform:
		return "platform:slack"
	case Account:
		return "account:acme"
	case Channel:
		return "channel:help"
	case From, By:
		return string(f) + ":maria"
	case Tag:
		return "tag:bug"
	case Has:
		return "has:note"
	case Age, Idle:
		return string(f) + ":>24h"
	case Before, After:
		return string(f) + ":2026-01-31"
	case Words:
		return "words"
	case sortField:
		return "sort:oldest"
	}
	return ""
}

// nearMiss tells what a word was probably meant to be that looks like a field
// with its name mistyped, or is "".
func nearMiss(x piece) string {
	word := x.values[0]
	name, value, colon := strings.Cut(word, ":")
	if x.quoted || !colon || value == "" || strings.HasPrefix(value, "/") {
		return ""
	}
	name = strings.ToLower(name)
	meant := alias(name)
	if meant == "" && len(name) > 3 {
		for _, f := range Fields() {
			if len(f) > 3 && oneSlip(name, string(f)) && (len(f) > 4 || !changed(name, string(f))) {
				meant = f
			}
		}
	}
	if meant == "" {
		return ""
	}
	return name + ": is not known: did you mean " + string(meant) + ":? To find the words, put them in quotes"
}

// alias holds the names that other tools have for our fields.
func alias(name string) Field {
	switch name {
	case "author":
		return From
	case "label", "tags":
		return Tag
	case "since":
		return After
	case "until":
		return Before
	}
	return ""
}

// closest is the value that was probably meant, or "".
func closest(typed string, values []string) string {
	switch typed { // what other tools call them
	case "closed", "resolved", "archived":
		typed = "done"
	case "new":
		typed = "unread"
	}
	for _, v := range values {
		if oneSlip(typed, v) || len(typed) > 2 && strings.HasPrefix(v, typed) || len(typed) > 2 && strings.HasPrefix(typed, v) {
			return v
		}
	}
	return ""
}

// oneSlip reports whether a and b are the same but for one letter added, left
// out, changed, or changed places with its neighbour.
func oneSlip(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 ||
		len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

// changed reports whether one letter of a was changed for another: between
// short names ("port", "sort") that is no slip.
func changed(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if strings.Count(a, a[i:i+1]) != strings.Count(b, a[i:i+1]) {
			return true
		}
	}
	return false
}
