package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
)

// record is what we want of a message as Slack writes it, in an export, in an
// event or in an answer of its API.
type record struct {
	Type, Subtype string
	TS, Thread    string
	User          string
	BotID         string
	BotName       string
	Text          string
	Edited        string // when, as a ts
	Deleted       string // the ts that message_deleted speaks of
	LatestReply   string
	ReplyCount    int
	Marker        string // which action of ours it comes of, see [marker]
	Reactions     []reaction
	Files         []file
	Blocks        json.RawMessage
	Attachments   json.RawMessage
	Message       *record // of message_changed
	Previous      *record // of message_deleted
}

type reaction struct {
	Name  string   `json:"name"`
	Count int      `json:"count"`
	Users []string `json:"users"` // of many not all
}

type file struct {
	Name       string `json:"name"`
	Title      string `json:"title"`
	Mimetype   string `json:"mimetype"`
	Size       int64  `json:"size"`
	Permalink  string `json:"permalink"`
	URLPrivate string `json:"url_private"`
}

// recordReader fills records. It lives as long as a file is read, so that the
// closure it hands to fields is made once.
type recordReader struct {
	into *record
	seen uint32 // the fields of text met so far, one bit each
	deep int    // how many records this one is inside of
	each func(key, value []byte) error
}

func newRecordReader() *recordReader {
	r := &recordReader{}
	r.each = r.field
	return r
}

// read decodes one record. The raw parts of it point into object.
func (r *recordReader) read(object []byte, into *record) error {
	*into = record{}
	r.into, r.seen = into, 0
	return fields(object, r.each)
}

// field stores one field. A key that comes twice makes the record ambiguous:
// which of two timestamps is its identity? It is refused.
func (r *recordReader) field(key, value []byte) error {
	slot, bit := r.text(key)
	if slot == nil {
		return r.other(key, value)
	}
	if r.seen&bit != 0 {
		return fmt.Errorf("has %q twice", key)
	}
	r.seen |= bit
	text, err := unquote(value)
	if err != nil {
		return fmt.Errorf("has a %q that %w", key, err)
	}
	*slot = text
	return nil
}

// text is where a field of text is kept and its bit in seen; nil if it is none
// that we want.
func (r *recordReader) text(key []byte) (*string, uint32) {
	switch string(key) {
	case "type":
		return &r.into.Type, 1
	case "subtype":
		return &r.into.Subtype, 2
	case "ts":
		return &r.into.TS, 4
	case "thread_ts":
		return &r.into.Thread, 8
	case "user":
		return &r.into.User, 16
	case "bot_id":
		return &r.into.BotID, 32
	case "username":
		return &r.into.BotName, 64
	case "text":
		return &r.into.Text, 128
	case "deleted_ts":
		return &r.into.Deleted, 256
	case "latest_reply":
		return &r.into.LatestReply, 512
	}
	return nil, 0
}

// other stores the fields that are more than text.
func (r *recordReader) other(key, value []byte) error {
	var err error
	switch string(key) {
	case "edited":
		var edited struct {
			TS string `json:"ts"`
		}
		err = json.Unmarshal(value, &edited)
		r.into.Edited = edited.TS
	case "reply_count":
		err = json.Unmarshal(value, &r.into.ReplyCount)
	case "metadata":
		if r.seen&1024 != 0 { // whose is it?
			return fmt.Errorf("has %q twice", key)
		}
		r.seen |= 1024
		r.into.Marker = marked(value)
	case "reactions":
		err = json.Unmarshal(value, &r.into.Reactions)
	case "files":
		err = json.Unmarshal(value, &r.into.Files)
	case "blocks":
		r.into.Blocks = value
	case "attachments":
		r.into.Attachments = value
	case "message":
		r.into.Message, err = r.inner(value)
	case "previous_message":
		r.into.Previous, err = r.inner(value)
	}
	if err != nil {
		return fmt.Errorf("has a %q of a strange form", key)
	}
	return nil
}

// inner reads the message inside an event. Events do not nest.
func (r *recordReader) inner(value []byte) (*record, error) {
	if r.deep > 0 || len(value) == 0 || value[0] != '{' {
		return nil, nil
	}
	in := newRecordReader()
	in.deep = r.deep + 1
	var message record
	if err := in.read(value, &message); err != nil {
		return nil, err
	}
	return &message, nil
}

// people is what a record has to ask about those whom it names by ID.
type people struct {
	name naming
	bot  func(id string) (bot, known bool)
}

// message turns a record of a channel into the language of the house.
func (r *record) message(channel string, who people) (inbox.Message, error) {
	switch {
	case r.Subtype == "message_deleted":
		return r.deletion(channel)
	case r.Message != nil && (r.Subtype == "message_changed" || r.Subtype == "message_replied"):
		inner := *r.Message
		inner.Message = nil
		if r.Subtype == "message_changed" && inner.Edited == "" && inner.Subtype != "tombstone" {
			inner.Edited = r.TS
		}
		return inner.message(channel, who)
	case r.Type != "" && r.Type != "message":
		return inbox.Message{}, fmt.Errorf("is of type %.40q", r.Type)
	}
	m := inbox.Message{Channel: channel, ID: r.TS, Thread: r.Thread, Author: r.User, As: r.BotName}
	if err := r.times(&m); err != nil {
		return m, err
	}
	r.sort(&m, who)
	if m.Deleted {
		return m, nil
	}
	r.words(&m, who.name)
	for _, re := range r.Reactions {
		m.Reactions = append(m.Reactions, inbox.Reaction{Name: re.Name, Count: re.Count, By: slices.Sorted(slices.Values(re.Users))})
	}
	for _, f := range r.Files {
		m.Files = append(m.Files, f.file())
	}
	return m, nil
}

// times checks the timestamps, which are also the identities.
func (r *record) times(m *inbox.Message) error {
	if r.TS == "" {
		return errors.New("has no timestamp")
	}
	var err error
	if m.SentAt, err = moment(r.TS); err != nil {
		return err
	}
	if m.Thread == "" {
		m.Thread = m.ID
	} else if _, err = moment(m.Thread); err != nil {
		return err
	}
	if r.Edited != "" {
		if m.EditedAt, err = moment(r.Edited); err != nil {
			return err
		}
	}
	return nil
}

// sort finds what kind of message it is, and whether a bot said it.
func (r *record) sort(m *inbox.Message, who people) {
	m.Kind = inbox.Said
	switch r.Subtype {
	case "", "me_message", "file_share", "file_comment", "file_mention", "assistant_app_thread":
	case "bot_message", "slackbot_response":
		m.Bot = true
	case "thread_broadcast", "reply_broadcast":
		m.Broadcast = true
	case "tombstone":
		m.Deleted = true
	case "channel_join", "group_join":
		m.Kind = inbox.Joined
	case "channel_leave", "group_leave":
		m.Kind = inbox.Left
	default:
		m.Kind = inbox.Notice
		if r.Thread != "" && r.Thread != r.TS { // what stands in a thread was said there
			m.Kind = inbox.Said
		}
	}
	if r.User == "USLACKBOT" {
		m.Bot = true
	}
	// An app that speaks for a person leaves its bot_id too, so that alone
	// makes nobody a bot whom the roster knows as a person.
	if r.BotID != "" && !m.Bot {
		m.Bot = true
		if bot, known := who.bot(r.User); known {
			m.Bot = bot
		}
	}
	if m.Author == "" {
		m.Author = r.BotID
	}
}

// words decodes what was said. A message without text may still say something
// in its blocks or in what is attached to it.
func (r *record) words(m *inbox.Message, name naming) {
	m.Text, m.Mentions = plain(r.Text, name)
	if strings.TrimSpace(m.Text) != "" {
		return
	}
	if text, mentions := blockText(r.Blocks, name); text != "" {
		m.Text, m.Mentions = text, mentions
		return
	}
	if text, mentions := attachmentText(r.Attachments, name); text != "" {
		m.Text, m.Mentions = text, mentions
	}
}

// deletion is the tombstone of the message that an event says was deleted.
func (r *record) deletion(channel string) (inbox.Message, error) {
	m := inbox.Message{Channel: channel, ID: r.Deleted, Kind: inbox.Said, Deleted: true}
	if r.Previous != nil {
		m.Thread, m.Author = r.Previous.Thread, r.Previous.User
		if m.ID == "" {
			m.ID = r.Previous.TS
		}
	}
	var err error
	if m.SentAt, err = moment(m.ID); err != nil {
		return m, err
	}
	if m.Thread == "" {
		m.Thread = m.ID
	}
	return m, nil
}

func (f file) file() inbox.File {
	out := inbox.File{Name: f.Name, Type: f.Mimetype, Size: f.Size, URL: f.Permalink}
	if out.Name == "" {
		out.Name = f.Title
	}
	if out.URL == "" {
		out.URL = f.URLPrivate
	}
	return out
}

// moment reads a timestamp, "1103975700.000800": seconds and six digits of
// microseconds. It is an identity too, so nothing else passes.
func moment(ts string) (time.Time, error) {
	seconds, micros, ok := strings.Cut(ts, ".")
	if !ok || len(micros) != 6 || len(seconds) == 0 || len(seconds) > 10 {
		return time.Time{}, fmt.Errorf("has a timestamp %.40q that is none", ts)
	}
	s, err := strconv.ParseUint(seconds, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("has a timestamp %.40q that is none", ts)
	}
	us, err := strconv.ParseUint(micros, 10, 64)
	if err != nil || s == 0 {
		return time.Time{}, fmt.Errorf("has a timestamp %.40q that is none", ts)
	}
	return time.Unix(int64(s), int64(us)*1000).UTC(), nil
}

// stamp writes a time as Slack does.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}
