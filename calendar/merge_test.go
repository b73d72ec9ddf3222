package calendar

import (
	"strings"
	"testing"
)

const ground = `---
when: 2026-11-23 09:00
mood: hopeful   # not ours
channels: [slack/#general]
status: draft
# the end
---

What are your goals?
`

func TestTwoSidesAreBroughtTogether(t *testing.T) {
	with := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(ground) }
	const conflict = "\x00"
	tests := map[string]struct{ base, mine, theirs, want string }{
		"nothing was changed":             {ground, ground, ground, ground},
		"theirs alone":                    {ground, ground, with("09:00", "10:00"), with("09:00", "10:00")},
		"mine alone":                      {ground, with("09:00", "10:00"), ground, with("09:00", "10:00")},
		"different settings":              {ground, with("09:00", "10:00"), with("draft", "review"), with("09:00", "10:00", "draft", "review")},
		"a setting and the text":          {ground, with("goals?", "plans?"), with("draft", "review"), with("goals?", "plans?", "draft", "review")},
		"the same on both":                {ground, with("09:00", "10:00"), with("09:00", "10:00", "draft", "idea"), with("09:00", "10:00", "draft", "idea")},
		"the same to different ends":      {ground, with("09:00", "10:00"), with("09:00", "11:00"), conflict},
		"two texts":                       {ground, with("goals?", "plans?"), with("goals?", "wins?"), conflict},
		"an unknown setting":              {ground, with("hopeful", "calm"), with("draft", "review"), with("hopeful", "calm", "draft", "review")},
		"an unknown setting on both":      {ground, with("hopeful", "calm"), with("hopeful", "wild"), conflict},
		"one takes a setting away":        {ground, with("status: draft\n", ""), with("09:00", "10:00"), with("status: draft\n", "", "09:00", "10:00")},
		"taken away here, changed there":  {ground, with("status: draft\n", ""), with("draft", "review"), conflict},
		"one adds a setting":              {ground, with("status: draft\n", "status: draft\ntheme: goals\n"), with("09:00", "10:00"), with("status: draft\n", "status: draft\ntheme: goals\n", "09:00", "10:00")},
		"a comment of mine":               {ground, with("# the end", "# an end"), with("09:00", "10:00"), with("# the end", "# an end", "09:00", "10:00")},
		"a comment on both":               {ground, with("# the end", "# an end"), with("# the end", "# my end"), conflict},
		"nothing is known, and both same": {"", ground, ground, ground},
		"nothing is known":                {"", ground, with("09:00", "10:00"), conflict},
		"theirs is broken":                {ground, with("09:00", "10:00"), with("status: draft", "status: ["), conflict},
		"theirs has other line ends": {
			ground, with("09:00", "10:00"), strings.ReplaceAll(with("draft", "review"), "\n", "\r\n"),
			strings.ReplaceAll(with("09:00", "10:00", "draft", "review"), "\n", "\r\n"),
		},
		"together they make no sense": {ground, with("when: 2026-11-23 09:00\n", ""), with("status: draft\n", "status: draft\nrecurrence: FREQ=WEEKLY\n"), conflict},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := Merge(tt.base, tt.mine, tt.theirs)
			if !ok {
				got = conflict
			}
			if got != tt.want {
				t.Errorf("it is\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func FuzzMerge(f *testing.F) {
	f.Add(ground, strings.Replace(ground, "draft", "idea", 1), strings.Replace(ground, "goals", "wins", 1))
	f.Fuzz(func(t *testing.T, base, mine, theirs string) {
		if source, ok := Merge(base, mine, theirs); ok && source != mine && source != theirs {
			if _, err := Parse("", source); err != nil {
				t.Errorf("%q does not read: %v", source, err)
			}
		}
	})
}
