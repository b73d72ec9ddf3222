package metrics

import "sort"

// Scene is a part of the facts in which it is settled who everybody is. It is
// made once and asked for many figures.
type Scene struct {
	Facts
	Segment Segment
	Hours   Hours // of the team, for the clock of business hours

	rows bool     // whoever asks wants to see what is counted
	work []*marks // of this question alone; see fork

	*cast
	*diary
}

// Select narrows facts to a segment and settles who everybody is.
func (f *Facts) Select(seg Segment, hours Hours) *Scene {
	s := &Scene{Facts: *f, Segment: seg, Hours: hours}
	s.cast = introduce(&s.Facts, seg)
	if seg != (Segment{}) {
		s.narrow()
	}
	s.diary = s.keep()
	return s
}

// fork is the same scene for one more question: what a question scribbles on
// is its own, so that several may be asked at a time.
func (s *Scene) fork() *Scene {
	if s.work != nil {
		return s // asked by another definition, which has forked it
	}
	fork := *s
	fork.work = make([]*marks, 0, 4)
	return &fork
}

// narrow leaves what belongs to the segment.
func (s *Scene) narrow() {
	here := func(account int32) bool { return int(account) < len(s.accounts) && s.accounts[account] }
	var top int32
	for _, c := range s.Channels {
		top = max(top, c.ID)
	}
	channels := make([]bool, top+1)
	for _, c := range s.Channels {
		channels[c.ID] = here(c.Account) && (s.Segment.Channel == "" || s.Segment.Channel == c.Name)
	}
	heard := func(channel int32) bool { return channel >= 0 && channel <= top && channels[channel] }
	tagged := map[int64]bool{}
	for _, id := range s.Tags[s.Segment.Tag] {
		tagged[id] = true
	}
	carries := func(talk int64) bool { return s.Segment.Tag == "" || tagged[talk] }
	s.Said = kept(s.Said, func(m *Said) bool { return heard(m.Channel) && carries(m.Talk) })
	s.Talks = kept(s.Talks, func(t *Talk) bool { return heard(t.Channel) && carries(t.ID) })
	s.Cases = kept(s.Cases, func(c *Case) bool { return here(c.Account) })
	s.Decisions = kept(s.Decisions, func(d *Decision) bool { return here(d.Account) })
	s.Dones = kept(s.Dones, func(d *Done) bool { return heard(d.Channel) && carries(d.Talk) })
	s.Published = kept(s.Published, func(p *Published) bool {
		return here(p.Account) && (s.Segment.Channel == "" || s.Segment.Channel == p.Channel) && (s.Segment.Theme == "" || s.Segment.Theme == p.Theme)
	})
}

func kept[T any](all []T, keep func(*T) bool) []T {
	some := make([]T, 0, len(all)/2)
	for i := range all {
		if keep(&all[i]) {
			some = append(some, all[i])
		}
	}
	return some
}

// said are the messages of a window.
func (s *Scene) said(w Window) []Said {
	return s.Said[s.sayAt(w.From.UnixMicro()):s.sayAt(w.To.UnixMicro())]
}

// sayAt is where the first message is that was said at a time or later.
func (s *Scene) sayAt(at int64) int {
	return sort.Search(len(s.Said), func(i int) bool { return s.Said[i].At >= at })
}

// talksAt is where the conversations are that were opened in a window.
func (s *Scene) talksAt(w Window) (lo, hi int) {
	from, to := w.From.UnixMicro(), w.To.UnixMicro()
	lo = sort.Search(len(s.Talks), func(i int) bool { return s.Talks[i].At >= from })
	return lo, lo + sort.Search(len(s.Talks)-lo, func(i int) bool { return s.Talks[lo+i].At >= to })
}

// frame adds to a figure what is true of every one in its window.
func (s *Scene) frame(f *Figure, w Window) {
	if !s.Since.IsZero() && s.Since.After(w.From) {
		f.Partial, f.Since = true, s.Since
	}
	f.Open = w.To.After(s.AsOf)
	f.AsOf = s.AsOf
}

// within reports whether a time lies in a window.
func within(at int64, w Window) bool { return at >= w.From.UnixMicro() && at < w.To.UnixMicro() }
