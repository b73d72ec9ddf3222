package discourse

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// The rights that matter, as [Guide] names them.
const (
	rightRead     = "Read"
	rightWrite    = "Write"
	rightModerate = "Moderator"
)

// Guide tells how to come by a key: one of your own, which any member can make,
// or one that an admin makes.
func Guide() platform.Guide {
	return platform.Guide{
		Title: inbox.Discourse.Title(),
		Needs: "an account at the forum; Rounds asks for a key by way of your browser", Minutes: 2,
		Base: "https://forum.example.com",
		Steps: []string{
			"Open the address that Rounds shows you, signed in at the forum as yourself.",
			"The forum asks whether Rounds may act for you. Click Authorize.",
			"The forum shows a long code. Copy all of it and paste it here.",
			"If the forum does not let you authorize applications, ask an admin for a key:\nAdmin › Advanced › API Keys › New API Key, User Level: Single User, your name,\nScope: Global. Paste it here as YOURNAME:KEY.",
		},
		Token: "The code, or YOURNAME:KEY (it is not shown): ",
		Rights: []platform.Right{
			{Name: rightRead, Why: "reads topics, posts and who is there", Without: "nothing works"},
			{Name: rightWrite, Why: "sends your replies, likes and edits, and nothing else", Without: "you can read and not answer", Optional: true},
			{Name: rightModerate, Why: "shows the review queue, deletes posts, silences and suspends", Without: "reports stay in the forum", Optional: true},
		},
	}
}

// Inspect tries a key.
func Inspect(ctx context.Context, d platform.Door) (platform.Pass, error) {
	c := New(Options{Token: d.Token, Base: d.Base, HTTP: d.HTTP})
	pass, err := c.inspect(ctx)
	if err != nil {
		return platform.Pass{}, c.hush(fmt.Errorf("inspect: %w", err))
	}
	return pass, nil
}

func (c *Connector) inspect(ctx context.Context) (platform.Pass, error) {
	base, err := url.Parse(c.opts.Base)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return platform.Pass{}, &platform.Refused{Method: "inspect", Reason: "not_found: that is no address of a forum"}
	}
	u, err := c.identify(ctx)
	if err != nil {
		return platform.Pass{}, err
	}
	pass := platform.Pass{
		Name: base.Host, Domain: strings.SplitN(strings.TrimPrefix(strings.TrimPrefix(base.Hostname(), "www."), "forum."), ".", 2)[0],
		URL: c.opts.Base, User: u.handle, Given: map[string]bool{rightRead: true, rightModerate: u.staff()},
	}
	var site struct {
		Title string `json:"title"`
	}
	_, err = c.api.Do(ctx, platform.Call{Name: "GET /site/basic-info.json", Path: "/site/basic-info.json"}, &site)
	if err != nil && !here(err) {
		return platform.Pass{}, err
	}
	if site.Title != "" {
		pass.Name = site.Title
	}
	return pass, nil
}

// Rooms are the categories that can be chosen.
func Rooms(ctx context.Context, d platform.Door) ([]platform.Room, error) {
	c := New(Options{Token: d.Token, Base: d.Base, HTTP: d.HTTP})
	var page inbox.Page
	if err := c.categories(ctx, &page); err != nil {
		return nil, c.hush(fmt.Errorf("list the categories: %w", barred(err)))
	}
	var all []platform.Room
	for _, channel := range page.Channels {
		all = append(all, platform.Room{Channel: channel, Member: true})
	}
	return all, nil
}
