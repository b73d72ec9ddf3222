package checkin

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/plain"
)

// wordsRoom is how much of somebody's words is printed, in cells.
const wordsRoom = 160

// Text is a check-in for a terminal or a pipe. Foreign words in it are plain.
func Text(d Day, zone *time.Location) string { return sheet{d, zone, pipe()}.whole() }

// Markdown is a check-in as a document. Foreign words in it are plain, and mean
// nothing to Markdown.
func Markdown(d Day, zone *time.Location) string { return sheet{d, zone, document()}.whole() }

// marks are how a kind of sheet is written.
type marks struct {
	title, heading, item string // what a line of it begins with
	under                string // under each heading; "" is nothing
	words                func(text string, room int) string
}

func pipe() marks {
	return marks{title: "", heading: "", item: "  ", words: plain.Head}
}

func document() marks {
	return marks{title: "# ", heading: "## ", item: "- ", under: "\n", words: func(text string, room int) string {
		return escaped(plain.Head(text, room))
	}}
}

// escaped takes the meaning from every sign that Markdown or HTML would read.
func escaped(text string) string {
	var b strings.Builder
	for i, r := range text {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>&#|~$!", r), i == 0 && strings.ContainsRune("+-=", r):
			b.WriteByte('\\')
		case i > 0 && (r == '.' || r == ')') && allDigits(text[:i]):
			b.WriteByte('\\')
		case r == ':' && strings.HasPrefix(text[i:], "://"): // no link is made of an address
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func allDigits(text string) bool {
	return strings.Trim(text, "0123456789") == ""
}

// sheet is a day on its way to paper.
type sheet struct {
	Day
	zone *time.Location
	marks
}

func (s sheet) whole() string {
	var b strings.Builder
	now := s.Now.In(s.zone)
	fmt.Fprintf(&b, "%sCheck-in of %s\n\n", s.title, now.Format("Monday, 2 January 2006"))
	b.WriteString(s.intro())
	for _, p := range s.Parts {
		s.part(&b, p)
	}
	if len(s.Back) > 0 {
		fmt.Fprintf(&b, "%sComes back\n%s", s.heading, s.under)
		for _, r := range s.Back {
			fmt.Fprintf(&b, "%s%s  %s\n", s.item, s.when(r.At), joined(": ", r.What, s.words(r.Text, wordsRoom)))
		}
		b.WriteByte('\n')
	}
	b.WriteString(s.end())
	return b.String()
}

// intro is what stands above the steps.
func (s sheet) intro() string {
	lines := []string{s.News.Sentence(s.Now, s.zone)}
	if s.Quiet {
		lines = append(lines, s.Resting(s.zone))
	}
	for _, t := range s.Tips {
		lines = append(lines, t.Text)
	}
	if s.Weeks > 1 {
		lines = append(lines, fmt.Sprintf("%d weeks in a row.", s.Weeks))
	}
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), "\n"+s.under) + "\n\n"
}

// end is how the day stands as a whole.
func (s sheet) end() string {
	left := 0
	for _, p := range s.Parts {
		left += p.Left()
	}
	switch {
	case s.Log != nil:
		return s.Log.Sentence() + "\n"
	case left == 0:
		return "Nothing waits for you. That is all for today.\n"
	}
	return count(left, "item") + " left.\n"
}

func (s sheet) part(b *strings.Builder, p Part) {
	fmt.Fprintf(b, "%s%s  %s\n", s.heading, p.Step.Title(), p.Summary())
	if len(p.Items)+p.More > 0 {
		b.WriteString(s.under)
	}
	for n, i := range p.Items {
		if n == p.Left() && p.Rest() > 0 && n > 0 {
			fmt.Fprintf(b, "%sif there is time:\n", s.item)
		}
		fmt.Fprintf(b, "%s%s\n", s.item, s.line(i))
	}
	if more := p.More - p.Older; more > 0 {
		fmt.Fprintf(b, "%sand %d more\n", s.item, more)
	}
	if p.Older > 0 {
		fmt.Fprintf(b, "%sand %d that have waited for over a week, in the inbox: %s\n", s.item, p.Older, s.words(OlderQuery, wordsRoom))
	}
	b.WriteByte('\n')
}

// Summary is how a step stands, in few words: "3 left · 1 put off · 2 done".
func (p Part) Summary() string {
	put := p.PutOff()
	parts := []string{"nothing left"}
	if left := p.Left(); left > 0 {
		parts[0] = fmt.Sprintf("%d left", left)
	}
	if rest := p.Rest(); rest > 0 {
		parts = append(parts, fmt.Sprintf("%d more if there is time", rest))
	}
	if put > 0 {
		parts = append(parts, fmt.Sprintf("%d put off", put))
	}
	if p.Settled > 0 {
		parts = append(parts, fmt.Sprintf("%d done", p.Settled))
	}
	return strings.Join(parts, " · ")
}

// line is an item in one line.
func (s sheet) line(i Item) string {
	place := string(i.Platform)
	if i.Room != "" {
		place = joined(" ", place, "#"+i.Room)
	}
	who := i.Name
	if i.Hello != nil && len(i.Hello.Suspect) > 0 {
		who = "(!) " + who
	}
	head := joined("  ", s.age(i), s.words(place, 40), s.words(who, 64), s.words(i.Text, wordsRoom))
	var why []string
	if i.Step == Loose && i.Kind != Celebrate {
		why = append(why, string(i.Kind))
	}
	if due := i.Clock(s.Day); due != "" {
		why = append(why, due)
	}
	if i.Hello != nil {
		why = append(why, i.Hello.Suspect...)
	}
	why = append(why, i.Why...)
	if i.Carried > 0 {
		why = append(why, count(i.Carried+1, "day")+" on the list")
	}
	if i.Skipped {
		why = append(why, "put off")
	}
	return joined("  ", head, "["+s.words(strings.Join(why, " · "), 240)+"]")
}

// age is since when an item waits, as short as it can be said.
func (s sheet) age(i Item) string {
	if i.At.IsZero() {
		return "-"
	}
	d := max(0, s.Now.Sub(i.At))
	switch {
	case d >= 2*inbox.Day:
		return fmt.Sprintf("%dd", d/inbox.Day)
	case d >= time.Hour:
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}

// Clock is how an item stands to its target: "due in 3 h", "40 min late";
// "" without one. It is the time on the wall: at night it goes on.
func (i Item) Clock(d Day) string {
	switch left := i.Due.Sub(d.Now); {
	case i.Due.IsZero():
		return ""
	case left < 0:
		return clock(-left) + " late"
	default:
		return "due in " + clock(left)
	}
}

// when is a moment as the sheet says it, in the reporting zone.
func (s sheet) when(at time.Time) string {
	at = at.In(s.zone)
	if at.Format(time.DateOnly) == s.Now.In(s.zone).Format(time.DateOnly) {
		return at.Format("today 15:04")
	}
	return at.Format("Mon 2 Jan 15:04")
}

// Sentence is what came since, in words, such as "Since Mon 18:02: 4 mentions, 2
// flags" with a full stop.
func (n News) Sentence(now time.Time, zone *time.Location) string {
	var what []string
	for _, one := range []struct {
		n     int
		thing string
	}{{n.Mentions, "mention"}, {n.Questions, "question"}, {n.Flags, "flag"}} {
		if one.n > 0 {
			what = append(what, count(one.n, one.thing))
		}
	}
	if n.Joined > 0 {
		what = append(what, fmt.Sprintf("%d joined", n.Joined))
	}
	if n.Failed > 0 {
		what = append(what, fmt.Sprintf("%d not sent", n.Failed))
	}
	if n.Messages > 0 {
		what = append(what, count(n.Messages, "message")+" in all")
	}
	if len(what) == 0 {
		what = []string{"nothing new"}
	}
	since, layout := n.Since.In(zone), "Mon 15:04"
	if now.Sub(n.Since) >= 6*inbox.Day {
		layout = "2 January 15:04"
	}
	return "Since " + since.Format(layout) + ": " + strings.Join(what, ", ") + "."
}

// Resting says that nobody is at work, and until when: "" if somebody is.
func (d Day) Resting(zone *time.Location) string {
	if !d.Quiet {
		return ""
	}
	if d.Opens.IsZero() {
		return "Nobody is at work: the clocks stand still."
	}
	layout := "15:04"
	if opens := d.Opens.In(zone); opens.Format(time.DateOnly) != d.Now.In(zone).Format(time.DateOnly) {
		layout = "Monday 15:04"
	}
	return "Nobody is at work until " + d.Opens.In(zone).Format(layout) + ": the clocks stand still."
}

// Plain is a day whose foreign words are plain, for JSON that stands behind no
// renderer.
func (d Day) Plain() Day {
	d.Parts = slices.Clone(d.Parts)
	for k := range d.Parts {
		p := &d.Parts[k]
		p.Items = slices.Clone(p.Items)
		for n := range p.Items {
			p.Items[n] = p.Items[n].plain()
		}
	}
	d.Back = slices.Clone(d.Back)
	for n := range d.Back {
		d.Back[n].Text = plain.Line(d.Back[n].Text)
	}
	return d
}

func (i Item) plain() Item {
	i.Room, i.Name, i.Text, i.Account = plain.Line(i.Room), plain.Line(i.Name), plain.Text(i.Text), plain.Line(i.Account)
	i.Why = lines(i.Why)
	if i.Hello != nil {
		h := *i.Hello
		h.Suspect, h.By, h.On = lines(h.Suspect), plain.Line(h.By), plain.Line(h.On)
		i.Hello = &h
	}
	return i
}

func lines(all []string) []string {
	all = slices.Clone(all)
	for n := range all {
		all[n] = plain.Line(all[n])
	}
	return all
}
