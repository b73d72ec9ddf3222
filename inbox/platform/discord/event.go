package discord

import (
	"context"
	"encoding/json"
	"slices"

	"rounds/inbox"
)

// event turns what the gateway tells into a page. What only the platform knows
// for certain, such as how many reactions there are now, is asked for.
func (c *Connector) event(f frame) inbox.Page {
	var page inbox.Page
	var e struct {
		ID        string   `json:"id"`
		IDs       []string `json:"ids"`
		ChannelID string   `json:"channel_id"`
		MessageID string   `json:"message_id"`
		GuildID   string   `json:"guild_id"`
	}
	if json.Unmarshal(f.Data, &e) != nil || e.GuildID != c.serverID() {
		return page
	}
	switch f.Type {
	case "MESSAGE_CREATE", "MESSAGE_UPDATE":
		c.spoken(&page, f)
	case "MESSAGE_DELETE":
		c.deleted(&page, e.ChannelID, e.ID)
	case "MESSAGE_DELETE_BULK":
		c.deleted(&page, e.ChannelID, e.IDs...)
	case "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE", "MESSAGE_REACTION_REMOVE_ALL", "MESSAGE_REACTION_REMOVE_EMOJI":
		if p, ok := c.placeOf(e.ChannelID); ok && isID(e.MessageID) {
			page.Follow = []inbox.Follow{{Scope: p.check() + ":" + e.MessageID + ":" + e.MessageID, Turn: inbox.Then}}
		}
	case "THREAD_CREATE", "THREAD_UPDATE":
		c.meetThread(&page, f.Data, "")
		page.Skipped = nil
	case "THREAD_DELETE":
		if p, ok := c.placeOf(e.ID); ok && p.thread != "" {
			c.forget(e.ID)
			page.Follow = []inbox.Follow{{Scope: threadScope(p.channel, p.thread), Turn: inbox.Then, Mark: "deleted " + seqOf(f)}}
		}
	case "GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE":
		c.joined(&page, f.Data)
	case "AUTO_MODERATION_ACTION_EXECUTION", "GUILD_AUDIT_LOG_ENTRY_CREATE":
		page.Follow = []inbox.Follow{{Scope: "log", Turn: inbox.First, Mark: "event " + seqOf(f)}}
	case "GUILD_JOIN_REQUEST_CREATE", "GUILD_JOIN_REQUEST_UPDATE", "GUILD_JOIN_REQUEST_DELETE":
		page.Follow = []inbox.Follow{{Scope: "reports", Turn: inbox.First, Mark: "event " + seqOf(f)}}
	case "CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE", "GUILD_UPDATE", "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "GUILD_MEMBER_REMOVE":
		page.Follow = []inbox.Follow{{Scope: "", Turn: inbox.First, Mark: "event " + seqOf(f)}}
	}
	return page
}

// seqOf tells events apart.
func seqOf(f frame) string {
	if f.Seq == nil {
		return ""
	}
	return itoa(*f.Seq)
}

// serverID is the server whose news are ours.
func (c *Connector) serverID() string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.us == nil {
		return c.opts.Team
	}
	return c.us.account.Team
}

// placeOf is the place of one of Discord's channels, if it is read.
func (c *Connector) placeOf(id string) (place, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	p := place{channel: id}
	if t, met := c.threads[id]; met {
		p = place{channel: t.Channel, thread: id}
	}
	if c.guild == nil || c.us == nil {
		return p, false
	}
	ch, known := c.guild.rooms[p.channel]
	return p, known && c.wanted(ch) && c.guild.reads(c.us, ch)
}

// spoken is a message that was said or changed. What is not a whole message, as
// Discord sends when it has drawn an address, is asked for.
func (c *Connector) spoken(page *inbox.Page, f frame) {
	r, err := readMessage(f.Data)
	p, ok := c.placeOf(r.ChannelID)
	if err != nil || !ok || !isID(r.ID) {
		return
	}
	c.mu.Lock()
	if f.Type == "MESSAGE_CREATE" {
		c.newest[p.id()] = later(c.newest[p.id()], r.ID)
	}
	c.mu.Unlock()
	if f.Type == "MESSAGE_UPDATE" {
		// An update says nothing of the reactions, which would be lost with it.
		page.Follow = []inbox.Follow{{Scope: p.check() + ":" + r.ID + ":" + r.ID, Turn: inbox.Then}}
		return
	}
	scope := channelScope(p.channel)
	if p.thread != "" {
		scope = threadScope(p.channel, p.thread)
	}
	if r.Type == threadStarter || r.ID == p.thread { // the rounds know its title
		page.Follow = []inbox.Follow{{Scope: scope, Turn: inbox.Then, Mark: "said " + r.ID}}
		return
	}
	m, err := c.message(context.Background(), p, r)
	if err != nil {
		return // the next look at the place tells what is wrong with it
	}
	page.Messages = []inbox.Message{m}
	if who, ok := c.stranger(r); ok {
		page.Members = []inbox.Member{who}
	}
}

// deleted has it looked for messages that are said to be gone: what stands
// around them only the store knows.
func (c *Connector) deleted(page *inbox.Page, in string, ids ...string) {
	p, ok := c.placeOf(in)
	ids = slices.DeleteFunc(ids, func(id string) bool { return !isID(id) })
	if !ok || len(ids) == 0 {
		return
	}
	first, last := ids[0], ids[0]
	for _, id := range ids {
		if before(id, first) {
			first = id
		}
		last = later(last, id)
		if id == p.thread {
			page.Follow = append(page.Follow, inbox.Follow{Scope: "root:" + p.channel + ":" + id + ":" + id + ":" + id, Turn: inbox.Then})
		}
	}
	page.Follow = append(page.Follow, inbox.Follow{Scope: p.check() + ":" + first + ":" + last, Turn: inbox.Then})
}

// joined is a member who came, or changed.
func (c *Connector) joined(page *inbox.Page, data json.RawMessage) {
	c.mu.RLock()
	g, u := c.guild, c.us
	c.mu.RUnlock()
	var m member
	if g == nil || u == nil || json.Unmarshal(data, &m) != nil || m.User == nil || !isID(m.User.ID) {
		return
	}
	page.Members = []inbox.Member{c.introduce(g, u, m)}
}
