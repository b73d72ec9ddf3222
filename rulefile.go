package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"rounds/inbox/moderation"
	"rounds/inbox/moderation/rules"
	"rounds/ui/cli"
)

// ruleFile is rules.toml beside the config. It is read again when it has
// changed; one that is broken leaves the last good one in force and says where it
// is broken. Many may ask at a time.
type ruleFile struct {
	path string

	mu      sync.Mutex
	read    bool
	size    int64
	changed time.Time
	edition int // counts the sets that were in force
	set     *rules.Set
	book    moderation.Rulebook
}

// newRuleFile is the file beside the config.
func newRuleFile(p paths) *ruleFile {
	return &ruleFile{path: filepath.Join(filepath.Dir(p.config), "rules.toml")}
}

// mostRules is how large rules.toml may be, in bytes.
const mostRules = 1 << 20

// source is the file as it lies there, else the starter set.
func (f *ruleFile) source() (cli.RuleFile, error) {
	file := cli.RuleFile{Path: f.path, Source: rules.Source{Name: f.path, Text: rules.Starter()}}
	info, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		file.Name = "starter rules"
		return file, nil
	}
	if err == nil && !info.Mode().IsRegular() { // opening a pipe would wait for ever
		err = fmt.Errorf("%s is not a file", f.path)
	}
	var opened *os.File
	if err == nil {
		opened, err = os.Open(f.path)
	}
	if err != nil {
		return file, fmt.Errorf("read the rules: %w", err)
	}
	defer opened.Close()
	text, err := io.ReadAll(io.LimitReader(opened, mostRules+1))
	switch {
	case err != nil:
		return file, fmt.Errorf("read the rules: %w", err)
	case len(text) > mostRules:
		return file, fmt.Errorf("read the rules: %s is larger than %d bytes", f.path, mostRules)
	}
	file.Text, file.Found = text, true
	return file, nil
}

// Rulebook implements [queue.Rules].
func (f *ruleFile) Rulebook() moderation.Rulebook {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refresh()
	book := f.book
	for _, slow := range f.set.Slow() {
		if book.Trouble == "" {
			book.Trouble = fmt.Sprintf("rule %q is put aside until the file changes: %s", slow.Rule, slow.Why)
		}
	}
	return book
}

// inForce are the rules, and which edition they are.
func (f *ruleFile) inForce() (*rules.Set, int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refresh()
	return f.set, f.edition
}

func (f *ruleFile) refresh() {
	size, changed := int64(-1), time.Time{}
	if info, err := os.Stat(f.path); err == nil {
		size, changed = info.Size(), info.ModTime()
	}
	if f.read && size == f.size && changed.Equal(f.changed) {
		return
	}
	f.read, f.size, f.changed = true, size, changed
	file, err := f.source()
	var set *rules.Set
	if err == nil {
		set, err = rules.Load(file.Source)
	}
	if err != nil {
		f.book.Trouble = err.Error()
		if f.set == nil {
			f.adopt(starterSet())
		}
		return
	}
	f.book.Trouble = ""
	f.adopt(set)
}

// adopt puts a set in force.
func (f *ruleFile) adopt(set *rules.Set) {
	trouble := f.book.Trouble
	set.Clock = time.Now
	f.set, f.book = set, set.Rulebook()
	f.book.Path, f.book.Trouble = f.path, trouble
	f.edition++
}

// starterSet is what holds where nothing else can.
func starterSet() *rules.Set {
	set, err := rules.Load(rules.Source{Name: "starter rules", Text: rules.Starter()})
	if err != nil {
		panic(err) // a test loads it
	}
	return set
}

// filesIn lists the files of a folder by name.
func filesIn(path string) ([]string, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// ruleFile lends the commands rules.toml.
func (workshop) ruleFile(s cli.Settings) (cli.RuleFile, error) {
	p, err := where(s)
	if err != nil {
		return cli.RuleFile{}, err
	}
	return newRuleFile(p).source()
}
