package store

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"rounds/calendar"
)

// readClocks sees that the plan's times are those of the clocks of today. Laws
// change clocks after a post was planned, a person changes the home zone, and a
// machine's own clock is put back: then times are worked out anew, and what
// moves by it is told.
func (s *Store) readClocks(ctx context.Context) error {
	const again = `UPDATE post SET look_at = 0 WHERE look_at > 0`
	now, home := s.now(), s.settings().Zone
	var looked micros
	if s.pressed.IsZero() {
		if err := s.read.QueryRowContext(ctx, `SELECT looked_at FROM press`).Scan(&looked); err != nil {
			return err
		}
		s.pressed = looked.time()
	}
	back := s.pressed.After(now.Add(time.Second))
	s.pressed = now
	if back { // what was noted as missed may still come
		if err := s.exec(ctx, again); err != nil {
			return err
		}
	}
	if s.clocks == home && home != "" {
		return nil
	}
	if err := s.workOut(ctx); err != nil {
		return err
	}
	s.clocks = home
	return nil
}

// workOut works the times of all posts out anew, if a clock has changed.
func (s *Store) workOut(ctx context.Context) error {
	return s.inTx(ctx, func(tx *tx) error {
		zones, err := list(ctx, tx, func(row scanner) (name string, err error) { return name, row.Scan(&name) }, `SELECT DISTINCT zone FROM post ORDER BY zone`)
		if err != nil {
			return err
		}
		mark := s.markOf(append(zones, s.settings().Zone))
		var was string
		if err := tx.QueryRowContext(ctx, `SELECT clocks FROM press`).Scan(&was); err != nil || was == mark {
			return err
		}
		all, err := list(ctx, tx, s.scanPost, selectPost+`WHERE first_at > 0`)
		if err != nil {
			return err
		}
		for _, k := range all {
			if err := s.retime(ctx, tx, k); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `UPDATE press SET clocks = ?`, mark)
		return err
	})
}

// retime works the time of one post out anew.
func (s *Store) retime(ctx context.Context, tx *tx, k kept) error {
	const (
		move = `UPDATE post SET first_at = ?2, zone = ?3, look_at = 0 WHERE key = ?1`
		tell = `INSERT OR REPLACE INTO plan_problem (folder, path, reason, post) VALUES ('', ?, ?, ?)`
	)
	zone := s.zoneOf(k.Post)
	moment := k.When.In(zone)
	var was micros
	var in string
	if err := tx.QueryRowContext(ctx, `SELECT first_at, zone FROM post WHERE key = ?`, k.Key).Scan(&was, &in); err != nil {
		return err
	}
	if was == at(moment.At) && in == zone.String() {
		return nil
	}
	if _, err := tx.ExecContext(ctx, move, k.Key, at(moment.At), zone.String()); err != nil {
		return err
	}
	if in != zone.String() || !k.Goes() || moment.At.Before(s.now()) {
		return nil // the home zone was changed on purpose
	}
	reason := fmt.Sprintf("The clocks of %s were changed since this was planned: %s is now %s UTC, and was %s.",
		zone, moment.Wall, moment.At.Format("2006-01-02 15:04"), was.time().UTC().Format("15:04"))
	_, err := tx.ExecContext(ctx, tell, k.Path, reason, k.Key)
	return err
}

// markOf tells one state of some zones' clocks from another: how far they are
// from UTC in every week of the next three years.
func (s *Store) markOf(zones []string) string {
	sum := fnv.New64a()
	start := calendar.DayOf(s.now().UTC()).Monday()
	for _, name := range zones {
		fmt.Fprintln(sum, name) //nolint:errcheck // a hash takes everything
		zone, err := calendar.LoadZone(name)
		if err != nil {
			continue
		}
		year, month, _ := start.Parts()
		for week := range 52 * 3 {
			_, offset := time.Date(year, month, 1+7*week, 12, 0, 0, 0, time.UTC).In(zone).Zone()
			sum.Write([]byte(strconv.Itoa(offset)))
		}
	}
	return strconv.FormatUint(sum.Sum64(), 36)
}

// zoneOf is the zone that a post's time is in. A zone is read once: its file is
// as long as a page of the plan.
func (s *Store) zoneOf(p calendar.Post) *time.Location {
	settings := s.settings()
	name := p.Zone
	if name == "" {
		name = settings.Zone
	}
	if known, ok := s.zones.Load(name); ok {
		return known.(*time.Location) //nolint:forcetypeassert // nothing else is stored there
	}
	zone := settings.ZoneOf(p)
	s.zones.Store(name, zone)
	return zone
}
