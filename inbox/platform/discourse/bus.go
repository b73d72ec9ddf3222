package discourse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// item is one message of a forum's bus (github.com/discourse/message_bus).
type item struct {
	ID      int64           `json:"message_id"`
	Channel string          `json:"channel"`
	Data    json.RawMessage `json:"data"`
}

// The channels of the bus: topics in which something was said, new ones, and
// where each of the others stands.
const (
	busLatest = "/latest"
	busNew    = "/new"
	busStatus = "/__status"
)

// mostBroken is how many answers in a row may say nothing that is understood.
const mostBroken = 3

// Listen asks the forum's message bus what is new, again and again: it answers
// when there is something, or after a while. What it tells is only which topic
// to read. It blocks until ctx ends or the line breaks.
func (c *Connector) Listen(ctx context.Context, hello func(platform.Hello), heard func(inbox.Page) error) error {
	err := c.listen(ctx, hello, heard)
	if err != nil {
		err = c.hush(fmt.Errorf("listen: %w", err))
	}
	return err
}

func (c *Connector) listen(ctx context.Context, hello func(platform.Hello), heard func(inbox.Page) error) error {
	u, err := c.who(ctx)
	if err != nil {
		return err
	}
	client := "rounds" + u.account.Self + strconv.FormatInt(c.opts.Now().UnixNano(), 36)
	at := map[string]int64{busLatest: -1, busNew: -1} // from now on
	open, broken := false, 0
	for seq := 1; ctx.Err() == nil; seq++ {
		items, err := c.poll(ctx, client, seq, at)
		if err != nil {
			return err
		}
		if !open {
			open = true
			hello(platform.Hello{})
		}
		page, moved := c.hearAll(items, at)
		if broken++; moved || len(items) == 0 {
			broken = 0
		}
		if broken >= mostBroken {
			return strange("a message bus that says nothing new")
		}
		if len(page.Follow) > 0 {
			if err := heard(page); err != nil {
				return err
			}
		}
		if err := c.breathe(ctx); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// breath is how long we wait between two questions where requests are dear.
const breath = 30 * time.Second

func (c *Connector) breathe(ctx context.Context) error {
	if !c.thrifty() {
		return nil
	}
	timer := time.NewTimer(breath)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// poll asks for what came on the bus since. The forum holds the answer back
// until there is something; a client that waits less long than that asks again.
func (c *Connector) poll(ctx context.Context, client string, seq int, at map[string]int64) ([]item, error) {
	form := url.Values{"__seq": {strconv.Itoa(seq)}}
	for channel, last := range at {
		form.Set(channel, strconv.FormatInt(last, 10))
	}
	var items []item
	_, err := c.api.Do(ctx, platform.Call{
		Name: "POST /message-bus/poll", Method: http.MethodPost, Path: "/message-bus/" + url.PathEscape(client) + "/poll", Form: form,
		Header: http.Header{"Dont-Chunk": {"true"}},
	}, &items)
	if lost, ok := errors.AsType[*platform.Lost](err); ok && lost.Late && ctx.Err() == nil { // nothing happened for as long as we wait
		return nil, nil
	}
	return items, err
}

// hearAll makes a page of what came, and reports whether it moved us on.
func (c *Connector) hearAll(items []item, at map[string]int64) (page inbox.Page, moved bool) {
	page = inbox.Page{Account: c.opts.Account, Heard: true, Asked: c.opts.Now()}
	for _, one := range items {
		moved = c.hear(&page, one, at) || moved
	}
	return page, moved
}

// hear takes one message of the bus, and reports whether it moved us on.
func (c *Connector) hear(page *inbox.Page, one item, at map[string]int64) bool {
	if one.Channel == busStatus {
		var stands map[string]int64
		if json.Unmarshal(one.Data, &stands) != nil {
			return false
		}
		for channel := range at {
			if last, told := stands[channel]; told {
				at[channel] = last
			}
		}
		return true
	}
	last, asked := at[one.Channel]
	if !asked || one.ID <= last {
		return false
	}
	at[one.Channel] = one.ID
	var news struct {
		Topic   int64 `json:"topic_id"`
		Payload struct {
			Category  *int64 `json:"category_id"`
			Archetype string `json:"archetype"`
		} `json:"payload"`
	}
	if json.Unmarshal(one.Data, &news) != nil || news.Topic <= 0 {
		return true
	}
	if s := (summary{Category: news.Payload.Category, Archetype: news.Payload.Archetype}); c.reading(s.channel()) {
		page.Follow = append(page.Follow, inbox.Follow{
			Scope: topicScope(news.Topic), Turn: inbox.Then, Mark: fmt.Sprintf("%s %d", one.Channel, one.ID),
		})
	}
	return true
}
