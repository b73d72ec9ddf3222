package threads

import "image"

// focus is which part of the pane the movement keys move.
type focus int

const (
	onList focus = iota
	onTalk
	onCard
)

// place is where the conversation is shown.
type place int

const (
	placeAuto place = iota
	placeBelow
	placeRight
	placeOff
)

// frame is who gets which part of the pane, in its own cells. All its
// arithmetic is in this file.
type frame struct {
	width, height int
	accounts      bool // the list shows the account of each row

	tabs, rule     int             // their lines, -1 if there is no room
	list           image.Rectangle // the rows
	across         int             // the rule between list and conversation, -1 for none
	down           int             // the column between list and conversation, -1 for none
	talk, card     image.Rectangle // empty if they are not shown
	between, under int             // the column or the line between conversation and card, -1 for none
}

const (
	narrow    = 70  // under it nothing stands beside anything
	wide      = 110 // from here a card stands beside the conversation
	broad     = 160 // from here the conversation stands beside the list,
	tall      = 36  // if there are so many lines too
	cardWidth = 44
	cardLines = 15
)

// arrange lays the parts out anew: the window, the focus or a choice changed.
func (p *Pane) arrange() {
	f := frame{width: p.frame.width, height: p.frame.height, accounts: p.frame.accounts}
	f.tabs, f.rule, f.across, f.down, f.between, f.under = -1, -1, -1, -1, -1, -1
	top := 0
	if f.height >= 6 {
		f.tabs, f.rule, top = 0, 1, 2
	}
	body := image.Rect(0, top, f.width, f.height)
	switch {
	case p.zoomed:
		f.list = image.Rect(0, top, 0, top)
		f.splitCard(body, f.width >= wide)
	case p.placed(f) == placeOff || body.Dy() < 8:
		f.list = body
	case p.placed(f) == placeRight:
		f.splitRight(body)
	default:
		f.splitBelow(body)
	}
	p.frame = f
	if !p.zoomed && p.focus == onTalk && f.talk.Empty() || p.focus == onCard && f.card.Empty() {
		p.focus = onList
	}
	p.list.place(p.list.cursor, p.listRows())
}

// placed is where the conversation goes when nobody has chosen.
func (p *Pane) placed(f frame) place {
	switch {
	case p.place == placeRight && f.width < narrow:
		return placeBelow
	case p.place != placeAuto:
		return p.place
	case f.width >= broad && f.height >= tall:
		return placeRight
	}
	return placeBelow
}

func (f *frame) splitBelow(body image.Rectangle) {
	rows := max(3, body.Dy()*45/100)
	f.list = image.Rect(body.Min.X, body.Min.Y, body.Max.X, body.Min.Y+rows)
	f.across = f.list.Max.Y
	rest := image.Rect(body.Min.X, f.across+1, body.Max.X, body.Max.Y)
	f.splitCard(rest, f.width >= wide)
}

func (f *frame) splitRight(body image.Rectangle) {
	f.down = body.Dx() * 48 / 100
	f.list = image.Rect(body.Min.X, body.Min.Y, f.down, body.Max.Y)
	rest := image.Rect(f.down+1, body.Min.Y, body.Max.X, body.Max.Y)
	if rest.Dx() >= wide {
		f.splitCard(rest, true)
		return
	}
	f.talk = rest
	if rest.Dy() >= 2*cardLines {
		f.under = rest.Max.Y - cardLines - 1
		f.talk.Max.Y = f.under
		f.card = image.Rect(rest.Min.X, f.under+1, rest.Max.X, rest.Max.Y)
	}
}

// splitCard puts the card at the right of the conversation.
func (f *frame) splitCard(r image.Rectangle, beside bool) {
	f.talk = r
	if !beside {
		return
	}
	f.between = r.Max.X - cardWidth - 1
	f.talk.Max.X = f.between
	f.card = image.Rect(f.between+1, r.Min.Y, r.Max.X, r.Max.Y)
}

func (p *Pane) listRows() int { return p.frame.list.Dy() }
