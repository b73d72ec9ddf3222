-- What people said, where, and what we make of it.
--
-- Times are Unix microseconds in UTC, 0 for never: Slack's own ids are that
-- fine, and two messages of one millisecond have an order that matters (who
-- spoke last). "key" is always the platform's own opaque ID.

CREATE TABLE account (
	id        INTEGER PRIMARY KEY,
	name      TEXT    NOT NULL UNIQUE,
	platform  TEXT    NOT NULL,
	base      TEXT    NOT NULL DEFAULT '',
	team      TEXT    NOT NULL DEFAULT '',
	self      TEXT    NOT NULL DEFAULT '',
	desk      TEXT    NOT NULL DEFAULT '', -- mark of the rules that its signals were read with
	synced_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE channel (
	id         INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account,
	key        TEXT    NOT NULL,
	name       TEXT    NOT NULL DEFAULT '',
	kind       TEXT    NOT NULL DEFAULT 'public',
	topic      TEXT    NOT NULL DEFAULT '',
	archived   INTEGER NOT NULL DEFAULT 0,
	created_at INTEGER NOT NULL DEFAULT 0,
	UNIQUE (account_id, key)
) STRICT;

CREATE TABLE member (
	id         INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account,
	key        TEXT    NOT NULL,
	handle     TEXT    NOT NULL DEFAULT '',
	name       TEXT    NOT NULL DEFAULT '',
	email      TEXT    NOT NULL DEFAULT '',
	zone       TEXT    NOT NULL DEFAULT '',
	role       TEXT    NOT NULL DEFAULT 'community',
	deleted    INTEGER NOT NULL DEFAULT 0,
	joined_at  INTEGER NOT NULL DEFAULT 0,
	-- kept by ingest, over what was said and not deleted
	messages   INTEGER NOT NULL DEFAULT 0,
	first_at   INTEGER NOT NULL DEFAULT 0,
	last_at    INTEGER NOT NULL DEFAULT 0,
	UNIQUE (account_id, key)
) STRICT;

CREATE INDEX member_by_handle ON member (handle COLLATE NOCASE);

CREATE TABLE message (
	id              INTEGER PRIMARY KEY,   -- dense, so that the search index stays small
	channel_id      INTEGER NOT NULL REFERENCES channel,
	key             TEXT    NOT NULL,
	conversation_id INTEGER NOT NULL,      -- 0 for joins, leaves and notices
	author_id       INTEGER NOT NULL,      -- 0 for nobody in particular
	posted_as       TEXT    NOT NULL DEFAULT '',
	bot             INTEGER NOT NULL DEFAULT 0,
	kind            TEXT    NOT NULL,
	sent_at         INTEGER NOT NULL,
	edited_at       INTEGER NOT NULL DEFAULT 0,
	deleted         INTEGER NOT NULL DEFAULT 0,
	text            TEXT    NOT NULL,
	marks           TEXT    NOT NULL DEFAULT '',  -- words of symbols, as the search index needs them
	signals         TEXT    NOT NULL DEFAULT '',  -- JSON, '' for none
	extra           TEXT    NOT NULL DEFAULT '',  -- JSON: mentions, reactions, files
	UNIQUE (channel_id, key)
) STRICT;

CREATE INDEX message_by_conversation ON message (conversation_id, sent_at) WHERE conversation_id > 0;
CREATE INDEX message_by_author ON message (author_id, sent_at) WHERE kind = 'said' AND deleted = 0;
CREATE INDEX message_by_time ON message (sent_at, id) WHERE kind = 'said' AND deleted = 0;

CREATE TABLE conversation (
	id         INTEGER PRIMARY KEY,
	channel_id INTEGER NOT NULL REFERENCES channel,
	key        TEXT    NOT NULL,           -- of the message that began it
	opener_id  INTEGER NOT NULL DEFAULT 0, -- 0 until that message is known
	opened_at  INTEGER NOT NULL,
	last_at    INTEGER NOT NULL,
	messages   INTEGER NOT NULL,
	answer_at  INTEGER NOT NULL DEFAULT 0, -- first reply of another human
	others_at  INTEGER NOT NULL DEFAULT 0, -- when the community last spoke
	ours_at    INTEGER NOT NULL DEFAULT 0, -- when we last spoke
	question   INTEGER NOT NULL DEFAULT 0, -- its opener asked something
	mention    INTEGER NOT NULL DEFAULT 0, -- somebody in it named us
	reasons    TEXT    NOT NULL DEFAULT '',-- JSON: the signals of both, in words
	-- what a person decided; the journal holds the same
	state      TEXT    NOT NULL DEFAULT 'open',
	decision   TEXT    NOT NULL DEFAULT '',-- JSON, '' for none
	until_at   INTEGER NOT NULL DEFAULT 0, -- when a snooze ends
	muted      INTEGER NOT NULL DEFAULT 0,
	starred    INTEGER NOT NULL DEFAULT 0,
	read_at    INTEGER NOT NULL DEFAULT 0,
	UNIQUE (channel_id, key)
) STRICT;

CREATE INDEX conversation_by_last ON conversation (last_at, id);
CREATE INDEX conversation_by_state ON conversation (state, last_at, id);
CREATE INDEX conversation_by_question ON conversation (state, last_at, id) WHERE question = 1;
CREATE INDEX conversation_by_mention ON conversation (state, last_at, id) WHERE mention = 1;
CREATE INDEX conversation_unanswered ON conversation (state, opened_at, id) WHERE answer_at = 0 AND question + mention > 0;
CREATE INDEX conversation_by_opener ON conversation (opener_id, opened_at);
CREATE INDEX conversation_snoozed ON conversation (until_at) WHERE state = 'snoozed';

-- Who is named by a message that begins no thread and stands in none: in chat
-- without threads that is how people answer. A conversation counts as answered
-- by the first such message of another human that names its opener within a day.
CREATE TABLE naming (
	channel_id INTEGER NOT NULL,
	member_id  INTEGER NOT NULL,           -- who is named
	sent_at    INTEGER NOT NULL,
	message_id INTEGER NOT NULL,
	author_id  INTEGER NOT NULL,           -- who names them, never the same
	PRIMARY KEY (channel_id, member_id, sent_at, message_id)
) STRICT, WITHOUT ROWID;

-- How much was said on each day (UTC, days since 1970), by whom and where.
CREATE TABLE author_day (
	member_id INTEGER NOT NULL,
	day       INTEGER NOT NULL,
	messages  INTEGER NOT NULL,
	replies   INTEGER NOT NULL,
	PRIMARY KEY (member_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE channel_day (
	channel_id INTEGER NOT NULL,
	day        INTEGER NOT NULL,
	messages   INTEGER NOT NULL,
	replies    INTEGER NOT NULL,
	PRIMARY KEY (channel_id, day)
) STRICT, WITHOUT ROWID;

-- How far each scope of an account is read.
CREATE TABLE scope (
	account_id INTEGER NOT NULL REFERENCES account,
	name       TEXT    NOT NULL,
	cursor     TEXT    NOT NULL DEFAULT '',
	read_at    INTEGER NOT NULL DEFAULT 0, -- end of the last pass; 0: never, or in the middle of one
	again_at   INTEGER NOT NULL DEFAULT 0, -- not before
	kept_at    INTEGER NOT NULL DEFAULT 0, -- when a page of it was last kept
	PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX scope_by_turn ON scope (account_id, kept_at, name);

-- Which program has this file open, to tell a crash from a clean exit.
CREATE TABLE session (
	pid        INTEGER PRIMARY KEY,
	started_at INTEGER NOT NULL
) STRICT;
