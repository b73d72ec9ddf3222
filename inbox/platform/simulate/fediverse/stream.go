package fediverse

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"time"
)

// beat is how often an open line says that it is.
const beat = 15 * time.Second

// stream holds a line of news open until the client goes or all are dropped.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+s.opts.Token {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.deny(w, http.StatusUnauthorized)
		return
	}
	news := make(chan string, 256)
	s.mu.Lock()
	s.lines[news] = true
	closed := s.closed
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.lines, news)
		s.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	pulse := time.NewTicker(beat)
	defer pulse.Stop()
	for text := ":)\n"; ; {
		if _, err := io.WriteString(w, text); err != nil || http.NewResponseController(w).Flush() != nil {
			return
		}
		select {
		case text = <-news:
		case <-pulse.C:
			text = ":thump\n"
		case <-closed:
			return
		case <-r.Context().Done():
			return
		}
	}
}

// DropConnections hangs up on everybody who listens.
func (s *Server) DropConnections() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.closed)
	s.closed = make(chan struct{})
}

// tell tells everybody who listens of a post: one that names us, or that the
// account's home shows.
func (s *Server) tell(event string, p *post) {
	if len(s.lines) == 0 || !s.sees(p) {
		return
	}
	tagged := slices.ContainsFunc(p.tags, func(tag string) bool { return slices.Contains(s.tags, tag) })
	if p.by == s.me || p.by.followed || tagged {
		s.send(event, s.status(p))
	}
}

func (s *Server) tellNotice(n *notice) {
	if len(s.lines) > 0 && (n.of == nil || s.sees(n.of)) {
		s.send("notification", s.notice(n))
	}
}

func (s *Server) tellDeleted(p *post) {
	for line := range s.lines {
		offer(line, "event: delete\ndata: "+p.id+"\n\n")
	}
}

func (s *Server) send(event string, about object) {
	text, err := json.Marshal(about)
	if err != nil {
		return
	}
	for line := range s.lines {
		offer(line, "event: "+event+"\ndata: "+string(text)+"\n\n")
	}
}

// offer leaves out what a client that does not read would hold up.
func offer(line chan string, text string) {
	select {
	case line <- text:
	default:
	}
}
