package forum

import (
	"net/http"
	"strconv"
)

// news is a message of the bus.
type news struct {
	topic *topic
	fresh bool
}

// waiting are those who hold a line open until something happens.
type waiting struct{ woken chan struct{} }

// tell puts a topic on the bus.
func (f *Forum) tell(t *topic) {
	f.news = append(f.news, news{t, len(t.posts) == 1})
	f.wake()
}

// wake answers everybody who waits.
func (f *Forum) wake() {
	if f.life.line.woken != nil {
		close(f.life.line.woken)
		f.life.line.woken = nil
	}
}

// DropConnections answers everybody who waits on the bus with nothing.
func (f *Forum) DropConnections() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.wake()
}

// poll answers with what came on the bus since, or waits for something.
func (c *call) poll() {
	if c.r.ParseForm() != nil {
		c.missing()
		return
	}
	last, asked := c.r.PostForm["/latest"]
	from, err := 0, error(nil)
	if asked {
		from, err = strconv.Atoi(last[0])
	}
	if !asked || err != nil {
		c.refuse(http.StatusBadRequest, "invalid_parameters", "You supplied invalid parameters to the request.")
		return
	}
	c.f.mu.Lock()
	now := len(c.f.news)
	if from < 0 {
		c.f.mu.Unlock()
		c.write(http.StatusOK, []any{object{"global_id": -1, "message_id": -1, "channel": "/__status", "data": object{"/latest": now, "/new": 0}}})
		return
	}
	if now <= from {
		if c.f.life.line.woken == nil {
			c.f.life.line.woken = make(chan struct{})
		}
		woken := c.f.life.line.woken
		c.f.mu.Unlock()
		select {
		case <-woken:
		case <-c.r.Context().Done():
			return
		}
		c.f.mu.Lock()
	}
	all := []any{}
	for i := from; i < len(c.f.news); i++ {
		t := c.f.news[i].topic
		if !c.f.open(t) {
			continue
		}
		payload := object{"category_id": nil, "archetype": "private_message"}
		if t.room != nil {
			payload = object{"category_id": t.room.id, "archetype": "regular"}
		}
		all = append(all, object{
			"global_id": i + 1, "message_id": i + 1, "channel": "/latest",
			"data": object{"topic_id": t.id, "message_type": "latest", "payload": payload},
		})
	}
	c.f.mu.Unlock()
	c.write(http.StatusOK, all)
}
