package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"rounds/inbox/plain"
	"rounds/ui"
	"rounds/ui/cli"
	"rounds/ui/coverage"
	numbers "rounds/ui/metrics"
	"rounds/ui/outbox"
	"rounds/ui/pane"
	"rounds/ui/people"
	"rounds/ui/queue"
	"rounds/ui/theme"
	"rounds/ui/threads"
	"rounds/ui/today"
	"rounds/ui/week"
)

// commandConfig is a command of the person's own.
type commandConfig struct {
	Key    string `toml:"key"`    // more than one between blanks: "! g" is one of two strokes
	Name   string `toml:"name"`   // what it is called on the screen
	Run    string `toml:"run"`    // for the shell
	Pane   string `toml:"pane"`   // the one pane that has it; all if empty
	Output string `toml:"output"` // "status", "sheet" or "none"; "status" if empty
}

// keymap is what the config says of keys: a preset, and what is set besides.
func (c config) keymap() (pane.Keymap, error) {
	preset, err := ui.Preset(c.Keys)
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	own := pane.Keymap{}
	var mistakes []error
	for _, name := range slices.Sorted(maps.Keys(c.Key)) {
		within, isPane := c.Key[name].(map[string]any)
		if !isPane {
			within = map[string]any{name: c.Key[name]}
		}
		for _, command := range slices.Sorted(maps.Keys(within)) {
			full := command
			if isPane {
				full = name + "." + command
			}
			keys, err := keysOf(within[command])
			if err != nil {
				mistakes = append(mistakes, fmt.Errorf("key %s: %w", full, err))
				continue
			}
			own[full] = keys
		}
	}
	return ui.With(preset, own), errors.Join(mistakes...)
}

// keysOf reads one key or several; an empty one takes the key away.
func keysOf(value any) ([]string, error) {
	var texts []string
	switch value := value.(type) {
	case string:
		if value != "" {
			texts = []string{value}
		}
	case []any:
		for _, one := range value {
			text, ok := one.(string)
			if !ok {
				return nil, errors.New(`write keys as "r" or ["r", "ctrl+r"]`)
			}
			texts = append(texts, text)
		}
	default:
		return nil, errors.New(`write a key as "r", or several as ["r", "ctrl+r"]`)
	}
	keys := []string{}
	for _, text := range texts {
		key, err := ui.ParseKey(text)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// commands are the person's own commands.
func (c config) commands() ([]pane.Own, error) {
	titles := map[string]string{}
	for _, title := range []string{"Today", "Inbox", "Moderation", "Calendar", "Metrics", "People", "Outbox & sync"} {
		word, _, _ := strings.Cut(strings.ToLower(title), " ")
		titles[word] = title
	}
	var all []pane.Own
	var mistakes []error
	seen := map[string]bool{}
	for i, one := range c.Command {
		own := pane.Own{Name: strings.TrimSpace(one.Name), Run: one.Run, Pane: titles[one.Pane], Output: pane.Output(one.Output)}
		if own.Output == "" {
			own.Output = pane.InStatus
		}
		var err error
		switch {
		case own.Name == "":
			err = errors.New("it has no name")
		case seen[own.Name]:
			err = errors.New("another one is called so")
		case strings.TrimSpace(own.Run) == "":
			err = errors.New("run is missing: what to run")
		case one.Pane != "" && own.Pane == "":
			err = fmt.Errorf("there is no pane %q: there are %s", one.Pane, strings.Join(slices.Sorted(maps.Keys(titles)), ", "))
		case !slices.Contains(pane.Outputs(), own.Output):
			err = fmt.Errorf(`output %q: write "status", "sheet" or "none"`, one.Output)
		}
		if one.Key != "" && err == nil {
			var key string
			key, err = ui.ParseKey(one.Key)
			own.Keys = []string{key}
		}
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("command %d (%q): %w", i+1, one.Name, err))
		}
		seen[own.Name] = true
		all = append(all, own)
	}
	return all, errors.Join(mistakes...)
}

// keyboard lends the screen the keys and the commands of the config, which
// checkKeys has looked at.
func (c config) keyboard(env *pane.Env, readOnly bool) {
	env.Keys, _ = c.keymap() // checkKeys has told of a mistake
	own, _ := c.commands()   // here too
	env.Shell = &pane.Shell{Own: own, Run: pipe}
	if readOnly {
		env.Shell.Why = "No command is run here: rounds was started with --readonly."
	}
}

// lendKeys has the keys of the person's own config in the demo too, if nothing
// is wrong with them.
func (c *config) lendKeys(s cli.Settings) {
	if _, mine, err := settled(s); err == nil && mine.checkKeys() == nil {
		c.Keys, c.Key, c.Command = mine.Keys, mine.Key, mine.Command
	}
}

// keysAre looks at the keys and the commands. A mistake in them closes nothing but
// the console, which asks checkKeys.
func keysAre(c config, _ time.Time) (all []fault) {
	if c.Keys == "" && len(c.Key)+len(c.Command) == 0 {
		return nil
	}
	err := c.checkKeys()
	if err == nil {
		return nil
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		all = append(all, fault{path: c.whereKeyIs(line), why: plain.Line(line), soft: true})
	}
	return all
}

// whereKeyIs is the setting that a mistake is about: the longest name of one that
// it says.
func (c config) whereKeyIs(mistake string) string {
	where, longest := "", ""
	for name, value := range c.Key {
		commands, isPane := value.(map[string]any)
		if !isPane && says(mistake, name) && closer(name, longest) {
			where, longest = "key."+name, name
		}
		for command := range commands {
			if full := name + "." + command; says(mistake, full) && closer(full, longest) {
				where, longest = "key."+full, full
			}
		}
	}
	if where != "" {
		return where
	}
	for i, own := range c.Command {
		if own.Name != "" && strings.Contains(mistake, own.Name) || strings.HasPrefix(mistake, fmt.Sprintf("command %d ", i+1)) {
			return fmt.Sprintf("command[%d]", i)
		}
	}
	return "keys"
}

// says is whether a mistake has a name as a whole: "inbox.reply" is none of
// "inbox.reply-privately".
func says(mistake, name string) bool {
	return regexp.MustCompile(`(^|[^\w-])` + regexp.QuoteMeta(name) + `($|[^\w-])`).MatchString(mistake)
}

// closer orders names that a mistake says, so that it stands at the same line each time.
func closer(name, than string) bool {
	return cmp.Or(cmp.Compare(len(name), len(than)), cmp.Compare(than, name)) > 0
}

// checkOwnKeys is checkKeys for a start, which need not wait for it where the config
// says nothing of keys: the usual ones are known to be in order.
func (c config) checkOwnKeys() error {
	if c.Keys == "" && len(c.Key) == 0 && len(c.Command) == 0 {
		return nil
	}
	return c.checkKeys()
}

// checkKeys looks for mistakes in what the config says of keys and commands,
// and names all of them.
func (c config) checkKeys() error {
	_, badKeys := c.keymap()
	_, badCommands := c.commands()
	mistakes := []error{badKeys, badCommands}
	for _, problem := range c.bareScreen(context.Background()).CheckKeys() {
		if problem.Gravity == ui.Wrong {
			mistakes = append(mistakes, errors.New(problem.Text))
		}
	}
	return errors.Join(mistakes...)
}

// bareScreen is the screen with every pane and nothing behind it: it knows its
// keys, and is never drawn.
func (c config) bareScreen(ctx context.Context) *ui.App {
	painted := theme.New(true)
	env := pane.Env{Ctx: ctx, Now: time.Now, Theme: &painted}
	c.keyboard(&env, false)
	return ui.New(env,
		today.New(env, nil, today.Options{}),
		threads.New(env, nil, nil),
		queue.New(env, nil, newRuleFile(paths{}), queue.Options{}),
		week.New(env, planDesk{folder: newPlanFolder(paths{}, config{}, nil)}, week.Options{}),
		numbers.New(env, reckoner{}, numbers.Options{Zone: time.UTC}),
		people.New(env, nil, people.Options{}),
		outbox.New(env, nil, nil, coverage.New(env, nil, nil)))
}

// keys is what rounds keys prints: those of the config, or of a preset alone.
func (w workshop) keys(s cli.Settings, preset string) (cli.Keyboard, error) {
	c := config{Keys: preset}
	if preset == "" {
		var err error
		if _, c, err = settled(s); err != nil {
			return cli.Keyboard{}, err
		}
	}
	_, badKeys := c.keymap()
	_, badCommands := c.commands()
	if err := errors.Join(badKeys, badCommands); err != nil {
		return cli.Keyboard{}, err
	}
	screen := c.bareScreen(context.Background())
	var board cli.Keyboard
	for _, row := range screen.Keys() {
		board.Rows = append(board.Rows, cli.KeyRow{Pane: row.Pane, Name: row.Name, Group: row.Group, Keys: row.Keys, Does: row.Does})
	}
	for _, problem := range screen.CheckKeys() {
		board.Problems = append(board.Problems, cli.KeyProblem{Gravity: string(problem.Gravity), Text: problem.Text})
	}
	return board, nil
}
