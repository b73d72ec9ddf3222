-- The content calendar. A post is its file: "source" is the text, and what else
-- stands in its row is read from that and from nothing else. What became of it
-- in each channel is a delivery; where that has an action, its state is the
-- outbox's.

CREATE TABLE post (
	id        INTEGER PRIMARY KEY,
	key       TEXT    NOT NULL UNIQUE,
	path      TEXT    NOT NULL,               -- of its file in the plan folder, with slashes
	source    TEXT    NOT NULL,
	body      TEXT    NOT NULL,               -- JSON: the post, as it was read from the source
	consent   TEXT    NOT NULL DEFAULT '',    -- JSON: who approved it, and as what
	status    TEXT    NOT NULL,               -- as the source says it
	series    INTEGER NOT NULL,
	zone      TEXT    NOT NULL,               -- in which its time is
	first_at  INTEGER NOT NULL,               -- the instant of its time, of a series of the first; 0 if it has none
	look_at   INTEGER NOT NULL DEFAULT 0,     -- when the press has to look at it again
	since_at  INTEGER NOT NULL DEFAULT 0,     -- a series' occurrences before were not planned here
	made_at   INTEGER NOT NULL                -- when it came to be
) STRICT;

CREATE INDEX post_single ON post (first_at) WHERE series = 0 AND first_at > 0;
CREATE INDEX post_backlog ON post (made_at) WHERE first_at = 0;
CREATE INDEX post_series ON post (first_at) WHERE series = 1;
CREATE INDEX post_look ON post (look_at);
CREATE INDEX post_path ON post (path);

CREATE TABLE delivery (
	post       TEXT    NOT NULL,              -- its key: the row outlives the post
	occurrence TEXT    NOT NULL,              -- of a series: its day
	account    TEXT    NOT NULL,
	channel    TEXT    NOT NULL,              -- its name, as the post has it
	mode       TEXT    NOT NULL,
	action     TEXT    NOT NULL DEFAULT '',   -- in the outbox
	state      TEXT    NOT NULL DEFAULT '',   -- where there is no action, or a person has said the last word
	due_at     INTEGER NOT NULL,
	text       TEXT    NOT NULL,              -- as it goes out
	prompt     TEXT    NOT NULL DEFAULT '',   -- the text of a series' pool that it was made of
	trouble    TEXT    NOT NULL DEFAULT '',
	ending     TEXT    NOT NULL DEFAULT '',   -- "anew": it is being taken back; "asked": a person has sent it by hand
	day        TEXT    NOT NULL DEFAULT '',   -- JSON: what it got within 24 hours …
	week       TEXT    NOT NULL DEFAULT '',   -- … and within seven days
	PRIMARY KEY (post, occurrence, account, channel)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_by_action ON delivery (action) WHERE action <> '';
CREATE INDEX delivery_by_time ON delivery (due_at);

-- Whatever becomes of what a post sent out, the press looks at the post.
CREATE TRIGGER outbox_told AFTER UPDATE OF state ON outbox
WHEN NEW.state <> OLD.state AND EXISTS (SELECT 1 FROM delivery WHERE action = NEW.id AND action <> '')
BEGIN
	UPDATE post SET look_at = 0 WHERE key = (SELECT post FROM delivery WHERE action = NEW.id AND action <> '');
END;

-- What was last read from a folder or written to it: by this, changes there are
-- told from ours.
CREATE TABLE plan_copy (
	folder TEXT NOT NULL,
	path   TEXT NOT NULL,
	post   TEXT NOT NULL,                     -- its key
	text   TEXT NOT NULL,
	PRIMARY KEY (folder, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_problem (
	folder TEXT    NOT NULL,
	path   TEXT    NOT NULL,
	line   INTEGER NOT NULL DEFAULT 0,
	reason TEXT    NOT NULL,
	mine   TEXT    NOT NULL DEFAULT '',
	theirs TEXT    NOT NULL DEFAULT '',
	post   TEXT    NOT NULL DEFAULT '',
	PRIMARY KEY (folder, path)
) STRICT, WITHOUT ROWID;

-- Until when the press has looked at series, and with which clocks their times
-- were worked out.
CREATE TABLE press (
	id        INTEGER PRIMARY KEY CHECK (id = 1),
	looked_at INTEGER NOT NULL DEFAULT 0,
	clocks    TEXT    NOT NULL DEFAULT '',
	version   INTEGER NOT NULL DEFAULT 0      -- grows with every change of a post
) STRICT;

INSERT INTO press (id) VALUES (1);

CREATE TRIGGER post_came AFTER INSERT ON post BEGIN UPDATE press SET version = version + 1; END;
CREATE TRIGGER post_changed AFTER UPDATE OF source ON post BEGIN UPDATE press SET version = version + 1; END;

CREATE VIEW v_posts AS
	SELECT p.key, p.path, p.body ->> '$.Title' AS title, p.status,
	       CASE WHEN p.first_at > 0 THEN strftime('%Y-%m-%dT%H:%M:%SZ', p.first_at / 1000000, 'unixepoch') END AS at,
	       p.body ->> '$.When' AS wall, p.zone, p.series, p.body ->> '$.Repeats' AS recurrence,
	       p.body ->> '$.Theme' AS theme, p.body ->> '$.Campaign' AS campaign, p.body ->> '$.Text' AS text
	FROM   post AS p
	WHERE  p.source <> '';

CREATE VIEW v_deliveries AS
	SELECT d.post, d.occurrence, d.account, d.channel, d.mode,
	       CASE WHEN d.state <> '' THEN d.state ELSE coalesce(o.state, '') END AS state,
	       strftime('%Y-%m-%dT%H:%M:%SZ', d.due_at / 1000000, 'unixepoch') AS due_at,
	       CASE WHEN o.state = 'sent' THEN strftime('%Y-%m-%dT%H:%M:%SZ', o.receipt ->> '$.sent_at') END AS sent_at,
	       CASE WHEN o.receipt <> '' THEN o.receipt ->> '$.message' END AS platform_id,
	       d.text,
	       CASE WHEN d.day <> '' THEN d.day ->> '$.Replies' END AS replies_24h,
	       CASE WHEN d.day <> '' THEN d.day ->> '$.Reactions' END AS reactions_24h,
	       CASE WHEN d.day <> '' THEN d.day ->> '$.People' END AS people_24h,
	       CASE WHEN d.week <> '' THEN d.week ->> '$.Replies' END AS replies_7d,
	       CASE WHEN d.week <> '' THEN d.week ->> '$.Reactions' END AS reactions_7d,
	       CASE WHEN d.week <> '' THEN d.week ->> '$.People' END AS people_7d
	FROM   delivery AS d
	LEFT   JOIN outbox AS o ON o.id = d.action AND d.action <> '';
