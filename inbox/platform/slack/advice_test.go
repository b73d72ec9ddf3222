package slack

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// never are refusals of what Rounds does not do.
func never(reason string) bool {
	return strings.HasPrefix(reason, "draft_") || strings.HasPrefix(reason, "duplicate_")
}

func TestEveryPublishedRefusalOfAWriteHasAnAdvice(t *testing.T) {
	folder := filepath.FromSlash("../../../../shared/specs/slack/docs.slack.dev/methods")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("Slack's method descriptions are not here: %v", err)
	}
	for _, method := range []string{
		"chat.postMessage", "chat.update", "chat.delete", "chat.scheduleMessage", "chat.scheduledMessages.list", "chat.deleteScheduledMessage",
		"reactions.add", "reactions.remove", "conversations.open", "conversations.kick",
	} {
		text, err := os.ReadFile(filepath.Join(folder, method+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var described struct{ Errors map[string]any }
		if err := json.Unmarshal(text, &described); err != nil || len(described.Errors) == 0 {
			t.Fatal(method, err)
		}
		for reason := range described.Errors {
			if said := Advice(reason); !never(reason) && (!Knows(reason) || strings.Contains(said, reason) || len(said) > 200) {
				t.Errorf("%s, %s: %q", method, reason, said)
			}
		}
	}
	for _, reason := range []string{"messages_tab_disabled", "cannot_dm_bot", "compliance_exports_prevent_deletion"} {
		if !Knows(reason) {
			t.Errorf("nothing is said of %s", reason)
		}
	}
}
