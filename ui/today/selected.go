package today

import "rounds/inbox/checkin"

// Selected implements [pane.Selected]: the conversation, the case or the person
// behind the item under the cursor, as far as it was read, else the item.
func (p *Pane) Selected() []any {
	item := p.current()
	if item == nil {
		return nil
	}
	switch d := p.details[item.Key]; {
	case d == nil:
	case d.file != nil && d.file.ID != 0:
		return []any{*d.file}
	case item.Kind == checkin.Newcomer && d.person != nil && d.person.ID != 0:
		return []any{*d.person}
	case d.talk != nil && d.talk.ID != 0:
		return []any{*d.talk}
	}
	return []any{*item}
}
