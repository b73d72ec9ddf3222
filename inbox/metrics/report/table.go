package report

import (
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// JSON writes a report for a program; docs/report.md says what each field is.
func JSON(c Content) ([]byte, error) {
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(text, '\n'), nil
}

// Read reads what [JSON] wrote.
func Read(text []byte) (Content, error) {
	var c Content
	err := json.Unmarshal(text, &c)
	return c, err
}

// CSV writes a report as one table: what a line speaks of, its name, and the
// value. A spreadsheet is given no formula.
func CSV(c Content) (string, error) {
	var text strings.Builder
	s := sheet{csv.NewWriter(&text)}
	s.row("period", "section", "metric", "name", "value", "previous", "n", "unit", "note")
	s.numbers(c, "kpi", c.KPIs)
	s.numbers(c, "growth", c.Growth.Numbers)
	s.numbers(c, "response", c.Response.Numbers)
	s.numbers(c, "voice", c.Voice)
	s.numbers(c, "moderation", c.Moderation)
	s.numbers(c, "posts", c.Posts.Numbers)
	if c.Work != nil {
		s.numbers(c, "work", c.Work.Numbers)
		s.row(c.Period, "work", "check_ins", "Check-ins", strconv.Itoa(c.Work.CheckIns.Minutes), "", strconv.Itoa(c.Work.CheckIns.Days), "minutes", c.Work.CheckIns.Said)
	}
	for _, b := range c.Daily.Bars {
		s.row(c.Period, "activity", "messages", b.From.Format(time.DateOnly), number(b.Value), "", "", string(c.Daily.Unit), b.Note.String())
	}
	for _, f := range c.Growth.Flow {
		s.row(c.Period, "flow", "in", f.From.Format(time.DateOnly), number(f.In), "", "", "people", "")
		s.row(c.Period, "flow", "out", f.From.Format(time.DateOnly), number(f.Out), "", "", "people", "")
	}
	for _, b := range c.Response.Spread {
		s.row(c.Period, "first answer", "", b.Name, number(float64(b.N)), "", "", "conversations", "")
	}
	s.themes(c, "theme", c.Themes)
	s.themes(c, "request", c.Requests)
	for _, p := range c.Contributors {
		s.row(c.Period, "contributor", "", p.Who.String(), number(p.Score), "", "", "score", p.Did())
	}
	for _, p := range c.Posts.Best {
		value := ""
		if p.Week != nil {
			value = number(float64(*p.Week))
		}
		s.row(c.Period, "post", "", p.Title.String(), value, "", "", "replies and reactions", p.Channel.String())
	}
	for _, r := range c.Risks {
		s.row(c.Period, "risk", r.Rule, r.What, "", "", "", "", r.Why)
	}
	for _, p := range c.Next.Posts {
		s.row(c.Period, "planned", "", p.Title.String(), p.At.Format(time.RFC3339), "", "", "time", p.Places())
	}
	s.Flush()
	return text.String(), s.Error()
}

type sheet struct{ *csv.Writer }

// row writes a line. A number is not text, and keeps its minus.
func (s sheet) row(cells ...string) {
	for i, cell := range cells {
		if i != 4 && i != 5 || !isNumber(cell) {
			cells[i] = harmless(Foreign(cell).String())
		}
	}
	_ = s.Write(cells) // the writer remembers its first error
}

func (s sheet) numbers(c Content, section string, numbers []Number) {
	for _, n := range numbers {
		notes := strings.Join(n.Notes, " ")
		s.row(c.Period, section, n.Metric, n.Name, optional(n.Value), optional(n.Before), number(float64(n.N)), string(n.Measure), notes)
		for _, l := range n.List {
			s.row(c.Period, section+" list", n.Metric, l.Who.String(), "", "", "", "", l.What.String())
		}
	}
}

func (s sheet) themes(c Content, section string, themes []Theme) {
	for _, t := range themes {
		before := ""
		if t.Before != nil {
			before = number(float64(*t.Before))
		}
		var quotes []string
		for _, q := range t.Quotes {
			quotes = append(quotes, q.Text.String())
		}
		s.row(c.Period, section, "", t.Name.String(), number(float64(t.Talks)), before, number(float64(t.People)), "conversations", strings.Join(quotes, " / "))
	}
}

func optional(v *float64) string {
	if v == nil {
		return ""
	}
	return number(*v)
}

func isNumber(cell string) bool {
	_, err := strconv.ParseFloat(cell, 64)
	return err == nil
}

// harmless keeps a spreadsheet from reading text as a formula: what begins like
// one gets an apostrophe before it, as OWASP advises under "CSV injection".
func harmless(text string) string {
	start := strings.TrimSpace(text)
	if start != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(start)[0]) {
		return "'" + text
	}
	return text
}
