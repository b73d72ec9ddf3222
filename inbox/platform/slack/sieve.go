package slack

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/slack-go/slack"
)

// sieve is an HTTP client for one call. It takes the list out of the answer
// before the SDK decodes it, so that its elements are read as those of an export
// are: one by one. To the SDK a single field of a strange type spoils the whole
// page, and with it the channel for ever.
type sieve struct {
	client patient
	name   string // of the list: "messages"
	list   []byte // as written; nil if there was none
}

// sifting is the API as seen through a sieve.
func (c *Connector) sifting(name string) (*slack.Client, *sieve) {
	s := &sieve{client: c.patient(), name: name}
	return slack.New(c.opts.Token, slack.OptionAPIURL(c.opts.Base), slack.OptionHTTPClient(s)), s
}

// siftingIn is the same for what is said in a channel. Into a private
// conversation only they see who lead it.
func (c *Connector) siftingIn(channel string) (*slack.Client, *sieve) {
	if !strings.HasPrefix(channel, "D") {
		return c.sifting("messages")
	}
	s := &sieve{client: c.speaking(), name: "messages"}
	return c.voice(s), s
}

// Do implements the SDK's idea of a client.
func (s *sieve) Do(req *http.Request) (*http.Response, error) {
	return sifted(s.client, req, s.sift)
}

// sifted sends a request, and hands its answer on without what sift has kept
// of it.
func sifted(client patient, req *http.Request, sift func(body []byte) []byte) (*http.Response, error) {
	res, err := client.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		return res, err
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(sift(body)))
	return res, nil
}

// sift keeps the list and returns the answer with an empty list in their
// place. An answer that is cut or not JSON is left as it is: the SDK knows what
// to say of it, and must not take it for a last page.
func (s *sieve) sift(body []byte) []byte {
	body = bytes.TrimLeft(body, " \t\r\n")
	end := endOfValue(body)
	if end <= 0 || body[0] != '{' {
		return body
	}
	rest := []byte{'{'}
	err := fields(body[:end], func(key, value []byte) error {
		if string(key) == s.name && len(value) > 0 && value[0] == '[' {
			s.list, value = value, []byte("[]")
		}
		if len(rest) > 1 {
			rest = append(rest, ',')
		}
		rest = append(append(append(append(rest, '"'), key...), '"', ':'), value...)
		return nil
	})
	if err != nil {
		s.list = nil
		return body
	}
	return append(rest, '}')
}

// elements reads what was taken out, one by one; the list itself must be
// whole. What each is given is good until its end.
func (s *sieve) elements(each func(raw []byte)) error {
	if s.list == nil {
		return errStrange
	}
	all := newList(bytes.NewReader(s.list), make([]byte, 0, len(s.list)), len(s.list))
	for {
		raw, err := all.next()
		switch {
		case err == io.EOF: //nolint:errorlint // next returns it bare
			return nil
		case err != nil:
			return fmt.Errorf("read the %s of the answer: %w", s.name, err)
		}
		each(raw)
	}
}

// records reads the messages that were taken out. One that cannot be read is
// told to strange and left out.
func (s *sieve) records(each func(r *record), strange func(error)) error {
	reader := newRecordReader()
	return s.elements(func(raw []byte) {
		var r record
		if err := reader.read(raw, &r); err != nil {
			strange(err)
			return
		}
		each(&r)
	})
}
