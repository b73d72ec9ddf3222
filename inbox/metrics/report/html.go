package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page and its style
	"encoding/base64"
	"fmt"
	"html/template"
	"time"
)

//go:embed page/report.html
var pageText string

//go:embed page/style.css
var styleText string

// HTML writes a report as one page that needs nothing else: its style and its
// charts are in it, it has no script and loads nothing, and a policy in its
// head makes a browser keep to that.
func HTML(c Content) ([]byte, error) {
	t, err := template.New("report").Funcs(template.FuncMap{
		"day": day, "short": short, "stamp": stamp, "safe": safeLink, "titled": titled,
		"whole": func(n int) string { return whole(float64(n)) },
	}).Parse(pageText)
	if err != nil {
		return nil, fmt.Errorf("write the page: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, viewOf(c)); err != nil {
		return nil, fmt.Errorf("write the page: %w", err)
	}
	return b.Bytes(), nil
}

// view is what the page shows: the content, and its charts drawn.
type view struct {
	Content
	Policy   string
	Style    template.CSS
	LastDay  time.Time
	Activity columns
	Flow     columns
	Spread   rows
	Heat     heat
	Topics   []topic
	Quoted   []Theme
}

func viewOf(c Content) view {
	v := view{
		Content: c, Policy: policy(), LastDay: c.To.AddDate(0, 0, -1),
		Style:    template.CSS(styleText), //nolint:gosec // it is ours, from this folder
		Activity: activity(c), Flow: flow(c), Spread: spread(c.Response.Spread), Heat: heatOf(c.Daily.Heat),
	}
	most := 1
	for _, t := range c.Themes {
		most = max(most, t.Talks)
	}
	for _, t := range c.Themes {
		v.Topics = append(v.Topics, topic{t, at(100 * float64(t.Talks) / float64(most))})
		if len(t.Quotes) > 0 {
			v.Quoted = append(v.Quoted, t)
		}
	}
	return v
}

// policy lets a browser use the style that is in the page, by its sum, and
// nothing else.
func policy() string {
	sum := sha256.Sum256([]byte(styleText))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

// topic is a theme with its bar.
type topic struct {
	Theme
	Width string
}

// table is numbers under a caption.
type table struct {
	Title   string
	Numbers []Number
}

func titled(title string, numbers []Number) table { return table{title, numbers} }

// Arrow is which way a number moved.
func (n Number) Arrow() string {
	switch {
	case n.Value == nil || n.Before == nil || *n.Value == *n.Before:
		return ""
	case *n.Value > *n.Before:
		return "▲ "
	}
	return "▼ "
}
