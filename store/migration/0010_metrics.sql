-- What the numbers are counted from, and who people are.
--
-- A fact is a piece of the mirror in a form that is counted fast: what was said
-- on a day, which conversations were opened on it and who answered them, a
-- thousand members. It follows from the rows and can be made anew at any time;
-- fact_stale names the pieces of which a row has changed since. Days are of UTC,
-- counted from 1970: the reporting zone cuts its own out of them.
CREATE TABLE fact (
	kind INTEGER NOT NULL,                         -- 1 said, 2 talks, 3 members
	part INTEGER NOT NULL,                         -- the day, or the member's ID / 1024
	body BLOB    NOT NULL,
	PRIMARY KEY (kind, part)
) STRICT;

CREATE TABLE fact_stale (
	kind INTEGER NOT NULL,
	part INTEGER NOT NULL,
	PRIMARY KEY (kind, part)
) STRICT, WITHOUT ROWID;

-- Members who are one person share a word; '' is alone. A person says so, and
-- the journal keeps it.
ALTER TABLE member ADD COLUMN person  TEXT    NOT NULL DEFAULT '';
ALTER TABLE member ADD COLUMN left_at INTEGER NOT NULL DEFAULT 0;  -- when it was first seen to be gone
ALTER TABLE member ADD COLUMN said_as TEXT    NOT NULL DEFAULT ''; -- the role that a person gave it: platform and config do not change it
ALTER TABLE member ADD COLUMN vip     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN watched INTEGER NOT NULL DEFAULT 0;
CREATE INDEX member_by_person ON member (person) WHERE person <> '';
CREATE INDEX member_by_email ON member (email COLLATE NOCASE) WHERE email <> '';

-- The roles that a member had before (R6): one held until a time.
CREATE TABLE role_turn (
	member_id INTEGER NOT NULL REFERENCES member,
	until_at  INTEGER NOT NULL,
	role      TEXT    NOT NULL,
	PRIMARY KEY (member_id, until_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE member_tag (
	member_id INTEGER NOT NULL REFERENCES member,
	name      TEXT    NOT NULL,
	PRIMARY KEY (member_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE member_note (
	id        TEXT    PRIMARY KEY,                 -- UUIDv7
	member_id INTEGER NOT NULL REFERENCES member,
	actor     TEXT    NOT NULL,
	text      TEXT    NOT NULL,
	at        INTEGER NOT NULL
) STRICT;
CREATE INDEX member_note_by_member ON member_note (member_id, at);

-- Two members that look like one person and were said not to be.
CREATE TABLE not_same (
	one   INTEGER NOT NULL REFERENCES member,      -- the smaller ID
	other INTEGER NOT NULL REFERENCES member,
	PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

CREATE INDEX naming_by_member ON naming (member_id, sent_at);
CREATE INDEX member_by_joined ON member (joined_at) WHERE joined_at > 0;
CREATE INDEX casefile_by_opened ON casefile (opened_at);
CREATE INDEX journal_by_time ON journal (at);

CREATE TABLE goal (
	id     TEXT    PRIMARY KEY,                    -- UUIDv7
	metric TEXT    NOT NULL,
	body   TEXT    NOT NULL                        -- JSON
) STRICT;

CREATE TABLE annotation (
	id   TEXT    PRIMARY KEY,
	day  TEXT    NOT NULL,                         -- "2026-10-03", of the reporting zone
	text TEXT    NOT NULL,
	by   TEXT    NOT NULL
) STRICT;

CREATE TABLE survey_answer (
	survey TEXT    NOT NULL,
	key    TEXT    NOT NULL,                       -- of the answer: the tool's own, else of who and when
	kind   TEXT    NOT NULL,                       -- "nps" or "csat"
	at     INTEGER NOT NULL,
	who    TEXT    NOT NULL DEFAULT '',
	score  INTEGER NOT NULL,
	words  TEXT    NOT NULL DEFAULT '',
	PRIMARY KEY (survey, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE survey (
	name  TEXT    PRIMARY KEY,
	kind  TEXT    NOT NULL,
	asked INTEGER NOT NULL DEFAULT 0               -- how many were invited; 0: nobody said
) STRICT;

-- A report that is final: what was counted, and the texts made of it.
CREATE TABLE frozen (
	period  TEXT    NOT NULL,                      -- "2026-10"
	made_at INTEGER NOT NULL,
	body    TEXT    NOT NULL,                      -- JSON of the content
	PRIMARY KEY (period)
) STRICT;

-- Which conversations were opened on a day.
CREATE INDEX conversation_by_opened ON conversation (opened_at, id);

-- All of it is counted for the first time when somebody asks, or when there is
-- time.
INSERT INTO fact_stale (kind, part)
	SELECT DISTINCT 1, sent_at / 86400000000 FROM message WHERE kind = 'said' AND deleted = 0
	UNION SELECT DISTINCT 2, opened_at / 86400000000 FROM conversation
	UNION SELECT DISTINCT 3, id / 1024 FROM member;

CREATE VIEW v_people AS
	SELECT CASE WHEN u.person = '' THEN 'm' || u.id ELSE u.person END AS person,
	       group_concat(a.name || '/' || CASE WHEN u.handle <> '' THEN u.handle WHEN u.name <> '' THEN u.name ELSE u.key END, ' ') AS members,
	       CASE WHEN max(u.role = 'team') = 1 THEN 'team' WHEN max(u.role = 'community') = 1 THEN 'community' ELSE 'bot' END AS role,
	       sum(u.messages) AS messages,
	       strftime('%Y-%m-%dT%H:%M:%SZ', min(nullif(u.joined_at, 0)) / 1000000, 'unixepoch') AS joined_at,
	       strftime('%Y-%m-%dT%H:%M:%SZ', min(nullif(u.first_at, 0)) / 1000000, 'unixepoch') AS first_seen,
	       strftime('%Y-%m-%dT%H:%M:%SZ', max(nullif(u.last_at, 0)) / 1000000, 'unixepoch') AS last_seen,
	       max(u.vip) AS vip, max(u.watched) AS watched
	FROM   member AS u
	JOIN   account AS a ON a.id = u.account_id
	GROUP  BY CASE WHEN u.person = '' THEN 'm' || u.id ELSE u.person END;

CREATE VIEW v_roles AS
	SELECT u.id AS member, a.platform, a.name AS account, u.handle, t.role,
	       strftime('%Y-%m-%dT%H:%M:%SZ', t.until_at / 1000000, 'unixepoch') AS until
	FROM   role_turn AS t
	JOIN   member AS u ON u.id = t.member_id
	JOIN   account AS a ON a.id = u.account_id;
-- Who asked to be forgotten. The platform's ID alone is kept, without the row of
-- the member, so that no sync, and no journal that is played again, brings their
-- name and their words back.
CREATE TABLE forgotten (
	account TEXT    NOT NULL,
	key     TEXT    NOT NULL,
	at      INTEGER NOT NULL,
	PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
