package queue

import (
	"cmp"
	"strconv"

	"rounds/inbox/moderation"
	"rounds/ui/leaving"
	"rounds/ui/pane"
)

// drafts draws what a ruling becomes: every step of one case, or, of many, how
// often each kind of step is done.
func (d *drawing) drafts(drafts []moderation.Draft) {
	const fewCases = 3
	steps := 0
	for i := range drafts {
		steps += len(drafts[i].Steps)
	}
	switch {
	case steps == 0:
		d.Say(d.Theme.Quiet, "", "Nothing is asked of the platform.")
	case len(drafts) > fewCases:
		d.summary(drafts)
	default:
		for i := range drafts {
			if len(drafts) > 1 {
				d.Put(" " + d.Theme.Strong.Put(pane.Line(about([]moderation.Case{drafts[i].Case}), d.Width-2)))
			}
			for k := range drafts[i].Steps {
				d.step(&drafts[i].Steps[k], "")
			}
		}
	}
}

// step is one in words; if it cannot be done, why, and where a person can.
func (d *drawing) step(s *moderation.Step, times string) {
	if s.Cannot != "" {
		d.Say(d.Theme.Quiet, "✗ ", times+s.Says+": "+s.Cannot)
		if s.Link != "" {
			d.Put("   " + d.Theme.Key.Put("O") + d.Theme.Quiet.Put(" opens "+pane.Line(s.Link, max(0, d.Width-12))))
		}
		return
	}
	words := times + s.Says
	if s.Forever {
		d.Say(d.Theme.Warn, "→ ", words+" · for good")
		return
	}
	d.Say(d.Theme.Text, "→ ", words)
}

// summary counts steps that are the same but for whom they are about.
func (d *drawing) summary(drafts []moderation.Draft) {
	var groups []moderation.Step
	index, counts := map[string]int{}, []int{}
	for i := range drafts {
		for _, s := range drafts[i].Steps {
			name := cmp.Or(leaving.What(s.Action.Kind), s.Says)
			name += " on " + leaving.Platform(drafts[i].Case.Platform)
			key := name + s.Cannot + strconv.FormatBool(s.Forever)
			at, known := index[key]
			if !known {
				at = len(groups)
				index[key] = at
				s.Says = name
				groups, counts = append(groups, s), append(counts, 0)
			}
			counts[at]++
		}
	}
	for i := range groups {
		d.step(&groups[i], strconv.Itoa(counts[i])+" × ")
	}
}

// adminLink is where a person can do what we cannot, "" if nowhere.
func adminLink(drafts []moderation.Draft) string {
	for i := range drafts {
		for _, s := range drafts[i].Steps {
			if s.Cannot != "" && s.Link != "" {
				return s.Link
			}
		}
	}
	for i := range drafts {
		if link := drafts[i].Case.AdminLink; link != "" {
			return link
		}
	}
	return ""
}
