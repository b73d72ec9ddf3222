package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// file is a post in the journal: all that there is to know of it.
type file struct {
	Path   string `json:"path"`
	Source string `json:"source"`
}

// UsePlan says how the plan works from now on.
func (s *Store) UsePlan(settings calendar.Settings) {
	s.plan.Store(&settings)
	s.summon()
}

// settings are how the plan works.
func (s *Store) settings() calendar.Settings {
	if now := s.plan.Load(); now != nil {
		return *now
	}
	return calendar.Settings{Zone: "UTC"}
}

// kept is a post as it rests.
type kept struct {
	calendar.Post
	consent *calendar.Consent
	status  calendar.Status // with the rules of approval
	since   time.Time
	made    time.Time
}

// selectPost reads posts; the tail of the query picks which. One that was thrown
// away has no source.
const selectPost = `SELECT key, path, source, body, consent, since_at, made_at FROM post `

func (s *Store) scanPost(row scanner) (k kept, err error) {
	var body, consent string
	var since, made micros
	if err = row.Scan(&k.Key, &k.Path, &k.Source, &body, &consent, &since, &made); err != nil {
		return k, err
	}
	key, path, source := k.Key, k.Path, k.Source
	if err = errors.Join(decode(body, &k.Post), decode(consent, &k.consent)); err != nil {
		return k, err
	}
	k.Key, k.Path, k.Source, k.since, k.made = key, path, source, since.time(), made.time()
	k.status = calendar.Effective(k.Post, s.settings().Approval, k.consent)
	return k, nil
}

// postBy is one post, or [inbox.ErrNone].
func (s *Store) postBy(ctx context.Context, db asker, key string) (kept, error) {
	found, err := list(ctx, db, s.scanPost, selectPost+`WHERE key = ?`, key)
	if err == nil && (len(found) == 0 || found[0].Source == "") {
		err = inbox.ErrNone
	}
	if err != nil {
		return kept{}, err
	}
	return found[0], nil
}

// applyPost writes one change of a post.
func (s *Store) applyPost(ctx context.Context, tx *tx, c inbox.Change) error {
	field, name := c.Field, ""
	if before, after, cut := cutField(c.Field); cut {
		field, name = before, after
	}
	switch field {
	case "file":
		return s.applyFile(ctx, tx, c)
	case "consent":
		_, err := tx.ExecContext(ctx, `UPDATE post SET consent = ?2, look_at = 0 WHERE key = ?1`, c.Ref.ID, unlessNull(c.To))
		return err
	case "delivery":
		return applyDelivery(ctx, tx, c.Ref.ID, name, c.To)
	}
	return fmt.Errorf("the journal changes %q of a post, which this program does not know", c.Field)
}

func cutField(field string) (name, of string, cut bool) {
	for i := range len(field) {
		if field[i] == ':' {
			return field[:i], field[i+1:], true
		}
	}
	return field, "", false
}

func (s *Store) applyFile(ctx context.Context, tx *tx, c inbox.Change) error {
	if string(c.To) == "null" {
		// Its row stays until the press has taken back what is on its way.
		_, err := tx.ExecContext(ctx, `UPDATE post SET source = '', body = '{}', status = 'cancelled', series = 0, first_at = 0, look_at = 0 WHERE key = ?`, c.Ref.ID)
		return err
	}
	var f file
	if err := json.Unmarshal(c.To, &f); err != nil {
		return err
	}
	p, err := calendar.Parse(f.Path, f.Source)
	if err != nil {
		p = calendar.Post{Path: f.Path, Source: f.Source, Status: calendar.Draft, Title: f.Path} // it was good once, to another version
	}
	p.Key = c.Ref.ID
	return s.putPost(ctx, tx, p)
}

// putPost writes the row of a post. A series that begins to go out is not to
// blame for what it did not say before.
func (s *Store) putPost(ctx context.Context, tx *tx, p calendar.Post) error {
	const query = `
		INSERT INTO post (key, path, source, body, status, series, zone, first_at, since_at, made_at, look_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0)
		ON CONFLICT (key) DO UPDATE SET
			path = excluded.path, source = excluded.source, body = excluded.body, status = excluded.status, series = excluded.series, zone = excluded.zone,
			first_at = excluded.first_at, look_at = 0,
			since_at = CASE WHEN excluded.since_at = 0 THEN 0 WHEN since_at > 0 THEN since_at ELSE excluded.since_at END`
	bare := p // what has columns of its own
	bare.Key, bare.Path, bare.Source = "", "", ""
	body, err := json.Marshal(bare)
	if err != nil {
		return err
	}
	var since micros
	if p.Goes() {
		since = at(s.now())
	}
	first := at(p.When.In(s.zoneOf(p)).At)
	if _, err := tx.ExecContext(ctx, `DELETE FROM plan_problem WHERE folder = '' AND post = ?`, p.Key); err != nil {
		return err // somebody has looked at it
	}
	_, err = tx.ExecContext(ctx, query, p.Key, p.Path, p.Source, string(body), p.Status, p.Series(), s.zoneOf(p).String(), first, since, at(s.now()))
	return err
}

// refile is the change of a post's file; a post without a source is thrown
// away.
func refile(was *calendar.Post, now calendar.Post) (inbox.Change, error) {
	c := inbox.Change{Field: "file", From: json.RawMessage("null"), To: json.RawMessage("null")}
	c.Ref = inbox.Ref{Kind: inbox.PostRef, ID: now.Key}
	var err error
	if was != nil {
		if c.From, err = json.Marshal(file{was.Path, was.Source}); err != nil {
			return c, err
		}
	}
	if now.Source != "" {
		c.To, err = json.Marshal(file{now.Path, now.Source})
	}
	return c, err
}

// Plan keeps posts as they shall be, as one entry of the journal. A post
// without a key is new, and gets one. It returns a [*calendar.Changed] if one is
// not what the person saw, and [inbox.ErrNone] if nothing changes.
func (s *Store) Plan(ctx context.Context, verb inbox.Verb, changes []calendar.Change) (inbox.Entry, error) {
	return s.planned(ctx, verb, s.actor, func(tx *tx, e *inbox.Entry) error {
		for _, c := range changes {
			change, title, err := s.replan(ctx, tx, c)
			if errors.Is(err, inbox.ErrNone) {
				continue
			}
			if err != nil {
				return err
			}
			if err := s.apply(ctx, tx, change, at(s.now())); err != nil {
				return err
			}
			e.Changes = append(e.Changes, change)
			e.Subject = titled(title, len(e.Changes))
		}
		return nil
	})
}

// titled names what an entry is about.
func titled(title string, posts int) string {
	if posts > 1 {
		return fmt.Sprintf("%d posts", posts)
	}
	if runes := []rune(title); len(runes) > 60 {
		title = string(runes[:60]) + "…"
	}
	return "“" + title + "”"
}

// replan is what one change comes to, or [inbox.ErrNone].
func (s *Store) replan(ctx context.Context, tx *tx, c calendar.Change) (inbox.Change, string, error) {
	var was *calendar.Post
	old, err := s.postBy(ctx, tx, c.Post.Key)
	switch {
	case err == nil:
		was = &old.Post
		if old.Source != c.Seen {
			return inbox.Change{}, "", &calendar.Changed{Now: old.Post}
		}
		if old.Source == c.Post.Source {
			return inbox.Change{}, "", inbox.ErrNone
		}
	case !errors.Is(err, inbox.ErrNone):
		return inbox.Change{}, "", err
	case c.Seen != "":
		return inbox.Change{}, "", &calendar.Changed{Now: calendar.Post{Key: c.Post.Key}}
	case c.Post.Source == "":
		return inbox.Change{}, "", inbox.ErrNone
	default:
		if c.Post, err = s.christen(ctx, tx, c.Post); err != nil {
			return inbox.Change{}, "", err
		}
	}
	title := c.Post.Title
	if c.Post.Source == "" && was != nil {
		title = was.Title
	}
	change, err := refile(was, c.Post)
	return change, title, err
}

// christen gives a new post a key, which its file names, and a path that is
// free.
func (s *Store) christen(ctx context.Context, tx *tx, p calendar.Post) (calendar.Post, error) {
	if p.Key == "" {
		p.Key = newID()
	}
	key, path := p.Key, p.Path
	if path == "" {
		path = calendar.PathFor(p, func(path string) bool {
			var taken bool
			err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM post WHERE path = ?1 COLLATE NOCASE AND source <> '' UNION ALL SELECT 1 FROM plan_copy WHERE path = ?1 COLLATE NOCASE)`, path).Scan(&taken)
			return err == nil && taken
		})
	}
	p.Path = path
	named, err := p.With(calendar.Named(key))
	named.Key = key
	return named, err
}

// planned carries out an entry of the journal that fn fills, in one transaction
// that is on disk when it returns.
func (s *Store) planned(ctx context.Context, verb inbox.Verb, actor string, fn func(*tx, *inbox.Entry) error) (inbox.Entry, error) {
	entry := inbox.Entry{ID: newID(), At: s.now(), Actor: actor, Verb: verb}
	err := s.inTxDurably(ctx, func(tx *tx) error {
		if err := fn(tx, &entry); err != nil {
			return err
		}
		if len(entry.Changes) == 0 {
			return inbox.ErrNone
		}
		return s.enterJournal(ctx, tx, entry)
	})
	changed, isChanged := errors.AsType[*calendar.Changed](err)
	switch {
	case err == nil:
		s.enterLedger(ledgerLine{Entry: &entry})
		s.summon()
		return entry, nil
	case isChanged:
		return inbox.Entry{}, changed
	case errors.Is(err, inbox.ErrNone):
		return inbox.Entry{}, inbox.ErrNone
	}
	return inbox.Entry{}, fmt.Errorf("%s: %w", verb, err)
}

// Approve notes that posts may go out as they are now, and schedules what has a
// time and a place.
func (s *Store) Approve(ctx context.Context, keys []string) (inbox.Entry, error) {
	return s.planned(ctx, inbox.ApprovePost, s.actor, func(tx *tx, e *inbox.Entry) error {
		n := 0
		for _, key := range keys {
			k, err := s.postBy(ctx, tx, key)
			if err != nil {
				return err
			}
			changes, err := s.approve(k)
			if err != nil {
				return err
			}
			if len(changes) > 0 {
				n++
				e.Subject = titled(k.Title, n)
			}
			if err := s.applyAll(ctx, tx, changes, at(s.now())); err != nil {
				return err
			}
			e.Changes = append(e.Changes, changes...)
		}
		return nil
	})
}

// approve is what changes when a post is approved.
func (s *Store) approve(k kept) ([]inbox.Change, error) {
	to := calendar.Approved
	if !k.When.IsZero() && len(k.To) > 0 {
		to = calendar.Scheduled
	}
	var changes []inbox.Change
	if k.Status != to {
		now, err := k.With(calendar.As(to))
		if err != nil {
			return nil, err
		}
		now.Key = k.Key
		c, err := refile(&k.Post, now)
		if err != nil {
			return nil, err
		}
		changes = append(changes, c)
	}
	if k.consent.Holds(k.Post) {
		return changes, nil
	}
	from, err := json.Marshal(k.consent)
	if err != nil {
		return nil, err
	}
	given, err := json.Marshal(calendar.Consent{By: s.actor, At: s.now(), Says: k.Says(), To: k.To})
	return append(changes, inbox.Change{Ref: inbox.Ref{Kind: inbox.PostRef, ID: k.Key}, Field: "consent", From: from, To: given}), err
}

// PlanVersion tells one state of the plan's texts from another: it grows with
// every change.
func (s *Store) PlanVersion(ctx context.Context) (version int64, err error) {
	if err := s.read.QueryRowContext(ctx, `SELECT version FROM press`).Scan(&version); err != nil {
		return 0, fmt.Errorf("look at the plan: %w", err)
	}
	return version, nil
}

// Posts are all posts of the plan, by their paths.
func (s *Store) Posts(ctx context.Context) ([]calendar.Post, error) {
	all, err := list(ctx, s.read, s.scanPost, selectPost+`WHERE source <> '' ORDER BY path, key`)
	if err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	posts := make([]calendar.Post, len(all))
	for i, k := range all {
		posts[i] = k.Post
		posts[i].Status = k.status
	}
	return posts, nil
}
