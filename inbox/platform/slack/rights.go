package slack

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rounds/inbox"
)

// standing is what the token with which we write is allowed, as far as Slack
// tells with every answer.
type standing struct {
	user   string
	bot    bool
	scopes []string // nil if Slack did not say
}

func standingOf(token string, who *slack.AuthTestResponse) standing {
	return standing{user: who.UserID, bot: who.BotID != "" || KindOf(token) == BotToken, scopes: scopesOf(who.Header)}
}

// scopesOf are the scopes that an answer says the token has, sorted; nil if it
// does not say.
func scopesOf(header http.Header) []string {
	told, says := header[http.CanonicalHeaderKey("X-OAuth-Scopes")]
	if !says {
		return nil
	}
	scopes := []string{}
	for scope := range strings.SplitSeq(strings.Join(told, ","), ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			scopes = append(scopes, scope)
		}
	}
	slices.Sort(scopes)
	return scopes
}

// lacks reports whether none of some scopes is granted. What Slack did not tell
// counts as granted: the first refusal will say otherwise.
func (s standing) lacks(any ...string) bool {
	return s.scopes != nil && !slices.ContainsFunc(any, func(scope string) bool { return slices.Contains(s.scopes, scope) })
}

// Why something cannot be done to others, for a person.
const (
	anothers = "Only an administrator's user token may delete what others said in Slack: open the message there, or connect with one besides."
	unspoken = "The token has no scope chat:write, without which nothing is deleted: add it at " + apps + " under OAuth & Permissions, and install the app again."
	doorless = "The token may put nobody out of a channel: add the scope %s (groups:write for private channels) at " + apps + " under OAuth & Permissions, and install the app again."
)

// forbidden is what we may not do to others although Slack could. A person is
// asked for by their rank: what others said, only those who run the workspace
// may delete, and never an app by itself (docs.slack.dev, chat.delete).
func (c *Connector) forbidden(ctx context.Context, s standing) (map[inbox.ActionKind]string, error) {
	all := map[inbox.ActionKind]string{}
	if manage := s.managing(); s.lacks(manage, "groups:write") {
		all[inbox.Kick] = strings.ReplaceAll(doorless, "%s", manage)
	}
	runs, err := c.runs(ctx, s)
	switch {
	case err != nil:
		return nil, err
	case !runs:
		all[inbox.Remove] = anothers
	case s.lacks("chat:write"):
		all[inbox.Remove] = unspoken
	}
	if len(all) == 0 {
		return nil, nil //nolint:nilnil // nothing is forbidden
	}
	return all, nil
}

// managing is the scope for public channels, which is another one for a person.
func (s standing) managing() string {
	if s.bot {
		return "channels:manage"
	}
	return "channels:write"
}

// runs reports whether the token is that of one of those who run the workspace.
// If Slack refuses to say, it is not.
func (c *Connector) runs(ctx context.Context, s standing) (bool, error) {
	if s.bot {
		return false, nil
	}
	who, err := c.voice(nil).GetUserInfoContext(ctx, s.user)
	if err == nil && (who == nil || who.ID != s.user) {
		err = errStrange
	}
	if err = settleNil("users.info", err); err != nil {
		if here(narrow(err)) {
			return false, nil
		}
		return false, err
	}
	return who.IsAdmin || who.IsOwner || who.IsPrimaryOwner, nil
}
