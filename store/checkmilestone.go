package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
)

// selectActive finds who of the community spoke since the last check-in, how many
// replies they have written, and since when they have been here.
const selectActive = `
	SELECT u.id, coalesce(nullif(u.joined_at, 0), u.first_at), u.replies
	FROM   member AS u INDEXED BY member_by_last
	WHERE  u.last_at > :from AND u.role = 'community' AND u.deleted = 0`

// active is somebody who has spoken since.
type active struct {
	id      int64
	here    micros
	replies int
}

// milestones are what is worth a word, of those who spoke since the last
// check-in. Whoever moderation has to decide about is not celebrated.
func (r *roundup) milestones() ([]checkin.Item, error) {
	from := r.day.News.Since
	if earliest := r.ask.Now.Add(-milestonesBack); from.Before(earliest) {
		from = earliest
	}
	all, err := list(r.ctx, r.read, func(row scanner) (a active, err error) {
		return a, row.Scan(&a.id, &a.here, &a.replies)
	}, selectActive, sql.Named("from", at(from)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b active) int { return cmp.Compare(a.id, b.id) })
	var items []checkin.Item
	for _, some := range []func([]active, time.Time) ([]checkin.Item, error){r.firstAnswers, r.manyReplies, r.anniversaries} {
		found, err := some(all, from)
		if err != nil {
			return nil, err
		}
		items = append(items, found...)
	}
	items, err = r.honour(items)
	return items[:min(len(items), mostAnnounced)], err
}

// honour gives milestones the names that belong to them.
func (r *roundup) honour(items []checkin.Item) ([]checkin.Item, error) {
	const query = `
		SELECT sought.key, a.name, a.platform, u.key, u.handle, u.name
		FROM   json_each(?) AS sought
		CROSS  JOIN member AS u ON u.id = sought.value
		JOIN   account AS a ON a.id = u.account_id
		WHERE  NOT EXISTS (SELECT 1 FROM casefile AS f INDEXED BY casefile_by_member WHERE f.account_id = a.id AND f.member = u.key AND f.state = 'open')`
	if len(items) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(items))
	for k := range items {
		ids[k] = items[k].Member
	}
	return list(r.ctx, r.read, func(row scanner) (i checkin.Item, err error) {
		var k int
		var account string
		var platform inbox.Platform
		who := inbox.Author{Role: inbox.Community}
		err = row.Scan(&k, &account, &platform, &who.ID, &who.Handle, &who.Name)
		i = items[k]
		i.Account, i.Platform, i.Who, i.Name = account, platform, who, who.Called()
		i.Why = []string{i.Name + " " + i.Why[0]}
		return i, err
	}, query, idList(ids))
}

// celebrate is a milestone of somebody whose name is not known yet.
func (a active) celebrate(kind checkin.MilestoneKind, count int, key, why string) checkin.Item {
	return checkin.Item{
		Key: key, Kind: checkin.Celebrate, Member: a.id, Why: []string{why}, Milestone: &checkin.Milestone{Kind: kind, Count: count},
	}
}

// hardly is how many replies somebody may have written whose first answer to
// somebody else is looked for: the rest stand in conversations of their own.
const hardly = 10

// selectFirstAnswers finds the first messages of members in conversations of
// somebody else.
const selectFirstAnswers = `
	SELECT sought.key, m.sent_at, m.conversation_id, m.text, ch.name
	FROM   json_each(?) AS sought
	CROSS  JOIN message AS m ON m.id = (
	           SELECT   o.id
	           FROM     message AS o INDEXED BY message_by_author
	           JOIN     conversation AS c ON c.id = o.conversation_id AND c.opener_id <> o.author_id AND c.opener_id > 0
	           WHERE    o.author_id = sought.value AND o.kind = 'said' AND o.deleted = 0
	           ORDER BY o.sent_at
	           LIMIT    1)
	JOIN   channel AS ch ON ch.id = m.channel_id
	WHERE  m.sent_at > ?`

// firstAnswers are who has answered somebody else for the first time.
func (r *roundup) firstAnswers(all []active, from time.Time) ([]checkin.Item, error) {
	var some []active
	var ids []int64
	for _, a := range all {
		if a.replies > 0 && a.replies <= hardly {
			some, ids = append(some, a), append(ids, a.id)
		}
	}
	return list(r.ctx, r.read, func(row scanner) (i checkin.Item, err error) {
		var n int
		var sent micros
		var talk int64
		var text, room string
		if err = row.Scan(&n, &sent, &talk, &text, &room); err != nil {
			return i, err
		}
		a := some[n]
		i = a.celebrate(checkin.FirstAnswer, 1, keyed("first answer", a.id), "has answered somebody for the first time")
		i.Talk, i.Text, i.Room, i.At = talk, text, room, sent.time()
		return i, nil
	}, selectFirstAnswers, idList(ids), at(from))
}

// selectRepliesSince finds how many replies came since, and the last of them.
const selectRepliesSince = `
	SELECT   sought.key, count(*), max(m.sent_at)
	FROM     json_each(?1) AS sought
	CROSS    JOIN message AS m INDEXED BY message_by_author ON m.author_id = sought.value AND m.sent_at > ?2 AND m.kind = 'said' AND m.deleted = 0
	JOIN     conversation AS c ON c.id = m.conversation_id AND m.key <> c.key
	GROUP BY sought.key`

// near is how close above a round number the replies of somebody are who may
// have passed it since the last check-in.
const near = 100

// manyReplies are who has written a round number of replies.
func (r *roundup) manyReplies(all []active, from time.Time) ([]checkin.Item, error) {
	var some []active
	var ids []int64
	for _, a := range all {
		if checkin.Passed(a.replies-near, a.replies) > 0 {
			some, ids = append(some, a), append(ids, a.id)
		}
	}
	var items []checkin.Item
	_, err := list(r.ctx, r.read, func(row scanner) (_ struct{}, err error) {
		var k, since int
		var last micros
		err = row.Scan(&k, &since, &last)
		a := some[k]
		if n := checkin.Passed(a.replies-since, a.replies); err == nil && n > 0 {
			i := a.celebrate(checkin.ManyReplies, n, fmt.Sprintf("replies:%d:%d", a.id, n), "has written "+checkin.Nth(n)+" reply")
			i.At = last.time()
			items = append(items, i)
		}
		return
	}, selectRepliesSince, idList(ids), at(from))
	return items, err
}

// anniversaries are who came a whole number of years ago.
func (r *roundup) anniversaries(all []active, from time.Time) ([]checkin.Item, error) {
	var items []checkin.Item
	for _, a := range all {
		years, day := checkin.Anniversary(a.here.time(), from, r.ask.Now, r.ask.Zone)
		if a.here == 0 || years == 0 {
			continue
		}
		what := "a year"
		if years > 1 {
			what = fmt.Sprintf("%d years", years)
		}
		i := a.celebrate(checkin.Years, years, fmt.Sprintf("years:%d:%d", a.id, years), "has been here for "+what)
		i.At = day
		items = append(items, i)
	}
	return items, nil
}
