package slack

import (
	"encoding/json"
	"net/http"

	"github.com/slack-go/slack"

	"rounds/inbox"
)

// marker is how a message of ours says which action it comes of, in metadata
// that nobody is shown (docs.slack.dev, message metadata).
const marker = "rounds_action"

func mark(a inbox.Action) slack.SlackMetadata {
	return slack.SlackMetadata{EventType: marker, EventPayload: map[string]any{"id": a.ID}}
}

// marked is the action that metadata names, "" if it is not of ours. That of
// other apps may be of any form.
func marked(value []byte) string {
	var m struct {
		Type    string          `json:"event_type"`
		Payload json.RawMessage `json:"event_payload"`
	}
	var payload struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(value, &m) != nil || m.Type != marker || json.Unmarshal(m.Payload, &payload) != nil {
		return ""
	}
	return payload.ID
}

// echo is an HTTP client for one request that changes something. The SDK takes
// an answer that says neither "ok" nor why not for a yes; here it is none. It
// takes the message out of the answer, so that it is read as every other is.
type echo struct {
	client patient
	ok     bool
	raw    []byte // the message, as written
}

// writing is the API for one request that changes something.
func (c *Connector) writing() (*slack.Client, *echo) {
	e := &echo{client: c.speaking()}
	return c.voice(e), e
}

// Do implements the SDK's idea of a client.
func (e *echo) Do(req *http.Request) (*http.Response, error) {
	return sifted(e.client, req, e.sift)
}

// sift keeps the message and returns the answer without it. What is not one
// JSON object and nothing else is left as it is, and is not ok.
func (e *echo) sift(body []byte) []byte {
	var answer map[string]json.RawMessage
	if json.Unmarshal(body, &answer) != nil {
		return body
	}
	e.ok = string(answer["ok"]) == "true"
	e.raw = answer["message"]
	delete(answer, "message")
	rest, err := json.Marshal(answer)
	if err != nil {
		return body
	}
	return rest
}

// settle is what has become of the request, by what the SDK says.
func (e *echo) settle(method string, err error) error {
	if err == nil && !e.ok {
		err = errStrange
	}
	if err == nil {
		return nil
	}
	return narrow(settle(method, err))
}

// said is the message as the answer shows it, or nil if that is not whole: of
// an edited one it shows the text alone.
func (e *echo) said(channel, ts string, who people) *inbox.Message {
	var r record
	if newRecordReader().read(e.raw, &r) != nil || r.TS != ts {
		return nil
	}
	m, err := r.message(channel, who)
	if err != nil {
		return nil
	}
	return &m
}
