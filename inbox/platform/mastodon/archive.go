package mastodon

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// largest is how much of one file of an archive is read. What unpacks to more is
// none of Mastodon's: an account that posts every hour for ten years has 200 MiB.
const largest = 256 << 20

// files are those of an archive that are read; its pictures are not.
type files struct{ actor, outbox []byte }

// take reads a file if it is one of those that are wanted, at the top of the
// archive or in the one folder in which it was packed.
func (f *files) take(name string, open func() (io.ReadCloser, error)) error {
	clean := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	if strings.Count(clean, "/") > 1 || strings.HasPrefix(clean, "..") {
		return nil
	}
	var into *[]byte
	switch path.Base(clean) {
	case "actor.json":
		into = &f.actor
	case "outbox.json":
		into = &f.outbox
	default:
		return nil
	}
	if *into != nil {
		return fmt.Errorf("there are two files %q: refused", path.Base(clean))
	}
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, largest+1))
	switch {
	case len(text) > largest:
		return fmt.Errorf("%s is larger than %d bytes: refused", path.Base(clean), largest)
	case err != nil && len(text) == 0:
		return err
	}
	*into = text // what of it can be read is, if its end is missing
	return nil
}

// OpenZip opens an archive as Mastodon hands it out.
func OpenZip(r io.ReaderAt, size int64, o ExportOptions) (*Export, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("open export: read the zip file's directory: %w: it was cut off on its way, or is no zip file; fetch it again", err)
	}
	var found files
	for _, f := range archive.File {
		if !f.Mode().IsRegular() {
			continue
		}
		if err := found.take(f.Name, f.Open); err != nil {
			return nil, fmt.Errorf("open export: %w", err)
		}
	}
	return newExport(found, o)
}

// OpenTarGz opens an archive as Mastodon handed it out before version 4.3.
func OpenTarGz(r io.Reader, o ExportOptions) (*Export, error) {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("open export: %w", err)
	}
	var found files
	for archive := tar.NewReader(unpacked); ; {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) || err != nil && found.actor != nil && found.outbox != nil {
			return newExport(found, o)
		}
		if err != nil {
			return nil, fmt.Errorf("open export: %w: the file was cut off on its way, or is no archive; fetch it again", err)
		}
		if head.Typeflag != tar.TypeReg {
			continue
		}
		err = found.take(head.Name, func() (io.ReadCloser, error) { return io.NopCloser(archive), nil })
		if err != nil {
			return nil, fmt.Errorf("open export: %w", err)
		}
	}
}

// OpenFolder opens an archive that was unpacked.
func OpenFolder(fsys fs.FS, o ExportOptions) (*Export, error) {
	var found files
	for _, name := range []string{"actor.json", "outbox.json"} {
		info, err := fs.Stat(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil && !info.Mode().IsRegular() {
			err = fmt.Errorf("%s is no file", name)
		}
		if err == nil {
			err = found.take(name, func() (io.ReadCloser, error) { return fsys.Open(name) })
		}
		if err != nil {
			return nil, fmt.Errorf("open export: %w", err)
		}
	}
	return newExport(found, o)
}
