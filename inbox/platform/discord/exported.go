package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"rounds/inbox"
)

// openFile is one file of an export, read message by message.
type openFile struct {
	name string
	file fs.File
	json *json.Decoder
	head exportHead
	done int
}

func (f *openFile) close() { _ = f.file.Close() } // it was only read

// openExport opens a file and reads up to its first message.
func openExport(fsys fs.FS, name string) (*openFile, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	f := &openFile{name: name, file: file, json: json.NewDecoder(file)}
	if err := f.begin(); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

// begin reads what stands before the messages.
func (f *openFile) begin() error {
	if open, err := f.json.Token(); err != nil || open != json.Delim('{') {
		return errNoExport
	}
	for f.json.More() {
		key, err := f.json.Token()
		if err != nil {
			return errNoExport
		}
		switch key {
		case "guild":
			err = f.json.Decode(&f.head.Guild)
		case "channel":
			err = f.json.Decode(&f.head.Channel)
		case "messages":
			open, err := f.json.Token()
			if err != nil || open != json.Delim('[') || !isID(f.head.Channel.ID) {
				return errNoExport
			}
			return nil
		default:
			err = f.json.Decode(new(json.RawMessage))
		}
		if err != nil {
			return errNoExport
		}
	}
	return errNoExport
}

// next is the next message, or io.EOF behind the last.
func (f *openFile) next() (json.RawMessage, error) {
	if !f.json.More() {
		if end, err := f.json.Token(); err != nil || end != json.Delim(']') {
			return nil, errors.New("the file is cut off")
		}
		return nil, io.EOF
	}
	var raw json.RawMessage
	if err := f.json.Decode(&raw); err != nil {
		return nil, errors.New("the file is cut off")
	}
	f.done++
	return raw, nil
}

// exported is a message as DiscordChatExporter writes it: with names where
// Discord has IDs.
type exported struct {
	ID, Type, Content string
	Timestamp         time.Time
	TimestampEdited   *time.Time
	Author            struct {
		ID, Name, Discriminator, Nickname string
		IsBot                             bool
	}
	Attachments []struct {
		FileName      string
		FileSizeBytes int64
		URL           string
	}
	Reactions []struct {
		Emoji struct{ ID, Name, Code string }
		Count int
	}
	Mentions  []struct{ ID string }
	Reference *struct{ MessageID, ChannelID string }
}

// kind is what the type of a message means to us.
func (r exported) kind() inbox.MessageKind {
	switch r.Type {
	case "Default", "Reply", "ChatInputCommand", "ContextMenuCommand", "0", "19", "20", "23":
		return inbox.Said
	case "GuildMemberJoin", "7":
		return inbox.Joined
	}
	return inbox.Notice
}

// errRepeats is the first message of a thread, which repeats what stands in the
// channel.
var errRepeats = errors.New("it repeats what stands in the channel")

// message turns a record of a channel's file into ours.
func (c exportChannel) message(raw json.RawMessage) (inbox.Message, inbox.Member, error) {
	var r exported
	if err := json.Unmarshal(raw, &r); err != nil {
		return inbox.Message{}, inbox.Member{}, errors.New("it is not one as DiscordChatExporter writes them")
	}
	at, err := sent(r.ID)
	if err != nil {
		return inbox.Message{}, inbox.Member{}, fmt.Errorf("it %w", err)
	}
	if r.Type == itoa(threadStarter) { // DiscordChatExporter has no name for it
		return inbox.Message{}, inbox.Member{}, errRepeats
	}
	m := inbox.Message{Channel: c.ID, ID: r.ID, Thread: r.ID, Author: r.Author.ID, Bot: r.Author.IsBot, SentAt: at, Kind: r.kind()}
	switch {
	case c.isThread():
		if !isID(c.CategoryID) {
			return m, inbox.Member{}, errors.New("nobody tells which channel its thread belongs to")
		}
		m.Channel, m.Thread = c.CategoryID, c.ID
		if m.Kind == inbox.Notice {
			m.Kind = inbox.Said
		}
	case m.Kind == inbox.Said && r.Reference != nil && isID(r.Reference.MessageID) && (r.Reference.ChannelID == "" || r.Reference.ChannelID == c.ID):
		m.Answers, m.Thread = r.Reference.MessageID, r.Reference.MessageID
	}
	if r.TimestampEdited != nil {
		m.EditedAt = r.TimestampEdited.UTC()
	}
	m.Text, _ = plain(r.Content, nil)
	if m.ID == c.ID && c.isThread() && !strings.HasPrefix(m.Text, c.Name) {
		m.Text = strings.TrimSpace(c.Name + "\n\n" + m.Text)
	}
	for _, named := range r.Mentions {
		m.Mentions = addOnce(m.Mentions, named.ID)
	}
	for _, a := range r.Attachments {
		m.Files = append(m.Files, inbox.File{Name: a.FileName, Size: a.FileSizeBytes, URL: unsigned(a.URL)})
	}
	var faces []reaction
	for _, re := range r.Reactions {
		faces = append(faces, reaction{Emoji: glyph{ID: &re.Emoji.ID, Name: &re.Emoji.Name}, Count: re.Count})
	}
	m.Reactions = reactions(faces)
	who := inbox.Member{ID: r.Author.ID, Handle: r.Author.Name, Name: r.Author.Nickname, Role: inbox.Community}
	if r.Author.IsBot {
		who.Role = inbox.Bot
	}
	if !isID(who.ID) || who.Handle == "" {
		who = inbox.Member{}
	}
	return m, who, nil
}
