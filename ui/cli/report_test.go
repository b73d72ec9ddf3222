package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/metrics"
	"rounds/inbox/metrics/report"
)

// ledger is figures of a community in which little happens, on a desk.
type ledger struct {
	goals   []metrics.Goal
	frozen  map[string][]byte
	answers []metrics.Survey
	more    int // messages beside those of every day
	file    string
	written map[string]string
	over    Over

	checkins []checkin.Log
}

func (l *ledger) Facts(_ context.Context, from, to time.Time) (*metrics.Facts, error) {
	f := &metrics.Facts{
		From: from, To: to, AsOf: noon(), Since: from, Zone: time.UTC, Goals: l.goals, Surveys: l.answers,
		Coverage: []metrics.Coverage{{Account: "acme", Platform: inbox.Slack, Channels: 1, Whole: 1}}, Channels: []metrics.Channel{{ID: 1, Name: "general"}},
	}
	for i := range int32(9) {
		f.Members = append(f.Members, metrics.Member{ID: i + 1, Person: i + 1, Role: inbox.Community})
	}
	id := int64(0)
	for day := from; day.Before(to) && day.Before(noon()); day = day.AddDate(0, 0, 1) {
		for range 1 + l.more {
			id++
			at := day.Add(10 * time.Hour).UnixMicro()
			f.Said = append(f.Said, metrics.Said{At: at, ID: id, Talk: id, Member: 1 + int32(id%9), Channel: 1})
			f.Talks = append(f.Talks, metrics.Talk{At: at, ID: id, Opener: 1 + int32(id%9), Channel: 1, Messages: 1})
		}
	}
	return f, nil
}

func (l *ledger) Lines(_ context.Context, rows []metrics.Row) ([]metrics.Line, error) {
	lines := make([]metrics.Line, len(rows))
	for i, r := range rows {
		lines[i] = metrics.Line{Row: r, Who: "<b>mallory</b>", Text: "=1+1"}
	}
	return lines, nil
}

func (l *ledger) Goals(context.Context) ([]metrics.Goal, error) { return l.goals, nil }

func (l *ledger) SetGoal(_ context.Context, g metrics.Goal) (metrics.Goal, error) {
	if g.ID == "" {
		g.ID = "new"
	}
	_ = l.DropGoal(context.Background(), g.ID)
	l.goals = append(l.goals, g)
	return g, nil
}

func (l *ledger) DropGoal(_ context.Context, id string) error {
	for i, g := range l.goals {
		if g.ID == id {
			l.goals = append(l.goals[:i:i], l.goals[i+1:]...)
			return nil
		}
	}
	return inbox.ErrNone
}

func (l *ledger) Annotations(context.Context, time.Time, time.Time) ([]metrics.Annotation, error) {
	return nil, nil
}

func (l *ledger) PutSurvey(_ context.Context, _, _ string, _ int, answers []metrics.Survey) (added, replaced int, err error) {
	l.answers = append(l.answers, answers...)
	return len(answers), 0, nil
}

func (l *ledger) Frozen(_ context.Context, period string) ([]byte, time.Time, error) {
	if body, ok := l.frozen[period]; ok {
		return body, noon(), nil
	}
	return nil, time.Time{}, inbox.ErrNone
}

func (l *ledger) Freeze(_ context.Context, period string, body []byte) error {
	l.frozen[period] = body
	return nil
}

func (l *ledger) Items(_ context.Context, from, _ time.Time) ([]calendar.Item, error) {
	post := calendar.Post{Title: "What did you ship?", Theme: "ritual", To: []calendar.Place{{Account: "acme", Channel: "general"}}}
	gone := post
	gone.Title = "Never said"
	return []calendar.Item{{Post: post, Moment: calendar.Moment{At: from.Add(time.Hour)}, Status: calendar.Scheduled}, {Post: gone, Status: calendar.Cancelled}}, nil
}

func (l *ledger) Reckoning() (*time.Location, metrics.Hours) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone, metrics.Hours{Zone: zone}
}

func (l *ledger) CheckIns(_ context.Context, from, to string) ([]checkin.Log, error) {
	var some []checkin.Log
	for _, log := range l.checkins {
		if log.Day >= from && (to == "" || log.Day <= to) {
			some = append(some, log)
		}
	}
	return some, nil
}

func (l *ledger) Close() error { return nil }

// tally calls a command on a ledger.
func tally(t testing.TB, l *ledger, args ...string) (out, problems string, err error) {
	t.Helper()
	if l.frozen == nil {
		l.frozen, l.written = map[string][]byte{}, map[string]string{}
	}
	var o, e bytes.Buffer
	h := House{
		In: strings.NewReader(""), Out: &o, Err: &e, Now: noon,
		Numbers: func(context.Context, Settings) (Numbers, error) { return l, nil },
		File:    func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(l.file)), nil },
		WritePlan: func(files PlanFiles, over Over) error {
			l.over = over
			for _, f := range files.Files {
				l.written[files.Folder+" "+f.Path] = f.Text
			}
			return nil
		},
	}
	root := New(h)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetArgs(args)
	err = root.ExecuteContext(t.Context())
	return o.String(), e.String(), err
}

// past is a month that has come to rest, and the one that has not.
func past() (ripe, fresh string) {
	return noon().AddDate(0, -3, 0).Format("2006-01"), metrics.Months.Over(noon()).String()
}

func TestAReportThatIsFinalIsKeptAndSaysTheSame(t *testing.T) {
	ripe, fresh := past()
	l := &ledger{}
	first, _, err := tally(t, l, "report", "month", ripe)
	if err != nil || !strings.HasPrefix(first, "# Community report: ") || !strings.Contains(first, "What did you ship?") || strings.Contains(first, "Never said") {
		t.Fatalf("printed %q, %v", first, err)
	}
	l.more = 5
	again, _, err := tally(t, l, "report", "month", ripe)
	if err != nil || again != first {
		t.Errorf("the second time it says otherwise, %v", err)
	}
	if _, _, err = tally(t, l, "report", "month", fresh); err != nil || len(l.frozen) != 1 {
		t.Errorf("%d reports are kept, %v", len(l.frozen), err)
	}
	changes, _, err := tally(t, l, "report", "month", ripe, "--recompute")
	if err != nil || !strings.Contains(changes, "Stickiness\t11.1 %\t66.7 %\n") {
		t.Errorf("the difference is %q, %v", changes, err)
	}
	if again, _, _ = tally(t, l, "report", "month", ripe); again != first {
		t.Error("counting anew changed what is kept")
	}
	if _, _, err = tally(t, l, "report", "month", fresh, "--recompute"); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("a report that is not kept: %v", err)
	}
}

func TestAReportGoesWhereItIsToldTo(t *testing.T) {
	ripe, _ := past()
	tests := map[string]struct {
		args []string
		want []string
	}{
		"a folder gets all four":      {[]string{"--out", "reports"}, []string{"reports report-" + ripe + ".md", "reports report-" + ripe + ".html", "reports report-" + ripe + ".csv", "reports report-" + ripe + ".json"}},
		"a name says the format":      {[]string{"--out", "x/october.html"}, []string{"x october.html"}},
		"a folder gets one of a kind": {[]string{"--out", "reports", "--format", "csv"}, []string{"reports report-" + ripe + ".csv"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := &ledger{}
			if _, _, err := tally(t, l, append([]string{"report", "month", ripe}, tt.args...)...); err != nil {
				t.Fatal(err)
			}
			if len(l.written) != len(tt.want) || l.over != Keep {
				t.Errorf("%d files, %s", len(l.written), l.over)
			}
			for _, path := range tt.want {
				if l.written[path] == "" {
					t.Errorf("there is no %s", path)
				}
			}
		})
	}
}

func TestAReportIsPrintedInTheFormatThatIsAskedFor(t *testing.T) {
	ripe, _ := past()
	for flag, want := range map[string]string{"--format=html": "<!DOCTYPE html>", "--format=csv": "period,section", "--format=json": "{\n", "--json": "{\n", "--format=md": "# Community"} {
		out, _, err := tally(t, &ledger{}, "report", "month", ripe, flag)
		if err != nil || !strings.HasPrefix(out, want) {
			t.Errorf("%s prints %.40q, %v", flag, out, err)
		}
		if flag == "--json" {
			if c, err := report.Read([]byte(out)); err != nil || c.Period != ripe {
				t.Errorf("it is of %q, %v", c.Period, err)
			}
		}
	}
}

func TestAReportOfNoSensiblePeriodIsRefused(t *testing.T) {
	for _, args := range [][]string{{"month", "2026-Q4"}, {"quarter", "2026-10"}, {"month", "x"}, {"month", "2090-01"}, {"month", "--format", "pdf"}} {
		_, _, err := tally(t, &ledger{}, append([]string{"report"}, args...)...)
		if _, ok := errors.AsType[*Usage](err); !ok {
			t.Errorf("%v: %v", args, err)
		}
	}
}

func TestAGoalIsSetListedReplacedAndDropped(t *testing.T) {
	l := &ledger{}
	by := noon().AddDate(1, 0, 0).Format(time.DateOnly)
	if out, _, err := tally(t, l, "goals", "set", "messages 500 by "+by); err != nil || !strings.HasPrefix(out, "Set: messages shall be 500") {
		t.Fatalf("printed %q, %v", out, err)
	}
	if l.goals[0].Baseline == 0 {
		t.Error("where it began is not kept")
	}
	if out, _, err := tally(t, l, "goals", "set", "messages", "600", "by", by); err != nil || !strings.HasPrefix(out, "Replaced") || len(l.goals) != 1 {
		t.Errorf("printed %q of %d goals, %v", out, len(l.goals), err)
	}
	out, _, err := tally(t, l, "goals", "--json")
	var list []goalJSON
	if err != nil || json.Unmarshal([]byte(out), &list) != nil || len(list) != 1 || list[0].Target != 600 || list[0].Value == nil || list[0].By != by {
		t.Errorf("listed %s, %v", out, err)
	}
	if _, _, err = tally(t, l, "goals", "drop", "messages"); err != nil || len(l.goals) != 0 {
		t.Errorf("%d goals are left, %v", len(l.goals), err)
	}
	if _, _, err = tally(t, l, "goals", "drop", "messages"); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("what is not there: %v", err)
	}
	_, _, err = tally(t, l, "goals", "set", "messages lots")
	if _, ok := errors.AsType[*Usage](err); !ok {
		t.Errorf("no goal: %v", err)
	}
}

func TestASurveyIsTakenInOnceItIsSure(t *testing.T) {
	l := &ledger{file: "date,score,email\n2026-01-05,9,a@example.com\n2026-01-06,3,b@example.com\n2026-01-07,11,c@example.com\n" + strings.Repeat("2026-01-08,10,\n", 20)}
	call := []string{"surveys", "import", "answers.csv", "--name", "winter", "--kind", "nps"}
	out, problems, err := tally(t, l, append(call, "--dry-run")...)
	if len(l.answers) != 0 || !strings.Contains(out, "nothing was taken in") {
		t.Errorf("a dry run took %d: %q, %v", len(l.answers), out, err)
	}
	if !strings.HasPrefix(problems, "answers.csv:4: ") || ExitCode(err) != ExitFailed {
		t.Errorf("problems %q, %v", problems, err)
	}
	if _, _, err = tally(t, l, call...); len(l.answers) != 22 {
		t.Errorf("%d answers were taken in, %v", len(l.answers), err)
	}
	out, _, err = tally(t, l, "surveys")
	if err != nil || !strings.HasPrefix(out, "winter\tnps\t22\t") {
		t.Errorf("listed %q, %v", out, err)
	}
	for _, args := range [][]string{{"surveys", "import", "x"}, {"surveys", "import", "x", "--name", "n", "--kind", "x"}, {"surveys", "import", "x", "--name", "n", "--map", "x=y"}} {
		_, _, err := tally(t, l, args...)
		if _, ok := errors.AsType[*Usage](err); !ok {
			t.Errorf("%v: %v", args, err)
		}
	}
}
