package threads_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui"
	"rounds/ui/pane"
	"rounds/ui/threads"
	"rounds/ui/uitest"
)

// toMaria puts the cursor on maria.k's question.
func toMaria(t *testing.T, m *uitest.Memory) *writing {
	t.Helper()
	w := write(t, m, 80, 24)
	uitest.Press(w.App, "l", "j", "j", "j", "j", "j", "j")
	wantSelected(t, w.App, "maria.k")
	return w
}

func (w *writing) wait(d time.Duration) { w.now = w.now.Add(d) }

func (w *writing) wantDraft(t *testing.T, kind inbox.DraftKind, want string) {
	t.Helper()
	if got := w.m.DraftOf(1, kind); got != want {
		t.Errorf("the draft of the %s is %q, want %q", kind, got, want)
	}
}

func TestAReplyGoesOutWithWhatWasSeen(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "Yes, for 24 hours.")
	got := said(uitest.Press(w.App, "ctrl+s"))
	if got != "Reply leaves in 10 s · z takes it back" {
		t.Errorf("said %q", got)
	}
	if len(w.m.Orders) != 1 || len(w.m.Orders[0].Actions) != 1 {
		t.Fatalf("asked for %+v", w.m.Orders)
	}
	o, a := w.m.Orders[0], w.m.Orders[0].Actions[0]
	if o.Verb != inbox.SayReply || a.Kind != inbox.Reply || a.Thread != "1" || a.Text != "Yes, for 24 hours." || a.Later {
		t.Errorf("asked for %+v", a)
	}
	if a.Seen.Of.ID != "1" || a.Seen.Of.Author != "U-maria.k" || a.Seen.Last.ID != "1.1" {
		t.Errorf("seen was %+v", a.Seen)
	}
	w.wantDraft(t, inbox.ReplyDraft, "")
	wantFrame(t, w.App, "leaves in 10 s · z takes it back")
}

func TestAPrivateReplyGoesToTheOneWhoAsked(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "R")
	uitest.Type(w.App, "hello")
	uitest.Press(w.App, "esc", "y")
	if a := w.m.Orders[0].Actions[0]; a.Kind != inbox.ReplyPrivately || a.Member != "U-maria.k" || w.m.Orders[0].Verb != inbox.SayPrivate {
		t.Errorf("asked for %+v", w.m.Orders[0])
	}
}

func TestAPasteNeverTriggersAnything(t *testing.T) {
	for name, keys := range map[string][]string{
		"while writing": {}, "in the review bar": {"esc"}, "in the preview": {"esc", "v"}, "with a popup": {"@", "m", "a"},
		"on a gap": {":", ":", "b", "i", "l", "tab"},
	} {
		t.Run(name, func(t *testing.T) {
			w := toMaria(t, uitest.Community())
			uitest.Press(w.App, "r", "x", "space")
			uitest.Press(w.App, keys...)
			uitest.Send(w.App, tea.PasteMsg{Content: "y\nn\ns\x13\r\nyyyy\x1b[201~\ny\x1b[1;1m"})
			if len(w.m.Orders) != 0 || w.m.DraftOf(1, inbox.DiscardedDraft) != "" {
				t.Error("a pasted letter was taken for a command")
			}
			draft := w.m.DraftOf(1, inbox.ReplyDraft)
			if !strings.HasPrefix(draft, "x ") || !strings.Contains(draft, "y\nn\ns\nyyyy[201~\ny[1;1m") {
				t.Errorf("kept %q", draft)
			}
			wantFrame(t, w.App, "yyyy[201~")
		})
	}
}

func TestEveryLetterIsOnlyALetterWhileWriting(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	const all = "yevspnw zqrRCad;.U/?0123456789:x !*\\+"
	uitest.Type(w.App, all)
	w.wantDraft(t, inbox.ReplyDraft, all)
	if len(w.m.Orders) != 0 {
		t.Error("a letter was taken for a command")
	}
}

func TestTheDraftOutlivesEachStep(t *testing.T) {
	for name, keys := range map[string][]string{
		"closing": {"esc", "esc"}, "postponing": {"esc", "p"}, "the preview": {"esc", "v", "esc", "e"},
		"a time that is not one": {"alt+enter", "n", "o", "enter", "esc"}, "a save that fails": {"esc", "esc"},
	} {
		t.Run(name, func(t *testing.T) {
			w := toMaria(t, uitest.Community())
			uitest.Press(w.App, "r")
			uitest.Type(w.App, "half a sen")
			uitest.Press(w.App, keys...)
			w.wantDraft(t, inbox.ReplyDraft, "half a sen")
			uitest.Press(w.App, "esc", "esc", "esc", "r")
			wantFrame(t, w.App, "│ half a sen ")
		})
	}
}

func TestAReplyThatCannotBeAskedForIsOpenAgain(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "hello")
	w.m.Err = errors.New("ask: disk full")
	if got := said(uitest.Press(w.App, "ctrl+s")); got != "ask: disk full" {
		t.Errorf("said %q", got)
	}
	wantFrame(t, w.App, "│ hello ")
	w.m.Err = nil
	uitest.Press(w.App, "ctrl+s")
	if len(w.m.Orders) != 1 {
		t.Error("it could not be sent again")
	}
}

func TestWhatIsSentIsTheLastLetterToo(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r", "a")
	_, first := w.Update(uitest.Key("b"))
	_, second := w.Update(uitest.Key("c"))
	_, send := w.Update(uitest.Key("ctrl+s"))
	for _, cmd := range []tea.Cmd{first, second, send} {
		uitest.Run(w.App, cmd)
	}
	if len(w.m.Orders) != 1 || w.m.Orders[0].Actions[0].Text != "abc" {
		t.Errorf("asked for %+v", w.m.Orders)
	}
	w.wantDraft(t, inbox.ReplyDraft, "")
}

func TestTurningPrivateTakesTheTextAlong(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "your key is 42")
	uitest.Press(w.App, "alt+p")
	wantFrame(t, w.App, "private to @maria.k · nobody else reads it")
	wantFrame(t, w.App, "your key is 42")
	w.wantDraft(t, inbox.PrivateDraft, "your key is 42")
	w.wantDraft(t, inbox.ReplyDraft, "")
	uitest.Press(w.App, "alt+p")
	wantFrame(t, w.App, "Again makes it PUBLIC")
	w.wantDraft(t, inbox.ReplyDraft, "")
	uitest.Press(w.App, "!", "alt+p") // what lies between begins anew
	wantFrame(t, w.App, "nobody else reads it")
	uitest.Press(w.App, "alt+p")
	wantFrame(t, w.App, "· PUBLIC")
	w.wantDraft(t, inbox.ReplyDraft, "your key is 42!")
	w.wantDraft(t, inbox.PrivateDraft, "")
}

func TestAnOlderTextOnTheOtherSideIsKept(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "R")
	uitest.Type(w.App, "older")
	uitest.Press(w.App, "esc", "esc", "r")
	uitest.Type(w.App, "newer")
	uitest.Press(w.App, "alt+p")
	w.wantDraft(t, inbox.PrivateDraft, "newer")
	w.wantDraft(t, inbox.DiscardedDraft, "older")
}

func TestAGapBlocksSendingUntilItIsFilled(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "Hi ::bil")
	uitest.Press(w.App, "tab")
	if got := said(uitest.Press(w.App, "ctrl+s")); got != "Fill in “link to the form” first: tab goes there." {
		t.Errorf("said %q", got)
	}
	uitest.Type(w.App, "x.example")
	uitest.Press(w.App, "esc")
	if got := said(uitest.Press(w.App, "y")); got != "Fill in “how many” first: tab goes there." {
		t.Errorf("said %q", got)
	}
	uitest.Press(w.App, "tab")
	uitest.Type(w.App, "3")
	uitest.Press(w.App, "ctrl+s")
	if len(w.m.Orders) != 1 {
		t.Fatal("nothing was sent")
	}
	o := w.m.Orders[0]
	if got, want := o.Actions[0].Text, "Hi Thanks, @maria.k. Billing is looked after here: x.example\n\nIt takes 3 days."; got != want {
		t.Errorf("sent %q, want %q", got, want)
	}
	if len(o.Used) != 1 || o.Used[0] != "billing" || len(o.Triage) != 0 {
		t.Errorf("used %v, triage %v", o.Used, o.Triage)
	}
}

func TestTakingItBackSaysWhatBecomesOfIt(t *testing.T) {
	w := toMaria(t, uitest.Community())
	sent := func() {
		uitest.Press(w.App, "r")
		uitest.Type(w.App, "hello")
		uitest.Press(w.App, "ctrl+s")
		w.wait(time.Second)
	}
	sent()
	if got := said(uitest.Press(w.App, "z")); got != "Dropped before it left: the text is in the draft again." {
		t.Errorf("said %q", got)
	}
	w.wantDraft(t, inbox.ReplyDraft, "hello")
	w.wait(time.Second)
	uitest.Press(w.App, "r", "ctrl+s")
	w.wait(time.Second)
	last := &w.m.Outgone[len(w.m.Outgone)-1]
	last.State = inbox.Sending
	if got := said(uitest.Press(w.App, "z")); got != "It is being sent right now: z again in a moment." {
		t.Errorf("said %q", got)
	}
	last.State = inbox.Sent
	w.wait(time.Second)
	if got := said(uitest.Press(w.App, "z")); got != "It was out already: a deletion is asked for." {
		t.Errorf("said %q", got)
	}
}

func TestAKeyThatIsHeldDownReactsOnce(t *testing.T) {
	w := toMaria(t, uitest.Community())
	var cmds []tea.Cmd
	for range 20 {
		_, cmd := w.Update(uitest.Key("a"))
		cmds = append(cmds, cmd)
		w.wait(30 * time.Millisecond)
	}
	for _, cmd := range cmds {
		uitest.Run(w.App, cmd)
	}
	if len(w.m.Orders) != 1 || w.m.Asked["TakeBack"] != 0 {
		t.Fatalf("%d orders, %d taken back", len(w.m.Orders), w.m.Asked["TakeBack"])
	}
	if a := w.m.Orders[0].Actions[0]; a.Kind != inbox.React || a.Emoji != "+1" || a.Message != "1" {
		t.Errorf("asked for %+v", a)
	}
	w.wait(2 * time.Second)
	if got := said(uitest.Press(w.App, "a")); got != "Dropped before it left: the reaction." {
		t.Errorf("said %q", got)
	}
	w.wait(2 * time.Second)
	uitest.Press(w.App, "a")
	w.m.Outgone[len(w.m.Outgone)-1].State = inbox.Sent
	w.wait(2 * time.Second)
	uitest.Press(w.App, "a")
	if o := w.m.Orders[len(w.m.Orders)-1]; o.Verb != inbox.DropEmoji || o.Actions[0].Kind != inbox.Unreact {
		t.Errorf("asked for %+v", o)
	}
}

func TestAKeyThatIsHeldDownNeverTakesBackWhatIsOut(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "a")
	w.m.Outgone[0].State = inbox.Sent
	w.wait(time.Second)
	uitest.Press(w.App, "f", "z", "z", "z")
	if w.m.Outgone[0].Undone {
		t.Error("the reaction was taken back by a long press")
	}
	w.wait(time.Second)
	uitest.Press(w.App, "z")
	if !w.m.Outgone[0].Undone {
		t.Error("the reaction was not taken back")
	}
}

func TestAcknowledgingIsForAllThatIsMarked(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "g", "g", "space", "space", "space", "a")
	if len(w.m.Orders) != 1 || len(w.m.Orders[0].Actions) != 3 {
		t.Errorf("asked for %+v", w.m.Orders)
	}
}

func TestDeletingAsksAndDroppingDoesNot(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "oops")
	uitest.Press(w.App, "ctrl+s")
	if got := said(uitest.Press(w.App, "d")); got != "Dropped: the reply has not left. Its text is in the draft again." {
		t.Errorf("said %q", got)
	}
	uitest.Press(w.App, "l", "l")
	w.wait(time.Second)
	uitest.Press(w.App, "d", "esc")
	if len(w.m.Orders) != 1 {
		t.Error("deleted without a word")
	}
	w.wait(time.Second)
	uitest.Press(w.App, "d", "y")
	if a := w.m.Orders[len(w.m.Orders)-1].Actions[0]; a.Kind != inbox.Delete || a.Message != "9.1" || a.Seen.Of.ID != "9.1" {
		t.Errorf("asked for %+v", a)
	}
}

func TestAnEditIsOfTheLastReply(t *testing.T) {
	w := write(t, uitest.Community(), 80, 24)
	uitest.Press(w.App, "l", "l", "l", "r", "up")
	wantFrame(t, w.App, "Edit as @noor")
	if got := said(uitest.Press(w.App, "ctrl+s")); got != "Nothing was changed." {
		t.Errorf("said %q", got)
	}
	uitest.Type(w.App, " Or not?")
	uitest.Press(w.App, "ctrl+s")
	a := w.m.Orders[0].Actions[0]
	if a.Kind != inbox.Edit || a.Message != "9.1" || a.Text != "Settings → Usage. Does it show there for you? Or not?" || a.Seen.Of.ID != "9.1" {
		t.Errorf("asked for %+v", a)
	}
}

func TestWhatIsDiscardedCanBeHadBack(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "never mind")
	if got := said(uitest.Press(w.App, "esc", "n")); got != "Discarded, and kept for 30 days: r, then ctrl+z brings it back." {
		t.Errorf("said %q", got)
	}
	w.wantDraft(t, inbox.ReplyDraft, "")
	uitest.Press(w.App, "r", "ctrl+z")
	wantFrame(t, w.App, "│ never mind ")
	w.wantDraft(t, inbox.ReplyDraft, "never mind")
}

func TestNothingIsSentOfAnEmptyText(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r", "space")
	if got := said(uitest.Press(w.App, "ctrl+s")); !strings.Contains(got, "the text is empty") {
		t.Errorf("said %q", got)
	}
	if len(w.m.Orders) != 0 {
		t.Error("something was sent")
	}
}

func TestALaterTimeIsTheOneThatWasShown(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "hello")
	uitest.Press(w.App, "alt+enter")
	uitest.Type(w.App, "fri 14:00")
	wantFrame(t, w.App, "Fri 19 Jun 14:00 UTC · in 3d")
	got := said(uitest.Press(w.App, "enter"))
	if a := w.m.Orders[0].Actions[0]; !a.Later || !a.Due.Equal(time.Date(2026, 6, 19, 14, 0, 0, 0, time.UTC)) {
		t.Errorf("asked for %+v", a)
	}
	if got != "Reply: Fri 19 Jun 14:00 UTC · z takes it back" {
		t.Errorf("said %q", got)
	}
}

func TestEnterBreaksTheLineUnlessARowWasChosen(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r")
	uitest.Type(w.App, "@ma")
	uitest.Press(w.App, "enter")
	w.wantDraft(t, inbox.ReplyDraft, "@ma\n")
	uitest.Type(w.App, "@ma")
	uitest.Press(w.App, "down", "down", "enter", "o", "k")
	w.wantDraft(t, inbox.ReplyDraft, "@ma\n@mariano ok")
	uitest.Type(w.App, " @ma")
	uitest.Press(w.App, "esc", "x")
	w.wantDraft(t, inbox.ReplyDraft, "@ma\n@mariano ok @max")
	wantNoFrame(t, w.App, "for @max")
}

func TestAMacroIsOneOrder(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, ";", "w")
	if len(w.m.Orders) != 0 {
		t.Fatal("a letter alone has sent something")
	}
	uitest.Press(w.App, "enter")
	if len(w.m.Orders) != 1 {
		t.Fatalf("%d orders", len(w.m.Orders))
	}
	o := w.m.Orders[0]
	if o.Verb != inbox.RunMacro || len(o.Actions) != 2 || len(o.Triage) != 1 || o.Triage[0].Verb != inbox.MarkDone || o.Used[0] != "welcome" {
		t.Errorf("asked for %+v", o)
	}
	if w.m.Find(1).State != inbox.Done {
		t.Error("not done")
	}
	w.wait(time.Second)
	uitest.Press(w.App, "z")
	if w.m.Find(1).State == inbox.Done || w.m.Outgone[0].State != inbox.Dropped || w.m.Outgone[1].State != inbox.Dropped {
		t.Error("one key did not take all of it back")
	}
	w.wait(time.Second)
	uitest.Press(w.App, "g", "g", ".")
	wantFrame(t, w.App, "enter does it")
	uitest.Press(w.App, "enter")
	if len(w.m.Orders) != 2 {
		t.Error("the dot did not run it again")
	}
}

func TestAMacroOnManySaysOnHowMany(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "g", "g", "space", "space", "space", ";", "q")
	wantFrame(t, w.App, "enter does it on 3")
	got := said(uitest.Press(w.App, "enter"))
	if len(w.m.Orders[0].Actions) != 3 || len(w.m.Orders[0].Triage[0].On) != 3 {
		t.Errorf("asked for %+v", w.m.Orders[0])
	}
	if got != "“A word in private” on 3: macro to 3 leaves in 10 s · z takes it back" {
		t.Errorf("said %q", got)
	}
	if got := said(uitest.Press(w.App, "g", "g", "space", "space", ";", "b")); !strings.Contains(got, "one conversation at a time") {
		t.Errorf("said %q", got)
	}
}

func TestAMacroToFillInDoesItsRestWhenItIsSent(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, ";", "b")
	uitest.Type(w.App, "here")
	uitest.Press(w.App, "tab", "4", "ctrl+s")
	if len(w.m.Orders) != 1 {
		t.Fatalf("%d orders", len(w.m.Orders))
	}
	o := w.m.Orders[0]
	if o.Verb != inbox.RunMacro || len(o.Triage) != 2 || !strings.Contains(o.Actions[0].Text, "after here: here\n\nIt takes 4 days.") {
		t.Errorf("asked for %+v", o)
	}
}

func TestTheEditorGetsTheTextAndGivesItBack(t *testing.T) {
	m, env := uitest.Community(), uitest.Env(t)
	given, fails := "", error(nil)
	env.Edit = func(text string, done func(string, error) tea.Msg) tea.Cmd {
		given = text
		return func() tea.Msg { return done(text+" and more", fails) }
	}
	app := ui.New(env, threads.New(env, m, nil))
	uitest.Send(app, tea.WindowSizeMsg{Width: 80, Height: 24})
	uitest.Run(app, app.Init())
	uitest.Press(app, "r")
	uitest.Type(app, "some")
	uitest.Press(app, "ctrl+o")
	if got := m.DraftOf(25, inbox.ReplyDraft); given != "some" || got != "some and more" {
		t.Errorf("given %q, kept %q", given, got)
	}
	fails = errors.New("run vi: exit status 1")
	if got := said(uitest.Press(app, "ctrl+o")); got != "run vi: exit status 1" {
		t.Errorf("said %q", got)
	}
	if got := m.DraftOf(25, inbox.ReplyDraft); got != "some and more and more" {
		t.Errorf("kept %q", got)
	}
}

func TestCtrlZIsForTheTextWhileWriting(t *testing.T) {
	w := toMaria(t, uitest.Community())
	suspends := func() bool {
		_, cmd := w.Update(uitest.Key("ctrl+z"))
		for _, msg := range uitest.Run(w.App, cmd) {
			if _, is := msg.(tea.SuspendMsg); is {
				return true
			}
		}
		return false
	}
	uitest.Press(w.App, "r", "x")
	if suspends() {
		t.Error("it went to sleep in the middle of a sentence")
	}
	uitest.Press(w.App, "esc", "esc", "esc")
	if !suspends() {
		t.Error("it does not suspend any more")
	}
}

func TestWhatIsSaidMeanwhileIsTold(t *testing.T) {
	w := toMaria(t, uitest.Community())
	uitest.Press(w.App, "r", "x")
	talk := w.m.Find(1)
	talk.Said = append(talk.Said, inbox.Utterance{
		ID: 1002, Key: "1.2", Kind: inbox.Said, Author: inbox.Author{ID: "U-tomtom", Handle: "tomtom"}, Text: "Yes there is", SentAt: uitest.Noon(),
	})
	uitest.Send(w.App, pane.Stale{})
	wantFrame(t, w.App, "tomtom has written since: Yes there is")
	uitest.Press(w.App, "ctrl+s")
	if last := w.m.Orders[0].Actions[0].Seen.Last.ID; last != "1.1" {
		t.Errorf("seen was %q", last)
	}
}

func TestWhatWaitsAsksAndFailsIsSeenInTheConversation(t *testing.T) {
	for name, o := range map[string]inbox.Outgoing{
		"asks":     {State: inbox.Asks, Doubt: &inbox.Doubt{Reason: inbox.Answered}},
		"failed":   {State: inbox.Failed, Trouble: "not_in_channel"},
		"sending":  {State: inbox.Sending},
		"planned":  {State: inbox.Planned, Receipt: &inbox.Receipt{Planned: uitest.Noon().Add(141 * time.Hour)}},
		"private":  {State: inbox.Sent, Action: inbox.Action{Kind: inbox.ReplyPrivately}},
		"reaction": {State: inbox.Queued, Action: inbox.Action{Kind: inbox.React, Emoji: "+1"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := uitest.Community()
			o.ID, o.Conversation, o.Platform, o.Account, o.Text = "a1", 3, inbox.Slack, "acme", "Known, and fixed in 2.4.1."
			o.Whom, o.Due = m.Find(3).Opener, uitest.Noon().Add(9*time.Second)
			if o.Kind == "" {
				o.Kind = inbox.Reply
			}
			m.Outgone = []inbox.Outgoing{o}
			uitest.Frames(t, func(t *testing.T, width, height int) tea.Model {
				w := write(t, m, width, height)
				uitest.Press(w.App, "l", "j", "j")
				return w.App
			})
		})
	}
}

func TestComposeFramesFit(t *testing.T) {
	sizes := [][2]int{{0, 0}, {1, 50}, {3, 3}, {20, 6}, {40, 12}, {80, 24}, {250, 2}, {250, 50}}
	for name, do := range drafts() {
		t.Run(name, func(t *testing.T) {
			for _, size := range sizes {
				w := write(t, uitest.Hostile(), size[0], size[1])
				do(w)
				uitest.Fits(t, w.View().Content, size[0], size[1])
			}
		})
	}
}

func TestNoAttackReachesTheTerminalWhileWriting(t *testing.T) {
	for name, attack := range uitest.Attacks(t) {
		m := uitest.HostileWith([]string{attack})
		for _, keys := range [][]string{{"R", "esc"}, {";", "w"}} {
			w := write(t, m, 120, 32)
			uitest.Press(w.App, keys...)
			uitest.Send(w.App, tea.PasteMsg{Content: attack})
			uitest.Fits(t, w.View().Content, 120, 32)
			if t.Failed() {
				t.Fatalf("%s after %v", name, keys)
			}
		}
	}
}
