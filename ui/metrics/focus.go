package metrics

import "rounds/ui/theme"

// focus is whether the cursor stands on a line.
type focus int

const (
	elsewhere focus = iota
	here
)

// focusOf is that of the line i where the cursor stands on another, or on it.
func focusOf(i, cursor int) focus {
	if i == cursor {
		return here
	}
	return elsewhere
}

// roles are the paints of the line, and the sign at its left that says the same
// without a colour.
func (f focus) roles(t *theme.Theme) (*theme.Roles, string) {
	if f == here {
		return &t.Lit, "▌"
	}
	return &t.Roles, " "
}

// trend is the paint of a small chart: quiet but on the line whose large chart
// is shown, so that there is one accent.
func (f focus) trend(r *theme.Roles) theme.Paint {
	if f == here {
		return r.Key
	}
	return r.Soft
}
