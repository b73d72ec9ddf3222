package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
)

// connectTo connects an account of a platform that opens with one key.
func (h House) connectTo(s *Settings, p inbox.Platform) *cobra.Command {
	c := &connecting{House: h, settings: s, platform: p, passes: map[Which]Pass{}}
	cmd := &cobra.Command{
		Use:   string(p),
		Short: map[inbox.Platform]string{inbox.Discord: "Connect a Discord server with a bot of its own", inbox.Discourse: "Connect a Discourse forum with a key", inbox.Mastodon: "Connect an account of Mastodon, or of a server like it"}[p],
		Long: "Tells you click by click where the key is made and which permissions it needs and why,\n" +
			"asks for it without showing it, tries it at once, says what is missing without each\n" +
			"permission, lets you choose channels, and keeps the key in the keyring of the system, or in\n" +
			"a file if you agree. A key is never taken from the command line: in a script it comes from\n" +
			"ROUNDS_TOKEN_NAME, or as a line on standard input. --guide prints the clicks alone.",
		Example: "  rounds connect " + string(p) + " --as " + map[inbox.Platform]string{inbox.Discord: "guild", inbox.Discourse: "forum --base https://forum.example.com", inbox.Mastodon: "fedi --base https://mastodon.example"}[p],
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if c.guide {
				return c.printGuide()
			}
			if err := c.check(); err != nil {
				return &Usage{err}
			}
			return c.through(cmd.Context(), c.address, c.key, c.chooseTeam, c.name, c.choose, c.vault)
		},
	}
	c.flags(cmd)
	cmd.Flags().BoolVar(&c.guide, "guide", false, "only print where a key is made, and what it must be allowed")
	cmd.Flags().StringVar(&c.base, "base", "", "`address` of the site (for Discord: of the API, if it is not its own)")
	switch p {
	case inbox.Discord:
		cmd.Flags().StringVar(&c.server, "server", "", "`ID` of the server, if the bot is in several")
	case inbox.Discourse:
		cmd.Flags().BoolVar(&c.private, "private", false, "read the private messages of the key's owner, too")
	case inbox.Slack, inbox.Mastodon:
	}
	return cmd
}

// door is where a key is tried.
func (c *connecting) door(key string) Door {
	return Door{Platform: c.platform, Base: c.base, Token: key, Team: c.server}
}

// printGuide tells where a key is made.
func (c *connecting) printGuide() error {
	g := c.Link.Guide(c.platform)
	if c.settings.JSON {
		rights := []right{}
		for _, r := range g.Grants {
			rights = append(rights, right{r.Name, r.Why, r.Optional})
		}
		return c.json(map[string]any{"platform": c.platform, "page": g.Page, "steps": g.Steps, "permissions": rights})
	}
	return c.tell(g)
}

// tell prints a guide: the clicks, and the permissions with the reason for each.
func (c *connecting) tell(g Guide) error {
	if err := c.say("%s", g.text()); err != nil || len(g.Grants) == 0 {
		return err
	}
	var rows [][]string
	for _, r := range g.Grants {
		needed := "needed"
		if r.Optional {
			needed = "if wanted"
		}
		rows = append(rows, []string{r.Name, needed, r.Why})
	}
	if err := c.table([]column{{"permission", 28}, {"", 9}, {"for", 0}}, rows); err != nil {
		return err
	}
	return c.say("\n")
}

// text is the guide as a person reads it.
func (g Guide) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Rounds opens %s with a key of its own, which you make there now.\nNothing is kept until the end; Ctrl-C stops.\n\n", g.Title)
	if g.Page != "" {
		fmt.Fprintf(&b, "Begin at  %s\n\n", g.Page)
	}
	for i, step := range g.Steps {
		fmt.Fprintf(&b, "%2d. %s\n", i+1, strings.ReplaceAll(step, "\n", "\n    "))
	}
	b.WriteString("\n")
	return b.String()
}

// address settles where the site is.
func (c *connecting) address(ctx context.Context) error {
	g := c.Link.Guide(c.platform)
	if c.base = strings.TrimSuffix(strings.TrimSpace(c.base), "/"); c.base != "" || g.Base == "" {
		return nil
	}
	if !c.asks() {
		return &Usage{fmt.Errorf("say where it is: --base %s", g.Base)}
	}
	for c.base == "" {
		line, err := c.Person.Ask(ctx, "Address (such as "+g.Base+"): ")
		if err != nil {
			return errStopped(err)
		}
		if c.base = strings.TrimSuffix(strings.TrimSpace(line), "/"); c.base != "" && !strings.Contains(c.base, "://") {
			c.base = "https://" + c.base
		}
	}
	return nil
}

// key collects the key and tries it at once: from the environment, a pipe, or
// the person.
func (c *connecting) key(ctx context.Context) error {
	g := c.Link.Guide(c.platform)
	c.keys.Bot = c.Link.Given(c.as).Bot
	if c.keys.Bot == "" && c.Person == nil {
		var err error
		if c.keys.Bot, err = c.lines()(); err != nil {
			return err
		}
	}
	switch {
	case c.keys.Bot != "":
		if err := c.try(ctx, BotKey, c.keys.Bot); err != nil {
			return err
		}
	case !c.asks():
		return &Usage{errors.New("there is no key: set ROUNDS_TOKEN_" + variableOf(c.as) + ", or give it as a line on standard input")}
	default:
		if err := c.tell(g); err != nil {
			return err
		}
		return c.askKey(ctx, g)
	}
	return nil
}

// askKey asks for the key; where the platform hands one out by way of the
// browser, Enter begins that.
func (c *connecting) askKey(ctx context.Context, g Guide) error {
	request, err := c.Link.Request(c.platform, c.base)
	if errors.Is(err, inbox.ErrNone) {
		c.keys.Bot, err = c.askFor(ctx, BotKey, g.Token)
		return err
	}
	if err != nil {
		return err
	}
	if err := c.say("For a key of your own press Enter instead of giving one.\n"); err != nil {
		return err
	}
	for {
		text, err := c.Person.Secret(ctx, g.Token)
		if err != nil {
			return errStopped(err)
		}
		if text = strings.TrimSpace(text); text == "" {
			text, err = c.fetchKey(ctx, request)
		}
		if err == nil {
			err = c.try(ctx, BotKey, text)
		}
		if err == nil {
			c.keys.Bot = text
			return nil
		}
		if ctx.Err() != nil {
			return errStopped(ctx.Err())
		}
		if err := c.sayWrapped(sentence(err.Error())); err != nil {
			return err
		}
	}
}

// fetchKey has the person allow it in their browser, and opens what they bring.
func (c *connecting) fetchKey(ctx context.Context, request KeyRequest) (string, error) {
	if err := c.say("\nOpen this in your browser, sign in, allow it, and copy what you are shown:\n\n%s\n\n", request.Address); err != nil {
		return "", err
	}
	pasted, err := c.Person.Secret(ctx, "What you were shown (it is not shown here): ")
	if err != nil {
		return "", err
	}
	return request.Open(strings.TrimSpace(pasted))
}

// chooseTeam settles which of several servers is meant, and shows what the key
// may do there.
func (c *connecting) chooseTeam(ctx context.Context) error {
	teams := c.passes[BotKey].Teams
	if len(teams) == 0 {
		if c.platform == inbox.Discord { // it may be let into others later
			c.server = c.passes[BotKey].Team
		}
		return c.granted()
	}
	var names []string
	for _, t := range teams {
		names = append(names, short(t.Name)+" ("+plain.Line(t.ID)+")")
	}
	if !c.asks() {
		return &Usage{fmt.Errorf("the key opens several servers: name one with --server: %s", strings.Join(names, ", "))}
	}
	if err := c.say("\nThe key opens %s:\n  %s\n", count(len(teams), "server"), strings.Join(names, "\n  ")); err != nil {
		return err
	}
	for c.server == "" {
		line, err := c.Person.Ask(ctx, "Which (its name or ID)? ")
		if err != nil {
			return errStopped(err)
		}
		for _, t := range teams {
			if line = strings.TrimSpace(line); line == t.ID || strings.EqualFold(line, t.Name) {
				c.server = t.ID
			}
		}
	}
	if err := c.try(ctx, BotKey, c.keys.Bot); err != nil {
		return err
	}
	return c.granted()
}
