package fediverse_test

import (
	"cmp"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform/mastodon"
	"rounds/inbox/platform/platformtest"
	"rounds/inbox/platform/simulate/fediverse"
)

// world is the simulated server as the tests of connectors see it.
type world struct{ *fediverse.Server }

// Connect implements [platformtest.World].
func (w world) Connect(base string, c platformtest.Client) platformtest.Connector {
	return mastodon.New(mastodon.Options{
		Account: "demo", Token: w.Token(), Base: base, HTTP: c.HTTP, Now: c.Now, PageSize: c.PageSize, Names: c.Names,
	})
}

// Facts implements [platformtest.World].
func (w world) Facts() []platformtest.Fact {
	var all []platformtest.Fact
	for _, f := range w.Server.Facts() {
		all = append(all, platformtest.Fact{Channel: f.Channel, ID: f.ID, Text: f.Text, Reactions: f.Reactions})
	}
	return all
}

// Written implements [platformtest.World].
func (w world) Written() []platformtest.Deed {
	sentences := map[string]inbox.ActionKind{"silence": inbox.Restrict, "unsilence": inbox.Unrestrict, "suspend": inbox.Ban, "unsuspend": inbox.Unban}
	var all []platformtest.Deed
	for _, d := range w.Server.Written() {
		all = append(all, platformtest.Deed{
			Kind: cmp.Or(sentences[d.Kind], inbox.ActionKind(d.Kind)), Channel: d.Channel, Thread: d.Thread, Member: d.Member, Message: d.Message, Text: d.Text, Emoji: d.Emoji, At: d.At,
		})
	}
	return all
}

func ours() platformtest.Platform {
	return platformtest.Platform{
		Name: inbox.Mastodon,
		New: func(seed uint64, size int, now func() time.Time) platformtest.World {
			return world{fediverse.NewHistory(fediverse.Options{Seed: seed, Size: size, Now: now})}
		},
		Most:  40,
		Met:   true,
		Emoji: []string{"heart"},
	}
}

func TestWhateverTheServerDoesTheMemoryEndsEqual(t *testing.T) { platformtest.Equal(t, ours()) }

func TestNothingIsLostOrSentTwiceByAHostileServerAndAProgramThatIsKilled(t *testing.T) {
	platformtest.Hostile(t, ours())
}

func TestWhatWasAskedForWithoutANetworkArrivesInOrderWhenItIsBack(t *testing.T) {
	platformtest.Offline(t, ours())
}

func TestTheConnectorKeepsTheContract(t *testing.T) { platformtest.Contract(t, ours()) }

func TestEverythingPlannedGoesOutOnceAtItsTimeOrIsMissed(t *testing.T) {
	platformtest.Year(t, ours())
}
