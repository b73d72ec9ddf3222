package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/calendar"
	"rounds/inbox/plain"
	"rounds/ui/pane"
)

// span of days that a call asks for.
type days struct {
	week, from, to string
}

// mostDays is how much of the calendar one call prints.
const mostDays = 366

func (h House) calendar(s *Settings) *cobra.Command {
	var d days
	cmd := &cobra.Command{
		Use:   "calendar",
		Short: "Print the plan of a week: what goes out when and where, and what became of it",
		Long: "Prints a week of the plan, day by day, by the clock of the plan's own zone: what goes out when\n" +
			"and where, how far it is, and where the week's template has nothing yet. Series are unrolled.\n" +
			"What a person should know is below it: clashes, clocks that are changed, files that cannot be\n" +
			"read.",
		Example: "  rounds calendar --week 2026-W48\n  rounds calendar --from 2026-11-01 --to 2026-11-30 --json",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return h.planned(cmd.Context(), s, func(p Plan) error {
				settings, _ := p.Settings()
				from, to, err := d.read(h.Now(), settings.Location())
				if err != nil {
					return &Usage{err}
				}
				return h.printCalendar(cmd.Context(), s, p, from, to)
			})
		},
	}
	cmd.Flags().StringVar(&d.week, "week", "", "which `week`, as 2026-W48; this one if not said")
	cmd.Flags().StringVar(&d.from, "from", "", "the first `day`, as 2026-11-23")
	cmd.Flags().StringVar(&d.to, "to", "", "the last `day`; a week from --from on if not said")
	return cmd
}

// read is the first day and the one behind the last.
func (d days) read(now time.Time, zone *time.Location) (from, to calendar.Day, err error) {
	switch {
	case d.week != "" && (d.from != "" || d.to != ""):
		return 0, 0, errors.New("--week or --from and --to, not both")
	case d.week != "":
		from, err = calendar.ParseWeek(d.week)
		return from, from + 7, err
	case d.from == "" && d.to == "":
		from = calendar.DayOf(now.In(zone)).Monday()
		return from, from + 7, nil
	case d.from == "":
		return 0, 0, errors.New("--to wants a --from")
	}
	if from, err = calendar.ParseDay(d.from); err != nil || d.to == "" {
		return from, from + 7, err
	}
	to, err = calendar.ParseDay(d.to)
	switch {
	case err != nil:
	case to < from:
		err = errors.New("--to is before --from")
	case to-from >= mostDays:
		err = fmt.Errorf("that is more than %d days", mostDays)
	}
	return from, to + 1, err
}

// remembered is how far away another post may be to be warned about.
const remembered = 90

func (h House) printCalendar(ctx context.Context, s *Settings, p Plan, from, to calendar.Day) error {
	settings, _ := p.Settings()
	zone := settings.Location()
	begins := func(d calendar.Day) time.Time { return calendar.On(d, 0).In(zone).At }
	items, err := p.Items(ctx, begins(from-remembered), begins(to+remembered))
	if err != nil {
		return err
	}
	columns := calendar.Columns(items, from, int(to-from), zone, settings)
	if s.JSON {
		all := []itemJSON{}
		for _, c := range columns {
			for _, i := range c.Items {
				all = append(all, itemOfJSON(i, calendar.Clashes(i, items, settings), settings))
			}
		}
		return h.json(all)
	}
	var warnings []string
	planned := 0
	for _, c := range columns {
		planned += len(c.Items)
		for _, i := range c.Items {
			for _, w := range calendar.Clashes(i, items, settings) {
				warnings = append(warnings, i.Moment.At.In(zone).Format("Mon 15:04 ")+plain.Head(i.Post.Title, 40)+": "+plain.Line(w.Text))
			}
		}
	}
	head := fmt.Sprintf("%s to %s, %s, %s planned", from.Format("Mon 2 Jan"), (to - 1).Format("Mon 2 Jan 2006"), plain.Line(zone.String()), commas(planned))
	if to == from+7 && from == from.Monday() {
		head = from.Week() + ", " + head
	}
	if err := h.heading(head); err != nil {
		return err
	}
	if err := h.table([]column{{"day", 0}, {"time", 22}, {"channels", 32}, {"status", 0}, {"title", 0}}, h.dayRows(columns, zone)); err != nil {
		return err
	}
	for _, w := range warnings {
		if _, err := fmt.Fprintln(h.Err, w); err != nil {
			return err
		}
	}
	return h.warnOfProblems(ctx, p)
}

// heading stands above a table for a person, and is left out in a pipe.
func (h House) heading(text string) error {
	if h.Width == 0 {
		return nil
	}
	return h.say("%s\n", pane.Line(text, h.Width))
}

// dayRows are the rows of a calendar. On a screen a day is named once.
func (h House) dayRows(columns []calendar.Column, zone *time.Location) [][]string {
	var rows [][]string
	for _, c := range columns {
		before := len(rows)
		for _, i := range c.Items {
			rows = append(rows, []string{"", clockOf(i, zone), placesWithModes(i), string(i.Status), titleOf(i)})
		}
		for _, slot := range c.Empty {
			at := calendar.On(c.Day, slot.Minute)
			rows = append(rows, []string{"", at.Clock(), placesOf(slot.To), "free", strings.TrimSpace("nothing yet " + bracketed(slot.Theme))})
		}
		slices.SortStableFunc(rows[before:], func(a, b []string) int { return strings.Compare(a[1][:5], b[1][:5]) })
		if len(rows) == before {
			rows = append(rows, []string{"", "", "", "", "nothing"})
		}
		if h.Width == 0 {
			for _, row := range rows[before:] {
				row[0] = c.Day.String()
			}
			continue
		}
		rows[before][0] = c.Day.Format("Mon 2 Jan")
	}
	return rows
}

// clockOf is an item's time by the home zone's clock, and by its own if that
// shows another.
func clockOf(i calendar.Item, home *time.Location) string {
	at := i.Moment.At.In(home)
	clock := at.Format("15:04")
	if zone, err := calendar.LoadZone(i.Moment.Zone); err == nil {
		_, here := at.Zone()
		if _, there := at.In(zone).Zone(); here != there {
			clock += " (" + at.In(zone).Format("15:04 MST") + ")"
		}
	}
	return clock
}

// placesWithModes are the channels of an item, and what became of it in each
// where that differs from the item as a whole.
func placesWithModes(i calendar.Item) string {
	var parts []string
	for _, d := range deliveries(i) {
		part := plain.Line(d.String())
		if d.Mode == calendar.Remind {
			part += " (by hand)"
		}
		if d.State != calendar.Idle && string(d.State) != string(i.Status) && i.Status == calendar.Partial {
			part += " (" + string(d.State) + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

// titleOf is an item in a line: its title, its theme and what it got.
func titleOf(i calendar.Item) string {
	title := plain.Head(i.Post.Title, 120)
	if i.Post.Event != nil {
		title = plain.Line(i.Post.Event.Kind) + ": " + title
	}
	parts := []string{title}
	if i.Post.Theme != "" {
		parts = append(parts, bracketed(i.Post.Theme))
	}
	for _, d := range i.Deliveries {
		switch {
		case resultWords(d) != "":
			parts = append(parts, "· "+resultWords(d))
		case d.Trouble != "" || d.Why != "":
			parts = append(parts, "· "+plain.Head(d.Trouble+d.Why, 120))
		}
	}
	return strings.Join(parts, " ")
}

func bracketed(theme string) string {
	if theme == "" {
		return ""
	}
	return "[" + plain.Line(theme) + "]"
}
