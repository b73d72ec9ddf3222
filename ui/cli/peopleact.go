package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/plain"
)

func (h House) mergePeople(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "merge WHO WHO…", Short: "Say that several are one person", Args: usage(cobra.MinimumNArgs(2)),
		Long: "Says that several are one person. From then on they are one in every list and every number.\n" +
			"It can be undone, and split again at any time." + whoHelp,
		Example: "  rounds people merge acme/maria.k forum/maria_k",
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				members, err := everyone(cmd.Context(), m, args)
				if err != nil {
					return err
				}
				e, err := m.Merge(cmd.Context(), members...)
				return h.changed(s, e, err, "Merged", "They are one person already.")
			})
		},
	}
}

// everyone finds the people that words mean, by a member of each.
func everyone(ctx context.Context, m Memory, words []string) ([]int64, error) {
	members := make([]int64, len(words))
	for i, who := range words {
		p, err := whom(ctx, m, who)
		if err != nil {
			return nil, err
		}
		members[i] = p.ID
	}
	return members, nil
}

func (h House) splitPerson(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "split WHO", Short: "Say that an identity is another person after all", Args: usage(cobra.ExactArgs(1)),
		Long:    "Takes an identity out of the person that it was merged with." + whoHelp + " Name\nthe identity that shall go: account/handle, or its number in rounds people show WHO --json.",
		Example: "  rounds people split forum/maria_k",
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				p, err := whom(cmd.Context(), m, args[0])
				if err != nil {
					return err
				}
				e, err := m.Split(cmd.Context(), meant(p, args[0])...)
				return h.changed(s, e, err, "Split", "They are alone already.")
			})
		},
	}
}

// meant are the identities of a person that a word names.
func meant(p inbox.Person, who string) (rows []int64) {
	account, handle, named := strings.Cut(who, "/")
	if !named {
		account, handle = "", who
	}
	handle = strings.TrimPrefix(handle, "@")
	for _, i := range p.Identities {
		called := strings.EqualFold(i.Handle, handle) || i.ID == handle
		if called && (account == "" || i.Account == account) || strconv.FormatInt(i.Row, 10) == who {
			rows = append(rows, i.Row)
		}
	}
	return rows
}

func (h House) role(s *Settings) *cobra.Command {
	var since string
	cmd := &cobra.Command{
		Use: "role WHO team|community|bot", Short: "Say which side a person stands on", Args: usage(cobra.ExactArgs(2)),
		Long: "Says that somebody is of the team, of the community, or a bot. It holds against what platform\n" +
			"and config say, and it holds since now: what they said before is counted as it was. --since\n" +
			"names another day, or always." + whoHelp,
		Example: "  rounds people role maria team --since 2026-10-01\n  rounds people role acme/helperbot bot --since always",
		RunE: func(cmd *cobra.Command, args []string) error {
			role := inbox.Role(args[1])
			if role != inbox.Team && role != inbox.Community && role != inbox.Bot {
				return &Usage{fmt.Errorf("%q is no role: it is team, community or bot", plain.Head(args[1], 40))}
			}
			from, err := h.sinceWhen(since)
			if err != nil {
				return &Usage{err}
			}
			return h.with(cmd.Context(), s, func(m Memory) error {
				p, err := whom(cmd.Context(), m, args[0])
				if err != nil {
					return err
				}
				e, err := m.SetRole(cmd.Context(), p.Rows(), role, from)
				return h.changed(s, e, err, "Now "+string(role), "That is what they are already.")
			})
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "from this `day` on (2026-10-01), or always")
	return cmd
}

// sinceWhen reads a day of the past; "" is now, and always is the zero time.
func (h House) sinceWhen(text string) (time.Time, error) {
	switch text {
	case "":
		return h.Now(), nil
	case "always":
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, h.Now().Location())
	if err != nil {
		return day, fmt.Errorf("--since %q: write a day as 2026-10-01, or always", plain.Head(text, 40))
	}
	if day.After(h.Now()) {
		return day, fmt.Errorf("--since %s: a role begins today or earlier", text)
	}
	return day, nil
}

func (h House) tagPeople(s *Settings) *cobra.Command {
	var drop bool
	cmd := &cobra.Command{
		Use: "tag WHO TAG…", Short: "Put tags on a person", Args: usage(cobra.MinimumNArgs(2)),
		Long:    "Puts tags on a person, or takes them off. Nobody else sees them." + whoHelp,
		Example: "  rounds people tag maria beta-tester speaker\n  rounds people tag maria speaker --drop",
		RunE: func(cmd *cobra.Command, args []string) error {
			verb, done := inbox.AddTag, "Tagged"
			if drop {
				verb, done = inbox.DropTag, "Untagged"
			}
			return h.with(cmd.Context(), s, func(m Memory) error {
				p, err := whom(cmd.Context(), m, args[0])
				if err != nil {
					return err
				}
				e, err := m.TagPeople(cmd.Context(), verb, args[1:], p.ID)
				return h.changed(s, e, err, done, "That is so already.")
			})
		},
	}
	cmd.Flags().BoolVar(&drop, "drop", false, "take them off")
	return cmd
}

func (h House) notePerson(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "note WHO TEXT", Short: "Keep a note about a person", Args: usage(cobra.MinimumNArgs(2)),
		Long:    "Keeps a note about a person. It never leaves this machine; rounds members export hands it to\nwhom it is about." + whoHelp,
		Example: "  rounds people note maria 'wants to speak at the meet-up'",
		RunE: func(cmd *cobra.Command, args []string) error {
			text := strings.TrimSpace(strings.Join(args[1:], " "))
			if text == "" {
				return &Usage{errors.New("the note says nothing")}
			}
			return h.with(cmd.Context(), s, func(m Memory) error {
				p, err := whom(cmd.Context(), m, args[0])
				if err != nil {
					return err
				}
				e, err := m.NotePerson(cmd.Context(), p.ID, text)
				return h.changed(s, e, err, "Noted", "The note says nothing.")
			})
		},
	}
}

// markPeople is a command that puts a mark on people, or takes it off.
func (h House) markPeople(s *Settings, name string, on, off inbox.Verb, short string) *cobra.Command {
	var drop bool
	cmd := &cobra.Command{
		Use: name + " WHO…", Short: short, Args: usage(cobra.MinimumNArgs(1)),
		Long:    short + ": rounds people --view watched lists them." + whoHelp,
		Example: "  rounds people " + name + " maria\n  rounds people " + name + " maria --drop",
		RunE: func(cmd *cobra.Command, args []string) error {
			verb := on
			if drop {
				verb = off
			}
			return h.with(cmd.Context(), s, func(m Memory) error {
				members, err := everyone(cmd.Context(), m, args)
				if err != nil {
					return err
				}
				e, err := m.MarkPeople(cmd.Context(), verb, members...)
				return h.changed(s, e, err, "Done ("+string(verb)+")", "That is so already.")
			})
		},
	}
	cmd.Flags().BoolVar(&drop, "drop", false, "take the mark off")
	return cmd
}
