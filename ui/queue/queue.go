// Package queue is the pane of moderation: the cases that wait for a decision,
// the most urgent first, and one of them with all that helps to decide.
//
// It reads and decides through [Store]; what a ruling becomes on each platform
// it is told as drafts, and it sends nothing itself.
package queue

import (
	"context"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

// Store is what the pane reads, and where a person's decisions go.
type Store interface {
	// Cases are those that a filter picks, the most urgent first.
	Cases(ctx context.Context, f moderation.Filter) ([]moderation.Case, error)
	// File is one of them with all that helps to decide about it.
	File(ctx context.Context, id int64) (moderation.File, error)
	// Draft is what a ruling would become, case by case. It changes nothing.
	Draft(ctx context.Context, r moderation.Ruling) ([]moderation.Draft, error)
	// Judge carries a ruling out, as one entry of the journal. It returns a
	// [*moderation.Changed] if a text is not what the person saw.
	Judge(ctx context.Context, r moderation.Ruling) (inbox.Entry, error)
	// Handle claims, lets go, skips, mutes or unmutes cases ([moderation.ClaimIt] …),
	// or notes a text on them.
	Handle(ctx context.Context, verb moderation.Handling) (inbox.Entry, error)
	// Undo takes back the last thing done, Redo does it again. What cannot be
	// taken back on the platform is in the entry's Stays.
	Undo(ctx context.Context) (inbox.Entry, error)
	Redo(ctx context.Context) (inbox.Entry, error)
	// Decisions are the last of the log, newest first.
	Decisions(ctx context.Context, q moderation.LogQuery) ([]moderation.Decision, error)
	// Reopen reverses a decision, whenever it was made.
	Reopen(ctx context.Context, decision string) (inbox.Entry, error)
}

// Rules are where the rulebook in force comes from; it is asked anew whenever
// the file may have changed.
type Rules interface {
	Rulebook() moderation.Rulebook
}
