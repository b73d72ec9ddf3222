package report

import (
	"math"
	"time"

	"rounds/inbox/metrics"
)

func ptr[T any](v T) *T { return &v }

// berlin has a clock that is put back in October.
func berlin() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone
}

func num(id, name string, m metrics.Measure, better metrics.Direction, value, before float64) Number {
	n := Number{
		Metric: id, Spec: "D-1", Name: name, Measure: m, Better: better, Value: &value, Before: &before, N: 163,
		Formula: "people who posted ÷ members at the end of the window × 100", Leaves: "Bots and the team do not count.",
	}
	n.Said, n.BeforeSaid = m.Say(value), m.Say(before)
	by, share := value-before, 100*(value-before)/before
	change := metrics.Change{By: &by, Percent: &share}
	n.Change, n.Trend = moved(change, m), trendOf(change.Means(better))
	return n
}

// sample is a report of a month in which something happened, with the words of
// foreign as everything that people outside wrote.
func sample(foreign string) Content {
	zone := berlin()
	from := time.Date(2026, 10, 1, 0, 0, 0, 0, zone)
	f := func(text string) Foreign {
		if foreign != "" {
			return Foreign(foreign)
		}
		return Foreign(text)
	}
	c := Content{
		Schema: Schema, Period: "2026-10", Title: "October 2026", Before: "September 2026", From: from, To: from.AddDate(0, 1, 0), Zone: "Europe/Berlin",
		Made: time.Date(2026, 11, 3, 9, 0, 0, 0, zone), AsOf: time.Date(2026, 11, 3, 8, 58, 0, 0, zone), State: Provisional, Ripe: from.AddDate(0, 1, 7),
		Lead: []string{"412 people were active, 48 more than in September 2026.", "Half of the questions were answered within 38 min, and 84.2 % got an answer within seven days."},
	}
	goal := &Goal{Target: 20, Said: "20.0 % by 1 January 2027", By: from.AddDate(0, 3, 0), Progress: 62, Forecast: ptr(18.3), Pace: "18.3 %"}
	rate := num("active_rate", "Active member rate", metrics.Percent, metrics.Up, 17, 15.4)
	rate.Goal = goal
	kept := num("retention_3m", "Retention, 3 months", metrics.Percent, metrics.Up, 40, 44)
	kept.Interval = "21.9–61.3 %"
	c.KPIs = []Number{
		num("active", "Active members", metrics.Count, metrics.Up, 412, 364), rate,
		num("stickiness", "Stickiness", metrics.Percent, metrics.Up, 11.2, 11.2), num("ttfr_any", "First answer, median", metrics.Duration, metrics.Down, 2280, 3480),
		num("reply_coverage", "Reply coverage, 7 d", metrics.Percent, metrics.Up, 84.2, 88.9), kept,
		num("member_share", "Member-initiated share", metrics.Percent, metrics.Up, 71.3, 66), num("bus_factor", "Bus factor", metrics.Count, metrics.Up, 9, 8),
	}
	c.Daily.Unit = metrics.Days
	for i := range 31 {
		day := from.AddDate(0, 0, i)
		v := 90 + 30*math.Sin(float64(i)/2) + float64(i)
		if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
			v *= 0.4
		}
		if i == 19 {
			v = 310
		}
		c.Daily.Bars = append(c.Daily.Bars, Bar{From: day, Value: math.Round(v), Team: math.Round(v * 0.2), Burst: i == 19})
		c.Growth.Flow = append(c.Growth.Flow, Flow{From: day, In: math.Round(v / 14), Out: math.Round(3 + 2*math.Cos(float64(i)))})
	}
	c.Daily.Bars[4].Note, c.Daily.Bars[19].Note = f("Docs moved"), f("4.0 is out")
	for d := range 7 {
		for h := range 24 {
			v := 40 * math.Exp(-math.Pow(float64(h)-14, 2)/18)
			if d > 4 {
				v /= 3
			}
			c.Daily.Heat[d][h] = int(v)
		}
	}
	joined := num("new_members", "New members", metrics.Count, metrics.Up, 208, 171)
	joined.Listed = 208
	for _, name := range []string{"Maria Kovač", "bo", "李小龍", "Ana Sofía Ruiz", "kwame"} {
		joined.List = append(joined.List, Line{Who: f(name), Where: f("slack"), At: from.AddDate(0, 0, 2)})
	}
	c.Growth.Numbers = []Number{joined, num("left_members", "Left", metrics.Count, metrics.Down, 96, 101), num("net_new", "Net new members", metrics.Count, metrics.Up, 112, 70)}
	c.Response = Response{
		Numbers: []Number{
			num("ttfr_any", "First answer, median", metrics.Duration, metrics.Down, 2280, 3480), num("ttfr_team", "First answer by the team", metrics.Duration, metrics.Down, 5400, 5100),
			num("reply_coverage", "Reply coverage, 7 d", metrics.Percent, metrics.Up, 84.2, 88.9), num("peer_answer_share", "Answered by members", metrics.Percent, metrics.Up, 58, 52.5),
		},
		Spread: []Bin{{"under 5 min", 31, 8, false}, {"under 15 min", 44, 12, false}, {"under 1 h", 62, 20, false}, {"under 4 h", 48, 22, false}, {"under 24 h", 35, 15, false}, {"under 3 days", 12, 6, false}, {"under 7 days", 5, 2, false}, {"later", 3, 1, false}, {"never", 38, 0, true}},
	}
	quote := Quote{Text: f("The export is slow: with 2,000 rows I wait a minute, and then it times out."), Who: f("Maria Kovač"), Where: f("#help"), At: from.AddDate(0, 0, 3), Link: "https://acme.example/archives/C1/p1"}
	c.Themes = []Theme{
		{Name: f("export"), Talks: 34, People: 27, Before: ptr(19), Quotes: []Quote{quote}},
		{Name: f("login"), Talks: 21, People: 20, Before: ptr(30), Quotes: []Quote{{Text: f("Single sign-on logs me out every morning."), Who: f("bo"), Where: f("#general"), At: from.AddDate(0, 0, 9)}}},
		{Name: f("pricing"), Talks: 9, People: 9, Before: ptr(0)},
	}
	c.Requests = []Theme{{Name: f("dark mode"), Talks: 12, People: 11, Before: ptr(7), Quotes: []Quote{quote}}, {Name: f("webhooks"), Talks: 8, People: 8, Before: ptr(9)}, {Name: f("keyboard shortcuts"), Talks: 5, People: 5}}
	c.Voice = []Number{num("nps", "NPS", metrics.Count, metrics.Up, 42, 38), num("feedback_closed", "Feedback closed", metrics.Percent, metrics.Up, 61, 40)}
	for _, name := range []string{"Ana Sofía Ruiz", "kwame", "李小龍"} {
		c.Contributors = append(c.Contributors, Contributor{Who: f(name), Score: 44.5, Terms: []Term{{"settled questions", 9}, {"first answers", 7}, {"people helped", 12}}, Shout: f("Thank you, " + name + ": your answers helped 12 people this month.")})
	}
	c.Moderation = []Number{num("subjects", "Subjects", metrics.Count, metrics.Neutral, 41, 22), num("time_to_decision", "Time to decision", metrics.Duration, metrics.Down, 3900, 5200), num("backlog", "Waiting at the end", metrics.Count, metrics.Down, 6, 2)}
	c.Posts = Posts{
		Numbers: []Number{num("on_time_rate", "On time", metrics.Percent, metrics.Up, 96.2, 100)},
		Best:    []Post{{Title: f("Launch week: what is new in 4.0"), Channel: f("#announcements"), Theme: f("launch"), At: from, Week: ptr(148), Relative: ptr(2.4)}, {Title: f("What did you ship this week?"), Channel: f("#general"), Theme: f("ritual"), At: from, Week: ptr(41), Relative: ptr(1.1)}},
	}
	c.Risks = []Risk{{"coverage falling", "Fewer questions are answered.", "Reply coverage fell from 88.9 % to 84.2 %."}, {"backlog growing", "Moderation falls behind.", "6 subjects wait at the end of the period, 2 before it."}}
	c.Next = Next{Title: "November 2026", Themes: []Count{{f("ritual"), 4}, {f("launch"), 1}}, Posts: []Scheduled{{At: from.AddDate(0, 1, 5).Add(14 * time.Hour), Title: f("What did you ship this week?"), Theme: f("ritual"), To: []Foreign{f("slack/#general"), f("discord/#lounge")}}}}
	c.Accounts = []Account{{Name: f("acme"), Platform: "slack", Channels: 14, Whole: 13}}
	c.Footnotes = []string{"The history begins on 12 October 2026.", "Without mastodon: it does not tell when members joined."}
	return c
}
