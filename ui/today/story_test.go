package today_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/ui/pane"
	"rounds/ui/today"
	"rounds/ui/uitest"
)

func wants(t *testing.T, d *desk, what ...string) {
	t.Helper()
	for _, w := range what {
		if !strings.Contains(d.frame(), w) {
			t.Errorf("%q is not in the frame:\n%s", w, d.frame())
		}
	}
}

// under is the row that the cursor is on.
func under(d *desk) string {
	for line := range strings.SplitSeq(d.frame(), "\n") {
		if _, row, found := strings.Cut(line, "▌"); found && !strings.HasPrefix(row, "● ") && !strings.HasPrefix(row, "✓ ") {
			return row
		}
	}
	return ""
}

func wantUnder(t *testing.T, d *desk, who string) {
	t.Helper()
	if row := under(d); !strings.Contains(row, who) {
		t.Errorf("the cursor is on %q, want %s\n%s", row, who, d.frame())
	}
}

func TestAVerbGoesOnToTheNextItem(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	if got := said(d.keys("e")); got != "Welcomed: maria.k in #help · z undo" {
		t.Errorf("said %q", got)
	}
	if !slices.Equal(d.c.Marked, []string{"welcomed 1"}) {
		t.Errorf("marked %v", d.c.Marked)
	}
	wantUnder(t, d, "wanjiku")
	wants(t, d, "● Welcome 4")
}

func TestTheLastItemOfAStepLeadsToTheNextStepThatHasSomething(t *testing.T) {
	c := uitest.Checking()
	c.Day.Parts[0].Items = c.Day.Parts[0].Items[:1]
	c.Day.Parts[1].Items = c.Day.Parts[1].Items[5:] // only one that is put off
	d := open(t, c, 80, 24)
	if got := said(d.keys("e")); !strings.Contains(got, "Welcome is done. Next: One good conversation, 1 item.") {
		t.Errorf("said %q", got)
	}
	wantUnder(t, d, "wanjiku")
	wants(t, d, "✓ Welcome", "✓ Questions", "● Conversation 1")
}

func TestTheLastItemOfAllEndsTheCheckIn(t *testing.T) {
	c := cleared()
	c.Day.Parts[1].Items = uitest.Day().Parts[1].Items[:1]
	d := open(t, c, 80, 24)
	wantUnder(t, d, "pablo_r")
	d.keys("e")
	wants(t, d, "Done for today", "1 thing handled", "1 settled", "In the log: 2026-06-16")
	d.keys("enter")
	wants(t, d, "Done for today.", "What comes back", "B takes the check-in up again")
	if c.Day.Log == nil {
		t.Error("nothing was written into the log")
	}
}

func TestWhatIsPutOffStandsLastAndIsTakenUpAgain(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("N")
	wantUnder(t, d, "wanjiku")
	if i := d.c.Item("member:1"); !i.Skipped {
		t.Error("it is not put off")
	}
	wants(t, d, "● Welcome 4", "put off")
	d.keys("z") // takes up what was put off, and undoes nothing else
	wantUnder(t, d, "maria.k")
	if i := d.c.Item("member:1"); i.Skipped {
		t.Error("it is put off still")
	}
	d.keys("N", "G", "N")
	if i := d.c.Item("member:1"); i.Skipped {
		t.Error("N does not take it up again")
	}
}

func TestAnUndoBringsTheItemBackUnderTheCursor(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("j", "e", "l", "l")
	if got := said(d.keys("z")); !strings.HasPrefix(got, "Undone: done wanjiku") {
		t.Errorf("said %q", got)
	}
	wantUnder(t, d, "wanjiku")
	wants(t, d, "● Welcome 5")
	if got := said(d.keys("z")); got != "There is nothing to undo." {
		t.Errorf("said %q", got)
	}
}

func TestAKeyThatIsHeldDownDoesOneThing(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	for range 4 {
		d.now = d.now.Add(50 * time.Millisecond)
		uitest.Press(d.App, "e")
	}
	if len(d.c.Marked) != 1 {
		t.Errorf("it marked %v", d.c.Marked)
	}
}

func TestTheCursorStaysOnItsItemWhenTheDayIsReadAgain(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("j")
	before := d.frame()
	part := &d.c.Day.Parts[0]
	part.Items = append([]checkin.Item{part.Items[2]}, part.Items...)
	part.Items[0].Key = "member:99"
	uitest.Send(d.App, pane.Stale{})
	wantUnder(t, d, "wanjiku")
	part.Items = slices.DeleteFunc(slices.Clone(part.Items), func(i checkin.Item) bool { return i.Key == "member:99" || i.Key == "member:1" })
	uitest.Send(d.App, pane.Stale{})
	wantUnder(t, d, "wanjiku")
	part.Items = append([]checkin.Item{uitest.Day().Parts[0].Items[0]}, part.Items...)
	uitest.Send(d.App, pane.Stale{})
	if d.frame() != before {
		t.Errorf("the frame has changed:\n%s\n%s", before, d.frame())
	}
}

func TestTheItemStaysOnItsLineWhenOthersComeAboveIt(t *testing.T) {
	c := uitest.Checking()
	part, model := &c.Day.Parts[0], c.Day.Parts[0].Items[1]
	part.Items = nil
	for i := range 30 {
		item := model
		item.Key, item.Name = "member:"+strconv.Itoa(100+i), "member "+strconv.Itoa(100+i)
		part.Items = append(part.Items, item)
	}
	d := open(t, c, 80, 24)
	d.keys("ctrl+d", "ctrl+d", "ctrl+d", "ctrl+d", "k", "k")
	line := func() int {
		return slices.IndexFunc(strings.Split(d.frame(), "\n"), func(l string) bool { return strings.HasPrefix(l, "▌") })
	}
	before, who := line(), under(d)
	part.Items = append(slices.Clone(part.Items[:0:0]), append([]checkin.Item{model, model}, part.Items...)...)
	uitest.Send(d.App, pane.Stale{})
	if line() != before || under(d) != who {
		t.Errorf("%q stood on line %d, now %q on %d", who, before, under(d), line())
	}
}

func TestALateAnswerIsDropped(t *testing.T) {
	c := uitest.Checking()
	p := today.New(uitest.Env(t), c, today.Options{})
	p.Resize(80, 24)
	old := p.Init() // asked first, answered last
	p.Update(pane.Stale{})
	batch, _ := old().(tea.BatchMsg)
	if batch == nil {
		batch = tea.BatchMsg{old}
	}
	var late tea.Msg
	for _, cmd := range batch {
		if cmd != nil {
			late = cmd()
		}
	}
	again := p.Update(late) // it stands, and the question that waited is asked
	c.Day.Parts[0].Items = nil
	for _, m := range messages(again) {
		p.Update(m)
	}
	if p.Badge() != "14" {
		t.Errorf("%s left, want the 14 of the last answer", p.Badge())
	}
	p.Update(late)
	if p.Badge() != "14" {
		t.Errorf("the late answer stands: %s left", p.Badge())
	}
}

// messages are what a command and all in it answer.
func messages(cmd tea.Cmd) (all []tea.Msg) {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			all = append(all, messages(c)...)
		}
	default:
		all = append(all, msg)
	}
	return all
}

func TestWhatOtherPanesDoBetterIsReachedForAndComesBack(t *testing.T) {
	ways := map[string]struct {
		to   []string // the keys that lead there
		key  string
		want tea.Msg
	}{
		"a reply":           {[]string{"l"}, "r", pane.Reach{Conversation: 17, Account: "acme", Room: "help", Write: "reply", Back: "Today"}},
		"a private reply":   {[]string{"l"}, "R", pane.Reach{Conversation: 17, Account: "acme", Room: "help", Write: "private reply", Back: "Today"}},
		"the conversation":  {[]string{"l"}, "enter", pane.Reach{Conversation: 17, Account: "acme", Room: "help", Back: "Today"}},
		"the case":          {[]string{"l", "l", "l"}, "enter", pane.Review{Case: 1, Back: "Today"}},
		"a removal":         {[]string{"l", "l", "l"}, "d", pane.Review{Case: 1, Key: "d", Back: "Today"}},
		"a flag kept":       {[]string{"l", "l", "l"}, "a", pane.Review{Case: 1, Key: "a", Back: "Today"}},
		"spam":              {[]string{"l", "l", "l", "j"}, "D", pane.Review{Case: 3, Key: "D", Back: "Today"}},
		"a post":            {[]string{"h", "j", "j", "j"}, "enter", pane.Show{Item: "friday-wins@2026-06-12", Back: "Today"}},
		"the outbox":        {[]string{"h", "j", "j"}, "enter", pane.Come{Title: "Outbox & sync"}},
		"somebody new":      {[]string{"j"}, "u", pane.Meet{Member: 21, Back: "Today"}},
		"who has no thread": {[]string{"h", "G"}, "enter", pane.Meet{Member: 34, Back: "Today"}},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			d := open(t, uitest.Checking(), 80, 24)
			d.keys(way.to...)
			got := d.keys(way.key)
			if meet, ok := way.want.(pane.Meet); ok {
				meet.Back = "" // the app fills it in
				way.want = meet
			}
			if !slices.ContainsFunc(got, func(m tea.Msg) bool { return m == way.want }) {
				t.Errorf("it sent %+v, want %+v", got, way.want)
			}
			if len(d.c.Orders)+len(d.c.Triages)+len(d.c.Marked) > 0 {
				t.Error("it has changed something itself")
			}
		})
	}
}

func TestAConversationIsDoneAsItWasSeen(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("l", "j", "e")
	want := d.c.Talks[2].LastAt
	if got := d.c.Triages; len(got) != 1 || got[0].Verb != inbox.MarkDone || got[0].On[0] != 2 || !got[0].Seen[0].Equal(want) {
		t.Errorf("asked for %+v, want it as of %v", got, want)
	}
}

func TestASnoozeTakesAPresetOrAnyTime(t *testing.T) {
	for keys, want := range map[string]time.Time{
		"t":                   uitest.Noon().Add(21 * time.Hour),
		"3 h":                 uitest.Noon().Add(3*time.Hour + 2*time.Second),
		"f r i space 9 enter": time.Date(2026, 6, 19, 9, 0, 0, 0, time.UTC),
	} {
		d := open(t, uitest.Checking(), 80, 24)
		d.keys("l", "s")
		uitest.Press(d.App, strings.Fields(keys)...)
		if got := d.c.Triages; len(got) != 1 || got[0].Verb != inbox.Snooze || !got[0].Until.Equal(want) {
			t.Errorf("%s asked for %+v, want %v", keys, got, want)
		}
	}
}

func TestAnAcknowledgementIsAnEmojiOnTheirWordsAndOnce(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("l", "j")
	if got := said(d.keys("a")); got != "Acknowledged with :+1: · z takes it back" {
		t.Errorf("said %q", got)
	}
	if len(d.c.Orders) != 1 {
		t.Fatalf("asked for %+v", d.c.Orders)
	}
	a := d.c.Orders[0].Actions[0]
	if a.Kind != inbox.React || a.Emoji != "+1" || a.Seen.Of.Author != "U-tomtom" || a.Message == "" {
		t.Errorf("asked for %+v", a)
	}
	if got := said(d.keys("j", "k", "a")); !strings.Contains(got, "already") || len(d.c.Orders) != 1 {
		t.Errorf("said %q, asked for %d", got, len(d.c.Orders))
	}
}

func TestAPromiseThatIsKeptTakesItsNextStep(t *testing.T) {
	c := uitest.Checking()
	talk := c.Talks[7]
	talk.Promise = inbox.Promise{Steps: []string{"acknowledge", "talk", "close the loop"}, Step: 1, Due: uitest.Noon()}
	c.Talks[7] = talk
	d := open(t, c, 80, 24)
	d.keys("h", "e")
	if got := c.Triages; len(got) != 1 || got[0].Verb != inbox.FollowUp || got[0].Promise.Next() != "close the loop" || !got[0].Promise.Due.IsZero() {
		t.Errorf("asked for %+v", got)
	}
}

func TestAnotherGoodConversationGoesRound(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("l", "l", "n")
	wantUnder(t, d, "sam")
	d.keys("n")
	wantUnder(t, d, "wanjiku")
}

func TestOneGoodConversationIsEnough(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("l", "l", "e")
	wants(t, d, "✓ Conversation", "● Flags 2")
}

func TestAReadOnlyCheckInNotesNothingAndSaysWhy(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24, today.Options{ReadOnly: true})
	for _, key := range []string{"e", "r", "N", "a", "D", "B"} {
		if got := said(d.keys(key)); !strings.Contains(got, "--readonly") {
			t.Errorf("%s says %q", key, got)
		}
	}
	d.keys("j", "l", "h")
	d.wait(3 * time.Minute)
	if len(d.c.Notes)+len(d.c.Marked)+len(d.c.Orders) > 0 {
		t.Errorf("it noted %+v", d.c.Notes)
	}
	wants(t, d, "wanjiku")
}

func TestAFailureKeepsWhatIsShown(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.c.Err = errors.New("disk I/O error")
	if got := said(d.keys("e")); !strings.Contains(got, "disk I/O error") {
		t.Errorf("said %q", got)
	}
	wantUnder(t, d, "maria.k")
	d.c.Err = nil
	d.keys("e")
	wantUnder(t, d, "wanjiku")
}

func TestTheMouseChoosesStepsAndItems(t *testing.T) {
	for _, size := range sizes() {
		width, height := parse(size)
		d := open(t, uitest.Checking(), width, height)
		click := func(word string) {
			for y, line := range strings.Split(d.frame(), "\n") {
				if before, _, found := strings.Cut(line, word); found {
					uitest.Run(d.App, d.View().OnMouse(tea.MouseClickMsg{X: len([]rune(before)), Y: y, Button: tea.MouseLeft}))
					return
				}
			}
			t.Fatalf("%q is not in the frame", word)
		}
		click("emil")
		wantUnder(t, d, "emil")
		click("Flags")
		wantUnder(t, d, "crypto_gain")
		click("mallory")
		wantUnder(t, d, "mallory")
	}
}

func TestTheWheelMovesWhatIsUnderIt(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	uitest.Run(d.App, d.View().OnMouse(tea.MouseWheelMsg{X: 5, Y: 7, Button: tea.MouseWheelDown}))
	wantUnder(t, d, "wanjiku")
	d.keys("k")
	before := d.frame()
	uitest.Run(d.App, d.View().OnMouse(tea.MouseWheelMsg{X: 5, Y: 20, Button: tea.MouseWheelDown}))
	wantUnder(t, d, "maria.k")
	if d.frame() == before {
		t.Error("the conversation was not scrolled")
	}
}

func TestAKeyHeldDownInAnotherPaneDecidesNothingHere(t *testing.T) {
	c := uitest.Checking()
	d := open(t, c, 80, 24)
	d.keys("l", "l", "l", "a")
	reviews := func() (n int) {
		for _, msg := range uitest.Press(d.App, "a") {
			if _, is := msg.(pane.Review); is {
				n++
			}
		}
		return n
	}
	d.now = d.now.Add(2 * time.Second)
	c.Settle(func(i checkin.Item) bool { return i.Case == 1 })
	uitest.Send(d.App, pane.Stale{})
	wantUnder(t, d, "mallory")
	for range 20 {
		d.now = d.now.Add(100 * time.Millisecond)
		if reviews() != 0 {
			t.Fatal("the next case is decided by a finger that rests on the key")
		}
	}
	d.now = d.now.Add(time.Second)
	if reviews() != 1 {
		t.Error("a press of its own does nothing")
	}
}

// TestWhatIsBeyondTheGoalIsForWhoeverHasTime has ten questions: eight are for
// today, and the check-in ends with them.
func TestWhatIsBeyondTheGoalIsForWhoeverHasTime(t *testing.T) {
	c := cleared()
	one := uitest.Day().Parts[1].Items[0]
	for i := range 10 {
		item := one
		item.Key, item.Talk, item.Name = "talk:"+strconv.Itoa(100+i), int64(100+i), "asker"+strconv.Itoa(i)
		c.Day.Parts[1].Items = append(c.Day.Parts[1].Items, item)
	}
	d := open(t, c, 90, 50)
	wants(t, d, "● Questions 8", "if there is time")
	x := strings.Split(d.frame(), "\n")
	if row := slices.IndexFunc(x, func(l string) bool { return strings.Contains(l, "if there is time") }); !strings.Contains(x[row-1], "asker7") || !strings.Contains(x[row+1], "asker8") {
		t.Errorf("the line does not stand after the eighth:\n%s", d.frame())
	}
	for range 7 {
		d.keys("e")
	}
	wants(t, d, "● Questions 1")
	d.keys("e")
	wants(t, d, "Done for today", "8 things handled")
	d.keys("enter", "B")
	wants(t, d, "enough for today")
	wantUnder(t, d, "asker8")
	d.keys("e") // whoever goes on is not sent home after each
	wantUnder(t, d, "asker9")
	if strings.Contains(d.frame(), "things handled") {
		t.Error("the check-in has ended again by itself")
	}
}

func TestWhatWasSettledInAnotherPaneLeadsOn(t *testing.T) {
	c := uitest.Checking()
	c.Day.Parts[3].Items = c.Day.Parts[3].Items[:1]
	d := open(t, c, 80, 24)
	d.keys("l", "l", "l", "a")
	c.Settle(func(i checkin.Item) bool { return i.Case == 1 })
	got := said(uitest.Send(d.App, pane.Stale{}))
	if got != "Flags is done. Next: Loose ends, 6 items." {
		t.Errorf("said %q", got)
	}
	wantUnder(t, d, "ola.n")
	if got := said(uitest.Send(d.App, pane.Stale{})); got != "" {
		t.Errorf("said %q once more", got)
	}
}

func TestTheLastOneSettledElsewhereEndsNothingByItself(t *testing.T) {
	c := cleared()
	c.Day.Parts[3].Items = uitest.Day().Parts[3].Items[:1]
	d := open(t, c, 80, 24)
	d.keys("a")
	c.Settle(func(i checkin.Item) bool { return i.Case == 1 })
	if got := said(uitest.Send(d.App, pane.Stale{})); !strings.Contains(got, "B ends the check-in") || c.Day.Log != nil {
		t.Errorf("said %q, log %v", got, c.Day.Log)
	}
}

func TestACheckInThatHasEndedIsTakenUpAgain(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("B")
	wants(t, d, "Done for today?")
	d.keys("esc")
	if d.c.Day.Log != nil {
		t.Error("esc has ended it")
	}
	d.keys("B", "enter", "esc")
	wants(t, d, "Done for today.", "19 left, 1 put off")
	uitest.Send(d.App, pane.Stale{})
	wants(t, d, "Done for today.")
	d.keys("B")
	wantUnder(t, d, "maria.k")
	d.keys("e")
	if len(d.c.Marked) != 1 {
		t.Error("nothing can be done after that")
	}
}
