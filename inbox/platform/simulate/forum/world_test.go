package forum_test

import (
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform/discourse"
	"rounds/inbox/platform/platformtest"
	"rounds/inbox/platform/simulate/forum"
)

// world lets the tests of every connector play with a forum.
type world struct{ *forum.Forum }

func (w world) Connect(base string, c platformtest.Client) platformtest.Connector {
	return connect(w, base, c, true)
}

func connect(w world, base string, c platformtest.Client, hasty bool) platformtest.Connector {
	return discourse.New(discourse.Options{
		Account: "demo", Token: w.Token(), Base: base, HTTP: c.HTTP, Now: c.Now, PageSize: c.PageSize, Names: c.Names, Private: true, Hasty: hasty,
	})
}

func (w world) Facts() []platformtest.Fact {
	var all []platformtest.Fact
	for _, p := range w.State() {
		all = append(all, platformtest.Fact{Channel: p.Channel, ID: p.ID, Text: p.Text, Gone: p.Gone, Reactions: p.Likes})
	}
	return all
}

func (w world) Written() []platformtest.Deed {
	kinds := map[string]inbox.ActionKind{
		"reply": inbox.Reply, "post": inbox.Post, "private": inbox.ReplyPrivately, "react": inbox.React, "unreact": inbox.Unreact, "edit": inbox.Edit,
		"delete": inbox.Delete, "recover": inbox.Restore, "silence": inbox.Restrict, "unsilence": inbox.Unrestrict, "suspend": inbox.Ban, "unsuspend": inbox.Unban, "perform": inbox.Perform,
	}
	var all []platformtest.Deed
	for _, d := range w.Forum.Written() {
		deed := platformtest.Deed{Kind: kinds[d.Kind], Channel: d.Channel, Thread: d.Thread, Member: d.Member, Message: d.Message, Text: d.Text, At: d.At}
		if d.Kind == "react" || d.Kind == "unreact" {
			deed.Emoji = "heart"
		}
		if d.Kind == "private" {
			deed.Channel = ""
		}
		all = append(all, deed)
	}
	return all
}

func discoursed() platformtest.Platform {
	return platformtest.Platform{
		Name: inbox.Discourse, Most: 60, Emoji: []string{"heart"},
		New: func(seed uint64, size int, now func() time.Time) platformtest.World {
			return world{forum.NewHistory(forum.Options{Seed: seed, Size: size, Now: now})}
		},
	}
}

// named is the same forum behind the key of an admin, which may give a topic a
// name by which it is found again.
func named() platformtest.Platform {
	p := discoursed()
	p.New = func(seed uint64, size int, now func() time.Time) platformtest.World {
		return world{forum.NewHistory(forum.Options{Seed: seed, Size: size, Now: now, Token: "sam:" + strings.Repeat("0123456789abcdef", 4)})}
	}
	return p
}

func TestWhateverTheServerDoesTheMemoryEndsEqual(t *testing.T) {
	t.Parallel()
	platformtest.Equal(t, discoursed())
}

func TestNothingIsLostOrSentTwiceByAHostileServerAndAProgramThatIsKilled(t *testing.T) {
	t.Parallel() // most of the time it waits for a server that is slow on purpose
	platformtest.Hostile(t, discoursed())
}

func TestWhatIsAskedForIsDoneOnceWithAnAdminsKeyToo(t *testing.T) {
	t.Parallel() // most of the time it waits for a server that is slow on purpose
	platformtest.Hostile(t, named())
}

func TestWhatWasAskedForWithoutANetworkArrivesInOrderWhenItIsBack(t *testing.T) {
	t.Parallel() // most of the time it waits for a server that is slow on purpose
	platformtest.Offline(t, discoursed())
}

func TestTheConnectorKeepsTheContract(t *testing.T) { platformtest.Contract(t, discoursed()) }

func TestEverythingPlannedGoesOutOnceAtItsTimeOrIsMissed(t *testing.T) {
	platformtest.Year(t, discoursed())
}
