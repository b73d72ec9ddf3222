package forum_test

import (
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform/platformtest"
	"rounds/inbox/platform/simulate/forum"
)

// sparing is a forum whose connector keeps to the rates of a person's key.
type sparing struct{ world }

func (w sparing) Connect(base string, c platformtest.Client) platformtest.Connector {
	return connect(w.world, base, c, false)
}

func TestTheContractIsKeptWithFewRequestsToo(t *testing.T) {
	platformtest.Contract(t, platformtest.Platform{
		Name: inbox.Discourse, Emoji: []string{"heart"},
		New: func(seed uint64, size int, now func() time.Time) platformtest.World {
			return sparing{world{forum.NewHistory(forum.Options{Seed: seed, Size: min(size, 60), Now: now})}}
		},
	})
}
