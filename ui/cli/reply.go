package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/inbox/when"
)

const minuteHand = time.Minute

// mostTyped is more than any platform takes.
const mostTyped = 256 << 10

// written is a text that comes by a flag, from a file or from standard input.
type written struct{ text, file string }

func (w *written) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&w.text, "text", "", "what to say")
	cmd.Flags().StringVar(&w.file, "text-file", "", "a `file` that holds what to say; - is standard input")
}

func (w *written) read(h House) (string, error) {
	switch {
	case w.text != "" && w.file != "":
		return "", &Usage{errors.New("--text or --text-file, not both")}
	case w.text != "":
		return w.text, nil
	case w.file == "":
		return "", &Usage{errors.New("what shall it say? --text or --text-file")}
	}
	from := h.In
	if w.file != "-" {
		file, err := h.File(w.file)
		if err != nil {
			return "", err
		}
		defer file.Close()
		from = file
	}
	content, err := io.ReadAll(io.LimitReader(from, mostTyped+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read what to say: %w", err)
	case len(content) > mostTyped:
		return "", fmt.Errorf("what to say is longer than %s bytes", commas(mostTyped))
	case !utf8.Valid(content):
		return "", errors.New("what to say is not UTF-8 text")
	}
	return strings.TrimRight(string(content), "\r\n"), nil
}

func (h House) reply(s *Settings) *cobra.Command {
	var w written
	var private bool
	var later string
	cmd := &cobra.Command{
		Use:   "reply ID",
		Short: "Answer a conversation; ID is one that inbox or search printed",
		Long: "Puts an answer into the outbox. It leaves when its hold is over (10 seconds unless the\n" +
			"config says otherwise), with the next sync or at once while a console is open; until then\n" +
			"rounds undo takes it back unseen. Before it leaves it is looked whether somebody else has\n" +
			"answered meanwhile: then it waits for your word (rounds outbox).",
		Example: "  rounds reply 12 --text-file answer.md\n  rounds reply 12 --private --at 'tomorrow 9:00' --text 'See you there.'",
		Args:    usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			at, err := addressOf(args[0])
			if err != nil {
				return err
			}
			text, err := w.read(h)
			if err != nil {
				return err
			}
			due, err := h.due(later)
			if err != nil {
				return err
			}
			return h.with(cmd.Context(), s, func(m Memory) error {
				talk, err := at.open(cmd.Context(), m)
				if err != nil {
					return err
				}
				a, verb := answerTo(talk, text), inbox.SayReply
				if private {
					a.Kind, a.Member, verb = inbox.ReplyPrivately, talk.Opener.ID, inbox.SayPrivate
				}
				a.Due, a.Later = due, !due.IsZero()
				return h.ask(cmd.Context(), s, m, inbox.Order{Verb: verb, Actions: []inbox.Action{a}})
			})
		},
	}
	w.flags(cmd)
	cmd.Flags().BoolVar(&private, "private", false, "answer whoever began it, and nobody else")
	cmd.Flags().StringVar(&later, "at", "", "`when` to send it: 'tomorrow 9:00', '3h'")
	return cmd
}

// answerTo is a reply to a conversation as it lies before us.
func answerTo(t inbox.Talk, text string) inbox.Action {
	return inbox.Action{
		Kind: inbox.Reply, Account: t.Account, Channel: t.Channel.ID, Thread: t.Thread, Text: text, Seen: t.Sight(),
	}
}

func (h House) react(s *Settings) *cobra.Command {
	var remove bool
	cmd := &cobra.Command{
		Use:     "react ID EMOJI",
		Short:   "React to the last message of a conversation that is not yours",
		Example: "  rounds react 12 eyes",
		Args:    usage(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			at, err := addressOf(args[0])
			if err != nil {
				return err
			}
			return h.with(cmd.Context(), s, func(m Memory) error {
				talk, err := at.open(cmd.Context(), m)
				if err != nil {
					return err
				}
				a := inbox.Action{
					Kind: inbox.React, Account: talk.Account, Channel: talk.Channel.ID, Thread: talk.Thread,
					Emoji: strings.Trim(args[1], ":"),
				}
				for _, u := range talk.Said {
					if u.Author.Role != inbox.Team && !u.Deleted && !u.Beside {
						a.Message, a.Seen.Of = u.Key, u.Glimpse()
					}
				}
				verb := inbox.AddEmoji
				if remove {
					a.Kind, verb = inbox.Unreact, inbox.DropEmoji
				}
				return h.ask(cmd.Context(), s, m, inbox.Order{Verb: verb, Actions: []inbox.Action{a}})
			})
		},
	}
	cmd.Flags().BoolVar(&remove, "remove", false, "take the reaction back")
	return cmd
}

// due is when something leaves, zero if when its hold is over.
func (h House) due(words string) (time.Time, error) {
	if words == "" {
		return time.Time{}, nil
	}
	due, err := when.Parse(words, h.Now())
	if err != nil {
		return time.Time{}, &Usage{fmt.Errorf("--at: %w", err)}
	}
	return due, nil
}

// address is a conversation as a command names it: by its ID, or by that of a
// message in it.
type address struct {
	name    string
	id      int64
	message bool
}

func addressOf(name string) (address, error) {
	digits, message := strings.CutPrefix(name, "m")
	id, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return address{}, &Usage{fmt.Errorf("%q is not an ID: inbox prints them as 12, search as m345", plain.Head(name, 40))}
	}
	return address{name, id, message}, nil
}

// open reads the conversation that an address names.
func (a address) open(ctx context.Context, m Memory) (inbox.Talk, error) {
	id := a.id
	if a.message {
		var err error
		if id, err = m.ConversationOf(ctx, id); err != nil {
			return inbox.Talk{}, missing(a.name, err)
		}
	}
	talk, err := m.Talk(ctx, id)
	if err != nil {
		return inbox.Talk{}, missing(a.name, err)
	}
	return talk, nil
}

// ask puts an order into the outbox and says what becomes of it.
func (h House) ask(ctx context.Context, s *Settings, m Memory, o inbox.Order) error {
	e, err := m.Ask(ctx, o)
	if err != nil {
		return err
	}
	waiting, err := m.Outbox(ctx, false)
	if err != nil {
		return err
	}
	for _, out := range waiting {
		if out.Entry != e.ID {
			continue
		}
		if s.JSON {
			return h.json(outgoing(out))
		}
		return h.say("%s: %s, as %s, %s. It leaves %s (rounds undo takes it back).\n",
			out.Kind, target(out), plain.Name(out.As.Called()), audience(out), h.leaving(out))
	}
	return inbox.ErrNone
}

// audience says who can read what goes out.
func audience(o inbox.Outgoing) string {
	if o.Kind.Private() {
		return "private"
	}
	return "public"
}

// leaving is when something leaves, in a sentence.
func (h House) leaving(o inbox.Outgoing) string {
	if o.Later {
		return "on " + o.Due.In(h.Now().Location()).Format("Mon 2 Jan 15:04")
	}
	if wait := o.Leaves.Sub(h.Now()); wait > 0 {
		return fmt.Sprintf("with the next sync, %d seconds from now at the earliest", int(wait.Seconds()+0.999))
	}
	return "with the next sync"
}
