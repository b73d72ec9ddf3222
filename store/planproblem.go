package store

import (
	"context"
	"fmt"

	"rounds/calendar"
	"rounds/inbox"
)

// Problems are the files of the plan that cannot be read, or that were changed
// on both sides.
func (s *Store) Problems(ctx context.Context) ([]calendar.Problem, error) {
	const query = `SELECT path, line, reason, mine, theirs, post FROM plan_problem ORDER BY mine = '', path`
	all, err := list(ctx, s.read, func(row scanner) (p calendar.Problem, err error) {
		return p, row.Scan(&p.Path, &p.Line, &p.Reason, &p.Mine, &p.Theirs, &p.Key)
	}, query)
	if err != nil {
		return nil, fmt.Errorf("list what is wrong with the plan: %w", err)
	}
	return all, nil
}

// SettlePlan ends a conflict in favour of one side: ours is written to the folder by
// the next [Store.Exchange], theirs is what counts from now on.
func (s *Store) SettlePlan(ctx context.Context, path string, side calendar.Side) error {
	const (
		find = `SELECT folder, mine, theirs, post FROM plan_problem WHERE path = ? AND mine <> ''`
		lies = `INSERT INTO plan_copy (folder, path, post, text) VALUES (?1, ?2, ?4, ?3) ON CONFLICT DO UPDATE SET text = excluded.text`
		drop = `DELETE FROM plan_problem WHERE folder = ? AND path = ?`
	)
	_, err := s.planned(ctx, inbox.EditPost, s.actor, func(tx *tx, e *inbox.Entry) error {
		var folder, mine, theirs, key string
		if err := tx.QueryRowContext(ctx, find, path).Scan(&folder, &mine, &theirs, &key); err != nil {
			return fmt.Errorf("there is no conflict about %s", path)
		}
		k, err := s.postBy(ctx, tx, key)
		if err != nil {
			return err
		}
		if k.Source != mine {
			return &calendar.Changed{Now: k.Post}
		}
		if _, err := tx.ExecContext(ctx, lies, folder, path, theirs, key); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, drop, folder, path); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE press SET version = version + 1`); err != nil { // the folder is to hear of it
			return err
		}
		p, err := calendar.Parse(path, theirs)
		if err != nil {
			return err
		}
		if side == calendar.Mine {
			p = k.Post
		}
		p.Key, p.Path = key, k.Path
		c, err := refile(&k.Post, p)
		if err != nil {
			return err
		}
		e.Subject = titled(k.Title, 1)
		e.Changes = append(e.Changes, c)
		return s.apply(ctx, tx, c, at(s.now()))
	})
	return err
}
