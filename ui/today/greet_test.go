package today_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/ui/pane"
	"rounds/ui/today"
	"rounds/ui/uitest"
)

// wanjiku said hello in #introductions.
func wanjiku() inbox.Place {
	return inbox.Place{Account: "acme", Channel: "C-introductions", Thread: "121"}
}

func TestAGreetingAnswersTheirFirstWordsInPublic(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("j", "r")
	if got := said(d.keys("ctrl+s")); !strings.Contains(got, "Fill in “the channel for introductions” first") || len(d.c.Orders) != 0 {
		t.Fatalf("said %q, asked for %+v", got, d.c.Orders)
	}
	uitest.Type(d.App, "#intros")
	if got := d.c.Drafts[uitest.Desk{Place: wanjiku(), Kind: inbox.ReplyDraft}]; !strings.HasSuffix(got, "yourself in #intros.") {
		t.Errorf("the draft is %q", got)
	}
	d.keys("ctrl+s")
	if len(d.c.Orders) != 1 {
		t.Fatalf("asked for %+v", d.c.Orders)
	}
	o, a := d.c.Orders[0], d.c.Orders[0].Actions[0]
	if o.Verb != inbox.SayWelcome || a.Kind != inbox.Reply || a.Channel != "C-introductions" || a.Thread != "121" || a.Member != "" || a.Greets != "U-wanjiku" {
		t.Errorf("asked for %+v", a)
	}
	if a.Seen.Of.ID == "" || a.Text != "Hi wanjiku, and welcome to acme! I'm noor.\n\nSay a word about yourself in #intros." {
		t.Errorf("asked for %+v", a)
	}
	if len(d.c.Drafts) != 0 {
		t.Errorf("the draft is still there: %v", d.c.Drafts)
	}
	wantUnder(t, d, "emil")
}

func TestWhatIsPrivateGoesToOneAlone(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("j", "R")
	wants(t, d, "Only wanjiku reads this.")
	uitest.Type(d.App, "#intros")
	d.keys("ctrl+s")
	if len(d.c.Orders) != 1 {
		t.Fatalf("asked for %+v", d.c.Orders)
	}
	o, a := d.c.Orders[0], d.c.Orders[0].Actions[0]
	if o.Verb != inbox.SayWelcome || a.Kind != inbox.Welcome || a.Member != "U-wanjiku" {
		t.Errorf("asked for %+v", a)
	}
}

func TestWhatWasPrivateBecomesPublicOnlyWhenItIsAskedForTwice(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("j", "R", "alt+p")
	wants(t, d, "alt+p again makes it PUBLIC")
	d.keys("x", "alt+p") // a letter in between: asked again
	wants(t, d, "alt+p again makes it PUBLIC")
	d.keys("alt+p")
	wants(t, d, "PUBLIC in #introductions")
	private, public := uitest.Desk{Place: wanjiku(), Kind: inbox.PrivateDraft}, uitest.Desk{Place: wanjiku(), Kind: inbox.ReplyDraft}
	if d.c.Drafts[public] == "" || d.c.Drafts[private] != "" {
		t.Errorf("the drafts are %v", d.c.Drafts)
	}
}

func TestADraftIsThereAgain(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("j", "r")
	uitest.Type(d.App, "the lobby")
	if got := said(d.keys("esc")); got != "Kept as a draft: r goes on with it." {
		t.Errorf("said %q", got)
	}
	d.keys("r")
	wants(t, d, "yourself in the lobby.")
}

func TestWhoCannotBeWrittenToIsSaidSo(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("j", "j", "j")
	if got := said(d.keys("r")); !strings.Contains(got, "cannot write to members") || !strings.Contains(got, "e marks them welcomed") {
		t.Errorf("said %q", got)
	}
	d.keys("e")
	if len(d.c.Marked) != 1 || d.c.Marked[0] != "welcomed 23" {
		t.Errorf("marked %v", d.c.Marked)
	}
}

func TestSomebodySilentIsGreetedAlone(t *testing.T) {
	c := uitest.Checking()
	c.Day.Parts[0].Items[3].Hello.Lacks = ""
	d := open(t, c, 80, 24, today.Options{Actor: "noor"})
	d.keys("j", "j", "j", "r")
	uitest.Type(d.App, "Hello!")
	if got := said(d.keys("alt+p")); !strings.Contains(got, "nothing that could be answered in public") {
		t.Errorf("said %q", got)
	}
	if len(c.Drafts) != 1 {
		t.Errorf("the drafts are %v", c.Drafts)
	}
	d.keys("ctrl+s")
	if len(c.Orders) != 1 || c.Orders[0].Actions[0].Kind != inbox.Welcome || c.Orders[0].Actions[0].Text != "Hello!" || len(c.Drafts) != 0 {
		t.Errorf("asked for %+v, drafts %v", c.Orders, c.Drafts)
	}
}

func TestAGreetingThatCouldNotBeKeptIsThereStill(t *testing.T) {
	d := open(t, uitest.Checking(), 80, 24)
	d.keys("j", "r")
	uitest.Send(d.App, tea.PasteMsg{Content: "#intros"})
	d.c.Err = errors.New("disk I/O error")
	if got := said(d.keys("ctrl+s")); !strings.Contains(got, "disk I/O error") {
		t.Errorf("said %q", got)
	}
	wants(t, d, "yourself in #intros.")
	d.c.Err = nil
	d.wait(time.Second)
	d.keys("ctrl+s")
	if len(d.c.Orders) != 1 {
		t.Errorf("asked for %+v", d.c.Orders)
	}
}

// TestNobodyIsGreetedTwice while the first greeting waits in the outbox.
func TestNobodyIsGreetedTwice(t *testing.T) {
	c := uitest.Checking()
	c.Slow = true // they count as new until the platform has the greeting
	d := open(t, c, 80, 24)
	d.keys("j", "r")
	uitest.Type(d.App, "#intros")
	d.keys("ctrl+s")
	wantUnder(t, d, "emil")
	wants(t, d, "● Welcome 4")
	uitest.Send(d.App, pane.Stale{})
	if strings.Contains(d.frame(), "I look after the data") {
		t.Errorf("wanjiku is there still:\n%s", d.frame())
	}
	d.keys("z")
	wantUnder(t, d, "wanjiku")
}
