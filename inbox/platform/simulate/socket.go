package simulate

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one connection of Socket Mode. It lives in the goroutine of its
// HTTP request, which reads, and writes whenever it is poked or a while has
// passed: see [nervous].
type socket struct {
	hub  *sockets
	ws   *websocket.Conn
	conn *nervous

	queue [][]byte // guarded by hub.mu, as is last
	last  bool     // it ends when the queue is written
}

const (
	heartbeat = 2 * time.Second // between two pings
	tooSlow   = 5 * time.Second // for a client to take what is written
)

// connect turns a request with a ticket into a connection.
func (s *Slack) connect(w http.ResponseWriter, r *http.Request) {
	s.gate.mu.Lock()
	cut := s.gate.cut
	s.gate.mu.Unlock()
	if cut {
		sever(w, "", true)
		return
	}
	if !s.sockets.admit(r.URL.Query().Get("ticket")) {
		http.Error(w, "the ticket is used up or was never given", http.StatusForbidden)
		return
	}
	k := &socket{hub: &s.sockets}
	upgrader := websocket.Upgrader{ReadBufferSize: 4096, CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(taken{w, k}, r, nil)
	if err != nil {
		return // it was answered with the reason
	}
	k.ws = ws
	s.sockets.join(k)
	k.listen()
	s.sockets.part(k)
	ws.Close() //nolint:errcheck // it has ended anyway
}

// listen reads acknowledgements until the connection ends.
func (k *socket) listen() {
	for {
		_, text, err := k.ws.ReadMessage()
		if err != nil {
			return
		}
		var ack struct {
			ID string `json:"envelope_id"`
		}
		if json.Unmarshal(text, &ack) == nil && ack.ID != "" {
			k.hub.acknowledge(ack.ID)
		}
	}
}

// awake writes what waits in the queue; on a beat it pings, too.
func (k *socket) awake(beat bool) error {
	k.hub.again()
	k.hub.mu.Lock()
	queue, last := k.queue, k.last
	k.queue = nil
	k.hub.mu.Unlock()
	k.ws.SetWriteDeadline(time.Now().Add(tooSlow)) //nolint:errcheck // writing tells
	for _, text := range queue {
		if err := k.ws.WriteMessage(websocket.TextMessage, text); err != nil {
			return err
		}
	}
	switch {
	case last && beat:
		bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
		k.ws.WriteMessage(websocket.CloseMessage, bye) //nolint:errcheck // it ends either way
		return io.EOF
	case beat:
		return k.ws.WriteMessage(websocket.PingMessage, []byte("Ping from applink-1"))
	}
	return nil
}

// taken hands the connection out as a nervous one when it is taken over from
// the HTTP server.
type taken struct {
	http.ResponseWriter
	socket *socket
}

// Hijack implements [http.Hijacker].
func (t taken) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(t.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	t.socket.conn = &nervous{Conn: conn, awake: t.socket.awake}
	return t.socket.conn, rw, nil
}

// nervous is a connection whose reader wakes up when it is poked and from time
// to time, to do something else, and then reads on. So one goroutine reads and
// writes: a reader behind it never learns of the pause. What wakes it is the
// deadline of the network, which goes by the world's clock and by no other.
type nervous struct {
	net.Conn
	awake func(beat bool) error

	mu    sync.Mutex
	poked bool
}

func (c *nervous) poke() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.poked = true
	c.SetReadDeadline(time.Unix(1, 0)) //nolint:errcheck // then the next beat wakes it
}

// Read implements [net.Conn].
func (c *nervous) Read(b []byte) (int, error) {
	for {
		if !c.rested() {
			n, err := c.Conn.Read(b)
			late, ok := errors.AsType[net.Error](err)
			if n > 0 || !ok || !late.Timeout() {
				return n, err
			}
		}
		c.mu.Lock()
		beat := !c.poked
		c.poked = false
		c.mu.Unlock()
		if err := c.awake(beat); err != nil {
			return 0, err
		}
	}
}

// rested reports whether it was poked already; if not, the next read ends with
// the next beat.
func (c *nervous) rested() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.poked {
		c.SetReadDeadline(time.Now().Add(heartbeat)) //nolint:errcheck // reading tells
	}
	return c.poked
}

// reset breaks the connection off.
func (c *nervous) reset() {
	if tcp, ok := c.Conn.(interface{ SetLinger(int) error }); ok {
		tcp.SetLinger(0) //nolint:errcheck // then it is closed without a reset
	}
	c.Close() //nolint:errcheck // it is broken off anyway
}
