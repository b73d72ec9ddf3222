package week_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rounds/calendar"
	"rounds/ui/pane"
	"rounds/ui/uitest"
	"rounds/ui/week"
)

// asked is what was asked of the plan, in short.
func asked(p *uitest.Plan) string {
	all := make([]string, 0, len(p.Done))
	for _, one := range p.Done {
		all = append(all, strings.TrimSpace(fmt.Sprint(one.Verb, one.On, " ", one.Text)))
	}
	return strings.Join(all, "\n")
}

func TestEveryKeyDoesWhatItSays(t *testing.T) {
	const release = "2026-06-17 15:00"
	tests := map[string]struct {
		keys string
		want []string // parts of what is asked of the plan, in order
		said string   // a part of what is said
	}{
		"a new post for a slot":         {"L h C 'Hello' esc y", []string{"plan[new1] draft, 2026-06-22 09:00, goals: Hello"}, "Kept as a draft"},
		"a new post asks for its time":  {"C 'Hello' esc y ctrl+u 'fri 14:00' enter", []string{"plan[new1] draft: Hello", "move[new1] draft, 2026-06-19 14:00: Hello"}, "Fri 19 Jun 14:00 CEST"},
		"a new post without a time":     {"C 'Hello' esc y esc", []string{"plan[new1] draft: Hello"}, ""},
		"nothing written":               {"C esc y", nil, "Nothing is written yet"},
		"an idea":                       {"i 'A pub quiz' enter", []string{"plan[new1] idea: A pub quiz"}, "Idea kept"},
		"edit":                          {"l e '!' esc y", []string{"edit post[release] scheduled, " + release}, "Kept"},
		"edit in the person's editor":   {"l e ctrl+e y", []string{"tried it early.!"}, "Kept"},
		"edit left":                     {"l e '!' esc n", nil, "Left as it was."},
		"an idea that is written on":    {"tab tab e '!' esc y", []string{"edit post[idea-faq] draft"}, ""},
		"a variant":                     {"l V tab ctrl+u 'Hi' esc y", []string{"map[discord:"}, "Kept"},
		"a variant follows again":       {"l V ctrl+r esc y", []string{"map[mastodon:v2 is out!"}, ""},
		"time":                          {"l s ctrl+u 'fri 9:10' enter", []string{"move[release] scheduled, 2026-06-19 09:10"}, "“v2 is out. Read what is new.” is planned for Fri 19 Jun 09:10 CEST · z undo"},
		"a clock alone is on its day":   {"l s ctrl+u '16:30' enter", []string{"move[release] scheduled, 2026-06-17 16:30"}, ""},
		"no time":                       {"l s ctrl+u enter", []string{"cancel post[release] draft, resource"}, "off the plan"},
		"a time in another zone":        {"l l l l s ctrl+u 'sun 10:00' enter", []string{"2026-06-21 10:00, Asia/Tokyo"}, "Sun 21 Jun 10:00 JST"},
		"a wrong time":                  {"l s ctrl+u 'xx' enter", nil, "is not a time"},
		"move by days":                  {"l M l l enter", []string{"move[release] scheduled, 2026-06-19 15:00"}, "Fri 19 Jun 15:00"},
		"move by quarters":              {"l M > > < enter", []string{"move[release] scheduled, 2026-06-17 15:15"}, ""},
		"move by weeks":                 {"l M L enter", []string{"move[release] scheduled, 2026-06-24 15:00"}, ""},
		"move left":                     {"l M l esc", nil, "Left where it was."},
		"move what is out":              {"h M", nil, "It is out already"},
		"one of a series moves alone":   {"l l l M h > enter o", []string{"move[new1 wins] scheduled, 2026-06-18 09:15, wins", "not on 2026-06-19"}, "by itself"},
		"a series moves its clock":      {"l l l M > enter s", []string{"move[wins] scheduled, 2026-06-05 09:15, wins"}, "The series comes at 09:15 now"},
		"a series keeps its days":       {"l l l M h enter s", nil, "R changes them"},
		"next free slot":                {"tab tab Q", []string{"move[idea-faq] draft, 2026-06-24 09:00, resource"}, "Next free slot: Wed 24 Jun 09:00, resource"},
		"no slot fits":                  {"tab tab j t ctrl+u 'nothing' enter Q", []string{"nothing"}, "no slot for nothing"},
		"duplicate":                     {"h k =", []string{"plan[new1] draft, goals, slack/#general, discord/#general: What do you want"}, "Copied"},
		"theme and tags":                {"l t ctrl+u 'big news #v2 campaign:june' enter", []string{"big news", "june"}, "Theme and tags kept"},
		"channels":                      {"l c 'forum' space enter", []string{"mastodon, forum/#Announcements"}, "goes to 5 channels"},
		"fewer channels":                {"l c space enter", []string{"release, v2"}, "goes to 3 channels"},
		"a place that is not there yet": {"l c 'irc/#dev' space enter", []string{"mastodon, irc/#dev"}, ""},
		"a place that takes nothing":    {"l c 'leader' space", nil, "not a member"},
		"approve":                       {"l l a enter", []string{"approve[changed]"}, "Scheduled"},
		"approve what is scheduled":     {"l a", nil, "It is scheduled already."},
		"request review":                {"l l l l E", []string{"edit post[tokyo] review"}, "waits for review"},
		"off the plan":                  {"l d", []string{"cancel post[release] draft, resource"}, "in the backlog"},
		"thrown away":                   {"tab tab d", []string{"throw away[idea-faq] gone"}, "Thrown away"},
		"skip one of a series":          {"l l l N", []string{"edit post[wins]", "not on 2026-06-19"}, "Skipped on Fri 19 Jun"},
		"skip what comes once":          {"l N", nil, "It comes only once"},
		"a series ends":                 {"l l l d e", []string{"edit post[wins] scheduled, 2026-06-05 09:00, wins, FREQ=WEEKLY;BYDAY=FR;UNTIL=20260618"}, "ends before Fri 19 Jun"},
		"a series thrown away":          {"l l l d t", []string{"throw away[wins] gone"}, ""},
		"one of a series off the plan":  {"l l l d o", []string{"not on 2026-06-19"}, ""},
		"publish":                       {"k P enter", []string{"publish[hiring] []"}, "Publishing"},
		"publish in one channel":        {"k k P 2", []string{"publish[poll] [slack/#general]"}, "slack/#general"},
		"let go":                        {"k X x", []string{"let go[hiring] false"}, "will not go out"},
		"posted by hand":                {"X p", []string{"let go[standup] true"}, "posted by hand"},
		"repeat":                        {"l R 'every 2 weeks' enter", []string{"FREQ=WEEKLY;INTERVAL=2"}, "comes every 2 weeks"},
		"an event":                      {"w 'ama 2 jul 17:00' enter", []string{"plan[event-2026-07-02-1020-ama"}, "with 3 posts"},
		"the template":                  {"W", []string{"settings[] zone: Europe/Berlin"}, "The template is kept."},
		"mine":                          {"tab tab tab enter m", []string{"settle[2026/2026-06-17-release.md] mine"}, "as it is here"},
		"theirs":                        {"tab tab tab enter t", []string{"settle[2026/2026-06-17-release.md] theirs"}, "as it is in the file"},
		"both":                          {"tab tab tab enter e", []string{"settle[2026/2026-06-17-release.md] theirs", "edit post[release]"}, "as you wrote it"},
		"undo":                          {"l d z", []string{"cancel post", "undo"}, "Undone"},
		"redo":                          {"l d z Z", []string{"cancel post", "undo", "redo"}, "Done again"},
		"nothing to undo":               {"z", nil, "there is nothing to take back"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := open(t, uitest.PlannedWeek(), 120, 32)
			said := d.press(keys(tt.keys)...)
			got := asked(d.plan)
			if len(tt.want) == 0 && got != "" {
				t.Errorf("asked %q, want nothing", got)
			}
			rest := got
			for _, part := range tt.want {
				at := strings.Index(rest, part)
				if at < 0 {
					t.Errorf("asked %q, want %q in it (said %q)", got, part, said)
					break
				}
				rest = rest[at+len(part):]
			}
			if !strings.Contains(said, tt.said) {
				t.Errorf("said %q, want %q in it", said, tt.said)
			}
		})
	}
}

func TestAPlaceIsFoundAsItIsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"forum/show your notes":  "mastodon, forum/#Show your notes, release",
		"forum/#Show your notes": "mastodon, forum/#Show your notes, release",
		"slack/random2":          "mastodon, slack/#random2, release",
		"discord/archive":        "mastodon, discord/#archive, release",
	} {
		plan := uitest.PlannedWeek()
		for _, place := range []string{"forum/Show your notes", "discord/archive"} {
			plan.RoomList = append(plan.RoomList, calendar.Room{Place: calendar.ParsePlace(place), Platform: "discourse"})
		}
		d := open(t, plan, 120, 32)
		d.press(keys("l c '" + typed + "' space enter")...)
		if got := asked(d.plan); !strings.Contains(got, want) {
			t.Errorf("%q asked %q, want %q in it", typed, got, want)
		}
	}
}

func TestTheCursorFollowsWhatIsMoved(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	d.press(keys("l M L enter")...)
	wants(t, d, "2026-W26", "▌◷ 15:00")
	d.press(keys("M l enter")...)
	if got := asked(d.plan); !strings.Contains(got, "2026-06-25 15:00") {
		t.Errorf("asked %q", got)
	}
}

func TestNewsMoveTheCursorToNoOtherPost(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	d.press("l")
	for key, to := range map[string]string{"hiring": "2026-06-17 08:00", "poll": "2026-06-17 16:00"} { // around it
		post := d.plan.Find(key)
		wall, err := calendar.ParseWall(to)
		if err == nil {
			*post, err = post.With(calendar.At(wall, "")...)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	uitest.Send(d.App, pane.Stale{})
	wants(t, d, "08:00 S", "▌◷ 15:00")
}

func TestAPostThatWasChangedMeanwhileIsNotWrittenOver(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	d.plan.Elsewhere["release"] = "Somebody else was here."
	said := d.press(keys("l e '!' esc y")...)
	if asked(d.plan) != "" || !strings.Contains(said, "changed meanwhile") {
		t.Fatalf("asked %q, said %q", asked(d.plan), said)
	}
	wants(t, d, "tried it early.!")
	d.press("y")
	if got := asked(d.plan); !strings.Contains(got, "tried it early.!") {
		t.Errorf("the second press does not keep it: %q", got)
	}
}

func TestNothingTypedIsLostWhenTheStoreFails(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	d.press(keys("l e ' twice' esc")...)
	d.plan.Fail = errors.New("plan posts: disk I/O error")
	if said := d.press("y"); !strings.Contains(said, "disk I/O error") {
		t.Errorf("said %q", said)
	}
	wants(t, d, "early. twice")
	d.plan.Fail = nil
	d.press("y")
	if got := asked(d.plan); !strings.Contains(got, "early. twice") {
		t.Errorf("asked %q", got)
	}
}

func TestATemplateThatCannotBeReadIsEditedAgain(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	d.plan.Unreadable = errors.New("plan.yaml, line 3: slots: mo is no day")
	d.press("W")
	wants(t, d, "line 3: slots: mo is no day", "e  edit it again")
	d.plan.Unreadable = nil
	d.press("e")
	if d.plan.Source != "zone: Europe/Berlin\n!!" {
		t.Errorf("kept %q: what was typed first is lost", d.plan.Source)
	}
}

func TestAnIdeaLeadsBackToWhereItCameFrom(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	msgs := uitest.Send(d.App, pane.Jot{Text: "Rotate keys", Quote: "> maria.k: how?", From: "https://acme.slack.com/p1", Back: "Inbox"})
	if !came(msgs, "Calendar") {
		t.Error("the calendar does not come forward")
	}
	msgs = uitest.Press(d.App, "enter")
	if !came(msgs, "Inbox") {
		t.Error("it does not go back")
	}
	if got, want := asked(d.plan), "plan[new1] idea, https://acme.slack.com/p1: Rotate keys//> maria.k: how?"; got != want {
		t.Errorf("asked %q, want %q", got, want)
	}
}

func came(msgs []tea.Msg, title string) bool {
	for _, m := range msgs {
		if c, ok := m.(pane.Come); ok && c.Title == title {
			return true
		}
	}
	return false
}

func TestReadOnlyPlansNothing(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32, week.Options{ReadOnly: true})
	for _, key := range keys("C e V t c = w s M Q R N d W a E P X z Z i") {
		if said := d.press(key); !strings.Contains(said, "Nothing is planned here") {
			t.Errorf("%s says %q", key, said)
		}
		d.press("esc")
	}
	if got := asked(d.plan); got != "" {
		t.Errorf("asked %q", got)
	}
}

func TestAHeldKeyActsOnce(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	d.press("tab", "tab")
	d.now = d.now.Add(1e9)
	for range 20 {
		d.now = d.now.Add(3e7)
		uitest.Press(d.App, "d")
	}
	if n := len(d.plan.Done); n != 1 {
		t.Errorf("%d posts thrown away by one long press", n)
	}
}

func TestALateAnswerIsDropped(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	_, slow := d.Update(uitest.Key("L")) // asked first, answered last
	old := slow
	d.now = d.now.Add(1e9)
	uitest.Run(d.App, old)
	wants(t, d, "2026-W26")
	d.press("H")
	wants(t, d, "2026-W25")
}

func TestTheBadgeCountsWhatAsks(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	wants(t, d, "4 Calendar 6") // partly out, missed, refused, to be posted by hand, and two files
}

func TestThePreviewTagsLinksAsTheyWillBePublished(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 50)
	d.press(keys("h enter v")...)
	wants(t, d, "utm_source=mastodon", "utm_source=slack")
}

func TestPublishedPostsOpenInTheBrowser(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	d.press("h", "k", "o")
	if fmt.Sprint(d.opened) != "[https://acme.slack.com/archives/C1/p1718434800]" {
		t.Errorf("opened %v", d.opened)
	}
}

func TestWeekMonthAndListShowTheSame(t *testing.T) {
	titles := []string{"What do you want", "The digest", "Which talk", "We are hiring", "v2 is out", "Rotate your", "Good morning"}
	for name, tt := range map[string]struct {
		width  int
		script string
	}{"week": {200, ""}, "list": {90, ""}, "month": {200, "m"}} {
		d := open(t, uitest.PlannedWeek(), tt.width, 60)
		d.press(keys(tt.script)...)
		for _, title := range titles {
			if !strings.Contains(frame(d), title) {
				t.Errorf("%s does not show %q:\n%s", name, title, frame(d))
			}
		}
	}
}

func TestATimeThatDoesNotExistIsToldOnceBeforeItIsKept(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	d.press(keys("l s ctrl+u '28 mar 2027 02:30'")...)
	if n := strings.Count(frame(d), "does not exist"); n != 1 {
		t.Errorf("it is told %d times:\n%s", n, frame(d))
	}
	wants(t, d, "03:00 CEST")
}

func TestASeriesThatTakesTurnsIsEditedTurnByTurn(t *testing.T) {
	plan := uitest.PlannedWeek()
	wins := plan.Find("wins")
	turning, err := wins.With(calendar.TakingTurns([]string{"What went well?", "What did not?"}), calendar.Varying(nil))
	if err != nil {
		t.Fatal(err)
	}
	*wins = turning
	d := open(t, plan, 120, 32)
	d.press(keys("l l l e tab ctrl+u 'What was new?' tab 'Who helped you?' esc")...)
	wants(t, d, "takes turns with", "one more", "Who helped you?")
	d.press("y")
	if now := plan.Find("wins"); strings.Join(now.Pool, "|") != "What went well?|What was new?|Who helped you?" {
		t.Errorf("it takes turns with %q", now.Pool)
	}
}

// pressed clicks on a cell of some words of the frame.
func pressed(t *testing.T, d *desk, words string, cell int) {
	t.Helper()
	for y, line := range strings.Split(frame(d), "\n") {
		if at := strings.Index(line, words); at >= 0 {
			uitest.Run(d.App, d.View().OnMouse(tea.MouseClickMsg{X: pane.Width(line[:at]) + cell, Y: y, Button: tea.MouseLeft}))
			return
		}
	}
	t.Fatalf("%q is not in the frame:\n%s", words, frame(d))
}

func TestTheKeysAtTheRuleCanBeClicked(t *testing.T) {
	d := open(t, uitest.PlannedWeek(), 120, 32)
	wants(t, d, "2026-W25")
	pressed(t, d, "H L week", 2)
	wants(t, d, "2026-W26")
	pressed(t, d, "H L week", 0)
	wants(t, d, "2026-W25")
	pressed(t, d, "m month", 3)
	wants(t, d, "June 2026")
	pressed(t, d, "────", 0)
	wants(t, d, "June 2026")
	pressed(t, d, " Week ", 1)
	d.press("l", "M")
	pressed(t, d, "h l day", 2)
	wants(t, d, "Thu 18 Jun")
}
