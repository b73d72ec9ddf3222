package guild

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"rounds/inbox/platform/simulate/mischief"
)

func itoa64(n uint64) string { return strconv.FormatUint(n, 10) }

func last(r *room) any {
	if r.last == "" {
		return nil
	}
	return r.last
}

func stampOf(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000+00:00")
}

func (g *Guild) user(p *person) map[string]any {
	u := map[string]any{
		"id": p.id, "username": p.handle, "avatar": nil, "discriminator": "0", "public_flags": 0, "flags": 0, "global_name": nil, "primary_guild": nil,
	}
	if p.bot {
		u["bot"], u["discriminator"] = true, "4821"
	}
	if p.name != "" {
		u["global_name"] = p.name
	}
	return u
}

func (g *Guild) member(p *person) map[string]any {
	m := map[string]any{
		"avatar": nil, "banner": nil, "communication_disabled_until": stampOf(p.silent), "flags": 0, "joined_at": stampOf(p.joined), "nick": nil,
		"pending": false, "premium_since": nil, "roles": append([]string{}, p.roles...), "user": g.user(p), "mute": false, "deaf": false,
	}
	if p.nick != "" {
		m["nick"] = p.nick
	}
	return m
}

func (g *Guild) server() map[string]any {
	var roles []any
	for i, r := range g.roles {
		roles = append(roles, map[string]any{
			"id": r.id, "name": r.name, "permissions": itoa64(r.rights), "position": i, "color": 0, "hoist": false, "managed": i == 1,
			"colors":      map[string]any{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil},
			"mentionable": i > 1, "icon": nil, "unicode_emoji": nil, "flags": 0, "description": nil,
		})
	}
	return map[string]any{
		"id": g.id, "name": g.name, "icon": nil, "description": "Notes that stay yours", "home_header": nil, "splash": nil, "discovery_splash": nil,
		"features": []string{"COMMUNITY"}, "banner": nil, "owner_id": g.owner.id, "application_id": nil, "region": "deprecated", "afk_channel_id": nil,
		"afk_timeout": 300, "system_channel_id": nil, "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": nil, "verification_level": 1,
		"roles": roles, "default_message_notifications": 1, "mfa_level": 0, "explicit_content_filter": 2, "max_presences": nil, "max_members": 500000,
		"max_stage_video_channel_users": 50, "max_video_channel_users": 25, "vanity_url_code": nil, "premium_tier": 0, "premium_subscription_count": 0,
		"preferred_locale": "en-GB", "rules_channel_id": nil, "safety_alerts_channel_id": nil, "public_updates_channel_id": nil,
		"premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "stickers": []any{}, "incidents_data": nil,
		"emojis": []any{map[string]any{
			"id": customEmoji, "name": "fieldnotes", "roles": []string{}, "require_colons": true, "managed": false, "animated": false, "available": true,
		}},
	}
}

// customEmoji is the server's own: its ID.
const customEmoji = "1100000000000000001"

func (g *Guild) roomJSON(r *room) map[string]any {
	c := map[string]any{"id": r.id, "type": r.kind, "flags": 0, "guild_id": g.id, "name": r.name, "last_message_id": last(r)}
	if r.kind == 1 {
		delete(c, "guild_id")
		delete(c, "name")
		c["recipients"] = []any{g.user(r.owner)}
		return c
	}
	if r.parent != nil {
		c["parent_id"] = r.parent.id
	}
	if r.isThread() {
		count := 0
		for _, p := range r.posts {
			if !p.gone && p.id != r.id && p.kind != 21 {
				count++
			}
		}
		put := r.archived
		if put.IsZero() {
			put = r.begun
		}
		c["owner_id"], c["message_count"], c["member_count"], c["total_message_sent"] = r.owner.id, count, 2, len(r.posts)
		c["thread_metadata"] = map[string]any{
			"archived": !r.archived.IsZero(), "archive_timestamp": stampOf(put), "auto_archive_duration": 4320, "locked": false, "create_timestamp": stampOf(r.begun),
		}
		return c
	}
	c["position"] = 1
	c["topic"] = nil
	if r.topic != "" {
		c["topic"] = r.topic
	}
	over := []any{}
	for _, o := range r.overwrites {
		kind := 0
		if o.member {
			kind = 1
		}
		over = append(over, map[string]any{"id": o.id, "type": kind, "allow": itoa64(o.allow), "deny": itoa64(o.deny)})
	}
	c["permission_overwrites"] = over
	return c
}

func (g *Guild) channels(a ask) any {
	all := []any{}
	for _, r := range g.rooms {
		if !r.isThread() && !r.gone {
			all = append(all, g.roomJSON(r))
		}
	}
	return spoilList(a, all, false)
}

func (g *Guild) active(a ask) any {
	all := []any{}
	for _, r := range g.rooms {
		if r.isThread() && r.archived.IsZero() && !r.gone && !r.top().hidden && !r.top().gone {
			all = append(all, g.roomJSON(r))
		}
	}
	return map[string]any{"threads": spoilList(a, all, true), "members": []any{}, "has_more": false}
}

func (g *Guild) archived(a ask, in *room) any {
	var found []*room
	before, _ := time.Parse(time.RFC3339Nano, a.URL.Query().Get("before"))
	for _, r := range g.rooms {
		private := r.kind == 12
		if r.parent == in && r.isThread() && !r.gone && !r.archived.IsZero() && private == (a.path[len(a.path)-1] == "private") &&
			(before.IsZero() || r.archived.Before(before)) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(x, y *room) int { return y.archived.Compare(x.archived) })
	limit, err := strconv.Atoi(a.URL.Query().Get("limit"))
	if err != nil {
		limit = 50
	}
	more := len(found) > limit
	all := []any{}
	for _, r := range found[:min(limit, len(found))] {
		all = append(all, g.roomJSON(r))
	}
	return map[string]any{"threads": spoilList(a, all, true), "members": []any{}, "has_more": more}
}

func (g *Guild) members(a ask) any {
	limit, err := strconv.Atoi(a.URL.Query().Get("limit"))
	if err != nil {
		limit = 1
	}
	after := a.URL.Query().Get("after")
	var found []*person
	for _, p := range g.people {
		if !p.left && before(after, p.id) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(x, y *person) int {
		if before(x.id, y.id) {
			return -1
		}
		return 1
	})
	all := []any{}
	for _, p := range found[:min(limit, len(found))] {
		all = append(all, g.member(p))
	}
	return spoilList(a, all, true)
}

// spoilList plays a trick with a list that is not one of messages.
func spoilList(a ask, all []any, leave bool) []any {
	trick, dice := mischief.Playing(a.Request)
	if len(all) == 0 {
		return all
	}
	switch trick { //nolint:exhaustive // the gate plays the others
	case mischief.DuplicatedRecords:
		return append(all, all[dice.IntN(len(all))])
	case mischief.ReorderedPage:
		dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	case mischief.StrangeRecord:
		return append(all, map[string]any{"id": 12, "type": "of a new kind"})
	case mischief.MissingRecord:
		if leave {
			return slices.Delete(all, 0, 1)
		}
	}
	return all
}

// messages is a page of a room.
func (g *Guild) messages(a ask, r *room) any {
	q := a.URL.Query()
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil {
		limit = 50
	}
	page := []any{}
	if r.closed {
		return page
	}
	now := g.opts.Now()
	var all []*post
	for _, p := range r.posts {
		if p.visible(now) {
			all = append(all, p)
		}
	}
	trick, dice := mischief.Playing(a.Request)
	shown := window(all, q.Get("after"), q.Get("before"), limit, trick == mischief.OverlappingPages, dice)
	if n := len(shown); n > 1 && trick == mischief.FewerThanAsked {
		if q.Get("after") != "" {
			shown = shown[:n/2]
		} else {
			shown = shown[n-n/2:]
		}
	}
	if trick == mischief.EmptyPage {
		shown = nil
	}
	if n := len(shown); n > 0 && trick == mischief.MissingRecord {
		shown = leaveOut(shown, dice)
	}
	stale := -1
	if n := len(shown); n > 0 && trick == mischief.StaleRecord {
		stale = dice.IntN(n)
	}
	for i := len(shown) - 1; i >= 0; i-- { // the newest comes first
		page = append(page, g.postJSON(shown[i], i == stale))
	}
	return spoilPage(page, trick, dice)
}

func leaveOut(shown []*post, dice *rand.Rand) []*post {
	i := dice.IntN(len(shown))
	return append(append([]*post{}, shown[:i]...), shown[i+1:]...)
}

func spoilPage(page []any, trick mischief.Trick, dice *rand.Rand) []any {
	if len(page) == 0 {
		return page
	}
	switch trick { //nolint:exhaustive // the gate plays the others
	case mischief.DuplicatedRecords:
		return append(page, page[dice.IntN(len(page))])
	case mischief.ReorderedPage:
		dice.Shuffle(len(page), func(i, j int) { page[i], page[j] = page[j], page[i] })
	case mischief.StrangeRecord:
		return append(page, map[string]any{"id": map[string]any{"v": 2}, "kind": "hologram"})
	}
	return page
}

// window is what stands behind or before an ID, the oldest first.
func window(all []*post, after, upTo string, limit int, overlap bool, dice *rand.Rand) []*post {
	from, to := 0, len(all)
	if after != "" {
		from, _ = slices.BinarySearchFunc(all, after, func(p *post, id string) int {
			if p.id == id || before(p.id, id) {
				return -1
			}
			return 1
		})
		if overlap {
			from = max(0, from-1-dice.IntN(3))
		}
		return all[from:min(to, from+limit)]
	}
	if upTo != "" {
		to, _ = slices.BinarySearchFunc(all, upTo, func(p *post, id string) int {
			if before(p.id, id) {
				return -1
			}
			return 1
		})
		if overlap {
			to = min(len(all), to+1+dice.IntN(3))
		}
	}
	return all[max(0, to-limit):to]
}
