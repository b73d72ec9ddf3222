package fediverse_test

import (
	"testing"

	"rounds/inbox/platform/platformtest"
)

func TestWhateverAModeratorDoesCasesStrikesAndTheServerAgree(t *testing.T) {
	t.Parallel()
	platformtest.Moderation(t, ours())
}
