package main

import (
	"strings"
	"testing"

	"rounds/inbox"
)

func TestWhatAPlatformWouldRefuseAnywayIsRefusedBeforeItIsKept(t *testing.T) {
	greyed := inbox.Account{Platform: inbox.Discord, Lacks: map[inbox.ActionKind]string{inbox.Ban: "The bot has no permission Ban Members."}}
	for name, test := range map[string]struct {
		at   inbox.Account
		do   inbox.Action
		says string
	}{
		"what the platform lacks":        {inbox.Account{Platform: inbox.Slack}, inbox.Action{Kind: inbox.Ban}, "An app may not close"},
		"what the account may not":       {greyed, inbox.Action{Kind: inbox.Ban}, "no permission Ban Members"},
		"what it may":                    {greyed, inbox.Action{Kind: inbox.Kick}, ""},
		"an emoji where a like is all":   {inbox.Account{Platform: inbox.Discourse}, inbox.Action{Kind: inbox.React, Emoji: "eyes"}, "takes no reaction but :heart:"},
		"a like":                         {inbox.Account{Platform: inbox.Mastodon}, inbox.Action{Kind: inbox.React, Emoji: "heart"}, ""},
		"more than fits":                 {inbox.Account{Platform: inbox.Mastodon}, inbox.Action{Kind: inbox.Reply, Text: strings.Repeat("ä", 503)}, "too long by 3 characters: Mastodon takes 500"},
		"as much as fits":                {inbox.Account{Platform: inbox.Mastodon}, inbox.Action{Kind: inbox.Reply, Text: strings.Repeat("ä", 500)}, ""},
		"of a platform nobody has named": {inbox.Account{}, inbox.Action{Kind: inbox.Reply, Text: "so"}, ""},
	} {
		if got := unfit(test.at, test.do); (got == "") != (test.says == "") || !strings.Contains(got, test.says) {
			t.Errorf("%s: %q, want %q", name, got, test.says)
		}
	}
}
