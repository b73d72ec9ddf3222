package store

import (
	"rounds/inbox"
	"rounds/inbox/metrics"
)

// dones reads from the journal what people settled and opened again in the span.
// What the community said afterwards opens it again too. The clock of one that
// was settled before runs from when it was opened again, as far as that lies in
// the span.
func (r *reading) dones() error {
	const query = `
		SELECT   j.at, x.value ->> '$.to.state', c.id, c.channel_id, c.opened_at,
		         coalesce((SELECT m.sent_at FROM message AS m JOIN member AS u ON u.id = m.author_id
		                   WHERE  x.value ->> '$.to.state' = 'done' AND m.conversation_id = c.id AND m.conversation_id > 0 AND m.sent_at > j.at
		                          AND m.kind = 'said' AND m.deleted = 0 AND m.bot = 0 AND u.role = 'community'
		                   ORDER  BY m.sent_at LIMIT 1), 0)
		FROM     journal AS j INDEXED BY journal_by_time
		JOIN     json_each(j.changes) AS x
		JOIN     account AS a ON a.name = x.value ->> '$.ref.account'
		JOIN     channel AS ch ON ch.account_id = a.id AND ch.key = x.value ->> '$.ref.channel'
		JOIN     conversation AS c ON c.channel_id = ch.id AND c.key = x.value ->> '$.ref.id'
		WHERE    j.at >= ? AND j.undone = 0 AND j.undoes = '' AND j.redoes = '' AND j.actor NOT LIKE 'rule %'
		         AND x.value ->> '$.field' = 'decision' AND x.value ->> '$.to.state' IN ('done', 'open')
		ORDER BY j.at, j.seq`
	last := map[int64]int{} // the last time that a conversation was settled
	var all []metrics.Done
	_, err := list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var d metrics.Done
		var state inbox.State
		if err = row.Scan(&d.At, &state, &d.Talk, &d.Channel, &d.Opened, &d.Reopened); err != nil || r.private[d.Channel] {
			return
		}
		i, before := last[d.Talk]
		switch {
		case state == inbox.Open:
			if before && (all[i].Reopened == 0 || d.At < all[i].Reopened) {
				all[i].Reopened = d.At
			}
			return
		case before && (all[i].Reopened == 0 || all[i].Reopened > d.At):
			return // it was settled already
		case before:
			d.Opened = all[i].Reopened
		}
		last[d.Talk] = len(all)
		all = append(all, d)
		return
	}, query, r.from)
	r.facts.Dones = leave(all, func(d *metrics.Done) bool { return d.At < r.to })
	return err
}
