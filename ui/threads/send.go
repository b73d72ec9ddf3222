package threads

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rounds/inbox"
	"rounds/inbox/saved"
	"rounds/ui/leaving"
	"rounds/ui/pane"
)

func (c *composer) length() int { return len([]rune(strings.TrimSpace(c.paper.field.Text()))) }

// longest is how long a text may be where it goes.
func (c *composer) longest() (advised, most int) {
	at := c.as.account
	at.Platform = c.talk.Platform
	return at.Length()
}

// hindrance is why the text cannot be sent as it is, "" if it can.
func (c *composer) hindrance() string {
	text := c.paper.field.Text()
	_, most := c.longest()
	switch open := saved.Open(text); {
	case c.paper.opening || !c.ready:
		return "One moment: the conversation is still being read."
	case strings.TrimSpace(text) == "":
		return "There is nothing to send yet: the text is empty."
	case c.popup.open() && c.popup.names():
		return "“" + pane.Line(c.popup.word, 30) + "” is a saved reply: tab puts its words in, esc leaves the name."
	case len(open) > 0:
		return "Fill in “" + pane.Line(open[0].Words, 40) + "” first: tab goes there."
	case c.length() > most:
		return "Too long by " + thousands(c.length()-most) + " characters: " + leaving.Platform(c.talk.Platform) + " takes " + thousands(most) + "."
	case c.kind() == inbox.PostDraft && c.talk.Platform == inbox.Discourse && !strings.Contains(strings.TrimSpace(text), "\n"):
		return "A topic needs a title: the first line is it, the text stands below."
	case c.kind() == inbox.EditDraft && strings.TrimSpace(text) == strings.TrimSpace(c.own.Text):
		return "Nothing was changed."
	}
	return ""
}

// send asks for the text to go out, at once or at a chosen time.
func (c *composer) send(due time.Time) tea.Cmd {
	if !c.ready && !c.paper.opening { // the text is all there: only what it answers is not
		c.wish, c.later = &due, nil
		return pane.Say("It is sent as soon as the conversation has been read.")
	}
	if why := c.hindrance(); why != "" {
		c.mode, c.later = writing, nil
		return pane.Say(why)
	}
	return c.paper.settle(func() tea.Cmd { return c.hand(c.order(due)) })
}

// order is what the text becomes.
func (c *composer) order(due time.Time) inbox.Order {
	t := &c.talk
	a := inbox.Action{
		Account: t.Account, Channel: t.Channel.ID, Thread: t.Thread,
		Text: strings.TrimSpace(c.paper.field.Text()), Due: due, Later: !due.IsZero(), Seen: c.seen,
	}
	o := inbox.Order{Used: c.used}
	switch c.kind() {
	case inbox.PrivateDraft:
		o.Verb, a.Kind, a.Member = inbox.SayPrivate, inbox.ReplyPrivately, t.Opener.ID
	case inbox.PostDraft:
		o.Verb, a.Kind = inbox.SayNew, inbox.Post
	case inbox.EditDraft:
		o.Verb, a.Kind, a.Message = inbox.ChangeOwn, inbox.Edit, c.own.Key
		a.Seen = inbox.Sight{Of: c.own.Glimpse()}
	case inbox.ReplyDraft, inbox.NoteDraft, inbox.DiscardedDraft:
		o.Verb, a.Kind = inbox.SayReply, inbox.Reply
	}
	o.Actions = []inbox.Action{a}
	c.rider.ride(&o, t, c.pane.voices[t.Account])
	return o
}

// ride adds to an order what is done besides.
func (r *rider) ride(o *inbox.Order, t *inbox.Talk, us voice) {
	if len(r.triage) > 0 || r.react != "" {
		o.Verb, o.Triage = inbox.RunMacro, r.triage
	}
	if u := theirs(t, us); r.react != "" && u != nil {
		o.Actions = append(o.Actions, reaction(&t.Conversation, u, inbox.React, r.react))
	}
}

// hand gives the order to the store. The draft is thrown away when the order
// is kept, and not before; if it cannot be kept, the composer is there again.
func (c *composer) hand(o inbox.Order) tea.Cmd {
	p, d := c.pane, c.paper.desk
	p.sheet, c.mode, c.later = nil, writing, nil
	store := p.store
	answer := settled{sheet: c, keep: len(o.Triage) == 0, says: func(inbox.Entry) string { return p.sent(o) }}
	if c.talk.ID != 0 {
		answer.on, p.details.end = []int64{c.talk.ID}, c.talk.ID
	}
	return p.carryOut(answer, func(ctx context.Context) (inbox.Entry, error) {
		entry, err := store.Ask(ctx, o)
		if err == nil {
			err = store.SaveDraft(ctx, d.Place, d.kind, "")
		}
		return entry, err
	})
}

// sent says what becomes of an order that was just given.
func (p *Pane) sent(o inbox.Order) string {
	what, n := past(o.Verb), 0
	for _, a := range o.Actions {
		if a.Kind.Speaks() {
			n++
		}
		if a.Later {
			return what + ": " + exactly(a.Due, p.env.Now()) + " · z takes it back"
		}
	}
	if n > 1 {
		what += " to " + strconv.Itoa(n)
	}
	if len(o.Actions) == 0 {
		return what + " done · z undo"
	}
	if hold := p.store.Hold(); hold > 0 {
		return what + " leaves in " + strconv.Itoa(int((hold+time.Second-1)/time.Second)) + " s · z takes it back"
	}
	return what + " is on its way · z takes it back"
}

// reaction is an emoji on a message, or one taken back.
func reaction(c *inbox.Conversation, u *inbox.Utterance, kind inbox.ActionKind, emoji string) inbox.Action {
	return inbox.Action{
		Kind: kind, Account: c.Account, Channel: c.Channel.ID, Thread: c.Thread, Message: u.Key,
		Emoji: strings.Trim(emoji, ": "), Seen: inbox.Sight{Of: u.Glimpse()},
	}
}

// loud is the words with which a text wakes everybody.
func loud(text string) bool {
	return regexp.MustCompile(`(?i)(^|[^\w@])@(here|channel|everyone)\b`).MatchString(text)
}

// warnings are what a person should know before they send, the weightiest
// first.
func (c *composer) warnings() []string {
	text := c.paper.field.Text()
	advised, most := c.longest()
	platform := leaving.Platform(c.talk.Platform)
	var all []string
	if c.certain {
		all = append(all, "Everybody in "+channelName(c.talk.Channel)+" will read this text. Again makes it PUBLIC.")
	}
	if n := c.length(); n > most {
		all = append(all, "Too long by "+thousands(n-most)+" characters: "+platform+" takes "+thousands(most)+".")
	} else if advised > 0 && n > advised {
		all = append(all, "Long: "+platform+" advises to stop at "+thousands(advised)+" characters.")
	}
	if !c.private() && loud(text) {
		all = append(all, "This wakes everybody in "+channelName(c.talk.Channel)+".")
	}
	if c.intimate != "" && !c.private() {
		all = append(all, "“"+c.intimate+"” is meant for a private talk: alt+p.")
	}
	if open := saved.Open(text); len(open) > 0 {
		all = append(all, c.toFill(open))
	}
	if news := c.news(); news != "" {
		all = append(all, news)
	}
	return all
}

// toFill says what is to be written where, and which key leads on.
func (c *composer) toFill(open []saved.Gap) string {
	if c.gap == nil {
		return "To fill in: " + pane.Line(open[0].Words, 50) + " · tab goes there"
	}
	say := "Fill in: " + pane.Line(c.gap.Words, 50)
	if len(open) > 1 {
		say += " · tab goes to the next of " + strconv.Itoa(len(open))
	}
	return say
}

// news is what somebody else has said since the composer was opened.
func (c *composer) news() string {
	k := c.pane.details.kept[c.talk.ID]
	if k == nil || c.seen.Last.ID == "" {
		return ""
	}
	at := slices.IndexFunc(k.talk.Said, func(u inbox.Utterance) bool { return u.Key == c.seen.Last.ID })
	if at < 0 {
		return ""
	}
	for i := len(k.talk.Said) - 1; i > at; i-- {
		if u := &k.talk.Said[i]; u.Kind == inbox.Said && u.Author.ID != c.as.id {
			return u.Author.Called() + " has written since: " + pane.Line(u.Text, 60)
		}
	}
	return ""
}

// thousands writes a number with commas.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
