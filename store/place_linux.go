package store

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// placeOf tells a file from every copy of it on the same machine: by its number
// on the disk and when it was made there, for a number is given again. "" is
// that it cannot be told.
func placeOf(path string) string {
	var stat unix.Statx_t
	if err := unix.Statx(unix.AT_FDCWD, path, 0, unix.STATX_INO|unix.STATX_BTIME, &stat); err != nil || stat.Mask&unix.STATX_INO == 0 {
		return ""
	}
	if stat.Mask&unix.STATX_BTIME == 0 {
		return fmt.Sprint(stat.Ino)
	}
	return fmt.Sprintf("%d made %d.%09d", stat.Ino, stat.Btime.Sec, stat.Btime.Nsec)
}
