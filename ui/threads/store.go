package threads

import (
	"context"

	"rounds/inbox"
	"rounds/inbox/query"
)

// Store is what the pane reads and writes.
type Store interface {
	Lists
	Details
	Desk
	Drafts
}

// Lists is how conversations are found.
type Lists interface {
	// Conversations lists what q picks in q's order, the part of it that w
	// asks for.
	Conversations(ctx context.Context, q query.Query, w inbox.Window) ([]inbox.Conversation, error)
	// ConversationsByID reads rows again, in the order of ids; those that are
	// gone are left out.
	ConversationsByID(ctx context.Context, ids []int64) ([]inbox.Conversation, error)
	// Count counts what q picks, up to a limit.
	Count(ctx context.Context, q query.Query, upTo int) (int, error)
	// CountAhead counts what sorts ahead of m, up to a limit.
	CountAhead(ctx context.Context, q query.Query, m inbox.Mark, upTo int) (int, error)
	// Matching is every conversation that q picks.
	Matching(ctx context.Context, q query.Query) ([]int64, error)
}

// Details is what is known about one conversation or member, and what was
// said anywhere.
type Details interface {
	Talk(ctx context.Context, id int64) (inbox.Talk, error)
	Card(ctx context.Context, account, member string) (inbox.Card, error)
	Search(ctx context.Context, words string, limit int) ([]inbox.Hit, error)
	Tags(ctx context.Context) ([]inbox.TagUse, error)
	MarkRead(ctx context.Context, ids ...int64) error
}

// Desk is what is decided here, and how it is taken back.
type Desk interface {
	Triage(ctx context.Context, t inbox.Triage) (inbox.Entry, error)
	Undo(ctx context.Context) (inbox.Entry, error)
	Redo(ctx context.Context) (inbox.Entry, error)
	History(ctx context.Context, limit int) ([]inbox.Entry, error)
}

// Drafts is where text being typed is kept.
type Drafts interface {
	Draft(ctx context.Context, conversation int64, kind inbox.DraftKind) (string, error)
	SaveDraft(ctx context.Context, conversation int64, kind inbox.DraftKind, text string) error
}
