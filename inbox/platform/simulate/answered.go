package simulate

import (
	"math/rand/v2"
	"slices"
	"time"
)

// carryOut does what somebody had in mind.
func (l *life) carryOut(p plan, at time.Time) {
	c := p.c
	if c == nil {
		c = l.story.w.room[p.room]
	}
	if p.emoji == "" {
		l.say(c, at, p.who, p.text, p.root)
		return
	}
	if !p.root.gone && p.root.lost == nil && p.root.react(p.emoji, p.who.id) {
		l.story.w.reacted(c, p.root, "reaction_added", p.emoji, p.who.id, at)
	}
}

// followUps are what people ask on who were answered.
func followUps() []string {
	return []string{
		"That helps. And does it work the same on the phone?",
		"Ah, I see. Is that written down somewhere, so that I can point the others to it?",
		"Tried it, and it got further than before. Do I have to restart anything?",
		"Good to know. Will this change with the next release?",
	}
}

// answerUs lets the one whom we spoke to answer after a while, the first times
// in a conversation: with thanks or with one more question, and sometimes with
// a reaction besides.
func (l *life) answerUs(c *channel, ours *message, now time.Time) {
	who, thread := l.whom(c, ours)
	if who == nil {
		return
	}
	key := thread
	if key == nil {
		key = ours
	}
	dice := l.story.w.aside
	l.asked[key]++
	if l.asked[key] > 1 && dice.Float64() < 0.5 || l.asked[key] > 4 {
		return
	}
	at := now.UTC().Add(between(dice, 8*time.Second, 25*time.Second))
	if dice.Float64() < 0.4 {
		names := [...]string{"heart", "+1", "raised_hands", "pray"}
		l.plan(plan{at: at.Add(-3 * time.Second), c: c, root: ours, who: who, emoji: names[dice.IntN(len(names))]})
	}
	text := l.polite.deal(dice)
	if dice.Float64() < 0.35 {
		text = followUps()[dice.IntN(len(followUps()))]
	}
	l.plan(plan{at: at, c: c, root: thread, who: who, text: text})
}

// whom is whom we spoke to: the last in the thread who is not of the team, or
// whom the conversation is with.
func (l *life) whom(c *channel, ours *message) (who *user, thread *message) {
	w := l.story.w
	if c.pair != nil {
		for _, u := range c.pair {
			if u != ours.author && !u.bot {
				return u, nil
			}
		}
		return nil, nil
	}
	if ours.root == nil {
		return nil, nil
	}
	said := append([]*message{ours.root}, ours.root.replies...)
	for _, m := range slices.Backward(said) {
		if !m.author.bot && m.author != ours.author && !slices.Contains(w.team, m.author) {
			return m.author, ours.root
		}
	}
	return nil, nil
}

func between(dice *rand.Rand, least, most time.Duration) time.Duration {
	return (least + time.Duration(dice.Int64N(int64(most-least)))).Truncate(time.Microsecond)
}
