package slack

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// us is who we are in a workspace: whom we read as, and whom we write as.
type us struct {
	account inbox.Account
	bots    []string // the IDs that our messages bear where they come of an app
	may     standing // of the token with which we write
}

// Identify asks Slack whose token it is, and for which workspace. With a
// [Options.UserToken] it asks for that, too: it has to open the same one. Then
// it asks what that may do to others.
func (c *Connector) Identify(ctx context.Context) (inbox.Account, error) {
	found, err := c.identify(ctx)
	if err != nil {
		return inbox.Account{}, c.hush(fmt.Errorf("identify: %w", err))
	}
	account := found.account
	if account.Lacks, err = c.forbidden(ctx, found.may); err != nil {
		return inbox.Account{}, c.hush(fmt.Errorf("identify: %w", err))
	}
	return account, nil
}

func (c *Connector) identify(ctx context.Context) (*us, error) {
	who, err := whose(ctx, c.api)
	if err != nil {
		return nil, err
	}
	found := &us{account: inbox.Account{
		Name:     c.opts.Account,
		Platform: inbox.Slack,
		Base:     strings.TrimSuffix(who.URL, "/"),
		Team:     who.TeamID,
		Self:     who.UserID,
	}}
	found.know(who.BotID)
	found.may = standingOf(c.opts.Token, who)
	if c.opts.UserToken != "" {
		voice, err := whose(ctx, c.voice(nil))
		if err != nil {
			return nil, err
		}
		if voice.TeamID != who.TeamID {
			return nil, &platform.Refused{Method: "auth.test", Reason: "another_workspace"}
		}
		found.know(voice.BotID)
		found.may = standingOf(c.opts.UserToken, voice)
		if voice.UserID != who.UserID {
			found.account.Voice = voice.UserID
		}
	}
	c.mu.Lock()
	c.us = found
	c.mu.Unlock()
	return found, nil
}

func whose(ctx context.Context, api *slack.Client) (*slack.AuthTestResponse, error) {
	who, err := api.AuthTestContext(ctx)
	if err == nil && who.UserID == "" {
		err = errStrange
	}
	return who, settleNil("auth.test", err)
}

// who is who we are; Slack is asked once.
func (c *Connector) who(ctx context.Context) (*us, error) {
	c.mu.RLock()
	known := c.us
	c.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	return c.identify(ctx)
}

func (u *us) know(bot string) {
	if bot != "" {
		u.bots = append(u.bots, bot)
	}
}

// selves are the members that we are.
func (u *us) selves() []string {
	if u.account.Voice == "" {
		return []string{u.account.Self}
	}
	return []string{u.account.Self, u.account.Voice}
}

// said reports whether a message is one of ours.
func (u *us) said(r *record) bool {
	return slices.Contains(u.selves(), r.User) || r.User == "" && slices.Contains(u.bots, r.BotID)
}

// secret is the token with which we write.
func (c *Connector) secret() string { return cmp.Or(c.opts.UserToken, c.opts.Token) }

// voice is the API as it is written to, and as private conversations are read.
func (c *Connector) voice(client client) *slack.Client {
	if client == nil {
		client = c.speaking()
	}
	return slack.New(c.secret(), slack.OptionAPIURL(c.opts.Base), slack.OptionHTTPClient(client))
}

// client is what the SDK sends with.
type client interface {
	Do(req *http.Request) (*http.Response, error)
}

// speaking is a client for the token with which we write.
func (c *Connector) speaking() patient {
	return patient{http: c.opts.HTTP, c: c, voice: c.opts.UserToken != ""}
}
