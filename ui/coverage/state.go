package coverage

import (
	"cmp"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/ui/theme"
)

// state is how the rounds of an account stand, in one word.
type state string

// The states, from the worst on.
const (
	stopped  state = "stopped"  // a person has to look
	failing  state = "failing"  // the last round did not end; it is tried again
	waiting  state = "waiting"  // the platform asked for patience
	syncing  state = "syncing"  // a round is being made
	begun    state = "begun"    // a round was begun and nothing is heard of it
	fresh    state = "fresh"    // no round was made yet
	old      state = "old"      // the last round is long over
	live     state = "live"     // news are told as they happen
	synced   state = "synced"   // all is well
	paused   state = "paused"   // by the config
	imported state = "imported" // from a file: there are no rounds
)

// stale is how long after the last round what is held is no longer called
// everything.
const stale = time.Hour

// state judges by what was heard last; what was heard before the program began
// is in the store.
func (a *account) state(now time.Time) state {
	working := a.heard.Text != "" && !a.heard.Trouble && !a.heard.Stopped
	switch {
	case a.heard.Stopped, a.Stopped != "" && (!working || !a.heardAt.After(a.StoppedAt)):
		return stopped
	case a.Paused, a.heard.Paused:
		return paused
	case a.until().After(now) && !a.heard.Trouble:
		return waiting
	case a.heard.Trouble:
		return failing
	case working:
		return syncing
	case a.Trouble != "" && a.TroubleAt.After(a.syncedAt()):
		return failing
	case a.BegunAt.After(a.syncedAt()):
		return begun
	case a.live():
		return live
	case !a.syncedAt().IsZero() && now.Sub(a.syncedAt()) > stale:
		return old
	case !a.syncedAt().IsZero():
		return synced
	case a.Messages > 0 && a.heardAt.IsZero():
		return imported
	}
	return fresh
}

// syncedAt is when a round came to its end last.
func (a *account) syncedAt() time.Time {
	if a.heard.At.After(a.SyncedAt) {
		return a.heard.At
	}
	return a.SyncedAt
}

// until is when it goes on by itself; zero if nothing is waited for.
func (a *account) until() time.Time {
	switch {
	case a.heard.Stopped:
		return time.Time{}
	case !a.heard.Until.IsZero() && a.heard.Text != "":
		return a.heard.Until
	}
	return a.Until
}

func (a *account) live() bool { return !a.Live.IsZero() || a.heard.Live }

// why is the reason for which an account is stopped or fails, in the words of
// the platform.
func (a *account) why() string {
	return cmp.Or(a.Stopped, a.Trouble, a.heard.Text)
}

// sign is the mark of a state and how it is painted, so that the colour is
// never the only one to tell.
func sign(s state, r *theme.Roles) (string, theme.Paint) {
	switch s {
	case stopped:
		return "✗", r.Alarm
	case failing:
		return "⚠", r.Warn
	case waiting:
		return "…", r.Note
	case syncing:
		return "↓", r.Accent
	case old:
		return "⚠", r.Warn
	case begun, fresh:
		return "·", r.Quiet
	case live:
		return "●", r.Good
	case synced:
		return "✓", r.Good
	case paused:
		return "=", r.Quiet
	case imported:
		return "·", r.Quiet
	}
	return " ", r.Text
}

// tally counts the channels of an account by what is held of them. One that the
// platform shows no more is in none but gone.
type tally struct{ complete, refused, gaps, reading, gone, total int }

func (a *account) tally() tally {
	var t tally
	for i := range a.Channels {
		switch kindOf(&a.Channels[i], a.fromFile()) {
		case whole, archived:
			t.complete++
		case refused:
			t.refused++
		case gap:
			t.gaps++
		case reading:
			t.reading++
		case gone:
			t.gone++
			continue
		case apart:
			continue
		}
		t.total++
	}
	return t
}

func (t tally) plus(o tally) tally {
	return tally{
		t.complete + o.complete, t.refused + o.refused, t.gaps + o.gaps, t.reading + o.reading,
		t.gone + o.gone, t.total + o.total,
	}
}

// fromFile is whether nothing but an import has filled the account.
func (a *account) fromFile() bool {
	return a.SyncedAt.IsZero() && a.BegunAt.IsZero() && a.heardAt.IsZero()
}

// platform is the name of a platform as it writes itself.
func platform(p inbox.Platform) string {
	return p.Title()
}

// noConnection is how a road that is closed is said.
const noConnection = "no connection"

// offline is whether an error says that there is no way to the platform at
// all.
func offline(why string) bool {
	for _, sign := range []string{
		noConnection, "no such host", "dial tcp", "connection refused", "connection reset", "network is unreachable",
		"i/o timeout", "TLS handshake timeout", "Client.Timeout", "EOF",
	} {
		if strings.Contains(why, sign) {
			return true
		}
	}
	return false
}
