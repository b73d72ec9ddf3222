package store

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rounds/inbox"
)

// scrubber takes somebody's words out of what is kept as JSON: a message as it
// was seen, evidence as it was. Whoever wrote them stands beside them, as
// "author".
type scrubber struct {
	authors map[string]map[string]bool // the platform's IDs, by account
	refs    []inbox.Ref                // of cases about them
	names   []string
}

func (s *scrubber) add(i inbox.Identity, cases []inbox.Ref) {
	if s.authors == nil {
		s.authors = map[string]map[string]bool{}
	}
	if s.authors[i.Account] == nil {
		s.authors[i.Account] = map[string]bool{}
	}
	s.authors[i.Account][i.ID] = true
	s.refs = append(s.refs, cases...)
	for _, name := range []string{i.Handle, i.Name} {
		if name != "" {
			s.names = append(s.names, name)
		}
	}
}

// journal scrubs the journal; an entry of which nothing is left goes.
func (s *scrubber) journal(ctx context.Context, tx *tx) error {
	const keep = `UPDATE journal SET subject = ?, changes = ? WHERE id = ?`
	entries, err := list(ctx, tx, scanEntry, selectEntry+`ORDER BY seq`)
	if err != nil {
		return err
	}
	for _, e := range entries {
		subject := s.unnamed(e.Subject)
		changes, changed := s.changes(e.Changes)
		switch {
		case !changed && subject == e.Subject:
			continue
		case len(changes) == 0 && len(e.Changes) > 0:
			if _, err := tx.ExecContext(ctx, `DELETE FROM journal WHERE id = ?`, e.ID); err != nil {
				return err
			}
			continue
		}
		text, err := json.Marshal(changes)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, keep, subject, string(text), e.ID); err != nil {
			return err
		}
	}
	return nil
}

// unnamed is the subject of an entry without their name.
func (s *scrubber) unnamed(subject string) string {
	who, where, in := strings.Cut(subject, " in #")
	parts := strings.Split(who, " and ")
	for i := range parts {
		if slices.Contains(s.names, parts[i]) {
			parts[i] = forgottenName
		}
	}
	if who = strings.Join(parts, " and "); in {
		who += " in #" + where
	}
	return who
}

// changes are the changes of an entry without their words, and whether that is
// less than there was.
func (s *scrubber) changes(all []inbox.Change) (kept []inbox.Change, changed bool) {
	for _, c := range all {
		field, _, _ := strings.Cut(c.Field, ":")
		member := c.Ref.Kind == inbox.MemberRef && s.authors[c.Ref.Account][c.Ref.ID]
		about := quoted
		if c.Ref.Kind == inbox.CaseRef && slices.Contains(s.refs, c.Ref) {
			about = concerned
		}
		if member && (field == "note" || field == "tag") || about == concerned && field == "note" {
			changed = true
			continue
		}
		from, one := s.scrub(c.From, c.Ref.Account, about)
		to, other := s.scrub(c.To, c.Ref.Account, about)
		c.From, c.To, changed = from, to, changed || one || other
		kept = append(kept, c)
	}
	return kept, changed
}

// outbox scrubs what went out, and what waits to: what was seen when it was
// asked for. What waits asks a person then, since what it is about has changed.
func (s *scrubber) outbox(ctx context.Context, tx *tx) error {
	type row struct {
		seq                    int64
		account, action, doubt string
	}
	const (
		query = `SELECT o.seq, a.name, o.action, o.doubt FROM outbox AS o JOIN account AS a ON a.id = o.account_id`
		keep  = `UPDATE outbox SET action = ?, doubt = ? WHERE seq = ?`
	)
	rows, err := list(ctx, tx, func(from scanner) (r row, err error) {
		return r, from.Scan(&r.seq, &r.account, &r.action, &r.doubt)
	}, query)
	if err != nil {
		return err
	}
	for _, r := range rows {
		action, one := s.scrub(json.RawMessage(r.action), r.account, quoted)
		doubt, other := s.scrub(json.RawMessage(r.doubt), r.account, quoted)
		if !one && !other {
			continue
		}
		if _, err := tx.ExecContext(ctx, keep, string(action), string(doubt), r.seq); err != nil {
			return err
		}
	}
	return nil
}

// reach is how much of a value goes.
type reach int

const (
	quoted    reach = iota // their words, where they stand
	concerned              // what we wrote about them too: all of it is about them
)

// scrub takes their words out of a value.
func (s *scrubber) scrub(value json.RawMessage, account string, about reach) (json.RawMessage, bool) {
	if len(value) < 2 || value[0] != '{' && value[0] != '[' {
		return value, false
	}
	var all any
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	if err := decoder.Decode(&all); err != nil {
		return value, false
	}
	if !s.empty(all, account, about) {
		return value, false
	}
	text, err := json.Marshal(all)
	if err != nil {
		return value, false
	}
	return text, true
}

func (s *scrubber) empty(value any, account string, about reach) (changed bool) {
	drop := func(from map[string]any, keys ...string) {
		for _, key := range keys {
			if _, there := from[key]; there {
				delete(from, key)
				changed = true
			}
		}
	}
	switch value := value.(type) {
	case []any:
		for _, one := range value {
			changed = s.empty(one, account, about) || changed
		}
	case map[string]any:
		if author, told := value["author"].(string); told && s.authors[account][author] {
			drop(value, "text", "by")
		}
		if about == concerned {
			drop(value, "note", "letter", "reason", "by")
		}
		for _, one := range value {
			changed = s.empty(one, account, about) || changed
		}
	}
	return changed
}
