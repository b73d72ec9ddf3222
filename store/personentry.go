package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
)

// errNobody is what an ID says that is nobody's.
var errNobody = fmt.Errorf("there is no such member; rounds people lists them: %w", inbox.ErrNone)

// Merge says that members, and whoever else is the same person as one of them,
// are one person. It overrules what was said before about two of them, and
// returns [inbox.ErrNone] if they are one already.
func (s *Store) Merge(ctx context.Context, members ...int64) (inbox.Entry, error) {
	return s.aboutPeople(ctx, inbox.MergePeople, members, func(all []known) ([]inbox.Change, error) {
		if err := mayMatch(all); err != nil {
			return nil, err
		}
		word := all[0].person
		if word != "" && !slices.ContainsFunc(all, func(m known) bool { return m.person != word }) || len(all) < 2 {
			return nil, nil
		}
		var changes []inbox.Change
		for _, m := range all {
			for _, o := range all {
				if slices.Contains(m.not, o.row) {
					changes = append(changes, m.flip("notsame:"+o.ref.Account+"|"+o.ref.ID, false))
				}
			}
		}
		word = newID()
		for _, m := range all {
			changes = append(changes, m.change("person", m.person, word))
		}
		return changes, nil
	})
}

// mayMatch refuses to match members of platforms that forbid it with those of
// other platforms.
func mayMatch(all []known) error {
	for _, m := range all {
		if why := m.platform.Apart(); why != "" && slices.ContainsFunc(all, func(o known) bool { return o.platform != m.platform }) {
			return errors.New(why)
		}
	}
	return nil
}

// Split says that members are none of the others that they are one person with.
// Where one is left, it is alone too.
func (s *Store) Split(ctx context.Context, members ...int64) (inbox.Entry, error) {
	return s.aboutPeople(ctx, inbox.SplitPerson, members, func(all []known) ([]inbox.Change, error) {
		left := map[string]int{}
		for _, m := range all {
			if !slices.Contains(members, m.row) {
				left[m.person]++
			}
		}
		var changes []inbox.Change
		for _, m := range all {
			if m.person != "" && (slices.Contains(members, m.row) || left[m.person] < 2) {
				changes = append(changes, m.change("person", m.person, ""))
			}
		}
		return changes, nil
	})
}

// NotSame says that two members are two people: they are not suggested again.
func (s *Store) NotSame(ctx context.Context, one, other int64) (inbox.Entry, error) {
	return s.aboutPeople(ctx, inbox.RejectMerge, []int64{one, other}, func(all []known) ([]inbox.Change, error) {
		a := slices.IndexFunc(all, func(m known) bool { return m.row == one })
		b := slices.IndexFunc(all, func(m known) bool { return m.row == other })
		switch {
		case a == b:
			return nil, errors.New("it takes two members to be two people")
		case all[a].person != "" && all[a].person == all[b].person:
			return nil, errors.New("they were said to be one person; split them first")
		case slices.Contains(all[a].not, other):
			return nil, nil
		}
		// Each keeps its half, so that it holds whichever of them arrives later.
		return []inbox.Change{
			all[a].flip("notsame:"+all[b].ref.Account+"|"+all[b].ref.ID, true),
			all[b].flip("notsame:"+all[a].ref.Account+"|"+all[a].ref.ID, true),
		}, nil
	})
}

// SetRole says which side a person stands on since a time, and that neither
// platform nor config change it. The zero time means always.
func (s *Store) SetRole(ctx context.Context, members []int64, role inbox.Role, since time.Time) (inbox.Entry, error) {
	return s.aboutPeople(ctx, inbox.SetRole, members, func(all []known) ([]inbox.Change, error) {
		if since.After(s.now()) {
			return nil, errors.New("a role begins today or earlier")
		}
		var changes []inbox.Change
		for _, m := range all {
			if to := m.stands.From(role, since.UTC()); !alike(to, m.stands) {
				changes = append(changes, m.change("role", m.stands, to))
			}
		}
		return changes, nil
	})
}

func alike(a, b inbox.Standpoint) bool {
	return a.Role == b.Role && a.SaidAs == b.SaidAs && slices.EqualFunc(a.Turns, b.Turns, func(x, y inbox.RoleTurn) bool {
		return x.Role == y.Role && x.Until.Equal(y.Until)
	})
}

// MarkPeople does one of watch, unwatch, vip, no vip and welcomed to people, with
// all their identities.
func (s *Store) MarkPeople(ctx context.Context, verb inbox.Verb, members ...int64) (inbox.Entry, error) {
	if verb == inbox.MarkWelcomed {
		return s.welcomed(ctx, members)
	}
	return s.aboutPeople(ctx, verb, members, func(all []known) ([]inbox.Change, error) {
		var changes []inbox.Change
		for _, m := range all {
			field, was, is := "watched", m.watched, verb == inbox.Watch
			if verb == inbox.MakeVIP || verb == inbox.DropVIP {
				field, was, is = "vip", m.vip, verb == inbox.MakeVIP
			}
			if was != is {
				changes = append(changes, m.flip(field, is))
			}
		}
		return changes, nil
	})
}

// welcomed notes that people have been greeted, by whoever sits here, where this
// file may not see it.
func (s *Store) welcomed(ctx context.Context, members []int64) (inbox.Entry, error) {
	return s.aboutPeople(ctx, inbox.MarkWelcomed, members, func(all []known) ([]inbox.Change, error) {
		var changes []inbox.Change
		for _, m := range all {
			if m.welcomed == "" {
				changes = append(changes, m.change("welcomed", nil, handed{s.actor, s.now().UTC()}))
			}
		}
		return changes, nil
	})
}

// TagPeople puts tags on people, or takes them off: verb is AddTag or DropTag.
func (s *Store) TagPeople(ctx context.Context, verb inbox.Verb, tags []string, members ...int64) (inbox.Entry, error) {
	return s.aboutPeople(ctx, verb, members, func(all []known) ([]inbox.Change, error) {
		var changes []inbox.Change
		for _, m := range all {
			for _, name := range tags {
				name = inbox.TagName(name)
				if add := verb == inbox.AddTag; name != "" && slices.Contains(m.tags, name) != add {
					changes = append(changes, m.flip("tag:"+name, add))
				}
			}
		}
		return changes, nil
	})
}

// NotePerson keeps a note about a person.
func (s *Store) NotePerson(ctx context.Context, member int64, text string) (inbox.Entry, error) {
	return s.aboutPeople(ctx, inbox.AddNote, []int64{member}, func(all []known) ([]inbox.Change, error) {
		text := strings.TrimSpace(text)
		if text == "" {
			return nil, nil
		}
		i := slices.IndexFunc(all, func(m known) bool { return m.row == member })
		n := inbox.Note{ID: newID(), Actor: s.actor, Text: text, At: s.now().UTC()}
		return []inbox.Change{all[i].change("note:"+n.ID, nil, n)}, nil
	})
}

// aboutPeople does something about people and enters it in the journal, in one
// transaction. what is told all members that are one person with those named.
func (s *Store) aboutPeople(ctx context.Context, verb inbox.Verb, members []int64, what func([]known) ([]inbox.Change, error)) (inbox.Entry, error) {
	entry := inbox.Entry{ID: newID(), At: s.now(), Actor: s.actor, Verb: verb}
	err := s.inTx(ctx, func(tx *tx) error {
		all, err := knownOf(ctx, tx, members)
		if err != nil {
			return err
		}
		for _, id := range members {
			if !slices.ContainsFunc(all, func(m known) bool { return m.row == id }) {
				return errNobody
			}
		}
		if entry.Changes, err = what(all); err != nil {
			return err
		}
		if len(entry.Changes) == 0 {
			return inbox.ErrNone
		}
		entry.Subject = peopleInWords(all)
		return s.record(ctx, tx, entry)
	})
	switch {
	case err == nil:
		s.enterLedger(ledgerLine{Entry: &entry})
	case errors.Is(err, errNobody), !errors.Is(err, inbox.ErrNone):
		return inbox.Entry{}, fmt.Errorf("%s: %w", verb, err)
	}
	return entry, err
}

// known is a member as it is before something is done about it.
type known struct {
	row          int64
	ref          inbox.Ref
	platform     inbox.Platform
	person       string
	called       string
	messages     int
	stands       inbox.Standpoint
	vip, watched bool
	welcomed     string // JSON of who did and when, "" for nobody
	tags         []string
	not          []int64 // who it was said not to be
}

// knownOf reads members and those who are one person with one of them.
func knownOf(ctx context.Context, db asker, members []int64) ([]known, error) {
	const query = `
		SELECT   u.id, a.name, a.platform, u.key, u.person, coalesce(nullif(u.handle, ''), nullif(u.name, ''), u.key), u.messages, u.role, u.said_as, u.vip, u.watched, u.welcomed,
		         coalesce((SELECT group_concat(name, x'0a') FROM member_tag WHERE member_id = u.id), ''),
		         (SELECT json_group_array(json_object('until', until_at, 'role', role)) FROM (SELECT until_at, role FROM role_turn WHERE member_id = u.id ORDER BY until_at)),
		         (SELECT json_group_array(CASE one WHEN u.id THEN other ELSE one END) FROM not_same WHERE one = u.id OR other = u.id)
		FROM     member AS u JOIN account AS a ON a.id = u.account_id
		WHERE    u.id IN (SELECT value FROM json_each(?1))
		         OR u.person <> '' AND u.person IN (SELECT person FROM member WHERE id IN (SELECT value FROM json_each(?1)))
		ORDER BY u.id`
	return list(ctx, db, func(row scanner) (m known, err error) {
		var tags, turns, not string
		m.ref.Kind = inbox.MemberRef
		err = row.Scan(&m.row, &m.ref.Account, &m.platform, &m.ref.ID, &m.person, &m.called, &m.messages, &m.stands.Role, &m.stands.SaidAs, &m.vip, &m.watched, &m.welcomed, &tags, &turns, &not)
		if tags != "" {
			m.tags = strings.Split(tags, "\n")
		}
		m.stands.Turns, err = decodeTurns(turns, err)
		return m, errors.Join(err, decode(not, &m.not))
	}, query, idList(members))
}

// decodeTurns reads the roles before, as a query gathers them.
func decodeTurns(text string, failed error) (turns []inbox.RoleTurn, err error) {
	var rows []struct {
		Until micros     `json:"until"`
		Role  inbox.Role `json:"role"`
	}
	err = errors.Join(failed, decode(text, &rows))
	for _, r := range rows {
		turns = append(turns, inbox.RoleTurn{Until: r.Until.time(), Role: r.Role})
	}
	return turns, err
}

func (m known) change(field string, from, to any) inbox.Change {
	c := inbox.Change{Ref: m.ref, Field: field}
	c.From, _ = json.Marshal(from) // plain values: neither can fail
	c.To, _ = json.Marshal(to)
	return c
}

func (m known) flip(field string, on bool) inbox.Change { return m.change(field, !on, on) }

// peopleInWords tells who something was done to.
func peopleInWords(all []known) string {
	people := map[string]known{}
	for _, m := range all {
		key := cmp.Or(m.person, strconv.FormatInt(m.row, 10))
		if had, there := people[key]; !there || m.messages > had.messages {
			people[key] = m
		}
	}
	names := make([]string, 0, len(people))
	for _, m := range people {
		names = append(names, m.called)
	}
	slices.Sort(names)
	if len(names) > 2 {
		return fmt.Sprintf("%d people", len(names))
	}
	return strings.Join(names, " and ")
}
