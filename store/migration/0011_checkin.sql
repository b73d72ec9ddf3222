-- The daily check-in. A row of checkin is a day on which one was begun; what it
-- came to is written into it when it ends, and stays as it was counted then. An
-- item is remembered by its key for as long as it stands on the list: since when,
-- and how often it was put off.
CREATE TABLE checkin (
	day      TEXT    PRIMARY KEY,                -- "2026-11-22", of the reporting zone
	began_at INTEGER NOT NULL,
	ended_at INTEGER NOT NULL DEFAULT 0,         -- 0: it has not
	used     TEXT    NOT NULL DEFAULT '{}',      -- JSON: microseconds by step, pauses left out
	log      TEXT    NOT NULL DEFAULT ''         -- JSON, once it has ended
) STRICT;

CREATE TABLE checkin_item (
	key         TEXT    PRIMARY KEY,             -- "talk:42", "member:7", …
	step        TEXT    NOT NULL,
	first_day   TEXT    NOT NULL,
	last_day    TEXT    NOT NULL,                -- on which it stood on the list last
	skips       INTEGER NOT NULL DEFAULT 0,
	skipped_day TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- That somebody was welcomed elsewhere than where we can see it: a person says
-- so, and the journal keeps it. JSON of who and when, '' for nobody.
ALTER TABLE member ADD COLUMN welcomed TEXT NOT NULL DEFAULT '';
CREATE INDEX member_by_first ON member (first_at, account_id) WHERE first_at > 0;
CREATE INDEX member_by_last ON member (last_at) WHERE role = 'community' AND deleted = 0;

-- How often they replied in all, kept by ingest as "messages" is: the hundredth
-- reply is worth a word, and adding up the days of everybody takes too long.
ALTER TABLE member ADD COLUMN replies INTEGER NOT NULL DEFAULT 0;
UPDATE member SET replies = (SELECT coalesce(sum(d.replies), 0) FROM author_day AS d WHERE d.member_id = member.id) WHERE messages > 0;

-- What a check-in lists, without looking at all that was ever said: who waits for
-- a word of ours, which snoozes are over, what we promised, who is watched, where
-- we have spoken, who we are.
CREATE INDEX conversation_awaits ON conversation (others_at, opened_at, ours_at, mention)
	WHERE state = 'open' AND muted = 0 AND question + mention > 0 AND others_at > ours_at AND (answer_at = 0 OR ours_at > 0 OR mention = 1);
CREATE INDEX conversation_woken ON conversation (until_at) WHERE until_at > 0;
CREATE INDEX conversation_promised ON conversation (id) WHERE promise <> '';
CREATE INDEX member_watched ON member (id) WHERE watched + vip > 0;
CREATE INDEX conversation_joined ON conversation (opener_id) WHERE ours_at > 0;
CREATE INDEX member_team ON member (id) WHERE role = 'team';

-- When somebody last said what is to become of it, of what failed or asked: the
-- check-in counts that.
ALTER TABLE outbox ADD COLUMN answered_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_answered ON outbox (answered_at) WHERE answered_at > 0;
