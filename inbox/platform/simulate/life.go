package simulate

import (
	"cmp"
	"slices"
	"time"
)

// life is what happens after the history: now and then something new is said,
// and what was said is answered.
type life struct {
	story *story
	pace  time.Duration
	next  time.Time // when something new will be said
	plans []plan    // what will be answered, soonest first

	polite deck[string] // what people say who were answered
	asked  map[*message]int
}

// plan is a reply that somebody has in mind.
type plan struct {
	at   time.Time
	room string
	root *message
	who  *user
	text string

	c     *channel // instead of a room
	emoji string   // a reaction, and nothing that is said
}

func newLife(s *story, o Options, now time.Time) *life {
	l := &life{story: s, pace: o.Pace, polite: deck[string]{cards: newBank().thanks.cards}, asked: map[*message]int{}}
	l.next = now.Add(l.pause())
	if s.trouble != nil {
		s.trouble.next = now.Add(s.trouble.pause())
	}
	return l
}

// pause is between half the pace and half as much again: 8 to 20 s by default.
func (l *life) pause() time.Duration {
	return time.Duration((0.57 + l.story.dice.Float64()*0.86) * float64(l.pace)).Truncate(time.Microsecond)
}

// longest is how many messages one call may bring: a machine that slept does
// not wake up to a flood.
const longest = 40

// until lets everything happen that is due by now.
func (l *life) until(now time.Time) int {
	before := l.story.w.count
	for l.story.w.count-before < longest {
		at := l.due()
		if at.After(now) {
			return l.story.w.count - before
		}
		l.happen(at)
	}
	l.next = now.Add(l.pause())
	if t := l.story.trouble; t != nil {
		t.next = now.Add(t.pause())
	}
	return l.story.w.count - before
}

// due is when the next thing happens.
func (l *life) due() time.Time {
	at := l.next
	if len(l.plans) > 0 && l.plans[0].at.Before(at) {
		at = l.plans[0].at
	}
	if t := l.story.trouble; t != nil && t.next.Before(at) {
		at = t.next
	}
	return at
}

// happen lets one thing happen: a reply that was planned, or something new.
func (l *life) happen(at time.Time) {
	if len(l.plans) > 0 && !l.plans[0].at.After(at) {
		p := l.plans[0]
		l.plans = l.plans[1:]
		l.carryOut(p, at)
		return
	}
	if t := l.story.trouble; t != nil && !t.next.After(at) {
		t.more(l, at)
		return
	}
	l.next = at.Add(l.pause())
	s := l.story
	s.clock = at
	who := s.someone()
	switch p := s.dice.Float64(); {
	case p < 0.30:
		l.question(at, s.seeker())
	case p < 0.42:
		rooms := [...]string{"general", "help", "events"}
		l.put(rooms[s.dice.IntN(len(rooms))], at, who, s.fill(s.bank.mentions.deal(s.dice), who), nil)
	case p < 0.66:
		l.answerSomething(at, who)
	case p < 0.76:
		l.put("feedback", at, who, s.fill(s.bank.feedback.deal(s.dice), who), nil)
	case p < 0.80:
		l.put("introductions", at, who, s.fill(s.introduction(who), who), nil)
	case p < 0.82:
		text, troll := s.provocation()
		l.put("general", at, troll, s.fill(text, troll), nil)
	default:
		room := "random"
		text, who := s.voice(s.bank.chatter.deal(s.dice), who)
		root := l.put(room, at, who, s.fill(text, who), nil)
		if s.dice.Float64() < 0.5 {
			l.plan(plan{at: at.Add(s.delay(time.Minute)), room: room, root: root, who: s.someone(who), text: s.bank.echo.deal(s.dice)})
		}
	}
}

// question asks something; somebody may answer in a while, and the asker may
// give thanks then.
func (l *life) question(at time.Time, who *user) {
	s := l.story
	q := s.bank.questions.deal(s.dice)
	text, who := s.voice(q.asks[s.dice.IntN(len(q.asks))], who)
	fill := s.w.slots(s.dice, who).Replace
	root := l.put(q.room, at, who, s.opener(fill(text)), nil)
	if s.dice.Float64() < 0.3 {
		l.plan(plan{at: at.Add(2 * time.Second), room: q.room, root: root, who: s.w.helper, text: s.bank.bot.deal(s.dice)})
	}
	if s.dice.Float64() < 0.4 {
		answered := at.Add(s.delay(2 * time.Minute))
		l.plan(plan{at: answered, room: q.room, root: root, who: s.someone(who), text: fill(q.answers[s.dice.IntN(len(q.answers))])})
		l.plan(plan{at: answered.Add(s.delay(time.Minute)), room: q.room, root: root, who: who, text: cmp.Or(fill(q.thanks), s.bank.thanks.deal(s.dice))})
	}
}

// answerSomething replies to one of the last things said.
func (l *life) answerSomething(at time.Time, who *user) {
	s := l.story
	rooms := [...]string{"random", "show-and-tell", "feedback", "introductions"}
	room := rooms[s.dice.IntN(len(rooms))]
	top := s.w.room[room].top
	if len(top) == 0 {
		return
	}
	root := top[len(top)-1-s.dice.IntN(min(5, len(top)))]
	if root.root != nil {
		root = root.root
	}
	from := &s.bank.echo
	switch room {
	case "feedback":
		from = &s.bank.feedbackReplies
	case "introductions":
		from = &s.bank.welcomes
	}
	l.put(room, at, who, s.fill(from.deal(s.dice), root.author), root)
}

func (l *life) plan(p plan) {
	i, _ := slices.BinarySearchFunc(l.plans, p, func(a, b plan) int { return a.at.Compare(b.at) })
	l.plans = slices.Insert(l.plans, i, p)
}

// put says something now. Nothing is ever said before what was said already.
func (l *life) put(room string, at time.Time, who *user, text string, root *message) *message {
	return l.say(l.story.w.room[room], at, who, text, root)
}

// say says something in a room, or in a private conversation.
func (l *life) say(c *channel, at time.Time, who *user, text string, root *message) *message {
	if !at.After(c.newest) {
		at = c.newest.Add(time.Microsecond)
	}
	c.newest = at
	if root != nil && root.gone {
		root = nil
	}
	m := &message{at: at, ts: stamp(at), author: who, text: text, root: root}
	l.story.w.add(c, m)
	l.story.w.said(c, m, at)
	return m
}
