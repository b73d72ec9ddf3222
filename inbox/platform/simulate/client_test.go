package simulate_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"rounds/inbox/platform/simulate"
)

// client reads a workspace as plainly as can be: it believes every answer that
// is whole, follows every cursor, and asks again when anything is odd.
type client struct {
	t      *testing.T
	base   string
	token  string
	http   *http.Client
	limit  string
	failed int // answers that were not whole
}

// visit puts a workspace behind a server and a client in front of it.
func visit(t *testing.T, s *simulate.Slack) *client {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	t.Cleanup(s.DropConnections)
	return &client{
		t: t, base: server.URL + "/api/", token: s.Token(), limit: "7",
		http: &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second},
	}
}

// head is what comes before the body of an answer.
type head struct {
	Status        string
	StatusCode    int
	Header        http.Header
	ContentLength int64
}

// post sends one request and returns whatever comes, the body cut at 8 MiB.
func (c *client) post(method string, args ...string) (*head, []byte, error) {
	c.t.Helper()
	form := url.Values{"token": {c.token}}
	for i := 0; i < len(args); i += 2 {
		form.Set(args[i], args[i+1])
	}
	res, err := c.http.PostForm(c.base+method, form)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 8<<20))
	return &head{res.Status, res.StatusCode, res.Header, res.ContentLength}, body, err
}

// call sends one request and returns the answer of the API.
func (c *client) call(method string, args ...string) (map[string]any, error) {
	c.t.Helper()
	res, body, err := c.post(method, args...)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		return nil, errors.New(res.Status)
	}
	var o map[string]any
	if err := json.Unmarshal(body, &o); err != nil {
		return nil, err
	}
	if o["ok"] != true {
		return o, fmt.Errorf("refused: %v", o["error"])
	}
	return o, nil
}

// list reads all pages of a list. What is shown twice is there twice.
func (c *client) list(name, method string, args ...string) []map[string]any {
	c.t.Helper()
	var all []map[string]any
	for cursor, tries := "", 0; ; {
		o, err := c.call(method, append([]string{"cursor", cursor, "limit", c.limit}, args...)...)
		items, ok := o[name].([]any)
		if err != nil || !ok {
			c.failed++
			if tries++; tries > 60 {
				c.t.Fatalf("%s %v: %v %v", method, args, o, err)
			}
			continue
		}
		tries = 0
		for _, item := range items {
			all = append(all, item.(map[string]any))
		}
		meta, _ := o["response_metadata"].(map[string]any)
		if cursor, _ = meta["next_cursor"].(string); cursor == "" {
			return all
		}
	}
}

// state reads everything there is.
func (c *client) state() simulate.State {
	c.t.Helper()
	channels, members := map[string]simulate.Channel{}, map[string]simulate.Member{}
	messages := map[string]simulate.Message{}
	for _, u := range c.list("members", "users.list") {
		m := simulate.Member{ID: u["id"].(string), Handle: u["name"].(string), Name: u["real_name"].(string)}
		m.Deleted, m.Bot = u["deleted"].(bool), u["is_bot"].(bool) || m.ID == "USLACKBOT"
		members[m.ID] = m
	}
	for _, ch := range c.list("channels", "conversations.list", "types", "public_channel,private_channel") {
		id := ch["id"].(string)
		channels[id] = simulate.Channel{
			ID: id, Name: ch["name"].(string), Private: ch["is_private"].(bool),
			Archived: ch["is_archived"].(bool), Member: ch["is_member"].(bool),
		}
		for _, m := range c.list("messages", "conversations.history", "channel", id) {
			c.take(messages, id, m)
			if m["reply_count"] == nil {
				continue
			}
			for _, r := range c.list("messages", "conversations.replies", "channel", id, "ts", m["ts"].(string)) {
				c.take(messages, id, r)
			}
		}
	}
	return simulate.State{
		Channels: sorted(channels, func(c simulate.Channel) string { return c.ID }),
		Members:  sorted(members, func(m simulate.Member) string { return m.ID }),
		Messages: sorted(messages, func(m simulate.Message) string { return m.Channel + m.TS }),
	}
}

func sorted[T any](all map[string]T, key func(T) string) []T {
	var list []T
	for _, v := range all {
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	return list
}

// take keeps a message, and compares what a root says of its replies.
func (c *client) take(into map[string]simulate.Message, channel string, m map[string]any) {
	text := func(key string) string { s, _ := m[key].(string); return s }
	out := simulate.Message{
		Channel: channel, TS: text("ts"), Thread: cmp.Or(text("thread_ts"), text("ts")), User: text("user"),
		Subtype: text("subtype"), Text: text("text"),
		Broadcast: text("subtype") == "thread_broadcast", Tombstone: text("subtype") == "tombstone",
	}
	if n, ok := m["reply_count"].(float64); ok {
		out.Replies = int(n)
	}
	if edited, ok := m["edited"].(map[string]any); ok {
		out.Edited = edited["ts"].(string)
	}
	reactions, _ := m["reactions"].([]any)
	for _, r := range reactions {
		if out.Reactions == nil {
			out.Reactions = map[string]int{}
		}
		r := r.(map[string]any)
		out.Reactions[r["name"].(string)] = int(r["count"].(float64))
	}
	into[channel+out.TS] = out
}
