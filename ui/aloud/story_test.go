package aloud_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/saved"
	"rounds/ui"
	"rounds/ui/aloud"
	"rounds/ui/coverage"
	"rounds/ui/metrics"
	"rounds/ui/outbox"
	"rounds/ui/pane"
	"rounds/ui/people"
	"rounds/ui/queue"
	"rounds/ui/threads"
	"rounds/ui/today"
	"rounds/ui/uitest"
	"rounds/ui/week"
)

// listener is somebody at the console who hears it: every key they press, and
// what is said then.
type listener struct {
	*aloud.Reader
	t   *testing.T
	now time.Time
	out bytes.Buffer
	log strings.Builder
	m   *uitest.Memory
	day *uitest.CheckIn
}

func listen(t *testing.T) *listener {
	t.Helper()
	l := listenTo(t, uitest.Checking(), uitest.Community(), uitest.Reported(), uitest.PlannedWeek(), uitest.Numbers(), uitest.Neighbourhood())
	l.press("2")
	l.log.Reset()
	return l
}

func listenTo(t *testing.T, day *uitest.CheckIn, m *uitest.Memory, q *uitest.Queue, plan *uitest.Plan, numbers *uitest.Figures, crowd *uitest.Crowd) *listener {
	t.Helper()
	l := &listener{t: t, now: uitest.Noon(), m: m, day: day}
	env := uitest.Env(t)
	env.Now = func() time.Time { return l.now }
	q.Now, plan.Now = env.Now, env.Now
	app := ui.New(env,
		today.New(env, day, today.Options{Replies: replies{}, Actor: "noor"}),
		threads.New(env, m, nil, threads.Options{Replies: replies{}}),
		queue.New(env, q, q, queue.Options{Actor: "noor", Hold: 10 * time.Second}),
		week.New(env, plan, week.Options{Actor: "noor"}),
		metrics.New(env, numbers, metrics.Options{Actor: "noor"}),
		people.New(env, crowd, people.Options{}),
		outbox.New(env, m, nil, coverage.New(env, &uitest.Mirror{}, nil)))
	l.Reader = aloud.New(app, &l.out, env.Now)
	l.After = func(_ time.Duration, msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
	first := l.Init()
	l.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	uitest.Run(l, first)
	l.heard()
	return l
}

// replies is a shelf with one saved reply.
type replies struct{}

func (replies) List() ([]saved.Reply, []error) {
	return []saved.Reply{{Name: "rotate", Title: "Rotate a key", Key: "k", Body: "Hi {{handle}}, the keys page has a rotate button."}}, nil
}

func (l *listener) send(msg tea.Msg) { uitest.Send(l, msg) }

// heard moves what was said into the transcript.
func (l *listener) heard() {
	said := l.out.String()
	l.out.Reset()
	for line := range strings.SplitSeq(strings.TrimSuffix(said, "\r\n"), "\r\n") {
		if bad := uitest.Unsafe(line); bad != "" || strings.Contains(line, "\x1b") {
			l.t.Fatalf("%s in %q", bad, line)
		}
	}
	l.log.WriteString(strings.ReplaceAll(said, "\r\n", "\n"))
}

// press presses keys, a second apart.
func (l *listener) press(keys ...string) {
	for _, k := range keys {
		l.now = l.now.Add(time.Second)
		l.log.WriteString("\n[" + k + "]\n")
		uitest.Press(l, k)
		l.heard()
	}
}

// write types text, as one does into a field.
func (l *listener) write(text string) {
	l.log.WriteString("\n[" + text + "]\n")
	uitest.Type(l, text)
	l.heard()
}

func (l *listener) ends() { uitest.Golden(l.t, l.log.String()) }

func TestAQuestionIsMarkedDone(t *testing.T) {
	l := listen(t)
	l.press("l", "j", "enter", "e", "z")
	l.ends()
}

func TestASavedReplyAnswers(t *testing.T) {
	l := listen(t)
	l.press("l", ";", "k", "enter", "r")
	l.write("And tell us")
	l.press("enter")
	l.write("if it fails.")
	l.press("ctrl+s")
	l.ends()
}

func TestACaseIsDecided(t *testing.T) {
	l := listen(t)
	l.press("3", "j", "enter", "d", "1", "enter")
	l.ends()
}

func TestAPlannedPostIsMoved(t *testing.T) {
	l := listen(t)
	l.press("4", "M", "l", ">", "enter")
	l.ends()
}

func TestTheRowsOfANumberAreOpened(t *testing.T) {
	l := listen(t)
	l.press("5", "j", "enter", "j", "esc")
	l.ends()
}

// TestACheckIn greets somebody, marks a question as done, looks at the other
// steps and ends the check-in.
func TestACheckIn(t *testing.T) {
	l := listenTo(t, uitest.Checking(), uitest.Community(), uitest.Reported(), uitest.PlannedWeek(), uitest.Numbers(), uitest.Neighbourhood())
	l.press("j", "r")
	l.write("Welcome!")
	l.press("ctrl+s", "l", "e", "s", "esc", "l", "l", "l", "N", "B", "enter", "enter")
	l.ends()
	if len(l.day.Orders) != 1 || l.day.Orders[0].Actions[0].Text != "Welcome!" || len(l.day.Triages) != 1 || l.day.Day.Log == nil {
		t.Errorf("asked for %+v, decided %+v, log %+v", l.day.Orders, l.day.Triages, l.day.Day.Log)
	}
}

func TestTheKeysArePartOfWhatIsSaid(t *testing.T) {
	l := listen(t)
	l.press("?", "esc", "g", "m", ":")
	l.write("mut")
	l.press("esc", "ctrl+l", "ctrl+g")
	l.ends()
}

func TestNewsAreSaidInOneLineAndChangesBesideAreNot(t *testing.T) {
	l := listen(t)
	l.press("l")
	before := l.log.String()
	l.now = l.now.Add(time.Minute)
	l.send(pane.Minute{Now: l.now})
	l.send(pane.Stale{})
	l.heard()
	if after := l.log.String(); after != before {
		t.Errorf("nothing has happened, and still it says\n%s", after[len(before):])
	}
	for _, talk := range uitest.Community().Talks {
		if talk.State == inbox.Open && talk.Has(inbox.Mention) {
			talk.ID += 1000
			l.m.Talks = append(l.m.Talks, talk)
		}
	}
	l.send(pane.Stale{})
	l.heard()
	l.ends()
}

func TestNothingButWordsIsSaidWhateverOthersWrite(t *testing.T) {
	for name, attack := range uitest.Attacks(t) {
		t.Run(name, func(t *testing.T) {
			day := uitest.Checking()
			day.Poison(attack)
			l := listenTo(t, day, uitest.HostileWith([]string{attack}), uitest.HostileQueue([]string{attack}), uitest.HostilePlan([]string{attack}),
				uitest.HostileNumbers([]string{attack}), uitest.HostileCrowd([]string{attack}))
			l.send(pane.Failed{Err: errors.New(attack)})
			l.send(pane.Sync{Account: attack, Text: attack, Trouble: true})
			for _, place := range []string{"2", "3", "4", "5", "6", "0"} {
				l.press(place, "j", "enter", "ctrl+g", "u", "ctrl+g", "esc", "q", "esc")
			}
			l.press("1")
			l.press("r", "esc")
			for range checkin.Steps() {
				l.press("l")
			}
			l.press("B", "enter", "esc")
			l.press("?", "esc", ":", "ctrl+g", "esc")
		})
	}
}
