package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"rounds/inbox/saved"
)

// drawer holds the replies that a test put there.
type drawer struct {
	all    []saved.Reply
	broken []*saved.Broken
}

func (d drawer) Saved(Settings) ([]saved.Reply, []*saved.Broken, error) { return d.all, d.broken, nil }

func (d drawer) Begin(Settings) (Begun, error) { return Begun{}, nil }

// counting is a memory that counts uses.
type counting struct {
	*shelf
	uses map[string]int
	err  error
}

func (c counting) Uses(context.Context) (map[string]int, error) { return c.uses, c.err }

func listedReplies(t testing.TB, m Memory, d drawer, args ...string) (out, problems string) {
	t.Helper()
	var o, e bytes.Buffer
	root := New(House{
		In: strings.NewReader(""), Out: &o, Err: &e, Now: noon, Replies: d,
		Open: func(context.Context, Settings) (Memory, error) { return m, nil },
	})
	root.SetArgs(append([]string{"replies"}, args...))
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return o.String(), e.String()
}

func TestRepliesAreListedWithTheirUses(t *testing.T) {
	d := drawer{all: []saved.Reply{{Name: "a", Key: "x", Title: "One\x1b[2J"}, {Name: "b", Title: "Two"}}}
	if out, _ := listedReplies(t, counting{&shelf{}, map[string]int{"a": 1200}, nil}, d); out != "a\tx\t1,200\tOne\nb\t\t0\tTwo\n" {
		t.Errorf("printed %q", out)
	}
	if out, _ := listedReplies(t, &shelf{}, d, "--json"); strings.Count(out, `"uses": 0`) != 2 || strings.Contains(out, "u001b") {
		t.Errorf("printed %s", out)
	}
	out, problems := listedReplies(t, counting{&shelf{}, nil, errors.New("locked")}, d)
	if !strings.HasPrefix(out, "a\tx\t\tOne") || !strings.Contains(problems, "without their uses: locked") {
		t.Errorf("printed %q, %q", out, problems)
	}
}
