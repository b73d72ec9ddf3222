package metrics

import "slices"

// much is how much one person said.
type much struct{ person, n int32 }

// crowd is who said how much on some days, the most first; those who said the
// same by their ID.
func (s *Scene) crowd(lo, hi int) []much {
	sum := s.borrow()
	defer s.giveBack(sum)
	var people []int32
	for _, p := range s.between(lo, hi) {
		if sum.add(p.person, p.messages) {
			people = append(people, p.person)
		}
	}
	// What is sorted is one number each, so that it is done fast: how much, the
	// most first, and then the ID.
	keys := make([]uint64, len(people))
	for i, p := range people {
		keys[i] = uint64(^uint32(sum.get(p)))<<32 | uint64(uint32(s.members[p].ID))
	}
	slices.Sort(keys)
	all := make([]much, len(keys))
	for i, key := range keys {
		all[i] = much{s.index[int32(uint32(key))], int32(^uint32(key >> 32))}
	}
	return all
}

// crowdRows are those people as rows, the first of them In.
func (s *Scene) crowdRows(by []much, w Window, in int) []Row {
	if !s.rows {
		return nil
	}
	rows := make([]Row, len(by))
	for i, m := range by {
		rows[i] = s.row(m.person)
		rows[i].Value, rows[i].In = float64(m.n), i < in
	}
	s.latest(rows, w)
	return rows
}
