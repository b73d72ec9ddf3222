package threads_test

import (
	"strings"
	"testing"

	"rounds/ui/pane"
	"rounds/ui/uitest"
)

func TestAMessageBecomesAnIdeaThatLeadsBackToIt(t *testing.T) {
	app := open(t, uitest.Community(), 120, 32)
	for _, msg := range uitest.Press(app, ">") {
		if jot, ok := msg.(pane.Jot); ok {
			if jot.Back != "Inbox" || !strings.HasPrefix(jot.From, "https://") || !strings.HasPrefix(jot.Quote, "> ") || jot.Text == "" {
				t.Errorf("%+v", jot)
			}
			return
		}
	}
	t.Error("no idea is asked for")
}
