package metrics

import (
	"cmp"
	"slices"

	"rounds/inbox"
)

// cast is who everybody is: which members are one person, on which side they
// stand and since when they are there. A person is named by the place in
// Facts.Members of the first of its members.
type cast struct {
	members  []Member
	index    []int32   // by member ID: where it is in members, -1 if it is not
	who      []int32   // by member ID: the person, -1 if nobody is known
	sides    []side    // by member ID
	persons  []int32   // by place: the person
	others   [][]int32 // by place of a person with several members: their places
	first    []int64   // by place, of the person: when it first spoke
	joined   []int64   // likewise: when it first joined, as far as platforms tell
	seen     []int64   // likewise: joined, or where that is not told, first spoke
	arrivals []int32   // persons with a time of joining, by it
	accounts []bool    // by account: belongs to the segment
	known    []bool    // by account: and its members are known

	// Of those who are one member, who never changed sides and are nobody's
	// spammer, it is enough to know when they came and went.
	came, went []int64 // sorted
	odd        []int32 // all others
}

// side is where somebody stands, as small as it can be told.
type side uint8

const (
	theirs  side = iota // the community's
	ours                // the team's
	robots              // a program's
	turning             // it changed, and depends on the time
)

func sideOf(role inbox.Role) side {
	switch role {
	case inbox.Team:
		return ours
	case inbox.Bot:
		return robots
	case inbox.Community:
	}
	return theirs
}

// introduce settles which members are one person.
func introduce(f *Facts, seg Segment) *cast {
	c := &cast{members: f.Members, accounts: make([]bool, len(f.Coverage)), known: make([]bool, len(f.Coverage))}
	for i, a := range f.Coverage {
		c.accounts[i] = (seg.Platform == "" || seg.Platform == string(a.Platform)) && (seg.Account == "" || seg.Account == a.Account)
		c.known[i] = c.accounts[i] && counted(&a)
	}
	top := int32(0)
	for i := range c.members {
		top = max(top, c.members[i].ID)
	}
	c.index, c.who = slices.Repeat([]int32{-1}, int(top)+1), slices.Repeat([]int32{-1}, int(top)+1)
	c.sides = slices.Repeat([]side{robots}, int(top)+1)
	for i := range c.members {
		m := &c.members[i]
		c.index[m.ID], c.sides[m.ID] = int32(i), sideOf(m.Role)
		if len(m.Was) > 0 {
			c.sides[m.ID] = turning
		}
	}
	n := len(c.members)
	c.persons, c.others = make([]int32, n), make([][]int32, n)
	c.first, c.joined, c.seen = make([]int64, n), make([]int64, n), make([]int64, n)
	for i := range c.members {
		c.meet(int32(i))
	}
	c.arrive()
	c.sortOut()
	return c
}

// arrive sorts the persons by when they joined.
func (c *cast) arrive() {
	type arrival struct {
		at     int64
		person int32
	}
	all := make([]arrival, 0, len(c.joined))
	for p, at := range c.joined {
		if at != 0 {
			all = append(all, arrival{at, int32(p)})
		}
	}
	slices.SortFunc(all, func(a, b arrival) int { return cmp.Compare(a.at, b.at) })
	c.arrivals = make([]int32, len(all))
	for i, a := range all {
		c.arrivals[i] = a.person
	}
}

// sortOut tells those of whom it is simple to say when they belong from all
// others.
func (c *cast) sortOut() {
	for _, p := range c.arrivals { // by time already, which spares the sorting
		if m := &c.members[p]; m.Joined > 0 && c.plain(p) {
			c.came = append(c.came, m.Joined)
		}
	}
	told := len(c.came)
	for i := range c.members {
		p, m := int32(i), &c.members[i]
		switch {
		case c.persons[i] != p:
		case c.others[i] != nil || len(m.Was) > 0:
			c.odd = append(c.odd, p)
		case c.plain(p):
			if m.Joined == 0 {
				c.came = append(c.came, m.First)
			}
			if m.Left > 0 {
				c.went = append(c.went, m.Left)
			}
		}
	}
	if len(c.came) > told {
		slices.Sort(c.came)
	}
	slices.Sort(c.went)
}

// plain reports whether somebody is one member of the community who came, and
// perhaps went, and that is all.
func (c *cast) plain(p int32) bool {
	m := &c.members[p]
	switch {
	case c.persons[p] != p || c.others[p] != nil || len(m.Was) > 0:
		return false
	case m.Spam || c.sides[m.ID] != theirs || !c.here(p) || int(m.Account) < len(c.known) && !c.known[m.Account]:
		return false
	}
	return m.Left == 0 || m.Left > cmp.Or(m.Joined, m.First)
}

// belonging is how many people are members of the community at a time.
func (c *cast) belonging(at int64) int {
	came, _ := slices.BinarySearch(c.came, at)
	went, _ := slices.BinarySearch(c.went, at)
	n := came - went
	for _, p := range c.odd {
		if c.belongs(p, at) {
			n++
		}
	}
	return n
}

// meet adds a member to its person.
func (c *cast) meet(i int32) {
	m := &c.members[i]
	p := c.at(m.Person)
	if p < 0 {
		p = i
	}
	c.persons[i], c.who[m.ID] = p, p
	if p != i {
		if c.others[p] == nil {
			c.others[p] = []int32{p}
		}
		c.others[p] = append(c.others[p], i)
	}
	c.first[p] = earlier(c.first[p], m.First)
	if !c.here(i) {
		return
	}
	c.joined[p], c.seen[p] = earlier(c.joined[p], m.Joined), earlier(c.seen[p], cmp.Or(m.Joined, m.First))
}

// here reports whether the account of a member belongs to the segment.
func (c *cast) here(place int32) bool {
	a := c.members[place].Account
	return int(a) >= len(c.accounts) || c.accounts[a]
}

// earlier is the earlier of two times, of which 0 is none.
func earlier(a, b int64) int64 {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// at is the place of a member in members, or -1.
func (c *cast) at(member int32) int32 {
	if member <= 0 || int(member) >= len(c.index) {
		return -1
	}
	return c.index[member]
}

// person is who a member is: the place in members of one of those who are the
// same human, or -1 if nobody is known (R8, R9).
func (c *cast) person(member int32) int32 {
	if member <= 0 || int(member) >= len(c.who) {
		return -1
	}
	return c.who[member]
}

// side is the side that a member stood on at a time (R6). Nobody in particular
// stands on none, which is a program's.
func (c *cast) side(member int32, at int64) side {
	if member <= 0 || int(member) >= len(c.sides) {
		return robots
	}
	if is := c.sides[member]; is != turning {
		return is
	}
	m := &c.members[c.index[member]]
	for _, t := range m.Was {
		if at < t.Until {
			return sideOf(t.Role)
		}
	}
	return sideOf(m.Role)
}

// speaks is who said something: what a program posts under a person's name is
// a program's, and what is left of somebody who is gone was said by somebody
// (R8).
func (c *cast) speaks(m *Said) side {
	switch {
	case m.Bot:
		return robots
	case m.Member <= 0:
		return theirs
	}
	return c.side(m.Member, m.At)
}

// places are the members of a person.
func (c *cast) places(p int32) []int32 {
	if all := c.others[p]; all != nil {
		return all
	}
	return []int32{p}
}

// spam reports whether a person was found to be a spammer.
func (c *cast) spam(p int32) bool {
	for _, i := range c.places(p) {
		if c.members[i].Spam {
			return true
		}
	}
	return false
}

// stands is the side of a person at a time, which is the team's if one of its
// members is there.
func (c *cast) stands(p int32, at int64) side {
	is := robots
	for _, i := range c.places(p) {
		switch c.side(c.members[i].ID, at) {
		case ours:
			return ours
		case theirs:
			is = theirs
		case robots, turning:
		}
	}
	return is
}

// belongs reports whether a person is a member of the community at a time: it
// has joined, has not left, and is nobody's spammer (D-1). Where a platform does
// not tell when somebody joined, those count who were not seen later.
func (c *cast) belongs(p int32, at int64) bool {
	found := false
	for _, i := range c.places(p) {
		m := &c.members[i]
		if m.Spam {
			return false
		}
		since := cmp.Or(m.Joined, m.First)
		if int(m.Account) < len(c.known) && !c.known[m.Account] || !c.here(i) || since >= at || m.Left > 0 && m.Left < at {
			continue
		}
		found = found || c.side(m.ID, at) == theirs
	}
	return found
}
