package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"rounds/inbox"
)

// newID is a UUIDv7: unique anywhere, and sorted by time.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// Triage does one thing to some conversations and enters it in the journal, in
// one transaction. It returns [inbox.ErrNone] if none of them was changed by
// it, and then there is no entry.
func (s *Store) Triage(ctx context.Context, t inbox.Triage) (inbox.Entry, error) {
	return s.TriageBy(ctx, s.actor, t)
}

// TriageBy is Triage by somebody else than whoever sits here. What a "rule …"
// does is left alone by [Store.Undo].
func (s *Store) TriageBy(ctx context.Context, actor string, t inbox.Triage) (inbox.Entry, error) {
	entry := inbox.Entry{ID: newID(), At: s.now(), Actor: actor, Verb: t.Verb}
	err := s.inTx(ctx, func(tx *tx) error {
		changes, touched, err := s.triage(ctx, tx, t)
		if err != nil {
			return err
		}
		if len(touched) == 0 {
			return inbox.ErrNone
		}
		entry.Changes, entry.Subject = changes, subject(touched)
		return s.record(ctx, tx, entry)
	})
	switch {
	case err == nil:
		s.enterLedger(ledgerLine{Entry: &entry})
	case !errors.Is(err, inbox.ErrNone):
		return inbox.Entry{}, fmt.Errorf("%s: %w", t.Verb, err)
	}
	return entry, err
}

// triage finds what a verb changes, and the conversations that it changes.
func (s *Store) triage(ctx context.Context, tx *tx, t inbox.Triage) (all []inbox.Change, touched []desk, err error) {
	shown := map[int64]time.Time{}
	for i, seen := range t.Seen[:min(len(t.Seen), len(t.On))] {
		shown[t.On[i]] = seen
	}
	rows, err := list(ctx, tx, scanDesk, selectDesk, idList(t.On))
	if err != nil {
		return nil, nil, err
	}
	for _, d := range rows {
		if seen, told := shown[d.id]; told {
			d.last = min(d.last, at(seen))
		}
		changes, err := s.changes(t, d)
		if err != nil {
			return nil, nil, err
		}
		if len(changes) > 0 {
			touched = append(touched, d)
		}
		all = append(all, changes...)
	}
	return all, touched, nil
}

// desk is a conversation as it lies before the person who decides about it.
type desk struct {
	id       int64
	ref      inbox.Ref
	channel  string
	opener   string
	last     micros
	decision string
	muted    bool
	starred  bool
	promise  string
	tags     []string
}

const selectDesk = `
	SELECT c.id, a.name, ch.key, c.key, ch.name,
	       coalesce(CASE WHEN u.handle <> '' THEN u.handle WHEN u.name <> '' THEN u.name ELSE u.key END, ''),
	       c.last_at, c.decision, c.muted, c.starred, c.promise,
	       coalesce((SELECT group_concat(name, x'0a') FROM tag WHERE conversation_id = c.id), '')
	FROM   json_each(?) AS sought
	JOIN   conversation AS c ON c.id = sought.value
	JOIN   channel AS ch ON ch.id = c.channel_id
	JOIN   account AS a ON a.id = ch.account_id
	LEFT   JOIN member AS u ON u.id = c.opener_id
	ORDER BY sought.key`

func scanDesk(row scanner) (d desk, err error) {
	var tags string
	d.ref.Kind = inbox.ConversationRef
	err = row.Scan(&d.id, &d.ref.Account, &d.ref.Channel, &d.ref.ID, &d.channel, &d.opener, &d.last, &d.decision, &d.muted, &d.starred, &d.promise, &tags)
	if tags != "" {
		d.tags = strings.Split(tags, "\n")
	}
	return d, err
}

// subject tells in words what was acted on.
func subject(touched []desk) string {
	if len(touched) > 1 {
		return fmt.Sprintf("%d conversations", len(touched))
	}
	d := touched[0]
	if d.opener == "" {
		d.opener = "somebody"
	}
	return d.opener + " in #" + d.channel
}

// changes is what a verb changes about one conversation, and nothing if it is
// that way already.
func (s *Store) changes(t inbox.Triage, d desk) ([]inbox.Change, error) {
	switch t.Verb {
	case inbox.MarkDone, inbox.Reopen, inbox.Snooze, inbox.MarkSpam, inbox.MarkWaiting:
		return d.decide(t)
	case inbox.Mute, inbox.Unmute:
		return d.set("muted", d.muted, t.Verb == inbox.Mute)
	case inbox.Star, inbox.Unstar:
		return d.set("starred", d.starred, t.Verb == inbox.Star)
	case inbox.AddTag, inbox.DropTag:
		return d.label(t)
	case inbox.AddNote:
		return s.noteOn(t, d)
	case inbox.FollowUp:
		return d.follow(t.Promise)
	case inbox.SayReply, inbox.SayPrivate, inbox.SayWelcome, inbox.SayNew, inbox.AddEmoji, inbox.DropEmoji,
		inbox.ChangeOwn, inbox.DeleteOwn, inbox.RunMacro, inbox.TakeItBack: // those go out
	case inbox.PlanPost, inbox.MovePost, inbox.EditPost, inbox.ApprovePost, inbox.CancelPost, inbox.TrashPost, inbox.PublishPost, inbox.LetPostGo,
		inbox.ImportPlan, inbox.SyncPlan: // those are about the plan
	case inbox.MergePeople, inbox.SplitPerson, inbox.RejectMerge, inbox.SetRole, inbox.Watch, inbox.Unwatch, inbox.MakeVIP, inbox.DropVIP, inbox.MarkWelcomed,
		inbox.ForgetPerson: // and those about people
	}
	return nil, fmt.Errorf("%q is not a verb of triage", t.Verb)
}

// decide replaces the decision. It holds for what the person saw: if more has
// been said meanwhile, that still counts as news.
func (d desk) decide(t inbox.Triage) ([]inbox.Change, error) {
	state := map[inbox.Verb]inbox.State{
		inbox.MarkDone: inbox.Done, inbox.Reopen: inbox.Open, inbox.MarkSpam: inbox.Spam,
		inbox.MarkWaiting: inbox.Waiting, inbox.Snooze: inbox.Snoozed,
	}[t.Verb]
	decision := inbox.Decision{State: state, Seen: d.last.time()}
	if t.Verb == inbox.Snooze {
		if t.Until.IsZero() {
			return nil, errors.New("until when?")
		}
		decision.Until, decision.Hold = t.Until.UTC(), t.Hold
	}
	to, err := json.Marshal(decision)
	if err != nil {
		return nil, err
	}
	from := d.decision
	if from == "" {
		from = "{}"
	}
	if string(to) == from {
		return nil, nil
	}
	return []inbox.Change{{Ref: d.ref, Field: "decision", From: json.RawMessage(from), To: to}}, nil
}

// follow notes what we promised to do about a conversation.
func (d desk) follow(p inbox.Promise) ([]inbox.Change, error) {
	from, to := json.RawMessage("null"), []byte("null")
	if d.promise != "" {
		from = json.RawMessage(d.promise)
	}
	if len(p.Steps) > 0 {
		var err error
		if to, err = json.Marshal(p); err != nil {
			return nil, err
		}
	}
	if string(from) == string(to) {
		return nil, nil
	}
	return []inbox.Change{{Ref: d.ref, Field: "follow", From: from, To: to}}, nil
}

func (d desk) set(field string, was, is bool) ([]inbox.Change, error) {
	if was == is {
		return nil, nil
	}
	return []inbox.Change{d.flip(field, is)}, nil
}

func (d desk) flip(field string, on bool) inbox.Change {
	if on {
		return inbox.Change{Ref: d.ref, Field: field, From: json.RawMessage("false"), To: json.RawMessage("true")}
	}
	return inbox.Change{Ref: d.ref, Field: field, From: json.RawMessage("true"), To: json.RawMessage("false")}
}

func (d desk) label(t inbox.Triage) ([]inbox.Change, error) {
	var changes []inbox.Change
	for _, name := range t.Tags {
		name = strings.ToLower(strings.Join(strings.Fields(strings.TrimPrefix(name, "#")), "-"))
		if name == "" {
			continue
		}
		borne := false
		for _, tag := range d.tags {
			borne = borne || tag == name
		}
		if borne != (t.Verb == inbox.AddTag) {
			changes = append(changes, d.flip("tag:"+name, t.Verb == inbox.AddTag))
		}
	}
	return changes, nil
}

func (s *Store) noteOn(t inbox.Triage, d desk) ([]inbox.Change, error) {
	text := strings.TrimSpace(t.Text)
	if text == "" {
		return nil, nil
	}
	n := inbox.Note{ID: newID(), Actor: s.actor, Text: text, At: s.now().UTC()}
	to, err := json.Marshal(n)
	if err != nil {
		return nil, err
	}
	return []inbox.Change{{Ref: d.ref, Field: "note:" + n.ID, From: json.RawMessage("null"), To: to}}, nil
}

// Wake opens the conversations whose snooze is over and returns how many there
// were. It decides nothing that was not decided when they were put away, so the
// journal says nothing of it.
func (s *Store) Wake(ctx context.Context) (int, error) {
	const query = `UPDATE conversation SET state = 'open' WHERE state = 'snoozed' AND until_at <= ?`
	due, err := s.ids(ctx, `SELECT id FROM conversation WHERE state = 'snoozed' AND until_at <= ?`, at(s.now()))
	if err != nil || len(due) == 0 {
		return 0, err
	}
	if err := s.exec(ctx, query, at(s.now())); err != nil {
		return 0, fmt.Errorf("wake what was snoozed: %w", err)
	}
	return len(due), nil
}
