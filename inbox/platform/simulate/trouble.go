package simulate

import (
	_ "embed"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What those say who make trouble, and those who report it; see bank/.
var (
	//go:embed bank/trouble.txt
	troubleText string
	//go:embed bank/quarrels.txt
	quarrelsText string
)

// The kinds of line in bank/trouble.txt.
const (
	spam      = '$' // the same again and again
	phish     = '%'
	flood     = '@' // of mentions
	meek      = '~' // what spam is changed into, or from
	newcomers = '?' // harmless questions with a link
	harmless  = '!'
	rightly   = ':' // why something is reported
	wrongly   = ';'
	insulted  = '&'
)

// flag is the reaction with which members report.
const flag = "triangular_flag_on_post"

// reportsRoom is where members say what they saw.
const reportsRoom = "mod-reports"

// trouble is what there is to moderate. It has dice of its own, so that the
// story around it stays what it is.
type trouble struct {
	s     *story
	dice  *rand.Rand
	lines map[byte]*deck[string]
	ware  string  // the line that is said again and again, its slots but for one filled
	fresh []*user // who came to say it
	cites []cite
	last  []*message // what they said, the oldest first
	next  time.Time  // when there is more, see [trouble.more]
	told  int
}

// cite is a message that shall link another one, once that has its timestamp.
type cite struct {
	m, about *message
}

func newTrouble(s *story, dice *rand.Rand) *trouble {
	t := &trouble{s: s, dice: dice, lines: map[byte]*deck[string]{}}
	for _, line := range lines(troubleText).cards {
		if t.lines[line[0]] == nil {
			t.lines[line[0]] = &deck[string]{}
		}
		t.lines[line[0]].cards = append(t.lines[line[0]].cards, strings.TrimSpace(line[1:]))
	}
	t.ware = t.line(spam)
	w := s.w
	c := &channel{
		id: identity(dice, "C"), name: reportsRoom, topic: "Link what you saw and say what is wrong with it", purpose: "For moderators to look at",
		created: s.now.AddDate(0, -9, 0), creator: w.team[0], member: true, members: append(slices.Clone(w.team), w.people...),
	}
	w.channels = append(w.channels, c)
	w.room[c.name], w.chanByID[c.id] = c, c
	return t
}

// line deals a line of a kind.
func (t *trouble) line(kind byte) string {
	return strings.NewReplacer(
		"{coin}", []string{"zyncoin", "moonleaf", "papercoin"}[t.dice.IntN(3)],
		"{n}", strconv.Itoa(2+t.dice.IntN(8)),
	).Replace(t.lines[kind].deal(t.dice))
}

// filled is a line with its link made another one, and with whom it names.
func (t *trouble) filled(text string) string {
	crowd := "<!channel>"
	for _, i := range t.dice.Perm(20)[:8] {
		crowd += " <@" + t.s.w.people[i].id + ">"
	}
	ref := strconv.FormatInt(int64(46656+t.dice.IntN(1_000_000)), 36)
	return strings.NewReplacer("{ref}", ref, "{crowd}", crowd).Replace(text)
}

// again is what is sold, in a few other words.
func (t *trouble) again() string {
	before := []string{"", "", "gm everyone! ", "hey all, ", "🔥 "}
	behind := []string{"", "", " 🚀🚀", " last hours!!", " dont miss it"}
	return before[t.dice.IntN(len(before))] + t.filled(t.ware) + behind[t.dice.IntN(len(behind))]
}

// comes brings a new member, and says so.
func (t *trouble) comes(handle, name string, at time.Time) *user {
	u := &user{handle: handle, name: name, joined: at}
	w := t.s.w
	w.enter(t.dice, u, homes[8])
	for _, c := range w.channels {
		if c.member && !c.archived && c.name != reportsRoom {
			c.members = append(c.members, u)
		}
	}
	if m := t.s.say("general", u, at, "<@"+u.id+"> has joined the channel"); m != nil {
		m.subtype = "channel_join"
	}
	return u
}

// regular is one of those whom one meets every day, another one each time.
func (t *trouble) regular(but ...*user) *user {
	for {
		if u := t.s.w.people[t.dice.IntN(20)]; !slices.Contains(but, u) && !u.joined.After(t.s.now.AddDate(0, 0, -3)) {
			return u
		}
	}
}

// tell tells of the last two days.
func (t *trouble) tell() {
	first := t.wave()
	insult := t.quarrel()
	t.flags(first)
	t.reports(first, insult)
}

func (t *trouble) ago(by time.Duration) time.Time { return t.s.now.Add(-by) }

// wave lets a few come within minutes and say the same in many rooms, and a
// fifth one who changes later what was said. It returns the first of it.
func (t *trouble) wave() *message {
	names := [][2]string{{"luna_rewards", "Luna Rewards"}, {"max.profit88", "Max"}, {"airdrop-alerts", "Airdrop Alerts"}, {"ivy_w3", "Ivy Walters"}}
	for i, n := range names {
		t.fresh = append(t.fresh, t.comes(n[0], n[1], t.ago(95*time.Minute-time.Duration(i)*3*time.Minute)))
	}
	rooms := []string{"general", "help", "random", "show-and-tell", "feedback", "self-hosting", "general"}
	var first *message
	for i, room := range rooms {
		m := t.s.say(room, t.fresh[i%len(t.fresh)], t.ago(70*time.Minute-time.Duration(i)*47*time.Second), t.again())
		if first == nil {
			first = m
		}
		if m != nil {
			t.last = append(t.last, m)
		}
	}
	t.s.say("help", t.fresh[1], t.ago(58*time.Minute), t.filled(t.line(phish)))
	t.s.say("events", t.fresh[3], t.ago(55*time.Minute), t.filled(t.line(flood)))
	late := t.comes("smiling_sol", "Sol", t.ago(21*time.Hour))
	if m := t.s.say("introductions", late, t.ago(20*time.Hour), t.again()); m != nil { // it began as a kind word
		m.edited = t.ago(90 * time.Minute).Truncate(time.Second)
	}
	return first
}

// quarrel lets two regulars escalate, and returns the worst that was said.
func (t *trouble) quarrel() *message {
	room, said := t.dispute()
	one := t.regular()
	two := t.regular(one)
	three := t.regular(one, two)
	who := map[byte]*user{'1': one, '2': two, '3': three}
	var root, worst *message
	for i, line := range said {
		at := t.ago(5*time.Hour - time.Duration(i*i)*40*time.Second - time.Duration(i)*time.Minute)
		text := strings.ReplaceAll(strings.TrimSpace(line[1:]), "@team", "<@"+t.s.w.team[1].id+">")
		if root == nil {
			root = t.s.say(room, who[line[0]], at, text)
			continue
		}
		m := t.s.reply(room, root, who[line[0]], at, text)
		if i == 6 {
			worst = m
		}
	}
	return worst
}

// dispute is where two quarrel, and what they say.
func (t *trouble) dispute() (room string, said []string) {
	blocks := strings.Split(strings.TrimSpace(quarrelsText), "# ")[1:]
	room, rest, _ := strings.Cut(blocks[t.dice.IntN(len(blocks))], "\n")
	return room, lines(rest).cards
}

// flags lets members report with a reaction: once rightly, once what is
// harmless, and once a newcomer who only has a link in their question.
func (t *trouble) flags(first *message) {
	t.flag(first, t.regular(), t.regular())
	author := t.regular()
	t.flag(t.s.say("random", author, t.ago(7*time.Hour), t.filled(t.line(harmless))), t.regular(author))
	newcomer := t.comes("jules.p", "Jules Pereira", t.ago(4*time.Hour))
	t.flag(t.s.say("help", newcomer, t.ago(3*time.Hour), t.filled(t.line(newcomers))), t.regular())
}

func (t *trouble) flag(m *message, by ...*user) {
	for _, u := range by {
		if m != nil {
			m.react(flag, u.id)
		}
	}
}

// reports lets members link what they saw: the spam, what was said in anger,
// and somebody's harmless words.
func (t *trouble) reports(first, insult *message) {
	t.report(first, t.ago(62*time.Minute), rightly)
	t.report(insult, t.ago(4*time.Hour), insulted)
	t.report(t.s.say("show-and-tell", t.regular(), t.ago(26*time.Hour), t.filled(t.line(harmless))), t.ago(9*time.Hour), wrongly)
}

func (t *trouble) report(about *message, at time.Time, why byte) {
	if about == nil {
		return
	}
	if m := t.s.say(reportsRoom, t.regular(about.author), at, "{link} "+t.line(why)); m != nil {
		t.cites = append(t.cites, cite{m, about})
	}
}

// settled writes the links, now that every message has its timestamp.
func (t *trouble) settled() {
	for _, one := range t.cites {
		one.m.text = strings.ReplaceAll(one.m.text, "{link}", "<"+t.s.w.linkTo(t.s.w.roomOf(one.about), one.about)+">")
	}
}

// roomOf is the channel in which a message stands.
func (w *world) roomOf(m *message) *channel {
	for _, c := range w.channels {
		if c.anywhere(m.ts) == m {
			return c
		}
	}
	return w.channels[0]
}
