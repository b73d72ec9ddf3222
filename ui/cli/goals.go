package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/metrics"
	"rounds/inbox/plain"
)

func (h House) goals(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use: "goals", Short: "List what the numbers shall be, and how far they are; set and drop goals", Args: usage(cobra.NoArgs),
		Long: "Lists the goals with the number of the last thirty days, how much of the way from where it began is\n" +
			"made, and by when it shall be there.",
		Example: "  rounds goals set 'active_rate 20% by 2027-01-01'\n  rounds goals drop active_rate",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return h.counted(cmd.Context(), s, func(f Numbers, now time.Time) error { return h.listGoals(cmd.Context(), s, f, now) })
		},
	}
	cmd.AddCommand(h.setGoal(s), h.dropGoal(s))
	return cmd
}

// lastly are the figures of the last thirty days.
func lastly(ctx context.Context, f Numbers, now time.Time, ids ...string) (map[string]metrics.Figure, error) {
	w := metrics.Last(30, now)
	from, to := metrics.Need(ids, w)
	s, err := sceneOf(ctx, f, metrics.Segment{}, from, to)
	if err != nil {
		return nil, err
	}
	all := map[string]metrics.Figure{}
	for _, id := range ids {
		if d, ok := metrics.Find(id); ok {
			all[id] = d.Value(s, w)
		}
	}
	return all, nil
}

// goalJSON is a goal; docs/commands.md documents it.
type goalJSON struct {
	ID       string            `json:"id"`
	Metric   string            `json:"metric"`
	Target   float64           `json:"target"`
	By       string            `json:"by"`
	Better   metrics.Direction `json:"direction"`
	Baseline float64           `json:"baseline"`
	Value    *float64          `json:"value"`
	Progress *float64          `json:"progress"`
	Met      bool              `json:"met"`
	Note     string            `json:"note"`
}

func (h House) listGoals(ctx context.Context, s *Settings, f Numbers, now time.Time) error {
	goals, err := f.Goals(ctx)
	if err != nil {
		return err
	}
	ids := make([]string, len(goals))
	for i, g := range goals {
		ids[i] = g.Metric
	}
	figures := map[string]metrics.Figure{}
	if len(goals) > 0 {
		if figures, err = lastly(ctx, f, now, ids...); err != nil {
			return err
		}
	}
	list, rows := make([]goalJSON, len(goals)), make([][]string, len(goals))
	for i, g := range goals {
		list[i], rows[i] = goalOf(g, figures[g.Metric], now)
	}
	switch {
	case s.JSON:
		return h.json(list)
	case len(goals) == 0:
		_, err := fmt.Fprintln(h.Err, "There are no goals. rounds goals set 'active_rate 20% by 2027-01-01' sets one.")
		return err
	}
	return h.table([]column{{title: "metric"}, {title: "goal"}, {title: "by"}, {title: "now"}, {title: "of the way"}, {title: "note"}}, rows)
}

func goalOf(g metrics.Goal, f metrics.Figure, now time.Time) (goalJSON, []string) {
	by := g.By.In(now.Location()).Format(time.DateOnly)
	j := goalJSON{ID: g.ID, Metric: g.Metric, Target: g.Target, By: by, Better: g.Better, Baseline: g.Baseline, Value: f.Value, Note: plain.Line(g.Note)}
	d, ok := metrics.Find(g.Metric)
	if !ok {
		return j, []string{g.Metric, fmt.Sprint(g.Target), by, "", "", "this number is not known any more"}
	}
	row := []string{g.Metric, d.Measure.Say(g.Target), by, metrics.Say(f, d), "—", g.Note}
	if f.Value != nil {
		progress := g.Progress(*f.Value)
		j.Progress, j.Met = &progress, g.Met(*f.Value)
		row[4] = fmt.Sprintf("%.0f %%", progress)
		if j.Met {
			row[4] = "reached"
		}
	}
	return j, row
}

func (h House) setGoal(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use:   "set GOAL",
		Short: "Set what a number shall be, and by when",
		Long: "A goal is a number, what it shall be in the end, and by when; after a colon what it is for. Where the\n" +
			"number stands today (the last thirty days) is kept with it. A goal for the same number is replaced.",
		Example: "  rounds goals set 'active_rate 20% by 2027-01-01'\n  rounds goals set 'ttfr_any 30m by 2027-03-31: before the launch'",
		Args:    usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.counted(cmd.Context(), s, func(f Numbers, now time.Time) error {
				g, err := metrics.ParseGoal(strings.Join(args, " "), now)
				if err != nil {
					return &Usage{err}
				}
				return h.keepGoal(cmd.Context(), s, f, g, now)
			})
		},
	}
}

func (h House) keepGoal(ctx context.Context, s *Settings, f Numbers, g metrics.Goal, now time.Time) error {
	figures, err := lastly(ctx, f, now, g.Metric)
	if err != nil {
		return err
	}
	goals, err := f.Goals(ctx)
	if err != nil {
		return err
	}
	verb := "Set"
	for _, old := range goals {
		if old.Metric == g.Metric {
			g.ID, verb = old.ID, "Replaced"
		}
	}
	if v := figures[g.Metric].Value; v != nil {
		g.Baseline = *v
	}
	if g, err = f.SetGoal(ctx, g); err != nil {
		return err
	}
	j, row := goalOf(g, figures[g.Metric], now)
	if s.JSON {
		return h.json(j)
	}
	return h.say("%s: %s shall be %s by %s. Now it is %s.\n", verb, row[0], row[1], row[2], row[3])
}

func (h House) dropGoal(s *Settings) *cobra.Command {
	return &cobra.Command{
		Use: "drop METRIC", Short: "Let go of a goal: of its number, or by its ID", Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.counted(cmd.Context(), s, func(f Numbers, _ time.Time) error {
				goals, err := f.Goals(cmd.Context())
				if err != nil {
					return err
				}
				for _, g := range goals {
					if g.ID != args[0] && g.Metric != args[0] {
						continue
					}
					if err := f.DropGoal(cmd.Context(), g.ID); err != nil {
						return err
					}
					if s.JSON {
						return h.json(map[string]string{"dropped": g.ID})
					}
					return h.say("Dropped: there is no goal for %s any more.\n", g.Metric)
				}
				return errors.Join(fmt.Errorf("goal %q: %w", plain.Head(args[0], 40), inbox.ErrNone))
			})
		},
	}
}
