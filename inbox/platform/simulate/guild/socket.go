package guild

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// socketPath is where the gateway is.
const socketPath = "/gateway"

// line is one connection to the gateway. It lives in the goroutine of its
// request.
type line struct {
	mu      sync.Mutex
	ws      *websocket.Conn
	session string
	seq     int
	told    []map[string]any // what a session that is taken up again must hear
}

// beatEvery is how often a client's heart has to beat.
const beatEvery = 40 * time.Second

func (l *line) say(frame map[string]any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ws.SetWriteDeadline(time.Now().Add(5 * time.Second)) //nolint:errcheck // writing tells
	l.ws.WriteJSON(frame)                                  //nolint:errcheck // reading finds that it is broken
}

// tell sends an event, and keeps it for who takes the session up again.
func (l *line) tell(kind string, data any) {
	l.mu.Lock()
	l.seq++
	frame := map[string]any{"op": 0, "t": kind, "s": l.seq, "d": data}
	l.told = append(l.told, frame)
	l.mu.Unlock()
	if l.ws != nil {
		l.say(frame)
	}
}

// socket holds a connection until it ends.
func (g *Guild) socket(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // it was answered with the reason
	}
	defer ws.Close() //nolint:errcheck // it has ended anyway
	l := &line{ws: ws}
	l.say(map[string]any{"op": 10, "d": map[string]any{"heartbeat_interval": beatEvery.Milliseconds()}})
	for {
		var f struct {
			Op   int             `json:"op"`
			Data json.RawMessage `json:"d"`
		}
		if ws.ReadJSON(&f) != nil {
			g.hangUp(l)
			return
		}
		var d struct {
			Token   string `json:"token"`
			Session string `json:"session_id"`
			Seq     int    `json:"seq"`
		}
		_ = json.Unmarshal(f.Data, &d) // a heartbeat is a number
		switch {
		case f.Op == 1:
			l.say(map[string]any{"op": 11})
		case f.Op != 2 && f.Op != 6:
		case d.Token != g.opts.Token:
			l.close(4004, "Authentication failed.")
			return
		case f.Op == 2:
			g.identify(l, r.Host)
		case !g.resume(l, d.Session, d.Seq):
			l.say(map[string]any{"op": 9, "d": false})
		}
	}
}

func (l *line) close(code int, why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, why), time.Now().Add(time.Second)) //nolint:errcheck // it is closed anyway
}

func (g *Guild) identify(l *line, host string) {
	g.mu.Lock()
	l.session = "session" + g.give(g.opts.Now())
	me := g.user(g.me)
	g.lines = append(g.lines, l)
	g.mu.Unlock()
	l.tell("READY", map[string]any{
		"v": 10, "user": me, "guilds": []any{map[string]any{"id": g.id, "unavailable": true}}, "session_id": l.session,
		"resume_gateway_url": "ws://" + host + socketPath, "application": map[string]any{"id": me["id"], "flags": 0},
	})
}

// resume takes a session up again, if it is known.
func (g *Guild) resume(l *line, session string, seq int) bool {
	g.mu.Lock() // so that nothing is told meanwhile
	defer g.mu.Unlock()
	i := slices.IndexFunc(g.lines, func(other *line) bool { return other.session == session })
	if i < 0 {
		return false
	}
	was := g.lines[i]
	g.lines[i] = l
	was.mu.Lock()
	l.mu.Lock()
	l.session, l.seq, l.told = was.session, was.seq, was.told
	l.mu.Unlock()
	was.mu.Unlock()
	for _, frame := range l.told {
		if n, ok := frame["s"].(int); ok && n > seq {
			l.say(frame)
		}
	}
	l.say(map[string]any{"op": 0, "t": "RESUMED", "s": l.seq, "d": map[string]any{}})
	return true
}

// hangUp leaves a session behind that may be taken up again.
func (g *Guild) hangUp(l *line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ws.Close() //nolint:errcheck // it has ended anyway
}

// DropConnections breaks all lines off; their sessions can be taken up again.
func (g *Guild) DropConnections() { g.drop(false) }

// ForgetSessions breaks all lines off for good.
func (g *Guild) ForgetSessions() { g.drop(true) }

func (g *Guild) drop(forget bool) {
	g.mu.Lock()
	lines := slices.Clone(g.lines)
	if forget {
		g.lines = nil
	}
	g.mu.Unlock()
	for _, l := range lines {
		l.ws.Close() //nolint:errcheck // that is what it is for
	}
}

// announce tells an event to everybody who holds a line. The caller holds the lock.
func (g *Guild) announce(kind string, data any) {
	for _, l := range g.lines {
		l.tell(kind, data)
	}
}
