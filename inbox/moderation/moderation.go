// Package moderation is what a community lives by: its rules, what was
// reported, and what was decided about it, by whom and why.
//
// A [Report] is one voice that says something is wrong: a member's, a rule's,
// the platform's own. All reports on one [Subject] are one [Case]. A person
// gives it a [Ruling], which is planned as the steps that the platform knows
// ([Plan]) and stays in an append-only log as a [Decision].
//
// The package is pure: no I/O, no clock, no SQL. store keeps the cases, ui/queue
// shows them, and what must go out travels as [inbox.Action]s by the one outbox.
// Nothing in here ever decides by itself: rules and what was learned only
// suggest.
package moderation

import "rounds/inbox"

// SubjectKind says what a case is about.
type SubjectKind string

// The kinds of subject.
const (
	OfMessage SubjectKind = "message"
	OfMember  SubjectKind = "member"    // who they are or what they do, or their wish to be let in
	OfHeld    SubjectKind = "held post" // nobody sees it before somebody lets it through
)

// Subject is what a case is about, by the platform's own words, so that it
// means the same on another machine.
type Subject struct {
	Kind    SubjectKind `json:"kind"`
	Account string      `json:"account"`
	Channel string      `json:"channel,omitempty"` // of a message: the platform's ID of its channel
	ID      string      `json:"id"`                // of the message or of the member; of a held post that of its report
}

// Outcome is what a person decides about a case.
type Outcome string

// The outcomes. What each becomes on a platform is told by [Plan].
const (
	Keep     Outcome = "keep"   // the reports were wrong
	Ignore   Outcome = "ignore" // no judgement: it is closed, and counts for nobody
	Remove   Outcome = "remove" // it breaks a rule, and goes
	Spam     Outcome = "spam"   // it goes, and teaches
	Warn     Outcome = "warn"   // it stays, and its author is told
	Restrict Outcome = "restrict"
	Ban      Outcome = "ban"
	Escalate Outcome = "escalate" // somebody else decides; it keeps its clock
)

// Outcomes are all of them, the mildest first.
func Outcomes() []Outcome {
	return []Outcome{Keep, Ignore, Warn, Remove, Spam, Restrict, Ban, Escalate}
}

// Verdict is what an outcome says of those who reported.
type Verdict string

// The verdicts (metrics D-21).
const (
	Agreed    Verdict = "agreed"
	Disagreed Verdict = "disagreed"
	Ignored   Verdict = "ignored"
	Undecided Verdict = "" // it was escalated
)

// Verdict is what the outcome says of the reports.
func (o Outcome) Verdict() Verdict {
	switch o {
	case Remove, Spam, Warn, Restrict, Ban:
		return Agreed
	case Keep:
		return Disagreed
	case Ignore:
		return Ignored
	case Escalate:
	}
	return Undecided
}

// Known reports whether there is such an outcome.
func (o Outcome) Known() bool { return o.Verdict() != Undecided || o == Escalate }

// State is where a case stands.
type State string

// The states.
const (
	Open      State = "open"
	Escalated State = "escalated"
	Decided   State = "decided"
	Elsewhere State = "settled elsewhere" // on the platform, by somebody else
)

// Severity is how much a rule that is met matters.
type Severity string

// The severities.
const (
	Mild     Severity = "mild"
	Moderate Severity = "moderate"
	Severe   Severity = "severe"
)

// Span is a part of a text: bytes from From, To left out.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Rule is a rule as a person reads it and as the queue offers it. What makes it
// fire is in package rules.
type Rule struct {
	Name     string   // "invite-links", unique
	Title    string   // "No invite links to other servers"
	Pack     string   // the pack that it came with, "" if it is the community's own
	Digit    int      // 1 to 9: its key behind d and w; 0 for none
	Severity Severity // "" is [Moderate]
	Outcome  Outcome  // what is suggested; "" is [Remove]
	Note     string   // said publicly below what was removed, "" for nothing
	Letter   string   // sent to the author privately, "" for nothing
	Strikes  int      // what an upheld decision weighs
	Fires    bool     // it has a condition, and flags by itself
	Acts     bool     // it decides by itself, because a person said so
	Off      bool
}

// Rulebook is the rules that are in force, those with a digit first and in
// their order.
type Rulebook struct {
	Rules []Rule
	Path  string // of rules.toml
	// Trouble is why the file as it stands is not in force, with line and column;
	// the last good one then is. "" if all is well.
	Trouble string
}

// Find returns the rule of a name.
func (b Rulebook) Find(name string) (Rule, bool) {
	for _, r := range b.Rules {
		if r.Name == name && name != "" {
			return r, true
		}
	}
	return Rule{}, false
}

// OfDigit returns the rule on a digit.
func (b Rulebook) OfDigit(digit int) (Rule, bool) {
	for _, r := range b.Rules {
		if r.Digit == digit && digit > 0 {
			return r, true
		}
	}
	return Rule{}, false
}

// The verbs of moderation, as the journal knows them.
const (
	Decide     inbox.Verb = "decide"
	FlagIt     inbox.Verb = "flag"
	ClaimIt    inbox.Verb = "claim"
	LetGo      inbox.Verb = "unclaim"
	SkipIt     inbox.Verb = "skip"
	NoteIt     inbox.Verb = "note on a case"
	Deafen     inbox.Verb = "mute reports"
	Undeafen   inbox.Verb = "unmute reports"
	Reconsider inbox.Verb = "reopen a case"
)
