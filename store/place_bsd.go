//go:build unix && !linux

package store

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// placeOf tells a file from every copy of it on the same disk, "" where that
// cannot be told.
func placeOf(path string) string {
	var stat unix.Stat_t
	if err := unix.Stat(path, &stat); err != nil {
		return ""
	}
	return fmt.Sprint(stat.Ino)
}
