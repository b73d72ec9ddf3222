package slack

import (
	"fmt"
	"strings"
)

// Scope is one thing that a token may be allowed, why we ask for it, and what
// is missing without it.
type Scope struct {
	Name     string
	Of       TokenKind
	Why      string
	Without  string
	Optional bool // not in the manifest unless a person puts it there
}

// Scopes is all that Rounds can make use of, the least first. Without the first
// three of them nothing can be shown.
func Scopes() []Scope {
	return []Scope{
		{"channels:read", BotToken, "which public channels there are", "no channel is found", false},
		{"channels:history", BotToken, "what is said in them", "nothing that is said is read", false},
		{"users:read", BotToken, "who says it", "people have no names", false},
		{"groups:read", BotToken, "which private channels it is invited to", "no private channels", false},
		{"groups:history", BotToken, "what is said in them", "no private channels", false},
		{"users:read.email", BotToken, "to know who is the same elsewhere", "cards have no e-mail address", false},
		{"reactions:read", BotToken, "reactions, as they come", "reactions are seen late", false},
		{"team:read", BotToken, "the workspace's name and address", "links may lead nowhere", false},
		{"chat:write", BotToken, "to answer, and change what it said", "Rounds only reads", false},
		{"reactions:write", BotToken, "to react", "no reactions from here", false},
		{"im:write", BotToken, "to answer one member privately", "no private answers", false},
		{"im:history", BotToken, "to see that those arrived", "you are asked whether they arrived", false},
		{"channels:manage", BotToken, "to put a member out of a public channel", "nobody is put out of one", true},
		{"groups:write", BotToken, "and of a private one", "nobody is put out of one", true},
		{"connections:write", AppToken, "news as they happen", "news come when Rounds asks", true},
		{"search:read", UserToken, "to search all of Slack", "only what is here is searched", true},
		{"chat:write", UserToken, "to answer as you, and delete what others said", "answers come from the app", true},
		{"reactions:write", UserToken, "to react in your own name", "reactions come from the app", true},
		{"im:write", UserToken, "to answer privately, too", "no private answers of your own", true},
		{"im:history", UserToken, "to see that those arrived", "you are asked whether they arrived", true},
		{"channels:write", UserToken, "to put a member out of a public channel", "nobody is put out of one", true},
		{"groups:write", UserToken, "and of a private one", "nobody is put out of one", true},
	}
}

// events is what the app is told of while Rounds listens.
func events() []string {
	return []string{
		"message.channels", "message.groups", "reaction_added", "reaction_removed",
		"channel_archive", "channel_created", "channel_deleted", "channel_left", "channel_rename", "channel_unarchive",
		"team_join", "user_change", "member_joined_channel", "member_left_channel",
	}
}

// NewApp is the page on which an app is made from a manifest.
const NewApp = "https://api.slack.com/apps?new_app=1"

// Manifest describes the app that a workspace makes for itself, in the form
// that Slack takes: the least that is needed, and a word beside each thing. No
// line is wider than a terminal.
func Manifest() string {
	var b strings.Builder
	b.WriteString(`# An app of your own workspace, for you alone. It writes what you send, no more.
display_information:
  name: Rounds
  description: A community manager's console, on your own machine
features:
  app_home:
    messages_tab_enabled: true # so that members can be answered privately
    messages_tab_read_only_enabled: false
  bot_user:
    display_name: Rounds
    always_online: false
oauth_config:
  scopes:
    bot:
`)
	writeScopes(&b, BotToken)
	b.WriteString("    # To moderate, take these in too, above:\n")
	writeAside(&b, BotToken)
	b.WriteString("    # To search and to answer in your own name, take these in too:\n    # user:\n")
	writeScopes(&b, UserToken)
	b.WriteString("settings:\n  event_subscriptions:\n    bot_events:\n")
	for _, event := range events() {
		fmt.Fprintf(&b, "      - %s\n", event)
	}
	b.WriteString(`  socket_mode_enabled: true # news as they happen, with no server
  org_deploy_enabled: false
  token_rotation_enabled: false
`)
	return b.String()
}

// writeScopes writes the scopes of one kind of token: a person's as comments,
// because nobody has to give theirs.
func writeScopes(b *strings.Builder, kind TokenKind) {
	for _, s := range Scopes() {
		switch {
		case s.Of != kind, kind == BotToken && s.Optional:
		case kind == UserToken:
			aside(b, s)
		default:
			fmt.Fprintf(b, "      - %-18s # %s\n", s.Name, s.Why)
		}
	}
}

// writeAside writes the scopes that not everybody needs, as comments.
func writeAside(b *strings.Builder, kind TokenKind) {
	for _, s := range Scopes() {
		if s.Of == kind && s.Optional {
			aside(b, s)
		}
	}
}

func aside(b *strings.Builder, s Scope) { fmt.Fprintf(b, "    #   - %-18s # %s\n", s.Name, s.Why) }
