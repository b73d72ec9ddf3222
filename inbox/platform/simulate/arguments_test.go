package simulate_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"rounds/inbox/platform/simulate"
)

// described is what Slack's description of a method says of its arguments.
type described struct {
	Tier string `json:"rate_limits"`
	Args struct {
		Required   []string `json:"required"`
		Properties map[string]struct {
			Type    string `json:"type"`
			Subtype string `json:"subtype"`
		} `json:"properties"`
	} `json:"args"`
	Errors map[string]any `json:"errors"`
}

func TestArgumentsAreThoseThatSlackDescribes(t *testing.T) {
	if _, err := os.Stat(methods); err != nil {
		t.Skipf("Slack's method descriptions are not here: %v", err)
	}
	for method, args := range simulate.Arguments() {
		text, err := os.ReadFile(filepath.Join(filepath.FromSlash(methods), method+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var d described
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for name, p := range d.Args.Properties {
			if want[name] = p.Type; p.Subtype == "timestamp" {
				want[name] = p.Subtype
			}
		}
		delete(want, "token")
		if !maps.Equal(args, want) {
			t.Errorf("%s takes %v, want %v", method, args, want)
		}
		if tier := "t" + strconv.Itoa(simulate.Tier(method)); tier != d.Tier {
			t.Errorf("%s is of tier %s, want %s", method, tier, d.Tier)
		}
		needs := slices.DeleteFunc(d.Args.Required, func(name string) bool { return name == "token" })
		if !slices.Equal(slices.Sorted(slices.Values(simulate.Needs(method))), slices.Sorted(slices.Values(needs))) {
			t.Errorf("%s needs %v, want %v", method, simulate.Needs(method), needs)
		}
		for arg, refusal := range simulate.Refusals(method) {
			if _, takes := args[arg]; takes && d.Errors[refusal] == nil {
				t.Errorf("%s says %s of %s, which it is not described to say", method, refusal, arg)
			}
		}
	}
}

func TestWrongArgumentsAreRefused(t *testing.T) {
	s := history(1)
	c := visit(t, s)
	m := s.State().Messages[0]
	for _, tt := range []struct {
		want, method string
		args         []string
	}{
		{"unknown_method", "conversations.histories", nil},
		{"channel_not_found", "conversations.history", nil},
		{"channel_not_found", "conversations.history", []string{"channel", "C1"}},
		{"invalid_arguments", "conversations.history", []string{"channel", m.Channel, "sort", "asc"}},
		{"invalid_arguments", "conversations.history", []string{"channel", m.Channel, "limit", "1000"}},
		{"invalid_arguments", "conversations.history", []string{"channel", m.Channel, "limit", "-1"}},
		{"invalid_arguments", "conversations.history", []string{"channel", m.Channel, "limit", "ten"}},
		{"invalid_arguments", "conversations.history", []string{"channel", m.Channel, "inclusive", "maybe"}},
		{"invalid_ts_oldest", "conversations.history", []string{"channel", m.Channel, "oldest", "yesterday"}},
		{"invalid_ts_latest", "conversations.history", []string{"channel", m.Channel, "latest", "1.2.3"}},
		{"invalid_cursor", "conversations.history", []string{"channel", m.Channel, "cursor", "next"}},
		{"invalid_arguments", "conversations.replies", []string{"channel", m.Channel, "ts", m.TS, "limit", "1001"}},
		{"thread_not_found", "conversations.replies", []string{"channel", m.Channel, "ts", "today"}},
		{"thread_not_found", "conversations.replies", []string{"channel", m.Channel, "ts", "1.000001"}},
		{"thread_not_found", "conversations.replies", []string{"channel", m.Channel}},
		{"invalid_limit", "conversations.list", []string{"limit", "5000"}},
		{"invalid_types", "conversations.list", []string{"types", "secret"}},
		{"invalid_cursor", "users.list", []string{"cursor", "bmV4dA=="}},
		{"user_not_found", "users.info", nil},
		{"message_not_found", "chat.getPermalink", []string{"channel", m.Channel, "message_ts", "1.000001"}},
	} {
		if o, _ := c.call(tt.method, tt.args...); o["error"] != tt.want {
			t.Errorf("%s %v answers %v, want %s", tt.method, tt.args, o["error"], tt.want)
		}
	}
}

func TestAWindowIsOpenAtItsEndsUnlessInclusive(t *testing.T) {
	d := takeStand(t)
	all := slices.Concat(d.pages...)
	tests := map[string]struct {
		args []string
		want []string
	}{
		"oldest alone is newest first all the same": {[]string{"oldest", all[25]}, all[:10]},
		"oldest is left out":                        {[]string{"oldest", all[4]}, all[:4]},
		"oldest is there if inclusive":              {[]string{"oldest", all[4], "inclusive", "1"}, all[:5]},
		"latest is left out":                        {[]string{"latest", all[4]}, all[5:15]},
		"latest is there if inclusive":              {[]string{"latest", all[4], "inclusive", "true"}, all[4:14]},
		"both ends":                                 {[]string{"oldest", all[6], "latest", all[2]}, all[3:6]},
		"both ends, inclusive":                      {[]string{"oldest", all[6], "latest", all[2], "inclusive", "1"}, all[2:7]},
		"one moment":                                {[]string{"oldest", all[6], "latest", all[6], "inclusive", "1"}, all[6:7]},
		"a cursor goes on inside":                   {[]string{"oldest", all[13], "cursor", d.cursors[1]}, all[10:13]},
		"nothing":                                   {[]string{"oldest", all[2], "latest", all[6]}, nil},
		"whole seconds":                             {[]string{"oldest", "1"}, all[:10]},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := d.ask(tt.args...).times(); !slices.Equal(got, tt.want) {
				t.Errorf("%v shows %v, want %v", tt.args, got, tt.want)
			}
		})
	}
}

func TestAThreadBeginsWithItsRoot(t *testing.T) {
	s := history(2)
	c := visit(t, s)
	for _, m := range s.State().Messages {
		if m.Replies < 3 {
			continue
		}
		o, err := c.call("conversations.replies", "channel", m.Channel, "ts", m.TS, "limit", "2")
		shown, _ := o["messages"].([]any)
		if err != nil || shown[0].(map[string]any)["ts"] != m.TS || o["has_more"] != true {
			t.Fatalf("the thread %s begins with %v, %v", m.TS, o, err)
		}
		reply := shown[1].(map[string]any)["ts"].(string)
		o, err = c.call("conversations.replies", "channel", m.Channel, "ts", reply, "oldest", reply, "limit", "1000")
		rest, _ := o["messages"].([]any)
		if err != nil || len(rest) != m.Replies || rest[0].(map[string]any)["ts"] != m.TS {
			t.Errorf("behind its first reply it shows %d messages, want the root and the others of %d: %v", len(rest), m.Replies, err)
		}
		return
	}
	t.Fatal("there is no thread")
}
