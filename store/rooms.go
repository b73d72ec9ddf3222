package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"rounds/calendar"
	"rounds/inbox"
)

// rooms are the places where something can be posted.
type rooms struct {
	all      []calendar.Room
	accounts map[string]inbox.Platform
}

// roomsBy reads them.
func (s *Store) roomsBy(ctx context.Context, db asker) (rooms, error) {
	const (
		accounts = `SELECT name, platform FROM account`
		query    = `
			SELECT   a.name, a.platform, ch.key, ch.name
			FROM     channel AS ch JOIN account AS a ON a.id = ch.account_id
			WHERE    ch.gone = 0 AND ch.archived = 0 AND ch.kind <> 'direct'
			ORDER BY a.name, ch.name, ch.key`
	)
	r := rooms{accounts: map[string]inbox.Platform{}}
	_, err := list(ctx, db, func(row scanner) (_ struct{}, err error) {
		var name string
		var p inbox.Platform
		err = row.Scan(&name, &p)
		r.accounts[name] = p
		return
	}, accounts)
	if err != nil {
		return r, err
	}
	settings := s.settings()
	r.all, err = list(ctx, db, func(row scanner) (room calendar.Room, err error) {
		err = row.Scan(&room.Account, &room.Platform, &room.ID, &room.Channel)
		if room.ID == room.Platform.Home() {
			room.Channel = ""
		}
		room.Mode = settings.ModeAt(room.Place, room.Platform)
		_, room.Length = room.Platform.Length()
		room.Lacks = inbox.Account{Platform: room.Platform}.Cannot(inbox.Post)
		return room, err
	}, query)
	return r, err
}

// find is what is known of a place. Where it is not there Lacks says so.
func (r *rooms) find(at calendar.Place) calendar.Room {
	i := slices.IndexFunc(r.all, func(room calendar.Room) bool {
		return room.Account == at.Account && (strings.EqualFold(room.Channel, at.Channel) || room.ID == at.Channel && at.Channel != "")
	})
	if i >= 0 {
		found := r.all[i]
		found.Place = at
		return found
	}
	none := calendar.Room{Place: at, Platform: r.accounts[at.Account]}
	switch {
	case none.Platform == "":
		none.Lacks = "There is no account " + at.Account + " here: connect it, or change the post's channels."
	case at.Channel == "":
		none.Lacks = "It names no channel of " + at.Account + ": write it as " + at.Account + "/#name."
	default:
		none.Lacks = "There is no #" + at.Channel + " in " + at.Account + ", or it was archived: choose another channel."
	}
	return none
}

// Rooms are the places where something can be posted.
func (s *Store) Rooms(ctx context.Context) ([]calendar.Room, error) {
	r, err := s.roomsBy(ctx, s.read)
	if err != nil {
		return nil, fmt.Errorf("list where can be posted: %w", err)
	}
	slices.SortFunc(r.all, func(a, b calendar.Room) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Channel, b.Channel))
	})
	return r.all, nil
}
