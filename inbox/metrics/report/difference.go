package report

import (
	"cmp"
	"slices"
)

// Change is one thing that a report says otherwise than when it became final.
type Change struct {
	What string `json:"what"` // "Active members"
	Was  string `json:"was"`  // nothing if it was not there
	Is   string `json:"is"`
}

// Difference is what a report that is counted again says otherwise. What was
// said and who is called how may have changed since; it is the numbers that are
// compared, with the themes, who was thanked, and the risks.
func Difference(old, now Content) []Change {
	var all []Change
	was, is := facts(old), facts(now)
	for _, name := range slices.Compact(sortedBy(append(names(was), names(is)...), was, is)) {
		before, after := find(was, name), find(is, name)
		if before != after {
			all = append(all, Change{name, cmp.Or(before, nothing), cmp.Or(after, nothing)})
		}
	}
	return all
}

// fact is one thing that a report says.
type fact struct{ name, said string }

// facts are what is compared of a report, in its order.
func facts(c Content) []fact {
	var all []fact
	for _, n := range c.Numbers() {
		if n.Said != nothing {
			all = append(all, fact{n.Name, n.Full()})
		}
	}
	for _, t := range c.Themes {
		all = append(all, fact{"Theme " + t.Name.String(), several(t.Talks, "conversation") + " by " + several(t.People, "member")})
	}
	for _, p := range c.Contributors {
		all = append(all, fact{"Thank you, " + p.Who.String(), p.Did()})
	}
	for _, r := range c.Risks {
		all = append(all, fact{"Risk: " + r.Rule, r.Why})
	}
	return all
}

func names(all []fact) []string {
	list := make([]string, len(all))
	for i, f := range all {
		list[i] = f.name
	}
	return list
}

func find(all []fact, name string) string {
	for _, f := range all {
		if f.name == name {
			return f.said
		}
	}
	return ""
}

// sortedBy keeps the order of the first report, and then that of the second.
func sortedBy(list []string, was, is []fact) []string {
	place := map[string]int{}
	for i, f := range append(slices.Clone(was), is...) {
		if _, known := place[f.name]; !known {
			place[f.name] = i
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return place[a] - place[b] })
	return list
}
