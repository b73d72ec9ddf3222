package queue_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox/moderation"
	"rounds/ui"
	"rounds/ui/pane"
	"rounds/ui/queue"
	"rounds/ui/uitest"
)

// ruled is a ruling in short: what, on which cases, by which rule.
func ruled(r moderation.Ruling) string {
	text := fmt.Sprint(r.All(), r.Cases)
	if r.Rule != "" {
		text += " by " + r.Rule
	}
	if r.For > 0 {
		text += " for " + r.For.String()
	}
	if r.Reason != "" {
		text += " because " + r.Reason
	}
	return text
}

func TestEveryKeyDecidesWhatItSays(t *testing.T) {
	tests := map[string]struct {
		keys []string
		want string
		said string
	}{
		"keep":                         {[]string{"a"}, "[keep] [1]", "Kept: rolf in #general · 4 reports closed · z undo"},
		"ignore":                       {[]string{"I"}, "[ignore] [1]", "Ignored: rolf in #general · 4 reports closed · z undo"},
		"remove without a rule":        {[]string{"d", "enter"}, "[remove] [1]", "Removed: rolf in #general · 4 reports closed · leaves in 10 s, then for good · z undo"},
		"remove by a rule":             {[]string{"d", "3"}, "[remove] [1] by be-kind", ""},
		"a rule whose outcome is spam": {[]string{"d", "1"}, "[remove] [1] by spam", ""},
		"remove by a chosen rule":      {[]string{"d", "j", "j", "enter"}, "[remove] [1] by invite-links", ""},
		"spam":                         {[]string{"D", "enter"}, "[spam] [1]", "Removed as spam: rolf in #general · 4 reports closed · leaves in 10 s, then for good · z undo"},
		"spam and ban":                 {append([]string{"D", "b"}, append(letters("rolf"), "enter")...), "[spam ban] [1]", ""},
		"warn":                         {[]string{"w", "4"}, "[warn] [1] by shouting", "Warned: rolf in #general · 4 reports closed · leaves in 10 s · z undo"},
		"restrict":                     {[]string{"b", "2"}, "[restrict] [1] for 24h0m0s", ""},
		"restrict for a while":         {append([]string{"b", "4"}, append(letters("36h"), "enter")...), "[restrict] [1] for 36h0m0s", ""},
		"no time at all":               {append([]string{"b", "4"}, append(letters("0h"), "enter")...), "", "That is no time at all."},
		"ban for a week":               {[]string{"b", "6"}, "[ban] [1] for 168h0m0s", ""},
		"ban for good":                 {append([]string{"b", "7"}, append(letters("@Rolf"), "enter")...), "[ban] [1]", ""},
		"ban without the name":         {[]string{"b", "7", "enter"}, "", "Type rolf, then enter. esc leaves it as it is."},
		"ban with another name":        {append([]string{"b", "7"}, append(letters("tom"), "enter")...), "", "Type rolf, then enter. esc leaves it as it is."},
		"escalate":                     {append([]string{"E"}, append(letters("legal?"), "enter")...), "[escalate] [1] because legal?", "Escalated: rolf in #general · z undo"},
		"a plan":                       {[]string{"p", "b", "enter"}, "[remove warn restrict] [1] by be-kind for 24h0m0s", ""},
		"a plan without its rule":      {[]string{"p", "3", "w", "enter"}, "[remove] [1]", ""},
		"a plan of spam":               {[]string{"p", "D", "enter"}, "[spam warn] [1] by be-kind", ""},
		"an empty plan":                {[]string{"p", "d", "w", "enter"}, "", "Nothing is chosen yet."},
		"marked ones":                  {[]string{"space", "space", "a"}, "[keep] [1 2]", "Kept: 2 cases · 6 reports closed · z undo"},
		"the group of those alike":     {[]string{"j", "=", "D", "j", "k", "enter"}, "[spam] [2 3 4 5 6 7]", "Removed as spam: 6 cases · 12 reports closed · leaves in 10 s, then for good · 2 steps left to you · z undo"},
		"left alone":                   {[]string{"d", "esc"}, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := open(t, uitest.Reported(), 120, 32)
			said := d.press(tt.keys...)
			got := ""
			for _, r := range d.q.Rulings {
				got += ruled(r)
			}
			if got != tt.want {
				t.Errorf("ruled %q, want %q (%s)", got, tt.want, said)
			}
			if tt.said != "" && said != tt.said {
				t.Errorf("said %q", said)
			}
		})
	}
}

func TestEveryKeyHandlesWhatItSays(t *testing.T) {
	tests := map[string]struct {
		keys []string
		want string
	}{
		"claim":            {[]string{"c"}, "[{claim [1] }]"},
		"claim and let go": {[]string{"c", "c"}, "[{claim [1] } {unclaim [1] }]"},
		"skip":             {[]string{"N", "N"}, "[{skip [1] } {skip [2] }]"},
		"note":             {append([]string{"n"}, append(letters("hm"), "enter")...), "[{note on a case [1] hm}]"},
		"an empty note":    {[]string{"n", "enter"}, "[]"},
		"mute, unmute":     {[]string{"m", "m"}, "[{mute reports [1] } {unmute reports [1] }]"},
		"skip in zen":      {[]string{"+", "N", "N", "N"}, "[{skip [1] } {skip [2] } {skip [3] }]"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := open(t, uitest.Reported(), 120, 32)
			d.press(tt.keys...)
			if got := fmt.Sprint(d.q.Handlings); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestWhatSomebodyElseHasIsNotClaimed(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	said := d.press("/", "p", "а", "y", "enter", "c")
	if len(d.q.Handlings) != 0 || said != "ola has it until today 13:00." {
		t.Errorf("%v, said %q", d.q.Handlings, said)
	}
	wants(t, d, "⚑ ola works on it until today 13:00")
}

func TestAHeldKeyDecidesOnce(t *testing.T) {
	for name, first := range map[string][]string{"keep": nil, "ignore": nil, "a rule": {"d"}, "no rule": {"d"}, "in zen": {"+"}} {
		key := map[string]string{"keep": "a", "ignore": "I", "a rule": "3", "no rule": "enter", "in zen": "a"}[name]
		t.Run(name, func(t *testing.T) {
			d := open(t, uitest.Reported(), 120, 32)
			d.press(first...)
			d.hold(key)
			if n := len(d.q.Rulings); n != 1 {
				t.Errorf("%d decisions of one long press", n)
			}
			if strings.Contains(frame(d), "▌● ") || strings.Contains(frame(d), "▌▲ ") && name != "in zen" {
				t.Errorf("what decided has opened the next case:\n%s", frame(d))
			}
		})
	}
}

func TestKeysWaitForTheEndOfADecision(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	_, cmd := d.Update(uitest.Key("a"))
	d.now = d.now.Add(time.Second)
	uitest.Press(d.App, "I") // pressed while the first one is being carried out
	if len(d.q.Rulings) != 0 {
		t.Fatal("a key has overtaken another")
	}
	d.now = d.now.Add(time.Second)
	uitest.Run(d.App, cmd)
	got := ""
	for _, r := range d.q.Rulings {
		got += ruled(r)
	}
	if got != "[keep] [1][ignore] [2]" {
		t.Errorf("ruled %q", got)
	}
}

func TestWhatCannotBeDoneIsShownBeforeAnythingIs(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("/", "p", "a", "b", "l", "o", "enter", "d", "2")
	wants(t, d, "✗ delete the message in #general", "An app may delete only its own", "O opens https://example.org/admin/pablo_r", "→ say the rule's note in #general")
	if len(d.q.Rulings) != 0 {
		t.Fatal("it was done unasked")
	}
	if said := d.press("O"); said != "https://example.org/admin/pablo_r" {
		t.Errorf("O says %q", said)
	}
	if said := d.press("enter"); len(d.q.Rulings) != 1 || !strings.Contains(said, "1 step left to you") {
		t.Errorf("%d rulings, said %q", len(d.q.Rulings), said)
	}
}

func TestWhatWasSeenInTheMenuIsNotAskedAgain(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("/", "p", "a", "b", "l", "o", "enter", "d", "j", "j")
	wants(t, d, "✗ delete the message in #general")
	d.press("enter")
	if len(d.q.Rulings) != 1 {
		t.Errorf("%d rulings:\n%s", len(d.q.Rulings), frame(d))
	}
}

func TestMoreThanTenAreSummedUpFirst(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("*", "I")
	wants(t, d, "19 cases · 32 reports · 4 on Slack", "3 × decision on Discourse · for good")
	if len(d.q.Rulings) != 0 {
		t.Fatal("it was done unasked")
	}
	d.press("enter")
	if len(d.q.Rulings) != 1 || len(d.q.Rulings[0].Cases) != 19 {
		t.Fatalf("%v", d.q.Rulings)
	}
	wants(t, d, "Nothing waits. 21 cases decided today.")
}

func TestTheTextThatLayThereGoesAlong(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("a")
	r := d.q.Rulings[0]
	if want := []string{"You are an idiot, and everybody here knows it."}; !slices.Equal(r.Seen, want) {
		t.Errorf("seen %q", r.Seen)
	}
	if !r.Shown.Equal(uitest.Noon()) {
		t.Errorf("shown at %s", r.Shown)
	}
}

func TestATextThatWasChangedIsShownAndAskedAgain(t *testing.T) {
	q := uitest.Reported()
	q.Changes = map[int64]string{1: "You are a genius, and everybody here knows it."}
	d := open(t, q, 120, 32)
	d.press("d", "3")
	wants(t, d, "Changed meanwhile", "[-an idiot,-] {+a genius,+}")
	if len(q.Rulings) != 0 {
		t.Fatal("it was decided on a text that nobody saw")
	}
	d.press("enter")
	if len(q.Rulings) != 1 || q.Rulings[0].Seen[0] != q.Changes[1] {
		t.Errorf("%v", q.Rulings)
	}
}

func TestATextThatChangesBeforeOnesEyesIsNotDecidedInThatMoment(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.now = d.now.Add(time.Minute)
	d.q.Find(1).Text = "You are a genius."
	uitest.Send(d.App, pane.Stale{})
	wants(t, d, "The text was changed just now.")
	uitest.Press(d.App, "a")
	if len(d.q.Rulings) != 0 {
		t.Fatal("it was decided on a text that nobody can have read")
	}
	d.press("a")
	if len(d.q.Rulings) != 1 || d.q.Rulings[0].Seen[0] != "You are a genius." {
		t.Errorf("%v", d.q.Rulings)
	}
}

func TestACaseThatComesToLieUnderTheCursorIsNotDecidedInThatMoment(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.now = d.now.Add(time.Minute)
	d.q.Find(1).State = moderation.Elsewhere
	uitest.Send(d.App, pane.Stale{})
	wants(t, d, "Somebody else has settled rolf in #general.")
	uitest.Press(d.App, "a")
	if len(d.q.Rulings) != 0 {
		t.Fatal("the wrong case was decided")
	}
	if d.press("a"); len(d.q.Rulings) != 1 {
		t.Error("it cannot be decided at all")
	}
}

func TestAFailureChangesNothingAndIsTold(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.q.Fail = errors.New("decide: disk full")
	said := d.press("a")
	if !strings.Contains(said, "disk full") || len(d.q.Rulings) != 0 {
		t.Errorf("said %q, %v", said, d.q.Rulings)
	}
	d.q.Fail = nil
	d.press("a")
	if len(d.q.Rulings) != 1 || d.q.Rulings[0].Cases[0] != 1 {
		t.Errorf("%v", d.q.Rulings)
	}
}

func TestUndoBringsTheCaseBackUnderTheCursor(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("j", "j", "a", "G")
	said := d.press("z")
	if said != "Undone: lucky_bert in #help · Z redo" || d.q.Undone != 1 {
		t.Errorf("said %q", said)
	}
	wants(t, d, "▌ ▲ high  49m  #help", "3 of 19")
	if said := d.press("z"); said != "There is nothing to undo." {
		t.Errorf("said %q", said)
	}
	if said := d.press("Z"); said != "There is nothing to redo." || d.q.Redone != 1 {
		t.Errorf("said %q", said)
	}
	d.press("a")
	d.hold("z")
	if d.q.Undone != 2 {
		t.Errorf("%d undone by a key held down", d.q.Undone)
	}
}

func TestADecisionIsReopenedOnceItWasShown(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("h", "R")
	wants(t, d, "Removed as spam by noor", "You decided this yourself.")
	said := d.press("enter")
	if !slices.Equal(d.q.Reopened, []string{"d5"}) || said != "Reopened: one decision · The message stays deleted there." {
		t.Errorf("%v, said %q", d.q.Reopened, said)
	}
	wants(t, d, "↺   2h  spam")
	if said := d.press("R"); said != "That decision was taken back already." {
		t.Errorf("said %q", said)
	}
	d.press("j", "R")
	if strings.Contains(frame(d), "You decided this yourself.") {
		t.Error("somebody else decided it")
	}
}

func TestAnAppealReopensTheDecisionThatItIsAbout(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("/", "s", "v", "e", "t", "enter", "R", "enter")
	if !slices.Equal(d.q.Reopened, []string{"d0"}) {
		t.Errorf("%v", d.q.Reopened)
	}
}

func TestNothingIsDecidedReadOnly(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32, queue.Options{ReadOnly: true})
	for _, key := range []string{"a", "d", "D", "w", "b", "p", "I", "E", "c", "N", "n", "m", "z", "Z", "R"} {
		if said := d.press(key); !strings.Contains(said, "--readonly") {
			t.Errorf("%s says %q", key, said)
		}
	}
	if len(d.q.Rulings)+len(d.q.Handlings)+d.q.Undone != 0 {
		t.Error("something was decided")
	}
	d.press("enter")
	wants(t, d, "▌▲ high  #general")
}

func TestNewsMoveNothingAndWaitToBeTakenIn(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("j", "j")
	news := uitest.Reported().Files[1]
	news.ID, news.Subject.ID, news.Author.Handle = 99, "m99", "first_of_all"
	d.q.Files = append([]*moderation.File{news}, d.q.Files...)
	d.q.Find(4).State = moderation.Elsewhere
	uitest.Send(d.App, pane.Stale{})
	wants(t, d, "1 new ↑ gg · 3 of 18", "▌ ▲ high  49m  #help", "Moderation 19")
	d.press("g", "g")
	wants(t, d, "first_o…", "1 of 19")
	d.press("a")
	if got := ruled(d.q.Rulings[0]); got != "[keep] [99]" {
		t.Errorf("ruled %s", got)
	}
}

func TestTheCursorGoesToTheNextCaseAndToTheOneBeforeAtTheEnd(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("a")
	wants(t, d, "▌ ▲ high  50m", "1 of 18")
	d.press("G", "a")
	wants(t, d, "17 of 17")
}

func TestZenGoesThroughTheQueueToItsEnd(t *testing.T) {
	d := open(t, uitest.Reported(), 80, 24)
	d.press("+")
	for range 19 {
		d.press("a")
	}
	wants(t, d, "That was the last one: well done.", "19 decisions · 0 to go")
	d.press("esc")
	wants(t, d, "Nothing waits. 21 cases decided today.")
	if len(d.q.Rulings) != 19 {
		t.Errorf("%d decisions", len(d.q.Rulings))
	}
}

func TestMarksStayBehindWithTheirSection(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("space", "space", "l", "h", "a")
	if got := ruled(d.q.Rulings[0]); got != "[keep] [1]" {
		t.Errorf("ruled %s", got)
	}
}

func TestAFilterDropsTheMarksOfWhatItHides(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("space", "/", "v", "i", "k", "enter", "a")
	if got := ruled(d.q.Rulings[0]); got != "[keep] [8]" {
		t.Errorf("ruled %s", got)
	}
}

func TestALatePreviewIsDropped(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	_, first := d.Update(uitest.Key("d")) // asked first, answered last
	d.now = d.now.Add(time.Second)
	d.press("j", "j", "j")
	uitest.Run(d.App, first)
	wants(t, d, "→ write to @rolf")
}

func TestAPreviewOfAnotherSheetIsDropped(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	_, late := d.Update(uitest.Key("w")) // of the menu that is closed before it answers
	d.now = d.now.Add(time.Second)
	d.press("esc", "p")
	before := frame(d)
	uitest.Run(d.App, late)
	if frame(d) != before {
		t.Errorf("a closed menu has changed the plan:\n%s", frame(d))
	}
}

func TestAQueueThatCannotBeReadIsNotCalledEmpty(t *testing.T) {
	q := uitest.Reported()
	q.Fail = errors.New("list cases: disk I/O error")
	d := open(t, q, 80, 24)
	wants(t, d, "The cases could not be read.", "disk I/O error")
	q.Fail = nil
	d.press("ctrl+r")
	wants(t, d, "▌ ▲ high  26h")
}

func TestTheFilterFollowsWhatIsTyped(t *testing.T) {
	tests := map[string]struct {
		keys []string
		want []string
	}{
		"tab completes a field":        {[]string{"/", "p", "r", "tab"}, []string{" / priority:", "high · medium · low"}},
		"tab completes a value":        {append([]string{"/"}, append(letters("is:n"), "tab")...), []string{" / is:new", "9 cases"}},
		"a mistake is kept out":        {append([]string{"/"}, append(letters("age:x"), "enter")...), []string{" / age:x"}},
		"esc puts back what was there": {append([]string{"/"}, append(letters("zzz"), "esc")...), []string{"1 of 19"}},
		"a backslash clears it":        {append([]string{"/"}, append(letters("gory"), "enter", "\\")...), []string{"of 19"}},
		"a section keeps its own":      {[]string{"l", "l", "l", "/", "g", "enter"}, []string{"Spam* 8"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := open(t, uitest.Reported(), 120, 32)
			d.press(tt.keys...)
			wants(t, d, tt.want...)
		})
	}
}

func TestAnAddressIsOpenedOnlyIfItIsSafe(t *testing.T) {
	q := uitest.Reported()
	var opened []string
	env := uitest.Env(t)
	env.Open = func(url string) error { opened = append(opened, url); return nil }
	app := ui.New(env, queue.New(env, q, q, queue.Options{Actor: "noor"}))
	uitest.Send(app, tea.WindowSizeMsg{Width: 120, Height: 32})
	uitest.Run(app, app.Init())
	uitest.Press(app, "o")
	for i, bad := range []string{"file:///etc/passwd", "https://evil.example@acme.example/", "https://x.example/\x1b]0;owned\a", ""} {
		q.Files[i+1].Permalink = bad
	}
	uitest.Send(app, pane.Stale{})
	for range 4 {
		uitest.Press(app, "j", "o")
	}
	if want := []string{"https://example.org/general/1"}; !slices.Equal(opened, want) {
		t.Errorf("opened %q", opened)
	}
}

func TestTheNameMayBePasted(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("b", "7")
	uitest.Send(d.App, tea.PasteMsg{Content: "rolf\n"})
	d.press("enter")
	if len(d.q.Rulings) != 1 {
		t.Errorf("%d rulings:\n%s", len(d.q.Rulings), frame(d))
	}
}

func TestANameThatNoKeyboardHasIsStoodForByTheDeed(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.q.Find(1).Author.Handle = "рольф"
	uitest.Send(d.App, pane.Stale{})
	d.press("b", "7")
	wants(t, d, "Type ban for good to do it:")
	d.press("esc", "space", "space", "b", "7")
	wants(t, d, "Type ban 2 members to do it:")
}

func TestWhatComesWhileAReadingIsOutIsReadBehindIt(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	_, first := d.Update(pane.Stale{})
	d.Update(pane.Stale{})
	d.q.Find(2).State = moderation.Elsewhere
	d.q.Find(3).State = moderation.Elsewhere
	uitest.Run(d.App, first)
	wants(t, d, "1 of 17", "Moderation 17")
}

func TestTheCardOfAMemberIsScrolledAndPutAway(t *testing.T) {
	d := open(t, uitest.Reported(), 60, 12)
	d.press("u", "j", "j", "j", "k")
	wants(t, d, "Who it is about")
	d.press("u")
	if strings.Contains(frame(d), "Who it is about") {
		t.Errorf("it is still there:\n%s", frame(d))
	}
}

func TestReplyReachesForTheConversation(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	var reached pane.Reach
	for _, m := range uitest.Press(d.App, "r") {
		if r, ok := m.(pane.Reach); ok {
			reached = r
		}
	}
	if want := (pane.Reach{Conversation: 101, Account: "acme-guild", Channel: "C-general", Room: "general", Write: "reply", Back: "Moderation"}); reached != want {
		t.Errorf("%+v", reached)
	}
	if said := d.press("o"); said != "https://example.org/general/1" {
		t.Errorf("o says %q", said)
	}
	if said := d.press("O"); said != "https://example.org/admin/rolf" {
		t.Errorf("O says %q", said)
	}
}

func TestAFoldedTextIsShownWhenItIsAskedFor(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	d.press("/", "g", "o", "r", "y", "enter")
	if strings.Contains(frame(d), "breakfast") {
		t.Error("it is shown unasked")
	}
	d.press("v")
	wants(t, d, "┃ a description that nobody wants to read over", "┃ breakfast")
}

func TestTheMouseChoosesAndOpens(t *testing.T) {
	d := open(t, uitest.Reported(), 120, 32)
	uitest.Send(paneOf{d}, pane.Click{X: 10, Y: 5})
	wants(t, d, "4 of 19")
	uitest.Send(paneOf{d}, pane.Click{X: 10, Y: 5, Twice: true})
	wants(t, d, "▌▲ high  #random")
	d.press("esc")
	uitest.Send(paneOf{d}, pane.Wheel{X: 10, Y: 5, By: 2})
	wants(t, d, "6 of 19")
	uitest.Send(paneOf{d}, pane.Click{X: 14, Y: 0})
	wants(t, d, "You have claimed nothing.")
}

// paneOf hands messages to the pane as the app does.
type paneOf struct{ *desk }

func (p paneOf) Update(msg tea.Msg) (tea.Model, tea.Cmd) { return p.App.Update(msg) }

func TestEveryCommandHasAKeyOfItsOwn(t *testing.T) {
	p := queue.New(uitest.Env(t), uitest.Reported(), uitest.NewQueue(), queue.Options{})
	seen := map[string]string{}
	for _, c := range p.Commands() {
		for _, k := range c.Key.Keys() {
			if seen[k] != "" && c.Key.Enabled() {
				t.Errorf("%s is %q and %q", k, seen[k], c.Key.Help().Desc)
			}
			seen[k] = c.Key.Help().Desc
		}
		if c.Group == "" || c.Key.Help().Desc == "" {
			t.Errorf("%v has no group or no name", c.Key.Keys())
		}
	}
	if h := p.Hints(); len(h) == 0 {
		t.Error("no hints")
	}
}

var _ queue.Store = (*uitest.Queue)(nil)

var _ queue.Rules = (*uitest.Queue)(nil)
