package discord

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"rounds/inbox"
	"rounds/inbox/emoji"
)

// damaged is a record that cannot be read. It says why behind "1 message left
// out: ".
type damaged struct{ why string }

func (e *damaged) Error() string { return e.why }

// message turns a record of a place into ours. Its error is a *damaged, unless
// the title of a forum's post had to be asked for and was not told.
func (c *Connector) message(ctx context.Context, p place, r message) (inbox.Message, error) {
	at, err := sent(r.ID)
	switch {
	case r.ID == "" && r.Nonce != nil:
		return inbox.Message{}, &damaged{fmt.Sprintf("it is not one as Discord describes them (%v)", r.Nonce)}
	case err != nil:
		return inbox.Message{}, &damaged{"it " + err.Error()}
	case r.ChannelID != "" && r.ChannelID != p.id():
		return inbox.Message{}, &damaged{"it belongs to another channel"}
	case r.Content == nil || r.Author == nil:
		return inbox.Message{}, &damaged{"it lacks its text or its author"}
	case at.After(c.opts.Now().Add(c.ahead() + 24*time.Hour)):
		return inbox.Message{}, &damaged{"its ID is of a day to come"}
	}
	m := inbox.Message{Channel: p.channel, ID: r.ID, Thread: r.ID, SentAt: at, Author: r.Author.ID, Bot: c.isBot(r)}
	if r.EditedAt != nil {
		m.EditedAt = r.EditedAt.UTC()
	}
	if r.WebhookID != "" {
		m.As = r.Author.Username
	}
	m.Kind = kindOf(r.Type)
	switch {
	case p.thread != "":
		m.Thread = p.thread
		if m.Kind == inbox.Notice { // what stands in a thread was said there
			m.Kind = inbox.Said
		}
	case r.Type == replyMessage && !r.begins() && r.Reference != nil && isID(r.Reference.MessageID) && r.Reference.MessageID != r.ID &&
		(r.Reference.ChannelID == "" || r.Reference.ChannelID == p.channel):
		m.Answers, m.Thread = r.Reference.MessageID, r.Reference.MessageID
	}
	c.words(&m, r)
	if r.ID == p.thread { // the post of a forum: its title is the thread's
		title, err := c.titleOf(ctx, p)
		if err != nil {
			return inbox.Message{}, err
		}
		if title != "" && !strings.HasPrefix(m.Text, title) {
			m.Text = strings.TrimSpace(title + "\n\n" + m.Text)
		}
	}
	m.Reactions = reactions(r.Reactions)
	for _, a := range r.Attachments {
		m.Files = append(m.Files, inbox.File{Name: a.Filename, Type: a.Type, Size: a.Size, URL: unsigned(a.URL)})
	}
	return m, nil
}

// begins reports whether a thread was begun from a message.
func (r message) begins() bool { return r.Thread != nil || r.Flags&hasThread != 0 }

func kindOf(kind int) inbox.MessageKind {
	switch kind {
	case plainMessage, replyMessage, slashCommand, contextCommand:
		return inbox.Said
	case userJoined:
		return inbox.Joined
	}
	return inbox.Notice
}

// isBot reports whether a bot said it. We are none, although it is a bot that
// says what we want said.
func (c *Connector) isBot(r message) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.us != nil && c.us.account.Self == r.Author.ID {
		return false
	}
	return r.Author.Bot || r.Author.System || r.WebhookID != ""
}

// titleOf is the title of a forum's post, "" of any other thread.
func (c *Connector) titleOf(ctx context.Context, p place) (string, error) {
	if !c.posted(ctx, p.channel) {
		return "", nil
	}
	t, err := c.threadOf(ctx, p.thread)
	if err != nil || t == nil {
		return "", err
	}
	return t.Name, nil
}

// words decodes what was said. A message without text may still say something in
// what it shows.
func (c *Connector) words(m *inbox.Message, r message) {
	names := func(id string) (string, bool) {
		if name, ok := c.name(id); ok {
			return name, true
		}
		for _, u := range r.Mentions {
			if u.ID == id {
				return u.handle(), u.Username != ""
			}
		}
		return "", false
	}
	m.Text, m.Mentions = plain(*r.Content, names)
	for i, id := range m.Mentions {
		if (id == "everyone" || id == "here") && !r.Everyone { // it was written, and called nobody
			m.Mentions[i] = ""
		}
	}
	m.Mentions = slices.DeleteFunc(m.Mentions, func(id string) bool { return id == "" })
	if len(m.Mentions) == 0 {
		m.Mentions = nil
	}
	if extra := r.shows(names); extra != "" {
		m.Text = strings.TrimSpace(m.Text + "\n" + extra)
	}
	if m.Text == "" && m.Kind != inbox.Said {
		m.Text = announced(r.Type)
	}
}

// shows is what a message says besides its text: a poll, a sticker, what was
// passed on, and what a bot drew. What Discord draws of an address is left out.
func (r message) shows(names naming) string {
	var lines []string
	add := func(text string) {
		if text = strings.TrimSpace(text); text != "" {
			lines = append(lines, text)
		}
	}
	for _, s := range r.Snapshots {
		text, _ := plain(s.Message.Content, names)
		add(text)
	}
	if r.Poll != nil {
		add(r.Poll.Question.Text)
		for _, a := range r.Poll.Answers {
			add("– " + a.Media.Text)
		}
	}
	for _, s := range r.Stickers {
		add("(sticker: " + s.Name + ")")
	}
	for _, e := range r.Embeds {
		if e.Type != "rich" && e.Type != "auto_moderation_message" {
			continue
		}
		for _, part := range []string{e.Title, e.Description} {
			text, _ := plain(part, names)
			add(text)
		}
		for _, f := range e.Fields {
			text, _ := plain(f.Name+": "+f.Value, names)
			add(text)
		}
	}
	return strings.Join(lines, "\n")
}

// announced is what a message of Discord's own says where it has no text.
func announced(kind int) string {
	switch kind {
	case pinned:
		return "pinned a message"
	case userJoined:
		return "joined"
	case autoModAction:
		return "AutoMod stopped a message"
	}
	return ""
}

// stranger is who said something if the roster has not told of them: somebody
// who left, or anybody where the members are not shown.
func (c *Connector) stranger(r message) (inbox.Member, bool) {
	if r.Author == nil || r.WebhookID != "" || r.Author.System || !isID(r.Author.ID) || r.Author.Username == "" {
		return inbox.Member{}, false
	}
	if _, met := c.name(r.Author.ID); met {
		return inbox.Member{}, false
	}
	one := inbox.Member{ID: r.Author.ID, Handle: r.Author.handle(), Name: r.Author.called(nil), Role: inbox.Community}
	if r.Author.Bot {
		one.Role = inbox.Bot
	}
	one.Deleted = strings.HasPrefix(r.Author.Username, "deleted_user_")
	c.mu.Lock()
	c.names[one.ID] = one.Handle
	c.mu.Unlock()
	return one, true
}

// unsigned is the address of a file without the signature, which is another in
// every answer and good for a day: with it no message would ever stay the same.
func unsigned(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	for _, key := range []string{"ex", "is", "hm"} {
		q.Del(key)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// reactions counts those with one name together.
func reactions(list []reaction) []inbox.Reaction {
	var all []inbox.Reaction
	for _, r := range list {
		name := r.Emoji.name()
		if name == "" || r.Count <= 0 {
			continue
		}
		if i := slices.IndexFunc(all, func(o inbox.Reaction) bool { return o.Name == name }); i >= 0 {
			all[i].Count += r.Count
			continue
		}
		all = append(all, inbox.Reaction{Name: name, Count: r.Count})
	}
	return all
}

// name is what the house calls an emoji: "thumbsup", or the name of one of the
// server's own.
func (g glyph) name() string {
	if g.Name == nil {
		return ""
	}
	if g.ID != nil && *g.ID != "" {
		return *g.Name
	}
	bare := strings.ReplaceAll(*g.Name, "\ufe0f", "")
	return cmp.Or(glyphNames()[bare], *g.Name)
}

// glyphNames are the names of all emoji by their sign: of several the shortest.
var glyphNames = sync.OnceValue(func() map[string]string { //nolint:gochecknoglobals // a table, made once
	all := map[string]string{}
	for _, name := range emoji.Names("", 1<<16) {
		sign, ok := emoji.Glyph(name)
		if !ok {
			continue
		}
		sign = strings.ReplaceAll(sign, "\ufe0f", "")
		if other, taken := all[sign]; !taken || len(name) < len(other) || len(name) == len(other) && name < other {
			all[sign] = name
		}
	}
	return all
})

// emojiOf is how an address names an emoji of ours, "" if there is none.
func (c *Connector) emojiOf(name string) string {
	name = strings.Trim(name, ":")
	if sign, ok := emoji.Glyph(name); ok {
		return sign
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.guild != nil && c.guild.custom[name] != "" {
		return c.guild.custom[name]
	}
	if _, isSign := glyphNames()[strings.ReplaceAll(name, "\ufe0f", "")]; isSign {
		return name
	}
	return ""
}

// title is what a place is called for a person.
func (c *Connector) title(p place) string {
	if name, ok := c.name(p.id()); ok {
		return "#" + name
	}
	return p.id()
}
