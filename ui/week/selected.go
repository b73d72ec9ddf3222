package week

// Selected implements [pane.Selected].
func (p *Pane) Selected() []any {
	if i := p.current(); i != nil {
		return []any{*i}
	}
	return nil
}
