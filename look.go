package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"rounds/ui"
	"rounds/ui/cli"
	"rounds/ui/theme"
)

// lookIs looks at how the screen is to be painted, and how somebody is called.
func lookIs(c config, _ time.Time) (all []fault) {
	if _, err := theme.Parse(c.Theme); err != nil {
		all = append(all, fault{path: "theme", why: "theme: " + tame(err.Error())})
	}
	if known := []ui.Notify{ui.Silent, ui.Ringing, ui.Desktop}; c.Notify != "" && !slices.Contains(known, ui.Notify(c.Notify)) {
		all = append(all, fault{path: "notify", why: fmt.Sprintf("notify %q is not known: there are %s, %s and %s", tame(c.Notify), known[0], known[1], known[2])})
	}
	return all
}

// wear takes the theme that was asked for in the call, if one was.
func (c *config) wear(name string) error {
	if name == "" {
		return nil
	}
	if _, err := theme.Parse(name); err != nil {
		return &cli.Usage{Err: fmt.Errorf("--theme: %w", err)}
	}
	c.Theme = name
	return nil
}

// painted is the theme as it is before the terminal has said what its ground
// is: most are dark. Under NO_COLOR (no-color.org) Bubble Tea lets no colour
// through, so that any other theme would lose the ground of the chosen row.
func (c config) painted() theme.Theme {
	name, err := theme.Parse(c.Theme)
	if err != nil || os.Getenv("NO_COLOR") != "" {
		name = theme.None
	}
	return theme.Named(name, true)
}

// links is whether the terminal is given links. One that does not know them
// leaves them out, as the standard asks of it; the ones named here are known to
// print them or to stumble.
func (c config) links() bool {
	if c.Hyperlinks != nil {
		return *c.Hyperlinks
	}
	kind := os.Getenv("TERM")
	return kind != "" && kind != "dumb" && kind != "linux" && !strings.HasPrefix(kind, "vt") && !strings.HasPrefix(kind, "sun")
}

// looks is what the screen is told of it.
func (c config) looks() ui.Options {
	o := ui.Options{Mouse: ui.Clicking, Notify: ui.Notify(c.Notify), Sequence: summons(os.Getenv)}
	if c.Mouse != nil && !*c.Mouse {
		o.Mouse = ui.Selecting
	}
	return o
}

// rests is whether nobody is to be called at a time: outside of the hours at work,
// if the config has named them. Whoever asks to be called and names none is called
// at any time.
func (c config) rests(zone *time.Location) func(time.Time) bool {
	if c.Today.Hours == "" {
		return nil
	}
	hours := c.hours(zone)
	return func(now time.Time) bool { return !hours.Open(now, zone) }
}
