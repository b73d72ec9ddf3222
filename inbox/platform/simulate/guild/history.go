package guild

import (
	"fmt"
	"strings"
	"time"
)

// The rights of a moderator's bot, and of everyone.
const (
	viewChannel  = 1 << 10
	sendMessages = 1 << 11
	readHistory  = 1 << 16
	everyRight   = viewChannel | sendMessages | readHistory | 1<<6 | 1<<38
	botRights    = everyRight | 1<<1 | 1<<2 | 1<<7 | 1<<13 | 1<<34 | 1<<40
	teamRights   = everyRight | 1<<1 | 1<<2 | 1<<13 | 1<<40
)

// settle makes the server, its roles and its bot.
func (g *Guild) settle(begun time.Time) {
	g.id = g.give(begun)
	g.roles = []role{
		{g.id, "@everyone", everyRight}, {g.give(begun), "Rounds", botRights}, {g.give(begun), "Team", teamRights}, {g.give(begun), "Beta testers", everyRight},
	}
	g.me = g.join("rounds", "", begun)
	g.me.bot, g.me.roles = true, []string{g.roles[1].id}
}

// join lets somebody in.
func (g *Guild) join(handle, name string, at time.Time) *person {
	p := &person{id: g.give(at), handle: handle, name: name, joined: at}
	g.people = append(g.people, p)
	return p
}

// open makes a channel.
func (g *Guild) open(kind int, name, topic string, at time.Time) *room {
	r := &room{id: g.give(at), kind: kind, name: name, topic: topic, begun: at, owner: g.me}
	g.rooms = append(g.rooms, r)
	return r
}

// hide closes a channel to everyone but those with a role.
func (g *Guild) hide(r *room, role string) {
	r.overwrites = []overwrite{{id: g.id, deny: viewChannel}, {id: role, allow: viewChannel}}
	r.hidden = role != g.roles[1].id
}

// NewHistory draws a community from a seed, whose history of about so many
// messages ends now.
func NewHistory(o Options) *Guild {
	g := newGuild(o, "Drawn from a seed")
	now := g.opts.Now()
	begun := now.Add(-90 * 24 * time.Hour)
	g.settle(begun)
	g.owner = g.join("sam", "Sam Adeyemi", begun)
	for i := range 14 {
		p := g.join(fmt.Sprintf("%s%d", handles()[i%len(handles())], i), strings.ToUpper(handles()[i%len(handles())][:1])+" Member", begun.Add(time.Duration(i)*time.Hour))
		if i%4 == 1 {
			p.nick = "Nick “" + p.handle + "” 🌱"
		}
		if i == 2 {
			p.roles = []string{g.roles[2].id}
		}
		p.bot = i == 5
	}
	rooms := []*room{
		g.open(0, "general", "Everything", begun), g.open(0, "help", "", begun), g.open(5, "news", "", begun), g.open(2, "lounge", "", begun),
		g.open(15, "ideas", "One post for each", begun), g.open(0, "moderators", "", begun), g.open(0, "attic", "", begun), g.open(0, "vault", "", begun),
	}
	g.open(4, "a category", "", begun)
	g.open(0, "empty", "", begun)
	g.hide(rooms[5], g.roles[1].id)
	g.hide(rooms[6], g.roles[2].id)
	rooms[7].overwrites = []overwrite{{id: g.roles[1].id, deny: readHistory}}
	rooms[7].closed = true
	at := now.Add(-60 * 24 * time.Hour)
	step := now.Add(-time.Minute).Sub(at) / time.Duration(max(1, o.Size))
	for n := 0; n < o.Size; n++ {
		at = at.Add(step/2 + time.Duration(g.dice.Int64N(int64(step)+1))/2)
		g.happen(at, true)
	}
	for i := range 2 {
		who := g.join(fmt.Sprintf("asker%d", i), "Somebody New", now)
		who.left = true
		g.asks = append(g.asks, &request{id: g.give(now.Add(-time.Hour)), status: "SUBMITTED", answer: "I want to read along, " + who.handle, who: who, at: now.Add(-time.Hour)})
	}
	g.log = append(g.log,
		entry{id: g.give(now.Add(-2 * time.Hour)), action: 143, user: g.people[3].id, options: map[string]string{"channel_id": rooms[0].id, "auto_moderation_rule_name": "No spam", "auto_moderation_rule_trigger_type": "1"}},
		entry{id: g.give(now.Add(-time.Hour)), action: 22, user: g.owner.id, target: g.people[4].id, reason: "sold watches"})
	return g
}

func handles() []string {
	return []string{"mika", "bo.b", "ana_z", "øyvind", "li.mei", "builder", "quill", "tern"}
}

// phrase makes a text with a word of its own.
func (g *Guild) phrase() string {
	g.words++
	parts := []string{
		"how do I export my notes?", "Zażółć gęślą jaźń", "日本語のメモも同期できますか", "thanks 👩‍👩‍👧‍👦", "it is **bold** and ~~gone~~ and `code <@1>`", "see [the docs](https://fieldnotes.example/docs)",
		"look at <https://fieldnotes.example>", "since <t:1767225600:R>", "<:fieldnotes:" + customEmoji + "> yes", "||spoiler||", "> quoted\nand answered", "a\nb\nc", "5 < 6 & 7 > 3", "```go\nfunc main() {}\n```", "\\*not bold\\*",
	}
	text := fmt.Sprintf("%s word%dx", parts[g.dice.IntN(len(parts))], g.words)
	switch g.dice.IntN(10) {
	case 0:
		text = "<@" + g.someone().id + "> " + text
	case 1:
		text += " <#" + g.rooms[g.dice.IntN(4)].id + ">"
	case 2:
		text += " <@&" + g.roles[3].id + ">"
	}
	return text
}

// someone is a member at random, not the bot.
func (g *Guild) someone() *person {
	for range 50 {
		if p := g.people[g.dice.IntN(len(g.people))]; p != g.me && !p.left {
			return p
		}
	}
	return g.owner
}

// somewhere is a channel with messages, or a thread, at random.
func (g *Guild) somewhere(threads bool) *room {
	for {
		r := g.rooms[g.dice.IntN(len(g.rooms))]
		if !r.gone && !r.top().gone && r.kind != 4 && !r.isForum() && r.name != "empty" && (threads || !r.isThread()) {
			return r
		}
	}
}

// recent is one of the last messages of a room, or nil.
func (g *Guild) recent(r *room, fits func(*post) bool) *post {
	for range 12 {
		if len(r.posts) == 0 {
			return nil
		}
		p := r.posts[max(0, len(r.posts)-1-g.dice.IntN(min(len(r.posts), 40)))]
		if !p.gone && p.kind != 21 && fits(p) {
			return p
		}
	}
	return nil
}

// happen lets something be said: alone, as an answer, in a thread, in a forum.
func (g *Guild) happen(at time.Time, past bool) {
	by := g.someone()
	switch p := g.dice.Float64(); {
	case p < 0.06:
		g.ask(g.forum(), by, at, fmt.Sprintf("An idea %d", g.dice.IntN(1000)), g.phrase())
	case p < 0.12:
		r := g.somewhere(false)
		if from := g.recent(r, func(p *post) bool { return p.thread == nil && p.kind == 0 && p.answers == nil }); from != nil && (r.kind == 0 || r.kind == 5) {
			t := g.begin(from, "About it", by, at)
			g.put(t, by, at, g.phrase())
		}
	case p < 0.16:
		r := g.somewhere(false)
		joined := g.put(r, by, at, "")
		joined.kind = []int{7, 6}[g.dice.IntN(2)]
	case p < 0.40:
		r := g.somewhere(false)
		if to := g.recent(r, func(p *post) bool { return p.kind == 0 || p.kind == 19 }); to != nil {
			g.answer(to, by, at, g.phrase())
			break
		}
		fallthrough
	default:
		r := g.somewhere(true)
		if !r.archived.IsZero() {
			r.archived = time.Time{}
		}
		g.dress(g.put(r, by, at, g.phrase()), at)
	}
	if past && g.dice.Float64() < 0.3 {
		g.stir(at)
	}
}

func (g *Guild) forum() *room {
	for _, r := range g.rooms {
		if r.isForum() && !r.gone {
			return r
		}
	}
	return g.rooms[0]
}

// dress gives some messages a file, a sticker, a reaction, what a bot draws.
func (g *Guild) dress(p *post, at time.Time) {
	switch g.dice.IntN(14) {
	case 0:
		p.files = []file{{"screen shot ✓.png", "image/png", 120_000}}
	case 1:
		p.sticker = "wave"
	case 2:
		if p.author.bot {
			p.embed = "nightly build **passed**"
		}
	case 3:
		p.react(g.someone(), "🎉", "")
	case 4:
		p.react(g.someone(), "fieldnotes", customEmoji)
	case 5:
		p.edit(at.Add(time.Second), p.text+" (edited)")
	}
}

func (p *post) edit(at time.Time, text string) {
	if !at.After(p.edited) { // a platform's edits have their order
		at = p.edited.Add(time.Millisecond)
	}
	p.was, p.text, p.edited = p.text, text, at
}

// stir lets something be changed that was said before.
func (g *Guild) stir(at time.Time) {
	r := g.somewhere(true)
	p := g.recent(r, func(p *post) bool { return p.author != g.me && (p.kind == 0 || p.kind == 19) })
	if p == nil {
		return
	}
	switch g.dice.IntN(6) {
	case 0, 1:
		p.react(g.someone(), []string{"🎉", "🔥", "❤️"}[g.dice.IntN(3)], "")
	case 2:
		if len(p.faces) > 0 {
			f := p.faces[0]
			p.unreact(f.by[0], f.name, f.id)
		}
	case 3, 4:
		g.words++
		p.edit(at, fmt.Sprintf("changed word%dx", g.words))
	case 5:
		// What others have answered stays: where a conversation began that lost its
		// beginning, only a memory knows that was there before.
		if p.replies == 0 && p.thread == nil && p.id != p.room.id {
			p.remove()
		}
	}
}
