package uitest

import (
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/query"
)

// Matches is what the store does in SQL, for as much of the language as the
// tests need.
func Matches(c inbox.Conversation, q query.Query, now time.Time) bool {
	for _, t := range q.Terms {
		if t.Not == matches(&c, t, now) {
			return false
		}
	}
	return true
}

func matches(c *inbox.Conversation, t query.Term, now time.Time) bool {
	some := func(is func(string) bool) bool { return slices.ContainsFunc(t.Values, is) }
	contains := func(text string) func(string) bool {
		return func(v string) bool { return strings.Contains(strings.ToLower(text), strings.ToLower(v)) }
	}
	span := func(d time.Duration) bool {
		if t.Compare == query.YoungerThan {
			return d < t.Span
		}
		return d > t.Span
	}
	switch t.Field {
	case query.Is:
		return some(func(v string) bool { return is(c, v) })
	case query.Tag:
		return some(func(v string) bool { return slices.Contains(c.Tags, v) })
	case query.Channel:
		return some(func(v string) bool { return strings.TrimPrefix(v, "#") == c.Channel.Name })
	case query.From, query.By:
		return some(func(v string) bool { return strings.TrimPrefix(v, "@") == c.Opener.Handle })
	case query.Account:
		return some(func(v string) bool { return v == c.Account })
	case query.Platform:
		return some(func(v string) bool { return v == string(c.Platform) })
	case query.Has:
		return some(func(v string) bool { return v == "note" && c.Notes > 0 || v == "tag" && len(c.Tags) > 0 })
	case query.Age:
		return span(now.Sub(c.OpenedAt))
	case query.Idle:
		return span(now.Sub(c.LastAt))
	case query.Before:
		return c.OpenedAt.Before(t.At)
	case query.After:
		return !c.LastAt.Before(t.At)
	case query.Words:
		return !some(func(v string) bool { return !contains(c.Text + " " + c.LastText)(v) })
	}
	return true
}

func is(c *inbox.Conversation, flag string) bool {
	switch flag {
	case "all":
		return c.State != inbox.Spam && !c.Muted
	case "open", "waiting", "snoozed", "done", "spam":
		return string(c.State) == flag && (!c.Muted || flag != "open")
	case "unread":
		return c.Unread > 0
	case "read":
		return c.Unread == 0
	case "question":
		return c.Has(inbox.Question)
	case "mention":
		return c.Has(inbox.Mention)
	case "unanswered":
		return c.Has(inbox.Unanswered)
	case "first":
		return c.Has(inbox.FirstPost)
	case "muted":
		return c.Muted
	case "starred":
		return c.Starred
	case "threaded":
		return c.Replies > 0
	}
	return false
}
