package cli

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// quarter is people as the commands see them.
type quarter struct {
	shelf
	all  []inbox.Person
	done []string
}

func (q *quarter) Whoever(_ context.Context, who string) ([]inbox.Person, error) {
	var some []inbox.Person
	for _, p := range q.all {
		if p.Called() == who {
			some = append(some, p)
		}
	}
	return some, nil
}

func (q *quarter) People(context.Context, inbox.PeopleQuery) ([]inbox.Person, error) {
	return q.all, nil
}

func (q *quarter) SetRole(_ context.Context, _ []int64, role inbox.Role, since time.Time) (inbox.Entry, error) {
	q.done = append(q.done, string(role)+" "+since.Format(time.DateOnly))
	return inbox.Entry{Verb: inbox.SetRole, Subject: "ana"}, nil
}

func (q *quarter) Merge(context.Context, ...int64) (inbox.Entry, error) {
	return inbox.Entry{Verb: inbox.MergePeople}, inbox.ErrNone
}

func quarters() *quarter {
	q := &quarter{}
	for i, name := range []string{"ana", "bo", "bo", "\x1b[2Jevil\nname"} {
		p := inbox.Person{ID: int64(i + 1)}
		p.Add(inbox.Identity{Member: inbox.Member{ID: "U", Handle: name, Role: inbox.Community}, Row: int64(i + 1), Account: "acme", Platform: inbox.Slack})
		q.all = append(q.all, p)
	}
	return q
}

// order is a call of the program on them.
func order(t testing.TB, q *quarter, args ...string) (string, error) {
	var out, problems strings.Builder
	root := New(House{
		In: strings.NewReader(""), Out: &out, Err: &problems, Now: noon,
		Open: func(context.Context, Settings) (Memory, error) { return q, nil },
	})
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetArgs(args)
	err := root.ExecuteContext(t.Context())
	return out.String(), err
}

func TestWhoMayBeSeveralIsAskedBack(t *testing.T) {
	tests := map[string]struct {
		args []string
		code int
		says string
	}{
		"several":          {[]string{"people", "vip", "bo"}, ExitUsage, "2 (acme/bo), 3 (acme/bo)"},
		"nobody":           {[]string{"people", "vip", "zoe"}, ExitNone, "nobody is called"},
		"no role":          {[]string{"people", "role", "ana", "boss"}, ExitUsage, "it is team, community or bot"},
		"a day to come":    {[]string{"people", "role", "ana", "team", "--since", "2099-01-01"}, ExitUsage, "today or earlier"},
		"no day":           {[]string{"people", "role", "ana", "team", "--since", "soon"}, ExitUsage, "or always"},
		"no view":          {[]string{"people", "--view", "odd"}, ExitUsage, "it is new, lapsing"},
		"one is not a set": {[]string{"people", "merge", "ana"}, ExitUsage, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := order(t, quarters(), tt.args...)
			if ExitCode(err) != tt.code || !strings.Contains(errors.Join(err).Error(), tt.says) {
				t.Errorf("%d: %v", ExitCode(err), err)
			}
		})
	}
}

func TestARoleBeginsWhenItIsSaid(t *testing.T) {
	q := quarters()
	for _, since := range [][]string{nil, {"--since", "2026-05-01"}, {"--since", "always"}} {
		if _, err := order(t, q, append([]string{"people", "role", "ana", "team"}, since...)...); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(q.done, ", "); got != "team 2026-06-17, team 2026-05-01, team 0001-01-01" {
		t.Error(got)
	}
}

func TestNoNameMovesTheCursorAndNothingDoneIsNoFailure(t *testing.T) {
	for _, args := range [][]string{{"people"}, {"people", "--json"}} {
		out, err := order(t, quarters(), args...)
		if err != nil || strings.ContainsAny(out, "\x1b") || !strings.Contains(out, "evil") {
			t.Errorf("%v: %q", err, out)
		}
	}
	if out, err := order(t, quarters(), "people", "merge", "ana", "ana"); err != nil || !strings.Contains(out, "already") {
		t.Errorf("%q, %v", out, err)
	}
}
