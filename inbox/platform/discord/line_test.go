package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// far is the other end of a line, as a test plays it.
type far struct {
	t  *testing.T
	ws *websocket.Conn
}

// word is what comes over the line to the other end.
type word struct {
	Op   int `json:"op"`
	Data struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int    `json:"seq"`
		Intents int    `json:"intents"`
	} `json:"d"`
	Beat int `json:"-"`
}

func (f far) say(text string) {
	_ = f.ws.WriteMessage(websocket.TextMessage, []byte(text)) // whoever hears it may have gone
}

func (f far) hello(interval int) {
	f.say(fmt.Sprintf(`{"op":10,"d":{"heartbeat_interval":%d}}`, interval))
}

func (f far) event(seq int, kind, data string) {
	f.say(fmt.Sprintf(`{"op":0,"s":%d,"t":%q,"d":%s}`, seq, kind, data))
}

func (f far) ready(session string) { f.event(1, "READY", `{"session_id":"`+session+`"}`) }

func (f far) close(code int) {
	_ = f.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, "because"), time.Now().Add(time.Second))
}

// hears is the next word of one kind; a heartbeat is answered on the way.
func (f far) hears(op int) (word, bool) {
	for {
		var raw struct {
			Op   int             `json:"op"`
			Data json.RawMessage `json:"d"`
		}
		if err := f.ws.ReadJSON(&raw); err != nil {
			return word{}, false
		}
		w := word{Op: raw.Op}
		if raw.Op == 1 {
			_ = json.Unmarshal(raw.Data, &w.Beat) // null before the first event
		} else if err := json.Unmarshal(raw.Data, &w.Data); err != nil {
			f.t.Errorf("%d %s: %v", raw.Op, raw.Data, err)
		}
		if raw.Op == op {
			return w, true
		}
		if raw.Op == 1 {
			f.say(`{"op":11}`)
		}
	}
}

// opens begins a session, and is true if it was asked for.
func (f far) opens() bool {
	f.hello(45_000)
	w, ok := f.hears(2)
	if ok && (w.Data.Token != secret || w.Data.Intents != int(intents)) {
		f.t.Errorf("it says it is %+v", w.Data)
	}
	f.ready("one")
	return ok
}

// heard is what came of a line.
type heard struct {
	err    error
	hellos int
	pages  []inbox.Page
	lines  int
}

// listens holds a line whose other end a test plays, the n-th of them as it
// says, until it ends.
func listens(t *testing.T, plays func(n int, f far)) (h heard) {
	t.Helper()
	var playing sync.Mutex // one line after the other
	lines := 0
	_, c := newFake(t, map[string]http.HandlerFunc{
		"GET /gateway/bot": func(w http.ResponseWriter, r *http.Request) {
			says(`{"url":"ws://`+r.Host+`/line","shards":1,"session_start_limit":{"remaining":7}}`)(w, r)
		},
		"GET /line": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.RawQuery != "encoding=json&v=10" {
				t.Errorf("the line is asked for with %q", r.URL.RawQuery)
			}
			ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
			if err != nil {
				t.Error(err)
				return
			}
			defer ws.Close()
			_ = ws.SetReadDeadline(time.Now().Add(20 * time.Second))
			playing.Lock()
			defer playing.Unlock()
			lines++
			plays(lines, far{t, ws})
		},
	})
	h.err = c.Listen(t.Context(), func(platform.Hello) { h.hellos++ }, func(p inbox.Page) error {
		h.pages = append(h.pages, p)
		return nil
	})
	playing.Lock()
	defer playing.Unlock()
	h.lines = lines
	return h
}

// news is a message as the gateway tells it.
func news(id, text string) string {
	return fmt.Sprintf(`{"id":%q,"guild_id":%q,"channel_id":%q,"type":0,"content":%q,"author":{"id":"1100000000000000009","username":"maria.k"}}`, id, server, general, text)
}

func TestACloseThatIsForGoodEndsTheLineWithAdvice(t *testing.T) {
	for code, advice := range map[int]string{
		4004: "Press Reset Token at " + portal, 4013: "turn on Message Content Intent and Server Members Intent at " + portal,
		4014: "turn on Message Content Intent and Server Members Intent at " + portal, 4010: portal, 4011: portal, 4012: "get a newer Rounds",
	} {
		for name, plays := range map[string]func(int, far){
			"at once": func(_ int, f far) { f.hello(45_000); f.hears(2); f.close(code) },
			"when it is taken up again": func(n int, f far) {
				if n == 1 {
					f.opens()
					return
				}
				f.hello(45_000)
				f.hears(6)
				f.close(code)
			},
		} {
			t.Run(fmt.Sprint(code, " ", name), func(t *testing.T) {
				h := listens(t, plays)
				refused, ok := errors.AsType[*platform.Refused](h.err)
				if !ok || !refused.Final() || !Knows(refused.Reason) || !strings.Contains(Advice(refused.Reason), advice) {
					t.Fatalf("it says %v", h.err)
				}
				if h.lines > 2 || name == "at once" && h.lines != 1 {
					t.Errorf("%d lines were opened", h.lines)
				}
			})
		}
	}
}

func TestALineThatBreaksIsTakenUpWhereItWas(t *testing.T) {
	for name, breaks := range map[string]func(far){
		"without a word":                     func(far) {},
		"with a code that means nothing bad": func(f far) { f.close(4000) },
		"because the server goes away":       func(f far) { f.close(1001) },
		"because it is asked to":             func(f far) { f.say(`{"op":7,"d":null}`); f.hears(99) },
		"by a session that may go on":        func(f far) { f.say(`{"op":9,"d":true}`); f.hears(99) },
	} {
		t.Run(name, func(t *testing.T) {
			h := listens(t, func(n int, f far) {
				if n == 1 {
					f.opens()
					f.say(`this is no frame`)
					f.event(2, "MESSAGE_CREATE", news("1200000000000000004", "before"))
					breaks(f)
					return
				}
				f.hello(45_000)
				w, ok := f.hears(6)
				if !ok || w.Data.Session != "one" || w.Data.Token != secret || w.Data.Seq != 2*n-2 {
					t.Errorf("line %d is taken up with %+v", n, w)
				}
				if n == 2 {
					f.event(3, "MESSAGE_CREATE", news("1200000000000000005", "meanwhile"))
					f.event(4, "RESUMED", `{}`)
					return
				}
				f.say(`{"op":9,"d":false}`)
				f.hears(99)
			})
			if !errors.Is(h.err, errMissed) || h.hellos != 1 || h.lines != 3 || len(h.pages) != 2 {
				t.Fatalf("%d hellos, %d lines, %d pages, %v", h.hellos, h.lines, len(h.pages), h.err)
			}
			for i, want := range []string{"before", "meanwhile"} {
				if p := h.pages[i]; len(p.Messages) != 1 || p.Messages[0].Text != want || p.Account != "demo" {
					t.Errorf("page %d is %+v", i, p)
				}
			}
		})
	}
}

func TestASessionThatIsOverIsNotGivenUpForGood(t *testing.T) {
	for name, ends := range map[string]func(far){
		"it may not go on":  func(f far) { f.say(`{"op":9,"d":false}`); f.hears(99) },
		"its count is lost": func(f far) { f.close(4007) },
		"it is too old":     func(f far) { f.close(4009) },
	} {
		t.Run(name, func(t *testing.T) {
			h := listens(t, func(_ int, f far) { f.opens(); ends(f) })
			if !errors.Is(h.err, errMissed) || errors.As(h.err, new(*platform.Refused)) || h.lines != 1 {
				t.Errorf("%d lines, %v", h.lines, h.err)
			}
		})
	}
	t.Run("we said too much", func(t *testing.T) {
		h := listens(t, func(_ int, f far) { f.opens(); f.close(4008) })
		if later, ok := errors.AsType[*platform.Later](h.err); !ok || later.Wait < time.Minute || h.lines != 1 {
			t.Errorf("%d lines, %v", h.lines, h.err)
		}
	})
}

func TestALineThatBreaksAgainAndAgainIsGivenUp(t *testing.T) {
	h := listens(t, func(n int, f far) {
		if n == 1 {
			f.opens()
			return
		}
		f.hello(45_000)
		f.hears(6)
		if n > 20 { // or it would go on for ever
			f.close(4004)
			return
		}
		f.event(n, "RESUMED", `{}`)
	})
	if h.err == nil || h.lines > 2+mostResumes {
		t.Errorf("%d lines were opened without a pause, %v", h.lines, h.err)
	}
}

func TestAHeartbeatThatIsNeverAcknowledgedBreaksTheLine(t *testing.T) {
	var beats, last int
	h := listens(t, func(n int, f far) {
		if n > 1 {
			f.hello(45_000)
			f.hears(6)
			f.close(4004)
			return
		}
		f.hello(100)
		for {
			var raw struct {
				Op   int             `json:"op"`
				Data json.RawMessage `json:"d"`
			}
			if f.ws.ReadJSON(&raw) != nil {
				return
			}
			switch raw.Op {
			case 2:
				f.ready("one")
				f.event(7, "TYPING_START", `{}`)
			case 1:
				beats++
				_ = json.Unmarshal(raw.Data, &last)
			}
		}
	})
	if beats != 1 || h.lines != 2 {
		t.Errorf("%d beats (the last with %d) on %d lines, %v", beats, last, h.lines, h.err)
	}
}

func TestAHeartThatIsHeardKeepsTheLine(t *testing.T) {
	beats, asked := 0, false
	h := listens(t, func(n int, f far) {
		if n > 1 {
			t.Error("the line broke")
			return
		}
		f.hello(100)
		f.hears(2)
		f.ready("one")
		f.say(`{"op":1,"d":null}`) // the server wants a beat at once
		if w, ok := f.hears(1); ok && w.Beat <= 1 {
			asked = true
		}
		f.say(`{"op":11}`)
		for beats < 4 {
			w, ok := f.hears(1)
			if !ok || w.Beat != 1 {
				t.Errorf("beat %d is %+v", beats, w)
				return
			}
			beats++
			f.say(`{"op":11}`)
		}
		f.close(4004)
	})
	if beats != 4 || !asked {
		t.Errorf("%d beats, %v", beats, h.err)
	}
}

func TestAHeartDoesNotBeatForALineThatHasBroken(t *testing.T) {
	s := &session{acked: true}
	s.pulse(&websocket.Conn{}, time.Hour, time.Hour)
	if s.beat != nil {
		s.beat.Stop()
		t.Error("it beats")
	}
}

func TestAGatewayThatMakesNoSenseIsTold(t *testing.T) {
	for name, plays := range map[string]func(int, far){
		"a hello without a rhythm": func(_ int, f far) { f.say(`{"op":10,"d":{}}`); f.hears(99) },
		"a hello of another kind":  func(_ int, f far) { f.say(`{"op":10,"d":"hi"}`); f.hears(99) },
		"a session without a name": func(_ int, f far) { f.hello(45_000); f.hears(2); f.event(1, "READY", `{}`); f.hears(99) },
	} {
		t.Run(name, func(t *testing.T) {
			h := listens(t, plays)
			if !errors.As(h.err, new(*platform.Garbled)) || h.hellos != 0 || h.lines != 1 {
				t.Errorf("%d hellos, %d lines, %v", h.hellos, h.lines, h.err)
			}
		})
	}
	for name, tt := range map[string]struct {
		answer string
		later  time.Duration // 0 for an answer that makes no sense
	}{
		"an address of no line":        {`{"url":"https://discord.com"}`, 0},
		"no address":                   {`{"shards":1}`, 0},
		"no session is left today":     {`{"url":"wss://x","session_start_limit":{"remaining":0,"reset_after":7200000}}`, 2 * time.Hour},
		"none is left for a moment":    {`{"url":"wss://x","session_start_limit":{"remaining":0,"reset_after":5}}`, time.Minute},
		"none is left for a long time": {`{"url":"wss://x","session_start_limit":{"remaining":0,"reset_after":1e12}}`, platform.LongestWait},
	} {
		t.Run(name, func(t *testing.T) {
			_, c := newFake(t, map[string]http.HandlerFunc{"GET /gateway/bot": says(tt.answer)})
			err := c.Listen(t.Context(), func(platform.Hello) { t.Error("it says hello") }, nil)
			later, ok := errors.AsType[*platform.Later](err)
			if tt.later > 0 && (!ok || later.Wait != tt.later) || tt.later == 0 && !errors.As(err, new(*platform.Garbled)) {
				t.Errorf("it says %v", err)
			}
		})
	}
}
