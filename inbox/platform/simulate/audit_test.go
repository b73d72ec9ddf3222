package simulate_test

import (
	"testing"

	"github.com/slack-go/slack"

	"rounds/inbox/platform/simulate"
)

func TestAnAuditFindsWhatWentWrong(t *testing.T) {
	s := simulate.NewHistory(simulate.Options{Seed: 2, Token: "xoxb-1"}, 0)
	c := visit(t, s)
	api := slack.New(s.Token(), slack.OptionAPIURL(c.base))
	room, root := place(s)
	for _, id := range []string{"b", "a", "a", "stranger", "stray"} {
		options := []slack.MsgOption{
			slack.MsgOptionText("so", false), slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "x", EventPayload: map[string]any{"id": id}}),
		}
		if id != "stray" {
			options = append(options, slack.MsgOptionTS(root))
		}
		if _, _, err := api.PostMessageContext(t.Context(), room, options...); err != nil {
			t.Fatal(err)
		}
	}
	var wanted []simulate.Wanted
	for _, id := range []string{"a", "b", "stray"} {
		wanted = append(wanted, simulate.Wanted{Marker: id, Channel: room, Thread: root, Lane: room})
	}
	found := s.Audit(append(wanted, simulate.Wanted{Marker: "lost", Channel: room, Lane: "elsewhere"}))
	if got, want := found.String(), "lost 1, sent twice 1, wrong target 2, out of order 1"; got != want || found.Good() {
		t.Errorf("it found %s, want %s: %+v", got, want, found)
	}
	if again := s.Audit(nil).Add(found); again.Wanted != 4 || len(again.Lost) != 1 {
		t.Errorf("added up it is %+v", again)
	}
}
