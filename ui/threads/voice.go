package threads

import (
	"cmp"
	"context"

	"rounds/inbox"
)

// voice is as whom we speak on an account.
type voice struct {
	id, name string
	account  inbox.Account
}

// voiceOf asks the store as whom we speak. Where it does not know, the voice
// has no ID, and is asked for again.
func voiceOf(ctx context.Context, store Store, account string) voice {
	a, err := store.Account(ctx, account)
	if err != nil || a.Speaker() == "" {
		return voice{}
	}
	v := voice{id: a.Speaker(), account: a}
	if card, err := store.Card(ctx, account, v.id); err == nil {
		v.name = inbox.Author{ID: card.ID, Handle: card.Handle, Name: card.Name}.Called()
	}
	v.name = cmp.Or(v.name, v.id)
	return v
}

// called is the voice as a person reads it.
func (v voice) called() string {
	if v.name == "" {
		return "you"
	}
	return "@" + v.name
}

// theirs is the newest message of somebody else, of a bot only if nobody else
// has spoken, or nil.
func theirs(t *inbox.Talk, us voice) *inbox.Utterance {
	var bots *inbox.Utterance
	for i := len(t.Said) - 1; i >= 0; i-- {
		u := &t.Said[i]
		switch {
		case u.Kind != inbox.Said || u.Deleted || us.id != "" && u.Author.ID == us.id:
		case u.Author.Role != inbox.Bot:
			return u
		case bots == nil:
			bots = u
		}
	}
	return bots
}

// ours is the newest message of our own, or nil.
func ours(t *inbox.Talk, us voice) *inbox.Utterance {
	for i := len(t.Said) - 1; i >= 0; i-- {
		if u := &t.Said[i]; u.Kind == inbox.Said && !u.Deleted && us.id != "" && u.Author.ID == us.id {
			return u
		}
	}
	return nil
}
