package store

import (
	"database/sql"

	"rounds/inbox"
	"rounds/inbox/checkin"
)

// goodFor is how old a conversation may be that is worth joining, and mostWeighed
// how many are weighed: the latest.
const (
	goodFor     = 7 * inbox.Day
	mostWeighed = 250
)

// selectJoinable finds what was opened lately and is open: who began it, who
// took part, how it was received. What is put down as spam or muted is none, and
// neither is where one of us has spoken, or what somebody began about whom
// moderation has to decide.
const selectJoinable = `
	SELECT   c.id, coalesce(u.handle, ''), coalesce(u.name, ''), coalesce(u.key, ''), coalesce(u.role, ''),
	         coalesce(nullif(u.joined_at, 0), u.first_at, 0), c.opened_at, c.answer_at > 0,
	         CASE WHEN c.messages < 3 THEN 0 ELSE
	         (SELECT count(DISTINCT m.author_id) FROM message AS m INDEXED BY message_by_conversation JOIN member AS w ON w.id = m.author_id
	          WHERE m.conversation_id = c.id AND m.conversation_id > 0 AND m.author_id <> c.opener_id AND m.kind = 'said' AND m.deleted = 0 AND m.bot = 0 AND w.role <> 'bot') END,
	         CASE WHEN coalesce(r.extra, '') = '' THEN 0 ELSE coalesce((SELECT sum(x.value ->> '$.count') FROM json_each(r.extra, '$.reactions') AS x), 0) END,
	         CASE WHEN coalesce(r.extra, '') = '' THEN 0 ELSE coalesce((SELECT max(b.value = a.self OR b.value = a.voice) FROM json_each(r.extra, '$.reactions') AS x, json_each(x.value, '$.by') AS b), 0) END
	         OR EXISTS (SELECT 1 FROM outbox AS o INDEXED BY outbox_by_talk WHERE o.account_id = a.id AND o.channel = ch.key AND o.thread = c.key AND o.state NOT IN ('dropped', 'failed'))
	FROM     conversation AS c INDEXED BY conversation_by_opened
	JOIN     channel AS ch ON ch.id = c.channel_id
	JOIN     account AS a ON a.id = ch.account_id
	LEFT     JOIN member AS u ON u.id = c.opener_id
	LEFT     JOIN message AS r ON r.channel_id = c.channel_id AND r.key = c.key
	WHERE    c.opened_at >= :from AND c.opened_at <= :now AND c.state = 'open' AND c.muted = 0 AND c.messages > 0 AND c.ours_at = 0 AND ch.kind <> 'direct'
	         AND coalesce(u.role, '') <> 'bot' AND coalesce(r.bot, 0) = 0
	         AND NOT EXISTS (SELECT 1 FROM casefile AS f INDEXED BY casefile_by_member WHERE f.account_id = a.id AND f.member = u.key AND f.state = 'open')
	ORDER BY c.opened_at DESC
	LIMIT    :weighed`

// good is which conversation is worth joining.
func (r *roundup) good() error {
	var reactions []int
	all, err := list(r.ctx, r.read, func(row scanner) (c checkin.Candidate, err error) {
		var who inbox.Author
		var since, opened micros
		err = row.Scan(&c.Talk, &who.Handle, &who.Name, &who.ID, &c.Role, &since, &opened, &c.Answered, &c.Repliers, &c.Reactions, &c.Engaged)
		c.Opener, c.Since, c.OpenedAt = who.Called(), since.time(), opened.time()
		reactions = append(reactions, c.Reactions)
		return c, err
	}, selectJoinable, sql.Named("from", at(r.ask.Now.Add(-goodFor))), sql.Named("now", at(r.ask.Now)), sql.Named("weighed", mostWeighed))
	if err != nil {
		return err
	}
	usual := checkin.Median(reactions)
	for i := range all {
		all[i].Usual = usual
	}
	var items []checkin.Item
	for _, c := range checkin.Rate(all, r.ask.Now) {
		key := keyed("talk", c.Talk)
		if r.here[key] {
			continue // it is asked of us anyway
		}
		r.here[key] = true // what is only outdone by others is not settled
		if len(items) < checkin.Good.Most() {
			items = append(items, checkin.Item{Key: key, Kind: checkin.Conversation, Talk: c.Talk, At: c.OpenedAt, Why: c.Why})
		}
	}
	r.add(checkin.Good, items)
	return r.tell(r.parts[checkin.Good])
}
