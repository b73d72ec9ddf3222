package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/disgoorg/disgo/rest"
	"github.com/google/uuid"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// Do carries out an action, in one request that changes anything. What is said
// bears a key made of the action's ID, under which Discord posts a message once
// within a few minutes.
func (c *Connector) Do(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	receipt, err := c.do(ctx, a)
	if err != nil {
		return inbox.Receipt{}, c.hush(fmt.Errorf("%s: %w", a.Kind, err))
	}
	return receipt, nil
}

func (c *Connector) do(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	if why := inbox.Discord.Lacks(a.Kind); why != "" {
		return inbox.Receipt{}, refuse(string(a.Kind), "not_offered "+why)
	}
	_, u, err := c.known(ctx)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	switch a.Kind {
	case inbox.Reply:
		return c.reply(ctx, u, a)
	case inbox.Post:
		if c.posted(ctx, a.Channel) {
			return c.post(ctx, u, a)
		}
		return c.say(ctx, u, a, place{channel: a.Channel}, nil)
	case inbox.ReplyPrivately, inbox.Welcome:
		dm, err := c.dm(ctx, a.Member)
		if err != nil {
			return inbox.Receipt{}, early(err)
		}
		return c.say(ctx, u, a, place{channel: dm}, nil)
	case inbox.React, inbox.Unreact:
		return c.react(ctx, u, a)
	case inbox.Edit:
		return c.edit(ctx, u, a)
	case inbox.Delete, inbox.Remove:
		return c.remove(ctx, a)
	case inbox.Restrict, inbox.Unrestrict, inbox.Kick, inbox.Ban, inbox.Unban:
		return c.discipline(ctx, u, a)
	case inbox.Perform:
		return c.perform(ctx, u, a)
	case inbox.Unschedule, inbox.Restore:
	}
	return inbox.Receipt{}, refuse(string(a.Kind), "not_offered")
}

// reply answers in a thread, or where there is none the message that began the
// conversation.
func (c *Connector) reply(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	t, err := c.threadOf(ctx, a.Thread)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	if t != nil {
		return c.say(ctx, u, a, place{channel: a.Channel, thread: t.ID}, nil)
	}
	return c.say(ctx, u, a, place{channel: a.Channel}, map[string]any{
		"type": 0, "message_id": a.Thread, "channel_id": a.Channel,
		// A person who was asked, and said "send", wants it said all the same.
		"fail_if_not_exists": !slices.Contains(a.Sure, inbox.Gone),
	})
}

// say posts a text.
func (c *Connector) say(ctx context.Context, u *us, a inbox.Action, p place, answers map[string]any) (inbox.Receipt, error) {
	text, who := encode(a.Text, a.Named, c.isRole)
	if err := fits(text); err != nil {
		return inbox.Receipt{}, err
	}
	body := map[string]any{"content": text, "nonce": nonce(a.ID), "enforce_nonce": true, "allowed_mentions": who}
	if answers != nil {
		body["message_reference"] = answers
	}
	q := question{to: rest.CreateMessage, ids: []any{p.id()}, body: body}
	var r message
	if err := c.ask(ctx, q, &r); err != nil {
		if coded(err) == unknownChannel && p.thread != "" {
			c.forget(p.thread)
		}
		return inbox.Receipt{}, err
	}
	m, err := c.message(ctx, p, r)
	if err != nil {
		return inbox.Receipt{}, strange(q)
	}
	return c.receipt(u, a, m, r.ChannelID), nil
}

func fits(text string) error {
	switch {
	case utf8.RuneCountInString(text) > longest:
		return refuse("POST message", "message_too_long")
	case strings.TrimSpace(text) == "":
		return refuse("POST message", "50006 Cannot send an empty message")
	}
	return nil
}

// nonce is the key of an action: Discord takes 25 characters.
func nonce(id string) string {
	if u, err := uuid.Parse(id); err == nil {
		return base64.RawURLEncoding.EncodeToString(u[:])
	}
	sum := sha256.Sum256([]byte(id))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// dm opens the private conversation with a member. Whoever has one gets the same
// again; nobody is told.
func (c *Connector) dm(ctx context.Context, member string) (string, error) {
	if !isID(member) {
		return "", refuse("POST "+rest.CreateDMChannel.Route, "10013 Unknown User")
	}
	var ch channel
	q := question{to: rest.CreateDMChannel, body: map[string]any{"recipient_id": member}}
	if err := c.ask(ctx, q, &ch); err != nil {
		return "", err
	}
	if !isID(ch.ID) {
		return "", strange(q)
	}
	return ch.ID, nil
}

// react adds or removes a reaction.
func (c *Connector) react(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	emoji := c.emojiOf(a.Emoji)
	if emoji == "" {
		return inbox.Receipt{}, refuse(string(a.Kind), "10014 Unknown Emoji")
	}
	p, err := c.where(ctx, a, a.Message)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	q := question{to: rest.AddReaction, ids: []any{p.id(), a.Message, url.PathEscape(emoji)}}
	if a.Kind == inbox.Unreact {
		q.to = rest.RemoveOwnReaction
	}
	err = c.ask(ctx, q, nil)
	const unknownEmoji = 10014
	gone := a.Kind == inbox.Unreact && (coded(err) == unknownEmoji || coded(err) == unknownMessage)
	if err != nil && !gone {
		return inbox.Receipt{}, err
	}
	return inbox.Receipt{Channel: a.Channel, Message: a.Message, Link: u.link(p.id(), a.Message)}, nil
}

func (c *Connector) edit(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	text, who := encode(a.Text, a.Named, c.isRole)
	if err := fits(text); err != nil {
		return inbox.Receipt{}, err
	}
	p, err := c.where(ctx, a, a.Message)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	q := question{to: rest.UpdateMessage, ids: []any{p.id(), a.Message}, body: map[string]any{"content": text, "allowed_mentions": who}}
	var r message
	if err := c.ask(ctx, q, &r); err != nil {
		return inbox.Receipt{}, err
	}
	m, err := c.message(ctx, p, r)
	if err != nil || m.ID != a.Message {
		return inbox.Receipt{}, strange(q)
	}
	return c.receipt(u, a, m, r.ChannelID), nil
}

// Discord deletes several messages at once if they are at least two, at most a
// hundred, and none is two weeks old.
const mostRemoved = 100

// remove deletes a message, or several at once. What is gone was deleted.
func (c *Connector) remove(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	receipt := inbox.Receipt{Channel: a.Channel, Message: a.Message}
	ids := []string{a.Message}
	for _, id := range a.Messages {
		ids = addOnce(ids, id)
	}
	p, err := c.where(ctx, a, a.Message)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	q := question{to: rest.DeleteMessage, ids: []any{p.id(), a.Message}, reason: a.Reason}
	if len(ids) > 1 {
		if err := c.together(ids); err != nil {
			return inbox.Receipt{}, err
		}
		q = question{to: rest.BulkDeleteMessages, ids: []any{p.id()}, body: map[string]any{"messages": ids}, reason: a.Reason}
	}
	if err := c.ask(ctx, q, nil); err != nil && coded(err) != unknownMessage {
		return inbox.Receipt{}, err
	}
	return receipt, nil
}

// together reports why messages cannot be deleted in one request.
func (c *Connector) together(ids []string) error {
	if len(ids) > mostRemoved {
		return refuse("bulk delete", "bulk_too_many")
	}
	oldest := c.opts.Now().Add(c.ahead() - bulkAge)
	for _, id := range ids {
		at, err := sent(id)
		if err != nil {
			return refuse("bulk delete", "10008 Unknown Message")
		}
		if at.Before(oldest) {
			return refuse("bulk delete", "bulk_too_old")
		}
	}
	return nil
}

// errNoReport is a choice that Discord does not offer.
var errNoReport = errors.New("there is no such choice")

// badChoice is a refusal of our own.
func badChoice() error {
	return &platform.Refused{Method: "perform", Reason: errNoReport.Error(), Here: true}
}
