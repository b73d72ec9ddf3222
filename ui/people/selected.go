package people

// Selected implements [pane.Selected]: those marked, else the one under the
// cursor.
func (p *Pane) Selected() []any {
	var all []any
	if p.guest == nil {
		for _, one := range p.people {
			if p.marked[one.ID] {
				all = append(all, one)
			}
		}
	}
	if one := p.current(); len(all) == 0 && one != nil {
		all = append(all, *one)
	}
	return all
}
