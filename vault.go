package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// vault is where the tokens of accounts are kept by us, and never the
// environment: the keyring, or files beside the config.
type vault struct {
	configPath string
	undo       []func() error
}

// keep puts a token where the account says that its tokens are; "" removes it.
func (v *vault) keep(a accountConfig, p tokenPart, secret string) error {
	if a.Tokens == inKeyring {
		return v.inKeyring(a.Name, p, secret)
	}
	return v.inFile(tokenFile(a, p, v.configPath), secret)
}

// keepAll keeps the tokens that there are. One that was not given anew stays as
// it was.
func (v *vault) keepAll(a accountConfig, secrets map[tokenPart]string) error {
	for _, p := range parts() {
		if secrets[p] == "" {
			continue
		}
		if err := v.keep(a, p, secrets[p]); err != nil {
			return err
		}
	}
	return nil
}

func (v *vault) inKeyring(account string, p tokenPart, secret string) error {
	was, err := keyringToken(account, p, unhurried)
	if err != nil && !errors.Is(err, errNotThere) && secret != "" {
		return err
	}
	if was == secret {
		return nil
	}
	if err := keepInKeyring(account, p, secret); err != nil {
		return err
	}
	v.undo = append(v.undo, func() error { return keepInKeyring(account, p, was) })
	return nil
}

// inFile writes a token into a file that only its owner can read, or removes
// the file. The old one is in its place until the new one is whole.
func (v *vault) inFile(path, secret string) error {
	was, err := secretFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && secret != "" {
		return err
	}
	if secret == was && err == nil {
		return nil
	}
	if err := writeSecret(path, secret); err != nil {
		return err
	}
	v.undo = append(v.undo, func() error { return writeSecret(path, was) })
	return nil
}

func writeSecret(path, secret string) error {
	if secret == "" {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the token: %w", err)
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep the token: %w", err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".token-") // mode 0600
	if err != nil {
		return fmt.Errorf("keep the token: %w", err)
	}
	_, err = file.WriteString(secret + "\n")
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("keep the token: %w", err), os.Remove(file.Name()))
	}
	return nil
}

// move takes the tokens that we keep for an account to another name. Files that
// the config names stay where they are.
func (v *vault) move(a accountConfig, to string) error {
	b := a
	b.Name = to
	for _, p := range parts() {
		if secret, err := keyringToken(a.Name, p, hurried); err == nil && secret != "" && a.Tokens != inFile {
			if err := v.inKeyring(to, p, secret); err != nil {
				return err
			}
			if err := v.inKeyring(a.Name, p, ""); err != nil {
				return err
			}
		}
		old, anew := tokenFile(a, p, v.configPath), tokenFile(b, p, v.configPath)
		secret, err := secretFile(old)
		if old == anew || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if err := v.inFile(anew, secret); err != nil {
			return err
		}
		if err := v.inFile(old, ""); err != nil {
			return err
		}
	}
	return nil
}

// empty removes all tokens that we keep for an account, and tells where they
// were. A file that the config names was put there by a person, and is removed
// as well: it is of no use any more.
func (v *vault) empty(a accountConfig) (removed []string, err error) {
	for _, p := range parts() {
		if secret, err := keyringToken(a.Name, p, hurried); err == nil && secret != "" {
			if err := v.inKeyring(a.Name, p, ""); err != nil {
				return removed, err
			}
			removed = append(removed, "the "+called(p)+" in the keyring")
		}
		file := tokenFile(a, p, v.configPath)
		if _, err := os.Lstat(file); err == nil {
			if err := v.inFile(file, ""); err != nil {
				return removed, err
			}
			removed = append(removed, "the file "+file)
		}
	}
	return removed, nil
}

// carry brings the tokens of an account from where it kept them to where it
// shall keep them, those left out that are written anew anyway.
func (v *vault) carry(old, anew accountConfig, written map[tokenPart]string) error {
	if old.Tokens == anew.Tokens {
		return nil
	}
	for _, p := range parts() {
		file := tokenFile(old, p, v.configPath)
		secret, err := secretFile(file)
		if err != nil {
			secret = ""
		}
		inRing, err := keyringToken(old.Name, p, hurried)
		if err == nil && inRing != "" && old.Tokens != inFile {
			secret = inRing
		}
		if secret == "" {
			continue
		}
		if written[p] == "" {
			if err := v.keep(anew, p, secret); err != nil {
				return err
			}
		}
		if anew.Tokens == inKeyring {
			err = v.inFile(file, "")
		} else {
			err = v.inKeyring(old.Name, p, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// called is a token in words.
func called(p tokenPart) string {
	switch p {
	case appPart:
		return "app token"
	case userPart:
		return "user token"
	case botPart:
	}
	return "token"
}

// back undoes what was done, the last first, and adds what could not be undone
// to the error that was the reason.
func (v *vault) back(cause error) error {
	for i := len(v.undo) - 1; i >= 0; i-- {
		if err := v.undo[i](); err != nil {
			cause = errors.Join(cause, fmt.Errorf("and it could not be put back: %w", err))
		}
	}
	v.undo = nil
	return cause
}
