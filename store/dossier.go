package store

import (
	"context"
	"encoding/json"
	"fmt"
)

// Export is everything that is held about a person, as one JSON value: who they
// are, all that they said, what was decided about their conversations, and what
// we noted and tagged. It is what they may ask for.
func (s *Store) Export(ctx context.Context, member int64) ([]byte, error) {
	p, err := s.profile(ctx, member)
	if err != nil {
		return nil, fmt.Errorf("export person %d: %w", member, err)
	}
	all := map[string]any{"exported_at": s.now().UTC()}
	rows := idList(p.Rows())
	for name, query := range dossier() {
		if all[name], err = list(ctx, s.read, scanJSON, query, rows); err != nil {
			return nil, fmt.Errorf("export person %d: %s: %w", member, name, err)
		}
	}
	return json.MarshalIndent(all, "", "  ")
}

func scanJSON(row scanner) (json.RawMessage, error) {
	var text string
	err := row.Scan(&text)
	return json.RawMessage(text), err
}

// dossier are the queries of an export, a JSON object a row.
func dossier() map[string]string {
	const (
		of    = ` IN (SELECT value FROM json_each(?1))`
		cases = ` JOIN casefile AS f ON f.account_id = u.account_id AND f.member = u.key `
		utc   = ` / 1000000, 'unixepoch')`
		iso   = `strftime('%Y-%m-%dT%H:%M:%SZ', `
	)
	return map[string]string{
		"identities": `
			SELECT json_object('account', a.name, 'platform', a.platform, 'id', u.key, 'handle', u.handle, 'name', u.name, 'email', u.email, 'zone', u.zone,
			                   'role', u.role, 'vip', json(CASE u.vip WHEN 0 THEN 'false' ELSE 'true' END), 'watched', json(CASE u.watched WHEN 0 THEN 'false' ELSE 'true' END),
			                   'messages', u.messages, 'joined_at', CASE u.joined_at WHEN 0 THEN NULL ELSE ` + iso + `u.joined_at` + utc + ` END,
			                   'first_seen', CASE u.first_at WHEN 0 THEN NULL ELSE ` + iso + `u.first_at` + utc + ` END,
			                   'last_seen', CASE u.last_at WHEN 0 THEN NULL ELSE ` + iso + `u.last_at` + utc + ` END)
			FROM   member AS u JOIN account AS a ON a.id = u.account_id WHERE u.id` + of + ` ORDER BY u.id`,
		"roles_before": `SELECT json_object('member', u.key, 'until', ` + iso + `r.until_at` + utc + `, 'role', r.role) FROM role_turn AS r JOIN member AS u ON u.id = r.member_id WHERE u.id` + of + ` ORDER BY u.id, r.until_at`,
		"tags":         `SELECT json_object('member', u.key, 'name', t.name) FROM member_tag AS t JOIN member AS u ON u.id = t.member_id WHERE u.id` + of + ` ORDER BY u.id, t.name`,
		"notes":        `SELECT json_object('member', u.key, 'by', n.actor, 'at', ` + iso + `n.at` + utc + `, 'text', n.text) FROM member_note AS n JOIN member AS u ON u.id = n.member_id WHERE u.id` + of + ` ORDER BY n.at, n.id`,
		"messages": `
			SELECT json_object('account', a.name, 'channel', ch.name, 'id', m.key, 'kind', m.kind, 'at', ` + iso + `m.sent_at` + utc + `,
			                   'edited_at', CASE m.edited_at WHEN 0 THEN NULL ELSE ` + iso + `m.edited_at` + utc + ` END, 'deleted', json(CASE m.deleted WHEN 0 THEN 'false' ELSE 'true' END), 'text', m.text,
			                   'carries', json(CASE m.extra WHEN '' THEN '{}' ELSE m.extra END))
			FROM   message AS m JOIN channel AS ch ON ch.id = m.channel_id JOIN account AS a ON a.id = ch.account_id
			WHERE  m.author_id` + of + ` ORDER BY m.sent_at, m.id`,
		"conversations": `
			SELECT json_object('account', a.name, 'channel', ch.name, 'id', c.key, 'state', c.state, 'opened_at', ` + iso + `c.opened_at` + utc + `,
			                   'tags', (SELECT json_group_array(name) FROM tag WHERE conversation_id = c.id), 'notes', (SELECT json_group_array(text) FROM note WHERE conversation_id = c.id))
			FROM   conversation AS c JOIN channel AS ch ON ch.id = c.channel_id JOIN account AS a ON a.id = ch.account_id
			WHERE  c.opener_id` + of + ` ORDER BY c.opened_at, c.id`,
		"cases": `
			SELECT json_object('subject', f.kind, 'id', f.key, 'state', f.state, 'opened_at', ` + iso + `f.opened_at` + utc + `, 'evidence', json(CASE f.evidence WHEN '' THEN 'null' ELSE f.evidence END),
			                   'notes', (SELECT json_group_array(text) FROM case_note WHERE case_id = f.id))
			FROM   member AS u` + cases + `WHERE u.id` + of + ` ORDER BY f.id`,
		"decisions": `
			SELECT json_object('at', ` + iso + `d.at` + utc + `, 'by', d.actor, 'outcome', d.outcome, 'rule', d.rule, 'reversed_at', CASE d.reversed_at WHEN 0 THEN NULL ELSE ` + iso + `d.reversed_at` + utc + ` END,
			                   'evidence', json(CASE d.evidence WHEN '' THEN 'null' ELSE d.evidence END))
			FROM   member AS u` + cases + `JOIN decision AS d ON d.case_id = f.id WHERE u.id` + of + ` ORDER BY d.seq`,
	}
}
