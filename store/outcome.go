package store

import (
	"rounds/calendar"
	"rounds/inbox/metrics"
)

// published reads what the plan wanted said in the span and what became of it.
// What goes to an account that is not here cannot be counted.
func (r *reading) published() error {
	const (
		due   = selectDelivery + `WHERE d.due_at >= ? AND d.due_at < ? ORDER BY d.due_at, d.post, d.account, d.channel`
		posts = `SELECT key, coalesce(body ->> '$.Theme', ''), coalesce(body ->> '$.Title', '') FROM post WHERE key IN (SELECT value FROM json_each(?))`
	)
	rows, err := list(r.ctx, r.tx, scanDelivered, due, r.from, r.to)
	if err != nil || len(rows) == 0 {
		return err
	}
	keys := make([]string, len(rows))
	for i := range rows {
		keys[i] = rows[i].Post
	}
	about := map[string]metrics.Published{}
	_, err = list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var p metrics.Published
		err = row.Scan(&p.Post, &p.Theme, &p.Title)
		about[p.Post] = p
		return
	}, posts, idList(keys))
	if err != nil {
		return err
	}
	accounts := map[string]int32{}
	for i, c := range r.facts.Coverage {
		accounts[c.Account] = int32(i)
	}
	for i := range rows {
		d := &rows[i]
		account, known := accounts[d.Account]
		if !known {
			continue
		}
		p := about[d.Post]
		p.Post, p.Due, p.Account, p.Channel, p.State = d.Post, d.Due.UnixMicro(), account, d.Channel, string(d.state())
		if told := d.tell(); !told.SentAt.IsZero() {
			p.At = told.SentAt.UnixMicro()
		}
		if p.Day, err = got(d.day); err != nil {
			return err
		}
		if p.Week, err = got(d.week); err != nil {
			return err
		}
		r.facts.Published = append(r.facts.Published, p)
	}
	return nil
}

// got is how much a post got, as it was counted then; -1 if it was not yet.
func got(counted string) (int32, error) {
	if counted == "" {
		return -1, nil
	}
	var result calendar.Result
	err := decode(counted, &result)
	return int32(result.Replies + result.Reactions), err
}
