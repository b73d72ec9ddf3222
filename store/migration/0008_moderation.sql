-- The moderation queue. A case is a subject with all that was reported about
-- it; a flag is one report; a decision is a line of the log, never rewritten but
-- for when and by whom it was reversed. What a person did stands in the journal
-- too, from which all but the evidence can be made anew.

CREATE TABLE casefile (
	id         INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account,
	kind       TEXT    NOT NULL,                  -- message, member, held post
	channel    TEXT    NOT NULL DEFAULT '',       -- the platform's ID
	key        TEXT    NOT NULL,                  -- likewise: of the message, the member, the report
	member     TEXT    NOT NULL DEFAULT '',       -- whom it is about
	evidence   TEXT    NOT NULL DEFAULT '',       -- JSON: what was reported, as it was
	state      TEXT    NOT NULL DEFAULT 'open',   -- follows from the flags and the decisions
	opened_at  INTEGER NOT NULL DEFAULT 0,        -- likewise: the first flag …
	last_at    INTEGER NOT NULL DEFAULT 0,        -- … and the last
	muted      INTEGER NOT NULL DEFAULT 0,
	skips      INTEGER NOT NULL DEFAULT 0,
	claim      TEXT    NOT NULL DEFAULT '',       -- JSON
	UNIQUE (account_id, kind, channel, key)
) STRICT;

CREATE INDEX casefile_by_state ON casefile (state, last_at);
CREATE INDEX casefile_by_member ON casefile (account_id, member);

CREATE TABLE flag (
	id       INTEGER PRIMARY KEY,
	case_id  INTEGER NOT NULL REFERENCES casefile,
	source   TEXT    NOT NULL,
	key      TEXT    NOT NULL,                    -- the platform's ID of the report, the rule's name, or ours
	kind     TEXT    NOT NULL DEFAULT '',         -- of a platform's report
	reporter TEXT    NOT NULL DEFAULT '',         -- the platform's member ID, or the rule's name
	count    INTEGER NOT NULL DEFAULT 1,
	reason   TEXT    NOT NULL DEFAULT '',
	spans    TEXT    NOT NULL DEFAULT '',         -- JSON
	severity TEXT    NOT NULL DEFAULT '',
	suggests TEXT    NOT NULL DEFAULT '',
	folds    INTEGER NOT NULL DEFAULT 0,
	at       INTEGER NOT NULL,
	open     INTEGER NOT NULL DEFAULT 1,
	UNIQUE (case_id, source, key)
) STRICT;

CREATE INDEX flag_by_key ON flag (source, key);

CREATE TABLE decision (
	seq         INTEGER PRIMARY KEY,
	id          TEXT    NOT NULL UNIQUE,          -- UUIDv7
	entry       TEXT    NOT NULL,                 -- of the journal
	case_id     INTEGER NOT NULL REFERENCES casefile,
	body        TEXT    NOT NULL,                 -- JSON, without the evidence
	evidence    TEXT    NOT NULL DEFAULT '',      -- JSON: what was decided about, as it was then
	score       REAL    NOT NULL DEFAULT 0,
	at          INTEGER NOT NULL,
	actor       TEXT    NOT NULL,
	outcome     TEXT    NOT NULL,
	rule        TEXT    NOT NULL DEFAULT '',
	reversed_at INTEGER NOT NULL DEFAULT 0,
	reversed_by TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX decision_by_case ON decision (case_id, seq);
CREATE INDEX decision_by_time ON decision (at);

CREATE TABLE case_note (
	id      TEXT    PRIMARY KEY,                  -- UUIDv7
	case_id INTEGER NOT NULL REFERENCES casefile,
	actor   TEXT    NOT NULL,
	text    TEXT    NOT NULL,
	at      INTEGER NOT NULL
) STRICT;

CREATE INDEX case_note_by_case ON case_note (case_id, at);

-- How far the rules have looked at what an account said, and what of that was
-- changed since; changes counts how often, so that what changes while it is looked
-- at is looked at again.
ALTER TABLE account ADD COLUMN sifted INTEGER NOT NULL DEFAULT 0; -- the last message, ours

CREATE TABLE unsifted (
	message_id INTEGER PRIMARY KEY,
	changes    INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE VIEW v_cases AS
	SELECT f.id, a.platform, a.name AS account, f.kind AS subject, f.channel AS channel_id, f.key AS platform_id, f.member AS member_id, f.state,
	       strftime('%Y-%m-%dT%H:%M:%SZ', f.opened_at / 1000000, 'unixepoch') AS opened_at,
	       strftime('%Y-%m-%dT%H:%M:%SZ', f.last_at / 1000000, 'unixepoch') AS last_at,
	       (SELECT count(*) FROM flag WHERE case_id = f.id) AS reports,
	       f.skips, f.muted
	FROM   casefile AS f
	JOIN   account AS a ON a.id = f.account_id;

CREATE VIEW v_decisions AS
	SELECT d.id, d.case_id AS case_id, a.platform, a.name AS account, f.kind AS subject, f.key AS platform_id, f.member AS member_id,
	       d.actor, d.outcome, d.rule,
	       strftime('%Y-%m-%dT%H:%M:%SZ', d.at / 1000000, 'unixepoch') AS at,
	       strftime('%Y-%m-%dT%H:%M:%SZ', f.opened_at / 1000000, 'unixepoch') AS opened_at,
	       CASE WHEN d.reversed_at > 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', d.reversed_at / 1000000, 'unixepoch') END AS reversed_at,
	       d.reversed_by,
	       d.body ->> '$.strikes' AS strikes
	FROM   decision AS d
	JOIN   casefile AS f ON f.id = d.case_id
	JOIN   account AS a ON a.id = f.account_id;
