package discourse

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// post is one as Discourse writes it, in whichever of its lists.
type post struct {
	ID       int64  `json:"id"`
	TopicID  int64  `json:"topic_id"`
	Number   int64  `json:"post_number"`
	Type     int    `json:"post_type"`
	UserID   int64  `json:"user_id"`
	Username string `json:"username"`
	Name     string `json:"name"`
	Created  stamp  `json:"created_at"`
	Updated  stamp  `json:"updated_at"`
	Version  int    `json:"version"`
	Cooked   string `json:"cooked"`
	Raw      string `json:"raw"`
	Code     string `json:"action_code"`
	Admin    bool   `json:"admin"`
	Mod      bool   `json:"moderator"`
	Hidden   bool   `json:"hidden"`
	Deleted  *stamp `json:"deleted_at"`
	Taken    bool   `json:"user_deleted"`
	Title    string `json:"topic_title"`
	Category *int64 `json:"category_id"`
	Actions  []deed `json:"actions_summary"`
}

// deed is how often something was done to a post, and whether we did it.
type deed struct {
	ID    int  `json:"id"`
	Count int  `json:"count"`
	Acted bool `json:"acted"`
}

// The types of post: what is small was done to the topic, and a whisper is
// shown to the staff alone.
const (
	smallAction = 3
	whisper     = 4
)

// like is the action that is a like.
const like = 2

// topic is one as Discourse writes it when it is asked for by itself.
type topic struct {
	summary
	Deleted *stamp `json:"deleted_at"`
	Details struct {
		Allowed []person `json:"allowed_users"` // of a private message
	} `json:"details"`
	Stream *struct {
		Posts []json.RawMessage `json:"posts"`
		IDs   []int64           `json:"stream"`
		Mega  bool              `json:"isMegaTopic"` // of more than 10,000 posts not all numbers are told
	} `json:"post_stream"`
}

// summary is what a list tells of a topic.
type summary struct {
	ID        int64  `json:"id"`
	Title     string `json:"title"`
	Posts     int64  `json:"posts_count"`
	Likes     int64  `json:"like_count"`
	Last      *stamp `json:"last_posted_at"`
	Bumped    *stamp `json:"bumped_at"`
	Category  *int64 `json:"category_id"`
	Archetype string `json:"archetype"`
	Closed    bool   `json:"closed"`
}

// mark is how a topic stands, by what lists and the topic itself both tell.
func (s summary) mark() string {
	last := int64(0)
	if s.Last != nil {
		last = s.Last.UnixMilli()
	}
	return fmt.Sprintf("%d.%d.%d.%x", s.Posts, s.Likes, last, crc32.ChecksumIEEE(fmt.Append(nil, s.Title, s.Closed, s.channel())))
}

// uncategorized is the ID of the category of what is in none.
const uncategorized = "1"

// channel is the ID of the channel in which a topic stands.
func (s summary) channel() string {
	switch {
	case s.Archetype == "private_message":
		return Messages
	case s.Category == nil:
		return uncategorized
	}
	return strconv.FormatInt(*s.Category, 10)
}

// stamp is a moment. One that cannot be read makes its record unreadable.
type stamp struct{ time.Time }

// UnmarshalJSON implements [json.Unmarshaler].
func (s *stamp) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	var written string
	if err := json.Unmarshal(text, &written); err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339Nano, written)
	s.Time = at.UTC()
	return err
}

// readPost reads a post, and says in a sentence why it cannot.
func readPost(raw json.RawMessage) (post, error) {
	var p post
	if err := json.Unmarshal(raw, &p); err != nil {
		return post{}, fmt.Errorf("is not a post as Discourse describes them: %w", err)
	}
	if p.ID <= 0 || p.TopicID <= 0 || p.Number <= 0 || p.Created.IsZero() {
		return post{}, fmt.Errorf("has no number or no time")
	}
	return p, nil
}

// message is what a post says to us. root is the ID of the topic's first post,
// title what the topic is called.
func (c *Connector) message(p post, channel, root, title string) inbox.Message {
	m := inbox.Message{
		Channel: channel, ID: id(p.ID), Thread: root, Author: c.author(p), Bot: p.UserID < 0, Kind: inbox.Said, SentAt: p.Created.Time,
	}
	if p.Type == smallAction {
		m.Kind = inbox.Notice
	}
	if p.Deleted != nil && !p.Deleted.IsZero() || p.Taken || p.Hidden || p.Type == whisper {
		m.Deleted = true
		return m
	}
	if p.Version > 1 {
		m.EditedAt = p.Updated.Time
	}
	read := c.reads(p.Cooked)
	m.Text, m.Files, m.Mentions = read.text, read.files, read.mentions
	if m.Kind == inbox.Notice {
		m.Text = notice(p.Code, m.Text)
	}
	if p.Number == 1 && title != "" {
		m.Text = strings.TrimSpace(title + "\n\n" + m.Text)
	}
	for _, a := range p.Actions {
		if a.ID == like && a.Count > 0 {
			m.Reactions = []inbox.Reaction{{Name: heart, Count: a.Count}}
		}
	}
	return m
}

// heart is what a like is called.
const heart = inbox.Like

// notice tells in words what was done to a topic: "closed.enabled" is that it
// was closed.
func notice(code, text string) string {
	what, how, _ := strings.Cut(code, ".")
	what = strings.ReplaceAll(what, "_", " ")
	said := "(" + strings.TrimSpace(what) + ")"
	switch how {
	case "enabled":
		said = "(the topic is now " + what + ")"
	case "disabled":
		said = "(the topic is not " + what + " any more)"
	}
	return strings.TrimSpace(said + " " + text)
}

// author is the ID of who wrote a post, "" if nobody is named.
func (c *Connector) author(p post) string {
	if p.UserID == 0 {
		return ""
	}
	return id(p.UserID)
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// number reads an ID of ours back.
func number(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n > 0
}

// topicAt asks for a topic: its first posts whole, and the numbers of all.
func (c *Connector) topicAt(ctx context.Context, n int64) (topic, error) {
	var t topic
	call := platform.Call{Name: "GET /t/{id}.json", Path: fmt.Sprintf("/t/%d.json", n), Query: url.Values{"include_raw": {"true"}}}
	if _, err := c.api.Do(ctx, call, &t); err != nil {
		return topic{}, err
	}
	if t.Stream != nil && t.Stream.Mega && t.Stream.IDs == nil {
		t.Stream.IDs = []int64{}
		for _, raw := range t.Stream.Posts {
			if p, err := readPost(raw); err == nil {
				t.Stream.IDs = append(t.Stream.IDs, p.ID)
			}
		}
	}
	if t.ID != n || t.Stream == nil || t.Stream.IDs == nil || t.Stream.Posts == nil {
		return topic{}, strange("a topic without posts")
	}
	return t, nil
}

// postsOf asks for some posts of a topic.
func (c *Connector) postsOf(ctx context.Context, n int64, ids []int64) ([]json.RawMessage, error) {
	q := url.Values{"include_raw": {"true"}}
	for _, one := range ids {
		q.Add("post_ids[]", id(one))
	}
	var t topic
	call := platform.Call{Name: "GET /t/{id}/posts.json", Path: fmt.Sprintf("/t/%d/posts.json", n), Query: q}
	if _, err := c.api.Do(ctx, call, &t); err != nil {
		return nil, err
	}
	if t.Stream == nil || t.Stream.Posts == nil {
		return nil, strange("no posts")
	}
	return t.Stream.Posts, nil
}

// postAt asks for one post.
func (c *Connector) postAt(ctx context.Context, n int64) (post, error) {
	var raw json.RawMessage
	if _, err := c.api.Do(ctx, platform.Call{Name: "GET /posts/{id}.json", Path: fmt.Sprintf("/posts/%d.json", n)}, &raw); err != nil {
		return post{}, err
	}
	p, err := readPost(raw)
	if err == nil && p.ID != n {
		err = fmt.Errorf("is another one")
	}
	if err != nil {
		return post{}, strange("the post " + err.Error())
	}
	return p, nil
}
