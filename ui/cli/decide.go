package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/moderation/rules"
	"rounds/inbox/plain"
	"rounds/inbox/when"
)

// deciding are the flags of decide.
type deciding struct {
	rule, span, note, letter, reason, sure string
	also                                   []string
	plan                                   bool
}

func (h House) decide(s *Settings) *cobra.Command {
	var d deciding
	cmd := &cobra.Command{
		Use:   "decide OUTCOME CASE…",
		Short: "Decide about cases: keep, ignore, warn, remove, spam, restrict, ban or escalate",
		Long: "Decides about one case or several with one word. What that becomes on each platform is printed\n" +
			"first (--plan prints it and does nothing); it leaves when the hold is over (10 seconds unless\n" +
			"the config says otherwise), and until then rounds undo takes it back unseen. Later, undo takes\n" +
			"back what the platform can take back. What cannot be taken back and strikes a member wants\n" +
			"their name: --sure NAME.",
		Example: "  rounds decide keep 12\n  rounds decide remove 14 15 --rule no-promotion\n  rounds decide restrict 20 --for 7d --reason 'third warning'",
		Args:    usage(cobra.MinimumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ruling, err := h.ruling(s, d, args)
			if err != nil {
				return err
			}
			return h.with(cmd.Context(), s, func(m Memory) error { return h.carryOut(cmd.Context(), s, m, d, ruling) })
		},
	}
	cmd.Flags().StringVar(&d.rule, "rule", "", "by which rule of rules.toml: its strikes, note and letter come with it (`name` or digit)")
	cmd.Flags().StringVar(&d.span, "for", "", "of restrict and ban: how `long`, 1h, 7d; without it until somebody lifts it")
	cmd.Flags().StringSliceVar(&d.also, "also", nil, "what is done besides: warn, restrict, ban")
	cmd.Flags().StringVar(&d.note, "note", "", "say this `text` publicly below the message")
	cmd.Flags().StringVar(&d.letter, "letter", "", "say this `text` to the author, privately")
	cmd.Flags().StringVar(&d.reason, "reason", "", "what the platform's log and your colleagues are told")
	cmd.Flags().StringVar(&d.sure, "sure", "", "the `name` of whom it strikes, where it cannot be taken back")
	cmd.Flags().BoolVar(&d.plan, "plan", false, "print what it would become, and do nothing")
	return cmd
}

// ruling reads what a person asks for.
func (h House) ruling(s *Settings, d deciding, args []string) (moderation.Ruling, error) {
	r := moderation.Ruling{Outcome: moderation.Outcome(strings.ToLower(args[0]))}
	if d.rule != "" {
		book, err := h.rulebook(s)
		if err != nil {
			return r, err
		}
		rule, found := book.Find(d.rule)
		if digit, err := strconv.Atoi(d.rule); err == nil {
			rule, found = book.OfDigit(digit)
		}
		if !found {
			return r, &Usage{fmt.Errorf("there is no rule %q: rounds rules lists them", d.rule)}
		}
		outcome := r.Outcome
		r = moderation.By(rule)
		r.Outcome = outcome
	}
	if !r.Outcome.Known() {
		return r, &Usage{fmt.Errorf("%q is no outcome: there are %s", args[0], outcomes())}
	}
	for _, name := range d.also {
		o := moderation.Outcome(strings.ToLower(name))
		if !slices.Contains([]moderation.Outcome{moderation.Warn, moderation.Restrict, moderation.Ban}, o) {
			return r, &Usage{fmt.Errorf("--also %s: warn, restrict or ban can be done besides", name)}
		}
		r.Also = append(r.Also, o)
	}
	for _, arg := range args[1:] {
		id, err := strconv.ParseInt(arg, 10, 64)
		if err != nil {
			return r, &Usage{fmt.Errorf("%q is no case: rounds cases prints their numbers", arg)}
		}
		r.Cases = append(r.Cases, id)
	}
	if d.span != "" {
		var err error
		if r.For, err = when.Span(d.span); err != nil {
			return r, &Usage{fmt.Errorf("--for: %w", err)}
		}
	}
	for _, given := range []struct {
		text string
		into *string
	}{{d.note, &r.Note}, {d.letter, &r.Letter}, {d.reason, &r.Reason}} {
		if given.text != "" {
			*given.into = given.text
		}
	}
	return r, nil
}

func outcomes() string {
	var all []string
	for _, o := range moderation.Outcomes() {
		all = append(all, string(o))
	}
	return strings.Join(all, ", ")
}

func (h House) rulebook(s *Settings) (moderation.Rulebook, error) {
	file, err := h.RuleFile(*s)
	if err != nil {
		return moderation.Rulebook{}, err
	}
	set, err := rules.Load(file.Source)
	if err != nil {
		return moderation.Rulebook{}, err
	}
	return set.Rulebook(), nil
}

func (h House) carryOut(ctx context.Context, s *Settings, m Memory, d deciding, r moderation.Ruling) error {
	drafts, err := m.Foresee(ctx, r)
	if err != nil {
		return err
	}
	if !s.JSON || d.plan {
		if err := h.drafts(s, drafts); err != nil || d.plan {
			return err
		}
	}
	if err := sure(drafts, d.sure); err != nil {
		return err
	}
	entry, err := m.Judge(ctx, r)
	if err != nil {
		return err
	}
	if s.JSON {
		return h.json(entryJSON{entry.ID, string(r.Outcome), plain.Line(entry.Subject)})
	}
	return h.say("Decided: %s, %s. rounds undo takes it back.\n", r.Outcome, plain.Line(entry.Subject))
}

// entryJSON is what a command did.
type entryJSON struct {
	Entry   string `json:"entry"`
	Outcome string `json:"outcome,omitempty"`
	Subject string `json:"subject"`
}

// sure refuses what cannot be taken back and strikes a member who was not named.
func sure(drafts []moderation.Draft, named string) error {
	if !moderation.Grave(drafts) {
		return nil
	}
	for _, d := range drafts {
		for _, step := range d.Steps {
			if step.Grave && step.Cannot == "" && !strings.EqualFold(strings.TrimPrefix(named, "@"), d.Case.Author.Called()) {
				return &Usage{fmt.Errorf("%s: that cannot be taken back; if it is meant: --sure %s", plain.Line(step.Says), plain.Name(d.Case.Author.Called()))}
			}
		}
	}
	return nil
}

type stepJSON struct {
	Case    string `json:"case"`
	Step    string `json:"step"`
	Kind    string `json:"kind"`
	Cannot  string `json:"cannot"`
	Link    string `json:"link"`
	Forever bool   `json:"forever"`
}

// drafts prints what a ruling becomes.
func (h House) drafts(s *Settings, drafts []moderation.Draft) error {
	all := []stepJSON{}
	for _, d := range drafts {
		for _, step := range d.Steps {
			all = append(all, stepJSON{
				strconv.FormatInt(d.Case.ID, 10), plain.Line(step.Says), string(step.Action.Kind), plain.Line(step.Cannot), plain.Line(step.Link), step.Forever,
			})
		}
	}
	if s.JSON {
		return h.json(all)
	}
	for _, d := range drafts {
		if err := h.say("case %d  %s %s  %s\n", d.Case.ID, plain.Line(d.Case.Account), placeOf(d.Case), plain.Head(d.Case.Words(), 100)); err != nil {
			return err
		}
		if len(d.Steps) == 0 {
			if err := h.say("   nothing leaves this machine\n"); err != nil {
				return err
			}
		}
		for _, step := range d.Steps {
			line := "   → " + plain.Line(step.Says)
			switch {
			case step.Cannot != "":
				line = "   ✗ " + plain.Line(step.Says) + ": " + plain.Line(step.Cannot) + " " + plain.Line(step.Link)
			case step.Forever:
				line += " (cannot be taken back once it has left)"
			}
			if err := h.say("%s\n", strings.TrimRight(line, " ")); err != nil {
				return err
			}
		}
	}
	return nil
}

func (h House) reopen(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use:   "reopen DECISION",
		Short: "Reverse a decision, however old; DECISION is an ID that decisions printed",
		Long:  "Reverses a decision: its strikes go, the case is open again, and what the platform can take back\nis taken back. What cannot be is said.",
		Args:  usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.with(cmd.Context(), s, func(m Memory) error {
				entry, err := m.Reopen(cmd.Context(), args[0])
				if errors.Is(err, inbox.ErrNone) {
					return fmt.Errorf("no decision %s stands: rounds decisions lists them: %w", plain.Line(args[0]), err)
				}
				if err != nil {
					return err
				}
				if s.JSON {
					return h.json(entryJSON{Entry: entry.ID, Subject: plain.Line(entry.Subject)})
				}
				if err := h.say("Reopened: %s.\n", plain.Line(entry.Subject)); err != nil {
					return err
				}
				for _, stays := range entry.Stays {
					if err := h.say("  %s\n", plain.Line(stays)); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}
