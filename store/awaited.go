package store

import (
	"context"
	"fmt"

	"rounds/inbox"
)

// await notes that the journal has something to say about a conversation that
// is not here.
func await(ctx context.Context, tx *tx, ref inbox.Ref) error {
	const query = `INSERT INTO awaited (account, channel, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
	_, err := tx.ExecContext(ctx, query, ref.Account, ref.Channel, ref.ID)
	return err
}

// awaited lists the threads of an account that the journal knows and the file
// does not.
func awaited(ctx context.Context, tx *tx, account string) (map[string]bool, error) {
	const query = `SELECT key FROM awaited WHERE account = ?`
	keys, err := list(ctx, tx, func(row scanner) (key string, err error) { return key, row.Scan(&key) }, query, account)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	all := make(map[string]bool, len(keys))
	for _, key := range keys {
		all[key] = true
	}
	return all, nil
}

// welcomeBack plays the journal of a conversation that was awaited and has just
// arrived.
func (w *writer) welcomeBack(t *talk) error {
	const (
		arrived = `DELETE FROM awaited WHERE account = ? AND channel = ? AND key = ?`
		entries = selectEntry + `
			WHERE    EXISTS (SELECT 1 FROM json_each(changes) AS c
			                 WHERE c.value ->> '$.ref.account' = ?1 AND c.value ->> '$.ref.channel' = ?2 AND c.value ->> '$.ref.id' = ?3)
			ORDER BY seq`
	)
	if !w.awaited[t.key] {
		return nil
	}
	var channel string
	if err := w.tx.QueryRowContext(w.ctx, `SELECT key FROM channel WHERE id = ?`, t.channel).Scan(&channel); err != nil {
		return err
	}
	found, err := list(w.ctx, w.tx, scanEntry, entries, w.roster.name, channel, t.key)
	if err != nil {
		return fmt.Errorf("play the journal of %s: %w", t.key, err)
	}
	ref := inbox.Ref{Kind: inbox.ConversationRef, Account: w.roster.name, Channel: channel, ID: t.key}
	for _, e := range found {
		for _, c := range e.Changes {
			if c.Ref != ref {
				continue
			}
			if err := w.tx.store.apply(w.ctx, w.tx, c, w.now); err != nil {
				return err
			}
		}
	}
	if _, err := w.tx.ExecContext(w.ctx, arrived, ref.Account, ref.Channel, ref.ID); err != nil {
		return err
	}
	// What was decided is in the row now; take it over before more is folded.
	known, err := readTalk(w.ctx, w.tx, t.id)
	if err == nil {
		t.decision, t.muted = known.decision, known.muted
	}
	return err
}
