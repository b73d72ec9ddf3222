package slack

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rounds/inbox"
)

// seen is a message that was looked at by itself.
type seen struct {
	record
	shown *inbox.Message
}

// message looks at the message that something is to be done to, and whether
// that is so already.
func (g *gaze) message(ctx context.Context) error {
	r, err := g.one(ctx, cmp.Or(g.a.Thread, g.a.Message), g.a.Message)
	if err != nil {
		return err
	}
	if r != nil {
		g.scene.Of = r.shown
	}
	if g.changed(r) {
		receipt := g.c.receipt(g.us, g.a)
		g.scene.Done = &receipt
	}
	return nil
}

// one finds a message in a thread, or nil if it is gone.
func (g *gaze) one(ctx context.Context, root, ts string) (*seen, error) {
	var found *seen
	err := g.through(ctx, question{channel: g.a.Channel, root: root, from: beside(ts, -1), to: ts}, func(r *record, m inbox.Message) {
		if r.TS == ts && !m.Deleted {
			found = &seen{*r, &m}
		}
	})
	switch refusal(err) {
	case "thread_not_found", "message_not_found":
		return nil, nil //nolint:nilnil // that it is gone is the answer
	}
	if err == nil && found == nil {
		err = g.clear("conversations.replies")
	}
	return found, err
}

// changed reports whether a message is as the action wants it.
func (g *gaze) changed(r *seen) bool {
	us := g.us.account.Speaker()
	switch g.a.Kind {
	case inbox.Delete:
		return r == nil
	case inbox.Edit:
		return r != nil && strings.TrimSpace(r.shown.Text) == g.words
	case inbox.React:
		return r != nil && slices.ContainsFunc(r.Reactions, func(re reaction) bool { return re.Name == g.a.Emoji && slices.Contains(re.Users, us) })
	case inbox.Unreact:
		// An emoji may be shown under another of its names, and not all who used
		// it: only where we certainly are nowhere it is gone.
		return r == nil || !slices.ContainsFunc(r.Reactions, func(re reaction) bool { return slices.Contains(re.Users, us) || len(re.Users) < re.Count })
	case inbox.Reply, inbox.ReplyPrivately, inbox.Welcome, inbox.Post, inbox.Unschedule,
		inbox.Remove, inbox.Restore, inbox.Restrict, inbox.Unrestrict, inbox.Kick, inbox.Ban, inbox.Unban, inbox.Perform:
	}
	return false
}

// plan looks whether Slack still has what is to be taken back. What is due by
// now may have been posted, which is not the same.
func (g *gaze) plan(ctx context.Context) error {
	plans, err := g.c.plans(ctx, slack.GetScheduledMessagesParameters{Channel: g.a.Channel})
	if err != nil {
		return err
	}
	listed := slices.ContainsFunc(plans, func(p slack.ScheduledMessage) bool { return p.ID == g.a.Message })
	if !listed && (g.c.farFrom(g.a.Due) || g.a.Due.IsZero() && !g.tried.IsZero()) {
		g.scene.Done = &inbox.Receipt{Channel: g.a.Channel, Message: g.a.Message}
	}
	return nil
}

// scheduled looks for an attempt to have Slack post something later: among its
// plans, and once that is due among what was posted. A plan bears no mark, so
// that of several that read alike none is taken for ours.
func (g *gaze) scheduled(ctx context.Context, channel string) error {
	a := g.a
	if !a.Later || g.tried.IsZero() || g.scene.Done != nil || a.Due.Before(g.tried) {
		return nil
	}
	at := a.Due.Unix()
	plans, err := g.c.plans(ctx, slack.GetScheduledMessagesParameters{
		Channel: channel, Oldest: strconv.FormatInt(at-1, 10), Latest: strconv.FormatInt(at+1, 10),
	})
	if err != nil {
		return err
	}
	plans = slices.DeleteFunc(plans, func(p slack.ScheduledMessage) bool {
		text, _ := plain(p.Text, g.c.name)
		return int64(p.PostAt) != at || bare(text) != bare(g.words) || int64(p.DateCreated) < g.tried.Add(-skew).Unix()
	})
	switch {
	case len(plans) == 1 && len(g.posted) == 0:
		g.scene.Done = &inbox.Receipt{Channel: channel, Message: plans[0].ID, Planned: a.Due.Truncate(time.Second).UTC()}
	case len(plans) == 0 && len(g.posted) == 1:
		g.scene.Done = g.receipt(g.posted[0])
	default:
		for _, p := range plans {
			g.scene.Alike = append(g.scene.Alike, inbox.Message{
				Channel: channel, ID: p.ID, Thread: cmp.Or(a.Thread, p.ID), Author: g.us.account.Speaker(), Kind: inbox.Said, Text: g.words, SentAt: a.Due,
			})
		}
		return nil
	}
	g.scene.Alike = nil
	return nil
}

// plans are what Slack is to post for us.
func (c *Connector) plans(ctx context.Context, ask slack.GetScheduledMessagesParameters) ([]slack.ScheduledMessage, error) {
	var all []slack.ScheduledMessage
	ask.Limit = 100
	for range mostPages {
		found, next, err := c.voice(nil).GetScheduledMessagesContext(ctx, &ask)
		if err == nil && (found == nil || next != "" && next == ask.Cursor) {
			err = errStrange
		}
		if err != nil {
			return nil, settle("chat.scheduledMessages.list", err)
		}
		if all = append(all, found...); next == "" {
			return all, nil
		}
		ask.Cursor = next
	}
	return nil, settle("chat.scheduledMessages.list", errStrange)
}

// clear is an error if a message was met that cannot be read: it may be the very
// one that is looked for.
func (g *gaze) clear(method string) error {
	if g.strange == nil {
		return nil
	}
	return settle(method, g.strange)
}

// mostPages is how many pages a look takes at most.
const mostPages = 100

// question is a stretch of a thread; "" is no bound.
type question struct{ channel, root, from, to string }

// through reads a stretch of a thread to its end, or fails: what was left out
// must not be taken for what is not there.
func (g *gaze) through(ctx context.Context, q question, each func(*record, inbox.Message)) error {
	at := threadCursor{From: q.from}
	for range mostPages {
		ask := at.question(q.channel, q.root, g.c.opts.PageSize)
		ask.Latest, ask.Inclusive, ask.IncludeAllMetadata = q.to, q.to != "", true
		answer, err := g.c.replies(ctx, ask)
		if refusal(err) == "invalid_cursor" && at.At != "" {
			at.At = "" // it expired: go on by time
			continue
		}
		if err != nil {
			return err
		}
		was := at
		err = g.behold(q.channel, answer.found, func(r *record, m inbox.Message) {
			at.meet(q.root, r)
			each(r, m)
		})
		switch {
		case err != nil:
			return settle("conversations.replies", err)
		case at.goesOn(answer, was):
		case answer.more || answer.next != "":
			return settle("conversations.replies", errStrange)
		default:
			return nil
		}
	}
	return settle("conversations.replies", errStrange)
}

// since reads what was said in a channel from a moment on, or fails.
func (g *gaze) since(ctx context.Context, channel, from string, each func(*record, inbox.Message)) error {
	at := pass{From: from}
	for range mostPages {
		ask := g.c.question(channel, &at, walk{limit: min(g.c.opts.PageSize, recentSize)})
		ask.IncludeAllMetadata = true
		answer, found, err := g.c.history(ctx, ask)
		if refusal(err) == "invalid_cursor" && at.At != "" {
			at.At = ""
			continue
		}
		if err != nil {
			return err
		}
		low := at.Low
		err = g.behold(channel, found, func(r *record, m inbox.Message) {
			at.Low = earlier(at.Low, r.TS)
			each(r, m)
		})
		next := answer.ResponseMetaData.NextCursor
		switch {
		case err != nil:
			return settle("conversations.history", err)
		case at.goesOn(answer.HasMore, next, ask, low):
		case answer.HasMore || next != "":
			return settle("conversations.history", errStrange)
		default:
			return nil
		}
	}
	return settle("conversations.history", errStrange)
}

// behold shows the messages of an answer to each.
func (g *gaze) behold(channel string, answer *sieve, each func(*record, inbox.Message)) error {
	return answer.records(func(r *record) {
		m, err := r.message(channel, g.c.people())
		if err != nil {
			g.strange = err
			return
		}
		each(r, m)
	}, func(err error) { g.strange = err })
}
