package forum

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// NewHistory draws a forum at random, with about o.Size posts that end now.
func NewHistory(o Options) *Forum {
	f := newForum(o)
	now := f.opts.Now()
	f.people(now.AddDate(0, -8, 0))
	if f.opts.Page == 30 {
		f.opts.Page = 5 + f.dice.IntN(26)
	}
	names := []string{"Support", "Feature requests", "Plugins & themes", "Self-hosting", "日本語", "Off topic", "Staff", "Vault"}
	for i, name := range names[:4+f.dice.IntN(5)] {
		k := &category{id: int64(i + 4), name: name, slug: "c" + text10(int64(i+4)), about: "About " + name + " 📝", private: name == "Staff" || name == "Vault"}
		if i > 1 && f.dice.IntN(3) == 0 {
			k.under = 4
		}
		f.rooms = append(f.rooms, k)
	}
	f.rooms = append(f.rooms, &category{id: 99, name: "Closed", slug: "closed", closed: true})
	at := now.AddDate(0, -2, 0)
	for posts := 0; posts < o.Size; posts++ {
		at = at.Add(time.Duration(1 + f.dice.Int64N(2*int64(now.Sub(at))/int64(o.Size-posts+1))))
		if at.After(now) {
			at = now
		}
		f.happen(at)
	}
	for i := range f.dice.IntN(4) {
		f.flag(now.Add(-time.Duration(i+1) * time.Hour))
	}
	f.news, f.written = nil, nil
	return f
}

// people are those who are there from the beginning.
func (f *Forum) people(at time.Time) {
	f.join(systemID, "system", "system", at).admin = true
	for i, one := range cast() {
		u := f.join(int64(samID+i), one[0], one[1], at.Add(time.Duration(i)*time.Hour))
		u.mod = i < 3 && (i > 0 || !f.opts.Plain)
	}
}

// happen lets somebody say something: in a topic that is there, or in a new
// one.
func (f *Forum) happen(at time.Time) {
	who := f.anybody()
	open := f.alive()
	switch p := f.dice.Float64(); {
	case len(open) == 0 || p < 0.3:
		f.begin(f.anywhere(), who, at, f.titled(), f.text())
	case p < 0.34:
		t := f.begin(nil, who, at, f.titled(), f.text())
		t.with = []*user{who, f.user(samID)}
		if who.id == samID {
			t.with = append(t.with, f.user(samID+4))
		}
	case p < 0.37:
		t := open[f.dice.IntN(len(open))]
		t.closed = !t.closed
		note := f.say(t, f.user(samID+1), at, "")
		note.kind, note.code = 3, "closed."+map[bool]string{true: "enabled", false: "disabled"}[t.closed]
	default:
		t := open[f.dice.IntN(len(open))]
		if f.dice.IntN(3) == 0 { // some topics grow long
			t = open[0]
		}
		one := f.say(t, who, at, f.text())
		if f.dice.IntN(2) == 0 {
			one.to = 1 + f.dice.Int64N(one.number)
		}
	}
	f.twist(at)
}

// twist lets something be done to what was said.
func (f *Forum) twist(at time.Time) {
	p := f.somePost()
	if p == nil {
		return
	}
	switch n := f.dice.IntN(24); {
	case n < 5:
		f.toggle(p)
	case n < 7 && p.kind == 1:
		f.change(p, p.raw+" (edited)", at)
	case n == 7 && p.number == int64(len(p.topic.posts)) && p.number > 1:
		f.remove(p, at)
	case n == 8 && p.number > 1:
		p.remember()
		p.taken = true
	case n == 9 && p.number > 1:
		p.remember()
		p.hidden = !p.hidden
	}
}

// toggle likes a post, or takes that back.
func (f *Forum) toggle(p *post) {
	who := f.anybody()
	if who.id == samID {
		return
	}
	p.remember()
	if at := slices.Index(p.likes, who); at >= 0 {
		p.likes = slices.Delete(slices.Clone(p.likes), at, at+1)
		return
	}
	p.likes = append(slices.Clone(p.likes), who)
}

// flag has somebody report a post, or something wait for approval.
func (f *Forum) flag(at time.Time) {
	i := &item{id: int64(len(f.queue) + 31), kind: "ReviewableFlaggedPost", by: f.anybody(), at: at.UTC().Truncate(time.Millisecond), reason: "Spam"}
	switch p := f.somePost(); {
	case p != nil && f.dice.IntN(2) == 0:
		i.about, i.who = p, p.who
	case f.dice.IntN(2) == 0:
		i.kind, i.title, i.raw, i.reason = "ReviewableQueuedPost", "A first post", f.text(), "New user"
	default:
		i.kind, i.who, i.by, i.raw, i.reason = "ReviewableUser", f.anybody(), f.user(systemID), "I write notes", "Approval"
	}
	f.queue = append(f.queue, i)
}

// alive are the topics in which something can be said.
func (f *Forum) alive() []*topic {
	var all []*topic
	for _, t := range f.topics {
		if t.deleted.IsZero() && t.room != nil && f.open(t) {
			all = append(all, t)
		}
	}
	return all
}

// somePost is any that stands.
func (f *Forum) somePost() *post {
	open := f.alive()
	if len(open) == 0 {
		return nil
	}
	posts := f.shown(open[f.dice.IntN(len(open))], f.opts.Now())
	if len(posts) == 0 {
		return nil
	}
	return posts[f.dice.IntN(len(posts))]
}

func (f *Forum) anybody() *user {
	for {
		u := f.users[f.dice.IntN(len(f.users))]
		if u.id > 0 && !u.gone {
			return u
		}
	}
}

func (f *Forum) anywhere() *category {
	for {
		k := f.rooms[f.dice.IntN(len(f.rooms))]
		if !k.closed || f.dice.IntN(8) == 0 {
			return k
		}
	}
}

// word is one that nobody else says.
func (f *Forum) word() string {
	f.words++
	return fmt.Sprintf("word%dx", f.words)
}

func (f *Forum) titled() string {
	parts := []string{"Sync stops", "How do I export", "Ideas for themes", "メモの同期について", "Crash on start", "Thank you all"}
	return parts[f.dice.IntN(len(parts))] + " " + text10(int64(f.words))
}

// text is something with a word of its own, and some markup.
func (f *Forum) text() string {
	parts := []string{
		"Does anybody know why **this** happens?", "`fieldsync --repair` helped me.", "> quoted words\n\nI see the same.", "@maria.k might know :smile:",
		"See [the docs](https://docs.fieldnotes.example/sync) or https://fieldnotes.example.", "```\nerror: <nil> & more\n```", "- one\n- two & three",
		"![screen|690x400](/uploads/default/original/1X/a.png)", "[notes.zip|attachment](/uploads/short-url/b.zip) is the vault.", "世界 🌍 *ça marche*",
		"[quote=\"pixelpaul, post:1, topic:9\"]\nwhat was said\n[/quote]\nYes, that.", "@here please look", "Tom & Jerry < Sam > \"Nora\"",
	}
	said := []string{parts[f.dice.IntN(len(parts))], f.word()}
	if f.dice.IntN(2) == 0 {
		said = append(said, parts[f.dice.IntN(len(parts))])
	}
	return strings.Join(said, "\n\n")
}

// Change lets n things happen at random.
func (f *Forum) Change(now time.Time, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for range n {
		switch p := f.dice.IntN(24); {
		case p < 3:
			f.rearrange(p)
		case p < 5:
			f.comeAndGo(p, now)
		case p < 7:
			f.changeTopic(p, now)
		case p < 8:
			f.flag(now)
		case p < 9:
			f.settle(now)
		case p < 15:
			f.twist(now)
		default:
			f.happen(now)
		}
	}
}

// rearrange changes the categories. One stays always open.
func (f *Forum) rearrange(how int) {
	k := f.anywhere()
	switch how {
	case 0:
		k.name += "!"
	case 1:
		id := int64(200 + len(f.rooms))
		f.rooms = append(f.rooms, &category{id: id, name: "Room " + text10(id), slug: "r" + text10(id)})
	default:
		if k != f.rooms[0] {
			k.closed = f.dice.IntN(3) == 0
		}
	}
}

// comeAndGo lets somebody join, or be called otherwise.
func (f *Forum) comeAndGo(how int, now time.Time) {
	last := f.users[len(f.users)-1]
	if how == 3 || !last.shy {
		f.join(int64(1000+len(f.users)), "new"+text10(int64(len(f.users))), "Somebody New", now).shy = true
		return
	}
	last.name += " II"
	last.handle += "b"
}

// changeTopic deletes, moves or renames a topic.
func (f *Forum) changeTopic(how int, now time.Time) {
	open := f.alive()
	if len(open) == 0 {
		return
	}
	t := open[f.dice.IntN(len(open))]
	switch {
	case how == 5 && f.dice.IntN(2) == 0:
		f.remove(t.posts[0], now)
	case how == 5:
		t.room = f.anywhere()
	default:
		t.title += " (solved)"
	}
}

// settle has a colleague decide about the first that waits.
func (f *Forum) settle(now time.Time) {
	for _, i := range f.queue {
		if i.status == 0 {
			f.decide(i, choices(i.kind)[1][0], now)
			return
		}
	}
}
