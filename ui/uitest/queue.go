package uitest

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// Queue stands in for the store where cases are decided. What was asked of it
// is kept, so that a test can read it.
type Queue struct {
	Files   []*moderation.File // the cases, in the order in which they are listed
	Log     []moderation.Decision
	Book    moderation.Rulebook
	Actor   string
	Now     func() time.Time
	Fail    error            // what every question is answered with, if there is one
	Changes map[int64]string // texts that were changed since they were read, by case

	Rulings   []moderation.Ruling
	Handlings []moderation.Handling
	Reopened  []string
	Drafted   int
	Undone    int
	Redone    int

	past []func() // what takes back what was done, the last thing last
}

// Rulebook is the one in force.
func (q *Queue) Rulebook() moderation.Rulebook { return q.Book }

// Find is the case with an ID, or nil.
func (q *Queue) Find(id int64) *moderation.File {
	for _, f := range q.Files {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// Cases are those that a filter picks.
func (q *Queue) Cases(_ context.Context, f moderation.Filter) ([]moderation.Case, error) {
	var picked []moderation.Case
	for _, file := range q.Files {
		if f.Matches(file.Case, q.Now()) {
			picked = append(picked, file.Case)
		}
	}
	return picked, q.Fail
}

// File is one of them in full.
func (q *Queue) File(_ context.Context, id int64) (moderation.File, error) {
	f := q.Find(id)
	if f == nil {
		return moderation.File{}, errors.Join(inbox.ErrNone, q.Fail)
	}
	full := *f
	full.Kin = nil
	for _, other := range q.Files {
		if other.Alike != "" && other.Alike == f.Alike && other.ID != id && other.State == moderation.Open {
			full.Kin = append(full.Kin, other.Case)
		}
	}
	return full, q.Fail
}

// Draft is what a ruling would become there, in a few plain steps.
func (q *Queue) Draft(_ context.Context, r moderation.Ruling) ([]moderation.Draft, error) {
	q.Drafted++
	var drafts []moderation.Draft
	for _, id := range r.Cases {
		f := q.Find(id)
		if f == nil {
			continue
		}
		d := moderation.Draft{Case: f.Case}
		for _, o := range r.All() {
			d.Steps = append(d.Steps, steps(&f.Case, o, r)...)
		}
		drafts = append(drafts, d)
	}
	return drafts, q.Fail
}

func steps(c *moderation.Case, o moderation.Outcome, r moderation.Ruling) []moderation.Step {
	step := func(kind inbox.ActionKind, says string, forever, grave bool) moderation.Step {
		s := moderation.Step{Says: says, Action: inbox.Action{Kind: kind, Account: c.Account}, Forever: forever, Grave: grave}
		account := inbox.Account{Platform: c.Platform}
		if c.Platform == inbox.Slack { // the token is a bot's
			account.Lacks = map[inbox.ActionKind]string{inbox.Remove: "An app may delete only its own messages in Slack: open the message there."}
		}
		if s.Cannot = account.Cannot(kind); s.Cannot != "" {
			s.Forever, s.Grave, s.Link = false, false, c.AdminLink
		}
		return s
	}
	who := "@" + c.Author.Called()
	var all []moderation.Step
	switch o {
	case moderation.Remove, moderation.Spam:
		all = append(all, step(inbox.Remove, "delete the message in #"+c.Room.Name, c.Platform.Lacks(inbox.Restore) != "", false))
		if r.Note != "" {
			all = append(all, step(inbox.Reply, "say the rule's note in #"+c.Room.Name, false, false))
		}
		if r.Letter != "" {
			all = append(all, step(inbox.ReplyPrivately, "write to "+who, false, false))
		}
	case moderation.Warn:
		all = append(all, step(inbox.ReplyPrivately, "warn "+who+" privately", false, false))
	case moderation.Restrict:
		all = append(all, step(inbox.Restrict, "restrict "+who, false, false))
	case moderation.Ban:
		all = append(all, step(inbox.Ban, "ban "+who, r.For == 0, r.For == 0))
	case moderation.Keep, moderation.Ignore, moderation.Escalate:
	}
	if c.Platform == inbox.Discourse && o != moderation.Escalate && o == r.Outcome {
		all = append(all, step(inbox.Perform, "settle the flag on the forum", true, false))
	}
	return all
}

// Judge keeps a ruling and closes its cases.
func (q *Queue) Judge(_ context.Context, r moderation.Ruling) (inbox.Entry, error) {
	if q.Fail != nil {
		return inbox.Entry{}, q.Fail
	}
	for i, id := range r.Cases {
		if now, changed := q.Changes[id]; changed && r.Seen[i] != now {
			q.Find(id).Text, q.Find(id).EditedAt = now, Noon()
			return inbox.Entry{}, &moderation.Changed{Case: id, Was: r.Seen[i], Now: now}
		}
	}
	q.Rulings = append(q.Rulings, r)
	entry := inbox.Entry{ID: "e" + strconv.Itoa(len(q.Rulings)), Verb: moderation.Decide, Subject: "decided"}
	logged := len(q.Log)
	for _, id := range r.Cases {
		f := q.Find(id)
		was := f.State
		f.State = moderation.Decided
		if r.Outcome == moderation.Escalate {
			f.State = moderation.Escalated
		}
		entry.Subject = f.Author.Called() + " in #" + f.Room.Name
		entry.Changes = append(entry.Changes, inbox.Change{Ref: ref(f)})
		q.Log = append([]moderation.Decision{{
			ID: "d" + strconv.Itoa(len(q.Log)+1), Case: id, Subject: f.Subject, At: q.Now(), Actor: q.Actor, Outcome: r.Outcome, Also: r.Also,
			Rule: r.Rule, Evidence: f.Evidence, Reports: len(f.Reports), Room: f.Room, About: f.Author, Took: 12 * time.Second,
		}}, q.Log...)
		q.past = append(q.past, func() { f.State = was })
	}
	all := q.past[len(q.past)-len(r.Cases):]
	q.past = append(q.past[:len(q.past)-len(r.Cases):len(q.past)-len(r.Cases)], func() {
		for _, undo := range all {
			undo()
		}
		q.Log = q.Log[len(q.Log)-logged:]
	})
	return entry, nil
}

func ref(f *moderation.File) inbox.Ref {
	return inbox.Ref{Kind: inbox.CaseRef, Account: f.Account, ID: string(f.Kind) + ":" + f.Subject.ID}
}

// Handle keeps what was done, and does it.
func (q *Queue) Handle(_ context.Context, h moderation.Handling) (inbox.Entry, error) {
	if q.Fail != nil {
		return inbox.Entry{}, q.Fail
	}
	q.Handlings = append(q.Handlings, h)
	for _, id := range h.Cases {
		f := q.Find(id)
		switch h.Verb { //nolint:exhaustive // a case is handled in these ways only
		case moderation.ClaimIt:
			f.Claim = moderation.Claim{By: q.Actor, Until: q.Now().Add(time.Hour)}
		case moderation.LetGo:
			f.Claim = moderation.Claim{}
		case moderation.SkipIt:
			f.Skips++
		case moderation.Deafen, moderation.Undeafen:
			f.Muted = h.Verb == moderation.Deafen
		case moderation.NoteIt:
			f.Case.Notes++
			f.Notes = append(f.Notes, inbox.Note{ID: "n", Actor: q.Actor, Text: h.Text, At: q.Now()})
		}
	}
	return inbox.Entry{ID: "h" + strconv.Itoa(len(q.Handlings)), Verb: h.Verb}, nil
}

// Undo takes the last decision back.
func (q *Queue) Undo(context.Context) (inbox.Entry, error) {
	if len(q.past) == 0 {
		return inbox.Entry{}, inbox.ErrNone
	}
	q.Undone++
	q.past[len(q.past)-1]()
	q.past = q.past[:len(q.past)-1]
	entry := inbox.Entry{ID: "u", Verb: moderation.Decide, Subject: "one decision"}
	for _, id := range q.Rulings[len(q.past)].Cases {
		f := q.Find(id)
		entry.Subject = f.Author.Called() + " in #" + f.Room.Name
		entry.Changes = append(entry.Changes, inbox.Change{Ref: ref(f)})
	}
	return entry, nil
}

// Redo only counts.
func (q *Queue) Redo(context.Context) (inbox.Entry, error) {
	q.Redone++
	return inbox.Entry{}, inbox.ErrNone
}

// Decisions are the log.
func (q *Queue) Decisions(_ context.Context, l moderation.LogQuery) ([]moderation.Decision, error) {
	return slices.DeleteFunc(slices.Clone(q.Log), func(d moderation.Decision) bool {
		return d.At.Before(l.Since) || l.Rule != "" && !strings.EqualFold(d.Rule, l.Rule)
	}), q.Fail
}

// Reopen reverses a decision.
func (q *Queue) Reopen(_ context.Context, id string) (inbox.Entry, error) {
	if q.Fail != nil {
		return inbox.Entry{}, q.Fail
	}
	q.Reopened = append(q.Reopened, id)
	for i := range q.Log {
		if d := &q.Log[i]; d.ID == id {
			d.ReversedAt, d.ReversedBy = q.Now(), q.Actor
			if f := q.Find(d.Case); f != nil {
				f.State, f.Ruling = moderation.Open, nil
			}
		}
	}
	return inbox.Entry{ID: "r", Verb: moderation.Reconsider, Subject: "one decision", Stays: []string{"The message stays deleted there."}}, nil
}
