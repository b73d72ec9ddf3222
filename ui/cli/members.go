package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
)

func (h House) members(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use: "members", Short: "Answer what somebody asks about their own data", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(h.forget(s), h.exportMember(s))
	return cmd
}

func (h House) forget(s *Settings) *cobra.Command {
	var sure string
	cmd := &cobra.Command{
		Use: "forget WHO", Short: "Erase a person who asks for it", Args: usage(cobra.ExactArgs(1)),
		Long: "Says what would be erased and what would not, and erases it once the handle was typed: what\n" +
			"they are called, the text of all that they said, what was noted and tagged about them, and\n" +
			"what moderation kept of their words; on all their identities, in the database, in its search\n" +
			"index and in the journal. That somebody said something then and there stays, so that the\n" +
			"numbers do, and no sync brings their name or their words back. It cannot be undone." + whoHelp,
		Example: "  rounds members forget maria\n  rounds members forget forum/maria_k --yes maria_k",
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				p, err := whom(cmd.Context(), m, args[0])
				if err != nil {
					return err
				}
				o, err := m.Oblivion(cmd.Context(), p.ID)
				if err != nil {
					return err
				}
				if err := h.meantIt(cmd.Context(), s, o, sure); err != nil {
					return err
				}
				if o, err = m.Forget(cmd.Context(), p.ID); err != nil {
					return err
				}
				if s.JSON {
					return h.json(map[string]any{"forgotten": true, "messages": o.Messages, "notes": o.Notes, "cases": o.Cases, "identities": len(o.Person.Identities)})
				}
				return h.say("Forgotten: %s, %s, the evidence of %s.\n", count(o.Messages, "message"), count(o.Notes, "note"), count(o.Cases, "case"))
			})
		},
	}
	cmd.Flags().StringVar(&sure, "yes", "", "do it without asking: the `HANDLE` again")
	return cmd
}

// meantIt sees that a person typed the handle of whom they want to forget.
func (h House) meantIt(ctx context.Context, s *Settings, o inbox.Oblivion, sure string) error {
	var handles []string
	for _, i := range o.Person.Identities {
		handles = append(handles, inbox.Author{ID: i.ID, Handle: i.Handle}.Called())
	}
	if sure == "" {
		if s.JSON || h.Person == nil {
			return &Usage{fmt.Errorf("nobody can be asked here: add --yes %s if you mean it", plain.Name(handles[0]))}
		}
		if err := h.say("%s", oblivion(o)); err != nil {
			return err
		}
		typed, err := h.Person.Ask(ctx, "Type "+plain.Name(handles[0])+" to erase it: ")
		if err != nil {
			return errStopped(err)
		}
		sure = typed
	}
	if !slices.Contains(handles, strings.TrimPrefix(strings.TrimSpace(sure), "@")) {
		return fmt.Errorf("that is not their handle; nothing was changed: %w", errNotTyped)
	}
	return nil
}

var errNotTyped = errors.New("it is typed to be sure")

// oblivion says what would be erased, and what would not.
func oblivion(o inbox.Oblivion) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", plain.Name(o.Person.Called()))
	for _, i := range o.Person.Identities {
		fmt.Fprintf(&b, "  %s\n", fullName(i))
	}
	fmt.Fprintf(&b, "Erased, here and for good: the name, the address, the text of %s, %s and the\ntags about them, the evidence of %s.\n",
		count(o.Messages, "message"), count(o.Notes, "note"), count(o.Cases, "case of moderation"))
	b.WriteString("Not erased: that somebody said something then and there; the platform's ID, so that no sync\n" +
		"brings them back; what others said about them; what we wrote to them; backups and exports that\n" +
		"were made; what the platform itself holds; and identities of theirs that are not merged with\n" +
		"this one (rounds people suggestions).\n")
	return b.String()
}

func (h House) exportMember(s *Settings) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "export WHO", Short: "Print everything that is held about a person, in JSON", Args: usage(cobra.ExactArgs(1)),
		Long:    "Prints everything that is held about a person: who they are, all that they said, what was\ndecided about it, our tags and notes. With --out it goes to a new file that only you can read." + whoHelp,
		Example: "  rounds members export maria --out maria.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				p, err := whom(cmd.Context(), m, args[0])
				if err != nil {
					return err
				}
				all, err := m.Export(cmd.Context(), p.ID)
				if err != nil {
					return err
				}
				if out == "" {
					return h.say("%s\n", plain.Text(string(all)))
				}
				if err := h.Keep(out, append(all, '\n')); err != nil {
					return err
				}
				_, err = fmt.Fprintf(h.Err, "Written: %s, which only you can read.\n", plain.Line(out))
				return err
			})
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "write it to this new `FILE`")
	return cmd
}
