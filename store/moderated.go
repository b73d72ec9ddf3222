package store

import (
	"rounds/inbox/metrics"
	"rounds/inbox/moderation"
)

// openAtEnd reports of a case f whether nothing that stood at the time ?2 had
// decided it.
const openAtEnd = `f.state <> 'settled elsewhere' AND NOT EXISTS (
	SELECT 1 FROM decision AS d
	WHERE  d.case_id = f.id AND d.at < ?2 AND d.outcome <> 'escalate' AND (d.reversed_at = 0 OR d.reversed_at >= ?2))`

// cases reads those that were opened in the span, and those that were open at
// its end: they are open still, or were decided later.
func (r *reading) cases() error {
	const query = `
		SELECT f.id, f.opened_at, f.account_id, coalesce(u.id, 0), f.kind,
		       coalesce((SELECT min(d.at) FROM decision AS d WHERE d.case_id = f.id AND d.outcome <> 'escalate' AND d.actor NOT LIKE 'rule %'), 0),
		       ` + openAtEnd + `
		FROM   casefile AS f
		LEFT   JOIN member AS u ON u.account_id = f.account_id AND u.key = f.member
		WHERE  f.id IN (
		           SELECT id FROM casefile WHERE opened_at >= ?1 AND opened_at < ?2
		           UNION SELECT id FROM casefile WHERE state IN ('open', 'escalated')
		           UNION SELECT case_id FROM decision WHERE at >= ?2)
		       AND f.opened_at > 0 AND f.opened_at < ?2 AND (f.opened_at >= ?1 OR ` + openAtEnd + `)
		ORDER BY f.opened_at, f.id`
	all, err := list(r.ctx, r.tx, func(row scanner) (c metrics.Case, err error) {
		var account int64
		var kind moderation.SubjectKind
		err = row.Scan(&c.ID, &c.Opened, &account, &c.Member, &kind, &c.Decided, &c.Open)
		c.Account, c.Held, c.Messages = r.place[account], kind == moderation.OfHeld, kind == moderation.OfMessage
		return c, err
	}, query, r.from, r.to)
	if err != nil || len(all) == 0 {
		return err
	}
	r.facts.Cases = all
	return r.flags()
}

// flags reads what was reported about the cases.
func (r *reading) flags() error {
	const query = `
		SELECT   g.case_id, g.at, g.source, coalesce(nullif(g.reporter, ''), g.key), g.count
		FROM     json_each(?) AS sought JOIN flag AS g ON g.case_id = sought.value
		ORDER BY g.at, g.id`
	ids, place := make([]int64, len(r.facts.Cases)), map[int64]int{}
	for i := range r.facts.Cases {
		ids[i] = r.facts.Cases[i].ID
		place[ids[i]] = i
	}
	_, err := list(r.ctx, r.tx, func(row scanner) (_ struct{}, err error) {
		var of int64
		var source moderation.Source
		var by string
		var one metrics.Report
		err = row.Scan(&of, &one.At, &source, &by, &one.Count)
		if one.ByRule = source == moderation.FromRule || source == moderation.FromAutomod; one.ByRule {
			one.Rule = by
		}
		c := &r.facts.Cases[place[of]]
		c.Reports = append(c.Reports, one)
		return
	}, query, idList(ids))
	return err
}

// decisions reads the lines of the log that were written in the span.
func (r *reading) decisions() (err error) {
	const query = `
		SELECT   d.seq, d.case_id, d.at, d.outcome, d.actor, d.actor LIKE 'rule %', f.account_id, d.reversed_at, d.reversed_by
		FROM     decision AS d JOIN casefile AS f ON f.id = d.case_id
		WHERE    d.at >= ? AND d.at < ?
		ORDER BY d.at, d.seq`
	r.facts.Decisions, err = list(r.ctx, r.tx, func(row scanner) (d metrics.Decision, err error) {
		var account int64
		err = row.Scan(&d.ID, &d.Case, &d.At, &d.Outcome, &d.Actor, &d.ByRule, &account, &d.Reversed, &d.By)
		d.Account = r.place[account]
		return d, err
	}, query, r.from, r.to)
	return err
}
