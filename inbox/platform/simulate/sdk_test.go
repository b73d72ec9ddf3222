package simulate_test

import (
	"context"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// The client that everybody uses connects, understands every event, and comes
// back when it is asked to make way.
func TestTheUsualClientUnderstandsSocketMode(t *testing.T) {
	t.Parallel()
	s, c := socketed(t, &watch{t: noon()})
	api := slack.New(s.Token(), slack.OptionAPIURL(c.base), slack.OptionAppLevelToken(appToken))
	sdk := socketmode.New(api)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		sdk.RunContext(ctx)
	}()
	defer func() { <-ended }()
	defer stop()
	connected, events := 0, 0
	for last := 0; connected < 2 || events < last+5; {
		select {
		case <-time.After(10 * time.Second):
			t.Fatalf("after %d connections and %d events nothing comes", connected, events)
		case e := <-sdk.Events:
			switch e.Type { //nolint:exhaustive // what else it tells of does not matter here
			case socketmode.EventTypeHello:
				connected++
				last = events
				s.Change(noon().Add(time.Hour), 60)
			case socketmode.EventTypeEventsAPI:
				if _, ok := e.Data.(slackevents.EventsAPIEvent); !ok {
					t.Errorf("an event comes as %T", e.Data)
				}
				sdk.Ack(*e.Request)
				if events++; events == 5 {
					s.Refresh()
				}
			case socketmode.EventTypeErrorBadMessage:
				t.Errorf("it does not understand %+v", e.Data)
			}
		}
	}
}
