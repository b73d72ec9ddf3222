package mischief

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
	"unicode/utf16"
)

// answer is an answer on its way to the wire.
type answer struct {
	status int
	header http.Header
	body   []byte
	send   func(http.ResponseWriter, *http.Request, *answer) // nil for the usual way
}

// answer is what a request gets.
func (g *Gate) answer(r *http.Request, v verdict) *answer {
	if v.trick == "" {
		return g.asked(r, playing{})
	}
	if instead := g.unheard()[v.trick]; instead != nil {
		return instead(v)
	}
	p := playing{trick: v.trick, dice: v.dice}
	if g.opts.Writes(r) {
		p.veil = veil(v)
		return twisted(g.asked(r, p), v, accepted())
	}
	return twisted(g.asked(r, p), v, spoilt())
}

// twisted is an answer after a trick was played with it on its way. A refusal is
// left as it is.
func twisted(a *answer, v verdict, tricks map[Trick]func(*answer, Mischief) *answer) *answer {
	if play := tricks[v.trick]; play != nil && a.status < http.StatusMultipleChoices {
		return play(a, v.play)
	}
	return a
}

// veil is how long what is written is shown to nobody.
func veil(v verdict) time.Duration {
	most := v.play.Veil
	if v.trick == Unseen && most == 0 {
		most = 2 * time.Second
	}
	if most <= 0 {
		return 0
	}
	return 1 + time.Duration(v.dice.Int64N(int64(most)))
}

// busy asks to be left alone for a while, as the platform would.
func (g *Gate) busy(wait time.Duration) *answer {
	wait = time.Duration(math.Ceil(wait.Seconds())) * time.Second
	a := bare(http.StatusTooManyRequests, "{}")
	if g.opts.Busy != nil {
		body, header := g.opts.Busy(wait)
		a.body = []byte(body)
		for name, values := range header {
			a.header[name] = slices.Clone(values)
		}
	}
	if wait > 0 {
		a.header.Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
	}
	return a
}

// unheard are the tricks that never come to the platform.
func (g *Gate) unheard() map[Trick]func(verdict) *answer {
	always := func(status int, body string) func(verdict) *answer {
		return func(verdict) *answer { return bare(status, body) }
	}
	gateway := func(status int, says string) func(verdict) *answer {
		return func(verdict) *answer { return page(status, says) }
	}
	limited := func(v verdict) *answer { return g.busy(v.wait) }
	cut := func(verdict) *answer { return cutOff() }
	return map[Trick]func(verdict) *answer{
		Severed: cut, Switched: limited, TooFast: limited,
		Busy:     func(v verdict) *answer { return g.busy(v.play.Wait) },
		BusyLong: func(v verdict) *answer { return g.busy(v.play.Long) },
		BusyBare: always(http.StatusTooManyRequests, ""),
		BusyHTML: gateway(http.StatusTooManyRequests, "Too Many Requests"),
		Broken:   always(http.StatusInternalServerError, "{}"),
		Later: func(v verdict) *answer {
			a := page(http.StatusServiceUnavailable, "Back in a moment")
			a.header.Set("Retry-After", strconv.Itoa(int(v.play.Wait.Seconds())))
			return a
		},
		BadGateway:  gateway(http.StatusBadGateway, "Bad Gateway"),
		Unavailable: gateway(http.StatusServiceUnavailable, "Service Unavailable"),
		GatewaySlow: gateway(http.StatusGatewayTimeout, "Gateway Time-out"),
		Reset:       cut,
		CutHeaders: func(verdict) *answer {
			return &answer{header: http.Header{}, send: func(w http.ResponseWriter, _ *http.Request, _ *answer) {
				sever(w, "HTTP/1.1 200 OK\r\nContent-Ty", false)
			}}
		},
		Garbage:     always(http.StatusOK, garbage),
		Portal:      gateway(http.StatusOK, "Welcome to the hotel. Please sign in."),
		EmptyAnswer: always(http.StatusOK, ""),
	}
}

// garbage is no JSON, whatever it says it is.
const garbage = "\x1f\x8b\x00%PDF-1.4 }{"

// spoilt are the tricks that are played with what was read.
func spoilt() map[Trick]func(*answer, Mischief) *answer {
	return map[Trick]func(*answer, Mischief) *answer{
		CutBody: func(a *answer, _ Mischief) *answer {
			a.send = sendHalf
			return a
		},
		SlowBody: func(a *answer, m Mischief) *answer {
			a.send = slowly(m.Slow)
			return a
		},
		Bomb: func(a *answer, _ Mischief) *answer {
			a.header.Set("Content-Encoding", "gzip")
			a.body = bomb()
			return a
		},
		Truncated: func(a *answer, _ Mischief) *answer {
			a.body = a.body[:len(a.body)/2]
			return a
		},
		WrongCharset: func(a *answer, _ Mischief) *answer {
			a.header.Set("Content-Type", "application/json; charset=utf-16")
			a.body = inUTF16(a.body)
			return a
		},
		WrongType: func(a *answer, _ Mischief) *answer {
			a.body = otherwise(a.body)
			return a
		},
	}
}

// otherwise is an object where a list was, and a list where none was.
func otherwise(body []byte) []byte {
	if bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		return []byte(`{"message":"none"}`)
	}
	return []byte(`["none"]`)
}

// accepted are the tricks that are played with the answer to what was done.
func accepted() map[Trick]func(*answer, Mischief) *answer {
	instead := func(make func() *answer) func(*answer, Mischief) *answer {
		return func(*answer, Mischief) *answer { return make() }
	}
	return map[Trick]func(*answer, Mischief) *answer{
		AcceptedReset: instead(cutOff),
		AcceptedSlow: func(_ *answer, m Mischief) *answer {
			return &answer{header: http.Header{}, send: silently(m.Slow)}
		},
		AcceptedBroken:      instead(func() *answer { return bare(http.StatusInternalServerError, "{}") }),
		AcceptedBadGateway:  instead(func() *answer { return page(http.StatusBadGateway, "Bad Gateway") }),
		AcceptedUnavailable: instead(func() *answer { return page(http.StatusServiceUnavailable, "Service Unavailable") }),
		AcceptedGarbage:     instead(func() *answer { return bare(http.StatusOK, garbage) }),
		AcceptedCutBody: func(a *answer, _ Mischief) *answer {
			if len(a.body) == 0 {
				return cutOff()
			}
			a.send = sendHalf
			return a
		},
	}
}

const (
	asJSON = "application/json; charset=utf-8"
	asHTML = "text/html; charset=utf-8"
)

func bare(status int, body string) *answer {
	return &answer{status: status, header: http.Header{"Content-Type": {asJSON}}, body: []byte(body)}
}

// page is what stands before a platform when it is not the platform that
// answers.
func page(status int, says string) *answer {
	a := bare(status, "<!DOCTYPE html>\n<html><head><title>"+says+"</title></head><body><h1>"+says+"</h1></body></html>\n")
	a.header.Set("Content-Type", asHTML)
	return a
}

func cutOff() *answer {
	return &answer{header: http.Header{}, send: func(w http.ResponseWriter, _ *http.Request, _ *answer) { sever(w, "", true) }}
}

func (a *answer) write(w http.ResponseWriter, r *http.Request) {
	if a.send != nil {
		a.send(w, r, a)
		return
	}
	a.head(w)
	if a.status != http.StatusNoContent {
		w.Write(a.body) //nolint:errcheck // the client has gone
	}
}

// head writes everything before the body.
func (a *answer) head(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
}

func sendHalf(w http.ResponseWriter, _ *http.Request, a *answer) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
	sever(w, fmt.Sprintf(head, a.header.Get("Content-Type"), len(a.body), a.body[:len(a.body)/2]), false)
}

// sever writes what is left to be said and breaks the connection off: with a
// reset, or as if the server had fallen over.
func sever(w http.ResponseWriter, last string, reset bool) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer conn.Close() //nolint:errcheck // it is broken off anyway
	if tcp, ok := conn.(interface{ SetLinger(int) error }); ok && reset {
		tcp.SetLinger(0) //nolint:errcheck // then it is closed without a reset
	}
	conn.Write([]byte(last)) //nolint:errcheck // it is broken off anyway
}

// slowly sends half of the body, and the rest when the client has waited long
// enough or has gone.
func slowly(most time.Duration) func(http.ResponseWriter, *http.Request, *answer) {
	return func(w http.ResponseWriter, r *http.Request, a *answer) {
		a.head(w)
		half := len(a.body) / 2
		w.Write(a.body[:half])                //nolint:errcheck // the client has gone
		http.NewResponseController(w).Flush() //nolint:errcheck // then it comes in one piece
		ctx, cancel := context.WithTimeout(r.Context(), most)
		defer cancel()
		<-ctx.Done()
		w.Write(a.body[half:]) //nolint:errcheck // the client has gone
	}
}

// silently says nothing until the client has waited long enough or has gone,
// and hangs up.
func silently(most time.Duration) func(http.ResponseWriter, *http.Request, *answer) {
	return func(w http.ResponseWriter, r *http.Request, _ *answer) {
		ctx, cancel := context.WithTimeout(r.Context(), most)
		defer cancel()
		<-ctx.Done()
		sever(w, "", true)
	}
}

// bomb is a little that unpacks to 80 MiB: one packed piece, again and again.
var bomb = sync.OnceValue(func() []byte { //nolint:gochecknoglobals // made once
	var piece bytes.Buffer
	w := gzip.NewWriter(&piece)
	w.Write(bytes.Repeat([]byte(" "), 1<<20)) //nolint:errcheck // a buffer takes everything
	if w.Close() != nil {
		return nil
	}
	return bytes.Repeat(piece.Bytes(), 80)
})

// inUTF16 is a text as a server would send it that knows of another charset.
func inUTF16(text []byte) []byte {
	out := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(string(text))) {
		out = append(out, byte(unit>>8), byte(unit&0xff))
	}
	return out
}
