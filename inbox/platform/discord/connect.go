package discord

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"

	"rounds/inbox/platform"
)

// portal is where a person finds the applications that they have made.
const portal = "https://discord.com/developers/applications"

// Guide is what a person must do to let Rounds into a server.
func Guide() platform.Guide {
	return platform.Guide{
		Title: "Discord",
		Needs: "a bot of your own, and the right to invite it to the server", Minutes: 5,
		Page: portal,
		Steps: []string{
			"Open " + portal + " and press New Application. Call it Rounds; it needs nothing else.",
			"On the page Bot, turn on Server Members Intent and Message Content Intent, and save.\nWithout the second, Discord hands over messages without their words.",
			"On the page Installation, leave Guild Install alone on. Under Default Install Settings, Guild Install,\nchoose the scope bot and the permissions below.",
			"Copy the Install Link from that page, open it in the browser and choose your server.\nYou need the permission Manage Server there.",
			"Give the bot's role access to each private channel that it is to read:\nEdit Channel, Permissions, Add members or roles.",
			"Back on the page Bot, press Reset Token and copy the token. Discord shows it once.",
		},
		Token:  "Bot token (it is not shown): ",
		Rights: rights(),
	}
}

// rights are the permissions that the bot asks for, the least that do.
func rights() []platform.Right {
	return []platform.Right{
		{Name: "View Channels", Why: "sees the channels", Without: "nothing can be read"},
		{Name: "Read Message History", Why: "reads what was said before", Without: "nothing can be read"},
		{Name: "Message Content Intent", Why: "reads the words of messages (page Bot)", Without: "messages come without their words"},
		{Name: "Server Members Intent", Why: "knows who joined and when (page Bot)", Without: "only those who speak are known", Optional: true},
		{Name: "Send Messages", Why: "answers", Without: "nothing can be said", Optional: true},
		{Name: "Send Messages in Threads", Why: "answers in threads and forums", Without: "threads and forums cannot be answered", Optional: true},
		{Name: "Add Reactions", Why: "reacts", Without: "no reactions", Optional: true},
		{Name: "Manage Messages", Why: "deletes messages that break the rules", Without: "nothing of others can be deleted", Optional: true},
		{Name: "Timeout Members", Why: "silences somebody for a while", Without: "nobody can be silenced", Optional: true},
		{Name: "Kick Members", Why: "puts somebody out, and answers requests to join", Without: "nobody can be put out", Optional: true},
		{Name: "Ban Members", Why: "keeps somebody out", Without: "nobody can be banned", Optional: true},
		{Name: "View Audit Log", Why: "shows what AutoMod and other moderators did", Without: "their acts are not shown", Optional: true},
	}
}

// granted are the rights of [rights] that are permissions of the server.
func granted(has discord.Permissions) map[string]bool {
	return map[string]bool{
		"View Channels":            has.Has(discord.PermissionViewChannel),
		"Read Message History":     has.Has(discord.PermissionReadMessageHistory),
		"Send Messages":            has.Has(discord.PermissionSendMessages),
		"Send Messages in Threads": has.Has(discord.PermissionSendMessagesInThreads),
		"Add Reactions":            has.Has(discord.PermissionAddReactions),
		"Manage Messages":          has.Has(discord.PermissionManageMessages),
		"Timeout Members":          has.Has(discord.PermissionModerateMembers),
		"Kick Members":             has.Has(discord.PermissionKickMembers),
		"Ban Members":              has.Has(discord.PermissionBanMembers),
		"View Audit Log":           has.Has(discord.PermissionViewAuditLog),
	}
}

// The flags of an application that say which privileged intents it has: with
// approval, or of a bot that is in few servers (docs.discord.com, Application
// flags).
const (
	membersFlags = 1<<14 | 1<<15
	contentFlags = 1<<18 | 1<<19
)

// at makes a connector for a door.
func at(d platform.Door) *Connector {
	return New(Options{Token: d.Token, Base: d.Base, Team: d.Team, HTTP: d.HTTP})
}

// getApplication is an endpoint that disgo does not list under this path.
func getApplication() *rest.Endpoint { return rest.NewEndpoint("GET", "/applications/@me") }

// Inspect asks Discord what a token opens.
func Inspect(ctx context.Context, d platform.Door) (platform.Pass, error) {
	c := at(d)
	pass, err := c.inspect(ctx)
	if err != nil {
		return platform.Pass{}, c.hush(fmt.Errorf("try the bot token: %w", err))
	}
	return pass, nil
}

func (c *Connector) inspect(ctx context.Context) (platform.Pass, error) {
	app, err := c.application(ctx)
	if err != nil {
		return platform.Pass{}, err
	}
	teams, err := c.servers(ctx)
	if err != nil {
		return platform.Pass{}, err
	}
	pass := platform.Pass{User: app.Name, Given: map[string]bool{
		"Message Content Intent": app.Flags&contentFlags != 0, "Server Members Intent": app.Flags&membersFlags != 0,
	}}
	switch {
	case len(teams) == 0:
		return pass, &platform.Refused{Method: "GET " + rest.GetCurrentUserGuilds.Route, Reason: noServer}
	case c.opts.Team == "" && len(teams) > 1:
		pass.Teams = teams
		return pass, nil
	case c.opts.Team == "":
		c.opts.Team = teams[0].ID
	case !slices.ContainsFunc(teams, func(t platform.Team) bool { return t.ID == c.opts.Team }):
		return pass, &platform.Refused{Method: "GET " + rest.GetCurrentUserGuilds.Route, Reason: noServer}
	}
	u, err := c.identify(ctx)
	if err != nil {
		return pass, err
	}
	c.mu.RLock()
	g := c.guild
	c.mu.RUnlock()
	pass.Name, pass.Team, pass.URL, pass.User = g.name_, g.id, web+"/channels/"+g.id, u.handle
	pass.Domain = domain(g.name_)
	for name, has := range granted(g.may(u, "")) {
		pass.Given[name] = has
	}
	return pass, nil
}

// domain is what an account may be called after a server's name.
func domain(name string) string {
	word := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		case r == ' ', r == '-', r == '_':
			return '-'
		}
		return -1
	}, strings.ToLower(name))
	return cmp.Or(strings.Trim(word, "-"), "discord")
}

// Rooms lists the channels, those that can be read first, by name.
func Rooms(ctx context.Context, d platform.Door) ([]platform.Room, error) {
	c := at(d)
	g, u, err := c.known(ctx)
	if err != nil {
		return nil, c.hush(fmt.Errorf("list the channels: %w", err))
	}
	var rooms []platform.Room
	for _, ch := range g.rooms {
		if ch.hasMessages() || ch.isForum() {
			rooms = append(rooms, platform.Room{Channel: g.room(ch), Member: g.reads(u, ch)})
		}
	}
	slices.SortFunc(rooms, func(a, b platform.Room) int {
		if a.Member != b.Member {
			if a.Member {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return rooms, nil
}

// CheckToken says in a sentence what is wrong with something that was given for
// a bot's token, "" if it looks like one. The sentence never quotes it.
func CheckToken(token string) string {
	strange := func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune("-_.", r)
	}
	switch token = strings.TrimPrefix(token, "Bot "); {
	case token == "":
		return "there is no token"
	case strings.ContainsFunc(token, strange):
		return "this holds signs that no bot token has; copy it again, alone"
	case strings.Count(token, ".") != 2:
		return "this is no bot token: one has three parts with a dot between them (page Bot, Reset Token)"
	}
	return ""
}

// messageContent is our own word for an intent that is off.
const messageContent = "message_content_intent"

// hasWords fails where messages come without their words, which looks as if
// nobody had said anything.
func (c *Connector) hasWords(ctx context.Context) error {
	app, err := c.application(ctx)
	if err == nil && app.Flags&contentFlags == 0 {
		err = &platform.Refused{Method: "GET /applications/@me", Reason: messageContent}
	}
	return err
}

// application is what the token belongs to.
type application struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Flags int64  `json:"flags"`
}

func (c *Connector) application(ctx context.Context) (application, error) {
	var app application
	q := question{to: getApplication()}
	err := c.ask(ctx, q, &app)
	if err == nil && !isID(app.ID) {
		err = strange(q)
	}
	return app, err
}
