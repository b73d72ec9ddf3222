package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
)

// connecting is one conversation about a new account.
type connecting struct {
	House
	settings *Settings
	platform inbox.Platform

	server         string // which of several, by its ID
	private, guide bool

	as, base, since, retention, channels string
	keyring, file, yes, manifest         bool

	keys   Keys
	passes map[Which]Pass
	place  Place
	rooms  []Room // chosen; nil: all that we are in
}

func (h House) connectSlack(s *Settings) *cobra.Command {
	c := &connecting{House: h, settings: s, platform: inbox.Slack, passes: map[Which]Pass{}}
	cmd := &cobra.Command{
		Use:   "slack",
		Short: "Connect a Slack workspace with an app of its own",
		Long: "Walks you through making an app in your workspace, asks for its tokens without showing\n" +
			"them, tries each, lets you choose channels, and keeps the tokens in the keyring of the\n" +
			"system, or in a file if you agree. Tokens are never taken from the command line. In a\n" +
			"script they come from ROUNDS_TOKEN_NAME, …_APP and …_USER, or as lines on standard\n" +
			"input: the bot token, the app token, the user token; an empty line skips one.",
		Example: "  rounds connect slack --as acme --since 2026-01-01 --retention 180d",
		Args:    usage(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return c.run(cmd.Context()) },
	}
	c.flags(cmd)
	cmd.Flags().BoolVar(&c.manifest, "manifest", false, "only print what the app is made from")
	cmd.Flags().StringVar(&c.base, "base", "", "`address` of the API, if it is not Slack's own")
	return cmd
}

// flags are those of every platform.
func (c *connecting) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&c.as, "as", "", "`name` of the account (default: from the name of the place)")
	cmd.Flags().StringVar(&c.channels, "channels", "", "`names` or IDs of the channels, between commas (default: all that can be read)")
	cmd.Flags().StringVar(&c.since, "since", "", "leave out what is older than this `date`")
	cmd.Flags().StringVar(&c.retention, "retention", "", "how `long` messages are kept: 90d, 26w, 6m, 1y")
	cmd.Flags().BoolVar(&c.keyring, "keyring", false, "keep the tokens in the keyring of the system")
	cmd.Flags().BoolVar(&c.file, "token-file", false, "keep the tokens in files that only you can read")
	cmd.Flags().BoolVar(&c.yes, "yes", false, "take the defaults, and replace tokens, without asking")
	cmd.MarkFlagsMutuallyExclusive("keyring", "token-file")
}

// asks reports whether there is somebody to be asked.
func (c *connecting) asks() bool { return c.Person != nil && !c.settings.JSON }

func (c *connecting) run(ctx context.Context) error {
	if c.manifest {
		if c.settings.JSON {
			return c.json(map[string]string{"manifest": c.Link.Manifest()})
		}
		return c.say("%s", c.Link.Manifest())
	}
	if err := c.check(); err != nil {
		return &Usage{err}
	}
	return c.through(ctx, c.tokens, c.name, c.choose, c.vault)
}

// through takes the steps one after the other, and keeps what they came to.
func (c *connecting) through(ctx context.Context, steps ...func(context.Context) error) error {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return errStopped(ctx.Err())
		}
	}
	n := Newcomer{
		Name: c.as, Platform: c.platform, Pass: c.passes[BotKey], Keys: c.keys, InKeyring: c.keyring,
		Base: c.base, Server: c.server, Private: c.private, Since: c.since, Retention: c.retention, Rooms: c.rooms,
	}
	kept, err := c.Link.Keep(ctx, *c.settings, n)
	if err != nil {
		return err
	}
	return c.done(n, kept)
}

// check looks at the flags before anybody is asked anything.
func (c *connecting) check() error {
	if !dateOrNone(c.since) {
		return fmt.Errorf("--since %q is not a date: write it as 2026-01-31", plain.Head(c.since, 40))
	}
	if c.retention != "" {
		if _, err := inbox.ParseRetention(c.retention); err != nil {
			return fmt.Errorf("--retention %q: %w", plain.Head(c.retention, 40), err)
		}
	}
	if c.as != "" && AccountName(c.as) != c.as {
		return fmt.Errorf("--as %q: a name is made of small letters, digits, - and _", plain.Head(c.as, 40))
	}
	if !c.asks() && !c.keyring && !c.file && !c.yes {
		return errors.New("say where the tokens are kept: --keyring or --token-file")
	}
	return nil
}

// AccountName makes a name for an account out of any text: small letters,
// digits, "-" and "_", so that it is good for a file and for an environment
// variable. It is "" if nothing is left.
func AccountName(text string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, text)
	return strings.Trim(name[:min(len(name), 40)], "-_")
}

// name settles what the account is called, and whether there is one already.
func (c *connecting) name(ctx context.Context) error {
	if c.as == "" {
		c.as = cmp.Or(AccountName(c.passes[BotKey].Domain), string(c.platform))
	}
	var err error
	if c.place, err = c.Link.Look(ctx, *c.settings, c.as); err != nil || !c.place.Known {
		return err
	}
	return c.consent(ctx, c.settings, c.yes, fmt.Sprintf("There is an account %s already. Replace its tokens?", c.as))
}

// choose settles the channels. An account that is there keeps those that it
// has unless others are named.
func (c *connecting) choose(ctx context.Context) error {
	asked := c.asks() && !c.yes && !c.place.Known
	if c.channels == "" && !asked {
		return nil
	}
	rooms, err := c.Link.Rooms(ctx, c.door(c.keys.Bot))
	if err != nil {
		return err
	}
	if c.channels == "" {
		c.rooms, err = c.chooseRooms(ctx, c.platform, rooms)
		return err
	}
	if c.rooms, err = pickRooms(c.channels, rooms); err != nil {
		return &Usage{fmt.Errorf("--channels: %w", err)}
	}
	return nil
}

// vault settles where the tokens are kept. A file is never chosen without the
// person's word.
func (c *connecting) vault(ctx context.Context) error {
	missing := c.place.Keyring
	switch {
	case c.file:
		return nil
	case missing == nil && (c.keyring || c.yes):
		c.keyring = true
		return nil
	case c.keyring || missing != nil && !c.asks():
		return fmt.Errorf("%w; with --token-file the tokens go into files that only you can read, below %s", missing, c.place.Folder)
	case missing != nil:
		if err := c.say("\n%s.\n", sentence(missing.Error())); err != nil {
			return err
		}
		agreed, err := c.House.yes(ctx, "Keep the tokens in files that only you can read, below\n"+c.place.Folder+"?")
		if err == nil && !agreed {
			err = fmt.Errorf("stopped; nothing was kept: %w", context.Canceled)
		}
		c.file = agreed
		return err
	}
	for {
		line, err := c.Person.Ask(ctx, "\nKeep the tokens in the system's keyring (Enter), or in files that only\nyou can read (f)? ")
		if err != nil {
			return errStopped(err)
		}
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "", "k", "keyring":
			c.keyring = true
			return nil
		case "f", "file", "files":
			c.file = true
			return nil
		}
	}
}

// sentence begins with a capital.
func sentence(text string) string {
	text = plain.Line(text)
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
