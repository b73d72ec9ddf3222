package mastodon

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// nearest is how far ahead a server must be told what it is to post by itself
// (docs.joinmastodon.org, POST /api/v1/statuses).
const nearest = 5 * time.Minute

// Do carries out an action, in one request that changes anything. What is said
// bears the action's ID as the key by which a server knows it again for an hour.
func (c *Connector) Do(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	receipt, err := c.do(ctx, a)
	if err != nil {
		return inbox.Receipt{}, c.hush(fmt.Errorf("%s: %w", a.Kind, narrow(err)))
	}
	return receipt, nil
}

func (c *Connector) do(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	if err := c.allowed(); err != nil {
		return inbox.Receipt{}, err
	}
	if reason := missing(a.Kind); reason != "" {
		return inbox.Receipt{}, &platform.Refused{Method: string(a.Kind), Reason: reason, Here: true}
	}
	us, err := c.who(ctx)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	switch a.Kind {
	case inbox.Reply, inbox.Post, inbox.ReplyPrivately, inbox.Welcome:
		return c.say(ctx, us, a)
	case inbox.React, inbox.Unreact:
		return c.react(ctx, us, a)
	case inbox.Edit:
		return c.edit(ctx, us, a)
	case inbox.Delete:
		return c.remove(ctx, a)
	case inbox.Unschedule:
		call := platform.Call{Name: "DELETE /api/v1/scheduled_statuses/:id", Method: http.MethodDelete, Path: "/api/v1/scheduled_statuses/" + escape(a.Message)}
		_, err := c.api.Do(ctx, call, nil)
		return inbox.Receipt{Channel: a.Channel, Message: a.Message}, err
	case inbox.Restrict, inbox.Unrestrict, inbox.Ban, inbox.Unban:
		return inbox.Receipt{}, c.moderate(ctx, a)
	case inbox.Perform:
		return inbox.Receipt{}, c.settle(ctx, a)
	case inbox.Remove, inbox.Restore, inbox.Kick:
	}
	return inbox.Receipt{}, &platform.Refused{Method: string(a.Kind), Reason: noWay, Here: true}
}

// early is an error that came before the request that changes something.
func early(err error) error {
	if err == nil || errors.As(err, new(*platform.Later)) || errors.As(err, new(*platform.Refused)) || errors.Is(err, context.Canceled) {
		return err
	}
	if isGone(err) {
		return &platform.Refused{Method: "look before it", Reason: notFound, Here: true}
	}
	return &platform.Early{Err: err}
}

// draft is a status as it is sent.
type draft struct {
	Status     string   `json:"status"`
	Answers    string   `json:"in_reply_to_id,omitempty"`
	Visibility string   `json:"visibility,omitempty"`
	Spoiler    string   `json:"spoiler_text,omitempty"`
	Sensitive  bool     `json:"sensitive,omitempty"`
	Language   string   `json:"language,omitempty"`
	At         string   `json:"scheduled_at,omitempty"`
	Media      []string `json:"media_ids,omitempty"`
	// Allowed are the IDs of those who may be named: a server that knows the
	// switch says nothing at all rather than name anybody else
	// (github.com/mastodon/mastodon/pull/18350). The others do not mind it.
	Allowed *[]string `json:"allowed_mentions,omitempty"`
}

// allow lets those be named who were chosen, and whom the text is for.
func (d draft) allow(a inbox.Action, whom ...string) draft {
	all := slices.Clone(whom)
	for _, n := range a.Named {
		if !n.Room {
			all = append(all, n.ID)
		}
	}
	if all == nil {
		all = []string{}
	}
	d.Allowed = &all
	return d
}

// target is the status that a reply answers: the last that the person saw, so
// that whoever spoke last is told.
func target(a inbox.Action) string { return cmp.Or(a.Message, a.Seen.Last.ID, a.Thread) }

// say posts a text, or has the server do so later.
func (c *Connector) say(ctx context.Context, us *us, a inbox.Action) (inbox.Receipt, error) {
	d, err := c.draft(ctx, us, a)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	if ahead := a.Due.Sub(c.opts.Now()); a.Later && ahead > 0 {
		if ahead < nearest+10*time.Second { // too late to hand it over, too early to post it
			return inbox.Receipt{}, &platform.Later{Wait: ahead, Own: true}
		}
		d.Allowed = nil // nobody would be told
		d.At = a.Due.UTC().Format("2006-01-02T15:04:05.000Z07:00")
	}
	var raw json.RawMessage
	call := platform.Call{Name: "POST /api/v1/statuses", Method: http.MethodPost, Path: "/api/v1/statuses", JSON: d}
	// With a key net/http itself sends a request again whose connection broke. For
	// what is to be posted later a server knows no key (mastodon issue 30039): there
	// would be two.
	if d.At == "" {
		call.Header = http.Header{"Idempotency-Key": {a.ID}}
	}
	if _, err := c.api.Do(ctx, call, &raw); err != nil {
		return inbox.Receipt{}, err
	}
	if d.At != "" {
		var p plan
		if json.Unmarshal(raw, &p) == nil && p.ID != "" && p.At != "" {
			at, err := moment(p.At)
			if err != nil {
				return inbox.Receipt{}, errStrange("a plan without its time")
			}
			return inbox.Receipt{Channel: a.Channel, Message: string(p.ID), Planned: at}, nil
		}
	}
	s, err := readStatus(raw, "")
	if err != nil {
		return inbox.Receipt{}, err
	}
	receipt := c.receipt(us, a, &s)
	c.put(receipt.Message, place{receipt.Channel, cmp.Or(a.Thread, receipt.Message)})
	return receipt, nil
}

// draft writes what is to be sent: for whom, where, and in how public a voice.
func (c *Connector) draft(ctx context.Context, us *us, a inbox.Action) (draft, error) {
	text, err := c.written(ctx, a.Text, a.Named)
	if err != nil {
		return draft{}, err
	}
	if strings.TrimSpace(text) == "" {
		return draft{}, &platform.Refused{Method: string(a.Kind), Reason: "no_text", Here: true}
	}
	if a.Kind == inbox.Reply {
		return c.answer(ctx, us, a, text)
	}
	if a.Kind.Private() {
		acct, err := c.handle(ctx, a.Member)
		if err != nil {
			return draft{}, err
		}
		return draft{Status: addressed(text, []string{acct}), Visibility: direct}.allow(a, a.Member), nil
	}
	tag, isTag := strings.CutPrefix(a.Channel, tagged)
	switch {
	case a.Channel == direct:
		return draft{}, &platform.Refused{Method: string(a.Kind), Reason: "for_nobody", Here: true}
	case !isTag && a.Channel != mentions:
		return draft{}, &platform.Refused{Method: string(a.Kind), Reason: notFound, Here: true}
	case isTag && !carries(text, tag):
		text += "\n\n#" + tag
	}
	return draft{Status: text, Visibility: "public"}.allow(a), nil
}

// carries reports whether a text has a tag in it.
func carries(text, tag string) bool {
	low, word := strings.ToLower(text), "#"+strings.ToLower(tag)
	for {
		i := strings.Index(low, word)
		if i < 0 {
			return false
		}
		low = low[i+len(word):]
		if ends(low) {
			return true
		}
	}
}

// answer is a reply: as public as what it answers, behind the same warning, and
// addressed to who said that, or to those whom we addressed ourselves.
func (c *Connector) answer(ctx context.Context, us *us, a inbox.Action, text string) (draft, error) {
	to := target(a)
	s, err := c.status(ctx, to)
	if isGone(err) && to != a.Thread && a.Thread != "" { // the last was deleted: the thread still stands
		to = a.Thread
		s, err = c.status(ctx, to)
	}
	if err != nil {
		return draft{}, err
	}
	whom, ids := []string{string(s.Account.Acct)}, []string{string(s.Account.ID)}
	if string(s.Account.ID) == us.account.Self {
		whom, ids = known(&s), nil
		for _, m := range s.Mentions {
			ids = append(ids, string(m.ID))
		}
	}
	d := draft{
		Status: addressed(text, whom), Answers: to, Visibility: cmp.Or(string(s.Visibility), "public"),
		Spoiler: string(s.Spoiler), Sensitive: bool(s.Sensitive) && s.Spoiler != "",
	}
	return d.allow(a, ids...), nil
}

// known are those whom a status addresses.
func known(s *status) []string {
	var all []string
	for _, m := range s.Mentions {
		all = append(all, string(m.Acct))
	}
	return all
}

// written is a text as it is sent, without whom it is addressed to.
func (c *Connector) written(ctx context.Context, text string, named []inbox.Named, known ...string) (string, error) {
	handles := map[string]string{}
	for _, n := range named {
		if n.Room || handles[n.ID] != "" || !strings.Contains(text, n.Word) {
			continue
		}
		acct, err := c.handle(ctx, n.ID)
		if err != nil {
			return "", err
		}
		handles[n.ID] = acct
	}
	return strings.TrimSpace(encode(text, named, func(id string) string { return handles[id] }, known...)), nil
}

// react favourites or boosts, or takes that back. That it was so already is as
// good as done.
func (c *Connector) react(ctx context.Context, us *us, a inbox.Action) (inbox.Receipt, error) {
	way := ""
	switch {
	case a.Kind == inbox.React && a.Emoji == repeat:
		way = "reblog"
	case a.Kind == inbox.Unreact && a.Emoji == repeat:
		way = "unreblog"
	case a.Emoji != heart:
		return inbox.Receipt{}, &platform.Refused{Method: string(a.Kind), Reason: "no_such_emoji", Here: true}
	case a.Kind == inbox.React:
		way = "favourite"
	default:
		way = "unfavourite"
	}
	var raw json.RawMessage
	call := platform.Call{Name: "POST /api/v1/statuses/:id/" + way, Method: http.MethodPost, Path: "/api/v1/statuses/" + escape(a.Message) + "/" + way}
	if _, err := c.api.Do(ctx, call, &raw); err != nil {
		return inbox.Receipt{}, err
	}
	if _, err := readStatus(raw, ""); err != nil {
		return inbox.Receipt{}, err
	}
	return inbox.Receipt{Channel: a.Channel, Message: a.Message, Link: us.account.Permalink(a.Channel, a.Thread, a.Message)}, nil
}

// cut takes the warning off a text that is shown with one, if the status has
// one.
func cut(text string, s *status) (spoiler, words string) {
	if s.Spoiler == "" {
		return "", text
	}
	first, rest, _ := strings.Cut(text, "\n")
	if spoiler, found := strings.CutPrefix(first, warned); found {
		return strings.TrimSpace(spoiler), strings.TrimSpace(rest)
	}
	return string(s.Spoiler), text
}

// edit changes a status of ours. What it carries besides its words is sent
// again: what is left out a server takes away.
func (c *Connector) edit(ctx context.Context, us *us, a inbox.Action) (inbox.Receipt, error) {
	s, err := c.status(ctx, a.Message)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	if s.Poll.it != nil {
		return inbox.Receipt{}, &platform.Refused{Method: string(a.Kind), Reason: "has_poll", Here: true}
	}
	spoiler, words := cut(a.Text, &s)
	text, err := c.written(ctx, words, a.Named, known(&s)...)
	if err != nil {
		return inbox.Receipt{}, early(err)
	}
	d := draft{Status: text, Spoiler: spoiler, Sensitive: bool(s.Sensitive), Language: string(s.Language)}
	for _, f := range s.Media {
		d.Media = append(d.Media, string(f.ID))
	}
	var raw json.RawMessage
	call := platform.Call{Name: "PUT /api/v1/statuses/:id", Method: http.MethodPut, Path: "/api/v1/statuses/" + escape(a.Message), JSON: d}
	if _, err := c.api.Do(ctx, call, &raw); err != nil {
		return inbox.Receipt{}, err
	}
	if s, err = readStatus(raw, a.Message); err != nil {
		return inbox.Receipt{}, err
	}
	g := gaze{c: c, us: us, a: a}
	m := s.message(g.stand(a.Message))
	return inbox.Receipt{Channel: a.Channel, Message: a.Message, Link: us.account.Permalink(a.Channel, a.Thread, a.Message), Said: &m}, nil
}

// A server takes thirty deletions in half an hour (docs.joinmastodon.org, rate
// limits).
const (
	mostDeletions = 30
	deletionsIn   = 30 * time.Minute
)

// remove deletes a status of ours.
func (c *Connector) remove(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	if err := c.mayDelete(); err != nil {
		return inbox.Receipt{}, err
	}
	call := platform.Call{Name: "DELETE /api/v1/statuses/:id", Method: http.MethodDelete, Path: "/api/v1/statuses/" + escape(a.Message)}
	var raw json.RawMessage
	if _, err := c.api.Do(ctx, call, &raw); err != nil {
		return inbox.Receipt{}, err
	}
	return inbox.Receipt{Channel: a.Channel, Message: a.Message}, nil
}

func (c *Connector) mayDelete() error {
	now := c.opts.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deleted = slices.DeleteFunc(c.deleted, func(at time.Time) bool { return now.Sub(at) >= deletionsIn })
	if len(c.deleted) >= mostDeletions {
		return &platform.Later{Wait: c.deleted[0].Add(deletionsIn).Sub(now), Own: true}
	}
	c.deleted = append(c.deleted, now)
	return nil
}
