package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"rounds/inbox/checkin"
	"rounds/ui/uitest"
)

// morning is the check-in of a day, and those before.
type morning struct {
	ledger
	day    checkin.Day
	asked  checkin.Request
	err    error
	closed int
}

func (m *morning) CheckIn(_ context.Context, r checkin.Request) (checkin.Day, error) {
	m.asked = r
	return m.day, m.err
}

func (m *morning) Ask(now time.Time) checkin.Request {
	return checkin.Request{Now: now, Zone: time.UTC, Window: 3 * time.Hour}
}

func (m *morning) Close() error { m.closed++; return nil }

// rise calls a command on a morning.
func rise(t testing.TB, m *morning, args ...string) (out, problems string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	root := New(House{In: strings.NewReader(""), Out: &o, Err: &e, Now: noon, Today: func(context.Context, Settings) (Today, error) { return m, nil }})
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetArgs(args)
	err = root.ExecuteContext(t.Context())
	return o.String(), e.String(), err
}

func TestTodayPrintsTheCheckIn(t *testing.T) {
	m := &morning{day: uitest.Day()}
	text, _, err := rise(t, m, "today")
	if err != nil || text != checkin.Text(m.day, time.UTC) || !m.asked.Now.Equal(noon()) || m.asked.Window != 3*time.Hour || m.closed != 1 {
		t.Errorf("%v, asked %+v, closed %d times:\n%s", err, m.asked, m.closed, text)
	}
	document, _, err := rise(t, m, "today", "--md")
	if err != nil || document != checkin.Markdown(m.day, time.UTC) {
		t.Errorf("%v\n%s", err, document)
	}
}

func TestTodayAnswersInJSONWithoutAWordThatIsNotPlain(t *testing.T) {
	text, _, err := rise(t, &morning{day: uitest.Day()}, "today", "--json")
	if err != nil {
		t.Fatal(err)
	}
	var day checkin.Day
	if err := json.Unmarshal([]byte(text), &day); err != nil || len(day.Parts) != 5 || len(day.Parts[0].Items) != 5 {
		t.Errorf("%v %+v", err, day)
	}
	if strings.Contains(text, `\u001b`) || strings.Contains(text, `\u202e`) {
		t.Error("an escape sequence of theirs is in it")
	}
}

func TestTodayIsDoneAlsoWhenNothingWaits(t *testing.T) {
	m := &morning{day: checkin.Day{Now: noon()}}
	if text, _, err := rise(t, m, "today"); err != nil || !strings.Contains(text, "Nothing waits for you.") {
		t.Errorf("%v: %s", err, text)
	}
	m.err = errors.New("disk I/O error")
	if _, _, err := rise(t, m, "today"); ExitCode(err) != ExitFailed || m.closed != 2 {
		t.Errorf("%v, closed %d times", err, m.closed)
	}
}

func finished() []checkin.Log {
	return []checkin.Log{
		{Day: "2026-06-15", Actor: "sam", Used: map[checkin.Step]time.Duration{checkin.Welcome: 14 * time.Minute}, Did: checkin.Did{Welcomed: 3, Answered: 4}},
		{Day: "2026-06-16", Actor: "sam\x1b[2J", Used: map[checkin.Step]time.Duration{checkin.Flags: 6 * time.Minute}, Did: checkin.Did{Moderated: 2}, Left: 1},
	}
}

func TestTheLogOfCheckInsIsListed(t *testing.T) {
	m := &morning{ledger: ledger{checkins: finished()}}
	out, problems, err := rise(t, m, "today", "--log")
	if err != nil || out != "2026-06-15\tsam\t14 min, 7 items: welcomed 3, answered 4.\n2026-06-16\tsam\t6 min, 2 items: moderated 2. 1 left for tomorrow.\n" || problems != "2 days, 20 min, 9 items\n" {
		t.Errorf("%v\n%q\n%q", err, out, problems)
	}
	if out, _, err := rise(t, m, "today", "--log", "--since", "2026-06-16"); err != nil || !strings.HasPrefix(out, "2026-06-16") {
		t.Errorf("%v %q", err, out)
	}
	if out, _, err := rise(t, &morning{}, "today", "--log", "--json"); err != nil || out != "[]\n" {
		t.Errorf("%v %q", err, out)
	}
	for _, args := range [][]string{{"today", "--since", "2026-06-16"}, {"today", "--log", "--since", "yesterday"}, {"today", "now"}} {
		if _, _, err := rise(t, m, args...); ExitCode(err) != ExitUsage {
			t.Errorf("%q: %v", args, err)
		}
	}
}

func TestTheReportOfAMonthTellsOfItsCheckIns(t *testing.T) {
	logs := finished()
	for i := range logs {
		logs[i].Day = "2026-05-1" + logs[i].Day[9:]
	}
	logs = append(logs, checkin.Log{Day: "2026-06-01", Did: checkin.Did{Answered: 100}})
	for format, want := range map[string]string{
		"md": "\n## Our work\n", "html": "<p>Check-ins: 2 days, 20 min, 9 items</p>", "csv": "check_ins,Check-ins,20,,2,minutes,", "json": `"said": "2 days, 20 min, 9 items"`,
	} {
		out, _, err := tally(t, &ledger{checkins: logs}, "report", "month", "2026-05", "--format", format)
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%s: %v, want %q in\n%s", format, err, want, out)
		}
		if without, _, _ := tally(t, &ledger{}, "report", "month", "2026-05", "--format", format); strings.Contains(without, "heck-in") {
			t.Errorf("%s tells of check-ins where there were none", format)
		}
	}
}
