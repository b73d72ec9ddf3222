package discord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// ExportOptions say what is wanted of an export.
type ExportOptions struct {
	Account string    // the name under which it is kept
	Since   time.Time // older messages are left out; zero wants all
	Private bool      // direct messages too
}

// Export is what DiscordChatExporter wrote as JSON: one file for each channel or
// thread. It is read page by page, and of a file no more than one message is in
// memory. It is for one reader at a time.
type Export struct {
	opts    ExportOptions
	fsys    fs.FS
	files   []exportFile
	account inbox.Account
	size    int64
	print   string
	parents map[string]string // of threads
	early   []inbox.Skip

	open *openFile
}

// exportFile is one file, with what stands at its head.
type exportFile struct {
	name   string
	size   int64
	before int64
	head   exportHead
}

type exportHead struct {
	Guild   struct{ ID, Name string }
	Channel exportChannel
}

type exportChannel struct {
	ID, Type, CategoryID, Category, Name string
	Topic                                *string
}

// isThread reports whether a file is a thread's; its category is then the
// channel that it belongs to.
func (c exportChannel) isThread() bool { return strings.HasSuffix(c.Type, "Thread") }

func (c exportChannel) isDirect() bool { return strings.HasPrefix(c.Type, "Direct") }

// errNoExport is a file that DiscordChatExporter did not write.
var errNoExport = errors.New("this is no export of DiscordChatExporter in JSON")

// OpenFolder opens a folder of such files, or one that holds a single one.
func OpenFolder(fsys fs.FS, o ExportOptions) (*Export, error) {
	e := &Export{opts: o, fsys: fsys, parents: map[string]string{}, account: inbox.Account{Name: o.Account, Platform: inbox.Discord, Base: web}}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(path.Ext(name), ".json") {
			return err
		}
		e.add(name, d)
		return nil
	})
	if err == nil && len(e.files) == 0 {
		err = errNoExport
	}
	if err != nil {
		return nil, fmt.Errorf("open export: %w", err)
	}
	e.order()
	return e, nil
}

// OpenFile opens one such file.
func OpenFile(fsys fs.FS, name string, o ExportOptions) (*Export, error) {
	dir, err := fs.Sub(fsys, path.Dir(name))
	if err != nil {
		return nil, fmt.Errorf("open export: %w", err)
	}
	return OpenFolder(only{dir, path.Base(name)}, o)
}

// only is a folder of which one file is seen.
type only struct {
	fs.FS
	name string
}

// ReadDir lists the one file.
func (o only) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(o.FS, name)
	return slices.DeleteFunc(all, func(d fs.DirEntry) bool { return d.IsDir() || d.Name() != o.name }), err
}

// add takes a file in, or tells why it cannot be.
func (e *Export) add(name string, d fs.DirEntry) {
	info, err := d.Info()
	var f *openFile
	if err == nil {
		f, err = openExport(e.fsys, name)
	}
	if err != nil {
		e.early = append(e.early, inbox.Skip{Where: name, Why: "left out: " + err.Error()})
		return
	}
	f.close()
	if f.head.Channel.isDirect() && !e.opts.Private {
		return
	}
	e.files = append(e.files, exportFile{name: name, size: info.Size(), head: f.head})
	if f.head.Channel.isThread() {
		e.parents[f.head.Channel.ID] = f.head.Channel.CategoryID
	}
	if isID(f.head.Guild.ID) { // direct messages are of no server
		e.account.Team = cmp.Or(e.account.Team, f.head.Guild.ID)
	}
}

// order sets in which order the files are read: channels before their threads.
func (e *Export) order() {
	slices.SortFunc(e.files, func(a, b exportFile) int {
		x, y := a.head.Channel, b.head.Channel
		if x.isThread() != y.isThread() {
			if y.isThread() {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(a.name, b.name))
	})
	sum := fnv.New64a()
	for i := range e.files {
		e.files[i].before = e.size
		e.size += e.files[i].size
		fmt.Fprintf(sum, "%s %d\n", e.files[i].name, e.files[i].size) //nolint:errcheck // a sum takes everything
	}
	fmt.Fprintf(sum, "%d", e.opts.Since.Unix()) //nolint:errcheck // a sum takes everything
	e.print = strconv.FormatUint(sum.Sum64(), 36)
}

// Account is the server that the export tells of.
func (e *Export) Account() inbox.Account { return e.account }

// Fingerprint is the identity of this very export, read with these options.
func (e *Export) Fingerprint() string { return e.print }

// Scope is the name of the one scope that an export has.
func (e *Export) Scope() string { return "import:" + e.print }

// Size is how many bytes there are to read.
func (e *Export) Size() int64 { return e.size }

// Close lets go of the file that is open.
func (e *Export) Close() error {
	if e.open == nil {
		return nil
	}
	f := e.open
	e.open = nil
	return f.file.Close()
}

// pageOf is how many messages a page holds at most.
const pageOf = 10_000

// exportCursor is how far an export is read.
type exportCursor struct {
	File int `json:"file"`
	Done int `json:"done"` // messages of it
}

// Fetch reads the next page: the channels first, then what was said in them.
func (e *Export) Fetch(ctx context.Context, s inbox.Scope) (inbox.Page, error) {
	page := inbox.Page{Account: e.opts.Account, Scope: inbox.Scope{Name: e.Scope()}, Size: e.size, More: true}
	if s.Name != "" && s.Name != e.Scope() {
		return page, fmt.Errorf("read export: %q is not a scope of this export", s.Name)
	}
	if s.Cursor == "" {
		page.Channels, page.Skipped = e.channels(), e.early
		page.Scope.Cursor = platform.Save(exportCursor{})
		return page, nil
	}
	at := platform.Load[exportCursor](s.Cursor)
	if at.File < 0 || at.File > len(e.files) || at.Done < 0 {
		return page, fmt.Errorf("read export: %q is not a place in this export", s.Cursor)
	}
	members := map[string]inbox.Member{}
	for at.File < len(e.files) && len(page.Messages) < pageOf {
		if err := ctx.Err(); err != nil {
			return page, err
		}
		ended, err := e.read(&page, &at, members)
		if err != nil {
			return page, fmt.Errorf("read export: %w", err)
		}
		if ended {
			at = exportCursor{File: at.File + 1}
		}
	}
	for _, m := range members {
		page.Members = append(page.Members, m)
	}
	slices.SortFunc(page.Members, func(a, b inbox.Member) int { return cmp.Compare(a.ID, b.ID) })
	page.Read = e.size
	if at.File < len(e.files) {
		page.Read = e.files[at.File].before
	} else {
		page.More, page.Ended = false, true
	}
	page.Scope.Cursor = platform.Save(at)
	return page, nil
}

func (e *Export) channels() []inbox.Channel {
	var all []inbox.Channel
	known := map[string]bool{}
	add := func(id, name, topic string, kind inbox.ChannelKind) {
		if isID(id) && !known[id] {
			known[id] = true
			all = append(all, inbox.Channel{ID: id, Name: cmp.Or(name, id), Topic: topic, Kind: kind, Created: moment(id)})
		}
	}
	for _, f := range e.files {
		ch, kind := f.head.Channel, inbox.Public
		if ch.isDirect() {
			kind = inbox.Direct
		}
		if ch.isThread() {
			add(ch.CategoryID, ch.Category, "", kind)
			continue
		}
		add(ch.ID, ch.Name, value(ch.Topic), kind)
	}
	return all
}

// read reads on in the file at a place, and reports whether it came to its end.
func (e *Export) read(page *inbox.Page, at *exportCursor, members map[string]inbox.Member) (ended bool, err error) {
	f := e.files[at.File]
	if e.open == nil || e.open.name != f.name || e.open.done != at.Done {
		if err := e.Close(); err != nil {
			return false, err
		}
		if e.open, err = openExport(e.fsys, f.name); err != nil {
			page.Skipped = append(page.Skipped, inbox.Skip{Where: f.name, Why: "left out: " + err.Error()})
			return true, nil //nolint:nilerr // it is told among the skipped
		}
	}
	for len(page.Messages) < pageOf {
		raw, err := e.open.next()
		if errors.Is(err, io.EOF) {
			return true, e.Close()
		}
		if err != nil { // what came before it is kept
			page.Skipped = append(page.Skipped, inbox.Skip{Where: f.name, Why: "read up to message " + itoa(e.open.done) + ": " + err.Error()})
			return true, e.Close()
		}
		if e.open.done <= at.Done {
			continue
		}
		at.Done = e.open.done
		m, who, err := f.head.Channel.message(raw)
		switch {
		case errors.Is(err, errRepeats):
		case err != nil:
			page.Skipped = append(page.Skipped, inbox.Skip{Where: f.name, Why: "1 message left out: " + err.Error()})
		case !m.SentAt.Before(e.opts.Since):
			page.Messages = append(page.Messages, m)
			if who.ID != "" {
				members[who.ID] = who
			}
		}
	}
	return false, nil
}
