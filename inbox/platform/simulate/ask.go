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
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// ask is a request that was understood.
type ask struct {
	now    time.Time
	method string
	token  string
	who    *user      // whose token it is
	form   url.Values // without the token
	post   bool
	link   string // where Socket Mode is

	personal bool          // the token is a person's, beside a bot's
	veil     time.Duration // how long what is written is shown to nobody

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
		answer.scopes = strings.Join(s.provided(nil), ",")
		answer.write(w, r)
		return
	}
	m := s.methods[a.method]
	if !s.opts.Tiers {
		m.tier = 0
	}
	entry, v := s.gate.arrive(a, m)
	answer, trick := s.answer(a, v)
	answer.scopes = strings.Join(s.provided(a), ",")
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
			a.form.Set(name, argument(value))
		}
	}
	a.token = a.get("token")
	delete(a.form, "token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		a.token = bearer
	}
	a.who = s.self()
	if a.token == s.opts.UserToken && a.token != "" {
		a.who, a.personal = s.world.me(), true
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
	spoilt := s.spoilt
	if s.methods[a.method].writes {
		spoilt = s.twisted
	}
	for _, trick := range v.tricks {
		if r := spoilt(a, trick, v); r != nil {
			return r, trick
		}
	}
	a.trick = ""
	return tell(s.locked(a)), ""
}

// argument is one of a JSON body as it would come in a form.
func argument(value any) string {
	switch value := value.(type) {
	case map[string]any, []any:
		text, err := json.Marshal(value)
		if err != nil {
			return ""
		}
		return string(text)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}

// locked carries out a method while the world stands still, or alone if it
// changes the world.
func (s *Slack) locked(a *ask) object {
	s.catchUp(a)
	if s.methods[a.method].writes {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.call(a)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.call(a)
}
