package calendar

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"rounds/inbox"
)

// linkLength is as what Mastodon counts every web address.
const linkLength = 23

// Count is how long a text is by the rules of a platform, in its characters.
//
// Mastodon counts what a reader takes for a character (grapheme clusters), a
// web address as 23 whatever its length, and of a member of another server the
// name alone: "@ana@example.social" is 4. That is its
// app/validators/status_length_validator.rb and what its documentation says of
// posting (docs.joinmastodon.org/user/posting). The others count code points;
// Slack does so before its own escapes of & < > are put in.
func Count(platform inbox.Platform, text string) int {
	switch platform {
	case inbox.Mastodon:
		return countMastodon(text)
	case inbox.Slack, inbox.Discord, inbox.Discourse:
	}
	return utf8.RuneCountInString(text)
}

func countMastodon(text string) int {
	sum, at := 0, 0
	for _, l := range links(text) {
		sum += clusters(shortHandles(text[at:l.from])) + linkLength
		at = l.to
	}
	return sum + clusters(shortHandles(text[at:]))
}

func clusters(text string) int {
	sum := 0
	for words := graphemes.FromString(text); words.Next(); {
		sum++
	}
	return sum
}

// shortHandles takes the servers off the members that a text names.
func shortHandles(text string) string {
	var b strings.Builder
	for at := 0; at < len(text); {
		if text[at] != '@' || !startsHandle(text[:at]) {
			b.WriteByte(text[at])
			at++
			continue
		}
		name := at + 1
		name += span(text[name:], "_.-")
		server := name
		if name > at+1 && name < len(text) && text[name] == '@' {
			if length := span(text[name+1:], ".-"); length > 0 {
				server = name + 1 + len(strings.TrimRight(text[name+1:name+1+length], ".-"))
			}
		}
		b.WriteString(text[at:name])
		at = max(server, name)
	}
	return b.String()
}

// startsHandle reports whether an @ behind a text can begin a member's name.
func startsHandle(before string) bool {
	r, size := utf8.DecodeLastRuneInString(before)
	return size == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("=/_@", r)
}

// span is how many bytes a name goes on.
func span(text, marks string) int {
	end := strings.IndexFunc(text, func(r rune) bool {
		plain := r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
		return !plain && !strings.ContainsRune(marks, r)
	})
	if end < 0 {
		return len(text)
	}
	return end
}
