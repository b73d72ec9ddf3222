package simulate

import (
	"slices"
	"strconv"
	"time"
)

// scheduled is a message that Slack is to post by itself.
type scheduled struct {
	id      string
	c       *channel
	who     *user
	at      time.Time
	created time.Time
	text    string
	thread  string
	dead    bool // it has metadata: it is listed and never posted, as Slack warns
}

const (
	farthest = 120 * 24 * time.Hour
	tooLate  = time.Minute // before it is posted a plan is not known any more
)

func (s *Slack) scheduleMessage(c *channel, a *ask) object {
	if refused := mute(c); refused != nil {
		return refused
	}
	text, refused := textOf(a)
	if refused != nil {
		return refused
	}
	marker, refused := metadataOf(a)
	if refused != nil {
		return refused
	}
	seconds, err := strconv.ParseInt(a.get("post_at"), 10, 64)
	at := time.Unix(seconds, 0).UTC()
	near := func(p *scheduled) bool { return p.c == c && p.at.Sub(at).Abs() < 5*time.Minute }
	crowd := len(slices.DeleteFunc(slices.Clone(s.world.planned), func(p *scheduled) bool { return !near(p) }))
	switch {
	case err != nil || seconds == 0:
		return refusal("invalid_time")
	case !at.After(a.now):
		return refusal("time_in_past")
	case at.Sub(a.now) > farthest:
		return refusal("time_too_far")
	case crowd >= 30:
		return refusal("restricted_too_many")
	}
	p := &scheduled{
		id: identity(s.world.aside, "Q"), c: c, who: a.who, at: at, created: a.now, text: text, thread: a.get("thread_ts"), dead: marker != nil,
	}
	i, _ := slices.BinarySearchFunc(s.world.planned, p, func(a, b *scheduled) int { return a.at.Compare(b.at) })
	s.world.planned = slices.Insert(s.world.planned, i, p)
	s.world.note(a, Write{Channel: c.id, Thread: p.thread, Text: text, Plan: p.id})
	return object{
		"ok": true, "channel": c.id, "scheduled_message_id": p.id, "post_at": seconds,
		"message": object{"type": "delayed_message", "user": p.who.id, "text": text, "team": s.world.teamID},
	}
}

func (s *Slack) listScheduled(a *ask) object {
	id := a.get("channel")
	if c, known := s.world.chanByID[id]; id != "" && (!known || c.pair != nil && !slices.Contains(c.pair, a.who)) {
		return refusal("invalid_channel")
	}
	w := window{inclusive: true}
	w.oldest, _ = bound(a.get("oldest"))
	w.latest, _ = bound(a.get("latest"))
	var found []*scheduled
	for _, p := range s.world.planned {
		at := stamp(p.at)
		out := w.oldest != "" && at < w.oldest || w.latest != "" && at > w.latest
		if p.who == a.who && (id == "" || p.c.id == id) && !out {
			found = append(found, p)
		}
	}
	return a.paged("scheduled_messages", len(found), 100, func(i int) any {
		p := found[i]
		return object{"id": p.id, "channel_id": p.c.id, "post_at": p.at.Unix(), "date_created": p.created.Unix(), "text": p.text}
	})
}

func (s *Slack) deleteScheduled(c *channel, a *ask) object {
	i := slices.IndexFunc(s.world.planned, func(p *scheduled) bool {
		return p.id == a.get("scheduled_message_id") && p.c == c && p.who == a.who && p.at.Sub(a.now) > tooLate
	})
	if i < 0 {
		return refusal("invalid_scheduled_message_id")
	}
	s.world.note(a, Write{Channel: c.id, Plan: s.world.planned[i].id})
	s.world.planned = slices.Delete(s.world.planned, i, i+1)
	return object{"ok": true}
}

// arrive lets appear what is due by now: plans, and what was veiled.
func (w *world) arrive(now time.Time) {
	late := w.veiled
	w.veiled = nil
	for _, v := range late {
		if v.until.After(now) {
			w.veiled = append(w.veiled, v)
			continue
		}
		w.reveal(v.c, v.m, now)
	}
	for _, p := range w.due(now) {
		m := w.compose(p.c, p.who, p.at, p.text, p.thread)
		w.reveal(p.c, m, now)
		w.written = append(w.written, Write{
			At: now, Method: Posted, Channel: p.c.id, Thread: m.under(), TS: m.ts, Text: m.text, Author: p.who.id, Plan: p.id,
		})
	}
}

// due takes the plans that are due out of their list.
func (w *world) due(now time.Time) []*scheduled {
	var due []*scheduled
	w.planned = slices.DeleteFunc(w.planned, func(p *scheduled) bool {
		if p.at.After(now) || p.dead {
			return false
		}
		if !p.c.archived {
			due = append(due, p)
		}
		return true
	})
	return due
}

// overdue reports whether something is due that has not appeared yet.
func (w *world) overdue(now time.Time) bool {
	return slices.ContainsFunc(w.veiled, func(v *veiled) bool { return !v.until.After(now) }) ||
		slices.ContainsFunc(w.planned, func(p *scheduled) bool { return !p.dead && !p.at.After(now) })
}

// catchUp lets happen what was due before a request came, and what happens
// because of it.
func (s *Slack) catchUp(a *ask) {
	s.mu.RLock()
	behind, contested := s.world.overdue(a.now), s.contested(a)
	s.mu.RUnlock()
	if !behind && !contested {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.arrive(a.now)
	if s.contested(a) {
		s.contest(a)
	}
}
