package guild

import (
	"strings"
	"time"
)

// scene is one conversation of the story, told in lines: who, how many minutes
// after the line before, and what.
type scene struct {
	room  string
	ago   time.Duration
	title string // of a forum's post, or of the thread that was begun from the first line
	lines []said
	faces string // signs under the first line
}

type said struct {
	who   string
	after time.Duration
	text  string
}

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

// cast are the people, by the name under which the story knows them, with the
// handle that they have here.
func cast() [][3]string {
	return [][3]string{
		{"sam", "sam", "Sam Adeyemi"},
		{"ines", "ines.d", "Inês Duarte"},
		{"jonas", "jonas", "Jonas Lindqvist"},
		{"maria", "maria.k", "Maria Kovač"},
		{"tom", "tomtom", "Tom Achterberg"},
		{"romero", "dr_romero", "Inés Romero"},
		{"paul", "pixelpaul", "Paul Brennan"},
		{"oystein", "oystein_b", "Øystein Bakke"},
		{"mei", "mei.lin", "林美玲"},
		{"nora", "nora_writes", "Nora Whitfield"},
		{"abhi", "abhi", "Abhijit Kulkarni"},
		{"zoe", "zoe.l", "Zoë Lambert"},
		{"fern", "fern", "Fern Okonkwo"},
		{"hanneke", "hanneke", "Hanneke de Wit"},
		{"owl", "quietowl", "Sasha Belova"},
		{"kit", "kit.makes", "Kit Palmer"},
		{"dag", "dagobert", "Dag Eriksen"},
		{"lupe", "lupe_s", "Guadalupe Soto"},
	}
}

// NewStory tells of the community of Fieldnotes on Discord.
func NewStory(o Options) *Guild {
	g := newGuild(o, "Fieldnotes")
	now := g.opts.Now()
	begun := now.Add(-400 * day)
	g.settle(begun)
	for i, c := range cast() {
		p := g.join(c[1], c[2], begun.Add(time.Duration(i)*11*day))
		if i < 3 {
			p.roles = []string{g.roles[2].id}
		}
	}
	g.assemble(now)
	g.owner = g.named("sam")
	for who, days := range map[string]time.Duration{"paul": 17, "fern": 17, "hanneke": 19, "zoe": 13, "kit": 11, "owl": 6, "abhi": 5} {
		g.named(who).joined = now.Add(-days*day + 3*hour) // they came with the launch, and stayed
	}
	g.named("lupe").joined = now.Add(-20 * time.Hour)
	g.named("dag").joined = now.Add(-3 * hour)
	for _, r := range []struct {
		kind        int
		name, topic string
	}{
		{5, "announcements", "What is new in Fieldnotes"},
		{0, "general", "Notes, paper, and everything between"},
		{0, "help", "Something does not work? Say what you did and what you saw"},
		{0, "self-hosting", "fieldsync on your own machine"},
		{0, "plugins", "Make Fieldnotes do what it does not"},
		{15, "ideas", "One post for each idea"},
		{0, "show-and-tell", "Your themes and templates"},
		{0, "team", "Only us"},
	} {
		g.open(r.kind, r.name, r.topic, begun)
	}
	team := g.called("team")
	g.hide(team, g.roles[2].id)
	team.overwrites = append(team.overwrites, overwrite{id: g.roles[1].id, allow: viewChannel})
	team.hidden = false
	for _, s := range inOrder(scenes(), raid()) {
		g.tellScene(s, now)
	}
	g.waiting(now)
	g.report(now)
	g.spoken = now
	return g
}

func (g *Guild) named(who string) *person {
	for _, c := range append(cast(), raiders()...) {
		if c[0] == who {
			for _, p := range g.people {
				if p.handle == c[1] {
					return p
				}
			}
		}
	}
	return g.me
}

func (g *Guild) called(name string) *room {
	for _, r := range g.rooms {
		if r.name == name && !r.isThread() {
			return r
		}
	}
	return g.rooms[0]
}

// tellScene lets a scene happen.
func (g *Guild) tellScene(s scene, now time.Time) {
	r, at := g.called(s.room), now.Add(-s.ago)
	var first *post
	place := r
	for i, line := range s.lines {
		at = at.Add(line.after)
		by, text := g.named(line.who), g.spelled(line.text)
		switch {
		case i == 0 && r.isForum():
			place = g.ask(r, by, at, s.title, text)
			first = place.posts[0]
		case i == 0:
			first = g.put(r, by, at, text)
		case i == 1 && s.title != "" && !r.isForum():
			place = g.begin(first, s.title, by, at)
			g.put(place, by, at, text)
		case place != r:
			g.put(place, by, at, text)
		default:
			g.answer(first, by, at, text)
		}
	}
	for i, sign := range strings.Fields(s.faces) {
		first.react(g.people[3+i], sign, "")
		first.react(g.people[6+i], sign, "")
	}
}

// spelled writes "@maria" and "@rounds" as Discord does.
func (g *Guild) spelled(text string) string {
	for _, c := range cast() {
		text = strings.ReplaceAll(text, "@"+c[0]+"!", "<@"+g.named(c[0]).id+">")
	}
	return strings.ReplaceAll(text, "@rounds!", "<@"+g.me.id+">")
}

// waiting is what waits for those who moderate.
func (g *Guild) waiting(now time.Time) {
	who := g.join("brightwood", "Willa Brightwood", now)
	who.left = true
	g.asks = append(g.asks, &request{
		id: g.give(now.Add(-5 * hour)), status: "SUBMITTED", who: who, at: now.Add(-5 * hour),
		answer: "I teach field botany and my students keep their notes in Fieldnotes. tomtom told me about this place.",
	})
	g.log = append(g.log,
		entry{id: g.give(now.Add(-26 * hour)), action: 143, user: g.named("dag").id, options: map[string]string{
			"channel_id": g.called("general").id, "auto_moderation_rule_name": "No invites to other servers", "auto_moderation_rule_trigger_type": "1",
		}},
		entry{
			id: g.give(now.Add(-9 * hour)), action: 72, user: g.named("jonas").id, target: g.named("dag").id, reason: "the same link, three times",
			options: map[string]string{"channel_id": g.called("show-and-tell").id, "count": "1"},
		})
}
