package ui

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"rounds/ui/pane"
	"rounds/ui/theme"
)

// hit is a line that fits what is typed: which one, and the bytes of its name
// that matched.
type hit struct {
	of    int
	at    []int
	score int
}

// What makes one line fit better than another: the key itself before the word
// as it is typed, that before letters here and there; what is here before what
// is in another pane.
const (
	isKey     = 1000
	hasWord   = 200
	elsewhere = -60
)

// search finds the entries that every typed word fits, the better ones first.
func search(table []entry, typed []string, focus int) []hit {
	var hits []hit
	for i, e := range table {
		h := hit{of: i}
		if e.pane != focus {
			h.score = elsewhere
		}
		name := e.Key.Help().Desc
		groups := e.Group + " " + e.name
		fits := true
		for _, word := range typed {
			score, at, found := fit(word, name, groups)
			if slices.Contains(e.Key.Keys(), strings.Join(typed, " ")) || strings.Join(typed, "") == e.Key.Help().Key {
				score, found = score+isKey, true
			}
			fits = fits && found
			h.score += score
			h.at = append(h.at, at...)
		}
		if fits {
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(x, y hit) int { return cmp.Compare(y.score, x.score) })
	return hits
}

// fit is how well a word fits a name, or else the group and the pane it is in,
// and the bytes of the name that it matched.
func fit(word, name, groups string) (score int, at []int, found bool) {
	if i := strings.Index(strings.ToLower(name), strings.ToLower(word)); i >= 0 && len(strings.ToLower(name)) == len(name) {
		for j := range word {
			at = append(at, i+j)
		}
		score = hasWord - len(name)
		if begins(name, i) {
			score += hasWord
		}
		return score, at, true
	}
	if strings.Contains(strings.ToLower(groups), strings.ToLower(word)) {
		return hasWord / 2, nil, true
	}
	if one := fuzzy.Find(word, []string{name}); len(one) > 0 && begins(name, one[0].MatchedIndexes[0]) {
		return one[0].Score, one[0].MatchedIndexes, true
	}
	return 0, nil, false
}

// begins is whether a word begins at a byte of a name.
func begins(name string, at int) bool { return at == 0 || name[at-1] == ' ' }

// paintHits paints a name, and the letters that matched in a paint of their
// own. The name may have been cut.
func paintHits(name string, at []int, text, mark theme.Paint) string {
	var b strings.Builder
	from := 0
	for i, r := range name {
		if !slices.Contains(at, i) || i < from {
			continue
		}
		end := i + len(string(r))
		b.WriteString(text.Put(name[from:i]) + mark.Put(name[i:end]))
		from = end
	}
	return b.String() + text.Put(name[from:])
}

// narrowed are the commands that every word of a filter fits, in their order.
func narrowed(table []pane.Command, filter string) []pane.Command {
	words := strings.Fields(strings.ToLower(filter))
	if len(words) == 0 {
		return table
	}
	var found []pane.Command
	for _, c := range table {
		h := c.Key.Help()
		text := strings.ToLower(c.Group + " " + h.Desc)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) && !strings.EqualFold(h.Key, w) }) {
			found = append(found, c)
		}
	}
	return found
}
