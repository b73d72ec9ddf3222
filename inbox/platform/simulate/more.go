package simulate

import (
	"slices"
	"strings"
	"time"
)

// pause is how long it takes until there is more to moderate: 40 to 60 s.
func (t *trouble) pause() time.Duration {
	return 40*time.Second + time.Duration(t.dice.Int64N(int64(20*time.Second))).Truncate(time.Microsecond)
}

// more lets something happen that has to be moderated, while life goes on: the
// same is said again, what was reported is changed into something harmless, it
// is reported, and so is what is fine.
func (t *trouble) more(l *life, at time.Time) {
	t.next = at.Add(t.pause())
	kinds := []func(*life, time.Time){t.repeat, t.whitewash, t.accuse, t.complain, t.bait}
	kinds[t.told%len(kinds)](l, at)
	t.told++
}

func (t *trouble) repeat(l *life, at time.Time) {
	rooms := []string{"general", "help", "random", "feedback", "self-hosting"}
	t.post(l, rooms[t.dice.IntN(len(rooms))], at, t.again())
}

func (t *trouble) bait(l *life, at time.Time) { t.post(l, "help", at, t.filled(t.line(phish))) }

// post lets one of those speak who came to sell, unless they were put out.
func (t *trouble) post(l *life, room string, at time.Time, text string) {
	who, c := t.fresh[t.dice.IntN(len(t.fresh))], l.story.w.room[room]
	if slices.Contains(c.members, who) {
		t.last = append(t.last, l.put(room, at, who, text, nil))
	}
}

// newest is the last thing that was said by them and still stands, or nil.
func (t *trouble) newest() *message {
	for _, m := range slices.Backward(t.last) {
		if !m.gone && m.lost == nil {
			return m
		}
	}
	return nil
}

// whitewash changes what was said, the oldest first.
func (t *trouble) whitewash(l *life, at time.Time) {
	for _, m := range t.last {
		if m.gone || m.lost != nil || !m.edited.IsZero() {
			continue
		}
		w := l.story.w
		was := w.messageJSON(m)
		m.text, m.edited = t.line(meek), at.Truncate(time.Second).Add(time.Second)
		w.altered(w.roomOf(m), m, was, at)
		return
	}
}

func (t *trouble) accuse(l *life, at time.Time) {
	m := t.newest()
	if m == nil {
		return
	}
	for _, u := range []*user{t.regular(), t.regular()} {
		if m.react(flag, u.id) {
			l.story.w.reacted(l.story.w.roomOf(m), m, "reaction_added", flag, u.id, at)
		}
	}
}

// complain links something harmless that was said last in a room.
func (t *trouble) complain(l *life, at time.Time) {
	w := l.story.w
	c := w.room[[]string{"random", "general", "feedback"}[t.dice.IntN(3)]]
	for _, m := range slices.Backward(c.top) {
		if m.subtype == "" && m.lost == nil && !m.author.bot && !slices.Contains(w.team, m.author) && !slices.Contains(t.fresh, m.author) {
			text := strings.ReplaceAll("{link} "+t.line(wrongly), "{link}", "<"+w.linkTo(c, m)+">")
			l.put(reportsRoom, at, t.regular(m.author), text, nil)
			return
		}
	}
}
