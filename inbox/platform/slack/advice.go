package slack

// apps is where a person finds the apps that they have made.
const apps = "https://api.slack.com/apps"

// anew is how an account gets another token.
const anew = ", then: rounds connect slack --as NAME"

// Advice says, for one of Slack's words for why it refused, what it means and
// what to do about it, in a sentence or two for a tired person. NAME stands for
// the account. A word that is not known here gets an honest answer.
func Advice(reason string) string {
	if said := refusedToken(reason); said != "" {
		return said
	}
	if said := refusedRight(reason); said != "" {
		return said
	}
	if said := refusedNow(reason); said != "" {
		return said
	}
	if said := refusedWrite(reason); said != "" {
		return said
	}
	return "Slack says no and gives a reason that Rounds does not know. Look it up at https://docs.slack.dev, or ask whoever runs the workspace."
}

// Knows reports whether [Advice] knows one of Slack's words.
func Knows(reason string) bool {
	return refusedToken(reason)+refusedRight(reason)+refusedNow(reason)+refusedWrite(reason) != ""
}

// refusedToken is about the token itself.
func refusedToken(reason string) string {
	switch reason {
	case "invalid_auth", "not_authed":
		return "Slack does not know this token. Copy it once more from " + apps + anew
	case "another_workspace":
		return "The user token is of another workspace than the bot token. Give the one of this workspace: rounds connect slack --as NAME"
	case "token_revoked":
		return "The token was revoked. Make a new one at " + apps + anew
	case "token_expired":
		return "The token has run out: the app renews its tokens. Turn token rotation off at " + apps + anew
	case "account_inactive":
		return "The app was taken out of the workspace, or the person it speaks for was. Install it again at " + apps + anew
	case "not_allowed_token_type":
		return "This is the wrong kind of token for that. Rounds works with the bot token, which begins with xoxb-: rounds connect slack --as NAME"
	case "bad_token", "no_token", "missing_args", "invalid_token":
		return "There is no token in what was sent. Give it again: rounds connect slack --as NAME"
	}
	return ""
}

// refusedRight is about what the token may do.
func refusedRight(reason string) string {
	switch reason {
	case "missing_scope", "no_scopes":
		return "The app may not do that yet. Add the scope at " + apps + " under OAuth & Permissions, install the app again" + anew
	case "not_in_channel":
		return "The app is not in that channel. Say there: /invite @Rounds"
	case "channel_not_found":
		return "Slack shows that channel to this token no more: it was deleted, or it is private and the app is not in it. Say there: /invite @Rounds"
	case "is_archived":
		return "That channel is archived. What was said in it can still be read; nothing new will come."
	case "org_login_required":
		return "The workspace is being moved into an organisation. Wait until that is done, then try again."
	case "ekm_access_denied":
		return "Whoever keeps the organisation's keys has closed this place for now. Only they can open it: ask them."
	case "team_access_not_granted":
		return "The app is installed in the organisation, but not in this workspace. Ask an admin to add it, then try again."
	case "enterprise_is_restricted", "access_denied", "no_permission", "accesslimited", "forbidden_team":
		return "The workspace's rules do not allow it. Ask an admin to approve the app, then try again."
	case "app_missing_action_url", "approval_required", "app_not_approved":
		return "An admin has to approve the app first. Ask them, and try again when they did."
	case "two_factor_setup_required":
		return "The person whom the token speaks for must set up two-factor sign-in first; then try again."
	case "user_is_restricted", "user_is_bot", "user_is_ultra_restricted":
		return "Whom the token speaks for may not do that. Use the token of somebody who may: rounds connect slack --as NAME"
	}
	return ""
}

// refusedNow is about the moment.
func refusedNow(reason string) string {
	switch reason {
	case "ratelimited", "rate_limited":
		return "Slack asks for a pause. Nothing needs to be done: Rounds waits and goes on by itself."
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout":
		return "Slack has trouble of its own. Nothing needs to be done: Rounds tries again. https://slack-status.com tells more."
	case "team_added_to_org":
		return "The workspace is being moved into an organisation. Rounds tries again when that is done."
	case "invalid_cursor":
		return "Slack has forgotten where Rounds was in a list. Nothing needs to be done: it begins that list again."
	case "unknown_method", "method_deprecated", "deprecated_endpoint":
		return "Slack does not offer that any more. Look for a newer Rounds."
	}
	return ""
}
