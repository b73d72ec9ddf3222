package simulate_test

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rounds/inbox/platform/simulate"
)

// The client that everybody uses writes, too.
func TestTheUsualClientWrites(t *testing.T) {
	w := &watch{t: noon()}
	s := simulate.NewHistory(simulate.Options{Seed: 2, Now: w.now, Token: "xoxb-1"}, 0)
	c := visit(t, s)
	api := slack.New(s.Token(), slack.OptionAPIURL(c.base))
	room, root := place(s)
	ctx := t.Context()
	in, ts, m, err := api.PostMessageWithResponseContext(ctx, room, slack.MsgOptionText("one", false), slack.MsgOptionTS(root),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "x", EventPayload: map[string]any{"id": "m1"}}))
	if err != nil || in != room || m.Timestamp != ts || m.ThreadTimestamp != root || m.BotID == "" || m.User != s.Me() {
		t.Fatalf("%s %s %+v %v", in, ts, m, err)
	}
	for _, all := range []bool{false, true} {
		shown, _, _, err := api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: room, Timestamp: root, IncludeAllMetadata: all})
		i := slices.IndexFunc(shown, func(m slack.Message) bool { return m.Timestamp == ts })
		if err != nil || i < 0 || (shown[i].Metadata.EventPayload["id"] == "m1") != all {
			t.Errorf("asked for metadata: %t: %+v %v", all, shown, err)
		}
	}
	if _, _, text, err := api.UpdateMessageContext(ctx, room, ts, slack.MsgOptionText("two", false)); err != nil || text != "two" {
		t.Errorf("%q %v", text, err)
	}
	item := slack.NewRefToMessage(room, ts)
	err = errors.Join(api.AddReactionContext(ctx, "thumbsup", item), api.RemoveReactionContext(ctx, "+1", item))
	if err != nil {
		t.Error(err)
	}
	direct, _, _, err := api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{s.Team()[0]}})
	if err != nil || !strings.HasPrefix(direct.ID, "D") {
		t.Fatal(direct, err)
	}
	if _, _, err = api.PostMessageContext(ctx, direct.ID, slack.MsgOptionText("psst", false)); err != nil {
		t.Error(err)
	}
	if again, _, before, err := api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{s.Team()[0]}}); err != nil || again.ID != direct.ID || !before {
		t.Errorf("opened again it is %+v, %v", again, err)
	}
	at := strconv.FormatInt(noon().Add(time.Hour).Unix(), 10)
	_, plan, err := api.ScheduleMessageContext(ctx, room, at, slack.MsgOptionText("later", false))
	if err != nil {
		t.Fatal(err)
	}
	listed, _, err := api.GetScheduledMessagesContext(ctx, &slack.GetScheduledMessagesParameters{Channel: room, Oldest: at, Latest: at})
	if err != nil || len(listed) != 1 || listed[0].ID != plan || listed[0].Text != "later" {
		t.Errorf("planned is %+v, %v", listed, err)
	}
	if ok, err := api.DeleteScheduledMessageContext(ctx, &slack.DeleteScheduledMessageParameters{Channel: room, ScheduledMessageID: plan}); err != nil || !ok {
		t.Error(err)
	}
	if _, _, err = api.DeleteMessageContext(ctx, room, ts); err != nil {
		t.Error(err)
	}
}

// place is an open room and the first message in it that somebody said.
func place(s *simulate.Slack) (room, root string) {
	state := s.State()
	for _, ch := range state.Channels {
		for _, m := range state.Messages {
			if ch.Member && !ch.Archived && m.Channel == ch.ID && m.Thread == m.TS && m.Subtype == "" {
				return ch.ID, m.TS
			}
		}
	}
	return "", ""
}

func TestWritesThatAreWrongAreRefused(t *testing.T) {
	s := history(1)
	c := visit(t, s)
	room, root := place(s)
	var archived, foreign string
	for _, ch := range s.State().Channels {
		switch {
		case ch.Archived:
			archived = ch.ID
		case !ch.Member:
			foreign = ch.ID
		}
	}
	in := func(d time.Duration) string { return strconv.FormatInt(noon().Add(d).Unix(), 10) }
	for _, tt := range []struct {
		want, method string
		args         []string
	}{
		{"channel_not_found", "chat.postMessage", []string{"text", "x"}},
		{"no_text", "chat.postMessage", []string{"channel", room}},
		{"invalid_arguments", "chat.postMessage", []string{"channel", room, "text", "x", "reply_broadcast", "perhaps"}},
		{"is_archived", "chat.postMessage", []string{"channel", archived, "text", "x"}},
		{"not_in_channel", "chat.postMessage", []string{"channel", foreign, "text", "x"}},
		{"invalid_metadata_format", "chat.postMessage", []string{"channel", room, "text", "x", "metadata", "x"}},
		{"invalid_metadata_schema", "chat.postMessage", []string{"channel", room, "text", "x", "metadata", "{}"}},
		{"message_not_found", "chat.update", []string{"channel", room, "ts", "1.000001", "text", "x"}},
		{"message_not_found", "chat.delete", []string{"channel", room, "ts", "1.000001"}},
		{"invalid_time", "chat.scheduleMessage", []string{"channel", room, "text", "x", "post_at", "soon"}},
		{"time_in_past", "chat.scheduleMessage", []string{"channel", room, "text", "x", "post_at", in(-time.Minute)}},
		{"time_too_far", "chat.scheduleMessage", []string{"channel", room, "text", "x", "post_at", in(121 * 24 * time.Hour)}},
		{"invalid_channel", "chat.scheduledMessages.list", []string{"channel", "C1"}},
		{"invalid_scheduled_message_id", "chat.deleteScheduledMessage", []string{"channel", room, "scheduled_message_id", "Q1"}},
		{"invalid_name", "reactions.add", []string{"channel", room, "timestamp", root, "name", "Not an emoji"}},
		{"message_not_found", "reactions.add", []string{"channel", room, "timestamp", "1.000001", "name", "eyes"}},
		{"bad_timestamp", "reactions.add", []string{"channel", room, "timestamp", "now", "name", "eyes"}},
		{"no_reaction", "reactions.remove", []string{"channel", room, "timestamp", root, "name", "sauropod"}},
		{"no_item_specified", "reactions.remove", []string{"name", "eyes"}},
		{"users_list_not_supplied", "conversations.open", nil},
		{"user_not_found", "conversations.open", []string{"users", "U1"}},
		{"too_many_users", "conversations.open", []string{"users", "U1,U2,U3,U4,U5,U6,U7,U8,U9"}},
	} {
		if o, _ := c.call(tt.method, tt.args...); o["error"] != tt.want {
			t.Errorf("%s %v answers %v, want %s", tt.method, tt.args, o["error"], tt.want)
		}
	}
	if got := s.Written(); len(got) > 0 {
		t.Errorf("written was %+v", got)
	}
	for i := range 31 {
		o, _ := c.call("chat.scheduleMessage", "channel", room, "text", "x", "post_at", in(time.Hour))
		if refused := o["error"] == "restricted_too_many"; refused != (i == 30) {
			t.Errorf("plan %d answers %v", i, o)
		}
	}
	for scope, method := range map[string][]string{
		"chat:write":      {"chat.postMessage", "channel", room, "text", "x"},
		"reactions:write": {"reactions.add", "channel", room, "timestamp", root, "name", "eyes"},
		"im:write":        {"conversations.open", "users", s.Me()},
	} {
		s.Forget(scope)
		if o, _ := c.call(method[0], method[1:]...); o["error"] != "missing_scope" || o["needed"] != scope {
			t.Errorf("%s answers %v", method[0], o)
		}
	}
}

func TestAPlanWithMetadataIsNeverPosted(t *testing.T) {
	w := &watch{t: noon()}
	s := simulate.NewHistory(simulate.Options{Seed: 1, Now: w.now}, 0)
	c := visit(t, s)
	room, _ := place(s)
	at := strconv.FormatInt(noon().Add(time.Hour).Unix(), 10)
	for _, metadata := range []string{"", `{"event_type":"x","event_payload":{}}`} {
		if o, err := c.call("chat.scheduleMessage", "channel", room, "text", "x", "post_at", at, "metadata", metadata); err != nil {
			t.Fatal(o, err)
		}
	}
	if n := s.Live(noon().Add(59 * time.Minute)); n != 0 {
		t.Errorf("%d are posted too early", n)
	}
	if n := s.Live(noon().Add(time.Hour)); n != 1 || s.Live(noon().Add(2*time.Hour)) != 0 {
		t.Errorf("%d are posted, want the one without metadata", n)
	}
}

func TestEveryTrickOfAWriteIsWhatItSays(t *testing.T) {
	s := history(2)
	c := visit(t, s)
	c.http.Timeout = 200 * time.Millisecond
	room, _ := place(s)
	var late interface{ Timeout() bool }
	looks := map[simulate.Trick]func(res *head, body string, err error) bool{
		simulate.AcceptedReset:  func(_ *head, _ string, err error) bool { return errors.Is(err, syscall.ECONNRESET) },
		simulate.AcceptedSlow:   func(_ *head, _ string, err error) bool { return errors.As(err, &late) && late.Timeout() },
		simulate.AcceptedBroken: func(res *head, _ string, _ error) bool { return res.StatusCode == 500 },
		simulate.AcceptedBadGateway: func(res *head, body string, _ error) bool {
			return res.StatusCode == 502 && strings.Contains(body, "<html>")
		},
		simulate.AcceptedUnavailable: func(res *head, body string, _ error) bool {
			return res.StatusCode == 503 && strings.Contains(body, "<html>")
		},
		simulate.AcceptedGarbage: func(res *head, body string, _ error) bool {
			return res.StatusCode == 200 && strings.Contains(body, "PDF")
		},
		simulate.AcceptedCutBody:  func(_ *head, _ string, err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) },
		simulate.AcceptedInternal: func(_ *head, body string, _ error) bool { return strings.Contains(body, "internal_error") },
		simulate.AcceptedFatal:    func(_ *head, body string, _ error) bool { return strings.Contains(body, "fatal_error") },
		simulate.Unseen:           func(_ *head, body string, _ error) bool { return strings.Contains(body, `"ok":true`) },
	}
	for _, trick := range simulate.WriteTricks() {
		s.Misbehave(simulate.Mischief{Seed: 1, Rate: 1, Tricks: []simulate.Trick{simulate.FatalError}, Writes: 1, WriteTricks: []simulate.Trick{trick}, Calm: 1, Slow: time.Second})
		before := len(s.Written())
		res, body, err := c.post("chat.postMessage", "channel", room, "text", "x")
		if look := looks[trick]; look != nil && !look(res, string(body), err) {
			t.Errorf("%s looks like %v %s %v", trick, res, body, err)
		}
		took := len(s.Written()) - before
		if want := looks[trick] != nil; (took == 1) != want {
			t.Errorf("%s: taken were %d", trick, took)
		}
		log := s.Requests()
		if log[len(log)-1].Trick != trick {
			t.Errorf("the log tells of %v", log[len(log)-1])
		}
	}
	s.Misbehave(simulate.Mischief{Rate: 1, Tricks: []simulate.Trick{simulate.Broken}})
	if o, err := c.call("chat.postMessage", "channel", room, "text", "x"); err != nil {
		t.Errorf("a write goes wrong where only reading should: %v %v", o, err)
	}
	s.Misbehave(simulate.Mischief{Writes: 1})
	if o, err := c.call("auth.test"); err != nil {
		t.Errorf("reading goes wrong where only writes should: %v %v", o, err)
	}
}

func TestAVeiledMessageIsShownWhenItsTimeHasCome(t *testing.T) {
	w := &watch{t: noon()}
	s := simulate.NewHistory(simulate.Options{Seed: 1, Now: w.now}, 0)
	c := visit(t, s)
	room, _ := place(s)
	s.Misbehave(simulate.Mischief{Writes: 1, WriteTricks: []simulate.Trick{simulate.Unseen}, Veil: 3 * time.Second, Calm: 1})
	o, err := c.call("chat.postMessage", "channel", room, "text", "x")
	if err != nil {
		t.Fatal(err)
	}
	there := func() bool {
		o, err := c.call("conversations.history", "channel", room, "oldest", o["ts"].(string), "inclusive", "1")
		return err == nil && len(o["messages"].([]any)) == 1
	}
	if there() {
		t.Error("it is shown at once")
	}
	if o, err := c.call("chat.update", "channel", room, "ts", o["ts"].(string), "text", "y"); err != nil {
		t.Errorf("its author does not find it: %v", o)
	}
	w.pass(3 * time.Second)
	if !there() {
		t.Error("it is shown never")
	}
}

func TestSocketModeTellsOfWhatWeSay(t *testing.T) {
	s, c := socketed(t, &watch{t: noon()})
	room, root := place(s)
	h := c.listen()
	h.hear()
	o, err := c.call("chat.postMessage", "channel", room, "thread_ts", root, "text", "heard")
	if err != nil {
		t.Fatal(err)
	}
	c.call("reactions.add", "channel", room, "timestamp", root, "name", "sauropod")
	events := h.all(2)
	said := events[0]["payload"].(map[string]any)["event"].(map[string]any)
	reacted := events[1]["payload"].(map[string]any)["event"].(map[string]any)
	if said["ts"] != o["ts"] || said["thread_ts"] != root || said["channel"] != room || said["user"] != s.Me() || reacted["type"] != "reaction_added" {
		t.Errorf("told is of %v and %v", said, reacted)
	}
}

// Whoever is answered answers back, in a thread and in private.
func TestWhoIsAnsweredAnswersBack(t *testing.T) {
	for seed := range uint64(5) {
		w := &watch{t: noon()}
		s := simulate.NewSlack(simulate.Options{Seed: seed, Size: 400, Now: w.now})
		c := visit(t, s)
		var root simulate.Message
		for _, m := range s.State().Messages {
			if m.Thread == m.TS && m.Replies == 0 && m.Subtype == "" && !slices.Contains(s.Team(), m.User) && !bot(s, m.User) && m.TS > root.TS && !archived(s, m.Channel) {
				root = m
			}
		}
		if o, err := c.call("chat.postMessage", "channel", root.Channel, "thread_ts", root.TS, "text", "like this"); err != nil {
			t.Fatal(o, err)
		}
		o, _ := c.call("conversations.open", "users", root.User)
		direct := o["channel"].(map[string]any)["id"].(string)
		if o, err := c.call("chat.postMessage", "channel", direct, "text", "and by the way"); err != nil {
			t.Fatal(o, err)
		}
		s.Live(noon().Add(5 * time.Second))
		if got := s.Direct(root.User); len(got) != 1 {
			t.Errorf("seed %d: it comes at once: %+v", seed, got)
		}
		s.Live(noon().Add(30 * time.Second))
		back := s.Direct(root.User)
		if len(back) != 2 || back[1].User != root.User {
			t.Errorf("seed %d: privately there is %+v", seed, back)
		}
		answered := slices.ContainsFunc(s.State().Messages, func(m simulate.Message) bool {
			return m.Thread == root.TS && m.TS != root.TS && m.User == root.User
		})
		if !answered {
			t.Errorf("seed %d: %s does not answer in the thread", seed, root.User)
		}
	}
}

func bot(s *simulate.Slack, id string) bool {
	return slices.ContainsFunc(s.State().Members, func(m simulate.Member) bool { return m.ID == id && m.Bot })
}

func archived(s *simulate.Slack, id string) bool {
	return slices.ContainsFunc(s.State().Channels, func(c simulate.Channel) bool { return c.ID == id && (c.Archived || !c.Member) })
}

// The rival answers in the n-th thread that is looked at, in no other, and only
// once.
func TestOneThreadIsContested(t *testing.T) {
	w := &watch{t: noon()}
	s := simulate.NewSlack(simulate.Options{Seed: 3, Size: 400, Now: w.now, Rival: 2})
	c := visit(t, s)
	var roots []simulate.Message
	for _, m := range s.State().Messages {
		if m.Thread == m.TS && m.Subtype == "" && !slices.Contains(s.Team(), m.User) && !bot(s, m.User) && !archived(s, m.Channel) {
			roots = append(roots, m)
		}
	}
	look := func(m simulate.Message, metadata string) int {
		o, err := c.call("conversations.replies", "channel", m.Channel, "ts", m.TS, "include_all_metadata", metadata)
		if err != nil {
			t.Fatal(o, err)
		}
		return len(o["messages"].([]any)) - 1 - m.Replies
	}
	for i, tt := range []struct {
		root     int
		metadata string
		more     int
	}{{0, "0", 0}, {0, "1", 0}, {0, "1", 0}, {1, "0", 0}, {1, "1", 1}, {1, "1", 1}, {2, "1", 0}, {3, "1", 0}} {
		if more := look(roots[tt.root], tt.metadata); more != tt.more {
			t.Errorf("look %d at thread %d finds %d more replies, want %d", i, tt.root, more, tt.more)
		}
	}
}
