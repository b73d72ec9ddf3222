package metrics

import (
	"cmp"
	"slices"
	"strings"
)

// Theme is what the conversations have in common that carry a tag (D-24). A
// conversation counts once for each of its tags.
type Theme struct {
	Tag    string
	Rows   []Row // the conversations of the community that were opened in the window, oldest first
	People int   // of the community who spoke in them, each once
	Before int   // conversations in the window before
	Whole  bool  // the window before is held from its beginning
}

// Name is the tag as a reader is told it, without its family: of
// "feedback/dark-mode" that is "dark mode".
func (t Theme) Name() string {
	name := t.Tag
	if t.Asked() {
		name = strings.TrimLeft(name[len("feedback"):], "/:-")
	}
	return strings.ReplaceAll(cmp.Or(name, t.Tag), "-", " ")
}

// Asked reports whether it is of the family of feedback, and names a theme.
func (t Theme) Asked() bool { return IsFeedback(t.Tag) && len(t.Tag) > len("feedback/") }

// Themes are the tags of what was talked about in a window, the one with the
// most conversations first. The facts must reach back to the window before.
func Themes(s *Scene, w Window) []Theme {
	before := w.Before()
	opened, earlier, spoke := s.openings(w), s.openings(before), map[int64][]int32{}
	for _, m := range s.Said {
		if _, here := opened[m.Talk]; here && s.speaks(&m) == theirs {
			if p := s.person(m.Member); p >= 0 {
				spoke[m.Talk] = append(spoke[m.Talk], p)
			}
		}
	}
	var all []Theme
	for tag, talks := range s.Tags {
		t := Theme{Tag: tag, Whole: s.Since.IsZero() || !s.Since.After(before.From)}
		t.count(talks, opened, earlier, spoke)
		if len(t.Rows) > 0 {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b Theme) int {
		return cmp.Or(cmp.Compare(len(b.Rows), len(a.Rows)), cmp.Compare(b.People, a.People), cmp.Compare(a.Tag, b.Tag))
	})
	return all
}

// count fills a theme from the conversations that carry its tag.
func (t *Theme) count(talks []int64, opened, earlier map[int64]int64, spoke map[int64][]int32) {
	people := map[int32]bool{}
	for _, id := range talks {
		if _, then := earlier[id]; then {
			t.Before++
		}
		at, now := opened[id]
		if !now {
			continue
		}
		t.Rows = append(t.Rows, Row{Kind: TalkRow, ID: id, In: true, Value: 1, At: at})
		for _, p := range spoke[id] {
			people[p] = true
		}
	}
	t.People = len(people)
	slices.SortFunc(t.Rows, func(a, b Row) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
}

// openings are the conversations that the community opened in a window, and
// when (R6).
func (s *Scene) openings(w Window) map[int64]int64 {
	lo, hi := s.talksAt(w)
	all := make(map[int64]int64, hi-lo)
	for _, t := range s.Talks[lo:hi] {
		if !t.Bot && s.side(t.Opener, t.At) == theirs {
			all[t.ID] = t.At
		}
	}
	return all
}
