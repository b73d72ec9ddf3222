package report

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// village is a community of two months and a week: facts in small, the same
// every time.
func village() *metrics.Facts {
	zone := berlin()
	from, to := time.Date(2026, 6, 1, 0, 0, 0, 0, zone), time.Date(2026, 11, 9, 0, 0, 0, 0, zone)
	dice := rand.New(rand.NewPCG(8, 8))
	f := &metrics.Facts{
		From: from, To: to, AsOf: to, Since: time.Date(2026, 6, 3, 0, 0, 0, 0, zone), Zone: zone,
		Coverage: []metrics.Coverage{{Account: "acme", Platform: inbox.Slack, Channels: 3, Whole: 2}, {Account: "forum", Platform: inbox.Discourse, Channels: 1, Whole: 1, Joins: true, Reports: true, Members: 120}},
		Channels: []metrics.Channel{{ID: 1, Name: "general"}, {ID: 2, Name: "backroom", Private: true}, {ID: 3, Account: 1, Name: "help"}},
		Tags:     map[string][]int64{},
	}
	for i := range int32(60) {
		m := metrics.Member{ID: i + 1, Person: i + 1, Account: i % 2, Role: inbox.Community}
		if i < 4 {
			m.Role = inbox.Team
		}
		if m.Account == 1 {
			m.Joined = from.AddDate(0, 0, int(i)*2).UnixMicro()
		}
		f.Members = append(f.Members, m)
	}
	id := int64(0)
	for day := f.Since; day.Before(to); day = day.AddDate(0, 0, 1) {
		for n := range 6 + dice.IntN(8) {
			at := day.Add(time.Duration(8*60+n*70) * time.Minute).UnixMicro()
			id++
			channel := int32(1 + dice.IntN(3))
			opener := 1 + int32(dice.IntN(60))
			talk := metrics.Talk{At: at, ID: id, Opener: opener, Channel: channel, Messages: 1, Question: dice.IntN(2) == 0}
			f.Said = append(f.Said, metrics.Said{At: at, ID: id, Talk: id, Member: opener, Channel: channel})
			if answerer := 1 + int32(dice.IntN(60)); dice.IntN(4) > 0 && answerer != opener {
				later := at + int64(dice.IntN(3600))*1e6
				talk.Messages, talk.Answers = 2, []metrics.Answer{{At: later, Member: answerer}}
				f.Said = append(f.Said, metrics.Said{At: later, ID: id + 1_000_000, Talk: id, Member: answerer, Channel: channel, Reply: true})
			}
			tag := []string{"feedback/dark-mode", "feedback/export", "login", "bug", "", ""}[dice.IntN(6)]
			if tag != "" {
				f.Tags[tag] = append(f.Tags[tag], id)
			}
			f.Talks = append(f.Talks, talk)
		}
	}
	sortSaid(f.Said)
	first := map[int32]int64{}
	for _, m := range f.Said {
		if first[m.Member] == 0 {
			first[m.Member] = m.At
		}
	}
	for i := range f.Members {
		f.Members[i].First = first[f.Members[i].ID]
	}
	f.Goals = []metrics.Goal{{ID: "g", Metric: "active", Target: 80, Baseline: 40, Better: metrics.Up, By: to.AddDate(0, 2, 0)}}
	return f
}

func sortSaid(said []metrics.Said) {
	for i := 1; i < len(said); i++ {
		for j := i; j > 0 && said[j].At < said[j-1].At; j-- {
			said[j], said[j-1] = said[j-1], said[j]
		}
	}
}

func october() metrics.Window {
	return metrics.Months.Over(time.Date(2026, 10, 5, 0, 0, 0, 0, berlin()))
}

// told makes the report of a month of the village.
func told(t *testing.T, f *metrics.Facts) Content {
	t.Helper()
	s := f.Select(metrics.Segment{}, metrics.Hours{})
	var lines []metrics.Line
	for _, r := range Wanted(s, october(), nil) {
		l := metrics.Line{Row: r, When: time.UnixMicro(r.At), Account: "acme", Channel: "general", Who: fmt.Sprintf("person %d", r.ID), Text: fmt.Sprintf("what was said in %d", r.ID), Link: "https://acme.example/p1"}
		for _, talk := range f.Talks {
			if r.Kind == metrics.TalkRow && talk.ID == r.ID && talk.Channel == 2 {
				l.Channel = "backroom"
			}
		}
		lines = append(lines, l)
	}
	return Make(s, october(), Extra{Made: f.AsOf, Lines: lines, Next: Next{Title: "November 2026"}})
}

func TestAReportSaysWhatTheFactsSay(t *testing.T) {
	f := village()
	c := told(t, f)
	if c.Period != "2026-10" || c.Title != "October 2026" || c.Before != "September 2026" || c.Zone != "Europe/Berlin" {
		t.Errorf("it is of %s, %q after %q in %s", c.Period, c.Title, c.Before, c.Zone)
	}
	people, messages := map[int32]bool{}, 0.0
	for _, m := range f.Said {
		if at := time.UnixMicro(m.At); !at.Before(c.From) && at.Before(c.To) {
			messages++
			if m.Member > 4 {
				people[m.Member] = true
			}
		}
	}
	if n := c.find("active"); n.Value == nil || int(*n.Value) != len(people) {
		t.Errorf("active is %s, want %d", n.Said, len(people))
	}
	sum := 0.0
	for _, b := range c.Daily.Bars {
		sum += b.Value
	}
	if sum != messages || len(c.Daily.Bars) != 31 {
		t.Errorf("%d bars make %v messages, want 31 and %v", len(c.Daily.Bars), sum, messages)
	}
	came := 0.0
	for _, b := range c.Growth.Flow {
		came += b.In
	}
	if n := c.find("new_members"); n.Value == nil || *n.Value != came {
		t.Errorf("the flow brings %v members, the figure says %s", came, n.Said)
	}
	if goal := c.find("active").Goal; goal == nil || goal.Progress <= 0 || goal.Progress > 100 {
		t.Errorf("the goal is %+v", goal)
	}
	if len(c.Contributors) != 3 || c.Contributors[0].Score < c.Contributors[2].Score || c.Contributors[0].Shout == "" {
		t.Errorf("to thank are %+v", c.Contributors)
	}
	if len(c.Lead) == 0 || len(c.Requests) != 2 || c.Requests[0].Before == nil {
		t.Errorf("lead %q, requests %+v", c.Lead, c.Requests)
	}
}

func TestNothingIsQuotedThatWasNotSaidInPublic(t *testing.T) {
	c := told(t, village())
	quotes := 0
	for _, themes := range [][]Theme{c.Themes, c.Requests} {
		for _, theme := range themes {
			for _, q := range theme.Quotes {
				quotes++
				if strings.Contains(string(q.Where), "backroom") {
					t.Errorf("%q was said in a private channel", q.Text)
				}
			}
			if len(theme.Quotes) > 2 {
				t.Errorf("%d quotes of %s", len(theme.Quotes), theme.Name)
			}
		}
	}
	if quotes == 0 {
		t.Error("there are no quotes")
	}
}

func TestAReportIsFinalAWeekAfterItsPeriod(t *testing.T) {
	tests := map[string]struct {
		day  int
		want State
	}{
		"the next day":           {1, Provisional},
		"in its last hour":       {7, Provisional},
		"when seven days are up": {8, Final},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := village()
			f.AsOf = time.Date(2026, 11, tt.day, 0, 0, 0, 0, berlin())
			if c := told(t, f); c.State != tt.want {
				t.Errorf("it is %s on %s, ripe on %s", c.State, f.AsOf, c.Ripe)
			}
		})
	}
}

func TestAReportOfNothingIsStillAReport(t *testing.T) {
	f := &metrics.Facts{From: october().From, To: october().To, AsOf: october().To, Zone: berlin()}
	c := Make(f.Select(metrics.Segment{}, metrics.Hours{}), october(), Extra{Made: f.AsOf})
	for name, render := range renderers() {
		text, err := render(c)
		if err != nil || len(text) == 0 {
			t.Errorf("%s: %v", name, err)
		}
		for _, wrong := range []string{"NaN", "Inf", "%!", "<nil>", "ZgotmplZ", "null null"} {
			if strings.Contains(text, wrong) {
				t.Errorf("%s says %s", name, wrong)
			}
		}
	}
}

func renderers() map[string]func(Content) (string, error) {
	return map[string]func(Content) (string, error){
		"Markdown": func(c Content) (string, error) { return Markdown(c), nil },
		"HTML":     func(c Content) (string, error) { text, err := HTML(c); return string(text), err },
		"CSV":      CSV,
		"JSON":     func(c Content) (string, error) { text, err := JSON(c); return string(text), err },
	}
}

func TestARiskIsFoundByItsRule(t *testing.T) {
	n := func(id string, value, before float64) Number {
		return Number{Metric: id, Value: &value, Before: &before, N: 40, Said: "x", BeforeSaid: "y"}
	}
	tests := map[string]struct {
		content Content
		want    string
	}{
		"coverage falls":               {Content{KPIs: []Number{n("reply_coverage", 80, 90)}}, "coverage falling"},
		"coverage wavers":              {Content{KPIs: []Number{n("reply_coverage", 87, 90)}}, ""},
		"two people carry it":          {Content{KPIs: []Number{n("bus_factor", 2, 2)}}, "bus factor"},
		"three people carry it":        {Content{KPIs: []Number{n("bus_factor", 3, 2)}}, ""},
		"the backlog grows":            {Content{KPIs: []Number{n("backlog", 3, 2)}}, "backlog growing"},
		"regulars fall silent":         {Content{KPIs: []Number{n("lost_regulars", 5, 2), n("new_contributors", 4, 1)}}, "regulars lapsing"},
		"more begin than fall silent":  {Content{KPIs: []Number{n("lost_regulars", 5, 2), n("new_contributors", 6, 1)}}, ""},
		"answers take twice as long":   {Content{KPIs: []Number{n("ttfr_any", 200, 100)}}, "answers slower"},
		"nothing is planned":           {Content{Next: Next{Title: "May"}}, "nothing planned"},
		"what is not known is no risk": {Content{KPIs: []Number{{Metric: "reply_coverage"}, {Metric: "bus_factor"}}}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			if found := risks(tt.content, nil); len(found) > 0 {
				got = found[0].Rule
			}
			if got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAGoalTellsWhereThePaceLeads(t *testing.T) {
	f := village()
	f.Goals = []metrics.Goal{
		{ID: "g", Metric: "interaction_ratio", Target: 3, Baseline: 0.2, Better: metrics.Up, By: f.To.AddDate(0, 2, 0)},
		{ID: "h", Metric: "bus_factor", Target: 90, Better: metrics.Up, By: f.To.AddDate(0, 2, 0), Set: f.To.AddDate(0, 1, 0)},
	}
	n := told(t, f).find("interaction_ratio")
	if n.Goal == nil || n.Goal.Forecast == nil || !strings.Contains(n.Goal.String(), "; at this pace: "+n.Goal.Pace) {
		t.Errorf("the goal is %+v", n.Goal)
	}
	if n := told(t, f).find("bus_factor"); n.Goal != nil {
		t.Errorf("a goal that was set long after it is told: %+v", n.Goal)
	}
}

func TestNothingIsMadeUpOfATimeOfWhichNothingIsKnown(t *testing.T) {
	late, empty, nowhere := village(), village(), village()
	late.Since = time.Date(2026, 11, 1, 0, 0, 0, 0, berlin())
	empty.Since = time.Time{}
	nowhere.Coverage = nil
	for name, f := range map[string]*metrics.Facts{"the history begins on 1 November 2026": late, "no message is held": empty, "no account": nowhere} {
		f.Said, f.Talks, f.Goals = nil, nil, nil
		if f == nowhere {
			f.Members, f.Channels = nil, nil
		}
		c := told(t, f)
		if c.State != Provisional || len(c.Numbers()) > 0 || len(c.Lead) != 1 || !strings.Contains(c.Lead[0], name) {
			t.Errorf("%s: %s, %d numbers, %q", name, c.State, len(c.Numbers()), c.Lead)
		}
		if _, err := HTML(c); err != nil {
			t.Error(err)
		}
	}
}

func TestAKeptReportGainsAFootnoteWhenPeopleBecomeOne(t *testing.T) {
	f := village()
	c := told(t, f)
	hired, merged := village().Members, village().Members
	hired[9].Was, hired[9].Role = []metrics.Turn{{Until: c.To.UnixMicro() + 1, Role: inbox.Community}}, inbox.Team
	hired = append(hired, metrics.Member{ID: 900, Person: 900})
	if notes := c.Reread(hired).Footnotes; len(notes) != len(c.Footnotes) {
		t.Errorf("somebody was hired later, somebody came: %q", notes)
	}
	merged[9].Person = 8
	if notes := c.Reread(merged).Footnotes; len(notes) != len(c.Footnotes)+1 {
		t.Errorf("two are one: %q", notes)
	}
	hired[9].Was[0].Until = c.From.UnixMicro() + 1
	if notes := c.Reread(hired).Footnotes; len(notes) != len(c.Footnotes)+1 {
		t.Errorf("a role of then was set anew: %q", notes)
	}
	if Difference(c, c.Reread(merged)) != nil {
		t.Error("the footnote is told as a difference")
	}
}
