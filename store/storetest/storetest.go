// Package storetest says when two memories of one workspace are equal, for the
// tests that read it on different ways: from a server that misbehaves, and with
// a program that is killed. It is SQL and nothing else; the tests run it.
package storetest

// Views are what a memory makes of a workspace, without its own row numbers and
// without what the workspace shows no more.
func Views() map[string]string {
	const there = `(SELECT key FROM channel WHERE gone = 0)`
	return map[string]string{
		"messages": `
			SELECT ch.key, m.key, coalesce(c.key, ''), coalesce(u.key, ''), m.posted_as, m.bot, m.kind, m.sent_at, m.edited_at, m.deleted, m.text, m.signals, m.extra
			FROM   message AS m JOIN channel AS ch ON ch.id = m.channel_id
			LEFT JOIN conversation AS c ON c.id = m.conversation_id LEFT JOIN member AS u ON u.id = m.author_id
			WHERE  ch.key IN ` + there + ` AND m.deleted = 0`,
		"conversations": `
			SELECT ch.key, c.key, c.opened_at, c.last_at, c.messages, c.others_at, c.ours_at, c.mention, c.state,
			       CASE WHEN root.deleted THEN '' ELSE coalesce(u.key, '') || ' ' || c.answer_at || ' ' || c.question END
			FROM   conversation AS c JOIN channel AS ch ON ch.id = c.channel_id
			LEFT JOIN member AS u ON u.id = c.opener_id
			LEFT JOIN message AS root ON root.channel_id = c.channel_id AND root.key = c.key
			WHERE  ch.key IN ` + there + ` AND c.messages > 0`,
		"members":      `SELECT key, handle, name, role, deleted FROM member`,
		"channels":     `SELECT key, name, kind, topic, archived, created_at FROM channel WHERE gone = 0`,
		"channel days": `SELECT ch.key, d.day, d.messages, d.replies FROM channel_day AS d JOIN channel AS ch ON ch.id = d.channel_id WHERE d.messages <> 0 AND ch.gone = 0`,
	}
}

// Counts are pairs of queries that must agree in any memory: what it keeps
// count of, and what its rows come to. Who opened a thread whose beginning was
// deleted only a memory knows that was there before.
func Counts() map[string][2]string {
	const said = `FROM message AS m LEFT JOIN conversation AS c ON c.id = m.conversation_id WHERE m.kind = 'said' AND m.deleted = 0`
	return map[string][2]string{
		"days of members": {
			`SELECT member_id, day, messages, replies FROM author_day WHERE messages <> 0`,
			`SELECT m.author_id, m.sent_at / 86400000000, count(*), sum(c.key <> m.key) ` + said + ` AND m.author_id > 0 GROUP BY 1, 2`,
		},
		"days of channels": {
			`SELECT channel_id, day, messages, replies FROM channel_day WHERE messages <> 0`,
			`SELECT m.channel_id, m.sent_at / 86400000000, count(*), sum(c.key <> m.key) ` + said + ` GROUP BY 1, 2`,
		},
		"members": {
			`SELECT id, messages, first_at, last_at FROM member WHERE messages <> 0`,
			`SELECT m.author_id, count(*), min(m.sent_at), max(m.sent_at) ` + said + ` AND m.author_id > 0 GROUP BY 1`,
		},
	}
}
