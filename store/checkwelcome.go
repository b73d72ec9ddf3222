package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/checkin"
)

// mostNew bounds how many newcomers are looked at: after a raid there may be
// thousands, and the latest are enough to greet.
const mostNew = 600

// mostSuspected is of how many it is looked up whether they may be spammers: those
// who have waited longest.
const mostSuspected = 40

// selectNewcomers finds who joined, or first spoke, within the window, and whose
// first words the platform holds back. Where nothing older than the window is
// held of an account, everybody would seem to have spoken for the first time:
// there a date of joining is wanted.
const selectNewcomers = `
	SELECT   u.id, a.name, a.platform, u.key, u.handle, u.name, u.person, u.joined_at, u.first_at, u.messages, u.welcomed
	FROM     (SELECT id FROM member INDEXED BY member_by_joined WHERE joined_at > 0 AND joined_at >= :new AND joined_at <= :now
	          UNION
	          SELECT w.id FROM member AS w INDEXED BY member_by_first
	          WHERE  w.first_at > 0 AND w.first_at >= :new
	                 AND w.account_id IN (SELECT h.id FROM account AS h WHERE EXISTS (
	                     SELECT 1 FROM member AS o INDEXED BY member_by_first WHERE o.first_at > 0 AND o.first_at < :new AND o.account_id = h.id))
	          UNION
	          SELECT h.id FROM casefile AS f INDEXED BY casefile_by_opened JOIN member AS h ON h.account_id = f.account_id AND h.key = f.member
	          WHERE  f.opened_at >= :new AND f.kind = 'held post' AND f.state = 'open' AND h.messages = 0) AS fresh
	JOIN     member AS u ON u.id = fresh.id
	JOIN     account AS a ON a.id = u.account_id
	WHERE    u.role = 'community' AND u.deleted = 0 AND u.left_at = 0
	         AND (u.handle <> '' OR u.name <> '' OR NOT EXISTS (SELECT 1 FROM forgotten AS f WHERE f.account = a.name AND f.key = u.key))
	         AND (u.person = '' OR NOT EXISTS (SELECT 1 FROM member AS t WHERE t.person <> '' AND t.person = u.person AND t.role = 'team'))
	ORDER BY max(u.joined_at, u.first_at) DESC, u.id
	LIMIT    :most`

// selectGreetings finds the first word of the team to members: in conversations
// that they opened, by naming them, and, the last two, what was asked for and may
// still be on its way: in what they opened, and to them, publicly or alone.
const selectGreetings = `
	WITH sought AS MATERIALIZED (SELECT value AS id FROM json_each(:ids)),
	     team AS MATERIALIZED (SELECT id FROM member INDEXED BY member_team WHERE role = 'team')
	SELECT   s.id, t.id, min(m.sent_at)
	FROM     sought AS s
	CROSS    JOIN conversation AS c INDEXED BY conversation_joined ON c.opener_id = s.id AND c.ours_at > 0
	CROSS    JOIN message AS m INDEXED BY message_by_conversation ON m.conversation_id = c.id AND m.conversation_id > 0
	JOIN     team AS t ON t.id = m.author_id
	WHERE    m.kind = 'said' AND m.deleted = 0 AND m.bot = 0
	GROUP BY s.id
	UNION ALL
	SELECT   s.id, t.id, min(n.sent_at)
	FROM     sought AS s
	CROSS    JOIN naming AS n INDEXED BY naming_by_member ON n.member_id = s.id
	JOIN     team AS t ON t.id = n.author_id
	GROUP BY s.id
	UNION ALL
	SELECT   c.opener_id, 0, min(o.asked_at)
	FROM     outbox AS o INDEXED BY outbox_waiting
	JOIN     channel AS ch ON ch.account_id = o.account_id AND ch.key = o.channel
	JOIN     conversation AS c ON c.channel_id = ch.id AND c.key = o.thread
	WHERE    o.settled_at = 0 AND o.kind = 'reply' AND o.state <> 'failed' AND c.opener_id IN (SELECT id FROM sought)
	GROUP BY c.opener_id
	UNION ALL
	SELECT   u.id, 0, min(o.asked_at)
	FROM     (SELECT account_id, action, asked_at FROM outbox INDEXED BY outbox_settled
	          WHERE settled_at > 0 AND settled_at >= :new AND kind IN ('welcome', 'private reply', 'reply') AND state = 'sent' AND undone = 0
	          UNION ALL
	          SELECT account_id, action, asked_at FROM outbox INDEXED BY outbox_waiting
	          WHERE settled_at = 0 AND kind IN ('welcome', 'private reply', 'reply') AND state <> 'failed') AS o
	JOIN     member AS u ON u.account_id = o.account_id AND u.key = coalesce(o.action ->> '$.greets', o.action ->> '$.member')
	WHERE    u.id IN (SELECT id FROM sought)
	GROUP BY u.id`

// newcomer is somebody new, with whatever the store knows of their welcome.
type newcomer struct {
	id            int64
	account       string
	platform      inbox.Platform
	who           inbox.Author
	person        string
	joined, first micros
	said          int
	byHand        string
	greeted       greeting
	since, days   int // messages after that, and the days of all of them
}

// greeting is a first word of ours.
type greeting struct {
	at micros
	by int64 // 0 is whoever sits here
	on int64 // to which of their identities
	as string
}

// welcome is who is new, and whom nobody has greeted yet.
func (r *roundup) welcome() error {
	fresh, err := list(r.ctx, r.read, scanNewcomer, selectNewcomers, r.named()...)
	if err != nil {
		return err
	}
	if err := r.greet(fresh); err != nil {
		return err
	}
	if err := r.since(fresh); err != nil {
		return err
	}
	r.day.Stages = map[checkin.Stage]int{}
	var waits []*newcomer
	counted := map[string]bool{}
	for i := range fresh {
		n := &fresh[i]
		if n.person != "" && counted[n.person] {
			continue // one human, with two new accounts
		}
		counted[n.person] = true
		r.day.Stages[n.stage()]++
		if n.greeted.at == 0 || n.greeted.on != n.id && n.greeted.as == "" {
			waits = append(waits, n)
		}
	}
	slices.SortStableFunc(waits, (*newcomer).compare)
	items, err := r.newcomers(waits[:min(len(waits), mostSuspected)])
	if err != nil {
		return err
	}
	checkin.ByPromise(items)
	r.add(checkin.Welcome, items)
	r.more[checkin.Welcome] = len(waits) - len(r.parts[checkin.Welcome])
	return r.introduce(r.parts[checkin.Welcome])
}

func scanNewcomer(row scanner) (n newcomer, err error) {
	err = row.Scan(&n.id, &n.account, &n.platform, &n.who.ID, &n.who.Handle, &n.who.Name, &n.person, &n.joined, &n.first, &n.said, &n.byHand)
	n.who.Role = inbox.Community
	return n, err
}

// came is when they came, as the list tells it: when they first spoke, of those who
// joined long before.
func (n *newcomer) came(window micros) micros {
	if n.joined == 0 || n.joined < window && n.first > n.joined {
		return n.first
	}
	return n.joined
}

// compare puts those first who wait for a greeting most: nobody has greeted them
// anywhere, they have said something, and longest ago.
func (n *newcomer) compare(o *newcomer) int {
	rank := func(n *newcomer) (rank int) {
		if n.greeted.at > 0 {
			rank += 2
		}
		if n.said == 0 {
			rank++
		}
		return rank
	}
	return cmp.Or(cmp.Compare(rank(n), rank(o)), cmp.Compare(n.came(0), o.came(0)), cmp.Compare(n.id, o.id))
}

func (n *newcomer) stage() checkin.Stage { return checkin.StageOf(n.greeted.at > 0, n.since, n.days) }

// greet finds who of the newcomers has been greeted, on whichever account.
func (r *roundup) greet(fresh []newcomer) error {
	const kin = `SELECT id, person FROM member INDEXED BY member_by_person WHERE person <> '' AND person IN (SELECT value FROM json_each(?))`
	of := map[int64][]*newcomer{}
	var words []string
	for i := range fresh {
		n := &fresh[i]
		of[n.id] = append(of[n.id], n)
		if n.person != "" {
			words = append(words, n.person)
		}
	}
	_, err := list(r.ctx, r.read, func(row scanner) (_ struct{}, err error) {
		var id int64
		var person string
		err = row.Scan(&id, &person)
		for i := range fresh {
			if n := &fresh[i]; n.person == person && n.id != id {
				of[id] = append(of[id], n)
			}
		}
		return
	}, kin, idList(words))
	if err != nil {
		return err
	}
	ids := make([]int64, 0, len(of))
	for id := range of {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	_, err = list(r.ctx, r.read, func(row scanner) (_ struct{}, err error) {
		var g greeting
		err = row.Scan(&g.on, &g.by, &g.at)
		for _, n := range of[g.on] {
			n.take(g)
		}
		return
	}, selectGreetings, append(r.named(), sql.Named("ids", idList(ids)))...)
	for i := range fresh {
		fresh[i].byHandToo()
	}
	return err
}

// take keeps a greeting if it is to this identity, or the earliest elsewhere.
func (n *newcomer) take(g greeting) {
	had := n.greeted
	here, there := g.on == n.id, had.on == n.id
	if had.at == 0 || here && !there || here == there && g.at < had.at {
		n.greeted = g
	}
}

// handed is a welcome that a person says has happened.
type handed struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

func (n *newcomer) byHandToo() {
	var w handed
	if n.byHand == "" || json.Unmarshal([]byte(n.byHand), &w) != nil {
		return
	}
	n.greeted = greeting{at: max(1, at(w.At)), on: n.id, as: cmp.Or(w.By, "somebody")}
}

// since counts what those who were greeted have said after that.
func (r *roundup) since(fresh []newcomer) error {
	const query = `
		SELECT   sought.key, count(*), count(DISTINCT m.sent_at / 86400000000)
		FROM     json_each(?) AS sought
		CROSS    JOIN message AS m INDEXED BY message_by_author
		         ON m.author_id = sought.value ->> '$[0]' AND m.sent_at > sought.value ->> '$[1]' AND m.kind = 'said' AND m.deleted = 0
		GROUP BY sought.key`
	pairs := make([][2]int64, len(fresh))
	for i, n := range fresh {
		pairs[i] = [2]int64{0, 0}
		if n.greeted.at > 0 {
			pairs[i] = [2]int64{n.id, int64(n.greeted.at)}
		}
	}
	text, err := json.Marshal(pairs)
	if err != nil {
		return err
	}
	_, err = list(r.ctx, r.read, func(row scanner) (_ struct{}, err error) {
		var place, since, days int
		if err = row.Scan(&place, &since, &days); err == nil {
			fresh[place].since, fresh[place].days = since, days
		}
		return
	}, query, string(text))
	return err
}

// newcomers are those who wait for a greeting, with what may be wrong with them.
func (r *roundup) newcomers(waits []*newcomer) ([]checkin.Item, error) {
	signs, err := r.signs(waits)
	if err != nil {
		return nil, err
	}
	items := make([]checkin.Item, len(waits))
	for i, n := range waits {
		came := n.came(at(r.ask.Now.Add(-r.ask.Window)))
		h := &checkin.Hello{
			Stage: n.stage(), Joined: n.joined.time(), First: n.first.time(), Said: n.said, Suspect: checkin.Suspicions(signs[n.id]),
			Ref: inbox.Ref{Kind: inbox.MemberRef, Account: n.account, ID: n.who.ID},
		}
		if n.greeted.at > 0 {
			h.When, h.By, h.On = n.greeted.at.time(), keyed("member", n.greeted.by), keyed("member", n.greeted.on)
		}
		items[i] = checkin.Item{
			Key: keyed("member", n.id), Kind: checkin.Newcomer, Member: n.id, Account: n.account, Platform: n.platform,
			Who: n.who, Name: n.who.Called(), Text: signs[n.id].First, At: came.time(), Hello: h,
		}
	}
	return items, nil
}

// signs reads what may tell a spammer.
func (r *roundup) signs(waits []*newcomer) (map[int64]checkin.Signs, error) {
	const query = `
		SELECT u.id, coalesce((SELECT m.text FROM message AS m INDEXED BY message_by_author
		                       WHERE m.author_id = u.id AND m.kind = 'said' AND m.deleted = 0 ORDER BY m.sent_at LIMIT 1), ''),
		       (SELECT count(*) FROM casefile AS f INDEXED BY casefile_by_member WHERE f.account_id = u.account_id AND f.member = u.key AND f.state = 'open' AND f.kind <> 'held post'),
		       EXISTS (SELECT 1 FROM casefile AS f INDEXED BY casefile_by_member WHERE f.account_id = u.account_id AND f.member = u.key AND f.state = 'open' AND f.kind = 'held post'),
		       EXISTS (SELECT 1 FROM conversation AS c INDEXED BY conversation_by_opener WHERE c.opener_id = u.id AND c.state = 'spam'),
		       coalesce((SELECT group_concat(DISTINCT g.reporter) FROM casefile AS f INDEXED BY casefile_by_member JOIN flag AS g ON g.case_id = f.id
		                 WHERE f.account_id = u.account_id AND f.member = u.key AND g.source = 'rule' AND g.open = 1), '')
		FROM   json_each(?) AS sought
		JOIN   member AS u ON u.id = sought.value`
	ids := make([]int64, len(waits))
	for i, n := range waits {
		ids[i] = n.id
	}
	all := map[int64]checkin.Signs{}
	_, err := list(r.ctx, r.read, func(row scanner) (_ struct{}, err error) {
		var id int64
		var s checkin.Signs
		var rules string
		if err = row.Scan(&id, &s.First, &s.Cases, &s.Held, &s.Spam, &rules); err == nil {
			if rules != "" {
				s.Rules = strings.Split(rules, ",")
			}
			all[id] = s
		}
		return
	}, query, idList(ids))
	alike := map[string]int{}
	for _, n := range waits {
		alike[checkin.Stem(n.who.Handle)]++
	}
	for _, n := range waits {
		s := all[n.id]
		s.Handle, s.Name = n.who.Handle, n.who.Name
		if stem := checkin.Stem(n.who.Handle); stem != "" {
			s.Alike = alike[stem]
		}
		all[n.id] = s
	}
	return all, err
}
