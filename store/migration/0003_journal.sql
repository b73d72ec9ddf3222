-- What people did, and what they are in the middle of writing. The journal is
-- the truth about every decision, tag and note: the columns of conversation
-- and the two tables below only hold its outcome.

CREATE TABLE journal (
	seq     INTEGER PRIMARY KEY,
	id      TEXT    NOT NULL UNIQUE,      -- UUIDv7
	at      INTEGER NOT NULL,
	actor   TEXT    NOT NULL,
	verb    TEXT    NOT NULL,
	subject TEXT    NOT NULL,
	changes TEXT    NOT NULL,             -- JSON
	undoes  TEXT    NOT NULL DEFAULT '',
	redoes  TEXT    NOT NULL DEFAULT '',
	undone  INTEGER NOT NULL DEFAULT 0    -- follows from the rows after it
) STRICT;

CREATE INDEX journal_undoable ON journal (seq) WHERE undoes = '' AND redoes = '';

CREATE TABLE tag (
	conversation_id INTEGER NOT NULL REFERENCES conversation,
	name            TEXT    NOT NULL,
	PRIMARY KEY (conversation_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_by_name ON tag (name);

CREATE TABLE note (
	id              TEXT    PRIMARY KEY,  -- UUIDv7
	conversation_id INTEGER NOT NULL REFERENCES conversation,
	actor           TEXT    NOT NULL,
	text            TEXT    NOT NULL,
	at              INTEGER NOT NULL
) STRICT;

CREATE INDEX note_by_conversation ON note (conversation_id, at);

-- A draft names its conversation by the platform's words, so that it can be
-- carried into another file.
CREATE TABLE draft (
	account TEXT    NOT NULL,
	channel TEXT    NOT NULL,
	key     TEXT    NOT NULL,
	kind    TEXT    NOT NULL,
	text    TEXT    NOT NULL,
	at      INTEGER NOT NULL,
	PRIMARY KEY (account, channel, key, kind)
) STRICT, WITHOUT ROWID;

-- Conversations that the journal knows and this file does not (yet): it was
-- rescued from a damaged one. When one arrives its journal is played again.
CREATE TABLE awaited (
	account TEXT NOT NULL,
	channel TEXT NOT NULL,
	key     TEXT NOT NULL,
	PRIMARY KEY (account, channel, key)
) STRICT, WITHOUT ROWID;
