package simulate

// Arguments are what a method is thought to take, and its tier: for a test that
// compares them with what Slack says.
func Arguments() map[string]map[string]string {
	all := map[string]map[string]string{}
	for name, m := range methods() {
		all[name] = map[string]string{}
		for arg, kind := range m.args {
			all[name][arg] = string(kind)
		}
	}
	return all
}

// Tier is the tier of a method.
func Tier(method string) int { return methods()[method].tier }

// Needs are the arguments that a method cannot do without.
func Needs(method string) []string { return methods()[method].needs }

// Refusals are what a method may say of its arguments.
func Refusals(method string) map[string]string { return methods()[method].wrong }
