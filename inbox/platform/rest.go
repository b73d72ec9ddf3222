package platform

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// REST speaks to a JSON API whose client we are ourselves. It sends every
// request once, and says of everything that goes wrong what the courier needs
// to know.
type REST struct {
	Title  string // the platform, for a person: "Discourse"
	Base   string // "https://forum.example.com", no slash behind it
	HTTP   *http.Client
	Header http.Header // with every request: the token
	// Refusal reads why a request was refused, from an answer of 400 or more with
	// a body of the platform's own: a *Refused or a *Later. Nil, or one that
	// returns nil, leaves it at the status.
	Refusal func(name string, status int, header http.Header, body []byte) error
	// Seen is shown the header of every answer of the platform's own, such as for
	// the limits that it tells of. It may be nil.
	Seen func(http.Header)
}

// Call is one request.
type Call struct {
	Name   string // for a person and the log: "GET /t/{id}.json"
	Method string // GET if empty
	Path   string // "/t/12.json"
	Query  url.Values
	Form   url.Values  // a body in the way of a form
	JSON   any         // or in JSON
	Header http.Header // besides
	// May are answers of 400 and more that are none of a refusal, such as a 404
	// for what is gone: they are returned as a *Status.
	May []int
}

// Status is an answer that was asked for with [Call.May].
type Status struct{ Code int }

func (s *Status) Error() string { return fmt.Sprintf("answered %d", s.Code) }

// Do sends a request and reads its answer into one value, which may be nil; it
// returns the header of the answer. Its errors are *Later, *Refused, *Garbled,
// *Lost or *Status, all without tokens.
func (c *REST) Do(ctx context.Context, call Call, into any) (http.Header, error) {
	req, err := c.request(ctx, call)
	if err != nil {
		return nil, c.hush(fmt.Errorf("%s: %w", call.Name, err))
	}
	header, body, err := c.Send(req, call)
	if err != nil || into == nil {
		return header, err
	}
	if err := json.Unmarshal(body, into); err != nil { // nothing at all, too
		err = &Garbled{Words: "the answer of " + c.Title + " makes no sense", Err: err}
		return header, c.hush(fmt.Errorf("%s: %w", call.Name, err))
	}
	return header, nil
}

// Send sends a request that somebody else has made, once, and returns what was
// answered if that is the platform's own and JSON: a library that speaks the
// platform's protocol takes this road too. The body is empty where nothing is
// answered. Its errors are those of [REST.Do].
func (c *REST) Send(req *http.Request, call Call) (http.Header, []byte, error) {
	req, connected := Watched(req)
	res, err := c.HTTP.Do(req)
	if err != nil {
		return nil, nil, c.hush(fmt.Errorf("%s: %w", call.Name, Unreached(err, !connected())))
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil || res.StatusCode == http.StatusTooManyRequests {
		err = c.read(call, res, body)
	} else {
		err = &Garbled{Words: "the answer of " + c.Title + " broke off", Err: err, Late: TookTooLong(err)}
	}
	if err != nil {
		return res.Header, nil, c.hush(named(call, err))
	}
	return res.Header, body, nil
}

// named says what was asked for before an error, unless it does so itself.
func named(call Call, err error) error {
	if _, says := errors.AsType[*Refused](err); says {
		return err
	}
	return fmt.Errorf("%s: %w", call.Name, err)
}

func (c *REST) request(ctx context.Context, call Call) (*http.Request, error) {
	address := c.Base + call.Path
	if len(call.Query) > 0 {
		address += "?" + call.Query.Encode()
	}
	var body io.Reader
	kind := ""
	switch {
	case call.JSON != nil:
		text, err := json.Marshal(call.JSON)
		if err != nil {
			return nil, &Early{err}
		}
		body, kind = bytes.NewReader(text), "application/json"
	case call.Form != nil:
		body, kind = strings.NewReader(call.Form.Encode()), "application/x-www-form-urlencoded"
	}
	method := call.Method
	if method == "" {
		method = http.MethodGet
	}
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, &Early{err}
	}
	for _, header := range []http.Header{c.Header, call.Header} {
		for name, values := range header {
			req.Header[http.CanonicalHeaderKey(name)] = values
		}
	}
	req.Header.Set("Accept", "application/json")
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	return req, nil
}

// read tells what is wrong with an answer, nil if it is whole.
func (c *REST) read(call Call, res *http.Response, body []byte) error {
	status := res.StatusCode
	own := strings.Contains(res.Header.Get("Content-Type"), "json")
	if own && c.Seen != nil {
		c.Seen(res.Header)
	}
	switch {
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable && res.Header.Get("Retry-After") != "":
		if err := c.refusal(call, res, body, own); err != nil && errors.As(err, new(*Later)) {
			return err
		}
		return &Later{Wait: Patience(res.Header)}
	case status >= http.StatusInternalServerError:
		return &Garbled{Words: fmt.Sprintf("%s is in trouble (%d)", c.Title, status), Err: errors.New(res.Status)}
	case status >= http.StatusBadRequest:
		return c.refused(call, res, body, own)
	case status == http.StatusNoContent:
		return nil
	case !own:
		return &Garbled{Words: "the answer does not come from " + c.Title, Err: fmt.Errorf("an answer of type %q", res.Header.Get("Content-Type"))}
	}
	if len(body) > 0 && !json.Valid(body) {
		return &Garbled{Words: "the answer of " + c.Title + " makes no sense", Err: fmt.Errorf("%d bytes that are no JSON", len(body))}
	}
	return nil
}

// refused is what an answer of 400 and more comes to.
func (c *REST) refused(call Call, res *http.Response, body []byte, own bool) error {
	status := res.StatusCode
	for _, may := range call.May {
		if status == may && own {
			return &Status{status}
		}
	}
	if err := c.refusal(call, res, body, own); err != nil {
		if refused, ok := errors.AsType[*Refused](err); ok {
			refused.Status = status
		}
		return err
	}
	if own {
		return &Refused{Method: call.Name, Reason: res.Status, Here: status != http.StatusUnauthorized, Status: status}
	}
	return &Garbled{
		Words: fmt.Sprintf("that is not the address of %s, or something stands in the way (%d)", c.Title, status),
		Err:   errors.New(res.Status), Gone: status != http.StatusRequestTimeout,
	}
}

func (c *REST) refusal(call Call, res *http.Response, body []byte, own bool) error {
	if c.Refusal == nil || !own {
		return nil
	}
	return c.Refusal(call.Name, res.StatusCode, res.Header, body)
}

// shortestToken is how long a value must be to be taken for a token.
const shortestToken = 12

// hush takes every value of our own headers out of what an error says.
func (c *REST) hush(err error) error {
	var secrets []string
	for _, values := range c.Header {
		for _, value := range values {
			if value = strings.TrimPrefix(value, "Bearer "); len(value) >= shortestToken {
				secrets = append(secrets, value)
			}
		}
	}
	return Hush(err, secrets...)
}
