package moderation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
)

var noon = time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)

func TestTheBonusIsDiscoursesBounded(t *testing.T) {
	for _, x := range []struct {
		agreed, disagreed int
		want              float64
	}{{3, 2, 0}, {6, 0, 6.46}, {14, 2, 5.83}, {7, 3, 0}, {2, 6, -4.82}, {100, 0, 10}, {0, 100, -10}, {0, 0, 0}} { // metrics, T12
		r := moderation.Record{Agreed: x.agreed, Disagreed: x.disagreed, Ignored: 50}
		if got := r.Bonus(); got < x.want-0.005 || got > x.want+0.005 {
			t.Errorf("%d right, %d wrong: %.2f, want %.2f", x.agreed, x.disagreed, got, x.want)
		}
	}
}

func flagged(reports ...moderation.Report) moderation.Case {
	return moderation.Case{
		Subject:  moderation.Subject{Kind: moderation.OfMessage, Account: "a", Channel: "C1", ID: "1"},
		Platform: inbox.Slack, Room: inbox.Channel{ID: "C1", Name: "help"}, Thread: "1", Author: inbox.Author{ID: "U1", Handle: "maria", Role: inbox.Community},
		Text: "free tokens", OpenedAt: noon, Reports: reports,
	}
}

func by(role inbox.Role) moderation.Report {
	return moderation.Report{Source: moderation.FromPlatform, Reporter: inbox.Author{ID: "U9", Role: role}, Count: 1, Open: true}
}

func rule(severity moderation.Severity) moderation.Report {
	return moderation.Report{ID: "spam", Source: moderation.FromRule, Reporter: inbox.Author{ID: "spam"}, Severity: severity, Count: 1, Open: true}
}

func TestThePriorityIsAWordAndSaysWhy(t *testing.T) {
	for name, x := range map[string]struct {
		c    moderation.Case
		wait time.Duration
		want moderation.Priority
		why  string
	}{
		"one report is low":               {flagged(by(inbox.Community)), 0, moderation.Low, "1 report"},
		"two are medium":                  {flagged(by(inbox.Community), by(inbox.Community)), 0, moderation.Medium, "2 reports"},
		"one of the team is medium":       {flagged(by(inbox.Team)), 0, moderation.Medium, "1 report"},
		"four are high":                   {flagged(by(""), by(""), by(""), by("")), 0, moderation.High, "4 reports"},
		"a severe rule is high":           {flagged(rule(moderation.Severe)), 0, moderation.High, "spam"},
		"a mild rule is low":              {flagged(rule(moderation.Mild)), 0, moderation.Low, "spam"},
		"who waits a day moves up":        {flagged(by("")), 25 * time.Hour, moderation.Medium, "1 report; waits 25 hours"},
		"nothing waits more than 3 days":  {flagged(by("")), 73 * time.Hour, moderation.High, "1 report; waits 3 days"},
		"four reactions count like four ": {flagged(moderation.Report{Source: moderation.FromReaction, Count: 4}), 0, moderation.High, "4 reports"},
	} {
		t.Run(name, func(t *testing.T) {
			p, why := x.c.Weigh(moderation.Scale{}, noon.Add(x.wait))
			if p != x.want || strings.Join(why, "; ") != x.why {
				t.Errorf("%s because %q, want %s because %q", p, why, x.want, x.why)
			}
		})
	}
}

func TestAScaleIsMadeOfWhatWasFoundRight(t *testing.T) {
	var scores []float64
	for n := range 20 {
		scores = append(scores, float64(20-n))
	}
	if s := moderation.NewScale(scores[:14]); s != (moderation.Scale{}) {
		t.Errorf("14 make a scale: %+v", s)
	}
	if s := moderation.NewScale(scores); s != (moderation.Scale{Medium: 10, High: 17}) {
		t.Errorf("the scale is %+v", s)
	}
}

func TestStrikesAreThoseOfDecisionsThatStandAndAreNotOld(t *testing.T) {
	day := 24 * time.Hour
	d := func(of int64, weight int, ago time.Duration, o moderation.Outcome, reversed bool) moderation.Decision {
		one := moderation.Decision{Case: of, Strikes: weight, At: noon.Add(-ago), Outcome: o}
		if reversed {
			one.ReversedAt = noon
		}
		return one
	}
	s := moderation.Tally([]moderation.Decision{
		d(1, 2, day, moderation.Remove, false), d(1, 2, 2*day, moderation.Warn, false), // the same case: the last one counts
		d(2, 3, 89*day, moderation.Spam, false), d(3, 5, 90*day, moderation.Spam, false), // too old
		d(4, 9, day, moderation.Ban, true), d(5, 9, day, moderation.Keep, false),
	}, noon)
	if s.Weight != 5 || s.Count != 2 || s.Next != moderation.Restrict || s.Why != "5 strikes in 90 days: restrict is next" {
		t.Errorf("%+v", s)
	}
}

// steps are a plan in a few words.
func steps(all []moderation.Step) string {
	var words []string
	for _, s := range all {
		word := string(s.Action.Kind)
		if s.Action.Choice != "" {
			word += " " + s.Action.Choice
		}
		if s.Cannot != "" {
			word += " (cannot)"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

func TestAnOutcomeBecomesTheVerbsOfItsPlatform(t *testing.T) {
	discourse := []inbox.Choice{{ID: "agree_and_keep"}, {ID: "disagree"}, {ID: "ignore_and_do_nothing"}, {ID: "delete_and_agree"}}
	mastodon := []inbox.Choice{{ID: "resolve"}, {ID: "silence"}}
	held := []inbox.Choice{{ID: "approve_post"}, {ID: "reject_post"}}
	with := func(p inbox.Platform, kind moderation.SubjectKind, offers []inbox.Choice) moderation.Case {
		r := by(inbox.Community)
		r.ID, r.Offers = "r1", offers
		c := flagged(r)
		c.Platform, c.Kind = p, kind
		return c
	}
	for name, x := range map[string]struct {
		c    moderation.Case
		r    moderation.Ruling
		want string
	}{
		"a forum's flag is disagreed with":      {with(inbox.Discourse, moderation.OfMessage, discourse), moderation.Ruling{Outcome: moderation.Keep}, "perform disagree"},
		"a forum deletes and agrees in one":     {with(inbox.Discourse, moderation.OfMessage, discourse), moderation.Ruling{Outcome: moderation.Spam}, "perform delete_and_agree"},
		"a forum ignores":                       {with(inbox.Discourse, moderation.OfMessage, discourse), moderation.Ruling{Outcome: moderation.Ignore}, "perform ignore_and_do_nothing"},
		"a held post is let through":            {with(inbox.Discourse, moderation.OfHeld, held), moderation.Ruling{Outcome: moderation.Keep}, "perform approve_post"},
		"a held post is turned away":            {with(inbox.Discourse, moderation.OfHeld, held), moderation.Ruling{Outcome: moderation.Spam}, "perform reject_post"},
		"Mastodon cannot delete":                {with(inbox.Mastodon, moderation.OfMessage, mastodon), moderation.Ruling{Outcome: moderation.Remove}, "perform resolve, remove (cannot)"},
		"a restriction settles the report, too": {with(inbox.Mastodon, moderation.OfMessage, mastodon), moderation.Ruling{Outcome: moderation.Restrict}, "perform resolve, restrict"},
		"Discord removes, bans and writes":      {with(inbox.Discord, moderation.OfMessage, nil), moderation.Ruling{Outcome: moderation.Spam, Also: []moderation.Outcome{moderation.Ban}, Letter: "bye"}, "remove, ban, private reply"},
		"a warning has words of its own":        {with(inbox.Discord, moderation.OfMessage, nil), moderation.Ruling{Outcome: moderation.Warn}, "private reply"},
		"a public note is a reply":              {with(inbox.Discord, moderation.OfMessage, nil), moderation.Ruling{Outcome: moderation.Remove, Note: "removed: {{rule}}", Title: "Be kind"}, "remove, reply"},
		"nothing leaves when it is escalated":   {with(inbox.Discourse, moderation.OfMessage, discourse), moderation.Ruling{Outcome: moderation.Escalate}, ""},
		"Slack shows the door of a channel":     {with(inbox.Slack, moderation.OfMessage, nil), moderation.Ruling{Outcome: moderation.Ban}, "ban (cannot), kick"},
	} {
		t.Run(name, func(t *testing.T) {
			got := moderation.Plan(x.c, x.r, inbox.Account{Name: "a", Platform: x.c.Platform, Base: "https://x.example"}, noon)
			if steps(got) != x.want {
				t.Errorf("%s, want %s", steps(got), x.want)
			}
			for _, s := range got {
				if s.Cannot != "" && s.Link == "" {
					t.Errorf("%s: no way is shown", s.Says)
				}
			}
		})
	}
}

func TestWhatCannotBeTakenBackSaysSo(t *testing.T) {
	c := flagged()
	forever := func(p inbox.Platform, o moderation.Outcome) (forever, grave bool) {
		c.Platform = p
		s := moderation.Plan(c, moderation.Ruling{Outcome: o}, inbox.Account{Name: "a", Platform: p}, noon)[0]
		return s.Forever, s.Grave
	}
	if forever, grave := forever(inbox.Discord, moderation.Remove); !forever || grave {
		t.Error("a message deleted on Discord comes back, or wants a name typed")
	}
	if forever, grave := forever(inbox.Discourse, moderation.Remove); forever || grave {
		t.Error("a message deleted on a forum does not come back")
	}
	if forever, _ := forever(inbox.Discord, moderation.Ban); forever {
		t.Error("a ban on Discord cannot be lifted")
	}
}

func TestATemplateIsFilledWithTheCase(t *testing.T) {
	c := flagged()
	c.Text = "look   at\nthis " + strings.Repeat("x", 300)
	got := moderation.Fill("Hi {{name}} in {{channel}}: “{{quote}}” ({{rule}}) {{other}}", c, moderation.Ruling{Title: "Be kind"})
	if !strings.HasPrefix(got, "Hi maria in #help: “look at this xxx") || !strings.HasSuffix(got, "…” (Be kind) {{other}}") || len([]rune(got)) > 260 {
		t.Errorf("%q", got)
	}
}

func TestAWarningQuotesNothingWhereNothingWasSaid(t *testing.T) {
	c := flagged()
	c.Kind, c.Text, c.Room = moderation.OfMember, "", inbox.Channel{}
	all := moderation.Plan(c, moderation.Ruling{Outcome: moderation.Warn, Title: "Be kind"}, inbox.Account{Name: "a", Platform: inbox.Discord}, noon)
	if len(all) != 1 || strings.Contains(all[0].Action.Text, "“") || !strings.Contains(all[0].Action.Text, "rules (Be kind).") {
		t.Errorf("it says %q", all[0].Action.Text)
	}
}

func TestSimilarCasesAreFoundTogether(t *testing.T) {
	say := func(id, author, text string, joined time.Time) moderation.Case {
		c := flagged(rule(moderation.Mild))
		c.Subject.ID, c.Author.ID, c.Text, c.Joined = id, author, text, joined
		return c
	}
	cases := []moderation.Case{
		say("1", "U1", "Claim your 500 free tokens now at https://a.example/x", time.Time{}),
		say("2", "U2", "something else entirely https://a.example/x.", time.Time{}),
		say("3", "U3", "claim your 999 free tokens now, friends!", time.Time{}),
		say("4", "U4", "How do I rotate the key?", time.Time{}),
		say("5", "U5", "one", noon.Add(-time.Hour)), say("6", "U6", "two", noon.Add(-50*time.Minute)), say("7", "U7", "three", noon.Add(-40*time.Minute)),
	}
	moderation.Group(cases)
	var got []string
	for _, c := range cases {
		got = append(got, fmt.Sprint(c.Kin))
	}
	if want := []string{"3", "3", "3", "0", "0", "3", "3"}; !slices.Equal(got[:4], want[:4]) || cases[4].Alike != "" && cases[4].Alike != cases[5].Alike {
		t.Errorf("kin: %v", got)
	}
	if !strings.HasPrefix(cases[0].Alike, "the same link") || cases[0].Alike != cases[2].Alike {
		t.Errorf("alike: %q, %q", cases[0].Alike, cases[2].Alike)
	}
}

func TestAReversalIsNoOverturnWhileNobodyHadHeard(t *testing.T) {
	for want, d := range map[moderation.Reversal]moderation.Decision{
		moderation.Untouched: {At: noon, Actor: "sam"},
		moderation.Retracted: {At: noon, Actor: "sam", ReversedAt: noon.Add(9 * time.Second), ReversedBy: "sam"},
		moderation.Corrected: {At: noon, Actor: "sam", ReversedAt: noon.Add(time.Hour), ReversedBy: "sam"},
		moderation.Overruled: {At: noon, Actor: "sam", ReversedAt: noon.Add(time.Second), ReversedBy: "kim"},
	} {
		if got := d.Reversal(10 * time.Second); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
