package uitest

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
)

// Mirror is a memory that knows only how its rounds stand.
type Mirror struct {
	All   []inbox.Standing
	Err   error
	Asked int
}

// Standings is how the rounds of all accounts stand.
func (m *Mirror) Standings(context.Context) ([]inbox.Standing, error) {
	m.Asked++
	if m.Err != nil {
		return nil, m.Err
	}
	all := slices.Clone(m.All)
	for i := range all {
		all[i].Channels = slices.Clone(all[i].Channels)
	}
	return all, nil
}

// ago is a time before [Noon].
func ago(d time.Duration) time.Time { return Noon().Add(-d) }

const day = 24 * time.Hour

// Synced is an account of twelve channels all of which are held.
func Synced(name string) inbox.Standing {
	s := inbox.Standing{
		Account: name, Platform: inbox.Slack, SyncedAt: ago(2 * time.Minute), BegunAt: ago(3 * time.Minute),
		Threads: 38,
	}
	names := []string{"announcements", "api", "builds", "events", "feedback", "general", "help", "introductions", "jobs", "random", "showcase", "team-ops"}
	for i, n := range names {
		c := inbox.Stretch{
			Channel:  inbox.Channel{ID: "C0" + strconv.Itoa(100+i), Name: n, Kind: inbox.Public, Created: ago(time.Duration(1100-83*i) * day)},
			Messages: 41 + 137*i*i, Newest: ago(time.Duration(1+i*i*7) * time.Minute),
			Held: inbox.Coverage{To: ago(2 * time.Minute)}, ReadAt: ago(2 * time.Minute), VerifiedAt: ago(time.Duration(9+5*i) * time.Hour),
		}
		switch n {
		case "builds":
			c.Held.From, c.Messages = ago(164*day), 184_212
		case "jobs":
			c.Channel.Archived = true
			c.ReadAt, c.Held.To = ago(31*day), ago(31*day)
			c.Newest = ago(200 * day)
		case "team-ops":
			c.Channel.Kind = inbox.Private
			c.Channel.Topic = "Only us. Rota in the bookmarks."
			c.VerifiedAt = time.Time{}
		}
		s.Messages += c.Messages
		s.Channels = append(s.Channels, c)
	}
	return s
}

// Refused is [Synced] with one channel that the platform does not show.
func Refused(name string) inbox.Standing {
	s := Synced(name)
	c := &s.Channels[9]
	c.Trouble, c.TroubleAt, c.Again = "not_in_channel", ago(26*time.Hour), Noon().Add(34*time.Minute)
	c.ReadAt, c.Held.To, c.Newest = ago(27*time.Hour), ago(27*time.Hour), ago(28*time.Hour)
	return s
}

// FirstRound is an account in the middle of its first round.
func FirstRound(name string) inbox.Standing {
	s := Synced(name)
	s.SyncedAt, s.BegunAt, s.Due, s.Threads, s.Messages = time.Time{}, ago(4*time.Minute), 9, 11, 0
	for i := range s.Channels {
		c := &s.Channels[i]
		c.VerifiedAt = time.Time{}
		switch {
		case i < 3:
		case i == 3:
			c.Reading, c.Held, c.Messages = true, inbox.Coverage{From: ago(96 * day), To: ago(time.Minute)}, 1200
		default:
			c.Held, c.ReadAt, c.Newest, c.Messages, c.Reading = inbox.Coverage{}, time.Time{}, time.Time{}, 0, true
		}
		s.Messages += c.Messages
	}
	return s
}

// Waiting is [FirstRound] while the platform asks for patience.
func Waiting(name string) inbox.Standing {
	s := FirstRound(name)
	s.Until = Noon().Add(52 * time.Second)
	return s
}

// Offline is [Synced] since when there is no connection.
func Offline(name string) inbox.Standing {
	s := Synced(name)
	s.SyncedAt, s.BegunAt = ago(3*time.Hour), ago(5*time.Minute)
	s.Trouble, s.TroubleAt = "conversations.history: dial tcp: lookup slack.com: no such host", ago(5*time.Minute)
	for i := range s.Channels {
		s.Channels[i].ReadAt, s.Channels[i].Held.To = ago(3*time.Hour), ago(3*time.Hour)
	}
	return s
}

// Revoked is [Offline] for good: the platform does not take the token.
func Revoked(name string) inbox.Standing {
	s := Offline(name)
	s.Trouble, s.TroubleAt = "", time.Time{}
	s.Stopped, s.StoppedAt = "token_revoked", ago(168*time.Minute)
	return s
}

// Imported is an account that was read from a file.
func Imported(name string) inbox.Standing {
	s := Synced(name)
	s.SyncedAt, s.BegunAt, s.Threads = time.Time{}, time.Time{}, 0
	s.Channels = s.Channels[3:9]
	s.Messages = 0
	for i := range s.Channels {
		c := &s.Channels[i]
		c.ReadAt, c.VerifiedAt, c.Held = time.Time{}, time.Time{}, inbox.Coverage{To: ago(96 * day)}
		c.Newest = ago(96 * day)
		s.Messages += c.Messages
	}
	return s
}

// HostileMirror is two accounts in which every word from outside is one of
// texts, and every state of a channel occurs.
func HostileMirror(texts []string) *Mirror {
	m := &Mirror{}
	for a, make := range []func(string) inbox.Standing{Revoked, FirstRound, Waiting, Offline, Imported} {
		text := texts[a%len(texts)]
		s := make(text)
		s.Platform = inbox.Platform(text)
		if a < 2 {
			s.Stopped = text
		}
		if s.Trouble != "" {
			s.Trouble = text
		}
		for i := range s.Channels {
			c := &s.Channels[i]
			text := texts[i%len(texts)]
			c.Channel.Name, c.Channel.ID, c.Channel.Topic = text, text+strconv.Itoa(i), text
			c.Gone = i%5 == 4
			if i%2 == 0 {
				c.Trouble, c.TroubleAt, c.Messages = strings.Repeat(text, 2), ago(time.Hour), 1<<40
			}
		}
		m.All = append(m.All, s)
	}
	return m
}

// Advice is what helps against some of a platform's words.
func Advice(_, why string) string {
	for _, a := range []struct{ words, advice string }{
		{"token_revoked token_expired invalid_auth not_authed", "Slack no longer takes the token. All that was read is kept. Get a new one: rounds connect slack"},
		{"account_inactive", "The account behind the token was closed. All that was read is kept. Connect as somebody else: rounds connect slack"},
		{"missing_scope no_permission not_allowed_token_type", "The app may not do that yet. Grant what is missing in Slack's app settings, install it again, then: rounds connect slack"},
		{"org_login_required ekm_access_denied team_access_not_granted access_denied", "The workspace does not let the app in. Ask one of its admins."},
		{"not_in_channel", "The app is not in this channel. In Slack, say in it: /invite and the name of the app"},
		{"channel_not_found", "The app cannot see this channel: it was deleted, or made private. In Slack, say in it: /invite and the name of the app"},
		{"is_archived", "The channel is archived. Nothing new is said in it."},
		{"ratelimited rate_limited", "Nothing: Slack asked for patience, and it goes on by itself."},
	} {
		for word := range strings.FieldsSeq(a.words) {
			if strings.Contains(why, word) {
				return a.advice
			}
		}
	}
	return ""
}
