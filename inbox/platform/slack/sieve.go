package slack

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/slack-go/slack"
)

// sieve is an HTTP client for one call. It takes the messages out of the
// answer before the SDK decodes it, so that they are read as those of an export
// are: one by one. To the SDK a single field of a strange type spoils the whole
// page, and with it the channel for ever.
type sieve struct {
	client   patient
	messages []byte // the array, as written; nil if there was none
}

// sifting is the API as seen through a sieve.
func (c *Connector) sifting() (*slack.Client, *sieve) {
	s := &sieve{client: patient{c.opts.HTTP}}
	return slack.New(c.opts.Token, slack.OptionAPIURL(c.opts.Base), slack.OptionHTTPClient(s)), s
}

// Do implements the SDK's idea of a client.
func (s *sieve) Do(req *http.Request) (*http.Response, error) {
	res, err := s.client.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		return res, err
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(s.sift(body)))
	return res, nil
}

// sift keeps the messages and returns the answer with an empty list in their
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
		if string(key) == "messages" && len(value) > 0 && value[0] == '[' {
			s.messages, value = value, []byte("[]")
		}
		if len(rest) > 1 {
			rest = append(rest, ',')
		}
		rest = append(append(append(append(rest, '"'), key...), '"', ':'), value...)
		return nil
	})
	if err != nil {
		s.messages = nil
		return body
	}
	return append(rest, '}')
}

// records reads the messages that were taken out. One that cannot be read is
// told to strange and left out; the list itself must be whole.
func (s *sieve) records(each func(r *record), strange func(error)) error {
	if s.messages == nil {
		return errStrange
	}
	all := newList(bytes.NewReader(s.messages), make([]byte, 0, len(s.messages)), len(s.messages))
	reader := newRecordReader()
	for {
		raw, err := all.next()
		switch {
		case err == io.EOF: //nolint:errorlint // next returns it bare
			return nil
		case err != nil:
			return fmt.Errorf("read the messages of the answer: %w", err)
		}
		var r record
		if err := reader.read(raw, &r); err != nil {
			strange(err)
			continue
		}
		each(&r)
	}
}
