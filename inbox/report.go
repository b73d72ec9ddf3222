package inbox

import "time"

// ReportKind says where a report comes from.
type ReportKind string

// The kinds of report.
const (
	Flagged  ReportKind = "flag"         // a member, or several, reported it
	Pending  ReportKind = "queued"       // it waits for approval before anybody sees it
	Ruled    ReportKind = "rule"         // an automatic rule of the platform met it
	Knocking ReportKind = "join request" // somebody asks to be let in
	Logged   ReportKind = "log"          // what a moderator did there, from the platform's own log
)

// Report is something that a platform holds out to those who moderate it.
type Report struct {
	ID       string // the platform's; unique in the account
	Kind     ReportKind
	Open     bool   // somebody still has to decide
	Channel  string // the platform's IDs of what it is about, "" if of nothing of the kind
	Message  string
	Member   string // about whom
	Reporter string // the platform's member ID, or the rule's name; "" if unknown
	Reason   string // the platform's word for it: "spam", "inappropriate"
	Text     string // what was reported, as it was, decoded to plain text
	At       time.Time
	Version  string   // what [Perform] has to name, so that nobody decides about something else than they saw; "" if the platform knows none
	Offers   []Choice // what the platform offers to do about it
	Outcome  string   // what became of it: "agreed", "rejected"; "" while it is open
}

// Choice is one of the things that a platform offers to do.
type Choice struct {
	ID    string `json:"id"` // the platform's word: "agree_and_hide"
	Label string `json:"label"`
}
