package store

import (
	"context"
	"fmt"
	"time"
)

// Table is the answer to a query that a person wrote.
type Table struct {
	Columns []string
	Rows    [][]any // nil, int64, float64, string or []byte
}

// Query runs a person's own SQL and hands over each row as it comes. The
// connection cannot write, whatever the statement says.
func (s *Store) Query(ctx context.Context, statement string, head func(columns []string) error, each func(row []any) error) error {
	rows, err := s.read.QueryContext(ctx, statement)
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
