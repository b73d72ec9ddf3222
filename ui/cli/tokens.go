package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// steps is what a person does on Slack's pages before there is a token.
const steps = `Rounds reads your workspace with an app of its own, which you make there now.
It takes about five minutes. Nothing is kept until the end; Ctrl-C stops.

 1. Open  %s
    Choose "From a manifest", then your workspace.
 2. Take out what stands there, paste this instead, and create the app:

%s
    (rounds connect slack --manifest prints it again, alone.)

 3. On the app's page choose "Install App", and allow it.
    There is the bot token. It begins with xoxb-
 4. For news as they happen: "Basic Information", "App-Level Tokens",
    "Generate", with the scope connections:write. It begins with xapp-
 5. In Slack, let it into the channels that it shall read:
    /invite @Rounds

`

// secrets are the tokens in the order in which they are asked for.
func secrets() []struct {
	which    Which
	question string
} {
	return []struct {
		which    Which
		question string
	}{
		{BotKey, "Bot token (xoxb-…; it is not shown): "},
		{AppKey, "App token, for news as they happen (xapp-…; Enter skips): "},
		{UserKey, "User token, for search and answers in your name (xoxp-…; Enter skips): "},
	}
}

// tokens collects the tokens and tries each at once.
func (c *connecting) tokens(ctx context.Context) error {
	c.keys = c.Link.Given(c.as)
	var piped func() (string, error)
	switch {
	case c.keys.Bot != "": // who sets one variable sets the others, too
	case c.asks():
		if err := c.say(steps, c.Link.Page(), c.Link.Manifest()); err != nil {
			return err
		}
	case c.Person == nil:
		piped = c.lines()
	}
	for _, secret := range secrets() {
		if err := c.token(ctx, secret.which, secret.question, piped); err != nil {
			return err
		}
	}
	return c.granted()
}

// token collects one token: from the environment, a pipe, or the person.
func (c *connecting) token(ctx context.Context, which Which, question string, piped func() (string, error)) (err error) {
	key := c.keys.of(which)
	if *key == "" && piped != nil {
		if *key, err = piped(); err != nil {
			return err
		}
	}
	switch {
	case *key != "":
		return c.try(ctx, which, *key)
	case c.asks() && (which == BotKey || !c.yes):
		*key, err = c.askFor(ctx, which, question)
	case which == BotKey:
		err = &Usage{errors.New("there is no bot token: set ROUNDS_TOKEN_" + variableOf(c.as) + ", or give it as a line on standard input")}
	}
	return err
}

// askFor asks until there is a token that works, or none is wanted.
func (c *connecting) askFor(ctx context.Context, which Which, question string) (string, error) {
	for {
		text, err := c.Person.Secret(ctx, question)
		if err != nil {
			return "", errStopped(err)
		}
		if text = strings.TrimSpace(text); text == "" {
			if which != BotKey {
				return "", nil
			}
			continue
		}
		if err = c.try(ctx, which, text); err == nil {
			return text, nil
		}
		if ctx.Err() != nil {
			return "", errStopped(ctx.Err())
		}
		if err := c.sayWrapped(sentence(err.Error())); err != nil {
			return "", err
		}
	}
}

// variableOf is how an account's environment variable ends.
func variableOf(name string) string {
	if name == "" {
		return "NAME (with --as NAME)"
	}
	return strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// try asks the platform what a token opens, and sees that all of them open the
// same workspace.
func (c *connecting) try(ctx context.Context, which Which, key string) error {
	pass, err := c.Link.Inspect(ctx, which, c.door(key))
	if err != nil {
		return err
	}
	if bot := c.passes[BotKey]; which == UserKey && pass.Team != bot.Team {
		return fmt.Errorf("this user token is of another workspace, %s; the bot is in %s", short(pass.Workspace), short(bot.Workspace))
	}
	c.passes[which] = pass
	if c.settings.JSON {
		return nil
	}
	switch which {
	case BotKey:
		return c.say("  It opens %s, as %s.\n", short(pass.Workspace), short(pass.User))
	case UserKey:
		return c.say("  It speaks for %s.\n", short(pass.User))
	case AppKey:
	}
	return c.say("  It works.\n")
}

// short is a name from outside that leaves room for the sentence around it.
func short(name string) string { return plain.Head(plain.Name(name), 26) }

// grants is all that the tokens together may do, and what they may not.
func (c *connecting) grants() []Grant {
	var all []Grant
	for _, secret := range secrets() {
		all = append(all, c.passes[secret.which].Grants...)
	}
	if c.platform != inbox.Slack {
		return all
	}
	if c.keys.App == "" {
		all = append(all, Grant{Name: "app token", Without: "news come when Rounds asks, not at once", Optional: true})
	}
	if c.keys.User == "" {
		all = append(all, Grant{Name: "user token", Without: "no search in Slack, no answers by you", Optional: true})
	}
	return all
}

// granted shows what can be done now, and what is missing without the rest.
func (c *connecting) granted() error {
	if c.settings.JSON {
		return nil
	}
	if err := c.say("\n"); err != nil {
		return err
	}
	var rows [][]string
	for _, g := range c.grants() {
		row := []string{g.Name, "yes", g.Why}
		switch {
		case !g.Given && g.Optional:
			row = []string{g.Name, "-", "without it: " + g.Without}
		case !g.Given:
			row = []string{g.Name, "no", "without it: " + g.Without}
		}
		rows = append(rows, row)
	}
	return c.table([]column{{"may", 18}, {"given", 5}, {"for", 0}}, rows)
}

// sayWrapped prints a long sentence over several lines.
func (c *connecting) sayWrapped(text string) error {
	for _, line := range pane.Wrap(plain.Line(text), max(min(c.Width, 80)-2, 38)) {
		if err := c.say("  %s\n", line); err != nil {
			return err
		}
	}
	return nil
}

type connectedJSON struct {
	Account   string        `json:"account"`
	Platform  string        `json:"platform"`
	Workspace string        `json:"workspace"`
	URL       string        `json:"url"`
	User      string        `json:"user"`
	Replaced  bool          `json:"replaced"`
	Channels  []channelJSON `json:"channels"` // none: all that the app is in
	Granted   []string      `json:"granted"`
	Missing   []missingJSON `json:"missing"`
	Tokens    string        `json:"tokens"`
	Config    string        `json:"config"`
}

type channelJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type missingJSON struct {
	Scope   string `json:"scope"`
	Without string `json:"without"`
}

// done tells what was kept, and what comes next.
func (c *connecting) done(n Newcomer, kept Kept) error {
	if c.settings.JSON {
		return c.json(c.connected(n, kept))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s is connected as %s.\n  tokens: %s\n  config: %s\n", short(n.Pass.Workspace), n.Name, plain.Line(kept.Tokens), plain.Line(kept.Config))
	for _, r := range n.Rooms {
		if !r.Member && c.platform == inbox.Slack {
			fmt.Fprintf(&b, "  The app is not in #%s yet: say there  /invite @Rounds\n", short(r.Name))
		}
	}
	if c.place.NoName {
		b.WriteString("  Write  me = \"your handle\"  into the config, to be told when you are named.\n")
	}
	b.WriteString("\nNext:\n  rounds sync   reads what is there\n  rounds        opens the console\n")
	return c.say("%s", b.String())
}

func (c *connecting) connected(n Newcomer, kept Kept) connectedJSON {
	j := connectedJSON{
		Account: n.Name, Platform: string(n.Platform), Workspace: plain.Line(n.Pass.Workspace), URL: plain.Line(n.Pass.URL), User: plain.Line(n.Pass.User),
		Replaced: c.place.Known, Channels: []channelJSON{}, Granted: []string{}, Missing: []missingJSON{}, Tokens: "file", Config: plain.Line(kept.Config),
	}
	if n.InKeyring {
		j.Tokens = "keyring"
	}
	for _, r := range n.Rooms {
		j.Channels = append(j.Channels, channelJSON{plain.Line(r.ID), plain.Line(r.Name)})
	}
	for _, g := range c.grants() {
		if g.Given {
			j.Granted = append(j.Granted, g.Name)
		} else {
			j.Missing = append(j.Missing, missingJSON{g.Name, g.Without})
		}
	}
	return j
}
