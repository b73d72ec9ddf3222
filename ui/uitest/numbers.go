package uitest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// Figures stand in for the store of the numbers.
type Figures struct {
	Of      metrics.Facts
	GoalSet []metrics.Goal
	Notes   []metrics.Annotation
	Names   []string // of members, by ID from 1
	Texts   []string // of what is said, in turn
	Fail    error    // what every question is answered with, if there is one

	Asked int // how often facts were asked for
	Read  int // how many rows were read
}

// Facts are those of a span.
func (f *Figures) Facts(_ context.Context, from, to time.Time) (*metrics.Facts, error) {
	f.Asked++
	if f.Fail != nil {
		return nil, f.Fail
	}
	facts := f.Of
	facts.From, facts.To, facts.Goals = from, to, f.GoalSet
	lo, hi := from.UnixMicro(), to.UnixMicro()
	facts.Said = part(f.Of.Said, lo, hi, func(s metrics.Said) int64 { return s.At })
	facts.Talks = part(f.Of.Talks, lo, hi, func(t metrics.Talk) int64 { return t.At })
	return &facts, nil
}

func part[T any](all []T, from, to int64, at func(T) int64) []T {
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { return at(x) < from || at(x) >= to })
}

// Lines are rows as a person reads them.
func (f *Figures) Lines(_ context.Context, rows []metrics.Row) ([]metrics.Line, error) {
	if f.Fail != nil {
		return nil, f.Fail
	}
	f.Read += len(rows)
	lines := make([]metrics.Line, len(rows))
	for i, r := range rows {
		lines[i] = f.line(r)
	}
	return lines, nil
}

func (f *Figures) line(r metrics.Row) metrics.Line {
	l := metrics.Line{Row: r, Account: "acme", Platform: "slack", Text: f.Texts[int(r.ID)%len(f.Texts)], Link: "https://acme.example/" + strconv.FormatInt(r.ID, 10)}
	if r.At > 0 {
		l.When = time.UnixMicro(r.At).UTC()
	}
	if r.Kind == metrics.PersonRow {
		l.Who, l.Text = f.Names[int(r.ID)%len(f.Names)], ""
		if r.Latest > 0 {
			l.Text = f.Texts[int(r.Latest)%len(f.Texts)]
		}
		return l
	}
	l.Conversation = r.ID
	find := func(at int64) bool { return at == r.At }
	if i := slices.IndexFunc(f.Of.Talks, func(t metrics.Talk) bool { return t.ID == r.ID && (r.At == 0 || find(t.At)) }); i >= 0 && r.Kind == metrics.TalkRow {
		t := f.Of.Talks[i]
		l.Who, l.Channel, l.When = f.Names[int(t.Opener)%len(f.Names)], f.room(t.Channel), time.UnixMicro(t.At).UTC()
	}
	if i := slices.IndexFunc(f.Of.Said, func(s metrics.Said) bool { return s.ID == r.ID }); i >= 0 && r.Kind == metrics.MessageRow {
		s := f.Of.Said[i]
		l.Who, l.Channel, l.When, l.Conversation = f.Names[int(s.Member)%len(f.Names)], f.room(s.Channel), time.UnixMicro(s.At).UTC(), s.Talk
	}
	return l
}

func (f *Figures) room(id int32) string {
	for _, c := range f.Of.Channels {
		if c.ID == id {
			return c.Name
		}
	}
	return ""
}

// Goals are those that were set.
func (f *Figures) Goals(context.Context) ([]metrics.Goal, error) { return f.GoalSet, f.Fail }

// SetGoal keeps one.
func (f *Figures) SetGoal(_ context.Context, g metrics.Goal) (metrics.Goal, error) {
	if f.Fail != nil {
		return g, f.Fail
	}
	if g.ID == "" {
		g.ID = "goal-" + g.Metric
	}
	f.GoalSet = append(slices.DeleteFunc(slices.Clone(f.GoalSet), func(x metrics.Goal) bool { return x.ID == g.ID }), g)
	return g, nil
}

// DropGoal lets one go.
func (f *Figures) DropGoal(_ context.Context, id string) error {
	f.GoalSet = slices.DeleteFunc(slices.Clone(f.GoalSet), func(x metrics.Goal) bool { return x.ID == id })
	return f.Fail
}

// Annotations are those of a span.
func (f *Figures) Annotations(_ context.Context, from, to time.Time) ([]metrics.Annotation, error) {
	return slices.DeleteFunc(slices.Clone(f.Notes), func(n metrics.Annotation) bool { return n.Day.Before(from) || !n.Day.Before(to) }), f.Fail
}

// Annotate keeps one.
func (f *Figures) Annotate(_ context.Context, n metrics.Annotation) (metrics.Annotation, error) {
	if f.Fail != nil {
		return n, f.Fail
	}
	if n.ID == "" {
		n.ID = fmt.Sprintf("note-%d", len(f.Notes))
	}
	f.Notes = slices.DeleteFunc(slices.Clone(f.Notes), func(x metrics.Annotation) bool { return x.ID == n.ID })
	if n.Text != "" {
		f.Notes = append(f.Notes, n)
	}
	return n, nil
}

// NoNumbers is a community of which nothing is known yet.
func NoNumbers() *Figures {
	return &Figures{Of: metrics.Facts{AsOf: Noon(), Zone: time.UTC, Coverage: []metrics.Coverage{{Account: "acme", Platform: inbox.Slack}}}, Names: []string{"nobody"}, Texts: []string{""}}
}

// Numbers is a community of 120 days with a story: it grows slowly, its
// weekends are quiet, a launch brings a loud week with many new faces and slow
// answers, a raid of spammers is cleared away, and one weekend nobody is there.
func Numbers() *Figures { return NumbersSince(120) }

// NumbersSince is the same of so many days.
func NumbersSince(days int) *Figures {
	t := &teller{random: rand.New(rand.NewPCG(8, 1)), f: NoNumbers(), start: Noon().Truncate(24*time.Hour).AddDate(0, 0, 1-days), days: days}
	t.people()
	for day := range days {
		t.day(day)
	}
	t.finish()
	return t.f
}

// HostileNumbers are the same in which every word that comes from outside is one
// of some texts.
func HostileNumbers(texts []string) *Figures {
	f := Numbers()
	at := func(i int) string { return texts[i%len(texts)] }
	for i := range f.Names {
		f.Names[i] = at(i)
	}
	f.Texts = texts
	for i := range f.Of.Channels {
		f.Of.Channels[i].Name = at(i)
	}
	for i := range f.Of.Coverage {
		f.Of.Coverage[i].Account, f.Of.Coverage[i].Platform = at(i), inbox.Platform(at(i+1))
	}
	f.Of.Tags = map[string][]int64{}
	for i := range texts {
		f.Of.Tags[at(i)] = []int64{10, 20, 30}
	}
	f.Of.Published = []metrics.Published{{Post: at(0), Theme: at(1), Title: at(2), Channel: at(3), Due: f.Of.Said[0].At, At: f.Of.Said[0].At}}
	for i := range f.Of.Cases {
		f.Of.Cases[i].Reports[0].Rule = at(i)
	}
	for i := range f.Notes {
		f.Notes[i].Text, f.Notes[i].By = at(i), at(i+1)
	}
	for i := range f.GoalSet {
		f.GoalSet[i].Note = at(i)
	}
	return f
}

// teller makes up a community.
type teller struct {
	random *rand.Rand
	f      *Figures
	start  time.Time
	days   int
	id     int64
}

// The people: the team first, then a bot, then the members.
const (
	teamOf  = 4
	botID   = 5
	members = 400
	raiders = 60
)

func (t *teller) people() {
	facts := &t.f.Of
	facts.Since = t.start.Add(9 * time.Hour)
	facts.Coverage = []metrics.Coverage{
		{Account: "acme", Platform: inbox.Slack, Channels: 4, Whole: 4, Joins: true, Reports: true, Members: 320},
		{Account: "forum", Platform: inbox.Discourse, Channels: 3, Whole: 2, Joins: true, Reports: true, Members: 140},
	}
	for i, name := range []string{"general", "help", "showcase", "random", "Announcements", "Support", "Ideas"} {
		facts.Channels = append(facts.Channels, metrics.Channel{ID: int32(i + 1), Account: int32(i / 4), Name: name})
	}
	first := []string{"ana", "bo", "cyril", "dina", "emil", "farah", "goran", "hana", "ivo", "jana", "kofi", "lena", "mika", "noor", "omar", "pia", "quin", "rosa", "sami", "tove"}
	t.f.Names = []string{"nobody"}
	for id := 1; id <= members+raiders; id++ {
		role, name := inbox.Community, first[id%len(first)]
		switch {
		case id <= teamOf:
			role = inbox.Team
		case id == botID:
			role, name = inbox.Bot, "deploys"
		case id > members:
			name = "deal" + strconv.Itoa(id)
		}
		if id > len(first) {
			name += strconv.Itoa(id / len(first))
		}
		t.f.Names = append(t.f.Names, name)
		m := metrics.Member{ID: int32(id), Person: int32(id), Account: int32(id % 3 / 2), Role: role, Joined: t.at(-100, 12*60)}
		if id > 60 && id <= members { // they come in time, half of them in the week of the launch
			m.Joined = t.at((id-60)*t.days/(members-60), t.random.IntN(1440))
			if id%2 == 0 && t.days > 60 {
				m.Joined = t.at(t.launch()+id%7, t.random.IntN(1440))
			}
		}
		if id > members {
			m.Joined, m.Spam = t.at(t.days-12, 3*60+id%60), true
		}
		facts.Members = append(facts.Members, m)
	}
	t.f.Texts = []string{
		"How do I log in with the new key?", "The export is slow, and when I press it twice it hangs.", "Thank you, that was it!", "Look what I have built with it over the weekend.",
		"Has anybody moved from version one already?", "It is in the docs, under settings.", "Same here.", "Is there a plan for webhooks?",
	}
}

// launch is the day on which the loud week begins.
func (t *teller) launch() int { return t.days - 26 }

func (t *teller) at(day, minute int) int64 {
	return t.start.AddDate(0, 0, day).Add(time.Duration(minute) * time.Minute).UnixMicro()
}

// day makes up what was said on one of them.
func (t *teller) day(day int) {
	weekday := t.start.AddDate(0, 0, day).Weekday()
	talks := 9 + day/12
	if weekday == time.Saturday || weekday == time.Sunday {
		talks /= 3
	}
	slow := 1
	switch since := day - t.launch(); {
	case since >= 0 && since < 7:
		talks, slow = talks*3-since, 4
	case since >= 10 && since < 12: // the weekend after
		talks = 1
	}
	for range talks {
		t.talk(day, slow)
	}
	if day == t.days-12 {
		t.raid(day)
	}
}

// minute is when people speak: in the morning and in the afternoon.
func (t *teller) minute() int {
	hours := []int{8, 9, 9, 10, 10, 10, 11, 12, 13, 14, 14, 15, 15, 15, 16, 17, 19, 20, 21, 23}
	return hours[t.random.IntN(len(hours))]*60 + t.random.IntN(60)
}

// somebody is a member who is there on a day: few of them say most.
func (t *teller) somebody(at int64) int32 {
	for {
		r := t.random.Float64()
		id := int32(botID + 1 + int(r*r*r*float64(members-botID-1)))
		if t.random.IntN(7) == 0 {
			id = int32(1 + t.random.IntN(teamOf))
		}
		if t.f.Of.Members[id-1].Joined <= at {
			return id
		}
	}
}

func (t *teller) talk(day, slow int) {
	at := t.at(day, t.minute())
	if at >= Noon().UnixMicro() {
		return
	}
	t.id += 10
	talk := metrics.Talk{At: at, ID: t.id, Opener: t.somebody(at), Channel: int32(1 + t.random.IntN(7)), Messages: 1, Question: t.random.IntN(5) < 3}
	t.say(talk.ID, at, talk.Opener, talk.Channel, t.id, false)
	answered := map[int32]bool{}
	when := at
	for k := range t.random.IntN(5) {
		when += int64(1+t.random.ExpFloat64()*float64(40*slow)) * 60e6
		who := t.somebody(when)
		if when >= Noon().UnixMicro() {
			break
		}
		talk.Messages++
		t.say(talk.ID, when, who, talk.Channel, t.id+int64(k)+1, true)
		if who != talk.Opener && !answered[who] {
			answered[who] = true
			talk.Answers = append(talk.Answers, metrics.Answer{At: when, Member: who})
		}
	}
	talk.Open = len(talk.Answers) == 0 && day > t.days-20
	talk.Awaits = talk.Open
	t.f.Of.Talks = append(t.f.Of.Talks, talk)
	if t.id%70 == 0 {
		t.report(at, talk.Opener)
	}
}

func (t *teller) say(talk, at int64, who, channel int32, id int64, reply bool) {
	t.f.Of.Said = append(t.f.Of.Said, metrics.Said{At: at, ID: id, Talk: talk, Member: who, Channel: channel, Reply: reply})
}

// raid is spam that was taken away: it stands in the moderation alone.
func (t *teller) raid(day int) {
	for i := range raiders {
		t.report(t.at(day, 3*60+i), int32(members+i+1))
	}
}

func (t *teller) report(at int64, who int32) {
	n := int64(len(t.f.Of.Cases) + 1)
	decided := at + (5+n%50)*60e6
	t.f.Of.Cases = append(t.f.Of.Cases, metrics.Case{ID: n, Opened: at, Decided: decided, Member: who, Messages: true, Reports: []metrics.Report{{At: at, Count: 1}}})
	t.f.Of.Decisions = append(t.f.Of.Decisions, metrics.Decision{ID: n, Case: n, At: decided, Outcome: "spam", Actor: "noor"})
}

// finish puts everything into its order.
func (t *teller) finish() {
	facts := &t.f.Of
	slices.SortFunc(facts.Said, func(a, b metrics.Said) int { return int(a.At - b.At) })
	slices.SortFunc(facts.Talks, func(a, b metrics.Talk) int { return int(a.At - b.At) })
	facts.Tags = map[string][]int64{"bug": {}, "feature": {}}
	for i, talk := range facts.Talks {
		if i%9 == 0 {
			facts.Tags["bug"] = append(facts.Tags["bug"], talk.ID)
		}
		if i%11 == 0 {
			facts.Tags["feature"] = append(facts.Tags["feature"], talk.ID)
		}
	}
	for _, s := range facts.Said {
		if m := &facts.Members[s.Member-1]; m.First == 0 {
			m.First = s.At
		}
	}
	for i := range facts.Members {
		m := &facts.Members[i]
		if m.Joined > 0 && m.Role == inbox.Community && !m.Spam && i%3 > 0 {
			facts.Greetings = append(facts.Greetings, metrics.Greeting{Member: m.ID, By: 1, At: m.Joined + int64(2+i%40)*3600e6})
		}
	}
	t.f.Notes = []metrics.Annotation{
		{ID: "launch", Day: t.start.AddDate(0, 0, t.launch()), Text: "launch of v2", By: "noor"},
		{ID: "raid", Day: t.start.AddDate(0, 0, t.days-12), Text: "spam raid", By: "noor"},
	}
	t.f.GoalSet = []metrics.Goal{{ID: "goal-1", Metric: "active_rate", Target: 40, Baseline: 20, Better: metrics.Up, By: Noon().AddDate(0, 3, 0), Set: Noon().AddDate(0, -1, 0)}}
}
