package discourse

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// opened looks for an attempt to open a topic.
func (g *gaze) opened(ctx context.Context) error {
	if g.tried.IsZero() {
		return nil
	}
	if g.c.opts.admins() {
		done, err := g.c.external(ctx, g.us, g.a)
		if err != nil || done != nil {
			g.scene.Done = done
			return err
		}
	}
	title, body := titled(g.a.Text)
	q := url.Values{"category": {g.a.Channel}, "no_subcategories": {"true"}, "order": {"created"}}
	return g.began(ctx, "/latest.json", q, title, bare(g.c.encode(body, g.a.Named)))
}

// external is the receipt of a topic that bears the name we gave it, or nil.
func (c *Connector) external(ctx context.Context, u *us, a inbox.Action) (*inbox.Receipt, error) {
	var t topic
	path := "/t/external_id/" + url.PathEscape(a.ID) + ".json"
	_, err := c.api.Do(ctx, platform.Call{Name: "GET /t/external_id/{id}.json", Path: path}, &t)
	if gone(err) {
		return nil, nil //nolint:nilnil // that there is none is the answer
	}
	if err != nil {
		return nil, err
	}
	if t.ID <= 0 || t.Stream == nil {
		return nil, strange("a topic without posts")
	}
	for _, raw := range t.Stream.Posts {
		if p, err := readPost(raw); err == nil && p.Number == 1 {
			r := c.receipt(u, a, p, t.Title)
			return &r, nil
		}
	}
	return nil, strange("a topic without a first post")
}

// mostLists is how many pages of a list are looked through for an attempt.
const mostLists = 10

// fresh is a topic of a list, with when it was begun.
type fresh struct {
	summary
	Created stamp `json:"created_at"`
}

// began looks through a list of topics, newest first, for those that we began
// in the same words since the attempt.
func (g *gaze) began(ctx context.Context, path string, q url.Values, title, words string) error {
	since := g.tried.Add(-skew)
	met := map[int64]bool{}
	for at := range mostLists {
		if at > 0 {
			q.Set("page", strconv.Itoa(at))
		}
		topics, more, err := g.c.newTopics(ctx, path, q)
		if err != nil {
			return err
		}
		older := 0
		for _, s := range topics {
			switch {
			case s.Created.Before(since):
				older++
				continue
			case met[s.ID] || bare(s.Title) != bare(title):
				continue
			}
			met[s.ID] = true
			if err := g.first(ctx, s.ID, words); err != nil {
				return err
			}
		}
		if !more || older > 0 && older*2 >= len(topics) {
			break
		}
	}
	slices.SortFunc(g.scene.Own, func(a, b inbox.Receipt) int {
		return cmp.Or(cmp.Compare(len(a.Message), len(b.Message)), strings.Compare(a.Message, b.Message))
	})
	return nil
}

// newTopics is a page of a list of topics.
func (c *Connector) newTopics(ctx context.Context, path string, q url.Values) (topics []fresh, more bool, err error) {
	var answer struct {
		List *struct {
			Topics []fresh `json:"topics"`
			More   string  `json:"more_topics_url"`
		} `json:"topic_list"`
	}
	if _, err := c.api.Do(ctx, platform.Call{Name: "GET " + path, Path: path, Query: q}, &answer); err != nil {
		return nil, false, err
	}
	if answer.List == nil || answer.List.Topics == nil {
		return nil, false, strange("no list of topics")
	}
	return answer.List.Topics, answer.List.More != "", nil
}

// first keeps a topic's first post if it is ours.
func (g *gaze) first(ctx context.Context, n int64, words string) error {
	t, err := g.c.topicAt(ctx, n)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, raw := range t.Stream.Posts {
		p, err := readPost(raw)
		if err != nil {
			return strange("the post " + err.Error())
		}
		if p.Number != 1 {
			continue
		}
		if g.ours(p, words) && g.addressed(t) {
			g.scene.Own = append(g.scene.Own, g.c.receipt(g.us, g.a, p, t.Title))
		}
		return nil
	}
	return strange("a topic without a first post")
}

// addressed reports whether a topic is where the action would have put it.
func (g *gaze) addressed(t topic) bool {
	if !g.a.Kind.Private() {
		return t.channel() == g.a.Channel
	}
	return t.channel() == Messages && slices.ContainsFunc(t.Details.Allowed, func(p person) bool { return id(p.ID) == g.a.Member })
}
