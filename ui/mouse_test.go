package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/saved"
	"rounds/ui"
	"rounds/ui/coverage"
	"rounds/ui/metrics"
	"rounds/ui/outbox"
	"rounds/ui/pane"
	"rounds/ui/people"
	"rounds/ui/queue"
	"rounds/ui/threads"
	"rounds/ui/today"
	"rounds/ui/uitest"
	"rounds/ui/week"
)

// hand is the whole house and somebody who has only a mouse. Their clock goes on
// a second with every press, so that none is the second of a double click.
type hand struct {
	*ui.App
	t     testing.TB
	now   time.Time
	said  []string
	m     *uitest.Memory
	day   *uitest.CheckIn
	cases *uitest.Queue
	plan  *uitest.Plan
}

// drawer is the saved replies.
type drawer struct{}

func (drawer) List() ([]saved.Reply, []error) {
	return []saved.Reply{
		{Name: "welcome", Title: "Welcome", Key: "w", Body: "Welcome, {{first_name}}!", React: "wave", Then: "done"},
		{Name: "faq", Title: "It is in the guide", Key: "f", Body: "It is in the guide.", Then: "waiting"},
	}, nil
}

func grip(t testing.TB, width, height int) *hand {
	t.Helper()
	h := &hand{t: t, now: uitest.Noon(), m: uitest.Community(), day: uitest.Checking(), cases: uitest.Reported(), plan: uitest.PlannedWeek()}
	env := uitest.Env(t)
	env.Now = func() time.Time { return h.now }
	h.m.Now, h.cases.Now, h.plan.Now = env.Now, env.Now, env.Now
	h.m.Cards["U-noor"] = inbox.Card{Member: inbox.Member{ID: "U-noor", Handle: "noor"}}
	sync := coverage.New(env, &uitest.Mirror{All: []inbox.Standing{uitest.Refused("acme"), uitest.Synced("fieldnotes")}}, uitest.Advice)
	h.App = ui.New(env,
		today.New(env, h.day, today.Options{Replies: drawer{}, Actor: "noor"}),
		threads.New(env, h.m, nil, threads.Options{Replies: drawer{}}),
		queue.New(env, h.cases, h.cases, queue.Options{Actor: "noor", Hold: 10 * time.Second}),
		week.New(env, h.plan, week.Options{Actor: "noor"}),
		metrics.New(env, uitest.Numbers(), metrics.Options{Actor: "noor"}),
		people.New(env, uitest.Neighbourhood(), people.Options{}),
		outbox.New(env, h.m, uitest.Advice, sync))
	uitest.Send(h.App, tea.WindowSizeMsg{Width: width, Height: height})
	uitest.Run(h.App, h.Init())
	return h
}

// mouse gives the frame what the mouse did, as Bubble Tea does.
func (h *hand) mouse(msg tea.MouseMsg) {
	for _, m := range uitest.Run(h.App, h.View().OnMouse(msg)) {
		if said, is := m.(pane.Said); is {
			h.said = append(h.said, said.Text)
		}
	}
}

func (h *hand) clickAt(x, y int) {
	h.now = h.now.Add(time.Second)
	h.mouse(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
}

func (h *hand) wheel(by tea.MouseButton) {
	h.mouse(tea.MouseWheelMsg{X: 60, Y: 10, Button: by})
}

// find is the cell on which words begin that can be seen, on the last line that
// has them.
func (h *hand) find(words string) (x, y int) {
	h.t.Helper()
	x, y = -1, -1
	for i, line := range strings.Split(ansi.Strip(h.View().Content), "\n") {
		if before, _, found := strings.Cut(line, words); found {
			x, y = ansi.StringWidthWc(before), i
		}
	}
	if y < 0 {
		h.t.Fatalf("%q is not to be seen:\n%s", words, ansi.Strip(h.View().Content))
	}
	return x, y
}

// click clicks on words that can be seen.
func (h *hand) click(words string) {
	h.t.Helper()
	x, y := h.find(words)
	h.clickAt(x, y)
}

// rollTo turns the wheel until words can be seen, and clicks on them.
func (h *hand) rollTo(words string) {
	h.t.Helper()
	for range 80 {
		if strings.Contains(ansi.Strip(h.View().Content), words) {
			break
		}
		h.wheel(tea.MouseWheelDown)
	}
	h.click(words)
}

// twice is a double click on words.
func (h *hand) twice(words string) {
	h.t.Helper()
	x, y := h.find(words)
	h.clickAt(x, y)
	h.now = h.now.Add(100 * time.Millisecond)
	h.mouse(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
}

func (h *hand) sees(words string) {
	h.t.Helper()
	if frame := ansi.Strip(h.View().Content); !strings.Contains(frame, words) {
		h.t.Errorf("%q is not to be seen:\n%s", words, frame)
	}
}

// talk is the conversation that begins with words.
func (h *hand) talk(words string) *inbox.Talk {
	h.t.Helper()
	for _, talk := range h.m.Talks {
		if strings.HasPrefix(talk.Text, words) {
			return talk
		}
	}
	h.t.Fatalf("nobody said %q", words)
	return nil
}

const export = "Export to CSV drops"

func TestAQuestionIsMarkedDoneByMouse(t *testing.T) {
	h := grip(t, 120, 32)
	h.click("2 Inbox")
	h.click("Questions")
	h.click(export)
	h.click("e done")
	if state := h.talk(export).State; state != inbox.Done {
		t.Errorf("it is %s", state)
	}
	if h.talk("How do I rotate").State == inbox.Done {
		t.Error("another one is done")
	}
}

func TestAQuestionIsAnsweredWithASavedReplyByMouse(t *testing.T) {
	h := grip(t, 120, 32)
	before := len(h.m.Outgone)
	h.click("2 Inbox")
	h.click("Questions")
	x, y := h.find(export)
	h.mouse(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseRight}) // what can be done with it
	h.rollTo("saved replies")
	h.click("It is in the guide")
	h.sees("→ waiting")
	h.click("enter do it")
	if n := len(h.m.Outgone); n != before+1 || h.m.Outgone[n-1].Text != "It is in the guide." {
		t.Errorf("%d messages go out, want one more than %d", n, before)
	}
}

func TestTheCheckInIsLedByMouse(t *testing.T) {
	for _, size := range sizes() {
		h := grip(t, size[0], size[1])
		h.click("wanjiku")
		h.click("e welcomed")
		h.click("○ Questions")
		h.click("s snooze")
		h.click("three hours")
		h.click("Snoozed until") // what is said lies over the keys until it is clicked
		h.click("? all keys")
		h.rollTo("done for today")
		h.sees("Done for today?")
		h.click("done for today")
		h.sees("2 things handled")
		h.click("things handled")
		h.sees("Done for today.")
		if len(h.day.Marked) != 1 || h.day.Marked[0] != "welcomed 21" || len(h.day.Triages) != 1 || h.day.Triages[0].Verb != inbox.Snooze {
			t.Errorf("%v: marked %v, decided %+v", size, h.day.Marked, h.day.Triages)
		}
	}
}

func TestAGreetingTurnsPrivateByAClickAndPublicOnlyByTwo(t *testing.T) {
	h := grip(t, 80, 24)
	h.click("wanjiku")
	h.click("r greet")
	h.click("PUBLIC")
	h.sees("Only wanjiku reads this")
	h.click("Only wanjiku")
	h.sees("again makes it PUBLIC")
	h.click("again makes it PUBLIC")
	h.sees("PUBLIC in #introductions")
	h.click("ctrl+s send")
	if len(h.day.Orders) != 1 || h.day.Orders[0].Actions[0].Kind != inbox.Reply {
		t.Errorf("asked for %+v", h.day.Orders)
	}
}

func TestADoubleClickOpensAnItemOfToday(t *testing.T) {
	h := grip(t, 80, 24)
	h.click("Questions 5")
	h.twice("tomtom")
	h.sees("2 Inbox")
}

func TestACaseIsDecidedWithARuleByMouse(t *testing.T) {
	h := grip(t, 120, 32)
	h.click("3 Moderation")
	h.clickAt(20, 5)
	h.click("d remove")
	h.click("No invite links")
	if len(h.cases.Rulings) > 0 {
		t.Fatal("one click has decided")
	}
	h.click("No invite links")
	if len(h.cases.Rulings) == 0 && strings.Contains(ansi.Strip(h.View().Content), "enter do it") {
		h.click("enter do it")
	}
	if n := len(h.cases.Rulings); n != 1 || h.cases.Rulings[0].Outcome != moderation.Remove || h.cases.Rulings[0].Rule == "" {
		t.Errorf("decided: %+v\n%s", h.cases.Rulings, ansi.Strip(h.View().Content))
	}
}

func TestAPlannedPostIsMovedToAnotherDayByMouse(t *testing.T) {
	h := grip(t, 140, 40)
	h.click("4 Calendar")
	h.click("v2 is out")
	h.click("M move")
	h.click("Fri 19")
	h.sees("moving to")
	h.click("enter drop it here")
	if strings.Contains(ansi.Strip(h.View().Content), "↵") {
		h.click("↵")
	}
	if at := h.plan.Find("release").When; at.Day.Format("2 Jan") != "19 Jun" || at.Minute != 15*60 {
		t.Errorf("it is planned for %s, minute %d\n%s", at.Day.Format("2 Jan"), at.Minute, ansi.Strip(h.View().Content))
	}
}

func TestTheRowsOfANumberAreOpenedByMouse(t *testing.T) {
	h := grip(t, 120, 32)
	h.click("5 Metrics")
	h.wheel(tea.MouseWheelDown)
	h.twice("Active member rate")
	h.sees("▸293 people counted")
}

// sizes are those of the sweeps.
func sizes() [][2]int { return [][2]int{{80, 24}, {120, 32}, {200, 50}} }

// harm is what was done that cannot be undone by looking away.
func (h *hand) harm() string {
	return fmt.Sprint(len(h.m.Outgone), len(h.cases.Rulings), len(h.cases.Handlings), len(h.plan.Done), len(h.m.Orders), h.m.Last.Verb, len(h.day.Orders), h.day.Marked)
}

func TestAClickOnNoCellOfAPaneDoesMoreThanGoSomewhere(t *testing.T) {
	for _, size := range sizes() {
		for _, tab := range []string{"1", "2", "3", "4", "5", "6", "0"} {
			t.Run(fmt.Sprintf("%dx%d/%s", size[0], size[1], tab), func(t *testing.T) {
				h := grip(t, size[0], size[1])
				uitest.Press(h.App, tab)
				before := h.harm()
				for y := range size[1] - 1 {
					for x := y % 11; x < size[0]; x += 11 { // every column within eleven lines
						h.clickAt(x, y)
						if after := h.harm(); after != before {
							t.Fatalf("a click on %d, %d did something: %s, was %s", x, y, after, before)
						}
						if y == 0 {
							uitest.Press(h.App, "esc", tab)
						}
					}
				}
				uitest.Fits(t, h.View().Content, size[0], size[1])
			})
		}
	}
}

// sheetKeys are what opens sheets, by the key of their pane.
func sheetKeys() map[string][]string {
	return map[string][]string{
		"1": {"B", "r", "R"},
		"2": {"s", "t", ";", ":", "?", "U", "n", "r", "A", "u"},
		"3": {"d", "w", "S", "b", "n", "E", "u"},
		"4": {"c", "e", "P", "X", "s", "t", "i"},
		"5": {"S", ",", "/"},
		"6": {"t", "n", "R", "m"},
		"0": {"enter"},
	}
}

func TestAClickOnNoCellOfASheetPanicsAndNoneDecidesACase(t *testing.T) {
	for tab, openers := range sheetKeys() {
		for _, key := range openers {
			t.Run(tab+key, func(t *testing.T) {
				h := grip(t, 80, 24)
				uitest.Press(h.App, tab)
				for y := range 24 {
					for x := y * 7 % 20; x < 80; x += 20 {
						h.now = h.now.Add(time.Second)
						uitest.Press(h.App, "esc", "esc", "esc", tab, key)
						if y < 23 {
							h.clickAt(x, y)
						} else {
							uitest.Fits(t, h.View().Content, 80, 24)
						}
					}
				}
				if len(h.cases.Rulings) > 0 {
					t.Errorf("decided: %+v", h.cases.Rulings)
				}
			})
		}
	}
}

func TestADoubleClickOpensARowAndPressesNothingThatItOpened(t *testing.T) {
	h := grip(t, 120, 32)
	h.click("0 Outbox")
	h.now = h.now.Add(time.Hour)
	x, y := 30, 5
	for range 6 {
		h.mouse(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
		h.now = h.now.Add(50 * time.Millisecond)
	}
	if h.harm() != grip(t, 120, 32).harm() {
		t.Errorf("a nervous finger did %s", h.harm())
	}
}

func TestAClickBesideASheetLeavesItUnlessSomethingIsTypedThere(t *testing.T) {
	h := grip(t, 120, 32)
	h.click("3 Moderation")
	h.click("d remove")
	h.sees("Remove · ")
	h.clickAt(1, 28)
	if frame := ansi.Strip(h.View().Content); strings.Contains(frame, "Remove · ") {
		t.Errorf("the menu is still there:\n%s", frame)
	}
	uitest.Press(h.App, "n")
	uitest.Type(h.App, "half a note")
	h.clickAt(1, 28)
	h.sees("half a note")
}

func TestAHintIsPressedOnTheKeyThatWasHit(t *testing.T) {
	h := grip(t, 120, 32)
	h.click("5 Metrics")
	x, y := h.find("{ } length")
	before := ansi.Strip(h.View().Content)
	h.clickAt(x+2, y)
	if ansi.Strip(h.View().Content) == before {
		t.Error("} has done nothing")
	}
	h.clickAt(x, y)
	if ansi.Strip(h.View().Content) != before {
		t.Error("{ has not gone back")
	}
}

func TestTheHelpAndThePaletteRunWhatIsClicked(t *testing.T) {
	h := grip(t, 120, 32)
	h.click("? all keys")
	h.click("go to People")
	h.sees("who")
	h.click("ROUNDS")
	for range 40 {
		h.wheel(tea.MouseWheelDown)
	}
	for range 14 {
		h.wheel(tea.MouseWheelUp)
	}
	h.click("go to Moderation")
	h.sees("d remove")
}

func TestTheMouseIsLeftToTheTerminal(t *testing.T) {
	h := grip(t, 80, 24)
	h.Use(ui.Options{Mouse: ui.Selecting})
	if v := h.View(); v.MouseMode != tea.MouseModeNone || v.OnMouse != nil {
		t.Error("the mouse is asked for")
	}
}
