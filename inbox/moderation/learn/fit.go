package learn

import (
	"cmp"
	"math"
	"slices"
)

// sample is an example taken apart.
type sample struct {
	features
	bad    bool
	weight float64
}

// How the weights are found: passes over the examples, how far one example may
// move a weight, and how much weights are held back.
const (
	passes = 12
	stride = 0.2
	hold   = 1e-5
)

// fit finds weights by AdaGrad. The examples are taken in a fixed order that
// mixes them.
func fit(all []sample) *Model {
	m := &Model{weights: make([]float32, size), seen: map[uint32]bool{}, slope: 1, line: 0.5}
	speed := make([]float32, size)
	biasSpeed := 1e-6
	balance := balanced(all)
	for pass := range passes {
		for n := range all {
			s := &all[mixed(n, pass, len(all))]
			want := 0.0
			weight := s.weight
			if s.bad {
				want = 1
				weight *= balance
			}
			off := (logistic(m.score(s.features)) - want) * weight
			biasSpeed += off * off
			m.bias -= stride * off / math.Sqrt(biasSpeed)
			for _, i := range s.at {
				g := float32(off*s.value) + hold*m.weights[i]
				speed[i] += g * g
				m.weights[i] -= stride * g / float32(math.Sqrt(float64(speed[i])+1e-8))
			}
		}
	}
	return m
}

// balanced is what a bad example weighs so that both kinds weigh alike.
func balanced(all []sample) float64 {
	good, bad := 0.0, 0.0
	for _, s := range all {
		if s.bad {
			bad += s.weight
		} else {
			good += s.weight
		}
	}
	if bad == 0 || good == 0 {
		return 1
	}
	return min(10, max(0.1, good/bad))
}

// mixed is the nth of a number of things in an order that a stride makes: one
// that shares no divisor with the number meets each once.
func mixed(n, pass, count int) int {
	step := count*618/1000 + 1 + 2*pass
	for divisor(step, count) != 1 {
		step++
	}
	return (n*step + pass) % count
}

func divisor(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// folds is into how many parts the examples are cut to learn how far the model
// can be trusted: each part is judged by what was learned from the others.
const folds = 3

// crossed are the scores of all examples, each by a model that did not see it.
func crossed(all []sample) []float64 {
	scores := make([]float64, len(all))
	for fold := range folds {
		var rest []sample
		for i, s := range all {
			if i%folds != fold {
				rest = append(rest, s)
			}
		}
		if len(rest) == 0 {
			continue
		}
		m := fit(rest)
		for i := fold; i < len(all); i += folds {
			scores[i] = m.score(all[i].features)
		}
	}
	return scores
}

// calibrate finds how a score becomes a chance (Platt's way): a line through
// the scores that makes what came of them most likely.
func calibrate(scores []float64, all []sample) (slope, shift float64) {
	slope, shift = 1, 0
	for range 300 {
		var ga, gb, haa, hab, hbb float64
		for i, s := range scores {
			p := logistic(slope*s + shift)
			want := 0.0
			if all[i].bad {
				want = 1
			}
			d, v := (p-want)*all[i].weight, p*(1-p)*all[i].weight+1e-9
			ga, gb = ga+d*s, gb+d
			haa, hab, hbb = haa+v*s*s, hab+v*s, hbb+v
		}
		// A little pull to the slope of 1 keeps few examples from looking sure.
		ga, haa, hbb = ga+0.5*(slope-1), haa+0.5, hbb+1e-3
		det := haa*hbb - hab*hab
		if math.Abs(det) < 1e-12 {
			break
		}
		da, db := (hbb*ga-hab*gb)/det, (haa*gb-hab*ga)/det
		slope, shift = slope-min(1, max(-1, da)), shift-min(1, max(-1, db))
		if math.Abs(da)+math.Abs(db) < 1e-9 {
			break
		}
	}
	return max(slope, 0.05), shift
}

// bestLine is the chance that parts the examples best, by the harmonic mean of
// precision and recall.
func (m *Model) bestLine(scores []float64, all []sample) float64 {
	order := make([]int, len(scores))
	bad := 0
	for i := range order {
		order[i] = i
		if all[i].bad {
			bad++
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[b], scores[a]) })
	best, line, found := 0.0, 0.5, 0
	for n, i := range order {
		if all[i].bad {
			found++
		}
		if f := 2 * float64(found) / float64(n+1+bad); f > best {
			best = f
			line = m.chance(scores[i])
			if n+1 < len(order) {
				line = (line + m.chance(scores[order[n+1]])) / 2
			}
		}
	}
	return line
}
