package discord

import (
	"encoding/json"
	"time"
)

// These are Discord's records as far as we read them. What is not named here is
// not looked at, so that it may be anything.

type user struct {
	ID            string  `json:"id"`
	Username      string  `json:"username"`
	Discriminator string  `json:"discriminator"`
	GlobalName    *string `json:"global_name"`
	Bot           bool    `json:"bot"`
	System        bool    `json:"system"`
}

type member struct {
	User     *user      `json:"user"`
	Nick     *string    `json:"nick"`
	Roles    []string   `json:"roles"`
	JoinedAt *time.Time `json:"joined_at"`
	Until    *time.Time `json:"communication_disabled_until"`
}

type role struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Permissions string `json:"permissions"`
}

type overwrite struct {
	ID    string `json:"id"`
	Type  int    `json:"type"` // 0 role, 1 member
	Allow string `json:"allow"`
	Deny  string `json:"deny"`
}

// The types of channel that are read (docs.discord.com, Channel types).
const (
	textChannel    = 0
	voiceChannel   = 2
	newsChannel    = 5
	newsThread     = 10
	publicThread   = 11
	privateThread  = 12
	stageChannel   = 13
	forumChannel   = 15
	galleryChannel = 16
)

// channel is a channel or a thread.
type channel struct {
	ID         string      `json:"id"`
	Type       int         `json:"type"`
	GuildID    string      `json:"guild_id"`
	Name       string      `json:"name"`
	Topic      *string     `json:"topic"`
	ParentID   string      `json:"parent_id"`
	Last       *string     `json:"last_message_id"`
	Overwrites []overwrite `json:"permission_overwrites"`

	Count    int `json:"message_count"`
	Metadata *struct {
		Archived bool   `json:"archived"`
		At       string `json:"archive_timestamp"`
	} `json:"thread_metadata"`
}

// thread is a thread that was met.
type thread struct {
	ID, Channel, Name string
}

func (ch channel) isThread() bool {
	return ch.Type == newsThread || ch.Type == publicThread || ch.Type == privateThread
}

// hasMessages reports whether messages stand in the channel itself.
func (ch channel) hasMessages() bool {
	switch ch.Type {
	case textChannel, voiceChannel, newsChannel, stageChannel:
		return true
	}
	return false
}

// isForum reports whether a channel holds threads and nothing else.
func (ch channel) isForum() bool { return ch.Type == forumChannel || ch.Type == galleryChannel }

// last is the last message, "" if there never was one.
func (ch channel) last() string {
	if ch.Last == nil {
		return ""
	}
	return *ch.Last
}

// mark is Discord's word for how a channel or a thread stands.
func (ch channel) mark() string {
	if !ch.isThread() {
		return ch.last()
	}
	return ch.last() + " " + itoa(ch.Count)
}

// The types of message that mean something to us (docs.discord.com, Message
// types); whatever else has a type is a notice.
const (
	plainMessage   = 0
	pinned         = 6
	userJoined     = 7
	threadBegun    = 18
	replyMessage   = 19
	slashCommand   = 20
	threadStarter  = 21
	contextCommand = 23
	autoModAction  = 24
)

// hasThread is the flag of a message from which a thread was begun.
const hasThread = 1 << 5

type message struct {
	ID        string     `json:"id"`
	ChannelID string     `json:"channel_id"`
	Type      int        `json:"type"`
	Content   *string    `json:"content"`
	Author    *user      `json:"author"`
	WebhookID string     `json:"webhook_id"`
	EditedAt  *time.Time `json:"edited_timestamp"`
	Flags     int64      `json:"flags"`
	Everyone  bool       `json:"mention_everyone"`
	Nonce     any        `json:"nonce"`
	Mentions  []struct {
		user
		Member *member `json:"member"`
	} `json:"mentions"`
	Attachments []attachment `json:"attachments"`
	Embeds      []embed      `json:"embeds"`
	Reactions   []reaction   `json:"reactions"`
	Reference   *reference   `json:"message_reference"`
	Referenced  *struct {
		Reference *reference `json:"message_reference"`
	} `json:"referenced_message"`
	Snapshots []struct {
		Message struct {
			Content string `json:"content"`
		} `json:"message"`
	} `json:"message_snapshots"`
	Thread   *channel `json:"thread"`
	Stickers []struct {
		Name string `json:"name"`
	} `json:"sticker_items"`
	Poll *struct {
		Question struct {
			Text string `json:"text"`
		} `json:"question"`
		Answers []struct {
			Media struct {
				Text string `json:"text"`
			} `json:"poll_media"`
		} `json:"answers"`
	} `json:"poll"`
}

type reference struct {
	Type      int    `json:"type"` // 0 an answer, 1 passed on
	MessageID string `json:"message_id"`
	ChannelID string `json:"channel_id"`
}

type attachment struct {
	Filename string `json:"filename"`
	Type     string `json:"content_type"`
	Size     int64  `json:"size"`
	URL      string `json:"url"`
}

type embed struct {
	Type        string `json:"type"`
	Title       string `json:"title"`
	Description string `json:"description"`
	URL         string `json:"url"`
	Fields      []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"fields"`
}

type glyph struct {
	ID   *string `json:"id"`
	Name *string `json:"name"`
}

type reaction struct {
	Emoji glyph `json:"emoji"`
	Count int   `json:"count"`
	Me    bool  `json:"me"`
}

// readMessage reads a record. A thread that cannot be read is none.
func readMessage(raw json.RawMessage) (message, error) {
	var m message
	err := json.Unmarshal(raw, &m)
	return m, err
}
