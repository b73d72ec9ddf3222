package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox/checkin"
)

// Today is where the daily check-in comes from.
type Today interface {
	// CheckIn is the check-in of a day as it stands.
	CheckIn(ctx context.Context, r checkin.Request) (checkin.Day, error)
	// CheckIns are those that were finished from one day to another, both included,
	// oldest first; "" leaves an end open.
	CheckIns(ctx context.Context, from, to string) ([]checkin.Log, error)
	// Ask is whose check-in it is, at a time.
	Ask(now time.Time) checkin.Request
	// Close writes what was changed.
	Close() error
}

// daily is what a call of the check-in asks for.
type daily struct {
	markdown, log bool
	since         string
}

func (h House) today(s *Settings) *cobra.Command {
	var d daily
	cmd := &cobra.Command{
		Use:   "today",
		Short: "Print today's check-in: who is new, who waits, what needs you",
		Long: "Prints what the Today pane shows, and changes nothing: newcomers whom nobody has greeted, questions\n" +
			"and mentions with the time that is left for an answer, one conversation worth joining, the most\n" +
			"urgent cases, loose ends, and what comes back when. It ends with 0 also when nothing waits.\n\n" +
			"--log lists the check-ins that were finished, instead.",
		Example: "  rounds today\n  rounds today --md | mail -s \"Today's check-in\" me@example.com\n  rounds today --log --since 2026-11-01",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := d.sensible(); err != nil {
				return &Usage{err}
			}
			return h.checkedIn(cmd.Context(), s, d)
		},
	}
	cmd.Flags().BoolVar(&d.markdown, "md", false, "print it as Markdown")
	cmd.Flags().BoolVar(&d.log, "log", false, "list the check-ins that were finished")
	cmd.Flags().StringVar(&d.since, "since", "", "of --log: from this `day` on, 2026-11-01")
	return cmd
}

func (d daily) sensible() error {
	if d.since == "" {
		return nil
	}
	if !d.log {
		return errors.New("--since belongs to --log")
	}
	if _, err := time.Parse(time.DateOnly, d.since); err != nil {
		return errors.New("--since wants a day: write it as 2026-11-01")
	}
	return nil
}

func (h House) checkedIn(ctx context.Context, s *Settings, d daily) error {
	t, err := h.Today(ctx, *s)
	if err != nil {
		return err
	}
	if d.log {
		err = h.listCheckIns(ctx, s, t, d.since)
	} else {
		err = h.printCheckIn(ctx, s, t, d)
	}
	return errors.Join(err, t.Close())
}

func (h House) printCheckIn(ctx context.Context, s *Settings, t Today, d daily) error {
	ask := t.Ask(h.Now())
	day, err := t.CheckIn(ctx, ask)
	switch {
	case err != nil:
		return err
	case s.JSON:
		return h.json(day.Plain())
	case d.markdown:
		return h.say("%s", checkin.Markdown(day, ask.Zone))
	}
	return h.say("%s", checkin.Text(day, ask.Zone))
}

func (h House) listCheckIns(ctx context.Context, s *Settings, t Today, since string) error {
	logs, err := t.CheckIns(ctx, since, "")
	if err != nil {
		return err
	}
	if s.JSON {
		return h.json(append([]checkin.Log{}, logs...))
	}
	rows := make([][]string, len(logs))
	for i, l := range logs {
		rows[i] = []string{l.Day, l.Actor, strings.TrimPrefix(l.Sentence(), "Done for today — ")}
	}
	if err := h.table([]column{{title: "day"}, {title: "by", most: 24}, {title: "came to"}}, rows); err != nil || len(logs) < 2 {
		return err
	}
	_, err = fmt.Fprintf(h.Err, "%s\n", checkin.Total(logs))
	return err
}
