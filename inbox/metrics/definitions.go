package metrics

import "slices"

// Definitions are all numbers that there are, by family.
func Definitions() []Definition {
	return slices.Concat(activities(), growths(), responses(), retentions(), structures(), moderations(), contents(), voices())
}

// family writes into definitions what all of them share.
func family(of Family, all []Definition, leaves string) []Definition {
	for i := range all {
		d := &all[i]
		d.Family, d.Version = of, 1
		if d.Leaves == "" {
			d.Leaves = leaves
		}
	}
	return all
}

// Find is the definition of an ID.
func Find(id string) (Definition, bool) {
	for _, d := range Definitions() {
		if d.ID == id {
			return d, true
		}
	}
	return Definition{}, false
}

// Default is the twelve rows of a board that nobody has arranged.
func Default() []string {
	return []string{
		"wau", "active_rate", "stickiness", "net_active", "welcomed_rate", "activation_7d",
		"ttfr_any", "unanswered_now", "member_share", "interaction_ratio", "subjects", "bus_factor",
	}
}
