package threads

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/saved"
	"rounds/ui/pane"
)

// popup is what the word at the cursor may become: a member, a channel, an
// emoji or a saved reply. It never takes a key that would surprise: Enter is
// its own only once a row was chosen with up or down, or where a saved reply is
// asked for by a part of its name, which nobody wants to send as it stands.
type popup struct {
	word    string // what it was asked for, with its sign
	offers  []offer
	cursor  int
	chosen  bool // up or down was pressed
	refused int  // where the word begins for which it was closed, +1
	asked   pane.Latest
	known   map[string]bool // words that were seen to name somebody, or a channel
}

// named remembers that a word names somebody, or a channel.
func (u *popup) named(word string) {
	if u.known == nil {
		u.known = map[string]bool{}
	}
	u.known[word] = true
}

// offer is one row of the popup.
type offer struct {
	word  string // what stands there
	hint  string
	put   string // what goes into the text
	reply *saved.Reply
}

// offered is the answer to what a word may become.
type offered struct {
	question uint64
	word     string
	offers   []offer
	err      error
}

// longestWord is how long a word may be, in bytes, that is still looked up.
const longestWord = 256

// mostOffers is how many rows are shown.
const mostOffers = 6

func (u *popup) open() bool { return len(u.offers) > 0 }

func (u *popup) close() { u.word, u.offers, u.cursor, u.chosen = "", nil, 0, false; u.asked.Ask() }

// sign is what a word asks for: "@", "#", ":" or "::"; "" for nothing.
func signOf(word string) string {
	switch {
	case strings.HasPrefix(word, "::"):
		return "::"
	case len(word) > 1 && (word[0] == '@' || word[0] == '#' && word[1] != '#'):
		return word[:1]
	case len(word) > 2 && word[0] == ':' && !strings.HasSuffix(word, ":"):
		return ":"
	}
	return ""
}

// look asks what the word at the cursor may become.
func (u *popup) look(c *composer) tea.Cmd {
	word, from := c.paper.field.WordBefore()
	sign := signOf(word)
	if len(word) > longestWord {
		sign = ""
	}
	if sign == "" || from+1 == u.refused {
		if sign == "" {
			u.refused = 0
		}
		u.close()
		return nil
	}
	p := c.pane
	question, account := u.asked.Ask(), c.talk.Account
	store, ctx, options := p.store, p.env.Ctx, p.options
	return func() tea.Msg {
		answer := offered{question: question, word: word}
		switch sign {
		case "::":
			answer.offers = replyOffers(options.Replies, word[2:])
		case ":":
			used, err := store.EmojiUsed(ctx, account)
			answer.offers, answer.err = emojiOffers(used, options.Emoji, word[1:]), noErr(err)
		default:
			found, err := store.Candidates(ctx, account, word, mostOffers)
			answer.err = noErr(err)
			for _, f := range found {
				answer.offers = append(answer.offers, offer{word: f.Word, hint: f.Hint, put: f.Word + " "})
			}
		}
		return answer
	}
}

// emojiOffers are the names that begin with a prefix, those in use first.
func emojiOffers(used []string, lookup func(string) []string, prefix string) []offer {
	var offers []offer
	seen := map[string]bool{}
	add := func(name, hint string) {
		if name = strings.Trim(name, ":"); name == "" || seen[name] || !strings.HasPrefix(name, prefix) || len(offers) == mostOffers {
			return
		}
		seen[name] = true
		offers = append(offers, offer{word: ":" + name + ":", hint: hint, put: ":" + name + ": "})
	}
	for _, name := range used {
		add(name, "in use here")
	}
	if lookup != nil {
		for _, name := range lookup(prefix) {
			add(name, "")
		}
	}
	return offers
}

// replyOffers are the saved replies whose name or title holds what is typed.
func replyOffers(replies Replies, typed string) []offer {
	if replies == nil {
		return nil
	}
	all, _ := replies.List() // what cannot be read is told where they are listed
	var offers []offer
	typed = strings.ToLower(typed)
	for i := range all {
		r := &all[i]
		if strings.Contains(strings.ToLower(r.Name), typed) || strings.Contains(strings.ToLower(r.Title), typed) {
			offers = append(offers, offer{word: "::" + r.Name, hint: r.Title, reply: r})
		}
	}
	return offers[:min(len(offers), mostOffers)]
}

func (u *popup) take(msg offered) tea.Cmd {
	if !u.asked.Is(msg.question) {
		return nil
	}
	u.word, u.offers, u.cursor, u.chosen = msg.word, msg.offers, 0, false
	for _, o := range msg.offers {
		if o.word == msg.word { // it is all there already
			u.offers = nil
			u.named(o.word)
			break
		}
	}
	if msg.err != nil {
		return report(msg.err)
	}
	return nil
}

// press hears the keys that are meant for the popup.
func (u *popup) press(c *composer, stroke string) (tea.Cmd, bool) {
	if !u.open() {
		return nil, false
	}
	switch stroke {
	case "up", "ctrl+p":
		u.move(-1)
	case "down", "ctrl+n":
		u.move(+1)
	case "tab":
		return u.accept(c), true
	case "enter":
		if !u.chosen && !u.names() {
			u.close()
			return nil, false
		}
		return u.accept(c), true
	case "esc":
		_, from := c.paper.field.WordBefore()
		u.refused = from + 1
		u.close()
	default:
		if stroke == "left" || stroke == "right" || stroke == "home" || stroke == "end" {
			u.close()
		}
		return nil, false
	}
	return nil, true
}

// names is whether a saved reply is being asked for by name.
func (u *popup) names() bool { return len(u.word) > 2 && signOf(u.word) == "::" }

func (u *popup) move(by int) {
	n := len(u.offers)
	if !u.chosen && by > 0 {
		by = 0 // the first press chooses the row that is lit already
	}
	u.cursor, u.chosen = (u.cursor+by+n)%n, true
}

// accept puts the offer in the place of the word. A saved reply is put in at
// the cursor: nothing that was written goes.
func (u *popup) accept(c *composer) tea.Cmd {
	f := &c.paper.field
	word, from := f.WordBefore()
	o := u.offers[u.cursor]
	asked := u.word
	u.close()
	u.named(o.word)
	if !strings.HasPrefix(word, asked) { // the text has moved on meanwhile
		return nil
	}
	put := o.put
	if o.reply != nil {
		put = o.reply.Fill(c.facts())
		c.used = append(c.used, o.reply.Name)
		if o.reply.Private {
			c.intimate = o.reply.Title
		}
	}
	f.ReplaceBefore(from, put)
	changed := c.paper.changed()
	if o.reply != nil && len(saved.Open(put)) > 0 {
		f.Seek(from, from)
		return tea.Batch(changed, c.jump())
	}
	return changed
}

// facts are what the variables of a saved reply stand for.
func (c *composer) facts() saved.Facts { return factsOf(&c.talk.Conversation, c.as) }

func factsOf(c *inbox.Conversation, as voice) saved.Facts {
	first, _, _ := strings.Cut(strings.TrimSpace(c.Opener.Name), " ")
	if first == "" {
		first = c.Opener.Handle
	}
	return saved.Facts{
		Handle: c.Opener.Handle, FirstName: first, Name: c.Opener.Called(), Channel: c.Channel.Name,
		Me: as.name, Link: c.Permalink, Community: c.Account,
	}
}

// first is the row that is shown at the top of a box of that height.
func (u *popup) first(height int) int {
	room := min(len(u.offers), max(0, height-2))
	return max(0, min(u.cursor-room/2, len(u.offers)-room))
}

// takeOffer takes a row that was clicked.
func (c *composer) takeOffer(n int) tea.Cmd {
	if n >= len(c.popup.offers) {
		return nil
	}
	c.popup.cursor = n
	return c.popup.accept(c)
}

// box draws the popup, no higher than height lines.
func (u *popup) box(c *composer, width, height int) string {
	t := c.pane.env.Theme
	room, first := min(len(u.offers), max(0, height-2)), u.first(height)
	var lines []string
	for i := first; i < first+room; i++ {
		o := u.offers[i]
		roles, bar := &t.Roles, " "
		if i == u.cursor {
			roles, bar = &t.Lit, "▌"
		}
		word := pane.Cell(o.word, min(25, max(0, width-6)))
		lines = append(lines, roles.Accent.Put(bar)+roles.Text.Put(word+" ")+roles.Quiet.Put(pane.Cell(o.hint, max(0, width-5-1-pane.Width(word)))))
	}
	return pane.Box(t, strconv.Itoa(len(u.offers))+" for "+pane.Line(u.word, 20)+" · tab", lines, width, height)
}
