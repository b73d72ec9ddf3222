package store

import (
	"context"
	"fmt"
	"strings"

	"rounds/inbox"
)

// Candidates lists what a word may become that begins with "@" or "#": members
// by their handle or name, those who spoke last first, and channels.
func (s *Store) Candidates(ctx context.Context, account, word string, limit int) ([]inbox.Candidate, error) {
	const (
		who = `
			SELECT   u.key, u.handle, u.name
			FROM     member AS u JOIN account AS a ON a.id = u.account_id
			WHERE    a.name = ?1 AND u.deleted = 0 AND u.handle <> ''
			         AND (u.handle LIKE ?2 || '%' ESCAPE '\' OR u.name LIKE ?2 || '%' ESCAPE '\' OR u.name LIKE '% ' || ?2 || '%' ESCAPE '\')
			ORDER BY u.handle LIKE ?2 || '%' ESCAPE '\' DESC, u.role = 'bot', u.last_at DESC, u.handle
			LIMIT    ?3`
		where = `
			SELECT   ch.key, ch.name, ch.topic
			FROM     channel AS ch JOIN account AS a ON a.id = ch.account_id
			WHERE    a.name = ?1 AND ch.gone = 0 AND ch.archived = 0 AND ch.name LIKE ?2 || '%' ESCAPE '\'
			ORDER BY ch.name
			LIMIT    ?3`
	)
	if word == "" || word[0] != '@' && word[0] != '#' {
		return nil, nil
	}
	query, room := who, word[0] == '#'
	if room {
		query = where
	}
	begins := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(word[1:])
	found, err := list(ctx, s.read, func(row scanner) (c inbox.Candidate, err error) {
		c.Room = room
		err = row.Scan(&c.ID, &c.Word, &c.Hint)
		c.Word = word[:1] + c.Word
		return c, err
	}, query, account, begins, limit)
	if err != nil {
		return nil, fmt.Errorf("look for %q: %w", word, err)
	}
	return found, nil
}

// EmojiUsed lists the emoji that people of an account react with, the most used
// first, by the newest messages.
func (s *Store) EmojiUsed(ctx context.Context, account string) ([]string, error) {
	const query = `
		SELECT   r.value ->> '$.name'
		FROM     (SELECT m.extra FROM message AS m JOIN channel AS ch ON ch.id = m.channel_id JOIN account AS a ON a.id = ch.account_id
		          WHERE  a.name = ? AND m.id > (SELECT max(id) FROM message) - 20000
		                 AND m.kind = 'said' AND m.deleted = 0 AND m.extra LIKE '%"reactions":%') AS m,
		         json_each(m.extra, '$.reactions') AS r
		GROUP BY 1
		ORDER BY sum(r.value ->> '$.count') DESC, 1
		LIMIT    100`
	names, err := list(ctx, s.read, func(row scanner) (name string, err error) { return name, row.Scan(&name) }, query, account)
	if err != nil {
		return nil, fmt.Errorf("list the emoji of %s: %w", account, err)
	}
	return names, nil
}
