package sieve_test

import (
	"slices"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/moderation"
	"rounds/inbox/moderation/rules"
	"rounds/inbox/moderation/sieve"
)

func noon() time.Time { return time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC) }

func newSieve(t *testing.T) *sieve.Sieve {
	t.Helper()
	set, err := rules.Load(rules.Source{Name: "rules.toml", Text: []byte(`
packs = []
[[rule]]
name = "pills"
title = "No pills"
when = "text contains 'pills'"
outcome = "remove"
[[rule]]
name = "thanks"
title = "Thanks"
when = "text contains 'thanks'"
does = ["tag:kind"]
[[rule]]
name = "help"
title = "Calls for help"
when = "text contains 'help'"
severity = "mild"
does = ["raise"]
`)})
	if err != nil {
		t.Fatal(err)
	}
	return &sieve.Sieve{Set: set, Window: rules.NewWindow(), Emoji: []string{"triangular_flag_on_post"}, Rooms: []string{"mod-reports"}, Now: noon()}
}

func said(text string) moderation.Said {
	return moderation.Said{
		Account: inbox.Account{Name: "acme", Platform: inbox.Slack, Base: "https://acme.slack.com"}, Channel: inbox.Channel{ID: "C1", Name: "help"},
		ID: "1", Thread: "1", Author: inbox.Author{ID: "U1", Handle: "ana", Role: inbox.Community}, Text: text, At: noon().Add(-time.Hour), Talk: 7,
	}
}

// sources are where flags come from, and what they are about.
func sources(flags []moderation.Flag) []string {
	var all []string
	for _, f := range flags {
		all = append(all, string(f.Source)+" "+f.Report.ID+" on "+f.Subject.ID)
	}
	return all
}

func TestOnlyWhatTheCommunitySaysIsJudged(t *testing.T) {
	bot, team := said("cheap pills"), said("cheap pills")
	bot.Bot, team.Author.Role = true, inbox.Team
	flags := newSieve(t).Look([]moderation.Said{said("cheap pills"), bot, team, said("hello")})
	if got := sources(flags); !slices.Equal(got, []string{"rule pills on 1"}) {
		t.Fatalf("flags: %q", got)
	}
	if f := flags[0]; f.Evidence.Text != "cheap pills" || f.Member != "U1" || !f.At.Equal(noon()) || len(f.Spans) == 0 || f.Suggests != moderation.Remove {
		t.Errorf("the flag: %+v", f)
	}
}

func TestARuleMayTagOrRaiseInstead(t *testing.T) {
	s := newSieve(t)
	flags := s.Look([]moderation.Said{said("thanks"), said("help")})
	if got := sources(flags); !slices.Equal(got, []string{"rule help on 1"}) || flags[0].Severity != moderation.Severe {
		t.Errorf("flags: %q", got)
	}
	if !slices.Equal(s.Tags[7], []string{"kind"}) {
		t.Errorf("tags: %v", s.Tags)
	}
}

func TestTheFlagEmojiFlagsUnderWhateverNameItHas(t *testing.T) {
	m := said("hello")
	m.Reactions = []inbox.Reaction{{Name: "triangular_flag", Count: 3}, {Name: "tada", Count: 9}}
	flags := newSieve(t).Look([]moderation.Said{m})
	if got := sources(flags); !slices.Equal(got, []string{"reaction triangular_flag on 1"}) || flags[0].Count != 3 {
		t.Errorf("flags: %q", got)
	}
}

func TestALinkInTheChannelForReportsIsAReport(t *testing.T) {
	const link = "https://acme.slack.com/archives/C2/p1700000000123456?thread_ts=1700000000.000100&cid=C2"
	report, talk := said("rude again: "+link), said("see "+link)
	report.Channel.Name = "mod-reports"
	flags := newSieve(t).Look([]moderation.Said{report, talk})
	if got := sources(flags); !slices.Equal(got, []string{"channel C1:1 on 1700000000.123456"}) {
		t.Fatalf("flags: %q", got)
	}
	if f := flags[0]; f.Channel != "C2" || f.Reason != "rude again:" || f.Reporter.ID != "U1" {
		t.Errorf("the flag: %+v", f)
	}
}
