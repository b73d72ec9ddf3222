package simulate

import (
	"slices"
	"time"
)

// Change lets n things happen at a time, drawn from the seed: something is
// said, edited, deleted or restored, people come, go and change their names,
// and so do rooms. The same seed and the same calls bring the same changes.
func (s *Slack) Change(now time.Time, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chance.now = now.UTC().Truncate(time.Microsecond)
	for range n {
		s.chance.happen()
	}
}

// happen lets one thing happen.
func (h *chance) happen() {
	kinds := h.kinds()
	sum := 0
	for _, kind := range kinds {
		sum += kind.weight
	}
	for done := false; !done; {
		n := h.dice.IntN(sum)
		for _, kind := range kinds {
			if n -= kind.weight; n < 0 {
				done = kind.do()
				break
			}
		}
	}
}

// happening is a kind of thing that may happen. It reports whether it could.
type happening struct {
	weight int
	do     func() bool
}

func (h *chance) kinds() []happening {
	return []happening{
		{18, h.say},
		{14, h.reply},
		{12, h.edit},
		{12, h.remove},
		{6, h.restore},
		{8, h.react},
		{4, h.unreact},
		{6, h.late},
		{3, h.renameMember},
		{2, h.closeAccount},
		{3, h.arrive},
		{2, h.leave},
		{2, h.renameRoom},
		{2, h.archive},
		{1, h.openRoom},
		{2, h.move},
	}
}

// alive is a room in which something can be said, or nil.
func (h *chance) alive() *channel {
	if c := pick(h, h.w.channels); !c.archived {
		return c
	}
	return nil
}

// put says something now, and after everything that was said in the room.
func (h *chance) put(c *channel, m *message) {
	m.at = h.now
	if !m.at.After(c.newest) {
		m.at = c.newest.Add(time.Microsecond)
	}
	c.newest = m.at
	h.place(c, m)
}

// place puts a message where its time says.
func (h *chance) place(c *channel, m *message) {
	m.ts = stamp(m.at)
	h.w.place(c, m)
	h.w.said(c, m, h.now)
}

// place puts a message among the others, by its timestamp.
func (w *world) place(c *channel, m *message) {
	if c.pair == nil {
		w.count++
	}
	m.gone = false
	if m.root != nil {
		i, _ := placed(m.root.replies, m.ts)
		m.root.replies = slices.Insert(m.root.replies, i, m)
		if !m.broadcast {
			return
		}
	}
	i, _ := placed(c.top, m.ts)
	c.top = slices.Insert(c.top, i, m)
}

// displace takes a message away.
func (w *world) displace(c *channel, m *message) {
	if c.pair == nil {
		w.count--
	}
	m.gone = true
	same := func(other *message) bool { return other == m }
	c.top = slices.DeleteFunc(c.top, same)
	if m.root != nil {
		m.root.replies = slices.DeleteFunc(m.root.replies, same)
	}
}

func (h *chance) say() bool {
	c := h.alive()
	if c == nil {
		return false
	}
	m := &message{author: h.someone(), text: h.text()}
	if h.dice.IntN(12) == 0 {
		m.at = h.now
		h.attach(m)
	}
	h.put(c, m)
	return true
}

// reply answers a message, be it as old as it may.
func (h *chance) reply() bool {
	c := h.alive()
	if c == nil || len(c.top) == 0 {
		return false
	}
	root := pick(h, c.top)
	if root.root != nil {
		root = root.root
	}
	h.put(c, h.answer(root))
	return true
}

// answer is a reply that is yet to be put into its place.
func (h *chance) answer(root *message) *message {
	m := &message{author: h.someone(), text: h.text(), root: root}
	if h.dice.IntN(8) == 0 {
		m.broadcast, m.subtype = true, "thread_broadcast"
	}
	return m
}

// late brings a message whose time lies an hour to forty days before the
// newest of its room.
func (h *chance) late() bool {
	c := h.alive()
	if c == nil || len(c.top) == 0 {
		return false
	}
	back := time.Hour + time.Duration(h.dice.Int64N(int64(40*24*time.Hour)))
	m := &message{author: h.someone(), text: h.text(), at: c.newest.Add(-back).Truncate(time.Microsecond)}
	older, _ := placed(c.top, stamp(m.at))
	if older > 0 && h.dice.IntN(3) == 0 {
		root := c.top[h.dice.IntN(older)]
		if root.root != nil {
			root = root.root
		}
		m.root = root
	}
	for c.anywhere(stamp(m.at)) != nil {
		m.at = m.at.Add(time.Microsecond)
	}
	h.place(c, m)
	return true
}

// old is a message of a room that people can still change, or nil.
func (h *chance) old() (*channel, *message) {
	c := h.alive()
	if c == nil {
		return nil, nil
	}
	all := c.all()
	if len(all) == 0 {
		return nil, nil
	}
	m := pick(h, all)
	if m.lost != nil {
		return nil, nil
	}
	return c, m
}

func (h *chance) edit() bool {
	c, m := h.old()
	if m == nil || m.subtype != "" && !m.broadcast {
		return false
	}
	was := h.w.messageJSON(m)
	m.text, m.edited = h.text(), h.now.Truncate(time.Second)
	if m.edited.Before(m.at) {
		m.edited = m.at.Truncate(time.Second).Add(time.Second)
	}
	h.w.altered(c, m, was, h.now)
	return true
}

func (h *chance) react() bool {
	c, m := h.old()
	if m == nil {
		return false
	}
	name, who := h.emoji(), h.someone().id
	if !m.react(name, who) {
		return false
	}
	h.w.reacted(c, m, "reaction_added", name, who, h.now)
	return true
}

// react adds a reaction, unless they have reacted so before.
func (m *message) react(name, who string) bool {
	i := slices.IndexFunc(m.reactions, func(r reaction) bool { return r.Name == name })
	if i < 0 {
		m.reactions = append(m.reactions, reaction{name, []string{who}, 1})
		return true
	}
	r := &m.reactions[i]
	if slices.Contains(r.Users, who) {
		return false
	}
	r.Users = append(slices.Clone(r.Users), who)
	r.Count++
	return true
}

func (h *chance) unreact() bool {
	c, m := h.old()
	if m == nil || len(m.reactions) == 0 {
		return false
	}
	i := h.dice.IntN(len(m.reactions))
	r := &m.reactions[i]
	name, who := r.Name, r.Users[0]
	r.Users = slices.Clone(r.Users[1:])
	r.Count--
	if r.Count == 0 {
		m.reactions = slices.Delete(m.reactions, i, i+1)
	}
	h.w.reacted(c, m, "reaction_removed", name, who, h.now)
	return true
}
