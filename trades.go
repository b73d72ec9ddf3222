package main

import (
	"rounds/inbox"
	"rounds/inbox/platform"
	"rounds/inbox/platform/discord"
	"rounds/inbox/platform/discourse"
	"rounds/inbox/platform/mastodon"
	"rounds/inbox/platform/slack"
)

// trades are the platforms that we know how to speak to, a line each.
func trades() map[inbox.Platform]platform.Trade {
	return map[inbox.Platform]platform.Trade{
		inbox.Slack:     slack.Trade(),
		inbox.Discord:   discord.Trade(),
		inbox.Discourse: discourse.Trade(),
		inbox.Mastodon:  mastodon.Trade(),
	}
}
