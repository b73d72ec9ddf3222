package store

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"rounds/inbox"
)

// two is a store with two accounts, a conversation in each, and a person's work
// on them.
func two(t testing.TB) *Store {
	t.Helper()
	s, _ := openTest(t)
	ingest(t, s, asking(says("U1", "1", "1", 0, "secretword in acme")), says("U2", "2", "1", 1, "yes"),
		inbox.Message{Channel: "C1", ID: "3", Author: "U2", Kind: inbox.Joined, SentAt: noon})
	named := says("U2", "4", "4", 2, "@ana see above")
	named.Mentions = []string{"U1"}
	ingest(t, s, named)
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "beta", Platform: inbox.Slack}))
	_, err := s.Ingest(t.Context(), inbox.Page{
		Account: "beta", Channels: []inbox.Channel{{ID: "C1", Name: "help"}}, Members: people(), Scope: inbox.Scope{Name: "channel:C1", Cursor: "x"},
		Messages: []inbox.Message{says("U1", "1", "1", 0, "hello beta"), says("U2", "9", "1", 3, "hi")},
	})
	must(t, err)
	var both []int64
	for _, c := range everything(t, s) {
		both = append(both, c.ID)
		must(t, s.SaveDraft(t.Context(), c.Place(), inbox.NoteDraft, "draftword "+c.Account))
	}
	_, err = s.Triage(t.Context(), inbox.Triage{Verb: inbox.AddTag, On: both, Tags: []string{"both"}})
	must(t, err)
	_, err = s.Triage(t.Context(), inbox.Triage{Verb: inbox.AddNote, On: []int64{1}, Text: "noteword"})
	must(t, err)
	return s
}

func TestAForgottenAccountLeavesNothingBehind(t *testing.T) {
	s := two(t)
	must(t, s.ForgetAccount(t.Context(), "acme", nil))
	sound(t, s)
	if c := only(t, s); c.Account != "beta" || strings.Join(c.Tags, " ") != "both" {
		t.Errorf("%+v is left", c)
	}
	fresh, _ := openTest(t) // what "beta" alone would be
	must(t, fresh.PutAccount(t.Context(), inbox.Account{Name: "beta", Platform: inbox.Slack}))
	for table, columns := range tables(t, s) {
		for _, key := range []struct{ column, of string }{{"account_id", "account"}, {"channel_id", "channel"}, {"member_id", "member"}, {"conversation_id", "conversation"}, {"message_id", "message"}} {
			if !strings.Contains(columns, " "+key.column+" ") {
				continue
			}
			query := fmt.Sprintf(`SELECT count(*) FROM %s WHERE %s <> 0 AND %s NOT IN (SELECT id FROM %s)`, table, key.column, key.column, key.of)
			if n := number(t, s, query); n != 0 {
				t.Errorf("%d rows of %s name a %s that is gone", n, table, key.of)
			}
		}
		if strings.Contains(columns, " account ") && number(t, s, `SELECT count(*) FROM `+table+` WHERE account = 'acme'`) != 0 {
			t.Errorf("%s still names the account", table)
		}
	}
	for _, word := range []string{"secretword", "noteword", "draftword acme", `"acme"`} {
		for _, tail := range []string{"", "-wal", ".ledger"} {
			if text, err := os.ReadFile(s.path + tail); err == nil && strings.Contains(string(text), word) {
				t.Errorf("%q is still in the database%s", word, tail)
			}
		}
	}
	if n := number(t, s, `SELECT count(*) FROM journal`); n != 1 {
		t.Errorf("%d journal entries are left, want the one that concerns beta too", n)
	}
	if err := s.ForgetAccount(t.Context(), "acme", nil); !errors.Is(err, inbox.ErrNone) {
		t.Errorf("forgetting again: %v", err)
	}
	ingestInto(t, s, "beta")
}

func ingestInto(t testing.TB, s *Store, account string) {
	t.Helper()
	if _, err := s.Ingest(t.Context(), inbox.Page{Account: account, Messages: []inbox.Message{says("U1", "77", "77", 5, "more")}}); err != nil {
		t.Error(err)
	}
}

// tables lists the tables with the names of their columns between blanks, those
// of the search index left out.
func tables(t testing.TB, s *Store) map[string]string {
	t.Helper()
	all := map[string]string{}
	const query = `
		SELECT t.name, ' ' || group_concat(c.name, ' ') || ' '
		FROM   sqlite_schema AS t, pragma_table_info(t.name) AS c
		WHERE  t.type = 'table' AND t.name NOT LIKE 'message_text%'
		GROUP  BY t.name`
	must(t, s.Query(t.Context(), query, func([]string) error { return nil }, func(row []any) error {
		all[fmt.Sprint(row[0])] = fmt.Sprint(row[1])
		return nil
	}))
	return all
}

func number(t testing.TB, s *Store, query string) (n int) {
	t.Helper()
	must(t, s.read.QueryRowContext(t.Context(), query).Scan(&n))
	return n
}

func TestARenamedAccountKeepsEverythingAndItsUndo(t *testing.T) {
	s := two(t)
	before := facts(t, s)
	must(t, s.RenameAccount(t.Context(), "acme", "gamma"))
	for i, line := range facts(t, s) {
		if line != before[i] {
			t.Errorf("was %s, is %s", before[i], line)
		}
	}
	sound(t, s)
	if draft, err := s.Draft(t.Context(), placeIn(t, s, 1), inbox.NoteDraft); err != nil || draft != "draftword acme" {
		t.Errorf("the draft is %q, %v", draft, err)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	talk, err := s.Talk(t.Context(), 1)
	must(t, err)
	if len(talk.Notes) != 0 || talk.Account != "gamma" {
		t.Errorf("undo did not reach the renamed account: %+v", talk)
	}
	ingestInto(t, s, "gamma")
	if text, err := os.ReadFile(s.path + ".ledger"); err != nil || strings.Contains(string(text), `"acme"`) {
		t.Errorf("the ledger still names the account: %v", err)
	}
	for from, to := range map[string]string{"gamma": "beta", "nobody": "x"} {
		if err := s.RenameAccount(t.Context(), from, to); err == nil || errors.Is(err, inbox.ErrNone) != (from == "nobody") {
			t.Errorf("renaming %s to %s: %v", from, to, err)
		}
	}
}
