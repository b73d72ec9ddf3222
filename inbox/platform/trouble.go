package platform

import (
	"errors"
	"fmt"
	"time"
)

// Later is a "not now": the platform asks to be left alone for a while, or, if
// it is our Own, we keep to the pace that the platform publishes.
type Later struct {
	Wait time.Duration
	Own  bool
}

func (e *Later) Error() string {
	if e.Own {
		return fmt.Sprintf("keeps the pace for %s", e.Wait)
	}
	return fmt.Sprintf("asked to wait %s", e.Wait)
}

// RetryAfter is what the courier asks an error for to learn how long to wait.
func (e *Later) RetryAfter() time.Duration { return e.Wait }

// Unasked reports whether nobody but ourselves asked for the wait.
func (e *Later) Unasked() bool { return e.Own }

// Undone is what the courier asks an error for to learn whether the platform
// certainly did nothing. Nobody who asks for patience has begun.
func (e *Later) Undone() bool { return true }

// Refused is a platform's "no", in its own words. Asking again unchanged would
// be refused again, unless Passing says that the platform itself was in trouble.
type Refused struct {
	Method  string // what was asked: "conversations.history"
	Reason  string // the platform's word for it: "missing_scope"
	Needs   string // what would have to be granted, if it said so
	Passing bool   // the platform had a problem of its own
	Here    bool   // it concerns what was asked about, not the whole account
	Before  bool   // it was in trouble, but had not begun with what was asked
	Status  int    // of HTTP, if that tells more than the reason; else 0
}

func (e *Refused) Error() string {
	if e.Needs != "" {
		return fmt.Sprintf("%s refused: %s (needs %s)", e.Method, e.Reason, e.Needs)
	}
	return fmt.Sprintf("%s refused: %s", e.Method, e.Reason)
}

// Final is what the courier asks an error for to learn whether to give up the
// account.
func (e *Refused) Final() bool { return !e.Passing && !e.Here }

// Local is what the courier asks an error for to learn whether only this scope
// is refused.
func (e *Refused) Local() bool { return e.Here && !e.Passing }

// Undone reports whether the platform certainly did nothing. One that was in
// trouble of its own may have done what it then said no to.
func (e *Refused) Undone() bool { return !e.Passing || e.Before }

// Garbled is an answer that makes no sense: cut off, not JSON, or a server's
// own trouble. Words say so to a person, without the details.
type Garbled struct {
	Words string
	Err   error
	Gone  bool // whoever answers there is not the platform: asking on is no use now
	Late  bool // it did not come to its end in time
}

func (e *Garbled) Error() string { return e.Words + ": " + e.Err.Error() }

// Lost is what the courier asks an error for to learn whether to ask on.
func (e *Garbled) Lost() bool { return e.Gone }

// Undone reports whether the platform certainly did nothing, because it was
// not the platform that answered. A server that fails may have done it before.
func (e *Garbled) Undone() bool { return e.Gone }

// Slow reports whether it was waited for in vain: what was asked for may be
// under way still.
func (e *Garbled) Slow() bool { return e.Late }

// Unwrap returns the details.
func (e *Garbled) Unwrap() error { return e.Err }

// Lost is a platform that could not be reached at all: no name, no route, no
// answer.
type Lost struct {
	Err    error
	Before bool // there was no connection: not a byte of the request left
	Late   bool // it was waited for in vain
}

func (e *Lost) Error() string { return "cannot be reached: " + e.Err.Error() }

// Unwrap returns what the network said.
func (e *Lost) Unwrap() error { return e.Err }

// Lost is what the courier asks an error for to learn whether to ask on.
func (e *Lost) Lost() bool { return true }

// Undone reports whether the platform certainly did nothing. A line that broke
// off without an answer may have carried the request before.
func (e *Lost) Undone() bool { return e.Before }

// Slow reports whether it was waited for in vain: what was asked for may be
// under way still.
func (e *Lost) Slow() bool { return e.Late }

// Early is an error that came before the one request that changes anything, so
// that nothing was done whatever it says.
type Early struct{ Err error }

func (e *Early) Error() string { return e.Err.Error() }

// Unwrap returns what went wrong.
func (e *Early) Unwrap() error { return e.Err }

// Undone reports that the platform certainly did nothing.
func (e *Early) Undone() bool { return true }

// Hush returns an error that says what err says without its tokens. What err
// wraps can still be asked for with [errors.As].
func Hush(err error, secrets ...string) error {
	if err == nil {
		return nil
	}
	said := err.Error()
	clean := Redact(said, secrets...)
	if clean == said {
		return err
	}
	if early, ok := errors.AsType[*Early](err); ok {
		return hushed{clean, &Early{Hush(early.Err, secrets...)}}
	}
	// The inner error is kept only if it is one of ours: anything else could
	// be unwrapped and printed with the token still in it.
	if later, ok := errors.AsType[*Later](err); ok {
		return hushed{clean, later}
	}
	if lost, ok := errors.AsType[*Lost](err); ok {
		kept := *lost
		kept.Err = errors.New(clean)
		return hushed{clean, &kept}
	}
	if garbled, ok := errors.AsType[*Garbled](err); ok {
		kept := *garbled
		kept.Words, kept.Err = Redact(garbled.Words, secrets...), errors.New(clean)
		return hushed{clean, &kept}
	}
	if refused, ok := errors.AsType[*Refused](err); ok {
		kept := *refused
		kept.Reason, kept.Needs = Redact(kept.Reason, secrets...), Redact(kept.Needs, secrets...)
		return hushed{clean, &kept}
	}
	return errors.New(clean)
}

type hushed struct {
	said  string
	cause error
}

func (e hushed) Error() string { return e.said }
func (e hushed) Unwrap() error { return e.cause }
