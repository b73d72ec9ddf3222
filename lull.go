package main

// lull keeps work that looks for something new from being done while nothing
// is: a console that is left alone should cost nothing.
type lull struct {
	seen    uint64
	skipped int
	begun   bool
}

// mostLeftOut is how often work is left out at a stretch: something may depend on the
// time alone.
const mostLeftOut = 30

// over reports whether to look again, by how often the store has changed.
func (l *lull) over(changes uint64) bool {
	if l.begun && changes == l.seen && l.skipped < mostLeftOut {
		l.skipped++
		return false
	}
	l.begun, l.seen, l.skipped = true, changes, 0
	return true
}

// failed has the same tried again next time.
func (l *lull) failed() { l.begun = false }
