package main

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// takeLock takes a file for this program alone, or tells that another has it.
// The system gives it back when the file is closed, after a crash too.
func takeLock(file *os.File) (bool, error) {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(file.Fd()), flags, 0, 1, 0, &windows.Overlapped{})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}
