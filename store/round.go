package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
)

// threadsAsked is how many threads are looked at again, those first that were
// looked at the longest ago, when a person asks for a round: what the platform
// lets pass in a minute, or less.
func threadsAsked(ctx context.Context, tx *tx, account int64) int {
	var p inbox.Platform
	if err := tx.QueryRowContext(ctx, `SELECT platform FROM account WHERE id = ?`, account).Scan(&p); err != nil {
		return 0 // they come when they are due
	}
	return p.Glances()
}

// BeginRound sees that the account has a roster to be read. Where something
// may have been missed every channel is due; if a person asked for the round,
// so is some of what is only looked at now and then: they expect to see what was
// changed.
func (s *Store) BeginRound(ctx context.Context, account string, why inbox.Why) error {
	const (
		roster = `
			INSERT INTO scope (account_id, name, turn, again_at) VALUES (?1, '', 0, ?2)
			ON CONFLICT DO UPDATE SET again_at = ?2 WHERE again_at <= ?3 OR ?4`
		first = `UPDATE scope SET again_at = ?2 WHERE account_id = ?1 AND turn = 0 AND again_at > 0`
		spare = `UPDATE scope SET again_at = ?2 WHERE account_id = ?1 AND turn = 2 AND again_at > 0`
		then  = `
			UPDATE scope SET again_at = ?2
			WHERE  account_id = ?1 AND name IN (
			           SELECT name FROM scope WHERE account_id = ?1 AND turn = 1 AND read_at + tries > 0 ORDER BY read_at LIMIT ?3)
			       AND again_at > 0`
		begun = `UPDATE account SET begun_at = ?2 WHERE id = ?1`
	)
	if why == inbox.Told {
		return nil
	}
	now := at(s.now())
	err := s.booksOf(ctx, account, func(tx *tx, id int64) error {
		_, err := tx.ExecContext(ctx, roster, id, rosterDue, now, why > inbox.Routine)
		if err == nil {
			_, err = tx.ExecContext(ctx, begun, id, now)
		}
		if err == nil && why >= inbox.Missed {
			_, err = tx.ExecContext(ctx, first, id, newDue)
		}
		if err == nil && why >= inbox.Asked {
			_, err = tx.ExecContext(ctx, then, id, newDue, threadsAsked(ctx, tx, id))
		}
		if err == nil && why >= inbox.Missed {
			_, err = tx.ExecContext(ctx, spare, id, newDue)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("begin a round of %s: %w", account, err)
	}
	return nil
}

// EndRound notes how a round ended: trouble is "" if the account was read
// through; stopped says that no more rounds are made before a person has looked.
// That one more round went well is no news to anybody but who is told of rounds.
func (s *Store) EndRound(ctx context.Context, account, trouble string, stopped bool) error {
	const (
		again = `UPDATE account SET synced_at = ?2 WHERE name = ?1 AND synced_at > 0 AND trouble = '' AND stopped = 0`
		well  = `UPDATE account SET synced_at = ?2, trouble = '', stopped = 0 WHERE name = ?1`
		ill   = `UPDATE account SET trouble = ?3, trouble_at = ?2, stopped = ?4 WHERE name = ?1`
	)
	now := at(s.now())
	err := s.inTx(ctx, func(tx *tx) error {
		if trouble != "" {
			_, err := tx.ExecContext(ctx, ill, account, now, trouble, stopped)
			return err
		}
		usual, err := tx.note(ctx, again, account, now)
		if err == nil && !usual {
			_, err = tx.ExecContext(ctx, well, account, now)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("end a round of %s: %w", account, err)
	}
	return nil
}

// Wait notes that the platform asked to be left alone until then. It holds for
// every program on this file, and for the next one.
func (s *Store) Wait(ctx context.Context, account string, until time.Time) error {
	if err := s.exec(ctx, `UPDATE account SET until_at = ? WHERE name = ?`, at(until), account); err != nil {
		return fmt.Errorf("note how long %s waits: %w", account, err)
	}
	return nil
}

// Until is the time until which the platform asked to be left alone; it may
// have passed.
func (s *Store) Until(ctx context.Context, account string) (time.Time, error) {
	var until micros
	err := s.read.QueryRowContext(ctx, `SELECT until_at FROM account WHERE name = ?`, account).Scan(&until)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, fmt.Errorf("read how long %s waits: %w", account, err)
	}
	return until.time(), nil
}

// Live notes since when an account's news are told as they happen; zero is not.
func (s *Store) Live(ctx context.Context, account string, since time.Time) error {
	if err := s.exec(ctx, `UPDATE account SET live_at = ? WHERE name = ?`, at(since), account); err != nil {
		return fmt.Errorf("note that %s is live: %w", account, err)
	}
	return nil
}

// Lease gives a holder a piece of work on an account for a while, or tells
// until when another has it. Who asks again in time keeps it; with no time at
// all it is given back. A holder is named "machine/process/…": one of this
// machine whose process is no more holds nothing.
func (s *Store) Lease(ctx context.Context, account, work, holder string, lasts time.Duration) (others time.Time, err error) {
	const (
		take = `
			INSERT INTO lease (account_id, work, holder, until_at) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT DO UPDATE SET holder = ?3, until_at = ?4
			WHERE holder = ?3 OR until_at <= ?5`
		look = `SELECT holder, until_at FROM lease WHERE account_id = ? AND work = ?`
	)
	err = s.booksOf(ctx, account, func(tx *tx, id int64) error {
		now := at(s.now())
		var who string
		err := tx.QueryRowContext(ctx, `SELECT holder FROM lease WHERE account_id = ? AND work = ? AND until_at > ?`, id, work, now).Scan(&who)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if who != holder && gone(who, holder) {
			if _, err := tx.ExecContext(ctx, `DELETE FROM lease WHERE account_id = ? AND work = ?`, id, work); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, take, id, work, holder, now+micros(lasts.Microseconds()), now); err != nil {
			return err
		}
		var until micros
		if err := tx.QueryRowContext(ctx, look, id, work).Scan(&who, &until); err != nil {
			return err
		}
		if who != holder {
			others = until.time()
		}
		return nil
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("take %s of %s: %w", work, account, err)
	}
	return others, nil
}

// gone reports whether a holder is a program of the same machine as another
// that runs no more.
func gone(who, holder string) bool {
	machine, rest, named := strings.Cut(who, "/")
	here, _, _ := strings.Cut(holder, "/")
	number, _, _ := strings.Cut(rest, "/")
	pid, err := strconv.Atoi(number)
	return named && err == nil && machine != "" && machine == here && (pid == os.Getpid() || !alive(pid))
}

// ofAccount runs fn in a transaction with the row of an account. For one that
// is not there it does nothing.
func (s *Store) ofAccount(ctx context.Context, account string, fn func(tx *tx, id int64) error) error {
	return s.inTx(ctx, func(tx *tx) error {
		var id int64
		err := tx.QueryRowContext(ctx, `SELECT id FROM account WHERE name = ?`, account).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return fn(tx, id)
	})
}

// booksOf is ofAccount for what nobody is shown.
func (s *Store) booksOf(ctx context.Context, account string, fn func(tx *tx, id int64) error) error {
	return s.ofAccount(ctx, account, func(tx *tx, id int64) error {
		return tx.keepBooks(ctx, func() error { return fn(tx, id) })
	})
}

// Standings tells how the rounds of every account stand, and what is held of
// each of its channels.
func (s *Store) Standings(ctx context.Context) ([]inbox.Standing, error) {
	all, err := s.Courses(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Channels, err = s.stretches(ctx, all[i].Account); err != nil {
			return nil, fmt.Errorf("look what is held of %s: %w", all[i].Account, err)
		}
		for _, c := range all[i].Channels {
			all[i].Messages += c.Messages
		}
	}
	return all, nil
}

// Courses tells how the rounds of every account stand and nothing of its
// channels and messages, which take a hundred times as long to look up.
func (s *Store) Courses(ctx context.Context) ([]inbox.Standing, error) {
	const query = `
		SELECT   a.name, a.platform, a.synced_at, a.begun_at, a.until_at, a.live_at, a.trouble, a.trouble_at, a.stopped,
		         (SELECT count(*) FROM scope WHERE account_id = a.id AND turn <= 1 AND again_at < 0),
		         (SELECT count(*) FROM scope WHERE account_id = a.id AND turn = 1)
		FROM     account AS a
		ORDER BY a.name`
	now := s.now()
	all, err := list(ctx, s.read, func(row scanner) (st inbox.Standing, err error) {
		return scanStanding(row, now)
	}, query)
	if err != nil {
		return nil, fmt.Errorf("look how the rounds stand: %w", err)
	}
	return all, nil
}

func scanStanding(row scanner, now time.Time) (st inbox.Standing, err error) {
	var synced, begun, until, live, troubleAt micros
	var trouble string
	var stopped bool
	err = row.Scan(&st.Account, &st.Platform, &synced, &begun, &until, &live, &trouble, &troubleAt, &stopped, &st.Due, &st.Threads)
	st.SyncedAt, st.BegunAt, st.Live = synced.time(), begun.time(), live.time()
	if until.time().After(now) {
		st.Until = until.time()
	}
	if stopped {
		st.Stopped, st.StoppedAt = trouble, troubleAt.time()
	} else if trouble != "" {
		st.Trouble, st.TroubleAt = trouble, troubleAt.time()
	}
	return st, err
}

// stretches tells what is held of an account's channels. How many messages
// there are comes from the daily counts: counting rows takes too long for a
// screen.
func (s *Store) stretches(ctx context.Context, account string) ([]inbox.Stretch, error) {
	const query = `
		SELECT   ch.key, ch.name, ch.kind, ch.topic, ch.archived, ch.created_at, ch.gone,
		         coalesce((SELECT sum(messages) FROM channel_day WHERE channel_id = ch.id), 0),
		         coalesce((SELECT sent_at FROM message WHERE channel_id = ch.id AND key = (` + newestMessage + `)), 0),
		         coalesce(s.held_from, 0), coalesce(s.held_to, 0), coalesce(s.read_at, 0), coalesce(s.again_at < 0, 0),
		         coalesce(s.trouble, ''), coalesce(s.trouble_at, 0), coalesce(s.again_at, 0), max(coalesce(s.verified_at, 0), coalesce(v.verified_at, 0)), s.name IS NULL
		FROM     account AS a
		JOIN     channel AS ch ON ch.account_id = a.id
		LEFT     JOIN scope AS s ON s.account_id = a.id AND s.channel = ch.key AND s.channel <> '' AND s.turn = 0
		LEFT     JOIN scope AS v ON v.account_id = a.id AND v.channel = ch.key AND v.channel <> '' AND v.turn = 2
		WHERE    a.name = ?
		ORDER BY ch.name COLLATE NOCASE, ch.key`
	return list(ctx, s.read, func(row scanner) (t inbox.Stretch, err error) {
		var created, newest, from, to, read, trouble, again, verified micros
		c := &t.Channel
		err = row.Scan(&c.ID, &c.Name, &c.Kind, &c.Topic, &c.Archived, &created, &t.Gone, &t.Messages, &newest,
			&from, &to, &read, &t.Reading, &t.Trouble, &trouble, &again, &verified, &t.Apart)
		c.Created, t.Newest, t.ReadAt, t.TroubleAt, t.VerifiedAt = created.time(), newest.time(), read.time(), trouble.time(), verified.time()
		t.Held = inbox.Coverage{From: from.time(), To: to.time()}
		if t.Trouble != "" && again > 0 {
			t.Again = again.time()
		}
		return t, err
	}, query, account)
}
