package forum

import (
	"slices"
	"time"
)

// life is what happens after the history.
type life struct {
	next    time.Time // when something new will be said
	plans   []plan    // what will be answered
	said    int
	blamed  time.Time // when somebody will be flagged
	accused int
	line    waiting
}

// plan is an answer that somebody has in mind.
type plan struct {
	at   time.Time
	t    *topic
	who  *user
	text string
}

// mostAtOnce is how much one call may bring: a machine that slept does not wake
// up to a flood.
const mostAtOnce = 20

// Live lets happen what is due by now, and reports how much that was.
func (f *Forum) Live(now time.Time) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.life.next.IsZero() {
		f.life.next, f.life.blamed = now.Add(f.pause()), now.Add(2*f.pause()+20*time.Second)
		return 0
	}
	if !f.life.blamed.After(now) {
		f.accuse(now)
		f.life.blamed = now.Add(45*time.Second + f.pause()/2)
	}
	n := 0
	for ; n < mostAtOnce; n++ {
		slices.SortStableFunc(f.life.plans, func(a, b plan) int { return a.at.Compare(b.at) })
		switch {
		case len(f.life.plans) > 0 && !f.life.plans[0].at.After(now):
			p := f.life.plans[0]
			f.life.plans = f.life.plans[1:]
			if p.t.deleted.IsZero() {
				f.say(p.t, p.who, p.at, p.text)
			}
		case !f.life.next.After(now):
			f.remark(f.life.next)
			f.life.next = f.life.next.Add(f.pause())
		default:
			return n
		}
	}
	f.life.next = now.Add(f.pause())
	return n
}

// pause is between half the pace and half as much again.
func (f *Forum) pause() time.Duration {
	return time.Duration((0.5 + f.dice.Float64()) * float64(f.opts.Pace))
}

// remark lets somebody say something: in a topic, or in a new one.
func (f *Forum) remark(at time.Time) {
	all := remarks()
	one := all[f.life.said%len(all)]
	f.life.said++
	who := f.called(one.who)
	if who == nil {
		who = f.anybody()
	}
	open := f.alive()
	if one.title != "" || len(open) == 0 {
		f.begin(f.rooms[f.life.said%max(1, min(5, len(f.rooms)))], who, at, one.title, one.text)
		return
	}
	f.say(open[f.dice.IntN(len(open))], who, at, one.text)
}

// remarks are what people say while the forum lives.
func remarks() []struct{ who, title, text string } {
	return []struct{ who, title, text string }{
		{"fern", "", "I see this too, on Linux. Happy to send a log if it helps."},
		{"oystein", "Attachments twice after a restore", "After a restore from backup every attachment is there twice, once with `(1)` behind its name. Is it safe to delete those?"},
		{"hanneke", "", "Thanks for writing this down, it saved me an evening."},
		{"abhi_k", "Shortcut for today's note?", "Is there a shortcut that opens today's note from anywhere? I would even write a plugin for it."},
		{"pixelpaul", "", "Could somebody of the team say whether this is planned?"},
		{"quietowl", "Where are my notes stored?", "Before we roll this out: in which country do the servers of the hosted plan stand?"},
		{"graphite", "", "For what it is worth, the beta fixes it here."},
		{"ledger_lise", "Tables lose their last column", "A table with nine columns loses the last one as soon as I sort it. Reproducible every time."},
		{"mei_lin", "", "我也遇到了同样的问题。"},
		{"dr_romero", "Offline maps in a note", "In the field I have no network for days. Can a map live inside a note?"},
	}
}

// answered has somebody who waits for it answer what we said, in 5 to 15 s.
func (l *life) answered(f *Forum, t *topic, now time.Time) {
	if l.next.IsZero() || t.room == nil {
		return
	}
	who := t.posts[0].who
	if who.id <= samID+2 || who.id < 0 {
		return
	}
	words := []string{"Thank you, that helped!", "Ah, that was it. Thanks a lot :pray:", "Perfect, works now. Thanks, @sam!", "Thanks for the quick answer. I will try it tonight."}
	at := now.Add(time.Duration(5000+f.dice.IntN(10_000)) * time.Millisecond)
	l.plans = append(l.plans, plan{at, t, who, words[f.dice.IntN(len(words))]})
}
