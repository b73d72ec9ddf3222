package simulate

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// reply is an answer on its way to the wire.
type reply struct {
	status  int
	kind    string // of its content
	body    []byte
	wait    time.Duration // what its Retry-After asks for; 0 for none
	coded   string        // how the body is encoded
	scopes  string
	refused string
	object  object
	send    func(http.ResponseWriter, *http.Request, *reply) // nil for the usual way
}

const (
	asJSON = "application/json; charset=utf-8"
	asHTML = "text/html; charset=utf-8"
)

// tell is an answer of the API.
func tell(o object) *reply {
	var body bytes.Buffer
	if err := json.NewEncoder(&body).Encode(o); err != nil {
		return &reply{status: http.StatusInternalServerError, kind: asHTML, body: []byte(err.Error())}
	}
	refused, _ := o["error"].(string)
	return &reply{status: http.StatusOK, kind: asJSON, body: body.Bytes(), refused: refused, object: o}
}

// busy asks to be left alone for a while.
func busy(wait time.Duration) *reply {
	r := tell(refusal("ratelimited"))
	r.status, r.wait = http.StatusTooManyRequests, wholeSeconds(wait)
	return r
}

// wholeSeconds is what a Retry-After can say.
func wholeSeconds(d time.Duration) time.Duration {
	return time.Duration(math.Ceil(d.Seconds())) * time.Second
}

// html is what stands before the API when it is not the API that answers.
func html(status int, says string) *reply {
	return &reply{status: status, kind: asHTML, body: []byte("<!DOCTYPE html>\n<html><head><title>" + says + "</title></head><body><h1>" + says + "</h1></body></html>\n")}
}

func (r *reply) write(w http.ResponseWriter, req *http.Request) {
	if r.send != nil {
		r.send(w, req, r)
		return
	}
	r.head(w)
	w.Write(r.body) //nolint:errcheck // the client has gone
}

// head writes everything before the body.
func (r *reply) head(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", r.kind)
	h.Set("X-Oauth-Scopes", r.scopes)
	if r.coded != "" {
		h.Set("Content-Encoding", r.coded)
	}
	if r.wait > 0 {
		h.Set("Retry-After", strconv.Itoa(int(r.wait.Seconds())))
	}
	h.Set("Content-Length", strconv.Itoa(len(r.body)))
	w.WriteHeader(r.status)
}

func sendReset(w http.ResponseWriter, _ *http.Request, _ *reply) { sever(w, "", true) }

func sendCutHeaders(w http.ResponseWriter, _ *http.Request, r *reply) {
	sever(w, "HTTP/1.1 200 OK\r\nContent-Type: "+r.kind[:9], false)
}

func sendCutBody(w http.ResponseWriter, _ *http.Request, r *reply) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
	sever(w, fmt.Sprintf(head, r.kind, len(r.body), r.body[:len(r.body)/2]), false)
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
func slowly(most time.Duration) func(http.ResponseWriter, *http.Request, *reply) {
	return func(w http.ResponseWriter, req *http.Request, r *reply) {
		r.head(w)
		half := len(r.body) / 2
		w.Write(r.body[:half])                //nolint:errcheck // the client has gone
		http.NewResponseController(w).Flush() //nolint:errcheck // then it comes in one piece
		ctx, cancel := context.WithTimeout(req.Context(), most)
		defer cancel()
		<-ctx.Done()
		w.Write(r.body[half:]) //nolint:errcheck // the client has gone
	}
}

// bomb is a little that unpacks to 80 MiB: one packed piece, again and again.
func bomb() []byte {
	var piece bytes.Buffer
	w := gzip.NewWriter(&piece)
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	w.Write(blanks) //nolint:errcheck // a buffer takes everything
	if err := w.Close(); err != nil {
		return nil
	}
	return bytes.Repeat(piece.Bytes(), 80)
}

// inUTF16 is a text as a server would send it that knows of another charset.
func inUTF16(text []byte) []byte {
	out := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(string(text))) {
		out = append(out, byte(unit>>8), byte(unit&0xff))
	}
	return out
}

// damaged puts two bytes that are no text into the first text of an answer, or
// reports that it holds none.
func damaged(body []byte) ([]byte, bool) {
	before, after, ok := strings.Cut(string(body), `"text":"`)
	return []byte(before + `"text":"` + "\xff\xfe" + after), ok
}
