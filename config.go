package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"rounds/inbox"
	"rounds/store"
	"rounds/ui/cli"
	"rounds/ui/queue"
	"rounds/ui/threads"
)

// config is config.toml. docs/config.md describes it; every part may be left
// out.
type config struct {
	Me             string          `toml:"me"`              // our handle
	Team           []string        `toml:"team"`            // handles of those who are us too
	Domains        []string        `toml:"team_domains"`    // of the addresses of those who are us
	Bots           []string        `toml:"bots"`            // handles of those who are programs, whatever their platform says
	Zone           string          `toml:"zone"`            // of the numbers' days; that of the plan if empty
	Words          []string        `toml:"words"`           // to be told of
	Hold           string          `toml:"hold"`            // how long what goes out waits before it leaves
	Acknowledge    string          `toml:"acknowledge"`     // the emoji of a light answer
	Settle         string          `toml:"settle"`          // how long a message may take to be seen after it was sent
	FlagEmoji      []string        `toml:"flag_emoji"`      // names of the reactions with which members flag a message
	ReportChannels []string        `toml:"report_channels"` // names of the channels in which a link is a report
	Plan           string          `toml:"plan"`            // the folder in which the plan lies as files
	Theme          string          `toml:"theme"`           // how the screen is painted
	Mouse          *bool           `toml:"mouse"`           // it is ours; the terminal's if false
	Hyperlinks     *bool           `toml:"hyperlinks"`      // the terminal is given links
	Notify         string          `toml:"notify"`          // how somebody is called who looks elsewhere
	ScreenReader   bool            `toml:"screen_reader"`   // the console is read out in lines and not drawn
	Account        []accountConfig `toml:"account"`
	Section        []sectionConfig `toml:"section"`
	Today          todayConfig     `toml:"today"`
	View           []sectionConfig `toml:"view"`    // of the queue of moderation
	Keys           string          `toml:"keys"`    // the preset; "default" if empty
	Key            map[string]any  `toml:"key"`     // keys of commands, by name, or by pane and name
	Command        []commandConfig `toml:"command"` // of the person's own, on keys

	invented bool // the demo: nothing that is done reaches anybody
}

type accountConfig struct {
	Name      string   `toml:"name"`
	Platform  string   `toml:"platform"`
	Base      string   `toml:"base"`       // of the API, or of the site
	Server    string   `toml:"server"`     // which of several, by its ID
	Private   bool     `toml:"private"`    // private messages are read, too
	Tokens    string   `toml:"tokens"`     // where they are kept: "keyring" or "file"; both are looked at if empty
	TokenFile string   `toml:"token_file"` // default: tokens/NAME beside the config
	AppFile   string   `toml:"app_token_file"`
	UserFile  string   `toml:"user_token_file"`
	Channels  []string `toml:"channels"` // IDs; all that the token may read if empty
	Since     string   `toml:"since"`    // a date
	Retention string   `toml:"retention"`
	Paused    bool     `toml:"paused"`

	unwritten bool // the one account that the environment alone describes
}

type sectionConfig struct {
	Title  string `toml:"title"`
	Filter string `toml:"filter"`
}

// usualDB is what the database is called that nobody named.
const usualDB = "rounds.db"

// paths is where things lie on this machine.
type paths struct{ db, config string }

// where finds the places: the flags, else the variables, else those of the XDG
// base directory specification.
func where(s cli.Settings) (paths, error) {
	p := paths{db: s.DB, config: s.Config}
	var err error
	if p.config == "" {
		p.config, err = place("XDG_CONFIG_HOME", ".config", "config.toml")
	}
	if err == nil && p.db == "" {
		p.db, err = place("XDG_DATA_HOME", filepath.Join(".local", "share"), usualDB)
	}
	return p, err
}

func place(variable, otherwise, file string) (string, error) {
	if base := os.Getenv(variable); filepath.IsAbs(base) {
		return filepath.Join(base, "rounds", file), nil
	}
	if runtime.GOOS == "windows" {
		base, err := os.UserConfigDir()
		return filepath.Join(base, "rounds", file), err
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find your home folder: %w; set HOME, or use --db and --config", err)
	}
	return filepath.Join(home, otherwise, "rounds", file), nil
}

// settled is what the settings come to: the places, and what the config says.
func settled(s cli.Settings) (paths, config, error) {
	p, err := where(s)
	if err != nil {
		return paths{}, config{}, err
	}
	c, err := readConfig(p.config)
	if err == nil {
		err = c.wear(s.Theme)
	}
	c.ScreenReader = c.ScreenReader || readOut(s)
	return p, c, err
}

// readConfig reads the config; one that is not there is empty.
func readConfig(path string) (config, error) {
	var c config
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a file")
	}
	if err != nil {
		return c, fmt.Errorf("read config %s: %w", path, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("read config: %w", err)
	}
	return parseConfig(path, text)
}

// parseConfig reads what stands in a config. What can be read is read, also if
// there is a mistake elsewhere.
func parseConfig(path string, text []byte) (config, error) {
	var c config
	decoder := toml.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&c)
	if err == nil && !slices.ContainsFunc(faultsOf(c, time.Now()), func(f fault) bool { return !f.soft }) {
		return c, nil
	}
	all := mistakes(text, time.Now())
	hard := slices.DeleteFunc(slices.Clone(all), func(w mistake) bool { return w.soft })
	switch {
	case len(hard) > 0:
		return c, unread(path, hard)
	case err != nil: // nothing of ours has seen why
		return c, fmt.Errorf("read config %s: it is not TOML, or not what belongs there", path)
	}
	return c, nil
}

// platform is where the account is.
func (a accountConfig) platform() inbox.Platform { return inbox.Platform(a.Platform) }

// knownPlatforms lists the platforms for a sentence.
func knownPlatforms() string {
	var names []string
	for _, p := range inbox.Platforms() {
		names = append(names, string(p))
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// checkBase looks at the address of a platform. One that has many needs it.
func checkBase(p inbox.Platform, base string) error {
	example := trades()[p].Guide().Base
	if base == "" && example != "" {
		return fmt.Errorf("base is missing: the address of the site, such as %s", example)
	}
	if base == "" {
		return nil
	}
	address, err := url.Parse(base)
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" || address.User != nil {
		return errors.New("base is no address: write it as https://…")
	}
	return nil
}

// hold is how long what goes out waits, as the store takes it.
func (c config) hold() time.Duration {
	if c.Hold == "" {
		return store.UsualHold
	}
	length, err := time.ParseDuration(c.Hold)
	if err != nil || length == 0 { // check has told of a mistake
		return -1
	}
	return length
}

// settle is how long a message may take to be seen, 0 for as long as usual.
func (c config) settle() time.Duration {
	length, err := time.ParseDuration(c.Settle)
	if err != nil {
		return 0 // check has told of a mistake
	}
	return length
}

// keepFor is how long the account's messages are kept; 0 is for ever.
func (a accountConfig) keepFor() time.Duration {
	length, err := inbox.ParseRetention(a.Retention)
	if err != nil {
		return 0 // check has told of a mistake
	}
	return length
}

// account is the account of a name, if the config has one.
func (c config) account(name string) (accountConfig, bool) {
	for _, a := range c.Account {
		if a.Name == name {
			return a, true
		}
	}
	return accountConfig{}, false
}

// known is the account of a name, the one that the environment describes too.
func (c config) known(name string) (accountConfig, bool) {
	for _, a := range c.accounts() {
		if a.Name == name {
			return a, true
		}
	}
	return accountConfig{}, false
}

// accounts are those of the config, and the one that the environment alone
// describes with ROUNDS_SLACK_TOKEN.
func (c config) accounts() []accountConfig {
	if len(c.Account) == 0 && os.Getenv("ROUNDS_SLACK_TOKEN") != "" {
		return []accountConfig{{Name: "slack", Platform: "slack", Base: os.Getenv("ROUNDS_SLACK_BASE"), unwritten: true}}
	}
	return c.Account
}

// views are the saved filters of the queue; nil for the usual ones.
func (c config) views() []queue.View {
	var all []queue.View
	for _, v := range c.View {
		all = append(all, queue.View{Title: v.Title, Filter: v.Filter})
	}
	return all
}

// sections are the saved filters of the inbox.
func (c config) sections() []threads.Section {
	if len(c.Section) == 0 {
		return threads.Defaults()
	}
	var all []threads.Section
	for _, s := range c.Section {
		all = append(all, threads.Section{Title: s.Title, Filter: s.Filter})
	}
	return all
}
