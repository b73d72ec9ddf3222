package calendar

// Turn is a text of a pool that was used, and when.
type Turn struct {
	Text string
	Day  Day
}

// Turns deals the texts of a pool to some days, in order: each time the one that
// rested longest, none within so many weeks of the last time. Where all still
// rest it deals "". Of those that never had their turn the first of the pool
// comes first.
func Turns(pool []string, weeks int, past []Turn, days []Day) []string {
	used := map[string][]Day{}
	for _, turn := range past {
		used[turn.Text] = append(used[turn.Text], turn.Day)
	}
	dealt := make([]string, len(days))
	for i, day := range days {
		if text, ok := longestRested(pool, weeks, used, day); ok {
			dealt[i] = text
			used[text] = append(used[text], day)
		}
	}
	return dealt
}

// longestRested is whose turn it is on a day. Turns after that day count, too:
// they may have been dealt to days that are further on.
func longestRested(pool []string, weeks int, used map[string][]Day, day Day) (string, bool) {
	const never = Day(-1 << 40)
	best, since, found := "", never, false
	for _, text := range pool {
		last, rests := never, false
		for _, d := range used[text] {
			if away := max(day-d, d-day); away < Day(7*weeks) {
				rests = true
			}
			last = max(last, d)
		}
		if !rests && (!found || last < since) {
			best, since, found = text, last, true
		}
	}
	return best, found
}
