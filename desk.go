package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rounds/inbox"
	"rounds/inbox/courier"
	"rounds/inbox/signal"
	"rounds/store"
)

// desk reads messages for us: it knows who we are from the config, the account
// and its roster.
type desk struct {
	*signal.Reader
	team    map[string]bool // IDs, and handles in lower case
	bots    map[string]bool // handles in lower case
	domains map[string]bool // of addresses, in lower case
}

// Side implements [courier.Reader].
func (d desk) Side(m inbox.Member) inbox.Role {
	handle := strings.ToLower(m.Handle)
	_, domain, _ := strings.Cut(strings.ToLower(m.Email), "@")
	switch {
	case d.bots[handle]:
		return inbox.Bot
	case d.team[m.ID] || d.team[handle], d.domains[domain] && m.Role != inbox.Bot:
		return inbox.Team
	}
	return cmp.Or(m.Role, inbox.Community)
}

// deskOf builds the reader of an account.
func deskOf(ctx context.Context, memory *store.Store, c config, account string) (courier.Reader, error) {
	if err := memory.Claim(ctx, account, strings.TrimPrefix(c.Me, "@")); err != nil {
		return nil, err
	}
	known, err := memory.Account(ctx, account)
	if err != nil && !errors.Is(err, inbox.ErrNone) {
		return nil, err
	}
	team, err := memory.Team(ctx, account)
	if err != nil {
		return nil, err
	}
	d := signal.Desk{Words: c.Words, Names: map[string]string{}, Handles: slices.Concat([]string{c.Me}, c.Team)}
	side := map[string]bool{}
	for _, id := range []string{known.Self, known.Voice} {
		if id != "" {
			d.Self = append(d.Self, id)
			side[id] = true
		}
	}
	for _, handle := range d.Handles {
		side[strings.ToLower(strings.TrimPrefix(handle, "@"))] = true
	}
	delete(side, "")
	bots, domains := lowered(c.Bots), lowered(c.Domains)
	for _, m := range team {
		d.Team = append(d.Team, m.ID)
		d.Handles = append(d.Handles, m.Handle)
		d.Names[m.ID] = cmp.Or(m.Handle, m.Name)
	}
	return desk{signal.New(d), side, bots, domains}, nil
}

// lowered are handles or domains as a set, in lower case and without an "@".
func lowered(words []string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		set[strings.ToLower(strings.TrimPrefix(strings.TrimSpace(word), "@"))] = true
	}
	delete(set, "")
	return set
}

// attune has the signals of an account read again if the config says something
// else than when they were read.
func attune(ctx context.Context, memory *store.Store, c config, account string) error {
	known, err := memory.Account(ctx, account)
	if errors.Is(err, inbox.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	was, err := memory.Desk(ctx, account)
	if err != nil {
		return err
	}
	mark := markOf(c, known)
	if was == "" || was == mark {
		return nil
	}
	reader, err := deskOf(ctx, memory, c, account)
	if err != nil {
		return err
	}
	return memory.Reread(ctx, account, mark, reader.Read, reader.Side)
}

// attuned notes with which config an account was read for the first time.
func attuned(ctx context.Context, memory *store.Store, c config, account string) error {
	was, err := memory.Desk(ctx, account)
	if err != nil || was != "" {
		return err
	}
	known, err := memory.Account(ctx, account)
	if err != nil {
		return err
	}
	return memory.Attuned(ctx, account, markOf(c, known))
}

// markOf tells apart what signals are read with.
func markOf(c config, a inbox.Account) string {
	said := fmt.Appendf(nil, "v1 %q %q %q %q", c.Me, c.Team, c.Words, a.Self)
	if len(c.Domains)+len(c.Bots) > 0 { // what is not said leaves the mark as it was
		said = fmt.Appendf(said, " %q %q", c.Domains, c.Bots)
	}
	sum := sha256.Sum256(said)
	return hex.EncodeToString(sum[:8])
}
