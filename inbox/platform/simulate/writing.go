package simulate

// writing are the methods that change something.
func writing() map[string]method {
	absent := map[string]string{
		"channel": "channel_not_found", "ts": "message_not_found", "timestamp": "bad_timestamp", "name": "invalid_name",
		"post_at": "invalid_time", "scheduled_message_id": "invalid_scheduled_message_id", "cursor": "invalid_cursor",
	}
	return map[string]method{
		"chat.postMessage": {
			tier: 5, needs: []string{"channel"}, wrong: absent, scope: "chat:write", writes: true, answer: inChannel((*Slack).postMessage),
			args: map[string]kind{
				"as_user": boolean, "attachments": unsaid, "blocks": unsaid, "channel": text, "current_draft_last_updated_ts": text,
				"icon_emoji": unsaid, "icon_url": unsaid, "link_names": boolean, "markdown_text": text, "metadata": unsaid, "mrkdwn": boolean,
				"parse": unsaid, "reply_broadcast": boolean, "text": unsaid, "thread_ts": unsaid, "unfurl_links": boolean,
				"unfurl_media": boolean, "username": unsaid,
			},
		},
		"chat.update": {
			tier: 3, needs: []string{"ts", "channel"}, wrong: absent, scope: "chat:write", writes: true, answer: inChannel((*Slack).update),
			args: map[string]kind{
				"as_user": unsaid, "attachments": unsaid, "unfurled_attachments": unsaid, "blocks": unsaid, "markdown_text": text,
				"metadata": unsaid, "channel": text, "link_names": unsaid, "parse": unsaid, "text": unsaid, "ts": moment,
				"reply_broadcast": boolean, "file_ids": several,
			},
		},
		"chat.delete": {
			tier: 3, needs: []string{"ts", "channel"}, wrong: absent, scope: "chat:write", writes: true, answer: inChannel((*Slack).delete),
			args: map[string]kind{"as_user": boolean, "channel": text, "ts": moment},
		},
		"chat.scheduleMessage": {
			tier: 3, needs: []string{"channel", "post_at"}, wrong: absent, scope: "chat:write", writes: true, answer: inChannel((*Slack).scheduleMessage),
			args: map[string]kind{
				"as_user": boolean, "attachments": text, "blocks": text, "channel": text, "link_names": boolean, "markdown_text": text,
				"parse": text, "post_at": whole, "reply_broadcast": boolean, "text": text, "thread_ts": text, "unfurl_links": boolean,
				"unfurl_media": boolean, "metadata": unsaid,
			},
		},
		"chat.scheduledMessages.list": {
			tier: 3, wrong: map[string]string{"cursor": "invalid_cursor"}, answer: (*Slack).listScheduled,
			args: map[string]kind{"channel": text, "cursor": text, "latest": moment, "limit": whole, "oldest": moment, "team_id": text},
		},
		"chat.deleteScheduledMessage": {
			tier: 3, needs: []string{"scheduled_message_id", "channel"}, wrong: absent, scope: "chat:write", writes: true,
			answer: inChannel((*Slack).deleteScheduled),
			args:   map[string]kind{"as_user": boolean, "channel": text, "scheduled_message_id": text},
		},
		"reactions.add": {
			tier: 3, needs: []string{"name", "timestamp", "channel"}, wrong: absent, scope: "reactions:write", writes: true,
			answer: inChannel((*Slack).addReaction),
			args:   map[string]kind{"channel": text, "name": text, "timestamp": moment},
		},
		"reactions.remove": {
			tier: 2, needs: []string{"name"}, wrong: absent, scope: "reactions:write", writes: true, answer: (*Slack).removeReaction,
			args: map[string]kind{"name": text, "file": text, "file_comment": text, "channel": text, "timestamp": moment},
		},
		"conversations.open": {
			tier: 3, scope: "im:write", writes: true, answer: (*Slack).openDirect, wrong: absent,
			args: map[string]kind{"channel": unsaid, "return_im": boolean, "users": text, "prevent_creation": boolean},
		},
	}
}
