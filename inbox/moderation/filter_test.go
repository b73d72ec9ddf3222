package moderation

import (
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

func noon() time.Time { return time.Date(2026, 6, 16, 12, 0, 0, 0, time.UTC) }

// flagged is an ordinary case of a rule and of a member.
func flagged() Case {
	return Case{
		ID: 1, Subject: Subject{Kind: OfMessage, Account: "acme", Channel: "C1", ID: "1"}, Platform: inbox.Slack,
		Room: inbox.Channel{ID: "C1", Name: "help"}, Author: inbox.Author{ID: "U1", Handle: "maria.k", Name: "Maria Kovač"},
		Joined: noon().Add(-100 * 24 * time.Hour), Messages: 40, Text: "join my server discord.gg/x", Evidence: Evidence{Text: "join my server discord.gg/x"},
		State: Open, OpenedAt: noon().Add(-26 * time.Hour), Priority: High, Kin: 1,
		Reports: []Report{
			{Source: FromRule, Reporter: inbox.Author{Handle: "invite-links"}, Severity: Severe, Suggests: Remove},
			{Source: FromPlatform, Reporter: inbox.Author{Handle: "tomtom"}, Reason: "rude"},
		},
		Claim: Claim{By: "noor", Until: noon().Add(time.Hour)}, Notes: 1,
	}
}

func TestAFilterPicks(t *testing.T) {
	tests := map[string]struct {
		text string
		want bool
	}{
		"everything open":              {"", true},
		"a rule":                       {"rule:invite-links", true},
		"another rule":                 {"rule:shouting", false},
		"either rule":                  {"rule:shouting,invite-links", true},
		"turned round":                 {"-rule:shouting", true},
		"a platform":                   {"platform:slack", true},
		"a channel with its sign":      {"channel:#help", true},
		"a part of a name":             {"author:kov", true},
		"a reporter":                   {"reporter:@tom", true},
		"a rule is no reporter":        {"reporter:invite", false},
		"a source":                     {"source:hand", false},
		"two sources":                  {"source:hand,rule", true},
		"a priority":                   {"priority:high", true},
		"a priority in short":          {"priority:med", false},
		"a severity":                   {"severity:severe", true},
		"older":                        {"age:>1d", true},
		"younger":                      {"age:<1d", false},
		"older without a sign":         {"age:2h", true},
		"a state":                      {"is:decided", false},
		"any state":                    {"is:all", true},
		"one of two states":            {"is:open,escalated", true},
		"not a state":                  {"-is:open", false},
		"two states at once":           {"is:decided is:open", false},
		"mine":                         {"is:mine", true},
		"claimed by nobody":            {"-is:claimed", false},
		"no newcomer":                  {"is:new", false},
		"not edited":                   {"is:edited", false},
		"conduct":                      {"is:conduct", true},
		"spam":                         {"is:spam", false},
		"with a note":                  {"has:note", true},
		"words":                        {"server", true},
		"words of a report":            {"rude", true},
		"words together":               {`"my server"`, true},
		"words that are not together":  {`"server my"`, false},
		"all words":                    {"server banana", false},
		"not a word":                   {"-banana", true},
		"an address is a word":         {"http://x", false},
		"what only looks like a field": {`"is:open"`, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f, err := ParseFilter(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			f.Actor = "noor"
			if got := f.Matches(flagged(), noon()); got != tt.want {
				t.Errorf("%q picks it: %v", tt.text, got)
			}
		})
	}
}

func TestTheZeroFilterPicksWhatIsOpen(t *testing.T) {
	c := flagged()
	for _, s := range []State{Open, Escalated, Decided, Elsewhere} {
		c.State = s
		if got := (Filter{}).Matches(c, noon()); got != (s == Open) {
			t.Errorf("%s is picked: %v", s, got)
		}
		if f := (Filter{State: s}); !f.Matches(c, noon()) {
			t.Errorf("a filter for %s does not pick it", s)
		}
	}
}

func TestAFlagIsTrueOfWhatItSays(t *testing.T) {
	tests := map[string]func(c *Case){
		"new":       func(c *Case) { c.Joined = noon().Add(-time.Hour) },
		"edited":    func(c *Case) { c.Evidence.Text, c.EditedAt = "another", noon().Add(time.Hour) },
		"gone":      func(c *Case) { c.Gone = true },
		"muted":     func(c *Case) { c.Muted = true },
		"alike":     func(c *Case) { c.Kin = 2 },
		"skipped":   func(c *Case) { c.Skips = 1 },
		"held":      func(c *Case) { c.Kind = OfHeld },
		"appeal":    func(c *Case) { c.Reports[1].Reason = "an appeal" },
		"spam":      func(c *Case) { c.Reports[0].Suggests = Spam },
		"escalated": func(c *Case) { c.State = Escalated },
		"decided":   func(c *Case) { c.State = Decided },
		"elsewhere": func(c *Case) { c.State = Elsewhere },
	}
	for flag, turn := range tests {
		t.Run(flag, func(t *testing.T) {
			f, err := ParseFilter("is:" + flag)
			if err != nil {
				t.Fatal(err)
			}
			c := flagged()
			if f.Matches(c, noon()) {
				t.Error("it is true of an ordinary case")
			}
			if turn(&c); !f.Matches(c, noon()) {
				t.Error("it is not true of what it says")
			}
		})
	}
	c := flagged()
	c.Joined, c.Messages = time.Time{}, 2
	if !c.Newcomer(noon()) {
		t.Error("who has hardly said a word, and came nobody knows when, is new")
	}
}

func TestAMistakeInAFilterIsExplained(t *testing.T) {
	tests := map[string]string{
		"is:opne":      "is:opne is not known: it is one of open, escalated",
		"ruel:x":       "ruel: is no field: it is one of is, rule",
		"age:yes":      "age:yes is not known: try age:>1d or age:<2h",
		"priority:top": "priority:top is not known: it is one of high, medium, low",
		"rule:":        "rule: wants a value behind it: rule:invite-links",
		"is:":          "is: wants a value behind it: open",
	}
	for text, want := range tests {
		_, err := ParseFilter(text)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestAnAppealIsADecisionThatIsBroughtUpAgain(t *testing.T) {
	c := flagged()
	c.Ruling = &Decision{Outcome: Remove}
	if !c.Appeal() {
		t.Error("a decided case that is open again is no appeal")
	}
	c.State = Decided
	if c.Appeal() {
		t.Error("a decided case is an appeal")
	}
}

func FuzzAFilterReadsAsWhatItSays(f *testing.F) {
	for _, text := range []string{"", "is:open -rule:x,y age:>1d", `"two words" author:"Maria K"`, "is:all -is:mine", "is:open,decided", `""" -"`, "is:open is:decided", "c++ :) http://x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, err := ParseFilter(text)
		if err != nil {
			return
		}
		again, err := ParseFilter(first.String())
		if err != nil {
			t.Fatalf("%q became %q: %v", text, first.String(), err)
		}
		if again.String() != first.String() {
			t.Errorf("%q became %q became %q", text, first.String(), again.String())
		}
		c := flagged()
		for _, s := range []State{Open, Decided, Escalated} {
			if c.State = s; first.Matches(c, noon()) != again.Matches(c, noon()) {
				t.Errorf("%q and %q do not pick the same", text, first.String())
			}
		}
	})
}
