// Command pack makes archives of folders, and the list of their checksums. The
// same files give the same bytes: they stand in the order of their names, belong
// to nobody, and are all of one time, that of SOURCE_DATE_EPOCH.
//
// It is a tool of packaging/build.sh and no part of the program.
package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: pack OUT FOLDER…")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(out string, folders []string) error {
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	at := time.Unix(seconds, 0).UTC()
	var sums []string
	for _, folder := range folders {
		name, write := filepath.Base(folder)+".tar.gz", tarred
		if strings.Contains(name, "-windows-") {
			name, write = filepath.Base(folder)+".zip", zipped
		}
		sum, err := packed(filepath.Join(out, name), folder, at, write)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		sums = append(sums, fmt.Sprintf("%x  %s\n", sum, name))
	}
	slices.SortFunc(sums, func(a, b string) int { return strings.Compare(a[64:], b[64:]) })
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(strings.Join(sums, "")), 0o644)
}

// entry is a file of an archive.
type entry struct {
	path, name string
	mode       fs.FileMode
	size       int64
}

// entries are the files of a folder in the order of their names, below its own.
func entries(folder string) ([]entry, error) {
	var all []entry
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(filepath.Dir(folder), path)
		mode := fs.FileMode(0o644)
		if base := filepath.Base(path); base == "rounds" || base == "rounds.exe" {
			mode = 0o755
		}
		all = append(all, entry{path, filepath.ToSlash(inside), mode, info.Size()})
		return err
	})
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return all, err
}

// packed writes an archive and returns its checksum.
func packed(path, folder string, at time.Time, write func(io.Writer, []entry, time.Time) error) (sum []byte, err error) {
	all, err := entries(folder)
	if err != nil {
		return nil, err
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	hash := sha256.New()
	err = write(io.MultiWriter(file, hash), all, at)
	return hash.Sum(nil), errors.Join(err, file.Close())
}

func tarred(w io.Writer, all []entry, at time.Time) error {
	squeezed, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(squeezed)
	for _, e := range all {
		header := &tar.Header{Typeflag: tar.TypeReg, Name: e.name, Mode: int64(e.mode), Size: e.size, ModTime: at, Format: tar.FormatPAX}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if err := copied(archive, e.path); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), squeezed.Close())
}

func zipped(w io.Writer, all []entry, at time.Time) error {
	archive := zip.NewWriter(w)
	for _, e := range all {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: at}
		header.SetMode(e.mode)
		into, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		if err := copied(into, e.path); err != nil {
			return err
		}
	}
	return archive.Close()
}

func copied(w io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(w, file)
	return err
}
