package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rounds/inbox"
)

// pair is two members who may be one, by our IDs, the smaller first.
type pair struct {
	one, other int64
	mail       bool // they have the same address
}

const (
	// common is how many members may have an address or a handle: what more have is
	// nobody's own.
	common = 4
	// mostPairs bounds how many pairs are looked at.
	mostPairs = 500
)

// Suggestions lists the people who may be one: those with the same address, and
// those with the same handle on two accounts and another sign. Pairs that were
// said to be two are left out, and so are platforms that forbid it.
func (s *Store) Suggestions(ctx context.Context) ([]inbox.Suggestion, error) {
	all, err := s.suggestions(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for people who are one: %w", err)
	}
	return all, nil
}

func (s *Store) suggestions(ctx context.Context) ([]inbox.Suggestion, error) {
	const (
		mail = `
			SELECT   a.id, b.id, 1
			FROM     member AS a JOIN member AS b ON b.email = a.email COLLATE NOCASE AND b.email <> '' AND b.id > a.id
			WHERE    a.email <> '' AND a.role <> 'bot' AND b.role <> 'bot' AND (a.person = '' OR a.person <> b.person)
			         AND (SELECT count(*) FROM (SELECT 1 FROM member AS c WHERE c.email = a.email COLLATE NOCASE AND c.email <> '' LIMIT ?1 + 1)) <= ?1
			ORDER BY a.id, b.id
			LIMIT    ?2`
		handle = `
			SELECT   a.id, b.id, 0
			FROM     member AS a JOIN member AS b ON b.handle = a.handle COLLATE NOCASE AND b.account_id <> a.account_id AND b.id > a.id
			WHERE    length(a.handle) > 2 AND a.role <> 'bot' AND b.role <> 'bot' AND (a.person = '' OR a.person <> b.person)
			         AND (SELECT count(*) FROM (SELECT 1 FROM member AS c WHERE c.handle = a.handle COLLATE NOCASE LIMIT ?1 + 1)) <= ?1
			ORDER BY a.id, b.id
			LIMIT    ?2`
	)
	scan := func(row scanner) (p pair, err error) { return p, row.Scan(&p.one, &p.other, &p.mail) }
	byMail, err := list(ctx, s.read, scan, mail, common, mostPairs)
	if err != nil {
		return nil, err
	}
	byHandle, err := list(ctx, s.read, scan, handle, common, mostPairs)
	if err != nil {
		return nil, err
	}
	pairs := slices.Concat(byMail, byHandle)
	known, err := s.identities(ctx, pairs)
	if err != nil {
		return nil, err
	}
	var found []inbox.Suggestion
	seen := map[[2]int64]bool{}
	for _, p := range pairs {
		key := [2]int64{known[p.one].person, known[p.other].person}
		slices.Sort(key[:])
		if seen[key] || key[0] == key[1] || forbidden(known[p.one], known[p.other]) {
			continue
		}
		sug, err := s.weigh(ctx, p, known)
		if err != nil {
			return nil, err
		}
		if seen[key] = len(sug.Evidence) > 0; seen[key] {
			found = append(found, sug)
		}
	}
	slices.SortStableFunc(found, func(a, b inbox.Suggestion) int { return cmp.Compare(len(b.Evidence), len(a.Evidence)) })
	return found, nil
}

// suspect is a member who may be one with another.
type suspect struct {
	inbox.Identity
	base   string // of their account
	person int64  // the first of those who are the same person
	not    []int64
	rows   []int64 // all of those
}

// identities reads the members of pairs.
func (s *Store) identities(ctx context.Context, pairs []pair) (map[int64]suspect, error) {
	const query = `
		SELECT u.id, a.name, a.platform, a.base, u.key, u.handle, u.name, u.email, u.zone, u.role, u.messages, u.first_at, u.last_at,
		       (SELECT json_group_array(o.id) FROM (SELECT o.id FROM member AS o WHERE o.id = u.id OR o.person <> '' AND o.person = u.person ORDER BY o.id) AS o),
		       (SELECT json_group_array(CASE n.one WHEN o.id THEN n.other ELSE n.one END)
		        FROM   member AS o JOIN not_same AS n ON n.one = o.id OR n.other = o.id
		        WHERE  o.id = u.id OR o.person <> '' AND o.person = u.person)
		FROM   member AS u JOIN account AS a ON a.id = u.account_id
		WHERE  u.id IN (SELECT value FROM json_each(?))`
	var ids []int64
	for _, p := range pairs {
		ids = append(ids, p.one, p.other)
	}
	known := map[int64]suspect{}
	_, err := list(ctx, s.read, func(row scanner) (_ struct{}, err error) {
		var u suspect
		var first, last micros
		var rows, not string
		err = row.Scan(&u.Row, &u.Account, &u.Platform, &u.base, &u.ID, &u.Handle, &u.Name, &u.Email, &u.Zone, &u.Role, &u.Messages, &first, &last, &rows, &not)
		if err == nil {
			err = decode(rows, &u.rows)
		}
		if err == nil {
			err = decode(not, &u.not)
		}
		if err != nil {
			return
		}
		u.FirstSeen, u.LastSeen, u.person = first.time(), last.time(), u.rows[0]
		known[u.Row] = u
		return
	}, query, idList(ids))
	return known, err
}

// forbidden reports whether two must not be suggested: their platforms say so,
// or a person did.
func forbidden(a, b suspect) bool {
	if a.Platform != b.Platform && a.Platform.Apart()+b.Platform.Apart() != "" {
		return true
	}
	return slices.ContainsFunc(a.rows, func(row int64) bool { return slices.Contains(b.not, row) })
}

// weigh gathers the evidence for a pair; of a handle alone there is none.
func (s *Store) weigh(ctx context.Context, p pair, known map[int64]suspect) (inbox.Suggestion, error) {
	a, b := known[p.one], known[p.other]
	sug := inbox.Suggestion{ID: strconv.FormatInt(p.one, 10) + "-" + strconv.FormatInt(p.other, 10), One: a.Identity, Other: b.Identity}
	handle := a.Handle != "" && strings.EqualFold(a.Handle, b.Handle)
	var signs []string
	if n := strings.TrimSpace(a.Name); n != "" && strings.EqualFold(n, strings.TrimSpace(b.Name)) && !strings.EqualFold(n, a.Handle) {
		signs = append(signs, "same name "+n)
	}
	if a.Zone != "" && a.Zone == b.Zone {
		signs = append(signs, "same time zone "+a.Zone)
	}
	if handle && !p.mail && len(signs) == 0 {
		for _, way := range [][2]suspect{{a, b}, {b, a}} {
			linked, err := s.links(ctx, way[0], way[1])
			if err != nil {
				return sug, err
			}
			if linked {
				signs = append(signs, "a message of theirs on "+way[0].Account+" links to the profile on "+way[1].Account)
				break
			}
		}
	}
	switch {
	case p.mail:
		sug.Evidence = append(sug.Evidence, "same e-mail "+a.Email)
	case len(signs) == 0:
		return sug, nil
	}
	if handle {
		sug.Evidence = append(sug.Evidence, "same handle @"+a.Handle)
	}
	sug.Evidence = append(sug.Evidence, signs...)
	return sug, nil
}

// mostRead is how many messages of somebody are looked at for a link.
const mostRead = 5000

// links reports whether somebody has named the address of another's profile.
func (s *Store) links(ctx context.Context, who, other suspect) (found bool, err error) {
	const query = `
		SELECT EXISTS (SELECT 1 FROM (SELECT text FROM message WHERE author_id = ?1 AND kind = 'said' AND deleted = 0 ORDER BY sent_at DESC LIMIT ?3)
		               WHERE instr(lower(text), lower(?2)))`
	profile := ""
	switch other.Platform {
	case inbox.Discourse:
		profile = "/u/" + other.Handle
	case inbox.Mastodon:
		profile = "/@" + other.Handle
	case inbox.Slack, inbox.Discord: // their profiles have no address that is passed on
	}
	if profile == "" || other.base == "" {
		return false, nil
	}
	_, host, _ := strings.Cut(other.base, "://")
	err = s.read.QueryRowContext(ctx, query, who.Row, host+profile, mostRead).Scan(&found)
	return found, err
}
