package discord

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// archiveCursor is how far the threads of a channel are listed that were put
// away: the public ones, then the private ones if we may see those.
type archiveCursor struct {
	Begun   int64  `json:"begun,omitempty"` // in Unix seconds
	Private bool   `json:"private,omitempty"`
	Before  string `json:"before,omitempty"` // Discord's
}

// archiveRest is how often the list of threads that were put away is read again.
// A thread was open before, so that the roster has met most of them.
const archiveRest = 24 * time.Hour

// fetchArchived reads the next page of the threads that were put away. In a
// channel of text most of them are met with the messages from which they were
// begun; in a forum there is no other way.
func (c *Connector) fetchArchived(ctx context.Context, page *inbox.Page, in string) error {
	g, u, err := c.known(ctx)
	if err != nil {
		return err
	}
	ch, there := g.rooms[in]
	if !there || !g.reads(u, ch) {
		page.Ended = true
		return nil
	}
	at := platform.Load[archiveCursor](page.Scope.Cursor)
	if at.Begun == 0 {
		at = archiveCursor{Begun: c.opts.Now().Unix()}
	}
	q := question{to: rest.GetPublicArchivedThreads, ids: []any{in}, query: url.Values{"limit": {"100"}}}
	if at.Private {
		q.to = rest.GetPrivateArchivedThreads
	}
	if at.Before != "" {
		q.query.Set("before", at.Before)
	}
	var found struct {
		Threads []json.RawMessage `json:"threads"`
		More    bool              `json:"has_more"`
	}
	if err := c.ask(ctx, q, &found); err != nil {
		return err
	}
	if found.Threads == nil {
		return strange(q)
	}
	next := c.shelved(page, found.Threads, in, at.Before)
	switch {
	case found.More && next != "" && next != at.Before:
		at.Before, page.More = next, true
	case !at.Private && !ch.isForum() && g.may(u, in).Has(discord.PermissionManageThreads):
		at.Private, at.Before, page.More = true, "", true
	default:
		page.Verified, page.Again = time.Unix(at.Begun, 0), c.opts.Now().Add(archiveRest)
		page.Scope.Cursor = ""
		if ch.isForum() { // its threads are all that stands in it
			page.Held = inbox.Coverage{From: c.opts.Since, To: page.Verified}
		}
		return nil
	}
	page.Scope.Cursor = platform.Save(at)
	return nil
}

// shelved takes a page of threads, and returns the earliest time at which one of
// them was put away: the next page begins there.
func (c *Connector) shelved(page *inbox.Page, threads []json.RawMessage, in, next string) string {
	for _, raw := range threads {
		c.meetThread(page, raw, in)
		var ch channel
		if json.Unmarshal(raw, &ch) != nil || ch.Metadata == nil {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, ch.Metadata.At)
		if err != nil {
			continue
		}
		earliest, err := time.Parse(time.RFC3339Nano, next)
		if err != nil || at.Before(earliest) {
			next = ch.Metadata.At
		}
	}
	return next
}
