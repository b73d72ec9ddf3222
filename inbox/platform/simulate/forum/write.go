package forum

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox/platform/simulate/mischief"
)

func (f *Forum) note(w Written) {
	w.At = f.opts.Now()
	f.written = append(f.written, w)
}

// create makes a post: an answer, a topic, or a private message.
func (c *call) create() {
	var ask struct {
		Title      string `json:"title"`
		Raw        string `json:"raw"`
		TopicID    int64  `json:"topic_id"`
		Category   int64  `json:"category"`
		Recipients string `json:"target_recipients"`
		Archetype  string `json:"archetype"`
		To         int64  `json:"reply_to_post_number"`
		External   string `json:"external_id"`
	}
	text, err := io.ReadAll(c.r.Body)
	if err != nil || json.Unmarshal(text, &ask) != nil {
		c.refuse(http.StatusBadRequest, "invalid_parameters", "You supplied invalid parameters to the request.")
		return
	}
	c.text = string(text)
	if before := c.f.made[c.text]; before.post != nil && c.now.Sub(before.at) < memory && strings.Contains(c.f.opts.Token, ":") {
		c.write(http.StatusOK, c.f.postOf(before.post, nil))
		return
	}
	raw := strings.TrimSpace(ask.Raw)
	switch {
	case raw == "":
		c.refuse(http.StatusUnprocessableEntity, "", "Body can't be blank")
	case len([]rune(raw)) > 32_000:
		c.refuse(http.StatusUnprocessableEntity, "", "Body is limited to 32000 characters; you entered "+strconv.Itoa(len([]rune(raw)))+".")
	case ask.TopicID != 0:
		c.reply(ask.TopicID, ask.To, raw)
	case strings.TrimSpace(ask.Title) == "":
		c.refuse(http.StatusUnprocessableEntity, "", "Title can't be blank")
	case ask.Archetype == "private_message":
		c.letter(ask.Title, raw, ask.Recipients)
	default:
		c.open(ask.Title, raw, ask.Category, ask.External)
	}
}

// memory is for how long the same request with an admin's key gets the same
// answer.
const memory = 2 * time.Minute

func (c *call) accept(p *post) {
	if trick, _ := mischief.Playing(c.r); trick != mischief.NoKey {
		c.f.made[c.text] = made{p, c.now}
	}
	if veil := mischief.Veil(c.r); veil > 0 {
		p.veil = c.now.Add(veil)
	}
	c.write(http.StatusOK, c.f.postOf(p, nil))
}

func (c *call) reply(id, to int64, raw string) {
	t := c.visible(id)
	if t == nil {
		return
	}
	if !t.deleted.IsZero() { // moderators may answer in what is closed
		c.refuse(http.StatusUnprocessableEntity, "", "You are not permitted to reply to this topic.")
		return
	}
	p := c.f.say(t, c.f.user(samID), c.now, raw)
	p.to = to
	c.f.note(Written{Kind: "reply", Channel: t.channel(), Thread: text10(t.posts[0].id), Message: text10(p.id), Text: raw})
	c.f.life.answered(c.f, t, c.now)
	c.accept(p)
}

func (c *call) open(title, raw string, room int64, external string) {
	i := slices.IndexFunc(c.f.rooms, func(k *category) bool { return k.id == room && !k.closed })
	if i < 0 {
		c.refuse(http.StatusUnprocessableEntity, "", "Category is invalid")
		return
	}
	if external != "" && !strings.Contains(c.f.opts.Token, ":") {
		external = "" // only an admin's key may name a topic
	}
	if external != "" && c.f.names[external] != nil {
		c.refuse(http.StatusUnprocessableEntity, "", "External has already been taken")
		return
	}
	t := c.f.begin(c.f.rooms[i], c.f.user(samID), c.now, title, raw)
	if trick, _ := mischief.Playing(c.r); external != "" && trick != mischief.NoKey {
		t.external, c.f.names[external] = external, t
	}
	c.f.note(Written{Kind: "post", Channel: t.channel(), Message: text10(t.posts[0].id), Text: title + "\n\n" + raw, External: external})
	c.accept(t.posts[0])
}

func (c *call) letter(title, raw, to string) {
	sam := c.f.user(samID)
	with := []*user{sam}
	for _, name := range strings.Split(to, ",") {
		u := c.f.called(strings.TrimSpace(name))
		if u == nil {
			c.refuse(http.StatusUnprocessableEntity, "", "You must select a valid user.")
			return
		}
		with = append(with, u)
	}
	t := c.f.begin(nil, sam, c.now, title, raw)
	t.with = with
	c.f.note(Written{Kind: "private", Channel: t.channel(), Member: text10(with[1].id), Message: text10(t.posts[0].id), Text: raw})
	c.accept(t.posts[0])
}

func (c *call) edit() {
	var ask struct {
		Title string `json:"title"`
		Post  *struct {
			Raw string `json:"raw"`
		} `json:"post"`
	}
	p := c.there(c.n)
	if p == nil || !c.body(&ask) {
		return
	}
	if ask.Post == nil || strings.TrimSpace(ask.Post.Raw) == "" {
		c.refuse(http.StatusBadRequest, "invalid_parameters", "You supplied invalid parameters to the request: post")
		return
	}
	if ask.Title != "" && p.number == 1 {
		p.topic.title = ask.Title
	}
	c.f.change(p, strings.TrimSpace(ask.Post.Raw), c.now)
	c.f.note(Written{Kind: "edit", Channel: p.topic.channel(), Message: text10(p.id), Text: p.raw})
	c.write(http.StatusOK, object{"post": c.f.postOf(p, nil)})
}

// change edits a post.
func (f *Forum) change(p *post, raw string, now time.Time) {
	p.remember()
	p.raw, p.edited, p.version = raw, now.UTC().Truncate(time.Millisecond), p.version+1
	f.tell(p.topic)
}

// remove deletes a post, and the topic with its first.
func (f *Forum) remove(p *post, now time.Time) {
	if p.deleted = now; p.number == 1 {
		p.topic.deleted = now
	}
	f.tell(p.topic)
}

// nothing is how Discourse answers a deletion.
func (c *call) nothing() {
	c.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	c.w.WriteHeader(http.StatusOK)
}

func (c *call) delete() {
	p := c.there(c.n)
	if p == nil {
		return
	}
	c.f.remove(p, c.now)
	c.f.note(Written{Kind: "delete", Channel: p.topic.channel(), Message: text10(p.id)})
	c.nothing()
}

func (c *call) deleteMany() {
	var all []*post
	for _, id := range c.r.URL.Query()["post_ids[]"] {
		n, _ := strconv.ParseInt(id, 10, 64)
		p := c.there(n)
		if p == nil {
			return
		}
		all = append(all, p)
	}
	for _, p := range all {
		c.f.remove(p, c.now)
		c.f.note(Written{Kind: "delete", Channel: p.topic.channel(), Message: text10(p.id)})
	}
	c.nothing()
}

func (c *call) recover() {
	p := c.f.post(c.n)
	if p == nil || !c.f.open(p.topic) {
		c.missing()
		return
	}
	p.deleted, p.taken = time.Time{}, false
	if p.number == 1 {
		p.topic.deleted = time.Time{}
	}
	c.f.note(Written{Kind: "recover", Channel: p.topic.channel(), Message: text10(p.id)})
	c.write(http.StatusOK, c.f.postOf(p, nil))
}

func (c *call) like() {
	var ask struct {
		ID   int64 `json:"id"`
		Type int   `json:"post_action_type_id"`
	}
	if !c.body(&ask) {
		return
	}
	p := c.there(ask.ID)
	if p == nil {
		return
	}
	sam := c.f.user(samID)
	if ask.Type != 2 || slices.Contains(p.likes, sam) || p.who == sam {
		c.refuse(http.StatusForbidden, "invalid_access", "You are not permitted to view the requested resource.")
		return
	}
	p.remember()
	p.likes = append(p.likes, sam)
	c.f.note(Written{Kind: "react", Channel: p.topic.channel(), Message: text10(p.id)})
	c.write(http.StatusOK, c.f.postOf(p, nil))
}

func (c *call) unlike() {
	p := c.there(c.n)
	if p == nil {
		return
	}
	at := slices.Index(p.likes, c.f.user(samID))
	if at < 0 {
		c.missing()
		return
	}
	p.remember()
	p.likes = slices.Delete(slices.Clone(p.likes), at, at+1)
	c.f.note(Written{Kind: "unreact", Channel: p.topic.channel(), Message: text10(p.id)})
	c.write(http.StatusOK, c.f.postOf(p, nil))
}

func (c *call) penalty() {
	var ask struct {
		Silence string `json:"silenced_till"`
		Suspend string `json:"suspend_until"`
		Reason  string `json:"reason"`
	}
	u := c.f.user(c.n)
	if u == nil {
		c.missing()
		return
	}
	if !c.body(&ask) {
		return
	}
	sam := face(c.f.user(samID))
	what, until := c.args[1], ask.Silence+ask.Suspend
	at, err := time.Parse(time.RFC3339, until)
	switch what {
	case "silence", "suspend":
		if err != nil || ask.Reason == "" {
			c.refuse(http.StatusBadRequest, "invalid_parameters", "You supplied invalid parameters to the request.")
			return
		}
	default:
		at = time.Time{}
	}
	answer := object{}
	switch what {
	case "silence":
		u.silenced = at
		answer["silence"] = object{"silenced": true, "silence_reason": ask.Reason, "full_silence_reason": ask.Reason, "silenced_till": until, "silenced_at": stamped(c.now), "silenced_by": sam}
	case "suspend":
		u.suspended = at
		answer["suspension"] = object{"suspend_reason": ask.Reason, "full_suspend_reason": ask.Reason, "suspended_till": until, "suspended_at": stamped(c.now), "suspended_by": sam}
	case "unsilence":
		u.silenced = at
		answer["unsilence"] = object{"silenced": false, "silence_reason": nil, "silenced_till": nil, "silenced_at": nil}
	default:
		u.suspended = at
		answer["suspension"] = object{"suspended_till": nil, "suspended_at": nil}
	}
	c.f.note(Written{Kind: what, Member: text10(u.id), Text: ask.Reason})
	c.write(http.StatusOK, answer)
}

func (c *call) timer() {
	t := c.visible(c.n)
	if t == nil {
		return
	}
	c.write(http.StatusOK, object{"success": "OK", "execute_at": stamped(c.now.Add(time.Hour)), "duration": nil, "based_on_last_post": false, "closed": t.closed, "category_id": nil})
}
