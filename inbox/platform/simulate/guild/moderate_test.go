package guild_test

import (
	"testing"

	"rounds/inbox/platform/platformtest"
)

func TestWhateverAModeratorDoesCasesStrikesAndTheDiscordAgree(t *testing.T) {
	t.Parallel()
	platformtest.Moderation(t, ofDiscord())
}
