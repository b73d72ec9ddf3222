package store

import (
	"rounds/inbox"
	"rounds/inbox/checkin"
)

// selectFirstWords finds where members spoke first.
const selectFirstWords = `
	SELECT sought.key, coalesce(c.id, 0), coalesce(ch.name, ''), coalesce(ch.key, ''), coalesce(c.key, ''), coalesce(c.question, 0), coalesce(c.answer_at, 0)
	FROM   json_each(?) AS sought
	CROSS  JOIN message AS m ON m.id = (SELECT f.id FROM message AS f INDEXED BY message_by_author
	                                    WHERE f.author_id = sought.value AND f.kind = 'said' AND f.deleted = 0 ORDER BY f.sent_at LIMIT 1)
	LEFT   JOIN conversation AS c ON c.id = m.conversation_id AND m.conversation_id > 0
	LEFT   JOIN channel AS ch ON ch.id = m.channel_id`

// introduce tells of newcomers on the list where their first words stand, why
// nobody can write to them alone, and who has greeted them elsewhere.
func (r *roundup) introduce(items []checkin.Item) error {
	ids := make([]int64, len(items))
	for k := range items {
		ids[k] = items[k].Member
		items[k].Hello.Place = inbox.Place{Account: items[k].Account}
	}
	unanswered := map[int]bool{}
	_, err := list(r.ctx, r.read, func(row scanner) (_ struct{}, err error) {
		var k int
		var talk int64
		var room string
		var place inbox.Place
		var asked bool
		var answered micros
		if err = row.Scan(&k, &talk, &room, &place.Channel, &place.Thread, &asked, &answered); err == nil {
			place.Account = items[k].Account
			items[k].Talk, items[k].Room, items[k].Hello.Place = talk, room, place
			unanswered[k] = asked && answered == 0
		}
		return
	}, selectFirstWords, idList(ids))
	if err != nil {
		return err
	}
	lacks := map[string]string{}
	for k := range items {
		if err := r.present(&items[k], unanswered[k], lacks); err != nil {
			return err
		}
	}
	return nil
}

// present says why a newcomer stands on the list.
func (r *roundup) present(i *checkin.Item, unanswered bool, lacks map[string]string) error {
	h := i.Hello
	if _, known := lacks[i.Account]; !known {
		a, err := r.Account(r.ctx, i.Account)
		if err != nil {
			return err
		}
		lacks[i.Account] = a.Cannot(inbox.Welcome)
	}
	h.Lacks = lacks[i.Account]
	if err := r.whoGreeted(h); err != nil {
		return err
	}
	i.Why = append(i.Why, h.Arrived(r.day))
	switch {
	case h.Said == 0:
		i.Why = append(i.Why, "has said nothing yet")
	case unanswered:
		i.Why = append(i.Why, "asked something that nobody has answered")
	}
	if h.By != "" {
		i.Why = append(i.Why, "welcomed by "+h.By+" on "+h.On)
	}
	return nil
}

// whoGreeted puts names where the list has only rows.
func (r *roundup) whoGreeted(h *checkin.Hello) error {
	const query = `
		SELECT coalesce((SELECT CASE WHEN handle <> '' THEN handle WHEN name <> '' THEN name ELSE key END FROM member WHERE id = CAST(substr(?1, 8) AS INTEGER)), ?3),
		       coalesce((SELECT a.name FROM member AS u JOIN account AS a ON a.id = u.account_id WHERE u.id = CAST(substr(?2, 8) AS INTEGER)), '')`
	if h.By == "" {
		return nil
	}
	return r.read.QueryRowContext(r.ctx, query, h.By, h.On, r.actor).Scan(&h.By, &h.On)
}
