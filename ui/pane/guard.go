package pane

import "time"

// heldDown is how soon the same key comes again only because a finger rests on
// it.
const heldDown = 700 * time.Millisecond

// Guard lets a key that is held down do one thing only.
type Guard struct {
	key string
	at  time.Time
}

// Passes says whether a press of key is one of its own. Every press counts, so
// that a key that is held down for long does nothing for as long.
func (g *Guard) Passes(key string, now time.Time) bool {
	fresh := g.key != key || g.at.IsZero() || now.Sub(g.at) > heldDown
	g.key, g.at = key, now
	return fresh
}

// Rest counts the end of what a key did as a press: what was pressed until
// then was held back, and comes now.
func (g *Guard) Rest(now time.Time) {
	if !g.at.IsZero() {
		g.at = now
	}
}
