package report

import (
	"fmt"
	"slices"
	"strings"
)

// Markdown writes a report as CommonMark with tables.
func Markdown(c Content) string {
	var w page
	w.head(c)
	w.numbers("Key figures", c.KPIs)
	w.marks(c.Daily)
	w.growth(c)
	w.numbers("Response", c.Response.Numbers)
	w.spread(c.Response.Spread)
	w.themes("What people talked about", c.Themes)
	w.themes("Top requests", c.Requests)
	w.numbers("What members think", c.Voice)
	w.contributors(c.Contributors)
	w.numbers("Moderation", c.Moderation)
	w.posts(c.Posts)
	w.work(c.Work)
	w.risks(c.Risks)
	w.next(c.Next)
	w.foot(c)
	return w.String()
}

// page is a text that grows by whole lines: what is foreign goes into a line
// escaped and never begins or ends one.
type page struct{ strings.Builder }

// line writes a line; every argument is escaped.
func (w *page) line(format string, args ...any) {
	safe := make([]any, len(args))
	for i, a := range args {
		safe[i] = escape(fmt.Sprint(a))
	}
	fmt.Fprintf(&w.Builder, format+"\n", safe...)
}

func (w *page) row(cells ...string) {
	for i := range cells {
		cells[i] = inline(cells[i])
	}
	w.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// table begins a table; an alignment is "l" or "r" a column.
func (w *page) table(align string, titles ...string) {
	w.row(titles...)
	for _, a := range align {
		if a == 'r' {
			w.WriteString("| ---: ")
			continue
		}
		w.WriteString("| --- ")
	}
	w.WriteString("|\n")
}

func (w *page) head(c Content) {
	w.line("# Community report: %s", c.Title)
	w.line("")
	last := c.To.AddDate(0, 0, -1)
	if c.Compared() {
		w.line("%s to %s, %s. Compared with %s.", day(c.From), day(last), c.Zone, c.Before)
	} else {
		w.line("%s to %s, %s.", day(c.From), day(last), c.Zone)
	}
	if c.IsProvisional() {
		w.line("")
		w.line("**Provisional** until %s: answers that are still coming in may change it.", day(c.Ripe))
	}
	for _, sentence := range c.Lead {
		w.line("")
		w.line("%s", sentence)
	}
}

func (w *page) numbers(title string, numbers []Number) {
	if len(numbers) == 0 {
		return
	}
	w.line("\n## %s\n", title)
	w.numberTable(numbers)
}

func (w *page) numberTable(numbers []Number) {
	align, titles := "lr", []string{"Figure", "Value"}
	was := slices.ContainsFunc(numbers, func(n Number) bool { return n.BeforeSaid != "" })
	if was {
		align, titles = align+"rr", append(titles, "Before", "Change")
	}
	shall := slices.ContainsFunc(numbers, func(n Number) bool { return n.Goal != nil })
	if shall {
		align, titles = align+"l", append(titles, "Goal")
	}
	w.table(align, titles...)
	for _, n := range numbers {
		row := []string{n.Name, n.Full()}
		if was {
			row = append(row, n.BeforeSaid, n.Moved())
		}
		if shall && n.Goal != nil {
			row = append(row, n.Goal.String())
		} else if shall {
			row = append(row, "")
		}
		w.row(row...)
	}
}

// work is what the period took of us.
func (w *page) work(work *Work) {
	if work == nil {
		return
	}
	w.numbers("Our work", work.Numbers)
	w.line("\nCheck-ins: %s", work.CheckIns.Said)
}

// marks are what somebody wants to be seen in the charts, which are not here.
func (w *page) marks(s Series) {
	first := true
	for _, b := range s.Bars {
		if b.Note.String() == "" {
			continue
		}
		if first {
			w.line("\n## What happened\n")
			first = false
		}
		w.line("- %s: %s", day(b.From), b.Note)
	}
}

func (w *page) growth(c Content) {
	if len(c.Growth.Numbers) == 0 {
		return
	}
	w.numbers("Growth", c.Growth.Numbers)
	for _, n := range c.Growth.Numbers {
		if len(n.List) == 0 {
			continue
		}
		names := make([]string, len(n.List))
		for i, l := range n.List {
			names[i] = l.Who.String()
		}
		more := ""
		if n.Listed > len(n.List) {
			more = fmt.Sprintf("and %s more", whole(float64(n.Listed-len(n.List))))
		}
		w.line("\n*%s:* %s %s", n.Name, strings.Join(names, ", "), more)
	}
}

func (w *page) spread(bins []Bin) {
	if len(bins) == 0 {
		return
	}
	w.line("")
	w.table("lrr", "First answer", "Questions", "By the team")
	for _, b := range bins {
		w.row(b.Name, whole(float64(b.N)), whole(float64(b.Team)))
	}
}

func (w *page) themes(title string, themes []Theme) {
	if len(themes) == 0 {
		return
	}
	w.line("\n## %s\n", title)
	w.table("lrrr", "Theme", "Conversations", "People", "Change")
	for _, t := range themes {
		w.row(t.Name.String(), whole(float64(t.Talks)), whole(float64(t.People)), t.Moved())
	}
	for _, t := range themes {
		for _, q := range t.Quotes {
			w.line("\n> %s\n>\n> (%s on %s, %s)", q.Text, q.Who, t.Name, day(q.At))
		}
	}
}

func (w *page) contributors(people []Contributor) {
	if len(people) == 0 {
		return
	}
	w.line("\n## Thank you\n")
	for _, p := range people {
		w.line("- **%s**: %s", p.Who, p.Did())
	}
	w.line("\nDrafts, to be said in your own words:")
	for _, p := range people {
		w.line("\n> %s", p.Shout)
	}
}

func (w *page) posts(p Posts) {
	w.numbers("What we published", p.Numbers)
	if len(p.Best) == 0 {
		return
	}
	w.line("")
	w.table("lllrr", "Post", "Channel", "Theme", "Replies and reactions, 7 d", "To the usual")
	for _, b := range p.Best {
		w.row(b.Title.String(), b.Channel.String(), b.Theme.String(), b.Got(), b.Usual())
	}
}

func (w *page) risks(risks []Risk) {
	if len(risks) == 0 {
		return
	}
	w.line("\n## Risks\n")
	for _, r := range risks {
		w.line("- **%s** %s", r.What, r.Why)
	}
}

func (w *page) next(n Next) {
	if n.Title == "" {
		return
	}
	w.line("\n## Plan for %s\n", n.Title)
	if len(n.Posts) == 0 {
		w.line("Nothing is scheduled yet.")
		return
	}
	w.line("%s: %s.\n", several(len(n.Posts), "post"), n.Mix())
	w.table("llll", "Day", "Post", "Theme", "Where")
	for _, p := range n.Posts {
		w.row(p.At.Format("Mon 2 Jan, 15:04"), p.Title.String(), p.Theme.String(), p.Places())
	}
}

func (w *page) foot(c Content) {
	if len(c.Accounts)+len(c.Footnotes)+len(c.Numbers()) > 0 {
		w.line("\n## How this was counted\n")
	}
	for _, a := range c.Accounts {
		w.line("- %s", a.Held())
	}
	for _, note := range c.Footnotes {
		w.line("- %s", note)
	}
	for _, n := range c.Numbers() {
		w.line("- **%s** (%s): %s. %s", n.Name, n.Spec, strings.TrimSuffix(n.Formula, "."), n.Leaves)
	}
	w.line("\nCounted %s from the data as of %s.", stamp(c.Made), stamp(c.AsOf))
}

// escape makes a text mean itself in Markdown, even where a line begins.
func escape(text string) string {
	text = inline(text)
	rest := strings.TrimLeft(text, "0123456789")
	switch {
	case rest == "":
	case rest != text && (rest[0] == '.' || rest[0] == ')'):
		return text[:len(text)-len(rest)] + `\` + rest
	case strings.IndexByte("-+=:#", text[0]) >= 0:
		return `\` + text
	}
	return text
}

// inline makes a text mean itself within a line of Markdown. A letter that
// would call somebody when the report is pasted into a chat is written wide; an
// address is not one to click on.
func inline(text string) string {
	text = Foreign(text).String()
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == '@':
			b.WriteRune('＠')
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune("\\`*_[]|~${}^", r),
			r == '#' && followed(text[i+1:]),
			r == ':' && strings.HasPrefix(text[i:], "://"),
			r == '/' && strings.HasSuffix(text[:i], ":"),
			r == '.' && endsInWWW(text[:i]):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// followed says whether a number comes next: some places link "#12" to an issue.
func followed(rest string) bool { return rest != "" && rest[0] >= '0' && rest[0] <= '9' }

func endsInWWW(text string) bool {
	return len(text) >= 3 && strings.EqualFold(text[len(text)-3:], "www")
}
