package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"github.com/google/uuid"

	"rounds/calendar"
)

// put writes or removes a file as the store wants it, and tells the store. A
// file that is not what the store was shown is left alone: the next look hands
// it over.
func (f *planFolder) put(ctx context.Context, root *os.Root, file calendar.File) error {
	if !calendar.Belongs(file.Path) || !fs.ValidPath(file.Path) || len(file.Text) > calendar.MostBytes {
		return errors.New("a file of that name or size does not belong in the plan folder")
	}
	was, known := f.seen[file.Path]
	if known && was.why != "" {
		return errors.New(was.why)
	}
	now, err := planText(root, file.Path)
	there := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	switch {
	case there && now == file.Text && file.Text != "", !there && file.Text == "":
	case there != known || now != was.text:
		f.again = true
		return nil
	default:
		switch err := change(root, file, was, known); {
		case errors.Is(err, errNotAsSeen):
			f.again = true
			return nil
		case err != nil:
			return err
		}
	}
	if err := f.memory.Copied(ctx, f.path, file); err != nil {
		return err
	}
	return f.remember(root, file)
}

func change(root *os.Root, file calendar.File, was planFile, known bool) error {
	switch {
	case file.Text == "":
		return removeSeen(root, file.Path, was.text)
	case known:
		return replaceSeen(root, file.Path, was.text, file.Text)
	}
	return placeNew(root, file.Path, file.Text)
}

// remember notes a file as we left it, so that it is not news to us.
func (f *planFolder) remember(root *os.Root, file calendar.File) error {
	if file.Text == "" {
		delete(f.seen, file.Path)
		delete(f.lies, file.Path)
		return nil
	}
	info, err := root.Lstat(file.Path)
	if err != nil {
		f.again = true
		return nil //nolint:nilerr // somebody moved it already; the next look tells where to
	}
	stamp := planStamp{size: info.Size(), changed: info.ModTime(), kind: info.Mode().Type(), unsure: true}
	f.seen[file.Path], f.lies[file.Path] = planFile{planStamp: stamp, text: file.Text}, stamp
	return nil
}

// errNotAsSeen is that a file was changed while we were about to write it.
var errNotAsSeen = errors.New("the file was changed meanwhile")

// placeNew writes a file that must not be there.
func placeNew(root *os.Root, name, text string) error {
	if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	fresh, err := writeBeside(root, name, text, 0o600)
	if err != nil {
		return err
	}
	err = root.Link(fresh, name) // unlike a rename it never takes the place of another
	if err := root.Remove(fresh); err != nil {
		return err
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = writeNew(root, name, []byte(text)) // a file system without links
	}
	if errors.Is(err, fs.ErrExist) {
		return errNotAsSeen
	}
	return err
}

// replaceSeen writes a file over one that must still be as it was read.
func replaceSeen(root *os.Root, name, was, text string) error {
	info, err := root.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("it is a link, and would become a file: write it where it leads")
	}
	fresh, err := writeBeside(root, name, text, info.Mode().Perm())
	if err != nil {
		return err
	}
	if now, err := textUpTo(root, name, mostImported); err != nil || now != was { // as late as can be
		return errors.Join(errNotAsSeen, root.Remove(fresh))
	}
	if err := root.Rename(fresh, name); err != nil {
		return errors.Join(err, root.Remove(fresh))
	}
	return nil
}

// removeSeen removes a file that must still be as it was read. It is moved aside
// first, and moved back if it turns out to be another.
func removeSeen(root *os.Root, name, was string) error {
	aside := besideName(name)
	if err := root.Rename(name, aside); err != nil {
		return err
	}
	if now, err := planText(root, aside); err != nil || now != was {
		if err := root.Link(aside, name); err != nil {
			return fmt.Errorf("it was changed meanwhile and lies in %s: %w", aside, err)
		}
		return errors.Join(errNotAsSeen, root.Remove(aside))
	}
	return root.Remove(aside)
}

// writeBeside writes a text into a hidden file in the same folder, down to the
// disk: a file that takes another's place must not turn out empty after a
// crash.
func writeBeside(root *os.Root, name, text string, mode fs.FileMode) (string, error) {
	fresh := besideName(name)
	file, err := root.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = file.WriteString(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil && mode != 0o600 {
		err = root.Chmod(fresh, mode)
	}
	if err != nil {
		return "", errors.Join(err, root.Remove(fresh))
	}
	return fresh, nil
}

// besideName is a name that no look takes for a post.
func besideName(name string) string {
	return path.Join(path.Dir(name), ".rounds-"+uuid.NewString()[:13])
}
