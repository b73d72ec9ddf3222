package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"rounds/calendar"
)

// planRules are the settings of the plan and the file that they come from. A
// file that is broken leaves the last good ones in force. Many may ask at a
// time.
type planRules struct {
	zone string // of this machine

	mu     sync.Mutex
	good   calendar.Settings
	source string // as the file lies there, broken or not
	broken *calendar.Broken
}

// inForce are the settings that hold now.
func (r *planRules) inForce() calendar.Settings {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.housed()
}

func (r *planRules) housed() calendar.Settings {
	s := r.good
	if s.Zone == "" {
		s.Zone = r.zone
	}
	return s
}

// Settings are those in force, and the file that they come from.
func (f *planFolder) Settings() (calendar.Settings, string) {
	f.rules.mu.Lock()
	defer f.rules.mu.Unlock()
	return f.rules.housed(), f.rules.source
}

// Problems are what is wrong in the folder besides the posts.
func (f *planFolder) Problems() []calendar.Problem {
	f.rules.mu.Lock()
	defer f.rules.mu.Unlock()
	if f.rules.broken == nil {
		return nil
	}
	return []calendar.Problem{{Path: calendar.SettingsFile, Line: f.rules.broken.Line, Reason: f.rules.broken.Reason}}
}

// peek reads the settings as they lie there, and writes nothing.
func (f *planFolder) peek() {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return // there is no plan yet
	}
	defer func() { _ = root.Close() }() // it was only read
	if source, err := planText(root, calendar.SettingsFile); err == nil {
		settings, err := settingsOf(source, nil)
		f.rules.mu.Lock()
		if f.rules.source = source; err == nil {
			f.rules.good = settings
		} else {
			f.rules.broken = asBroken(err)
		}
		f.rules.mu.Unlock()
	}
	f.memory.UsePlan(f.rules.inForce())
}

// read reads the settings, which are written first where there are none.
func (r *planRules) read(root *os.Root) error {
	source, err := planText(root, calendar.SettingsFile)
	if errors.Is(err, fs.ErrNotExist) {
		source = calendar.Starter(r.zone)
		if err = placeNew(root, calendar.SettingsFile, source); errors.Is(err, errNotAsSeen) {
			return errMoved
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", calendar.SettingsFile, err)
		}
	}
	settings, err := settingsOf(source, err)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.source = source
	if r.broken = nil; err != nil {
		r.broken = asBroken(err)
		return nil
	}
	r.good = settings
	return nil
}

// settingsOf reads what stands in the settings' file, if that could be had.
func settingsOf(source string, err error) (calendar.Settings, error) {
	switch {
	case err != nil:
		return calendar.Settings{}, errors.New(reasonOf(err))
	case len(source) > calendar.MostBytes:
		return calendar.Settings{}, fmt.Errorf("the file is larger than %d KiB", calendar.MostBytes>>10)
	}
	return calendar.ParseSettings(source)
}

func asBroken(err error) *calendar.Broken {
	broken, ok := errors.AsType[*calendar.Broken](err)
	if !ok {
		broken = &calendar.Broken{Reason: err.Error()}
	}
	return &calendar.Broken{Path: calendar.SettingsFile, Line: broken.Line, Reason: broken.Reason}
}

// errSettingsMoved is that the file is not what the person changed.
var errSettingsMoved = errors.New(calendar.SettingsFile + " was changed meanwhile: look at it again")

// Resettle writes the settings anew. The error says what is wrong in them, and
// in which line.
func (f *planFolder) Resettle(ctx context.Context, source string) error {
	settings, err := settingsOf(source, nil)
	if err != nil {
		return asBroken(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	root, done, err := f.enter(ctx)
	if err != nil {
		return err
	}
	defer done()
	_, was := f.Settings()
	switch now, seen := planText(root, calendar.SettingsFile); {
	case errors.Is(seen, fs.ErrNotExist) && was == "":
		err = placeNew(root, calendar.SettingsFile, source)
	case seen != nil || now != was:
		err = errNotAsSeen
	default:
		err = replaceSeen(root, calendar.SettingsFile, was, source)
	}
	if errors.Is(err, errNotAsSeen) {
		return errSettingsMoved
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", calendar.SettingsFile, err)
	}
	f.rules.mu.Lock()
	f.rules.good, f.rules.source, f.rules.broken = settings, source, nil
	f.rules.mu.Unlock()
	f.memory.UsePlan(f.rules.inForce())
	return nil
}

// machineZone is the IANA name of the zone that this machine is in: the one of
// TZ, of the link /etc/localtime, of /etc/timezone; UTC where none is told.
func machineZone(root string, env func(string) string) string {
	link, _ := os.Readlink(filepath.Join(root, "etc/localtime"))
	_, linked, _ := strings.Cut(filepath.ToSlash(link), "zoneinfo/")
	written, _ := os.ReadFile(filepath.Join(root, "etc/timezone"))
	named, _, _ := strings.Cut(string(written), "\n")
	for _, name := range []string{strings.TrimPrefix(env("TZ"), ":"), linked, named} {
		if _, after, whole := strings.Cut(name, "zoneinfo/"); whole {
			name = after
		}
		name = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(name), "posix/"), "right/")
		if _, err := calendar.LoadZone(name); err == nil && !slices.Contains([]string{"Factory", "localtime", "posixrules"}, name) {
			return name
		}
	}
	return "UTC"
}
