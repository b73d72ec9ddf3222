package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/platform"
	"rounds/inbox/platform/discourse"
	"rounds/inbox/platform/slack"
	"rounds/store"
	"rounds/ui/cli"
)

// link connects accounts: it knows the platform, the config and where tokens
// are kept.
type link struct{ workshop }

// Manifest implements [cli.Link].
func (link) Manifest() string { return slack.Manifest() }

// Page implements [cli.Link].
func (link) Page() string { return slack.NewApp }

// Given implements [cli.Link].
func (link) Given(account string) cli.Keys {
	a := accountConfig{Name: account}
	if account == "" {
		a = accountConfig{Name: string(inbox.Slack), Platform: string(inbox.Slack), unwritten: true}
	}
	of := func(p tokenPart) string {
		for _, name := range variables(a, p) {
			if text := strings.TrimSpace(os.Getenv(name)); text != "" {
				return text
			}
		}
		return ""
	}
	return cli.Keys{Bot: of(botPart), App: of(appPart), User: of(userPart)}
}

func kindOf(which cli.Which) slack.TokenKind {
	switch which {
	case cli.AppKey:
		return slack.AppToken
	case cli.UserKey:
		return slack.UserToken
	case cli.BotKey:
	}
	return slack.BotToken
}

// Guide implements [cli.Link].
func (link) Guide(p inbox.Platform) cli.Guide {
	g := trades()[p].Guide()
	guide := cli.Guide{Title: g.Title, Page: g.Page, Steps: g.Steps, Base: g.Base, Token: g.Token, Needs: g.Needs, Minutes: g.Minutes, Live: hears(p)}
	for _, r := range g.Rights {
		guide.Grants = append(guide.Grants, cli.Grant{Name: r.Name, Why: r.Why, Without: r.Without, Optional: r.Optional})
	}
	return guide
}

// hears reports whether a platform has a line to hear its news on, with all the
// tokens that it can have.
func hears(p inbox.Platform) bool {
	trade := trades()[p]
	_, live := trade.Connect(platform.Setup{Account: "any", Token: "any", AppToken: "any", Base: trade.Guide().Base}).(platform.Listener)
	return live
}

// Request implements [cli.Link].
func (link) Request(p inbox.Platform, base string) (cli.KeyRequest, error) {
	if p != inbox.Discourse {
		return cli.KeyRequest{}, inbox.ErrNone
	}
	request, err := discourse.NewKeyRequest(base)
	if err != nil {
		return cli.KeyRequest{}, err
	}
	return cli.KeyRequest{Address: request.Address(), Open: request.Open}, nil
}

// Inspect implements [cli.Link].
func (l link) Inspect(ctx context.Context, which cli.Which, d cli.Door) (cli.Pass, error) {
	if d.Platform == inbox.Slack {
		return l.inspectSlack(ctx, kindOf(which), d)
	}
	trade := trades()[d.Platform]
	if err := checkBase(d.Platform, d.Base); err != nil {
		return cli.Pass{}, err
	}
	found, err := trade.Inspect(ctx, platform.Door{Token: d.Token, Base: d.Base, Team: d.Team})
	if err != nil {
		return cli.Pass{}, advised(d.Platform, err)
	}
	pass := cli.Pass{Workspace: found.Name, Domain: found.Domain, URL: found.URL, Team: found.Team, User: found.User}
	for _, t := range found.Teams {
		pass.Teams = append(pass.Teams, cli.Team{ID: t.ID, Name: t.Name})
	}
	for _, r := range trade.Guide().Rights {
		given, known := found.Given[r.Name]
		pass.Grants = append(pass.Grants, cli.Grant{Name: r.Name, Given: given || !known, Why: r.Why, Without: r.Without, Optional: r.Optional})
	}
	return pass, nil
}

// inspectSlack tries one of the tokens that a workspace has.
func (link) inspectSlack(ctx context.Context, kind slack.TokenKind, d cli.Door) (cli.Pass, error) {
	if wrong := kind.Check(d.Token); wrong != "" {
		return cli.Pass{}, errors.New(wrong)
	}
	found, err := slack.Inspect(ctx, slack.Door{Token: d.Token, Base: d.Base})
	if err != nil {
		return cli.Pass{}, advised(inbox.Slack, err)
	}
	pass := cli.Pass{Workspace: found.Workspace, Domain: found.Domain, URL: found.URL, Team: found.Team, User: found.User}
	for _, s := range slack.Scopes() {
		if s.Of == kind {
			pass.Grants = append(pass.Grants, cli.Grant{
				Name: s.Name, Given: kind == slack.AppToken || found.Grants(s.Name), Why: s.Why, Without: s.Without, Optional: s.Optional,
			})
		}
	}
	return pass, nil
}

// advised adds to a refusal what can be done about it, and takes every token
// out of what is said.
func advised(p inbox.Platform, err error) error {
	if refused, ok := errors.AsType[*platform.Refused](err); ok {
		// Whoever reads this is connecting already.
		advice := strings.ReplaceAll(trades()[p].Advice(refused.Reason), ", then: rounds connect "+string(p)+" --as NAME", "")
		return reworded{strings.TrimRight(platform.Hush(err).Error(), ".") + ". " + advice, platform.Hush(err)}
	}
	return platform.Hush(err)
}

// Rooms implements [cli.Link].
func (link) Rooms(ctx context.Context, d cli.Door) ([]cli.Room, error) {
	found, err := trades()[d.Platform].Rooms(ctx, platform.Door{Token: d.Token, Base: d.Base, Team: d.Team})
	if err != nil {
		return nil, advised(d.Platform, err)
	}
	rooms := make([]cli.Room, len(found))
	for i, r := range found {
		rooms[i] = cli.Room{Channel: r.Channel, Member: r.Member}
	}
	return rooms, nil
}

// Look implements [cli.Link].
func (l link) Look(_ context.Context, s cli.Settings, account string) (cli.Place, error) {
	p, c, err := settled(s)
	if err != nil {
		return cli.Place{}, err
	}
	_, known := c.account(account)
	return cli.Place{
		Known: known, Keyring: keyringThere(), NoName: c.Me == "", Config: p.config, Folder: filepath.Join(filepath.Dir(p.config), "tokens"),
	}, nil
}

// Keep implements [cli.Link]. The tokens are written first: a config without
// them would be of no use. If the config cannot be written they go again.
func (l link) Keep(ctx context.Context, s cli.Settings, n cli.Newcomer) (cli.Kept, error) {
	p, c, err := settled(s)
	if err != nil {
		return cli.Kept{}, err
	}
	if err := taken(ctx, p.db, n); err != nil {
		return cli.Kept{}, err
	}
	a := accountConfig{
		Name: n.Name, Platform: string(n.Platform), Base: n.Base, Server: n.Server, Private: n.Private, Since: n.Since, Retention: n.Retention, Tokens: inFile,
	}
	if n.InKeyring {
		a.Tokens = inKeyring
	}
	names := map[string]string{}
	for _, r := range n.Rooms {
		a.Channels = append(a.Channels, r.ID)
		names[r.ID] = "#" + plain.Name(r.Name)
	}
	changes := []edit{addAccount(a, plain.Name(n.Pass.Workspace), names)}
	secrets := map[tokenPart]string{botPart: n.Keys.Bot, appPart: n.Keys.App, userPart: n.Keys.User}
	v := &vault{configPath: p.config}
	if known, is := c.account(n.Name); is {
		old := known
		changes = renewed(&known, a)
		a = known
		if err := v.carry(old, a, secrets); err != nil {
			return cli.Kept{}, v.back(err)
		}
	}
	if err := v.keepAll(a, secrets); err != nil {
		return cli.Kept{}, v.back(err)
	}
	if err := applyAll(ctx, p.config, changes); err != nil {
		return cli.Kept{}, v.back(err)
	}
	if len(c.Account) == 0 {
		_ = newReplyFolder(p).welcome() // the account is connected; rounds replies init says what is wrong
	}
	kept := cli.Kept{Tokens: "in the keyring of the system", Config: p.config}
	if !n.InKeyring {
		kept.Tokens = "in files that only you can read"
	}
	return kept, nil
}

// taken refuses a name that another workspace has in the database.
func taken(ctx context.Context, db string, n cli.Newcomer) error {
	if _, err := os.Stat(db); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	memory, err := store.Open(ctx, db, store.Options{CheckLater: true})
	if err != nil {
		return err
	}
	defer memory.Close()
	known, err := memory.Account(ctx, n.Name)
	if errors.Is(err, inbox.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	if team := cmp.Or(known.Team, n.Pass.Team); team != n.Pass.Team {
		return fmt.Errorf("the name %s is taken by another workspace (%s, this one is %s): choose another with --as", n.Name, plain.Line(team), plain.Line(n.Pass.Team))
	}
	return nil
}

// renewed is what changes in the config of an account that is connected again:
// where its tokens are, and what was named anew.
func renewed(known *accountConfig, a accountConfig) []edit {
	var changes []edit
	set := func(key, value string, says func(*accountConfig)) {
		says(known)
		changes = append(changes, setAccount(a.Name, key, value, says))
	}
	if known.Tokens != a.Tokens {
		set("tokens", tomlText(a.Tokens), func(c *accountConfig) { c.Tokens = a.Tokens })
	}
	if a.Server != known.Server && a.Server != "" {
		set("server", tomlText(a.Server), func(c *accountConfig) { c.Server = a.Server })
	}
	if a.Private && !known.Private {
		set("private", "true", func(c *accountConfig) { c.Private = true })
	}
	if a.Base != known.Base && a.Base != "" {
		set("base", tomlText(a.Base), func(c *accountConfig) { c.Base = a.Base })
	}
	if a.Since != known.Since && a.Since != "" {
		set("since", tomlText(a.Since), func(c *accountConfig) { c.Since = a.Since })
	}
	if a.Retention != known.Retention && a.Retention != "" {
		set("retention", tomlText(a.Retention), func(c *accountConfig) { c.Retention = a.Retention })
	}
	if len(a.Channels) > 0 {
		quoted := make([]string, len(a.Channels))
		for i, id := range a.Channels {
			quoted[i] = tomlText(id)
		}
		set("channels", "["+strings.Join(quoted, ", ")+"]", func(c *accountConfig) { c.Channels = a.Channels })
	}
	return changes
}

// applyAll makes all changes of the config, or none of them.
func applyAll(ctx context.Context, path string, changes []edit) error {
	before, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("change the config: %w", err)
	}
	after := string(before)
	for _, e := range changes {
		if after, err = e.edited(path, after); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("stopped; nothing was kept: %w", err)
	}
	if len(changes) == 0 {
		return nil
	}
	if err := replaceFile(path, before, []byte(after)); err != nil {
		return fmt.Errorf("change %s: %w", path, err)
	}
	return nil
}
