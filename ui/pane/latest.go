package pane

// Latest numbers a pane's questions, so that a slow answer to an old question
// is told from the answer to the last one.
type Latest struct{ asked uint64 }

// Ask begins a new question; answers to earlier ones no longer count.
func (l *Latest) Ask() uint64 { l.asked++; return l.asked }

// Last is the number of the last question, for one that belongs to it: the
// next page of the same list.
func (l *Latest) Last() uint64 { return l.asked }

// Is reports whether n numbers the last question asked.
func (l *Latest) Is(n uint64) bool { return n == l.asked }
