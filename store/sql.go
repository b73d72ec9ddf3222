package store

import (
	"context"
	"fmt"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Query runs a person's own SQL and hands over each row as it comes. It has a
// connection of its own, which is opened for reading and cannot attach another
// file: nothing that the statement says can write.
func (s *Store) Query(ctx context.Context, statement string, head func(columns []string) error, each func(row []any) error) error {
	db, err := dialReadOnly(s.path)
	if err != nil {
		return fmt.Errorf("run the query: %w", err)
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("run the query: %w", err)
	}
	defer conn.Close()
	if _, err := sqlite.Limit(conn, sqlite3.SQLITE_LIMIT_ATTACHED, 0); err != nil {
		return fmt.Errorf("run the query: %w", err)
	}
	rows, err := conn.QueryContext(ctx, statement)
	if err != nil {
		return fmt.Errorf("run the query: %w", err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return fmt.Errorf("run the query: %w", err)
	}
	if err := head(columns); err != nil {
		return err
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("read a row: %w", err)
		}
		for i, v := range values {
			if t, ok := v.(time.Time); ok {
				values[i] = t.UTC().Format(time.RFC3339)
			}
		}
		if err := each(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("run the query: %w", err)
	}
	return nil
}
