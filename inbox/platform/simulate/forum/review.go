package forum

import (
	"net/http"
	"strconv"
	"time"

	"rounds/inbox/platform/simulate/mischief"
)

// item is one of the review queue.
type item struct {
	id      int64
	kind    string // "ReviewableFlaggedPost", "ReviewableQueuedPost", "ReviewableUser"
	about   *post
	who     *user
	by      *user
	at      time.Time
	reason  string
	title   string
	raw     string
	version int
	status  int
}

// choices are what a kind of item offers: a word, and what stands on the
// button.
func choices(kind string) [][2]string {
	switch kind {
	case "ReviewableQueuedPost":
		return [][2]string{{"approve_post", "Approve Post"}, {"reject_post", "Reject Post"}}
	case "ReviewableUser":
		return [][2]string{{"approve_user", "Approve"}, {"delete_user", "Delete User"}}
	}
	return [][2]string{
		{"agree_and_hide", "Hide Post"},
		{"agree_and_keep", "Keep Post"},
		{"disagree", "No"},
		{"ignore_and_do_nothing", "Do Nothing"},
		{"delete_and_ignore", "Ignore Flag and Delete Post"},
		{"delete_and_agree", "Delete Post"},
	}
}

const mostItems = 10

func (c *call) review() {
	if c.f.opts.Plain {
		c.refuse(http.StatusForbidden, "invalid_access", "You are not permitted to view the requested resource.")
		return
	}
	var all []*item
	for _, i := range c.f.queue {
		if i.status == 0 && (i.about == nil || c.f.open(i.about.topic)) {
			all = append(all, i)
		}
	}
	offset, _ := strconv.Atoi(c.r.FormValue("offset"))
	from := min(max(0, offset), len(all))
	part := all[from:min(len(all), from+mostItems)]
	answer := object{"meta": object{"total_rows_reviewables": len(all), "types": object{}, "status": "pending"}, "users": []any{}}
	rows, scores, types, bundles, actions := []any{}, []any{}, []any{}, []any{}, []any{}
	for _, i := range part {
		rows = append(rows, c.f.itemOf(i))
		scores = append(scores, object{"id": i.id * 10, "score": 3.5, "status": 0, "reason": nil, "created_at": stamped(i.at), "user_id": i.by.id, "score_type_id": i.id})
		types = append(types, object{"id": i.id, "title": i.reason, "reviewable_priority": 0, "icon": "flag"})
		var ids []string
		for _, choice := range choices(i.kind) {
			id := text10(i.id) + "-" + choice[0]
			ids = append(ids, id)
			actions = append(actions, object{"id": id, "server_action": choice[0], "label": choice[1], "icon": "check"})
		}
		bundles = append(bundles, object{"id": text10(i.id) + "-all", "label": "Act", "action_ids": ids})
	}
	trick, dice := mischief.Playing(c.r)
	if trick != mischief.EmptyPage && trick != mischief.MissingRecord && trick != mischief.FewerThanAsked {
		rows, _ = spoilList(rows, false, trick, dice)
	}
	answer["reviewables"], answer["reviewable_scores"], answer["score_types"], answer["bundled_actions"], answer["actions"] = rows, scores, types, bundles, actions
	c.write(http.StatusOK, answer)
}

func (f *Forum) itemOf(i *item) object {
	o := object{
		"id": i.id, "type": i.kind, "type_source": "core", "status": i.status, "version": i.version, "created_at": stamped(i.at), "created_by_id": i.by.id, "score": 3.5,
		"target_type": nil, "target_id": nil, "topic_id": nil, "category_id": nil, "reviewable_score_ids": []int64{i.id * 10}, "bundled_action_ids": []string{text10(i.id) + "-all"},
		"payload": object{}, "target_created_by_id": nil,
	}
	if i.who != nil {
		o["target_created_by_id"] = i.who.id
	}
	switch {
	case i.about != nil:
		o["target_type"], o["target_id"], o["topic_id"] = "Post", i.about.id, i.about.topic.id
		o["cooked"], o["raw"] = f.cook(i.about.raw), i.about.raw
		if i.about.topic.room != nil {
			o["category_id"] = i.about.topic.room.id
		}
	case i.kind == "ReviewableUser":
		o["target_type"], o["target_id"], o["payload"] = "User", i.who.id, object{"username": i.who.handle, "bio": i.raw}
	default:
		o["payload"] = object{"title": i.title, "raw": i.raw}
	}
	return o
}

func (c *call) item() *item {
	for _, i := range c.f.queue {
		if i.id == c.n && (i.about == nil || c.f.open(i.about.topic)) {
			return i
		}
	}
	c.missing()
	return nil
}

func (c *call) reviewable() {
	if i := c.item(); i != nil {
		c.write(http.StatusOK, object{"reviewable": c.f.itemOf(i), "meta": object{}})
	}
}

func (c *call) perform() {
	i := c.item()
	if i == nil {
		return
	}
	version, err := strconv.Atoi(c.r.FormValue("version"))
	switch {
	case err != nil:
		c.refuse(http.StatusUnprocessableEntity, "", "You must provide a version")
		return
	case version != i.version || i.status != 0:
		c.refuse(http.StatusConflict, "", "There was an update conflict preventing you from doing that.")
		return
	}
	known := false
	for _, choice := range choices(i.kind) {
		known = known || choice[0] == c.args[1]
	}
	if !known {
		c.refuse(http.StatusForbidden, "invalid_access", "You are not permitted to view the requested resource.")
		return
	}
	c.f.decide(i, c.args[1], c.now)
	c.f.note(Written{Kind: "perform", Message: text10(i.id), Text: c.args[1]})
	c.write(http.StatusOK, object{"reviewable_perform_result": object{"success": true, "transition_to": "approved", "transition_to_id": i.status, "version": i.version, "remove_reviewable_ids": []int64{i.id}}})
}

// decide settles an item.
func (f *Forum) decide(i *item, choice string, now time.Time) {
	i.version++
	i.status = 1
	switch choice {
	case "agree_and_hide":
		i.about.hidden = true
	case "delete_and_agree":
		f.remove(i.about, now)
	case "delete_and_ignore":
		f.remove(i.about, now)
		i.status = 3
	case "ignore_and_do_nothing":
		i.status = 3
	case "disagree":
		i.about.hidden, i.status = false, 2
	case "reject_post", "delete_user":
		i.status = 2
	case "approve_post":
		if len(f.rooms) > 0 {
			f.begin(f.rooms[0], i.by, now, i.title, i.raw)
		}
	}
}
