package moderation

import (
	"regexp"
	"strings"
	"time"
	"unicode"
)

// kinMost is among how many cases near-duplicates are looked for word by word;
// beyond, only what is the same but for numbers and signs is alike.
const kinMost = 400

// likeness is from which share of common words two texts are alike.
const likeness = 0.7

// raid is within what time those have joined who came together.
const raid = time.Hour

var hosts = regexp.MustCompile(`https?://([^\s<>"')]+)`)

// Group finds the open cases that are alike — the same link, nearly the same
// words, or authors who joined in the same hour — and marks them: Alike says
// what they share, the same for all, and Kin how many they are.
func Group(cases []Case) {
	g := grouping{cases: cases, parent: make([]int, len(cases)), why: map[int]string{}}
	for i := range g.parent {
		g.parent[i] = i
	}
	g.byLink()
	g.byWords()
	g.byJoining()
	size := map[int]int{}
	for i := range cases {
		size[g.root(i)]++
	}
	for i := range cases {
		cases[i].Alike, cases[i].Kin = "", 0
		if n := size[g.root(i)]; n > 1 {
			cases[i].Alike, cases[i].Kin = g.why[g.root(i)]+" as "+cases[g.root(i)].called(), n
		}
	}
}

// called names a case in a few words, of which there are no two groups of.
func (c Case) called() string {
	text := []rune(strings.Join(strings.Fields(c.Words()), " "))
	switch {
	case len(text) > 40:
		return "“" + string(text[:40]) + "…”"
	case len(text) > 0:
		return "“" + string(text) + "”"
	}
	return c.Author.Called()
}

// grouping is a union of what is alike.
type grouping struct {
	cases  []Case
	parent []int
	why    map[int]string
}

func (g *grouping) root(i int) int {
	for g.parent[i] != i {
		i = g.parent[i]
	}
	return i
}

func (g *grouping) join(i, j int, why string) {
	i, j = g.root(i), g.root(j)
	if i > j {
		i, j = j, i
	}
	if g.why[i] == "" {
		g.why[i] = why
	}
	g.parent[j] = i
}

func (g *grouping) byLink() {
	first := map[string]int{}
	for i := range g.cases {
		for _, m := range hosts.FindAllStringSubmatch(g.cases[i].Words(), 8) {
			link := strings.TrimRight(strings.ToLower(m[1]), "/.,;:!?")
			if at, known := first[link]; known {
				g.join(at, i, "the same link")
			} else {
				first[link] = i
			}
		}
	}
}

// words are the words of a text without links, numbers and signs.
func words(text string) []string {
	text = hosts.ReplaceAllString(strings.ToLower(text), " ")
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

func (g *grouping) byWords() {
	first := map[string]int{}
	sets := make([]map[string]bool, len(g.cases))
	for i := range g.cases {
		all := words(g.cases[i].Words())
		if len(all) < 4 {
			continue
		}
		same := strings.Join(all, " ")
		if at, known := first[same]; known {
			g.join(at, i, "the same words")
			continue
		}
		first[same] = i
		if len(g.cases) > kinMost {
			continue
		}
		set := make(map[string]bool, len(all))
		for _, w := range all {
			set[w] = true
		}
		sets[i] = set
		for j := range i {
			if sets[j] != nil && g.root(i) != g.root(j) && alike(sets[i], sets[j]) {
				g.join(j, i, "nearly the same words")
			}
		}
	}
}

// alike reports whether two sets of words share most of them (Jaccard).
func alike(a, b map[string]bool) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if float64(len(a)) < likeness*float64(len(b)) {
		return false
	}
	common := 0
	for w := range a {
		if b[w] {
			common++
		}
	}
	return float64(common) >= likeness*float64(len(a)+len(b)-common)
}

// byJoining joins three and more cases about members of one account who came
// within an hour, shortly before.
func (g *grouping) byJoining() {
	hour := map[string][]int{}
	for i := range g.cases {
		c := &g.cases[i]
		if !c.newcomer() {
			continue
		}
		key := c.Account + c.Joined.UTC().Truncate(raid).Format(time.RFC3339)
		hour[key] = append(hour[key], i)
	}
	for _, all := range hour {
		authors := map[string]bool{}
		for _, i := range all {
			authors[g.cases[i].Author.ID] = true
		}
		if len(authors) < 3 {
			continue
		}
		for _, i := range all[1:] {
			g.join(all[0], i, "joined in the same hour")
		}
	}
}
