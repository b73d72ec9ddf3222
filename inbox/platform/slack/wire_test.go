package slack

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"rounds/inbox"
)

// someone knows U1 as a person and U3 as a bot.
var someone = people{name: known, bot: func(id string) (bool, bool) {
	return id == "U3", id == "U1" || id == "U3"
}}

// parse reads one record as a message of C1.
func parse(text string) (inbox.Message, error) {
	var r record
	if err := newRecordReader().read([]byte(text), &r); err != nil {
		return inbox.Message{}, err
	}
	return r.message("C1", someone)
}

func TestASubtypeSaysWhatAMessageIs(t *testing.T) {
	tests := map[string]struct {
		rest      string
		kind      inbox.MessageKind
		bot       bool
		broadcast bool
		deleted   bool
	}{
		"nothing special":                  {`"user":"U1"`, inbox.Said, false, false, false},
		"somebody came":                    {`"subtype":"channel_join","user":"U1"`, inbox.Joined, false, false, false},
		"somebody came to a private room":  {`"subtype":"group_join","user":"U1"`, inbox.Joined, false, false, false},
		"somebody went":                    {`"subtype":"channel_leave","user":"U1"`, inbox.Left, false, false, false},
		"a topic":                          {`"subtype":"channel_topic","user":"U1"`, inbox.Notice, false, false, false},
		"a pin":                            {`"subtype":"pinned_item","user":"U1"`, inbox.Notice, false, false, false},
		"something that is yet to come":    {`"subtype":"hologram","user":"U1"`, inbox.Notice, false, false, false},
		"a bot of the old kind":            {`"subtype":"bot_message","bot_id":"B1","username":"cron"`, inbox.Said, true, false, false},
		"a bot of the new kind":            {`"user":"U3","bot_id":"B1"`, inbox.Said, true, false, false},
		"a bot that nobody knows":          {`"user":"U8","bot_id":"B1"`, inbox.Said, true, false, false},
		"an app that speaks for a person":  {`"user":"U1","bot_id":"B1"`, inbox.Said, false, false, false},
		"Slackbot":                         {`"user":"USLACKBOT"`, inbox.Said, true, false, false},
		"a reply shown in the channel too": {`"subtype":"thread_broadcast","user":"U1"`, inbox.Said, false, true, false},
		"a tombstone":                      {`"subtype":"tombstone","user":"USLACKBOT"`, inbox.Said, true, false, true},
		"somebody about themselves":        {`"subtype":"me_message","user":"U1"`, inbox.Said, false, false, false},
		"null for none":                    {`"subtype":null,"user":"U1"`, inbox.Said, false, false, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m, err := parse(`{"type":"message","text":"x","ts":"1700000000.000100",` + tt.rest + `}`)
			if err != nil || m.Kind != tt.kind || m.Bot != tt.bot || m.Broadcast != tt.broadcast || m.Deleted != tt.deleted {
				t.Errorf("got %+v, %v", m, err)
			}
			if m.Deleted && m.Text != "" {
				t.Errorf("a tombstone still says %q", m.Text)
			}
		})
	}
}

func TestARecordIsReadWhole(t *testing.T) {
	m, err := parse(`{"user_profile":{"ts":"no","text":"no"},"type":"message","user":"U1","username":"The \"Bot\"","text":"a\u00e9\ud83d\ude00 \/ <@U1>",
		"ts":"1103975700.000800","thread_ts":"1103975600.000001","edited":{"user":"U1","ts":"1103975800.000000"},
		"reactions":[{"name":"tada","users":["U2","U1"],"count":2}],
		"files":[{"name":"a.png","mimetype":"image/png","size":12,"url_private":"https://f/x"},{"title":"t","permalink":"https://f/y"}],"blocks":[{"type":"x","ts":"}"}]}`)
	if err != nil {
		t.Fatal(err)
	}
	want := inbox.Message{
		Channel: "C1", ID: "1103975700.000800", Thread: "1103975600.000001", Author: "U1", As: `The "Bot"`, Kind: inbox.Said,
		Text: "aé😀 / @maria.k", SentAt: time.Unix(1103975700, 800_000), EditedAt: time.Unix(1103975800, 0),
	}
	if m.Text != want.Text || m.ID != want.ID || m.Thread != want.Thread || m.As != want.As ||
		!m.SentAt.Equal(want.SentAt) || !m.EditedAt.Equal(want.EditedAt) || len(m.Mentions) != 1 {
		t.Errorf("got %+v, want %+v", m, want)
	}
	if !reflect.DeepEqual(m.Reactions, []inbox.Reaction{{Name: "tada", Count: 2, By: []string{"U1", "U2"}}}) {
		t.Errorf("reactions = %v", m.Reactions)
	}
	if len(m.Files) != 2 || m.Files[0] != (inbox.File{Name: "a.png", Type: "image/png", Size: 12, URL: "https://f/x"}) ||
		m.Files[1] != (inbox.File{Name: "t", URL: "https://f/y"}) {
		t.Errorf("files = %v", m.Files)
	}
}

func TestEventsTellOfOtherMessages(t *testing.T) {
	m, err := parse(`{"type":"message","subtype":"message_changed","ts":"1700000009.000000","message":{"type":"message","user":"U1","text":"new","ts":"1700000001.000000","edited":{"ts":"1700000008.000000"}},"previous_message":{"text":"old","ts":"1700000001.000000"}}`)
	if err != nil || m.Text != "new" || m.ID != "1700000001.000000" || m.EditedAt.Unix() != 1700000008 {
		t.Errorf("an edit gives %+v, %v", m, err)
	}
	m, err = parse(`{"type":"message","subtype":"message_deleted","ts":"1700000009.000000","deleted_ts":"1700000002.000000","previous_message":{"user":"U1","text":"oops","ts":"1700000002.000000","thread_ts":"1700000001.000000"}}`)
	if err != nil || !m.Deleted || m.Text != "" || m.ID != "1700000002.000000" || m.Thread != "1700000001.000000" || m.Author != "U1" {
		t.Errorf("a deletion gives %+v, %v", m, err)
	}
}

func TestAStrangeRecordIsRefusedWithAReason(t *testing.T) {
	tests := map[string]struct{ record, why string }{
		"S65 a timestamp twice":         {`{"ts":"1700000000.000001","ts":"1700000000.000002"}`, `has "ts" twice`},
		"S66 an endless timestamp":      {`{"ts":"9999999999999999999.999999"}`, "that is none"},
		"S66 a number":                  {`{"ts":-1}`, `has a "ts" that is not text`},
		"S66 null":                      {`{"ts":null}`, "has no timestamp"},
		"S66 NaN":                       {`{"ts":"NaN"}`, "that is none"},
		"a sign":                        {`{"ts":"+170000000.000001"}`, "that is none"},
		"too few digits":                {`{"ts":"1700000000.1"}`, "that is none"},
		"a thread that is none":         {`{"ts":"1700000000.000001","thread_ts":"x"}`, "that is none"},
		"S69 a number of 10,000 digits": {`{"ts":` + strings.Repeat("9", 10_000) + `}`, `has a "ts" that is not text`},
		"S70 a user of another form":    {`{"ts":"1700000000.000001","user":{"name":["not","a","string"]}}`, `has a "user" that is not text`},
		"reactions of another form":     {`{"ts":"1700000000.000001","reactions":"many"}`, `has a "reactions" of a strange form`},
		"metadata twice":                {`{"ts":"1700000000.000001","metadata":{},"metadata":{"event_type":"rounds_action"}}`, `has "metadata" twice`},
		"no object":                     {`"hello"`, "is not an object"},
		"an escape that is none":        {`{"ts":"1700000000.000001","text":"\x"}`, "unknown escape"},
		"another type":                  {`{"type":"reaction_added","ts":"1700000000.000001"}`, `is of type "reaction_added"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := parse(tt.record); err == nil || !strings.Contains(err.Error(), tt.why) {
				t.Errorf("error = %v, want %q", err, tt.why)
			}
		})
	}
}

func TestOnlyAMarkOfOursIsOne(t *testing.T) {
	for metadata, want := range map[string]string{
		`{"event_type":"rounds_action","event_payload":{"id":"0193-a"}}`: "0193-a",
		`{"event_type":"task_made","event_payload":{"id":"0193-a"}}`:     "",
		`{"event_type":"rounds_action","event_payload":{"id":5}}`:        "",
		`{"event_type":"rounds_action","event_payload":"0193-a"}`:        "",
		`{"event_type":"rounds_action"}`:                                 "",
		`{"event_type":["rounds_action"]}`:                               "",
		`"rounds_action"`:                                                "",
		`null`:                                                           "",
	} {
		var r record
		if err := newRecordReader().read([]byte(`{"ts":"1700000000.000001","metadata":`+metadata+`}`), &r); err != nil || r.Marker != want {
			t.Errorf("%s marks %q, %v", metadata, r.Marker, err)
		}
	}
}
