package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

func (h House) showPerson(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "show WHO", Short: "Show the card of a person", Args: usage(cobra.ExactArgs(1)),
		Long:    "Shows who somebody is: their identities, what they said and when, whom they helped, our tags\nand notes, and what they said last." + whoHelp,
		Example: "  rounds people show maria\n  rounds people show forum/maria_k --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				p, err := whom(cmd.Context(), m, args[0])
				if err != nil {
					return err
				}
				card, err := m.Person(cmd.Context(), p.ID)
				if err != nil {
					return err
				}
				if s.JSON {
					return h.json(profileOf(card))
				}
				return h.say("%s", h.card(card))
			})
		},
	}
}

// profileJSON is a card as scripts read it.
type profileJSON struct {
	personJSON
	Answers   int              `json:"answers"`
	Helped    int              `json:"people_helped"`
	Thanked   int              `json:"thanked"`
	Questions int              `json:"questions"`
	Open      int              `json:"open"`
	Notes     []personNoteJSON `json:"notes"`
	Recent    []personSaidJSON `json:"recent"`
}

type personNoteJSON struct {
	By   string `json:"by"`
	At   any    `json:"at"`
	Text string `json:"text"`
}

type personSaidJSON struct {
	Account   string `json:"account"`
	Channel   string `json:"channel"`
	At        any    `json:"at"`
	Text      string `json:"text"`
	Permalink string `json:"permalink"`
}

func profileOf(p inbox.Profile) profileJSON {
	j := profileJSON{
		personJSON: personOf(p.Person), Answers: p.Answers, Helped: p.Helped, Thanked: p.Thanked, Questions: p.Questions, Open: p.Open,
		Notes: []personNoteJSON{}, Recent: []personSaidJSON{},
	}
	for _, n := range p.Notes {
		j.Notes = append(j.Notes, personNoteJSON{plain.Line(n.Actor), rfc(n.At), plain.Text(n.Text)})
	}
	for _, r := range p.Recent {
		j.Recent = append(j.Recent, personSaidJSON{plain.Line(r.Account), plain.Line(r.Channel), rfc(r.SentAt), plain.Text(r.Text), plain.Line(r.Permalink)})
	}
	return j
}

// card is a person in lines.
func (h House) card(p inbox.Profile) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s · %s", plain.Name(p.Called()), p.Role)
	for _, mark := range badgesOf(p.Person) {
		b.WriteString(" · " + mark)
	}
	b.WriteString("\n")
	for _, i := range p.Identities {
		fmt.Fprintf(&b, "  %s on %s", fullName(i), i.Platform.Title())
		for _, word := range []string{i.Name, i.Email, i.Zone} {
			if word != "" {
				b.WriteString(" · " + plain.Line(word))
			}
		}
		if i.SaidAs != "" {
			b.WriteString(" · " + string(i.Role) + " by hand")
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "  %s", count(p.Messages, "message"))
	if !p.FirstSeen.IsZero() {
		fmt.Fprintf(&b, ", from %s to %s (%s)", h.date(p.FirstSeen), h.date(p.LastSeen), pane.Ago(h.Now(), p.LastSeen))
	}
	if !p.Joined.IsZero() {
		fmt.Fprintf(&b, ", joined %s", h.date(p.Joined))
	}
	fmt.Fprintf(&b, "\n  %s, %d open; answered %d first, %s helped, thanked %d times\n", count(p.Questions, "question"), p.Open, p.Answers, humans(p.Helped), p.Thanked)
	for _, n := range p.Notes {
		fmt.Fprintf(&b, "  note of %s by %s: %s\n", h.date(n.At), plain.Line(n.Actor), plain.Head(n.Text, 300))
	}
	if len(p.Recent) > 0 {
		b.WriteString("\n")
	}
	for _, r := range p.Recent {
		fmt.Fprintf(&b, "  %s  #%s  %s\n", pane.Ago(h.Now(), r.SentAt), plain.Name(r.Channel), plain.Head(r.Text, 160))
	}
	return b.String()
}

func humans(n int) string {
	if n == 1 {
		return "1 person"
	}
	return commas(n) + " people"
}

func (h House) suggestions(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "suggestions", Short: "List who may be one person, and why", Args: usage(cobra.NoArgs),
		Long: "Lists two identities a line that may be one person: they have the same address, or the same\n" +
			"handle and another sign. Nothing is merged by itself: rounds people accept ID, or reject ID.\n" +
			"Platforms that forbid it are left out.",
		Example: "  rounds people suggestions\n  rounds people accept 12-57",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				found, err := m.Suggestions(cmd.Context())
				if err != nil {
					return err
				}
				return h.listSuggestions(s, found)
			})
		},
	}
}

func (h House) listSuggestions(s *Settings, found []inbox.Suggestion) error {
	type suggestionJSON struct {
		ID       string       `json:"id"`
		One      identityJSON `json:"one"`
		Other    identityJSON `json:"other"`
		Evidence []string     `json:"evidence"`
	}
	all, rows := make([]suggestionJSON, len(found)), make([][]string, len(found))
	for i, f := range found {
		evidence := make([]string, len(f.Evidence))
		for n, e := range f.Evidence {
			evidence[n] = plain.Line(e)
		}
		all[i] = suggestionJSON{f.ID, identityOf(f.One), identityOf(f.Other), evidence}
		rows[i] = []string{f.ID, fullName(f.One), fullName(f.Other), strings.Join(evidence, "; ")}
	}
	if s.JSON {
		return h.json(all)
	}
	if len(found) == 0 {
		_, err := fmt.Fprintln(h.Err, "Nobody looks like somebody else.")
		return err
	}
	return h.table([]column{{"id", 0}, {"one", 30}, {"other", 30}, {"because", 0}}, rows)
}

func (h House) accept(s *Settings) *cobra.Command {
	return h.judging(s, "accept ID", "Merge the two of a suggestion", "Merged", func(ctx context.Context, m Memory, f inbox.Suggestion) (inbox.Entry, error) {
		return m.Merge(ctx, f.One.Row, f.Other.Row)
	})
}

func (h House) reject(s *Settings) *cobra.Command {
	return h.judging(s, "reject ID", "Say that the two of a suggestion are two people", "Not the same", func(ctx context.Context, m Memory, f inbox.Suggestion) (inbox.Entry, error) {
		return m.NotSame(ctx, f.One.Row, f.Other.Row)
	})
}

// judging is a command that settles a suggestion.
func (h House) judging(s *Settings, use, short, done string, settle func(context.Context, Memory, inbox.Suggestion) (inbox.Entry, error)) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: usage(cobra.ExactArgs(1)),
		Long:    short + ". ID is one that rounds people suggestions prints.",
		Example: "  rounds people " + strings.Fields(use)[0] + " 12-57",
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				found, err := m.Suggestions(cmd.Context())
				if err != nil {
					return err
				}
				at := slices.IndexFunc(found, func(f inbox.Suggestion) bool { return f.ID == args[0] })
				if at < 0 {
					return fmt.Errorf("there is no suggestion %s; rounds people suggestions lists them: %w", plain.Head(args[0], 40), inbox.ErrNone)
				}
				e, err := settle(cmd.Context(), m, found[at])
				return h.changed(s, e, err, done, "That was settled already.")
			})
		},
	}
}
