package simulate

import (
	"maps"
	"slices"
	"strconv"
)

// kind is what an argument has to be.
type kind string

const (
	text    kind = "string"
	number  kind = "number"
	boolean kind = "boolean"
	moment  kind = "timestamp"
	whole   kind = "integer"
	several kind = "array"
	unsaid  kind = "" // Slack does not say
)

// method is one of Slack's, as its documentation describes it.
type method struct {
	tier        int
	args        map[string]kind
	needs       []string          // what must be there
	wrong       map[string]string // what is said of one that is wrong or not there
	least, most int               // of limit
	scope       string            // if it is the same for every channel
	writes      bool              // it changes something
	answer      func(*Slack, *ask) object
}

// methods are those that are served.
func methods() map[string]method {
	all := reading()
	maps.Copy(all, writing())
	maps.Copy(all, moderating())
	return all
}

// reading are those that change nothing.
func reading() map[string]method {
	channelAbsent := map[string]string{"channel": "channel_not_found", "ts": "thread_not_found", "message_ts": "message_not_found", "limit": "invalid_limit"}
	return map[string]method{
		"auth.test": {tier: 5, answer: (*Slack).authTest},
		"conversations.list": {
			tier: 2, most: 999, wrong: map[string]string{"limit": "invalid_limit"}, answer: (*Slack).conversationsList,
			args: map[string]kind{"cursor": text, "exclude_archived": boolean, "limit": number, "team_id": text, "types": text},
		},
		"conversations.info": {
			tier: 3, needs: []string{"channel"}, wrong: channelAbsent, answer: inChannel((*Slack).conversationsInfo),
			args: map[string]kind{"channel": text, "include_locale": boolean, "include_num_members": boolean},
		},
		"conversations.members": {
			tier: 4, needs: []string{"channel"}, wrong: channelAbsent, most: 1000, answer: inChannel((*Slack).conversationsMembers),
			args: map[string]kind{"channel": text, "cursor": text, "limit": number},
		},
		"conversations.history": {
			tier: 3, needs: []string{"channel"}, most: 999, answer: inChannel((*Slack).history),
			wrong: map[string]string{"channel": "channel_not_found", "oldest": "invalid_ts_oldest", "latest": "invalid_ts_latest"},
			args:  spokenArguments("channel"),
		},
		"conversations.replies": {
			tier: 3, needs: []string{"channel", "ts"}, least: 1, most: 1000, answer: inChannel((*Slack).replies),
			wrong: map[string]string{"channel": "channel_not_found", "ts": "thread_not_found", "oldest": "invalid_ts_oldest", "latest": "invalid_ts_latest"},
			args:  spokenArguments("channel", "ts"),
		},
		"chat.getPermalink": {
			tier: 5, needs: []string{"channel", "message_ts"}, wrong: channelAbsent, answer: inChannel((*Slack).permalink),
			args: map[string]kind{"channel": text, "message_ts": moment},
		},
		"users.list": {
			tier: 2, most: 1000, scope: "users:read", answer: (*Slack).usersList,
			args: map[string]kind{"cursor": text, "include_locale": boolean, "limit": number, "team_id": text},
		},
		"users.info": {
			tier: 4, needs: []string{"user"}, wrong: map[string]string{"user": "user_not_found"}, scope: "users:read", answer: (*Slack).usersInfo,
			args: map[string]kind{"user": text, "include_locale": boolean},
		},
		"team.info": {tier: 3, scope: "team:read", answer: (*Slack).teamInfo, args: map[string]kind{"domain": text, "team": text}},
		"bots.info": {tier: 3, scope: "users:read", answer: (*Slack).botsInfo, args: map[string]kind{"bot": text, "team_id": text}},

		"apps.connections.open": {tier: 3, answer: (*Slack).openConnection},
	}
}

// spokenArguments are what the two methods take that list messages.
func spokenArguments(where ...string) map[string]kind {
	args := map[string]kind{
		"cursor": text, "include_all_metadata": boolean, "inclusive": boolean,
		"latest": moment, "limit": number, "oldest": moment,
	}
	for _, name := range where {
		args[name] = text
	}
	if _, thread := args["ts"]; thread {
		args["ts"] = moment
	}
	return args
}

// check is what Slack says of the arguments, or "" if they are as they should
// be. An argument that is empty counts as left out.
func (m method) check(a *ask) string {
	for _, name := range slices.Sorted(maps.Keys(a.form)) {
		kind, known := m.args[name]
		if !known {
			return "invalid_arguments"
		}
		if value := a.get(name); value != "" && !m.fits(kind, value) {
			return m.complaint(name)
		}
	}
	for _, name := range m.needs {
		if a.get(name) == "" {
			return m.complaint(name)
		}
	}
	return ""
}

func (m method) complaint(name string) string {
	if said, ok := m.wrong[name]; ok {
		return said
	}
	return "invalid_arguments"
}

// fits reports whether a value is of its kind. The only number is the limit.
func (m method) fits(k kind, value string) bool {
	switch k {
	case number:
		n, err := strconv.Atoi(value)
		return err == nil && n >= m.least && n <= m.most
	case boolean:
		return slices.Contains([]string{"0", "1", "true", "false"}, value)
	case moment:
		_, ok := bound(value)
		return ok
	case whole:
		n, err := strconv.Atoi(value)
		return err == nil && n >= 0
	case text, several, unsaid:
	}
	return true
}
