package threads_test

import (
	"testing"

	"rounds/inbox"
	"rounds/ui/uitest"
)

func TestWhatAnAccountMayNotDoIsGreyAndSaysWhy(t *testing.T) {
	const why = "The bot may not react: grant it Add Reactions in the server's settings."
	m := uitest.Community()
	m.Lacks = map[inbox.ActionKind]string{inbox.React: why}
	a := open(t, m, 120, 32)
	uitest.Press(a, "j", "k", "a")
	wantFrame(t, a, why)
	if len(m.Orders) > 0 {
		t.Errorf("it asked for %+v", m.Orders)
	}
	uitest.Press(a, ":", "a", "c", "k", "n")
	wantFrame(t, a, "The bot may not react")
	uitest.Press(a, "esc", "r")
	wantNoFrame(t, a, why)
}

func TestWhereTheOnlyReactionIsALikeNoOtherIsOffered(t *testing.T) {
	m := uitest.Community()
	for _, talk := range m.Talks {
		talk.Platform = inbox.Discourse
	}
	a := open(t, m, 120, 32)
	uitest.Press(a, ":", "r", "e", "a", "c", "t", "space", "w", "enter")
	wantFrame(t, a, ":heart:")
	wantFrame(t, a, "Discourse takes no other emoji.")
	wantNoFrame(t, a, ":tada:")
	uitest.Press(a, "esc", "a")
	if len(m.Orders) != 1 || m.Orders[0].Actions[0].Emoji != inbox.Like {
		t.Errorf("it asked for %+v", m.Orders)
	}
}
