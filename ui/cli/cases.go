package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/moderation/rules"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// Docket is what the commands of moderation read, and where decisions go.
type Docket interface {
	Cases(ctx context.Context, f moderation.Filter) ([]moderation.Case, error)
	File(ctx context.Context, id int64) (moderation.File, error)
	Foresee(ctx context.Context, r moderation.Ruling) ([]moderation.Draft, error)
	Judge(ctx context.Context, r moderation.Ruling) (inbox.Entry, error)
	Flag(ctx context.Context, subject moderation.Subject, member, reason string) (inbox.Entry, error)
	Decisions(ctx context.Context, q moderation.LogQuery) ([]moderation.Decision, error)
	Reopen(ctx context.Context, decision string) (inbox.Entry, error)
	EachSaid(ctx context.Context, since time.Time, each func(moderation.Said) error) error
	CountSaid(ctx context.Context, since time.Time) (int, error)
}

// RuleFile is rules.toml as it lies there; without one its text is the starter
// set's and Path where it would lie.
type RuleFile struct {
	rules.Source
	Path  string
	Found bool
}

func (h House) cases(s *Settings) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "cases [FILTER]",
		Short: "List what was reported and waits for a decision, the most urgent first",
		Long: "Lists cases: a message, a member or a held post with all that was reported about it, by\n" +
			"members, by the platform, by your rules. The filter is the one of the console:\n" +
			"  rounds cases priority:high platform:discord\n" +
			"  rounds cases rule:invite-links age:>1d\n" +
			"  rounds cases is:decided\n" +
			"With --json all of them are printed, else the first 50 (--limit 0 for all).",
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := moderation.ParseFilter(strings.Join(args, " "))
			if err != nil {
				return &Usage{err}
			}
			if err := atLeastNone(limit); err != nil {
				return &Usage{err}
			}
			return h.with(cmd.Context(), s, func(m Memory) error { return h.listCases(cmd.Context(), s, m, f, limit) })
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 50, "print at most so `many`, 0 for all")
	return cmd
}

func (h House) listCases(ctx context.Context, s *Settings, m Memory, f moderation.Filter, limit int) error {
	found, err := m.Cases(ctx, f)
	if err != nil {
		return err
	}
	if s.JSON {
		return h.json(casesJSON(found))
	}
	if len(found) == 0 {
		_, err := fmt.Fprintln(h.Err, "Nothing waits for a decision.")
		return err
	}
	rest := 0
	if limit > 0 && len(found) > limit {
		rest, found = len(found)-limit, found[:limit]
	}
	if err := h.caseTable(found); err != nil || rest == 0 {
		return err
	}
	_, err = fmt.Fprintf(h.Err, "… and %d more; --limit 0 lists all\n", rest)
	return err
}

func (h House) caseTable(found []moderation.Case) error {
	rows := make([][]string, len(found))
	for i, c := range found {
		rows[i] = []string{
			strconv.FormatInt(c.ID, 10), string(c.Priority), pane.Ago(h.Now(), c.OpenedAt), plain.Line(c.Account), placeOf(c), plain.Name(c.Author.Called()),
			plain.Line(strings.Join(c.Why, "; ")), plain.Head(c.Words(), 160),
		}
	}
	return h.table([]column{{"case", 0}, {"priority", 0}, {"since", 0}, {"account", 12}, {"where", 16}, {"author", 16}, {"why", 36}, {"text", 0}}, rows)
}

func placeOf(c moderation.Case) string {
	if c.Room.Name == "" {
		return string(c.Kind)
	}
	return "#" + plain.Name(c.Room.Name)
}

// caseJSON is a case as scripts read it; docs/commands.md documents it.
type caseJSON struct {
	ID        string       `json:"id"`
	Subject   subjectJSON  `json:"subject"`
	Platform  string       `json:"platform"`
	Account   string       `json:"account"`
	Channel   string       `json:"channel"`
	Author    string       `json:"author"`
	Text      string       `json:"text"`
	Evidence  string       `json:"evidence"`
	Edited    bool         `json:"edited"`
	Gone      bool         `json:"gone"`
	Priority  string       `json:"priority"`
	Reasons   []string     `json:"reasons"`
	Reports   []reportJSON `json:"reports"`
	OpenedAt  any          `json:"opened_at"`
	LastAt    any          `json:"last_at"`
	State     string       `json:"state"`
	Claimed   string       `json:"claimed_by"`
	Skips     int          `json:"skips"`
	Muted     bool         `json:"muted"`
	Alike     int          `json:"alike"`
	Decision  string       `json:"decision"`
	Permalink string       `json:"permalink"`
}

type subjectJSON struct {
	Kind      string `json:"kind"`
	ChannelID string `json:"channel_id"`
	ID        string `json:"id"`
	MemberID  string `json:"member_id"`
}

type reportJSON struct {
	ID       string            `json:"id"`
	Source   string            `json:"source"`
	Reporter string            `json:"reporter"`
	Count    int               `json:"count"`
	Reason   string            `json:"reason"`
	Severity string            `json:"severity"`
	Suggests string            `json:"suggests"`
	Spans    []moderation.Span `json:"spans"`
	At       any               `json:"at"`
	Open     bool              `json:"open"`
}

func casesJSON(found []moderation.Case) []caseJSON {
	all := make([]caseJSON, len(found))
	for i, c := range found {
		all[i] = caseJSON{
			ID:       strconv.FormatInt(c.ID, 10),
			Subject:  subjectJSON{string(c.Kind), plain.Line(c.Channel), plain.Line(c.Subject.ID), plain.Line(c.Author.ID)},
			Platform: string(c.Platform), Account: plain.Line(c.Account), Channel: plain.Line(c.Room.Name), Author: plain.Name(c.Author.Called()),
			Text: plain.Text(c.Words()), Evidence: plain.Text(c.Evidence.Text), Edited: c.Edited(), Gone: c.Gone,
			Priority: string(c.Priority), Reasons: []string{}, Reports: []reportJSON{},
			OpenedAt: rfc(c.OpenedAt), LastAt: rfc(c.LastAt), State: string(c.State), Claimed: plain.Line(c.Claim.By), Skips: c.Skips, Muted: c.Muted,
			Alike: c.Kin, Permalink: plain.Line(c.Permalink),
		}
		if c.Ruling != nil {
			all[i].Decision = string(c.Ruling.Outcome)
		}
		for _, why := range c.Why {
			all[i].Reasons = append(all[i].Reasons, plain.Line(why))
		}
		for _, r := range c.Reports {
			spans := r.Spans
			if spans == nil {
				spans = []moderation.Span{}
			}
			all[i].Reports = append(all[i].Reports, reportJSON{
				plain.Line(r.ID), string(r.Source), plain.Name(r.Reporter.Called()), max(1, r.Count), plain.Line(r.Reason), string(r.Severity),
				string(r.Suggests), spans, rfc(r.At), r.Open,
			})
		}
	}
	return all
}

func (h House) flag(s *Settings) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "flag ID",
		Short: "Put a conversation's first message into the queue; ID is one that inbox or search printed",
		Long:  "Reports by hand what no rule and no member has reported, so that it is decided about like the\nrest. Nobody on the platform hears of it. rounds undo takes it back.",
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
				subject := moderation.Subject{Kind: moderation.OfMessage, Account: talk.Account, Channel: talk.Channel.ID, ID: talk.Thread}
				entry, err := m.Flag(cmd.Context(), subject, talk.Opener.ID, strings.TrimSpace(reason))
				if err != nil {
					return err
				}
				return h.say("Flagged: %s. rounds cases lists it.\n", plain.Line(entry.Subject))
			})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, in your `words`")
	return cmd
}
