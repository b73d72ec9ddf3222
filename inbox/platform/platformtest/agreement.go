package platformtest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// agree compares the log with the journal, the cases with the log, and the
// platform with all of them.
func (b *bench) agree() {
	b.t.Helper()
	log := b.log()
	stands := map[string]bool{}
	for _, d := range log {
		stands[d.ID] = d.Stands()
	}
	for id, stood := range b.replayed() {
		if stands[id] != stood {
			b.t.Errorf("decision %s: the log says it stands: %v, the journal %v", id, stands[id], stood)
		}
	}
	cases, err := b.memory.Cases(b.t.Context(), moderation.Filter{All: true})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range cases {
		if want := standsAs(c, log); c.State != want {
			b.t.Errorf("case %d is %s, its reports and decisions make it %s", c.ID, c.State, want)
		}
	}
	b.strikes(cases, log)
	b.platformAgrees(log)
}

// replayed is which decisions stand by the journal alone.
func (b *bench) replayed() map[string]bool {
	b.t.Helper()
	entries, err := b.memory.Entries(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	stands := map[string]bool{}
	for _, e := range entries {
		for _, c := range e.Changes {
			if id, is := strings.CutPrefix(c.Field, "decision:"); is {
				stands[id] = string(c.To) != "null"
			}
		}
	}
	return stands
}

// standsAs is where a case stands by its reports and the log.
func standsAs(c moderation.Case, log []moderation.Decision) moderation.State {
	waits := slices.ContainsFunc(c.Reports, func(r moderation.Report) bool { return r.Open })
	reversed := false
	for _, d := range log { // newest first
		if d.Case != c.ID {
			continue
		}
		if !d.Stands() {
			reversed = true
			continue
		}
		switch {
		case c.LastAt.After(d.At) && waits:
			return moderation.Open
		case d.Outcome == moderation.Escalate:
			return moderation.Escalated
		}
		return moderation.Decided
	}
	if waits || reversed {
		return moderation.Open
	}
	return moderation.Elsewhere
}

// strikes counts by hand what the files say of each member.
func (b *bench) strikes(cases []moderation.Case, log []moderation.Decision) {
	b.t.Helper()
	want := map[string]int{}
	counted := map[int64]bool{}
	for _, d := range log {
		if d.Stands() && d.Outcome != moderation.Escalate && !counted[d.Case] {
			counted[d.Case] = true
			if d.Outcome.Verdict() == moderation.Agreed {
				want[d.Member] += d.Strikes
			}
		}
	}
	for _, c := range cases {
		f, err := b.memory.File(b.t.Context(), c.ID)
		if err != nil {
			b.t.Fatal(err)
		}
		if f.Strikes.Weight != want[c.Author.ID] && c.Author.ID != "" {
			b.t.Errorf("%s has %d strikes, the log makes it %d", c.Author.ID, f.Strikes.Weight, want[c.Author.ID])
		}
	}
}

// mark is a lasting state of somebody or something.
type mark struct {
	kind inbox.ActionKind
	of   string
}

// platformAgrees looks at what the platform accepted: what stands there last must
// be what the decisions that stand ask for, as far as it can be taken back and was
// not refused.
func (b *bench) platformAgrees(log []moderation.Decision) {
	b.t.Helper()
	now := b.marks()
	for m, is := range b.wanted(log) {
		if now[m] != is {
			b.t.Errorf("%s of %s: the platform has it %v, the log %v\n%s", m.kind, m.of, now[m], is, b.story(m.of))
		}
	}
	if b.lacks(inbox.Restore) {
		return
	}
	for _, d := range log {
		removes := d.Outcome == moderation.Remove || d.Outcome == moderation.Spam
		m := mark{inbox.Remove, d.Subject.ID}
		if !removes || d.Subject.Kind != moderation.OfMessage || b.said[m.of] || !lastOf(log, d) || !settledByHand(d) {
			continue
		}
		if now[m] != d.Stands() {
			b.t.Errorf("message %s: the platform has it removed %v, the log %v\n%s", m.of, now[m], d.Stands(), b.story(m.of))
		}
	}
}

func (b *bench) lacks(kind inbox.ActionKind) bool { return b.of.Name.Lacks(kind) != "" }

// marks are what the platform has accepted last.
func (b *bench) marks() map[mark]bool {
	now := map[mark]bool{}
	for _, w := range b.world.Written() {
		switch w.Kind { //nolint:exhaustive // those that leave a mark
		case inbox.Ban, inbox.Restrict:
			now[mark{w.Kind, w.Member}] = true
		case inbox.Unban:
			now[mark{inbox.Ban, w.Member}] = false
		case inbox.Unrestrict:
			now[mark{inbox.Restrict, w.Member}] = false
		case inbox.Remove, inbox.Delete:
			now[mark{inbox.Remove, w.Message}] = true
		case inbox.Restore:
			now[mark{inbox.Remove, w.Message}] = false
		default:
		}
	}
	return now
}

// wanted are the marks that the decisions which stand ask for on members.
func (b *bench) wanted(log []moderation.Decision) map[mark]bool {
	want := map[mark]bool{}
	for _, d := range log {
		knocked := slices.ContainsFunc(d.Sent, func(s moderation.Sent) bool { return s.Kind == inbox.Perform }) && d.Subject.Kind == moderation.OfMember
		for _, o := range append([]moderation.Outcome{d.Outcome}, d.Also...) {
			m := mark{inbox.Ban, d.Member}
			switch o { //nolint:exhaustive // those that leave a mark on a member
			case moderation.Ban:
			case moderation.Restrict:
				m.kind = inbox.Restrict
			default:
				continue
			}
			if b.lacks(m.kind) || m.of == "" || b.said[m.of] || knocked && o == moderation.Restrict {
				continue
			}
			want[m] = want[m] || d.Stands()
		}
	}
	return want
}

// lastOf reports whether no later decision is about the same case.
func lastOf(log []moderation.Decision, d moderation.Decision) bool {
	for _, o := range log {
		if o.Case == d.Case {
			return o.ID == d.ID
		}
	}
	return false
}

// settledByHand reports whether a decision went out as verbs of its own, and not
// as a word on a report, of which the platform keeps its own account.
func settledByHand(d moderation.Decision) bool {
	return len(d.Sent) > 0 && !slices.ContainsFunc(d.Sent, func(s moderation.Sent) bool { return s.Kind == inbox.Perform })
}

// story is what was asked for about somebody or something, and what arrived.
func (b *bench) story(of string) string {
	b.t.Helper()
	var lines []string
	out, err := b.memory.Outbox(b.t.Context(), true)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, o := range out {
		if o.Member == of || o.Message == of {
			lines = append(lines, fmt.Sprintf("  asked  %s %s %s: %s, undoes %q, undone %v, tries %d", o.AskedAt.Format(time.TimeOnly), o.Kind, o.ID[20:], o.State, o.Undoes, o.Undone, o.Tries))
		}
	}
	for _, w := range b.world.Written() {
		if w.Member == of || w.Message == of {
			lines = append(lines, fmt.Sprintf("  came   %s %s", w.At.Format(time.TimeOnly), w.Kind))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
