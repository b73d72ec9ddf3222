-- How the rounds stand, so that a mirror is never silently wrong: what is due
-- and in which turn, what is held of every channel, what could not be read and
-- why, and until when a platform wants to be left alone, which outlives us.
--
-- scope.again_at is when a scope is due: a time, or below zero for what goes
-- on at once (store/scope.go says in which order).

ALTER TABLE scope ADD COLUMN turn       INTEGER NOT NULL DEFAULT 9; -- 0 first, 1 then, 2 spare; 9: in no round
ALTER TABLE scope ADD COLUMN mark       TEXT    NOT NULL DEFAULT '';-- the platform's word for how it stood when it was read
ALTER TABLE scope ADD COLUMN held_from  INTEGER NOT NULL DEFAULT 0; -- of a channel: everything since then (0: the beginning) …
ALTER TABLE scope ADD COLUMN held_to    INTEGER NOT NULL DEFAULT 0; -- … until then is held (0: nothing is complete)
ALTER TABLE scope ADD COLUMN verified_at INTEGER NOT NULL DEFAULT 0;-- when all of that was last compared with the platform
ALTER TABLE scope ADD COLUMN trouble    TEXT    NOT NULL DEFAULT '';-- why it could not be read last
ALTER TABLE scope ADD COLUMN trouble_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scope ADD COLUMN tries      INTEGER NOT NULL DEFAULT 0; -- how often in a row
ALTER TABLE scope ADD COLUMN channel    TEXT    NOT NULL DEFAULT '';-- the platform's ID, if it is about a whole channel

UPDATE scope SET turn = 0 WHERE name = '' OR name LIKE 'channel:%';
UPDATE scope SET turn = 1 WHERE name LIKE 'thread:%';
UPDATE scope SET channel = substr(name, 9) WHERE name LIKE 'channel:%';

DROP INDEX scope_by_turn;
CREATE INDEX scope_by_turn ON scope (account_id, turn, again_at);
CREATE INDEX scope_by_channel ON scope (account_id, channel) WHERE channel <> '';
CREATE INDEX scope_by_age ON scope (account_id, turn, read_at);

ALTER TABLE channel ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;  -- when a roster last showed it
ALTER TABLE channel ADD COLUMN gone    INTEGER NOT NULL DEFAULT 0;  -- a whole roster did not show it

ALTER TABLE account ADD COLUMN begun_at   INTEGER NOT NULL DEFAULT 0; -- when the last round began
ALTER TABLE account ADD COLUMN until_at   INTEGER NOT NULL DEFAULT 0; -- the platform asked to be left alone until then
ALTER TABLE account ADD COLUMN trouble    TEXT    NOT NULL DEFAULT '';-- why the last round did not come to its end
ALTER TABLE account ADD COLUMN trouble_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN stopped    INTEGER NOT NULL DEFAULT 0; -- no more rounds before a person has looked
ALTER TABLE account ADD COLUMN agreed     TEXT    NOT NULL DEFAULT '';-- the retention that a person has seen carried out once
ALTER TABLE account ADD COLUMN live_at    INTEGER NOT NULL DEFAULT 0; -- since when news are told as they happen; 0: they are not

-- Who does what for an account, of several programs on this file. A lease that
-- has run out is free.
CREATE TABLE lease (
	account_id INTEGER NOT NULL REFERENCES account,
	work       TEXT    NOT NULL,
	holder     TEXT    NOT NULL,
	until_at   INTEGER NOT NULL,
	PRIMARY KEY (account_id, work)
) STRICT, WITHOUT ROWID;
