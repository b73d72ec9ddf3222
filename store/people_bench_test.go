package store

import (
	"path/filepath"
	"testing"

	"rounds/inbox"
)

const many = 1_000_000

// town is a store of so many messages of 50,000 members over two years, filled
// without going through ingest: what is measured is reading.
func town(b *testing.B, messages int) *Store {
	s := openAt(b, filepath.Join(b.TempDir(), "x.db"), &clock{noon})
	now := at(noon)
	must(b, s.PutAccount(b.Context(), inbox.Account{Name: "forum", Platform: inbox.Discourse, Base: "https://forum.acme.dev"}))
	for _, query := range []string{
		`CREATE TABLE series AS WITH RECURSIVE s (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM s WHERE value < 1000000) SELECT value FROM s`,
		`INSERT INTO channel (id, account_id, key, name) SELECT value, 1, 'C' || value, 'room' || value FROM series WHERE value <= 40`,
		`INSERT INTO member (id, account_id, key, handle, name, email, zone, role, joined_at)
		 SELECT value, 1 + value % 2, 'U' || value, 'member' || (value / 2), 'Member ' || value, CASE value % 7 WHEN 0 THEN 'm' || (value / 14) || '@x.dev' ELSE '' END,
		        CASE value % 3 WHEN 0 THEN 'Europe/Berlin' ELSE '' END, CASE WHEN value % 1000 = 0 THEN 'team' ELSE 'community' END, ?1 - (value * 1261440000)
		 FROM series WHERE value <= 50000`,
		`INSERT INTO message (id, channel_id, key, conversation_id, author_id, kind, sent_at, text)
		 SELECT value, 1 + value % 40, 'm' || value, 1 + value / 3, 1 + (value * 7919 % 50000) * (value * 7919 % 50000) / 50000 * (value * 7919 % 50000) / 50000, 'said', ?1 - (?2 - value) * (63072000000000 / ?2), 'thanks for message ' || value
		 FROM series WHERE value <= ?2`,
		`INSERT INTO conversation (id, channel_id, key, opener_id, opened_at, last_at, messages, answer_at, question)
		 SELECT conversation_id, min(channel_id), min(key), min(author_id), min(sent_at), max(sent_at), count(*), CASE conversation_id % 4 WHEN 0 THEN 0 ELSE max(sent_at) END, conversation_id % 3 = 0
		 FROM message GROUP BY conversation_id`,
		`INSERT INTO author_day (member_id, day, messages, replies) SELECT author_id, sent_at / 86400000000, count(*), count(*) / 2 FROM message GROUP BY 1, 2`,
		`UPDATE member SET (messages, first_at, last_at) = (SELECT count(*), coalesce(min(sent_at), 0), coalesce(max(sent_at), 0) FROM message WHERE author_id = member.id AND kind = 'said' AND deleted = 0)`,
		`UPDATE member SET person = 'p' || (id / 2) WHERE id % 50 < 2 AND id > 1`,
	} {
		must(b, s.exec(b.Context(), query, now, messages))
	}
	must(b, s.exec(b.Context(), `DROP TABLE series`))
	must(b, s.exec(b.Context(), `INSERT INTO message_text (message_text) VALUES ('rebuild')`))
	return s
}

func BenchmarkPeople(b *testing.B) {
	s := town(b, many)
	for _, view := range inbox.PeopleViews() {
		b.Run("view "+string(view), func(b *testing.B) {
			for b.Loop() {
				people, err := s.People(b.Context(), inbox.PeopleQuery{View: view})
				must(b, err)
				b.ReportMetric(float64(len(people)), "people")
			}
		})
	}
	b.Run("words", func(b *testing.B) {
		for b.Loop() {
			_, err := s.People(b.Context(), inbox.PeopleQuery{Words: []string{"member", "999"}})
			must(b, err)
		}
	})
	b.Run("card", func(b *testing.B) {
		for b.Loop() {
			_, err := s.Person(b.Context(), 4242)
			must(b, err)
		}
	})
	b.Run("suggestions", func(b *testing.B) {
		for b.Loop() {
			_, err := s.Suggestions(b.Context())
			must(b, err)
		}
	})
	b.Run("forget", func(b *testing.B) { // another one each time
		for id := int64(77); b.Loop(); id += 100 {
			_, err := s.Forget(b.Context(), id)
			must(b, err)
		}
	})
}
