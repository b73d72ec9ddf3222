package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"rounds/inbox"
)

const (
	mostWords = 32     // of a search; the rest is not looked at
	fewHits   = 2_500  // so many are sorted by time outright
	manyHits  = 50_000 // no more are ever sorted
	farBack   = 60_000 // how many messages to walk back in time
	looked    = 20_000 // how many hits to read for a word with symbols in it
)

// Search returns the messages that hold every one of the words, the newest
// first, at most limit. It takes whatever a person types: no input is an error.
// Words in double quotes must stand side by side. A word with symbols in it
// ("C++", "20.04", "@bob") is found as it is typed; if it stands nowhere so, the
// letters in it are found.
func (s *Store) Search(ctx context.Context, words string, limit int) ([]inbox.Hit, error) {
	found, err := s.search(ctx, parseWords(words), limit)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return found, nil
}

func (s *Store) search(ctx context.Context, w sought, limit int) ([]inbox.Hit, error) {
	if limit <= 0 {
		limit = 100
	}
	var best []int64
	for _, try := range w.tries() {
		ids, err := s.newest(ctx, try, limit)
		if err != nil {
			return nil, err
		}
		if len(ids) > len(best) {
			best = ids
		}
		if len(best) == limit || len(best) > 0 && !try.wider {
			break
		}
	}
	if len(best) == 0 {
		return nil, nil
	}
	return s.hits(ctx, best)
}

// tries are the ways to read a search, the narrowest first. The beginning of a
// word is looked for only where the whole word is found too rarely: the index
// has to gather every word that begins so.
func (w sought) tries() []sought {
	all := []sought{w.marked(), w.plain()}
	if w.begun {
		all[0].wider, all[1].wider = true, true
		all = append(all, w.prefix())
	}
	return append(all, w.loose())
}

// sought is a search as it is put to the index, and what the index cannot tell.
type sought struct {
	terms   []string // FTS5 strings: "a" or "a b", each quoted
	marks   []string // encoded words of symbols
	literal []string // lower-case; must stand in the text as typed
	begun   bool     // the last term may be the beginning of a word
	wider   bool     // the next try finds this one's hits too, and more
}

// shortest is how many letters make a beginning worth looking for.
const shortest = 4

func (w sought) marked() sought { // what the index holds as typed
	if len(w.marks) == 0 {
		return w
	}
	return sought{terms: append(slices.Clone(w.terms), w.marks...), literal: w.literal}
}
func (w sought) plain() sought { return sought{terms: w.terms, literal: w.literal} }
func (w sought) loose() sought { return sought{terms: w.terms} }

func (w sought) prefix() sought {
	terms := slices.Clone(w.terms)
	terms[len(terms)-1] += "*"
	return sought{terms: terms, literal: w.literal}
}

// match is the FTS5 query, "" if there is nothing that the index knows.
func (w sought) match() string { return strings.Join(w.terms, " ") }

// parseWords reads what a person typed. Every word becomes an FTS5 string, so
// that AND, NEAR, * and - are words and not operators; the last one may be a
// beginning, since it may not be typed out yet.
func parseWords(typed string) sought {
	var w sought
	phrases := phrases(strings.ReplaceAll(typed, "\x00", " "))
	for i, phrase := range phrases[:min(len(phrases), mostWords)] {
		words := strings.FieldsFunc(phrase, func(r rune) bool { return !isWord(r) && !unicode.Is(unicode.M, r) })
		if len(words) > 0 {
			words = words[:min(len(words), mostWords)]
			w.terms = append(w.terms, `"`+strings.Join(words, " ")+`"`)
			w.begun = i == len(phrases)-1 && len(words) == 1 && words[0] == phrase && len([]rune(phrase)) >= shortest
		}
		if strings.ContainsFunc(phrase, notWord) {
			w.literal = append(w.literal, strings.ToLower(phrase))
			w.marks = append(w.marks, strings.Fields(marks(phrase))...)
		}
	}
	return w
}

// phrases splits at blanks, except between double quotes. A quote that is not
// closed reaches to the end; one alone is a word.
func phrases(typed string) []string {
	var all []string
	for typed = strings.TrimSpace(typed); typed != ""; typed = strings.TrimSpace(typed) {
		if inside, ok := strings.CutPrefix(typed, `"`); ok && strings.TrimSpace(inside) != "" {
			phrase, rest, _ := strings.Cut(inside, `"`)
			if phrase = strings.TrimSpace(phrase); phrase != "" {
				all = append(all, phrase)
			}
			typed = rest
			continue
		}
		end := strings.IndexFunc(typed, unicode.IsSpace)
		if end < 0 {
			end = len(typed)
		}
		all = append(all, typed[:end])
		typed = typed[end:]
	}
	return all
}

// newest returns the ids of the newest messages that match. Row ids are not in
// the order of time (history is read backwards), so few hits are sorted by it.
// Of a word that has more, the newest are looked for among the newest messages.
func (s *Store) newest(ctx context.Context, w sought, limit int) ([]int64, error) {
	const list = `SELECT rowid FROM message_text WHERE message_text MATCH ? ORDER BY rowid DESC LIMIT ?`
	match := w.match()
	switch {
	case match == "" && len(w.literal) == 0:
		return nil, nil
	case match == "":
		return s.scan(ctx, w.literal, limit)
	case len(w.literal) > 0:
		ids, err := s.ids(ctx, list, match, looked)
		if err != nil {
			return nil, err
		}
		return s.literally(ctx, w.literal, ids, limit)
	}
	ids, err := s.ids(ctx, list, match, fewHits+1)
	if err != nil {
		return nil, err
	}
	if len(ids) <= fewHits {
		return s.byTime(ctx, ids, limit)
	}
	for _, span := range []int{1_500, 20_000} {
		if ids, err = s.recent(ctx, match, span, limit); err != nil || len(ids) == limit {
			return ids, err
		}
	}
	if ids, err = s.walk(ctx, w, limit); err != nil || len(ids) == limit {
		return ids, err
	}
	if ids, err = s.ids(ctx, list, match, manyHits); err != nil {
		return nil, err
	}
	return s.byTime(ctx, ids, limit)
}

// recent looks for hits among the newest messages, so many as span says. Row
// ids are not in the order of time, but what was imported or synced together
// stands together: the newest messages fill a few stretches of the index.
func (s *Store) recent(ctx context.Context, match string, span, limit int) ([]int64, error) {
	const (
		whole = `
			SELECT coalesce(min(id), 0), coalesce(max(id), 0), coalesce(min(sent_at), 0)
			FROM   (SELECT id, sent_at FROM message WHERE kind = 'said' AND deleted = 0 ORDER BY sent_at DESC LIMIT ?)`
		stretches = `
			SELECT   min(id), max(id), min(sent_at)
			FROM     (SELECT id, sent_at FROM message WHERE kind = 'said' AND deleted = 0 ORDER BY sent_at DESC LIMIT ?)
			GROUP BY id / 4096`
		query = `
			SELECT m.id, m.sent_at
			FROM   message_text AS f JOIN message AS m ON m.id = f.rowid
			WHERE  f.message_text MATCH ? AND f.rowid BETWEEN ? AND ? AND m.sent_at >= ?`
	)
	read := func(row scanner) (x stretch, err error) { return x, row.Scan(&x.first, &x.last, &x.since) }
	all, err := list(ctx, s.read, read, whole, span)
	if err == nil && len(all) == 1 && all[0].last-all[0].first > int64(4*span) {
		all, err = list(ctx, s.read, read, stretches, span)
	}
	if err != nil || len(all) == 0 || len(all) > mostStretches {
		return nil, err
	}
	since := slices.MinFunc(all, func(a, b stretch) int { return cmp.Compare(a.since, b.since) }).since
	var found []hit
	for _, x := range all {
		some, err := list(ctx, s.read, scanHitAt, query, match, x.first, x.last, since)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return newestOf(found, limit), nil
}

// mostStretches is how many are worth looking at one by one.
const mostStretches = 64

// stretch is a part of the index, and the oldest message wanted in it.
type stretch struct {
	first, last int64
	since       micros
}

// hit is a message that was found, and when it was sent.
type hit struct {
	id   int64
	sent micros
}

func scanHitAt(row scanner) (h hit, err error) { return h, row.Scan(&h.id, &h.sent) }

// newestOf sorts hits by time, the newest first, and takes the first of them.
func newestOf(found []hit, limit int) []int64 {
	slices.SortFunc(found, func(a, b hit) int { return cmp.Or(cmp.Compare(b.sent, a.sent), cmp.Compare(b.id, a.id)) })
	ids := make([]int64, 0, limit)
	for _, h := range found[:min(len(found), limit)] {
		ids = append(ids, h.id)
	}
	return ids
}

// walk goes back in time from the newest message and reads the texts itself.
func (s *Store) walk(ctx context.Context, w sought, limit int) ([]int64, error) {
	const query = `
		SELECT   id, text FROM message
		WHERE    kind = 'said' AND deleted = 0
		ORDER BY sent_at DESC, id DESC
		LIMIT    ?`
	rows, err := s.read.QueryContext(ctx, query, farBack)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []int64
	for len(found) < limit && rows.Next() {
		var id int64
		var text string
		if err := rows.Scan(&id, &text); err != nil {
			return nil, err
		}
		if w.holds(text) {
			found = append(found, id)
		}
	}
	return found, rows.Err()
}

// holds reports whether every term stands in a text: the words of each side by
// side, the last one perhaps only begun.
func (w sought) holds(text string) bool {
	words := " " + strings.Join(tokens(text), " ") + " "
	return !slices.ContainsFunc(w.terms, func(term string) bool {
		begun := strings.HasSuffix(term, "*")
		want := " " + strings.ToLower(strings.Trim(term, `"*`))
		if !begun {
			want += " "
		}
		return !strings.Contains(words, want)
	})
}

// tokens cuts a text into words as the tokenizer does, accents aside.
func tokens(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWord(r) && !unicode.Is(unicode.M, r) })
}

// byTime sorts hits, newest first, and takes the first of them.
func (s *Store) byTime(ctx context.Context, ids []int64, limit int) ([]int64, error) {
	return s.ids(ctx, `
		SELECT   id FROM message
		WHERE    id IN (SELECT value FROM json_each(?))
		ORDER BY sent_at DESC, id DESC
		LIMIT    ?`, idList(ids), limit)
}

// literally keeps the hits whose text holds what was typed.
func (s *Store) literally(ctx context.Context, literal []string, ids []int64, limit int) ([]int64, error) {
	const query = `
		SELECT id, sent_at, text FROM message
		WHERE  id IN (SELECT value FROM json_each(?))`
	var found []hit
	for chunk := range slices.Chunk(ids, fewHits) {
		_, err := list(ctx, s.read, func(row scanner) (_ struct{}, err error) {
			var h hit
			var text string
			if err = row.Scan(&h.id, &h.sent, &text); err == nil && holdsAll(text, literal) {
				found = append(found, h)
			}
			return
		}, query, idList(chunk))
		if err != nil {
			return nil, err
		}
	}
	return newestOf(found, limit), nil
}

func holdsAll(text string, literal []string) bool {
	text = strings.ToLower(text)
	return !slices.ContainsFunc(literal, func(word string) bool { return !strings.Contains(text, word) })
}

// scan looks for symbols that the index does not hold as typed, in the newest
// messages: "thanks:)".
func (s *Store) scan(ctx context.Context, literal []string, limit int) ([]int64, error) {
	const query = `
		SELECT   id FROM message
		WHERE    kind = 'said' AND deleted = 0 AND sent_at >= (
		             SELECT coalesce(min(sent_at), 0) FROM (
		                 SELECT sent_at FROM message WHERE kind = 'said' AND deleted = 0 ORDER BY sent_at DESC LIMIT ?))
		         AND instr(lower(text), ?) > 0
		ORDER BY sent_at DESC, id DESC
		LIMIT    ?`
	return s.ids(ctx, query, farBack/2, literal[0], limit)
}

func (s *Store) ids(ctx context.Context, query string, args ...any) ([]int64, error) {
	return list(ctx, s.read, func(row scanner) (id int64, err error) { return id, row.Scan(&id) }, query, args...)
}

// idList is ids as json_each reads them.
func idList[T int64 | string](ids []T) string {
	text, _ := json.Marshal(ids) // neither can fail
	return string(text)
}

// hits reads the messages found, in the order of ids.
func (s *Store) hits(ctx context.Context, ids []int64) ([]inbox.Hit, error) {
	const query = `
		SELECT   m.id, m.conversation_id, a.name, a.platform, a.base, a.team, ` + standsIn + `, ch.name, c.key, m.key,
		         coalesce(u.key, ''), coalesce(u.handle, ''), coalesce(nullif(m.posted_as, ''), u.name, ''), coalesce(u.role, ''), m.text, m.sent_at
		FROM     json_each(?) AS sought
		JOIN     message AS m ON m.id = sought.value
		JOIN     conversation AS c ON c.id = m.conversation_id
		JOIN     channel AS ch ON ch.id = m.channel_id
		JOIN     account AS a ON a.id = ch.account_id
		LEFT     JOIN member AS u ON u.id = m.author_id
		ORDER BY sought.key`
	return list(ctx, s.read, scanHit, query, idList(ids))
}

func scanHit(row scanner) (h inbox.Hit, err error) {
	var a inbox.Account
	var channel, thread, key string
	var sent micros
	err = row.Scan(&h.ID, &h.Conversation, &a.Name, &a.Platform, &a.Base, &a.Team, &channel, &h.Channel, &thread, &key,
		&h.Author.ID, &h.Author.Handle, &h.Author.Name, &h.Author.Role, &h.Text, &sent)
	h.Account, h.SentAt, h.Permalink = a.Name, sent.time(), a.Permalink(channel, thread, key)
	return h, err
}
