package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// selectCase reads what there is to know of a case but its flags; the tail of the
// query picks which. Who has no date of joining and has hardly said anything
// came with their first message.
const selectCase = `
	SELECT f.id, a.name, a.platform, a.base, a.team, a.self, f.kind, f.channel, f.key, f.member,
	       coalesce(ch.name, ''), coalesce(ch.kind, ''), coalesce(c.key, ''), coalesce(c.id, 0),
	       coalesce(u.handle, ''), coalesce(u.name, ''), coalesce(u.role, ''),
	       coalesce(nullif(u.joined_at, 0), CASE WHEN u.messages <= 5 THEN u.first_at END, 0), coalesce(u.messages, 0),
	       coalesce(m.text, ''), coalesce(m.sent_at, 0), coalesce(m.edited_at, 0), coalesce(m.deleted, 0),
	       f.evidence, f.state, f.opened_at, f.last_at, f.muted, f.skips, f.claim,
	       (SELECT count(*) FROM case_note WHERE case_id = f.id)
	FROM   casefile AS f
	JOIN   account AS a ON a.id = f.account_id
	LEFT   JOIN channel AS ch ON ch.account_id = a.id AND ch.key = f.channel
	LEFT   JOIN message AS m ON f.kind = 'message' AND m.channel_id = ch.id AND m.key = f.key
	LEFT   JOIN conversation AS c ON c.id = m.conversation_id AND m.conversation_id > 0
	LEFT   JOIN member AS u ON u.account_id = a.id AND u.key = f.member `

func scanCase(row scanner) (c moderation.Case, err error) {
	var a inbox.Account
	var evidence, claim string
	var joined, sent, edited, opened, last micros
	err = row.Scan(&c.ID, &a.Name, &a.Platform, &a.Base, &a.Team, &a.Self, &c.Kind, &c.Channel, &c.Subject.ID, &c.Author.ID,
		&c.Room.Name, &c.Room.Kind, &c.Thread, &c.Talk,
		&c.Author.Handle, &c.Author.Name, &c.Author.Role, &joined, &c.Messages,
		&c.Text, &sent, &edited, &c.Gone,
		&evidence, &c.State, &opened, &last, &c.Muted, &c.Skips, &claim, &c.Notes)
	if err != nil {
		return c, err
	}
	c.Account, c.Platform, c.Room.ID = a.Name, a.Platform, c.Channel
	c.Joined, c.SentAt, c.EditedAt, c.OpenedAt, c.LastAt = joined.time(), sent.time(), edited.time(), opened.time(), last.time()
	c.AdminLink = a.AdminPage(inbox.Ban, c.Author.ID, "", "")
	if c.Kind == moderation.OfMessage {
		c.AdminLink = a.AdminPage(inbox.Remove, c.Author.ID, c.Channel, c.Subject.ID)
		c.Permalink = a.Permalink(c.Channel, cmp.Or(c.Thread, c.Subject.ID), c.Subject.ID)
	}
	if err := decode(evidence, &c.Evidence); err != nil {
		return c, err
	}
	if c.Author.Handle == "" && c.Author.Name == "" {
		c.Author.Name = c.Evidence.By
	}
	if c.SentAt.IsZero() {
		c.SentAt = c.Evidence.SentAt
	}
	return c, decode(claim, &c.Claim)
}

// Cases lists the cases that a filter picks: those of high priority first, and
// of one priority the oldest. Those that are alike say so.
func (s *Store) Cases(ctx context.Context, f moderation.Filter) ([]moderation.Case, error) {
	const query = selectCase + `WHERE f.state = ?1 OR ?2 ORDER BY f.opened_at, f.id`
	cases, err := list(ctx, s.read, scanCase, query, cmp.Or(f.State, moderation.Open), f.All)
	if err == nil {
		err = s.fill(ctx, cases)
	}
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	moderation.Group(cases)
	now := s.now()
	f.Actor = s.actor
	cases = slices.DeleteFunc(cases, func(c moderation.Case) bool { return !f.Matches(c, now) })
	slices.SortStableFunc(cases, func(a, b moderation.Case) int { return cmp.Compare(b.Priority.Rank(), a.Priority.Rank()) })
	return cases, nil
}

// casesByID reads cases in the order of ids; it is an error if one is not there.
func (s *Store) casesByID(ctx context.Context, ids []int64) ([]moderation.Case, error) {
	const query = selectCase + `JOIN json_each(?) AS sought ON sought.value = f.id ORDER BY sought.key`
	cases, err := list(ctx, s.read, scanCase, query, idList(ids))
	if err != nil {
		return nil, err
	}
	if len(cases) != len(ids) {
		return nil, fmt.Errorf("there is no such case; rounds cases lists them: %w", inbox.ErrNone)
	}
	return cases, s.fill(ctx, cases)
}

// fill adds to cases their reports, the last decision and what follows from
// them.
func (s *Store) fill(ctx context.Context, cases []moderation.Case) error {
	ids, place := make([]int64, len(cases)), map[int64]int{}
	for i := range cases {
		ids[i], place[cases[i].ID] = cases[i].ID, i
	}
	flags, err := list(ctx, s.read, scanFlag, selectFlag, idList(ids))
	if err != nil {
		return err
	}
	records, err := s.records(ctx)
	if err != nil {
		return err
	}
	for _, f := range flags {
		c := &cases[place[f.of]]
		if f.Source.Raised() {
			f.Record = records[reporter{c.Account, f.Reporter.ID}]
		}
		if f.Folds {
			c.Folded = "abusive text"
		}
		c.Reports = append(c.Reports, f.Report)
	}
	last, err := list(ctx, s.read, scanDecision, selectDecision+`
		WHERE d.reversed_at = 0 AND d.case_id IN (SELECT value FROM json_each(?)) ORDER BY d.seq`, idList(ids))
	if err != nil {
		return err
	}
	for i := range last {
		cases[place[last[i].Case]].Ruling = &last[i]
	}
	scale, err := s.scale(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	for i := range cases {
		cases[i].Priority, cases[i].Why = cases[i].Weigh(scale, now)
	}
	return nil
}

const selectFlag = `
	SELECT   g.case_id, g.source, g.key, g.kind, g.reporter, coalesce(u.handle, ''), coalesce(u.name, ''), coalesce(u.role, ''),
	         g.count, g.reason, g.spans, g.severity, g.suggests, g.folds, g.at, g.open, coalesce(r.version, ''), coalesce(r.offers, '')
	FROM     json_each(?) AS sought
	JOIN     flag AS g ON g.case_id = sought.value
	JOIN     casefile AS f ON f.id = g.case_id
	LEFT     JOIN member AS u ON u.account_id = f.account_id AND u.key = g.reporter AND g.source IN ('platform', 'channel', 'reaction')
	LEFT     JOIN report AS r ON r.account_id = f.account_id AND r.key = g.key AND g.source IN ('platform', 'automod')
	ORDER BY g.at, g.id`

type flagRow struct {
	of int64
	moderation.Report
}

func scanFlag(row scanner) (f flagRow, err error) {
	var spans, offers string
	var when micros
	err = row.Scan(&f.of, &f.Source, &f.ID, &f.Kind, &f.Reporter.ID, &f.Reporter.Handle, &f.Reporter.Name, &f.Reporter.Role,
		&f.Count, &f.Reason, &spans, &f.Severity, &f.Suggests, &f.Folds, &when, &f.Open, &f.Version, &offers)
	if err != nil {
		return f, err
	}
	f.At = when.time()
	if !f.Source.Raised() || f.Source == moderation.ByHand {
		f.Reporter.Handle = f.Reporter.ID
	}
	if err := decode(spans, &f.Spans); err != nil {
		return f, err
	}
	return f, decode(offers, &f.Offers)
}

// File is a case with all that helps to decide about it.
func (s *Store) File(ctx context.Context, id int64) (moderation.File, error) {
	f, err := s.fileOf(ctx, id)
	if err != nil {
		return f, fmt.Errorf("open a case: %w", err)
	}
	return f, nil
}

func (s *Store) fileOf(ctx context.Context, id int64) (f moderation.File, err error) {
	const (
		notes = `SELECT id, actor, text, at FROM case_note WHERE case_id = ? ORDER BY at, id`
		about = `
			WHERE f.account_id = (SELECT account_id FROM casefile WHERE id = ?1) AND f.member <> ''
			      AND f.member = (SELECT member FROM casefile WHERE id = ?1)
			ORDER BY d.seq DESC`
	)
	cases, err := s.casesByID(ctx, []int64{id})
	if err != nil {
		return f, err
	}
	f.Case = cases[0]
	if f.State == moderation.Open {
		if err := s.kin(ctx, &f); err != nil {
			return f, err
		}
	}
	if f.Talk != 0 {
		talk, err := s.Talk(ctx, f.Talk)
		if err != nil {
			return f, err
		}
		f.Around = talk.Said
	}
	if f.Author.ID != "" {
		if f.Card, err = s.Card(ctx, f.Account, f.Author.ID); err != nil && !errors.Is(err, inbox.ErrNone) {
			return f, err
		}
	}
	if f.Past, err = list(ctx, s.read, scanDecision, selectDecision+about, id); err != nil {
		return f, err
	}
	f.Strikes = moderation.Tally(f.Past, s.now())
	f.Notes, err = list(ctx, s.read, scanCaseNote, notes, id)
	return f, err
}

// kin finds the other open cases that are like one.
func (s *Store) kin(ctx context.Context, f *moderation.File) error {
	all, err := list(ctx, s.read, scanCase, selectCase+`WHERE f.state = 'open' ORDER BY f.opened_at, f.id`)
	if err != nil {
		return err
	}
	moderation.Group(all)
	i := slices.IndexFunc(all, func(c moderation.Case) bool { return c.ID == f.ID })
	if i < 0 || all[i].Alike == "" {
		return nil
	}
	f.Alike, f.Case.Kin = all[i].Alike, all[i].Kin
	for _, c := range all {
		if c.ID != f.ID && c.Alike == f.Alike {
			f.Kin = append(f.Kin, c)
		}
	}
	return s.fill(ctx, f.Kin)
}

func scanCaseNote(row scanner) (n inbox.Note, err error) {
	var when micros
	err = row.Scan(&n.ID, &n.Actor, &n.Text, &when)
	n.At = when.time()
	return n, err
}
