package saved

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

// starter is compiled in: nothing is read from a disk.
//
//go:embed starter/*.md
var starter embed.FS

// File is one file of the starter set.
type File struct {
	Name string // "welcome.md"
	Text []byte
}

// Starter is what a manager begins with, by name. It is a bug of ours if one of
// the files cannot be parsed, and a test looks.
func Starter() []File {
	var files []File
	names, _ := fs.Glob(starter, "starter/*.md") // the pattern is well-formed
	slices.Sort(names)
	for _, name := range names {
		text, err := starter.ReadFile(name)
		if err != nil {
			continue // it is compiled in
		}
		files = append(files, File{strings.TrimPrefix(name, "starter/"), text})
	}
	return files
}
