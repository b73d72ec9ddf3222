package simulate

import (
	"slices"
	"time"
)

// thrown is a message that was deleted, and where it was.
type thrown struct {
	room *channel
	m    *message
}

// remove deletes a message. A root with replies leaves a tombstone, which goes
// when the last of them does.
func (h *chance) remove() bool {
	c, m := h.old()
	if m == nil {
		return false
	}
	h.bin = append(h.bin, thrown{c, m})
	h.w.remove(c, m, h.now)
	return true
}

// remove deletes a message, and tells of it.
func (w *world) remove(c *channel, m *message, at time.Time) {
	was := w.messageJSON(m)
	if len(m.replies) > 0 {
		m.bury(w.byID["USLACKBOT"])
		w.altered(c, m, was, at)
		return
	}
	w.displace(c, m)
	w.vanished(c, m, was, at)
	if root := m.root; root != nil && root.lost != nil && len(root.replies) == 0 {
		was := w.messageJSON(root)
		w.displace(c, root)
		w.vanished(c, root, was, at)
	}
}

// bury puts a tombstone in the place of a message.
func (m *message) bury(slackbot *user) {
	lost := *m
	m.lost = &lost
	m.author, m.subtype, m.text = slackbot, "tombstone", "This message was deleted."
	m.reactions, m.files, m.edited, m.marker, m.sent = nil, nil, time.Time{}, nil, false
}

// unearth puts what was there in the place of a tombstone.
func (m *message) unearth() {
	replies, gone := m.replies, m.gone
	*m = *m.lost
	m.replies, m.gone, m.lost = replies, gone, nil
}

// restore brings one of the deleted messages back, if its thread is there.
func (h *chance) restore() bool {
	if len(h.bin) == 0 {
		return false
	}
	i := h.dice.IntN(len(h.bin))
	c, m := h.bin[i].room, h.bin[i].m
	if c.archived || m.root != nil && m.root.gone {
		return false
	}
	h.bin = slices.Delete(h.bin, i, i+1)
	was := h.w.messageJSON(m)
	stands := !m.gone
	if m.lost != nil {
		m.unearth()
	}
	if stands {
		h.w.altered(c, m, was, h.now)
		return true
	}
	h.w.place(c, m)
	h.w.said(c, m, h.now)
	return true
}
