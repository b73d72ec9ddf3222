// Command recent moves a database of Rounds through time, so that its last
// message was said within the past hour: on an old one there is nothing to check
// in on. It is for copies that are measured and nothing else.
package main

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"

	_ "modernc.org/sqlite"
)

// times are the columns that hold a moment, by table. 0 stands for never.
var times = map[string][]string{
	"message":      {"sent_at", "edited_at"},
	"conversation": {"opened_at", "last_at", "answer_at", "others_at", "ours_at"},
	"member":       {"joined_at", "first_at", "last_at"},
	"naming":       {"sent_at"},
	"casefile":     {"opened_at", "last_at"},
}

func main() {
	if err := move(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "recent:", err)
		os.Exit(1)
	}
}

func move(path string) error {
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return err
	}
	defer db.Close()
	var last int64
	if err := db.QueryRow(`SELECT max(sent_at) FROM message`).Scan(&last); err != nil {
		return err
	}
	by := time.Since(time.UnixMicro(last)).Truncate(time.Hour).Microseconds()
	for table, columns := range times {
		set := make([]string, len(columns))
		for i, c := range columns {
			set[i] = fmt.Sprintf("%s = CASE %s WHEN 0 THEN 0 ELSE %s + %d END", c, c, c, by)
		}
		if _, err := db.Exec("UPDATE " + table + " SET " + strings.Join(set, ", ")); err != nil {
			return fmt.Errorf("move %s: %w", table, err)
		}
	}
	return nil
}
