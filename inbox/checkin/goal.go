package checkin

// Goal is how many items of a step are for today: what a tired person does
// within its budget. The others are listed below them, for whoever has time.
func (s Step) Goal() int {
	switch s {
	case Welcome, Questions:
		return 8
	case Good:
		return 1
	case Flags, Loose:
		return 6
	}
	return 0
}

// Left is how many items of a step still ask for a person today. What was
// settled counts towards the goal, and what was put off: a list that fills up
// again as fast as it is worked off has no end. Of the good conversations one is
// enough, whichever of them were looked at and left.
func (p Part) Left() int {
	goal := p.Step.Goal() - p.Settled
	if p.Step != Good {
		goal -= p.PutOff()
	}
	return max(0, min(p.open(), goal))
}

// Rest is how many more can be done by whoever has time.
func (p Part) Rest() int { return p.open() - p.Left() }

func (p Part) open() int { return len(p.Items) - p.PutOff() }
