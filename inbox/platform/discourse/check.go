package discourse

import (
	"context"
	"strings"

	"rounds/inbox"
)

// fetchCheck asks for the posts of a topic from one to another once more, to be
// certain that they are gone: "check:TOPIC:CHANNEL:ROOT:FIRST:LAST".
func (c *Connector) fetchCheck(ctx context.Context, page *inbox.Page, which string) error {
	page.Ended = true
	parts := strings.Split(which, ":")
	if len(parts) != 5 {
		return nil
	}
	n, ok := number(parts[0])
	channel, root := parts[1], parts[2]
	first, began := number(parts[3])
	last, ends := number(parts[4])
	if !ok || !began || !ends {
		return nil
	}
	t, err := c.topicAt(ctx, n)
	switch {
	case gone(err), err == nil && (t.Deleted != nil && !t.Deleted.IsZero() || t.channel() != channel):
		page.Covers = certain(n, channel, root, parts[3], parts[4])
		return nil
	case here(err): // out of reach is not gone, but for a topic in a category that we are shown
		at := listCursor{}
		if _, err := c.listOf(ctx, &inbox.Page{}, &at, channel, "activity", true); err == nil {
			page.Covers = certain(n, channel, root, parts[3], parts[4])
		} else if !here(err) {
			return err
		}
		return nil
	case err != nil:
		return err
	}
	r := &reading{c: c, page: page, t: t, posts: map[int64]post{}}
	left := r.ids(first, last)
	todo := left[:min(len(left), c.opts.PageSize*chunks)]
	if err := r.load(ctx, todo); err != nil {
		return err
	}
	r.tell(root)
	to := parts[4]
	if len(todo) < len(left) {
		to = id(todo[len(todo)-1])
	}
	for _, one := range todo {
		if _, shown := r.posts[one]; !shown { // it is said to be there: that is no certainty
			return nil
		}
	}
	if len(page.Skipped) == 0 { // one that cannot be read may be any of them
		page.Covers = certain(n, channel, root, parts[3], to)
	}
	return nil
}

// certain are the spans of what was asked for to be certain. One post alone may
// be a note, which stands in no thread.
func certain(n int64, channel, root, from, to string) []inbox.Span {
	all := spans(n, channel, root, from, to, true)
	if from == to && from != root {
		all = append(all, inbox.Span{Channel: channel, From: from, To: to, Sure: true})
	}
	return all
}
