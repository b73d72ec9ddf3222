package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// errNoToken says where a token is looked for.
var errNoToken = errors.New("no token")

// Where an account's tokens are kept, as the config says it.
const (
	inKeyring = "keyring"
	inFile    = "file"
)

// tokenPart is one of the tokens that an account may have.
type tokenPart string

// The parts. Only the first has to be there: the app's own token tells of news
// as they happen, the user's searches and answers in a person's own name.
const (
	botPart  tokenPart = ""
	appPart  tokenPart = "app"
	userPart tokenPart = "user"
)

func parts() []tokenPart { return []tokenPart{botPart, appPart, userPart} }

// credential is a token, and where it was found. However it is printed, only
// the second is seen.
type credential struct {
	secret string
	From   string // in words, "" if there is none
}

// Format implements [fmt.Formatter].
func (c credential) Format(w fmt.State, _ rune) { io.WriteString(w, "token from "+c.From) } //nolint:errcheck // nobody is left to tell

// tokens are those of one account. App and User may be missing.
type tokens struct{ Bot, App, User credential }

// tokensOf finds all tokens of an account: each in the environment, else in the
// keyring of the system, else in a file that only its owner can read. Without
// the one that it is read with there is an error.
func tokensOf(a accountConfig, configPath string) (found tokens, err error) {
	s := search(a, configPath)
	for p, into := range map[tokenPart]*credential{botPart: &found.Bot, appPart: &found.App, userPart: &found.User} {
		var trouble error
		*into, trouble = s.find(p)
		err = errors.Join(err, trouble)
	}
	if err == nil && found.Bot.secret == "" {
		err = noToken(a, configPath)
	}
	return found, err
}

func noToken(a accountConfig, configPath string) error {
	return fmt.Errorf("account %s: %w: rounds connect %s --as %s makes one; or set %s, or put it into %s with mode 0600",
		a.Name, errNoToken, a.Platform, a.Name, "ROUNDS_TOKEN_"+variable(a.Name), tokenFile(a, botPart, configPath))
}

// searching is a search for the tokens of one account.
type searching struct {
	a          accountConfig
	configPath string
	patience   time.Duration // for the keyring; 0 does not look there
}

// search begins to look for the tokens of an account. A keyring that the config
// names may ask its owner to unlock it; one that is only tried must not keep
// anybody waiting.
func search(a accountConfig, configPath string) *searching {
	s := &searching{a, configPath, hurried}
	switch a.Tokens {
	case inKeyring:
		s.patience = unhurried
	case inFile:
		s.patience = 0
	}
	return s
}

// find looks for one token. One that is nowhere is empty.
func (s *searching) find(p tokenPart) (credential, error) {
	for _, name := range variables(s.a, p) {
		if secret := strings.TrimSpace(os.Getenv(name)); secret != "" {
			return credential{secret, "the environment variable " + name}, nil
		}
	}
	if s.patience > 0 {
		secret, err := keyringToken(s.a.Name, p, s.patience)
		if err == nil && secret != "" {
			return credential{secret, "the keyring"}, nil
		}
		if errors.Is(err, errNoKeyring) {
			s.patience = 0 // asked once is enough
		}
		if s.a.Tokens == inKeyring && err != nil && !errors.Is(err, errNotThere) {
			return credential{}, fmt.Errorf("account %s: %w", s.a.Name, err)
		}
	}
	if s.a.Tokens == inKeyring {
		return credential{}, nil
	}
	file := tokenFile(s.a, p, s.configPath)
	secret, err := secretFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return credential{}, nil
	}
	if err != nil {
		return credential{}, fmt.Errorf("account %s: %w", s.a.Name, err)
	}
	return credential{secret, "the file " + file}, nil
}

// variables are the environment variables that a token may stand in.
func variables(a accountConfig, p tokenPart) []string {
	tail := ""
	if p != botPart {
		tail = "_" + variable(string(p))
	}
	names := []string{"ROUNDS_TOKEN_" + variable(a.Name) + tail}
	if a.unwritten {
		names = append(names, "ROUNDS_SLACK_TOKEN"+tail)
	}
	return names
}

// tokenFile is where a token lies if it lies in a file.
func tokenFile(a accountConfig, p tokenPart, configPath string) string {
	named := map[tokenPart]string{botPart: a.TokenFile, appPart: a.AppFile, userPart: a.UserFile}[p]
	if named != "" {
		return named
	}
	name := a.Name
	if p != botPart {
		name += "." + string(p)
	}
	return filepath.Join(filepath.Dir(configPath), "tokens", name)
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
