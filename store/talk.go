package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"rounds/inbox"
)

// talk is a conversation as ingest folds it: the facts that follow from its
// messages, and what a person decided about it.
//
// The facts depend on the messages and their order in time alone. Adding the
// messages one by one, in any pages, gives the same as folding them all from
// their rows; a test holds the two together.
type talk struct {
	id      int64
	channel int64
	key     string

	opener   int64
	opened   micros
	last     micros
	messages int64
	answer   micros
	others   micros
	ours     micros
	question bool
	mention  bool
	reasons  []inbox.Signal

	decision inbox.Decision
	muted    bool

	fresh    bool // made in this page, with all of its messages folded in
	dirty    bool // has facts that are not written yet
	disorder bool // a message came that is older than the last one folded
	lastKey  string
	had      int64  // messages before this page
	since    micros // when it was opened, as it rests
}

// step folds in one message that counts. Messages come in the order of time.
func (t *talk) step(r row) {
	if t.messages == 0 && t.opener == 0 && r.key != t.key {
		t.opened = r.sent // its beginning is not known yet
	}
	if r.key == t.key {
		t.opener, t.opened = r.author.id, r.sent
	}
	t.messages++
	t.last, t.lastKey = r.sent, r.key
	side := r.side()
	switch side {
	case inbox.Bot:
		return
	case inbox.Team:
		t.ours = max(t.ours, r.sent)
	case inbox.Community:
		t.others = max(t.others, r.sent)
	}
	if r.key != t.key && t.opener != 0 && r.author.id != t.opener && (t.answer == 0 || r.sent < t.answer) {
		t.answer = r.sent
	}
	if side != inbox.Community {
		return
	}
	for _, signal := range r.heard {
		t.hear(signal, r.author.id)
	}
}

// hush is the end of folding: where all was taken back, nothing was said after
// the beginning.
func (t *talk) hush() {
	if t.messages == 0 {
		t.last = t.opened
	}
}

// hear keeps the first question that its opener asked, and the last mention of
// us that anyone made.
func (t *talk) hear(signal inbox.Signal, author int64) {
	switch signal.Kind {
	case inbox.Question:
		if author != t.opener || t.question {
			return
		}
		t.question = true
	case inbox.Mention:
		t.mention = true
		t.reasons = slices.DeleteFunc(t.reasons, func(s inbox.Signal) bool { return s.Kind == inbox.Mention })
	case inbox.FirstPost, inbox.Unanswered, inbox.WaitingUs, inbox.Promised:
		return // told from the conversation, not from a message
	}
	t.reasons = append(t.reasons, signal)
}

// add folds in a message that has just been kept.
func (t *talk) add(r row) {
	if t.fresh { // openTalks has folded the whole page's share of it
		return
	}
	t.dirty = true
	if r.sent < t.last || r.sent == t.last && r.key < t.lastKey {
		t.disorder = true
		return
	}
	t.step(r)
}

func (t *talk) state(now micros) inbox.State {
	return inbox.StateOf(t.decision, t.muted, t.others.time(), t.ours.time(), now.time())
}

const (
	putTalk = `
		INSERT INTO conversation (channel_id, key, opener_id, opened_at, last_at, messages, answer_at, others_at, ours_at, question, mention, reasons, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (channel_id, key) DO NOTHING`
	selectTalk = `
		SELECT c.id, c.channel_id, c.key, c.opener_id, c.opened_at, c.last_at, c.messages, c.answer_at, c.others_at, c.ours_at,
		       c.question, c.mention, c.reasons, c.decision, c.muted
		FROM   conversation AS c `
	updateTalk = `
		UPDATE conversation
		SET    opener_id = ?, opened_at = ?, last_at = ?, messages = ?, answer_at = ?, others_at = ?, ours_at = ?,
		       question = ?, mention = ?, reasons = ?, state = ?
		WHERE  id = ?`
)

func scanTalk(row scanner) (*talk, error) {
	t := &talk{}
	var reasons, decision string
	err := row.Scan(&t.id, &t.channel, &t.key, &t.opener, &t.opened, &t.last, &t.messages, &t.answer, &t.others, &t.ours,
		&t.question, &t.mention, &reasons, &decision, &t.muted)
	t.since = t.opened
	return t, errors.Join(err, decode(reasons, &t.reasons), decode(decision, &t.decision))
}

func readTalk(ctx context.Context, tx *tx, id int64) (*talk, error) {
	return scanTalk(tx.QueryRowContext(ctx, selectTalk+`WHERE c.id = ?`, id))
}

// openTalks finds or makes the conversation of every row that is said. One
// that is new is written at once with all that this page tells of it, so that
// an import pays one statement for it.
func (w *writer) openTalks(rows []row) error {
	var order []*talk // as the page tells them, so that ids come out the same every time
	shares := map[*talk][]row{}
	for i := range rows {
		r := &rows[i]
		if r.kind != inbox.Said {
			continue
		}
		key := talkKey{r.channel, r.thread}
		t := w.talks[key]
		if t == nil {
			t = &talk{channel: r.channel, key: r.thread, opened: r.sent, last: r.sent}
			w.talks[key] = t
			order = append(order, t)
		}
		r.talk = t
		shares[t] = append(shares[t], *r)
	}
	for _, t := range order {
		if err := w.openTalk(t, shares[t]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) openTalk(t *talk, share []row) error {
	slices.SortStableFunc(share, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.sent, b.sent), cmp.Compare(a.key, b.key))
	})
	facts := *t
	facts.opened, facts.last = share[0].sent, share[0].sent
	for _, r := range share {
		if r.key == t.key {
			facts.opener, facts.opened = r.author.id, r.sent
		}
	}
	for _, r := range share {
		if r.counts() {
			facts.step(r)
		}
	}
	facts.hush()
	reasons, err := encode(len(facts.reasons), facts.reasons)
	if err != nil {
		return err
	}
	result, err := w.put.ExecContext(w.ctx, facts.channel, facts.key, facts.opener, facts.opened, facts.last, facts.messages,
		facts.answer, facts.others, facts.ours, facts.question, facts.mention, reasons, facts.state(w.now))
	if err != nil {
		return err
	}
	added, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if added == 0 {
		known, err := scanTalk(w.tx.QueryRowContext(w.ctx, selectTalk+`WHERE c.channel_id = ? AND c.key = ?`, t.channel, t.key))
		if err != nil {
			return err
		}
		*t = *known
		t.had = t.messages
		return nil
	}
	*t = facts
	t.fresh, t.since = true, t.opened
	w.parts.talk(t.opened)
	if t.id, err = result.LastInsertId(); err != nil || len(w.awaited) == 0 {
		return err
	}
	return w.welcomeBack(t)
}

// settle writes what follows from the page's messages.
func (w *writer) settle() error {
	for _, t := range w.talks {
		if t.disorder {
			w.stale[t.id] = t
		} else if t.dirty {
			if err := w.saveTalk(t); err != nil {
				return err
			}
		}
	}
	if err := w.nameLate(); err != nil {
		return err
	}
	for _, t := range w.stale {
		if err := w.foldAnew(t); err != nil {
			return err
		}
	}
	if err := w.answerBeside(); err != nil {
		return err
	}
	for _, t := range w.talks {
		if t.had < 2 && t.messages > 1 {
			w.tally.Threads++
		}
	}
	if err := w.saveDays(); err != nil {
		return err
	}
	return w.saveMembers()
}

func (w *writer) saveTalk(t *talk) error {
	w.parts.talk(t.since)
	w.parts.talk(t.opened)
	reasons, err := encode(len(t.reasons), t.reasons)
	if err != nil {
		return err
	}
	_, err = w.tx.ExecContext(w.ctx, updateTalk, t.opener, t.opened, t.last, t.messages, t.answer, t.others, t.ours,
		t.question, t.mention, reasons, t.state(w.now), t.id)
	return err
}

// foldAnew takes a conversation's facts from its rows. A first message that
// was deleted still says who opened it, and when.
func (w *writer) foldAnew(t *talk) error {
	const query = `
		SELECT   m.key, m.author_id, coalesce(u.role, ''), m.bot, m.kind, m.sent_at, m.deleted, m.signals
		FROM     message AS m LEFT JOIN member AS u ON u.id = m.author_id
		WHERE    m.conversation_id = ? AND m.conversation_id > 0
		ORDER BY m.sent_at, m.key`
	rows, err := list(w.ctx, w.tx, scanFold, query, t.id)
	if err != nil {
		return err
	}
	anew := talk{id: t.id, channel: t.channel, key: t.key, opened: t.opened, last: t.last, decision: t.decision, muted: t.muted, had: t.had, since: t.since}
	if len(rows) > 0 {
		anew.opened = rows[0].sent
	}
	for _, r := range rows {
		if r.key == t.key {
			anew.opener, anew.opened = r.author.id, r.sent
		}
	}
	for _, r := range rows {
		if r.counts() {
			anew.step(r)
		}
	}
	anew.hush()
	if err := w.beside(&anew); err != nil {
		return err
	}
	*t = anew
	return w.saveTalk(t)
}

func scanFold(from scanner) (r row, err error) {
	var signals string
	err = from.Scan(&r.key, &r.author.id, &r.author.role, &r.bot, &r.kind, &r.sent, &r.deleted, &signals)
	return r, errors.Join(err, decode(signals, &r.heard))
}
