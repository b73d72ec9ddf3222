//go:build emulator

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// A witness reads a workspace with nothing but net/http, as plainly as it can
// be done, so that what Rounds keeps can be held against something that shares
// no line with it. With a token that may write it is also the hand that
// changes the workspace.
type witness struct {
	t     testing.TB
	base  string // of the API, with a slash
	token string
}

// emulator is the address of the emulator that .ci/emulate started.
func emulator(t testing.TB) string {
	t.Helper()
	base := os.Getenv("ROUNDS_EMULATOR")
	if base == "" {
		t.Fatal("ROUNDS_EMULATOR does not say where the emulator is: call .ci/emulate, which starts it")
	}
	return strings.TrimSuffix(base, "/")
}

func newWitness(t testing.TB, token string) witness {
	t.Helper()
	return witness{t, emulator(t) + "/api/", token}
}

// ask calls a method. Arguments are names and values in turn.
func (w witness) ask(method string, into any, arguments ...string) {
	w.t.Helper()
	form := url.Values{}
	for pair := range slices.Chunk(arguments, 2) {
		form.Set(pair[0], pair[1])
	}
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.base+method, strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "Bearer "+w.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(res.Body); err != nil {
		w.t.Fatal(err)
	}
	var answer struct {
		OK bool `json:"ok"`
	}
	if json.Unmarshal(text.Bytes(), &answer) != nil || !answer.OK {
		w.t.Fatalf("%s %q: the emulator answers %s: %s", method, arguments, res.Status, text.Bytes())
	}
	if into != nil {
		if err := json.Unmarshal(text.Bytes(), into); err != nil {
			w.t.Fatalf("%s: %v", method, err)
		}
	}
}

// utterance is a message as the emulator writes one.
type utterance struct {
	Channel string `json:"-"`
	TS      string `json:"ts"`
	Thread  string `json:"thread_ts"`
	User    string `json:"user"`
	BotID   string `json:"bot_id"`
	Subtype string `json:"subtype"`
	Text    string `json:"text"`
	Edited  struct {
		TS string `json:"ts"`
	} `json:"edited"`
	Replies   int `json:"reply_count"`
	Reactions []struct {
		Name  string `json:"name"`
		Count int    `json:"count"`
	} `json:"reactions"`
}

// said reports whether somebody said it: else it tells of a topic, a name, ….
func (u utterance) said() bool {
	return u.Subtype == "" || u.Subtype == "bot_message" || u.Subtype == "me_message"
}

func (u utterance) root() string {
	if u.Thread != "" {
		return u.Thread
	}
	return u.TS
}

// venue is a channel as the emulator writes one.
type venue struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Member   bool   `json:"is_member"`
	Private  bool   `json:"is_private"`
	Archived bool   `json:"is_archived"`
	Topic    struct {
		Value string `json:"value"`
	} `json:"topic"`
	Purpose struct {
		Value string `json:"value"`
	} `json:"purpose"`
}

// peer is a member as the emulator writes one.
type peer struct {
	ID      string `json:"id"`
	Admin   bool   `json:"is_admin"`
	Bot     bool   `json:"is_bot"`
	Profile struct {
		Display string `json:"display_name"`
		Real    string `json:"real_name"`
		Email   string `json:"email"`
	} `json:"profile"`
}

type more struct {
	HasMore bool `json:"has_more"`
	Meta    struct {
		Cursor string `json:"next_cursor"`
	} `json:"response_metadata"`
}

// self is whose token it is.
func (w witness) self() string {
	var answer struct {
		User string `json:"user_id"`
	}
	w.ask("auth.test", &answer)
	return answer.User
}

// venues lists the channels, private ones if the token may see them.
func (w witness) venues(types string) []venue {
	var all []venue
	for cursor := ""; ; {
		var answer struct {
			Channels []venue `json:"channels"`
			more
		}
		w.ask("conversations.list", &answer, "types", types, "limit", "3", "cursor", cursor)
		all = append(all, answer.Channels...)
		if cursor = answer.Meta.Cursor; cursor == "" {
			return all
		}
	}
}

func (w witness) people() map[string]peer {
	all := map[string]peer{}
	for cursor := ""; ; {
		var answer struct {
			Members []peer `json:"members"`
			more
		}
		w.ask("users.list", &answer, "limit", "3", "cursor", cursor)
		for _, p := range answer.Members {
			all[p.ID] = p
		}
		if cursor = answer.Meta.Cursor; cursor == "" {
			return all
		}
	}
}

// history is all that stands in a channel, and in the threads of it.
func (w witness) history(channel string) []utterance {
	var all []utterance
	for cursor := ""; ; {
		var answer struct {
			Messages []utterance `json:"messages"`
			more
		}
		w.ask("conversations.history", &answer, "channel", channel, "limit", "250", "cursor", cursor)
		for _, u := range answer.Messages {
			all = append(all, u)
			if u.Replies > 0 {
				all = append(all, w.replies(channel, u.TS)...)
			}
		}
		if cursor = answer.Meta.Cursor; cursor == "" {
			break
		}
	}
	for i := range all {
		all[i].Channel = channel
	}
	return all
}

// replies are those of a thread, without what began it.
func (w witness) replies(channel, root string) []utterance {
	var answer struct {
		Messages []utterance `json:"messages"`
	}
	w.ask("conversations.replies", &answer, "channel", channel, "ts", root)
	return slices.DeleteFunc(answer.Messages, func(u utterance) bool { return u.TS == root })
}

// A testimony is all that a token may see of a workspace.
type testimony struct {
	self   string
	venues []venue
	people map[string]peer
	said   []utterance
}

func (w witness) testify(types string) testimony {
	w.t.Helper()
	all := testimony{self: w.self(), venues: w.venues(types), people: w.people()}
	for _, p := range all.venues {
		if p.Member { // what it is not in, it does not read
			all.said = append(all.said, w.history(p.ID)...)
		}
	}
	return all
}

// messages is a line for each message.
func (e testimony) messages() []string {
	names := []string{"&lt;", "<", "&gt;", ">", "&amp;", "&"}
	for id, p := range e.people {
		names = append(names, "<@"+id+">", "@"+p.Profile.Display)
	}
	plain := strings.NewReplacer(names...)
	var all []string
	for _, u := range e.said {
		kind, root, edited, reactions := "notice", "", "", ""
		if u.said() {
			kind, root = "said", u.root()
		}
		if u.Edited.TS != "" {
			edited = instant(u.Edited.TS)
		}
		for _, r := range u.Reactions {
			reactions += fmt.Sprintf("%s×%d ", r.Name, r.Count)
		}
		all = append(all, line(u.Channel, u.TS, root, u.User, kind, instant(u.TS), edited, plain.Replace(u.Text), reactions))
	}
	return sorted(all)
}

// conversations is a line for each thing said with its replies.
func (e testimony) conversations() []string {
	roots, replies, last := map[string]utterance{}, map[string]int{}, map[string]string{}
	for _, u := range e.said {
		at := u.Channel + u.root()
		if u.said() {
			last[at] = max(last[at], u.TS)
		}
		if u.root() == u.TS {
			roots[at] = u
		} else {
			replies[at]++
		}
	}
	var all []string
	for at, u := range roots {
		if u.said() {
			all = append(all, line(u.Channel, u.TS, e.handle(u.User), fmt.Sprint(replies[at]), instant(u.TS), instant(last[at])))
		}
	}
	return sorted(all)
}

func (e testimony) handle(id string) string {
	if p, known := e.people[id]; known {
		return p.Profile.Display
	}
	return id
}

// members is a line for each member.
func (e testimony) members() []string {
	var all []string
	for id, p := range e.people {
		role := "community"
		switch {
		case id == e.self || p.Admin:
			role = "team"
		case p.Bot:
			role = "bot"
		}
		all = append(all, line(id, p.Profile.Display, p.Profile.Real, p.Profile.Email, role))
	}
	return sorted(all)
}

// channels is a line for each channel.
func (e testimony) channels() []string {
	var all []string
	for _, p := range e.venues {
		kind, topic, archived := "public", p.Topic.Value, "0"
		if p.Private {
			kind = "private"
		}
		if topic == "" {
			topic = p.Purpose.Value
		}
		if p.Archived {
			archived = "1"
		}
		all = append(all, line(p.ID, p.Name, kind, topic, archived))
	}
	return sorted(all)
}

func line(parts ...string) string { return strings.Join(parts, " · ") }

func sorted(all []string) []string {
	slices.Sort(all)
	return all
}

// instant is a ts as the views write a time.
func instant(ts string) string {
	seconds, _, _ := strings.Cut(ts, ".")
	var n int64
	fmt.Sscan(seconds, &n)
	return time.Unix(n, 0).UTC().Format(time.RFC3339)
}

// The rest is the hand.

// say posts a message, and returns its ts.
func (w witness) say(channel, text string, more ...string) string {
	w.t.Helper()
	var answer struct {
		TS string `json:"ts"`
	}
	w.ask("chat.postMessage", &answer, append([]string{"channel", channel, "text", text}, more...)...)
	return answer.TS
}

func (w witness) reply(channel, root, text string) string {
	w.t.Helper()
	return w.say(channel, text, "thread_ts", root)
}

// found makes a channel and asks others in.
func (w witness) found(name string, others ...string) string {
	w.t.Helper()
	var answer struct {
		Channel venue `json:"channel"`
	}
	w.ask("conversations.create", &answer, "name", fmt.Sprintf("%s-%d", name, time.Now().UnixNano()%1e9))
	w.invite(answer.Channel.ID, others...)
	return answer.Channel.ID
}

func (w witness) invite(channel string, others ...string) {
	w.t.Helper()
	w.ask("conversations.invite", nil, "channel", channel, "users", strings.Join(others, ","))
}
