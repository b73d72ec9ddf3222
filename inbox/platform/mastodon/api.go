package mastodon

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rounds/inbox"
	"rounds/inbox/platform"
)

// client is a client for one server and one token.
func client(base, token string, http_ *http.Client) *platform.REST {
	return &platform.REST{
		Title: "the Mastodon server", Base: base, HTTP: http_,
		Header: http.Header{"Authorization": {"Bearer " + token}}, Refusal: refusal,
	}
}

// The words by which the advice knows a refusal. A server's own words are
// sentences, in the language that it was told to speak.
const (
	badToken  = "invalid_token"
	noScope   = "insufficient_scope"
	noRight   = "forbidden"
	locked    = "account_unavailable"
	notFound  = "not_found"
	refusedIt = "unprocessable"
)

// refusal reads why a server said no.
func refusal(name string, status int, header http.Header, body []byte) error {
	var said struct {
		Error       str `json:"error"`
		Description str `json:"error_description"`
	}
	_ = json.Unmarshal(body, &said) // then it has no words
	words := strings.ToLower(string(said.Error + " " + said.Description))
	switch status {
	case http.StatusTooManyRequests:
		if header.Get("Retry-After") == "" {
			if wait := untilReset(header); wait > 0 {
				return &platform.Later{Wait: wait}
			}
		}
		return nil
	case http.StatusUnauthorized:
		return &platform.Refused{Method: name, Reason: badToken}
	case http.StatusForbidden:
		reason := noRight
		switch {
		case strings.Contains(words, "scope"):
			reason = noScope
		case strings.Contains(words, "disabled"), strings.Contains(words, "suspended"), strings.Contains(words, "pending"), strings.Contains(words, "confirmed"):
			return &platform.Refused{Method: name, Reason: locked}
		}
		return &platform.Refused{Method: name, Reason: reason, Here: true}
	case http.StatusNotFound, http.StatusGone:
		return &platform.Refused{Method: name, Reason: notFound, Here: true}
	case http.StatusUnprocessableEntity, http.StatusBadRequest:
		reason := refusedIt
		if said.Error != "" {
			reason += ": " + short(string(said.Error))
		}
		return &platform.Refused{Method: name, Reason: reason, Here: true}
	}
	return nil
}

// short is as much of a server's words as fits into ours.
func short(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if r := []rune(words); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return words
}

// untilReset is how long the allowance of an answer is used up. Its end is a
// date, taken against the answer's own, so that no clock of ours comes into it.
func untilReset(h http.Header) time.Duration {
	until, err := time.Parse(time.RFC3339, h.Get("X-Ratelimit-Reset"))
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return platform.DefaultWait
	}
	return min(until.Sub(now)+time.Second, platform.LongestWait)
}

// errStrange is an answer that lacks what every answer has.
func errStrange(what string) error {
	return &platform.Garbled{Words: "the answer of the server is not one", Err: errors.New(what)}
}

// isGone reports that a server does not know, or does not show, what was asked
// for.
func isGone(err error) bool {
	status, ok := errors.AsType[*platform.Status](err)
	return ok && (status.Code == http.StatusNotFound || status.Code == http.StatusGone)
}

// refusedAs reports whether a server said no for a reason.
func refusedAs(err error, reasons ...string) bool {
	refused, ok := errors.AsType[*platform.Refused](err)
	for _, reason := range reasons {
		if ok && refused.Reason == reason {
			return true
		}
	}
	return false
}

// narrow lets a refusal concern what was asked about alone, unless it is the
// account's.
func narrow(err error) error {
	if refused, ok := errors.AsType[*platform.Refused](err); ok && refused.Reason != badToken && refused.Reason != locked {
		kept := *refused
		kept.Here = true
		return &kept
	}
	return err
}

func gone() []int { return []int{http.StatusNotFound, http.StatusGone} }

// status asks for one status; see [isGone].
func (c *Connector) status(ctx context.Context, id string) (status, error) {
	var raw json.RawMessage
	call := platform.Call{Name: "GET /api/v1/statuses/:id", Path: "/api/v1/statuses/" + url.PathEscape(id), May: gone()}
	if _, err := c.api.Do(ctx, call, &raw); err != nil {
		return status{}, err
	}
	return readStatus(raw, id)
}

// around asks for what stands above a status and below it.
func (c *Connector) around(ctx context.Context, id string) (above, below []json.RawMessage, err error) {
	var answer struct {
		Ancestors   *[]json.RawMessage `json:"ancestors"`
		Descendants *[]json.RawMessage `json:"descendants"`
	}
	call := platform.Call{Name: "GET /api/v1/statuses/:id/context", Path: "/api/v1/statuses/" + url.PathEscape(id) + "/context", May: gone()}
	if _, err := c.api.Do(ctx, call, &answer); err != nil {
		return nil, nil, err
	}
	if answer.Ancestors == nil || answer.Descendants == nil {
		return nil, nil, errStrange("a context without ancestors or descendants")
	}
	return *answer.Ancestors, *answer.Descendants, nil
}

// list asks for a page of a list, and where the next begins: "" where the
// server promises none.
func list(ctx context.Context, api *platform.REST, path string, query url.Values) (records []json.RawMessage, next string, err error) {
	header, err := api.Do(ctx, platform.Call{Name: "GET " + path, Path: path, Query: query}, &records)
	if err != nil {
		return nil, "", err
	}
	if records == nil {
		return nil, "", errStrange("null where a list belongs")
	}
	return records, nextOf(header, api.Base), nil
}

// nextOf is the max_id of the next page, as the Link header names it. Of its
// address nothing else is used: where we ask is not for a server to say.
func nextOf(h http.Header, base string) string {
	home, err := url.Parse(base)
	if err != nil {
		return ""
	}
	for part := range strings.SplitSeq(strings.Join(h.Values("Link"), ","), ",") {
		address, rel, _ := strings.Cut(part, ";")
		if !strings.Contains(rel, `rel="next"`) && !strings.Contains(rel, "rel=next") {
			continue
		}
		link, err := url.Parse(strings.Trim(strings.TrimSpace(address), "<>"))
		if err != nil || link.Host != "" && !strings.EqualFold(link.Hostname(), home.Hostname()) {
			return ""
		}
		return link.Query().Get("max_id")
	}
	return ""
}

// all asks for a list to its end, or fails: what was left out must not be taken
// for what is not there. Names of lists that may be refused come back empty.
func (c *Connector) all(ctx context.Context, path string, query url.Values) ([]json.RawMessage, error) {
	var found []json.RawMessage
	at := ""
	for range mostPages {
		if at != "" {
			query.Set("max_id", at)
		}
		records, next, err := list(ctx, c.api, path, query)
		if err != nil {
			return nil, err
		}
		found = append(found, records...)
		if next == "" {
			return found, nil
		}
		if at != "" && !before(next, at) {
			return nil, errStrange("a list that leads in circles")
		}
		at = next
	}
	return nil, errStrange("a list without an end")
}

// mostPages bounds what is read of a list whose end is needed.
const mostPages = 100

func skip(page *inbox.Page, where, why string) {
	page.Skipped = append(page.Skipped, inbox.Skip{Where: where, Why: why})
}
