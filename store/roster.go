package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rounds/inbox"
)

// roster is what the writer knows by heart of one account, so that a message
// costs no look-up of its channel and author. It is only touched inside a write
// transaction, and forgotten when another program has written to the file.
type roster struct {
	account  int64
	name     string
	version  int64 // PRAGMA data_version when it was learnt
	channels map[string]int64
	members  map[string]member
	first    map[int64]micros // when a member first spoke; nothing for who never did, or of whom it is to be looked up
	gone     map[int64]bool   // members that were
	direct   map[int64]bool   // channels that only a few can read
	noted    parts            // of the facts, that are stale and said to be
	named    map[int64]micros // when somebody was last named outside of a thread, by channel
}

// member is what ingest needs to know about an author.
type member struct {
	id   int64
	role inbox.Role
	told bool // by its platform, and is not only the name under a message
}

// PutAccount keeps what is known about an account. It must be there before the
// first page of that account.
func (s *Store) PutAccount(ctx context.Context, a inbox.Account) error {
	const query = `
		INSERT INTO account (name, platform, base, team, self, voice, lacks, longest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE
		SET base = CASE excluded.base WHEN '' THEN base ELSE excluded.base END,
		    team = CASE excluded.team WHEN '' THEN team ELSE excluded.team END,
		    self = CASE excluded.self WHEN '' THEN self ELSE excluded.self END,
		    voice = CASE excluded.self WHEN '' THEN voice ELSE excluded.voice END,
		    lacks = CASE excluded.self WHEN '' THEN lacks ELSE excluded.lacks END,
		    longest = CASE excluded.self WHEN '' THEN longest ELSE excluded.longest END`
	known, err := s.Account(ctx, a.Name)
	if err == nil && known.Platform != a.Platform {
		return fmt.Errorf("keep account %s: that name is taken by an account on %s", a.Name, known.Platform)
	}
	if err == nil && cmp.Or(a.Team, known.Team) != cmp.Or(known.Team, a.Team) {
		return fmt.Errorf("keep account %s: that name is taken by another workspace (%s, this one is %s); choose another", a.Name, known.Team, a.Team)
	}
	lacks, err := encode(len(a.Lacks), a.Lacks)
	if err == nil {
		err = s.exec(ctx, query, a.Name, a.Platform, a.Base, a.Team, a.Self, a.Voice, lacks, a.Longest)
	}
	if err != nil {
		return fmt.Errorf("keep account %s: %w", a.Name, err)
	}
	return nil
}

// Account returns what is known about an account, or [inbox.ErrNone].
func (s *Store) Account(ctx context.Context, name string) (inbox.Account, error) {
	const query = `SELECT name, platform, base, team, self, voice, lacks, longest FROM account WHERE name = ?`
	found, err := list(ctx, s.read, scanAccount, query, name)
	if err != nil {
		return inbox.Account{}, fmt.Errorf("read account %s: %w", name, err)
	}
	if len(found) == 0 {
		return inbox.Account{}, inbox.ErrNone
	}
	return found[0], nil
}

// AccountNames lists the accounts by name.
func (s *Store) AccountNames(ctx context.Context) ([]string, error) {
	names, err := list(ctx, s.read, func(row scanner) (name string, err error) { return name, row.Scan(&name) }, `SELECT name FROM account ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	return names, nil
}

// ChannelNames is what the channels that an account shows are called, by their
// IDs.
func (s *Store) ChannelNames(ctx context.Context, account string) (map[string]string, error) {
	const query = `SELECT c.key, c.name FROM channel AS c JOIN account AS a ON a.id = c.account_id WHERE a.name = ? AND c.gone = 0`
	return s.dictionary(ctx, account, query)
}

// dictionary reads pairs of an account.
func (s *Store) dictionary(ctx context.Context, account, query string) (map[string]string, error) {
	names := map[string]string{}
	_, err := list(ctx, s.read, func(row scanner) (_ struct{}, err error) {
		var id, name string
		err = row.Scan(&id, &name)
		names[id] = name
		return
	}, query, account)
	if err != nil {
		return nil, fmt.Errorf("list the names of %s: %w", account, err)
	}
	return names, nil
}

func scanAccount(row scanner) (a inbox.Account, err error) {
	var lacks string
	err = row.Scan(&a.Name, &a.Platform, &a.Base, &a.Team, &a.Self, &a.Voice, &lacks, &a.Longest)
	return a, errors.Join(err, decode(lacks, &a.Lacks))
}

// learn makes the roster that of the account, reading it anew if need be.
func (r *roster) learn(ctx context.Context, tx *tx, account string) error {
	var version int64
	if err := tx.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version); err != nil {
		return err
	}
	if r.name == account && r.version == version {
		return nil
	}
	fresh := roster{name: account, version: version, channels: map[string]int64{}, members: map[string]member{}, first: map[int64]micros{}, gone: map[int64]bool{}, direct: map[int64]bool{}, noted: parts{}, named: map[int64]micros{}}
	if err := tx.QueryRowContext(ctx, `SELECT id FROM account WHERE name = ?`, account).Scan(&fresh.account); err != nil {
		return fmt.Errorf("account %s: %w", account, err)
	}
	_, err := list(ctx, tx, func(row scanner) (_ struct{}, err error) {
		var id int64
		var key string
		var kind inbox.ChannelKind
		err = row.Scan(&id, &key, &kind)
		fresh.channels[key] = id
		if kind == inbox.Direct {
			fresh.direct[id] = true
		}
		return
	}, `SELECT id, key, kind FROM channel WHERE account_id = ?`, fresh.account)
	if err != nil {
		return err
	}
	_, err = list(ctx, tx, func(row scanner) (_ struct{}, err error) {
		var m member
		var key string
		var first micros
		var gone bool
		err = row.Scan(&m.id, &key, &m.role, &m.told, &first, &gone)
		fresh.members[key] = m
		if first != 0 {
			fresh.first[m.id] = first
		}
		if gone {
			fresh.gone[m.id] = true
		}
		return
	}, `SELECT id, key, role, handle <> '', first_at, deleted FROM member WHERE account_id = ?`, fresh.account)
	if err != nil {
		return err
	}
	_, err = list(ctx, tx, func(row scanner) (_ struct{}, err error) {
		var channel int64
		var sent micros
		err = row.Scan(&channel, &sent)
		fresh.named[channel] = sent
		return
	}, `SELECT channel_id, max(sent_at) FROM naming GROUP BY channel_id`)
	if err != nil {
		return err
	}
	*r = fresh
	return nil
}

// putChannels keeps a page's channels and counts the new ones.
// A roster that began to be read at since may show one of them under a new ID.
func (r *roster) putChannels(ctx context.Context, tx *tx, channels []inbox.Channel, seen, since micros) (added int, err error) {
	for _, c := range channels {
		if err := r.follow(ctx, tx, c, since); err != nil {
			return added, fmt.Errorf("channel %s: %w", c.ID, err)
		}
		id, err := r.putChannel(ctx, tx, c, seen)
		if err != nil {
			return added, fmt.Errorf("channel %s: %w", c.ID, err)
		}
		if err := r.hides(ctx, tx, id, c); err != nil {
			return added, err
		}
		if _, known := r.channels[c.ID]; !known {
			added++
		}
		r.channels[c.ID] = id
	}
	return added, nil
}

// putChannel keeps a channel. That it is there still, as it was, is no news.
func (r *roster) putChannel(ctx context.Context, tx *tx, c inbox.Channel, seen micros) (id int64, err error) {
	const (
		again = `
			UPDATE channel SET seen_at = ?9
			WHERE  account_id = ?1 AND key = ?2 AND gone = 0
			       AND (name, kind, topic, archived, forum, created_at) IS (?3, ?4, ?5, ?6, ?7, ?8)
			RETURNING id`
		query = `
			INSERT INTO channel (account_id, key, name, kind, topic, archived, forum, created_at, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (account_id, key) DO UPDATE
			SET name = excluded.name, kind = excluded.kind, topic = excluded.topic,
			    archived = excluded.archived, forum = excluded.forum, created_at = excluded.created_at, seen_at = excluded.seen_at, gone = 0
			RETURNING id`
	)
	row := []any{r.account, c.ID, c.Name, cmp.Or(c.Kind, inbox.Public), c.Topic, c.Archived, c.Forum, at(c.Created), seen}
	err = tx.QueryRowContext(ctx, again, row...).Scan(&id)
	if err == nil {
		tx.books++
		return id, nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = tx.QueryRowContext(ctx, query, row...).Scan(&id)
	}
	return id, err
}

// channel returns the row of a channel, making one for a channel that no
// roster has named yet.
func (r *roster) channel(ctx context.Context, tx *tx, key string) (int64, error) {
	if id, known := r.channels[key]; known {
		return id, nil
	}
	_, err := r.putChannels(ctx, tx, []inbox.Channel{{ID: key}}, 0, 0)
	return r.channels[key], err
}

// forgetRoster is for when a transaction that taught the roster something was
// rolled back: the next one learns anew. It may be called outside of any, where
// that is seen; another one may be using the roster by then.
func (s *Store) forgetRoster() { s.unlearnt.Store(true) }

// Team lists the members of an account that are us.
func (s *Store) Team(ctx context.Context, account string) ([]inbox.Member, error) {
	const query = `
		SELECT u.key, u.handle, u.name
		FROM   member AS u JOIN account AS a ON a.id = u.account_id
		WHERE  a.name = ? AND u.role = 'team'`
	team, err := list(ctx, s.read, func(row scanner) (m inbox.Member, err error) {
		m.Role = inbox.Team
		return m, row.Scan(&m.ID, &m.Handle, &m.Name)
	}, query, account)
	if err != nil {
		return nil, fmt.Errorf("list the team of %s: %w", account, err)
	}
	return team, nil
}

// Names is what the members of an account are called, by their IDs.
func (s *Store) Names(ctx context.Context, account string) (map[string]string, error) {
	const query = `
		SELECT u.key, CASE u.handle WHEN '' THEN u.name ELSE u.handle END
		FROM   member AS u JOIN account AS a ON a.id = u.account_id
		WHERE  a.name = ?`
	return s.dictionary(ctx, account, query)
}
