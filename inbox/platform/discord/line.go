package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/disgoorg/disgo/gateway"
	"github.com/disgoorg/disgo/rest"
	"github.com/gorilla/websocket"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// intents are what we ask the gateway to tell. Two of them are privileged: the
// members, and what messages say.
const intents = gateway.IntentGuilds | gateway.IntentGuildMembers | gateway.IntentGuildModeration |
	gateway.IntentGuildMessages | gateway.IntentGuildMessageReactions | gateway.IntentMessageContent | gateway.IntentAutoModerationExecution

// mostResumes is how often in a row a line is taken up again that broke before
// anything was heard on it.
const mostResumes = 3

// errMissed is a session that Discord would not let us take up again: something
// may have been missed.
var errMissed = errors.New("Discord has begun a new session: something may have been missed") //nolint:staticcheck // a name

// Listen holds the gateway (docs.discord.com, Gateway) until it breaks for good,
// and returns why it did. It says hello when a session is open and hands on what
// it hears. A line that breaks is taken up again where it was, so that nothing is
// missed; where Discord does not let us, that is an error, and the rounds find
// what came meanwhile.
func (c *Connector) Listen(ctx context.Context, hello func(platform.Hello), heard func(inbox.Page) error) error {
	err := c.listen(ctx, hello, heard)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return c.hush(fmt.Errorf("listen: %w", err))
}

func (c *Connector) listen(ctx context.Context, hello func(platform.Hello), heard func(inbox.Page) error) error {
	_, u, err := c.known(ctx)
	if err != nil {
		return err
	}
	var bot struct {
		URL   string `json:"url"`
		Limit struct {
			Remaining *int    `json:"remaining"`
			Reset     float64 `json:"reset_after"` // milliseconds
		} `json:"session_start_limit"`
	}
	q := question{to: rest.GetGatewayBot}
	if err := c.ask(ctx, q, &bot); err != nil {
		return err
	}
	if !strings.HasPrefix(bot.URL, "ws") {
		return strange(q)
	}
	if bot.Limit.Remaining != nil && *bot.Limit.Remaining == 0 {
		return &platform.Later{Wait: min(max(time.Duration(bot.Limit.Reset)*time.Millisecond, time.Minute), platform.LongestWait)}
	}
	s := &session{c: c, u: u, url: bot.URL, hello: hello, heard: heard}
	for failed := 0; ; failed++ {
		before := s.events
		err := s.hold(ctx)
		if s.events > before {
			failed = 0
		}
		if ctx.Err() != nil || s.id == "" || failed >= mostResumes || !errors.Is(err, errResume) {
			return err
		}
	}
}

// session is one session with the gateway, which may outlast several lines.
type session struct {
	c     *Connector
	u     *us
	hello func(platform.Hello)
	heard func(inbox.Page) error

	url    string // where the next line leads
	id     string // "" before there is one
	resume bool   // the line under way takes the session up again
	events int    // heard so far: that a session begins or goes on is none

	mu    sync.Mutex // for what the heart beats with
	seq   int
	line  *websocket.Conn
	acked bool
	beat  *time.Timer
}

// frame is what goes over the line in either direction.
type frame struct {
	Op   gateway.Opcode  `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  *int            `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`
}

// errResume is a line that broke in a way after which the session goes on.
var errResume = errors.New("the line broke off")

// hold opens a line and hears it until it breaks.
func (s *session) hold(ctx context.Context) error {
	address, err := url.Parse(s.url)
	if err != nil {
		return &platform.Garbled{Words: "Discord names no address for its gateway", Err: err}
	}
	address.RawQuery = url.Values{"v": {"10"}, "encoding": {"json"}}.Encode()
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: 10 * time.Second}
	line, answer, err := dialer.DialContext(ctx, address.String(), http.Header{"User-Agent": {agent}})
	if answer != nil && answer.Body != nil {
		answer.Body.Close()
	}
	if err != nil {
		return errors.Join(errResume, platform.Unreached(err, false))
	}
	line.SetReadLimit(16 << 20)
	s.mu.Lock()
	s.line = line
	s.mu.Unlock()
	// A line that is closed without a word can be taken up again.
	hangUp := func() { _ = line.Close() } // it may be broken already
	defer hangUp()
	defer s.still()
	defer context.AfterFunc(ctx, func() {
		_ = line.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
		hangUp()
	})()
	if err := line.SetReadDeadline(time.Now().Add(silence)); err != nil {
		return err
	}
	s.resume = s.id != ""
	for {
		_, text, err := line.ReadMessage()
		if err != nil {
			return s.broken(err)
		}
		var f frame
		if json.Unmarshal(text, &f) != nil {
			continue // the rounds find what it was about
		}
		if err := s.take(f); err != nil {
			return err
		}
	}
}

// silence is how long Discord may take to say hello.
const silence = time.Minute

// take does what a frame asks for.
func (s *session) take(f frame) error {
	if f.Seq != nil {
		s.mu.Lock()
		s.seq = *f.Seq
		s.mu.Unlock()
	}
	switch f.Op {
	case gateway.OpcodeHello:
		return s.greet(f.Data)
	case gateway.OpcodeHeartbeat:
		return s.thump()
	case gateway.OpcodeHeartbeatACK:
		s.mu.Lock()
		s.acked = true
		s.mu.Unlock()
	case gateway.OpcodeReconnect:
		return errResume
	case gateway.OpcodeInvalidSession:
		if string(f.Data) == "true" {
			return errResume
		}
		s.id = ""
		return errMissed
	case gateway.OpcodeDispatch:
		return s.dispatch(f)
	case gateway.OpcodeIdentify, gateway.OpcodePresenceUpdate, gateway.OpcodeVoiceStateUpdate, gateway.OpcodeResume,
		gateway.OpcodeRequestGuildMembers, gateway.OpcodeRequestSoundboardSounds: // only we say those
	}
	return nil
}

// greet answers Discord's hello: the heart begins to beat, and we say who we
// are or which session we go on with.
func (s *session) greet(data json.RawMessage) error {
	var hello struct {
		Interval int `json:"heartbeat_interval"`
	}
	if json.Unmarshal(data, &hello) != nil || hello.Interval <= 0 {
		return &platform.Garbled{Words: "Discord's gateway says hello in a way that makes no sense", Err: errors.New("no heartbeat_interval")}
	}
	every := time.Duration(max(hello.Interval, 100)) * time.Millisecond
	s.mu.Lock()
	s.acked = true
	line := s.line
	s.mu.Unlock()
	s.pulse(line, time.Duration(float64(every)*rand.Float64()), every) //nolint:gosec // so that not all beat at once
	if s.resume {
		s.mu.Lock()
		seq := s.seq
		s.mu.Unlock()
		return s.send(gateway.OpcodeResume, map[string]any{"token": s.c.opts.Token, "session_id": s.id, "seq": seq})
	}
	return s.send(gateway.OpcodeIdentify, map[string]any{
		"token": s.c.opts.Token, "intents": intents,
		"properties": map[string]string{"os": runtime.GOOS, "browser": "rounds", "device": "rounds"},
	})
}

// pulse beats the heart after a while, and from then on in its rhythm. Who does
// not answer a beat has gone: the line is dropped.
func (s *session) pulse(line *websocket.Conn, after, every time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.line != line { // it broke since the last beat
		return
	}
	s.beat = time.AfterFunc(after, func() {
		s.mu.Lock()
		if s.line != line {
			s.mu.Unlock()
			return
		}
		gone := !s.acked
		s.acked = false
		s.mu.Unlock()
		if gone || s.thump() != nil {
			_ = line.Close() // whoever reads it finds it broken
			return
		}
		s.pulse(line, every, every)
	})
	_ = line.SetReadDeadline(time.Now().Add(2*every + silence)) // a line that is closed says so when it is read
}

// still stops the heart.
func (s *session) still() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line = nil
	if s.beat != nil {
		s.beat.Stop()
	}
}

func (s *session) thump() error {
	s.mu.Lock()
	seq := s.seq
	s.mu.Unlock()
	if seq == 0 {
		return s.send(gateway.OpcodeHeartbeat, nil)
	}
	return s.send(gateway.OpcodeHeartbeat, seq)
}

func (s *session) send(op gateway.Opcode, data any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.line == nil {
		return errResume
	}
	if err := s.line.SetWriteDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	return s.line.WriteJSON(map[string]any{"op": op, "d": data})
}

// dispatch hears an event.
func (s *session) dispatch(f frame) error {
	switch f.Type {
	case "READY":
		var ready struct {
			ID     string `json:"session_id"`
			Resume string `json:"resume_gateway_url"`
		}
		if json.Unmarshal(f.Data, &ready) != nil || ready.ID == "" {
			return &platform.Garbled{Words: "Discord's gateway opens no session", Err: errors.New("no session_id")}
		}
		s.id = ready.ID
		if strings.HasPrefix(ready.Resume, "ws") {
			s.url = ready.Resume
		}
		s.hello(platform.Hello{})
		return nil
	case "RESUMED":
		return nil
	}
	s.events++
	page := s.c.event(f)
	if len(page.Messages)+len(page.Members)+len(page.Follow)+len(page.Reports) == 0 {
		return nil
	}
	page.Account = s.c.opts.Account
	return s.heard(page)
}

// broken is why a line broke off: in a way that lets it be taken up again, or
// for good.
func (s *session) broken(err error) error {
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return errors.Join(errResume, err)
	}
	switch code := gateway.CloseEventCodeByCode(closed.Code); code.Code {
	case gateway.CloseEventCodeAuthenticationFailed.Code, gateway.CloseEventCodeDisallowedIntent.Code, gateway.CloseEventCodeInvalidIntent.Code,
		gateway.CloseEventCodeInvalidShard.Code, gateway.CloseEventCodeShardingRequired.Code, gateway.CloseEventCodeInvalidAPIVersion.Code:
		return &platform.Refused{Method: "the gateway", Reason: itoa(closed.Code) + " " + code.Description}
	case gateway.CloseEventCodeInvalidSeq.Code, gateway.CloseEventCodeSessionTimed.Code:
		s.id = ""
		return errMissed
	case gateway.CloseEventCodeRateLimited.Code:
		s.id = ""
		return &platform.Later{Wait: time.Minute}
	}
	return errors.Join(errResume, err)
}
