package discourse

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"rounds/inbox/platform"
)

// trouble is an error as Discourse writes one.
type trouble struct {
	Errors []string `json:"errors"`
	Error  string   `json:"error"`
	Failed string   `json:"failed"`
	Type   string   `json:"error_type"`
	Extras struct {
		Wait float64 `json:"wait_seconds"`
	} `json:"extras"`
}

// words are what it says, for a person.
func (t trouble) words() string {
	said := strings.Join(t.Errors, " ")
	if said == "" {
		said = t.Error
	}
	return said
}

// reason is the word by which [Advice] knows it, with what Discourse says
// itself behind it.
func (t trouble) reason(status int) string {
	word := t.Type
	if word == "" {
		word = map[int]string{
			http.StatusForbidden: "invalid_access", http.StatusNotFound: "not_found", http.StatusGone: "not_found",
			http.StatusConflict: "conflict", http.StatusUnprocessableEntity: "invalid", http.StatusUnauthorized: "not_logged_in",
		}[status]
	}
	said := t.words()
	switch {
	case word == "":
		return fmt.Sprintf("answered %d: %s", status, said)
	case said == "":
		return word
	}
	return word + ": " + said
}

// refusal reads why a request was refused.
func refusal(name string, status int, header http.Header, body []byte) error {
	var t trouble
	if json.Unmarshal(body, &t) != nil {
		return nil //nolint:nilerr // what is no JSON tells nothing
	}
	if status == http.StatusTooManyRequests {
		wait := platform.Patience(header)
		if asked := time.Duration(min(max(t.Extras.Wait, 0), platform.LongestWait.Seconds()) * float64(time.Second)); asked > 0 && header.Get("Retry-After") == "" {
			wait = asked
		}
		return &platform.Later{Wait: wait}
	}
	return &platform.Refused{Method: name, Reason: t.reason(status), Here: !closed(status, t.Type)}
}

// closed reports whether a refusal is about the key, and not about what was
// asked for: Discourse answers 403 to both, and tells them apart by a word.
func closed(status int, word string) bool {
	return status == http.StatusUnauthorized || word == "not_logged_in" || word == "read_only"
}

// refused is the word of a refusal, "" for any other error or none.
func refused(err error) string {
	var no *platform.Refused
	if !errors.As(err, &no) {
		return ""
	}
	word, _, _ := strings.Cut(no.Reason, ":")
	return word
}

// gone reports whether what was asked for is not there.
func gone(err error) bool { return refused(err) == "not_found" }

// here reports whether an error concerns what was asked for alone.
func here(err error) bool {
	var no *platform.Refused
	return errors.As(err, &no) && no.Local()
}

// barred makes a refusal of what every key may do one of the key itself.
func barred(err error) error {
	var no *platform.Refused
	if !errors.As(err, &no) || refused(err) != "invalid_access" && refused(err) != "not_found" {
		return err
	}
	kept := *no
	kept.Reason, kept.Here = "bad_key: "+no.Reason, false
	return &kept
}

// lacks is a refusal of our own, before anything was asked.
func lacks(method, reason string) error {
	return &platform.Refused{Method: method, Reason: reason, Here: true}
}

// early says of an error that came before the one request that changes
// anything that nothing was done.
func early(err error) error {
	if err == nil {
		return nil
	}
	return &platform.Early{Err: err}
}

// strange is an answer that lacks what every answer has.
func strange(what string) error {
	return &platform.Garbled{Words: "the answer of Discourse makes no sense", Err: errors.New(what)}
}
