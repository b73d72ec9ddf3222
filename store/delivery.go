package store

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// delivered is what became of an item in one channel, as it rests.
type delivered struct {
	Post       string        `json:"-"`
	Occurrence string        `json:"-"`
	Account    string        `json:"-"`
	Channel    string        `json:"-"`
	Mode       calendar.Mode `json:"mode"`
	Action     string        `json:"action,omitempty"`
	Own        string        `json:"state,omitempty"`
	Due        time.Time     `json:"due"`
	Text       string        `json:"text,omitempty"`
	Prompt     string        `json:"prompt,omitempty"`
	Trouble    string        `json:"trouble,omitempty"`
	Ending     string        `json:"ending,omitempty"`

	day, week string

	// Of the outbox.
	out     inbox.OutState // "" if there is no such action
	again   string         // its trouble
	doubt   *inbox.Doubt
	receipt *inbox.Receipt
	tries   int
	here    bool // we send it ourselves
	account inbox.Account
}

// endAnew is the ending of what is being taken back so that it can be planned
// anew, or not at all.
const endAnew = "anew"

const selectDelivery = `
	SELECT d.post, d.occurrence, d.account, d.channel, d.mode, d.action, d.state, d.due_at, d.text, d.prompt, d.trouble, d.ending, d.day, d.week,
	       coalesce(o.state, ''), coalesce(o.trouble, ''), coalesce(o.doubt, ''), coalesce(o.receipt, ''), coalesce(o.tries, 0), coalesce(o.action ->> '$.here', 0),
	       coalesce(a.platform, ''), coalesce(a.base, ''), coalesce(a.team, '')
	FROM   delivery AS d
	LEFT   JOIN outbox AS o ON o.id = d.action AND d.action <> ''
	LEFT   JOIN account AS a ON a.name = d.account `

func scanDelivered(row scanner) (d delivered, err error) {
	var due micros
	var doubt, receipt string
	err = row.Scan(&d.Post, &d.Occurrence, &d.Account, &d.Channel, &d.Mode, &d.Action, &d.Own, &due, &d.Text, &d.Prompt, &d.Trouble, &d.Ending, &d.day, &d.week,
		&d.out, &d.again, &doubt, &receipt, &d.tries, &d.here, &d.account.Platform, &d.account.Base, &d.account.Team)
	d.Due, d.account.Name = due.time(), d.Account
	return d, errors.Join(err, decode(doubt, &d.doubt), decode(receipt, &d.receipt))
}

// state is where it stands: a person's last word before what the outbox says.
func (d *delivered) state() calendar.State {
	if d.Own != "" {
		return calendar.State(d.Own)
	}
	switch d.out {
	case inbox.Queued:
		return calendar.Waiting
	case inbox.Planned:
		return calendar.Kept
	case inbox.Sending, inbox.Unknown:
		return calendar.Leaving
	case inbox.Sent:
		return calendar.Out
	case inbox.Failed:
		return calendar.NotTaken
	case inbox.Dropped:
		return calendar.Withdrawn
	case inbox.Asks:
		if d.doubt != nil && d.doubt.Reason == inbox.Late {
			return calendar.Late
		}
	}
	return calendar.Asking // or nobody knows any more what became of it
}

// tell is the delivery as the calendar shows it.
func (d *delivered) tell() calendar.Delivery {
	told := calendar.Delivery{
		Place: calendar.Place{Account: d.Account, Channel: d.Channel}, Platform: d.account.Platform, Mode: d.Mode,
		State: d.state(), Action: d.Action, Due: d.Due, Trouble: d.Trouble,
	}
	if d.here { // too near for the platform, or not its business
		told.Mode = calendar.Local
	}
	if d.again != "" {
		told.Trouble = d.again
	}
	if d.doubt != nil && told.Trouble == "" {
		told.Trouble = d.doubt.Sentence()
	}
	if r := d.receipt; r != nil && told.State == calendar.Out {
		told.SentAt, told.Message, told.Link = r.SentAt, r.Message, r.Link
		if told.SentAt.IsZero() {
			told.SentAt = d.Due
		}
		if told.Link == "" && r.Message != "" {
			told.Link = d.account.Permalink(r.Channel, r.Message, r.Message)
		}
	}
	return told
}

// id names a delivery in the journal: "2026-11-23|slack|general".
func (d *delivered) id() string { return d.Occurrence + "|" + d.Account + "|" + d.Channel }

// rowChange is the change of a delivery; a nil side is no row.
func rowChange(post string, id string, was, now *delivered) (inbox.Change, error) {
	c := inbox.Change{Ref: inbox.Ref{Kind: inbox.PostRef, ID: post}, Field: "delivery:" + id}
	var err, also error
	c.From, err = json.Marshal(was)
	c.To, also = json.Marshal(now)
	return c, errors.Join(err, also)
}

// applyDelivery writes one change of a delivery.
func applyDelivery(ctx context.Context, tx *tx, post, id string, to json.RawMessage) error {
	const (
		drop = `DELETE FROM delivery WHERE post = ? AND occurrence = ? AND account = ? AND channel = ?`
		put  = `
			INSERT INTO delivery (post, occurrence, account, channel, mode, action, state, due_at, text, prompt, trouble, ending)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET mode = excluded.mode, action = excluded.action, state = excluded.state, due_at = excluded.due_at,
			       text = excluded.text, prompt = excluded.prompt, trouble = excluded.trouble, ending = excluded.ending`
		look = `UPDATE post SET look_at = 0 WHERE key = ?`
	)
	parts := strings.SplitN(id, "|", 3)
	if len(parts) != 3 {
		return errors.New("the journal names no channel of a post")
	}
	var err error
	if string(to) == "null" {
		_, err = tx.ExecContext(ctx, drop, post, parts[0], parts[1], parts[2])
	} else {
		var d delivered
		if err := json.Unmarshal(to, &d); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, put, post, parts[0], parts[1], parts[2], d.Mode, d.Action, d.Own, at(d.Due), d.Text, d.Prompt, d.Trouble, d.Ending)
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, look, post)
	}
	return err
}

// relink has what was asked for once more stand for what it repeats.
func relink(ctx context.Context, tx *tx, changes []inbox.Change) error {
	for _, c := range changes {
		var a inbox.Action
		if c.Ref.Kind != inbox.ActionRef || json.Unmarshal(c.To, &a) != nil || a.Again == "" {
			continue
		}
		if _, err := tx.ExecContext(ctx, `UPDATE delivery SET action = ?1 WHERE action = ?2 AND action <> ''`, a.ID, a.Again); err != nil {
			return err
		}
	}
	return nil
}
