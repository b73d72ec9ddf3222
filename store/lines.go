package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// lineLength is how much of a text a line shows, in runes.
const lineLength = 300

// Lines tells rows of figures as a person reads them, in their order. One whose
// thing is no longer here keeps its row and says nothing else.
func (s *Store) Lines(ctx context.Context, rows []metrics.Row) ([]metrics.Line, error) {
	all := make([]metrics.Line, len(rows))
	places := map[metrics.RowKind]map[string][]int{}
	for i, r := range rows {
		all[i].Row = r
		if places[r.Kind] == nil {
			places[r.Kind] = map[string][]int{}
		}
		key := lineKey(r)
		places[r.Kind][key] = append(places[r.Kind][key], i)
	}
	for kind, of := range places {
		keys := make([]string, 0, len(of))
		for key := range of {
			keys = append(keys, key)
		}
		_, err := list(ctx, s.read, func(row scanner) (struct{}, error) {
			key, told, err := scanLine(row)
			at := of[key]
			if kind == metrics.SurveyRow && len(at) > 1 { // two of the same moment, one after the other
				at, of[key] = at[:1], at[1:]
			}
			for _, i := range at {
				told.Row = all[i].Row
				all[i] = told
			}
			return struct{}{}, err
		}, lineQuery(kind), idList(keys))
		if err != nil {
			return nil, fmt.Errorf("tell what a number was counted from: %w", err)
		}
	}
	return all, nil
}

// lineKey is by what a row's thing is found.
func lineKey(r metrics.Row) string {
	switch r.Kind {
	case metrics.PostRow:
		return r.Key
	case metrics.SurveyRow: // by its survey and its time
		return r.Key + "\n" + strconv.FormatInt(r.At, 10)
	case metrics.MessageRow, metrics.TalkRow, metrics.PersonRow, metrics.CaseRow, metrics.DecisionRow:
	}
	return strconv.FormatInt(r.ID, 10)
}

// Every query of lines tells the same: the key, when, the account with what its
// links are made of, the channel by ID and by name, who and their ID, the text,
// the message and the thread that a link leads to, and the conversation.
const (
	whoIsIt = `coalesce(CASE WHEN u.handle <> '' THEN u.handle WHEN u.name <> '' THEN u.name ELSE u.key END, '')`

	messageLines = `
		SELECT sought.value, m.sent_at, a.name, a.platform, a.base, a.team, ` + standsIn + `, ch.name,
		       CASE WHEN m.posted_as <> '' THEN m.posted_as ELSE ` + whoIsIt + ` END, coalesce(u.key, ''),
		       substr(m.text, 1, 1200), m.key, coalesce(c.key, m.key), m.conversation_id
		FROM   json_each(?) AS sought
		JOIN   message AS m ON m.id = CAST(sought.value AS INTEGER)
		JOIN   channel AS ch ON ch.id = m.channel_id
		JOIN   account AS a ON a.id = ch.account_id
		LEFT   JOIN member AS u ON u.id = m.author_id
		LEFT   JOIN conversation AS c ON c.id = m.conversation_id`
	talkLines = `
		SELECT sought.value, c.opened_at, a.name, a.platform, a.base, a.team,
		       CASE WHEN ch.forum = 1 THEN c.key ELSE ch.key END, ch.name, ` + whoIsIt + `, coalesce(u.key, ''),
		       coalesce(substr((SELECT text FROM message WHERE channel_id = c.channel_id AND key = c.key), 1, 1200), ''), c.key, c.key, c.id
		FROM   json_each(?) AS sought
		JOIN   conversation AS c ON c.id = CAST(sought.value AS INTEGER)
		JOIN   channel AS ch ON ch.id = c.channel_id
		JOIN   account AS a ON a.id = ch.account_id
		LEFT   JOIN member AS u ON u.id = c.opener_id`
	personLines = `
		SELECT sought.value, u.last_at, a.name, a.platform, a.base, a.team, '', '', ` + whoIsIt + `, u.key, u.name, '', '', 0
		FROM   json_each(?) AS sought
		JOIN   member AS u ON u.id = CAST(sought.value AS INTEGER)
		JOIN   account AS a ON a.id = u.account_id`
	ofCase = `
		JOIN   account AS a ON a.id = f.account_id
		LEFT   JOIN channel AS ch ON ch.account_id = a.id AND ch.key = f.channel
		LEFT   JOIN message AS m ON f.kind = 'message' AND m.channel_id = ch.id AND m.key = f.key
		LEFT   JOIN conversation AS c ON c.id = m.conversation_id AND m.conversation_id > 0
		LEFT   JOIN member AS u ON u.account_id = a.id AND u.key = f.member`
	caseTexts = `substr(coalesce(nullif(m.text, ''), f.evidence ->> '$.text', ''), 1, 1200), coalesce(m.key, ''), coalesce(c.key, m.key, ''), coalesce(c.id, 0)`
	caseLines = `
		SELECT sought.value, f.opened_at, a.name, a.platform, a.base, a.team, f.channel, coalesce(ch.name, ''), ` + whoIsIt + `, f.member, ` + caseTexts + `
		FROM   json_each(?) AS sought
		JOIN   casefile AS f ON f.id = CAST(sought.value AS INTEGER)` + ofCase
	decisionLines = `
		SELECT sought.value, d.at, a.name, a.platform, a.base, a.team, f.channel, coalesce(ch.name, ''), ` + whoIsIt + `, f.member,
		       d.outcome || ' by ' || d.actor || ': ' || ` + caseTexts + `
		FROM   json_each(?) AS sought
		JOIN   decision AS d ON d.seq = CAST(sought.value AS INTEGER)
		JOIN   casefile AS f ON f.id = d.case_id` + ofCase
	postLines = `
		SELECT sought.value, p.first_at, '', '', '', '', '', '', '', '', coalesce(nullif(p.body ->> '$.Title', ''), substr(p.body ->> '$.Text', 1, 1200), ''), '', '', 0
		FROM   json_each(?) AS sought JOIN post AS p ON p.key = sought.value`
	answerLines = `
		SELECT sought.value, s.at, '', '', '', '', '', s.survey, s.who, '', s.score || CASE s.words WHEN '' THEN '' ELSE ': ' || substr(s.words, 1, 1200) END, '', '', 0
		FROM   json_each(?) AS sought
		JOIN   survey_answer AS s ON s.survey = substr(sought.value, 1, instr(sought.value, char(10)) - 1)
		                             AND s.at = CAST(substr(sought.value, instr(sought.value, char(10)) + 1) AS INTEGER)
		ORDER  BY s.key`
)

func lineQuery(kind metrics.RowKind) string {
	switch kind {
	case metrics.TalkRow:
		return talkLines
	case metrics.PersonRow:
		return personLines
	case metrics.CaseRow:
		return caseLines
	case metrics.DecisionRow:
		return decisionLines
	case metrics.PostRow:
		return postLines
	case metrics.SurveyRow:
		return answerLines
	case metrics.MessageRow:
	}
	return messageLines
}

func scanLine(row scanner) (key string, l metrics.Line, err error) {
	var a inbox.Account
	var when micros
	var channel, message, thread string
	err = row.Scan(&key, &when, &a.Name, &a.Platform, &a.Base, &a.Team, &channel, &l.Channel, &l.Who, &l.Member, &l.Text, &message, &thread, &l.Conversation)
	l.When, l.Account, l.Platform = when.time(), a.Name, string(a.Platform)
	l.Text = cut(l.Text)
	if message != "" {
		l.Link = a.Permalink(channel, thread, message)
	}
	return key, l, err
}

// cut leaves the beginning of a text.
func cut(text string) string {
	n := 0
	for i := range text {
		if n == lineLength {
			return strings.TrimSpace(text[:i]) + "…"
		}
		n++
	}
	return text
}
