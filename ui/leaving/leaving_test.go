package leaving

import (
	"testing"
	"time"

	"rounds/inbox"
)

func TestWhereAnActionStandsIsSaidInWords(t *testing.T) {
	noon := time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC)
	soon, monday := noon.Add(9*time.Second), time.Date(2026, 6, 22, 9, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		o    inbox.Outgoing
		want string
	}{
		"in the hold":             {inbox.Outgoing{State: inbox.Queued, Action: inbox.Action{Due: soon}}, "leaves in 9 s"},
		"in some minutes":         {inbox.Outgoing{State: inbox.Queued, Action: inbox.Action{Due: noon.Add(190 * time.Second)}}, "leaves in 3m10s"},
		"when the hold is over":   {inbox.Outgoing{State: inbox.Queued, Action: inbox.Action{Due: noon}}, "leaves now"},
		"behind another one":      {inbox.Outgoing{State: inbox.Queued, Behind: "a"}, "leaves after the one before it"},
		"at a chosen time":        {inbox.Outgoing{State: inbox.Queued, Action: inbox.Action{Due: monday, Later: true}}, "leaves Mon 09:00"},
		"without the network":     {inbox.Outgoing{State: inbox.Queued, Trouble: "no connection", Again: soon}, "waits: no connection, again in 9 s"},
		"trouble without an hour": {inbox.Outgoing{State: inbox.Queued, Trouble: "no connection"}, "waits: no connection, again by itself"},
		"on its way":              {inbox.Outgoing{State: inbox.Sending}, "sending…"},
		"looked for":              {inbox.Outgoing{State: inbox.Unknown}, "looking whether it arrived…"},
		"asking":                  {inbox.Outgoing{State: inbox.Asks, Doubt: &inbox.Doubt{Reason: inbox.Gone}}, "asks you: what it is about is not there any more"},
		"asking, without why":     {inbox.Outgoing{State: inbox.Asks}, "asks you: it is not known whether it may go out"},
		"refused":                 {inbox.Outgoing{State: inbox.Failed, Trouble: "is_archived"}, "failed: is_archived"},
		"with the platform":       {inbox.Outgoing{State: inbox.Planned, Platform: inbox.Slack, Receipt: &inbox.Receipt{Planned: monday}}, "kept by Slack until Mon 09:00"},
		"out":                     {inbox.Outgoing{State: inbox.Sent}, "sent"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := State(&tt.o, noon); got != tt.want {
				t.Errorf("said %q, want %q", got, tt.want)
			}
		})
	}
}
