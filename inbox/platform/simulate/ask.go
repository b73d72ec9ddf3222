package simulate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// ask is a request that was understood.
type ask struct {
	now    time.Time
	method string
	token  string
	form   url.Values // without the token
	post   bool
	link   string // where Socket Mode is

	trick Trick // to be played with the page, if there is an occasion
	dice  *rand.Rand
	bent  bool // there was one
}

func (a *ask) get(name string) string { return a.form.Get(name) }

// ServeHTTP answers like Slack's web API: the method is the last part of the
// path, arguments come in the query, as a form or as JSON, and almost every
// answer is a 200 that says "ok" or why not.
func (s *Slack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if websocket.IsWebSocketUpgrade(r) {
		s.connect(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	a, err := s.read(r)
	if err != nil {
		answer := tell(refusal("invalid_form_data"))
		answer.scopes = strings.Join(s.provided(), ",")
		answer.write(w, r)
		return
	}
	tier := 0
	if s.opts.Tiers {
		tier = s.methods[a.method].tier
	}
	entry, v := s.gate.arrive(a, tier)
	answer, trick := s.answer(a, v)
	answer.scopes = strings.Join(s.provided(), ",")
	s.gate.leave(entry, trick, answer)
	answer.write(w, r)
}

// read understands a request.
func (s *Slack) read(r *http.Request) (*ask, error) {
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	scheme := "ws://"
	if r.TLS != nil {
		scheme = "wss://"
	}
	a := &ask{
		now: s.opts.Now(), method: path.Base(r.URL.Path), form: url.Values{}, post: r.Method == http.MethodPost,
		link: scheme + r.Host + path.Join(path.Dir(r.URL.Path), "link"),
	}
	for name, values := range r.Form {
		a.form[name] = values
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		var args map[string]any
		if err := json.NewDecoder(r.Body).Decode(&args); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		for name, value := range args {
			a.form.Set(name, fmt.Sprint(value))
		}
	}
	a.token = a.get("token")
	delete(a.form, "token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		a.token = bearer
	}
	return a, nil
}

// answer finds what a request is answered with, and what went wrong with it on
// purpose.
func (s *Slack) answer(a *ask, v verdict) (*reply, Trick) {
	if v.trick == Severed {
		return &reply{send: sendReset}, v.trick
	}
	if v.trick != "" {
		return busy(v.wait), v.trick
	}
	for _, trick := range v.tricks {
		if r := s.spoilt(a, trick, v); r != nil {
			return r, trick
		}
	}
	a.trick = ""
	return tell(s.locked(a)), ""
}

// locked carries out a method while the world stands still.
func (s *Slack) locked(a *ask) object {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.call(a)
}
