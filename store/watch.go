package store

import (
	"context"
	"fmt"
	"time"

	"rounds/inbox/when"
)

// Watch looks every so often whether somebody has written to the file, until
// ctx ends: another program that shares it is noticed like our own writing. It
// looks from the connection that writes, to which its own commits are nothing
// new. One look costs some twenty microseconds.
func (s *Store) Watch(ctx context.Context, every time.Duration) error {
	known, seen := int64(0), s.Changes()
	for {
		var version int64
		if err := s.write.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version); err != nil {
			if ctx.Err() != nil {
				return nil //nolint:nilerr // it has ended, and with it the question
			}
			return fmt.Errorf("watch the database: %w", err)
		}
		if version != known && known != 0 {
			s.notice()
		}
		known = version
		if changes := s.Changes(); changes != seen { // whoever wrote it, it may be something to send
			seen = changes
			s.summon()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(when.UntilBeat(every, time.Now())):
		}
	}
}
