package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox/metrics"
)

// The drawing of a chart, in its own units: on a phone it is as wide as the
// screen, so that its letters must not be small.
const (
	chartWide = 400.0
	chartHigh = 190.0
	chartLeft = 34.0 // of the axis
	chartTop  = 8.0
	chartBase = 168.0 // of the bars
)

// columns is a chart of upright bars over time.
type columns struct {
	ID, Title, Desc  string
	W, H, Left, Edge string
	Base             string
	Ticks            []tick
	Bars             []rect
	Dots             []dot
	Line             string
	Labels           []tick
	Marks            []mark
	Key              []key
}

// mark is a day at which somebody wants something to be seen: a number in the
// chart, and what it is below it.
type mark struct {
	X     string
	N     int
	Day   time.Time
	Words Foreign
}

type tick struct{ At, Text, Label, Class string }

type rect struct {
	X, Y, W, H, Class, Tip, Opacity string
	Rounded                         bool
}

type dot struct{ X, Y string }

type key struct{ Class, Label string }

// rows is a chart of lying bars.
type rows struct {
	ID, Title, Desc, W, H string
	Rows                  []lying
	Key                   []key
}

type lying struct{ Label, Text, X, Y, W, H, Class, Team, After, Count string }

// heat is a chart of hours and weekdays.
type heat struct {
	Title, Desc, W, H, Base string
	Days, Hours             []tick
	Cells                   []rect
}

// at writes a place in a drawing.
func at(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// axis is the end of an axis from 0 that holds a value, and its round steps, of
// which there are at most four.
func axis(most float64) (top, step float64) {
	step = 1
	for _, s := range []float64{1, 2, 5} {
		for scale := 1.0; ; scale *= 10 {
			if s*scale*4 >= most {
				if step == 1 && s == 1 || s*scale < step {
					step = s * scale
				}
				break
			}
		}
	}
	return step * math.Max(1, math.Ceil(most/step)), step
}

func canvas(id, title string) columns {
	return columns{
		ID: id, Title: title, W: at(chartWide), H: at(chartHigh), Left: at(chartLeft), Edge: at(chartLeft - 6), Base: at(chartHigh - 6),
	}
}

// place is where the i-th of n bars stands, and how wide it is.
func place(i, n int) (x, width float64) {
	room := (chartWide - chartLeft) / float64(max(n, 1))
	width = math.Min(room*0.76, 42)
	return chartLeft + room*(float64(i)+0.5) - width/2, width
}

// dates labels every so many bars, so that they do not touch.
func (c *columns) dates(days []time.Time) {
	every := (len(days) + 6) / 7
	for i := 0; i < len(days); i += max(every, 1) {
		x, width := place(i, len(days))
		label := days[i].Format("2")
		if i == 0 || days[i].Month() != days[i-max(every, 1)].Month() {
			label = short(days[i])
		}
		c.Labels = append(c.Labels, tick{At: at(x + width/2), Label: label})
	}
}

// activity draws what was said, the team's part on top.
func activity(c Content) columns {
	title := map[metrics.Unit]string{metrics.Weeks: "Messages by week", metrics.Months: "Messages by month"}[c.Daily.Unit]
	if title == "" {
		title = "Messages by day"
	}
	chart := canvas("activity-chart", title)
	most, sum := 0.0, 0.0
	for _, b := range c.Daily.Bars {
		most, sum = math.Max(most, b.Value), sum+b.Value
	}
	top, step := axis(most)
	y := func(v float64) float64 { return chartBase - (chartBase-chartTop)*v/top }
	chart.ticks(0, top, step, y)
	days := make([]time.Time, len(c.Daily.Bars))
	for i, b := range c.Daily.Bars {
		days[i] = b.From
		x, width := place(i, len(c.Daily.Bars))
		people, class := math.Max(b.Value-b.Team, 0), "a"
		if b.Open {
			class = "open"
		}
		tip := fmt.Sprintf("%s: %s messages, %s of them by the team", short(b.From), whole(b.Value), whole(b.Team))
		chart.bar(x, y(people), width, chartBase-y(people), class, tip)
		chart.bar(x, y(b.Value), width, y(people)-y(b.Value), "s", tip)
		if b.Burst {
			chart.Dots = append(chart.Dots, dot{at(x + width/2), at(math.Max(y(b.Value)-5, 3))})
		}
		if b.Note.String() != "" {
			chart.Marks = append(chart.Marks, mark{at(x + width/2), len(chart.Marks) + 1, b.From, b.Note})
		}
	}
	chart.dates(days)
	chart.Desc = fmt.Sprintf("%s messages in all, at most %s in one bar.", whole(sum), whole(most))
	chart.Key = []key{{"a", "community"}, {"s", "team"}}
	if slices.ContainsFunc(c.Daily.Bars, func(b Bar) bool { return b.Open }) {
		chart.Key = append(chart.Key, key{"open", "not over yet"})
	}
	if len(chart.Dots) > 0 {
		chart.Key = append(chart.Key, key{"w", "far from the usual for that weekday"})
	}
	return chart
}

func (c *columns) ticks(from, to, step float64, y func(float64) float64) {
	for v := from; v <= to+step/2; v += step {
		class := "grid-line"
		if v == 0 {
			class = "zero"
		}
		c.Ticks = append(c.Ticks, tick{At: at(y(v)), Text: at(y(v) + 4), Label: whole(v), Class: class})
	}
}

func (c *columns) bar(x, y, width, height float64, class, tip string) {
	if height >= 0.05 {
		c.Bars = append(c.Bars, rect{X: at(x), Y: at(y), W: at(width), H: at(height), Class: class, Tip: tip, Rounded: true})
	}
}

// flow draws who came above the line, who went below it, and the difference.
func flow(c Content) columns {
	chart := canvas("flow-chart", "Members who came and went")
	up, down, net := 0.0, 0.0, 0.0
	for _, f := range c.Growth.Flow {
		up, down, net = math.Max(up, f.In), math.Max(down, f.Out), net+f.In-f.Out
	}
	_, step := axis(up + down)
	top, bottom := step*math.Max(1, math.Ceil(up/step)), step*math.Ceil(down/step)
	y := func(v float64) float64 { return chartTop + (chartBase-chartTop)*(top-v)/(top+bottom) }
	chart.ticks(-bottom, top, step, y)
	var line []string
	days := make([]time.Time, len(c.Growth.Flow))
	for i, f := range c.Growth.Flow {
		days[i] = f.From
		x, width := place(i, len(c.Growth.Flow))
		tip := fmt.Sprintf("%s: %s came, %s went", short(f.From), whole(f.In), whole(f.Out))
		chart.bar(x, y(f.In), width, y(0)-y(f.In), "a", tip)
		chart.bar(x, y(0), width, y(-f.Out)-y(0), "b", tip)
		if f.From.After(c.AsOf) {
			continue // the days to come
		}
		line = append(line, at(x+width/2)+","+at(y(f.In-f.Out)))
	}
	chart.Line = strings.Join(line, " ")
	chart.dates(days)
	chart.Desc = fmt.Sprintf("Taken together %s members.", signed(net))
	chart.Key = []key{{"a", "came"}, {"b", "went"}, {"net", "the difference"}}
	return chart
}

// spread draws how long the first answers took.
func spread(bins []Bin) rows {
	const label, high, gap, after = 92.0, 13.0, 21.0, 46.0
	chart := rows{ID: "spread-chart", Title: "First answer to a question", W: at(chartWide), H: at(gap*float64(len(bins)) + 2)}
	most, all, never := 1, 0, 0
	for _, b := range bins {
		most, all = max(most, b.N), all+b.N
		if b.Never {
			never += b.N
		}
	}
	for i, b := range bins {
		scale := (chartWide - label - after) / float64(most)
		y, width, class := gap*float64(i)+4, scale*float64(b.N), "a"
		if b.Never {
			class = "b"
		}
		row := lying{
			Label: b.Name, Text: at(y + high - 2.5), X: at(label), Y: at(y), W: at(math.Max(width, 0.5)), H: at(high), Class: class,
			After: at(label + width + 6), Count: whole(float64(b.N)),
		}
		if b.Team > 0 {
			row.Team = at(scale * float64(b.Team))
		}
		chart.Rows = append(chart.Rows, row)
	}
	chart.Desc = fmt.Sprintf("%s questions, of which %s were never answered.", whole(float64(all)), whole(float64(never)))
	chart.Key = []key{{"a", "by the community"}, {"s", "by the team"}, {"b", "not answered"}}
	return chart
}

// heatOf draws the hours of the week.
func heatOf(hours metrics.Heat) heat {
	const left, size, high, gap = 30.0, 13.4, 20.0, 2.0
	chart := heat{Title: "When people talk", W: at(chartWide), H: at(7*(high+gap) + 18), Base: at(7*(high+gap) + 13)}
	days := [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	most, day, hour := 0, 0, 0
	for d := range hours {
		for h, n := range hours[d] {
			if n > most {
				most, day, hour = n, d, h
			}
		}
	}
	for d := range hours {
		y := (high+gap)*float64(d) + 1
		chart.Days = append(chart.Days, tick{At: at(y + high - 6), Label: days[d]})
		for h, n := range hours[d] {
			cell := rect{
				X: at(left + (size+gap)*float64(h)), Y: at(y), W: at(size), H: at(high), Class: "empty",
				Tip: fmt.Sprintf("%s %02d:00: %s", days[d], h, several(n, "message")),
			}
			if n > 0 {
				cell.Class, cell.Opacity = "a", strconv.FormatFloat(0.15+0.85*float64(n)/float64(most), 'f', 2, 64)
			}
			chart.Cells = append(chart.Cells, cell)
		}
	}
	for h := 0; h < 24; h += 3 {
		chart.Hours = append(chart.Hours, tick{At: at(left + (size+gap)*float64(h) + size/2), Label: fmt.Sprintf("%02d", h)})
	}
	chart.Desc = "Nothing was said."
	if most > 0 {
		chart.Desc = fmt.Sprintf("Messages by weekday and hour; the most on %s from %02d:00: %s.", days[day], hour, whole(float64(most)))
	}
	return chart
}
