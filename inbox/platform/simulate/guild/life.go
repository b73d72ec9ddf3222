package guild

import "time"

// planned is something that will happen.
type planned struct {
	at   time.Time
	what func(at time.Time)
}

// pause is how long it takes until somebody says something.
const pause = 20 * time.Second

// heard lets the community answer what the bot said, a little later. The caller
// holds the lock.
func (g *Guild) heard(p *post) {
	if p.room.kind == 1 || len(cast()) > len(g.people) || g.spoken.IsZero() {
		return
	}
	by := g.answered(p)
	if by == nil || by == g.me {
		return
	}
	words := thanks()
	text := words[g.dice.IntN(len(words))]
	after := 5*time.Second + time.Duration(g.dice.Int64N(int64(10*time.Second)))
	g.plan = append(g.plan, planned{p.at.Add(after), func(at time.Time) {
		var said *post
		if p.room.isThread() {
			said = g.put(p.room, by, at, text)
		} else {
			said = g.answer(p, by, at, text)
		}
		p.react(by, "❤️", "")
		g.announce("MESSAGE_CREATE", g.eventJSON(said))
		g.reacted("MESSAGE_REACTION_ADD", p, by, "❤️")
	}})
}

// answered is whom a message of the bot's was said to.
func (g *Guild) answered(p *post) *person {
	if p.answers != nil {
		return p.answers.author
	}
	for i := len(p.room.posts) - 1; i >= 0 && p.room.isThread(); i-- {
		if other := p.room.posts[i]; other.author != g.me && other.kind != 21 {
			return other.author
		}
	}
	return nil
}

// Live lets life go on until now: what was planned happens, and every so often
// somebody says something. It returns how much was said of itself.
func (g *Guild) Live(now time.Time) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	var left []planned
	for _, p := range g.plan {
		if now.Before(p.at) {
			left = append(left, p)
			continue
		}
		p.what(now)
	}
	g.plan = left
	if g.spoken.IsZero() || now.Sub(g.spoken) < pause {
		return g.again(now)
	}
	g.spoken = now
	all := chatter()
	s := all[g.line%len(all)]
	g.line++
	r := g.called(s.room)
	p := g.put(r, g.named(s.lines[0].who), now, s.lines[0].text)
	g.announce("MESSAGE_CREATE", g.eventJSON(p))
	return 1
}
