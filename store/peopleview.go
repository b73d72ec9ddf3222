package store

import (
	"time"

	"rounds/inbox"
)

// Moments in microseconds, as the queries below count them. The days of the first
// two are :month and :quarter: what is asked of every member is not worked out
// for each.
const (
	sinceMonth   = `(:now - 2592000000000)`  // 30 days ago
	sinceQuarter = `(:now - 7776000000000)`  // 90 days ago
	sinceHalf    = `(:now - 15552000000000)` // 180 days ago
)

// gathered are people: each member who is alone, and those who share a word as
// one. What is looked for stands in hay, which is made only for a search: for
// everybody it takes as long as all the rest. Those alone who last spoke before
// :spoke are left out at once: most have not spoken for long.
const gathered = `
	WITH gathered AS NOT MATERIALIZED (
		SELECT id, '' AS person, messages, first_at, last_at, joined_at, role, vip, watched,
		       CASE :a WHEN '' THEN '' ELSE handle || ' ' || name || ' ' || email END AS hay
		FROM   member
		WHERE  person = '' AND +last_at >= :spoke
		UNION  ALL
		SELECT min(id), person, sum(messages), coalesce(min(nullif(first_at, 0)), 0), max(last_at), coalesce(min(nullif(joined_at, 0)), 0),
		       CASE WHEN max(role = 'team') THEN 'team' WHEN min(role = 'bot') THEN 'bot' ELSE 'community' END, max(vip), max(watched),
		       CASE :a WHEN '' THEN '' ELSE group_concat(handle || ' ' || name || ' ' || email, ' ') END
		FROM   member
		WHERE  person <> ''
		GROUP  BY person
	)`

const (
	// worded leaves those in whose hay every word stands, or who have it as a tag.
	worded = word + `(:a = '' OR instr(lower(hay), lower(:a))` + tagged + `lower(:a), '#')))` +
		word + `(:b = '' OR instr(lower(hay), lower(:b))` + tagged + `lower(:b), '#')))` +
		word + `(:c = '' OR instr(lower(hay), lower(:c))` + tagged + `lower(:c), '#')))`
	word   = ` AND `
	tagged = ` OR id IN (SELECT ` + firstOf + ` FROM member_tag AS t JOIN member AS u ON u.id = t.member_id WHERE t.name = ltrim(`

	ranked = ` DESC, id LIMIT :limit`
)

// spokeIn is the moment before which nobody last spoke who is in a view.
func spokeIn(view inbox.PeopleView, now time.Time) micros {
	switch view {
	case inbox.Returning, inbox.TopHelpers:
		return at(now.Add(-30 * inbox.Day))
	case inbox.Lapsing:
		return at(now.Add(-180 * inbox.Day))
	case inbox.AllPeople, inbox.NewPeople, inbox.NeverAnswered, inbox.TeamPeople, inbox.WatchedPeople:
	}
	return 0
}

// viewed is what a view shows, what it counts, and its own order.
type viewed struct{ query, order string }

// latest are all people, of whom those alone come by their index.
const latest = `
	SELECT id, 0
	FROM   (SELECT * FROM (SELECT id, last_at FROM member WHERE person = '' AND role <> 'bot' ORDER BY last_at DESC, id LIMIT :limit)
	        UNION ALL
	        SELECT min(id), max(last_at) FROM member WHERE person <> '' GROUP BY person HAVING min(role = 'bot') = 0)`

// peopleOf is the SQL of a query. Without words nobody's hay is looked at.
func peopleOf(q inbox.PeopleQuery) string {
	v := viewOf(q.View)
	if q.View == inbox.AllPeople && len(q.Words) == 0 && (q.Sort == inbox.UsualOrder || q.Sort == inbox.ByLastSeen) {
		v.query = latest
	}
	if len(q.Words) > 0 {
		v.query += worded
	}
	order := map[inbox.PeopleSort]string{inbox.ByLastSeen: `last_at DESC, `, inbox.ByMessages: `messages DESC, `, inbox.ByFirst: `first_at DESC, `}
	return v.query + ` ORDER BY ` + order[q.Sort] + v.order + ranked
}

func viewOf(view inbox.PeopleView) viewed {
	const (
		fresh = gathered + `
			SELECT id, 0 FROM gathered
			WHERE  role = 'community' AND max(joined_at, first_at) >= ` + sinceMonth + ` AND (joined_at = 0 OR joined_at >= ` + sinceMonth + `)`
		lapsing = gathered + `, silenced AS MATERIALIZED (
				SELECT *, ` + saidBefore + ` AS said FROM gathered AS g
				WHERE  role = 'community' AND messages >= 50 AND last_at < ` + sinceMonth + ` AND last_at >= ` + sinceHalf + `)
			SELECT id, said FROM silenced WHERE said >= 50`
		returning = gathered + `, here AS MATERIALIZED (
				SELECT id, person, last_at, messages, first_at, hay FROM gathered AS g
				WHERE  role = 'community' AND last_at >= ` + sinceMonth + ` AND first_at < ` + sinceQuarter + ` AND first_at > 0 AND ` + silent + `),
			back AS MATERIALIZED (SELECT *, ` + silence + ` AS days FROM here AS g)
			SELECT id, days FROM back WHERE days >= 90`
		helpers = gathered + `, active AS MATERIALIZED (
				SELECT id, person, messages, first_at, last_at, hay FROM gathered
				WHERE  role = 'community' AND last_at >= ` + sinceMonth + ` ORDER BY messages DESC LIMIT 2000), -- nobody replied more often than they spoke
			helping AS MATERIALIZED (SELECT *, ` + repliesLately + ` AS helped FROM active AS g)
			SELECT id, helped FROM helping WHERE helped > 0`
		waiting = gathered + `, lost AS MATERIALIZED (
				SELECT ` + firstOf + ` AS of, count(*) AS asked
				FROM   conversation AS c JOIN member AS u ON u.id = c.opener_id
				WHERE  c.answer_at = 0 AND c.question + c.mention > 0 AND c.state IN ('open', 'waiting', 'snoozed', 'done')
				       AND c.opened_at >= ` + sinceQuarter + ` AND c.question = 1
				GROUP  BY 1)
			SELECT id, (SELECT asked FROM lost WHERE of = g.id) AS asked FROM gathered AS g
			WHERE  id IN (SELECT of FROM lost) AND role = 'community'
			       AND NOT EXISTS (SELECT 1 FROM conversation AS c WHERE c.opener_id IN` + theirs + ` AND c.answer_at > 0)`
		team    = gathered + ` SELECT id, 0 FROM gathered WHERE role = 'team'`
		watched = gathered + ` SELECT id, 0 FROM gathered WHERE (watched > 0 OR vip > 0)`
		all     = gathered + ` SELECT id, 0 FROM gathered WHERE (role <> 'bot' OR :a <> '')` // a bot is nobody, unless it is asked for by name
	)
	switch view {
	case inbox.NewPeople:
		return viewed{fresh, `max(joined_at, first_at)`}
	case inbox.Lapsing:
		return viewed{lapsing, `said`}
	case inbox.Returning:
		return viewed{returning, `last_at`}
	case inbox.TopHelpers:
		return viewed{helpers, `helped`}
	case inbox.NeverAnswered:
		return viewed{waiting, `asked`}
	case inbox.TeamPeople:
		return viewed{team, `last_at`}
	case inbox.WatchedPeople:
		return viewed{watched, `last_at`}
	case inbox.AllPeople:
	}
	return viewed{all, `last_at`}
}

const (
	// firstOf is the first of those who are one person with a member.
	firstOf = `coalesce((SELECT min(o.id) FROM member AS o WHERE o.person <> '' AND o.person = u.person), u.id)`

	// others are the identities of a person but the first. Most people have none.
	others = ` SELECT u.id FROM member AS u WHERE u.person <> '' AND u.person = g.person AND u.id <> g.id`
	theirs = ` (SELECT g.id UNION ALL` + others + `)`

	// saidBefore is how much a person said in the 90 days before they fell silent.
	saidBefore = `
		(SELECT coalesce(sum(d.messages), 0) FROM author_day AS d WHERE d.member_id = g.id AND d.day >= (g.last_at - 7776000000000) / 86400000000)
		+ CASE g.person WHEN '' THEN 0 ELSE
		  (SELECT coalesce(sum(d.messages), 0) FROM author_day AS d WHERE d.member_id IN (` + others + `) AND d.day >= (g.last_at - 7776000000000) / 86400000000) END`

	// repliesLately is how often a person replied in the last 30 days.
	repliesLately = `
		(SELECT coalesce(sum(d.replies), 0) FROM author_day AS d WHERE d.member_id = g.id AND d.day >= :month)
		+ CASE g.person WHEN '' THEN 0 ELSE
		  (SELECT coalesce(sum(d.replies), 0) FROM author_day AS d WHERE d.member_id IN (` + others + `) AND d.day >= :month) END`

	// silent is that nothing was said by a person in the 90 days before what they
	// said in the last 30. That the most of those were silent is found at once.
	silent = `
		NOT EXISTS (SELECT 1 FROM author_day AS d WHERE d.member_id = g.id AND d.messages > 0
		            AND d.day >= :quarter + 1 AND d.day < :month)`

	// silence is for how many days they were silent before they came back.
	silence = `
		(SELECT min(d.day) FROM author_day AS d WHERE d.member_id IN` + theirs + ` AND d.messages > 0 AND d.day >= :month)
		- (SELECT max(d.day) FROM author_day AS d WHERE d.member_id IN` + theirs + ` AND d.messages > 0 AND d.day < :month)`
)
