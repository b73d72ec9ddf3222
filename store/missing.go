package store

import (
	"fmt"
	"strings"

	"rounds/inbox"
)

// held is a message of a span as it rests: enough to bury it.
type held struct {
	key, thread string
	kind        inbox.MessageKind
	sent        micros
}

// missing compares what a page shows completely with what is kept there. What
// is kept and not shown becomes a tombstone if the page is sure; if it is not,
// the platform is asked once more, since pages may leave something out that
// still stands.
func (w *writer) missing(page inbox.Page) (gone []inbox.Message, checks []inbox.Follow, err error) {
	if len(page.Covers) == 0 {
		return nil, nil, nil
	}
	type place struct{ channel, id string }
	shown := make(map[place]bool, len(page.Messages))
	for _, m := range page.Messages {
		shown[place{m.Channel, m.ID}] = true
	}
	spans, err := w.answered(page.Covers)
	if err != nil {
		return nil, nil, err
	}
	for _, span := range spans {
		kept, err := w.kept(span)
		if err != nil {
			return nil, nil, fmt.Errorf("compare channel %s: %w", span.Channel, err)
		}
		var lost []held
		for _, h := range kept {
			if !shown[place{span.Channel, h.key}] {
				lost = append(lost, h)
			}
		}
		switch {
		case len(lost) == 0:
		case span.Sure:
			for _, h := range lost {
				gone = append(gone, h.buried(span.Channel))
			}
		default:
			name := span.Check + ":" + lost[0].key + ":" + lost[len(lost)-1].key
			checks = append(checks, inbox.Follow{Scope: name, Turn: inbox.Then})
		}
	}
	return gone, checks, nil
}

// answered leaves out the threads that hold no reply here either: most messages
// of a page have none, and asking for them one by one would take longer than
// keeping them.
func (w *writer) answered(spans []inbox.Span) ([]inbox.Span, error) {
	const query = `
		SELECT c.key FROM conversation AS c
		WHERE  c.channel_id = ? AND c.key IN (SELECT value FROM json_each(?)) AND c.messages > (
		           SELECT count(*) FROM message AS m
		           WHERE  m.channel_id = c.channel_id AND m.key = c.key AND m.kind = 'said' AND m.deleted = 0)`
	threads := map[string][]string{}
	for _, s := range spans {
		if s.Thread != "" {
			threads[s.Channel] = append(threads[s.Channel], s.Thread)
		}
	}
	kept := map[[2]string]bool{}
	for channel, keys := range threads {
		list, err := list(w.ctx, w.tx, func(row scanner) (key string, err error) { return key, row.Scan(&key) },
			query, w.roster.channels[channel], idList(keys))
		if err != nil {
			return nil, err
		}
		for _, key := range list {
			kept[[2]string{channel, key}] = true
		}
	}
	var left []inbox.Span
	for _, s := range spans {
		if s.Thread == "" || kept[[2]string{s.Channel, s.Thread}] {
			left = append(left, s)
		}
	}
	return left, nil
}

func (h held) buried(channel string) inbox.Message {
	return inbox.Message{Channel: channel, ID: h.key, Thread: h.thread, Kind: h.kind, SentAt: h.sent.time(), Deleted: true}
}

// kept lists what is held of a span and not buried yet, by its IDs. What
// stands in a channel is what begins a conversation, belongs to none, or answers
// something there; a reply that is shown in the channel too stands in its
// thread.
func (w *writer) kept(span inbox.Span) ([]held, error) {
	const (
		channel = `
			SELECT   m.key, coalesce(c.key, m.key), m.kind, m.sent_at
			FROM     message AS m LEFT JOIN conversation AS c ON c.id = m.conversation_id
			WHERE    m.channel_id = ?1 AND m.key BETWEEN ?2 AND ?3 AND length(m.key) = ?4 AND m.deleted = 0 AND (c.key IS NULL OR c.key = m.key OR m.answers <> '')
			ORDER BY m.key`
		thread = `
			SELECT   m.key, c.key, m.kind, m.sent_at
			FROM     conversation AS c JOIN message AS m ON m.conversation_id = c.id AND m.conversation_id > 0
			WHERE    c.channel_id = ?1 AND c.key = ?5 AND m.key BETWEEN ?2 AND ?3 AND length(m.key) = ?4 AND m.key <> c.key AND m.deleted = 0 AND (?6 OR m.answers = '')
			ORDER BY m.key`
	)
	id, known := w.roster.channels[span.Channel]
	if !known {
		return nil, nil
	}
	var all []held
	for _, s := range strides(span.From, span.To) {
		query, args := channel, []any{id, s.from, s.to, len(s.from)}
		if span.Thread != "" {
			query, args = thread, append(args, span.Thread, span.Chained)
		}
		part, err := list(w.ctx, w.tx, func(row scanner) (h held, err error) {
			return h, row.Scan(&h.key, &h.thread, &h.kind, &h.sent)
		}, query, args...)
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
	}
	return all, nil
}

// stride is a stretch of IDs that are equally long.
type stride struct{ from, to string }

// longestID is more than any platform's message IDs are long.
const longestID = 64

// strides takes a stretch of IDs apart by their length: among those that are
// equally long, the order of their text is theirs, and an index has it.
func strides(from, to string) []stride {
	if len(from) == len(to) {
		return []stride{{from, to}}
	}
	var all []stride
	for n := len(from); n <= min(len(to), longestID); n++ {
		s := stride{strings.Repeat("\x00", n), strings.Repeat("\x7f", n)}
		if n == len(from) {
			s.from = from
		}
		if n == len(to) {
			s.to = to
		}
		all = append(all, s)
	}
	return all
}
