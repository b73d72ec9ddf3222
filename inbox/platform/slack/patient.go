package slack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"rounds/inbox/platform"
)

// patient is an HTTP client that turns "too many requests" into an error of
// ours at once: Slack may send it with or without a number, and as HTML. It
// counts what is asked, and remembers what the token may do.
//
// It sends a request once. The SDK sends nothing again unless it is told to
// (slack.OptionRetry, which is nowhere used); net/http sends a POST anew only
// where not a byte of it was written to a connection that had gone stale, or
// where an HTTP/2 server said that it had not looked at it; and a redirect is
// followed only within Slack's own address.
type patient struct {
	http  *http.Client
	c     *Connector // nil before there is one
	voice bool       // it asks with the token that writes: what that may do is not what reading may
}

func (c *Connector) patient() patient { return patient{http: c.opts.HTTP, c: c} }

// Do implements the SDK's idea of a client.
func (p patient) Do(req *http.Request) (*http.Response, error) {
	if p.c != nil {
		p.c.pace.Took(path.Base(req.URL.Path), p.c.opts.Now())
	}
	req, connected := platform.Watched(req)
	res, err := p.http.Do(req)
	if err != nil {
		return nil, platform.Unreached(err, !connected())
	}
	busy := res.StatusCode == http.StatusTooManyRequests ||
		res.StatusCode == http.StatusServiceUnavailable && res.Header.Get("Retry-After") != ""
	if busy {
		res.Body.Close()
		return nil, &platform.Later{Wait: platform.Patience(res.Header)}
	}
	if scopes := res.Header.Get("X-OAuth-Scopes"); scopes != "" && p.c != nil && !p.voice {
		p.c.mu.Lock()
		p.c.granted = scopes
		p.c.mu.Unlock()
	}
	return res, nil
}

// garbled tells what is wrong with an answer that is none.
func garbled(err error) error {
	var code slack.StatusCodeError
	words, gone := "the answer of Slack makes no sense", false
	switch {
	case errors.As(err, new(*platform.Lost)), errors.As(err, new(*platform.Later)), errors.As(err, new(*platform.Garbled)),
		errors.As(err, new(*platform.Early)), errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &code):
		words = fmt.Sprintf("Slack is in trouble (%d)", code.Code)
		if gone = code.Code >= 400 && code.Code < 500 && code.Code != http.StatusRequestTimeout; gone {
			words = fmt.Sprintf("that is not Slack's address, or the workspace is gone (%d)", code.Code)
		}
	case errors.Is(err, io.ErrUnexpectedEOF), platform.TookTooLong(err):
		words = "the answer of Slack broke off"
	}
	return &platform.Garbled{Words: words, Err: err, Gone: gone, Late: platform.TookTooLong(err)}
}

// lacks reports whether the token is known not to have a scope.
func (c *Connector) lacks(scope string) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.granted != "" && !slices.Contains(strings.Split(strings.ReplaceAll(c.granted, " ", ""), ","), scope)
}

// errStrange is an answer that is JSON but lacks what every answer has. Taking
// it for "nothing there" would lose messages.
var errStrange = errors.New("the answer is not one of Slack's")

// settle turns what the SDK says into an error that the courier understands
// and that holds no token.
func settle(method string, err error) error {
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	if !ok {
		return platform.Hush(fmt.Errorf("%s: %w", method, garbled(err)))
	}
	switch refused.Err {
	case "ratelimited", "rate_limited":
		return fmt.Errorf("%s: %w", method, &platform.Later{Wait: platform.DefaultWait})
	}
	passing := []string{"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "update_failed"}
	return platform.Hush(&platform.Refused{
		Method: method, Reason: refused.Err, Needs: refused.Needed,
		Passing: slices.Contains(passing, refused.Err), Here: concernsOne(refused.Err, refused.Needed), Before: unbegun(refused.Err),
	})
}

// unbegun reports whether a passing refusal came before anything was done. Of
// internal_error and fatal_error Slack says that some of it may have
// succeeded; request_timeout is a request that did not come in whole.
func unbegun(reason string) bool { return reason == "request_timeout" || reason == "team_added_to_org" }

// concernsOne reports whether a refusal is about one channel or thread, while
// the rest of the workspace may still be read. A scope that is missing for
// private places alone is no reason to leave the public ones.
func concernsOne(reason, needs string) bool {
	switch reason {
	case "channel_not_found", "not_in_channel", "thread_not_found", "message_not_found", "invalid_cursor",
		"channel_is_limited_access", "is_archived", "method_not_supported_for_channel_type", "list_record_comment_fetch_failed",
		"invalid_ts_latest", "invalid_ts_oldest":
		return true
	case "missing_scope":
		private := strings.Contains(needs, "groups:") || strings.Contains(needs, "im:")
		return private && !strings.Contains(needs, "channels:")
	}
	return false
}

// refusal is Slack's word for why it refused, or "".
func refusal(err error) string {
	if refused, ok := errors.AsType[*platform.Refused](err); ok {
		return refused.Reason
	}
	return ""
}

// here reports whether only what was asked about is refused.
func here(err error) bool {
	refused, ok := errors.AsType[*platform.Refused](err)
	return ok && refused.Local()
}
