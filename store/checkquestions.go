package store

import (
	"database/sql"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
)

// awaits is what waits for a word of ours, as in the index
// conversation_awaits: a question that nobody has answered, or whatever they said
// after us, or to us.
const awaits = `state = 'open' AND muted = 0 AND question + mention > 0 AND others_at > ours_at AND (answer_at = 0 OR ours_at > 0 OR mention = 1)`

// asksAnew leaves out where they have only thanked us since we answered.
const asksAnew = ` AND (ours_at = 0 OR EXISTS (
	SELECT 1 FROM message AS n INDEXED BY message_by_conversation
	WHERE  n.conversation_id = conversation.id AND n.conversation_id > 0 AND n.sent_at > ours_at AND n.deleted = 0 AND n.bot = 0
	       AND (instr(n.signals, '"question"') > 0 OR instr(n.signals, '"mention"') > 0)))`

// waitsSince is when their wait began: with their question, or our last word.
const waitsSince = `CASE ours_at WHEN 0 THEN opened_at ELSE ours_at END`

// awaiting is what waits and was spoken in since a time.
const awaiting = `FROM conversation INDEXED BY conversation_awaits WHERE ` + awaits + asksAnew + ` AND others_at > :old`

// selectAwaiting finds those who have waited longest since our last word, of
// mentions and of questions as many as could be listed. What has waited for over
// a week is not of today any more.
const selectAwaiting = `
	SELECT id FROM (SELECT id ` + awaiting + ` AND mention = 1 AND ` + waitsSince + ` > :week ORDER BY ` + waitsSince + `, id LIMIT 40)
	UNION ALL
	SELECT id FROM (SELECT id ` + awaiting + ` AND mention = 0 AND ` + waitsSince + ` > :week ORDER BY ` + waitsSince + `, id LIMIT 40)`

// countAwaiting counts what waits, and what of it has for over a week.
const countAwaiting = `SELECT count(*), coalesce(sum(` + waitsSince + ` <= :week), 0) ` + awaiting

// selectWaitedSince finds since when they wait: the first words of theirs after
// our last, and the first of them that name us.
const selectWaitedSince = `
	SELECT   c.id, c.mention, coalesce(min(m.sent_at), c.others_at),
	         coalesce(min(CASE WHEN instr(m.signals, '"mention"') > 0 THEN m.sent_at END), 0)
	FROM     json_each(:ids) AS sought
	JOIN     conversation AS c ON c.id = sought.value
	LEFT     JOIN message AS m ON m.conversation_id = c.id AND m.conversation_id > 0 AND m.sent_at > c.ours_at AND m.kind = 'said' AND m.deleted = 0 AND m.bot = 0
	         AND EXISTS (SELECT 1 FROM member AS u WHERE u.id = m.author_id AND u.role = 'community')
	GROUP BY c.id`

// pending is a conversation that waits for us.
type pending struct {
	id           int64
	mention      bool
	since, named micros
}

// questions are who waits for an answer, the most at risk first.
func (r *roundup) questions() error {
	bounds := []any{sql.Named("old", at(r.ask.Now.Add(-untouchedFor))), sql.Named("week", at(r.ask.Now.Add(-checkin.WorthIt)))}
	ids, err := r.ids(r.ctx, selectAwaiting, bounds...)
	if err != nil {
		return err
	}
	found, err := list(r.ctx, r.read, func(row scanner) (w pending, err error) {
		return w, row.Scan(&w.id, &w.mention, &w.since, &w.named)
	}, selectWaitedSince, sql.Named("ids", idList(ids)))
	if err != nil {
		return err
	}
	items := make([]checkin.Item, len(found))
	for i, w := range found {
		items[i] = r.waits(w)
	}
	checkin.ByRisk(items)
	all := 0
	if err := r.read.QueryRowContext(r.ctx, countAwaiting, bounds...).Scan(&all, &r.older); err != nil {
		return err
	}
	r.add(checkin.Questions, items)
	r.more[checkin.Questions] = max(0, all-len(r.parts[checkin.Questions]))
	return r.tell(r.parts[checkin.Questions])
}

// waits is what waits as an item, without words yet. Who asks and names us
// waits for whichever target is missed first.
func (r *roundup) waits(w pending) checkin.Item {
	i := checkin.Item{Key: keyed("talk", w.id), Kind: checkin.Question, Talk: w.id, At: w.since.time()}
	due := func(since micros, target time.Duration) time.Time {
		return checkin.Due(since.time(), target, r.ask.Hours, r.ask.Zone)
	}
	if !w.mention {
		i.Due = due(w.since, r.ask.Targets.Question)
		return i
	}
	i.Kind = checkin.Mention
	if w.named == 0 {
		w.named = w.since
	}
	i.Due = due(w.named, r.ask.Targets.Mention)
	return i
}

// tell gives items that are about conversations, and know no more yet, their
// words: the last ones of theirs if we have taken part, else the first.
func (r *roundup) tell(items []checkin.Item) error {
	ids := make([]int64, 0, len(items))
	for _, i := range items {
		if i.Talk > 0 && i.Account == "" {
			ids = append(ids, i.Talk)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	talks, err := r.ConversationsByID(r.ctx, ids)
	if err != nil {
		return err
	}
	by := make(map[int64]*inbox.Conversation, len(talks))
	for i := range talks {
		by[talks[i].ID] = &talks[i]
	}
	for i := range items {
		if c := by[items[i].Talk]; c != nil && items[i].Account == "" {
			speak(&items[i], c)
		}
	}
	return nil
}

func speak(i *checkin.Item, c *inbox.Conversation) {
	i.Account, i.Platform, i.Room = c.Account, c.Platform, c.Channel.Name
	i.Who, i.Text = c.Opener, c.Text
	if c.Last.Role == inbox.Community && c.LastAt.After(c.OpenedAt) && (i.Kind == checkin.Woken || i.At.After(c.OpenedAt)) {
		i.Who, i.Text = c.Last, c.LastText
	}
	i.Name = i.Who.Called()
	if i.Kind != checkin.Question && i.Kind != checkin.Mention {
		return
	}
	for _, s := range c.Signals {
		i.Why = append(i.Why, s.Reason)
	}
}
