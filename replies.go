package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"rounds/inbox/saved"
	"rounds/ui/cli"
)

// replies lends the commands the saved replies.
type replies struct{}

// Saved implements [cli.Replies].
func (replies) Saved(s cli.Settings) ([]saved.Reply, []*saved.Broken, error) {
	p, err := where(s)
	if err != nil {
		return nil, nil, err
	}
	return newReplyFolder(p).Saved()
}

// Begin implements [cli.Replies].
func (replies) Begin(s cli.Settings) (cli.Begun, error) {
	p, err := where(s)
	if err != nil {
		return cli.Begun{}, err
	}
	return newReplyFolder(p).begin()
}

// mostReplies is how many files of the folder are read.
const mostReplies = 500

// replyFolder is the folder with the saved replies. It may be asked by many at
// a time and as often as somebody looks: what has not changed is not read
// again, and what was broken by an edit stays as it was until it is mended.
type replyFolder struct {
	path string

	mu    sync.Mutex
	known map[string]replyFile // by the name of the file
}

// replyFile is a file as it was read.
type replyFile struct {
	size    int64
	changed time.Time
	good    *saved.Reply // the last that could be read
	broken  *saved.Broken
}

// newReplyFolder is the folder beside the config.
func newReplyFolder(p paths) *replyFolder {
	return &replyFolder{path: filepath.Join(filepath.Dir(p.config), "replies"), known: map[string]replyFile{}}
}

// Saved lists the replies by name, and what is wrong with those that cannot be
// read. Without a folder they are those of the starter set.
func (f *replyFolder) Saved() ([]saved.Reply, []*saved.Broken, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	root, err := os.OpenRoot(f.path) // nothing outside the folder is read, whatever a link says
	if errors.Is(err, fs.ErrNotExist) {
		all, broken := starter()
		return all, broken, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the saved replies: %w", err)
	}
	defer func() { _ = root.Close() }() // it was only read
	names, broken, err := f.names(root)
	if err != nil {
		return nil, nil, fmt.Errorf("read the saved replies: %w", err)
	}
	fresh := make(map[string]replyFile, len(names))
	var all []saved.Reply
	for _, name := range names {
		file := f.read(root, name)
		fresh[name] = file
		if file.good != nil {
			all = append(all, *file.good)
		}
		if file.broken != nil {
			broken = append(broken, file.broken)
		}
	}
	f.known = fresh
	return all, append(broken, saved.Clashes(all)...), nil
}

// starter is the set that Rounds brings. Its replies have no path.
func starter() (all []saved.Reply, broken []*saved.Broken) {
	for _, file := range saved.Starter() {
		r, err := saved.Parse(strings.TrimSuffix(file.Name, ".md"), file.Text)
		if err != nil {
			broken = append(broken, brokenAt(file.Name, err))
			continue
		}
		all = append(all, r)
	}
	return all, broken
}

// names are the Markdown files of the folder, hidden ones left out. A README
// belongs to a repository and is no reply.
// List implements [threads.Replies].
func (f *replyFolder) List() ([]saved.Reply, []error) {
	all, broken, err := f.Saved()
	var wrong []error
	if err != nil {
		wrong = append(wrong, err)
	}
	for _, b := range broken {
		wrong = append(wrong, b)
	}
	return all, wrong
}

func (f *replyFolder) names(root *os.Root) (names []string, broken []*saved.Broken, err error) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		name := e.Name()
		if filepath.Ext(name) == ".md" && name[0] != '.' && !strings.EqualFold(name, "README.md") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) > mostReplies {
		broken = append(broken, brokenAt(f.path, fmt.Errorf("there are %d files; the first %d are read", len(names), mostReplies)))
		names = names[:mostReplies]
	}
	return names, broken, nil
}

// read reads a file, unless it is as it was.
func (f *replyFolder) read(root *os.Root, name string) replyFile {
	path := filepath.Join(f.path, name)
	was := f.known[name]
	info, err := root.Stat(name)
	if err == nil && !info.Mode().IsRegular() { // a pipe would keep us waiting
		err = errors.New("it is not a file")
	}
	if err != nil {
		return replyFile{good: was.good, broken: brokenAt(path, err)}
	}
	if was.size == info.Size() && was.changed.Equal(info.ModTime()) && !was.changed.IsZero() {
		return was
	}
	now := replyFile{size: info.Size(), changed: info.ModTime()}
	reply, err := readReply(root, name, path)
	if err != nil {
		now.good, now.broken = was.good, brokenAt(path, err)
		return now
	}
	now.good = &reply
	return now
}

func readReply(root *os.Root, name, path string) (saved.Reply, error) {
	file, err := root.Open(name)
	if err != nil {
		return saved.Reply{}, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, saved.MaxFile+1))
	if err != nil {
		return saved.Reply{}, err
	}
	reply, err := saved.Parse(strings.TrimSuffix(name, ".md"), text)
	reply.Path = path
	return reply, err
}

// brokenAt is a trouble with a file as a mistake in its first line, unless it
// is one.
func brokenAt(path string, err error) *saved.Broken {
	if m, ok := errors.AsType[*saved.Mistake](err); ok {
		return &saved.Broken{Path: path, Mistake: m}
	}
	why := err.Error()
	if wrong, ok := errors.AsType[*fs.PathError](err); ok { // it names the file again
		why = wrong.Err.Error()
	}
	return &saved.Broken{Path: path, Mistake: &saved.Mistake{Line: 1, Why: why}}
}

// begin writes the starter set. A file that is there is never written over.
func (f *replyFolder) begin() (cli.Begun, error) {
	begun := cli.Begun{Folder: f.path, Written: []string{}, Kept: []string{}}
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return begun, fmt.Errorf("make the folder of the replies: %w", err)
	}
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return begun, fmt.Errorf("open the folder of the replies: %w", err)
	}
	defer func() { _ = root.Close() }() // each file was closed, and that was looked at
	for _, file := range saved.Starter() {
		switch err := writeNew(root, file.Name, file.Text); {
		case errors.Is(err, fs.ErrExist):
			begun.Kept = append(begun.Kept, file.Name)
		case err != nil:
			return begun, fmt.Errorf("write %s: %w", file.Name, err)
		default:
			begun.Written = append(begun.Written, file.Name)
		}
	}
	return begun, nil
}

// welcome sees to it that there is a reply for whoever is new. Without a folder
// the starter set has one; into a folder it is written where it is missing, and
// leaves its key to whoever has that.
func (f *replyFolder) welcome() error {
	all, _, err := f.Saved()
	if err != nil || slices.ContainsFunc(all, func(r saved.Reply) bool { return r.Name == "welcome" }) {
		return err
	}
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }() // the file was closed, and that was looked at
	for _, file := range saved.Starter() {
		if file.Name != "welcome.md" {
			continue
		}
		text := file.Text
		if slices.ContainsFunc(all, func(r saved.Reply) bool { return r.Key == "w" }) {
			text = bytes.Replace(text, []byte("key: w\n"), nil, 1)
		}
		return writeNew(root, file.Name, text)
	}
	return nil
}

// writeNew writes a file that must not be there, a link neither.
func writeNew(root *os.Root, name string, text []byte) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}
