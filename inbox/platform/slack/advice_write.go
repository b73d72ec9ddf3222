package slack

// refusedWrite is about what was to be written.
func refusedWrite(reason string) string {
	for _, said := range []func(string) string{refusedPlace, refusedText, refusedChange, refusedPlan, refusedMember, refusedDoor} {
		if advice := said(reason); advice != "" {
			return advice
		}
	}
	return ""
}

// refusedPlace is about where something was to be said.
func refusedPlace(reason string) string {
	switch reason {
	case "restricted_action":
		return "The workspace's rules do not let you do that there. Ask an admin, or answer somewhere else."
	case "restricted_action_read_only_channel", "posting_to_channel_denied":
		return "Only a few may write in that channel. Ask an admin to let you, or answer privately."
	case "restricted_action_thread_only_channel":
		return "That channel takes answers in threads alone. Answer in one."
	case "restricted_action_non_threadable_channel", "cannot_reply_to_message":
		return "That message takes no answers in a thread. Say it in the channel itself, or privately."
	case "restricted_action_thread_locked", "thread_locked":
		return "An admin has locked that thread. Ask them, or answer privately."
	case "thread_not_found":
		return "The conversation is not there any more. Drop this, or say it in the channel."
	case "external_channel_migrating":
		return "Slack is moving that channel just now. Try again in a while."
	case "is_inactive":
		return "That channel is frozen, archived or deleted: nothing in it can be changed."
	case "message_limit_exceeded":
		return "The workspace has sent as many messages as its plan allows. An admin can change the plan; try again tomorrow."
	case "slack_connect_file_link_sharing_blocked", "slack_connect_canvas_sharing_blocked", "slack_connect_lists_sharing_blocked",
		"slack_connect_clip_sharing_blocked", "slack_connect_file_upload_sharing_blocked", "slack_connect_blocked_file_type":
		return "An admin does not let that kind of link go to another organisation. Take it out, and send it again."
	case "invalid_channel", "team_not_found", "method_not_supported_for_channel_type":
		return "That is no place in which this can be done. Look whether the channel was moved."
	case "app_access_restricted", "send_on_behalf_not_allowed":
		return "The person whom the token speaks for may not use the app for that. Ask an admin."
	case "as_user_not_supported", "metadata_must_be_sent_from_app":
		return "This token is of an old kind that cannot send. Make a new app at " + NewApp + anew
	}
	return ""
}

// refusedText is about what was to be said.
func refusedText(reason string) string {
	switch reason {
	case "msg_too_long", "msg_blocks_too_long":
		return "That is longer than Slack takes: 40,000 signs when it is sent at once, 4,000 later or as a correction. Make it shorter."
	case "no_text":
		return "There is nothing to be said in it. Write something."
	case "metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema", "invalid_blocks", "invalid_blocks_format",
		"invalid_attachments", "too_many_attachments", "attachment_payload_limit_exceeded", "too_many_contact_cards", "markdown_text_conflict",
		"missing_file_data":
		return "Slack does not understand how Rounds writes. Look for a newer Rounds, and answer in Slack meanwhile."
	case "invalid_name":
		return "There is no emoji of that name in the workspace. Choose another."
	case "too_many_emoji":
		return "That message has as many different reactions as Slack allows. Use one that is there already."
	case "too_many_reactions":
		return "You have reacted to that message as often as Slack allows. Take one back first."
	case "not_reactable", "no_access", "no_item_specified", "bad_timestamp":
		return "Nobody can react to that."
	case "already_reacted":
		return "You have reacted so already. Nothing needs to be done."
	case "no_reaction":
		return "There is no such reaction of yours. Nothing needs to be done."
	}
	return ""
}

// refusedChange is about a message that was to be changed.
func refusedChange(reason string) string {
	switch reason {
	case "cant_update_message":
		return "That message is not yours to change, or is of a kind that cannot be changed. Say it anew."
	case "cant_delete_message":
		return "That message is not yours to delete. An administrator can, with a user token of their own: open it in Slack."
	case "edit_window_closed":
		return "The workspace lets messages be changed only for a while, and that is over. Answer with a correction."
	case "message_not_found":
		return "That message is not there any more. Drop this."
	case "compliance_exports_prevent_deletion":
		return "The workspace keeps all that is said, so that nothing can be deleted. Ask an admin."
	case "update_failed":
		return "Slack has trouble of its own. Nothing needs to be done: Rounds looks what became of it."
	case "block_mismatch", "streaming_state_conflict", "cant_broadcast_message", "no_dual_broadcast_content_update":
		return "That message cannot be changed from here. Change it in Slack."
	case "file_deleted", "file_is_deleted", "file_not_found", "file_comment_not_found", "file_share_limit_reached", "max_file_sharing_exceeded",
		"blocked_file_type", "unable_to_share_files":
		return "The file in that message stands in the way. Change the message in Slack."
	}
	return ""
}

// refusedPlan is about what Slack was to post later.
func refusedPlan(reason string) string {
	switch reason {
	case "time_in_past", "invalid_time":
		return "The time for it is over. Send it now, or choose another time."
	case "time_too_far":
		return "Slack plans 120 days ahead at most. Choose an earlier time."
	case "restricted_too_many":
		return "Slack takes 30 planned messages for any five minutes in a channel. Choose a time a little before or after."
	case "invalid_scheduled_message_id":
		return "It was posted already, or is about to be, and cannot be taken back as a plan any more. Delete the message once it stands there."
	}
	return ""
}

// refusedMember is about somebody who was to be answered privately.
func refusedMember(reason string) string {
	switch reason {
	case "user_disabled":
		return "Their account was closed: nobody would read it. Drop this."
	case "user_not_found", "user_not_visible", "users_list_not_supplied", "not_enough_users", "too_many_users":
		return "Slack does not show that member to this token. Answer in the channel instead."
	case "cannot_dm_bot":
		return "That is a bot: it reads no private messages."
	case "messages_tab_disabled":
		return "The app takes no private messages. Turn on its Messages Tab at " + apps + " under App Home, then try again."
	case "invalid_user_combination":
		return "You share no channel with them, and they are of another organisation. Answer where they wrote."
	}
	return ""
}

// refusedDoor is about somebody who was to be put out of a channel.
func refusedDoor(reason string) string {
	switch reason {
	case "cant_kick_self":
		return "Nobody puts themselves out of a channel. Leave it in Slack, if that is what you want."
	case "cant_kick_from_general":
		return "Everybody is in that channel, and nobody can be put out of it. Only an admin can close the account, in Slack."
	case "not_supported":
		return "Slack does not let that member be put out of that channel. Do it in Slack, or ask an admin."
	case "no_channel":
		return "Slack lets no app put anybody out of a workspace. Choose a channel, or ask an admin to close the account."
	}
	return ""
}
