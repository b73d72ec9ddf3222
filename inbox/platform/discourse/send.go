package discourse

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// Do carries out an action, in one request that changes anything.
func (c *Connector) Do(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	receipt, err := c.do(ctx, a)
	if err != nil {
		return inbox.Receipt{}, c.hush(fmt.Errorf("%s: %w", a.Kind, err))
	}
	return receipt, nil
}

func (c *Connector) do(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	u, err := c.who(ctx)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	switch a.Kind {
	case inbox.Reply:
		return c.reply(ctx, u, a)
	case inbox.Post:
		return c.open(ctx, u, a)
	case inbox.ReplyPrivately, inbox.Welcome:
		return c.write(ctx, u, a)
	case inbox.React, inbox.Unreact:
		return c.react(ctx, u, a)
	case inbox.Edit:
		return c.edit(ctx, u, a)
	case inbox.Delete, inbox.Remove:
		return c.remove(ctx, u, a)
	case inbox.Restore:
		return c.restore(ctx, u, a)
	case inbox.Restrict, inbox.Unrestrict, inbox.Ban, inbox.Unban:
		return c.penalty(ctx, u, a)
	case inbox.Perform:
		return c.perform(ctx, a)
	case inbox.Unschedule, inbox.Kick:
	}
	return inbox.Receipt{}, lacks(string(a.Kind), "not_offered: "+inbox.Discourse.Lacks(a.Kind))
}

// draft is a post that is to be made.
type draft struct {
	Title      string `json:"title,omitempty"`
	Raw        string `json:"raw"`
	TopicID    int64  `json:"topic_id,omitempty"`
	Category   int64  `json:"category,omitempty"`
	Recipients string `json:"target_recipients,omitempty"`
	Archetype  string `json:"archetype,omitempty"`
	To         int64  `json:"reply_to_post_number,omitempty"`
	External   string `json:"external_id,omitempty"`
	Typing     int64  `json:"typing_duration_msecs,omitempty"`
	Writing    int64  `json:"composer_open_duration_msecs,omitempty"`
}

// once marks a draft as that of one action. To a request with the key of an
// admin a forum gives the same answer as to one that was the same in everything
// in the last two minutes (app/controllers/posts_controller.rb, signature_for).
// Two actions in the same words must not be taken for one, and one that is sent
// again must be: so how long it took to write, which nothing looks at there,
// follows from the action's ID.
func (d draft) once(a inbox.Action) draft {
	sum := fnv.New64a()
	sum.Write([]byte(a.ID))
	d.Typing, d.Writing = 1000+int64(sum.Sum64()%1_000_003), 2_000_000+int64(sum.Sum64()>>32%1_000_003) //nolint:gosec // both are small
	return d
}

// reply answers in a topic.
func (c *Connector) reply(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	n, err := c.topicOf(ctx, a.Thread)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	d := draft{Raw: c.encode(a.Text, a.Named), TopicID: n}
	if a.Message != "" && a.Message != a.Thread {
		if to, ok := number(a.Message); ok {
			p, err := c.postAt(ctx, to)
			if err != nil && !gone(err) {
				return inbox.Receipt{}, early(err)
			}
			if p.TopicID == n {
				d.To = p.Number
			}
		}
	}
	return c.say(ctx, u, a, d)
}

// open opens a topic: the first line is what it is called. An admin's key may
// give it a name of our own, by which it is found again; with that of a person
// Discourse does not look at it (app/controllers/posts_controller.rb).
func (c *Connector) open(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	category, ok := number(a.Channel)
	if !ok {
		return inbox.Receipt{}, lacks("POST /posts.json", "not_found: that is no category of the forum")
	}
	title, body := titled(a.Text)
	d := draft{Title: title, Raw: c.encode(body, a.Named), Category: category}
	if c.opts.admins() {
		d.External = a.ID
	}
	return c.say(ctx, u, a, d)
}

// write writes to one member alone.
func (c *Connector) write(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	to, known := c.name(a.Member)
	if !known {
		return inbox.Receipt{}, lacks("POST /posts.json", "not_found: the forum has told nothing of that member yet")
	}
	return c.say(ctx, u, a, c.letter(a, to))
}

// letter is a private message. It is called after the topic that it is about,
// or after its own first words.
func (c *Connector) letter(a inbox.Action, to string) draft {
	title := ""
	if about, _, _ := strings.Cut(strings.TrimSpace(a.Seen.Of.Text), "\n"); about != "" {
		title = "About: " + about
	}
	if title == "" {
		title, _, _ = strings.Cut(strings.TrimSpace(a.Text), "\n")
	}
	title, _ = titled(title)
	return draft{Title: title, Raw: c.encode(a.Text, a.Named), Recipients: to, Archetype: "private_message"}
}

// made is the answer to a post that was made, or that waits for approval.
type made struct {
	Action  string `json:"action"`
	Pending *struct {
		ID  int64  `json:"id"`
		Raw string `json:"raw"`
	} `json:"pending_post"`
	Success *bool    `json:"success"`
	Errors  []string `json:"errors"`
}

// say makes a post.
func (c *Connector) say(ctx context.Context, u *us, a inbox.Action, d draft) (inbox.Receipt, error) {
	const name = "POST /posts.json"
	if utf8.RuneCountInString(d.Raw) > longest {
		return inbox.Receipt{}, lacks(name, "invalid: the text is longer than a forum takes")
	}
	if c.opts.admins() {
		d = d.once(a)
	}
	var raw json.RawMessage
	if _, err := c.api.Do(ctx, platform.Call{Name: name, Method: http.MethodPost, Path: "/posts.json", JSON: d}, &raw); err != nil {
		if d.External != "" && strings.Contains(strings.ToLower(err.Error()), "external") && refused(err) == "invalid" {
			return c.before(ctx, u, a, err)
		}
		return inbox.Receipt{}, err
	}
	var m made
	if json.Unmarshal(raw, &m) == nil {
		switch {
		case m.Action == "enqueued": // it is out of our hands: a moderator has to let it through
			return inbox.Receipt{Channel: a.Channel, Text: "waits for approval by a moderator"}, nil
		case len(m.Errors) > 0:
			return inbox.Receipt{}, &platform.Refused{Method: name, Reason: "invalid: " + strings.Join(m.Errors, " "), Here: true}
		}
	}
	p, err := readPost(raw)
	if err != nil {
		return inbox.Receipt{}, strange("the post " + err.Error())
	}
	return c.receipt(u, a, p, d.Title), nil
}

// before is the receipt of what was said before under the same name of ours.
func (c *Connector) before(ctx context.Context, u *us, a inbox.Action, refusal error) (inbox.Receipt, error) {
	found, err := c.external(ctx, u, a)
	if err != nil || found == nil {
		return inbox.Receipt{}, refusal
	}
	return *found, nil
}

// receipt is what we were given for a post of ours.
func (c *Connector) receipt(u *us, a inbox.Action, p post, title string) inbox.Receipt {
	root := cmp.Or(a.Thread, id(p.ID))
	if p.Number == 1 {
		root = id(p.ID)
		c.standing(root, p.TopicID)
	}
	channel := a.Channel
	if a.Kind.Private() {
		channel = Messages
	}
	said := c.message(p, channel, root, cmp.Or(p.Title, title))
	r := inbox.Receipt{Channel: channel, Message: said.ID, Link: u.account.Permalink(channel, root, said.ID), Text: said.Text, SentAt: said.SentAt}
	if !a.Kind.Private() {
		r.Said = &said
	}
	return r
}

// topicOf is the topic that a first post began.
func (c *Connector) topicOf(ctx context.Context, root string) (int64, error) {
	c.mu.RLock()
	n := c.stands[root]
	c.mu.RUnlock()
	if n != 0 {
		return n, nil
	}
	first, ok := number(root)
	if !ok {
		return 0, lacks("GET /posts/{id}.json", "not_found: that is no post of the forum")
	}
	p, err := c.postAt(ctx, first)
	if err != nil {
		return 0, err
	}
	c.standing(root, p.TopicID)
	return p.TopicID, nil
}

// react likes a post, or takes that back. That it was so already is as good as
// done.
func (c *Connector) react(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	n, ok := number(a.Message)
	if !ok || a.Emoji != heart {
		return inbox.Receipt{}, lacks("POST /post_actions.json", "not_offered: Discourse knows only the heart")
	}
	call := platform.Call{
		Name: "POST /post_actions.json", Method: http.MethodPost, Path: "/post_actions.json",
		JSON: map[string]int64{"id": n, "post_action_type_id": like},
	}
	if a.Kind == inbox.Unreact {
		call = platform.Call{
			Name: "DELETE /post_actions/{id}.json", Method: http.MethodDelete, Path: fmt.Sprintf("/post_actions/%d.json", n),
			Query: url.Values{"post_action_type_id": {"2"}},
		}
	}
	r, err := c.changed(ctx, u, a, call)
	if err != nil && here(err) && !gone(err) { // Discourse refuses what is so already
		p, again := c.postAt(ctx, n)
		liked := slices.ContainsFunc(p.Actions, func(d deed) bool { return d.ID == like && d.Acted })
		if again == nil && liked == (a.Kind == inbox.React) {
			return c.touched(u, a), nil
		}
	}
	return r, err
}

// changed carries out what answers with the post as it stands then.
func (c *Connector) changed(ctx context.Context, u *us, a inbox.Action, call platform.Call) (inbox.Receipt, error) {
	var raw json.RawMessage
	if _, err := c.api.Do(ctx, call, &raw); err != nil {
		return inbox.Receipt{}, err
	}
	var nested struct {
		Post json.RawMessage `json:"post"`
	}
	if json.Unmarshal(raw, &nested) == nil && nested.Post != nil {
		raw = nested.Post
	}
	p, err := readPost(raw)
	if err == nil && id(p.ID) != a.Message {
		err = errors.New("is another one")
	}
	if err != nil {
		return inbox.Receipt{}, strange("the post " + err.Error())
	}
	r := c.touched(u, a)
	if p.Number > 1 && a.Thread != "" { // of a first post the title is not told
		said := c.message(p, a.Channel, a.Thread, "")
		r.Said = &said
	}
	return r, nil
}

// touched is the receipt of something done to a post that was there before.
func (c *Connector) touched(u *us, a inbox.Action) inbox.Receipt {
	return inbox.Receipt{Channel: a.Channel, Message: a.Message, Link: u.account.Permalink(a.Channel, a.Thread, a.Message)}
}

// edit changes a post of ours. That of a first post begins with the title, as
// it is shown here.
func (c *Connector) edit(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	n, ok := number(a.Message)
	if !ok {
		return inbox.Receipt{}, lacks("PUT /posts/{id}.json", "not_found: that is no post of the forum")
	}
	p, title, err := c.standingPost(ctx, n)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	text, body := a.Text, map[string]any{}
	if p.Number == 1 {
		first, rest := titled(a.Text)
		if text = rest; first != title {
			body["title"] = first
		}
	}
	raw := c.encode(text, a.Named)
	if utf8.RuneCountInString(raw) > longest {
		return inbox.Receipt{}, lacks("PUT /posts/{id}.json", "invalid: the text is longer than a forum takes")
	}
	body["post"] = map[string]string{"raw": raw}
	return c.changed(ctx, u, a, platform.Call{
		Name: "PUT /posts/{id}.json", Method: http.MethodPut, Path: fmt.Sprintf("/posts/%d.json", n), JSON: body,
	})
}

// standingPost is a post, and what its topic is called if it began it.
func (c *Connector) standingPost(ctx context.Context, n int64) (post, string, error) {
	p, err := c.postAt(ctx, n)
	if err != nil || p.Number != 1 || p.Title != "" {
		return p, p.Title, err
	}
	t, err := c.topicAt(ctx, p.TopicID)
	return p, t.Title, err
}
