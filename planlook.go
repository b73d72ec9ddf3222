package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"rounds/calendar"
	"rounds/inbox/when"
)

// errMoved is that a file went away between two looks.
var errMoved = errors.New("files are being moved")

// unsureFor is within what time two changes of a file may bear the same stamp.
const unsureFor = 2 * time.Second

// settled looks at the folder until nothing has moved there for a while, two
// seconds at most.
func (f *planFolder) settled(ctx context.Context, root *os.Root) (map[string]planStamp, error) {
	for tries := 10; ; tries-- {
		found, latest, err := f.look(root)
		if err != nil && !errors.Is(err, errMoved) {
			return nil, err
		}
		if err == nil && (tries == 0 || f.now().Sub(latest).Abs() >= f.settles) {
			return found, nil
		}
		if tries == 0 {
			return nil, err
		}
		if err := f.pause(ctx, f.settles); err != nil {
			return nil, err
		}
	}
}

// look lists the files of the plan without reading them, and tells when the
// latest change was that it can see.
func (f *planFolder) look(root *os.Root) (found map[string]planStamp, latest time.Time, err error) {
	found = make(map[string]planStamp, len(f.lies))
	now := f.now()
	err = fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return moved(err)
		}
		if name != "." && !calendar.Listed(entry.Name()) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !entry.IsDir() && name != calendar.SettingsFile && !calendar.Belongs(name) {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return moved(err)
		}
		if info.ModTime().After(latest) && !info.ModTime().After(now.Add(f.settles)) {
			latest = info.ModTime()
		}
		if entry.IsDir() {
			return nil
		}
		if len(found) > mostPlanned {
			return fmt.Errorf("there are more than %d files: nothing is taken in", mostPlanned)
		}
		found[name] = planStamp{size: info.Size(), changed: info.ModTime(), kind: info.Mode().Type(), unsure: now.Sub(info.ModTime()).Abs() < unsureFor}
		return nil
	})
	return found, latest, err
}

// moved is an error of a file that is not there any more as what it means.
func moved(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errMoved
	}
	return err
}

// read reads a post's file, unless it is as it was.
func (f *planFolder) read(root *os.Root, name string, stamp planStamp) (planFile, error) {
	if was, known := f.seen[name]; known && was.same(stamp) && stamp.kind.IsRegular() {
		return was, nil
	}
	text, err := planText(root, name)
	file := planFile{planStamp: stamp, text: text}
	switch {
	case errors.Is(err, fs.ErrNotExist) && stamp.kind.IsRegular():
		return file, errMoved
	case err != nil:
		file.text, file.why = "", reasonOf(err)
	}
	return file, nil
}

// planText is what stands in a file. Of one that is too large there is a byte
// more than a file may have, so that whoever parses it sees that.
func planText(root *os.Root, name string) (string, error) {
	return textUpTo(root, name, calendar.MostBytes)
}

// textUpTo reads a file that has so many bytes at most, and a byte more of a
// larger one.
func textUpTo(root *os.Root, name string, most int64) (string, error) {
	info, err := root.Stat(name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() { // a pipe would keep us waiting
		return "", errors.New("it is not a file")
	}
	file, err := root.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, most+1))
	return string(text), err
}

// reasonOf is why a file cannot be read, without its name.
func reasonOf(err error) string {
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		err = wrong.Err
	}
	if err.Error() == "path escapes from parent" {
		return "it is a link that leads out of the plan folder"
	}
	return err.Error()
}

// watch syncs whenever something has changed in the folder or in the store,
// until ctx ends. A look at a large folder is made less often, so that looking
// takes a hundredth of the time at most.
func (f *planFolder) watch(ctx context.Context, every time.Duration, changed <-chan struct{}, tell func(error)) {
	const soon, cheap = 300 * time.Millisecond, 50 * time.Millisecond
	told, stored, hurried := "", true, true // what was done before we began is to be written
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-changed:
			stored = true
			if !hurried { // others may follow at once, and are not waited for twice
				hurried = timer.Reset(soon)
			}
			continue
		case <-timer.C:
		}
		began := f.now()
		moved := f.moved()
		next := when.UntilBeat(every, f.now())
		if took := f.now().Sub(began); took > cheap {
			next = max(every, 100*took)
		}
		if moved || stored {
			err := f.sync(ctx)
			if err != nil && ctx.Err() == nil && err.Error() != told {
				tell(err)
			}
			if told, stored = "", err != nil; stored {
				told = err.Error()
			}
		}
		timer.Reset(next)
		hurried = false
	}
}

// moved reports whether the folder is not as it was handed to the store.
func (f *planFolder) moved() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lies == nil || f.again {
		return true
	}
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return true // a sync says what is wrong
	}
	defer func() { _ = root.Close() }() // it was only read
	found, _, err := f.look(root)
	if err != nil || len(found) != len(f.lies) {
		return true
	}
	for name, stamp := range found {
		if was, known := f.lies[name]; !known || !was.same(stamp) {
			return true
		}
	}
	return false
}
