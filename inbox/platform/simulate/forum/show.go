package forum

import "time"

type object = map[string]any

// stamped is a time as Discourse writes it, or nil.
func stamped(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UTC().Format("2006-01-02T15:04:05.000Z")
}

// face is a user as posts and lists name one.
func face(u *user) object {
	return object{"id": u.id, "username": u.handle, "name": u.name, "avatar_template": "/letter_avatar_proxy/v4/letter/s/5f8ce5/{size}.png"}
}

// postOf is a post as it is shown, all that any list tells of it.
func (f *Forum) postOf(p *post, old *past) object {
	raw, edited, version, likes := p.raw, p.edited, p.version, len(p.likes)
	if old != nil {
		raw, edited, version, likes = old.raw, old.edited, old.version, old.likes
	}
	cooked := f.cook(raw)
	switch {
	case p.taken:
		cooked, raw = "<p>(post deleted by author)</p>", "(post deleted by author)"
	case p.hidden:
		cooked = "<p>This post was flagged by the community and is temporarily hidden.</p>"
	}
	o := face(p.who)
	o["id"], o["user_id"] = p.id, p.who.id
	o["can_see_hidden_post"], o["display_username"] = true, p.who.name
	for name, value := range (object{
		"created_at": stamped(p.at), "updated_at": stamped(edited), "cooked": cooked, "raw": raw, "post_number": p.number, "post_type": p.kind,
		"posts_count": len(p.topic.posts), "reply_count": 0, "reply_to_post_number": nil, "quote_count": 0, "incoming_link_count": 0, "reads": 4,
		"readers_count": 3, "score": 0.8, "yours": p.who.id == samID, "topic_id": p.topic.id, "topic_slug": "topic", "version": version,
		"can_edit": true, "can_delete": true, "can_recover": true, "can_wiki": true, "link_counts": []any{}, "read": true, "user_title": nil,
		"bookmarked": false, "actions_summary": f.actions(p, likes), "moderator": p.who.mod, "admin": p.who.admin, "staff": p.who.mod || p.who.admin,
		"hidden": p.hidden, "trust_level": 1, "deleted_at": nil, "user_deleted": p.taken, "edit_reason": nil, "can_view_edit_history": true, "wiki": false,
		"reviewable_id": 0, "reviewable_score_count": 0, "reviewable_score_pending_count": 0, "post_url": "/t/topic/" + text10(p.topic.id) + "/" + text10(p.number),
		"draft_sequence": 0, "badges_granted": []any{}, "mentioned_users": []any{}, "primary_group_name": nil, "flair_name": nil, "flair_url": nil,
		"flair_bg_color": nil, "flair_color": nil, "flair_group_id": nil,
	}) {
		o[name] = value
	}
	if p.to > 0 {
		o["reply_to_post_number"] = p.to
	}
	if p.code != "" {
		o["action_code"] = p.code
	}
	if !p.deleted.IsZero() {
		o["deleted_at"] = stamped(p.deleted)
	}
	return o
}

func (f *Forum) actions(p *post, likes int) []any {
	o := object{"id": 2, "can_act": true}
	if likes > 0 {
		o["count"] = likes
	}
	for _, u := range p.likes {
		if u.id == samID {
			o["acted"], o["can_undo"], o["can_act"] = true, true, false
		}
	}
	return []any{o, object{"id": 3, "can_act": true}}
}

// counted is how many posts and likes a topic has, and when the last came.
func (f *Forum) counted(t *topic) (posts, likes int, last time.Time) {
	for _, p := range f.shown(t, f.opts.Now()) {
		likes += len(p.likes)
		posts++
		if p.at.After(last) && p.kind != 3 {
			last = p.at
		}
	}
	return posts, likes, last
}

// summary is a topic as lists show it.
func (f *Forum) summary(t *topic) object {
	posts, likes, last := f.counted(t)
	o := object{
		"id": t.id, "title": t.title, "fancy_title": t.title, "slug": "topic", "posts_count": posts, "reply_count": max(0, posts-1), "highest_post_number": len(t.posts),
		"created_at": stamped(t.created), "last_posted_at": stamped(last), "bumped": true, "bumped_at": stamped(last), "archetype": "regular",
		"unseen": false, "pinned": false, "unpinned": nil, "visible": true, "closed": t.closed, "archived": false, "bookmarked": false, "liked": false,
		"views": 10, "like_count": likes, "has_summary": false, "pinned_globally": false, "featured_link": nil, "posters": []any{}, "category_id": nil,
		"last_poster_username": t.posts[len(t.posts)-1].who.handle,
	}
	if t.room == nil {
		o["archetype"] = "private_message"
	} else {
		o["category_id"] = t.room.id
	}
	return o
}

// whole is a topic as it is shown by itself.
func (f *Forum) whole(t *topic, posts []any, stream []int64) object {
	o := f.summary(t)
	for _, name := range []string{"bumped", "bumped_at", "unseen", "liked", "posters", "last_poster_username"} {
		delete(o, name)
	}
	first := face(t.posts[0].who)
	for name, value := range (object{
		"post_stream": object{"posts": posts, "stream": stream}, "timeline_lookup": []any{}, "suggested_topics": []any{}, "tags": []any{}, "tags_descriptions": object{},
		"word_count": 100, "deleted_at": stamped(t.deleted), "user_id": t.posts[0].who.id, "pinned_at": nil, "pinned_until": nil, "image_url": nil,
		"slow_mode_seconds": 0, "draft": nil, "draft_key": "topic_" + text10(t.id), "draft_sequence": 0, "deleted_by": nil, "has_deleted": false,
		"actions_summary": []any{}, "chunk_size": chunk, "bookmarks": []any{}, "topic_timer": nil, "message_bus_last_id": 0, "participant_count": 1,
		"show_read_indicator": false, "thumbnails": nil, "slow_mode_enabled_until": nil,
	}) {
		o[name] = value
	}
	details := object{"created_by": first, "last_poster": first, "participants": []any{}, "notification_level": 1, "can_remove_self_id": samID}
	for _, can := range []string{
		"can_edit", "can_move_posts", "can_delete", "can_remove_allowed_users", "can_create_post", "can_reply_as_new_topic", "can_convert_topic",
		"can_review_topic", "can_close_topic", "can_archive_topic", "can_split_merge_topic", "can_edit_staff_notes", "can_toggle_topic_visibility",
		"can_pin_unpin_topic", "can_moderate_category",
	} {
		details[can] = true
	}
	if t.room == nil {
		var all []any
		for _, u := range t.with {
			all = append(all, face(u))
		}
		details["allowed_users"] = all
	}
	o["details"] = details
	return o
}

// categoryOf is a category as the list of them shows it.
func (f *Forum) categoryOf(c *category) object {
	topics := 0
	for _, t := range f.topics {
		if t.room == c && t.deleted.IsZero() {
			topics++
		}
	}
	o := object{
		"id": c.id, "name": c.name, "color": "0088CC", "text_color": "FFFFFF", "style_type": "square", "slug": c.slug, "topic_count": topics, "post_count": topics * 2,
		"position": c.id, "description": c.about, "description_text": c.about, "description_excerpt": c.about, "topic_url": "/t/" + c.slug, "read_restricted": c.private,
		"permission": 1, "notification_level": 1, "can_edit": false, "has_children": false, "show_subcategory_list": false, "num_featured_topics": 3,
		"subcategory_list_style": "rows_with_featured_topics", "default_top_period": "all", "default_list_filter": "all", "minimum_required_tags": 0,
		"navigate_to_first_post_after_read": false, "topics_day": 0, "topics_week": 0, "topics_month": 0, "topics_year": 0, "topics_all_time": topics,
		"subcategory_ids": []any{}, "subcategory_list": nil,
	}
	for _, none := range []string{
		"emoji", "icon", "topic_template", "topic_title_placeholder", "subcategory_count", "sort_order", "sort_ascending", "default_view",
		"uploaded_logo", "uploaded_logo_dark", "uploaded_background", "uploaded_background_dark",
	} {
		o[none] = nil
	}
	return o
}
