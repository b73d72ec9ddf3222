package simulate

import (
	"strings"
	"time"
)

// channelJSON is a channel as the API shows it.
func (w *world) channelJSON(c *channel) object {
	return object{
		"id": c.id, "name": c.name, "name_normalized": c.name, "created": c.created.Unix(), "updated": latest(c.created, c.changed).UnixMilli(),
		"creator": c.creator.id, "context_team_id": w.teamID, "unlinked": 0,
		"is_channel": true, "is_group": false, "is_im": false, "is_mpim": false, "is_private": c.private,
		"is_archived": c.archived, "is_general": c.name == "general", "is_member": c.member,
		"is_shared": false, "is_ext_shared": false, "is_org_shared": false, "is_pending_ext_shared": false,
		"pending_shared": []string{}, "previous_names": append([]string{}, c.previous...), "num_members": len(c.members),
		"topic":   object{"value": c.topic, "creator": c.creator.id, "last_set": c.created.Unix()},
		"purpose": object{"value": c.purpose, "creator": c.creator.id, "last_set": c.created.Unix()},
	}
}

// userJSON is a member as the API shows them.
func (w *world) userJSON(u *user) object {
	o := object{
		"id": u.id, "team_id": w.teamID, "name": u.handle, "deleted": u.deleted, "color": "9f69e7", "real_name": u.name,
		"tz": u.zone, "tz_label": u.zone, "tz_offset": u.offset,
		"is_admin": u.admin, "is_owner": u.owner, "is_primary_owner": u.owner, "is_restricted": false,
		"is_ultra_restricted": false, "is_bot": u.bot && u.id != "USLACKBOT", "is_app_user": false,
		"is_email_confirmed": !u.bot, "updated": latest(w.channels[0].created, u.changed).Unix(), "who_can_share_contact_card": "EVERYONE",
	}
	profile := object{
		"title": "", "phone": "", "skype": "", "real_name": u.name, "real_name_normalized": u.name,
		"display_name": u.handle, "display_name_normalized": u.handle, "status_text": "", "status_emoji": "",
		"status_expiration": 0, "avatar_hash": strings.ToLower(u.id[1:]), "team": w.teamID,
	}
	if u.email != "" {
		profile["email"] = u.email
	}
	if u.botID != "" {
		profile["bot_id"] = u.botID
	}
	o["profile"] = profile
	return o
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
