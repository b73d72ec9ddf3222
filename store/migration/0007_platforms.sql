-- More platforms than one: their message IDs are numbers of unequal length,
-- they hold out reports to those who moderate, and an account may lack rights.

-- Slack's IDs are 17 signs long, all of them, and in the order of their text.
-- Where they are not, the newest of a channel is found here.
CREATE INDEX message_by_order ON message (channel_id, length(key), key) WHERE length(key) <> 17;

-- Which message it answers, where the platform tells no more of a thread.
ALTER TABLE message ADD COLUMN answers TEXT NOT NULL DEFAULT '';

-- What the account may not do although its platform can: JSON, kind of action
-- to reason.
ALTER TABLE account ADD COLUMN lacks TEXT NOT NULL DEFAULT '';

-- Nothing stands in it but threads: a forum channel of Discord.
ALTER TABLE channel ADD COLUMN forum INTEGER NOT NULL DEFAULT 0;

-- How long a text may be there, where that is not as usual on the platform.
ALTER TABLE account ADD COLUMN longest INTEGER NOT NULL DEFAULT 0;

-- What a platform holds out to those who moderate it. The platform's own words
-- and IDs; a subject may be something that was never read.
CREATE TABLE report (
	id         INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account,
	key        TEXT    NOT NULL,
	kind       TEXT    NOT NULL,
	open       INTEGER NOT NULL,
	channel    TEXT    NOT NULL DEFAULT '',
	message    TEXT    NOT NULL DEFAULT '',
	member     TEXT    NOT NULL DEFAULT '',
	reporter   TEXT    NOT NULL DEFAULT '',
	reason     TEXT    NOT NULL DEFAULT '',
	text       TEXT    NOT NULL DEFAULT '',
	at         INTEGER NOT NULL DEFAULT 0,
	version    TEXT    NOT NULL DEFAULT '',
	offers     TEXT    NOT NULL DEFAULT '',       -- JSON
	outcome    TEXT    NOT NULL DEFAULT '',
	seen_at    INTEGER NOT NULL DEFAULT 0,        -- when the platform last showed it
	UNIQUE (account_id, key)
) STRICT;

CREATE INDEX report_open ON report (account_id, at) WHERE open = 1;

CREATE VIEW v_reports AS
	SELECT r.id,
	       a.platform, a.name AS account, coalesce(ch.name, r.channel) AS channel,
	       r.kind, r.open, r.reason, r.text,
	       CASE WHEN u.handle <> '' THEN u.handle WHEN u.name <> '' THEN u.name ELSE r.member END AS member,
	       CASE WHEN f.handle <> '' THEN f.handle WHEN f.name <> '' THEN f.name ELSE r.reporter END AS reporter,
	       CASE WHEN r.at > 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', r.at / 1000000, 'unixepoch') END AS at,
	       r.outcome, r.key AS report_id, r.message AS message_id
	FROM   report AS r
	JOIN   account AS a ON a.id = r.account_id
	LEFT   JOIN channel AS ch ON ch.account_id = r.account_id AND ch.key = r.channel
	LEFT   JOIN member AS u ON u.account_id = r.account_id AND u.key = r.member
	LEFT   JOIN member AS f ON f.account_id = r.account_id AND f.key = r.reporter;
