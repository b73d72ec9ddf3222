package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rounds/inbox/metrics"
	"rounds/inbox/metrics/survey"
	"rounds/inbox/plain"
)

func (h House) surveys(s *Settings) *cobra.Command {
	cmd := &cobra.Command{
		Use: "surveys", Short: "List the surveys of the last two years and what came of them; take in answers", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return h.counted(cmd.Context(), s, func(f Numbers, now time.Time) error {
				end := metrics.Days.Add(metrics.Days.Begin(now), 1)
				facts, err := f.Facts(cmd.Context(), metrics.Years.Add(end, -2), end)
				if err != nil {
					return err
				}
				return h.listSurveys(s, facts.Surveys, metrics.Window{From: metrics.Years.Add(end, -2), To: end, Unit: metrics.Days})
			})
		},
	}
	cmd.AddCommand(h.importSurvey(s))
	return cmd
}

// surveyJSON is a survey; docs/commands.md documents it.
type surveyJSON struct {
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`
	First   any      `json:"first"`
	Last    any      `json:"last"`
	Answers int      `json:"answers"`
	Asked   int      `json:"asked"` // 0 if nobody said
	Value   *float64 `json:"value"`
	Low     *float64 `json:"low"`
	High    *float64 `json:"high"`
	said    string
}

func (h House) listSurveys(s *Settings, answers []metrics.Survey, w metrics.Window) error {
	by := map[string][]metrics.Survey{}
	for _, a := range answers {
		by[a.Name] = append(by[a.Name], a)
	}
	list := make([]surveyJSON, 0, len(by))
	for name, some := range by {
		list = append(list, surveyOf(name, some, w))
	}
	slices.SortFunc(list, func(a, b surveyJSON) int { return strings.Compare(a.Name, b.Name) })
	if s.JSON {
		return h.json(list)
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(h.Err, "There are no surveys. rounds surveys import FILE --name NAME takes one in.")
		return err
	}
	rows := make([][]string, len(list))
	for i, j := range list {
		asked := ""
		if j.Asked > 0 {
			asked = fmt.Sprintf("%.0f %% of %s", 100*float64(j.Answers)/float64(j.Asked), commas(j.Asked))
		}
		rows[i] = []string{j.Name, j.Kind, commas(j.Answers), asked, j.said}
	}
	return h.table([]column{{title: "survey"}, {title: "kind"}, {title: "answers"}, {title: "asked"}, {title: "result"}}, rows)
}

func surveyOf(name string, answers []metrics.Survey, w metrics.Window) surveyJSON {
	first := answers[0]
	j := surveyJSON{Name: plain.Line(name), Kind: first.Kind, Asked: int(first.Asked)}
	at := func(a metrics.Survey) time.Time { return time.UnixMicro(a.At) }
	oldest := slices.MinFunc(answers, func(a, b metrics.Survey) int { return at(a).Compare(at(b)) })
	latest := slices.MaxFunc(answers, func(a, b metrics.Survey) int { return at(a).Compare(at(b)) })
	j.First, j.Last = rfc(at(oldest)), rfc(at(latest))
	if d, ok := metrics.Find(first.Kind); ok {
		facts := metrics.Facts{From: w.From, To: w.To, AsOf: w.To, Zone: w.From.Location(), Surveys: answers}
		f := d.Value(facts.Select(metrics.Segment{}, metrics.Hours{}), w)
		j.Answers, j.Value, j.Low, j.High, j.said = f.N, f.Value, f.Low, f.High, metrics.Say(f, d)
		if between := metrics.Range(f, d); between != "" {
			j.said += " (" + between + ")"
		}
	}
	return j
}

// taking are the flags of the import of a survey.
type taking struct {
	name, kind string
	asked      int
	columns    []string
	dry        bool
}

func (h House) importSurvey(s *Settings) *cobra.Command {
	var o taking
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Take in the answers to a survey: a table (.csv) of Tally, Google Forms, Typeform or another tool",
		Long: "Finds out which column holds the score (0 to 10 is an NPS, 1 to 5 or words of a smile are a CSAT), the\n" +
			"time, the person and the words, and says so; --map has the last word. Of several answers of one\n" +
			"person the last one counts. What people wrote stays in the database on this machine. Lines that\n" +
			"cannot be read are told, the others are taken in, and the call ends with 1.",
		Example: "  rounds surveys import answers.csv --name 'autumn 2026' --asked 400 --dry-run\n  rounds surveys import answers.csv --name 'autumn 2026' --kind nps --map 'score=How likely?,who=Email'",
		Args:    usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			mapping, err := o.mapping()
			if err != nil {
				return &Usage{err}
			}
			return h.counted(cmd.Context(), s, func(f Numbers, now time.Time) error {
				return h.takeSurvey(cmd.Context(), s, f, args[0], o, survey.Options{
					Name: o.name, Kind: survey.Kind(o.kind), Asked: o.asked, Map: mapping, Zone: now.Location(), Now: now,
				})
			})
		},
	}
	cmd.Flags().StringVar(&o.name, "name", "", "what the survey is called; the answers of a `name` belong together")
	cmd.Flags().StringVar(&o.kind, "kind", "", "`nps` or csat; by the scores if not said")
	cmd.Flags().IntVar(&o.asked, "asked", 0, "how many were invited, for the share that answered")
	cmd.Flags().StringSliceVar(&o.columns, "map", nil, "which column holds what: `score=COLUMN`, at=, who=, words=; by title or number")
	cmd.Flags().BoolVar(&o.dry, "dry-run", false, "say what would be taken in, and take in nothing")
	return cmd
}

func (o taking) mapping() (survey.Mapping, error) {
	switch {
	case strings.TrimSpace(o.name) == "":
		return nil, errors.New("what is the survey called? --name 'autumn 2026'")
	case o.kind != "" && o.kind != string(survey.NPS) && o.kind != string(survey.CSAT):
		return nil, fmt.Errorf("--kind %s: it is nps or csat", plain.Head(o.kind, 40))
	case o.asked < 0:
		return nil, errors.New("--asked: how many were invited is no negative number")
	}
	m := survey.Mapping{}
	for _, pair := range o.columns {
		field, title, ok := strings.Cut(pair, "=")
		if !ok || !slices.Contains(survey.Fields(), survey.Field(field)) {
			return nil, fmt.Errorf("--map %s: write score=COLUMN, at=COLUMN, who=COLUMN or words=COLUMN", plain.Head(pair, 40))
		}
		m[survey.Field(field)] = title
	}
	return m, nil
}

// tookJSON is what an import did; docs/commands.md documents it.
type tookJSON struct {
	Survey   string            `json:"survey"`
	Kind     string            `json:"kind"`
	Answers  int               `json:"answers"`
	Again    int               `json:"answered_again"`
	Added    int               `json:"added"`
	Replaced int               `json:"replaced"`
	Columns  map[string]string `json:"columns"`
	Problems []survey.Problem  `json:"problems"`
}

func (h House) takeSurvey(ctx context.Context, s *Settings, f Numbers, path string, o taking, options survey.Options) error {
	file, err := h.File(path)
	if err != nil {
		return err
	}
	defer file.Close()
	read, err := survey.Read(file, options)
	if err != nil {
		return err
	}
	j := tookJSON{Survey: plain.Line(o.name), Kind: string(read.Kind), Answers: len(read.Answers), Again: read.Again, Columns: map[string]string{}, Problems: []survey.Problem{}}
	for field, title := range read.Columns {
		j.Columns[string(field)] = plain.Line(title)
	}
	for _, p := range read.Problems {
		j.Problems = append(j.Problems, survey.Problem{Line: p.Line, Why: plain.Line(p.Why)})
	}
	if !o.dry && len(read.Answers) > 0 {
		if j.Added, j.Replaced, err = f.PutSurvey(ctx, o.name, string(read.Kind), o.asked, read.Answers); err != nil {
			return err
		}
	}
	if err := h.tellSurvey(s, o, path, j); err != nil || len(j.Problems) == 0 {
		return err
	}
	return errors.New(count(len(j.Problems), "line") + " could not be read")
}

func (h House) tellSurvey(s *Settings, o taking, path string, j tookJSON) error {
	if s.JSON {
		return h.json(j)
	}
	for _, p := range j.Problems {
		if _, err := fmt.Fprintf(h.Err, "%s:%d: %s\n", plain.Line(path), p.Line, p.Why); err != nil {
			return err
		}
	}
	var columns []string
	for _, field := range survey.Fields() {
		if title, ok := j.Columns[string(field)]; ok {
			columns = append(columns, fmt.Sprintf("%s is %q", field, title))
		}
	}
	done := fmt.Sprintf("%s new, %s replaced", commas(j.Added), commas(j.Replaced))
	if o.dry {
		done = "nothing was taken in"
	}
	return h.say("%s (%s): %s; %s answered again. %s.\nColumns: %s.\n", j.Survey, j.Kind, count(j.Answers, "answer"), commas(j.Again), done, strings.Join(columns, ", "))
}
