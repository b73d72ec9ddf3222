-- What a person asked of a platform, on its way out. A row is never sent that
-- did not say "sending" first, in a commit of its own (store/deliver.go).
--
-- An action names everything by the platform's words, in JSON; what is looked
-- for by is in columns besides.

CREATE TABLE outbox (
	seq        INTEGER PRIMARY KEY,
	id         TEXT    NOT NULL UNIQUE,           -- UUIDv7; its mark on the platform
	entry      TEXT    NOT NULL,                  -- of the journal: by which it was asked for
	account_id INTEGER NOT NULL REFERENCES account,
	lane       TEXT    NOT NULL,                  -- the channel, or the member who alone reads it: what keeps its order
	channel    TEXT    NOT NULL DEFAULT '',
	thread     TEXT    NOT NULL DEFAULT '',
	kind       TEXT    NOT NULL,
	action     TEXT    NOT NULL,                  -- JSON
	state      TEXT    NOT NULL DEFAULT 'queued',
	asked_at   INTEGER NOT NULL,
	due_at     INTEGER NOT NULL,
	again_at   INTEGER NOT NULL DEFAULT 0,        -- not tried or looked for before
	tried_at   INTEGER NOT NULL DEFAULT 0,        -- when a request was last sent
	first_at   INTEGER NOT NULL DEFAULT 0,        -- and when first
	certain_at INTEGER NOT NULL DEFAULT 0,        -- from when its absence says that it did not arrive
	tries      INTEGER NOT NULL DEFAULT 0,        -- requests sent
	trouble    TEXT    NOT NULL DEFAULT '',
	doubt      TEXT    NOT NULL DEFAULT '',       -- JSON: what a person is asked
	receipt    TEXT    NOT NULL DEFAULT '',       -- JSON
	undoes     TEXT    NOT NULL DEFAULT '',       -- the action that this one takes back
	undone     INTEGER NOT NULL DEFAULT 0,        -- another one takes it back
	settled_at INTEGER NOT NULL DEFAULT 0         -- sent or dropped
) STRICT;

CREATE INDEX outbox_waiting ON outbox (account_id, due_at, seq) WHERE settled_at = 0;
CREATE INDEX outbox_by_talk ON outbox (account_id, channel, thread);
CREATE INDEX outbox_by_entry ON outbox (entry);
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at > 0;

-- How often this file was opened, and where it lay: a copy of it, or one that
-- was put back from a backup, must not send what has been sent already.
CREATE TABLE copy (
	id     INTEGER PRIMARY KEY CHECK (id = 1),
	opened INTEGER NOT NULL,
	place  TEXT    NOT NULL
) STRICT;

-- How often each saved reply was used.
CREATE TABLE saved_use (
	name    TEXT    PRIMARY KEY,
	uses    INTEGER NOT NULL,
	used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE account ADD COLUMN voice TEXT NOT NULL DEFAULT '';          -- the member as whom we speak, if another than self
ALTER TABLE conversation ADD COLUMN promise TEXT NOT NULL DEFAULT '';   -- JSON: what we said we would do
