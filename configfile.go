package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"rounds/inbox/plain"
	"rounds/ui/cli"
)

// configFile lends the commands the file with the settings.
type configFile struct{}

// Path implements [cli.ConfigFile].
func (configFile) Path(s cli.Settings) (string, error) {
	p, err := where(s)
	return p.config, err
}

// largestConfig is more than any config is.
const largestConfig = 1 << 20

// Check implements [cli.ConfigFile].
func (configFile) Check(s cli.Settings, path string) (cli.Checked, error) {
	p, err := where(s)
	if err != nil {
		return cli.Checked{}, err
	}
	checked := cli.Checked{Path: cmp.Or(path, p.config)}
	file, err := os.Open(checked.Path)
	if path == "" && errors.Is(err, fs.ErrNotExist) {
		checked.Missing = true
		return checked, nil
	}
	if err != nil {
		return checked, fmt.Errorf("read config: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, largestConfig))
	if err != nil {
		return checked, fmt.Errorf("read config: %w", err)
	}
	checked.Mistakes = mistakesFor(mistakes(text, time.Now()))
	return checked, nil
}

// Begin implements [cli.ConfigFile].
func (configFile) Begin(s cli.Settings) (string, error) {
	p, err := where(s)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(p.config), 0o700); err != nil {
		return "", fmt.Errorf("make the folder of the config: %w", err)
	}
	file, err := os.OpenFile(p.config, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%s is there already and was left as it is: %w", p.config, fs.ErrExist)
	}
	if err != nil {
		return "", fmt.Errorf("write a config: %w", err)
	}
	if _, err = file.WriteString(newConfig()); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", fmt.Errorf("write a config: %w", err)
	}
	return p.config, nil
}

// known is what the config names, for completion; nothing if it cannot be read.
func known(s cli.Settings) cli.Known {
	_, c, err := settled(s)
	if err != nil {
		return cli.Known{}
	}
	var k cli.Known
	for _, a := range c.accounts() {
		k.Accounts = append(k.Accounts, plain.Line(a.Name))
	}
	for _, section := range c.sections() {
		k.Sections = append(k.Sections, plain.Line(section.Filter))
	}
	for _, v := range c.View {
		k.Views = append(k.Views, plain.Line(v.Filter))
	}
	return k
}
