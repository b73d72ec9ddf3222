package store

import (
	"fmt"
	"strings"
	"time"

	"rounds/inbox/query"
)

// filter is a [query.Query] in SQL. It is the one place that builds SQL from
// parts: every part is a constant of this file, and whatever a person typed is
// an argument.
type filter struct {
	where []string
	args  []any
	now   time.Time
}

// flags are the conditions behind "is:". They are written as the partial
// indices of conversation are, so that SQLite can use those.
func flag(name string) (string, error) {
	switch name {
	case "open", "waiting", "snoozed", "done", "spam":
		return `c.state = '` + name + `'`, nil
	case "unread":
		return `c.others_at > c.read_at`, nil
	case "read":
		return `c.others_at <= c.read_at`, nil
	case "question":
		return `c.question = 1`, nil
	case "mention":
		return `c.mention = 1`, nil
	case "unanswered":
		return `c.answer_at = 0`, nil
	case "answered":
		return `c.answer_at > 0`, nil
	case "first":
		return `EXISTS (SELECT 1 FROM member AS f WHERE f.id = c.opener_id AND f.first_at = c.opened_at AND f.role = 'community')`, nil
	case "us":
		return `(c.state = 'open' AND c.others_at > c.ours_at AND (c.ours_at > 0 OR c.mention = 1))`, nil
	case "muted":
		return `c.muted = 1`, nil
	case "starred":
		return `c.starred = 1`, nil
	case "promised":
		return `(c.promise <> '' AND c.promise ->> '$.step' < json_array_length(c.promise, '$.steps'))`, nil
	case "threaded":
		return `c.messages > 1`, nil
	case "all":
		return `1`, nil
	}
	return "", fmt.Errorf("is:%s is not known", name)
}

const asks = `c.question + c.mention > 0` // as in the index conversation_unanswered

// where turns a query into a condition on "c", a row of conversation whose
// messages are not all gone.
func (s *Store) where(q query.Query) (*filter, error) {
	f := &filter{now: s.now(), where: []string{`c.messages > 0`}}
	for _, term := range q.Terms {
		before := len(f.where)
		if err := f.term(term); err != nil {
			return nil, err
		}
		if term.Not && len(f.where) > before {
			inner := strings.Join(f.where[before:], ` AND `)
			f.where = append(f.where[:before], `NOT (`+inner+`)`)
		}
	}
	return f, nil
}

func (f *filter) add(condition string, args ...any) {
	f.where = append(f.where, condition)
	f.args = append(f.args, args...)
}

// any adds a condition that holds for one of the values at least.
func (f *filter) any(values []string, condition string) {
	parts := make([]string, len(values))
	for i, value := range values {
		parts[i] = condition
		f.args = append(f.args, value)
	}
	f.where = append(f.where, `(`+strings.Join(parts, ` OR `)+`)`)
}

func (f *filter) term(t query.Term) error {
	const (
		place = `c.channel_id IN (SELECT p.id FROM channel AS p JOIN account AS a ON a.id = p.account_id WHERE `
		who   = `SELECT w.id FROM member AS w WHERE w.handle = ?1 COLLATE NOCASE OR w.name = ?1 COLLATE NOCASE OR w.key = ?1`
	)
	named := strings.ReplaceAll(who, "?1", "v.value")
	named = `IN (SELECT w.id FROM (SELECT ? AS value) AS v JOIN member AS w ON ` + named[strings.Index(named, "w.handle"):] + `)`
	switch t.Field {
	case query.Is:
		return f.is(t.Values)
	case query.Platform:
		f.any(t.Values, place+`a.platform = ? COLLATE NOCASE)`)
	case query.Account:
		f.any(t.Values, place+`a.name = ? COLLATE NOCASE)`)
	case query.Channel:
		f.any(t.Values, place+`p.name = ? COLLATE NOCASE)`)
	case query.From:
		f.any(t.Values, `c.opener_id `+named)
	case query.By:
		f.any(t.Values, `EXISTS (SELECT 1 FROM message AS b WHERE b.conversation_id = c.id AND b.conversation_id > 0 AND b.author_id `+named+`)`)
	case query.Tag:
		f.any(t.Values, `EXISTS (SELECT 1 FROM tag AS g WHERE g.conversation_id = c.id AND g.name = ? COLLATE NOCASE)`)
	case query.Has:
		return f.has(t.Values)
	case query.Age:
		f.span(`c.opened_at`, t)
	case query.Idle:
		f.span(`c.last_at`, t)
	case query.Before:
		f.add(`c.opened_at < ?`, at(t.At))
	case query.After:
		f.add(`c.last_at >= ?`, at(t.At))
	case query.Words:
		f.words(t.Values)
	default:
		return fmt.Errorf("%s: is not known", t.Field)
	}
	return nil
}

// is adds one of the flags; all of them are constants, so nothing is bound.
func (f *filter) is(names []string) error {
	parts := make([]string, len(names))
	for i, name := range names {
		condition, err := flag(name)
		if err != nil {
			return err
		}
		parts[i] = condition
	}
	condition := strings.Join(parts, ` OR `)
	if condition == `c.question = 1 OR c.mention = 1` || condition == `c.mention = 1 OR c.question = 1` {
		condition = asks
	}
	f.where = append(f.where, `(`+condition+`)`)
	return nil
}

func (f *filter) has(names []string) error {
	const carried = `EXISTS (SELECT 1 FROM message AS h WHERE h.conversation_id = c.id AND h.conversation_id > 0 AND `
	var parts []string
	for _, name := range names {
		switch name {
		case "note":
			parts = append(parts, `EXISTS (SELECT 1 FROM note AS n WHERE n.conversation_id = c.id)`)
		case "tag":
			parts = append(parts, `EXISTS (SELECT 1 FROM tag AS g WHERE g.conversation_id = c.id)`)
		case "draft":
			parts = append(parts, `EXISTS (SELECT 1 FROM draft AS d JOIN channel AS dc ON dc.key = d.channel JOIN account AS da ON da.id = dc.account_id AND da.name = d.account
				WHERE dc.id = c.channel_id AND d.key = c.key AND d.kind IN ('reply', 'private reply'))`)
		case "file":
			parts = append(parts, carried+`h.extra LIKE '%"files":%')`)
		case "reaction":
			parts = append(parts, carried+`h.extra LIKE '%"reactions":%')`)
		case "link":
			parts = append(parts, carried+`(h.text LIKE '%https://%' OR h.text LIKE '%http://%'))`)
		default:
			return fmt.Errorf("has:%s is not known", name)
		}
	}
	f.where = append(f.where, `(`+strings.Join(parts, ` OR `)+`)`)
	return nil
}

// span compares an age: what is older than a day was before yesterday.
func (f *filter) span(column string, t query.Term) {
	bound := at(f.now.Add(-t.Span))
	if t.Compare == query.YoungerThan {
		f.add(column+` > ?`, bound)
		return
	}
	f.add(column+` < ?`, bound)
}

// words asks for a message of the conversation in which all the words are
// said, among the newest messages that have them: a filter is typed letter by
// letter, and every letter of a common word would read half the index. What the index cannot tell (symbols) is looked for in its text.
func (f *filter) words(values []string) {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = `"` + strings.ReplaceAll(v, `"`, " ") + `"`
	}
	w := parseWords(strings.Join(quoted, " "))
	if last := values[len(values)-1]; len(w.terms) > 0 && len(w.literal) == 0 && !strings.ContainsAny(last, " \"") && len([]rune(last)) >= shortest {
		w = w.prefix() // it may still be being typed
	}
	condition, args := `1`, []any(nil)
	if match := w.match(); match != "" {
		condition = `id IN (SELECT rowid FROM message_text WHERE message_text MATCH ? ORDER BY rowid DESC LIMIT ?)`
		args = append(args, match, looked)
	}
	for _, literal := range w.literal {
		condition += ` AND instr(lower(text), ?) > 0`
		args = append(args, literal)
	}
	f.add(`c.id IN (SELECT conversation_id FROM message WHERE kind = 'said' AND deleted = 0 AND `+condition+`)`, args...)
}
