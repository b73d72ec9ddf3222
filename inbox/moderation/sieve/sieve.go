// Package sieve looks at what members say and finds what a person should see:
// messages that a rule fires on, messages that members answered with the flag
// emoji, and messages that somebody linked in a channel for reports.
//
// It only flags. Messages go in, flags come out; store keeps those on their
// cases, and package rules knows what fires. It is pure, and remembers no more than
// the window that the rules look back on.
package sieve

import (
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/emoji"
	"rounds/inbox/moderation"
	"rounds/inbox/moderation/rules"
)

// Sieve is the rules in force with what they remember. It is for one caller at a
// time.
type Sieve struct {
	Set    *rules.Set
	Window *rules.Window
	Emoji  []string  // names of the reactions that flag a message
	Rooms  []string  // names of the channels for reports, without "#"
	Now    time.Time // when the rules look: what they flag is reported then
	// Tags are what rules want conversations tagged with, by the conversation;
	// whoever carries it out empties it.
	Tags map[int64][]string
}

// Look is what messages in the order in which they were said give rise to.
func (s *Sieve) Look(said []moderation.Said) []moderation.Flag {
	var flags []moderation.Flag
	for i := range said {
		m := &said[i]
		flags = append(flags, s.reactions(m)...)
		flags = append(flags, s.links(m)...)
		if m.Bot || m.Author.Role != inbox.Community {
			continue
		}
		for _, hit := range s.Set.Judge(Sample(*m), s.Window) {
			if f, ok := s.flag(m, hit); ok {
				flags = append(flags, f)
			}
		}
	}
	return flags
}

// Sample is a message as the rules read it.
func Sample(m moderation.Said) rules.Sample {
	age := time.Duration(-1)
	if !m.Joined.IsZero() {
		age = max(0, m.At.Sub(m.Joined))
	}
	role := string(m.Author.Role)
	if m.Author.Role == inbox.Community {
		role = ""
	}
	return rules.Sample{
		Text: m.Text, Account: m.Account.Name, Channel: m.Channel.Name, Platform: string(m.Account.Platform),
		Author: rules.Author{ID: m.Author.ID, Handle: m.Author.Handle, Role: role, Age: age, Messages: m.Before},
		At:     m.At, Reply: m.Thread != m.ID, Edited: m.Edited, Mentions: len(m.Mentions), Files: m.Files,
	}
}

// flag is a rule's hit as a report, unless the rule only tags.
func (s *Sieve) flag(m *moderation.Said, hit rules.Hit) (moderation.Flag, bool) {
	flags := len(hit.Does) == 0 || hit.Rule.Acts
	severity := hit.Rule.Severity
	for _, does := range hit.Does {
		tag, tags := strings.CutPrefix(does, "tag:")
		switch {
		case tags && m.Talk != 0:
			if s.Tags == nil {
				s.Tags = map[int64][]string{}
			}
			if !slices.Contains(s.Tags[m.Talk], tag) {
				s.Tags[m.Talk] = append(s.Tags[m.Talk], tag)
			}
		case does == "raise":
			flags, severity = true, moderation.Severe
		case does == "flag":
			flags = true
		}
	}
	f := about(m)
	f.Report = moderation.Report{
		ID: hit.Rule.Name, Source: moderation.FromRule, Reporter: inbox.Author{ID: hit.Rule.Name}, Count: 1, Reason: hit.Why, Spans: hit.Spans,
		Severity: severity, Suggests: hit.Rule.Outcome, Folds: hit.Rule.Pack == "hostility" && hit.Rule.Severity == moderation.Severe, At: s.Now, Open: true,
	}
	return f, flags
}

// about is a flag on a message, without its report.
func about(m *moderation.Said) moderation.Flag {
	return moderation.Flag{
		Subject: moderation.Subject{Kind: moderation.OfMessage, Account: m.Account.Name, Channel: m.Channel.ID, ID: m.ID}, Member: m.Author.ID,
		Evidence: moderation.Evidence{Author: m.Author.ID, By: m.Author.Called(), Text: m.Text, SentAt: m.At},
	}
}

// reactions are the flags that members put on a message with the emoji.
func (s *Sieve) reactions(m *moderation.Said) []moderation.Flag {
	var flags []moderation.Flag
	for _, r := range m.Reactions {
		if r.Count <= 0 || !slices.ContainsFunc(s.Emoji, func(name string) bool { return same(name, r.Name) }) {
			continue
		}
		f := about(m)
		f.Report = moderation.Report{ID: r.Name, Source: moderation.FromReaction, Count: r.Count, Reason: "reacted with :" + r.Name + ":", At: s.Now, Open: true}
		flags = append(flags, f)
	}
	return flags
}

// same reports whether two names stand for one emoji: platforms do not call it
// alike.
func same(a, b string) bool {
	if a == b {
		return true
	}
	one, known := emoji.Glyph(a)
	other, too := emoji.Glyph(b)
	return known && too && strings.TrimSuffix(one, "\ufe0f") == strings.TrimSuffix(other, "\ufe0f")
}

// links are the reports that somebody makes by linking messages in a channel
// for that. The rest of what they say is the reason.
func (s *Sieve) links(m *moderation.Said) []moderation.Flag {
	if m.Bot || !slices.Contains(s.Rooms, m.Channel.Name) {
		return nil
	}
	var flags []moderation.Flag
	linked, reason := m.Account.Linked(m.Text)
	for _, l := range linked {
		flags = append(flags, moderation.Flag{
			Subject: moderation.Subject{Kind: moderation.OfMessage, Account: m.Account.Name, Channel: l.Channel, ID: l.Message},
			Report: moderation.Report{
				ID: m.Channel.ID + ":" + m.ID, Source: moderation.FromChannel, Reporter: m.Author, Count: 1, Reason: reason, At: m.At, Open: true,
			},
		})
	}
	return flags
}
