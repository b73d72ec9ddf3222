package mastodon

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// silence is how long a server may say nothing on an open line. Mastodon sends a
// heartbeat every fifteen seconds.
const silence = 90 * time.Second

// longestLine bounds one line of news.
const longestLine = 4 << 20

// Listen holds a line of server-sent events (docs.joinmastodon.org, streaming)
// until it breaks, and returns why it did. It says hello when the line is open
// and hands on what it hears. The line of the user tells of followed tags too.
func (c *Connector) Listen(ctx context.Context, hello func(platform.Hello), heard func(inbox.Page) error) error {
	if _, err := c.who(ctx); err != nil {
		return c.hush(fmt.Errorf("open a line: %w", err))
	}
	if _, err := c.followed(ctx); err != nil {
		return c.hush(fmt.Errorf("open a line: %w", err))
	}
	base, err := c.streaming(ctx)
	if err != nil {
		return c.hush(fmt.Errorf("open a line: %w", err))
	}
	inner, hangUp := context.WithCancelCause(ctx)
	defer hangUp(nil)
	watch := time.AfterFunc(silence, func() { hangUp(errSilent) })
	defer watch.Stop()
	res, err := c.dial(inner, base)
	if err == nil {
		defer res.Body.Close()
		hello(platform.Hello{})
		err = c.listen(inner, res, func() { watch.Reset(silence) }, heard)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(context.Cause(inner), errSilent):
		err = errSilent
	}
	return c.hush(fmt.Errorf("listen: %w", err))
}

var errSilent = &platform.Lost{Err: errors.New("the line has been silent for too long")}

// streaming is where the server tells its news: it says so itself, and the token
// is sent there. It must be the server, or belong to it.
func (c *Connector) streaming(ctx context.Context) (string, error) {
	server, err := c.server(ctx)
	if err != nil {
		return "", err
	}
	told := string(server.Configuration.URLs.Streaming)
	if told == "" {
		return c.opts.Base, nil
	}
	home, err := url.Parse(c.opts.Base)
	if err != nil {
		return "", err
	}
	at, err := url.Parse(told)
	if err != nil || at.Host == "" {
		return "", errStrange("an address for news that is none")
	}
	scheme := map[string]string{"wss": "https", "https": "https", "ws": "http", "http": "http"}[at.Scheme]
	mine, theirs := strings.ToLower(home.Hostname()), strings.ToLower(at.Hostname())
	if scheme == "" || home.Scheme == "https" && scheme != "https" || theirs != mine && !strings.HasSuffix(theirs, "."+mine) {
		return "", &platform.Garbled{Words: "the server wants its news to be fetched from elsewhere", Err: fmt.Errorf("%s is not of %s", theirs, mine)}
	}
	if theirs == mine && at.Port() != home.Port() && home.Scheme == "http" {
		return "", &platform.Garbled{Words: "the server wants its news to be fetched from elsewhere", Err: errors.New("another port")}
	}
	return scheme + "://" + at.Host, nil
}

// dial opens the line.
func (c *Connector) dial(ctx context.Context, base string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/api/v1/streaming/user", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+c.opts.Token)
	req.Header.Set("Accept", "text/event-stream")
	patient := *c.opts.HTTP // a line has no end
	patient.Timeout = 0
	res, err := patient.Do(req)
	if err != nil {
		return nil, platform.Unreached(err, false)
	}
	kind := res.Header.Get("Content-Type")
	if res.StatusCode == http.StatusOK && strings.Contains(kind, "event-stream") {
		return res, nil
	}
	res.Body.Close()
	if res.StatusCode == http.StatusTooManyRequests {
		return nil, &platform.Later{Wait: platform.Patience(res.Header)}
	}
	if err := refusal("GET /api/v1/streaming/user", res.StatusCode, res.Header, nil); err != nil && strings.Contains(kind, "json") {
		return nil, narrow(err)
	}
	return nil, &platform.Garbled{Words: "the server's line of news is not one", Err: errors.New(res.Status + " " + kind)}
}

// listen reads events until the line breaks: lines that belong together, up to
// an empty one.
func (c *Connector) listen(ctx context.Context, res *http.Response, alive func(), heard func(inbox.Page) error) error {
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(make([]byte, 64<<10), longestLine)
	kind, data := "", ""
	for lines.Scan() {
		alive()
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case lines.Text() == "":
			page, err := c.event(ctx, kind, data)
			if err == nil && len(page.Messages)+len(page.Members)+len(page.Follow) > 0 {
				err = heard(page)
			}
			if err != nil {
				return err
			}
			kind, data = "", ""
		case name == "event":
			kind = value
		case name == "data" && data != "" && len(data)+len(value) < longestLine:
			data += "\n" + value
		case name == "data":
			data = value
		}
	}
	if err := lines.Err(); err != nil {
		return platform.Unreached(err, false)
	}
	return errors.New("the server ended the line")
}

// event turns an event into a page. What is not for us to understand is left to
// the rounds.
func (c *Connector) event(ctx context.Context, kind, data string) (inbox.Page, error) {
	page := inbox.Page{Account: c.opts.Account, Heard: true}
	switch kind {
	case "update", "status.update":
		s, err := readStatus([]byte(data), "")
		if err == nil && s.Boost.it == nil && c.concerns(&s) {
			return page, c.meet(ctx, &page, &s, "")
		}
	case "notification":
		it, err := readNotification(json.RawMessage(data))
		if err == nil {
			return page, c.take(ctx, &page, it, "0")
		}
	case "conversation":
		it, err := readConversation(json.RawMessage(data))
		if err == nil && it.said != nil {
			return page, c.meet(ctx, &page, it.said, "")
		}
	case "delete":
		// It is looked at before it is believed: the thread says what is gone.
		id := strings.TrimSpace(data)
		if at, known := c.where(id); known {
			follow(&page, inbox.Follow{Scope: threadScope(at.root), Turn: inbox.Then, Mark: "deleted " + id})
		}
	}
	return page, nil
}

// concerns reports whether a status that whom we follow said is for us: the line
// tells everything that they say.
func (c *Connector) concerns(s *status) bool {
	if c.seed(s) {
		return true
	}
	for _, id := range []string{string(s.ID), string(s.Answers)} {
		if _, known := c.where(id); known {
			return true
		}
	}
	return false
}
