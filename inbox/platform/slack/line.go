package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// silence is how long Slack may say nothing on an open line. It sends a ping
// every few seconds.
const silence = time.Minute

// crowded is how long a line is left alone after Slack found that too many are
// open, so that consoles do not push each other off in circles.
const crowded = 15 * time.Minute

// Listen holds a Socket Mode connection (docs.slack.dev, Socket Mode) until it
// breaks, and returns why it did. It says hello when the connection is open and
// hands on what it hears. An event is acknowledged once it is kept, so that
// Slack says again what was not. The SDK opens the connection; its own loop is
// not used, because it reconnects at once whatever the reason and acknowledges
// nothing by itself.
func (c *Connector) Listen(ctx context.Context, hello func(platform.Hello), heard func(inbox.Page) error) error {
	line, err := c.dial(ctx)
	if err != nil {
		return c.hush(fmt.Errorf("open a line: %w", err))
	}
	hangUp := func() { _ = line.Close() } // it may be broken already
	defer hangUp()
	defer context.AfterFunc(ctx, hangUp)()
	for {
		err := c.hear(line, hello, heard)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return c.hush(fmt.Errorf("listen: %w", err))
		}
	}
}

// dial asks Slack where to connect, and connects there. The address holds a
// ticket for one use, and no token.
func (c *Connector) dial(ctx context.Context) (*websocket.Conn, error) {
	api := slack.New(c.opts.Token, slack.OptionAPIURL(c.opts.Base), slack.OptionHTTPClient(c.patient()), slack.OptionAppLevelToken(c.opts.AppToken))
	_, address, err := socketmode.New(api).OpenContext(ctx)
	if err != nil {
		return nil, settle("apps.connections.open", err)
	}
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: 10 * time.Second}
	line, answer, err := dialer.DialContext(ctx, address, nil)
	if answer != nil && answer.Body != nil {
		answer.Body.Close()
	}
	if err != nil {
		return nil, platform.Hush(platform.Unreached(err, false))
	}
	line.SetReadLimit(4 << 20)
	line.SetPingHandler(func(text string) error {
		_ = line.SetReadDeadline(time.Now().Add(silence)) // a line that is closed says so when it is read
		return line.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(10*time.Second))
	})
	return line, nil
}

// hear hears one thing.
func (c *Connector) hear(line *websocket.Conn, hello func(platform.Hello), heard func(inbox.Page) error) error {
	if err := line.SetReadDeadline(time.Now().Add(silence)); err != nil {
		return err
	}
	_, text, err := line.ReadMessage()
	if err != nil {
		return err
	}
	var said socketmode.Request // what is not for us to understand stays empty: the rounds find what it was about
	_ = json.Unmarshal(text, &said)
	switch said.Type {
	case socketmode.RequestTypeHello:
		hello(platform.Hello{Others: max(0, said.NumConnections-1)})
		return nil
	case socketmode.RequestTypeDisconnect:
		return hungUp(said.Reason)
	case socketmode.RequestTypeEventsAPI:
		page, missed := c.event(said.Payload)
		if missed {
			hello(platform.Hello{})
		}
		if len(page.Messages)+len(page.Members)+len(page.Follow) > 0 {
			if err := heard(page); err != nil {
				return err
			}
		}
	}
	if said.EnvelopeID == "" {
		return nil
	}
	if err := line.SetWriteDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	return line.WriteJSON(socketmode.Response{EnvelopeID: said.EnvelopeID})
}

// hungUp is why Slack closes a line.
func hungUp(reason string) error {
	switch reason {
	case "warning": // it will be closed soon, and says so then
		return nil
	case "link_disabled":
		return &platform.Refused{Method: "Socket Mode", Reason: reason}
	case "too_many_websockets":
		return fmt.Errorf("too many programs hold a line of this app: %w", &platform.Later{Wait: crowded})
	}
	return errors.New("Slack asks to connect anew: " + reason)
}

// event turns an event into a page. Missed says that Slack left some out.
func (c *Connector) event(payload []byte) (page inbox.Page, missed bool) {
	var outer struct {
		Event json.RawMessage `json:"event"`
	}
	var e struct {
		Type    string          `json:"type"`
		Channel json.RawMessage `json:"channel"` // an ID, or an object with one
		User    json.RawMessage `json:"user"`    // likewise
		Item    struct {
			Channel string `json:"channel"`
			TS      string `json:"ts"`
		} `json:"item"`
		EventTS string `json:"event_ts"`
	}
	if json.Unmarshal(payload, &outer) != nil || json.Unmarshal(outer.Event, &e) != nil {
		return page, false
	}
	page.Account = c.opts.Account
	switch e.Type {
	case "message":
		c.spoken(&page, outer.Event, e.Channel)
	case "reaction_added", "reaction_removed": // how many there are now, only the message itself says
		if c.followed(e.Item.Channel) && stamped(e.Item.TS) {
			ts := e.Item.TS
			page.Follow = []inbox.Follow{{Scope: checkScope(e.Item.Channel, ts) + ":" + ts + ":" + ts, Turn: inbox.Then}}
		}
	case "team_join", "user_change":
		var m member
		if json.Unmarshal(e.User, &m) == nil && m.ID != "" {
			page.Members = []inbox.Member{c.introduce(m)}
		}
	case "app_rate_limited":
		return page, true
	case "channel_created", "channel_rename", "channel_archive", "channel_unarchive", "channel_deleted", "channel_left", "channel_id_changed",
		"channel_joined", "group_rename", "group_archive", "group_unarchive", "group_deleted", "group_left", "group_joined",
		"member_joined_channel", "member_left_channel":
		page.Follow = []inbox.Follow{{Scope: "", Turn: inbox.First, Mark: "event " + e.EventTS}}
	}
	return page, false
}

// spoken is a message that was said, changed or deleted.
func (c *Connector) spoken(page *inbox.Page, event, in json.RawMessage) {
	var channel string
	var r record
	if json.Unmarshal(in, &channel) != nil || !c.followed(channel) || newRecordReader().read(event, &r) != nil {
		return
	}
	m, err := r.message(channel, c.people())
	if err != nil {
		return // the next look at the channel tells what is wrong with it
	}
	page.Messages = []inbox.Message{m}
	if m.Thread != m.ID {
		page.Follow = []inbox.Follow{{Scope: threadScope(channel, m.Thread), Turn: inbox.Then}}
	}
}

func (c *Connector) followed(channel string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.read[channel]
}
