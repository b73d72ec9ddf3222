package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/vm"

	"rounds/inbox/moderation"
)

// sheet is one message spread out before the rules. Its memory is used again
// for the next one.
type sheet struct {
	reading
	set     *Set
	sample  *Sample
	one     Sample
	env     environment
	machine vm.VM
	finds   []find
	present []bool // by list: whether some word of it was found
	seen    seen
	heads   []string

	spans []moderation.Span // what the rule that is asked has found so far
	named []string          // and in which lists
}

// read spreads out a message.
func (sh *sheet) read(m Sample) {
	m.Text = cutText(m.Text)
	sh.one = m
	sh.sample = &sh.one
	sh.reading.read(m.Text)
	sh.finds = sh.set.words.scan(&sh.reading, sh.finds[:0])
	if len(sh.present) != len(sh.set.words.lists) {
		sh.present = make([]bool, len(sh.set.words.lists))
	}
	clear(sh.present)
	for _, f := range sh.finds {
		sh.present[f.list] = true
	}
	sh.env.fill(sh)
}

// cutText leaves of a text what is read of it, on a whole rune.
func cutText(s string) string {
	if len(s) <= longestText {
		return s
	}
	n := longestText
	for n > longestText-4 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}

// hosts are those of the links.
func (sh *sheet) hosts() []string {
	sh.heads = sh.heads[:0]
	for _, l := range sh.links {
		sh.heads = append(sh.heads, l.host)
	}
	return sh.heads
}

// begin forgets what the rule before has found.
func (sh *sheet) begin() {
	sh.spans = sh.spans[:0]
	sh.named = sh.named[:0]
}

// found is what the rule has found, with the spans in order and joined where
// they meet, and said in our words.
func (sh *sheet) found(title string) ([]moderation.Span, string) {
	slices.SortFunc(sh.spans, func(a, b moderation.Span) int {
		return cmp.Or(a.From-b.From, a.To-b.To)
	})
	var out []moderation.Span
	for _, s := range sh.spans {
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	names := slices.Clone(sh.named)
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) == 0 {
		return out, title
	}
	return out, title + ": " + strings.Join(names, ", ")
}

// points sums what the lists of a group weigh of which something was found.
func (sh *sheet) points(group string) int {
	sum := 0
	for _, i := range sh.set.words.groups[group] {
		if sh.present[i] {
			sum += sh.set.words.lists[i].points
		}
	}
	return sum
}

// count is how many words of a list were found.
func (sh *sheet) count(name string) int {
	i, ok := sh.set.words.byName[name]
	n := 0
	for _, f := range sh.finds {
		if ok && f.list == i {
			n++
		}
	}
	return n
}

// mark notes what was found of a list, as a rule rests on it.
func (sh *sheet) mark(i int) {
	sh.name(i)
	for _, f := range sh.finds {
		if f.list == i {
			sh.spans = append(sh.spans, f.span)
		}
	}
}

// pair reports whether a word of one list stands before one of another in the
// same sentence, with at most some words between them; near ones may stand in
// either order, and in two sentences.
func (sh *sheet) pair(first, second string, words int, near bool) bool {
	a, okA := sh.set.words.byName[first]
	b, okB := sh.set.words.byName[second]
	if !okA || !okB || !sh.present[a] || !sh.present[b] {
		return false
	}
	met := false
	for i := range sh.finds {
		for j := range sh.finds {
			f, g := &sh.finds[i], &sh.finds[j]
			if f.list == a && g.list == b && closeBy(f, g, words, near) {
				sh.spans = append(sh.spans, f.span, g.span)
				met = true
			}
		}
	}
	if met {
		sh.name(a)
		sh.name(b)
	}
	return met
}

// closeBy reports whether one find stands before another, with at most some words
// between.
func closeBy(f, g *find, words int, near bool) bool {
	gap := g.from - f.to - 1
	if near && gap < 0 {
		gap = f.from - g.to - 1
	}
	return gap >= 0 && gap <= words && (near || g.sentence == f.sentence)
}

// name notes the title of a list among the reasons.
func (sh *sheet) name(i int) {
	if t := sh.set.words.lists[i].title; t != "" {
		sh.named = append(sh.named, t)
	}
}

// show adds the spans of the plain names that a condition mentions.
func (sh *sheet) show(names []string) {
	for _, name := range names {
		switch name {
		case "links", "hosts", "link_count", "new_hosts", "referral_count":
			for _, l := range sh.links {
				sh.spans = append(sh.spans, l.span)
			}
		case "mention_count", "everyone":
			sh.spans = append(sh.spans, sh.called...)
		case "emoji_count":
			sh.spans = append(sh.spans, sh.emoji...)
		case "repeat":
			if sh.repeatAt.To > 0 {
				sh.spans = append(sh.spans, sh.repeatAt)
			}
		case "caps", "shout", "similar", "similar_others", "similar_channels", "text", "plain", "words":
			if len(sh.spans) == 0 && sh.text != "" {
				sh.spans = append(sh.spans, span(0, len(sh.text)))
			}
		}
	}
}
