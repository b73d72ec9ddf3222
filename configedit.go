package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// edit is one change of the config: how its text changes, what it says then,
// and how a person would make it by hand.
type edit struct {
	text   func(text string, c config) (string, error)
	says   func(c *config)
	byHand string
}

// apply makes the change in the file. The new text is read again before it is
// written: if it says anything else than it should, nothing is touched.
func (e edit) apply(path string) error {
	before, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("change the config: %w", err)
	}
	after, err := e.edited(path, string(before))
	if err != nil {
		return err
	}
	if err := replaceFile(path, before, []byte(after)); err != nil {
		return fmt.Errorf("change %s: %w", path, err)
	}
	return nil
}

// edited is the text after the change.
func (e edit) edited(path, before string) (string, error) {
	want, err := parseConfig(path, []byte(before))
	if err != nil {
		return "", err
	}
	after, err := e.text(before, want)
	if err == nil {
		e.says(&want)
		if len(want.Account) == 0 {
			want.Account = nil
		}
		var says config
		if says, err = parseConfig(path, []byte(after)); err == nil && !reflect.DeepEqual(says, want) {
			err = errStrange
		}
	}
	if err != nil {
		return "", fmt.Errorf("change %s: %w; %s", path, errStrange, e.byHand)
	}
	return after, nil
}

// addAccount appends an account to the config.
func addAccount(a accountConfig, beside string, rooms map[string]string) edit {
	return edit{
		text: func(text string, _ config) (string, error) {
			if text == "" {
				text = newConfig()
			}
			nl := lineBreak(text)
			if !strings.HasSuffix(text, nl) {
				text += nl
			}
			return text + nl + strings.ReplaceAll(written(a, beside, rooms), "\n", nl), nil
		},
		says:   func(c *config) { c.Account = append(c.Account, a) },
		byHand: "write this into it:\n" + written(a, beside, rooms),
	}
}

// written is an account as it stands in the config. Names of channels are words
// from outside: they must be plain.
func written(a accountConfig, beside string, rooms map[string]string) string {
	var b strings.Builder
	b.WriteString("[[account]]")
	if beside != "" {
		b.WriteString(" # " + beside)
	}
	fmt.Fprintf(&b, "\nname = %s\nplatform = %s\n", tomlText(a.Name), tomlText(a.Platform))
	for _, s := range []struct{ key, value string }{
		{"base", a.Base}, {"server", a.Server}, {"tokens", a.Tokens}, {"since", a.Since}, {"retention", a.Retention},
	} {
		if s.value != "" {
			fmt.Fprintf(&b, "%s = %s\n", s.key, tomlText(s.value))
		}
	}
	if a.Private {
		b.WriteString("private = true\n")
	}
	if len(a.Channels) > 0 {
		b.WriteString("channels = [\n")
		for _, id := range a.Channels {
			fmt.Fprintf(&b, "  %s,", tomlText(id))
			if rooms[id] != "" {
				b.WriteString(" # " + rooms[id])
			}
			b.WriteString("\n")
		}
		b.WriteString("]\n")
	}
	return b.String()
}

// tomlText is a text in quotes. TOML and Go agree on all that can be in a name.
func tomlText(text string) string { return strconv.Quote(text) }

// setAccount changes one setting of an account; says makes the same change in
// what was read.
func setAccount(name, key, value string, says func(*accountConfig)) edit {
	return edit{
		text: func(text string, c config) (string, error) {
			b, err := blockOf(text, c, name)
			if err != nil {
				return "", err
			}
			return setIn(text, b, key, value), nil
		},
		says:   sayOf(name, says),
		byHand: fmt.Sprintf("write  %s = %s  below  name = %q", key, value, name),
	}
}

// resumeAccount takes the pause out of an account.
func resumeAccount(name string) edit {
	return edit{
		text: func(text string, c config) (string, error) {
			b, err := blockOf(text, c, name)
			if err != nil {
				return "", err
			}
			return unsetIn(text, b, "paused", "false"), nil
		},
		says:   sayOf(name, func(a *accountConfig) { a.Paused = false }),
		byHand: fmt.Sprintf("take  paused = true  away below  name = %q", name),
	}
}

// removeAccount takes an account out of the config.
func removeAccount(name string) edit {
	return edit{
		text: func(text string, c config) (string, error) {
			b, err := blockOf(text, c, name)
			if err != nil {
				return "", err
			}
			return dropBlock(text, b), nil
		},
		says: func(c *config) {
			c.Account = slices.DeleteFunc(c.Account, func(a accountConfig) bool { return a.Name == name })
		},
		byHand: fmt.Sprintf("take the account  name = %q  out of it", name),
	}
}

func sayOf(name string, says func(*accountConfig)) func(*config) {
	return func(c *config) {
		for i := range c.Account {
			if c.Account[i].Name == name {
				says(&c.Account[i])
			}
		}
	}
}

// replaceFile writes a file anew in one step, with the mode that it had, and
// leaves it alone if somebody else has written to it meanwhile. A link stays
// one: what it leads to is replaced.
func replaceFile(path string, before, after []byte) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o600)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, "."+filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	_, err = file.Write(after)
	err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close())
	if err == nil {
		now, unread := os.ReadFile(path)
		if (unread == nil || !errors.Is(unread, fs.ErrNotExist)) && !bytes.Equal(now, before) {
			err = errors.New("somebody else has just changed it; try again")
		}
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
