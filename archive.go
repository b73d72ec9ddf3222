package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/platform/discord"
	"rounds/inbox/platform/mastodon"
	"rounds/inbox/platform/slack"
	"rounds/ui/cli"
)

// export is what a platform handed out to be kept: it is read like an account.
type export interface {
	courier.Connector
	io.Closer
	Account() inbox.Account
	Scope() string
}

// archive is something on disk: a folder, or a file.
type archive struct {
	path   string
	folder fs.FS  // nil if it is a file
	name   string // of the one file in it that is wanted; "" for all of it
	file   *os.File
	size   int64
}

// endings are those of archives, which are no part of an account's name.
func endings() []string { return []string{".zip", ".tar.gz", ".tgz", ".json"} }

// nameOf is what an account is called that a file is read into.
func nameOf(path string) string {
	name := filepath.Base(filepath.Clean(path))
	for _, ending := range endings() {
		name = strings.TrimSuffix(name, ending)
	}
	return name
}

// openExport opens a file or a folder. Nothing outside of a folder is read,
// whatever a link in it says.
func openExport(o cli.ImportOptions) (_ export, done func(), err error) {
	info, err := os.Stat(o.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is no %s", o.Path)
	}
	if err != nil {
		return nil, nil, err
	}
	a := archive{path: o.Path, size: info.Size()}
	var closer io.Closer
	switch {
	case info.IsDir(), o.From == inbox.Discord && info.Mode().IsRegular():
		folder := o.Path
		if !info.IsDir() { // it is read as the one file of its folder
			folder, a.name = filepath.Dir(o.Path), filepath.Base(o.Path)
		}
		root, err := os.OpenRoot(folder)
		if err != nil {
			return nil, nil, err
		}
		a.folder, closer = root.FS(), root
	case !info.Mode().IsRegular():
		return nil, nil, fmt.Errorf("%s is neither a file nor a folder", o.Path)
	default:
		if a.file, err = os.Open(o.Path); err != nil {
			return nil, nil, err
		}
		closer = a.file
	}
	e, err := a.open(o)
	if err != nil {
		return nil, nil, errors.Join(err, closer.Close())
	}
	return e, func() { _ = errors.Join(e.Close(), closer.Close()) }, nil // both were only read
}

// open hands an archive to the platform that it comes from.
func (a archive) open(o cli.ImportOptions) (export, error) {
	switch o.From {
	case inbox.Discord:
		options := discord.ExportOptions{Account: o.As, Since: o.Since, Private: o.Private}
		if a.name != "" {
			return discord.OpenFile(a.folder, a.name, options)
		}
		return discord.OpenFolder(a.folder, options)
	case inbox.Mastodon:
		options := mastodon.ExportOptions{Account: o.As, Since: o.Since, Private: o.Private}
		switch {
		case a.folder != nil:
			return mastodon.OpenFolder(a.folder, options)
		case strings.HasSuffix(a.path, ".zip"):
			return mastodon.OpenZip(a.file, a.size, options)
		}
		return mastodon.OpenTarGz(a.file, options)
	case inbox.Slack, inbox.Discourse:
	}
	options := slack.ExportOptions{Account: o.As, Since: o.Since, Private: o.Private}
	if a.folder != nil {
		return slack.OpenFolder(a.folder, options)
	}
	return slack.OpenZip(a.file, a.size, options)
}
