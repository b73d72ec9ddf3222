package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox/metrics"
)

// The figures of a report, by chapter.
func keys() []string {
	return []string{"active", "active_rate", "stickiness", "ttfr_any", "reply_coverage", "net_active", "member_share", "interaction_ratio", "activation_7d", "retention_3m", "churn", "bus_factor"}
}

func growing() []string {
	return []string{"new_members", "left_members", "net_new", "new_contributors", "reactivated", "lost_regulars", "welcomed_rate", "activation_30d"}
}

func responding() []string {
	return []string{"ttfr_any", "half_life", "ttfr_team", "ttfr_team_bh", "peer_answer_share", "reply_coverage", "solo_rate", "unanswered_now", "resolution_time", "reopen_rate"}
}

func voices() []string {
	return []string{"nps", "csat", "feedback_closed", "deflection_direct"}
}

func moderating() []string {
	return []string{"reports", "subjects", "decisions", "action_rate", "time_to_decision", "backlog", "agree_rate", "overturn_rate", "automod_precision"}
}

func publishing() []string { return []string{"on_time_rate", "cadence_gap", "content_result"} }

// others are figures that only the risks look at.
func others() []string { return []string{"top10_share"} }

// named are the figures whose names stand one step away.
func named() []string {
	return []string{"new_members", "left_members", "new_contributors", "reactivated", "lost_regulars", "unanswered_now"}
}

// Need is which facts a report needs.
func Need(w metrics.Window) (from, to time.Time) {
	return metrics.Need(slices.Concat(keys(), growing(), responding(), voices(), moderating(), publishing(), others()), w)
}

// Wanted are the rows that a report shows words of. Whoever asks for it looks
// them up, since the facts hold no words; lately is as in [Extra].
func Wanted(s *metrics.Scene, w metrics.Window, lately []int64) []metrics.Row {
	var rows []metrics.Row
	for _, id := range named() {
		if d, ok := metrics.Find(id); ok {
			some := counted(d.On(s, w))
			rows = append(rows, some[:min(len(some), most)]...)
		}
	}
	for _, t := range metrics.Themes(s, w) {
		rows = append(rows, t.Rows[:min(len(t.Rows), quotable)]...)
	}
	for i, c := range metrics.Spotlight(s, w, lately) {
		if i == proposed {
			break
		}
		rows = append(rows, person(c))
	}
	return rows
}

// Extra is what a report needs and the facts do not hold.
type Extra struct {
	Made        time.Time
	Lines       []metrics.Line // of the rows that are [Wanted]
	Next        Next           // what is planned for the period after
	Annotations []metrics.Annotation
	CheckIns    CheckIns
	Lately      []int64 // who was thanked in the last three months: [Contributor.Person]
}

// Ripe is when a period has come to rest: no answer can come in any more that
// would count for it (R10).
func Ripe(w metrics.Window) time.Time { return metrics.Days.Add(w.To, 7) }

// Make writes the report of a window. The facts of the scene must hold the span
// that [Need] says.
func Make(s *metrics.Scene, w metrics.Window, x Extra) Content {
	k := &clerk{scene: s, window: w, lines: make(map[rowKey]metrics.Line, len(x.Lines))}
	for _, l := range x.Lines {
		k.lines[keyOf(l.Row)] = l
	}
	zone := w.From.Location()
	c := Content{
		Schema: Schema, Period: w.String(), Title: Title(w), Before: Title(w.Before()),
		From: w.From, To: w.To, Zone: zone.String(), Made: x.Made.In(zone), AsOf: s.AsOf.In(zone), State: Provisional, Ripe: Ripe(w),
		KPIs: k.numbers(keys()...), Daily: k.daily(x.Annotations),
		Growth:   Growth{Numbers: k.listed(growing()...), Flow: k.flow()},
		Response: Response{Numbers: k.listed(responding()...), Spread: k.spread()},
		Voice:    astir(k.numbers(voices()...)), Moderation: astir(k.numbers(moderating()...)),
		Contributors: k.contributors(x.Lately),
		Posts:        Posts{Numbers: k.numbers(publishing()...), Best: k.posts()},
		Next:         x.Next, Accounts: accounts(s), Cast: castOf(s.Members, w, newest(s.Members)),
	}
	if len(c.Next.Posts) == 0 && !s.AsOf.Before(w.After().To) {
		c.Next = Next{} // it is over: nobody plans it any more
	}
	if k.unknown() {
		c.KPIs, c.Growth, c.Response, c.Voice, c.Moderation, c.Posts = nil, Growth{}, Response{}, nil, nil, Posts{}
		c.Daily.Bars, c.Lead = nil, []string{k.why(c.Title)}
		return c // and provisional: who imports the time before it will be told more
	}
	if x.CheckIns.Days > 0 {
		c.Work = &Work{k.numbers("workload"), x.CheckIns}
	}
	if !s.AsOf.Before(c.Ripe) {
		c.State = Final
	}
	c.Themes, c.Requests = k.themes()
	c.Risks = risks(c, k.numbers(others()...))
	c.Lead = lead(c)
	c.Footnotes = k.footnotes(c)
	return c
}

// unknown says whether nothing is held of the window: a report of it would tell
// of a silence that nobody knows of.
func (k *clerk) unknown() bool {
	s := k.scene
	return len(s.Coverage) == 0 || s.Since.IsZero() || !s.Since.Before(k.window.To)
}

// why says why nothing is known.
func (k *clerk) why(title string) string {
	s := k.scene
	switch {
	case len(s.Coverage) == 0:
		return "Nothing is known of " + title + ": no account is connected, and no export was imported."
	case s.Since.IsZero():
		return "Nothing is known of " + title + ": no message is held yet."
	}
	return "Nothing is known of " + title + ": the history begins on " + day(s.Since.In(k.window.From.Location())) + "."
}

// Title is what a period is called in a heading.
func Title(w metrics.Window) string {
	switch w.Unit {
	case metrics.Months:
		return w.From.Format("January 2006")
	case metrics.Quarters:
		return fmt.Sprintf("Q%d %d", (w.From.Month()+2)/3, w.From.Year())
	case metrics.Years:
		return w.From.Format("2006")
	case metrics.Days, metrics.Weeks:
	}
	return w.String()
}

// unit is how fine the charts of a window are.
func unit(w metrics.Window) metrics.Unit {
	switch days := w.Days(); {
	case days >= 400:
		return metrics.Months
	case days >= 60:
		return metrics.Weeks
	}
	return metrics.Days
}

func (k *clerk) daily(notes []metrics.Annotation) Series {
	series := Series{Unit: unit(k.window), Heat: metrics.HeatOf(k.scene, k.window)}
	for _, b := range metrics.Activity(k.scene, k.window, series.Unit) {
		bar := Bar{From: b.From, Value: b.Value + b.Team, Team: b.Team, Burst: b.Burst, Open: b.Open}
		for _, n := range notes {
			if !n.Day.Before(b.From) && n.Day.Before(b.To) {
				bar.Note = Foreign(strings.TrimSpace(string(bar.Note) + " " + n.Text))
			}
		}
		series.Bars = append(series.Bars, bar)
	}
	return series
}

// flow is who came and who went, from the rows of the figures that say so.
func (k *clerk) flow() []Flow {
	pieces := k.window.Cut(unit(k.window))
	all := make([]Flow, len(pieces))
	for i, p := range pieces {
		all[i].From = p.From
	}
	for _, id := range []string{"new_members", "left_members"} {
		d, ok := metrics.Find(id)
		if !ok {
			return nil
		}
		f := d.On(k.scene, k.window)
		if f.Value == nil {
			return nil // no platform tells
		}
		for _, r := range counted(f) {
			at := time.UnixMicro(r.At)
			i, _ := slices.BinarySearchFunc(pieces, at, func(w metrics.Window, t time.Time) int {
				if w.To.After(t) {
					return 1
				}
				return -1
			})
			switch {
			case i == len(pieces): // in the days after the last whole week
			case id == "new_members":
				all[i].In++
			default:
				all[i].Out++
			}
		}
	}
	return all
}

// spread is how long first answers took.
func (k *clerk) spread() []Bin {
	var all []Bin
	sum := 0
	for _, b := range metrics.Spread(k.scene, k.window) {
		bin := Bin{N: b.N, Team: b.Team, Never: b.From < 0}
		switch {
		case bin.Never:
			bin.Name = "never"
			if k.scene.AsOf.Before(Ripe(k.window)) {
				bin.Name = "nobody yet"
			}
		case b.To == 0:
			bin.Name = "later"
		case b.To > 86400:
			bin.Name = "under " + several(int(b.To/86400), "day")
		default:
			bin.Name = "under " + metrics.Duration.Say(b.To)
		}
		if b.To == 86400 {
			bin.Name = "under 24 h"
		}
		sum += b.N
		all = append(all, bin)
	}
	if sum == 0 {
		return nil
	}
	return all
}

// quotable is how many conversations of a theme are looked at for words.
const quotable = 6

// themes are what was talked about, and of it what was asked for.
func (k *clerk) themes() (all, requests []Theme) {
	const shown = 12
	for _, t := range metrics.Themes(k.scene, k.window) {
		theme := Theme{Name: Foreign(t.Name()), Talks: len(t.Rows), People: t.People, Quotes: k.quotes(t)}
		if t.Whole {
			theme.Before = &t.Before
		}
		if t.Asked() {
			requests = append(requests, theme)
			theme.Quotes = nil // they stand with the request
		}
		if len(all) < shown {
			all = append(all, theme)
		}
	}
	slices.SortStableFunc(requests, func(a, b Theme) int { return cmp.Or(b.People-a.People, b.Talks-a.Talks) })
	return all, requests[:min(len(requests), 3)]
}

// quotes are the oldest words that were said about a theme in a place where
// everybody could read them.
func (k *clerk) quotes(t metrics.Theme) []Quote {
	var all []Quote
	for _, r := range t.Rows[:min(len(t.Rows), quotable)] {
		l, ok := k.lines[keyOf(r)]
		if !ok || strings.TrimSpace(l.Text) == "" || k.closed(l) {
			continue
		}
		all = append(all, Quote{Text: Foreign(clipped(l.Text, 200)), Who: Foreign(l.Who), Where: Foreign("#" + strings.TrimPrefix(l.Channel, "#")), At: l.When.In(k.window.From.Location()), Link: safeLink(l.Link)})
		if len(all) == 2 {
			break
		}
	}
	return all
}

// closed says whether something was said where not everybody could read it.
func (k *clerk) closed(l metrics.Line) bool {
	for _, c := range k.scene.Channels {
		if c.Private && c.Name == l.Channel && int(c.Account) < len(k.scene.Coverage) && k.scene.Coverage[c.Account].Account == l.Account {
			return true
		}
	}
	return false
}

// clipped is the beginning of a text, cut between words.
func clipped(text string, runes int) string {
	text = Foreign(text).String()
	all := []rune(text)
	if len(all) <= runes {
		return text
	}
	head := string(all[:runes])
	if at := strings.LastIndexByte(head, ' '); at > len(head)/2 {
		head = head[:at]
	}
	return head + "…"
}

func accounts(s *metrics.Scene) []Account {
	all := make([]Account, len(s.Coverage))
	for i, c := range s.Coverage {
		all[i] = Account{Name: Foreign(c.Account), Platform: string(c.Platform), Channels: c.Channels, Whole: c.Whole}
	}
	return all
}
