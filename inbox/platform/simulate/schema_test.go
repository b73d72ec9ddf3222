package simulate_test

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// methods are Slack's own descriptions of what its methods answer.
const methods = "../../../../shared/specs/slack/docs.slack.dev/methods"

// named are the forms that the descriptions name without giving them.
var named = map[string]any{
	"ts":         map[string]any{"type": "string", "pattern": `^\d{10}\.\d{6}$`},
	"user_id":    map[string]any{"type": "string", "pattern": `^[UW][A-Z0-9]+$`},
	"team_id":    map[string]any{"type": "string", "pattern": `^[TE][A-Z0-9]+$`},
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
	s := community(7, 400)
	server := httptest.NewServer(s)
	defer server.Close()
	auth := "token=" + s.Token()
	rooms := get(t, server, "conversations.list?"+auth)["channels"].([]any)
	help := rooms[3].(map[string]any)["id"].(string)
	history := get(t, server, "conversations.history?limit=200&channel="+help+"&"+auth)
	root := ""
	for _, m := range history["messages"].([]any) {
		if m := m.(map[string]any); m["reply_count"] != nil && m["thread_ts"] == m["ts"] {
			root = m["ts"].(string)
		}
	}
	for call, method := range map[string]string{
		"auth.test?":                                                      "auth.test",
		"conversations.list?limit=3&":                                     "conversations.list",
		"conversations.members?channel=" + help + "&":                     "conversations.members",
		"conversations.info?channel=" + help + "&":                        "conversations.info",
		"conversations.history?channel=" + help + "&":                     "conversations.history",
		"conversations.replies?channel=" + help + "&ts=" + root + "&":     "conversations.replies",
		"users.list?limit=10&":                                            "users.list",
		"users.info?user=" + s.Me() + "&":                                 "users.info",
		"team.info?":                                                      "team.info",
		"chat.getPermalink?channel=" + help + "&message_ts=" + root + "&": "chat.getPermalink",
	} {
		got := get(t, server, call+auth)
		if got["ok"] != true {
			t.Errorf("%s answers %v", call, got["error"])
			continue
		}
		if err := outputOf(t, method).Validate(got); err != nil {
			t.Errorf("%s: %v", method, err)
		}
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
