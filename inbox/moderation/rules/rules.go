// Package rules reads a community's rules.toml and says which of its rules a
// message meets, and where.
//
// A [Set] is loaded from bytes: the packs that come with the house, and over
// them the person's own rules. It judges one [Sample] after another and hands
// back [Hit]s, each with the spans that it rests on. The language of the
// conditions, and what each name in it means, is in docs/rules.md.
//
// The package is pure: it opens no file, reads no clock and keeps nothing but
// the [Window] that it is given, so that a backtest over old messages says the
// same as the rules said when the messages came. It never does anything about a
// message. store runs it as messages come in and keeps what it found; ui/cli
// tests and checks rules with it.
package rules

import (
	"slices"
	"sync/atomic"
	"time"

	"github.com/expr-lang/expr/vm"

	"rounds/inbox/moderation"
)

// Sample is a message as the rules see it.
type Sample struct {
	Text     string
	Account  string
	Channel  string // its name, without "#"
	Platform string
	Author   Author
	At       time.Time
	Reply    bool // it answers another message
	Edited   bool // it was judged before, with another text
	Mentions int  // how many members the platform says it calls
	Files    int
}

// Author is who wrote it, as known when it was written.
type Author struct {
	ID       string
	Handle   string
	Role     string        // "admin", "moderator"; "" for a member
	Age      time.Duration // since they joined; below zero if unknown
	Messages int           // said before this one
}

// Hit is one rule that a message meets.
type Hit struct {
	Rule  moderation.Rule
	Why   string            // in our words alone: nothing of the message is in it
	Spans []moderation.Span // in order, none over another, all on whole runes
	Does  []string          // "flag", "raise", "tag:NAME"
}

// Patience is how long a rule may take over one message before it is put
// aside.
const Patience = 50 * time.Millisecond

// memory is how many values an expression may make.
const memory = 100_000

// longestText is how much of a message is read, in bytes.
const longestText = 16 << 10

// Set is rules in force. It may be used by several at once, each with their own
// [Window]. Only [Load] makes one.
type Set struct {
	// Clock measures how long rules take; nil measures nothing. It is set
	// before the first message and decides about nothing but [Set.Slow].
	Clock func() time.Time

	rules    []*rule // in the order of the rulebook
	words    *lexicon
	likes    lookalikes
	patterns patterns
	watches  bool // some rule asks about earlier messages
}

// rule is one rule, ready to be asked.
type rule struct {
	moderation.Rule
	does   []string
	except []string
	when   *condition // nil if it is only an entry on a digit
	unless *condition
	halted atomic.Pointer[string] // why it is put aside
}

// condition is an expression of a rule.
type condition struct {
	program *vm.Program
	may     func(*sheet) bool // false where it can not be true, told without running it
	shows   []string          // the plain names in it whose spans a hit shows
}

// Rulebook is the rules as people read them.
func (s *Set) Rulebook() moderation.Rulebook {
	var book moderation.Rulebook
	for _, r := range s.rules {
		book.Rules = append(book.Rules, r.Rule)
	}
	return book
}

// Slow is a rule that was put aside.
type Slow struct {
	Rule string
	Why  string
}

// Slow names the rules that took too long or broke down. They stay aside until
// the set is loaded anew.
func (s *Set) Slow() []Slow {
	var slow []Slow
	for _, r := range s.rules {
		if why := r.halted.Load(); why != nil {
			slow = append(slow, Slow{r.Name, *why})
		}
	}
	return slow
}

// Judge says which rules a message meets, in the order of the rulebook, and
// lets the window remember it. Messages come in the order of their times. A nil
// window remembers nothing, and costs as much as a new one.
func (s *Set) Judge(m Sample, w *Window) []Hit {
	if w == nil {
		w = NewWindow()
	}
	sh := w.sheetFor(s)
	sh.read(m)
	mark := sh.fingerprint()
	if s.watches {
		sh.seen = w.look(m, mark)
		sh.env.watch(sh.seen)
	}
	sh.env.NewHosts = w.meet(sh.hosts(), m.Edited)
	var hits []Hit
	for _, r := range s.rules {
		if h, met := s.ask(r, sh); met {
			hits = append(hits, h)
		}
	}
	if !m.Edited {
		w.add(m, mark)
	}
	return hits
}

// ask puts one rule to the message on the sheet.
func (s *Set) ask(r *rule, sh *sheet) (Hit, bool) {
	if r.when == nil || r.Off || !r.when.may(sh) || r.halted.Load() != nil || r.excepts(sh.sample) {
		return Hit{}, false
	}
	sh.begin()
	if !s.run(r, r.when, sh) {
		return Hit{}, false
	}
	sh.show(r.when.shows)
	spans, why := sh.found(r.Title)
	if r.unless != nil && r.unless.may(sh) && s.run(r, r.unless, sh) {
		return Hit{}, false
	}
	return Hit{Rule: r.Rule, Why: why, Spans: spans, Does: slices.Clone(r.does)}, true
}

// run evaluates one condition within its budget.
func (s *Set) run(r *rule, c *condition, sh *sheet) bool {
	var began time.Time
	if s.Clock != nil {
		began = s.Clock()
	}
	sh.machine.MemoryBudget = memory
	answer, err := sh.machine.Run(c.program, &sh.env)
	if err != nil {
		r.halt("it broke down: " + firstLine(err))
		return false
	}
	if s.Clock != nil {
		if took := s.Clock().Sub(began); took > Patience {
			r.halt("it took " + took.Round(time.Millisecond).String() + " over one message")
		}
	}
	yes, _ := answer.(bool)
	return yes
}

func (r *rule) halt(why string) { r.halted.CompareAndSwap(nil, &why) }

// excepts reports whether the rule leaves out who wrote the message or where.
func (r *rule) excepts(m *Sample) bool {
	for _, name := range r.except {
		switch {
		case name == "":
		case name == m.Author.ID, name == m.Author.Handle, name == m.Author.Role, name == m.Channel,
			name[0] == '@' && name[1:] == m.Author.Handle, name[0] == '#' && name[1:] == m.Channel:
			return true
		}
	}
	return false
}
