package store

import (
	"context"
	"fmt"
	"os"

	"rounds/inbox"
)

// Health tells how the file is and how far each account is read. With deep the
// whole file is checked, which takes seconds on a large one.
func (s *Store) Health(ctx context.Context, deep bool) (inbox.Health, error) {
	h := inbox.Health{Path: s.path}
	info, err := os.Stat(s.path)
	if err == nil {
		h.Bytes = info.Size()
		err = s.read.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&h.Version)
	}
	if err == nil {
		err = s.read.QueryRowContext(ctx, `SELECT count(*) FROM message`).Scan(&h.Messages)
	}
	if err == nil && deep {
		h.Check, err = quickCheck(ctx, s.read)
	}
	if err == nil {
		h.Accounts, err = s.Accounts(ctx)
	}
	if err != nil {
		return inbox.Health{}, fmt.Errorf("look after the database: %w", err)
	}
	return h, nil
}

// Accounts lists the accounts and how far each is read.
func (s *Store) Accounts(ctx context.Context) ([]inbox.AccountHealth, error) {
	const query = `
		SELECT   a.name, a.platform, a.base, a.team, a.self, a.synced_at,
		         (SELECT count(*) FROM channel WHERE account_id = a.id),
		         (SELECT count(*) FROM member WHERE account_id = a.id),
		         (SELECT count(*) FROM message AS m JOIN channel AS ch ON ch.id = m.channel_id WHERE ch.account_id = a.id),
		         coalesce((SELECT min(m.sent_at) FROM message AS m JOIN channel AS ch ON ch.id = m.channel_id WHERE ch.account_id = a.id), 0),
		         coalesce((SELECT max(m.sent_at) FROM message AS m JOIN channel AS ch ON ch.id = m.channel_id WHERE ch.account_id = a.id), 0),
		         (SELECT count(*) FROM scope WHERE account_id = a.id AND read_at = 0)
		FROM     account AS a
		ORDER BY a.name`
	accounts, err := list(ctx, s.read, func(row scanner) (h inbox.AccountHealth, err error) {
		var synced, from, to micros
		err = row.Scan(&h.Name, &h.Platform, &h.Base, &h.Team, &h.Self, &synced, &h.Channels, &h.Members, &h.Messages, &from, &to, &h.Pending)
		h.SyncedAt, h.From, h.To = synced.time(), from.time(), to.time()
		return h, err
	}, query)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	return accounts, nil
}
