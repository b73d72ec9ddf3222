package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// Goals and annotations are what a person wants to see beside the numbers. They
// change nothing that was said or decided, so that they rest in plain tables and
// not in the journal: what is dropped is gone.

// Goals lists the goals, by metric.
func (s *Store) Goals(ctx context.Context) ([]metrics.Goal, error) {
	goals, err := list(ctx, s.read, scanGoal, selectGoals)
	if err != nil {
		return nil, fmt.Errorf("list goals: %w", err)
	}
	return goals, nil
}

const selectGoals = `SELECT id, body FROM goal ORDER BY metric, id`

func scanGoal(row scanner) (g metrics.Goal, err error) {
	var id, body string
	if err = row.Scan(&id, &body); err != nil {
		return g, err
	}
	err = json.Unmarshal([]byte(body), &g)
	g.ID = id
	return g, err
}

// SetGoal keeps a goal: a new one if it has no ID yet, which it is given.
func (s *Store) SetGoal(ctx context.Context, g metrics.Goal) (metrics.Goal, error) {
	const query = `
		INSERT INTO goal (id, metric, body) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET metric = excluded.metric, body = excluded.body`
	if g.ID == "" {
		g.ID = newID()
	}
	if g.Set.IsZero() {
		g.Set = s.now().UTC()
	}
	body, err := json.Marshal(g)
	if err == nil {
		err = s.exec(ctx, query, g.ID, g.Metric, string(body))
	}
	if err != nil {
		return g, fmt.Errorf("keep a goal: %w", err)
	}
	return g, nil
}

// DropGoal lets go of a goal; it returns [inbox.ErrNone] if there is none.
func (s *Store) DropGoal(ctx context.Context, id string) error {
	return s.dropOne(ctx, "a goal", `DELETE FROM goal WHERE id = ?`, id)
}

// Annotations lists those of the days from from until before to, in whose zone
// a day begins.
func (s *Store) Annotations(ctx context.Context, from, to time.Time) ([]metrics.Annotation, error) {
	const query = `SELECT id, day, text, by FROM annotation WHERE day >= ? AND day <= ? ORDER BY day, id`
	all, err := list(ctx, s.read, func(row scanner) (a metrics.Annotation, err error) {
		var day string
		if err = row.Scan(&a.ID, &day, &a.Text, &a.By); err == nil {
			a.Day, err = time.ParseInLocation(time.DateOnly, day, from.Location())
		}
		return a, err
	}, query, from.Format(time.DateOnly), to.In(from.Location()).Add(-1).Format(time.DateOnly))
	if err != nil {
		return nil, fmt.Errorf("list annotations: %w", err)
	}
	return all, nil
}

// Annotate keeps an annotation: a new one if it has no ID yet, which it is given.
func (s *Store) Annotate(ctx context.Context, a metrics.Annotation) (metrics.Annotation, error) {
	const query = `
		INSERT INTO annotation (id, day, text, by) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET day = excluded.day, text = excluded.text, by = excluded.by`
	if a.ID == "" {
		a.ID = newID()
	}
	if a.By == "" {
		a.By = s.actor
	}
	if err := s.exec(ctx, query, a.ID, a.Day.Format(time.DateOnly), a.Text, a.By); err != nil {
		return a, fmt.Errorf("keep an annotation: %w", err)
	}
	return a, nil
}

// DropAnnotation lets go of an annotation; it returns [inbox.ErrNone] if there is
// none.
func (s *Store) DropAnnotation(ctx context.Context, id string) error {
	return s.dropOne(ctx, "an annotation", `DELETE FROM annotation WHERE id = ?`, id)
}

func (s *Store) dropOne(ctx context.Context, what, query, id string) error {
	err := s.inTx(ctx, func(tx *tx) error {
		done, err := tx.ExecContext(ctx, query, id)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err == nil && n == 0 {
			err = inbox.ErrNone
		}
		return err
	})
	if err != nil && !errors.Is(err, inbox.ErrNone) {
		err = fmt.Errorf("let go of %s: %w", what, err)
	}
	return err
}

func (r *reading) goals() (err error) {
	r.facts.Goals, err = list(r.ctx, r.tx, scanGoal, selectGoals)
	return err
}
