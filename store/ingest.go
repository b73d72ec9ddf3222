package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"rounds/inbox"
)

// Ingest keeps one page: its channels, members and messages, the search index,
// the state of the conversations it touches, the daily counts, and the cursor
// after it, all in one transaction. A page seen twice changes nothing.
func (s *Store) Ingest(ctx context.Context, page inbox.Page) (inbox.Tally, error) {
	var tally inbox.Tally
	err := s.inPage(ctx, page.Account, func(w *writer) error {
		w.tally, w.asked = &tally, at(page.Asked)
		if err := w.unsay(&page); err != nil {
			return err
		}
		if err := w.people(page, thePlatform); err != nil {
			return err
		}
		gone, checks, err := w.missing(page)
		if err != nil {
			return err
		}
		if err := w.messages(slices.Concat(page.Messages, gone)); err != nil {
			return err
		}
		if err := w.reports(page); err != nil {
			return err
		}
		page.Follow = slices.Concat(page.Follow, checks)
		return w.keepScope(page)
	})
	if err != nil {
		return inbox.Tally{}, fmt.Errorf("keep a page of %s: %w", page.Account, err)
	}
	tally.Skipped = page.Skipped
	return tally, nil
}

// inPage runs fn with a writer for one account, in one transaction.
func (s *Store) inPage(ctx context.Context, account string, fn func(*writer) error) error {
	err := s.inTx(ctx, func(tx *tx) error {
		// Statements that can be called off cost a goroutine each: inside the
		// transaction only its end looks whether it was.
		inside := context.WithoutCancel(ctx)
		if s.unlearnt.Swap(false) {
			s.roster = roster{}
		}
		if err := s.roster.learn(inside, tx, account); err != nil {
			return err
		}
		w, err := s.newWriter(inside, tx)
		if err != nil {
			return err
		}
		defer w.close()
		if err := fn(w); err != nil {
			return err
		}
		if err := w.welcomeMembers(); err != nil {
			return err
		}
		if err := w.parts.save(inside, tx, s.roster.noted); err != nil {
			return err
		}
		return ctx.Err()
	})
	if err != nil {
		s.forgetRoster()
	}
	return err
}

// writer keeps the messages of one page. It lives as long as the transaction.
type writer struct {
	ctx     context.Context
	tx      *tx
	roster  *roster
	now     micros
	asked   micros // when the platform was asked for the page; 0: it was not
	tally   *inbox.Tally
	talks   map[talkKey]*talk
	stale   map[int64]*talk // conversations to be folded anew from their rows
	days    days
	members map[int64]*activity
	namings []naming         // made in this page
	named   map[int64]micros // the roster\'s, before this page
	parts   parts            // of the facts, of which a row changed
	awaited map[string]bool  // threads that a rescued journal knows of; mostly empty

	insert, index, unindex, find *sql.Stmt
	put                          *sql.Stmt
}

// talkKey names a conversation inside an account.
type talkKey struct {
	channel int64
	key     string
}

const (
	insertMessage = `
		INSERT INTO message (channel_id, key, conversation_id, author_id, posted_as, bot, kind, sent_at, edited_at, deleted, text, marks, signals, extra, answers)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (channel_id, key) DO NOTHING`
	findMessage = `
		SELECT id, conversation_id, author_id, kind, sent_at, edited_at, deleted, text, marks, signals, extra
		FROM   message
		WHERE  channel_id = ? AND key = ?`
	indexMessage   = `INSERT INTO message_text (rowid, text, marks) VALUES (?, ?, ?)`
	unindexMessage = `INSERT INTO message_text (message_text, rowid, text, marks) VALUES ('delete', ?, ?, ?)`
)

func (s *Store) newWriter(ctx context.Context, tx *tx) (*writer, error) {
	w := &writer{
		ctx: ctx, tx: tx, roster: &s.roster, now: at(s.now()), tally: &inbox.Tally{},
		talks: map[talkKey]*talk{}, stale: map[int64]*talk{}, days: newDays(), members: map[int64]*activity{}, parts: parts{},
		named: maps.Clone(s.roster.named),
	}
	var err error
	for query, stmt := range map[string]**sql.Stmt{
		insertMessage: &w.insert, findMessage: &w.find, indexMessage: &w.index, unindexMessage: &w.unindex, putTalk: &w.put,
	} {
		if *stmt, err = tx.PrepareContext(ctx, query); err != nil { //nolint:sqlclosecheck // close does, and the end of the transaction
			return nil, err
		}
	}
	w.awaited, err = awaited(ctx, tx, s.roster.name)
	return w, err
}

func (w *writer) close() {
	for _, stmt := range []*sql.Stmt{w.insert, w.find, w.index, w.unindex, w.put} {
		stmt.Close()
	}
}

// people keeps the page's channels and members. Who changes sides, between the
// community and us, changes who spoke last in every conversation of theirs.
func (w *writer) people(page inbox.Page, says teller) error {
	added, err := w.roster.putChannels(w.ctx, w.tx, page.Channels, w.now, at(page.Since))
	if err != nil {
		return err
	}
	w.tally.Channels += added
	if !page.Since.IsZero() && !page.More {
		if err := w.roster.close(w.ctx, w.tx, at(page.Since)); err != nil {
			return err
		}
	}
	seen, err := w.putMembers(page.Members, says)
	if err != nil {
		return err
	}
	w.tally.Members += seen.added
	for _, member := range seen.turned {
		talks, err := list(w.ctx, w.tx, scanTalk, selectTalk+`
			WHERE c.id IN (SELECT conversation_id FROM message WHERE author_id = ? AND kind = 'said' AND deleted = 0)`, member)
		if err != nil {
			return err
		}
		for _, t := range talks {
			w.stale[t.id] = t
		}
	}
	return nil
}

// messages keeps the page's messages: first the conversations they stand in,
// then the messages, then what follows from them.
func (w *writer) messages(messages []inbox.Message) error {
	rows := make([]row, len(messages))
	for i, m := range messages {
		r, err := w.resolve(m)
		if err != nil {
			return fmt.Errorf("message %s: %w", m.ID, err)
		}
		rows[i] = r
	}
	if err := w.chained(rows); err != nil {
		return err
	}
	if err := w.openTalks(rows); err != nil {
		return err
	}
	for _, r := range rows {
		err := w.keep(r)
		if err == nil {
			err = w.adopt(r)
		}
		if err != nil {
			return fmt.Errorf("message %s: %w", r.key, err)
		}
	}
	return w.settle()
}

// row is a message as it rests: the platform's names looked up, the rest
// encoded.
type row struct {
	id      int64
	channel int64
	author  member
	key     string
	thread  string
	answers string // the message that it answers, where that tells its thread
	talk    *talk  // nil for what is not said
	as      string
	bot     bool
	kind    inbox.MessageKind
	sent    micros
	edited  micros
	deleted bool
	text    string
	marks   string
	signals string
	extra   string

	heard []inbox.Signal
	names []string // of the members mentioned, the platform's IDs
}

func (r row) reply() bool { return r.thread != r.key }

// conversation is the row of the conversation that it stands in, 0 for none.
func (r row) conversation() int64 {
	if r.talk == nil {
		return 0
	}
	return r.talk.id
}

// counts reports whether the message is one of those that are counted, searched
// and answered.
func (r row) counts() bool { return r.kind == inbox.Said && !r.deleted }

// side is who speaks in it: a bot that posts under a person's name is a bot.
func (r row) side() inbox.Role {
	if r.bot || r.author.role == inbox.Bot || r.author.id == 0 {
		return inbox.Bot
	}
	return r.author.role
}

func (w *writer) resolve(m inbox.Message) (row, error) {
	channel, err := w.roster.channel(w.ctx, w.tx, m.Channel)
	if err != nil {
		return row{}, err
	}
	author, err := w.author(m)
	if err != nil {
		return row{}, err
	}
	r := row{
		channel: channel, author: author, key: m.ID, thread: m.Thread, answers: m.Answers, as: m.As, bot: m.Bot,
		kind: m.Kind, sent: at(m.SentAt), edited: at(m.EditedAt), deleted: m.Deleted, text: m.Text, heard: m.Signals,
	}
	if r.thread == "" {
		r.thread = r.key
	}
	if r.deleted { // a tombstone keeps its place and nothing else
		r.text, r.heard = "", nil
		return r, nil
	}
	r.names = m.Mentions
	r.marks = marks(r.text)
	if r.signals, err = encode(len(m.Signals), m.Signals); err != nil {
		return row{}, err
	}
	r.extra, err = encode(len(m.Mentions)+len(m.Reactions)+len(m.Files), extra{m.Mentions, m.Reactions, m.Files})
	return r, err
}

// extra is what a message carries besides its text.
type extra struct {
	Mentions  []string         `json:"mentions,omitempty"`
	Reactions []inbox.Reaction `json:"reactions,omitempty"`
	Files     []inbox.File     `json:"files,omitempty"`
}

// encode is v in JSON, or "" if there are none.
func encode(n int, v any) (string, error) {
	if n == 0 {
		return "", nil
	}
	text, err := json.Marshal(v)
	return string(text), err
}

func decode(text string, v any) error {
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), v)
}

// keep writes one message, or finds that it is known.
func (w *writer) keep(r row) error {
	result, err := w.insert.ExecContext(w.ctx, r.channel, r.key, r.conversation(), r.author.id, r.as, r.bot, r.kind,
		r.sent, r.edited, r.deleted, r.text, r.marks, r.signals, r.extra, r.answers)
	if err != nil {
		return err
	}
	if added, err := result.RowsAffected(); err != nil || added == 0 {
		if err != nil {
			return err
		}
		return w.change(r)
	}
	if r.id, err = result.LastInsertId(); err != nil {
		return err
	}
	w.tally.Messages++
	if !r.counts() {
		if r.talk != nil && !r.reply() { // a beginning that is gone still says who began
			r.talk.disorder = !r.talk.fresh
		}
		return nil
	}
	w.count(r, 1)
	r.talk.add(r)
	if err := w.name(r); err != nil {
		return err
	}
	_, err = w.index.ExecContext(w.ctx, r.id, r.text, r.marks)
	return err
}
