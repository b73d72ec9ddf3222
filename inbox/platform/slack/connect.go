package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// TokenKind is what a token is for, as its beginning tells.
type TokenKind string

// The kinds of token. The last two open a workspace too, and are not for us:
// one belongs to a browser, the other only makes new tokens.
const (
	BotToken     TokenKind = "bot token"
	AppToken     TokenKind = "app token"
	UserToken    TokenKind = "user token"
	BrowserToken TokenKind = "token of a browser"
	RefreshToken TokenKind = "refresh token"
	NoToken      TokenKind = ""
)

// KindOf tells what a token is by its beginning. It speaks to nobody.
func KindOf(token string) TokenKind {
	token = strings.TrimPrefix(token, "xoxe.") // a token that is renewed from time to time
	for prefix, kind := range map[string]TokenKind{
		"xoxb-": BotToken, "xapp-": AppToken, "xoxp-": UserToken,
		"xoxc-": BrowserToken, "xoxd-": BrowserToken, "xoxs-": BrowserToken, "xoxe-": RefreshToken,
	} {
		if strings.HasPrefix(token, prefix) {
			return kind
		}
	}
	return NoToken
}

// Prefix is how a token of the kind begins.
func (k TokenKind) Prefix() string {
	switch k {
	case BotToken:
		return "xoxb-"
	case AppToken:
		return "xapp-"
	case UserToken:
		return "xoxp-"
	case BrowserToken:
		return "xoxc-"
	case RefreshToken:
		return "xoxe-"
	case NoToken:
	}
	return ""
}

// Check says in a sentence what is wrong with something that was given for a
// token of a kind, "" if it looks like one. The sentence never quotes it.
func (k TokenKind) Check(token string) string {
	strange := func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune("-._%", r)
	}
	found := KindOf(token)
	switch {
	case found == NoToken:
		return fmt.Sprintf("this is no token of Slack: the %s begins with %s", k, k.Prefix())
	case found != k:
		return fmt.Sprintf("this is %s; the %s begins with %s", article(found), k, k.Prefix())
	case strings.ContainsFunc(token, strange):
		return fmt.Sprintf("this %s holds signs that no token has; copy it again, alone", k)
	}
	return ""
}

func article(k TokenKind) string {
	if k == AppToken {
		return "an " + string(k)
	}
	return "a " + string(k)
}

// Pass is what a token opens.
type Pass struct {
	Kind      TokenKind
	Workspace string // its name
	URL       string // "https://acme.slack.com"
	Domain    string // "acme"
	Team      string // the workspace's ID
	User      string // the handle of whom the token speaks for
	UserID    string
	Bot       bool     // it speaks for a bot
	Scopes    []string // granted, sorted; nil if Slack did not say
}

// Grants reports whether a scope is granted. What Slack did not tell counts as
// granted: the first refusal will say otherwise.
func (p Pass) Grants(scope string) bool {
	return p.Scopes == nil || slices.Contains(p.Scopes, scope)
}

// Door is where and with what a token is tried.
type Door struct {
	Token string
	Base  string       // where the API is; Slack's own if empty
	HTTP  *http.Client // platform.NewHTTP if nil
}

// client is the SDK's, with our manners.
func (d Door) client(options ...slack.Option) *slack.Client {
	base := cmp.Or(d.Base, slack.APIURL)
	if !strings.HasSuffix(base, "/") {
		base += "/"
	}
	if d.HTTP == nil {
		d.HTTP = platform.NewHTTP(platform.Options{})
	}
	return slack.New(d.Token, append(options, slack.OptionAPIURL(base), slack.OptionHTTPClient(patient{http: d.HTTP}))...)
}

// Inspect asks Slack what a token opens, with one request. Of an app token it
// learns only that it is good.
func Inspect(ctx context.Context, d Door) (Pass, error) {
	kind := KindOf(d.Token)
	if kind == AppToken {
		_, _, err := d.client(slack.OptionAppLevelToken(d.Token)).StartSocketModeContext(ctx)
		if err != nil {
			return Pass{}, platform.Hush(fmt.Errorf("try the app token: %w", settle("apps.connections.open", err)), d.Token)
		}
		return Pass{Kind: kind}, nil
	}
	who, err := d.client().AuthTestContext(ctx)
	if err == nil && (who.UserID == "" || who.TeamID == "") {
		err = errStrange
	}
	if err != nil {
		return Pass{}, platform.Hush(fmt.Errorf("try the %s: %w", cmp.Or(kind, "token"), settle("auth.test", err)), d.Token)
	}
	p := Pass{
		Kind: kind, Workspace: who.Team, URL: strings.TrimSuffix(who.URL, "/"), Team: who.TeamID,
		User: who.User, UserID: who.UserID, Bot: who.BotID != "" || kind == BotToken,
		Scopes: scopesOf(who.Header),
	}
	if address, err := url.Parse(who.URL); err == nil {
		p.Domain, _, _ = strings.Cut(address.Hostname(), ".")
	}
	return p, nil
}

// Room is a channel that can be chosen.
type Room struct {
	inbox.Channel
	Member  bool // the token's owner is in it, and can read it
	Members int
}

// mostRooms bounds what is read of a workspace whose list has no end.
const mostRooms = 20_000

// Rooms lists the channels that are not archived, those that the token's owner
// is in first, by name.
func Rooms(ctx context.Context, d Door) ([]Room, error) {
	api := d.client()
	types := []string{"public_channel", "private_channel"}
	var rooms []Room
	for cursor := ""; ; {
		found, next, err := api.GetConversationsContext(ctx, &slack.GetConversationsParameters{
			Cursor: cursor, Limit: 200, Types: types, ExcludeArchived: true,
		})
		err = settleNil("conversations.list", err)
		if refusal(err) == "missing_scope" && len(types) > 1 { // only the public ones, then
			types, cursor, rooms = types[:1], "", nil
			continue
		}
		if err != nil {
			return nil, platform.Hush(fmt.Errorf("list the channels: %w", err), d.Token)
		}
		for _, ch := range found {
			rooms = append(rooms, roomOf(ch))
		}
		if next == "" || len(rooms) > mostRooms {
			break
		}
		if next == cursor {
			return nil, fmt.Errorf("list the channels: %w", errors.New("the answer's cursor leads back to itself"))
		}
		cursor = next
	}
	slices.SortStableFunc(rooms, func(a, b Room) int {
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

func roomOf(ch slack.Channel) Room {
	r := room{ID: ch.ID, Name: ch.Name, Created: int64(ch.Created), Archived: ch.IsArchived}
	r.Topic.Value, r.Purpose.Value = ch.Topic.Value, ch.Purpose.Value
	kind := inbox.Public
	switch {
	case ch.IsIM || ch.IsMpIM:
		kind = inbox.Direct
	case ch.IsPrivate:
		kind = inbox.Private
	}
	return Room{r.channel(kind), ch.IsMember, ch.NumMembers}
}

// settleNil is [settle] for what may be no error.
func settleNil(method string, err error) error {
	if err == nil {
		return nil
	}
	return settle(method, err)
}
