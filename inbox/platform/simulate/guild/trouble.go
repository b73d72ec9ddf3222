package guild

import (
	"slices"
	"time"
)

// flag is the sign with which members report.
const flag = "🚩"

// raiders came within the same hour, with accounts that are hardly older.
func raiders() [][3]string {
	return [][3]string{
		{"raid1", "nitro.now", "Nitro Now"},
		{"raid2", "gift_bot_77", "gift bot"},
		{"raid3", "qwertz0091", "qwertz0091"},
		{"raid4", "real.lucy.x", "Lucy"},
		{"raid5", "drops4all", "drops4all"},
	}
}

// raid is what they say, each the same, and what is reported wrongly besides.
func raid() []scene {
	const offer = "@everyone FREE nitro for this server, 3 months, first 100 only!! claim: https://n1tro-gift.example/claim?s=fieldnotes"
	rooms := []string{"general", "help", "self-hosting", "show-and-tell", "plugins"}
	all := []scene{
		{"show-and-tell", 8 * hour, "", []said{{"hanneke", 0, "My pressed-flower templates are done and free for everyone: https://hanneke.example/templates"}}, ""},
		{"help", 5*hour + 20*m, "", []said{{"kit", 0, "You people never answer anything here unless it's from the same five names. What a joke of a support channel."}}, ""},
	}
	for i, r := range raiders() {
		all = append(all, scene{rooms[i], 38*m - time.Duration(i)*40*time.Second, "", []said{{r[0], 0, offer}}, ""})
	}
	return append(all, scene{"general", 33 * m, "", []said{{"raid3", 0, "why you ban, it is real, i got mine: https://n1tro-gift.example/claim?s=fieldnotes"}}, ""})
}

// inOrder are the scenes as they happened, the oldest first.
func inOrder(all ...[]scene) []scene {
	told := slices.Concat(all...)
	slices.SortStableFunc(told, func(a, b scene) int { return int(b.ago - a.ago) })
	return told
}

// assemble lets the raiders in.
func (g *Guild) assemble(now time.Time) {
	for i, r := range raiders() {
		p := g.join(r[1], r[2], now.Add(-26*hour-time.Duration(i)*11*m)) // when the account was made
		p.joined = now.Add(-time.Duration(62-5*i) * m)
	}
}

// report lets members flag: twice what is spam, once what is harmless; and
// AutoMod tell of what it met.
func (g *Guild) report(now time.Time) {
	for _, r := range g.rooms {
		for _, p := range r.posts {
			switch p.author {
			case g.named("raid1"), g.named("raid4"):
				p.react(g.named("fern"), flag, "")
				p.react(g.named("abhi"), flag, "")
			case g.named("hanneke"):
				if len(p.faces) == 0 && r.name == "show-and-tell" {
					p.react(g.named("dag"), flag, "")
				}
			}
		}
	}
	g.log = append(g.log, entry{id: g.give(now.Add(-36 * m)), action: 143, user: g.named("raid2").id, options: map[string]string{
		"channel_id": g.called("help").id, "auto_moderation_rule_name": "Suspected spam", "auto_moderation_rule_trigger_type": "3",
	}})
	g.troubled = now
}

// again lets one of the raiders say it once more, now and then, and members flag
// it; those who were put out or silenced say nothing. The caller holds the lock.
func (g *Guild) again(now time.Time) int {
	if g.troubled.IsZero() || now.Sub(g.troubled) < 45*time.Second {
		return 0
	}
	g.troubled = now
	r := raiders()[g.trouble%len(raiders())]
	g.trouble++
	who := g.named(r[0])
	if who.left || g.bans[who.id] || who.silent.After(now) {
		return 0
	}
	p := g.put(g.called([]string{"general", "help", "plugins"}[g.trouble%3]), who, now, "last chance for nitro, do not miss it → https://n1tro-gift.example/claim?s=fieldnotes&n="+r[1])
	g.announce("MESSAGE_CREATE", g.eventJSON(p))
	if g.trouble%2 == 0 {
		p.react(g.named("zoe"), flag, "")
		g.reacted("MESSAGE_REACTION_ADD", p, g.named("zoe"), flag)
	}
	return 1
}

// Removed are the messages that the bot deleted and others had said, in that
// order.
func (g *Guild) Removed() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var all []string
	for _, d := range g.deeds {
		if d.Kind == "remove" {
			all = append(all, d.Message)
		}
	}
	return all
}

// Standing is how a member stands: "member", "silenced", "away" or "banned".
func (g *Guild) Standing(id string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	p := g.person(id)
	switch {
	case g.bans[id]:
		return "banned"
	case p == nil || p.left:
		return "away"
	case p.silent.After(g.opts.Now()):
		return "silenced"
	}
	return "member"
}
