package inbox

import "time"

// Promise is something we said we would do, in steps, and that must not be
// forgotten: feedback that was acknowledged is taken to a private talk, and the
// loop is closed in public.
type Promise struct {
	Steps []string  `json:"steps"` // in words, "acknowledge publicly"
	Step  int       `json:"step"`  // how many are done
	Due   time.Time `json:"due,omitzero"`
}

// Next is the step that comes next, or "" if all are done.
func (p Promise) Next() string {
	if p.Step >= len(p.Steps) {
		return ""
	}
	return p.Steps[p.Step]
}
