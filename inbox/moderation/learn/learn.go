// Package learn makes of a person's own decisions a small classifier that says
// of a new text how likely the same person would have it removed, and by which
// of its words.
//
// It is a logistic regression over hashed words, pairs of words, parts of words
// and a few cues. It learns in the moment from what is handed in, keeps nothing
// but its weights, and says the same whenever it learned from the same examples
// in the same order. It never decides: what it says stands beside a case, and
// only from [Enough] decisions on. store hands it the decisions, ui/queue shows
// what it says.
package learn

import (
	"cmp"
	"math"
	"slices"

	"rounds/inbox/moderation"
)

// Example is a text about which a person decided.
type Example struct {
	Text   string
	Bad    bool
	Weight float64 // how much it counts; 0 is 1
}

// How many decisions there must be before anything is said.
const (
	leastEach = 10
	leastAll  = 40
)

// Enough reports whether there are decisions enough to learn from: forty, and
// ten of each kind.
func Enough(good, bad int) bool {
	return good >= leastEach && bad >= leastEach && good+bad >= leastAll
}

// size is how many weights a model has.
const size = 1 << 17

// Model is what was learned. A nil one says nothing.
type Model struct {
	weights []float32
	bias    float64
	seen    map[uint32]bool // words that occurred
	slope   float64         // from a score to a chance
	shift   float64
	line    float64
	from    int
}

// Train learns from examples. With too few of them to judge itself by it is
// more careful than sure.
func Train(examples []Example) *Model {
	all := make([]sample, len(examples))
	for i, e := range examples {
		all[i] = sample{read(e.Text), e.Bad, cmp.Or(e.Weight, 1)}
	}
	scores := crossed(all)
	m := fit(all)
	m.slope, m.shift = calibrate(scores, all)
	m.line = m.bestLine(scores, all)
	m.from = len(examples)
	for _, s := range all {
		for _, w := range s.words {
			m.seen[w.hash] = true
		}
	}
	return m
}

// mostWords is how many words are named as reasons.
const mostWords = 5

// Say tells how likely the person would have a text removed, and the words that
// speak most for it; of a text that is likely kept, those that speak against.
// The zero value comes back where the text has next to nothing in common with
// what was decided.
func (m *Model) Say(text string) moderation.Learned {
	if m == nil {
		return moderation.Learned{}
	}
	f := read(text)
	known := 0
	for _, w := range f.words {
		if m.seen[w.hash] {
			known++
		}
	}
	if known == 0 || 4*known < len(f.words) {
		return moderation.Learned{}
	}
	chance := m.chance(m.score(f))
	return moderation.Learned{Chance: chance, Words: m.reasons(f, chance >= m.line), From: m.from}
}

// Line is the chance from which a text is more like those removed than like
// those kept: where the model was right most often about its own examples.
func (m *Model) Line() float64 {
	if m == nil {
		return 1
	}
	return m.line
}

func (m *Model) score(f features) float64 {
	sum := m.bias
	for _, i := range f.at {
		sum += float64(m.weights[i]) * f.value
	}
	return sum
}

func (m *Model) chance(score float64) float64 { return logistic(m.slope*score + m.shift) }

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// reasons are the words that weighed most in one direction.
func (m *Model) reasons(f features, bad bool) []string {
	type weighed struct {
		text   string
		weight float64
	}
	var all []weighed
	for _, w := range f.words {
		sum := 0.0
		for _, i := range w.at {
			sum += float64(m.weights[i])
		}
		if !bad {
			sum = -sum
		}
		if sum > 0 && !slices.ContainsFunc(all, func(o weighed) bool { return o.text == w.text }) {
			all = append(all, weighed{w.text, sum})
		}
	}
	slices.SortStableFunc(all, func(a, b weighed) int { return cmp.Compare(b.weight, a.weight) })
	var words []string
	for _, w := range all[:min(mostWords, len(all))] {
		words = append(words, w.text)
	}
	return words
}
