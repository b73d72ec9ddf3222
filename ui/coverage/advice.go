package coverage

import "strings"

// advice is what a person can do about a refusal, by a word that is in it.
func advice(why string) string {
	for _, a := range []struct{ words, advice string }{
		{"token_revoked token_expired invalid_auth not_authed", "Slack no longer takes the token. All that was read is kept. Get a new one: rounds connect slack"},
		{"account_inactive", "The account behind the token was closed. All that was read is kept. Connect as somebody else: rounds connect slack"},
		{"missing_scope no_permission not_allowed_token_type", "The app may not do that yet. Grant what is missing in Slack's app settings, install it again, then: rounds connect slack"},
		{"org_login_required ekm_access_denied team_access_not_granted access_denied", "The workspace does not let the app in. Ask one of its admins."},
		{"not_in_channel", "The app is not in this channel. In Slack, say in it: /invite and the name of the app"},
		{"channel_not_found", "The app cannot see this channel: it was deleted, or made private. In Slack, say in it: /invite and the name of the app"},
		{"is_archived", "The channel is archived. Nothing new is said in it."},
		{"ratelimited rate_limited", "Nothing: Slack asked for patience, and it goes on by itself."},
	} {
		for word := range strings.FieldsSeq(a.words) {
			if strings.Contains(why, word) {
				return a.advice
			}
		}
	}
	if offline(why) {
		return "Nothing, once the network is back. R tries again now."
	}
	return ""
}
