package uitest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/calendar"
	"rounds/inbox"
)

// Planned is one thing that was asked of a [Plan].
type Planned struct {
	Verb inbox.Verb
	On   []string // keys of posts
	Text string   // what else was said of it
}

// Plan stands in for the store of the calendar. What was asked of it is kept,
// so that a test can read it.
type Plan struct {
	Posts      []calendar.Post
	Fates      map[string][]calendar.Delivery // by the ID of an item
	Consents   map[string]*calendar.Consent   // by key
	RoomList   []calendar.Room
	Troubles   []calendar.Problem
	Set        calendar.Settings
	Source     string // of the settings
	Likes      []calendar.Twin
	Actor      string
	Now        func() time.Time
	Fail       error             // what every question is answered with, if there is one
	Elsewhere  map[string]string // texts that were changed since they were read, by key
	Unreadable error             // what Resettle answers

	Done  []Planned
	Asked int // how often items were asked for

	Drafts map[string]string // by the key of the post

	past, future []func()
	made         int
}

// Draft is a text that was not kept yet.
func (p *Plan) Draft(_ context.Context, at inbox.Place, _ inbox.DraftKind) (string, error) {
	return p.Drafts[at.Thread], nil
}

// SaveDraft keeps one.
func (p *Plan) SaveDraft(_ context.Context, at inbox.Place, _ inbox.DraftKind, text string) error {
	if p.Drafts == nil {
		p.Drafts = map[string]string{}
	}
	p.Drafts[at.Thread] = text
	return nil
}

// Find is the post with a key, or nil.
func (p *Plan) Find(key string) *calendar.Post {
	for i := range p.Posts {
		if p.Posts[i].Key == key {
			return &p.Posts[i]
		}
	}
	return nil
}

// Items are what is planned between two instants.
func (p *Plan) Items(_ context.Context, from, to time.Time) ([]calendar.Item, error) {
	p.Asked++
	var all []calendar.Item
	for i := range p.Posts {
		post := p.Posts[i]
		if post.When.IsZero() {
			continue
		}
		due, err := calendar.Occurrences(post, p.Set.ZoneOf(post), from, to)
		if err != nil {
			return nil, err
		}
		for n, o := range due {
			all = append(all, p.item(post, o, n))
		}
	}
	slices.SortFunc(all, calendar.Item.Compare)
	return all, p.Fail
}

func (p *Plan) item(post calendar.Post, o calendar.Occurrence, n int) calendar.Item {
	i := calendar.Item{Post: post, Occurrence: o.Key, Moment: o.Moment, Consent: p.Consents[post.Key]}
	if len(post.Pool) > 0 {
		i.Prompt = post.Pool[n%len(post.Pool)]
	}
	i.Deliveries = p.Fates[i.ID()]
	i.Status = calendar.Rollup(calendar.Effective(post, p.Set.Approval, i.Consent), i.Deliveries)
	return i
}

// Backlog is what has no time.
func (p *Plan) Backlog(context.Context) ([]calendar.Item, error) {
	var all []calendar.Item
	for i := range p.Posts {
		if p.Posts[i].When.IsZero() {
			all = append(all, p.item(p.Posts[i], calendar.Occurrence{}, 0))
		}
	}
	return all, p.Fail
}

// Item is one item as it is now.
func (p *Plan) Item(ctx context.Context, key, occurrence string) (calendar.Item, error) {
	backlog, err := p.Backlog(ctx)
	items, failed := p.Items(ctx, p.Now().AddDate(-1, 0, 0), p.Now().AddDate(1, 0, 0))
	for _, i := range append(backlog, items...) {
		if i.Post.Key == key && i.Occurrence == occurrence {
			return i, errors.Join(err, failed)
		}
	}
	return calendar.Item{}, inbox.ErrNone
}

// Plan keeps posts as they shall be.
func (p *Plan) Plan(_ context.Context, verb inbox.Verb, changes []calendar.Change) (inbox.Entry, error) {
	if p.Fail != nil {
		return inbox.Entry{}, p.Fail
	}
	for _, c := range changes {
		was := p.Find(c.Post.Key)
		if was == nil || c.Seen == "" {
			continue
		}
		if text, changed := p.Elsewhere[c.Post.Key]; changed {
			delete(p.Elsewhere, c.Post.Key)
			now, err := was.With(calendar.Saying(text))
			if err != nil {
				return inbox.Entry{}, err
			}
			*was = now
		}
		if was.Source != c.Seen {
			return inbox.Entry{}, &calendar.Changed{Now: *was}
		}
	}
	before := slices.Clone(p.Posts)
	var refs []inbox.Change
	var keys []string
	for _, c := range changes {
		key := p.put(c)
		keys = append(keys, key)
		refs = append(refs, inbox.Change{Ref: inbox.Ref{Kind: inbox.PostRef, ID: key}, Field: "file"})
	}
	p.remember(before)
	return p.entry(verb, keys, says(changes), refs), nil
}

// put keeps one post and answers with its key.
func (p *Plan) put(c calendar.Change) string {
	key := c.Post.Key
	if key == "" {
		p.made++
		key = "new" + strconv.Itoa(p.made)
		c.Post, _ = c.Post.With(calendar.Named(key))
		c.Post.Path = key + ".md"
	}
	at := slices.IndexFunc(p.Posts, func(post calendar.Post) bool { return post.Key == key })
	switch {
	case c.Post.Source == "" && at >= 0:
		p.Posts = slices.Delete(slices.Clone(p.Posts), at, at+1)
	case at >= 0:
		p.Posts = slices.Clone(p.Posts)
		p.Posts[at] = c.Post
	default:
		p.Posts = append(slices.Clone(p.Posts), c.Post)
	}
	return key
}

func (p *Plan) remember(before []calendar.Post) {
	after := p.Posts
	p.past = append(p.past, func() { p.Posts = before })
	p.future = []func(){func() { p.Posts = after }}
}

// says is what the changes make of the posts, for a test to read.
func says(changes []calendar.Change) string {
	var all []string
	for _, c := range changes {
		post := &c.Post
		if post.Source == "" {
			all = append(all, "gone")
			continue
		}
		parts := []string{string(post.Status)}
		for _, part := range []string{post.When.String(), post.Zone, post.Theme, post.Repeats, post.From, post.For, post.Campaign} {
			if part != "" {
				parts = append(parts, part)
			}
		}
		for _, at := range post.To {
			parts = append(parts, at.String())
		}
		for _, day := range post.Except {
			parts = append(parts, "not on "+day.String())
		}
		parts = append(parts, post.Tags...)
		if len(post.Variants) > 0 {
			parts = append(parts, fmt.Sprint(post.Variants))
		}
		all = append(all, strings.Join(parts, ", ")+": "+strings.ReplaceAll(post.Text, "\n", "/"))
	}
	return strings.Join(all, " + ")
}

func (p *Plan) entry(verb inbox.Verb, keys []string, text string, changes []inbox.Change) inbox.Entry {
	p.Done = append(p.Done, Planned{verb, keys, text})
	return inbox.Entry{ID: strconv.Itoa(len(p.Done)), Verb: verb, Subject: strings.Join(keys, ", "), Changes: changes, Actor: p.Actor, At: p.Now()}
}

// Approve notes that posts may go out.
func (p *Plan) Approve(_ context.Context, keys []string) (inbox.Entry, error) {
	if p.Fail != nil {
		return inbox.Entry{}, p.Fail
	}
	before := slices.Clone(p.Posts)
	p.Posts = slices.Clone(p.Posts)
	for _, key := range keys {
		if post := p.Find(key); post != nil {
			p.Consents[key] = &calendar.Consent{By: p.Actor, At: p.Now(), Says: post.Says()}
			to := calendar.Approved
			if !post.When.IsZero() && len(post.To) > 0 {
				to = calendar.Scheduled
			}
			*post, _ = post.With(calendar.As(to))
		}
	}
	p.remember(before)
	return p.entry(inbox.ApprovePost, keys, "", nil), nil
}

// Publish notes that an item goes out now.
func (p *Plan) Publish(_ context.Context, key, occurrence string, places []calendar.Place) (inbox.Entry, error) {
	return p.entry(inbox.PublishPost, []string{key}, strings.TrimSpace(occurrence+" "+fmt.Sprint(places)), nil), p.Fail
}

// LetGo notes that something shall not go out, or is out.
func (p *Plan) LetGo(_ context.Context, key, occurrence string, posted bool) (inbox.Entry, error) {
	return p.entry(inbox.LetPostGo, []string{key}, strings.TrimSpace(occurrence+" "+strconv.FormatBool(posted)), nil), p.Fail
}

// Undo takes back the last thing done.
func (p *Plan) Undo(context.Context) (inbox.Entry, error) {
	if len(p.past) == 0 {
		return inbox.Entry{}, inbox.ErrNone
	}
	last := len(p.past) - 1
	p.past[last]()
	p.past = p.past[:last]
	return p.entry("undo", nil, "", nil), p.Fail
}

// Redo does it again.
func (p *Plan) Redo(context.Context) (inbox.Entry, error) {
	if len(p.future) == 0 {
		return inbox.Entry{}, inbox.ErrNone
	}
	p.future[0]()
	p.future = nil
	return p.entry("redo", nil, "", nil), p.Fail
}

// Rooms are the places where something can be posted.
func (p *Plan) Rooms(context.Context) ([]calendar.Room, error) { return p.RoomList, p.Fail }

// Twins are what says nearly the same.
func (p *Plan) Twins(context.Context, string, time.Time, string) ([]calendar.Twin, error) {
	return p.Likes, p.Fail
}

// Problems are the files that need a look.
func (p *Plan) Problems(context.Context) ([]calendar.Problem, error) { return p.Troubles, p.Fail }

// Settle ends a conflict.
func (p *Plan) Settle(_ context.Context, path string, side calendar.Side) error {
	for _, one := range p.Troubles {
		if post := p.Find(one.Key); one.Path == path && post != nil && side == calendar.Theirs {
			*post, _ = calendar.Parse(post.Path, one.Theirs)
		}
	}
	p.Troubles = slices.DeleteFunc(slices.Clone(p.Troubles), func(one calendar.Problem) bool { return one.Path == path })
	p.entry("settle", []string{path}, string(side), nil)
	return p.Fail
}

// Settings are those in force.
func (p *Plan) Settings() (calendar.Settings, string) { return p.Set, p.Source }

// Resettle keeps the file of the settings.
func (p *Plan) Resettle(_ context.Context, source string) error {
	if p.Unreadable != nil {
		return p.Unreadable
	}
	p.Source = source
	p.entry("settings", nil, source, nil)
	return p.Fail
}
