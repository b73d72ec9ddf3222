package inbox

// AdminPage is the web page on which a person does by hand what we cannot: of a
// message its own page, of a member where the platform keeps those who run it,
// of a report its queue. "" if the account has no base. It is pure: nothing
// tells whether the person may open it.
func (a Account) AdminPage(kind ActionKind, member, channel, message string) string {
	if a.Base == "" {
		return ""
	}
	ofMessage := message != "" && (kind == Remove || kind == Restore || kind == Delete || kind == Edit)
	switch a.Platform {
	case Slack:
		if ofMessage {
			return a.Permalink(channel, "", message)
		}
		return a.Base + "/admin"
	case Discord:
		if ofMessage {
			return a.Permalink(channel, "", message)
		}
		if a.Team != "" { // the settings of a server have no address of their own
			return a.Base + "/channels/" + a.Team
		}
	case Discourse:
		return a.forumPage(kind, member, message, ofMessage)
	case Mastodon:
		return a.serverPage(kind, member, message, ofMessage)
	}
	return ""
}

// forumPage is a page of Discourse: a post itself, which tells its own tools,
// the queue of what waits, or the list of members.
func (a Account) forumPage(kind ActionKind, member, message string, ofMessage bool) string {
	switch {
	case ofMessage:
		return a.Permalink("", "", message)
	case kind == Perform || member == "":
		return a.Base + "/review"
	}
	return a.Base + "/admin/users/" + member + "/show" // the word behind the number may be any
}

// serverPage is a page of Mastodon: what an account said, the account, or the
// reports.
func (a Account) serverPage(kind ActionKind, member, message string, ofMessage bool) string {
	switch {
	case ofMessage && member != "":
		return a.Base + "/admin/accounts/" + member + "/statuses/" + message
	case ofMessage:
		return a.Permalink("", "", message)
	case kind == Perform || member == "":
		return a.Base + "/admin/reports"
	}
	return a.Base + "/admin/accounts/" + member
}
