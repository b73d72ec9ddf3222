package mastodon

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// Guide is how a person comes to a token.
func Guide() platform.Guide {
	return platform.Guide{
		Title: "Mastodon",
		Needs: "the account that answers, and an application that you make there", Minutes: 3,
		Base: "https://mastodon.example",
		Steps: []string{
			"Sign in to your server, in a browser, with the account that answers your community.",
			"Open Preferences, then Development, then New application.\n(The address is your server's, with /settings/applications/new behind it.)",
			"Give it the name Rounds. Leave the website empty and the redirect URI as it is.",
			"Take all scopes away, and choose these one by one:\nread:accounts, read:statuses, read:notifications, read:search, read:follows, write:statuses, write:favourites.\nModerators of the server add admin:read:accounts, admin:read:reports, admin:write:accounts and admin:write:reports.",
			"Press Submit, and click the name Rounds in the list that comes.",
			"Copy what stands behind Your access token.",
		},
		Token: "Access token (it is not shown): ",
		Rights: []platform.Right{
			{Name: "read:accounts", Why: "knows who wrote, and whose token this is", Without: "nothing works"},
			{Name: "read:statuses", Why: "reads posts, their threads and your conversations", Without: "no thread can be read"},
			{Name: "read:notifications", Why: "finds where somebody mentions you, and who follows you", Without: "mentions are not found"},
			{Name: "read:search", Why: "finds posts of other servers by their address", Without: "what was never shown here cannot be found", Optional: true},
			{Name: "read:follows", Why: "knows which hashtags you follow", Without: "no hashtag is read", Optional: true},
			{Name: "write:statuses", Why: "posts, answers, edits and deletes what is yours, and boosts", Without: "nothing can be answered", Optional: true},
			{Name: "write:favourites", Why: "favourites a post", Without: "nothing can be favourited", Optional: true},
			{Name: "admin:read:accounts", Why: "shows moderators how an account stands", Without: "no account can be limited or suspended", Optional: true},
			{Name: "admin:read:reports", Why: "shows moderators what was reported", Without: "reports are not shown", Optional: true},
			{Name: "admin:write:accounts", Why: "limits and suspends accounts", Without: "no account can be limited or suspended", Optional: true},
			{Name: "admin:write:reports", Why: "settles reports", Without: "no report can be settled", Optional: true},
		},
	}
}

func knock(d platform.Door) *platform.REST {
	if d.HTTP == nil {
		d.HTTP = platform.NewHTTP(platform.Options{})
	}
	return client(strings.TrimRight(d.Base, "/"), d.Token, d.HTTP)
}

// Inspect tries a token: whose it is, and what it may do as far as the server
// says.
func Inspect(ctx context.Context, d platform.Door) (platform.Pass, error) {
	api := knock(d)
	pass, err := inspect(ctx, api)
	if err != nil {
		return platform.Pass{}, platform.Hush(fmt.Errorf("try the token: %w", err), d.Token)
	}
	return pass, nil
}

func inspect(ctx context.Context, api *platform.REST) (platform.Pass, error) {
	home, err := url.Parse(api.Base)
	if err != nil || home.Hostname() == "" || home.Scheme != "https" && home.Scheme != "http" {
		return platform.Pass{}, &platform.Refused{Method: "the address", Reason: "bad_address"}
	}
	a, err := verify(ctx, api)
	if err != nil {
		return platform.Pass{}, err
	}
	given, err := scopes(ctx, api)
	if err != nil {
		return platform.Pass{}, err
	}
	pass := platform.Pass{Name: home.Hostname(), URL: api.Base, User: string(a.Acct)}
	pass.Domain, _, _ = strings.Cut(home.Hostname(), ".")
	if given != nil {
		pass.Given = map[string]bool{}
		for _, right := range Guide().Rights {
			pass.Given[right.Name] = grants(given, right.Name)
		}
	}
	return pass, nil
}

// Rooms lists the channels that can be chosen: what is said to us, and the
// hashtags that we follow.
func Rooms(ctx context.Context, d platform.Door) ([]platform.Room, error) {
	c := New(Options{Token: d.Token, Base: d.Base, HTTP: d.HTTP})
	_, err := c.identify(ctx)
	var tags map[string]bool
	if err == nil {
		tags, err = c.askFollowed(ctx)
	}
	if err != nil {
		return nil, c.hush(fmt.Errorf("list the channels: %w", err))
	}
	var rooms []platform.Room
	for _, ch := range channels(tags) {
		rooms = append(rooms, platform.Room{Channel: inbox.Channel{ID: ch.ID, Name: ch.Name, Kind: ch.Kind, Topic: ch.Topic}, Member: true})
	}
	return rooms, nil
}
