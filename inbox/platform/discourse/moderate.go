package discourse

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// remove deletes a post, or several at once. The first of a topic takes the
// topic along.
func (c *Connector) remove(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	n, ok := number(a.Message)
	if !ok {
		return inbox.Receipt{}, lacks("DELETE /posts/{id}.json", "not_found: that is no post of the forum")
	}
	call := platform.Call{Name: "DELETE /posts/{id}.json", Method: http.MethodDelete, Path: fmt.Sprintf("/posts/%d.json", n)}
	if a.Kind == inbox.Remove && len(a.Messages) > 0 {
		q := url.Values{"post_ids[]": {a.Message}}
		for _, one := range a.Messages {
			if _, ok := number(one); ok && one != a.Message {
				q.Add("post_ids[]", one)
			}
		}
		call = platform.Call{Name: "DELETE /posts/destroy_many.json", Method: http.MethodDelete, Path: "/posts/destroy_many.json", Query: q}
	}
	_, err := c.api.Do(ctx, call, nil)
	if err == nil {
		return c.touched(u, a), nil
	}
	// Discourse answers a deletion with nothing at all, not even JSON: whether it
	// was Discourse that did so the post itself tells.
	if garbled, ok := errors.AsType[*platform.Garbled](err); ok && !garbled.Gone {
		if p, again := c.postAt(ctx, n); gone(again) || again == nil && p.away() {
			return c.touched(u, a), nil
		}
	}
	return inbox.Receipt{}, err
}

// away reports whether a post was deleted, or taken back by its author.
func (p post) away() bool { return p.Taken || p.Deleted != nil && !p.Deleted.IsZero() }

// restore brings a deleted post back.
func (c *Connector) restore(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	n, ok := number(a.Message)
	if !ok {
		return inbox.Receipt{}, lacks("PUT /posts/{id}/recover.json", "not_found: that is no post of the forum")
	}
	return c.changed(ctx, u, a, platform.Call{
		Name: "PUT /posts/{id}/recover.json", Method: http.MethodPut, Path: fmt.Sprintf("/posts/%d/recover.json", n),
	})
}

// forGood is how many years a penalty without an end lasts: Discourse wants one.
const forGood = 1000

// penalty silences or suspends a member, or ends that.
func (c *Connector) penalty(ctx context.Context, u *us, a inbox.Action) (inbox.Receipt, error) {
	n, ok := number(a.Member)
	if !ok {
		return inbox.Receipt{}, lacks("PUT /admin/users/{id}", "not_found: that is no member of the forum")
	}
	until := a.Until
	if until.IsZero() {
		until = c.opts.Now().AddDate(forGood, 0, 0)
	}
	end, reason := until.UTC().Format("2006-01-02T15:04:05.000Z"), cmp.Or(a.Reason, "Not told.")
	asked := map[inbox.ActionKind]struct {
		what string
		body map[string]string
	}{
		inbox.Restrict:   {"silence", map[string]string{"silenced_till": end, "reason": reason}},
		inbox.Ban:        {"suspend", map[string]string{"suspend_until": end, "reason": reason}},
		inbox.Unrestrict: {"unsilence", map[string]string{}},
		inbox.Unban:      {"unsuspend", map[string]string{}},
	}[a.Kind]
	what, body := asked.what, asked.body
	_, err := c.api.Do(ctx, platform.Call{
		Name: "PUT /admin/users/{id}/" + what + ".json", Method: http.MethodPut, Path: fmt.Sprintf("/admin/users/%d/%s.json", n, what), JSON: body,
	}, nil)
	if err != nil {
		return inbox.Receipt{}, err
	}
	return c.touched(u, a), nil
}

// perform settles an item of the review queue in one of the ways that were
// offered. If somebody else has changed it since, Discourse says so.
func (c *Connector) perform(ctx context.Context, a inbox.Action) (inbox.Receipt, error) {
	const name = "PUT /review/{id}/perform/{action}.json"
	n, ok := number(a.Report)
	if !ok || a.Choice == "" {
		return inbox.Receipt{}, lacks(name, "not_found: that is no item of the review queue")
	}
	var answer struct {
		Result *struct {
			Success *bool    `json:"success"`
			Errors  []string `json:"errors"`
		} `json:"reviewable_perform_result"`
		Success json.RawMessage `json:"success"`
	}
	_, err := c.api.Do(ctx, platform.Call{
		Name: name, Method: http.MethodPut, Path: fmt.Sprintf("/review/%d/perform/%s.json", n, url.PathEscape(a.Choice)),
		Query: url.Values{"version": {a.Version}},
	}, &answer)
	switch {
	case refused(err) == "conflict":
		return inbox.Receipt{}, &platform.Refused{Method: name, Reason: "conflict: somebody else has decided since you looked: look again", Here: true}
	case err != nil:
		return inbox.Receipt{}, err
	case answer.Result == nil && answer.Success == nil:
		return inbox.Receipt{}, strange("no result of the review")
	case answer.Result != nil && answer.Result.Success != nil && !*answer.Result.Success:
		return inbox.Receipt{}, lacks(name, "invalid: it was not done")
	}
	return inbox.Receipt{Channel: a.Channel, Message: a.Message}, nil
}

// Timer has a forum do something to a topic by itself: "close", "open",
// "delete", "publish_to_category", "bump". A zero time takes it back.
func (c *Connector) Timer(ctx context.Context, root, what string, at time.Time) error {
	n, err := c.topicOf(ctx, root)
	if err != nil {
		return c.hush(fmt.Errorf("timer: %w", early(err)))
	}
	body := map[string]string{"status_type": what, "time": ""}
	if !at.IsZero() {
		body["time"] = at.UTC().Format("2006-01-02 15:04Z07:00")
	}
	_, err = c.api.Do(ctx, platform.Call{
		Name: "POST /t/{id}/timer.json", Method: http.MethodPost, Path: fmt.Sprintf("/t/%d/timer.json", n), JSON: body,
	}, nil)
	if err != nil {
		return c.hush(fmt.Errorf("timer: %w", err))
	}
	return nil
}
