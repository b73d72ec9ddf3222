package discord

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox/platform"
)

// disgo's client makes the requests and reads the answers; the road they take is
// ours. It sends each once, tells in our words what went wrong, and never waits:
// that is for the courier, whose patience outlives the program.

// newRest makes disgo's client.
func (c *Connector) newRest() rest.Client {
	return rest.NewClient(c.opts.Token,
		rest.WithURL(c.opts.Base), rest.WithUserAgent(agent),
		rest.WithHTTPClient(&http.Client{Transport: road{c.api}}), rest.WithRateLimiter(impatient{}),
		rest.WithLogger(slog.New(slog.DiscardHandler))) // it would write down whole answers
}

// trip is one request on the road, and what became of it. disgo and net/http put
// words of their own around an error.
type trip struct {
	name   string
	sent   bool
	header http.Header
	err    error
}

type tripKey struct{}

// road is how disgo's requests reach Discord.
type road struct{ api *platform.REST }

// RoundTrip implements [http.RoundTripper]. Only what is Discord's own and whole
// comes back as an answer.
func (r road) RoundTrip(req *http.Request) (*http.Response, error) {
	t, known := req.Context().Value(tripKey{}).(*trip)
	if !known {
		t = &trip{name: req.Method}
	}
	t.sent = true
	var body []byte
	if t.header, body, t.err = r.api.Send(req, platform.Call{Name: t.name}); t.err != nil {
		return nil, t.err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: t.header, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: req,
	}, nil
}

// impatient is a rate limiter that lets everything pass: [limits] has said
// already whether a request may be sent.
type impatient struct{}

func (impatient) MaxRetries() int                                    { return 0 }
func (impatient) Close(context.Context)                              {}
func (impatient) Reset()                                             {}
func (impatient) Wait(context.Context, *rest.CompiledEndpoint) error { return nil }
func (impatient) Unlock(*rest.CompiledEndpoint, *http.Response) error {
	return nil
}
