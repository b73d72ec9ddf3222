package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"rounds/inbox/plain"
	"rounds/inbox/platform"
)

// crew starts the goroutines of the house. One that panics must not leave the
// terminal in raw mode: the screen is ended first, and the report is written
// and printed after it.
type crew struct {
	mu     sync.Mutex
	work   sync.WaitGroup
	report string
	end    func() // ends the screen, if there is one
}

func newCrew() *crew { return &crew{} }

// onCrash says how to end the screen.
func (c *crew) onCrash(end func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end = end
}

// Go runs fn in a goroutine of its own.
func (c *crew) Go(fn func()) {
	c.work.Go(func() {
		defer func() {
			if cause := recover(); cause != nil {
				c.crashed(cause, debug.Stack())
			}
		}()
		fn()
	})
}

// crashed keeps the first report and ends the program: by way of the screen if
// there is one, at once if not.
func (c *crew) crashed(cause any, stack []byte) {
	c.mu.Lock()
	first := c.report == ""
	if first {
		c.report = report(cause, stack)
	}
	end := c.end
	c.mu.Unlock()
	switch {
	case !first:
	case end != nil:
		end()
	default:
		fmt.Fprint(os.Stderr, c.report)
		os.Exit(exitCrashed)
	}
}

// crash is the report of a panic, "" if there was none.
func (c *crew) crash() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.report
}

// report writes what happened to a file and says where. The cause may quote a
// message or hold a token: it passes the sanitiser and the redaction.
func report(cause any, stack []byte) string {
	text := plain.Text(platform.Redact(fmt.Sprintf("rounds %s, %s\n\n%v\n\n%s", version(), time.Now().UTC().Format(time.RFC3339), cause, stack)))
	headline, _, _ := strings.Cut(plain.Line(platform.Redact(fmt.Sprint(cause))), "\n")
	path, err := place("XDG_STATE_HOME", filepath.Join(".local", "state"), "crash-"+time.Now().UTC().Format("20060102T150405Z")+".txt")
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o700)
	}
	if err == nil {
		err = os.WriteFile(path, []byte(text), 0o600)
	}
	if err != nil {
		return fmt.Sprintf("rounds: this is a mistake of ours: %s\n%s\n", headline, text)
	}
	return fmt.Sprintf("rounds: this is a mistake of ours: %s\n        Nothing that was saved is lost. What happened is written in %s\n", headline, path)
}
