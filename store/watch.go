package store

import (
	"context"
	"fmt"
	"time"
)

// Watch looks every so often whether somebody has written to the file, until
// ctx ends: another program that shares it is noticed like our own writing. One
// look costs some twenty microseconds.
func (s *Store) Watch(ctx context.Context, every time.Duration) error {
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return fmt.Errorf("watch the database: %w", err)
	}
	defer conn.Close()
	tick := time.NewTicker(every)
	defer tick.Stop()
	var known int64
	for {
		var version int64
		if err := conn.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("watch the database: %w", err)
		}
		if version != known && known != 0 {
			s.notice()
			s.summon()
		}
		known = version
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
