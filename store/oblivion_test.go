package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/metrics"
	"rounds/inbox/moderation"
)

// words is everything that may not be found of maria any more.
func words() []string {
	return []string{"zyxmaria", "Zyxmariana", "zyx@mail", "zyxsecret", "zyxquestion", "zyxnote", "zyxtag", "zyxfile", "zyxreport"}
}

// maria has done and suffered everything that leaves a trace.
func maria(t testing.TB, s *Store) int64 {
	t.Helper()
	ingest(t, s)
	m := asking(says("U9", "1", "1", 0, "zyxsecret zyxquestion?"))
	m.Signals[0].Reason = "asks: zyxquestion"
	m.Files = []inbox.File{{Name: "zyxfile.png"}}
	m.Mentions = []string{"U2"}
	who := []inbox.Member{{ID: "U9", Handle: "zyxmaria", Name: "Zyxmariana & Co", Email: "zyx@mail.hr"}}
	ingestAt(t, s, "acme", who, m, says("U2", "2", "1", 1, "an answer"), says("U9", "3", "3", 2, "more zyxsecret"))
	_, err := s.Ingest(t.Context(), inbox.Page{Account: "acme", Reports: []inbox.Report{
		{ID: "r1", Kind: inbox.Flagged, Open: true, Channel: "C1", Message: "3", Member: "U9", Reporter: "U1", Reason: "spam", Text: "zyxreport", At: noon},
	}})
	must(t, err)
	do(t, s, inbox.Triage{Verb: inbox.AddTag, On: []int64{1}, Tags: []string{"kept"}})
	row := rowOf(t, s, "acme", "U9")
	_, _, err = s.PutSurvey(t.Context(), "autumn", "nps", 0, []metrics.Survey{{At: noon.UnixMicro(), Who: "Zyx@mail.hr", Score: 9, Words: "zyxpraise"}})
	must(t, err)
	must(t, s.Freeze(t.Context(), "2026-10", []byte(`{"thanks":"zyxmaria"}`)))
	must(t, s.Freeze(t.Context(), "2026-08", []byte(`{"thanks":"Zyxmariana \u0026 Co"}`)))
	must(t, s.Freeze(t.Context(), "2026-09", []byte(`{"thanks":"somebody else"}`)))
	for _, err := range []error{
		second(s.NotePerson(t.Context(), row, "zyxnote")), second(s.TagPeople(t.Context(), inbox.AddTag, []string{"zyxtag"}, row)),
		second(s.SetRole(t.Context(), []int64{row}, inbox.Team, noon)), second(s.SetRole(t.Context(), []int64{row}, inbox.Community, noon)),
		second(s.Flag(t.Context(), moderation.Subject{Kind: moderation.OfMessage, Account: "acme", Channel: "C1", ID: "1"}, "U9", "zyxreport by hand")),
		second(s.Ask(t.Context(), inbox.Order{Verb: inbox.SayReply, Actions: []inbox.Action{{
			Kind: inbox.Reply, Account: "acme", Channel: "C1", Thread: "1", Text: "ours",
			Seen: inbox.Sight{Of: inbox.Glimpse{ID: "1", Author: "U9", By: "zyxmaria", Text: "zyxsecret zyxquestion?"}},
		}}})),
	} {
		must(t, err)
	}
	return row
}

func second[T any](_ T, err error) error { return err }

func TestOneWhoIsForgottenLeavesNoTrace(t *testing.T) {
	s, _ := openTest(t)
	row := maria(t, s)
	export, err := s.Export(t.Context(), row)
	must(t, err)
	for _, word := range words() {
		if !strings.Contains(string(export), word) && word != "zyxreport" {
			t.Errorf("the export says nothing of %s", word)
		}
	}
	if !json.Valid(export) {
		t.Error("the export is no JSON")
	}
	before := counted(t, s)
	o, err := s.Forget(t.Context(), row)
	must(t, err)
	if o.Messages != 2 || o.Notes != 1 || o.Cases != 2 {
		t.Errorf("erased %+v", o)
	}
	traceless(t, s)
	if after := counted(t, s); after != before {
		t.Errorf("counts were\n%s and are\n%s", before, after)
	}
	checkIndex(t, s)
	if found, err := s.Search(t.Context(), "zyxsecret", 10); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
	p, err := s.Person(t.Context(), row)
	if must(t, err); p.Called() != "forgotten" || p.Messages != 2 || !p.Forgotten {
		t.Errorf("left: %+v", p)
	}
}

func TestWhoIsForgottenIsOnNoCheckIn(t *testing.T) {
	s, _ := openTest(t)
	row := maria(t, s)
	var seen []checkin.Item
	for _, key := range []string{"member:%d", "first answer:%d", "heard:%d:7", "replies:%d:100", "years:%d:2"} {
		seen = append(seen, checkin.Item{Key: fmt.Sprintf(key, row), Step: checkin.Loose})
	}
	other := checkin.Item{Key: fmt.Sprintf("heard:%d0:7", row), Step: checkin.Loose}
	must(t, s.NoteCheckIn(t.Context(), checkin.Progress{Day: "2026-06-17", Seen: append(seen, other)}))
	must(t, s.SaveDraft(t.Context(), inbox.Place{Account: "acme", Thread: "member:U9"}, inbox.PrivateDraft, "Hello"))
	_, err := s.Forget(t.Context(), row)
	must(t, err)
	left, err := list(t.Context(), s.read, func(row scanner) (key string, err error) { return key, row.Scan(&key) }, `SELECT key FROM checkin_item`)
	must(t, err)
	lists(t, "what is remembered", left, []string{other.Key})
	if text, err := s.Draft(t.Context(), inbox.Place{Account: "acme", Thread: "member:U9"}, inbox.PrivateDraft); err != nil || text != "" {
		t.Errorf("a draft to them is left: %q, %v", text, err)
	}
}

func TestNoSyncBringsBackWhoWasForgotten(t *testing.T) {
	s, _ := openTest(t)
	row := maria(t, s)
	_, err := s.Forget(t.Context(), row)
	must(t, err)
	traceless(t, s)
	before := counted(t, s)
	edited := asking(says("U9", "1", "1", 0, "zyxsecret zyxquestion, edited?"))
	edited.EditedAt = noon
	edited.Mentions = []string{"U2"}
	ingestAt(t, s, "acme", []inbox.Member{{ID: "U9", Handle: "zyxmaria", Name: "Zyxmariana & Co", Email: "zyx@mail.hr"}}, edited, says("U9", "3", "3", 2, "more zyxsecret"))
	if after := counted(t, s); after != before {
		t.Errorf("counts were\n%s and are\n%s", before, after)
	}
	must(t, s.scrub(t.Context()))
	traceless(t, s)
	must(t, s.Reread(t.Context(), "acme", "other rules", func(inbox.Message) []inbox.Signal { return nil }, func(m inbox.Member) inbox.Role { return m.Role }))
	if after := counted(t, s); !strings.Contains(after, "1 1") {
		t.Errorf("other rules made no question of what was one: %s", after)
	}
}

func TestForgettingIsNotUndoneAndHoldsInAnyOtherFile(t *testing.T) {
	s, _ := openTest(t)
	row := maria(t, s)
	_, err := s.Forget(t.Context(), row)
	must(t, err)
	for err == nil {
		_, err = s.Undo(t.Context())
	}
	if !errors.Is(err, inbox.ErrNone) {
		t.Errorf("undo: %v", err)
	}
	traceless(t, s)
	if _, _, err := s.Frozen(t.Context(), "2026-09"); err != nil {
		t.Errorf("the report of a month in which they are not named: %v", err)
	}
	entries, err := s.Entries(t.Context())
	must(t, err)
	other := openAt(t, filepath.Join(t.TempDir(), "other.db"), &clock{noon})
	must(t, other.Replay(t.Context(), entries))
	ingestAt(t, other, "acme", []inbox.Member{{ID: "U9", Handle: "zyxmaria"}}, says("U9", "3", "3", 2, "more zyxsecret"))
	traceless(t, other)
}

// counted is what must not change when somebody is forgotten.
func counted(t testing.TB, s *Store) (text string) {
	t.Helper()
	for _, query := range []string{
		`SELECT key, messages, first_at, last_at, role FROM member ORDER BY key`,
		`SELECT question, mention, messages, answer_at, others_at, ours_at, state FROM conversation ORDER BY key`,
		`SELECT * FROM naming`, `SELECT * FROM author_day ORDER BY 1, 2`, `SELECT count(*) FROM casefile`, `SELECT count(*) FROM flag`,
	} {
		must(t, s.Query(t.Context(), query, func([]string) error { return nil }, func(row []any) error {
			for _, v := range row {
				text += strings.TrimSpace(strings.ReplaceAll(strings.TrimSpace(toText(v)), "\n", " ")) + " "
			}
			text += "\n"
			return nil
		}))
	}
	return text
}

func toText(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

func traceless(t testing.TB, s *Store) {
	t.Helper()
	for _, tail := range []string{"", "-wal", ".ledger"} {
		text, err := os.ReadFile(s.path + tail)
		if err != nil {
			continue
		}
		for _, word := range words() {
			if strings.Contains(string(text), word) {
				t.Errorf("the file%s still holds %s", tail, word)
			}
		}
	}
}
