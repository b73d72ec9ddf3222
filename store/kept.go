package store

import "rounds/inbox/metrics"

// kept reads from the journal which promises were kept to their last step in the
// span.
func (r *reading) kept() error {
	const query = `
		SELECT   c.id, c.channel_id, j.at
		FROM     journal AS j INDEXED BY journal_by_time
		JOIN     json_each(j.changes) AS x
		JOIN     account AS a ON a.name = x.value ->> '$.ref.account'
		JOIN     channel AS ch ON ch.account_id = a.id AND ch.key = x.value ->> '$.ref.channel'
		JOIN     conversation AS c ON c.channel_id = ch.id AND c.key = x.value ->> '$.ref.id'
		WHERE    j.at >= ? AND j.at < ? AND j.undone = 0 AND j.undoes = '' AND j.redoes = '' AND x.value ->> '$.field' = 'follow'
		         AND x.value ->> '$.to.step' >= json_array_length(x.value, '$.to.steps')
		ORDER BY j.at, j.seq`
	all, err := list(r.ctx, r.tx, func(row scanner) (k keptIn, err error) {
		return k, row.Scan(&k.Talk, &k.channel, &k.At)
	}, query, r.from, r.to)
	r.facts.Kept = []metrics.Kept{} // none, which is not the same as that nobody tells
	for _, k := range all {
		if !r.private[k.channel] {
			r.facts.Kept = append(r.facts.Kept, k.Kept)
		}
	}
	return err
}

type keptIn struct {
	metrics.Kept
	channel int32
}
