package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

func (h House) show(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Print a conversation; ID is one that inbox or search printed",
		Args:  usage(cobra.ExactArgs(1)),
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
				if s.JSON {
					return h.json(talkOf(talk))
				}
				return h.talk(talk)
			})
		},
	}
}

func missing(id string, err error) error {
	if errors.Is(err, inbox.ErrNone) {
		return fmt.Errorf("there is no conversation %s: %w", plain.Head(id, 40), err)
	}
	return err
}

type talkJSON struct {
	conversationJSON
	Messages []utteranceJSON `json:"messages"`
	Noted    []noteJSON      `json:"noted"`
	Outgoing []outgoingJSON  `json:"outgoing"` // what is on its way, and what was said privately
}

type utteranceJSON struct {
	ID        string           `json:"id"`
	Author    string           `json:"author"`
	Role      string           `json:"role"`
	Text      string           `json:"text"`
	SentAt    any              `json:"sent_at"`
	EditedAt  any              `json:"edited_at"`
	Deleted   bool             `json:"deleted"`
	Reactions []inbox.Reaction `json:"reactions"`
	Beside    bool             `json:"beside"` // not in the conversation: it answers by naming the opener
	Permalink string           `json:"permalink"`
}

type noteJSON struct {
	Actor string `json:"actor"`
	Text  string `json:"text"`
	At    any    `json:"at"`
}

func talkOf(t inbox.Talk) talkJSON {
	j := talkJSON{conversationJSON: conversation(t.Conversation), Messages: []utteranceJSON{}, Noted: []noteJSON{}, Outgoing: outgoings(t.Out)}
	for _, u := range t.Said {
		reactions := make([]inbox.Reaction, len(u.Reactions))
		for i, r := range u.Reactions {
			reactions[i] = inbox.Reaction{Name: plain.Line(r.Name), Count: r.Count}
		}
		j.Messages = append(j.Messages, utteranceJSON{
			ID: "m" + strconv.FormatInt(u.ID, 10), Author: plain.Name(u.Author.Called()), Role: string(u.Author.Role),
			Text: plain.Text(u.Text), SentAt: rfc(u.SentAt), EditedAt: rfc(u.EditedAt), Deleted: u.Deleted,
			Reactions: reactions, Beside: u.Beside, Permalink: plain.Line(u.Permalink),
		})
	}
	for _, n := range t.Notes {
		j.Noted = append(j.Noted, noteJSON{plain.Name(n.Actor), plain.Text(n.Text), rfc(n.At)})
	}
	return j
}

// talk prints a conversation as a person reads it.
func (h House) talk(t inbox.Talk) error {
	width := h.Width
	if width == 0 {
		width = 80
	}
	var b strings.Builder
	head := fmt.Sprintf("#%s · %s · %s · opened %s ago", plain.Name(t.Channel.Name), t.State, count(t.Replies, "reply"), pane.Ago(h.Now(), t.OpenedAt))
	if len(t.Tags) > 0 {
		head += " · " + plain.Line(strings.Join(t.Tags, " "))
	}
	b.WriteString(head + "\n")
	for _, signal := range t.Signals {
		b.WriteString("  why: " + plain.Line(signal.Reason) + "\n")
	}
	for _, u := range t.Said {
		fmt.Fprintf(&b, "\n%s  %s%s\n", plain.Name(u.Author.Called()), u.SentAt.In(h.Now().Location()).Format(time.DateTime)[:16], marksOf(u))
		text := plain.Text(u.Text)
		if u.Deleted {
			text = "(deleted)"
		}
		for _, line := range pane.Wrap(text, max(width-2, 20)) {
			b.WriteString("  " + line + "\n")
		}
	}
	for _, n := range t.Notes {
		fmt.Fprintf(&b, "\nnote by %s  %s\n", plain.Name(n.Actor), n.At.In(h.Now().Location()).Format(time.DateTime)[:16])
		for _, line := range pane.Wrap(plain.Text(n.Text), max(width-2, 20)) {
			b.WriteString("  " + line + "\n")
		}
	}
	for _, o := range t.Out {
		fmt.Fprintf(&b, "\n%s as %s, %s, %s\n", o.Kind, plain.Name(o.As.Called()), audience(o), o.State)
		for _, line := range pane.Wrap(plain.Text(said(o)), max(width-2, 20)) {
			b.WriteString("  " + line + "\n")
		}
	}
	if t.Permalink != "" {
		b.WriteString("\n" + plain.Line(t.Permalink) + "\n")
	}
	return h.say("%s", b.String())
}

func marksOf(u inbox.Utterance) string {
	marks := ""
	if u.Author.Role == inbox.Bot || u.Author.Role == inbox.Team {
		marks += "  " + string(u.Author.Role)
	}
	if u.Beside {
		marks += "  (in the channel, by name)"
	}
	if !u.EditedAt.IsZero() {
		marks += "  (edited)"
	}
	for _, r := range u.Reactions {
		marks += fmt.Sprintf("  :%s: %d", plain.Line(r.Name), r.Count)
	}
	return marks
}
