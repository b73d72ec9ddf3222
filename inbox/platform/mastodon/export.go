package mastodon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"rounds/inbox"
)

// ExportOptions say what is wanted of an archive.
type ExportOptions struct {
	Account string    // the name under which it is kept
	Self    string    // the ID of our account on its server, if it is known
	Since   time.Time // older posts are left out; zero wants all
	Private bool      // direct messages too
}

// Export is the archive that Mastodon hands out to the owner of an account: what
// they posted, as ActivityPub. What others said is not in it, so that a thread
// holds our part alone; and no tags are known to be followed, so that everything
// public stands in "mentions". It is for one reader at a time.
type Export struct {
	opts    ExportOptions
	account inbox.Account
	us      inbox.Member
	actor   string
	print   string
	items   []json.RawMessage
	roots   map[string]string // by our own posts: what each answers of ours
	early   []inbox.Skip
	size    int64
}

// activity is what was done: a post is created, another's is announced.
type activity struct {
	Type   str             `json:"type"`
	Object json.RawMessage `json:"object"`
}

// note is a post.
type note struct {
	ID        str             `json:"id"`
	Type      str             `json:"type"`
	Summary   str             `json:"summary"`
	Content   *string         `json:"content"`
	Answers   str             `json:"inReplyTo"`
	Published str             `json:"published"`
	Updated   str             `json:"updated"`
	To        many[string]    `json:"to"`
	CC        many[string]    `json:"cc"`
	Media     many[document]  `json:"attachment"`
	Tags      many[reference] `json:"tag"`
}

type document struct {
	Type str `json:"mediaType"`
	URL  str `json:"url"`
	Name str `json:"name"`
}

type reference struct {
	Type str `json:"type"`
	Href str `json:"href"`
	Name str `json:"name"`
}

func newExport(found files, o ExportOptions) (*Export, error) {
	if found.actor == nil || found.outbox == nil {
		return nil, errors.New("open export: this is no archive of Mastodon: actor.json or outbox.json is missing")
	}
	var actor struct {
		ID   str `json:"id"`
		Name str `json:"name"`
		User str `json:"preferredUsername"`
	}
	home, err := (*url.URL)(nil), json.Unmarshal(found.actor, &actor)
	if err == nil {
		home, err = url.Parse(string(actor.ID))
	}
	if err != nil || home.Host == "" || actor.User == "" {
		return nil, errors.New("open export: actor.json does not say whose archive this is")
	}
	e := &Export{opts: o, actor: string(actor.ID), roots: map[string]string{}, size: int64(len(found.outbox))}
	e.us = inbox.Member{ID: o.Self, Handle: string(actor.User), Name: string(actor.Name), Role: inbox.Team}
	if e.us.ID == "" {
		e.us.ID = e.actor
	}
	if e.us.Name == "" {
		e.us.Name = e.us.Handle
	}
	e.account = inbox.Account{Name: o.Account, Platform: inbox.Mastodon, Base: home.Scheme + "://" + home.Host, Self: e.us.ID}
	sum := fnv.New64a()
	sum.Write(fmt.Appendf(nil, "v1 %s %d %t ", e.us.ID, o.Since.UnixMicro(), o.Private))
	sum.Write(found.outbox)
	e.print = fmt.Sprintf("%016x", sum.Sum64())
	if err := e.list(found.outbox); err != nil {
		return nil, fmt.Errorf("open export: outbox.json: %w", err)
	}
	return e, nil
}

// list takes the outbox apart. One that was cut off is read as far as it goes.
func (e *Export) list(outbox []byte) error {
	all := json.NewDecoder(bytes.NewReader(outbox))
	for depth := 0; ; {
		token, err := all.Token()
		if err != nil {
			return fmt.Errorf("holds no list of posts: %w", err)
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		case "orderedItems":
			if depth == 1 {
				return e.elements(all)
			}
		}
	}
}

func (e *Export) elements(all *json.Decoder) error {
	if token, err := all.Token(); err != nil || token != json.Delim('[') {
		return errors.New("its posts are no list")
	}
	for all.More() {
		var raw json.RawMessage
		if err := all.Decode(&raw); err != nil {
			e.early = append(e.early, inbox.Skip{Where: "outbox.json", Why: fmt.Sprintf("it breaks off after %d records: %v", len(e.items), err)})
			return nil
		}
		e.items = append(e.items, raw)
		var a activity
		var n note
		if json.Unmarshal(raw, &a) == nil && a.Type == "Create" && json.Unmarshal(a.Object, &n) == nil && e.own(n.Answers) != "" {
			e.roots[e.own(n.ID)] = e.own(n.Answers)
		}
	}
	return nil
}

// own is the ID of a post of ours by its address, "" if it is none.
func (e *Export) own(address str) string {
	rest, ours := strings.CutPrefix(string(address), e.actor+"/statuses/")
	if id := path.Base(rest); ours && rest == id && id != "." && !strings.ContainsAny(id, ": \n?#") && len(id) <= 64 {
		return id
	}
	return ""
}

// root is the first of our own posts above one.
func (e *Export) root(id string) string {
	for range longestClimb {
		up := e.roots[id]
		if up == "" {
			break
		}
		id = up
	}
	return id
}

// Account is the account that the archive tells of.
func (e *Export) Account() inbox.Account { return e.account }

// Fingerprint tells this archive, and what is wanted of it, from every other.
func (e *Export) Fingerprint() string { return e.print }

// Scope is the scope under which its cursor is kept.
func (e *Export) Scope() string { return "import:" + e.print }

// Size is how much there is to read, in bytes.
func (e *Export) Size() int64 { return e.size }

// Close lets go of what was read.
func (e *Export) Close() error {
	e.items = nil
	return nil
}

// exportPage is how many records a page holds.
const exportPage = 500

// Fetch reads the next page.
func (e *Export) Fetch(ctx context.Context, s inbox.Scope) (inbox.Page, error) {
	if err := ctx.Err(); err != nil {
		return inbox.Page{}, err
	}
	if s.Name != e.Scope() {
		return inbox.Page{}, fmt.Errorf("fetch %q: the archive holds %q alone", s.Name, e.Scope())
	}
	at, err := strconv.Atoi(s.Cursor)
	if err != nil || at < 0 || at > len(e.items) {
		at = 0
	}
	page := inbox.Page{Account: e.opts.Account, Scope: s, Size: e.size}
	if at == 0 {
		page.Skipped = slices.Clone(e.early)
		page.Members = []inbox.Member{e.us}
		page.Channels = []inbox.Channel{{ID: mentions, Name: mentions, Kind: inbox.Public}}
		if e.opts.Private {
			page.Channels = append(page.Channels, inbox.Channel{ID: direct, Name: "Direct messages", Kind: inbox.Direct})
		}
	}
	end := min(at+exportPage, len(e.items))
	for i, raw := range e.items[at:end] {
		m, wanted, err := e.message(raw)
		switch {
		case err != nil:
			skip(&page, "outbox.json", fmt.Sprintf("record %d left out: %v", at+i+1, err))
		case wanted:
			page.Messages = append(page.Messages, m)
		}
	}
	page.More = end < len(e.items)
	page.Scope.Cursor = strconv.Itoa(end)
	if len(e.items) > 0 {
		page.Read = e.size * int64(end) / int64(len(e.items))
	}
	return page, nil
}

// message is a record of the outbox; what was boosted is none of ours.
func (e *Export) message(raw json.RawMessage) (m inbox.Message, wanted bool, err error) {
	var a activity
	if json.Unmarshal(raw, &a) != nil {
		return m, false, errors.New("it is no activity")
	}
	if a.Type != "Create" {
		return m, false, nil
	}
	var n note
	if json.Unmarshal(a.Object, &n) != nil || n.Content == nil {
		return m, false, errors.New("it is no post")
	}
	at, err := moment(n.Published)
	id := e.own(n.ID)
	if err != nil || id == "" {
		return m, false, errors.New("it has no time, or no address of ours")
	}
	channel := mentions
	if !e.open(n) {
		channel = direct
	}
	if at.Before(e.opts.Since) || channel == direct && !e.opts.Private {
		return m, false, nil
	}
	m = inbox.Message{
		Channel: channel, ID: id, Thread: e.root(id), Author: e.us.ID, Kind: inbox.Said, SentAt: at,
		Text: plain(*n.Content, n.names()),
	}
	if summary := strings.Join(strings.Fields(string(n.Summary)), " "); summary != "" {
		m.Text = strings.TrimSpace(warned + summary + "\n\n" + m.Text)
	}
	if edited, err := moment(n.Updated); err == nil {
		m.EditedAt = edited
	}
	for _, d := range n.Media {
		name := string(d.Name)
		if name == "" {
			name = path.Base(string(d.URL))
		}
		m.Files = append(m.Files, inbox.File{Name: name, Type: string(d.Type), URL: string(d.URL)})
	}
	return m, true, nil
}

// open reports whether others than those who are named may read a post.
func (e *Export) open(n note) bool {
	return slices.ContainsFunc(slices.Concat(n.To, n.CC), func(whom string) bool {
		return whom == "as:Public" || whom == "Public" || strings.HasSuffix(whom, "activitystreams#Public") || whom == e.actor+"/followers"
	})
}

// names tells whom a link of the post names.
func (n note) names() func(string) string {
	all := map[string]string{}
	for _, r := range n.Tags {
		if r.Type == "Mention" {
			all[string(r.Href)] = strings.TrimPrefix(string(r.Name), "@")
		}
	}
	return func(address string) string { return all[address] }
}
