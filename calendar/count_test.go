package calendar

import (
	"strings"
	"testing"

	"rounds/inbox"
)

func TestALengthIsWhatThePlatformCounts(t *testing.T) {
	long := "https://example.com/" + strings.Repeat("a", 200)
	tests := map[string]struct {
		platform inbox.Platform
		text     string
		want     int
	}{
		"a web address is 23":                {inbox.Mastodon, long, 23},
		"a short one, too":                   {inbox.Mastodon, "see http://a.io.", 4 + 23 + 1},
		"a bracket around it is counted":     {inbox.Mastodon, "(" + long + ")", 25},
		"one that is not the web's is words": {inbox.Mastodon, "ftp://a.io", 10},
		"a handle without its server":        {inbox.Mastodon, "@ana@example.social hi", 7},
		"a handle here":                      {inbox.Mastodon, "@ana hi", 7},
		"a mail address":                     {inbox.Mastodon, "ana@example.com", 15},
		"a family is one":                    {inbox.Mastodon, "👩‍👩‍👧‍👦", 1},
		"an accent is none":                  {inbox.Mastodon, "e\u0301", 1},
		"a family on Slack":                  {inbox.Slack, "👩‍👩‍👧‍👦", 7},
		"a link on Discord":                  {inbox.Discord, "http://a.io", 11},
		"nothing":                            {inbox.Discourse, "", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Count(tt.platform, tt.text); got != tt.want {
				t.Errorf("%q is %d on %s, want %d", tt.text, got, tt.platform, tt.want)
			}
		})
	}
}
