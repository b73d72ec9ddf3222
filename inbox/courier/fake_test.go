package courier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"rounds/inbox"
)

// memory is a store that keeps scopes and counts messages, and writes down in
// which order it was spoken to.
type memory struct {
	mu     sync.Mutex
	scopes []inbox.Scope  // in the order in which they were met
	read   map[string]int // by name, the round in which a scope was read through
	rounds int
	pages  []inbox.Page // kept
	diary  []string
	refuse error                // what Ingest says
	dies   bool                 // Ingest keeps nothing of the next page, as if we crashed
	failed map[string]time.Time // scopes that are left alone, and until when
	until  time.Time            // the platform asked to be left alone
	whys   []inbox.Why          // the reasons of the rounds
	ends   []string             // their troubles
	live   []bool
}

func newMemory() *memory { return &memory{read: map[string]int{}, failed: map[string]time.Time{}} }

func (m *memory) BeginRound(_ context.Context, _ string, why inbox.Why) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.whys = append(m.whys, why)
	if why == inbox.Told {
		return nil
	}
	m.rounds++
	m.meet("")
	m.diary = append(m.diary, "begin")
	return nil
}

func (m *memory) EndRound(_ context.Context, _, trouble string, stopped bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.diary = append(m.diary, "end")
	if stopped {
		trouble = "stopped: " + trouble
	}
	m.ends = append(m.ends, trouble)
	return nil
}

func (m *memory) Fail(_ context.Context, _, scope, _ string, again time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failed[scope] = again
	m.diary = append(m.diary, "leave "+scope)
	return nil
}

func (m *memory) Tries(context.Context, string, string) (int, error) { return 0, nil }

func (m *memory) Wait(_ context.Context, _ string, until time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.until = until
	return nil
}

func (m *memory) Until(context.Context, string) (time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.until, nil
}

func (m *memory) Live(_ context.Context, _ string, since time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.live = append(m.live, !since.IsZero())
	return nil
}

func (m *memory) meet(name string) {
	if !slices.ContainsFunc(m.scopes, func(s inbox.Scope) bool { return s.Name == name }) {
		m.scopes = append(m.scopes, inbox.Scope{Name: name})
	}
}

func (m *memory) Due(_ context.Context, _ string, round time.Time, last inbox.Turn) (inbox.Scope, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.scopes {
		if round.IsZero() && m.read[s.Name] > 0 {
			continue
		}
		if m.read[s.Name] < m.rounds && s.Turn <= last && !m.failed[s.Name].After(round) {
			return s, nil
		}
	}
	return inbox.Scope{}, inbox.ErrNone
}

func (m *memory) Cursor(_ context.Context, _, scope string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.scopes {
		if s.Name == scope {
			return s.Cursor, nil
		}
	}
	return "", nil
}

func (m *memory) Ingest(ctx context.Context, page inbox.Page) (inbox.Tally, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dies {
		m.dies = false
		return inbox.Tally{}, errors.New("the power is gone")
	}
	if m.refuse != nil {
		return inbox.Tally{}, m.refuse
	}
	if err := ctx.Err(); err != nil {
		return inbox.Tally{}, err
	}
	if !page.Heard {
		m.meet(page.Scope.Name)
	}
	for i, s := range m.scopes {
		if s.Name == page.Scope.Name {
			m.scopes[i] = page.Scope
		}
	}
	if !page.More && !page.Heard {
		m.read[page.Scope.Name] = m.rounds
	}
	for _, f := range page.Follow {
		m.meet(f.Scope)
	}
	m.pages = append(m.pages, page)
	m.diary = append(m.diary, "keep "+page.Scope.Name+"@"+page.Scope.Cursor)
	return inbox.Tally{Messages: len(page.Messages)}, nil
}

// said are the IDs of the messages kept, in their order.
func (m *memory) said() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var ids []string
	for _, p := range m.pages {
		for _, s := range p.Messages {
			ids = append(ids, s.ID)
		}
	}
	return strings.Join(ids, " ")
}

// platform is a connector whose answers come from a function. It remembers
// what it was asked, and when.
type platform struct {
	mu     sync.Mutex
	asked  []string
	times  []time.Time
	answer func(s inbox.Scope, n int) (inbox.Page, error) // n counts from 1
}

func (p *platform) Fetch(ctx context.Context, s inbox.Scope) (inbox.Page, error) {
	p.mu.Lock()
	p.asked, p.times = append(p.asked, s.Name+"@"+s.Cursor), append(p.times, time.Now())
	n := len(p.asked)
	p.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return inbox.Page{}, err
	}
	return p.answer(s, n)
}

// requests are the seconds, after a moment, at which it was asked.
func (p *platform) requests(from time.Time) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
	for _, t := range p.times {
		all = append(all, fmt.Sprint(t.Sub(from).Seconds()))
	}
	return strings.Join(all, " ")
}

func (p *platform) questions() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.asked, ", ")
}

// page is a page with one message, which is called like the place behind it.
func page(s inbox.Scope, next string, more bool) inbox.Page {
	s.Cursor = next
	return inbox.Page{Scope: s, More: more, Messages: []inbox.Message{{ID: s.Name + next}}}
}

// roster is a page without messages that follows scopes.
func roster(s inbox.Scope, follow ...string) inbox.Page {
	page := inbox.Page{Scope: s}
	for _, name := range follow {
		page.Follow = append(page.Follow, inbox.Follow{Scope: name})
	}
	return page
}

// book answers with the pages of one channel, "c", one after the other: 1 to
// last.
func book(last int) func(inbox.Scope, int) (inbox.Page, error) {
	return func(s inbox.Scope, _ int) (inbox.Page, error) {
		if s.Name == "" {
			return roster(s, "c"), nil
		}
		at, _ := strconv.Atoi(s.Cursor)
		at = min(at+1, last)
		return page(s, fmt.Sprint(at), at < last), nil
	}
}

type reader struct{ name string }

func (r reader) Read(inbox.Message) []inbox.Signal {
	return []inbox.Signal{{Kind: inbox.Question, Reason: r.name}}
}
func (r reader) Side(inbox.Member) inbox.Role { return inbox.Team }

type asksFor time.Duration

func (p asksFor) Error() string             { return "too many requests" }
func (p asksFor) RetryAfter() time.Duration { return time.Duration(p) }

type refusal struct{ passing bool }

func (refusal) Error() string { return "refused" }
func (r refusal) Final() bool { return !r.passing }

// house is a courier and what it told.
type house struct {
	*Courier
	store *memory
	mu    sync.Mutex
	told  []News
	desks int // how often a reader was asked for
}

func newHouse(connectors map[string]Connector) *house {
	h := &house{store: newMemory()}
	h.Courier = &Courier{
		Store: h.store, Connectors: connectors, Now: time.Now, Every: time.Minute,
		Go: func(fn func()) { go fn() },
		Desk: func(context.Context, string) (Reader, error) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.desks++
			return reader{fmt.Sprint("desk ", h.desks)}, nil
		},
		Tell: func(n News) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.told = append(h.told, n)
		},
	}
	return h
}

func one(p *platform) *house { return newHouse(map[string]Connector{"acme": p}) }

// news are the pieces of news that a function picks.
func (h *house) news(pick func(News) bool) []News {
	h.mu.Lock()
	defer h.mu.Unlock()
	var picked []News
	for _, n := range h.told {
		if pick(n) {
			picked = append(picked, n)
		}
	}
	return picked
}
