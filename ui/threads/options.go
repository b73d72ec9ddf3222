package threads

import (
	"cmp"

	"rounds/inbox/saved"
)

// Replies is where the saved replies are. What cannot be read of them is told
// beside those that can.
type Replies interface {
	List() ([]saved.Reply, []error)
}

// Options is what the pane can do besides; all of it may be left out.
type Options struct {
	Replies Replies
	// Acknowledge is the emoji of a light answer, "+1" if it is "".
	Acknowledge string
	// Emoji finds names of emoji by their beginning.
	Emoji func(prefix string) []string
}

func (o *Options) acknowledge() string { return cmp.Or(o.Acknowledge, "+1") }
