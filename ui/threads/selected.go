package threads

// Selected implements [pane.Selected].
func (p *Pane) Selected() []any {
	known := p.known()
	all := make([]any, len(known))
	for i, c := range known {
		all[i] = c
	}
	return all
}
