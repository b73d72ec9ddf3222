package guild

import (
	"fmt"
	"time"
)

// Change lets so many things happen at random.
func (g *Guild) Change(now time.Time, n int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for range n {
		switch p := g.dice.Float64(); {
		case p < 0.5:
			g.happen(now, false)
		case p < 0.85:
			g.stir(now)
		case p < 0.88:
			g.rename()
		case p < 0.9:
			g.open(0, fmt.Sprintf("room%d", g.dice.IntN(1000)), "", now)
		case p < 0.92:
			g.closeRoom()
		case p < 0.95:
			g.join(fmt.Sprintf("new%d", g.dice.IntN(100000)), "Newly Come", now)
		case p < 0.98:
			g.shelve(now)
		default:
			g.decide()
		}
	}
}

func (g *Guild) rename() {
	if g.dice.IntN(2) == 0 {
		g.somewhere(false).name = fmt.Sprintf("renamed%d", g.dice.IntN(1000))
		return
	}
	if p := g.someone(); p != g.owner {
		p.handle = fmt.Sprintf("renamed%d", g.dice.IntN(100000))
	}
}

// closeRoom deletes one of the channels that came later.
func (g *Guild) closeRoom() {
	for _, r := range g.rooms {
		if !r.isThread() && !r.gone && len(r.name) > 4 && r.name[:4] == "room" {
			r.gone = true
			return
		}
	}
}

// shelve puts a thread away.
func (g *Guild) shelve(now time.Time) {
	for _, r := range g.rooms {
		if r.isThread() && r.archived.IsZero() && !r.gone && g.dice.IntN(2) == 0 {
			r.archived = now.Add(time.Duration(g.dice.IntN(999)) * time.Microsecond)
			return
		}
	}
}

// decide settles a request to join elsewhere.
func (g *Guild) decide() {
	for _, q := range g.asks {
		if q.status == "SUBMITTED" {
			q.status = "REJECTED"
			return
		}
	}
}

// Fact is one message as the server shows it to the bot.
type Fact struct {
	Channel, ID, Text string
	Reactions         int
}

// Facts is everything that the bot may see now.
func (g *Guild) Facts() []Fact {
	g.mu.Lock()
	defer g.mu.Unlock()
	var all []Fact
	now := g.opts.Now()
	for _, r := range g.rooms {
		if !r.reads() {
			continue
		}
		for _, p := range r.posts {
			if !p.visible(now) || p.kind == 21 {
				continue
			}
			f := Fact{Channel: r.top().id, ID: p.id, Text: p.text}
			for _, face := range p.faces {
				f.Reactions += len(face.by)
			}
			all = append(all, f)
		}
	}
	return all
}

// Places are the channels and threads that the bot may read, and how many
// messages stand in each.
func (g *Guild) Places() map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := map[string]int{}
	for _, r := range g.rooms {
		if r.reads() && len(r.posts) > 0 {
			all[r.id] = len(r.posts)
		}
	}
	return all
}

// Written is what was accepted from the bot, in that order.
func (g *Guild) Written() []Deed {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]Deed(nil), g.deeds...)
}
