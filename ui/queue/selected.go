package queue

// Selected implements [pane.Selected].
func (p *Pane) Selected() []any {
	on := p.targets()
	all := make([]any, len(on))
	for i, c := range on {
		all[i] = c
	}
	return all
}
