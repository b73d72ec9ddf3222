package threads

import (
	"context"
	"time"

	"rounds/inbox"
	"rounds/inbox/query"
)

// Store is what the pane reads and writes.
type Store interface {
	Lists
	Details
	Desk
	Drafts
	Post
	Words
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
	// FlagTalks puts the newest message of others in each of some conversations
	// into the queue of moderation; [inbox.ErrNone] if there is none.
	FlagTalks(ctx context.Context, on []int64) (inbox.Entry, error)
}

// Drafts is where text being typed is kept.
type Drafts interface {
	Draft(ctx context.Context, at inbox.Place, kind inbox.DraftKind) (string, error)
	SaveDraft(ctx context.Context, at inbox.Place, kind inbox.DraftKind, text string) error
}

// Post is how things go out, and what is on its way.
type Post interface {
	// Ask does what an order asks for here and puts into the outbox what must
	// go out.
	Ask(ctx context.Context, o inbox.Order) (inbox.Entry, error)
	// TakeBack drops what has not left, or asks for what undoes it.
	TakeBack(ctx context.Context, action string) (inbox.Entry, error)
	// Outbox is what is not settled, and with all what was sent or dropped in
	// the last day besides.
	Outbox(ctx context.Context, all bool) ([]inbox.Outgoing, error)
	// Hold is how long things wait before they leave.
	Hold() time.Duration
	// Account tells as whom we speak.
	Account(ctx context.Context, name string) (inbox.Account, error)
}

// Words is what a word that is being typed may become.
type Words interface {
	Candidates(ctx context.Context, account, word string, limit int) ([]inbox.Candidate, error)
	// EmojiUsed is the emoji that people use there, the most used first.
	EmojiUsed(ctx context.Context, account string) ([]string, error)
}
