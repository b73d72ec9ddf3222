package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// keepSecret makes a file that only its owner can read. One that is there is left
// alone.
func keepSecret(path string, body []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("write %s: there is a file of that name already; choose another", path)
	}
	if err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	_, err = file.Write(body)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(path))
	}
	return nil
}
