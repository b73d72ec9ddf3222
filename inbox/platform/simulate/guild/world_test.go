package guild_test

import (
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform/discord"
	"rounds/inbox/platform/platformtest"
	"rounds/inbox/platform/simulate/guild"
)

// world is a simulated server as the common tests want one.
type world struct{ *guild.Guild }

func (w world) Connect(base string, c platformtest.Client) platformtest.Connector {
	return discord.New(discord.Options{
		Account: "demo", Token: w.Token(), Base: base + guild.Prefix, Team: w.ID(), HTTP: c.HTTP, Now: c.Now, PageSize: c.PageSize, Names: c.Names,
	})
}

func (w world) Facts() []platformtest.Fact {
	var all []platformtest.Fact
	for _, f := range w.Guild.Facts() {
		all = append(all, platformtest.Fact{Channel: f.Channel, ID: f.ID, Text: f.Text, Reactions: f.Reactions})
	}
	return all
}

// signs are the emoji of what the house calls by name.
func signs() map[string]string {
	return map[string]string{"👍": "thumbsup", "🚀": "rocket", "👀": "eyes"}
}

func (w world) Written() []platformtest.Deed {
	var all []platformtest.Deed
	for _, d := range w.Guild.Written() {
		all = append(all, platformtest.Deed{
			Kind: inbox.ActionKind(d.Kind), Channel: d.Channel, Thread: d.Thread, Member: d.Member, Message: d.Message, Text: d.Text, Emoji: signs()[d.Emoji], At: d.At,
		})
	}
	return all
}

func ofDiscord() platformtest.Platform {
	return platformtest.Platform{
		Name: inbox.Discord,
		New: func(seed uint64, size int, now func() time.Time) platformtest.World {
			return world{guild.NewHistory(guild.Options{Seed: seed, Size: size, Now: now})}
		},
		Emoji: []string{"thumbsup", "rocket", "eyes"},
	}
}

func TestWhateverTheServerDoesTheMemoryEndsEqual(t *testing.T) { platformtest.Equal(t, ofDiscord()) }

func TestNothingIsLostOrSentTwiceByAHostileServerAndAProgramThatIsKilled(t *testing.T) {
	platformtest.Hostile(t, ofDiscord())
}

func TestWhatWasAskedForWithoutANetworkArrivesInOrderWhenItIsBack(t *testing.T) {
	platformtest.Offline(t, ofDiscord())
}

func TestTheConnectorKeepsTheContract(t *testing.T) { platformtest.Contract(t, ofDiscord()) }

func TestEverythingPlannedGoesOutOnceAtItsTimeOrIsMissed(t *testing.T) {
	platformtest.Year(t, ofDiscord())
}
