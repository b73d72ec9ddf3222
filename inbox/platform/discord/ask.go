package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/disgoorg/disgo/rest"

	"rounds/inbox/platform"
)

// question is one request: an endpoint of disgo's list, and what fills it.
type question struct {
	to     *rest.Endpoint
	ids    []any // of the address, in its order
	query  url.Values
	body   any
	reason string // for the server's audit log
}

// ask sends a request once and reads its answer. A bucket that is known to be
// empty is not asked from.
func (c *Connector) ask(ctx context.Context, q question, into any) error {
	route := q.to.Compile(nil, q.ids...)
	name := q.to.Method + " " + q.to.Route
	bucket := name + " " + route.MajorParams
	if err := c.limits.room(name, bucket); err != nil {
		return err
	}
	t := &trip{name: name}
	options := []rest.RequestOpt{rest.WithCtx(context.WithValue(ctx, tripKey{}, t))}
	for name, values := range q.query {
		for _, value := range values {
			options = append(options, rest.WithQueryParam(name, value))
		}
	}
	if q.reason != "" {
		options = append(options, rest.WithReason(clip(q.reason, 512)))
	}
	err := c.disgo.Do(route, q.body, into, options...)
	switch {
	case t.err != nil:
		err = t.err
	case err != nil && !t.sent:
		err = early(err)
	case err != nil:
		err = fmt.Errorf("%s: %w", name, &platform.Garbled{Words: "the answer of Discord makes no sense", Err: err})
	}
	err = platform.Hush(err, c.opts.Token)
	c.limits.learn(bucket, t.header, err)
	return err
}

// clip cuts a text to so many characters.
func clip(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}

// list reads an answer that is a list, record by record. One that is null is no
// list.
func (c *Connector) list(ctx context.Context, q question) ([]json.RawMessage, error) {
	var records []json.RawMessage
	if err := c.ask(ctx, q, &records); err != nil {
		return nil, err
	}
	if records == nil {
		return nil, strange(q)
	}
	return records, nil
}

// strange is an answer that is JSON but lacks what every answer has. Taking it
// for "nothing there" would lose messages.
func strange(q question) error {
	return fmt.Errorf("%s %s: %w", q.to.Method, q.to.Route,
		&platform.Garbled{Words: "the answer is not one of Discord's", Err: errors.New("it lacks what every answer has")})
}

// clock learns how far Discord's clock is ahead of ours, from what every answer
// bears.
func (c *Connector) clock(h http.Header) {
	theirs, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	drift := theirs.Sub(c.opts.Now())
	if drift.Abs() <= 2*time.Second { // a date is rounded to seconds, and took a while to come
		drift = 0
	}
	c.mu.Lock()
	c.drift = drift
	c.mu.Unlock()
}

// trouble is Discord's word for why it refused.
type trouble struct {
	Code    int             `json:"code"`
	Message string          `json:"message"`
	Errors  json.RawMessage `json:"errors"`
	Retry   *float64        `json:"retry_after"`
	Global  bool            `json:"global"`
}

// refusal reads why a request was refused. The reason begins with Discord's
// number, by which [Advice] knows it.
func refusal(name string, status int, header http.Header, body []byte) error {
	var t trouble
	if json.Unmarshal(body, &t) != nil {
		return nil //nolint:nilerr // the status tells
	}
	if status == http.StatusTooManyRequests {
		later := &platform.Later{Wait: platform.Patience(header)}
		if t.Retry != nil && *t.Retry >= 0 && !math.IsNaN(*t.Retry) {
			asked := time.Duration(min(*t.Retry, platform.LongestWait.Seconds()) * float64(time.Second))
			if header.Get("Retry-After") == "" {
				later.Wait = asked
			}
			later.Wait = max(later.Wait, asked)
		}
		return later
	}
	if t.Message == "" && t.Code == 0 {
		return nil
	}
	reason := strings.TrimSpace(strconv.Itoa(t.Code) + " " + t.Message)
	if detail := firstDetail(t.Errors, 0); detail != "" {
		reason += ": " + detail
	}
	return &platform.Refused{Method: name, Reason: clip(reason, 300), Here: status != http.StatusUnauthorized}
}

// firstDetail is the first sentence in Discord's tree of what is wrong with
// which field.
func firstDetail(raw json.RawMessage, depth int) string {
	var node map[string]json.RawMessage
	if depth > 8 || json.Unmarshal(raw, &node) != nil {
		return ""
	}
	var leaves []struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(node["_errors"], &leaves) == nil && len(leaves) > 0 {
		return leaves[0].Message
	}
	keys := make([]string, 0, len(node))
	for key := range node {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		if said := firstDetail(node[key], depth+1); said != "" {
			return said
		}
	}
	return ""
}

// coded is the number with which Discord refused, 0 if it did not.
func coded(err error) int {
	refused, ok := errors.AsType[*platform.Refused](err)
	if !ok {
		return 0
	}
	return numberOf(refused.Reason)
}

// numberOf is the number that a reason begins with.
func numberOf(reason string) int {
	number, _, _ := strings.Cut(reason, " ")
	n, err := strconv.Atoi(number)
	if err != nil {
		return 0
	}
	return n
}

// Discord's numbers that mean something to us (docs.discord.com, Opcodes and
// status codes, JSON).
const (
	unknownChannel = 10003
	unknownGuild   = 10004
	unknownMember  = 10007
	unknownMessage = 10008
	unknownUser    = 10013
	unknownBan     = 10026
	missingAccess  = 50001
	missingRight   = 50013
)

// gone reports whether what was asked for is not there.
func gone(err error) bool {
	switch coded(err) {
	case unknownChannel, unknownMember, unknownMessage, unknownUser, unknownBan:
		return true
	}
	return false
}

// here reports whether a place alone was refused.
func here(err error) bool {
	refused, ok := errors.AsType[*platform.Refused](err)
	return ok && refused.Here
}

// refuse is a no of our own, before anything was asked.
func refuse(what, reason string) error {
	return &platform.Refused{Method: cmp.Or(what, "Discord"), Reason: reason, Here: true}
}

// early says of an error that nothing was done yet.
func early(err error) error {
	if err == nil {
		return nil
	}
	return &platform.Early{Err: err}
}
