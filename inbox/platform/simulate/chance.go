package simulate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// chance decides what happens in a random history, and draws it from a seed.
type chance struct {
	w     *world
	dice  *rand.Rand
	words int       // that were made up so far, each of them new
	bin   []thrown  // what was deleted and may come back
	now   time.Time // of the change that is under way
	plain bool      // we run nothing there
}

// NewHistory makes a small workspace whose content is drawn at random: o.Size
// messages (300 if zero) of the last hundred days in so many rooms (4 to 8 if
// zero, never less than 4). One room is private, one archived, and of one we
// are no member. Every text holds a word that no other has ("word12x").
func NewHistory(o Options, rooms int) *Slack {
	if o.Size == 0 {
		o.Size = 300
	}
	o = o.filled()
	w := &world{teamID: "T0FIELDNTS", room: map[string]*channel{}, byID: map[string]*user{}, chanByID: map[string]*channel{}}
	s := open(o, w)
	h := s.chance
	h.now = o.Now().UTC().Truncate(time.Microsecond)
	if rooms == 0 {
		rooms = 4 + h.dice.IntN(5)
	}
	h.populate()
	h.furnish(max(4, rooms))
	h.talk(o.Size)
	w.settle()
	return s
}

// populate brings 8 to 20 members, two bots and Slackbot among them.
func (h *chance) populate() {
	h.w.team = []*user{{handle: "me", name: "Robin Me", admin: !h.plain, owner: !h.plain}}
	h.w.enter(h.dice, h.w.team[0], homes[0])
	h.w.enter(h.dice, &user{id: "USLACKBOT", handle: "slackbot", name: "Slackbot", bot: true}, homes[0])
	for _, name := range [...]string{"Beep", "Boop"} {
		h.w.enter(h.dice, &user{handle: strings.ToLower(name), name: name, bot: true}, homes[0])
	}
	for most := 8 + h.dice.IntN(13); len(h.w.users) < most; {
		h.newcomer()
	}
}

func (h *chance) newcomer() *user {
	u := passerBy(h.dice, h.dice.IntN(100))
	u.handle = h.unused(u.handle, func(handle string) bool {
		return slices.ContainsFunc(h.w.users, func(u *user) bool { return u.handle == handle })
	})
	u.joined = h.now
	h.w.enter(h.dice, u, homes[h.dice.IntN(len(homes))])
	return u
}

// unused is a name that is not taken: the one that is wanted, or a longer one.
func (h *chance) unused(want string, taken func(string) bool) string {
	name := want
	for n := 2; taken(name); n++ {
		name = want + "-" + strconv.Itoa(n)
	}
	return name
}

// furnish opens the rooms.
func (h *chance) furnish(rooms int) {
	names := [...]string{"general", "backroom", "attic", "elsewhere", "help", "random", "plans", "news"}
	for i := range rooms {
		name := "room-" + strconv.Itoa(i)
		if i < len(names) {
			name = names[i]
		}
		c := h.room(name, h.now.AddDate(0, -5, i))
		c.private, c.archived, c.member = i == 1, i == 2, i != 3
		for _, u := range h.w.users {
			if me := u == h.w.me(); me && c.member || !me && u.id != "USLACKBOT" && (i == 0 || h.dice.IntN(3) > 0) {
				c.members = append(c.members, u)
			}
		}
	}
}

// room opens a room without anybody in it.
func (h *chance) room(name string, created time.Time) *channel {
	c := &channel{
		id: identity(h.dice, "C"), name: name, topic: "On " + name, purpose: "To speak of " + name,
		created: created, creator: h.w.me(), member: true,
	}
	h.w.channels = append(h.w.channels, c)
	h.w.room[name], h.w.chanByID[c.id] = c, c
	return c
}

// talk fills the rooms with so many messages.
func (h *chance) talk(size int) {
	for h.w.count < size {
		c := h.w.channels[h.dice.IntN(len(h.w.channels))]
		m := &message{at: h.past(), author: h.someone()}
		if len(c.top) > 0 && h.dice.IntN(100) < 45 {
			root := pick(h, c.top)
			if root.root != nil {
				root = root.root
			}
			m.root, m.at = root, h.between(root.at)
			if h.dice.IntN(10) == 0 {
				m.broadcast, m.subtype = true, "thread_broadcast"
			}
		}
		h.garnish(m)
		h.w.add(c, m)
	}
}

// garnish gives a message a text, and some of them more than that.
func (h *chance) garnish(m *message) {
	m.text = h.text()
	switch p := h.dice.IntN(100); {
	case p < 8 && m.root == nil:
		m.subtype, m.text = "channel_join", "<@"+m.author.id+"> has joined the channel"
		return
	case p < 14:
		h.attach(m)
	}
	for h.dice.IntN(6) == 0 {
		m.react(h.emoji(), h.someone().id)
	}
	if h.dice.IntN(12) == 0 {
		m.edited = h.between(m.at).Truncate(time.Second)
		if m.edited.Before(m.at) {
			m.edited = m.edited.Add(time.Second)
		}
	}
}

// attach shares a file with a message.
func (h *chance) attach(m *message) {
	id, name := identity(h.dice, "F"), h.word()+".png"
	m.files = append(m.files, file{
		ID: id, Created: m.at.Unix(), Timestamp: m.at.Unix(), Name: name, Title: name,
		Mimetype: "image/png", Filetype: "png", PrettyType: "PNG", User: m.author.id, Size: 1 + h.dice.IntN(1_000_000), Mode: "hosted",
		URLPrivate: "https://files.slack.com/files-pri/" + h.w.teamID + "-" + id + "/" + name,
		Permalink:  base + "files/" + m.author.id + "/" + id + "/" + name,
	})
}

// past is a time from a few minutes to a hundred days ago, every scale alike.
func (h *chance) past() time.Time {
	minutes := 3 * math.Pow(100*24*60/3, h.dice.Float64())
	return h.now.Add(-time.Duration(minutes * float64(time.Minute))).Truncate(time.Microsecond)
}

// between is a time after another, rather soon after it, and before now.
func (h *chance) between(from time.Time) time.Time {
	span := h.now.Sub(from).Seconds()
	after := math.Pow(max(span, 2), h.dice.Float64()*0.99)
	return from.Add(time.Duration(after * float64(time.Second))).Truncate(time.Microsecond)
}

// someone is a member who may speak.
func (h *chance) someone() *user {
	for {
		if u := pick(h, h.w.users); !u.deleted && u.id != "USLACKBOT" && u != h.w.app {
			return u
		}
	}
}

func pick[T any](h *chance, list []T) T { return list[h.dice.IntN(len(list))] }

// word is one that nobody has used before.
func (h *chance) word() string {
	h.words++
	return "word" + strconv.Itoa(h.words) + "x"
}

func (h *chance) emoji() string {
	return pick(h, []string{"+1", "eyes", "tada", "heart", "white_check_mark", "pray"})
}

// text is something to say, in Slack's markup, with a word of its own.
func (h *chance) text() string {
	texts := []string{
		"%s", "it is about %s again", "%s?\nand a second line", "*bold* _slanted_ ~gone~ `code` %s",
		"does R&amp;D know of %s &lt;soon&gt;?", "größer 日本語 שלום %s", ":tada: %s :+1::skin-tone-3:",
		"see <https://example.com/a?b=1&amp;c=2|this page> on %s", "```\nfunc main() {}\n``` %s",
		"<@" + h.someone().id + "> have a look at %s", "<!here> %s", "> quoted\n%s",
		"over in <#" + h.w.channels[0].id + "|" + h.w.channels[0].name + "> they say %s",
	}
	return fmt.Sprintf(pick(h, texts), h.word())
}
