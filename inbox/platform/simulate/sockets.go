package simulate

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

const (
	mostSockets = 10              // that Slack keeps open for one app
	patience    = 3 * time.Second // in which an envelope is to be acknowledged
	mostRetries = 3
	appID       = "A0F1ELDNTE5"
)

// sockets are the open connections of Socket Mode. Each event goes to one of
// them only, turn by turn, and again to the next if nobody says in time that
// it came. With no connection open, events are lost.
type sockets struct {
	mu      sync.Mutex
	dice    *rand.Rand
	now     func() time.Time
	tickets []string
	open    []*socket
	turn    int
	waiting []*sent
}

// sent is an envelope that was not acknowledged yet.
type sent struct {
	id       string
	at       time.Time
	envelope object
	attempt  int
}

func (h *sockets) begin(o Options) {
	h.dice, h.now = rand.New(rand.NewPCG(o.Seed, 0x50c4e7)), o.Now
}

// openConnection hands out an address that is good for one connection.
func (s *Slack) openConnection(a *ask) object {
	if !a.post {
		return refusal("insecure_request")
	}
	h := &s.sockets
	h.mu.Lock()
	defer h.mu.Unlock()
	ticket := identity(h.dice, "t")
	h.tickets = append(h.tickets, ticket)
	return object{"ok": true, "url": a.link + "?ticket=" + ticket + "&app_id=" + appID}
}

// admit takes a ticket, which is then used up.
func (h *sockets) admit(ticket string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	i := slices.Index(h.tickets, ticket)
	if i >= 0 {
		h.tickets = slices.Delete(h.tickets, i, i+1)
	}
	return i >= 0
}

// join greets a connection and lets it take its turn, unless there are too
// many.
func (h *sockets) join(k *socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.open) >= mostSockets {
		k.say(farewell("too_many_websockets"))
		k.last = true
		return
	}
	h.open = append(h.open, k)
	k.say(object{
		"type": "hello", "num_connections": len(h.open), "connection_info": object{"app_id": appID},
		"debug_info": object{"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060},
	})
}

func (h *sockets) part(k *socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open = slices.DeleteFunc(h.open, func(other *socket) bool { return other == k })
}

func farewell(reason string) object {
	return object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "applink-1"}}
}

// Refresh asks every connection of Socket Mode to make way for a new one, as
// Slack does every hour or so. It is closed a moment later.
func (s *Slack) Refresh() {
	h := &s.sockets
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, k := range h.open {
		k.last = true
		k.say(farewell("refresh_requested"))
	}
	h.open = nil
}

// DropConnections breaks every connection of Socket Mode off. What happens
// until a new one is open is told to nobody.
func (s *Slack) DropConnections() {
	h := &s.sockets
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, k := range h.open {
		k.conn.reset()
	}
	h.open = nil
}

// Connections is how many connections of Socket Mode are open.
func (s *Slack) Connections() int {
	s.sockets.mu.Lock()
	defer s.sockets.mu.Unlock()
	return len(s.sockets.open)
}

// envelope is what an event travels in.
func (s *Slack) envelope(event object, at time.Time) object {
	h := &s.sockets
	h.mu.Lock()
	defer h.mu.Unlock()
	id := fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", h.dice.Uint32(), h.dice.IntN(1<<16), h.dice.IntN(1<<12), h.dice.IntN(1<<12), h.dice.Int64N(1<<48))
	return object{
		"type": "events_api", "envelope_id": id, "accepts_response_payload": false,
		"retry_attempt": 0, "retry_reason": "",
		"payload": object{
			"type": "event_callback", "token": "verification", "team_id": s.world.teamID, "context_team_id": s.world.teamID,
			"context_enterprise_id": nil, "api_app_id": appID, "event": event, "event_id": identity(h.dice, "Ev"),
			"event_time": at.Unix(), "is_ext_shared_channel": false, "event_context": identity(h.dice, "4-"),
			"authorizations": []object{{
				"enterprise_id": nil, "team_id": s.world.teamID, "user_id": s.world.me().id,
				"is_bot": s.bot(), "is_enterprise_install": false,
			}},
		},
	}
}

// send gives an envelope to the connection whose turn it is.
func (h *sockets) send(envelope object) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.give(envelope) {
		h.waiting = append(h.waiting, &sent{id: envelope["envelope_id"].(string), at: h.now(), envelope: envelope})
	}
}

func (h *sockets) give(envelope object) bool {
	if len(h.open) == 0 {
		return false
	}
	h.turn++
	h.open[h.turn%len(h.open)].say(envelope)
	return true
}

// acknowledge takes note that an envelope came.
func (h *sockets) acknowledge(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting = slices.DeleteFunc(h.waiting, func(e *sent) bool { return e.id == id })
}

// again sends what nobody acknowledged in time, and gives it up in the end.
func (h *sockets) again() {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	h.waiting = slices.DeleteFunc(h.waiting, func(e *sent) bool {
		if now.Sub(e.at) < patience || len(h.open) == 0 {
			return false
		}
		if e.attempt == mostRetries {
			return true
		}
		e.attempt++
		e.at = now
		e.envelope["retry_attempt"], e.envelope["retry_reason"] = e.attempt, "timeout"
		h.give(e.envelope)
		return false
	})
}

// say puts a message into the queue of a connection and wakes it.
func (k *socket) say(o object) {
	text, err := json.Marshal(o)
	if err != nil {
		return // objects are texts and numbers: it cannot be
	}
	k.queue = append(k.queue, text)
	k.conn.poke()
}
