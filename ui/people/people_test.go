package people_test

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/inbox"
	"rounds/ui"
	"rounds/ui/metrics"
	"rounds/ui/pane"
	"rounds/ui/people"
	"rounds/ui/threads"
	"rounds/ui/uitest"
)

// open shows people in a window of that size.
func open(t testing.TB, c *uitest.Crowd, width, height int, options people.Options) *ui.App {
	t.Helper()
	env := uitest.Env(t)
	app := ui.New(env, threads.New(env, uitest.Community(), nil), people.New(env, c, options))
	uitest.Send(app, tea.WindowSizeMsg{Width: width, Height: height})
	uitest.Run(app, app.Init())
	uitest.Press(app, "6")
	return app
}

func busy(t testing.TB) (*ui.App, *uitest.Crowd) {
	c := uitest.Neighbourhood()
	return open(t, c, 140, 30, people.Options{}), c
}

func frame(a *ui.App) string { return ansi.Strip(a.View().Content) }

func shows(t *testing.T, a *ui.App, what ...string) {
	t.Helper()
	for _, w := range what {
		if !strings.Contains(frame(a), w) {
			t.Errorf("%q is not in the frame:\n%s", w, frame(a))
		}
	}
}

func last(t *testing.T, c *uitest.Crowd, want string) {
	t.Helper()
	if len(c.Done) == 0 || c.Done[len(c.Done)-1] != want {
		t.Errorf("done %q, want %q at the end", c.Done, want)
	}
}

func TestOtherFrames(t *testing.T) {
	nobody := func() *uitest.Crowd { return &uitest.Crowd{} }
	failing := func() *uitest.Crowd {
		c := uitest.Neighbourhood()
		c.Err = errors.New("list people: disk I/O error")
		return c
	}
	tests := map[string]struct {
		crowd   func() *uitest.Crowd
		options people.Options
		keys    []string
	}{
		"first run":  {nobody, people.Options{}, nil},
		"no guesses": {nobody, people.Options{}, []string{"h"}},
		"unreadable": {failing, people.Options{}, nil},
		"no match":   {uitest.Neighbourhood, people.Options{}, []string{"/", "q", "q", "q", "enter"}},
		"read-only":  {uitest.Neighbourhood, people.Options{ReadOnly: true}, []string{"j", "t"}},
		"note":       {uitest.Neighbourhood, people.Options{}, []string{"j", "n", "h", "i"}},
		"marked":     {uitest.Neighbourhood, people.Options{}, []string{"x", "x"}},
	}
	for at, view := range inbox.PeopleViews() {
		tests["nobody in "+cmp.Or(string(view), "all")] = struct {
			crowd   func() *uitest.Crowd
			options people.Options
			keys    []string
		}{nobody, people.Options{}, slices.Repeat([]string{"l"}, at)}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				a := open(t, tt.crowd(), width, height, tt.options)
				uitest.Press(a, tt.keys...)
				return a
			})
		})
	}
}

func TestFrame(t *testing.T) {
	scenes := map[string][]string{
		"list": nil, "helper": {"j"}, "card": {"enter", "j"}, "guesses": {"h"}, "role": {"j", "R"}, "tags": {"j", "t"}, "split": {"j", "u"}, "merge": {"x", "x", "m"},
		"never answered": {"l", "l", "l", "l", "l"}, "filter": {"/", "y"}, "help": {"?"},
	}
	for name, keys := range scenes {
		t.Run(name, func(t *testing.T) {
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				a := open(t, uitest.Neighbourhood(), width, height, people.Options{})
				uitest.Press(a, keys...)
				return a
			})
		})
	}
}

func TestEverySizeHoldsEveryName(t *testing.T) {
	texts := []string{
		"\x1b[2J\x1b]0;owned\atwo\nlines", "日本語のメッセージ、とても長い日本語のメッセージ", "👩‍👩‍👧‍👦 family 🇩🇪", "tab\there \u202eesrever\u202c", strings.Repeat("x", 500), "\xff\xfe\x80", "க்ஷ a\u0300\u0300",
	}
	for _, keys := range [][]string{nil, {"enter"}, {"h"}, {"R"}, {"t"}, {"x", "x", "m"}, {"j", "u"}, {"/", "x"}} {
		for _, width := range []int{1, 2, 3, 10, 39, 40, 80, 99, 100, 120, 250} {
			for _, height := range []int{1, 2, 3, 8, 14, 24, 50} {
				a := open(t, uitest.HostileCrowd(texts), width, height, people.Options{})
				uitest.Press(a, keys...)
				uitest.Fits(t, a.View().Content, width, height)
			}
		}
	}
	env := uitest.Env(t)
	people.New(env, uitest.Neighbourhood(), people.Options{}).View() // before anybody has said how large it is
}

func TestAMergeIsAcceptedRejectedAndTakenBack(t *testing.T) {
	a, c := busy(t)
	shows(t, a, "also maria_k on discord (same e-mail maria@k.hr, same time zone Europe/Zagreb)  a accept  I reject")
	uitest.Press(a, "a")
	last(t, c, "merge 1,21")
	shows(t, a, "Merged: 1,21", "Merge? 1")
	uitest.Press(a, "z")
	shows(t, a, "Undone: undo, merge 1,21")
	uitest.Press(a, "h") // the suggestions
	shows(t, a, "tomas on forum", "✓ same handle")
	uitest.Press(a, "I")
	last(t, c, "not the same 4,23")
	shows(t, a, "Nobody looks like somebody else.")
	uitest.Press(a, "a")
	shows(t, a, "No merge is suggested here.")
}

func TestThoseMarkedAreMergedOnlyAfterAQuestion(t *testing.T) {
	a, c := busy(t)
	uitest.Press(a, "m")
	shows(t, a, "two at least")
	uitest.Press(a, "x", "x", "m")
	shows(t, a, "Merge 2", "From then on they are one", "yusuf · slack+forum")
	uitest.Press(a, "esc")
	if len(c.Done) != 0 {
		t.Errorf("done %q", c.Done)
	}
	uitest.Press(a, "m", "enter")
	last(t, c, "merge 1,2")
	uitest.Press(a, "k", "k", "j", "u")
	shows(t, a, "Split yusuf", "yusuf_a on forum")
	uitest.Press(a, "j", "enter")
	last(t, c, "split 22")
}

func TestARoleIsSaidWithItsDay(t *testing.T) {
	a, c := busy(t)
	uitest.Press(a, "j", "R", "tab")
	shows(t, a, "‹team›", "since now")
	for range "now" {
		uitest.Press(a, "backspace")
	}
	uitest.Type(a, "2026-13-01")
	uitest.Press(a, "enter")
	shows(t, a, "is no day")
	for range "2026-13-01" {
		uitest.Press(a, "backspace")
	}
	uitest.Type(a, "2026-05-01")
	uitest.Press(a, "enter")
	last(t, c, "role 2,22 team since 2026-05-01")
	uitest.Press(a, "R")
	for range "now" {
		uitest.Press(a, "backspace")
	}
	uitest.Type(a, "always")
	uitest.Press(a, "enter")
	last(t, c, "role 2,22 community since always")
}

func TestTagsNotesAndMarksArePutAndTakenOff(t *testing.T) {
	a, c := busy(t)
	uitest.Press(a, "j", "t")
	shows(t, a, "There are: beta-tester speaker")
	uitest.Type(a, "eu -speaker")
	uitest.Press(a, "enter")
	if len(c.Done) != 2 || c.Done[0] != "untag 2 speaker" {
		t.Errorf("done %q", c.Done)
	}
	last(t, c, "tag 2 eu")
	uitest.Press(a, "n")
	uitest.Type(a, "met in Zagreb")
	uitest.Press(a, "enter")
	last(t, c, "note 2 met in Zagreb")
	uitest.Press(a, "v")
	last(t, c, "no vip 2")
	uitest.Press(a, "w")
	last(t, c, "watch 2")
	uitest.Press(a, "n", "enter")
	shows(t, a, "Nothing was written.")
}

func TestWhatSomebodySaidIsOpenedFromTheCard(t *testing.T) {
	env := uitest.Env(t)
	p := people.New(env, uitest.Neighbourhood(), people.Options{})
	p.Resize(100, 30)
	app := ui.New(env, p)
	uitest.Run(app, app.Init())
	for _, msg := range uitest.Press(app, "enter", "j", "enter") {
		if reach, is := msg.(pane.Reach); is {
			if reach.Conversation != 12 || reach.Back != "People" {
				t.Errorf("reached for %+v", reach)
			}
			return
		}
	}
	t.Error("nothing was reached for")
}

// mets asks for a person from the inbox, as another pane would.
func mets(a *ui.App, member int64) {
	uitest.Press(a, "2")
	uitest.Send(a, pane.Meet{Member: member})
}

func TestWhoIsAskedForElsewhereIsShownAndLeftAgain(t *testing.T) {
	a, c := busy(t)
	mets(a, 22) // by another identity than the first
	shows(t, a, "yusuf  community · ★ VIP", "esc back to Inbox", "It is in the settings")
	uitest.Press(a, "w")
	last(t, c, "watch 2") // them, and not who is under the cursor of the list
	uitest.Press(a, "esc")
	shows(t, a, "How do I rotate the API key", "Waiting") // the inbox
	uitest.Press(a, "6")
	shows(t, a, "1 of 6", "maria.k  community")
	mets(a, 3)
	uitest.Press(a, "l") // whoever looks elsewhere has let them go
	shows(t, a, "1 of 2", "tomas")
	uitest.Press(a, "h", "h") // from the suggestions, too
	mets(a, 5)
	shows(t, a, "ines  community · ◉ watched")
	mets(a, 77)
	shows(t, a, "not here any more", "Mentions")
}

func TestTheRowOfAFigureOpensThePersonAndEscReturns(t *testing.T) {
	env := uitest.Env(t)
	now := uitest.Noon()
	env.Now = func() time.Time { now = now.Add(time.Second); return now } // no key is held down
	c := uitest.Neighbourhood()
	numbers := metrics.New(env, uitest.Numbers(), metrics.Options{})
	app := ui.New(env, numbers, people.New(env, c, people.Options{}))
	uitest.Send(app, tea.WindowSizeMsg{Width: 120, Height: 32})
	uitest.Run(app, app.Init())
	uitest.Press(app, "5", "j", "enter")
	uitest.Press(app, "enter")
	shows(t, app, "quiet.one  community", "esc back to Metrics")
	uitest.Press(app, "esc")
	shows(t, app, "5 Metrics")
	if got := frame(app); strings.Contains(got, "quiet.one  community") {
		t.Errorf("still there:\n%s", got)
	}
}

func TestAGuestWhoIsMergedStaysOnTheScreen(t *testing.T) {
	a, c := busy(t)
	mets(a, 1)
	uitest.Press(a, "a")
	last(t, c, "merge 1,21")
	shows(t, a, "maria.k  community", "Merged: 1,21")
}

func TestTheListSaysWhySomebodyStandsInIt(t *testing.T) {
	a, _ := busy(t)
	shows(t, a, "silent for 44 days, used to write every 3", "first wrote 3 days ago", "○  tomas", "◉  ines", "★  yusuf")
	uitest.Press(a, "l", "l", "l", "l")
	shows(t, a, "31 replies in 30 days")
	uitest.Press(a, "l", "l")
	shows(t, a, "said by hand, since 2025-11-28")
}

func TestAConsoleThatOnlyLooksSaysWhyNothingIsDecided(t *testing.T) {
	c := uitest.Neighbourhood()
	a := open(t, c, 100, 30, people.Options{ReadOnly: true})
	for _, key := range []string{"a", "I", "t", "n", "R", "v", "w", "m", "u", "z", "Z"} {
		uitest.Press(a, key)
		shows(t, a, "--readonly")
	}
	if len(c.Done) != 0 {
		t.Errorf("done %q", c.Done)
	}
}

func TestTheFilterSortAndViewsAskTheStore(t *testing.T) {
	a, c := busy(t)
	uitest.Press(a, "/")
	uitest.Type(a, "yus")
	uitest.Press(a, "enter")
	if strings.Join(c.Asked.Words, " ") != "yus" {
		t.Errorf("asked %+v", c.Asked)
	}
	shows(t, a, "/ yus", "1 of 1")
	uitest.Press(a, "s")
	shows(t, a, "Sorted by last seen.", "by last seen")
	uitest.Press(a, "\\", "l")
	if c.Asked.View != "new" || len(c.Asked.Words) != 0 || c.Asked.Sort != "last seen" {
		t.Errorf("asked %+v", c.Asked)
	}
}

func TestPeopleWhoCannotBeReadAreReadAgain(t *testing.T) {
	c := uitest.Neighbourhood()
	c.Err = uitest.ErrCrowd
	a := open(t, c, 140, 30, people.Options{})
	shows(t, a, "The people could not be read.", "ctrl+r tries again")
	c.Err = nil
	uitest.Press(a, "ctrl+r")
	shows(t, a, "maria.k", "yusuf")
}

func TestAFailureIsToldAndWhatWasShownStays(t *testing.T) {
	a, c := busy(t)
	c.Err = uitest.ErrCrowd
	uitest.Send(a, pane.Stale{})
	shows(t, a, "disk I/O error", "yusuf")
}
