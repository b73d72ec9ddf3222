package learn

// Figures is how often a model was right about texts that it had not seen.
type Figures struct {
	Name          string
	Found, Missed int // of the bad ones
	Wrong, Passed int // of the others: taken for bad, and let alone
}

// Halves learns from every other example and judges the rest, at the line that
// the model drew by its own half.
func Halves(name string, items []Example) Figures {
	train, test := Halve(items)
	m := Train(train)
	f := Figures{Name: name}
	for _, e := range test {
		flagged := m.chance(m.score(read(e.Text))) >= m.line
		switch {
		case e.Bad && flagged:
			f.Found++
		case e.Bad:
			f.Missed++
		case flagged:
			f.Wrong++
		default:
			f.Passed++
		}
	}
	return f
}

// Halve parts examples into those to learn from and those to be judged: the
// odd and the even ones.
func Halve(items []Example) (train, test []Example) {
	for i, e := range items {
		if i%2 == 0 {
			train = append(train, e)
		} else {
			test = append(test, e)
		}
	}
	return train, test
}

// F1 is the harmonic mean of precision and recall.
func (f Figures) F1() float64 {
	if f.Found == 0 {
		return 0
	}
	return 2 * float64(f.Found) / float64(2*f.Found+f.Wrong+f.Missed)
}
