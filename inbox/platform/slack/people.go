package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"rounds/inbox"
)

// member is a user as Slack writes one.
type member struct {
	ID      string `json:"id"`
	TeamID  string `json:"team_id"`
	Name    string `json:"name"`
	Real    string `json:"real_name"`
	Zone    string `json:"tz"`
	Deleted bool   `json:"deleted"`
	IsBot   bool   `json:"is_bot"`
	IsAdmin bool   `json:"is_admin"`
	IsOwner bool   `json:"is_owner"`
	Profile struct {
		Display string `json:"display_name"`
		Real    string `json:"real_name"`
		Email   string `json:"email"`
	} `json:"profile"`
}

func (m member) member() inbox.Member {
	out := inbox.Member{
		ID: m.ID, Handle: m.Profile.Display, Name: m.Profile.Real,
		Email: m.Profile.Email, Zone: m.Zone, Deleted: m.Deleted, Role: inbox.Community,
	}
	if out.Handle == "" {
		out.Handle = m.Name
	}
	if out.Name == "" {
		out.Name = m.Real
	}
	switch {
	case m.IsBot || m.ID == "USLACKBOT":
		out.Role = inbox.Bot
	case m.IsAdmin || m.IsOwner:
		out.Role = inbox.Team
	}
	return out
}

// room is a channel as Slack writes one, in whichever of its lists.
type room struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Created  int64    `json:"created"`
	Archived bool     `json:"is_archived"`
	Members  []string `json:"members"`
	Topic    struct {
		Value string `json:"value"`
	} `json:"topic"`
	Purpose struct {
		Value string `json:"value"`
	} `json:"purpose"`
}

func (r room) channel(kind inbox.ChannelKind) inbox.Channel {
	out := inbox.Channel{ID: r.ID, Name: r.Name, Kind: kind, Topic: r.Topic.Value, Archived: r.Archived}
	if out.Topic == "" {
		out.Topic = r.Purpose.Value
	}
	if r.Created > 0 {
		out.Created = time.Unix(r.Created, 0).UTC()
	}
	return out
}

// roster is an export's files about members and channels, and its folders.
type roster struct {
	bound   limits
	prefix  string // what stands in front of every name, if it was packed again
	lists   map[string]entry
	folders map[string][]entry
	order   []string // the keys of folders
}

// newRoster sorts the entries of an export. Somebody may have packed the
// folder instead of what is in it, so users.json is looked for one deeper too.
func newRoster(entries []entry, bound limits) (*roster, error) {
	r := &roster{bound: bound, lists: map[string]entry{}, folders: map[string][]entry{}}
	found := false
	for _, e := range entries {
		dir, base := path.Split(e.name)
		if base == "users.json" && strings.Count(dir, "/") <= 1 && (!found || dir == "") {
			r.prefix, found = dir, true
		}
	}
	if !found {
		return nil, errors.New("this is not an export of Slack: it should hold users.json, channels.json and a folder of day files for each channel, and there is no users.json")
	}
	for _, e := range entries {
		name, ok := strings.CutPrefix(e.name, r.prefix)
		if !ok || strings.HasPrefix(name, "__MACOSX/") {
			continue
		}
		dir, base := path.Split(name)
		dir = strings.TrimSuffix(dir, "/")
		if dir == "" {
			r.lists[base] = e
			continue
		}
		if _, ok := r.folders[dir]; !ok {
			r.order = append(r.order, dir)
		}
		r.folders[dir] = append(r.folders[dir], e)
	}
	if _, ok := r.lists["channels.json"]; !ok {
		return nil, errors.New("this is not an export of Slack: it should hold users.json, channels.json and a folder of day files for each channel, and there is no channels.json")
	}
	return r, nil
}

// readRoster reads members and channels, and finds the day files of each.
func (e *Export) readRoster(r *roster) error {
	if err := e.readMembers(r); err != nil {
		return err
	}
	private := map[string]bool{} // folders that were not asked for
	taken := map[string]bool{}
	for _, l := range []struct {
		file string
		kind inbox.ChannelKind
	}{{"channels.json", inbox.Public}, {"groups.json", inbox.Private}, {"dms.json", inbox.Direct}, {"mpims.json", inbox.Direct}} {
		wanted := l.kind == inbox.Public || e.opts.Private
		err := readList(r, l.file, func(raw []byte) error {
			var c room
			if err := json.Unmarshal(raw, &c); err != nil || c.ID == "" {
				return errors.New("is not a channel")
			}
			folder := c.Name
			if folder == "" {
				folder = c.ID
			}
			if !wanted {
				private[folder] = true
				return nil
			}
			e.addChannel(r, c, l.kind, folder, taken)
			return nil
		}, &e.early)
		if err != nil {
			return err
		}
	}
	e.nameChannels()
	e.skipFolders(r, taken, private)
	return nil
}

func (e *Export) readMembers(r *roster) error {
	names := map[string]string{}
	bots := map[string]bool{}
	err := readList(r, "users.json", func(raw []byte) error {
		var m member
		if err := json.Unmarshal(raw, &m); err != nil || m.ID == "" {
			return errors.New("is not a member")
		}
		if e.account.Team == "" {
			e.account.Team = m.TeamID
		}
		one := m.member()
		e.members = append(e.members, one)
		names[m.ID] = one.Handle
		bots[m.ID] = one.Role == inbox.Bot
		return nil
	}, &e.early)
	e.who.name = func(id string) (string, bool) { name, ok := names[id]; return name, ok }
	e.who.bot = func(id string) (bool, bool) { bot, ok := bots[id]; return bot, ok }
	return err
}

// addChannel takes a channel and the day files in its folder. A direct
// conversation has no name, so it is called after those who take part.
func (e *Export) addChannel(r *roster, c room, kind inbox.ChannelKind, folder string, taken map[string]bool) {
	channel := c.channel(kind)
	if channel.Name == "" {
		var who []string
		for _, id := range c.Members {
			name, ok := e.who.name(id)
			if !ok {
				name = id
			}
			who = append(who, name)
		}
		channel.Name = strings.Join(who, ", ")
	}
	e.channels = append(e.channels, channel)
	if taken[folder] {
		return
	}
	taken[folder] = true
	for _, f := range r.folders[folder] {
		dated, old := isDay(f.name, e.opts.Since)
		switch {
		case !dated || old:
			continue
		case f.size > r.bound.day:
			e.early = append(e.early, inbox.Skip{Where: f.name, Why: fmt.Sprintf("is larger than %d bytes: left out", r.bound.day)})
			continue
		}
		e.files = append(e.files, dayFile{entry: f, channel: c.ID, before: e.size})
		e.size += f.size
	}
}

// nameChannels lets messages that link to a channel say its name.
func (e *Export) nameChannels() {
	rooms := make(map[string]string, len(e.channels))
	for _, c := range e.channels {
		rooms[c.ID] = c.Name
	}
	members := e.who.name
	e.who.name = func(id string) (string, bool) {
		if name, ok := members(id); ok {
			return name, true
		}
		name, ok := rooms[id]
		return name, ok
	}
}

// skipFolders tells which folders are left alone, and why.
func (e *Export) skipFolders(r *roster, taken, private map[string]bool) {
	for _, folder := range r.order {
		switch {
		case taken[folder]:
		case private[folder]:
			e.early = append(e.early, inbox.Skip{Where: folder, Why: "private: not asked for"})
		default:
			e.early = append(e.early, inbox.Skip{Where: folder, Why: "is in none of the export's lists of channels: left out"})
		}
	}
}

// readList calls each with every element of one of the roster's files. An
// element that each refuses is counted and left out.
func readList(r *roster, name string, each func(raw []byte) error, skipped *[]inbox.Skip) error {
	e, ok := r.lists[name]
	if !ok {
		return nil
	}
	if e.size > r.bound.roster {
		return fmt.Errorf("the entry %q is larger than %d bytes: refused", e.name, r.bound.roster)
	}
	src, err := e.open()
	if err != nil {
		return fmt.Errorf("read %q: %w", e.name, err)
	}
	defer src.Close()
	elements := newList(&bounded{ReadCloser: src, left: r.bound.roster + 1}, make([]byte, 0, 64<<10), r.bound.record)
	bad, why, read := 0, "", 0
	for {
		raw, err := elements.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, errCut) && read > 0 {
			*skipped = append(*skipped, inbox.Skip{Where: e.name, Why: "cut off after " + count(read, "record")})
			break
		}
		if err != nil {
			return listTrouble(e.name, err, r.bound.roster)
		}
		read++
		if err := each(raw); err != nil {
			bad, why = bad+1, err.Error()
		}
	}
	if bad > 0 {
		*skipped = append(*skipped, inbox.Skip{Where: e.name, Why: count(bad, "record") + " left out: " + why})
	}
	return nil
}

func listTrouble(name string, err error, bound int64) error {
	for _, known := range []error{errCut, errEmpty, errNoList, errUTF16, errGarbled, errHuge} {
		if errors.Is(err, known) {
			return fmt.Errorf("this is not an export of Slack: the entry %q is %w", name, known)
		}
	}
	return fmt.Errorf("the entry %q %s", name, readTrouble(err, bound))
}
