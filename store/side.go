package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"

	"rounds/inbox"
)

// teller is who says what a member is.
type teller int

const (
	thePlatform teller = iota
	theConfig
)

// putIn is what keeping some members changed.
type putIn struct {
	added  int
	turned []int64 // whose role is another than it was
}

// putMembers keeps a page's members. What a person said about a member's role
// stays, whatever others say.
func (w *writer) putMembers(members []inbox.Member, says teller) (all putIn, err error) {
	const query = `
		INSERT INTO member (account_id, key, handle, name, email, zone, role, deleted, joined_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
		ON CONFLICT (account_id, key) DO UPDATE
		SET handle = excluded.handle, name = excluded.name, email = excluded.email, zone = excluded.zone,
		    role = CASE said_as WHEN '' THEN excluded.role ELSE role END,
		    left_at = CASE WHEN excluded.deleted = 0 THEN 0 WHEN deleted = 0 THEN ?10 ELSE left_at END, deleted = excluded.deleted,
		    joined_at = CASE excluded.joined_at WHEN 0 THEN joined_at ELSE excluded.joined_at END
		WHERE (handle, name, email, zone, CASE said_as WHEN '' THEN role ELSE excluded.role END, deleted) IS NOT
		      (excluded.handle, excluded.name, excluded.email, excluded.zone, excluded.role, excluded.deleted)
		      OR excluded.joined_at NOT IN (0, joined_at)
		RETURNING id, role`
	if len(members) == 0 {
		return all, nil
	}
	err = w.each(query, func(put *sql.Stmt) error {
		for _, m := range members {
			was, known := w.roster.members[m.ID]
			now := member{told: m.Handle != ""}
			err := put.QueryRowContext(w.ctx, w.roster.account, m.ID, m.Handle, m.Name, m.Email, m.Zone, cmp.Or(m.Role, inbox.Community),
				m.Deleted, at(m.Joined), w.now).Scan(&now.id, &now.role)
			if errors.Is(err, sql.ErrNoRows) { // known, and nothing new about it
				continue
			}
			if err != nil {
				return fmt.Errorf("member %s: %w", m.ID, err)
			}
			w.parts.member(now.id)
			w.roster.put(m, now)
			if !known {
				all.added++
			} else if was.role != now.role {
				all.turned = append(all.turned, now.id)
				if err := w.turn(was, now, says); err != nil {
					return fmt.Errorf("the role of member %s: %w", m.ID, err)
				}
			}
		}
		return nil
	})
	return all, err
}

// put notes what a member is now.
func (r *roster) put(m inbox.Member, now member) {
	r.members[m.ID] = now
	if delete(r.gone, now.id); m.Deleted {
		r.gone[now.id] = true
	}
}

// turn keeps the role that a member had until now (R6). What the config says
// about the team counts for always; who turns out to be a program always was
// one; and of a name under a message nobody had said what it was.
func (w *writer) turn(was, now member, says teller) error {
	const query = `INSERT INTO role_turn (member_id, until_at, role) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
	if says == theConfig || !was.told || was.role == inbox.Bot || now.role == inbox.Bot {
		return nil
	}
	_, err := w.tx.ExecContext(w.ctx, query, now.id, w.now, was.role)
	return err
}

// author returns the row of an author, making one for somebody whom no roster
// has named yet.
func (w *writer) author(m inbox.Message) (member, error) {
	if m.Author == "" {
		return member{}, nil
	}
	if known, ok := w.roster.members[m.Author]; ok {
		return known, nil
	}
	stub := inbox.Member{ID: m.Author, Name: m.As}
	if m.Bot {
		stub.Role = inbox.Bot
	}
	_, err := w.putMembers([]inbox.Member{stub}, thePlatform)
	return w.roster.members[m.Author], err
}
