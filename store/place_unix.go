//go:build unix

package store

import (
	"io/fs"
	"strconv"
	"syscall"
)

// placeOf tells a file from every copy of it on the same disk, "" where that
// cannot be told.
func placeOf(info fs.FileInfo) string {
	if info == nil {
		return ""
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return strconv.FormatUint(uint64(stat.Ino), 10) //nolint:unconvert // its type differs between systems
	}
	return ""
}
