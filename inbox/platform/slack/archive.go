package slack

import (
	"archive/zip"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"
)

// entry is one file of an export.
type entry struct {
	name string
	size int64  // as declared
	mark string // what tells this very content from another: checksum or date
	open func() (io.ReadCloser, error)
}

// limits are what an export may ask of this machine.
type limits struct {
	roster  int64   // bytes of users.json, channels.json and the like
	day     int64   // bytes of one day file
	whole   int64   // bytes of an archive that is packed tighter than ratio
	bomb    int64   // bytes of an entry that is packed tighter than ratio
	ratio   float64 // how much smaller than itself an honest file gets
	entries int
	record  int // bytes of one record
}

func honest() limits {
	return limits{
		roster:  256 << 20,
		day:     512 << 20,
		whole:   2 << 30,
		bomb:    64 << 20,
		ratio:   200,
		entries: 2_000_000,
		record:  32 << 20,
	}
}

// zipEntries lists an archive after it has looked at every name and size in
// it. Nothing is unpacked yet.
func zipEntries(r io.ReaderAt, size int64, bound limits) ([]entry, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("read the zip file's directory: %w: the directory stands at the end of a zip file, so this one was cut off on its way or is no zip file; fetch it again", err)
	}
	if len(archive.File) > bound.entries {
		return nil, fmt.Errorf("the zip file has %d entries: more than the %d that we read", len(archive.File), bound.entries)
	}
	names := newNames()
	var entries []entry
	var packed, whole uint64
	for _, f := range archive.File {
		if err := checkZipEntry(f, names, bound); err != nil {
			return nil, err
		}
		packed += f.CompressedSize64
		whole += f.UncompressedSize64
		if f.Mode().IsDir() {
			continue
		}
		entries = append(entries, entry{
			name: f.Name, size: int64(f.UncompressedSize64),
			mark: fmt.Sprintf("%08x", f.CRC32), open: f.Open,
		})
	}
	if packed > uint64(size) {
		return nil, fmt.Errorf("the entries of the zip file lie over each other: they claim %d bytes of a file of %d", packed, size)
	}
	if whole > uint64(bound.whole) && float64(whole) > bound.ratio*float64(packed) {
		return nil, fmt.Errorf("the zip file would unpack to %d bytes, %.0f times its size: refused", whole, float64(whole)/float64(packed))
	}
	return entries, nil
}

func checkZipEntry(f *zip.File, names *names, bound limits) error {
	if err := names.check(f.Name); err != nil {
		return err
	}
	kind := f.Mode().Type()
	switch {
	case f.Flags&1 != 0:
		return fmt.Errorf("the entry %q is encrypted: an export of Slack never is", f.Name)
	case kind&fs.ModeSymlink != 0:
		return fmt.Errorf("the entry %q is a symbolic link: refused", f.Name)
	case kind != 0 && kind != fs.ModeDir:
		return fmt.Errorf("the entry %q is neither a file nor a folder: refused", f.Name)
	case f.UncompressedSize64 > uint64(bound.bomb) && float64(f.UncompressedSize64) > bound.ratio*float64(f.CompressedSize64):
		return fmt.Errorf("the entry %q would unpack to %d bytes, %.0f times its size: refused", f.Name, f.UncompressedSize64, float64(f.UncompressedSize64)/float64(max(1, f.CompressedSize64)))
	}
	return nil
}

// folderEntries lists an export that lies unpacked in a folder.
func folderEntries(fsys fs.FS, bound limits) ([]entry, error) {
	names := newNames()
	var entries []entry
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("list the folder: %w", err)
		case name == ".":
			return nil
		}
		if err := names.check(name); err != nil {
			return err
		}
		switch {
		case d.Type()&fs.ModeSymlink != 0:
			return fmt.Errorf("the entry %q is a symbolic link: refused", name)
		case d.IsDir():
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("the entry %q is neither a file nor a folder: refused", name)
		case len(entries) == bound.entries:
			return fmt.Errorf("the folder has more than the %d entries that we read", bound.entries)
		}
		about, err := d.Info()
		if err != nil {
			return fmt.Errorf("list the folder: %w", err)
		}
		entries = append(entries, entry{
			name: name, size: about.Size(), mark: about.ModTime().UTC().Format(time.RFC3339Nano),
			open: func() (io.ReadCloser, error) { return fsys.Open(name) },
		})
		return nil
	})
	return entries, err
}

// names refuses the names that an export never has and an attack does, though
// nothing is ever written under them.
type names struct{ seen map[string]string }

func newNames() *names { return &names{seen: map[string]string{}} }

// check refuses a dangerous name, and one that was there already or is told
// from one that was by its capitals alone.
func (n *names) check(name string) error {
	if why := danger(name); why != "" {
		return fmt.Errorf("the entry %q %s: refused", name, why)
	}
	folded := strings.ToLower(strings.TrimSuffix(name, "/"))
	if before, ok := n.seen[folded]; ok {
		return fmt.Errorf("the entry %q is there twice (as %q): which of the two is right cannot be known", name, before)
	}
	n.seen[folded] = name
	return nil
}

// danger says what is wrong with a name, or nothing.
func danger(name string) string {
	switch {
	case name == "":
		return "has no name"
	case strings.ToValidUTF8(name, "") != name:
		return "has a name that is not UTF-8"
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "has a control character in its name"
	case strings.Contains(name, `\`):
		return "has a backslash in its name"
	case strings.HasPrefix(name, "/"):
		return "has an absolute name"
	case len(name) > 1 && name[1] == ':':
		return "names a drive"
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(name, "/"), "/") {
		if part == "" || part == "." || part == ".." {
			return "leads out of its folder"
		}
	}
	if !strings.HasSuffix(name, "/") && reserved(path.Base(name)) {
		return "has a name that Windows keeps for a device"
	}
	return ""
}

// reserved reports whether Windows takes a file's name for a device. Folders
// are spared: a channel may well be called "con".
func reserved(base string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(base), ".")
	switch stem {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "com") || strings.HasPrefix(stem, "lpt")) &&
		stem[3] >= '1' && stem[3] <= '9'
}

// fingerprint is the identity of a set of entries read in a certain way.
func fingerprint(entries []entry, how string) string {
	sum := fnv.New128a()
	fmt.Fprintln(sum, how) //nolint:errcheck // a hash takes everything
	for _, e := range entries {
		fmt.Fprintf(sum, "%q %d %s\n", e.name, e.size, e.mark) //nolint:errcheck // a hash takes everything
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// bounded reads an entry to its limit and one byte further, which is an error
// that says so: what an archive declares is not what it holds.
type bounded struct {
	io.ReadCloser
	left int64
}

var errBomb = errors.New("unpacks to more than the limit")

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errBomb
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	return n, err
}
