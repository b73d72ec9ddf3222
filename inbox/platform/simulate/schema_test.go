package simulate_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"rounds/inbox/platform/simulate"
)

// methods are Slack's own descriptions of what its methods answer.
const methods = "../../../../shared/specs/slack/docs.slack.dev/methods"

// named are the forms that the descriptions name without giving them.
var named = map[string]any{
	"ts":         map[string]any{"type": "string", "pattern": `^\d{10}\.\d{6}$`},
	"user_id":    map[string]any{"type": "string", "pattern": `^[UW][A-Z0-9]+$`},
	"team_id":    map[string]any{"type": "string", "pattern": `^[TE][A-Z0-9]+$`},
	"channel":    map[string]any{"type": "string", "pattern": `^[CGD][A-Z0-9]+$`},
	"channel_id": map[string]any{"type": "string", "pattern": `^[CGD][A-Z0-9]+$`},
	"message":    map[string]any{"type": "object", "required": []any{"type", "ts"}},
	"user":       map[string]any{"type": "object", "required": []any{"id", "name", "profile", "updated"}},
	"conversation": map[string]any{
		"type": "object", "required": []any{"id", "name", "created", "is_archived", "is_channel", "is_member", "topic", "purpose"},
	},
	"response_metadata": map[string]any{"type": "object", "required": []any{"next_cursor"}},
}

func TestAnswersFitSlacksSchemas(t *testing.T) {
	if _, err := os.Stat(methods); err != nil {
		t.Skipf("Slack's method descriptions are not here: %v", err)
	}
	fits(t, community(7, 400))
	for seed := range uint64(3) {
		s := history(seed)
		s.Change(noon().Add(time.Hour), 100)
		fits(t, s)
	}
	app := visit(t, simulate.NewHistory(simulate.Options{Seed: 1, Now: noon, AppToken: appToken}, 0))
	app.token = appToken
	got, err := app.call("apps.connections.open")
	if err != nil {
		t.Fatal(err)
	}
	if err := outputOf(t, "apps.connections.open").Validate(got); err != nil {
		t.Error(err)
	}
}

// fits asks each method something, in a room with a thread.
func fits(t *testing.T, s *simulate.Slack) {
	t.Helper()
	c := visit(t, s)
	all := s.State().Messages
	with := all[slices.IndexFunc(all, func(m simulate.Message) bool { return m.Replies > 0 && !archived(s, m.Channel) })]
	mine, err := c.call("chat.postMessage", "channel", with.Channel, "text", "of mine", "metadata", `{"event_type":"x","event_payload":{"id":"1"}}`)
	if err != nil {
		t.Fatal(mine, err)
	}
	ts := mine["ts"].(string)
	at := strconv.FormatInt(noon().Add(2*time.Hour).Unix(), 10)
	ask := func(method string, args ...string) {
		t.Helper()
		got, err := c.call(method, args...)
		if err != nil {
			t.Errorf("%s answers %v, %v", method, got["error"], err)
			return
		}
		if err := outputOf(t, method).Validate(got); err != nil {
			t.Errorf("%s: %v", method, err)
		}
	}
	ask("chat.postMessage", "channel", with.Channel, "text", "of mine", "thread_ts", with.TS)
	ask("chat.update", "channel", with.Channel, "ts", ts, "text", "of mine, better")
	ask("chat.delete", "channel", with.Channel, "ts", ts)
	ask("chat.scheduleMessage", "channel", with.Channel, "text", "later", "post_at", at)
	ask("chat.scheduledMessages.list")
	ask("conversations.open", "users", s.Team()[0])
	for method, args := range map[string][]string{
		"auth.test":             nil,
		"conversations.list":    {"limit", "3", "types", "public_channel,private_channel"},
		"conversations.members": {"channel", with.Channel},
		"conversations.info":    {"channel", with.Channel},
		"conversations.history": {"channel", with.Channel},
		"conversations.replies": {"channel", with.Channel, "ts", with.TS},
		"users.list":            {"limit", "10"},
		"users.info":            {"user", s.Me()},
		"team.info":             nil,
		"chat.getPermalink":     {"channel", with.Channel, "message_ts", with.TS},
	} {
		ask(method, args...)
	}
}

// outputOf compiles what a method is described to answer.
func outputOf(t *testing.T, method string) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(filepath.FromSlash(methods), method+".json"))
	if err != nil {
		t.Skipf("no description of %s: %v", method, err)
	}
	var described struct {
		Output any `json:"output"`
	}
	if err := json.Unmarshal(text, &described); err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mem:"+method, resolve(described.Output)); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mem:" + method)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// resolve puts what is known of a named form in the place of its name.
func resolve(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if name, ok := v["schema"].(string); ok {
			if form, ok := named[name]; ok {
				return form
			}
			return map[string]any{}
		}
		out := map[string]any{}
		for key, value := range v {
			out[key] = resolve(value)
		}
		return out
	case []any:
		var out []any
		for _, value := range v {
			out = append(out, resolve(value))
		}
		return out
	}
	return v
}
