package today

import (
	"strings"

	"rounds/inbox/checkin"
	"rounds/ui/page"
	"rounds/ui/pane"
)

// restWidth is how wide the page is that a finished check-in leaves.
const restWidth = 76

// rest is the calm page after the end: what it came to, and what comes back.
func (p *Pane) rest(width, height int) []string {
	t := p.env.Theme
	w := min(width, restWidth)
	d := page.Page{Theme: t, Width: w, Measure: page.Measure{Said: 2}}
	for range min(height/6, 4) {
		d.Put("")
	}
	d.Put(" " + t.Accent.Put("Done for today."))
	p.restWords(&d)
	indent := pane.Blank(max(0, (width-w)/3))
	for i := range d.Lines {
		d.Lines[i] = indent + d.Lines[i]
	}
	return d.Lines
}

// restWords is what it came to, and what comes back.
func (p *Pane) restWords(d *page.Page) {
	t, log := d.Theme, p.log()
	d.Gap()
	p.sum(d, log)
	if waits := p.waiting(log); waits != "" {
		d.Say(t.Quiet, "  ", waits)
	}
	p.returns(d, 6)
	for _, tip := range p.day.Tips {
		d.Gap()
		d.Say(t.Note, "", tipWords(&tip))
	}
	d.Gap()
	left := 0
	for i := range p.day.Parts {
		left += p.day.Parts[i].Left()
	}
	if left > log.Left {
		d.Say(t.Soft, "", plural(left-log.Left, "")+p.keyed(" came since. They can wait, or ‹B› takes the check-in up again."))
	} else {
		d.Say(t.Quiet, "", p.keyed("Close the lid with a good conscience. ‹B› takes the check-in up again."))
	}
}

// waiting is what was left, and that nobody is lost by that.
func (p *Pane) waiting(log *checkin.Log) string {
	var parts []string
	if log.Left > 0 {
		parts = append(parts, plural(log.Left, "")+" left")
	}
	if log.Skipped > 0 {
		parts = append(parts, plural(log.Skipped, "")+" put off")
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + ": on the list again tomorrow, with the days they have been on it."
}
