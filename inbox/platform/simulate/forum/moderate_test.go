package forum_test

import (
	"testing"

	"rounds/inbox/platform/platformtest"
)

func TestWhateverAModeratorDoesCasesStrikesAndTheForumAgree(t *testing.T) {
	t.Parallel()
	platformtest.Moderation(t, discoursed())
}
