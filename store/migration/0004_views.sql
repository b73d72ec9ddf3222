-- What "rounds sql" promises to keep: docs/sql.md describes every column.
-- Times are RFC 3339 in UTC, NULL for never.

CREATE VIEW v_messages AS
	SELECT m.id,
	       a.platform, a.name AS account, ch.name AS channel,
	       CASE WHEN m.posted_as <> '' THEN m.posted_as
	            WHEN u.handle <> '' THEN u.handle
	            WHEN u.name <> '' THEN u.name
	            ELSE coalesce(u.key, '') END AS author,
	       coalesce(u.role, '') AS role,
	       m.kind, m.text,
	       strftime('%Y-%m-%dT%H:%M:%SZ', m.sent_at / 1000000, 'unixepoch') AS sent_at,
	       CASE WHEN m.edited_at > 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', m.edited_at / 1000000, 'unixepoch') END AS edited_at,
	       m.deleted,
	       nullif(m.conversation_id, 0) AS conversation,
	       CASE WHEN c.key = m.key THEN 0 ELSE 1 END AS reply,
	       m.key AS platform_id,
	       ch.key AS channel_id, u.key AS author_id, c.key AS thread_id,
	       m.extra
	FROM   message AS m
	JOIN   channel AS ch ON ch.id = m.channel_id
	JOIN   account AS a ON a.id = ch.account_id
	LEFT   JOIN member AS u ON u.id = m.author_id
	LEFT   JOIN conversation AS c ON c.id = m.conversation_id;

CREATE VIEW v_conversations AS
	SELECT c.id,
	       a.platform, a.name AS account, ch.name AS channel,
	       CASE WHEN u.handle <> '' THEN u.handle
	            WHEN u.name <> '' THEN u.name
	            ELSE coalesce(u.key, '') END AS author,
	       c.state, c.muted, c.starred, c.question, c.mention,
	       CASE WHEN c.answer_at = 0 THEN 1 ELSE 0 END AS unanswered,
	       c.messages, max(c.messages - 1, 0) AS replies,
	       strftime('%Y-%m-%dT%H:%M:%SZ', c.opened_at / 1000000, 'unixepoch') AS opened_at,
	       strftime('%Y-%m-%dT%H:%M:%SZ', c.last_at / 1000000, 'unixepoch') AS last_at,
	       CASE WHEN c.answer_at > 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', c.answer_at / 1000000, 'unixepoch') END AS answered_at,
	       CASE WHEN c.until_at > 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', c.until_at / 1000000, 'unixepoch') END AS snoozed_until,
	       (SELECT group_concat(name, ' ') FROM tag WHERE conversation_id = c.id) AS tags,
	       (SELECT count(*) FROM note WHERE conversation_id = c.id) AS notes,
	       c.key AS thread_id, ch.key AS channel_id
	FROM   conversation AS c
	JOIN   channel AS ch ON ch.id = c.channel_id
	JOIN   account AS a ON a.id = ch.account_id
	LEFT   JOIN member AS u ON u.id = c.opener_id;

CREATE VIEW v_members AS
	SELECT u.id,
	       a.platform, a.name AS account,
	       u.handle, u.name, u.email, u.role, u.deleted,
	       CASE WHEN u.joined_at > 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', u.joined_at / 1000000, 'unixepoch') END AS joined_at,
	       u.messages,
	       CASE WHEN u.first_at > 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', u.first_at / 1000000, 'unixepoch') END AS first_seen,
	       CASE WHEN u.last_at > 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', u.last_at / 1000000, 'unixepoch') END AS last_seen,
	       u.key AS member_id
	FROM   member AS u
	JOIN   account AS a ON a.id = u.account_id;
