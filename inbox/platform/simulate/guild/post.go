package guild

import (
	"fmt"
	"regexp"
	"strings"
)

var mention = regexp.MustCompile(`<@!?(\d+)>`)

// postJSON is a message as Discord writes it, or as it was once.
func (g *Guild) postJSON(p *post, stale bool) map[string]any {
	text, edited := p.text, p.edited
	if stale && p.was != "" {
		text, edited = p.was, edited.AddDate(-100, 0, 0)
	}
	m := map[string]any{
		"id": p.id, "channel_id": p.room.id, "type": p.kind, "content": text, "author": g.user(p.author), "timestamp": stampOf(p.at),
		"edited_timestamp": stampOf(p.edited), "mentions": g.mentions(text), "mention_roles": []string{}, "attachments": g.attachments(p), "embeds": []any{},
		"flags": 0, "components": []any{}, "pinned": false, "mention_everyone": p.calls, "tts": false,
	}
	if stale && p.was != "" {
		m["edited_timestamp"] = nil
		_ = edited
	}
	if p.nonce != "" {
		m["nonce"] = p.nonce
	}
	if p.embed != "" {
		m["embeds"] = []any{map[string]any{"type": "rich", "title": "Build", "description": p.embed}}
	}
	if p.sticker != "" {
		m["sticker_items"] = []any{map[string]any{"id": customEmoji, "name": p.sticker, "format_type": 1}}
	}
	if p.thread != nil && !p.thread.gone {
		m["flags"], m["thread"] = 1<<5, g.roomJSON(p.thread)
	}
	if p.target != "" {
		m["message_reference"] = map[string]any{"type": 0, "channel_id": p.target, "guild_id": g.id}
	}
	if p.answers != nil {
		m["message_reference"] = map[string]any{"type": 0, "channel_id": p.answers.room.id, "message_id": p.answers.id, "guild_id": g.id}
		m["referenced_message"] = nil
		if !p.answers.gone {
			first := *p.answers
			first.thread = nil
			of := first.answers
			first.answers = nil
			inner := g.postJSON(&first, false)
			if of != nil {
				inner["message_reference"] = map[string]any{"type": 0, "channel_id": of.room.id, "message_id": of.id, "guild_id": g.id}
			}
			m["referenced_message"] = inner
		}
	}
	if faces := g.faces(p, stale); len(faces) > 0 {
		m["reactions"] = faces
	}
	return m
}

func (g *Guild) mentions(text string) []any {
	all := []any{}
	seen := map[string]bool{}
	for _, found := range mention.FindAllStringSubmatch(text, -1) {
		if p := g.person(found[1]); p != nil && !seen[p.id] {
			seen[p.id] = true
			all = append(all, g.user(p))
		}
	}
	return all
}

func (g *Guild) attachments(p *post) []any {
	all := []any{}
	for i, f := range p.files {
		sign := fmt.Sprintf("?ex=%x&is=%x&hm=feed", g.opts.Now().Unix()+86400, g.opts.Now().Unix())
		url := "https://cdn.discordapp.com/attachments/" + p.room.id + "/" + p.id + "/" + strings.ReplaceAll(f.name, " ", "_") + sign
		all = append(all, map[string]any{
			"id": fmt.Sprint(p.id[:len(p.id)-1], i), "filename": f.name, "content_type": f.kind, "size": f.size, "url": url, "proxy_url": url,
		})
	}
	return all
}

func (g *Guild) faces(p *post, stale bool) []any {
	var all []any
	for i, f := range p.faces {
		if stale && i == 0 {
			continue
		}
		me := false
		for _, by := range f.by {
			me = me || by == g.me
		}
		var id any
		if f.id != "" {
			id = f.id
		}
		all = append(all, map[string]any{
			"emoji": map[string]any{"id": id, "name": f.name}, "count": len(f.by), "me": me, "me_burst": false, "burst_colors": []string{},
			"count_details": map[string]any{"burst": 0, "normal": len(f.by)},
		})
	}
	return all
}

// eventJSON is a message as the gateway tells it: without its reactions, and
// with who wrote it as a member.
func (g *Guild) eventJSON(p *post) map[string]any {
	m := g.postJSON(p, false)
	delete(m, "reactions")
	m["guild_id"] = g.id
	member := g.member(p.author)
	delete(member, "user")
	m["member"] = member
	return m
}
