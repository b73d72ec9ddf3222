package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
)

// ExportOptions say what is wanted of an export.
type ExportOptions struct {
	Account string    // the name under which it is kept
	Since   time.Time // older messages are left out; zero wants all
	Private bool      // private channels and direct messages too
}

// Export is an official export of a Slack workspace. It is read page by page
// and holds no more than a page, its members' names and the list of its files.
// It is for one reader at a time.
type Export struct {
	opts    ExportOptions
	bound   limits
	account inbox.Account
	print   string

	channels []inbox.Channel
	members  []inbox.Member
	who      people
	files    []dayFile
	size     int64 // of all day files
	early    []inbox.Skip

	day *day // the file that is open, nil if none
	buf []byte
}

// dayFile is one file of messages.
type dayFile struct {
	entry
	channel string // its ID
	before  int64  // bytes of the files ahead of it
}

// OpenZip opens an export as Slack hands it out.
func OpenZip(r io.ReaderAt, size int64, o ExportOptions) (*Export, error) {
	return openZip(r, size, o, honest())
}

func openZip(r io.ReaderAt, size int64, o ExportOptions, bound limits) (*Export, error) {
	entries, err := zipEntries(r, size, bound)
	if err != nil {
		return nil, fmt.Errorf("open export: %w", err)
	}
	return openExport(entries, o, bound)
}

// OpenFolder opens an export that was unpacked.
func OpenFolder(fsys fs.FS, o ExportOptions) (*Export, error) {
	entries, err := folderEntries(fsys, honest())
	if err != nil {
		return nil, fmt.Errorf("open export: %w", err)
	}
	return openExport(entries, o, honest())
}

// openExport reads what an export says about its members and channels, and
// lists its day files in the order in which they will be read.
func openExport(entries []entry, o ExportOptions, bound limits) (*Export, error) {
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	e := &Export{
		opts: o, bound: bound,
		print:   fingerprint(entries, fmt.Sprintf("v2 %d %t", o.Since.UnixMicro(), o.Private)),
		account: inbox.Account{Name: o.Account, Platform: inbox.Slack},
	}
	r, err := newRoster(entries, bound)
	if err != nil {
		return nil, fmt.Errorf("open export: %w", err)
	}
	if err := e.readRoster(r); err != nil {
		return nil, fmt.Errorf("open export: %w", err)
	}
	e.byDay()
	return e, nil
}

// byDay orders the files by their days, and those of one day by their
// channels. So messages come nearly in the order of time, whatever their
// channel, and the store appends to its indices where it would have to insert
// all over them: at a million messages that is a third of the time.
func (e *Export) byDay() {
	slices.SortStableFunc(e.files, func(a, b dayFile) int { return cmp.Compare(path.Base(a.name), path.Base(b.name)) })
	e.size = 0
	for i := range e.files {
		e.files[i].before = e.size
		e.size += e.files[i].size
	}
}

// Account is the account that the export tells of. An export does not say
// under which address the workspace lives, nor who we are.
func (e *Export) Account() inbox.Account { return e.account }

// Fingerprint is the identity of this very export, read with these options: a
// cursor of one fingerprint means nothing to another.
func (e *Export) Fingerprint() string { return e.print }

// Scope is the name of the one scope that an export has.
func (e *Export) Scope() string { return "import:" + e.print }

// Size is how many bytes of messages there are to read.
func (e *Export) Size() int64 { return e.size }

// Close lets go of the file that is open. The archive itself belongs to the
// one who opened it.
func (e *Export) Close() error {
	if e.day == nil {
		return nil
	}
	d := e.day
	e.day = nil
	return d.close()
}

// The bounds of a page: whichever is met first ends it.
const (
	pageMessages = 12_000
	pageBytes    = 10 << 20 // of text
	pageFiles    = 2000
	pageReads    = 64 << 20 // of JSON, wanted or not
)

// Fetch reads the next page: first the roster, then the messages channel by
// channel in the order of channels.json, day by day, as they stand.
func (e *Export) Fetch(ctx context.Context, s inbox.Scope) (inbox.Page, error) {
	page := inbox.Page{Account: e.opts.Account, Scope: inbox.Scope{Name: e.Scope()}, Size: e.size, More: true}
	if s.Name != "" && s.Name != e.Scope() {
		return page, fmt.Errorf("read export: %q is not a scope of this export", s.Name)
	}
	if s.Cursor == "" {
		page.Channels, page.Members, page.Skipped = e.channels, e.members, e.early
		page.Scope.Cursor = place{}.String()
		return page, nil
	}
	at, err := parsePlace(s.Cursor)
	if err != nil || at.file > len(e.files) {
		return page, fmt.Errorf("read export: %q is not a place in this export", s.Cursor)
	}
	at, err = e.fill(ctx, &page, at)
	if err != nil {
		return page, fmt.Errorf("read export: %w", err)
	}
	page.Scope.Cursor = at.String()
	if at.file == len(e.files) {
		page.More, page.Ended = false, true
	}
	return page, nil
}

// fill reads from a place on until the page is full or the export ends, and
// returns the place behind what it read.
func (e *Export) fill(ctx context.Context, page *inbox.Page, at place) (place, error) {
	text, files := 0, 0
	begun := e.read(at)
	const least = 128 // bytes of a message: room for a page, made once
	page.Messages = make([]inbox.Message, 0, min(pageMessages, 1+(e.size-begun)/least))
	full := func() bool {
		return len(page.Messages) >= pageMessages || text >= pageBytes ||
			files >= pageFiles || e.read(at)-begun >= pageReads
	}
	for at.file < len(e.files) && !full() {
		if err := ctx.Err(); err != nil {
			return at, err
		}
		d, err := e.open(at)
		if err != nil {
			return at, err
		}
		ended := false
		for !ended && !full() {
			m, wanted, err := d.next()
			at.record = d.records
			switch {
			case err != nil:
				ended = true
			case wanted:
				page.Messages = append(page.Messages, m)
				text += len(m.Text)
			}
		}
		page.Skipped = append(page.Skipped, d.takeSkipped()...)
		if ended {
			if err := e.Close(); err != nil {
				return at, err
			}
			at = place{file: at.file + 1}
			files++
		}
	}
	page.Read = e.read(at)
	return at, nil
}

// read is how many bytes lie before a place.
func (e *Export) read(at place) int64 {
	if at.file >= len(e.files) {
		return e.size
	}
	f := e.files[at.file]
	if e.day != nil && e.day.file == at.file {
		return f.before + min(f.size, e.day.list.passed)
	}
	return f.before
}

// open opens the file at a place and goes to its record, or goes on in the
// file that is open if that is where it stands.
func (e *Export) open(at place) (*day, error) {
	if e.day != nil && e.day.file == at.file && e.day.records == at.record {
		return e.day, nil
	}
	if err := e.Close(); err != nil {
		return nil, err
	}
	d := openDay(e, at.file)
	e.day = d
	d.pass(at.record)
	return d, nil
}

// place is where a page ended: the file, and the record in it.
type place struct{ file, record int }

func (p place) String() string { return fmt.Sprintf("%d:%d", p.file, p.record) }

func parsePlace(s string) (place, error) {
	file, record, ok := strings.Cut(s, ":")
	f, err := strconv.Atoi(file)
	n, err2 := strconv.Atoi(record)
	if !ok || err != nil || err2 != nil || f < 0 || n < 0 {
		return place{}, errors.New("not a place")
	}
	return place{f, n}, nil
}

// isDay reports whether a file's name is a date, and whether all of that day,
// wherever its midnight was, lies before since.
func isDay(name string, since time.Time) (dated, old bool) {
	stem, ok := strings.CutSuffix(path.Base(name), ".json")
	if !ok {
		return false, false
	}
	date, err := time.Parse(time.DateOnly, stem)
	if err != nil {
		return false, false
	}
	return true, date.Add(48 * time.Hour).Before(since)
}
