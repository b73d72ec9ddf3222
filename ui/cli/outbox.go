package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// Outbox is what the commands ask to go out, and how they take it back.
type Outbox interface {
	Ask(ctx context.Context, o inbox.Order) (inbox.Entry, error)
	Outbox(ctx context.Context, all bool) ([]inbox.Outgoing, error)
	Decide(ctx context.Context, action string, w inbox.Word) error
	TakeBack(ctx context.Context, action string) (inbox.Entry, error)
	Undo(ctx context.Context) (inbox.Entry, error)
	Redo(ctx context.Context) (inbox.Entry, error)
	Account(ctx context.Context, name string) (inbox.Account, error)
	Uses(ctx context.Context) (map[string]int, error)
}

func (h House) outbox(s *Settings) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "outbox",
		Short: "List what waits to go out; say what becomes of it",
		Long: "Lists what was asked for and is not out yet: when it leaves, as whom, where, and what the\n" +
			"platform said if it did not want it. What needs your word says asks or failed. It leaves with\n" +
			"the next sync, or at once while a console is open.",
		Example: "  rounds outbox --all\n  rounds outbox send 12",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				found, err := m.Outbox(cmd.Context(), all)
				if err != nil {
					return err
				}
				if s.JSON {
					return h.json(outgoings(found))
				}
				return h.listOut(found)
			})
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "besides what was sent or dropped in the last day")
	cmd.AddCommand(
		h.word(s, "send ID", "Send what asks or failed, anyway or again", "It leaves with the next sync.", inbox.SendIt),
		h.word(s, "arrived ID", "Say that the message which looks alike is the one", "It counts as sent.", inbox.ItIsOut),
		h.drop(s),
	)
	return cmd
}

// word is a command that says a word about one action.
func (h House) word(s *Settings, use, short, done string, w inbox.Word) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				o, err := outgoingOf(cmd.Context(), m, args[0])
				if err != nil {
					return err
				}
				if err := m.Decide(cmd.Context(), o.ID, w); err != nil {
					return err
				}
				return h.answer(cmd.Context(), s, m, o.ID, done)
			})
		},
	}
}

func (h House) drop(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "drop ID", Short: "Take back what has not left, or ask the platform to undo what has", Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				o, err := outgoingOf(cmd.Context(), m, args[0])
				if err != nil {
					return err
				}
				if _, err := m.TakeBack(cmd.Context(), o.ID); err != nil {
					return err
				}
				done := "It will not go out. Its text is a draft again."
				if o.State == inbox.Sent || o.State == inbox.Planned {
					done = "It is out; what takes it back leaves with the next sync."
				}
				return h.answer(cmd.Context(), s, m, o.ID, done)
			})
		},
	}
}

// answer prints one action after something was done to it.
func (h House) answer(ctx context.Context, s *Settings, m Memory, id, done string) error {
	if !s.JSON {
		return h.say("%s\n", done)
	}
	found, err := m.Outbox(ctx, true)
	if err != nil {
		return err
	}
	for _, o := range found {
		if o.ID == id {
			return h.json(outgoing(o))
		}
	}
	return inbox.ErrNone
}

// outgoingOf finds an action by the number that the list shows, or by its ID.
func outgoingOf(ctx context.Context, m Memory, id string) (inbox.Outgoing, error) {
	found, err := m.Outbox(ctx, true)
	if err != nil {
		return inbox.Outgoing{}, err
	}
	for _, o := range found {
		if strconv.FormatInt(o.Seq, 10) == id || o.ID == id {
			return o, nil
		}
	}
	return inbox.Outgoing{}, fmt.Errorf("there is no %s in the outbox: %w", plain.Head(id, 40), inbox.ErrNone)
}

// outgoingJSON is an action on its way as scripts read it; docs/commands.md
// describes it.
type outgoingJSON struct {
	ID           string `json:"id"`
	Mark         string `json:"mark"` // travels along where the platform has room for it
	Kind         string `json:"kind"`
	State        string `json:"state"`
	Platform     string `json:"platform"`
	Account      string `json:"account"`
	As           string `json:"as"`
	Channel      string `json:"channel"`
	To           string `json:"to"`
	Private      bool   `json:"private"`
	Conversation any    `json:"conversation"`
	Message      any    `json:"message"` // which one is reacted to, edited, deleted
	Text         string `json:"text"`
	Emoji        string `json:"emoji,omitempty"`
	AskedAt      any    `json:"asked_at"`
	LeavesAt     any    `json:"leaves_at"`
	PostsAt      any    `json:"posts_at"` // if a person chose the time
	TriedAt      any    `json:"tried_at"`
	AgainAt      any    `json:"again_at"`
	Tries        int    `json:"tries"`
	Trouble      string `json:"trouble"`
	Asks         any    `json:"asks"`
	SentAs       any    `json:"sent_as"` // the platform's ID of what it became
	Permalink    string `json:"permalink"`
	Undoes       any    `json:"undoes"`
	Behind       any    `json:"behind"` // the mark of what has to go first
}

type doubtJSON struct {
	Reason string        `json:"reason"`
	Why    string        `json:"why"`
	Was    *glimpseJSON  `json:"was"`
	Now    []glimpseJSON `json:"now"`
}

type glimpseJSON struct {
	ID     string `json:"id"`
	Author string `json:"author"`
	Text   string `json:"text"`
	SentAt any    `json:"sent_at"`
}

func outgoings(found []inbox.Outgoing) []outgoingJSON {
	all := make([]outgoingJSON, len(found))
	for i, o := range found {
		all[i] = outgoing(o)
	}
	return all
}

func outgoing(o inbox.Outgoing) outgoingJSON {
	j := outgoingJSON{
		ID: strconv.FormatInt(o.Seq, 10), Mark: o.ID, Kind: string(o.Kind), State: string(o.State),
		Platform: string(o.Platform), Account: plain.Line(o.Account), As: plain.Name(o.As.Called()),
		Channel: plain.Name(o.Room), To: plain.Name(o.Whom.Called()), Private: o.Kind.Private(),
		Message: some(plain.Line(o.Message)), Text: plain.Text(o.Text), Emoji: plain.Line(o.Emoji),
		AskedAt: rfc(o.AskedAt), LeavesAt: rfc(o.Leaves), TriedAt: rfc(o.TriedAt), AgainAt: rfc(o.Again),
		Tries: o.Tries, Trouble: plain.Line(o.Trouble), Undoes: some(o.Undoes), Behind: some(o.Behind),
	}
	if o.Later {
		j.PostsAt = rfc(o.Due)
	}
	if o.Conversation > 0 {
		j.Conversation = strconv.FormatInt(o.Conversation, 10)
	}
	if o.Receipt != nil {
		j.SentAs, j.Permalink = some(plain.Line(o.Receipt.Message)), plain.Line(o.Receipt.Link)
	}
	if o.Doubt != nil {
		d := doubtJSON{Reason: string(o.Doubt.Reason), Why: o.Doubt.Sentence(), Now: []glimpseJSON{}}
		if o.Doubt.Was != nil {
			was := glimpseOf(*o.Doubt.Was)
			d.Was = &was
		}
		for _, g := range o.Doubt.Now {
			d.Now = append(d.Now, glimpseOf(g))
		}
		j.Asks = d
	}
	return j
}

func glimpseOf(g inbox.Glimpse) glimpseJSON {
	author := g.By
	if author == "" {
		author = g.Author
	}
	return glimpseJSON{plain.Line(g.ID), plain.Name(author), plain.Text(g.Text), rfc(g.SentAt)}
}

// some is a word as JSON holds it, nil for none.
func some(word string) any {
	if word == "" {
		return nil
	}
	return word
}

func (h House) listOut(found []inbox.Outgoing) error {
	if len(found) == 0 {
		_, err := fmt.Fprintln(h.Err, "Nothing waits to go out.")
		return err
	}
	rows := make([][]string, len(found))
	for i, o := range found {
		rows[i] = []string{
			strconv.FormatInt(o.Seq, 10), h.leaves(o), string(o.State), string(o.Kind), target(o), "as " + plain.Name(o.As.Called()),
			pane.Line(said(o), 400),
		}
	}
	return h.table([]column{{"id", 6}, {"leaves", 12}, {"state", 8}, {"what", 13}, {"where", 24}, {"as", 16}, {"text", 0}}, rows)
}

// leaves is when an action leaves, in few words.
func (h House) leaves(o inbox.Outgoing) string {
	wait := o.Leaves.Sub(h.Now())
	switch {
	case o.State != inbox.Queued && o.State != inbox.Planned:
		return "-"
	case o.Later:
		return o.Due.In(h.Now().Location()).Format("2 Jan 15:04")
	case wait <= 0:
		return "now"
	case wait < minuteHand:
		return fmt.Sprintf("in %d s", int(wait.Seconds())+1)
	}
	return o.Leaves.In(h.Now().Location()).Format("2 Jan 15:04")
}

// target is where an action goes.
func target(o inbox.Outgoing) string {
	if o.Kind.Private() {
		return "@" + plain.Name(o.Whom.Called()) + " alone"
	}
	return "#" + plain.Name(o.Room)
}

// said is what an action says, or why it does not.
func said(o inbox.Outgoing) string {
	text := o.Text
	switch {
	case o.Emoji != "":
		text = ":" + o.Emoji + ":"
	case text == "" && o.Undoes != "":
		text = "takes back what was sent"
	}
	switch {
	case o.Doubt != nil && o.State == inbox.Asks:
		return o.Doubt.Sentence() + ": " + text
	case o.Trouble != "":
		return o.Trouble + ": " + text
	}
	return text
}

// waiting is what doctor says about the outbox, if there is something in it.
func (h House) waiting(found []inbox.Outgoing) []Finding {
	if len(found) == 0 {
		return nil
	}
	f := Finding{What: "outbox", OK: true, Is: count(len(found), "action") + " not out yet"}
	for _, o := range found {
		switch {
		case o.State == inbox.Asks, o.State == inbox.Failed:
			f.OK, f.Is = false, "something needs your word: "+plain.Line(said(o))
			f.Do = cmp.Or(h.advice(o.Account, o.Trouble), "rounds outbox shows it; send, drop or edit it there or in the console (0)")
			return []Finding{f}
		case o.Trouble != "":
			f.Is = count(len(found), "action") + " not out yet: " + plain.Line(o.Trouble)
		}
	}
	return []Finding{f}
}

func (h House) undo(s *Settings) *cobra.Command {
	return h.turning(s, "undo", "Take back the last thing that was done", "Undone", Memory.Undo)
}

func (h House) redo(s *Settings) *cobra.Command {
	return h.turning(s, "redo", "Do again what was last taken back", "Done again", Memory.Redo)
}

// turning is a command that turns the journal by one entry.
func (h House) turning(s *Settings, use, short, done string, turn func(Memory, context.Context) (inbox.Entry, error)) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: usage(cobra.NoArgs),
		Long: short + ", in the console or by a command, by whoever uses this\n" +
			"database. What has not left yet never will; for what is out already something goes out that\n" +
			"undoes it, where the platform has that.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				e, err := turn(m, cmd.Context())
				if errors.Is(err, inbox.ErrNone) {
					return fmt.Errorf("there is nothing to %s: %w", use, err)
				}
				if err != nil {
					return err
				}
				if s.JSON {
					return h.json(map[string]any{"verb": string(e.Verb), "subject": plain.Line(e.Subject), "at": rfc(e.At)})
				}
				return h.say("%s: %s, %s\n", done, e.Verb, plain.Line(e.Subject))
			})
		},
	}
}
