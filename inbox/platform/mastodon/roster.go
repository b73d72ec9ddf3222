package mastodon

import (
	"context"
	"slices"

	"rounds/inbox"
)

// fetchRoster tells the channels, which are ours to make, and who we are. Its
// follows are the feeds.
func (c *Connector) fetchRoster(ctx context.Context, page *inbox.Page) error {
	page.Since = c.opts.Now()
	us, err := c.identify(ctx)
	if err != nil {
		return err
	}
	tags, err := c.askFollowed(ctx)
	if err != nil {
		return err
	}
	page.Members = append(page.Members, us.member)
	page.Channels = channels(tags)
	for _, ch := range page.Channels {
		if c.wanted(ch.ID) {
			c.follows(page, ch.ID, ch.ID)
		}
	}
	c.follows(page, own, "")
	follow(page, inbox.Follow{Scope: "reports", Turn: inbox.First})
	return nil
}

func channels(tags map[string]bool) []inbox.Channel {
	all := []inbox.Channel{
		{ID: mentions, Name: mentions, Kind: inbox.Public, Topic: "What is said to us, and what we say"},
		{ID: direct, Name: "Direct messages", Kind: inbox.Direct},
	}
	var names []string
	for name := range tags {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		all = append(all, inbox.Channel{ID: tagged + name, Name: name, Kind: inbox.Public})
	}
	return all
}

// follows has a feed read: its newest end in every round, all of it now and
// then.
func (c *Connector) follows(page *inbox.Page, id, channel string) {
	follow(page, inbox.Follow{Scope: "channel:" + id, Turn: inbox.First, Channel: channel})
	follow(page, inbox.Follow{Scope: "sweep:" + id, Turn: inbox.Spare, Channel: channel, After: c.opts.Now().Add(firstSweep)})
}
