package slack

import (
	"context"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// Slack posts by itself what is due at most 120 days ahead (docs.slack.dev,
// chat.scheduleMessage). What is due within a minute it might not take back
// any more, and is as well posted now.
const (
	farthest = 120 * 24 * time.Hour
	nearest  = time.Minute
)

// Do carries out an action, in one request that changes anything; of [inbox.Remove]
// in one for each message, which may be sent again. What goes out at once bears the action's ID in its metadata, so that it can be found
// again; what Slack posts later must not, because it would never be posted.
func (c *Connector) Do(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	receipt, err := c.do(ctx, a)
	if err != nil {
		return inbox.Receipt{}, c.hush(fmt.Errorf("%s: %w", a.Kind, err))
	}
	return receipt, nil
}

func (c *Connector) do(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	us, err := c.who(ctx)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	switch a.Kind {
	case inbox.Reply, inbox.Post:
		return c.say(ctx, us, a, a.Channel)
	case inbox.ReplyPrivately, inbox.Welcome:
		channel, err := c.open(ctx, a.Member)
		if err != nil {
			return inbox.Receipt{}, early(err)
		}
		return c.say(ctx, us, a, channel)
	case inbox.React, inbox.Unreact:
		return c.react(ctx, us, a)
	case inbox.Edit:
		return c.edit(ctx, us, a)
	case inbox.Delete:
		return c.remove(ctx, a)
	case inbox.Unschedule:
		return c.unschedule(ctx, a)
	case inbox.Remove:
		return c.purge(ctx, us, a)
	case inbox.Kick:
		return c.kick(ctx, a)
	case inbox.Restore, inbox.Restrict, inbox.Unrestrict, inbox.Ban, inbox.Unban, inbox.Perform: // Slack lets no app do it
	}
	return inbox.Receipt{}, refuse(string(a.Kind), "unknown_method")
}

// say posts a text in a channel, or has Slack do so later.
func (c *Connector) say(ctx context.Context, us *us, a inbox.Action, channel string) (inbox.Receipt, error) {
	text := encode(a.Text, a.Named)
	method, ahead := "chat.postMessage", a.Due.Sub(c.opts.Now())
	later := a.Later && ahead > nearest
	if later {
		method = "chat.scheduleMessage"
	}
	switch {
	case utf8.RuneCountInString(text) > longest:
		return inbox.Receipt{}, refuse(method, "msg_too_long")
	case later && ahead > farthest:
		return inbox.Receipt{}, refuse(method, "time_too_far")
	}
	options := []slack.MsgOption{slack.MsgOptionText(text, false)}
	if a.Kind == inbox.Reply {
		options = append(options, slack.MsgOptionTS(a.Thread))
	}
	if later {
		return c.schedule(ctx, a, channel, options)
	}
	if err := c.breath(channel); err != nil {
		return inbox.Receipt{}, err
	}
	api, heard := c.writing()
	in, ts, err := api.PostMessageContext(ctx, channel, append(options, slack.MsgOptionMetadata(mark(a)))...)
	if err == nil && (in == "" || !stamped(ts)) {
		err = errStrange
	}
	if err = heard.settle(method, err); err != nil {
		return inbox.Receipt{}, err
	}
	said := heard.said(in, ts, c.people())
	receipt := inbox.Receipt{Channel: in, Message: ts, Link: us.account.Permalink(in, threadOf(a, said), ts)}
	if !a.Kind.Private() {
		receipt.Said = said
	}
	return receipt, nil
}

// threadOf is where a message stands: Slack posts a reply in the channel itself
// if its thread is not there any more.
func threadOf(a inbox.Action, said *inbox.Message) string {
	if said != nil {
		return said.Thread
	}
	return a.Thread
}

// apart is how far two messages of ours in one channel lie apart at least:
// Slack takes about one a second there, and what it asks for when it is more
// would hold up the reading of the whole workspace too.
const apart = time.Second

// breath asks to wait if the last message of ours in a channel has just gone
// out.
func (c *Connector) breath(channel string) error {
	now := c.opts.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if wait := c.posted[channel].Add(apart).Sub(now); wait > 0 && wait <= apart && !c.opts.Hasty {
		return &platform.Later{Wait: wait, Own: true}
	}
	c.posted[channel] = now
	return nil
}

// open opens the private conversation with a member. Whoever has one gets the
// same again; nobody is told.
func (c *Connector) open(ctx context.Context, member string) (string, error) {
	api, heard := c.writing()
	opened, _, _, err := api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{member}})
	if err == nil && (opened == nil || opened.ID == "") {
		err = errStrange
	}
	if err = heard.settle("conversations.open", err); err != nil {
		return "", err
	}
	return opened.ID, nil
}

func (c *Connector) schedule(ctx context.Context, a inbox.Action, channel string, options []slack.MsgOption) (inbox.Receipt, error) {
	api, heard := c.writing()
	at := a.Due.Unix()
	in, id, err := api.ScheduleMessageContext(ctx, channel, strconv.FormatInt(at, 10), options...)
	if err == nil && (in == "" || id == "" || stamped(id)) { // a timestamp is none of a plan
		err = errStrange
	}
	if err = heard.settle("chat.scheduleMessage", err); err != nil {
		return inbox.Receipt{}, err
	}
	return inbox.Receipt{Channel: in, Message: id, Planned: time.Unix(at, 0).UTC()}, nil
}

// react adds or removes a reaction. That it was so already is as good as done.
func (c *Connector) react(ctx context.Context, us *us, a inbox.Action) (inbox.Receipt, error) {
	api, heard := c.writing()
	method, already, change := "reactions.add", "already_reacted", api.AddReactionContext
	if a.Kind == inbox.Unreact {
		method, already, change = "reactions.remove", "no_reaction", api.RemoveReactionContext
	}
	err := heard.settle(method, change(ctx, a.Emoji, slack.NewRefToMessage(a.Channel, a.Message)))
	if err != nil && refusal(err) != already {
		return inbox.Receipt{}, err
	}
	return c.receipt(us, a), nil
}

func (c *Connector) edit(ctx context.Context, us *us, a inbox.Action) (inbox.Receipt, error) {
	text := encode(a.Text, a.Named)
	if utf8.RuneCountInString(text) > longest {
		return inbox.Receipt{}, refuse("chat.update", "msg_too_long")
	}
	api, heard := c.writing()
	_, ts, _, err := api.UpdateMessageContext(ctx, a.Channel, a.Message, slack.MsgOptionText(text, false))
	if err == nil && ts != a.Message {
		err = errStrange
	}
	if err = heard.settle("chat.update", err); err != nil {
		return inbox.Receipt{}, err
	}
	receipt := c.receipt(us, a)
	receipt.Said = heard.said(a.Channel, ts, c.people())
	return receipt, nil
}

// remove deletes a message. One that is gone was deleted.
func (c *Connector) remove(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	api, heard := c.writing()
	_, _, err := api.DeleteMessageContext(ctx, a.Channel, a.Message)
	if err = heard.settle("chat.delete", err); err != nil && refusal(err) != "message_not_found" {
		return inbox.Receipt{}, err
	}
	return inbox.Receipt{Channel: a.Channel, Message: a.Message}, nil
}

// unschedule takes back what Slack was to post. Slack knows a plan no more
// from a minute before it is posted; long before that somebody else took it
// back, which is what was wanted.
func (c *Connector) unschedule(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	api, heard := c.writing()
	_, err := api.DeleteScheduledMessageContext(ctx, &slack.DeleteScheduledMessageParameters{Channel: a.Channel, ScheduledMessageID: a.Message})
	err = heard.settle("chat.deleteScheduledMessage", err)
	if refusal(err) == "invalid_scheduled_message_id" && c.farFrom(a.Due) {
		err = nil
	}
	if err != nil {
		return inbox.Receipt{}, err
	}
	return inbox.Receipt{Channel: a.Channel, Message: a.Message}, nil
}

// farFrom reports whether a plan that is due then cannot have been posted yet.
func (c *Connector) farFrom(due time.Time) bool {
	return !due.IsZero() && due.Sub(c.opts.Now()) > 2*nearest
}

// receipt is that of something done to a message that was there before.
func (c *Connector) receipt(us *us, a inbox.Action) inbox.Receipt {
	return inbox.Receipt{Channel: a.Channel, Message: a.Message, Link: us.account.Permalink(a.Channel, a.Thread, a.Message)}
}
