// Package platform is the manners that connectors share: patience, a bound on
// what they swallow, redirects that are not followed into strange houses, and
// silence about tokens.
//
// One connector per platform lives in a folder beneath; none imports another,
// and only main imports any. The package knows no platform's words except the
// shape of the tokens that must never be printed.
package platform

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Options are the bounds of an HTTP client; every zero is a sensible default.
type Options struct {
	Timeout time.Duration // of a whole exchange; 30 s
	Limit   int64         // bytes of one answer; 64 MiB
	Agent   string        // the User-Agent; "rounds"
	// Probe is called before a request is sent and after its answer was read, so
	// that a test can end the program there. Nil in production.
	Probe func(point string)
}

// NewHTTP makes a client that gives up after a while, refuses to be sent to
// another origin (a redirected POST carries its token along) and never reads
// more than a bound.
func NewHTTP(o Options) *http.Client {
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Limit == 0 {
		o.Limit = 64 << 20
	}
	if o.Agent == "" {
		o.Agent = "rounds"
	}
	var road http.RoundTripper = &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   4,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: o.Timeout,
	}
	if o.Probe != nil {
		road = probed{road, o.Probe}
	}
	return &http.Client{
		Timeout:       o.Timeout,
		Transport:     bounded{road: road, limit: o.Limit, agent: o.Agent},
		CheckRedirect: stayHome,
	}
}

// stayHome allows redirects within one origin only.
func stayHome(next *http.Request, via []*http.Request) error {
	first := via[0].URL
	if next.URL.Scheme != first.Scheme || next.URL.Host != first.Host {
		return &Garbled{
			Words: "its address leads elsewhere", Gone: true,
			Err: fmt.Errorf("%s answers with a redirect to another place, %s: not followed", first.Host, next.URL.Host),
		}
	}
	if len(via) >= 5 {
		return fmt.Errorf("%s redirects in circles", first.Host)
	}
	return nil
}

// bounded is a transport whose answers end with an error at limit.
type bounded struct {
	road  http.RoundTripper
	limit int64
	agent string
}

// RoundTrip implements [http.RoundTripper].
func (b bounded) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Header.Get("User-Agent") == "" {
		req = req.Clone(req.Context())
		req.Header.Set("User-Agent", b.agent)
	}
	res, err := b.road.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	res.Body = &boundedBody{ReadCloser: res.Body, limit: b.limit, left: b.limit}
	return res, nil
}

// CloseIdleConnections lets [http.Client.CloseIdleConnections] through.
func (b bounded) CloseIdleConnections() {
	if road, ok := b.road.(interface{ CloseIdleConnections() }); ok {
		road.CloseIdleConnections()
	}
}

type boundedBody struct {
	io.ReadCloser
	limit, left int64
}

func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, fmt.Errorf("the answer is larger than %d bytes", b.limit)
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1] // one more than allowed tells an exact fit from too much
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return n - 1, fmt.Errorf("the answer is larger than %d bytes", b.limit)
	}
	return n, err
}

// DefaultWait is how long we wait when a platform asks for patience but not
// how much; no platform may ask for more than LongestWait.
const (
	DefaultWait = 30 * time.Second
	LongestWait = 6 * time.Hour
)

// Patience reads Retry-After, in seconds or as a date. A date is taken against
// the answer's own Date, so that no clock of ours comes into it.
func Patience(h http.Header) time.Duration {
	asked := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(asked, 64); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, LongestWait.Seconds()) * float64(time.Second))
	}
	until, err := http.ParseTime(asked)
	if err != nil {
		return DefaultWait
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil || until.Before(now) {
		return DefaultWait
	}
	return min(until.Sub(now), LongestWait)
}

// token is the shape of everything that opens a Slack workspace, and of the
// tokens of Discord's bots. Those of Discourse and Mastodon have no shape of
// their own: whoever holds one names it.
var token = regexp.MustCompile(`(?i)(xox[a-z]|xapp|xwfp)[-.][a-z0-9_%.-]*[a-z0-9_%-]|\b[MNO][\w-]{22,30}\.[\w-]{6}\.[\w-]{27,}`)

// Redact takes the tokens out of a text that a person, a log or a bug report
// will see: whatever looks like one, and the secrets that are named.
func Redact(text string, secrets ...string) string {
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return token.ReplaceAllStringFunc(text, func(found string) string {
		kind, _, _ := strings.Cut(found, "-")
		if len(kind) > len("xoxe.xoxp") {
			return "…"
		}
		return kind + "-…"
	})
}
