package page

import (
	"strings"

	"rounds/inbox/moderation"
	"rounds/ui/theme"
)

// Difference is how a text became another one, as runs to set: [-what went-]
// and {+what came+}, each in its paint as well. The blanks and breaks at the end
// of a part stand outside its signs.
func Difference(was, now string, t *theme.Theme) []Run {
	var runs []Run
	for _, part := range moderation.WordDiff(Beginning(was), Beginning(now)) {
		text := strings.TrimRight(part.Text, " \n")
		tail := part.Text[len(text):]
		switch part.Kind {
		case moderation.Went:
			runs = append(runs, Run{"[-" + text + "-]" + tail, t.Struck})
		case moderation.Came:
			runs = append(runs, Run{"{+" + text + "+}" + tail, t.Good})
		case moderation.Same:
			runs = append(runs, Run{part.Text, t.Text})
		}
	}
	return runs
}
