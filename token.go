package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// errNoToken says where a token is looked for.
var errNoToken = errors.New("no token")

// tokenOf finds the token of an account: in ROUNDS_TOKEN_NAME, for the account
// that the environment alone describes in ROUNDS_SLACK_TOKEN, else in a file
// that only its owner can read. It also tells where the token was found, which
// may be shown; the token itself never is.
func tokenOf(a accountConfig, configPath string) (secret, from string, err error) {
	names := []string{"ROUNDS_TOKEN_" + variable(a.Name)}
	if a.unwritten {
		names = append(names, "ROUNDS_SLACK_TOKEN")
	}
	for _, name := range names {
		if secret := strings.TrimSpace(os.Getenv(name)); secret != "" {
			return secret, "the environment variable " + name, nil
		}
	}
	file := a.TokenFile
	if file == "" {
		file = filepath.Join(filepath.Dir(configPath), "tokens", a.Name)
	}
	secret, err = secretFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", fmt.Errorf("account %s: %w: set %s, or put it into %s with mode 0600", a.Name, errNoToken, names[0], file)
	}
	if err != nil {
		return "", "", fmt.Errorf("account %s: %w", a.Name, err)
	}
	return secret, "the file " + file, nil
}

// variable is a name as environment variables are written.
func variable(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToUpper(name))
}

// secretFile reads a secret. It follows no link and takes nothing but a file
// that others cannot read.
func secretFile(path string) (string, error) {
	linked, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	if !linked.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a plain file (a link is not followed for secrets)", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	opened, err := file.Stat()
	if err != nil {
		return "", err
	}
	switch {
	case !os.SameFile(linked, opened):
		return "", fmt.Errorf("%s was swapped while it was opened", path)
	case opened.Mode().Perm()&0o077 != 0:
		return "", fmt.Errorf("others can read %s: chmod 600 it, and think about a new token", path)
	}
	text, err := io.ReadAll(io.LimitReader(file, 4096))
	if err != nil {
		return "", err
	}
	secret := strings.TrimSpace(string(text))
	if secret == "" {
		return "", fmt.Errorf("%s is empty", path)
	}
	return secret, nil
}
