package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/metrics"
	"rounds/inbox/metrics/report"
	"rounds/inbox/plain"
)

// tongue is what a report is written in.
type tongue string

// The tongues, as files are called that are written in them.
const (
	inMarkdown tongue = "md"
	inHTML     tongue = "html"
	inCSV      tongue = "csv"
	inJSON     tongue = "json"
)

func tongues() []tongue { return []tongue{inMarkdown, inHTML, inCSV, inJSON} }

// render writes a report.
func (t tongue) render(c report.Content) (string, error) {
	switch t {
	case inMarkdown:
		return report.Markdown(c), nil
	case inHTML:
		text, err := report.HTML(c)
		return string(text), err
	case inCSV:
		return report.CSV(c)
	case inJSON:
		text, err := report.JSON(c)
		return string(text), err
	}
	return "", fmt.Errorf("nobody writes %q", string(t))
}

// reporting are the flags of a report.
type reporting struct {
	unit           metrics.Unit
	format, out    string
	again, replace bool
}

func (h House) report(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Write the report of a month or a quarter",
		Long: "Writes what a period was like for the community, to be handed on: figures with goals and the period\n" +
			"before, growth, answers, themes with quotes, whom to thank, moderation, what was published, risks\n" +
			"and the plan for the next period. Days are those of the plan's zone.",
	}
	cmd.AddCommand(h.reportOf(s, metrics.Months, "2026-10"), h.reportOf(s, metrics.Quarters, "2026-Q4"))
	return cmd
}

func (h House) reportOf(s *Settings, unit metrics.Unit, example string) *cobra.Command {
	r := reporting{unit: unit}
	cmd := &cobra.Command{
		Use:   string(unit) + " [PERIOD]",
		Short: "Write the report of a " + string(unit) + ": " + example + ", or the last one if none is named",
		Long: "Prints the report as Markdown, or writes it to a file by the ending of its name (.md, .html, .csv,\n" +
			".json), or all four into a folder. A file that is there and says something else is left alone,\n" +
			"and told; --force writes over it.\n\n" +
			"Seven days after its end a period has come to rest: its report is kept, and says the same whenever\n" +
			"it is written again. --recompute counts it anew and tells what would be different; what is kept\n" +
			"stays as it is.",
		Example: fmt.Sprintf("  rounds report %s %s\n  rounds report %s --out reports/\n  rounds report %s %s --format html > report.html", unit, example, unit, unit, example),
		Args:    usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return h.counted(cmd.Context(), s, func(f Numbers, now time.Time) error {
				w := unit.Over(now).Before()
				if len(args) > 0 {
					var err error
					if w, err = metrics.ParseWindow(args[0], now); err != nil {
						return &Usage{err}
					}
				}
				if err := r.sensible(w, now, example); err != nil {
					return &Usage{err}
				}
				if r.again {
					return h.recompute(cmd.Context(), s, f, w, now)
				}
				c, err := h.reportAt(cmd.Context(), f, w, now)
				if err != nil {
					return err
				}
				return h.hand(s, r, c)
			})
		},
	}
	cmd.Flags().StringVar(&r.format, "format", "", "`md`, html, csv or json")
	cmd.Flags().StringVar(&r.out, "out", "", "a `file`, or a folder for all four")
	cmd.Flags().BoolVar(&r.again, "recompute", false, "tell what a report that is kept would say otherwise now")
	cmd.Flags().BoolVar(&r.replace, "force", false, "write over files that say something else")
	return cmd
}

func (r reporting) sensible(w metrics.Window, now time.Time, example string) error {
	switch {
	case w.Unit != r.unit:
		return fmt.Errorf("%s is no %s: write it as %s", w, r.unit, example)
	case w.From.After(now):
		return fmt.Errorf("%s has not begun", w)
	case r.format != "" && !slices.Contains(tongues(), tongue(r.format)):
		return fmt.Errorf("--format %s: it is md, html, csv or json", plain.Head(r.format, 40))
	}
	return nil
}

// reportAt is the report of a period: as it was kept, else counted now, and
// kept if it is final.
func (h House) reportAt(ctx context.Context, f Numbers, w metrics.Window, now time.Time) (report.Content, error) {
	body, _, err := f.Frozen(ctx, w.String())
	if err == nil {
		return reread(ctx, f, w, body)
	}
	if !errors.Is(err, inbox.ErrNone) {
		return report.Content{}, err
	}
	c, err := draw(ctx, f, w, now)
	if err != nil || c.State != report.Final {
		return c, err
	}
	if body, err = report.JSON(c); err != nil {
		return c, err
	}
	if err := f.Freeze(ctx, w.String(), body); err != nil {
		return c, err
	}
	return report.Read(body) // as it will be read the next time
}

// reread is a report that was kept, with what has to be said of it since.
func reread(ctx context.Context, f Numbers, w metrics.Window, body []byte) (report.Content, error) {
	c, err := report.Read(body)
	if err != nil {
		return c, fmt.Errorf("the report of %s: %w", w, err)
	}
	facts, err := f.Facts(ctx, c.From, c.To)
	if err != nil {
		return c, err
	}
	return c.Reread(facts.Members), nil
}

// draw counts a report.
func draw(ctx context.Context, f Numbers, w metrics.Window, now time.Time) (report.Content, error) {
	goals, err := f.Goals(ctx)
	if err != nil {
		return report.Content{}, err
	}
	from, to := report.Need(w)
	if begin, _ := report.Course(w, goals); begin.Before(from) {
		from = begin
	}
	s, err := sceneOf(ctx, f, metrics.Segment{}, from, to)
	if err != nil {
		return report.Content{}, err
	}
	x := report.Extra{Made: now}
	if x.Lately, err = lately(ctx, f, w); err != nil {
		return report.Content{}, err
	}
	if x.Lines, err = f.Lines(ctx, report.Wanted(s, w, x.Lately)); err != nil {
		return report.Content{}, err
	}
	if x.Annotations, err = f.Annotations(ctx, w.From, w.To); err != nil {
		return report.Content{}, err
	}
	if x.CheckIns, err = checkedIn(ctx, f, w); err != nil {
		return report.Content{}, err
	}
	if x.Next, err = upcoming(ctx, f, w.After()); err != nil {
		return report.Content{}, err
	}
	return report.Make(s, w, x), nil
}

// checkedIn are the check-ins of a period.
func checkedIn(ctx context.Context, f Numbers, w metrics.Window) (report.CheckIns, error) {
	logs, err := f.CheckIns(ctx, w.From.Format(time.DateOnly), w.To.AddDate(0, 0, -1).Format(time.DateOnly))
	sum := checkin.Total(logs)
	return report.CheckIns{Days: sum.Days, Minutes: int(sum.Took.Round(time.Minute) / time.Minute), Items: sum.Items, Said: sum.String()}, err
}

// lately is who was thanked in the reports of the last three months.
func lately(ctx context.Context, f Numbers, w metrics.Window) ([]int64, error) {
	var all []int64
	for before, n := metrics.Months.Over(w.From).Before(), 0; n < 3; before, n = before.Before(), n+1 {
		body, _, err := f.Frozen(ctx, before.String())
		if errors.Is(err, inbox.ErrNone) {
			continue
		}
		if err != nil {
			return nil, err
		}
		c, err := report.Read(body)
		if err != nil {
			return nil, fmt.Errorf("the report of %s: %w", before, err)
		}
		for _, p := range c.Contributors {
			all = append(all, p.Person)
		}
	}
	return all, nil
}

// upcoming is what is planned for a period.
func upcoming(ctx context.Context, f Numbers, w metrics.Window) (report.Next, error) {
	next := report.Next{Title: report.Title(w)}
	items, err := f.Items(ctx, w.From, w.To)
	if err != nil {
		return next, err
	}
	themes := map[report.Foreign]int{}
	for _, item := range items {
		if item.Status == calendar.Cancelled {
			continue
		}
		p := report.Scheduled{At: item.Moment.At.In(w.From.Location()), Title: report.Foreign(item.Post.Title), Theme: report.Foreign(item.Post.Theme)}
		for _, to := range item.Post.To {
			p.To = append(p.To, report.Foreign(to.String()))
		}
		next.Posts = append(next.Posts, p)
		theme := p.Theme
		if theme == "" {
			theme = "without a theme"
		}
		if themes[theme]++; themes[theme] == 1 {
			next.Themes = append(next.Themes, report.Count{Name: theme})
		}
	}
	for i := range next.Themes {
		next.Themes[i].N = themes[next.Themes[i].Name]
	}
	slices.SortStableFunc(next.Themes, func(a, b report.Count) int { return b.N - a.N })
	return next, nil
}

// recompute tells what a report that is kept would say otherwise now.
func (h House) recompute(ctx context.Context, s *Settings, f Numbers, w metrics.Window, now time.Time) error {
	body, made, err := f.Frozen(ctx, w.String())
	if errors.Is(err, inbox.ErrNone) {
		return fmt.Errorf("no report of %s is kept yet: it is counted anew each time: %w", w, err)
	}
	if err != nil {
		return err
	}
	old, err := report.Read(body)
	if err != nil {
		return fmt.Errorf("the report of %s: %w", w, err)
	}
	c, err := draw(ctx, f, w, now)
	if err != nil {
		return err
	}
	changes := report.Difference(old, c)
	if s.JSON {
		return h.json(append([]report.Change{}, changes...))
	}
	if len(changes) == 0 {
		return h.say("The report of %s says today what it said on %s.\n", w, made.In(now.Location()).Format(time.DateOnly))
	}
	rows := make([][]string, len(changes))
	for i, ch := range changes {
		rows[i] = []string{ch.What, ch.Was, ch.Is}
	}
	return h.table([]column{{title: "figure"}, {title: "kept"}, {title: "today"}}, rows)
}

// hand gives out a report: to standard output, to a file, or into a folder.
func (h House) hand(s *Settings, r reporting, c report.Content) error {
	form := tongue(r.format)
	if form == "" {
		if form = tongue(strings.ToLower(strings.TrimPrefix(filepath.Ext(r.out), "."))); !slices.Contains(tongues(), form) {
			form = ""
		}
	}
	if r.out == "" {
		if form == "" && s.JSON {
			form = inJSON
		}
		if form == "" {
			form = inMarkdown
		}
		text, err := form.render(c)
		if err != nil {
			return err
		}
		return h.say("%s", text)
	}
	files := PlanFiles{Folder: r.out}
	forms := tongues()
	name := func(t tongue) string { return "report-" + c.Period + "." + string(t) }
	if filepath.Ext(r.out) != "" && form != "" {
		forms, files.Folder, name = []tongue{form}, filepath.Dir(r.out), func(tongue) string { return filepath.Base(r.out) }
	} else if form != "" {
		forms = []tongue{form}
	}
	var told []string
	for _, t := range forms {
		text, err := t.render(c)
		if err != nil {
			return err
		}
		files.Files = append(files.Files, calendar.File{Path: name(t), Text: text})
		told = append(told, filepath.Join(files.Folder, name(t)))
	}
	over := Keep
	if r.replace {
		over = Replace
	}
	if err := h.WritePlan(files, over); err != nil {
		return err
	}
	if s.JSON {
		return h.json(map[string]any{"period": c.Period, "state": c.State, "files": told})
	}
	return h.say("The report of %s (%s) is in %s.\n", c.Title, c.State, plain.Line(strings.Join(told, ", ")))
}
