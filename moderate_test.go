package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/store"
)

func TestCasesAreDecidedAndReopenedWithoutAScreen(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.db = filepath.Join(h.dir, "kept.db")
	h.must(t, "demo", "--only", "forum,discord", "--keep", h.db)
	cases := h.objects(t, "cases", "--json")
	if len(cases) < 8 {
		t.Fatalf("%d cases", len(cases))
	}
	for _, key := range []string{"id", "subject", "platform", "channel", "author", "text", "priority", "reasons", "reports", "opened_at", "state"} {
		if _, has := cases[0][key]; !has {
			t.Errorf("a case has no %s: %v", key, cases[0])
		}
	}
	if high := h.objects(t, "cases", "--json", "priority:high", "platform:discord"); len(high) == 0 || high[0]["priority"] != "high" {
		t.Errorf("of high priority: %v", high)
	}
	ids := []string{cases[0]["id"].(string), cases[1]["id"].(string)}
	plan := h.must(t, slices.Concat([]string{"decide", "spam"}, ids, []string{"--plan"})...)
	if !strings.Contains(plan, "delete the message in #") || !strings.Contains(plan, "is not connected") || len(h.objects(t, "decisions", "--json")) != 0 {
		t.Errorf("the plan says %s, and decided something", plan)
	}
	h.must(t, slices.Concat([]string{"decide", "spam"}, ids, []string{"--rule", "no-promotion"})...)
	log := h.objects(t, "decisions", "--json")
	if len(log) != 2 || log[0]["rule"] != "no-promotion" || log[0]["strikes"] != 1.0 || log[0]["evidence"] == "" {
		t.Fatalf("the log: %v", log)
	}
	if csv := h.must(t, "decisions", "--csv"); !strings.HasPrefix(csv, "at,by,outcome,rule,") || strings.Count(csv, "no-promotion") != 2 {
		t.Errorf("as CSV: %s", csv)
	}
	if md := h.must(t, "decisions", "--md"); !strings.HasPrefix(md, "| at | by |") {
		t.Errorf("as Markdown: %s", md)
	}
	h.must(t, "reopen", log[0]["id"].(string))
	if again := h.objects(t, "cases", "--json"); len(again) != len(cases)-1 {
		t.Errorf("%d cases are open, want %d", len(again), len(cases)-1)
	}
	for _, wrong := range [][]string{{"decide", "burn", "1"}, {"decide", "keep", "x"}, {"decide", "keep", "1", "--rule", "none"}, {"cases", "age:soon"}, {"decisions", "--since", "soon"}} {
		if a := h.run(t, wrong...); a.code != 2 || a.err == "" {
			t.Errorf("%q ended with %d: %s", wrong, a.code, a.err)
		}
	}
	if a := h.run(t, "decide", "keep", "99999"); a.code != 3 {
		t.Errorf("a case that is not there ended with %d: %s", a.code, a.err)
	}
}

func TestRulesAreTestedOnWhatWasSaid(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	h.db = filepath.Join(h.dir, "kept.db")
	h.must(t, "demo", "--only", "slack", "--keep", h.db)
	said := h.must(t, "rules", "test", "--since", "3d")
	if !strings.Contains(said, "messages, ") || !strings.Contains(said, "copies") || !strings.Contains(said, "[") {
		t.Errorf("the test says: %s", said)
	}
	one := h.must(t, "rules", "test", "copies", "--samples", "1")
	if strings.Contains(one, "insults") {
		t.Errorf("one rule alone: %s", one)
	}
	if a := h.run(t, "rules", "test", "nothing-of-the-kind"); a.code != 2 {
		t.Errorf("a rule that there is not ended with %d: %s", a.code, a.err)
	}
}

func TestAMistakeInTheRulesIsPointedAt(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	path := filepath.Join(h.dir, "rules.toml")
	if err := os.WriteFile(path, []byte("[[rule]]\nname = \"x\"\ntitle = \"X\"\nwhen = \"author.agee < 3\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if a := h.run(t, "rules", "check", path); a.code != 1 || !strings.Contains(a.err, ":4:16:") {
		t.Errorf("ended with %d: %s", a.code, a.err)
	}
	if said := h.must(t, "rules", "check"); !strings.Contains(said, "starter set holds") {
		t.Errorf("without a file: %s", said)
	}
}

func TestABrokenRuleFileLeavesTheLastGoodOneInForce(t *testing.T) {
	folder := t.TempDir()
	f := newRuleFile(paths{config: filepath.Join(folder, "config.toml")})
	write := func(text string, ago time.Duration) {
		t.Helper()
		at := time.Now().Add(-ago)
		if err := os.WriteFile(f.path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(f.path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	has := func(name string) bool {
		return slices.ContainsFunc(f.Rulebook().Rules, func(r moderation.Rule) bool { return r.Name == name })
	}
	if !has("be-kind") || f.Rulebook().Trouble != "" {
		t.Errorf("without a file there are %+v", f.Rulebook())
	}
	write("packs = []\n[[rule]]\nname = \"mine\"\ntitle = \"Mine\"\nwhen = \"link_count > 3\"\n", 3*time.Minute)
	if !has("mine") || has("be-kind") {
		t.Errorf("with a file there are %+v", f.Rulebook())
	}
	write("[[rule]]\nname = \"mine\"\nwhen = \"link_count >\"\n", 2*time.Minute)
	if !has("mine") || !strings.Contains(f.Rulebook().Trouble, "rules.toml:3:") {
		t.Errorf("broken there are %+v", f.Rulebook())
	}
	write("packs = []\n[[rule]]\nname = \"new\"\ntitle = \"New\"\nwhen = \"link_count > 3\"\n", time.Minute)
	if !has("new") || f.Rulebook().Trouble != "" {
		t.Errorf("mended there are %+v", f.Rulebook())
	}
}

func TestARuleDecidesByItselfOnlyWhereAPersonSaidSoAndOnce(t *testing.T) {
	ctx, folder := t.Context(), t.TempDir()
	memory, err := store.Open(ctx, filepath.Join(folder, "a.db"), store.Options{Actor: "sam"})
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	if err := memory.PutAccount(ctx, inbox.Account{Name: "board", Platform: inbox.Discourse}); err != nil {
		t.Fatal(err)
	}
	rules := "packs = []\n" +
		"[[rule]]\nname = \"pills\"\ntitle = \"No pills\"\nwhen = \"text contains 'pills'\"\noutcome = \"remove\"\nstrikes = 2\nact = true\n" +
		"[[rule]]\nname = \"thanks\"\ntitle = \"Thanks\"\nwhen = \"text contains 'thanks'\"\ndoes = [\"tag:kind\"]\n"
	if err := os.WriteFile(filepath.Join(folder, "rules.toml"), []byte(rules), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newSifter(sending{Store: memory, connected: func(string) bool { return true }}, config{}, newRuleFile(paths{config: filepath.Join(folder, "config.toml")}))
	say := func(id, text string, edited time.Time) {
		t.Helper()
		_, err := memory.Ingest(ctx, inbox.Page{
			Account: "board", Channels: []inbox.Channel{{ID: "C1", Name: "help"}}, Members: []inbox.Member{{ID: "U1", Handle: "ana"}},
			Messages: []inbox.Message{{Channel: "C1", ID: id, Thread: id, Author: "U1", Kind: inbox.Said, Text: text, SentAt: time.Now().Add(-time.Hour), EditedAt: edited}},
		})
		if err == nil {
			err = s.pass(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	say("1", "cheap pills here", time.Time{})
	say("2", "thanks a lot", time.Time{})
	log, err := memory.Decisions(ctx, moderation.LogQuery{})
	if err != nil || len(log) != 1 || log[0].Actor != "rule pills" || !log[0].Auto || log[0].Strikes != 2 || len(log[0].Sent) != 1 {
		t.Fatalf("the log: %+v, %v", log, err)
	}
	tags, err := memory.Tags(ctx)
	if err != nil || len(tags) != 1 || tags[0].Name != "kind" {
		t.Errorf("tags: %v, %v", tags, err)
	}
	if entry, err := memory.Undo(ctx); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("undo takes back what a rule did: %+v, %v", entry, err)
	}
	if _, err := memory.Reopen(ctx, log[0].ID); err != nil {
		t.Fatal(err)
	}
	say("1", "cheap pills here, really", time.Now())
	if again, err := memory.Decisions(ctx, moderation.LogQuery{}); err != nil || len(again) != 1 || again[0].Stands() {
		t.Errorf("what a person reversed was decided again: %+v, %v", again, err)
	}
}

func TestWhatWasDecidedTeachesOnceThereIsEnough(t *testing.T) {
	ctx := t.Context()
	memory, err := store.Open(ctx, filepath.Join(t.TempDir(), "a.db"), store.Options{Actor: "sam"})
	if err != nil {
		t.Fatal(err)
	}
	defer memory.Close()
	if err := memory.PutAccount(ctx, inbox.Account{Name: "board", Platform: inbox.Discourse}); err != nil {
		t.Fatal(err)
	}
	d := docket{sending{Store: memory, connected: func(string) bool { return false }}, &learner{}}
	for n := range 41 {
		id, text, outcome := strconv.Itoa(n), "how do I sync my notes with number "+strconv.Itoa(n), moderation.Keep
		if n%2 == 0 {
			text, outcome = "cheap followers, click my page number "+strconv.Itoa(n), moderation.Spam
		}
		_, err := memory.Ingest(ctx, inbox.Page{
			Account: "board", Channels: []inbox.Channel{{ID: "C1", Name: "help"}}, Members: []inbox.Member{{ID: "U1", Handle: "ana"}},
			Messages: []inbox.Message{{Channel: "C1", ID: id, Thread: id, Author: "U1", Kind: inbox.Said, Text: text, SentAt: time.Now().Add(-time.Hour)}},
		})
		if err == nil {
			_, err = memory.Flag(ctx, moderation.Subject{Kind: moderation.OfMessage, Account: "board", Channel: "C1", ID: id}, "U1", "")
		}
		open, second := memory.Cases(ctx, moderation.Filter{})
		if err := errors.Join(err, second); err != nil || len(open) != 1 {
			t.Fatalf("%d cases, %v", len(open), err)
		}
		f, err := d.File(ctx, open[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		switch learned := f.Learned; {
		case n < 40 && learned.From != 0:
			t.Fatalf("after %d decisions it says %+v", n, learned)
		case n == 40 && (learned.From != 40 || learned.Chance < 0.6 || !slices.Contains(learned.Words, "followers")):
			t.Errorf("after %d decisions it says %+v", n, learned)
		}
		if _, err := d.Judge(ctx, moderation.Ruling{Cases: []int64{open[0].ID}, Outcome: outcome}); err != nil {
			t.Fatal(err)
		}
	}
}
