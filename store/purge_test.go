package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// sound has SQLite look at the whole file and at the search index.
func sound(t testing.TB, s *Store) {
	t.Helper()
	var verdict string
	must(t, s.write.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&verdict))
	if verdict != "ok" {
		t.Errorf("integrity_check: %s", verdict)
	}
	checkIndex(t, s)
}

// facts is outline with everything that hangs on conversations, the platform's
// IDs in the place of ours.
func facts(t testing.TB, s *Store) []string {
	t.Helper()
	lines := outline(t, s)
	for _, query := range []string{
		`SELECT c.key, n.text FROM note AS n JOIN conversation AS c ON c.id = n.conversation_id ORDER BY 1, 2`,
		`SELECT c.key, t.name FROM tag AS t JOIN conversation AS c ON c.id = t.conversation_id ORDER BY 1, 2`,
		`SELECT key, text FROM draft ORDER BY 1, 2`,
		`SELECT m.key, n.sent_at, u.key FROM naming AS n JOIN member AS u ON u.id = n.member_id JOIN message AS m ON m.id = n.message_id ORDER BY 1, 3`,
		`SELECT count(*) FROM naming`,
		`SELECT * FROM author_day ORDER BY 1, 2`,
		`SELECT * FROM channel_day ORDER BY 1, 2`,
		`SELECT name, cursor FROM scope ORDER BY 1`,
	} {
		must(t, s.Query(t.Context(), query, func([]string) error { return nil }, func(row []any) error {
			lines = append(lines, fmt.Sprint(row...))
			return nil
		}))
	}
	return lines
}

// spread puts a history's messages so far apart that a cut-off parts them, some
// of them joins.
func spread(r *rand.Rand) []inbox.Message {
	all := randomHistory(r)
	for i := range all {
		all[i].SentAt = noon.Add(-30*inbox.Day + time.Duration(i)*7*time.Hour)
		if r.IntN(8) == 0 && all[i].Thread == all[i].ID {
			all[i].Kind, all[i].Mentions = inbox.Joined, nil
		}
	}
	return all
}

// survivors are the messages that a purge leaves, by its own definition: those
// of conversations whose last word is young enough, and young notices.
func survivors(all []inbox.Message, before time.Time) []inbox.Message {
	last, opened := map[string]time.Time{}, map[string]time.Time{}
	for _, m := range all {
		if m.Kind != inbox.Said {
			continue
		}
		if first, known := opened[m.Thread]; !known || m.ID == m.Thread || m.SentAt.Before(first) && last[m.Thread].IsZero() {
			opened[m.Thread] = m.SentAt
		}
		if !m.Deleted && m.SentAt.After(last[m.Thread]) {
			last[m.Thread] = m.SentAt
		}
	}
	var left []inbox.Message
	for _, m := range all {
		end := m.SentAt
		if m.Kind == inbox.Said {
			if end = last[m.Thread]; end.IsZero() {
				end = opened[m.Thread]
			}
		}
		if !end.Before(before) {
			left = append(left, m)
		}
	}
	return left
}

// TestAPurgeLeavesWhatWouldBeThereHadOnlyTheRestEverComeIn is the rule of
// retention, on histories of every shape.
func TestAPurgeLeavesWhatWouldBeThereHadOnlyTheRestEverComeIn(t *testing.T) {
	for seed := range seeds() {
		r := rand.New(rand.NewPCG(seed, 2))
		history := spread(r)
		before := noon.Add(-30*inbox.Day + time.Duration(r.IntN(220))*time.Hour)
		left := survivors(history, before)
		purged, _ := openTest(t)
		ingest(t, purged)
		ingest(t, purged, history...)
		wanted, _ := openTest(t)
		ingest(t, wanted)
		ingest(t, wanted, left...)
		for _, s := range []*Store{purged, wanted} {
			decorate(t, s, left)
		}
		expired, err := purged.Expired(t.Context(), "acme", before)
		must(t, err)
		gone, err := purged.Purge(t.Context(), "acme", before, nil)
		must(t, err)
		if want := len(history) - len(left); gone != want || expired.Messages != want {
			t.Fatalf("seed %d: %d messages announced, %d gone, want %d", seed, expired.Messages, gone, want)
		}
		if got, want := facts(t, purged), facts(t, wanted); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d:\n got %v\nwant %v", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		sound(t, purged)
		if again, err := purged.Purge(t.Context(), "acme", before, nil); err != nil || again != 0 {
			t.Fatalf("a second purge took %d: %v", again, err)
		}
	}
}

// decorate tags, notes and drafts every conversation that is to stay.
func decorate(t testing.TB, s *Store, left []inbox.Message) {
	t.Helper()
	stays := map[string]bool{}
	for _, m := range left {
		stays[m.Thread] = m.Kind == inbox.Said || stays[m.Thread]
	}
	for _, c := range everything(t, s) {
		var key string
		must(t, s.read.QueryRowContext(t.Context(), `SELECT key FROM conversation WHERE id = ?`, c.ID).Scan(&key))
		if !stays[key] {
			continue
		}
		_, err := s.Triage(t.Context(), inbox.Triage{Verb: inbox.AddTag, On: []int64{c.ID}, Tags: []string{"kept"}})
		must(t, err)
		_, err = s.Triage(t.Context(), inbox.Triage{Verb: inbox.AddNote, On: []int64{c.ID}, Text: "about " + key})
		must(t, err)
		must(t, s.SaveDraft(t.Context(), c.Place(), inbox.NoteDraft, "draft of "+key))
	}
}

// old ingests one conversation that is old and one that is not.
func old(t testing.TB, s *Store) (before time.Time) {
	t.Helper()
	ingest(t, s, says("U1", "1", "1", 0, "ancientword here"), says("U2", "2", "1", 1, "so it is"), says("U1", "3", "3", 600, "newer"))
	return noon.Add(-40 * time.Hour)
}

func TestAPurgeSaysWhatItWouldTake(t *testing.T) {
	s, _ := openTest(t)
	before := old(t, s)
	for _, triage := range []inbox.Triage{
		{Verb: inbox.Star}, {Verb: inbox.AddTag, Tags: []string{"a", "b"}}, {Verb: inbox.AddNote, Text: "n"},
	} {
		triage.On = []int64{1}
		_, err := s.Triage(t.Context(), triage)
		must(t, err)
	}
	got, err := s.Expired(t.Context(), "acme", before)
	must(t, err)
	want := inbox.Expired{
		Account: "acme", Before: before, Conversations: 1, Messages: 2, Starred: 1, Noted: 1, Tagged: 1,
		From: noon.Add(-48 * time.Hour), To: noon.Add(-48*time.Hour + time.Minute),
	}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if c := len(everything(t, s)); c != 2 {
		t.Errorf("looking took something: %d conversations", c)
	}
}

func TestAConversationThatComesBackBringsItsDecisionsBack(t *testing.T) {
	s, _ := openTest(t)
	before := old(t, s)
	_, err := s.Triage(t.Context(), inbox.Triage{Verb: inbox.MarkSpam, On: []int64{1}})
	must(t, err)
	_, err = s.Purge(t.Context(), "acme", before, nil)
	must(t, err)
	if _, err := s.Undo(t.Context()); err != nil { // it concerns something that is gone, and says so to nobody
		t.Errorf("undo after a purge: %v", err)
	}
	if _, err := s.Redo(t.Context()); err != nil {
		t.Errorf("redo after a purge: %v", err)
	}
	old(t, s)
	for _, c := range everything(t, s) {
		if (c.State == inbox.Spam) != (c.Text == "ancientword here") {
			t.Errorf("%q is %s", c.Text, c.State)
		}
	}
	sound(t, s)
}

func TestWhatWasPurgedIsNotInTheFileAnyMore(t *testing.T) {
	s, _ := openTest(t)
	before := old(t, s)
	_, err := s.Purge(t.Context(), "acme", before, nil)
	must(t, err)
	for _, tail := range []string{"", "-wal", ".ledger"} {
		text, err := os.ReadFile(s.path + tail)
		if err == nil && strings.Contains(string(text), "ancientword") {
			t.Errorf("%s still holds the words", s.path+tail)
		}
	}
}

func TestAPurgeTakesOneAccountOnlyAndAGiantThreadInPages(t *testing.T) {
	s, _ := openTest(t)
	must(t, s.PutAccount(t.Context(), inbox.Account{Name: "other", Platform: inbox.Slack}))
	_, err := s.Ingest(t.Context(), inbox.Page{Account: "other", Messages: []inbox.Message{says("X1", "1", "1", 0, "theirs")}})
	must(t, err)
	var thread []inbox.Message
	for i := range 2*purgeAtOnce + 100 {
		thread = append(thread, says("U1", fmt.Sprintf("%05d", i), "00000", 0, "again"))
		thread[i].SentAt = thread[i].SentAt.Add(time.Duration(i) * time.Second / 4)
	}
	ingest(t, s, thread...)
	var steps []int
	gone, err := s.Purge(t.Context(), "acme", noon.Add(-time.Hour), func(gone int) {
		steps = append(steps, gone)
		checkIndex(t, s)
		if len(steps) == 1 { // in between it is whole, and shorter
			if c := everything(t, s); len(c) != 2 {
				t.Errorf("%d conversations in between", len(c))
			}
		}
	})
	must(t, err)
	if gone != len(thread) || len(steps) < 3 {
		t.Errorf("%d gone in steps of %v", gone, steps)
	}
	if c := only(t, s); c.Account != "other" {
		t.Errorf("%+v is left", c)
	}
	sound(t, s)
}

func TestAPurgeThatIsStoppedLeavesEverythingInOrder(t *testing.T) {
	s, _ := openTest(t)
	var all []inbox.Message
	for i := range 2*purgeAtOnce + 100 {
		m := says(fmt.Sprintf("U%d", 1+i%4), fmt.Sprintf("%05d", i), "", 0, "again")
		m.SentAt = m.SentAt.Add(time.Duration(i) * time.Second / 4)
		all = append(all, m)
	}
	ingest(t, s, all...)
	ctx, stop := context.WithCancel(t.Context())
	gone, err := s.Purge(ctx, "acme", noon.Add(-time.Hour), func(int) { stop() })
	if err == nil || gone == 0 || gone == len(all) {
		t.Fatalf("%d gone, %v", gone, err)
	}
	sound(t, s)
	fresh, _ := openTest(t)
	ingest(t, fresh)
	ingest(t, fresh, all[gone:]...)
	if got, want := facts(t, s), facts(t, fresh); !reflect.DeepEqual(got, want) {
		t.Error("what is left is not as if the rest alone had come in")
	}
	rest, err := s.Purge(t.Context(), "acme", noon.Add(-time.Hour), nil)
	must(t, err)
	if gone+rest != len(all) {
		t.Errorf("%d and then %d gone of %d", gone, rest, len(all))
	}
}
