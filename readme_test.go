package main

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"rounds/ui"
	"rounds/ui/coverage"
	numbers "rounds/ui/metrics"
	"rounds/ui/outbox"
	"rounds/ui/pane"
	"rounds/ui/people"
	"rounds/ui/queue"
	"rounds/ui/theme"
	"rounds/ui/threads"
	"rounds/ui/today"
	"rounds/ui/week"
)

// TestTheREADMEShowsWhatTheProgramIs holds the README to the program: the frame
// is a golden one and the keys are those that are bound. With -update both are
// written anew.
func TestTheREADMEShowsWhatTheProgramIs(t *testing.T) {
	painted := theme.New(true)
	env := pane.Env{Ctx: t.Context(), Now: time.Now, Theme: &painted}
	frame, err := os.ReadFile("ui/today/testdata/TestFrames/questions/120x32.golden")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := string(text)
	want = between(t, want, "frame", "```\n"+string(frame)+"```\n")
	want = between(t, want, "keys", ui.New(env, threads.New(env, nil, nil), outbox.New(env, nil, nil, coverage.New(env, nil, nil))).KeyTable())
	if update := flag.Lookup("update"); update != nil && update.Value.String() == "true" {
		if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Error("README.md and the program disagree: go test . -run README -update")
	}
	for _, command := range []string{"go run . demo", "go test ./..."} {
		if !strings.Contains(want, command) {
			t.Errorf("README.md does not show %q", command)
		}
	}
}

// TestTheKeysOfTheQueueAreThoseThatAreBound holds docs/moderation.md to the
// program in the same way.
func TestTheKeysOfTheQueueAreThoseThatAreBound(t *testing.T) {
	holdKeys(t, "docs/moderation.md", "KeysOfTheQueue", func(env pane.Env) pane.Pane {
		return queue.New(env, nil, newRuleFile(paths{}), queue.Options{})
	})
}

// TestTheKeysOfTheCalendarAreThoseThatAreBound holds docs/calendar.md to it.
func TestTheKeysOfTheCalendarAreThoseThatAreBound(t *testing.T) {
	holdKeys(t, "docs/calendar.md", "KeysOfTheCalendar", func(env pane.Env) pane.Pane {
		return week.New(env, planDesk{folder: newPlanFolder(paths{}, config{}, nil)}, week.Options{})
	})
}

// TestTheKeysOfTheNumbersAreThoseThatAreBound holds docs/metrics.md to it.
func TestTheKeysOfTheNumbersAreThoseThatAreBound(t *testing.T) {
	holdKeys(t, "docs/metrics.md", "KeysOfTheNumbers", func(env pane.Env) pane.Pane {
		return numbers.New(env, reckoner{}, numbers.Options{Zone: time.UTC})
	})
}

// TestTheKeysOfPeopleAreThoseThatAreBound holds docs/people.md to it.
func TestTheKeysOfPeopleAreThoseThatAreBound(t *testing.T) {
	holdKeys(t, "docs/people.md", "KeysOfPeople", func(env pane.Env) pane.Pane { return people.New(env, nil, people.Options{}) })
}

// TestTheKeysOfTodayAreThoseThatAreBound holds docs/today.md to it.
func TestTheKeysOfTodayAreThoseThatAreBound(t *testing.T) {
	holdKeys(t, "docs/today.md", "KeysOfToday", func(env pane.Env) pane.Pane { return today.New(env, nil, today.Options{}) })
}

// holdKeys compares the keys on a page of the documentation with those that a
// pane has, or writes them there with -update.
func holdKeys(t *testing.T, file, test string, of func(pane.Env) pane.Pane) {
	t.Helper()
	painted := theme.New(true)
	env := pane.Env{Ctx: t.Context(), Now: time.Now, Theme: &painted}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := between(t, string(text), "keys", ui.New(env, of(env)).KeyTable())
	if update := flag.Lookup("update"); update != nil && update.Value.String() == "true" {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("%s and the program disagree: go test . -run %s -update", file, test)
	}
}

// between replaces what stands between the marks of a name.
func between(t *testing.T, text, name, with string) string {
	t.Helper()
	begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	head, rest, found := strings.Cut(text, begin)
	_, tail, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("README.md has no %s … %s", begin, end)
	}
	return head + begin + strings.TrimRight(with, "\n") + "\n" + end + tail
}
