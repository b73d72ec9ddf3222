package moderation

import (
	"slices"
	"strconv"

	"rounds/inbox"
)

func number(n int) string { return strconv.Itoa(n) }

// choose is what of a report's offers settles it as a ruling asks. The IDs are
// those of Discourse's review queue, of Mastodon's reports and of Discord's
// requests to join.
func choose(c Case, r Report, all []Outcome) (inbox.Choice, bool) {
	for _, id := range wanted(c.Kind, all) {
		if i := slices.IndexFunc(r.Offers, func(o inbox.Choice) bool { return o.ID == id }); i >= 0 {
			return r.Offers[i], true
		}
	}
	return inbox.Choice{Label: string(all[0])}, false
}

// wanted are the choices that would do, the best first.
func wanted(kind SubjectKind, all []Outcome) []string {
	gone := slices.ContainsFunc(all, removes)
	switch {
	case kind == OfHeld && all[0] == Keep, kind == OfMember && all[0] == Keep:
		return []string{"approve_post", "approve_user", "approve", "APPROVED", "disagree", "resolve"}
	case kind == OfHeld:
		return []string{"reject_post", "reject_and_delete", "delete_user", "REJECTED", "ignore", "resolve"}
	case kind == OfMember && (gone || slices.Contains(all, Ban)):
		return []string{"delete_user", "reject_user", "REJECTED", "agree_and_keep", "resolve"}
	case all[0] == Keep:
		return []string{"disagree", "disagree_and_restore", "resolve"}
	case all[0] == Ignore:
		return []string{"ignore", "ignore_and_do_nothing", "resolve"}
	case gone:
		return []string{"delete_and_agree", "agree_and_hide", "agree_and_keep", "resolve"}
	}
	return []string{"agree_and_keep", "agree_and_keep_hidden", "resolve"}
}
