package main

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"rounds/calendar"
	"rounds/inbox"
	"rounds/inbox/moderation"
)

func withShell(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("these commands are for sh")
	}
}

// commanding is a conversation that tries to be a command.
func commanding() inbox.Conversation {
	return inbox.Conversation{
		ID: 25, Platform: "slack", Account: "acme", Channel: inbox.Channel{Name: "help"},
		Opener: inbox.Author{Name: "mallory\x1b[31m"}, Text: "'; touch /tmp/owned; $(id) `id` \x1b]0;x\a\nsecond line",
		Permalink: "https://acme.example/p25", State: inbox.Open,
	}
}

func TestACommandGetsJSONOnStandardInput(t *testing.T) {
	withShell(t)
	out, err := pipe(t.Context(), "cat", []any{commanding(), inbox.Conversation{ID: 26}})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines, want one for each of two: %s", len(lines), out)
	}
	var got struct{ ID, Text, Author, Permalink string }
	if err := json.Unmarshal([]byte(lines[0]), &got); err != nil {
		t.Fatal(err)
	}
	if got.ID != "25" || !strings.Contains(got.Text, "$(id)") || got.Permalink != "https://acme.example/p25" {
		t.Errorf("%+v", got)
	}
	if strings.ContainsAny(got.Text+got.Author, "\x1b\a") {
		t.Errorf("an escape sequence has come through: %q", got)
	}
}

func TestACommandKnowsWhatItGets(t *testing.T) {
	withShell(t)
	tests := map[string]struct {
		items []any
		want  string
	}{
		"a conversation": {[]any{commanding()}, "conversation 25 https://acme.example/p25 1"},
		"a case":         {[]any{moderation.Case{ID: 7}, moderation.Case{ID: 8}}, "case 7  2"},
		"a post":         {[]any{calendar.Item{Post: calendar.Post{Key: "launch"}}}, "post launch  1"},
		"a person":       {[]any{inbox.Person{ID: 3}}, "person 3  1"},
		"nothing":        {nil, "   0"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			out, err := pipe(t.Context(), `printf '%s %s %s %s' "$ROUNDS_KIND" "$ROUNDS_ID" "$ROUNDS_LINK" "$ROUNDS_COUNT"`, tt.items)
			if err != nil || out != tt.want {
				t.Errorf("%q, %v, want %q", out, err, tt.want)
			}
		})
	}
}

func TestALinkThatIsNoAddressIsNotHandedOn(t *testing.T) {
	withShell(t)
	c := commanding()
	c.Permalink = "javascript:alert(1)"
	if out, err := pipe(t.Context(), `printf '%s' "$ROUNDS_LINK"`, []any{c}); err != nil || out != "" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestACommandThatFailsSaysHowAndWhy(t *testing.T) {
	withShell(t)
	_, err := pipe(t.Context(), "echo one >&2; echo no such repository >&2; exit 3", nil)
	if err == nil || err.Error() != "exit 3: no such repository" {
		t.Errorf("%v", err)
	}
	if _, err := pipe(t.Context(), "exit 4", nil); err == nil || !strings.HasPrefix(err.Error(), "exit 4") {
		t.Errorf("%v", err)
	}
}

func TestACommandThatReadsNothingIsNoFailure(t *testing.T) {
	withShell(t)
	many := make([]any, 2000) // more than a pipe holds
	for i := range many {
		many[i] = commanding()
	}
	if out, err := pipe(t.Context(), "echo ok", many); err != nil || out != "ok\n" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestACommandIsStoppedWithAllThatItStarted(t *testing.T) {
	withShell(t)
	ctx, stop := context.WithCancel(t.Context())
	began := time.Now()
	time.AfterFunc(50*time.Millisecond, stop)
	_, err := pipe(ctx, "sleep 30 | cat", nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it was waited for %s", took)
	}
}

func TestACommandGetsNoToken(t *testing.T) {
	withShell(t)
	t.Setenv("ROUNDS_TOKEN_ACME", "xoxb-secret")
	t.Setenv("ROUNDS_SLACK_TOKEN", "xoxb-secret")
	if out, err := pipe(t.Context(), "env", nil); err != nil || strings.Contains(out, "xoxb-secret") {
		t.Errorf("%v: a token is in the environment", err)
	}
}

func TestTheOutputOfACommandIsBounded(t *testing.T) {
	withShell(t)
	out, err := pipe(t.Context(), "head -c 4000000 /dev/zero | tr '\\0' x", nil)
	if err != nil || len(out) != mostHeard {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}
