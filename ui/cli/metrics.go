package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox/metrics"
	"rounds/inbox/plain"
)

// measuring is what a call asks for.
type measuring struct {
	period, by, rows string
	segment          metrics.Segment
	all, list        bool
	limit            int
}

func (h House) metrics(s *Settings) *cobra.Command {
	var m measuring
	cmd := &cobra.Command{
		Use:   "metrics [METRIC]...",
		Short: "Print the community's numbers, each with what it was counted from",
		Long: "Prints the numbers of a period, each beside that of the period before: the twelve of the Metrics\n" +
			"pane, those that are named, or with --all every one that there is. docs/metrics.md says what each\n" +
			"means. --rows opens one: it lists what the number was counted from. In JSON every number comes with\n" +
			"its numerator, denominator, window, coverage and what was left out; all of them if none is named.",
		Example: "  rounds metrics --period 2026-10\n  rounds metrics --period 2025 --by month active messages\n" +
			"  rounds metrics --period 2005 --json\n  rounds metrics --rows unanswered_now",
		RunE: func(cmd *cobra.Command, args []string) error {
			if m.list {
				return h.listMetrics(s)
			}
			return h.measure(cmd.Context(), s, m, args)
		},
	}
	f := cmd.Flags()
	f.StringVar(&m.period, "period", "", "which `period`: 2026, 2026-Q4, 2026-10, 2026-W48, 2026-10-03, 2026-10-01..2026-10-14, 30d, \"last month\"; the last 30 days if not said")
	f.StringVar(&m.by, "by", "", "one line for every `unit` of the period: day, week, month, quarter or year")
	f.StringVar(&m.rows, "rows", "", "list what one `metric` was counted from")
	f.IntVar(&m.limit, "limit", 50, "of --rows: `how many`; 0 is all")
	f.StringVar(&m.segment.Platform, "platform", "", "only what is on a `platform`: slack, discord, discourse, mastodon")
	f.StringVar(&m.segment.Account, "account", "", "only what is in an `account`")
	f.StringVar(&m.segment.Channel, "channel", "", "only what is in a `channel`")
	f.StringVar(&m.segment.Tag, "tag", "", "only conversations that carry a `tag`")
	f.StringVar(&m.segment.Theme, "theme", "", "of what was published: only that of a `theme`")
	f.BoolVar(&m.all, "all", false, "every number that there is")
	f.BoolVar(&m.list, "list", false, "list the numbers that there are, and what each means")
	return cmd
}

// definitions are those that are named, or as many as are usual.
func (m measuring) definitions(names []string, everything bool) ([]metrics.Definition, error) {
	if m.rows != "" {
		names = []string{m.rows}
	}
	if len(names) == 0 && (m.all || everything) {
		return metrics.Definitions(), nil
	}
	if len(names) == 0 {
		names = metrics.Default()
	}
	var all []metrics.Definition
	for _, name := range names {
		d, ok := metrics.Find(name)
		if !ok {
			return nil, &Usage{fmt.Errorf("there is no metric %q: rounds metrics --list names them", name)}
		}
		all = append(all, d)
	}
	return all, nil
}

// measure prints what a call asks for.
func (h House) measure(ctx context.Context, s *Settings, m measuring, names []string) error {
	m.segment.Channel = strings.TrimPrefix(m.segment.Channel, "#")
	return h.counted(ctx, s, func(n Numbers, now time.Time) error {
		w, err := metrics.ParseWindow(m.period, now)
		if err != nil {
			return &Usage{err}
		}
		defs, err := m.definitions(names, s.JSON)
		if err != nil {
			return err
		}
		ids := make([]string, len(defs))
		for i, d := range defs {
			ids[i] = d.ID
		}
		from, to := metrics.Need(ids, w)
		scene, err := sceneOf(ctx, n, m.segment, from, to)
		if err != nil {
			return err
		}
		switch {
		case m.rows != "":
			return h.openFigure(ctx, s, n, defs[0], defs[0].On(scene, w), m.limit)
		case m.by != "":
			return h.series(s, scene, w, defs, m.by)
		}
		return h.printBoard(s, scene, w, metrics.Board(scene, w, ids))
	})
}

// printBoard prints figures beside those of the period before.
func (h House) printBoard(s *Settings, scene *metrics.Scene, w metrics.Window, board []metrics.Entry) error {
	if s.JSON {
		all := []json.RawMessage{}
		for _, e := range board {
			text, err := metrics.Encode(e.Definition, e.Now, &e.Before)
			if err != nil {
				return err
			}
			all = append(all, text)
		}
		return h.json(all)
	}
	var rows [][]string
	for _, e := range board {
		rows = append(rows, []string{
			e.ID, e.Name, metrics.Say(e.Now, e.Definition), metrics.Say(e.Before, e.Definition), metrics.Delta(e.Now, e.Before).Say(e.Measure),
			commas(e.Now.N), remarks(e.Now),
		})
	}
	if err := h.heading(fmt.Sprintf("%s, %s", w, plain.Line(scene.Zone.String()))); err != nil {
		return err
	}
	columns := []column{{"metric", 0}, {"", 30}, {"value", 0}, {"before", 0}, {"change", 0}, {"n", 0}, {"", 0}}
	if err := h.table(columns, rows); err != nil {
		return err
	}
	return h.historyNote(scene, w)
}

// historyNote tells where the history lies if the period has nothing of it.
func (h House) historyNote(scene *metrics.Scene, w metrics.Window) error {
	var note string
	switch {
	case scene.Since.IsZero():
		note = "nothing has been read yet: rounds connect, rounds import or rounds demo"
	case scene.Since.After(w.To):
		note = "the history begins on " + scene.Since.In(scene.Zone).Format(time.DateOnly) + ", after this period"
	case scene.Since.After(w.From):
		note = "the history begins on " + scene.Since.In(scene.Zone).Format(time.DateOnly) + ", inside of this period"
	default:
		return nil
	}
	_, err := fmt.Fprintln(h.Err, note)
	return err
}

// remarks are what else is to be known of a figure, in a few words.
func remarks(f metrics.Figure) string {
	var words []string
	if f.Partial {
		words = append(words, "history since "+f.Since.Format(time.DateOnly))
	}
	if f.Immature > 0 {
		words = append(words, commas(f.Immature)+" too young")
	}
	if len(f.Without) > 0 {
		words = append(words, "without "+plain.Line(strings.Join(f.Without, ", ")))
	}
	return strings.Join(append(words, f.Notes...), " · ")
}

// series prints a line for every piece of the period.
func (h House) series(s *Settings, scene *metrics.Scene, w metrics.Window, defs []metrics.Definition, by string) error {
	unit := metrics.Unit(by)
	if !slices.Contains([]metrics.Unit{metrics.Days, metrics.Weeks, metrics.Months, metrics.Quarters, metrics.Years}, unit) {
		return &Usage{fmt.Errorf("--by %s: there are day, week, month, quarter and year", by)}
	}
	pieces := w.Cut(unit)
	if s.JSON {
		all := []json.RawMessage{}
		for _, d := range defs {
			for _, piece := range pieces {
				text, err := metrics.Encode(d, d.Value(scene, piece), nil)
				if err != nil {
					return err
				}
				all = append(all, text)
			}
		}
		return h.json(all)
	}
	columns := []column{{by, 0}}
	for _, d := range defs {
		columns = append(columns, column{d.ID, 0})
	}
	var rows [][]string
	for _, piece := range pieces {
		row := []string{piece.String()}
		for _, d := range defs {
			row = append(row, metrics.Say(d.Value(scene, piece), d))
		}
		rows = append(rows, row)
	}
	if err := h.table(columns, rows); err != nil {
		return err
	}
	return h.historyNote(scene, w)
}

// openFigure prints one figure with its definition, and what it was counted
// from.
func (h House) openFigure(ctx context.Context, s *Settings, n Numbers, d metrics.Definition, f metrics.Figure, limit int) error {
	rows := f.Rows
	if limit > 0 && len(rows) > limit {
		rows = rows[:limit]
	}
	lines, err := n.Lines(ctx, rows)
	if err != nil {
		return err
	}
	if s.JSON {
		text, err := metrics.Encode(d, f, nil)
		if err != nil {
			return err
		}
		return h.json(struct {
			Figure json.RawMessage `json:"figure"`
			Rows   []lineJSON      `json:"rows"`
		}{text, linesJSON(lines)})
	}
	if err := h.explainFigure(d, f); err != nil {
		return err
	}
	var table [][]string
	for _, l := range lines {
		counts := "denominator only"
		if l.In {
			counts = ""
		}
		when := ""
		if !l.When.IsZero() {
			when = l.When.Format("2006-01-02 15:04")
		}
		table = append(table, []string{string(l.Kind), when, l.Account, bracket(l.Channel), l.Who, strings.TrimSpace(counts + " " + l.Why), plain.Head(l.Text, 120)})
	}
	if err := h.table([]column{{"what", 0}, {"when", 0}, {"account", 12}, {"channel", 16}, {"who", 18}, {"", 24}, {"", 0}}, table); err != nil {
		return err
	}
	if len(rows) < len(f.Rows) {
		_, err = fmt.Fprintf(h.Err, "… and %s more; --limit 0 lists all\n", commas(len(f.Rows)-len(rows)))
	}
	return err
}

// explainFigure says what a figure means, and how it came about.
func (h House) explainFigure(d metrics.Definition, f metrics.Figure) error {
	if h.Width == 0 {
		return nil
	}
	text := fmt.Sprintf("%s (%s), %s: %s\n  %s\n", d.Name, d.Spec, f.Window, metrics.Say(f, d), d.Formula)
	if f.Denominator > 0 {
		text += fmt.Sprintf("  %g of %g\n", f.Numerator, f.Denominator)
	}
	if d.Leaves != "" {
		text += "  " + d.Leaves + "\n"
	}
	return h.say("%s\n", text)
}

func bracket(channel string) string {
	if channel == "" {
		return ""
	}
	return "#" + plain.Name(channel)
}

// lineJSON is a row of a figure for programs.
type lineJSON struct {
	Kind         metrics.RowKind `json:"kind"`
	ID           int64           `json:"id"`
	Key          string          `json:"key,omitempty"`
	Counted      bool            `json:"numerator"`
	Value        float64         `json:"value"`
	At           string          `json:"at,omitempty"`
	Why          string          `json:"why,omitempty"`
	Account      string          `json:"account,omitempty"`
	Platform     string          `json:"platform,omitempty"`
	Channel      string          `json:"channel,omitempty"`
	Who          string          `json:"who,omitempty"`
	Member       string          `json:"member_id,omitempty"`
	Text         string          `json:"text,omitempty"`
	Link         string          `json:"link,omitempty"`
	Conversation int64           `json:"conversation,omitempty"`
}

func linesJSON(lines []metrics.Line) []lineJSON {
	all := []lineJSON{}
	for _, l := range lines {
		one := lineJSON{
			l.Kind, l.ID, l.Key, l.In, l.Value, "", l.Why, plain.Line(l.Account), l.Platform, plain.Line(l.Channel), plain.Line(l.Who),
			plain.Line(l.Member), plain.Text(l.Text), plain.Line(l.Link), l.Conversation,
		}
		if !l.When.IsZero() {
			one.At = l.When.UTC().Format(time.RFC3339)
		}
		all = append(all, one)
	}
	return all
}

// listMetrics prints the numbers that there are.
func (h House) listMetrics(s *Settings) error {
	type meaning struct {
		ID      string            `json:"metric"`
		Spec    string            `json:"spec"`
		Name    string            `json:"name"`
		Measure metrics.Measure   `json:"measure"`
		Better  metrics.Direction `json:"better"`
		Formula string            `json:"formula"`
		Leaves  string            `json:"leaves_out,omitempty"`
	}
	all := []meaning{}
	var rows [][]string
	for _, d := range metrics.Definitions() {
		all = append(all, meaning{d.ID, d.Spec, d.Name, d.Measure, d.Better, d.Formula, d.Leaves})
		rows = append(rows, []string{d.ID, d.Spec, d.Name, d.Formula})
	}
	if s.JSON {
		return h.json(all)
	}
	return h.table([]column{{"metric", 0}, {"spec", 0}, {"name", 26}, {"formula", 0}}, rows)
}
