package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rounds/calendar"
	"rounds/inbox"
)

// lodged is what was last read from a place in a folder, or written there.
type lodged struct{ path, post, text string }

// Exchange takes the files of the plan folder as they lie there, and returns
// what must be written there (Text "" removes it), having taken in, in one
// transaction, what was changed there. What was changed on both sides is brought
// together where that can be done; else both sides stay as they are, and that is
// kept as a problem, as is a file that cannot be read: the last good version of
// it stays in force. Nothing is written that [Store.Copied] was not told of.
func (s *Store) Exchange(ctx context.Context, folder string, files []calendar.File) ([]calendar.File, error) {
	x := exchange{s: s, ctx: ctx, folder: folder, both: true}
	if err := x.run(files); err != nil {
		return nil, fmt.Errorf("read the plan folder: %w", err)
	}
	return x.write, nil
}

// Take takes files in like [Store.Exchange], and writes nothing back. It
// returns how many posts it brought, and what could not be taken.
func (s *Store) Take(ctx context.Context, folder string, files []calendar.File) (taken int, problems []calendar.Problem, err error) {
	x := exchange{s: s, ctx: ctx, folder: folder}
	if err := x.run(files); err != nil {
		return 0, nil, fmt.Errorf("import the plan: %w", err)
	}
	return x.taken, x.problems, nil
}

// Copied notes that a file now lies in a folder as it is here; without a text it
// is gone.
func (s *Store) Copied(ctx context.Context, folder string, f calendar.File) error {
	const (
		put = `
			INSERT INTO plan_copy (folder, path, post, text)
			SELECT ?1, ?2, coalesce((SELECT key FROM post WHERE path = ?2 AND source <> ''), (SELECT post FROM plan_copy WHERE folder = ?1 AND path = ?2), ?4), ?3
			ON CONFLICT DO UPDATE SET text = excluded.text, post = excluded.post`
		drop = `DELETE FROM plan_copy WHERE folder = ? AND path = ?`
	)
	var err error
	if f.Text == "" {
		err = s.exec(ctx, drop, folder, f.Path)
	} else {
		p, _ := calendar.Parse(f.Path, f.Text)
		err = s.exec(ctx, put, folder, f.Path, f.Text, p.Key)
	}
	if err != nil {
		return fmt.Errorf("note what lies in the plan folder: %w", err)
	}
	return nil
}

// exchange is one meeting of the plan with a folder.
type exchange struct {
	s      *Store
	ctx    context.Context
	tx     *tx
	entry  inbox.Entry
	folder string
	both   bool // the folder gets what is new here, too

	copies map[string]lodged // by path
	here   map[string]kept   // by key
	there  map[string]bool   // paths of the files

	write    []calendar.File
	problems []calendar.Problem
	taken    int
	title    string
}

func (x *exchange) run(files []calendar.File) error {
	x.entry = inbox.Entry{ID: newID(), At: x.s.now(), Actor: printer, Verb: inbox.SyncPlan}
	if !x.both {
		x.entry.Actor, x.entry.Verb = x.s.actor, inbox.ImportPlan
	}
	err := x.s.inTx(x.ctx, func(tx *tx) error {
		x.tx = tx
		if err := x.read(files); err != nil {
			return err
		}
		for _, f := range files {
			if err := x.meet(f); err != nil {
				return fmt.Errorf("%s: %w", f.Path, err)
			}
		}
		if x.both {
			if err := x.miss(len(files)); err != nil {
				return err
			}
			x.offer()
		}
		return x.close()
	})
	if err == nil && len(x.entry.Changes) > 0 {
		x.s.enterLedger(ledgerLine{Entry: &x.entry})
		x.s.summon()
	}
	return err
}

// read reads what is here.
func (x *exchange) read(files []calendar.File) error {
	x.there = make(map[string]bool, len(files))
	for _, f := range files {
		x.there[f.Path] = true
	}
	copies, err := list(x.ctx, x.tx, func(row scanner) (c lodged, err error) { return c, row.Scan(&c.path, &c.post, &c.text) },
		`SELECT path, post, text FROM plan_copy WHERE folder = ?`, x.folder)
	if err != nil {
		return err
	}
	posts, err := list(x.ctx, x.tx, x.s.scanPost, selectPost+`WHERE source <> ''`)
	x.copies, x.here = make(map[string]lodged, len(copies)), make(map[string]kept, len(posts))
	for _, c := range copies {
		x.copies[c.path] = c
	}
	for _, k := range posts {
		x.here[k.Key] = k
	}
	return err
}

// meet brings one file and what is here together.
func (x *exchange) meet(f calendar.File) error {
	c, known := x.copies[f.Path]
	if f.Why != "" {
		x.tell(calendar.Problem{Path: f.Path, Reason: f.Why, Key: c.post})
		return nil
	}
	if known && c.text == f.Text {
		return x.unchanged(f, c)
	}
	p, err := calendar.Parse(f.Path, f.Text)
	if broken, is := errors.AsType[*calendar.Broken](err); is {
		x.tell(calendar.Problem{Path: f.Path, Line: broken.Line, Reason: broken.Reason, Key: c.post})
		return nil
	} else if err != nil {
		return err
	}
	if !known {
		if c, err = x.stranger(f, p); err != nil {
			return err
		}
		if c.post == "" {
			return nil // told already
		}
	}
	p.Key = c.post
	mine, is := x.here[c.post]
	switch {
	case !is, mine.Source == c.text:
		return x.take(f, p)
	case mine.Source == f.Text:
		return x.keep(f.Path, c.post, f.Text)
	}
	merged, fine := calendar.Merge(c.text, mine.Source, f.Text)
	if !fine {
		x.tell(calendar.Problem{Path: f.Path, Key: c.post, Mine: mine.Source, Theirs: f.Text, Reason: "This file was changed, and the post was changed here."})
		return nil
	}
	both, err := calendar.Parse(f.Path, merged)
	if err != nil {
		x.tell(calendar.Problem{Path: f.Path, Key: c.post, Mine: mine.Source, Theirs: f.Text, Reason: "This file was changed, and the post was changed here: together they make no sense."})
		return nil //nolint:nilerr // it is told
	}
	both.Key = c.post
	if err := x.take(f, both); err != nil {
		return err
	}
	if x.both && merged != f.Text {
		x.write = append(x.write, calendar.File{Path: f.Path, Text: merged})
	}
	return nil
}

// unchanged is a file that lies as it was left.
func (x *exchange) unchanged(f calendar.File, c lodged) error {
	mine, is := x.here[c.post]
	switch {
	case !x.both:
	case !is: // it was thrown away here
		x.write = append(x.write, calendar.File{Path: f.Path})
	case mine.Source != f.Text:
		x.write = append(x.write, calendar.File{Path: f.Path, Text: mine.Source})
	}
	return nil
}

// stranger is whose file one is that was not there before: of a post that is
// here, of one whose file had another name, or of a new one. Without a key it
// cannot be taken, and that is told.
func (x *exchange) stranger(f calendar.File, p calendar.Post) (lodged, error) {
	for path, c := range x.copies {
		if !x.there[path] && (c.text == f.Text || p.Key != "" && c.post == p.Key) { // it was renamed
			delete(x.copies, path)
			_, err := x.tx.ExecContext(x.ctx, `DELETE FROM plan_copy WHERE folder = ? AND path = ?`, x.folder, path)
			return lodged{f.Path, c.post, c.text}, err
		}
	}
	if p.Key == "" {
		for _, k := range x.here {
			if !x.both && k.Source == f.Text {
				return lodged{f.Path, k.Key, f.Text}, nil // it was imported before
			}
		}
		return lodged{f.Path, newID(), ""}, nil
	}
	for path, c := range x.copies {
		if c.post == p.Key && x.there[path] {
			x.tell(calendar.Problem{Path: f.Path, Reason: "It has the same id as " + path + ": take the line  id:  out of one of them."})
			return lodged{}, nil
		}
	}
	return lodged{f.Path, p.Key, ""}, nil
}

// take takes what a file says.
func (x *exchange) take(f calendar.File, p calendar.Post) error {
	var was *calendar.Post
	mine, is := x.here[p.Key]
	if !is && !x.both {
		p.Path = x.free(p)
	}
	if is {
		was = &mine.Post
		if was.Source == p.Source && was.Path == p.Path {
			return x.keep(f.Path, p.Key, f.Text)
		}
		if !x.both {
			p.Path = was.Path // an import comes from elsewhere
		}
	}
	c, err := refile(was, p)
	if err != nil {
		return err
	}
	if err := x.s.apply(x.ctx, x.tx, c, at(x.s.now())); err != nil {
		return err
	}
	x.entry.Changes = append(x.entry.Changes, c)
	x.taken++
	x.title = p.Title
	x.here[p.Key] = kept{Post: p}
	return x.keep(f.Path, p.Key, f.Text)
}

// free is a path of the plan folder for a post that comes from elsewhere: its
// own, unless another post has that.
func (x *exchange) free(p calendar.Post) string {
	taken := func(path string) bool {
		for _, k := range x.here {
			if strings.EqualFold(k.Path, path) {
				return true
			}
		}
		return false
	}
	if p.Path == "" || taken(p.Path) {
		return calendar.PathFor(p, taken)
	}
	return p.Path
}

// keep notes what lies in the folder.
func (x *exchange) keep(path, post, text string) error {
	const query = `INSERT INTO plan_copy (folder, path, post, text) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET post = excluded.post, text = excluded.text`
	_, err := x.tx.ExecContext(x.ctx, query, x.folder, path, post, text)
	x.copies[path] = lodged{path, post, text}
	return err
}

// few is how many files may go at once without a question.
const few = 3

// miss looks for files that are not there any more. One that was not changed
// here is thrown away here too; but a folder that has lost most of its files is
// rather a disk that is not there.
func (x *exchange) miss(files int) error {
	var gone []lodged
	for path, c := range x.copies {
		if _, is := x.here[c.post]; is && !x.there[path] {
			gone = append(gone, c)
		}
	}
	slices.SortFunc(gone, func(a, b lodged) int {
		if a.path < b.path {
			return -1
		}
		return 1
	})
	if files > 0 && len(gone) > few && len(gone) > files {
		x.tell(calendar.Problem{Path: x.folder, Reason: fmt.Sprintf(
			"%d of its files are gone at once, so nothing is thrown away here. Put the folder back; or throw the posts away in the calendar.", len(gone))})
		return nil
	}
	for _, c := range gone {
		mine := x.here[c.post]
		// An empty folder is a new one. What was changed here is more than what they
		// have thrown away.
		if files == 0 || mine.Source != c.text {
			x.write = append(x.write, calendar.File{Path: c.path, Text: mine.Source})
			continue
		}
		change, err := refile(&mine.Post, calendar.Post{Key: c.post})
		if err != nil {
			return err
		}
		if err := x.s.apply(x.ctx, x.tx, change, at(x.s.now())); err != nil {
			return err
		}
		x.entry.Changes = append(x.entry.Changes, change)
		x.taken++
		x.title = mine.Title
		delete(x.here, c.post)
		if _, err := x.tx.ExecContext(x.ctx, `DELETE FROM plan_copy WHERE folder = ? AND path = ?`, x.folder, c.path); err != nil {
			return err
		}
	}
	return nil
}

// offer writes the posts that the folder does not have.
func (x *exchange) offer() {
	has := map[string]bool{}
	for _, c := range x.copies {
		has[c.post] = true
	}
	var keys []string
	for key := range x.here {
		if !has[key] {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		k := x.here[key]
		if x.there[k.Path] {
			x.tell(calendar.Problem{Path: k.Path, Key: key, Reason: "Another file has the name that this post would have: give it another name."})
			continue
		}
		x.there[k.Path] = true
		x.write = append(x.write, calendar.File{Path: k.Path, Text: k.Source})
	}
}

func (x *exchange) tell(p calendar.Problem) { x.problems = append(x.problems, p) }

// close writes the journal, and the problems that there are now.
func (x *exchange) close() error {
	const put = `INSERT OR REPLACE INTO plan_problem (folder, path, line, reason, mine, theirs, post) VALUES (?, ?, ?, ?, ?, ?, ?)`
	if x.entry.Subject = titled(x.title, x.taken); len(x.entry.Changes) > 0 {
		if err := x.s.enterJournal(x.ctx, x.tx, x.entry); err != nil {
			return err
		}
	}
	if _, err := x.tx.ExecContext(x.ctx, `DELETE FROM plan_problem WHERE folder = ?`, x.folder); err != nil {
		return err
	}
	for _, p := range x.problems {
		if !x.both && !p.Conflict() {
			continue // it was told, and is no business of the plan's
		}
		if _, err := x.tx.ExecContext(x.ctx, put, x.folder, p.Path, p.Line, p.Reason, p.Mine, p.Theirs, p.Key); err != nil {
			return err
		}
	}
	return nil
}
