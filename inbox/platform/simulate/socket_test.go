package simulate_test

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"rounds/inbox/platform/simulate"
)

const appToken = "xapp-1-A0F1ELDNTE5-1-c0ffee"

// hearer is a connection of Socket Mode.
type hearer struct {
	t  *testing.T
	ws *websocket.Conn
}

func socketed(t *testing.T, w *watch) (*simulate.Slack, *client) {
	t.Helper()
	s := simulate.NewHistory(simulate.Options{Seed: 1, Size: 120, Now: w.now, AppToken: appToken}, 0)
	return s, visit(t, s)
}

// address asks for one connection.
func (c *client) address() string {
	c.t.Helper()
	app := *c
	app.token = appToken
	o, err := app.call("apps.connections.open")
	if err != nil {
		c.t.Fatal(o, err)
	}
	return o["url"].(string)
}

func (c *client) listen() *hearer {
	c.t.Helper()
	h, err := c.dial(c.address())
	if err != nil {
		c.t.Fatal(err)
	}
	return h
}

// dial opens a connection at an address.
func (c *client) dial(address string) (*hearer, error) {
	ws, res, err := websocket.DefaultDialer.DialContext(c.t.Context(), address, nil)
	if res != nil && res.Body != nil {
		res.Body.Close()
	}
	if err != nil {
		return nil, err
	}
	c.t.Cleanup(func() { ws.Close() })
	return &hearer{c.t, ws}, nil
}

// hear is the next message, or nil if the connection is over.
func (h *hearer) hear() map[string]any {
	h.t.Helper()
	h.ws.SetReadDeadline(time.Now().Add(5 * time.Second))
	var o map[string]any
	if err := h.ws.ReadJSON(&o); err != nil {
		if late, ok := errors.AsType[net.Error](err); ok && late.Timeout() {
			h.t.Fatal("nothing came")
		}
		return nil
	}
	return o
}

// all hears and acknowledges until the last of so many messages was heard.
func (h *hearer) all(n int) []map[string]any {
	h.t.Helper()
	var events []map[string]any
	for range n {
		o := h.hear()
		if o == nil {
			h.t.Fatal("the connection is over")
		}
		h.ws.WriteJSON(map[string]any{"envelope_id": o["envelope_id"]})
		events = append(events, o)
	}
	return events
}

func TestSocketModeWantsAnAppsToken(t *testing.T) {
	s, c := socketed(t, &watch{t: noon()})
	for token, want := range map[string]string{
		s.Token():  "not_allowed_token_type",
		"xapp-bad": "invalid_auth",
		"":         "missing_args",
	} {
		app := *c
		app.token = token
		if o, _ := app.call("apps.connections.open"); o["error"] != want {
			t.Errorf("%q opens %v, want %s", token, o, want)
		}
	}
	app := *c
	app.token = appToken
	if o, _ := app.call("auth.test"); o["error"] != "not_allowed_token_type" {
		t.Errorf("an app's token is told %v", o)
	}
}

func TestATicketIsGoodForOneConnection(t *testing.T) {
	s, c := socketed(t, &watch{t: noon()})
	address := c.address()
	if u, err := url.Parse(address); err != nil || u.Scheme != "ws" || !strings.HasPrefix(c.base, "http://"+u.Host) {
		t.Errorf("the address is %s, %v", address, err)
	}
	h, err := c.dial(address)
	if err != nil {
		t.Fatal(err)
	}
	hello := h.hear()
	info, _ := hello["connection_info"].(map[string]any)
	if hello["type"] != "hello" || hello["num_connections"] != 1.0 || info["app_id"] == nil || hello["debug_info"] == nil {
		t.Errorf("it greets with %v", hello)
	}
	if _, err := c.dial(address); !errors.Is(err, websocket.ErrBadHandshake) {
		t.Errorf("the ticket is good twice: %v", err)
	}
	if s.Connections() != 1 {
		t.Errorf("%d connections are open", s.Connections())
	}
}

func TestAnEventGoesToOneConnectionOnly(t *testing.T) {
	w := &watch{t: noon()}
	s, c := socketed(t, w)
	one, other := c.listen(), c.listen()
	one.hear()
	other.hear()
	s.Change(noon().Add(time.Minute), 60)
	// An event more tells where the others end: it comes last to both.
	var heard []map[string]any
	for _, h := range []*hearer{one, other} {
		heard = append(heard, h.all(20)...)
	}
	ids := map[any]bool{}
	for _, o := range heard {
		if o["type"] != "events_api" || ids[o["envelope_id"]] {
			t.Errorf("heard twice, or is no event: %v", o)
		}
		ids[o["envelope_id"]] = true
	}
	// Turn by turn: each has heard every other one.
	times := func(h []map[string]any) (all []string) {
		for _, o := range h {
			all = append(all, o["payload"].(map[string]any)["event_id"].(string))
		}
		return all
	}
	if slices.Equal(times(heard[:20]), times(heard[20:])) {
		t.Error("both heard the same")
	}
}

func TestWhatIsNotAcknowledgedComesAgain(t *testing.T) {
	w := &watch{t: noon()}
	s, c := socketed(t, w)
	h := c.listen()
	h.hear()
	first, n := map[string]any(nil), 0
	for ; first == nil; n++ { // a change in a room that is none of ours is not told
		s.Change(noon().Add(time.Minute), 5)
		first = h.hear()
	}
	w.pass(time.Second)
	s.Change(noon().Add(2*time.Minute), 1)
	w.pass(10 * time.Second)
	s.Change(noon().Add(3*time.Minute), 5)
	for {
		o := h.hear()
		if o["envelope_id"] != first["envelope_id"] {
			continue
		}
		if o["retry_attempt"] != 1.0 || o["retry_reason"] != "timeout" {
			t.Errorf("it comes again as %v", o)
		}
		break
	}
}

func TestAnEleventhConnectionIsTurnedAway(t *testing.T) {
	s, c := socketed(t, &watch{t: noon()})
	for range 10 {
		if o := c.listen().hear(); o["type"] != "hello" {
			t.Fatalf("it greets with %v", o)
		}
	}
	if o := c.listen().hear(); o["type"] != "disconnect" || o["reason"] != "too_many_websockets" {
		t.Errorf("the eleventh is told %v", o)
	}
	if s.Connections() != 10 {
		t.Errorf("%d connections are open, want 10", s.Connections())
	}
}

func TestARefreshedConnectionMakesWay(t *testing.T) {
	t.Parallel()
	s, c := socketed(t, &watch{t: noon()})
	old := c.listen()
	old.hear()
	s.Refresh()
	if o := old.hear(); o["type"] != "disconnect" || o["reason"] != "refresh_requested" {
		t.Errorf("it is told %v", o)
	}
	fresh := c.listen()
	fresh.hear()
	s.Change(noon().Add(time.Minute), 10)
	fresh.all(5)
	if o := old.hear(); o != nil {
		t.Errorf("the old one still hears %v", o)
	}
}

func TestAConnectionIsPinged(t *testing.T) {
	t.Parallel()
	_, c := socketed(t, &watch{t: noon()})
	h := c.listen()
	h.hear()
	h.ws.SetPingHandler(func(string) error { return io.EOF })
	if _, _, err := h.ws.ReadMessage(); !errors.Is(err, io.EOF) {
		t.Errorf("instead of a ping came %v", err)
	}
}

func TestLifeIsToldToo(t *testing.T) {
	s := simulate.NewSlack(simulate.Options{Seed: 1, Size: 100, Now: noon, AppToken: appToken})
	h := visit(t, s).listen()
	h.hear()
	n := s.Live(noon().Add(5 * time.Minute))
	for _, o := range h.all(n) {
		event := o["payload"].(map[string]any)["event"].(map[string]any)
		if event["type"] != "message" || event["channel_type"] != "channel" || event["ts"] == "" {
			t.Errorf("it tells of %v", event)
		}
	}
}

func TestADroppedConnectionMissesWhatHappensMeanwhile(t *testing.T) {
	s, c := socketed(t, &watch{t: noon()})
	h := c.listen()
	h.hear()
	s.DropConnections()
	if o := h.hear(); o != nil {
		t.Errorf("a dropped connection hears %v", o)
	}
	s.Change(noon().Add(time.Minute), 30)
	texts := map[string]bool{}
	for _, m := range s.State().Messages {
		texts[m.Text] = true
	}
	again := c.listen()
	again.hear()
	s.Change(noon().Add(time.Hour), 30)
	for _, o := range again.all(10) {
		event := o["payload"].(map[string]any)["event"].(map[string]any)
		if at, _ := event["event_ts"].(string); at < "1794920400" {
			t.Errorf("what was missed is told: %v", event)
		}
	}
	s.Cut(true)
	if _, err := http.Get(c.base + "auth.test"); err == nil { //nolint:bodyclose // there is none
		t.Error("a cut line answers")
	}
}

// fields are what Slack's example of an event holds.
func fields(t *testing.T, kind string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(filepath.FromSlash(methods), "..", "..", "events", kind+".json"))
	if err != nil {
		return nil
	}
	var described struct {
		Example map[string]any `json:"example"`
	}
	if err := json.Unmarshal(text, &described); err != nil {
		t.Fatal(err)
	}
	return described.Example
}

func TestEventsHaveTheFieldsThatSlackShows(t *testing.T) {
	if _, err := os.Stat(methods); err != nil {
		t.Skipf("Slack's event descriptions are not here: %v", err)
	}
	w := &watch{t: noon()}
	s, c := socketed(t, w)
	h := c.listen()
	h.hear()
	met := map[string]int{}
	heard := make(chan map[string]any)
	go func() {
		defer close(heard)
		for o := h.hear(); o != nil && o["type"] == "events_api"; o = h.hear() {
			h.ws.WriteJSON(map[string]any{"envelope_id": o["envelope_id"]})
			heard <- o["payload"].(map[string]any)["event"].(map[string]any)
		}
	}()
	s.Change(noon().Add(time.Minute), 500)
	s.Refresh() // ends it
	for event := range heard {
		kind := event["type"].(string)
		if met[kind]++; event["subtype"] == "message_changed" || event["subtype"] == "message_deleted" {
			met[event["subtype"].(string)]++
		}
		for name, example := range fields(t, kind) {
			if got, ok := event[name]; !ok && name != "inviter" && name != "enterprise" && name != "user" && name != "text" {
				t.Errorf("%s has no %q: %v", kind, name, event)
			} else if inner, ok := example.(map[string]any); ok {
				for field := range inner {
					if _, ok := got.(map[string]any)[field]; !ok && kind != "user_change" {
						t.Errorf("%s has no %s.%s", kind, name, field)
					}
				}
			}
		}
	}
	for _, kind := range []string{
		"message", "message_changed", "message_deleted", "reaction_added", "reaction_removed", "team_join", "user_change",
		"member_joined_channel", "member_left_channel", "channel_rename", "channel_created", "channel_archive", "channel_unarchive", "channel_id_changed",
	} {
		if met[kind] == 0 {
			t.Errorf("there was no %s among %v", kind, slices.Sorted(maps.Keys(met)))
		}
	}
}
