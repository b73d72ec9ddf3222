package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"rounds/inbox/metrics"
)

// most is how many names stand behind a number; how many there are is told.
const most = 60

// clerk makes the numbers of a report: it holds what each is made of.
type clerk struct {
	scene  *metrics.Scene
	window metrics.Window
	lines  map[rowKey]metrics.Line
}

// rowKey names a row of a figure.
type rowKey struct {
	kind metrics.RowKind
	id   int64
	key  string
}

func keyOf(r metrics.Row) rowKey { return rowKey{r.Kind, r.ID, r.Key} }

// numbers are the figures of some definitions. Those that speak of nothing
// here are left out.
func (k *clerk) numbers(ids ...string) []Number {
	var all []Number
	for _, id := range ids {
		if d, ok := metrics.Find(id); ok {
			all = append(all, k.number(d, d.Value(k.scene, k.window)))
		}
	}
	return telling(all)
}

// listed are figures with the names behind them.
func (k *clerk) listed(ids ...string) []Number {
	var all []Number
	for _, id := range ids {
		d, ok := metrics.Find(id)
		if !ok {
			continue
		}
		if !slices.Contains(named(), id) {
			all = append(all, k.number(d, d.Value(k.scene, k.window)))
			continue
		}
		f := d.On(k.scene, k.window)
		n := k.number(d, f)
		rows := counted(f)
		n.Listed = len(rows)
		for _, r := range rows[:min(len(rows), most)] {
			if line, ok := k.lines[keyOf(r)]; ok {
				n.List = append(n.List, lineOf(line))
			}
		}
		all = append(all, n)
	}
	return telling(all)
}

// telling leaves out what has nothing to tell, neither now nor before.
func telling(all []Number) []Number {
	return slices.DeleteFunc(all, func(n Number) bool { return n.Said == nothing && n.Before == nil && n.Goal == nil })
}

// astir are the numbers of a chapter in which anything happened, now or before;
// a table of noughts tells nothing.
func astir(all []Number) []Number {
	if slices.ContainsFunc(all, func(n Number) bool { return *orZero(n.Value) != 0 || *orZero(n.Before) != 0 || n.Goal != nil }) {
		return all
	}
	return nil
}

// counted are the rows that make a figure.
func counted(f metrics.Figure) []metrics.Row {
	var rows []metrics.Row
	for _, r := range f.Rows {
		if r.In {
			rows = append(rows, r)
		}
	}
	return rows
}

func lineOf(l metrics.Line) Line {
	where := l.Channel
	if l.Kind == metrics.PersonRow {
		where = l.Account
	}
	line := Line{Who: Foreign(l.Who), Where: Foreign(where), At: l.When, Link: safeLink(l.Link)}
	if l.Kind != metrics.PersonRow {
		line.What = Foreign(l.Text)
	}
	return line
}

func (k *clerk) number(d metrics.Definition, f metrics.Figure) Number {
	before := d.Value(k.scene, k.window.Before())
	n := Number{
		Metric: d.ID, Spec: d.Spec, Name: d.Name, Measure: d.Measure, Better: d.Better,
		Value: f.Value, Said: metrics.Say(f, d), N: f.N, Numerator: f.Numerator, Denominator: f.Denominator, Excluded: f.Excluded,
		Interval: metrics.Range(f, d), Formula: d.Formula, Leaves: d.Leaves, Without: f.Without, Notes: f.Notes,
		Goal: k.goal(d, f),
	}
	for _, p := range f.Parts {
		part := Part{Name: p.Name, Value: p.Value, Said: nothing}
		if p.Value != nil {
			part.Said = measureOf(p, d).Say(*p.Value)
		}
		n.Parts = append(n.Parts, part)
	}
	if d.Family == metrics.Retention && f.Denominator > 0 && f.Denominator < 5 {
		n.Value, n.Said, n.Interval = nil, nothing, "" // R12: one could tell who it is
		n.Notes = append(n.Notes, "Fewer than five people: not told in a report.")
		return n
	}
	if before.Partial {
		return n // R4: nothing whole to compare with
	}
	n.Before = before.Value
	if before.Value != nil || before.Beyond {
		n.BeforeSaid = metrics.Say(before, d)
	}
	change := metrics.Delta(f, before)
	n.Change, n.Trend = moved(change, d.Measure), trendOf(change.Means(d.Better))
	if n.Trend != None && n.Said == n.BeforeSaid {
		n.Change = unmoved // by less than a reader is told
	}
	if n.Trend != None && n.Change == unmoved {
		n.Trend = Same // the periods have different lengths, and the average day moved alone
	}
	if change.NowDaily != nil && d.Measure == metrics.Count {
		n.Notes = append(n.Notes, fmt.Sprintf("A day: %.1f, before %.1f.", *change.NowDaily, *change.BeforeDaily))
	}
	return n
}

func measureOf(p metrics.Part, d metrics.Definition) metrics.Measure {
	if p.Measure != "" {
		return p.Measure
	}
	return d.Measure
}

// unmoved is what is said of a number that did not change.
const unmoved = "as before"

// moved is a change as a reader is told it: of counts in percent as well.
func moved(c metrics.Change, m metrics.Measure) string {
	switch {
	case c.By == nil:
		return ""
	case math.Abs(*c.By) < 1e-9, m == metrics.Duration && math.Abs(*c.By) < 0.5:
		return unmoved
	}
	text := strings.Replace(c.Say(m), " pt", " points", 1)
	if c.Percent == nil || math.Abs(*c.Percent) >= 1000 || m == metrics.Percent || m == metrics.Points {
		return text
	}
	return fmt.Sprintf("%s (%s %%)", text, signed(*c.Percent))
}

func trendOf(v metrics.Verdict) Trend {
	switch v {
	case metrics.Better:
		return Better
	case metrics.Worse:
		return Worse
	case metrics.Same:
		return Same
	case metrics.Other, metrics.None:
	}
	return None
}
