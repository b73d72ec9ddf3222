package metrics

// marks is a number for every person, all of them zero at first. It is made
// anew without being wiped: a number of an earlier round is none.
type marks struct {
	of    []mark
	round uint32
}

type mark struct {
	round uint32
	n     int32
}

// borrow is a clean set of marks, to be given back.
func (s *Scene) borrow() *marks {
	var m *marks
	if n := len(s.work); n > 0 {
		m, s.work = s.work[n-1], s.work[:n-1]
	} else {
		m = &marks{of: make([]mark, len(s.members))}
	}
	m.round++
	return m
}

func (s *Scene) giveBack(m *marks) { s.work = append(s.work, m) }

// add counts for a person and says whether it is the first time.
func (m *marks) add(person, n int32) (first bool) {
	k := &m.of[person]
	if k.round != m.round {
		*k = mark{m.round, n}
		return true
	}
	k.n += n
	return false
}

// put sets the number of a person.
func (m *marks) put(person, n int32) { m.of[person] = mark{m.round, n} }

func (m *marks) get(person int32) int32 {
	if k := m.of[person]; k.round == m.round {
		return k.n
	}
	return 0
}

func (m *marks) has(person int32) bool { return m.of[person].round == m.round }
